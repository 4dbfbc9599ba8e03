package queue

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

// Found is a report that a search found, with the words around the match.
type Found struct {
	Summary
	Snippet string
}

// SearchQuery asks for reports by their words. Zero members ask for nothing in
// particular.
type SearchQuery struct {
	Text      string
	States    []State // none: every state, the quarantine too
	Unit      record.ID
	Kinds     []string
	Urgencies []report.Urgency
	From, To  time.Time
	Sift      Sift
	Cursor    string
	Limit     int
}

// few is how many reports somebody may see at most for a search to go through
// them one by one: beyond, going through all that match is sooner done.
const few = 2500

// maxSearched bounds the matches that one page looks through for those that the
// rest of the query asks for too.
const maxSearched = 2000

// Search gives the newest reports that hold every word of the text, as far as a
// may see them, and the cursor of the next page. Nothing in the answer tells of
// matches that a may not see: the policy's filter stands inside the search.
func (s *Service) Search(ctx context.Context, a policy.Actor, q SearchQuery) (found []Found, next string, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.search")
	if err != nil {
		return nil, "", err
	}
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = 50
	}
	var before int64
	if q.Cursor != "" {
		if before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil || before <= 0 {
			return nil, "", wrongCursor()
		}
	}
	units := s.scope(filter, q.Unit)
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) (err error) {
		var last int64
		if numbers, last, err = q.hits(tx, filter, units, before); err != nil {
			return err
		}
		if last > 0 {
			next = strconv.FormatInt(last, 10)
		}
		found, err = snippets(tx, numbers, q.Text, s.waiting())
		return err
	})
	if err == nil {
		err = s.show(ctx, a, numbers)
	}
	if err != nil {
		return nil, "", err
	}
	return found, next, nil
}

func snippets(tx *store.Tx, numbers []int64, text string, w *waiting) (found []Found, err error) {
	for _, n := range numbers {
		sum, err := summary(tx, n, w)
		if err != nil {
			return nil, err
		}
		snippet, err := search.Snippet(tx, n, text)
		if err != nil {
			return nil, err
		}
		found = append(found, Found{sum, snippet})
	}
	return found, nil
}

// show counts reports that a is about to be shown. It tells oversight of whoever
// is shown far more than people read, and stops who goes on.
func (s *Service) show(ctx context.Context, a policy.Actor, numbers []int64) error {
	n, alarm, stopped := s.shown.Show(a.ID, numbers)
	if alarm {
		if _, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
			return audit.Raise(tx, a, audit.ManyListed, n, 0, s.clock())
		}); err != nil {
			return err
		}
	}
	if stopped {
		return audit.TooMuch(s.clock())
	}
	return nil
}

// hits gives the page's rows, and where there are more the last one looked at.
func (q *SearchQuery) hits(tx *store.Tx, f policy.Filter, units []record.ID, before int64) (page []int64, last int64, err error) {
	c := q.condition(units)
	most := q.Limit + 1
	if len(c.where) > 0 {
		most = maxSearched
	}
	all, err := hits(tx, f, units, q.Text, before, most)
	if err != nil {
		return nil, 0, err
	}
	if len(all) == most {
		last = all[most-1]
	}
	for chunk := range slices.Chunk(all, 200) {
		wanted, err := c.pick(tx, chunk)
		if err != nil {
			return nil, 0, err
		}
		if page = append(page, wanted...); len(page) > q.Limit {
			page = page[:q.Limit]
			return page, page[q.Limit-1], nil
		}
	}
	return page, last, nil
}

// condition is what the query asks of a row beside its words.
func (q *SearchQuery) condition(units []record.ID) *condition {
	c := q.Sift.condition()
	if c == nil {
		c = &condition{}
	}
	if !q.Unit.Zero() {
		if among(c, "unit", units); len(units) == 0 {
			c.add("0")
		}
	}
	states := make([]int, 0, len(q.States))
	for _, st := range q.States {
		states = append(states, int(st))
	}
	among(c, "state", states)
	among(c, "kind", q.Kinds)
	ranks := make([]int, 0, len(q.Urgencies))
	for _, u := range q.Urgencies {
		ranks = append(ranks, u.Rank())
	}
	among(c, "urgency", ranks)
	if !q.From.IsZero() {
		c.add("at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		c.add("at < ?", q.To.UnixMilli())
	}
	return c
}

// pick gives those of rows that meet the condition, in the order given: from the
// newest on.
func (c *condition) pick(tx *store.Tx, rows []int64) (picked []int64, err error) {
	if len(c.where) == 0 {
		return rows, nil
	}
	asked := &condition{}
	among(asked, "n", rows)
	found := tx.Query("SELECT n FROM queue WHERE "+asked.where[0]+" AND "+strings.Join(c.where, " AND ")+" ORDER BY n DESC", append(asked.args, c.args...)...)
	for found.Next() {
		var n int64
		if err := found.Scan(&n); err != nil {
			return nil, err
		}
		picked = append(picked, n)
	}
	return picked, found.Err()
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
