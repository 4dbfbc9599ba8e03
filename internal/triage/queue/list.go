package queue

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
	States    []State // none: all but the quarantine
	Unit      record.ID
	Kinds     []string         // none: every kind
	Urgencies []report.Urgency // none: every urgency
	Assignee  *record.ID       // the zero id: nobody's
	From, To  time.Time
	Late      time.Time // not zero: what is open and was due before
	Sift      Sift
	Sort      Sort
	Cursor    string
	Limit     int

	scan int // rows that a sift looks at in all; 0: maxSifted
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest  Sort = "-at"
	Oldest  Sort = "at"
	Urgent  Sort = "urgency" // the most pressing first, among them the oldest
	Due     Sort = "due"     // lives at risk first, then what is due first; what is not open comes last, the oldest first
	Default      = Newest
)

// MaxPage bounds a page of the queue.
const MaxPage = 200

// Page is a page of the queue, with how many reports are in each state under
// the filter of unit, kind and urgency. Counted is false where something else
// was asked for too: then nobody has counted. A page may hold less than was
// asked for and yet have a next one: a sift looks at so many rows at a time.
type Page struct {
	Items   []Summary
	Next    string
	Counts  Counts
	Counted bool
}

// Counts is how many reports are in each state.
type Counts [len(stateNames)]int

// key is a row's place in the order of a list: by time; by urgency and time; or
// by class, when it is due, and since when it waits.
type key struct {
	a, b, c, n int64
}

// Classes of the order by what is due.
const (
	lives = iota
	others
	shelved // nothing is awaited of the desk
)

func (q *Query) less(x, y key) int {
	if q.Sort == Newest {
		return cmp.Or(cmp.Compare(y.a, x.a), cmp.Compare(y.n, x.n))
	}
	return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.c, y.c), cmp.Compare(x.n, y.n))
}

// List gives a page of what a may see. The list of every unit and state lies in
// an index in the order asked for; the page is merged from their heads, so that
// its cost does not grow with the queue.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (Page, error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return Page{}, err
	}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return Page{}, err
	}
	q.complete()
	units, w := s.scope(filter, q.Unit), s.waiting()
	page := Page{Counted: q.countable()}
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		lines, err := q.counts(tx, units, filter, a.ID, &page.Counts)
		if err != nil {
			return err
		}
		keys, more, err := q.heads(tx, lines, filter, w, after)
		if err != nil {
			return err
		}
		if more != nil {
			page.Next = fmt.Sprintf("%d.%d.%d.%d", more.a, more.b, more.c, more.n)
		}
		for _, k := range keys {
			sum, err := summary(tx, k.n, w)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, sum)
			numbers = append(numbers, k.n)
		}
		return nil
	})
	if err == nil {
		err = s.show(ctx, a, numbers)
	}
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// complete fills in what was left out.
func (q *Query) complete() {
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = 50
	}
	if q.Sort == "" {
		q.Sort = Default
	}
	if len(q.States) == 0 {
		q.States = shown
	}
	if !q.Late.IsZero() {
		q.States = slices.DeleteFunc(slices.Clone(q.States), func(st State) bool { return !st.open() })
	}
	if q.scan == 0 {
		q.scan = maxSifted
	}
}

// countable tells whether the tallies hold all that is asked for.
func (q *Query) countable() bool {
	return q.Assignee == nil && q.From.IsZero() && q.To.IsZero() && q.Late.IsZero() && q.Sift.none()
}

// scope is the units whose queues the list is made of.
func (s *Service) scope(f policy.Filter, under record.ID) []record.ID {
	units := f.Units(s.units.All())
	if under.Zero() {
		return units
	}
	return slices.DeleteFunc(units, func(u record.ID) bool { return !s.units.Under(u, under) })
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
		lines = append(lines, held...)
	}
	return lines, onlyTheirs(tx, f, a, func(r *row) {
		if q.wants(r) && slices.Contains(units, r.unit) {
			counts[r.state]++
		}
	})
}

// count adds up the tallies of a unit of what everybody who sees it sees, and
// gives its lines that hold anything, whether or not that may be seen.
func (q *Query) count(tx *store.Tx, u record.ID, f policy.Filter, counts *Counts) ([]line, error) {
	held := map[line]bool{}
	rows := tx.Query(tallySQL, u)
	for rows.Next() {
		var r row
		var state, n int
		if err := rows.Scan(&state, &r.kind, &r.urgency, &r.tlp, &n); err != nil {
			return nil, err
		}
		if r.state = State(state); n == 0 || !q.wants(&r) {
			continue
		}
		if slices.Contains(q.States, r.state) {
			for _, l := range q.linesOf(u, &r) {
				held[l] = true
			}
		}
		if f.Counts(u, r.tlp) {
			counts[state] += n
		}
	}
	return slices.Collect(maps.Keys(held)), rows.Err()
}

// linesOf are the lines in which rows like one of what is asked for stand. What a
// rule proposes is on time by the more pressing urgency.
func (q *Query) linesOf(u record.ID, r *row) (lines []line) {
	l := line{unit: u, state: r.state, urgency: anyUrgency, press: anyUrgency}
	if len(q.Kinds) > 0 {
		l.kind = r.kind
	}
	if q.Sort == Due && r.state.open() {
		for l.press = 0; l.press <= r.urgency; l.press++ {
			lines = append(lines, l)
		}
		return lines
	}
	if len(q.Urgencies) > 0 {
		l.urgency = r.urgency
	}
	return append(lines, l)
}

// wants tells whether a row's kind and urgency are asked for.
func (q *Query) wants(r *row) bool {
	return (len(q.Kinds) == 0 || slices.Contains(q.Kinds, r.kind)) && (len(q.Urgencies) == 0 || slices.Contains(q.Urgencies, urgencies[r.urgency]))
}

const onlyTheirsSQL = `SELECT unit, state, kind, urgency, at, tlp, list, place, lat, lon, since, proposed FROM queue INDEXED BY queue_close
	WHERE assignee = ? AND tlp >= 3`

// onlyTheirs gives the rows that an actor sees as the one who works on them and not
// otherwise: reports so closely marked that no count of a unit holds them.
func onlyTheirs(tx *store.Tx, f policy.Filter, a record.ID, each func(*row)) error {
	rows := tx.Query(onlyTheirsSQL, a)
	for rows.Next() {
		r := &row{assignee: &a}
		var state int
		if err := rows.Scan(&r.unit, &state, &r.kind, &r.urgency, &r.at, &r.tlp, &r.list, &r.place, &r.lat, &r.lon, &r.since, &r.proposed); err != nil {
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
	var v [4]int64
	ok := len(parts) == len(v)
	for i := 0; ok && i < len(v); i++ {
		n, err := strconv.ParseInt(parts[i], 10, 64)
		v[i], ok = n, err == nil
	}
	if !ok {
		return nil, wrongCursor()
	}
	return &key{v[0], v[1], v[2], v[3]}, nil
}

func wrongCursor() error {
	return invalid("queue.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
}

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

const summarySQL = `SELECT r.id, r.receipt, r.form, q.kind, r.title, r.excerpt, r.language, r.channel, q.unit, r.list, r.place, q.at, r.told, q.state, q.urgency,
		q.source, q.information, q.assignee, q.outcome, q.unread, q.since, q.proposed, q.lat, q.lon, q.tlp, q.seq, r.dead, r.injured, r.missing,
		(SELECT count(*) FROM files f WHERE f.n = q.n), (SELECT count(*) FROM instances i WHERE i.n = q.n AND i.rev IS NOT NULL)
		FROM queue q JOIN reports r USING (n) WHERE q.n = ?`

// summary reads one report as lists show it.
func summary(tx *store.Tx, n int64, w *waiting) (s Summary, err error) {
	var state, urgency int
	var receipt, at int64
	var told *int64
	var since int64
	var proposed int
	var assignee *record.ID
	var lat, lon *float64
	var channel, outcome string
	err = tx.Row(summarySQL, n).
		Scan(&s.ID, &receipt, &s.Form, &s.Kind, &s.Title, &s.Excerpt, &s.Language, &channel, &s.Unit, &s.Place.List, &s.Place.Code, &at, &told, &state, &urgency,
			&s.Grade.Source, &s.Grade.Information, &assignee, &outcome, &s.Unread, &since, &proposed, &lat, &lon, &s.TLP, &s.Revision, &s.Dead, &s.Injured, &s.Missing,
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
	w.date(&s, &row{unit: s.Unit, state: s.State, urgency: urgency, since: since, proposed: proposed})
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
		sum, err = summary(tx, n, s.waiting())
		return err
	})
	return sum, err
}
