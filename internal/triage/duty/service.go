package duty

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Node   *store.DB      // node.db, with Module
	Policy *policy.Engine
	Units  *unit.Tree
	// People gives who an account is, and false for none that works here.
	People func(record.ID) (policy.Actor, bool)
	// Staff gives everybody who belongs to a unit.
	Staff  func(unit record.ID) []policy.Actor
	Zone   *time.Location // of the network: Africa/Nouakchott keeps UTC
	Clock  func() time.Time
	Random io.Reader
}

// Service knows who is on duty.
type Service struct{ opt Options }

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	return &Service{opt}
}

// Zone is where the hours of plans are told.
func (s *Service) Zone() *time.Location { return s.opt.Zone }

// Can tells whether an account may answer the alerts of a unit: who left, or went
// elsewhere, is on duty there no more.
func (s *Service) Can(ctx context.Context, account, unit record.ID) bool {
	a, ok := s.opt.People(account)
	return ok && s.answers(ctx, a, unit)
}

func (s *Service) answers(ctx context.Context, a policy.Actor, unit record.ID) bool {
	r := s.opt.Policy.At(policy.Alert, record.ID{}, unit)
	r.TLP = record.Amber
	return s.opt.Policy.Allow(ctx, a, "alert.acknowledge", r) == nil
}

// On is who is on duty at a unit at a moment.
type On struct {
	Stretch
	Planned bool // the unit has a plan; else everybody of the unit is on duty
}

// horizon is how far ahead On looks for the end of a stretch.
const horizon = 8 * 24 * time.Hour

// On tells who is on duty at a unit. A unit without a plan has all its people on
// duty, and nobody is first.
func (s *Service) On(ctx context.Context, tx *store.Tx, unit record.ID, t time.Time) (On, error) {
	r, err := load(tx, unit)
	if err != nil {
		return On{}, err
	}
	if r.Revision == 0 {
		return s.everybody(ctx, unit, t, t.Add(horizon)), nil
	}
	swaps, err := swapsAt(tx, unit, t)
	if err != nil {
		return On{}, err
	}
	now := r.Plan.Stretches(swaps, t, t.Add(horizon), s.opt.Zone)[0]
	return On{now.able(func(id record.ID) bool { return s.Can(ctx, id, unit) }), true}, nil
}

func (s *Service) everybody(ctx context.Context, unit record.ID, from, to time.Time) On {
	on := On{Stretch: Stretch{From: from, To: to}}
	for _, a := range s.opt.Staff(unit) {
		if s.answers(ctx, a, unit) {
			on.Deputies = append(on.Deputies, a.ID)
		}
	}
	return on
}

// maxLook bounds the time that stretches are told of at once: a month and the
// weeks that it is shown with.
const maxLook = 45 * 24 * time.Hour

// Look is what somebody sees of a unit's duty.
type Look struct {
	Roster
	Planned   bool
	Stretches []Stretch
	Swaps     []Swap
}

// Look gives the plan of a unit and who is on duty from one moment to another.
func (s *Service) Look(ctx context.Context, a policy.Actor, unit record.ID, from, to time.Time) (look Look, err error) {
	if err := s.opt.Policy.Allow(ctx, a, "duty.list", s.opt.Policy.At(policy.Duty, record.ID{}, unit)); err != nil {
		return look, err
	}
	if !s.opt.Units.Has(unit) {
		return look, store.ErrNone
	}
	if d := to.Sub(from); d <= 0 || d > maxLook {
		return look, invalid("duty.range.wrong", "the time asked for is not one of {0} days at most", "ask for a week or a month", strconv.Itoa(int(maxLook.Hours()/24)))
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		look, err = s.look(ctx, tx, unit, from, to)
		return err
	})
	return look, err
}

func (s *Service) look(ctx context.Context, tx *store.Tx, unit record.ID, from, to time.Time) (look Look, err error) {
	if look.Roster, err = load(tx, unit); err != nil {
		return look, err
	}
	if look.Planned = look.Revision > 0; !look.Planned {
		look.Stretches = []Stretch{s.everybody(ctx, unit, from, to).Stretch}
		return look, nil
	}
	if look.Swaps, err = swapsAt(tx, unit, from); err != nil {
		return look, err
	}
	for _, st := range look.Plan.Stretches(look.Swaps, from, to, s.opt.Zone) {
		look.Stretches = append(look.Stretches, st.able(func(id record.ID) bool { return s.Can(ctx, id, unit) }))
	}
	return look, nil
}

// Line is a unit in the list of who is on duty now.
type Line struct {
	Unit    record.ID
	Planned bool
	Now     Stretch
	Gap     *Stretch // the next within a week in which nobody is on duty
}

// soon is how far ahead the list looks for gaps.
const soon = 7 * 24 * time.Hour

// List gives who is on duty now at every unit that has people or a plan, as far as
// a may know.
func (s *Service) List(ctx context.Context, a policy.Actor) (lines []Line, err error) {
	filter, err := s.opt.Policy.Filter(ctx, a, "duty.list")
	if err != nil {
		return nil, err
	}
	now := s.opt.Clock()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for _, u := range filter.Units(s.opt.Units.All()) {
			if !s.opt.Units.Works(u) {
				continue
			}
			look, err := s.look(ctx, tx, u, now, now.Add(soon))
			if err != nil {
				return err
			}
			l := Line{Unit: u, Planned: look.Planned, Now: look.Stretches[0]}
			if i := slices.IndexFunc(look.Stretches, Stretch.Gap); i >= 0 && look.Planned {
				l.Gap = &look.Stretches[i]
			}
			if look.Planned || !l.Now.Gap() {
				lines = append(lines, l)
			}
		}
		return nil
	})
	return lines, err
}

// Set writes the plan of a unit. Revision is the one that the person saw: another
// one in the meantime is a Conflict. Exceptions that are long over go.
func (s *Service) Set(ctx context.Context, a policy.Actor, unit record.ID, p Plan, revision int64) error {
	if err := s.opt.Policy.Allow(ctx, a, "duty.edit", s.opt.Policy.At(policy.Duty, record.ID{}, unit)); err != nil {
		return err
	}
	if !s.opt.Units.Works(unit) {
		return store.ErrNone
	}
	past := s.opt.Clock().Add(-kept)
	p.Exceptions = slices.DeleteFunc(slices.Clone(p.Exceptions), func(e Exception) bool { return e.To.Before(past) })
	if err := p.Check(); err != nil {
		return err
	}
	for _, id := range p.people(s.opt.Clock()) {
		if !s.Can(ctx, id, unit) {
			return invalid("duty.person.unfit", "somebody in the plan could not answer an alert of this unit", "choose people of the unit's desk, its chief, or those of a unit above")
		}
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		old, err := load(tx, unit)
		if err != nil {
			return nil, err
		}
		if old.Revision != revision {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "duty.Set", Key: "duty.revision.old", Msg: "somebody else changed this plan while you had it open",
				Hint: "look at the change, then do it again if it still fits", Args: []string{strconv.FormatInt(old.Revision, 10)},
			}
		}
		d := s.draft(a, unit, unit.Derive("duty"), body{Plan: &p})
		if !old.rev.Zero() {
			d.Parents = []record.Hash{old.rev}
		}
		return []ledger.Draft{d}, nil
	})
	return err
}

func (s *Service) draft(a policy.Actor, unit, id record.ID, b body) ledger.Draft {
	b.V, b.Unit = bodyVersion, unit
	return ledger.Draft{
		Kind: record.Duty, Record: id, Subject: unit.Derive("duty"), Author: a.ID, Body: b,
		Handling: record.Handling{Unit: unit, TLP: record.AmberStrict, Purpose: "network-administration"},
	}
}

// Own is a stretch of somebody's own duty.
type Own struct {
	Unit     record.ID
	From, To time.Time
	First    bool // not a deputy
}

// Mine gives an account's duty from one moment to another, by time.
func (s *Service) Mine(ctx context.Context, account record.ID, from, to time.Time) (own []Own, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		units, err := planned(tx)
		if err != nil {
			return err
		}
		for _, u := range units {
			look, err := s.look(ctx, tx, u, from, to)
			if err != nil {
				return err
			}
			own = append(own, ownOf(look, account)...)
		}
		return nil
	})
	slices.SortFunc(own, func(a, b Own) int { return cmp.Or(a.From.Compare(b.From), slices.Compare(a.Unit[:], b.Unit[:])) })
	return own, err
}

func planned(tx *store.Tx) (units []record.ID, err error) {
	rows := tx.Query("SELECT unit FROM rosters")
	defer rows.Close()
	for rows.Next() {
		var u record.ID
		if err := rows.Scan(&u); err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, rows.Err()
}

// ownOf gives the stretches in which an account is on duty; those that follow one
// another are one.
func ownOf(look Look, account record.ID) (own []Own) {
	for _, st := range look.Stretches {
		if !slices.Contains(st.All(), account) {
			continue
		}
		o := Own{look.Unit, st.From, st.To, st.Primary == account}
		if n := len(own); n > 0 && own[n-1].To.Equal(o.From) && own[n-1].First == o.First {
			own[n-1].To = o.To
			continue
		}
		own = append(own, o)
	}
	return own
}

// Names gives what a calendar calls a unit.
type Names func(unit record.ID, l lang.Language) string
