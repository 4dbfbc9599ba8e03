package person

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"wasl/internal/base/name"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// MaxListed bounds a list of people.
const MaxListed = 200

// Query asks for people by the beginning of nothing and the likeness of everything:
// a name in any spelling, or the latest.
type Query struct {
	Name string // "" for all
	Role Role   // "" for all
	// Among are those alone who are looked for, few; nil for everybody.
	Among []record.ID
}

// List gives the people whom a may see: the likest names first, or the latest. more
// says that there are more than MaxListed.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (all []Person, more bool, err error) {
	f, err := s.policy.Filter(ctx, a, "person.list")
	if err != nil {
		return nil, false, err
	}
	if q.Name != "" {
		all, err = s.named(ctx, f, &q)
		return all, false, err
	}
	where, args := f.SQL(policy.Columns{Unit: "+unit", TLP: "0"}) // not by the index of units: their people would be sorted anew
	if q.Role != "" {
		where, args = "("+where+") AND +role = ?", append(args, string(q.Role))
	}
	if q.Among != nil {
		where += " AND id IN (" + strings.TrimSuffix(strings.Repeat("?,", len(q.Among)), ",") + ")"
		for _, id := range q.Among {
			args = append(args, id)
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+columns+" FROM persons WHERE id IN (SELECT id FROM persons WHERE ("+where+") ORDER BY at DESC, id LIMIT ?)", append(args, MaxListed+1)...)
		defer rows.Close()
		for rows.Next() {
			p, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, *p)
		}
		return rows.Err()
	})
	slices.SortFunc(all, func(x, y Person) int { return cmp.Or(y.At.Compare(x.At), slices.Compare(x.ID[:], y.ID[:])) })
	if len(all) > MaxListed {
		all, more = all[:MaxListed], true
	}
	return all, more, err
}

// named gives the people of a name.
func (s *Service) named(ctx context.Context, f policy.Filter, q *Query) (all []Person, err error) {
	found, err := s.alike(ctx, f, search{name: q.Name, least: leastFound, most: MaxListed})
	if err == nil && len(found) == 0 { // one name of several: of many people, which takes longer
		found, err = s.alike(ctx, f, search{name: q.Name, least: leastFound, parts: true, most: MaxListed})
	}
	for _, c := range found {
		if (q.Role == "" || c.Role == q.Role) && (q.Among == nil || slices.Contains(q.Among, c.ID)) {
			all = append(all, c.Person)
		}
	}
	return all, err
}

// Candidate is somebody who may be the same person.
type Candidate struct {
	Person
	Score float64 // how alike the names are, from 0 to 1
}

// maxCandidates bounds whom a name is compared with: some names are those of
// thousands.
const (
	maxCandidates = 2000
	maxFound      = 400 // of a search by one name of several, of which the latest are shown
	maxAlike      = 12
	leastAlike    = 0.62
	leastFound    = 0.2  // of a search: one name of several is enough
	agreeing      = 0.05 // what sex and age that agree add to the order
)

// Alike gives those of the register who may be the person with the name, the likest
// first: whoever writes somebody down chooses, nothing is decided. It leaves out who
// was said to be another, and not.
func (s *Service) Alike(ctx context.Context, a policy.Actor, k Known, not record.ID) ([]Candidate, error) {
	f, err := s.policy.Filter(ctx, a, "person.list")
	if err != nil {
		return nil, err
	}
	return s.alike(ctx, f, search{name: k.Name, known: k, not: not, least: leastAlike, most: maxAlike})
}

// search is for people of a name.
type search struct {
	name  string
	known Known     // what else is known; its zero value for nothing
	not   record.ID // who is left out, with all who were said to be others; zero for nobody
	least float64   // how alike the names must be
	parts bool      // one name of several is enough
	most  int
}

// keys are those that people are looked for by, and how many of the latest under them
// are compared.
func (q *search) keys(asked *name.Name) (keys []string, most int) {
	if q.parts {
		return keysOf(q.name), maxFound
	}
	return asked.LooseKeys(nil), maxCandidates
}

// bornBy gives the statement for the people who are found by some keys, the latest
// first: those that a filter lets through, at most so many.
func bornBy(f policy.Filter, keys []string, most int, not record.ID) (sql string, args []any) {
	where, of := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	if !not.Zero() {
		where = "(" + where + ") AND person <> ? AND NOT EXISTS (SELECT 1 FROM person_apart WHERE a = person AND b = ? OR b = person AND a = ?)"
		of = append(slices.Clone(of), not, not, not)
	}
	one := "SELECT * FROM (SELECT at, person FROM person_names WHERE key = ? AND (" + where + ") ORDER BY at DESC LIMIT ?)"
	for _, key := range keys {
		args = append(append(append(args, key), of...), most)
	}
	return "SELECT " + columns + " FROM persons WHERE id IN (SELECT person FROM (" + one + strings.Repeat(" UNION "+one, len(keys)-1) + ") ORDER BY at DESC LIMIT ?)", append(args, most)
}

func (s *Service) alike(ctx context.Context, f policy.Filter, q search) (all []Candidate, err error) {
	asked, k := name.Parse(q.name), q.known
	keys, most := q.keys(&asked)
	if len(keys) == 0 {
		return nil, nil
	}
	sql, args := bornBy(f, keys, most, q.not)
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(sql, args...)
		defer rows.Close()
		for rows.Next() {
			p, err := scan(rows)
			if err != nil {
				return err
			}
			score := name.Similarity(asked, name.Parse(p.Name))
			if score.Value >= q.least && could(&k, &p.Known) {
				all = append(all, Candidate{*p, score.Value})
			}
		}
		return rows.Err()
	})
	slices.SortFunc(all, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(order(&k, &y), order(&k, &x)), y.At.Compare(x.At), slices.Compare(x.ID[:], y.ID[:]))
	})
	return all[:min(len(all), q.most)], err
}

// could tells whether two may be one person: a woman is no man, a child no old man.
func could(k, p *Known) bool {
	if k.Sex != "" && k.Sex != Unsaid && p.Sex != Unsaid && k.Sex != p.Sex {
		return false
	}
	i, j := slices.Index(Bands, k.Band), slices.Index(Bands, p.Band)
	return i < 0 || max(i-j, j-i) <= 1 // bands are said, and people grow
}

func order(k *Known, c *Candidate) float64 {
	score := c.Score
	if k.Band == c.Band {
		score += agreeing
	}
	if k.Community == c.Community {
		score += agreeing
	}
	return score
}
