package queue

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Deeds is what a rule did: how many reports it sent on, and what became of what
// it proposed.
type Deeds struct {
	Sent     int
	Proposed [len(standingNames)]int // by Standing
}

const (
	proposedSQL = `SELECT p.standing, q.unit, q.tlp, count(*) FROM proposals p INDEXED BY proposals_rule JOIN queue q USING (n)
		WHERE p.rule = ? AND p.at >= ? AND p.idea <> 'review' GROUP BY p.standing, q.unit, q.tlp`
	sentSQL = `SELECT 0, q.unit, q.tlp, count(*) FROM moves m INDEXED BY moves_rule JOIN queue q USING (n)
		WHERE m.rule = ? AND m.at >= ? GROUP BY q.unit, q.tlp`
)

// DeedsOf counts what some rules did since an instant, with the reports that a may
// see counted.
func (s *Service) DeedsOf(ctx context.Context, a policy.Actor, rules []record.ID, since time.Time) (map[record.ID]Deeds, error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, err
	}
	out := map[record.ID]Deeds{}
	count := func(tx *store.Tx, sql string, rule record.ID, add func(standing, n int)) error {
		rows := tx.Query(sql, rule, since.UnixMilli())
		for rows.Next() {
			var standing, n int
			var unit record.ID
			var tlp record.TLP
			if err := rows.Scan(&standing, &unit, &tlp, &n); err != nil {
				return err
			}
			if filter.Counts(unit, tlp) {
				add(standing, n)
			}
		}
		return rows.Err()
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, rule := range rules {
			var d Deeds
			if err := count(tx, sentSQL, rule, func(_, n int) { d.Sent += n }); err != nil {
				return err
			}
			if err := count(tx, proposedSQL, rule, func(standing, n int) { d.Proposed[standing] += n }); err != nil {
				return err
			}
			out[rule] = d
		}
		return nil
	})
	return out, err
}
