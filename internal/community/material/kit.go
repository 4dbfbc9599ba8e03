package material

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// A kit is all that is public on a stick, for where there is no network. What is on a
// stick cannot be called back by the node: so it is written down what went out, to
// whom, and who was named in it.

// Kit is one that went out.
type Kit struct {
	ID   record.ID
	Unit record.ID
	Whom string // who was to have it: "school of Mbera 2"
	Held []Held
	By   record.ID
	At   time.Time
}

// Held is a material in a kit.
type Held struct {
	Material record.ID `json:"material"`
	Number   int       `json:"number"`
	Files    int       `json:"files"`
}

type kitBody struct {
	Whom   string      `json:"whom"`
	Held   []Held      `json:"held"`
	People []record.ID `json:"people,omitempty"` // named or seen in it
}

// MaxWhom bounds the words on who a kit is for, in letters.
const MaxWhom = 120

// Pack writes down that a kit is made, and gives what is to be in it: to the letter
// what the public reads at that moment. It faults with Conflict where nothing is
// public.
func (s *Service) Pack(ctx context.Context, a policy.Actor, id record.ID, whom string) (Kit, []Given, error) {
	if err := s.opt.Policy.Allow(ctx, a, "material.kit", s.opt.Policy.At(policy.Material, id, a.Unit)); err != nil {
		return Kit{}, nil, err
	}
	return s.pack(ctx, a, id, whom)
}

// PackHere is Pack for whoever has the machine: what is public anybody may carry.
func (s *Service) PackHere(ctx context.Context, author, unit record.ID, whom string) (Kit, []Given, error) {
	return s.pack(ctx, policy.Actor{ID: author, Unit: unit}, record.NewID(s.opt.Random), whom)
}

func (s *Service) pack(ctx context.Context, a policy.Actor, id record.ID, whom string) (k Kit, all []Given, err error) {
	whom = strings.TrimSpace(whom)
	if whom == "" || utf8.RuneCountInString(whom) > MaxWhom || !line(whom) {
		return k, nil, invalid("material.kit.whom", "it is not said who the kit is for, or in more than {0} letters", "name the school, the post or the radio: somebody may have to ask for it back", strconv.Itoa(MaxWhom))
	}
	if id.Zero() {
		return k, nil, invalid("material.id.missing", "the material has no number of its own", "load the page again and send it once more")
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if err := unused(tx, id); err != nil {
			return nil, err
		}
		if all, err = shelf(tx); err != nil {
			return nil, err
		}
		if len(all) == 0 {
			return nil, conflict("material.kit.empty", "nothing is public yet, so that a kit would be empty", "publish a material first")
		}
		b := kitBody{Whom: whom}
		if b.People, err = peopleIn(tx, all); err != nil {
			return nil, err
		}
		for i := range all {
			b.Held = append(b.Held, Held{all[i].ID, all[i].Number, len(all[i].Files)})
		}
		k = Kit{ID: id, Unit: a.Unit, Whom: whom, Held: b.Held, By: a.ID, At: s.opt.Clock()}
		return []ledger.Draft{{
			Kind: record.Material, Record: id, Author: a.ID, Handling: record.Handling{Unit: a.Unit, TLP: record.Green, Purpose: purpose}, Body: body{V: bodyVersion, Act: actKit, Kit: &b},
		}}, nil
	})
	return k, all, err
}

// unused faults with Conflict where an id is that of a kit or of a material: both are
// records of one kind, and who erases the one would erase the other.
func unused(tx *store.Tx, id record.ID) error {
	var taken bool
	err := tx.Row("SELECT EXISTS (SELECT 1 FROM kits WHERE id = ?1 UNION ALL SELECT 1 FROM materials WHERE id = ?1)", id).Scan(&taken)
	if err == nil && taken {
		err = conflict("material.id.taken", "a kit or a material has this number already", "load the page again and do it once more: it gets a new number")
	}
	return err
}

// peopleIn gives everybody who is named or seen in what is given.
func peopleIn(tx *store.Tx, all []Given) (ids []record.ID, err error) {
	for i := range all {
		m, err := load(tx, all[i].ID)
		if err != nil {
			return nil, err
		}
		for _, id := range m.Public.Credits {
			who, named, err := credited(tx, id)
			if err != nil {
				return nil, err
			}
			if named {
				ids = append(ids, who)
			}
		}
		for j := range all[i].Files {
			ids = append(ids, all[i].Files[j].People...)
		}
	}
	slices.SortFunc(ids, func(a, b record.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	return slices.Compact(ids), nil
}

func applyKit(tx *store.Tx, rev ledger.Revision, b *kitBody) error {
	held, err := json.Marshal(b.Held)
	if err != nil {
		return err
	}
	if err := tx.Exec("INSERT INTO kits (id, unit, whom, held, author, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)",
		rev.Record, rev.Handling.Unit, b.Whom, string(held), rev.Author, rev.At.Millis(), rev.Seq); err != nil {
		return err
	}
	for _, id := range b.People {
		if err := tx.Exec("INSERT INTO kit_people (person, kit) VALUES (?, ?)", id, rev.Record); err != nil {
			return err
		}
	}
	return nil
}

const kitColumns = "id, unit, whom, held, author, at"

// Kits gives the kits that went out, of the units that a answers for, the latest
// first.
func (s *Service) Kits(ctx context.Context, a policy.Actor) (all []Kit, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "material.kits")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = scanKits(tx.Query("SELECT "+kitColumns+" FROM kits WHERE "+where+" ORDER BY at DESC, id LIMIT ?", append(args, MaxListed)...))
		return err
	})
	return all, err
}

// Carried gives the kits that went out with somebody named or seen in them: where
// they take their consent back, these cannot be reached.
func (s *Service) Carried(ctx context.Context, a policy.Actor, who record.ID) (all []Kit, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if err := s.known(ctx, tx, a, who); err != nil {
			return err
		}
		all, err = scanKits(tx.Query("SELECT "+kitColumns+" FROM kits WHERE id IN (SELECT kit FROM kit_people WHERE person = ?) ORDER BY at DESC, id LIMIT ?", who, MaxListed))
		return err
	})
	return all, err
}

func scanKits(rows *store.Rows) (all []Kit, err error) {
	defer rows.Close()
	for rows.Next() {
		var k Kit
		var held string
		var at int64
		if err := rows.Scan(&k.ID, &k.Unit, &k.Whom, &held, &k.By, &at); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(held), &k.Held); err != nil {
			return nil, err
		}
		k.At = time.UnixMilli(at).UTC()
		all = append(all, k)
	}
	return all, rows.Err()
}
