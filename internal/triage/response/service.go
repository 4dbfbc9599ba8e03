package response

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// Options says what the service stands on.
type Options struct {
	Ledger    *ledger.Ledger // the field compartment, with Part
	Policy    *policy.Engine
	Units     *unit.Tree
	Queue     *queue.Service
	Incidents *incident.Service
	Clock     func() time.Time
}

// Service is what may be asked about responses and their times.
type Service struct {
	ledger    *ledger.Ledger
	policy    *policy.Engine
	units     *unit.Tree
	queue     *queue.Service
	incidents *incident.Service
	clock     func() time.Time
}

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service {
	return &Service{ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, queue: opt.Queue, incidents: opt.Incidents, clock: opt.Clock}
}

// act writes one revision about a report or an incident, if a may record what was
// done about it.
func (s *Service) act(ctx context.Context, a policy.Actor, of incident.About, make func(*store.Tx) (id record.ID, b *body, err error)) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, _, err := s.incidents.Allow(ctx, tx, a, "respond", of)
		if err != nil {
			return nil, err
		}
		id, b, err := make(tx)
		if err != nil || b == nil {
			return nil, err
		}
		b.V, b.Incident = bodyVersion, !of.Incident.Zero()
		return []ledger.Draft{{
			Kind: record.Response, Record: id, Subject: of.ID(), Author: a.ID, Handling: record.Handling{Unit: r.Unit, TLP: r.TLP, Purpose: purpose}, Body: b,
		}}, nil
	})
	return err
}

// Record writes down what was done. Writing the same twice changes nothing.
func (s *Service) Record(ctx context.Context, a policy.Actor, n New) error {
	n.Doer = cmp.Or(n.Doer, a.Unit)
	of := incident.About{Report: n.Report, Incident: n.Incident}
	return s.act(ctx, a, of, func(tx *store.Tx) (record.ID, *body, error) {
		if err := n.check(s.clock()); err != nil {
			return n.ID, nil, err
		}
		if !s.units.Has(n.Doer) {
			return n.ID, nil, invalid("response.unit.none", "there is no such unit", "choose a unit from the list")
		}
		old, err := load(tx, n.ID)
		switch {
		case err == nil && old.about() == of:
			return n.ID, nil, nil
		case err == nil:
			return n.ID, nil, &fault.Error{
				Kind: fault.Conflict, Op: "response.Record", Key: "response.id.taken", Msg: "this was written down about something else already",
				Hint: "load the page again and send it once more",
			}
		case !store.None(err):
			return n.ID, nil, err
		}
		var count int
		if err := tx.Row("SELECT count(*) FROM responses WHERE about = ?", of.ID()).Scan(&count); err != nil {
			return n.ID, nil, err
		}
		if count >= MaxOf {
			return n.ID, nil, invalid("response.many", "{0} things are written down about this already", "say it in a note", strconv.Itoa(MaxOf))
		}
		return n.ID, &body{Act: done, Doer: n.Doer, Kind: n.Kind, Text: n.Text, When: n.When.UTC(), Effect: n.Effect, Came: n.Came}, nil
	})
}

// SetEffect says what came of it, once that is known, or known better.
func (s *Service) SetEffect(ctx context.Context, a policy.Actor, of incident.About, id record.ID, e Effect, came string) error {
	return s.act(ctx, a, of, func(tx *store.Tx) (record.ID, *body, error) {
		old, err := load(tx, id)
		switch {
		case err != nil:
			return id, nil, err
		case old.about() != of:
			return id, nil, store.ErrNone
		case e == "":
			return id, nil, invalid("response.effect.unknown", "this is no effect", "choose from the list")
		case old.Effect == e && old.Came == came:
			return id, nil, nil
		}
		return id, &body{Act: effect, Effect: e, Came: came}, checkEffect(e, came)
	})
}

// Learn writes the after-action note of a report or an incident, or writes it anew.
func (s *Service) Learn(ctx context.Context, a policy.Actor, of incident.About, well, better string) error {
	return s.act(ctx, a, of, func(*store.Tx) (record.ID, *body, error) {
		id := of.ID().Derive("lesson")
		if len(well) > MaxText || len(better) > MaxText {
			return id, nil, tooLong()
		}
		if well == "" {
			return id, &body{Act: lesson, Better: better}, checkText(better)
		}
		return id, &body{Act: lesson, Well: well, Better: better}, nil
	})
}

// Done is what was done about a report or an incident.
type Done struct {
	Responses []Response // as they were done
	Lessons   []Lesson   // the own one first, then those of incidents that it has taken in
	Rounds    []Round    // of feedback, as they were sent
}

// Of gives what was done about a report or an incident and what was learned, now or
// as it was known at a time, for whoever may read it. What was done about an incident
// that another has taken in was done about both.
func (s *Service) Of(ctx context.Context, a policy.Actor, of incident.About, at time.Time) (d Done, err error) {
	all := []record.ID{of.Report}
	if of.Report.Zero() {
		if all, err = s.incidents.Whole(ctx, a, of.Incident, at); err != nil {
			return d, err
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		if _, _, err := s.incidents.Allow(ctx, tx, a, "open", of); err != nil {
			return err
		}
		for _, id := range all {
			if err := d.read(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortStableFunc(d.Responses, func(x, y Response) int { return x.When.Compare(y.When) })
	slices.SortStableFunc(d.Rounds, func(x, y Round) int { return x.At.Compare(y.At) })
	if !at.IsZero() {
		d = d.then(at)
	}
	return d, err
}

// then is what was known of it at an instant.
func (d Done) then(at time.Time) (was Done) {
	for _, r := range d.Responses {
		if r, known := r.Then(at); known {
			was.Responses = append(was.Responses, r)
		}
	}
	was.Lessons = slices.DeleteFunc(d.Lessons, func(l Lesson) bool { return l.At.After(at) })
	was.Rounds = slices.DeleteFunc(d.Rounds, func(r Round) bool { return r.At.After(at) })
	return was
}
