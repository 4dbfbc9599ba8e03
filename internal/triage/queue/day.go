package queue

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Came is what came to units in a stretch of time, as far as somebody may see it
// and but for the quarantine.
type Came struct {
	Graded   []Summary // the newest first
	Ungraded int
	More     bool // there were so many that not all were looked at
}

// maxCame bounds the reports of a stretch that are looked through: a day of a whole
// country at war.
const maxCame = 20_000

const cameSQL = "SELECT n, unit, state, tlp, assignee, source FROM queue INDEXED BY queue_time WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ?"

// Came gives what came to a unit and those below it from one instant until another,
// the graded ones as lists show them, at most so many. It does not count as being
// shown them: products take kinds, places and grades of it, and no words.
func (s *Service) Came(ctx context.Context, a policy.Actor, under record.ID, from, to time.Time, most int) (c Came, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return c, err
	}
	w := s.waiting()
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		numbers, err := c.sift(tx.Query(cameSQL, from.UnixMilli(), to.UnixMilli(), maxCame+1), func(unit record.ID, tlp record.TLP, assignee *record.ID) bool {
			return s.units.Under(unit, under) && filter.Match(unit, tlp, assignee)
		})
		if err != nil {
			return err
		}
		if len(numbers) > most {
			numbers, c.More = numbers[:most], true
		}
		for _, n := range numbers {
			sum, err := summary(tx, n, w)
			if err != nil {
				return err
			}
			c.Graded = append(c.Graded, sum)
		}
		return nil
	})
	return c, err
}

// sift gives the graded rows that are wanted, and counts the others.
func (c *Came) sift(rows *store.Rows, wanted func(record.ID, record.TLP, *record.ID) bool) (graded []int64, err error) {
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var n int64
		var unit record.ID
		var state int
		var tlp record.TLP
		var assignee *record.ID
		var source string
		if err := rows.Scan(&n, &unit, &state, &tlp, &assignee, &source); err != nil {
			return nil, err
		}
		switch {
		case i == maxCame:
			c.More = true
			return graded, nil
		case State(state) == Quarantine || !wanted(unit, tlp, assignee):
		case source == "":
			c.Ungraded++
		default:
			graded = append(graded, n)
		}
	}
	return graded, rows.Err()
}

const daysOfSQL = "SELECT day, unit, tlp, sum(n) FROM days WHERE day >= ? AND day <= ? GROUP BY day, unit, tlp"

// Received is how many reports came to a unit and those below it on each of some
// days of UTC up to one, the oldest first, as far as a may count them.
func (s *Service) Received(ctx context.Context, a policy.Actor, under record.ID, last time.Time, days int) ([]int, error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, err
	}
	counts, end := make([]int, days), dayOf(last.UnixMilli())
	first := end - int64(days) + 1
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(daysOfSQL, first, end)
		for rows.Next() {
			var day int64
			var unit record.ID
			var tlp record.TLP
			var n int
			if err := rows.Scan(&day, &unit, &tlp, &n); err != nil {
				return err
			}
			if s.units.Under(unit, under) && filter.Counts(unit, tlp) {
				counts[day-first] += n
			}
		}
		return rows.Err()
	})
	return counts, err
}
