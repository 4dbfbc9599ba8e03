package queue

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// plan is how SQLite goes about a statement.
func plan(t *testing.T, tx *store.Tx, sql string, args ...any) string {
	t.Helper()
	p, err := tx.Plan(sql, args...)
	if err != nil || p == "" {
		t.Fatalf("%s: %v", sql, err)
	}
	return p
}

// Every order and every filter that the list offers reads its rows from an
// index, in the order asked for, on the first page and on those after it.
func TestEveryListUsesAnIndex(t *testing.T) {
	o := newOffice(t)
	desk := o.hire("desk", north, policy.Desk)
	filter, err := o.policy.Filter(t.Context(), desk, "report.list")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	asked := 0
	for _, sort := range []Sort{Newest, Oldest, Urgent, Due} {
		for bits := range 1 << 6 {
			for _, whose := range []*record.ID{nil, {}, &desk.ID} {
				q := Query{Sort: sort, Limit: 50, Assignee: whose}
				l := line{unit: north, state: New, urgency: anyUrgency, press: anyUrgency}
				var after *key
				if bits&1 != 0 {
					q.Kinds, l.kind = []string{"attack"}, "attack"
				}
				if bits&2 != 0 {
					q.Urgencies, l.urgency = urgencies[:1], 0
				}
				if bits&4 != 0 {
					q.From = now
				}
				if bits&8 != 0 {
					q.To = now
				}
				if bits&16 != 0 {
					after = &key{1, 2, 3, 4}
				}
				if bits&32 != 0 {
					q.Late = now
				}
				if sort == Due {
					l.press, l.urgency = 1, anyUrgency
				}
				other := l
				other.unit = south
				conditions := []*condition{q.ofLine(l, filter, o.waiting(), after), q.ofLine(other, filter, o.waiting(), after)}
				if q.mine() && (sort == Due || bits&32 != 0) {
					continue // put in order by hand
				}
				if q.mine() {
					conditions = q.ofOne([]line{l, other}, filter, after)
				}
				for _, c := range conditions {
					checkPlan(t, o, q, c)
				}
				asked += len(conditions)
			}
		}
	}
	if asked != 3*32*5+3*32*4+64*4 {
		t.Errorf("%d lists asked", asked)
	}
}

func checkPlan(t *testing.T, o *office, q Query, c *condition) {
	t.Helper()
	sql, args := q.sql(c)
	index, _, _ := q.order(c)
	want := map[string]string{
		"queue_at": "unit=? AND state=?", "queue_kind": "kind=?", "queue_urgency": "state=?", "queue_kind_urgency": "kind=?",
		"queue_assignee": "assignee=? AND state=?", "queue_due": "state=? AND press=?", "queue_kind_due": "kind=? AND press=?",
	}[strings.TrimSuffix(index, "_free")]
	// One person's reports are few: those by urgency are sorted in memory.
	sorted := q.mine() && q.Sort == Urgent
	if err := o.l.View(t.Context(), func(tx *store.Tx) error {
		got := plan(t, tx, sql, args...)
		if !strings.HasPrefix(got, "SEARCH queue USING") || !strings.Contains(got, "INDEX "+index+" (") || !strings.Contains(got, want) ||
			strings.Contains(got, "TEMP B-TREE") && !sorted || strings.Contains(got, "SCAN") {
			t.Errorf("%+v: %s\n%s", q, got, sql)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// What else a console asks reads no table from end to end.
func TestEverythingElseUsesAnIndex(t *testing.T) {
	o := newOffice(t)
	desk := o.hire("desk", north, policy.Desk)
	filter, err := o.policy.Filter(t.Context(), desk, "report.search")
	if err != nil {
		t.Fatal(err)
	}
	cond, args := filter.For(north).SQL(columns)
	for what, c := range map[string]struct {
		sql  string
		args []any
	}{
		"a report's row":   {rowSQL, []any{record.IDOf("r")}},
		"a summary":        {summarySQL, []any{1}},
		"messages":         {messagesSQL, []any{1}},
		"a word's id":      {saidSQL, []any{record.IDOf("m")}},
		"tallies":          {tallySQL, []any{north}},
		"the map's grid":   {squaresSQL, []any{1, 2}},
		"the map's points": {pointsSQL, []any{1, 2}},
		"the map by time":  {timedSQL, []any{1, 2}},
		"what is overdue":  {overdueSQL, []any{north, 0, 0, 1, 2}},
		"proposals":        {proposalsSQL, []any{1}},
		"open urgencies":   {openUrgenciesSQL, []any{1}},
		"moves":            {movesSQL, []any{1, north, north}},
		"what is mine":     {mineSQL, []any{desk.ID}},
		"second looks":     {looksSQL, []any{north}},
		"in hand":          {handsSQL, []any{desk.ID, 10}},
		"days":             {daysSQL, []any{1, 2}},
		"seen alone":       {onlyTheirsSQL, []any{desk.ID}},
		"seen, all":        {fmt.Sprintf(visibleSQL, cond), append(append([]any{north}, args...), 10)},
	} {
		if err := o.l.View(t.Context(), func(tx *store.Tx) error {
			if got := plan(t, tx, c.sql, c.args...); strings.Contains(got, "SCAN") && !strings.Contains(got, "SCAN CONSTANT ROW") || strings.Contains(got, "TEMP B-TREE") {
				t.Errorf("%s: %s", what, got)
			} else if what == "what is overdue" && !strings.Contains(got, "COVERING INDEX queue_due") {
				t.Errorf("%s reads the rows themselves: %s", what, got)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// The index of closely marked reports holds all that its assignee alone sees,
// whatever the rules are.
func TestWhatOneSeesAloneIsCloselyMarked(t *testing.T) {
	o := newOffice(t)
	for bits := range 1 << len(policy.Roles()) {
		a := policy.Actor{ID: record.IDOf("me"), Unit: north}
		for i, r := range policy.Roles() {
			if bits>>i&1 == 1 {
				a.Roles = append(a.Roles, r)
			}
		}
		for _, action := range []policy.Action{"report.list", "report.map"} {
			f, err := o.policy.Filter(t.Context(), a, action)
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range []record.ID{capital, north, well, south} {
				for tlp := record.Clear; tlp < record.AmberStrict; tlp++ {
					if f.Match(u, tlp, &a.ID) && !f.Counts(u, tlp) {
						t.Errorf("%v sees %v of %v only when it is theirs: queue_close must hold it", a.Roles, tlp, u)
					}
				}
			}
		}
	}
}
