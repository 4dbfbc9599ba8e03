package attendance

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/keep/store"
)

// Held is what stands behind the secret of a pass, at this moment.
type Held struct {
	Pass     Pass
	Activity *activity.Activity
	Now      time.Time
	Ended    bool // nothing more is told; what was done in time is taken all the same

	list list
}

// Expects tells whether somebody is or was on the list of the activity: of whoever
// was erased nothing comes back.
func (h *Held) Expects(person record.ID) bool { return h.list.ever[person] }

// Enrolled are those on the list now, each person once.
func (h *Held) Enrolled() []record.ID { return h.list.on }

// Teaches tells whether a course is one of the activity's. One that was dropped from the
// plan after the pass was made is: its test may have been taken since.
func (h *Held) Teaches(course string) bool {
	return slices.Contains(h.Activity.Courses, course) || slices.Contains(h.Pass.Courses, course)
}

// Hold reads what stands behind a secret. It faults with Unknown where there is no such
// pass, where it was revoked, and where it takes nothing any more.
func (s *Service) Hold(ctx context.Context, tx *store.Tx, secret string) (h Held, err error) {
	if h, err = s.holds(ctx, tx, secret); err != nil {
		return h, err
	}
	h.list, err = listOf(tx, h.Activity.ID)
	return h, err
}

// holds is Hold without the list.
func (s *Service) holds(ctx context.Context, tx *store.Tx, secret string) (h Held, err error) {
	h.Pass, err = loadPass(tx, "hash = ?", hashOf(secret))
	if store.None(err) || err == nil && !h.Pass.Revoked.IsZero() {
		return h, errNoPass
	}
	if err != nil {
		return h, err
	}
	h.Now = s.opt.Clock()
	h.Activity, err = activity.Load(tx, h.Pass.Activity)
	if fault.Is(err, fault.Missing) || err == nil && h.Now.After(end(h.Activity).Add(sendsAfter)) {
		return h, errNoPass
	}
	if err != nil {
		return h, err
	}
	h.Ended = h.Now.After(end(h.Activity)) || h.Activity.State == activity.Cancelled || !s.mayGive(ctx, &h.Pass, h.Activity)
	return h, nil
}

// Meet notes that a device with a pass is there, and how wrong its clock is; a zero clock
// says nothing. It faults with Unknown as Hold does, and with Denied where the pass was
// opened on too many.
func (s *Service) Meet(ctx context.Context, secret string, device record.ID, clock time.Time) error {
	_, _, err := s.meet(ctx, secret, device, clock)
	return err
}

func (s *Service) meet(ctx context.Context, secret string, device record.ID, clock time.Time) (p Pass, own record.ID, err error) {
	if len(secret) != letters.EncodedLen(secretBytes) {
		return p, own, errNoPass
	}
	if device.Zero() {
		return p, own, invalid("attendance.device.none", "the phone does not say which it is", "open the page of the roll again")
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		h, err := s.holds(ctx, tx, secret)
		p = h.Pass
		return err
	})
	if err != nil {
		return p, own, err
	}
	own = p.ID.Derive(string(device[:])) // a device of one pass never speaks for one of another
	var off time.Duration
	if !clock.IsZero() {
		off = s.opt.Clock().Sub(clock)
	}
	return p, own, s.saw(ctx, p.ID, own, off)
}
