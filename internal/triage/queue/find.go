package queue

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

// Found is a report that a search found, with the words around the match.
type Found struct {
	Summary
	Snippet string
}

// few is how many reports somebody may see at most for a search to go through
// them one by one: beyond, going through all that match is sooner done.
const few = 2500

// Search gives the newest reports that hold every word of text, as far as a may
// see them, and the cursor of the next page. Nothing in the answer tells of
// matches that a may not see: the filter stands inside the search.
func (s *Service) Search(ctx context.Context, a policy.Actor, text, cursor string, limit int) (found []Found, next string, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.search")
	if err != nil {
		return nil, "", err
	}
	if limit <= 0 || limit > MaxPage {
		limit = 50
	}
	var before int64
	if cursor != "" {
		if before, err = strconv.ParseInt(cursor, 10, 64); err != nil || before <= 0 {
			return nil, "", wrongCursor()
		}
	}
	units := filter.Units(s.units.All())
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		hits, err := hits(tx, filter, units, text, before, limit+1)
		if err != nil {
			return err
		}
		if len(hits) > limit {
			hits = hits[:limit]
			next = strconv.FormatInt(hits[limit-1], 10)
		}
		for _, n := range hits {
			sum, err := summary(tx, n)
			if err != nil {
				return err
			}
			snippet, err := search.Snippet(tx, n, text)
			if err != nil {
				return err
			}
			found = append(found, Found{sum, snippet})
		}
		return nil
	})
	return found, next, err
}

// hits gives the newest rows below before that match and that the filter shows.
func hits(tx *store.Tx, f policy.Filter, units []record.ID, text string, before int64, limit int) ([]int64, error) {
	rows, all, err := visible(tx, f, units)
	if err != nil {
		return nil, err
	}
	if !all {
		sql, args := f.SQL(columns)
		return search.FindAmong(tx, text, before, limit, "queue", "n", sql, args)
	}
	if before > 0 {
		rows = slices.DeleteFunc(rows, func(n int64) bool { return n >= before })
	}
	var found []int64
	for chunk := range slices.Chunk(rows, 200) {
		more, err := search.Among(tx, text, chunk)
		if err != nil {
			return nil, err
		}
		if found = append(found, more...); len(found) >= limit {
			return found[:limit], nil
		}
	}
	return found, nil
}

const visibleSQL = "SELECT n FROM queue WHERE unit = ? AND (%s) LIMIT ?"

// visible gives every row that the filter shows, the newest first, where they
// are few; all tells whether they are.
func visible(tx *store.Tx, f policy.Filter, units []record.ID) (rows []int64, all bool, err error) {
	for _, u := range units {
		cond, args := f.For(u).SQL(columns)
		rs := tx.Query(fmt.Sprintf(visibleSQL, cond), append(append([]any{u}, args...), few+1)...)
		for rs.Next() {
			var n int64
			if err := rs.Scan(&n); err != nil {
				return nil, false, err
			}
			rows = append(rows, n)
		}
		if err := rs.Err(); err != nil {
			return nil, false, err
		}
		if len(rows) > few {
			return nil, false, nil
		}
	}
	slices.SortFunc(rows, func(a, b int64) int { return int(b - a) })
	return rows, true, nil
}

// OpenByUnit counts the reports of every unit that are not closed, as far as a
// may see them.
func (s *Service) OpenByUnit(ctx context.Context, a policy.Actor) (map[record.ID]int, error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, err
	}
	open := map[record.ID]int{}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT unit, tlp, sum(n) FROM tally WHERE state <> ? GROUP BY unit, tlp", int(Closed))
		for rows.Next() {
			var unit record.ID
			var tlp record.TLP
			var n int
			if err := rows.Scan(&unit, &tlp, &n); err != nil {
				return err
			}
			if filter.Counts(unit, tlp) {
				open[unit] += n
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return onlyTheirs(tx, filter, a.ID, func(r *row) {
			if r.state != Closed {
				open[r.unit]++
			}
		})
	})
	return open, err
}
