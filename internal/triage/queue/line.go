package queue

import (
	"maps"
	"slices"
	"strings"

	"wasl/internal/base/record"
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
}

const anyUrgency = -1

// heads gives the first keys of the page, and the last one where there are more.
func (q *Query) heads(tx *store.Tx, lines []line, f policy.Filter, after *key) (keys []key, more *key, err error) {
	var conditions []*condition
	if q.mine() {
		conditions = q.ofOne(lines, f, after)
	} else {
		for _, l := range lines {
			conditions = append(conditions, q.ofLine(l, f, after))
		}
	}
	for _, c := range conditions {
		c.limit = q.Limit + 1
		if c.sift = q.Sift.condition(); c.sift != nil {
			c.limit = max(c.limit, q.scan/len(conditions))
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
	slices.SortFunc(keys, q.less)
	if more != nil { // beyond it some line was not looked at
		keys = slices.DeleteFunc(keys, func(k key) bool { return q.less(*more, k) < 0 })
	}
	if len(keys) > q.Limit {
		keys = keys[:q.Limit]
		more = &keys[q.Limit-1]
	}
	return keys, more, nil
}

// read gives the keys that c asks for, and for a sift that has looked at as much
// as it may the last key looked at.
func (q *Query) read(tx *store.Tx, c *condition) (keys []key, end *key, err error) {
	sql, args := q.sql(c)
	rows := tx.Query(sql, args...)
	defer rows.Close()
	looked, k := 0, key{}
	for rows.Next() {
		wanted := true
		if err := rows.Scan(&k.a, &k.b, &k.n, &wanted); err != nil {
			return nil, nil, err
		}
		if looked++; wanted {
			keys = append(keys, k)
		}
		if len(keys) > q.Limit {
			return keys, nil, nil
		}
	}
	if c.sift != nil && looked == c.limit {
		end = &k
	}
	return keys, end, rows.Err()
}

// mine tells whether one person's reports are asked for.
func (q *Query) mine() bool { return q.Assignee != nil && !q.Assignee.Zero() }

// ofLine asks for one unit's reports in one state.
func (q *Query) ofLine(l line, f policy.Filter, after *key) *condition {
	c := &condition{line: l}
	c.add("unit = ?", l.unit)
	q.narrow(c, after)
	if l.kind != "" {
		c.add("kind = ?", l.kind)
	}
	if l.urgency != anyUrgency {
		c.add("urgency = ?", l.urgency)
		if !q.Late.IsZero() {
			c.add("at < ?", q.late(l.urgency))
		}
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
		c := &condition{line: line{state: st, urgency: anyUrgency}}
		q.narrow(c, after)
		among(c, "+unit", slices.Collect(maps.Keys(units)))
		among(c, "kind", q.Kinds)
		q.pressing(c)
		c.allow(f)
		all = append(all, c)
	}
	return all
}

// condition is what a statement asks of its rows.
type condition struct {
	line
	where []string
	args  []any
	free  bool // clear and green alone
	sift  *condition
	limit int
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

// pressing asks for some urgencies of what one person works on.
func (q *Query) pressing(c *condition) {
	var ors []string
	var args []any
	for _, u := range q.Urgencies {
		if ors, args = append(ors, "urgency = ?"), append(args, u.Rank()); !q.Late.IsZero() {
			ors[len(ors)-1] += " AND at < ?"
			args = append(args, q.late(u.Rank()))
		}
	}
	if len(ors) > 0 {
		c.add("("+strings.Join(ors, " OR ")+")", args...)
	}
}

// late is before when a report of an urgency must have come to have waited too long.
func (q *Query) late(rank int) int64 { return q.Late.Add(-Patience(urgencies[rank])).UnixMilli() }

// order gives the index that has the rows of c in the order asked for, the
// columns of a row's place in it, and the order. The index is named in the
// statement: the planner would sometimes sort instead.
func (q *Query) order(c *condition) (index, columns, order string) {
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
		return "queue_assignee", columns, order
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
// see it.
func (q *Query) narrow(c *condition, after *key) {
	c.add("state = ?", int(c.state))
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

// sql is the statement that reads the first keys of what c asks for, each with
// whether the sift lets it through.
func (q *Query) sql(c *condition) (string, []any) {
	index, columns, order := q.order(c)
	wanted, args := "1", []any(nil)
	if c.sift != nil {
		wanted, args = strings.Join(c.sift.where, " AND "), c.sift.args
	}
	return "SELECT " + columns + ", " + wanted + " FROM queue INDEXED BY " + index + " WHERE " + strings.Join(c.where, " AND ") +
		" ORDER BY " + order + " LIMIT ?", append(append(args, c.args...), c.limit)
}
