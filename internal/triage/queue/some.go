package queue

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Some gives those of the reports named that a may see in lists, in the order
// given: what stands behind a figure. It counts as being shown them.
func (s *Service) Some(ctx context.Context, a policy.Actor, ids []record.ID) (out []Summary, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, err
	}
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		w := s.waiting()
		for _, id := range ids {
			r, err := load(tx, id)
			if store.None(err) {
				continue // erased since
			}
			if err != nil {
				return err
			}
			if !filter.Match(r.unit, r.tlp, r.assignee) {
				continue
			}
			sum, err := summary(tx, r.n, w)
			if err != nil {
				return err
			}
			out, numbers = append(out, sum), append(numbers, r.n)
		}
		return nil
	})
	if err == nil {
		err = s.show(ctx, a, numbers)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
