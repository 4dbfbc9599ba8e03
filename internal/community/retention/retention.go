// Package retention deletes the people of the communities' register when they are no
// longer needed: 90 days after the end of the last activity that they take part in.
// Children go always; adults may ask to stay, to be called for refreshers, and go after
// five years unless somebody decides that they are still needed. First their numbers are
// frozen, then all that is kept of them goes.
package retention

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/number"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Keep is how long people are kept after the end of what they took part in (Keeping
// Children Safe; it is enough for certificates, a survey and a donor's questions).
const Keep = 90 * 24 * time.Hour

// Longest is how long whoever asked to stay is kept after it, or after somebody decided
// so anew: five years (28 CFR 23.20(h)). Correcting what is known extends nothing.
const Longest = 1826 * 24 * time.Hour

// How many are deleted: in one commit, which others wait for, and in one run. The rest
// goes the next night.
const (
	atOnce    = 100
	maxAtOnce = 2000
)

// Options says what the service stands on.
type Options struct {
	Ledger  *ledger.Ledger // the compartment community
	Policy  *policy.Engine
	Numbers *number.Service
	Clock   func() time.Time
}

// Service deletes, and tells beforehand.
type Service struct{ opt Options }

// NewService makes the service over the compartment community, with Part.
func NewService(opt Options) *Service { return &Service{opt} }

const dueSQL = "SELECT person FROM leaving WHERE due <= ? ORDER BY due, one, person LIMIT ?"

// due gives some who are to be deleted at a moment, those who were kept longest first:
// of whoever is entered more than once, all entries.
func due(tx *store.Tx, at time.Time) ([]record.ID, error) {
	people, err := ids(tx.Query(dueSQL, at.UnixMilli(), atOnce))
	if err != nil || len(people) < atOnce {
		return people, err
	}
	one, err := oneOf(tx, people[len(people)-1])
	if err != nil {
		return nil, err
	}
	entries, err := ids(tx.Query(countedSQL, one))
	for _, id := range entries {
		if !slices.Contains(people, id) {
			people = append(people, id)
		}
	}
	return people, err
}

// Reason is what the ledger keeps of a deletion, and oversight reads.
const Reason = "90 days after the last activity, or five years"

// Run deletes who is due, and tells how many. Who is due, and what they add to the
// numbers, is read in the commit that deletes them: whoever came again or asked to stay
// a moment before is not among them.
func (s *Service) Run(ctx context.Context) (n int, err error) {
	for n < maxAtOnce {
		some, err := s.some(ctx)
		if n += some; err != nil || some == 0 {
			return n, err
		}
	}
	return n, nil
}

// some deletes as many as one commit may.
func (s *Service) some(ctx context.Context) (n int, err error) {
	_, err = s.opt.Ledger.EraseAll(ctx, func(tx *store.Tx) ([]ledger.Draft, []ledger.Erasing, error) {
		people, err := due(tx, s.opt.Clock())
		if n = len(people); err != nil || n == 0 {
			return nil, nil, err
		}
		sum, old, err := s.opt.Numbers.Freeze(tx, people)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range people {
			e := ledger.Erasing{Subject: id, Reason: Reason, Handling: record.Handling{Purpose: "programme"}}
			if err := tx.Row("SELECT unit FROM persons WHERE id = ?", id).Scan(&e.Handling.Unit); err != nil {
				return nil, nil, err
			}
			old = append(old, e)
		}
		return []ledger.Draft{sum}, old, nil
	})
	return n, err
}

// A Coming is how many are deleted on a day to come.
type Coming struct {
	Day      time.Time
	People   int
	Children int // among them
	Stayed   int // among them: they asked to, five years ago
}

// How far one looks at deletions to come: of those who asked to stay as long as it takes
// to ask them anew.
const (
	Ahead  = 30 * 24 * time.Hour
	Notice = 60 * 24 * time.Hour
)

// Coming tells whom the next weeks delete, by day, for those who answer for people.
func (s *Service) Coming(ctx context.Context, a policy.Actor) (all []Coming, err error) {
	if err := s.opt.Policy.Allow(ctx, a, "retention.read", policy.Resource{Type: policy.Node, Unit: a.Unit}); err != nil {
		return nil, err
	}
	now := s.opt.Clock().UTC()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(comingSQL, now.UnixMilli(), now.Add(Ahead).UnixMilli(), now.Add(Notice).UnixMilli())
		defer rows.Close()
		for rows.Next() {
			var c Coming
			var day int64
			if err := rows.Scan(&day, &c.People, &c.Children, &c.Stayed); err != nil {
				return err
			}
			c.Day = time.Unix(day*24*60*60, 0).UTC()
			all = append(all, c)
		}
		return rows.Err()
	})
	return all, err
}

const comingSQL = `SELECT max(due, ?1) / 86400000 AS day, count(*), sum(young), sum(stays) FROM leaving
	WHERE due < ?3 AND (stays OR due < ?2) GROUP BY day ORDER BY day`

// Days is how many days people are kept after their last activity.
func (s *Service) Days() int { return int(Keep / (24 * time.Hour)) }
