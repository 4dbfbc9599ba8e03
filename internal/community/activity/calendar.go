package activity

import (
	"context"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// behind is how far back a calendar goes: what is older is in the console.
const behind = 90 * 24 * time.Hour

// Naming gives what a place is called.
type Naming func(place.Ref, lang.Language) string

// PublicCalendar gives what anybody may know: what an organiser marked public and
// confirmed. Where children come it does not say at which place.
func (s *Service) PublicCalendar(ctx context.Context, l lang.Language, name string, places Naming) (c Calendar, err error) {
	c.Name = name
	from := s.clock().Add(-behind).UnixMilli()
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+columns+" FROM activities WHERE public = 1 AND announced = 1 AND starts > ? ORDER BY starts, id LIMIT ?", from, MaxListed)
		defer rows.Close()
		for rows.Next() {
			of, err := scan(rows)
			if err != nil {
				return err
			}
			if of.State != Draft {
				c.Entries = append(c.Entries, of.entries(l, places, true)...)
			}
		}
		return rows.Err()
	})
	return c, err
}

// OwnCalendar gives what somebody is named in, planned, or has in the own unit.
func (s *Service) OwnCalendar(ctx context.Context, a policy.Actor, l lang.Language, name string, places Naming) (Calendar, error) {
	c := Calendar{Name: name}
	all, _, err := s.List(ctx, a, Query{From: s.clock().Add(-behind)})
	if err != nil {
		return c, err
	}
	for i := range all {
		of := &all[i]
		if of.Unit == a.Unit || of.Author == a.ID || slices.Contains(of.Accounts(), a.ID) {
			c.Entries = append(c.Entries, of.entries(l, places, false)...)
		}
	}
	return c, nil
}

// entries are the dates of an activity: each session, each stop. Risks, money and
// people are in none.
func (a *Activity) entries(l lang.Language, places Naming, public bool) (es []Entry) {
	base := Entry{
		Summary: a.Title.In(l), Description: a.Summary.In(l), Kind: string(a.Kind), Cancelled: a.State == Cancelled, Sequence: int(a.Revision), Stamp: a.At,
	}
	hidden := public && a.Children
	for _, s := range a.Sessions {
		e := base
		e.UID, e.Start, e.End = s.ID.String()+"@wasl", s.Start, s.End
		if s.Title != "" {
			e.Summary += " · " + s.Title
		}
		if !hidden {
			e.Location = where(places, a.Place, a.Spot, l)
		}
		es = append(es, e)
	}
	for i, s := range a.Stops {
		e := base
		e.UID, e.Start, e.End, e.Day = a.ID.Derive("stop "+strconv.Itoa(i)).String()+"@wasl", s.Day, s.Day, true
		if !hidden {
			e.Location = where(places, s.Place, s.Spot, l)
		}
		es = append(es, e)
	}
	return es
}

func where(places Naming, p place.Ref, spot string, l lang.Language) string {
	name := ""
	if p != (place.Ref{}) {
		name = places(p, l)
	}
	switch {
	case name == "":
		return spot
	case spot == "":
		return name
	case l == lang.Arabic:
		return spot + "، " + name
	}
	return spot + ", " + name
}
