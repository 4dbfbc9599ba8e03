package task

import (
	"context"
	"encoding/base32"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/incident"
)

// Need is why somebody is handed on.
type Need string

// The needs.
const (
	Child   Need = "child"
	Victim  Need = "victim"  // of trafficking, of violence
	Wounded Need = "wounded" // or ill
	Shelter Need = "shelter" // food, water, a roof
)

// Needs lists them.
func Needs() []Need { return []Need{Child, Victim, Wounded, Shelter} }

// helpers are the kinds of units to which people may be handed on. None of them
// investigates, guards a border or decides about somebody's papers.
var helpers = []unit.Kind{unit.Health, unit.NGO, unit.CivilProtection}

// Helps tells whether people may be handed on to a unit.
func Helps(u unit.Unit) bool { return slices.Contains(helpers, u.Kind) && !u.Closed }

// Referral is somebody handed on to a protection service, as the desk and everybody
// else but that service know it: by a pseudonym.
type Referral struct {
	ID       record.ID
	Report   record.ID // where the person was met, or
	Incident record.ID // that
	From     record.ID // the unit that hands on: the report's or the incident's, wherever it goes
	To       record.ID // the service
	Asker    record.ID
	Assignee record.ID // who of the service took the person on
	TLP      record.TLP
	Need     Need
	State    State
	Text     string // what help is needed, without a name
	Answer   string // what became of it, without a name
	Asked    time.Time
	Taken    time.Time
	Ended    time.Time
	Ender    record.ID
	Reads    int // how often it was read who it is
	Revision int64
}

// About is what the person has to do with.
func (r *Referral) About() incident.About {
	return incident.About{Report: r.Report, Incident: r.Incident}
}

// Then is the referral as it stood at an instant, and false where there was none yet.
func (r Referral) Then(at time.Time) (Referral, bool) {
	t, was := Task{State: r.State, Asked: r.Asked, Taken: r.Taken, Ended: r.Ended, Assignee: r.Assignee, Ender: r.Ender, Answer: r.Answer}.Then(at)
	r.State, r.Taken, r.Ended, r.Assignee, r.Ender, r.Answer = t.State, t.Taken, t.Ended, t.Assignee, t.Ender, t.Answer
	return r, was
}

// Pseudonym is what the person is called. It is made of the referral's own number
// and tells nothing.
func (r *Referral) Pseudonym() string {
	return "P-" + base32.StdEncoding.EncodeToString(r.ID[:5])[:6]
}

// NewReferral is a referral as a desk makes it.
type NewReferral struct {
	ID       record.ID
	Report   record.ID // where the person was met, or
	Incident record.ID // that
	To       record.ID
	Need     Need
	Text     string
	Person   vault.Person // goes into the vault, and nowhere else
}

// read is the act of a service that learns who it is.
const read = "read"

type referralBody struct {
	V        int       `json:"v"`
	Act      State     `json:"act"`
	Report   record.ID `json:"report,omitzero"`
	Incident record.ID `json:"incident,omitzero"`
	From     record.ID `json:"from,omitzero"`
	To       record.ID `json:"to,omitzero"`
	Need     Need      `json:"need,omitempty"`
	Text     string    `json:"text,omitempty"`
}

// protection is what referrals are for, in the register's words.
const protection = "protection"

// ends are the rows by which the policy is asked about a referral. What the
// service does is known to the service alone.
func (s *Service) ends(r *Referral) (from, to policy.Resource) {
	from = s.policy.At(policy.Referral, r.ID, r.From)
	from.TLP, from.Recipients = r.TLP, []record.ID{r.Asker}
	to = s.policy.At(policy.Referral, r.ID, r.To)
	to.TLP, to.Assignee = record.AmberStrict, r.Assignee
	return from, to
}

func (s *Service) checkReferral(n *NewReferral) error {
	to, known := s.units.Get(n.To)
	switch {
	case n.ID.Zero():
		return invalid("task.id.missing", "the task has no number of its own", "load the page again and send it once more")
	case !known || !Helps(to):
		return invalid("task.referral.unit", "people are not handed on to this unit", "choose a health centre, an association or the civil protection")
	case !slices.Contains(Needs(), n.Need):
		return invalid("task.referral.need", "it is not said what help is needed", "choose one: a child alone, a victim, somebody wounded, shelter")
	case n.Person.Mentions(n.Text):
		return tells()
	}
	if err := n.Person.Check(); err != nil {
		return err
	}
	return checkText(n.Text)
}

func tells() error {
	return invalid("task.referral.named", "the text tells who the person is", "leave the name and the number out: others read this text")
}

// Refer hands somebody on to a protection service. Who it is goes into the vault
// before anything else is written; what is kept here knows the person by a
// pseudonym. Doing it twice changes nothing.
func (s *Service) Refer(ctx context.Context, a policy.Actor, n NewReferral) (Referral, error) {
	if err := s.checkReferral(&n); err != nil {
		return Referral{}, err
	}
	of := incident.About{Report: n.Report, Incident: n.Incident}
	if err := s.ledger.View(ctx, func(tx *store.Tx) error { // before the vault takes anything in
		_, _, err := s.incidents.Allow(ctx, tx, a, "refer", of)
		return err
	}); err != nil {
		return Referral{}, err
	}
	if err := s.vault.KeepPerson(ctx, a.ID, n.ID, of.ID(), n.To, n.Person); err != nil {
		return Referral{}, err
	}
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, _, err := s.incidents.Allow(ctx, tx, a, "refer", of)
		if err != nil {
			return nil, err
		}
		if old, err := loadReferral(tx, n.ID); !store.None(err) {
			if err == nil && (old.About() != of || old.Asker != a.ID) {
				err = ended()
			}
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Referral, Record: n.ID, Subject: of.ID(), Author: a.ID,
			Handling: record.Handling{Unit: r.Unit, TLP: closest(record.Amber, r.TLP), Purpose: protection},
			Body:     referralBody{V: bodyVersion, Act: Asked, Report: n.Report, Incident: n.Incident, From: r.Unit, To: n.To, Need: n.Need, Text: n.Text},
		}}, nil
	})
	if err != nil {
		return Referral{}, err
	}
	return s.Referral(ctx, a, n.ID)
}

// AcceptReferral takes the person on, for the service.
func (s *Service) AcceptReferral(ctx context.Context, a policy.Actor, act Act) (Referral, error) {
	return s.onReferral(ctx, a, act, Accepted, "", func(r *Referral) bool { return r.State == Asked })
}

// DeclineReferral says why the service cannot help. Who it was is removed.
func (s *Service) DeclineReferral(ctx context.Context, a policy.Actor, act Act, reason string) (Referral, error) {
	return s.onReferral(ctx, a, act, Declined, reason, func(r *Referral) bool { return r.State.Open() })
}

// FinishReferral says what became of the person, without telling who it is.
func (s *Service) FinishReferral(ctx context.Context, a policy.Actor, act Act, answer string) (Referral, error) {
	return s.onReferral(ctx, a, act, Done, answer, func(r *Referral) bool { return r.State == Accepted })
}

// WithdrawReferral takes it back, for the unit that handed on, before it was taken.
// Who it was is removed.
func (s *Service) WithdrawReferral(ctx context.Context, a policy.Actor, act Act, reason string) (Referral, error) {
	return s.onReferral(ctx, a, act, Withdrawn, reason, func(r *Referral) bool { return r.State == Asked })
}

func (s *Service) onReferral(ctx context.Context, a policy.Actor, act Act, as State, text string, fits func(*Referral) bool) (Referral, error) {
	named, err := s.vault.Named(ctx, act.ID, text)
	if err != nil {
		return Referral{}, err
	}
	_, err = s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := referrals.seen(ctx, s, tx, a, act.ID)
		if err != nil {
			return nil, err
		}
		side, to := s.ends(r)
		action := policy.Action("referral.withdraw")
		if as != Withdrawn {
			side, action = to, "referral.answer"
		}
		switch err := s.denied(ctx, a, action, side); {
		case err != nil:
			return nil, err
		case r.State == as && r.Answer == text:
			return nil, nil // it was sent twice
		case !fits(r):
			return nil, ended()
		case named:
			return nil, tells()
		}
		if err := changed(act.Revision, r.Revision); err != nil {
			return nil, err
		}
		if as != Accepted {
			if err := checkText(text); err != nil {
				return nil, err
			}
		}
		return []ledger.Draft{r.draft(a.ID, side.Unit, referralBody{Act: as, Text: text})}, nil
	})
	if err != nil {
		return Referral{}, err
	}
	if as == Declined || as == Withdrawn { // a follower does it again, should this fail
		if err := s.vault.LosePerson(ctx, act.ID, string(as)); err != nil {
			return Referral{}, err
		}
	}
	return s.Referral(ctx, a, act.ID)
}

func (r *Referral) draft(author, unit record.ID, b referralBody) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Referral, Record: r.ID, Subject: r.About().ID(), Author: author,
		Handling: record.Handling{Unit: unit, TLP: r.TLP, Purpose: protection}, Body: b,
	}
}

// Identify tells a member of the service that took the person on who it is, for a
// reason. That it was read stands beside the referral, for the desk and oversight;
// the reason stands in the vault.
func (s *Service) Identify(ctx context.Context, a policy.Actor, id record.ID, reason string) (p vault.Person, err error) {
	p, err = s.vault.Person(ctx, a, id, reason, func() (to policy.Resource, err error) {
		err = s.ledger.View(ctx, func(tx *store.Tx) error {
			r, err := referrals.seen(ctx, s, tx, a, id)
			if err != nil {
				return err
			}
			_, to = s.ends(r)
			if err := s.denied(ctx, a, "referral.identify", to); err != nil {
				return err
			}
			if u, known := s.units.Get(r.To); !known || !Helps(u) {
				return policy.Deny("referral.identify")
			}
			if r.State != Accepted && r.State != Done {
				return waiting()
			}
			return nil
		})
		return to, err
	})
	if err != nil {
		return vault.Person{}, err
	}
	_, err = s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := loadReferral(tx, id)
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{r.draft(a.ID, r.To, referralBody{Act: read})}, nil
	})
	if err != nil {
		return vault.Person{}, err
	}
	return p, nil
}

func waiting() error {
	return &fault.Error{
		Kind: fault.Denied, Op: "task.Identify", Key: "task.referral.waiting", Msg: "the service has not taken this person on",
		Hint: "accept the referral first: then you read who it is",
	}
}

// Referral gives one. It faults with Missing where there is none that a may see.
func (s *Service) Referral(ctx context.Context, a policy.Actor, id record.ID) (Referral, error) {
	return referrals.get(ctx, s, a, id)
}

// MayReferral tells which acts on the referral a may do as it stands.
func (s *Service) MayReferral(ctx context.Context, a policy.Actor, r *Referral) (acts []string) {
	from, to := s.ends(r)
	if s.policy.Allow(ctx, a, "referral.answer", to) == nil {
		switch r.State {
		case Asked:
			acts = append(acts, "accept", "decline")
		case Accepted:
			acts = append(acts, "identify", "finish", "decline")
		case Done:
			acts = append(acts, "identify")
		case Declined, Withdrawn:
		}
	}
	if r.State == Asked && s.policy.Allow(ctx, a, "referral.withdraw", from) == nil {
		acts = append(acts, "withdraw")
	}
	return acts
}
