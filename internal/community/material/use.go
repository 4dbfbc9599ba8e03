package material

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Use is where a material was used: hung up, read, played, given out.
type Use struct {
	ID       record.ID // chosen by whoever writes it down, so that sending twice is harmless
	Material record.ID
	Number   int // of the version that was public
	Unit     record.ID
	Language lang.Language
	Activity record.ID // at which it was used; zero for none
	Spot     string    // where, in words: "market of Fassala"
	Day      time.Time
	Printed  int    // copies
	People   int    // who saw or heard it, as counted or estimated
	Said     string // what people said; nobody's name
	By       record.ID
	Revision int64
}

type useBody struct {
	Number   int           `json:"number"`
	Language lang.Language `json:"language,omitempty"`
	Activity record.ID     `json:"activity,omitzero"`
	Spot     string        `json:"spot"`
	Day      int64         `json:"day"` // since 1970
	Printed  int           `json:"printed"`
	People   int           `json:"people"`
	Said     string        `json:"said,omitempty"`
}

// Limits of a use.
const (
	MaxSpot    = 120       // letters
	MaxSaid    = 2 << 10   // bytes
	MaxPrinted = 1_000_000 // copies
	MaxHeard   = 5_000_000 // a radio reaches the country
	MaxUses    = 1_000     // shown of one material
)

const day = 24 * time.Hour

func (u *Use) check(now time.Time) error {
	u.Spot, u.Said = strings.TrimSpace(u.Spot), strings.TrimSpace(u.Said)
	switch {
	case u.ID.Zero():
		return invalid("material.id.missing", "the material has no number of its own", "load the page again and send it once more")
	case u.Spot == "" || utf8.RuneCountInString(u.Spot) > MaxSpot || !line(u.Spot):
		return invalid("material.use.spot", "it is not said where, or in more than {0} letters", "name the village, the school, the market or the radio", strconv.Itoa(MaxSpot))
	case u.Day.IsZero() || u.Day.After(now.Add(day)) || now.Sub(u.Day) > 10*365*day:
		return invalid("material.use.day", "the day is missing, still to come or long ago", "choose the day on which it was used")
	case u.Language != "" && !slices.Contains(Tongues(), u.Language):
		return invalid("material.text.language", "a text is in a language that materials are not made in", "choose a language from the list")
	case u.Printed < 0 || u.Printed > MaxPrinted || u.People < 0 || u.People > MaxHeard:
		return invalid("material.use.count", "a number is below zero or beyond what can be", "write how many, as far as you know")
	case len(u.Said) > MaxSaid || !plain(u.Said):
		return invalid("material.use.said", "what people said is longer than {0} KB", "say it in fewer words, without names", strconv.Itoa(MaxSaid>>10))
	}
	return nil
}

// Used writes down where a material was used, for the actor's own unit, or corrects
// it. The material is or was public.
func (s *Service) Used(ctx context.Context, a policy.Actor, u Use) error {
	if err := u.check(s.opt.Clock()); err != nil {
		return err
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		now, err := loadUse(tx, u.ID)
		if store.None(err) {
			now, err = &Use{ID: u.ID, Material: u.Material, Unit: a.Unit}, nil
		}
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "material.use", s.opt.Policy.At(policy.Material, u.Material, now.Unit)); err != nil {
			return nil, err
		}
		m, err := load(tx, u.Material)
		if err != nil {
			return nil, err
		}
		if m.Public == nil || now.Material != u.Material {
			return nil, policy.Hide()
		}
		if err := s.activity(ctx, tx, a, u.Activity); err != nil {
			return nil, err
		}
		if now.Revision > 0 && now.says(&u) {
			return nil, nil // it was sent twice
		}
		if err := changed(u.Revision, now.Revision); err != nil {
			return nil, err
		}
		b := &useBody{m.Public.Number, u.Language, u.Activity, u.Spot, int64(u.Day.UTC().Sub(time.Unix(0, 0)) / day), u.Printed, u.People, u.Said}
		return []ledger.Draft{useDraft(now, a, body{Act: actUse, Material: u.Material, Use: b})}, nil
	})
	return err
}

// says tells whether two say the same of a use.
func (u *Use) says(o *Use) bool {
	return u.Language == o.Language && u.Activity == o.Activity && u.Spot == o.Spot && u.Day.Equal(o.Day.UTC().Truncate(day)) &&
		u.Printed == o.Printed && u.People == o.People && u.Said == o.Said
}

func useDraft(u *Use, a policy.Actor, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Use, Record: u.ID, Subject: u.Material, Author: a.ID, Handling: record.Handling{Unit: u.Unit, TLP: record.Green, Purpose: purpose}, Body: b,
	}
}

// Unused takes back what was written down of a use.
func (s *Service) Unused(ctx context.Context, a policy.Actor, material, id record.ID) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		u, err := loadUse(tx, id)
		if err != nil {
			return nil, err
		}
		if u.Material != material {
			return nil, policy.Hide()
		}
		if err := s.opt.Policy.Allow(ctx, a, "material.use", s.opt.Policy.At(policy.Material, material, u.Unit)); err != nil {
			return nil, err
		}
		return []ledger.Draft{useDraft(u, a, body{Act: actNoUse})}, nil
	})
	return err
}

func applyUse(tx *store.Tx, rev ledger.Revision, b *body) error {
	content, err := json.Marshal(b.Use)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO uses (id, material, unit, content, day, printed, people, author, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET content = excluded.content, day = excluded.day, printed = excluded.printed, people = excluded.people, author = excluded.author,
			at = excluded.at, seq = excluded.seq`,
		rev.Record, b.Material, rev.Handling.Unit, string(content), b.Use.Day, b.Use.Printed, b.Use.People, rev.Author, rev.At.Millis(), rev.Seq)
}

const useColumns = "id, material, unit, content, author, seq"

func loadUse(tx *store.Tx, id record.ID) (*Use, error) {
	return scanUse(tx.Row("SELECT "+useColumns+" FROM uses WHERE id = ?", id))
}

func scanUse(rows *store.Rows) (*Use, error) {
	u := &Use{}
	var content string
	if err := rows.Scan(&u.ID, &u.Material, &u.Unit, &content, &u.By, &u.Revision); err != nil {
		return nil, err
	}
	var b useBody
	if err := json.Unmarshal([]byte(content), &b); err != nil {
		return nil, err
	}
	u.Number, u.Language, u.Activity, u.Spot, u.Day = b.Number, b.Language, b.Activity, b.Spot, time.Unix(0, 0).UTC().Add(time.Duration(b.Day)*day)
	u.Printed, u.People, u.Said = b.Printed, b.People, b.Said
	return u, nil
}

// Sum is how much a material was used.
type Sum struct{ Times, Printed, People int }

// Uses gives where a material was used by the units that a answers for, the latest
// first, and how much of it there was in all units together.
func (s *Service) Uses(ctx context.Context, a policy.Actor, id record.ID) (all []Use, sum Sum, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "material.list")
	if err != nil {
		return nil, sum, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if err := tx.Row("SELECT count(*), coalesce(sum(printed), 0), coalesce(sum(people), 0) FROM uses WHERE material = ?", id).Scan(&sum.Times, &sum.Printed, &sum.People); err != nil {
			return err
		}
		rows := tx.Query("SELECT "+useColumns+" FROM uses WHERE material = ? AND ("+where+") ORDER BY day DESC, id LIMIT ?", append(append([]any{id}, args...), MaxUses)...)
		defer rows.Close()
		for rows.Next() {
			u, err := scanUse(rows)
			if err != nil {
				return err
			}
			all = append(all, *u)
		}
		return rows.Err()
	})
	return all, sum, err
}
