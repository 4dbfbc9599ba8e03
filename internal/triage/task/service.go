package task

import (
	"cmp"
	"context"
	"io"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
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
	Vault     *vault.Vault // keeps who is handed on
	Clock     func() time.Time
	Random    io.Reader
}

// Service is what may be asked about tasks, referrals and hand-overs.
type Service struct {
	ledger    *ledger.Ledger
	policy    *policy.Engine
	units     *unit.Tree
	queue     *queue.Service
	incidents *incident.Service
	vault     *vault.Vault
	clock     func() time.Time
	random    io.Reader
}

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service {
	return &Service{
		ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, queue: opt.Queue, incidents: opt.Incidents, vault: opt.Vault,
		clock: opt.Clock, random: opt.Random,
	}
}

// Ask asks a unit to do something. About a report or an incident whoever works on
// it may ask, in the name of its unit; about neither a desk asks in its own. Asking
// the same twice changes nothing.
func (s *Service) Ask(ctx context.Context, a policy.Actor, n New) (Task, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		t := Task{ID: n.ID, Report: n.Report, Incident: n.Incident, From: a.Unit, To: n.To, Asker: a.ID, TLP: record.Amber, Urgency: n.Urgency}
		if err := s.about(ctx, tx, a, &t); err != nil {
			return nil, err
		}
		if err := n.check(s.clock()); err != nil {
			return nil, err
		}
		if !s.units.Works(n.To) {
			return nil, invalid("task.unit.none", "there is no such unit", "choose a unit from the list")
		}
		if old, err := load(tx, n.ID); !store.None(err) {
			return nil, same(old, &t, err)
		}
		return []ledger.Draft{{
			Kind: record.Task, Record: t.ID, Subject: t.subject(), Author: a.ID, Handling: record.Handling{Unit: t.From, TLP: t.TLP, Purpose: purpose},
			Body: body{
				V: bodyVersion, Act: Asked, Report: t.Report, Incident: t.Incident, From: t.From, To: t.To,
				Urgency: string(cmp.Or(t.Urgency, report.Routine)), Due: n.Due.UTC(), Text: n.Text,
			},
		}}, nil
	})
	if err != nil {
		return Task{}, err
	}
	return s.Get(ctx, a, n.ID)
}

// about asks the policy whether a task may be asked, and takes over what it has
// from what it is about.
func (s *Service) about(ctx context.Context, tx *store.Tx, a policy.Actor, t *Task) error {
	of := t.About()
	if of.ID().Zero() {
		from, _ := s.sides(t)
		return s.policy.Allow(ctx, a, "task.ask", from)
	}
	r, urgency, err := s.incidents.Allow(ctx, tx, a, "task", of)
	t.From, t.TLP, t.Urgency = r.Unit, closest(t.TLP, r.TLP), cmp.Or(t.Urgency, urgency)
	return err
}

// subject is the record whose erasure erases the task.
func (t *Task) subject() record.ID { return cmp.Or(t.About().ID(), t.ID) }

// same faults where a number was given to another task before.
func same(old, t *Task, err error) error {
	if err == nil && (old.Asker != t.Asker || old.About() != t.About() || old.To != t.To) {
		return ended()
	}
	return err
}

// Accept takes a task on, for the unit that was asked and in one's own name.
func (s *Service) Accept(ctx context.Context, a policy.Actor, act Act) (Task, error) {
	return s.act(ctx, a, act, "task.answer", func(t *Task) (*body, error) {
		if t.State == Accepted && t.Assignee == a.ID {
			return nil, nil
		}
		if !t.State.Open() {
			return nil, ended()
		}
		return &body{Act: Accepted}, nil // by another than before: a colleague went home
	})
}

// Decline says why the unit will not do it.
func (s *Service) Decline(ctx context.Context, a policy.Actor, act Act, reason string) (Task, error) {
	return s.end(ctx, a, act, "task.answer", Declined, reason)
}

// Finish says what was found or done.
func (s *Service) Finish(ctx context.Context, a policy.Actor, act Act, answer string) (Task, error) {
	return s.end(ctx, a, act, "task.answer", Done, answer)
}

// Withdraw takes a task back, for the unit that asked.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, act Act, reason string) (Task, error) {
	return s.end(ctx, a, act, "task.withdraw", Withdrawn, reason)
}

func (s *Service) end(ctx context.Context, a policy.Actor, act Act, action policy.Action, as State, text string) (Task, error) {
	return s.act(ctx, a, act, action, func(t *Task) (*body, error) {
		if t.State == as && t.Answer == text {
			return nil, nil // it was sent twice
		}
		if !t.State.Open() {
			return nil, ended()
		}
		if err := checkText(text); err != nil {
			return nil, err
		}
		return &body{Act: as, Text: text}, nil
	})
}

// act is every act on a task: load it, ask the policy about that very row for the
// side that acts, compare what the person saw, and write one revision.
func (s *Service) act(ctx context.Context, a policy.Actor, act Act, action policy.Action, make func(*Task) (*body, error)) (Task, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		t, err := tasks.seen(ctx, s, tx, a, act.ID)
		if err != nil {
			return nil, err
		}
		side, to := s.sides(t)
		if action == "task.answer" {
			side = to
		}
		if err := s.denied(ctx, a, action, side); err != nil {
			return nil, err
		}
		if err := changed(act.Revision, t.Revision); err != nil {
			return nil, err
		}
		b, err := make(t)
		if b == nil || err != nil {
			return nil, err
		}
		b.V = bodyVersion
		return []ledger.Draft{{
			Kind: record.Task, Record: t.ID, Subject: t.subject(), Author: a.ID,
			Handling: record.Handling{Unit: side.Unit, TLP: t.TLP, Purpose: purpose}, Body: b,
		}}, nil
	})
	if err != nil {
		return Task{}, err
	}
	return s.Get(ctx, a, act.ID)
}

// denied asks the policy about one side of a thing that the actor can see: not
// being allowed is then Denied and never Missing.
func (s *Service) denied(ctx context.Context, a policy.Actor, action policy.Action, side policy.Resource) error {
	err := s.policy.Allow(ctx, a, action, side)
	if store.None(err) {
		return policy.Deny(action)
	}
	return err
}

// Get gives one task. It faults with Missing where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (Task, error) {
	return tasks.get(ctx, s, a, id)
}

// May tells which acts on the task a may do as it stands.
func (s *Service) May(ctx context.Context, a policy.Actor, t *Task) (acts []string) {
	if !t.State.Open() {
		return nil
	}
	from, to := s.sides(t)
	if s.policy.Allow(ctx, a, "task.answer", to) == nil {
		if t.State == Asked || t.Assignee != a.ID {
			acts = append(acts, "accept")
		}
		acts = append(acts, "finish", "decline")
	}
	if s.policy.Allow(ctx, a, "task.withdraw", from) == nil {
		acts = append(acts, "withdraw")
	}
	return acts
}

// Row gives a task for those who are told of it, with the rows by which each may
// see it.
func (s *Service) Row(ctx context.Context, id record.ID) (t Task, from, to policy.Resource, err error) {
	return tasks.row(ctx, s, id)
}
