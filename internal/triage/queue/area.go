package queue

import (
	"context"

	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

const areasSQL = "SELECT list, place, unit, state, kind, urgency, tlp, n FROM areas"

// Areas counts the reports of every place that a report named, as far as a may
// see them: also those without coordinates, which no map of points shows. The
// caller adds places up to districts. The box and the time of the query do not
// matter.
func (s *Service) Areas(ctx context.Context, a policy.Actor, q MapQuery) (map[report.PlaceRef]int, error) {
	d, err := s.drawing(ctx, a, q)
	if err != nil {
		return nil, err
	}
	out := map[report.PlaceRef]int{}
	take := func(r *row, n int) {
		if n > 0 && r.place != "" && d.wants(r) {
			out[report.PlaceRef{List: r.list, Code: r.place}] += n
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(areasSQL)
		for rows.Next() {
			var r row
			var state, n int
			if err := rows.Scan(&r.list, &r.place, &r.unit, &state, &r.kind, &r.urgency, &r.tlp, &n); err != nil {
				return err
			}
			if r.state = State(state); d.filter.Counts(r.unit, r.tlp) {
				take(&r, n)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return onlyTheirs(tx, d.filter, a.ID, func(r *row) { take(r, 1) })
	})
	return out, err
}
