package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Stretch is a stretch of time of a unit and those below it: what a product tells
// of. From belongs to it, To does not.
type Stretch struct {
	Under    record.ID
	From, To time.Time
}

const (
	workedSQL   = "SELECT DISTINCT n FROM incident_log INDEXED BY incident_log_seq WHERE seq > ? AND seq <= ?"
	happenedSQL = "SELECT n FROM incidents INDEXED BY incidents_happened WHERE merged IS NULL AND happened >= ? AND happened < ?"
)

// During gives the incidents that happened in a stretch of time, and those that
// something was done about in it, as they stand now and as far as a may see them:
// the most pressing first, at most so many. More says that there are others.
func (s *Service) During(ctx context.Context, a policy.Actor, in Stretch, most int) (views []*View, more bool, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return nil, false, err
	}
	before, err := s.Ledger.Until(ctx, in.From)
	if err != nil {
		return nil, false, err
	}
	last, err := s.Ledger.Until(ctx, in.To)
	if err != nil {
		return nil, false, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		rows, err := s.during(tx, l, in, before, last)
		if err != nil {
			return err
		}
		if more = len(rows) > most; more {
			rows = rows[:most]
		}
		for _, r := range rows {
			v, err := l.view(ctx, tx, r)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	})
	return views, more, err
}

func (s *Service) during(tx *store.Tx, l *looker, in Stretch, before, last int64) (rows []*row, err error) {
	worked, err := list(tx.Query(workedSQL, before, last))
	if err != nil {
		return nil, err
	}
	happened, err := list(tx.Query(happenedSQL, in.From.UnixMilli(), in.To.UnixMilli()))
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	for _, n := range append(worked, happened...) {
		if seen[n] {
			continue
		}
		seen[n] = true
		r, err := scan(tx, tx.Row(numberSQL, n))
		if err != nil {
			return nil, err
		}
		if r.in.Into.Zero() && s.Units.Under(r.in.Unit, in.Under) && l.incidents.Match(r.in.Unit, r.in.TLP, &r.in.Lead) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.in.Urgency.Rank(), b.in.Urgency.Rank()), b.in.happened().Compare(a.in.happened()), cmp.Compare(b.n, a.n))
	})
	return rows, nil
}

// happened is when it happened; when it was opened, where nobody knows.
func (in *Incident) happened() time.Time {
	if in.Statement.When.From.IsZero() {
		return in.Opened
	}
	return in.Statement.When.From
}

const heldSQL = "SELECT count(*) FROM incident_reports WHERE report = ?"

// Held gives those of reports that are part of some incident, whoever may see it.
func (s *Service) Held(ctx context.Context, reports []record.ID) (held map[record.ID]bool, err error) {
	held = map[record.ID]bool{}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		for _, id := range reports {
			var n int
			if err := tx.Row(heldSQL, id).Scan(&n); err != nil {
				return err
			}
			held[id] = n > 0
		}
		return nil
	})
	return held, err
}
