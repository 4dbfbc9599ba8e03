package attendance

import (
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment community, with the parts of activity, person and this package
	Node   *store.DB      // with Module
	Policy *policy.Engine
	Units  *unit.Tree
	People *person.Service
	Clock  func() time.Time
	Random io.Reader
	// Makers says who an account is, and false for none that works here.
	Makers func(record.ID) (policy.Actor, bool)
	// Card gives what the QR card of a person for an activity says; nil where no
	// cards are printed.
	Card func(activity, person record.ID) string
}

// Service is what may be asked about who is expected and who was there.
type Service struct{ opt Options }

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt} }

// purpose is what all of this is kept for.
const purpose = "programme"

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.Green, Purpose: purpose}
}

// maxEnrolled bounds an activity: a forum of a town. More people are counted by
// hand and not called by name.
const maxEnrolled = 1000

// allowed loads an activity and asks the policy about its people: not being allowed
// to an activity that one sees is Denied, and else Missing.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, of record.ID) (*activity.Activity, error) {
	act, err := activity.Load(tx, of)
	if err != nil {
		return nil, err
	}
	if s.opt.Policy.Allow(ctx, a, "activity.list", act.Resource(s.opt.Units)) != nil {
		return nil, policy.Hide()
	}
	return act, s.opt.Policy.Allow(ctx, a, action, act.People(s.opt.Units))
}

// Enrol puts people on the list of an activity, or takes them off. Doing it twice
// changes nothing.
func (s *Service) Enrol(ctx context.Context, a policy.Actor, of record.ID, people []record.ID, on bool) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.allowed(ctx, tx, a, "roll.enrol", of)
		if err != nil {
			return nil, err
		}
		now, err := listOf(tx, of)
		if err != nil {
			return nil, err
		}
		if !on {
			return takenOff(act, now, people, a.ID), nil
		}
		var drafts []ledger.Draft
		for _, p := range people {
			if err := s.mayBring(ctx, tx, a, p); err != nil {
				return nil, err
			}
			if !slices.Contains(now.on, p) {
				drafts = append(drafts, enrolment(act, p, a.ID, true))
			}
		}
		if len(now.on)+len(drafts) > maxEnrolled {
			return nil, tooMany()
		}
		return drafts, nil
	})
	return err
}

// takenOff draws up what takes people off the list, under every entry of theirs.
func takenOff(act *activity.Activity, now list, people []record.ID, author record.ID) (drafts []ledger.Draft) {
	for _, p := range people {
		for _, row := range now.rows[p] {
			drafts = append(drafts, enrolment(act, row, author, false))
		}
	}
	return drafts
}

// mayBring asks whether somebody is one of those whom the actor may see.
func (s *Service) mayBring(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) error {
	p, err := person.Brief(tx, id)
	if err != nil {
		return err
	}
	if s.opt.Policy.Allow(ctx, a, "person.list", p.Resource(s.opt.Units)) != nil {
		return policy.Hide()
	}
	return nil
}

func enrolment(act *activity.Activity, person, author record.ID, on bool) ledger.Draft {
	return ledger.Draft{
		Kind: record.Enrolment, Record: person.Derive("enrolment " + act.ID.String()), Subject: person, Author: author, Handling: handling(act.Unit),
		Body: enrolmentBody{V: bodyVersion, Activity: act.ID, Enrolled: on},
	}
}

func mark(act *activity.Activity, slot Slot, author record.ID, b markBody) ledger.Draft {
	b.V, b.Activity, b.Session = bodyVersion, act.ID, slot.Session
	return ledger.Draft{
		Kind: record.Mark, Record: slot.Person.Derive("mark " + slot.Session.String()), Subject: slot.Person, Author: author, Handling: handling(act.Unit), Body: b,
	}
}

// Say is a mark made at the console: it puts all that devices said in its place.
type Say struct {
	Slot
	State State
	Seq   int64 // of the stand that the person saw; 0 for none
}

// Mark marks somebody, puts a mark right, or settles what devices differ about. It
// faults with Conflict where something was said since the person looked.
func (s *Service) Mark(ctx context.Context, a policy.Actor, of record.ID, in Say) error {
	if !slices.Contains(States(), in.State) {
		return invalid("attendance.state.unknown", "there is no such mark", "choose one from the list")
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.allowed(ctx, tx, a, "roll.mark", of)
		if err != nil {
			return nil, err
		}
		l, err := listOf(tx, of)
		if err != nil {
			return nil, err
		}
		if !l.ever[in.Person] {
			return nil, invalid("attendance.person.none", "this person is not on the list of the activity", "put the person on the list first")
		}
		stands, err := Stands(tx, of)
		if err != nil {
			return nil, err
		}
		now := standOf(stands, in.Slot)
		if _, ok := act.Session(in.Session); !ok && now.Seq == 0 {
			return nil, unknownSession()
		}
		if last := len(now.Words) - 1; last >= 0 && now.Words[last].Source == a.ID && now.State == in.State && !now.Conflict {
			return nil, nil // it was sent twice
		}
		if now.Seq != in.Seq {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "attendance.Mark", Key: "attendance.mark.changed", Msg: "a phone or somebody else marked this person meanwhile",
				Hint: "look at the roll as it stands now, then mark again",
			}
		}
		return []ledger.Draft{mark(act, in.Slot, a.ID, markBody{State: in.State, Source: a.ID, Saw: now.Seq, Settle: true})}, nil
	})
	return err
}

func standOf(all []Stand, of Slot) Stand {
	if i := slices.IndexFunc(all, func(s Stand) bool { return s.Slot == of }); i >= 0 {
		return all[i]
	}
	return Stand{Slot: of, State: Unmarked}
}

// Add takes in what a sheet of paper says, once somebody has checked it: a source
// beside the devices, that agrees with them or differs. source names the sheet, and n
// grows with each reading of it. Adding the same twice changes nothing.
func (s *Service) Add(ctx context.Context, a policy.Actor, of, source record.ID, n int64, marks []Say) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.allowed(ctx, tx, a, "roll.mark", of)
		if err != nil {
			return nil, err
		}
		l, err := listOf(tx, of)
		if err != nil {
			return nil, err
		}
		var drafts []ledger.Draft
		for _, m := range marks {
			if !slices.Contains(States(), m.State) {
				return nil, invalid("attendance.state.unknown", "there is no such mark", "choose one from the list")
			}
			said := Said{Slot: m.Slot, N: n, Saw: m.Seq, State: m.State}
			wanted, err := isNews(tx, act, l, source, &said)
			if err != nil {
				return nil, err
			}
			if wanted {
				drafts = append(drafts, mark(act, m.Slot, a.ID, markBody{State: m.State, Source: source, N: n, Saw: m.Seq}))
			}
		}
		return drafts, nil
	})
	return err
}

// Roll is an activity's people and how each of them stands at each session.
type Roll struct {
	Activity *activity.Activity
	People   []Expected
	Stands   []Stand

	passes map[record.ID]Pass
}

// Source tells whose phone said something, and whether its clock is wrong; "" where
// it was a sheet of paper.
func (r *Roll) Source(w Word) (name string, clockWrong bool) {
	p := r.passes[w.By]
	i := slices.IndexFunc(p.Devices, func(d Device) bool { return d.ID == w.Source })
	return p.Name, i >= 0 && p.Devices[i].ClockWrong()
}

// Expected is somebody on the list, or somebody who was marked and is not on it
// any more.
type Expected struct {
	*person.Person
	Enrolled bool
}

// Roll gives the roll of an activity.
func (s *Service) Roll(ctx context.Context, a policy.Actor, of record.ID) (r Roll, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if r.Activity, err = s.allowed(ctx, tx, a, "roll.see", of); err != nil {
			return err
		}
		if r.People, err = expected(tx, of); err != nil {
			return err
		}
		if r.Stands, err = Stands(tx, of); err != nil {
			return err
		}
		r.passes = map[record.ID]Pass{}
		all, err := passesOf(tx, of)
		for _, p := range all {
			r.passes[p.ID] = p
		}
		return err
	})
	if err != nil {
		return r, err
	}
	for id, p := range r.passes {
		if p.Devices, err = s.devices(ctx, id); err != nil {
			return r, err
		}
		r.passes[id] = p
	}
	return r, nil
}

// May tells what the actor may do with the roll of an activity.
func (s *Service) May(ctx context.Context, a policy.Actor, act *activity.Activity) (can []string) {
	for _, do := range []string{"enrol", "mark", "pass"} {
		if s.opt.Policy.Allow(ctx, a, policy.Action("roll."+do), act.People(s.opt.Units)) == nil {
			can = append(can, do)
		}
	}
	return can
}

// Card gives what the QR card of a person for an activity says, and "" where no
// cards are printed.
func (s *Service) Card(activity, person record.ID) string {
	if s.opt.Card == nil {
		return ""
	}
	return s.opt.Card(activity, person)
}

// expected reads who is on the list, in the order of their names, and who was
// taken off it after something was said of them.
func expected(tx *store.Tx, of record.ID) (all []Expected, err error) {
	l, err := listOf(tx, of)
	if err != nil {
		return nil, err
	}
	stands, err := Stands(tx, of)
	if err != nil {
		return nil, err
	}
	known := slices.Clone(l.on)
	for _, s := range stands {
		if l.ever[s.Person] && !slices.Contains(known, s.Person) {
			known = append(known, s.Person)
		}
	}
	for _, id := range known {
		p, err := person.Brief(tx, id)
		if fault.Is(err, fault.Missing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Expected{p, slices.Contains(l.on, id)})
	}
	slices.SortFunc(all, func(x, y Expected) int { return byName(x.Person, y.Person) })
	return all, nil
}

func tooMany() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "attendance.Enrol", Key: "attendance.list.long", Msg: "more than {0} people would be on the list",
		Hint: "make two activities of it, or count people without a list", Args: []string{strconv.Itoa(maxEnrolled)},
	}
}

func unknownSession() error {
	return invalid("attendance.session.unknown", "the activity has no such session", "load the page again: its plan was changed")
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "attendance", Key: key, Msg: msg, Hint: hint, Args: args}
}
