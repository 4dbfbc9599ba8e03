package queue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

// Query asks for a page of the queue. Zero members ask for nothing in particular.
type Query struct {
	States   []State // none: every state
	Unit     record.ID
	Kind     string
	Urgency  report.Urgency
	Assignee *record.ID // the zero id: nobody's
	From, To time.Time
	Sort     Sort
	Cursor   string
	Limit    int
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest  Sort = "-at"
	Oldest  Sort = "at"
	Urgent  Sort = "urgency" // the most pressing first, among them the oldest
	Default      = Newest
)

// MaxPage bounds a page of the queue.
const MaxPage = 200

// Page is a page of the queue, with how many reports are in each state under
// the filter of unit, kind and urgency.
type Page struct {
	Items  []Summary
	Next   string
	Counts [4]int
}

// key is a row's place in the order of a list.
type key struct {
	a, b, n int64 // b is the time for the order by urgency
}

func (q *Query) less(x, y key) int {
	if q.Sort == Newest {
		return cmp.Or(cmp.Compare(y.a, x.a), cmp.Compare(y.n, x.n))
	}
	return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.n, y.n))
}

// List gives a page of what a may see. The list of every unit and state lies in
// an index in the order asked for; the page is merged from their heads, so that
// its cost does not grow with the queue.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (Page, error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return Page{}, err
	}
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = 50
	}
	if q.Sort == "" {
		q.Sort = Default
	}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return Page{}, err
	}
	units := s.scope(filter, q.Unit)
	var page Page
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		there, err := q.counts(tx, units, filter, &page.Counts)
		if err != nil {
			return err
		}
		keys, err := q.heads(tx, there, filter, after)
		if err != nil {
			return err
		}
		if len(keys) > q.Limit {
			keys = keys[:q.Limit]
			last := keys[q.Limit-1]
			page.Next = fmt.Sprintf("%d.%d.%d", last.a, last.b, last.n)
		}
		for _, k := range keys {
			sum, err := summary(tx, k.n)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, sum)
		}
		return nil
	})
	return page, err
}

// scope is the units whose queues the list is made of.
func (s *Service) scope(f policy.Filter, under record.ID) []record.ID {
	units := f.Units(s.units.All())
	if under.Zero() {
		return units
	}
	return slices.DeleteFunc(slices.Clone(units), func(u record.ID) bool { return !slices.Contains(s.units.Path(u), under) })
}

// line is the queue of one unit in one state: an index has it in order.
type line struct {
	unit  record.ID
	state State
}

// heads gives the first Limit+1 keys of the page.
func (q *Query) heads(tx *store.Tx, lines []line, f policy.Filter, after *key) ([]key, error) {
	var keys []key
	for _, l := range lines {
		sql, args := q.sql(l, f.For(l.unit), after)
		rows := tx.Query(sql, args...)
		for rows.Next() {
			var k key
			if err := rows.Scan(&k.a, &k.b, &k.n); err != nil {
				return nil, err
			}
			keys = append(keys, k)
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(keys, q.less)
	return keys[:min(len(keys), q.Limit+1)], nil
}

// condition gathers what a statement asks of a row.
type condition struct {
	where []string
	args  []any
}

func (c *condition) add(where string, args ...any) {
	c.where = append(c.where, where)
	c.args = append(c.args, args...)
}

// sql asks one line for its first rows. The index that has the rows in order is
// named: the planner would sometimes sort instead.
func (q *Query) sql(l line, f policy.Filter, after *key) (string, []any) {
	var c condition
	c.add("unit = ? AND state = ?", l.unit, int(l.state))
	index, columns, order := q.order()
	q.narrow(&c, index)
	q.after(&c, after)
	switch {
	case q.Assignee != nil && q.Assignee.Zero():
		c.add("assignee IS NULL")
	case q.Assignee != nil:
		index = "queue_assignee"
		c.add("assignee = ?", *q.Assignee)
	case f.Highest(l.unit) <= int(record.Green):
		// What every unit may see of another's is a handful, and lies in indexes of its own.
		index += "_free"
		c.add("tlp <= 1")
	}
	allowed, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp", Assignee: "assignee"})
	c.add("("+allowed+")", args...)
	return "SELECT " + columns + " FROM queue INDEXED BY " + index + " WHERE " + strings.Join(c.where, " AND ") +
		" ORDER BY " + order + " LIMIT ?", append(c.args, q.Limit+1)
}

// order is the index that has the rows in the order asked for, the columns of a
// row's key, and the order itself.
func (q *Query) order() (index, columns, order string) {
	index, columns, order = "queue_at", "at, 0, n", "at DESC, n DESC"
	switch q.Sort {
	case Urgent:
		return "queue_urgency", "urgency, at, n", "urgency, at, n"
	case Oldest:
		order = "at, n"
	case Newest:
	}
	switch {
	case q.Kind != "":
		index = "queue_kind"
	case q.Urgency != "":
		index = "queue_urgency"
	}
	return index, columns, order
}

// narrow adds what is asked of kind, urgency and time. A + keeps the planner
// from an index other than the one named.
func (q *Query) narrow(c *condition, index string) {
	if q.Kind != "" {
		if index == "queue_kind" {
			c.add("kind = ?", q.Kind)
		} else {
			c.add("+kind = ?", q.Kind)
		}
	}
	if q.Urgency != "" {
		if index == "queue_urgency" {
			c.add("urgency = ?", q.Urgency.Rank())
		} else {
			c.add("+urgency = ?", q.Urgency.Rank())
		}
	}
	if !q.From.IsZero() {
		c.add("at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		c.add("at < ?", q.To.UnixMilli())
	}
}

// after adds where the page begins.
func (q *Query) after(c *condition, k *key) {
	if k == nil {
		return
	}
	switch q.Sort {
	case Newest:
		c.add("(at, n) < (?, ?)", k.a, k.n)
	case Oldest:
		c.add("(at, n) > (?, ?)", k.a, k.n)
	case Urgent:
		c.add("(urgency, at, n) > (?, ?, ?)", k.a, k.b, k.n)
	}
}

// counts adds up how many reports are in each state, and gives the lines that
// hold any of those asked for.
func (q *Query) counts(tx *store.Tx, units []record.ID, f policy.Filter, counts *[4]int) (lines []line, err error) {
	for _, u := range units {
		var held [4]int // whether or not they may be seen
		rows := tx.Query("SELECT state, kind, urgency, tlp, n FROM tally WHERE unit = ?", u)
		for rows.Next() {
			var state, urgency, n int
			var kind string
			var tlp record.TLP
			if err := rows.Scan(&state, &kind, &urgency, &tlp, &n); err != nil {
				return nil, err
			}
			if q.Kind != "" && kind != q.Kind || q.Urgency != "" && urgency != q.Urgency.Rank() {
				continue
			}
			held[state] += n
			if f.Counts(u, tlp) {
				counts[state] += n
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		for _, st := range States() {
			if held[st] > 0 && (len(q.States) == 0 || slices.Contains(q.States, st)) {
				lines = append(lines, line{u, st})
			}
		}
	}
	return lines, nil
}

func parseCursor(c string) (*key, error) {
	if c == "" {
		return nil, nil
	}
	parts := strings.Split(c, ".")
	var v [3]int64
	ok := len(parts) == len(v)
	for i := 0; ok && i < len(v); i++ {
		n, err := strconv.ParseInt(parts[i], 10, 64)
		v[i], ok = n, err == nil
	}
	if !ok {
		return nil, invalid("queue.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
	}
	return &key{v[0], v[1], v[2]}, nil
}

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// summary reads one report as lists show it.
func summary(tx *store.Tx, n int64) (s Summary, err error) {
	var state, urgency int
	var receipt, at int64
	var told *int64
	var assignee *record.ID
	var lat, lon *float64
	var channel, outcome string
	err = tx.Row(`SELECT r.id, r.receipt, r.form, q.kind, r.title, r.language, r.channel, q.unit, r.list, r.place, q.at, r.told, q.state, q.urgency,
		q.source, q.information, q.assignee, q.outcome, q.unread, q.lat, q.lon, q.tlp, q.seq, r.dead, r.injured, r.missing,
		(SELECT count(*) FROM files f WHERE f.n = q.n), (SELECT count(*) FROM instances i WHERE i.n = q.n)
		FROM queue q JOIN reports r USING (n) WHERE q.n = ?`, n).
		Scan(&s.ID, &receipt, &s.Form, &s.Kind, &s.Title, &s.Language, &channel, &s.Unit, &s.Place.List, &s.Place.Code, &at, &told, &state, &urgency,
			&s.Grade.Source, &s.Grade.Information, &assignee, &outcome, &s.Unread, &lat, &lon, &s.TLP, &s.Revision, &s.Dead, &s.Injured, &s.Missing,
			&s.Files, &s.Corrections)
	if err != nil {
		return s, err
	}
	s.Receipt = fmt.Sprintf("%04d", receipt%10000)
	s.Channel, s.Outcome, s.State, s.Urgency, s.At = report.Channel(channel), Outcome(outcome), State(state), urgencies[urgency], millis(at)
	if told != nil {
		t := millis(*told)
		s.When = &t
	}
	if assignee != nil {
		s.Assignee = *assignee
	}
	if lat != nil {
		s.Point = &report.Point{Lat: *lat, Lon: *lon}
	}
	return s, nil
}

// Summary gives one report as lists show it. The caller has asked the policy.
func (s *Service) Summary(ctx context.Context, id record.ID) (sum Summary, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		var n int64
		if err := tx.Row("SELECT n FROM reports WHERE id = ?", id).Scan(&n); err != nil {
			return err
		}
		sum, err = summary(tx, n)
		return err
	})
	return sum, err
}

// Visible gives the report as lists show it if a may see it in lists: what an
// open console is told of a change.
func (s *Service) Visible(ctx context.Context, a policy.Actor, id record.ID) (sum Summary, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "report.list", id)
		if err != nil {
			return err
		}
		sum, err = summary(tx, r.n)
		return err
	})
	return sum, err
}

// Found is a report that a search found, with the words around the match.
type Found struct {
	Summary
	Snippet string
}

// maxSearched bounds the matches that one page looks through for those that the
// actor may see.
const maxSearched = 2000

// Search gives the newest reports that hold every word of text, as far as a may
// see them, and the cursor of the next page.
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
		if before, err = strconv.ParseInt(cursor, 10, 64); err != nil {
			return nil, "", invalid("queue.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		hits, err := search.Find(tx, text, before, maxSearched)
		if err != nil {
			return err
		}
		for i, n := range hits {
			var unit record.ID
			var tlp record.TLP
			var assignee *record.ID
			if err := tx.Row("SELECT unit, tlp, assignee FROM queue WHERE n = ?", n).Scan(&unit, &tlp, &assignee); err != nil {
				return err
			}
			if !filter.Match(unit, tlp, assignee) {
				continue
			}
			if len(found) == limit {
				next = strconv.FormatInt(hits[i-1], 10)
				return nil
			}
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
		if len(hits) == maxSearched {
			next = strconv.FormatInt(hits[len(hits)-1], 10)
		}
		return nil
	})
	return found, next, err
}

// OpenByUnit counts the reports of every unit that are not closed.
func (s *Service) OpenByUnit(ctx context.Context) (map[record.ID]int, error) {
	open := map[record.ID]int{}
	err := s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT unit, sum(n) FROM tally WHERE state <> ? GROUP BY unit", int(Closed))
		for rows.Next() {
			var unit record.ID
			var n int
			if err := rows.Scan(&unit, &n); err != nil {
				return err
			}
			open[unit] = n
		}
		return rows.Err()
	})
	return open, err
}
