package attendance

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Limits of what a device sends at once.
const (
	MaxMarks     = 600 // a session of a forum; the device sends the rest next
	MaxNewcomers = 600
)

// Sent is what a device says: it may be said twice.
type Sent struct {
	Device    record.ID
	Clock     time.Time // the device's own, when it sent this; zero where it makes no sense
	Newcomers []Newcomer
	Marks     []Said
}

// Newcomer is somebody who was added at the door.
type Newcomer struct {
	ID        record.ID // chosen by the device
	Name      string
	Sex       person.Sex
	Band      person.Band
	Community person.Community
}

// Said is a mark of a device.
type Said struct {
	Slot
	N     int64 // the device's own count
	Saw   int64 // Seq of the stand that the device knew of
	State State
	Claim time.Time // zero where it makes no sense
}

// Answer is what a device may know: the people of the activity by name, nothing
// else of them, and how each stands.
type Answer struct {
	Activity *activity.Activity
	Sessions []activity.Session // that the pass covers
	People   []Expected
	Stands   []Stand // of these sessions
	Tests    bool    // are taken with this pass
	Until    time.Time
	Ended    bool // nobody and nothing more is told; what was sent is taken all the same
	Now      time.Time
	Alike    []Alike
}

// Alike is a newcomer whom the register may know already. A device is told names of
// its own list alone; the console shows the rest.
type Alike struct {
	Newcomer record.ID
	Names    []string
}

var errNoPass = &fault.Error{
	Kind: fault.Unknown, Op: "attendance.Sync", Key: "attendance.pass.none", Msg: "this phone may not take this roll, or not any more",
	Hint: "ask the trainer for a new code",
}

// Sync takes in what a device says and tells how the roll stands. The secret of a
// pass is all that it is asked for. It faults with Unknown where there is no such
// pass or it was revoked.
func (s *Service) Sync(ctx context.Context, secret string, in Sent) (out Answer, err error) {
	if err := in.check(); err != nil {
		return out, err
	}
	p, device, err := s.meet(ctx, secret, in.Device, in.Clock)
	if err != nil {
		return out, err
	}
	in.Device = device
	if len(in.Marks)+len(in.Newcomers) > 0 {
		if err := s.take(ctx, secret, &in); err != nil {
			return out, err
		}
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		out, err = s.tell(ctx, tx, secret)
		return err
	})
	if err == nil && !out.Ended {
		out.Alike, err = s.alike(ctx, &p, &out, in.Newcomers)
	}
	return out, err
}

func (in *Sent) check() error {
	switch {
	case len(in.Marks) > MaxMarks || len(in.Newcomers) > MaxNewcomers:
		return &fault.Error{
			Kind: fault.TooLarge, Op: "attendance.Sync", Key: "attendance.marks.many", Msg: "more than {0} marks were sent at once",
			Hint: "open the page of the roll again: it sends them in parts", Args: []string{strconv.Itoa(MaxMarks)},
		}
	}
	for _, m := range in.Marks {
		if !slices.Contains(States(), m.State) || m.N <= 0 || m.Person.Zero() || m.Session.Zero() {
			return invalid("attendance.state.unknown", "there is no such mark", "choose one from the list")
		}
	}
	return nil
}

// take writes what a device said, each mark a revision about the person, in the
// order of the device's own count.
func (s *Service) take(ctx context.Context, secret string, in *Sent) error {
	marks := slices.Clone(in.Marks)
	slices.SortStableFunc(marks, func(x, y Said) int { return cmp.Compare(x.N, y.N) })
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		h, err := s.Hold(ctx, tx, secret)
		if err != nil {
			return nil, err
		}
		p, act, l := &h.Pass, h.Activity, h.list
		drafts, err := newcomers(tx, p, act, l, in.Newcomers)
		if err != nil {
			return nil, err
		}
		for _, m := range marks {
			wanted, err := takes(tx, p, act, l, in.Device, &m)
			if err != nil {
				return nil, err
			}
			if wanted {
				drafts = append(drafts, mark(act, m.Slot, p.ID, markBody{State: m.State, Source: in.Device, N: m.N, Saw: m.Saw, Claim: m.Claim}))
			}
		}
		return drafts, nil
	})
	return err
}

// takes tells whether a mark is news. One for a session that is not the pass's is
// none.
func takes(tx *store.Tx, p *Pass, act *activity.Activity, l list, device record.ID, m *Said) (bool, error) {
	// A session that was dropped from the plan after the pass was made is kept: the roll was taken.
	if _, planned := act.Session(m.Session); !p.covers(m.Session) || !planned && !slices.Contains(p.Sessions, m.Session) {
		return false, nil
	}
	return isNews(tx, act, l, device, m)
}

// isNews tells whether a source says something that it has not said before, about
// somebody who is or was on the list: of whoever was erased nothing comes back.
func isNews(tx *store.Tx, act *activity.Activity, l list, source record.ID, m *Said) (bool, error) {
	if !l.ever[m.Person] {
		return false, nil
	}
	c, err := cell(tx, act.ID, m.Slot)
	return !slices.ContainsFunc(c, func(w Word) bool { return w.Source == source && w.N >= m.N }), err
}

// mayGive tells whether whoever made a pass might make it today. Names are told by
// their right: it ends with it, also of an activity that goes on for weeks.
func (s *Service) mayGive(ctx context.Context, p *Pass, act *activity.Activity) bool {
	maker, works := s.opt.Makers(p.Author)
	return works && s.opt.Policy.Allow(ctx, maker, "roll.pass", act.People(s.opt.Units)) == nil
}

// tell reads what a device may know.
func (s *Service) tell(ctx context.Context, tx *store.Tx, secret string) (out Answer, err error) {
	h, err := s.holds(ctx, tx, secret)
	if err != nil {
		return out, err
	}
	p, act := &h.Pass, h.Activity
	out = Answer{Activity: act, Tests: p.Tests, Until: end(act), Now: h.Now, Ended: h.Ended}
	if out.Ended {
		return out, nil
	}
	for _, x := range act.Sessions {
		if p.covers(x.ID) {
			out.Sessions = append(out.Sessions, x)
		}
	}
	all, err := expected(tx, act.ID)
	if err != nil {
		return out, err
	}
	out.People = slices.DeleteFunc(all, func(e Expected) bool { return !e.Enrolled })
	stands, err := Stands(tx, act.ID)
	out.Stands = slices.DeleteFunc(stands, func(x Stand) bool { return !p.covers(x.Session) })
	return out, err
}
