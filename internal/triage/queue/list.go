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
	"wasl/internal/keep/store"
)

// Query asks for a page of the queue. Zero members ask for nothing in particular.
type Query struct {
	States   []State // none: all but the quarantine
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
	Counts Counts
}

// Counts is how many reports are in each state.
type Counts [len(stateNames)]int

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
	if len(q.States) == 0 {
		q.States = shown
	}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return Page{}, err
	}
	units := s.scope(filter, q.Unit)
	var page Page
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		lines, err := q.counts(tx, units, filter, a.ID, &page.Counts)
		if err != nil {
			return err
		}
		keys, err := q.heads(tx, lines, filter, after)
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
	return slices.DeleteFunc(units, func(u record.ID) bool { return !s.units.Under(u, under) })
}

// columns are the queue's, as the policy's filter asks for them.
var columns = policy.Columns{Unit: "unit", TLP: "tlp", Assignee: "assignee"}

// line is the queue of one unit in one state: an index has it in order.
type line struct {
	unit  record.ID
	state State
}

// heads gives the first Limit+1 keys of the page.
func (q *Query) heads(tx *store.Tx, lines []line, f policy.Filter, after *key) (keys []key, err error) {
	conditions := make([]*condition, 0, len(lines))
	if q.mine() {
		conditions = q.ofOne(lines, f, after)
	} else {
		for _, l := range lines {
			conditions = append(conditions, q.ofLine(l, f, after))
		}
	}
	for _, c := range conditions {
		sql, args := q.sql(c)
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

// mine tells whether one person's reports are asked for.
func (q *Query) mine() bool { return q.Assignee != nil && !q.Assignee.Zero() }

// ofLine asks for one unit's reports in one state.
func (q *Query) ofLine(l line, f policy.Filter, after *key) *condition {
	c := &condition{}
	c.add("unit = ?", l.unit)
	q.narrow(c, l.state, after)
	if f.Highest(l.unit) <= int(record.Green) {
		// What every unit may see of another's is a handful, and lies in indexes of its own.
		c.free = true
		c.add("tlp <= 1")
	}
	c.allow(f.For(l.unit))
	return c
}

// ofOne asks for what one person works on: it is little, so that each state is
// one list over all units.
func (q *Query) ofOne(lines []line, f policy.Filter, after *key) (all []*condition) {
	units := map[State][]any{}
	for _, l := range lines {
		units[l.state] = append(units[l.state], l.unit)
	}
	for _, st := range States() {
		if len(units[st]) == 0 {
			continue
		}
		c := &condition{}
		q.narrow(c, st, after)
		c.add("+unit IN (?"+strings.Repeat(",?", len(units[st])-1)+")", units[st]...)
		c.allow(f)
		all = append(all, c)
	}
	return all
}

// condition is what a statement asks of its rows.
type condition struct {
	where []string
	args  []any
	free  bool // clear and green alone
}

func (c *condition) add(cond string, args ...any) {
	c.where, c.args = append(c.where, cond), append(c.args, args...)
}

func (c *condition) allow(f policy.Filter) {
	sql, args := f.SQL(columns)
	c.add("("+sql+")", args...)
}

// order gives the index that has the rows in the order asked for, the columns
// of a row's place in it, and the order. The index is named in the statement:
// the planner would sometimes sort instead.
func (q *Query) order() (index, columns, order string) {
	index, columns, order = "queue_at", "at, 0, n", "at DESC, n DESC"
	switch q.Sort {
	case Urgent:
		index, columns, order = "queue_urgency", "urgency, at, n", "urgency, at, n"
	case Oldest:
		order = "at, n"
	case Newest:
	}
	switch {
	case q.mine():
		index = "queue_assignee"
	case q.Kind != "" && (q.Urgency != "" || q.Sort == Urgent):
		index = "queue_kind_urgency"
	case q.Kind != "":
		index = "queue_kind"
	case q.Urgency != "":
		index = "queue_urgency"
	}
	return index, columns, order
}

// narrow adds all that is asked but the unit and who may see it.
func (q *Query) narrow(c *condition, st State, after *key) {
	c.add("state = ?", int(st))
	if q.Kind != "" {
		c.add("kind = ?", q.Kind)
	}
	if q.Urgency != "" {
		c.add("urgency = ?", q.Urgency.Rank())
	}
	if !q.From.IsZero() {
		c.add("at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		c.add("at < ?", q.To.UnixMilli())
	}
	if after != nil {
		switch q.Sort {
		case Newest:
			c.add("(at, n) < (?, ?)", after.a, after.n)
		case Oldest:
			c.add("(at, n) > (?, ?)", after.a, after.n)
		case Urgent:
			c.add("(urgency, at, n) > (?, ?, ?)", after.a, after.b, after.n)
		}
	}
	if q.Assignee != nil {
		if q.Assignee.Zero() {
			c.add("assignee IS NULL")
		} else {
			c.add("assignee = ?", *q.Assignee)
		}
	}
}

// sql is the statement that reads the first keys of what c asks for.
func (q *Query) sql(c *condition) (string, []any) {
	index, columns, order := q.order()
	if c.free && !q.mine() {
		index += "_free"
	}
	return "SELECT " + columns + " FROM queue INDEXED BY " + index + " WHERE " + strings.Join(c.where, " AND ") +
		" ORDER BY " + order + " LIMIT ?", append(c.args, q.Limit+1)
}

const tallySQL = "SELECT state, kind, urgency, tlp, n FROM tally WHERE unit = ?"

// counts adds up how many reports are in each state, and gives the lines that
// hold any of what is asked for. What a alone sees is counted by hand.
func (q *Query) counts(tx *store.Tx, units []record.ID, f policy.Filter, a record.ID, counts *Counts) (lines []line, err error) {
	for _, u := range units {
		held, err := q.count(tx, u, f, counts)
		if err != nil {
			return nil, err
		}
		for _, st := range q.States {
			if held[st] > 0 {
				lines = append(lines, line{u, st})
			}
		}
	}
	return lines, onlyTheirs(tx, f, a, func(r *row) {
		if q.wants(r) && slices.Contains(units, r.unit) {
			counts[r.state]++
		}
	})
}

// count adds up the tallies of a unit of what everybody who sees it sees, and
// tells what it holds, whether or not that may be seen.
func (q *Query) count(tx *store.Tx, u record.ID, f policy.Filter, counts *Counts) (held Counts, err error) {
	rows := tx.Query(tallySQL, u)
	for rows.Next() {
		var r row
		var state, n int
		if err := rows.Scan(&state, &r.kind, &r.urgency, &r.tlp, &n); err != nil {
			return held, err
		}
		if !q.wants(&r) {
			continue
		}
		held[state] += n
		if f.Counts(u, r.tlp) {
			counts[state] += n
		}
	}
	return held, rows.Err()
}

// wants tells whether a row's kind and urgency are asked for.
func (q *Query) wants(r *row) bool {
	return (q.Kind == "" || r.kind == q.Kind) && (q.Urgency == "" || r.urgency == q.Urgency.Rank())
}

const onlyTheirsSQL = "SELECT unit, state, kind, urgency, tlp, lat, lon FROM queue INDEXED BY queue_close WHERE assignee = ? AND tlp >= 3"

// onlyTheirs gives the rows that an actor sees as the one who works on them and not
// otherwise: reports so closely marked that no count of a unit holds them.
func onlyTheirs(tx *store.Tx, f policy.Filter, a record.ID, each func(*row)) error {
	rows := tx.Query(onlyTheirsSQL, a)
	for rows.Next() {
		r := &row{assignee: &a}
		var state int
		if err := rows.Scan(&r.unit, &state, &r.kind, &r.urgency, &r.tlp, &r.lat, &r.lon); err != nil {
			return err
		}
		if r.state = State(state); f.Match(r.unit, r.tlp, &a) && !f.Counts(r.unit, r.tlp) {
			each(r)
		}
	}
	return rows.Err()
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
		return nil, wrongCursor()
	}
	return &key{v[0], v[1], v[2]}, nil
}

func wrongCursor() error {
	return invalid("queue.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
}

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

const summarySQL = `SELECT r.id, r.receipt, r.form, q.kind, r.title, r.language, r.channel, q.unit, r.list, r.place, q.at, r.told, q.state, q.urgency,
		q.source, q.information, q.assignee, q.outcome, q.unread, q.lat, q.lon, q.tlp, q.seq, r.dead, r.injured, r.missing,
		(SELECT count(*) FROM files f WHERE f.n = q.n), (SELECT count(*) FROM instances i WHERE i.n = q.n)
		FROM queue q JOIN reports r USING (n) WHERE q.n = ?`

// summary reads one report as lists show it.
func summary(tx *store.Tx, n int64) (s Summary, err error) {
	var state, urgency int
	var receipt, at int64
	var told *int64
	var assignee *record.ID
	var lat, lon *float64
	var channel, outcome string
	err = tx.Row(summarySQL, n).
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
