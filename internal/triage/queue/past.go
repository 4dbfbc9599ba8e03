package queue

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Past is a report that came in, and where people have taken it since.
type Past struct {
	Seq      int64 // of the revision with which it came
	ID       record.ID
	Unit     record.ID
	State    State
	Urgency  report.Urgency
	Kind     string
	Assignee record.ID
	Sender   record.ID // the rule that sent it where it lies; zero: a person, or nobody
	At       time.Time
}

const pastSQL = `SELECT q.n, r.id, q.unit, q.state, q.urgency, q.kind, q.assignee, q.at, q.tlp,
		(SELECT m.rule FROM moves m WHERE m.n = q.n ORDER BY m.seq DESC LIMIT 1)
	FROM queue q INDEXED BY queue_time JOIN reports r USING (n) WHERE q.at >= ? ORDER BY q.at DESC`

// Past gives the newest reports since an instant that lie at a unit or below it, as
// far as a may see them and but for the quarantine: up to most, and whether there
// are more.
func (s *Service) Past(ctx context.Context, a policy.Actor, under record.ID, since time.Time, most int) (all []Past, more bool, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, false, err
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(pastSQL, since.UnixMilli())
		defer rows.Close()
		for rows.Next() {
			var p Past
			var state, urgency int
			var at int64
			var tlp record.TLP
			var assignee, sender *record.ID
			if err := rows.Scan(&p.Seq, &p.ID, &p.Unit, &state, &urgency, &p.Kind, &assignee, &at, &tlp, &sender); err != nil {
				return err
			}
			if p.State = State(state); p.State == Quarantine || !s.units.Under(p.Unit, under) || !filter.Match(p.Unit, tlp, assignee) {
				continue
			}
			if len(all) == most {
				more = true
				return nil
			}
			if p.Urgency, p.At = urgencies[urgency], millis(at); assignee != nil {
				p.Assignee = *assignee
			}
			if sender != nil {
				p.Sender = *sender
			}
			all = append(all, p)
		}
		return rows.Err()
	})
	return all, more, err
}

// Summaries gives some reports as lists show them, those that a may see.
func (s *Service) Summaries(ctx context.Context, a policy.Actor, ids []record.ID) (all []Summary, err error) {
	w := s.waiting()
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			r, err := load(tx, id)
			if store.None(err) {
				continue
			}
			if err != nil {
				return err
			}
			if s.policy.Allow(ctx, a, "report.list", s.resource(id, r)) != nil {
				continue
			}
			sum, err := summary(tx, r.n, w)
			if err != nil {
				return err
			}
			all, numbers = append(all, sum), append(numbers, r.n)
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
