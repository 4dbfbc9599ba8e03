package incident

import (
	"context"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// Options says what the service stands on.
type Options struct {
	Ledger  *ledger.Ledger // the field compartment, with Part
	Policy  *policy.Engine
	Units   *unit.Tree
	Reports *report.Service
	Queue   *queue.Service
	// People gives who an account is, and false for none that works here.
	People func(record.ID) (policy.Actor, bool)
	Clock  func() time.Time
}

// Service is what desks and analysts may ask and do about incidents.
type Service struct{ Options }

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service { return &Service{opt} }

// An On names the incident that somebody acts on and the state of it that they
// saw: another state in the meantime is a Conflict. Revision 0 does not ask.
type On struct {
	Incident record.ID
	Revision int64
}

// purpose is what incidents are for, in the register's words.
const purpose = "community-safety"

func (s *Service) resource(in *Incident) policy.Resource {
	r := s.Policy.At(policy.Incident, in.ID, in.Unit)
	r.TLP, r.Assignee = in.TLP, in.Lead
	return r
}

func handling(in *Incident) record.Handling {
	return record.Handling{Unit: in.Unit, TLP: in.TLP, Purpose: purpose}
}

// allowed loads an incident and asks the policy. One that the actor may not know
// of is Missing, like one that does not exist.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, id record.ID) (*row, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	return r, s.Policy.Allow(ctx, a, action, s.resource(r.in))
}

// act is every act on an incident: load it, ask the policy about that very row,
// compare what the person saw, and write what decide draws up.
func (s *Service) act(ctx context.Context, a policy.Actor, action policy.Action, on On, decide func(tx *store.Tx, r *row) (*body, error)) error {
	return s.write(ctx, a, action, on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		b, err := decide(tx, r)
		if err != nil || b == nil {
			return nil, err
		}
		return []ledger.Draft{draft(r.in, b)}, nil
	})
}

func (s *Service) write(ctx context.Context, a policy.Actor, action policy.Action, on On, decide func(tx *store.Tx, r *row) ([]ledger.Draft, error)) error {
	_, err := s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := s.allowed(ctx, tx, a, action, on.Incident)
		if err != nil {
			return nil, err
		}
		if !r.in.Into.Zero() && action != "incident.merge" {
			return nil, errMerged
		}
		if on.Revision != 0 && on.Revision != r.in.Revision {
			return nil, stale(r.in.Revision)
		}
		drafts, err := decide(tx, r)
		for i := range drafts {
			drafts[i].Author = a.ID
		}
		return drafts, err
	})
	return err
}

func stale(now int64) error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "incident", Key: "incident.revision.old", Msg: "somebody else changed this incident while you had it open",
		Hint: "look at the change, then do it again if it still fits", Args: []string{strconv.FormatInt(now, 10)},
	}
}

var errMerged = &fault.Error{
	Kind: fault.Conflict, Op: "incident", Key: "incident.merged", Msg: "this incident is part of another one now",
	Hint: "work on that one, or take this one out of it first",
}

// draft is a revision of an incident. Each thing that exists once has a record of
// its own: its statement the incident's, its state, its urgency.
func draft(in *Incident, b *body) ledger.Draft {
	b.V = bodyVersion
	d := ledger.Draft{Kind: record.Incident, Record: in.ID, Subject: in.ID, Handling: handling(in), Body: b}
	switch b.Act {
	case Start, Amend:
	case SetTo, Close:
		d.Record = in.ID.Derive("state")
	case Ask, Reply:
		d.Record = b.Question
	case Merge, Unmerge:
		d.Record = in.ID.Derive("merge")
	default:
		d.Record = in.ID.Derive(string(b.Act))
	}
	return d
}

// SetState opens an incident again, or sets it to be watched. Closing has an act of
// its own, with an outcome.
func (s *Service) SetState(ctx context.Context, a policy.Actor, on On, state State, note string) error {
	return s.act(ctx, a, "incident.state", on, func(_ *store.Tx, r *row) (*body, error) {
		switch {
		case state != Open && state != Watched:
			return nil, invalid("incident.state.closing", "an incident is closed with an outcome", "choose what was found in the end")
		case len(note) > MaxText:
			return nil, tooLong(MaxText)
		case r.in.State == state:
			return nil, nil
		}
		return &body{Act: SetTo, State: state, Note: note}, nil
	})
}

// Close ends the work on an incident with what was found.
func (s *Service) Close(ctx context.Context, a policy.Actor, on On, o Outcome, note string) error {
	return s.act(ctx, a, "incident.close", on, func(_ *store.Tx, r *row) (*body, error) {
		switch {
		case !isOutcome(o):
			return nil, invalid("incident.outcome.unknown", "this is no way for an incident to end", "choose an outcome from the list")
		case len(note) > MaxText:
			return nil, tooLong(MaxText)
		case r.in.State == Closed && r.in.Outcome == o && r.in.Note == note:
			return nil, nil
		}
		return &body{Act: Close, Outcome: o, Note: note}, nil
	})
}

func isOutcome(o Outcome) bool {
	for _, known := range Outcomes() {
		if o == known {
			return true
		}
	}
	return false
}

// SetUrgency says how soon somebody must act.
func (s *Service) SetUrgency(ctx context.Context, a policy.Actor, on On, u report.Urgency) error {
	return s.act(ctx, a, "incident.state", on, func(_ *store.Tx, r *row) (*body, error) {
		if r.in.Urgency == u {
			return nil, nil
		}
		return &body{Act: Press, Urgency: u}, nil
	})
}

// Assign says who leads the incident, with the zero id nobody. It faults with
// Invalid where that person could not read it.
func (s *Service) Assign(ctx context.Context, a policy.Actor, on On, account record.ID) error {
	return s.act(ctx, a, "incident.assign", on, func(_ *store.Tx, r *row) (*body, error) {
		if r.in.Lead == account {
			return nil, nil
		}
		if !account.Zero() {
			theirs := *r.in
			theirs.Lead = account
			who, ok := s.People(account)
			if !ok || s.Policy.Allow(ctx, who, "incident.open", s.resource(&theirs)) != nil {
				return nil, invalid("incident.assign.unfit", "this person could not read the incident", "choose somebody of the unit's desk, or of one above")
			}
		}
		return &body{Act: Give, Account: account}, nil
	})
}

// Ask keeps what a desk wants to know. The id is chosen by the sender, so that
// asking twice is harmless.
func (s *Service) Ask(ctx context.Context, a policy.Actor, on On, id record.ID, text string) error {
	return s.act(ctx, a, "incident.ask", on, func(tx *store.Tx, r *row) (*body, error) {
		switch {
		case id.Zero():
			return nil, invalid("incident.id.missing", "it has no number of its own", "load the page again and send it once more")
		case r.in.question(id) != nil:
			return nil, nil
		case len(r.in.Questions) >= MaxQuestions:
			return nil, tooMany(MaxQuestions)
		}
		if err := checkText(text, MaxText); err != nil {
			return nil, err
		}
		return &body{Act: Ask, Question: id, Text: text}, nil
	})
}

// Reply answers a question; an empty text takes the answer back. A question of an
// incident that this one has taken in is answered there.
func (s *Service) Reply(ctx context.Context, a policy.Actor, on On, id record.ID, text string) error {
	return s.write(ctx, a, "incident.ask", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if len(text) > MaxText {
			return nil, tooLong(MaxText)
		}
		all, err := family(tx, r)
		if err != nil {
			return nil, err
		}
		for _, in := range all {
			if q := in.question(id); q != nil {
				if q.Answer == text {
					return nil, nil
				}
				return []ledger.Draft{draft(in, &body{Act: Reply, Question: id, Text: text})}, nil
			}
		}
		return nil, store.ErrNone
	})
}

// family is an incident with all that it has taken in, itself first.
func family(tx *store.Tx, r *row) ([]*Incident, error) {
	all := []*Incident{r.in}
	for i := 0; i < len(all) && len(all) <= MaxMerged; i++ {
		for _, id := range all[i].Absorbed {
			other, err := load(tx, id)
			if err != nil {
				return nil, err
			}
			all = append(all, other.in)
		}
	}
	return all, nil
}

// Erase removes an incident and all about it, and leaves a tombstone. Its reports
// stay.
func (s *Service) Erase(ctx context.Context, a policy.Actor, id record.ID, reason string) error {
	_, err := s.Ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
		r, err := s.allowed(ctx, tx, a, "incident.erase", id)
		if err == nil {
			err = checkText(reason, audit.MaxReason)
		}
		if err != nil {
			return ledger.Erasing{}, err
		}
		return ledger.Erasing{Subject: id, Author: a.ID, Reason: reason, Handling: handling(r.in)}, nil
	})
	return err
}

// May tells which of the actions a may do to the incident.
func (s *Service) May(ctx context.Context, a policy.Actor, in *Incident, actions []policy.Action) (may []policy.Action) {
	for _, action := range actions {
		if s.Policy.Allow(ctx, a, action, s.resource(in)) == nil {
			may = append(may, action)
		}
	}
	return may
}
