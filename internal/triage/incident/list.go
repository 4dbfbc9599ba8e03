package incident

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/triage/taxonomy"
)

// Query asks for a page of incidents. Zero members ask for nothing in particular.
type Query struct {
	States    []State
	Kinds     []taxonomy.Kind
	Unit      record.ID // and those below it
	Urgencies []report.Urgency
	From, To  time.Time // when it happened
	Places    []report.PlaceRef
	Lead      *record.ID // the zero id: nobody
	Text      string
	Sort      Sort
	Cursor    string
	Limit     int
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Latest  Sort = "-when"    // what happened last first
	Changed Sort = "-changed" // what was worked on last first
	Urgent  Sort = "urgency"  // the most pressing first, among them what happened last
)

// MaxPage bounds a page, and MaxMarks the marks of a map.
const (
	MaxPage  = 100
	MaxMarks = 500
)

// Page is a page of incidents, with how many are in each state under the rest of
// the query.
type Page struct {
	Items  []Summary
	Next   string
	Counts map[State]int
}

// Summary is an incident as lists show it.
type Summary struct {
	*Incident
	Reports     int // that may be counted
	Independent int
	Denying     int
	Asked       int // questions that nobody has answered
}

// columns are those of the incidents, as the policy's filter asks for them.
var columns = policy.Columns{Unit: "unit", TLP: "tlp", Assignee: "assignee"}

// order is an order of the list: its index, the key of a row's place in it, and how
// it goes on after one.
type order struct{ index, key, by, after string }

// Whoever asks names the index: each has the rows in their order, and what else is
// asked for is looked at row by row. There are some thousands of incidents where
// there is a million of reports.
var orders = map[Sort]order{
	Latest:  {"incidents_happened", "happened, n", "happened DESC, n DESC", "(happened, n) < (?, ?)"},
	Changed: {"incidents_changed", "seq, n", "seq DESC, n DESC", "(seq, n) < (?, ?)"},
	Urgent: {
		"incidents_urgency", "urgency * 100000000000000 - happened, n", "urgency, happened DESC, n DESC", "(urgency * 100000000000000 - happened, -n) > (?, -?)",
	},
}

// sql reads the rows that w asks for.
func (o *order) sql(w *where) string {
	return "SELECT " + o.key + " FROM incidents INDEXED BY " + o.index + " WHERE " + w.sql() + " ORDER BY " + o.by + " LIMIT ?"
}

// where is what a query asks of a row.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	w.conditions, w.args = append(w.conditions, condition), append(w.args, args...)
}

// among asks for a column that is one of some values; none ask for nothing.
func among[T any](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.add(column+" IN (?"+strings.Repeat(",?", len(args)-1)+")", args...)
}

func (w *where) sql() string { return strings.Join(w.conditions, " AND ") }

// where is all that the query asks but the state.
func (s *Service) where(f policy.Filter, q *Query) *where {
	w := &where{}
	w.add("merged IS NULL")
	cond, args := f.SQL(columns)
	w.add("("+cond+")", args...)
	if !q.Unit.Zero() {
		among(w, "unit", append(s.Units.Subtree(q.Unit), q.Unit))
	}
	among(w, "kind", texts(q.Kinds))
	ranks := make([]int, 0, len(q.Urgencies))
	for _, u := range q.Urgencies {
		ranks = append(ranks, u.Rank())
	}
	among(w, "urgency", ranks)
	if !q.From.IsZero() {
		w.add("happened >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		w.add("happened < ?", q.To.UnixMilli())
	}
	codes := make([]string, 0, len(q.Places))
	for _, p := range q.Places {
		codes = append(codes, p.List+" "+p.Code)
	}
	among(w, "list || ' ' || place", codes)
	switch {
	case q.Lead == nil:
	case q.Lead.Zero():
		w.add("assignee IS NULL")
	default:
		w.add("assignee = ?", *q.Lead)
	}
	return w
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

// List gives a page of what a may see.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (page Page, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil || l.incidents.None() {
		return page, err
	}
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = 50
	}
	if _, ok := orders[q.Sort]; !ok {
		q.Sort = Latest
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		w := s.where(l.incidents, &q)
		if page.Counts, err = counts(tx, w, q.Text); err != nil {
			return err
		}
		among(w, "state", texts(q.States))
		rows, next, err := q.rows(tx, w, q.Limit)
		if err != nil {
			return err
		}
		page.Next = next
		for _, r := range rows {
			sum, err := l.summary(ctx, tx, r)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, sum)
		}
		return nil
	})
	return page, err
}

// counts adds up the states of what a query finds.
func counts(tx *store.Tx, w *where, text string) (map[State]int, error) {
	all := map[State]int{}
	sql, args := "SELECT state, count(*) FROM incidents WHERE "+w.sql(), w.args
	if strings.TrimSpace(text) != "" {
		found, err := search.FindAmong(tx, text, 1, maxFound, "incidents", "n", w.sql(), w.args)
		if err != nil {
			return nil, err
		}
		of := &where{}
		if among(of, "n", found); len(found) == 0 {
			return all, nil
		}
		sql, args = "SELECT state, count(*) FROM incidents WHERE "+of.sql(), of.args
	}
	rows := tx.Query(sql+" GROUP BY state", args...)
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		all[State(state)] = n
	}
	return all, rows.Err()
}

// maxFound bounds what a search for words counts.
const maxFound = 1000

// rows reads the rows of a page, and where there are more the place to go on from.
func (q *Query) rows(tx *store.Tx, w *where, limit int) (all []*row, next string, err error) {
	if strings.TrimSpace(q.Text) != "" {
		return q.found(tx, w, limit)
	}
	o := orders[q.Sort]
	if q.Cursor != "" {
		key, n, ok := cut(q.Cursor)
		if !ok {
			return nil, "", wrongCursor()
		}
		w.add(o.after, key, n)
	}
	rows := tx.Query(o.sql(w), append(w.args, limit+1)...)
	var keys, numbers []int64
	for rows.Next() {
		var key, n int64
		if err := rows.Scan(&key, &n); err != nil {
			return nil, "", err
		}
		keys, numbers = append(keys, key), append(numbers, n)
	}
	if err := rows.Err(); err != nil {
		return nil, "", err
	}
	if len(numbers) > limit {
		numbers = numbers[:limit]
		next = fmt.Sprintf("%d.%d", keys[limit-1], numbers[limit-1])
	}
	all, err = read(tx, numbers)
	return all, next, err
}

// found reads a page of those that hold the words of the text, the latest opened
// first.
func (q *Query) found(tx *store.Tx, w *where, limit int) (all []*row, next string, err error) {
	before := int64(1)
	if q.Cursor != "" {
		_, n, ok := cut(q.Cursor)
		if !ok || n >= 0 {
			return nil, "", wrongCursor()
		}
		before = n
	}
	// What is below zero is an incident; row 0 is the index's own.
	numbers, err := search.FindAmong(tx, q.Text, before, limit+1, "incidents", "n", w.sql(), w.args)
	if err != nil {
		return nil, "", err
	}
	if len(numbers) > limit {
		numbers = numbers[:limit]
		next = fmt.Sprintf("0.%d", numbers[limit-1])
	}
	all, err = read(tx, numbers)
	return all, next, err
}

func read(tx *store.Tx, numbers []int64) (all []*row, err error) {
	for _, n := range numbers {
		r, err := scan(tx, tx.Row(numberSQL, n))
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func cut(cursor string) (key, n int64, ok bool) {
	a, b, ok := strings.Cut(cursor, ".")
	key, err := strconv.ParseInt(a, 10, 64)
	n, err2 := strconv.ParseInt(b, 10, 64)
	return key, n, ok && err == nil && err2 == nil
}

func wrongCursor() error {
	return invalid("incident.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
}

// summary is an incident as lists show it.
func (l *looker) summary(ctx context.Context, tx *store.Tx, r *row) (Summary, error) {
	v, err := l.view(ctx, tx, r)
	if err != nil {
		return Summary{}, err
	}
	return v.Summary(), nil
}

// Summary is what a list would show of the view.
func (v *View) Summary() Summary {
	sum := Summary{Incident: v.Incident, Reports: len(v.Reports), Independent: v.Sources.Independent, Denying: v.Sources.Denying}
	for _, q := range v.Asked {
		if q.Answer == "" {
			sum.Asked++
		}
	}
	return sum
}

// Marks gives incidents for a map: at most MaxMarks of those that the query finds,
// what happened last first; more says that there are others.
func (s *Service) Marks(ctx context.Context, a policy.Actor, q Query) (all []*Incident, more bool, err error) {
	filter, err := s.Policy.Filter(ctx, a, "incident.list")
	if err != nil || filter.None() {
		return nil, false, err
	}
	q.Sort, q.Cursor = Latest, ""
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		w := s.where(filter, &q)
		among(w, "state", texts(q.States))
		rows, next, err := q.rows(tx, w, MaxMarks)
		for _, r := range rows {
			all = append(all, r.in)
		}
		more = next != ""
		return err
	})
	return all, more, err
}

// Visible gives an incident as lists show it if a may see it in lists: what an open
// console is told of a change.
func (s *Service) Visible(ctx context.Context, a policy.Actor, id record.ID) (sum Summary, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return sum, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.list", id)
		if err == nil {
			sum, err = l.summary(ctx, tx, r)
		}
		return err
	})
	return sum, err
}

// Of is the incident that a revision tells of, the first where it is more than one.
// The caller asks the policy. It faults with Missing where there is none any more.
func (s *Service) Of(ctx context.Context, seq int64) (in *Incident, err error) {
	ids, err := s.Touched(ctx, seq)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, policy.Hide()
	}
	return s.Get(ctx, ids[0])
}

// Get gives an incident. The caller asks the policy. It faults with Missing where
// there is none.
func (s *Service) Get(ctx context.Context, id record.ID) (in *Incident, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err == nil {
			in = r.in
		}
		return err
	})
	return in, err
}

const touchedSQL = "SELECT i.id, i.merged FROM incident_log l JOIN incidents i USING (n) WHERE l.seq = ?"

// Touched are the incidents that a revision tells of, and those that have taken
// them in.
func (s *Service) Touched(ctx context.Context, seq int64) (ids []record.ID, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(touchedSQL, seq)
		for rows.Next() {
			var id record.ID
			var merged *record.ID
			if err := rows.Scan(&id, &merged); err != nil {
				return err
			}
			if ids = append(ids, id); merged != nil {
				ids = append(ids, *merged)
			}
		}
		return rows.Err()
	})
	return ids, err
}
