package policy

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// A bigNetwork has 4 levels and some 300 units, as a country's police has.
func bigNetwork(r *rand.Rand) network {
	n := network{capital: {}}
	level := []record.ID{capital}
	for _, width := range []int{15, 4, 4} {
		var next []record.ID
		for _, parent := range level {
			for range width {
				id := record.IDOf(fmt.Sprint("unit ", r.Int64()))
				n[id] = parent
				next = append(next, id)
			}
		}
		level = next
	}
	return n
}

// pairs is how many random pairs the differential test asks: WASL_PAIRS, or
// enough to meet every combination many times.
func pairs() int {
	if n, err := strconv.Atoi(os.Getenv("WASL_PAIRS")); err == nil {
		return n
	}
	return 10_000
}

// What Allow says row by row, the filter's SQL says of a real table: 0 of
// WASL_PAIRS may differ, and the filter's Match agrees with both.
func TestFilterIsThePolicy(t *testing.T) {
	r := rand.New(rand.NewPCG(1, uint64(pairs())))
	n := bigNetwork(r)
	e := engine(t, n, false)
	units := n.All()
	slices.SortFunc(units, func(a, b record.ID) int { return slices.Compare(a[:], b[:]) })
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(storetest.Dir(t), "rows.db"), Modules: []store.Module{{Name: "rows", Steps: []string{
		"CREATE TABLE rows (n INTEGER PRIMARY KEY, unit BLOB, tlp INTEGER, assignee BLOB); CREATE TABLE named (n INTEGER, account BLOB)",
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	people := make([]record.ID, 40)
	for i := range people {
		people[i] = record.IDOf(fmt.Sprint("person ", i))
	}
	rows := make([]Resource, 20)
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		for i := range rows {
			u := units[r.IntN(len(units))]
			row := Resource{Type: Report, ID: record.IDOf(fmt.Sprint("row ", i)), Unit: u, UnitPath: n.Path(u), TLP: record.TLP(min(r.IntN(markings+3), markings-1)), Purpose: "community-safety"}
			var assignee *record.ID
			if r.IntN(2) == 0 {
				row.Assignee = people[r.IntN(len(people))]
				assignee = &row.Assignee
			}
			if r.IntN(4) == 0 {
				row.Recipients = []record.ID{people[r.IntN(len(people))]}
				if err := tx.Exec("INSERT INTO named VALUES (?, ?)", i, row.Recipients[0]); err != nil {
					return err
				}
			}
			rows[i] = row
			if err := tx.Exec("INSERT INTO rows VALUES (?, ?, ?, ?)", i, u, row.TLP, assignee); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	actions := []Action{
		"report.list", "report.open", "report.search", "report.map", "report.grade", "report.note", "report.erase", "report.correct", "report.compare", "report.count",
		"incident.list", "incident.open", "incident.attach", "incident.close", "incident.mark", "incident.erase", "incident.count", "vault.approve",
		"alert.list", "alert.acknowledge", "alert.raise",
		"task.list", "task.answer", "referral.list", "referral.answer", "referral.identify", "handover.list", "handover.take", "response.figures",
		"bulletin.list", "bulletin.edit", "bulletin.withdraw",
	}
	asked, allowed, differ, mine, named := 0, 0, 0, 0, 0
	for asked < pairs() {
		// Most actors have to do with some row: they work on it, were named, or are
		// at its unit or above.
		a := Actor{ID: people[r.IntN(len(people))], Unit: units[r.IntN(len(units))], Roles: []Role{roles[(r.IntN(2*len(roles))+2)%len(roles)]}}
		if row := rows[r.IntN(len(rows))]; r.IntN(4) > 0 {
			a.Unit = row.UnitPath[min(len(row.UnitPath)-1, r.IntN(6)/2)]
			if r.IntN(2) == 0 { // where most depends on who asks
				a.Unit, a.Roles[0] = row.Unit, []Role{Desk, Analyst}[r.IntN(2)]
			}
			if !row.Assignee.Zero() && r.IntN(2) == 0 {
				a.ID = row.Assignee
			} else if len(row.Recipients) > 0 {
				a.ID = row.Recipients[0]
			}
		}
		if r.IntN(3) == 0 {
			a.Roles = append(a.Roles, roles[r.IntN(len(roles))])
		}
		action := actions[r.IntN(len(actions))]
		f, err := e.Filter(t.Context(), a, action)
		if err != nil {
			t.Fatal(err)
		}
		listed := listed(t, db, f)
		shown := f.Units(units)
		for i, row := range rows {
			asked++
			row.Type = e.typeOf(action)
			want := e.Allow(t.Context(), a, action, row) == nil
			match := f.Match(row.Unit, row.TLP, &row.Assignee, row.Recipients...)
			cond, args := f.For(row.Unit).SQL(Columns{Unit: "unit", TLP: "tlp"})
			if strings.Contains(cond, "unit") || strings.Count(cond, "?") != len(args) {
				t.Fatalf("the filter of one unit asks for the unit: %s", cond)
			}
			if want != listed[i] || want != match || want && !slices.Contains(shown, row.Unit) || f.Counts(row.Unit, row.TLP) && !want {
				differ++
				t.Errorf("%v of %v %s row %+v: Allow %v, SQL %v, Match %v", a.Roles, a.Unit, action, row, want, listed[i], match)
			}
			if want {
				allowed++
			}
			if want && !f.Counts(row.Unit, row.TLP) { // because of who asks alone
				if row.Assignee == a.ID {
					mine++
				} else {
					named++
				}
			}
		}
		if differ > 10 {
			t.FailNow()
		}
	}
	t.Logf("%d pairs, %d allowed, %d of them as assigned and %d as named; %d differences", asked, allowed, mine, named, differ)
	if allowed < asked/50 || allowed > asked*49/50 || mine < asked/5000 || named < asked/5000 {
		t.Errorf("%d of %d allowed: the test asks too little", allowed, asked)
	}
}

func listed(t *testing.T, db *store.DB, f Filter) map[int]bool {
	t.Helper()
	in := map[int]bool{}
	cond, args := f.SQL(Columns{Unit: "unit", TLP: "tlp", Assignee: "assignee", Named: "EXISTS (SELECT 1 FROM named WHERE named.n = rows.n AND account = ?)"})
	if err := db.View(t.Context(), func(tx *store.Tx) error {
		rs := tx.Query("SELECT n FROM rows WHERE ("+cond+")", args...)
		for rs.Next() {
			var n int
			if err := rs.Scan(&n); err != nil {
				return err
			}
			in[n] = true
		}
		return rs.Err()
	}); err != nil {
		t.Fatal(err)
	}
	return in
}

// FuzzFilter: the filter's two tellings agree with Allow about any row.
func FuzzFilter(f *testing.F) {
	e := engine(f, small, false)
	units := []record.ID{capital, wilaya, post, other, {}}
	f.Add(uint8(4), uint8(1), uint8(2), uint8(2), true, false)
	f.Add(uint8(127), uint8(4), uint8(4), uint8(9), true, true)
	f.Fuzz(func(t *testing.T, bits, at, of, tlp uint8, assigned, named bool) {
		a := Actor{ID: record.IDOf("me"), Unit: units[int(at)%len(units)]}
		for i, r := range roles {
			if bits>>i&1 == 1 {
				a.Roles = append(a.Roles, r)
			}
		}
		r := Resource{Type: Report, ID: record.IDOf("row"), Unit: units[int(of)%len(units)], TLP: record.TLP(int(tlp) % markings)}
		r.UnitPath = small.Path(r.Unit)
		if assigned {
			r.Assignee = a.ID
		}
		if named {
			r.Recipients = []record.ID{a.ID}
		}
		filter, err := e.Filter(t.Context(), a, "report.list")
		if err != nil {
			t.Fatal(err)
		}
		want := e.Allow(t.Context(), a, "report.list", r) == nil
		if got := filter.Match(r.Unit, r.TLP, &r.Assignee, r.Recipients...); got != want {
			t.Errorf("%v %+v: Match %v, Allow %v", a, r, got, want)
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	n := bigNetwork(rand.New(rand.NewPCG(1, 1)))
	e := engine(b, n, false)
	a := Actor{ID: record.IDOf("me"), Unit: capital, Roles: []Role{Chief}}
	for b.Loop() {
		if _, err := e.Filter(b.Context(), a, "report.list"); err != nil {
			b.Fatal(err)
		}
	}
}
