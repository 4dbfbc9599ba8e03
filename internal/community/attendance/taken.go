package attendance

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Taken is how far the roll of an activity is.
type Taken struct {
	Expected int // people on its list
	Missing  int // sessions that are over, and nobody said who was there
}

// Taken tells it of those activities whose people a may see. Where nobody is expected
// by name no roll is missing: a forum is open to all.
func (s *Service) Taken(ctx context.Context, a policy.Actor, acts []activity.Activity) (map[record.ID]Taken, error) {
	all := make(map[record.ID]Taken, len(acts))
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for i := range acts {
			act := &acts[i]
			if s.opt.Policy.Allow(ctx, a, "roll.see", act.People(s.opt.Units)) != nil {
				continue
			}
			t, err := s.taken(tx, act)
			if err != nil {
				return err
			}
			all[act.ID] = t
		}
		return nil
	})
	return all, err
}

func (s *Service) taken(tx *store.Tx, act *activity.Activity) (t Taken, err error) {
	if err := tx.Row("SELECT count(*) FROM enrolments WHERE activity = ? AND enrolled = 1", act.ID).Scan(&t.Expected); err != nil || t.Expected == 0 {
		return t, err
	}
	if act.State != activity.Confirmed && act.State != activity.Done {
		return t, nil
	}
	now := s.opt.Clock()
	for _, e := range act.Sessions {
		if e.End.After(now) {
			continue
		}
		var marked bool
		if err := tx.Row("SELECT EXISTS (SELECT 1 FROM marks WHERE activity = ? AND session = ?)", act.ID, e.ID).Scan(&marked); err != nil {
			return t, err
		}
		if !marked {
			t.Missing++
		}
	}
	return t, nil
}
