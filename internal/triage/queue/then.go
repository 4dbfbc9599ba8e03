package queue

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// GradeThen is the grade that a report had at a time, zero for none. The caller has
// asked the policy.
func (s *Service) GradeThen(ctx context.Context, id record.ID, at time.Time) (g Grade, err error) {
	revs, err := s.ledger.HistoryOf(ctx, id, record.Grade)
	for _, rev := range revs {
		if rev.Body == nil || rev.At.Time().After(at) {
			continue
		}
		b, err := body[gradeBody](rev)
		if err != nil {
			return g, err
		}
		g = b.Grade
	}
	return g, err
}

// Summaries gives reports as lists show them, in the order asked for, without those
// that are not there, and counts that a is shown them. The caller has asked the
// policy.
func (s *Service) Summaries(ctx context.Context, a policy.Actor, ids []record.ID) (all []Summary, err error) {
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		w := s.waiting()
		for _, id := range ids {
			var n int64
			err := tx.Row("SELECT n FROM reports WHERE id = ?", id).Scan(&n)
			if store.None(err) {
				continue
			}
			if err != nil {
				return err
			}
			sum, err := summary(tx, n, w)
			if err != nil {
				return err
			}
			all, numbers = append(all, sum), append(numbers, n)
		}
		return nil
	})
	if err == nil {
		err = s.show(ctx, a, numbers)
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}
