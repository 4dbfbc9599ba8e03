package queue

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// columns are the queue's, as the policy's filter asks for them.
var columns = policy.Columns{Unit: "unit", TLP: "tlp", Assignee: "assignee"}

// line is the queue of one unit in one state, and of one kind or urgency where
// those are asked for: an index has it in order.
type line struct {
	unit    record.ID
	state   State
	kind    string // "": every kind
	urgency int    // anyUrgency: every one
	press   int    // the urgency by which time runs; anyUrgency: no order by what is due
}

const anyUrgency = -1

// heads gives the first keys of the page, and the last one where there are more.
func (q *Query) heads(tx *store.Tx, lines []line, f policy.Filter, w *waiting, after *key) (keys []key, more *key, err error) {
	if q.mine() && (q.Sort == Due || !q.Late.IsZero()) {
		return q.ownHeads(tx, lines, f, w, after)
	}
	var conditions []*condition
	if q.mine() {
		conditions = q.ofOne(lines, f, after)
	} else {
		for _, l := range lines {
			if c := q.ofLine(l, f, w, after); c != nil {
				conditions = append(conditions, c)
			}
		}
	}
	for _, c := range conditions {
		if c.sift = q.Sift.condition(); c.sift != nil {
			c.most = max(q.Limit+1, q.scan/len(conditions))
		}
		found, end, err := q.read(tx, c)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, found...)
		if end != nil && (more == nil || q.less(*end, *more) < 0) {
			more = end
		}
	}
	keys, more = q.cut(keys, more)
	return keys, more, nil
}

// cut gives a page of the keys found. more is the key beyond which some line was
// not looked at.
func (q *Query) cut(keys []key, more *key) ([]key, *key) {
	slices.SortFunc(keys, q.less)
	if more != nil {
		keys = slices.DeleteFunc(keys, func(k key) bool { return q.less(*more, k) < 0 })
	}
	if len(keys) > q.Limit {
		keys = keys[:q.Limit]
		more = &keys[q.Limit-1]
	}
	return keys, more
}

// read gives the keys that c asks for, and for a sift that has looked at as much
// as it may the last key looked at.
func (q *Query) read(tx *store.Tx, c *condition) (keys []key, end *key, err error) {
	sql, args := q.sql(c)
	rows := tx.Query(sql, args...)
	defer rows.Close()
	for looked := 0; rows.Next(); {
		var k key
		wanted := true
		if err := rows.Scan(&k.a, &k.b, &k.c, &k.n, &wanted); err != nil {
			return nil, nil, err
		}
		if c.key != nil {
			k = c.key(k)
		}
		if c.after != nil && q.less(k, *c.after) <= 0 {
			continue
		}
		if looked++; wanted {
			keys = append(keys, k)
		}
		if len(keys) > q.Limit {
			return keys, nil, nil
		}
		if c.sift != nil && looked == c.most {
			return keys, &k, nil
		}
	}
	return keys, nil, rows.Err()
}

// mine tells whether one person's reports are asked for.
func (q *Query) mine() bool { return q.Assignee != nil && !q.Assignee.Zero() }

// ofLine asks for one unit's reports in one state, or is nil where all of them
// stood on earlier pages.
func (q *Query) ofLine(l line, f policy.Filter, w *waiting, after *key) *condition {
	c := &condition{line: l}
	c.add("unit = ?", l.unit)
	if !q.narrow(c, w, after) {
		return nil
	}
	if l.kind != "" {
		c.add("kind = ?", l.kind)
	}
	if l.urgency != anyUrgency {
		c.add("urgency = ?", l.urgency)
	}
	if !q.Late.IsZero() {
		q.late(c, w)
	}
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
	for _, st := range States() {
		units := map[record.ID]bool{}
		for _, l := range lines {
			if l.state == st {
				units[l.unit] = true
			}
		}
		if len(units) == 0 {
			continue
		}
		c := &condition{line: line{state: st, urgency: anyUrgency, press: anyUrgency}}
		q.narrow(c, nil, after)
		among(c, "+unit", slices.Collect(maps.Keys(units)))
		among(c, "kind", q.Kinds)
		among(c, "urgency", ranks(q.Urgencies))
		c.allow(f)
		all = append(all, c)
	}
	return all
}

func ranks(us []report.Urgency) (ranks []int) {
	for _, u := range us {
		ranks = append(ranks, u.Rank())
	}
	return ranks
}

// condition is what a statement asks of its rows.
type condition struct {
	line
	where []string
	args  []any
	free  bool // clear and green alone
	sift  *condition
	most  int           // rows that a sift looks at
	key   func(key) key // makes of what the index holds a row's place in the order; nil: it is that
	after *key          // rows up to it stood on earlier pages
}

func (c *condition) add(cond string, args ...any) {
	c.where, c.args = append(c.where, cond), append(c.args, args...)
}

// among asks for a column that is one of some values; none ask for nothing.
func among[T any](c *condition, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	c.add(column+" IN (?"+strings.Repeat(",?", len(args)-1)+")", args...)
}

func (c *condition) allow(f policy.Filter) {
	sql, args := f.SQL(columns)
	c.add("("+sql+")", args...)
}

// late asks for what was due before q.Late.
func (q *Query) late(c *condition, w *waiting) {
	if c.press != anyUrgency {
		c.add("since < ?", w.since(c.unit, c.state, c.press, q.Late.UnixMilli()))
		return
	}
	ors, args := make([]string, 0, len(urgencies)), make([]any, 0, len(urgencies))
	for rank := range urgencies {
		ors = append(ors, "press = "+strconv.Itoa(rank)+" AND since < ?")
		args = append(args, w.since(c.unit, c.state, rank, q.Late.UnixMilli()))
	}
	c.add("("+strings.Join(ors, " OR ")+")", args...)
}

// order gives the index that has the rows of c in the order asked for, the
// columns of a row's place in it, and the order. The index is named in the
// statement: the planner would sometimes sort instead.
func (q *Query) order(c *condition) (index, columns, order string) {
	index, columns, order = "queue_at", "at, 0, 0, n", "at DESC, n DESC"
	switch q.Sort {
	case Urgent:
		index, columns, order = "queue_urgency", "urgency, at, 0, n", "urgency, at, n"
	case Oldest:
		order = "at, n"
	case Due:
		columns, order = "2, at, 0, n", "at, n"
		if c.press != anyUrgency {
			index, columns, order = "queue_due", "since, 0, 0, n", "since, n"
		}
	case Newest:
	}
	switch {
	case q.mine():
		return "queue_assignee", columns, order
	case index == "queue_due" && c.kind != "":
		index = "queue_kind_due"
	case index == "queue_due":
	case c.kind != "" && (c.urgency != anyUrgency || q.Sort == Urgent):
		index = "queue_kind_urgency"
	case c.kind != "":
		index = "queue_kind"
	case c.urgency != anyUrgency:
		index = "queue_urgency"
	}
	if c.free {
		index += "_free"
	}
	return index, columns, order
}

// narrow adds all that is asked but the unit, the kind, the urgency and who may
// see it. It gives false where nothing is left of the line after a key.
func (q *Query) narrow(c *condition, w *waiting, after *key) bool {
	c.add("state = ?", int(c.state))
	if !q.From.IsZero() {
		c.add("at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		c.add("at < ?", q.To.UnixMilli())
	}
	if q.Assignee != nil {
		if q.Assignee.Zero() {
			c.add("assignee IS NULL")
		} else {
			c.add("assignee = ?", *q.Assignee)
		}
	}
	if c.press != anyUrgency {
		c.add("state < 3") // the index holds no others, and SQLite must see it
		c.add("press = ?", c.press)
		among(c, "urgency", ranks(q.Urgencies))
		c.key = w.keys(c.line)
	}
	if after == nil {
		return true
	}
	switch q.Sort {
	case Newest:
		c.add("(at, n) < (?, ?)", after.a, after.n)
	case Oldest:
		c.add("(at, n) > (?, ?)", after.a, after.n)
	case Urgent:
		c.add("(urgency, at, n) > (?, ?, ?)", after.a, after.b, after.n)
	case Due:
		return q.narrowDue(c, w, after)
	}
	return true
}

// narrowDue asks for what is due after a key. Several rows that wait since
// different instants may be due at one: those that stood on earlier pages are
// passed over when they are read.
func (q *Query) narrowDue(c *condition, w *waiting, after *key) bool {
	class := classOf(c.line)
	switch {
	case class < after.a:
		return false
	case class > after.a:
	case c.press == anyUrgency:
		c.add("(at, n) > (?, ?)", after.b, after.n)
	default:
		c.add("since >= ?", w.since(c.unit, c.state, c.press, after.b))
		c.after = after
	}
	return true
}

// classOf is the class of a line's rows in the order by what is due.
func classOf(l line) int64 {
	switch l.press {
	case anyUrgency:
		return shelved
	case 0:
		return lives
	default:
		return others
	}
}

// keys gives a row's place in the order by what is due from since when it waits.
func (w *waiting) keys(l line) func(key) key {
	return func(k key) key {
		return key{classOf(l), w.due(l.unit, l.state, l.press, k.a), k.a, k.n}
	}
}

// sql is the statement that reads the first keys of what c asks for, each with
// whether the sift lets it through. Who reads them stops where the page is full.
func (q *Query) sql(c *condition) (string, []any) {
	index, columns, order := q.order(c)
	wanted, args := "1", []any(nil)
	if c.sift != nil {
		wanted, args = strings.Join(c.sift.where, " AND "), c.sift.args
	}
	return "SELECT " + columns + ", " + wanted + " FROM queue INDEXED BY " + index + " WHERE " + strings.Join(c.where, " AND ") +
		" ORDER BY " + order, append(args, c.args...)
}
