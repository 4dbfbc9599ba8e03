package queue

import (
	"context"
	"time"

	"wasl/internal/base/record"
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
