package response

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Policy *policy.Engine
	Units  *unit.Tree
	Queue  *queue.Service
	Clock  func() time.Time
}

// Service is what may be asked about responses and their times.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	units  *unit.Tree
	queue  *queue.Service
	clock  func() time.Time
}

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service {
	return &Service{ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, queue: opt.Queue, clock: opt.Clock}
}

// act writes one revision about a report, if a may record what was done about it.
func (s *Service) act(ctx context.Context, a policy.Actor, of record.ID, make func(*store.Tx) (id record.ID, b *body, err error)) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, _, err := s.queue.Loaded(tx, of)
		if err != nil {
			return nil, err
		}
		if err := s.policy.Allow(ctx, a, "report.respond", r); err != nil {
			return nil, err
		}
		id, b, err := make(tx)
		if err != nil || b == nil {
			return nil, err
		}
		b.V = bodyVersion
		return []ledger.Draft{{
			Kind: record.Response, Record: id, Subject: of, Author: a.ID, Handling: record.Handling{Unit: r.Unit, TLP: r.TLP, Purpose: purpose}, Body: b,
		}}, nil
	})
	return err
}

// Record writes down what was done. Writing the same twice changes nothing.
func (s *Service) Record(ctx context.Context, a policy.Actor, n New) error {
	n.Doer = cmp.Or(n.Doer, a.Unit)
	return s.act(ctx, a, n.Report, func(tx *store.Tx) (record.ID, *body, error) {
		if err := n.check(s.clock()); err != nil {
			return n.ID, nil, err
		}
		if !s.units.Has(n.Doer) {
			return n.ID, nil, invalid("response.unit.none", "there is no such unit", "choose a unit from the list")
		}
		old, err := load(tx, n.ID)
		switch {
		case err == nil && old.Report == n.Report:
			return n.ID, nil, nil
		case err == nil:
			return n.ID, nil, &fault.Error{
				Kind: fault.Conflict, Op: "response.Record", Key: "response.id.taken", Msg: "this was written down about another report already",
				Hint: "load the page again and send it once more",
			}
		case !store.None(err):
			return n.ID, nil, err
		}
		var count int
		if err := tx.Row("SELECT count(*) FROM responses WHERE report = ?", n.Report).Scan(&count); err != nil {
			return n.ID, nil, err
		}
		if count >= MaxOf {
			return n.ID, nil, invalid("response.many", "{0} things are written down about this report already", "say it in a note", strconv.Itoa(MaxOf))
		}
		return n.ID, &body{Act: done, Doer: n.Doer, Kind: n.Kind, Text: n.Text, When: n.When.UTC(), Effect: n.Effect, Came: n.Came}, nil
	})
}

// SetEffect says what came of it, once that is known, or known better.
func (s *Service) SetEffect(ctx context.Context, a policy.Actor, of, id record.ID, e Effect, came string) error {
	return s.act(ctx, a, of, func(tx *store.Tx) (record.ID, *body, error) {
		old, err := load(tx, id)
		switch {
		case err != nil:
			return id, nil, err
		case old.Report != of:
			return id, nil, store.ErrNone
		case e == "":
			return id, nil, invalid("response.effect.unknown", "this is no effect", "choose from the list")
		case old.Effect == e && old.Came == came:
			return id, nil, nil
		}
		return id, &body{Act: effect, Effect: e, Came: came}, checkEffect(e, came)
	})
}

// Learn writes the after-action note of a report, or writes it anew.
func (s *Service) Learn(ctx context.Context, a policy.Actor, of record.ID, well, better string) error {
	return s.act(ctx, a, of, func(*store.Tx) (record.ID, *body, error) {
		id := of.Derive("lesson")
		if len(well) > MaxText || len(better) > MaxText {
			return id, nil, tooLong()
		}
		if well == "" {
			return id, &body{Act: lesson, Better: better}, checkText(better)
		}
		return id, &body{Act: lesson, Well: well, Better: better}, nil
	})
}

// Of gives what was done about a report and what was learned, for whoever may read
// the report.
func (s *Service) Of(ctx context.Context, a policy.Actor, of record.ID) (all []Response, learned *Lesson, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, _, err := s.queue.Loaded(tx, of)
		if err != nil {
			return err
		}
		if err := s.policy.Allow(ctx, a, "report.open", r); err != nil {
			return err
		}
		rows := tx.Query("SELECT "+columns+" FROM responses WHERE report = ? ORDER BY done, id", of)
		defer rows.Close()
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, *one)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		l := Lesson{Report: of}
		var at int64
		err = tx.Row("SELECT well, better, author, at FROM lessons WHERE report = ?", of).Scan(&l.Well, &l.Better, &l.By, &at)
		if store.None(err) {
			return nil
		}
		l.At, learned = time.UnixMilli(at).UTC(), &l
		return err
	})
	return all, learned, err
}
