package alert

import (
	"context"
	"strconv"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/notice"
)

const (
	aliveOfSQL = "SELECT id FROM alerts INDEXED BY alerts_state WHERE state IN (0, 1) AND watch = ?"
	thingsSQL  = "SELECT report FROM joined WHERE watch = ? AND alert = ? ORDER BY report"
)

// Settle ends the alerts of a watch that are over by themselves: those of which all
// that joined, such as tasks that were overdue, is over.
func (s *Service) Settle(ctx context.Context, watch record.ID, over func(context.Context, record.ID) (bool, error)) error {
	things := map[record.ID][]record.ID{}
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ids, err := idsOf(tx.Query(aliveOfSQL, watch))
		for _, id := range ids {
			if things[id], err = s.joinedTo(tx, id); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for id, all := range things {
		if is, err := allOver(ctx, all, over); err != nil {
			return err
		} else if is {
			if err := s.step(ctx, id, s.settle(len(all))); err != nil {
				return err
			}
		}
	}
	return nil
}

func allOver(ctx context.Context, things []record.ID, over func(context.Context, record.ID) (bool, error)) (bool, error) {
	for _, t := range things {
		if is, err := over(ctx, t); err != nil || !is {
			return false, err
		}
	}
	return len(things) > 0, nil
}

// joinedTo gives what joined an alert.
func (s *Service) joinedTo(tx *store.Tx, id record.ID) ([]record.ID, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	return idsOf(tx.Query(thingsSQL, r.watch, r.n))
}

// settle ends an alert that has not ended, and to which nothing has come since.
func (s *Service) settle(saw int) func(context.Context, *store.Tx, *row) ([]ledger.Draft, error) {
	return func(_ context.Context, tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if r.state == Ended || r.reports != saw {
			return nil, nil
		}
		part := "ended after " + strconv.FormatInt(r.seq, 10)
		return s.withHooks(tx, r, part, notice.Ended, r.draft(Author, part, body{Act: end, End: True}))
	}
}
