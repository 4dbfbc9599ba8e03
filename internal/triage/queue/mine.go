package queue

import (
	"slices"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// maxMine bounds the open reports of one person that are put in order of what is
// due: who has more than this works on none of them.
const maxMine = 5000

// ownHeads puts what one person works on in order by hand. When a report is due
// is told by its unit, so that no index holds one person's reports in that order;
// they are few.
func (q *Query) ownHeads(tx *store.Tx, lines []line, f policy.Filter, w *waiting, after *key) (keys []key, more *key, err error) {
	units := map[record.ID]bool{}
	for _, l := range lines {
		units[l.unit] = true
	}
	if len(units) == 0 {
		return nil, nil, nil
	}
	for _, st := range q.States {
		c := &condition{line: line{state: st, press: anyUrgency}, sift: q.Sift.condition()}
		q.narrow(c, nil, nil)
		among(c, "kind", q.Kinds)
		among(c, "urgency", ranks(q.Urgencies))
		c.allow(f)
		found, err := q.own(tx, c, units, w)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, found...)
	}
	if after != nil {
		keys = slices.DeleteFunc(keys, func(k key) bool { return q.less(k, *after) <= 0 })
	}
	keys, more = q.cut(keys, nil)
	return keys, more, nil
}

// own reads the places in the order of what a condition of one person asks for.
func (q *Query) own(tx *store.Tx, c *condition, units map[record.ID]bool, w *waiting) (keys []key, err error) {
	wanted, args := "1", []any(nil)
	if c.sift != nil {
		wanted, args = strings.Join(c.sift.where, " AND "), c.sift.args
	}
	rows := tx.Query("SELECT n, unit, urgency, proposed, since, at FROM queue INDEXED BY queue_assignee WHERE "+strings.Join(c.where, " AND ")+
		" AND "+wanted+" ORDER BY at LIMIT ?", append(append(slices.Clone(c.args), args...), maxMine)...)
	for rows.Next() {
		r := row{state: c.state}
		if err := rows.Scan(&r.n, &r.unit, &r.urgency, &r.proposed, &r.since, &r.at); err != nil {
			return nil, err
		}
		if units[r.unit] && (q.Late.IsZero() || w.late(&r, q.Late.UnixMilli())) {
			keys = append(keys, q.place(&r, w))
		}
	}
	return keys, rows.Err()
}

// place is where a row stands in the order asked for.
func (q *Query) place(r *row, w *waiting) key {
	switch q.Sort {
	case Urgent:
		return key{int64(r.urgency), r.at, 0, r.n}
	case Due:
		if !r.state.open() {
			return key{shelved, r.at, 0, r.n}
		}
		l := line{unit: r.unit, state: r.state, press: r.pressing()}
		return w.keys(l)(key{a: r.since, n: r.n})
	case Newest, Oldest:
	}
	return key{a: r.at, n: r.n}
}
