package policy

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

var update = flag.Bool("update", false, "write testdata/matrix.txt anew")

// network is a tree for tests: a unit's parent.
type network map[record.ID]record.ID

func (n network) All() (us []record.ID) {
	for u := range n {
		us = append(us, u)
	}
	return us
}

func (n network) Path(u record.ID) (path []record.ID) {
	for !u.Zero() {
		path = append(path, u)
		u = n[u]
	}
	return path
}

var (
	capital = record.IDOf("unit capital")
	wilaya  = record.IDOf("unit wilaya")
	post    = record.IDOf("unit post")
	other   = record.IDOf("unit other wilaya")
	small   = network{capital: {}, wilaya: capital, post: wilaya, other: capital}
)

func engine(t testing.TB, n Tree, demo bool) *Engine {
	t.Helper()
	e, err := New(n, demo)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The rules speak only of what the schema knows, in Cedar's strict typing.
func TestRulesFitTheSchema(t *testing.T) {
	b, err := ruleFiles.ReadFile("rules/schema.cedarschema")
	if err != nil {
		t.Fatal(err)
	}
	var s schema.Schema
	if err := s.UnmarshalCedar(b); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	all, err := readRules()
	if err != nil || len(all) < 20 {
		t.Fatalf("%d rules, %v", len(all), err)
	}
	v := validate.New(resolved)
	for _, r := range all {
		if err := v.Policy(string(r.id), (*ast.Policy)(r.policy.AST())); err != nil {
			t.Errorf("%s: %v", r.id, err)
		}
		text := string(r.policy.MarshalCedar())
		for _, bad := range []string{"Unit::", "Actor::", "principal.unit in", "Report::"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s names %s: no filter could be made from it", r.id, bad)
			}
		}
		if _, isAll := r.policy.AST().Action.(ast.ScopeTypeAll); isAll {
			t.Errorf("%s speaks of every action", r.id)
		}
		for role := range roleNames(text) {
			if _, ok := ParseRole(role); !ok {
				t.Errorf("%s names the role %q, which nobody can have", r.id, role)
			}
		}
	}
	for _, p := range record.Purposes {
		if !slices.ContainsFunc(all, func(r rule) bool { return strings.Contains(string(r.policy.MarshalCedar()), strconv.Quote(p)) }) {
			t.Errorf("the purpose %s is not in the rules", p)
		}
	}
}

func roleNames(text string) map[string]bool {
	names := map[string]bool{}
	for _, part := range strings.Split(text, `Role::"`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		names[name] = true
	}
	return names
}

// The golden table: endpoint by role by handling. A cell has a letter for each
// marking that is open: c g a s r, upper case where only to whom it is assigned,
// * where only to whom is named.
func TestMatrix(t *testing.T) {
	e := engine(t, small, false)
	var b strings.Builder
	fmt.Fprintf(&b, "# Who may do what: markings open in one's own unit | in the units below | elsewhere.\n"+
		"# c clear, g green, a amber, s amber+strict, r red; upper case: only who works on it; *x: only who was named.\n"+
		"# For things without a marking the cell says yes.\n")
	fmt.Fprintf(&b, "%-18s", "action")
	for _, r := range Roles() {
		fmt.Fprintf(&b, " %-24s", r)
	}
	b.WriteString("\n")
	for _, action := range e.Actions() {
		fmt.Fprintf(&b, "%-18s", action)
		for _, role := range Roles() {
			fmt.Fprintf(&b, " %-24s", matrixCell(t, e, role, action))
		}
		b.WriteString("\n")
	}
	got := trimLines(b.String())
	golden := filepath.Join("testdata", "matrix.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the matrix changed (-want +got); if it is meant, run with -update and read the change:\n%s", diff)
	}
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// matrixCell asks Allow itself, not the filter's table.
func matrixCell(t *testing.T, e *Engine, role Role, action Action) string {
	t.Helper()
	a := Actor{ID: record.IDOf("me"), Roles: []Role{role}, Unit: wilaya}
	var cells []string
	for _, unit := range []record.ID{wilaya, post, other} {
		marks, any := "", false
		for tlp := record.Clear; tlp <= record.Red; tlp++ {
			r := Resource{
				Type: e.typeOf(action), ID: record.IDOf("row"), Unit: unit, UnitPath: small.Path(unit), TLP: tlp,
				Purpose: "community-safety", Assignee: record.IDOf("another"),
			}
			if r.Type == Account {
				r.ID = a.ID
			}
			letter := string("cgasr"[tlp])
			free := e.Allow(t.Context(), a, action, r) == nil
			r.Assignee = a.ID
			assigned := e.Allow(t.Context(), a, action, r) == nil
			r.Assignee, r.Recipients = record.IDOf("another"), []record.ID{a.ID}
			named := e.Allow(t.Context(), a, action, r) == nil
			switch {
			case free:
				marks, any = marks+letter, true
			case assigned && named:
				marks += strings.ToUpper(letter) + "*" + letter
			case assigned:
				marks += strings.ToUpper(letter)
			case named:
				marks += "*" + letter
			}
		}
		switch {
		case marks == "":
			marks = "-"
		case any && e.typeOf(action) != Report && e.typeOf(action) != Source:
			marks = "yes"
		}
		cells = append(cells, marks)
	}
	if cells[0] == "-" && cells[1] == "-" && cells[2] == "-" {
		return "-"
	}
	return strings.Join(cells, "|")
}

// Every set of roles gives every action a filter, whoever holds work may read,
// and an administrator or oversight reads nothing.
func TestLawsForEverySetOfRoles(t *testing.T) {
	e := engine(t, small, false)
	for bits := range 1 << len(roles) {
		var rs []Role
		for i, r := range roles {
			if bits>>i&1 == 1 {
				rs = append(rs, r)
			}
		}
		a := Actor{ID: record.IDOf("me"), Roles: rs, Unit: wilaya}
		open, err := e.table(a, "report.open")
		if err != nil {
			t.Fatal(err)
		}
		list, err := e.table(a, "report.list")
		if err != nil || *list != *open {
			t.Errorf("%v: the list is not what may be opened: %v, %v, %v", rs, list, open, err)
		}
		for _, action := range e.Actions() {
			got, err := e.table(a, action)
			if err != nil {
				t.Error(err)
				continue
			}
			if e.within(e.actions[action], workGroup) {
				for rel := range relations {
					if !open[rel].covers(got[rel]) {
						t.Errorf("%v may %s where they may not read: %v, %v", rs, action, got, open)
					}
				}
			}
		}
		if (a.Has(Administrator) || a.Has(Oversight)) && *open != (table{{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}) {
			t.Errorf("%v read reports: %v", rs, open)
		}
	}
}

var workGroup = actionUID("work")

func TestDenials(t *testing.T) {
	e := engine(t, small, false)
	report := Resource{Type: Report, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber, Purpose: "community-safety"}
	red := report
	red.TLP = record.Red
	asked := Resource{Type: Source, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), Asker: record.IDOf("me")}
	me := func(unit record.ID, rs ...Role) Actor { return Actor{ID: record.IDOf("me"), Unit: unit, Roles: rs} }
	for _, c := range []struct {
		name   string
		a      Actor
		action Action
		r      Resource
		kind   fault.Kind
		rule   string
	}{
		{"nobody", Actor{}, "report.open", report, fault.Unknown, ""},
		{"an analyst closes", me(post, Analyst), "report.close", report, fault.Denied, noRule},
		{"another wilaya's desk must not know", me(other, Desk), "report.open", report, fault.Missing, ""},
		{"the administrator must not know", me(capital, Administrator, Chief), "report.open", report, fault.Missing, ""},
		{"a chief above must not know of red", me(wilaya, Chief), "report.grade", red, fault.Missing, ""},
		{"a desk of the unit must not know of red", me(post, Desk), "report.open", red, fault.Missing, ""},
		{"administrator hands in a report", me(capital, Administrator), "report.accept", report, fault.Denied, "never.administrator"},
		{"no purpose", me(post, Desk), "report.accept", Resource{Type: Report, Unit: post, UnitPath: small.Path(post)}, fault.Denied, "never.purpose"},
		{"a purpose that is none", me(post, Desk), "report.accept", Resource{Type: Report, Unit: post, Purpose: "curiosity"}, fault.Denied, "never.purpose"},
		{"own approval", me(wilaya, Chief), "vault.approve", asked, fault.Denied, "never.own.approval"},
		{"demo entry on a real node", me(post, Desk), "session.demo", Resource{Type: Node}, fault.Denied, noRule},
		{"a unit of no units", me(record.ID{}, Chief), "report.open", Resource{Type: Report, TLP: record.Amber}, fault.Missing, ""},
		{"no such action", me(post, Chief), "report.sell", report, fault.Internal, ""},
	} {
		err := e.Allow(t.Context(), c.a, c.action, c.r)
		var f *fault.Error
		if !asFault(err, &f) || f.Kind != c.kind {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.rule != "" && !slices.Equal(f.Args, []string{string(c.action), c.rule}) {
			t.Errorf("%s: the denial names %v, want %s", c.name, f.Args, c.rule)
		}
		if c.kind == fault.Missing && len(f.Args) > 0 {
			t.Errorf("%s: a hidden thing names its rule: %v", c.name, f.Args)
		}
	}
	if err := engine(t, small, true).Allow(t.Context(), Actor{}, "session.demo", Resource{Type: Node}); err != nil {
		t.Errorf("a demo's entry: %v", err)
	}
}

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
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "rows.db"), Modules: []store.Module{{Name: "rows", Steps: []string{
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
	rows := make([]Resource, 50)
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		for i := range rows {
			u := units[r.IntN(len(units))]
			row := Resource{Type: Report, ID: record.IDOf(fmt.Sprint("row ", i)), Unit: u, UnitPath: n.Path(u), TLP: record.TLP(r.IntN(markings)), Purpose: "community-safety"}
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
	actions := []Action{"report.list", "report.open", "report.search", "report.map", "report.grade", "report.note", "report.erase", "report.correct", "vault.approve"}
	asked, allowed, differ, mine, named := 0, 0, 0, 0, 0
	for asked < pairs() {
		// Most actors have to do with some row: they work on it, were named, or are
		// at its unit or above.
		a := Actor{ID: people[r.IntN(len(people))], Unit: units[r.IntN(len(units))], Roles: []Role{roles[(r.IntN(2*len(roles))+2)%len(roles)]}}
		if row := rows[r.IntN(len(rows))]; r.IntN(4) > 0 {
			a.Unit = row.UnitPath[min(len(row.UnitPath)-1, r.IntN(6)/2)]
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
	if allowed < asked/50 || allowed > asked*49/50 || mine == 0 || named == 0 {
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

func TestCompatible(t *testing.T) {
	for _, c := range []struct {
		rs []Role
		ok bool
	}{
		{[]Role{Desk, Chief}, true}, {[]Role{Operator, Analyst}, true}, {[]Role{Administrator}, true}, {[]Role{Oversight}, true},
		{[]Role{Administrator, Chief}, false}, {[]Role{Oversight, Analyst}, false}, {[]Role{Oversight, Administrator}, false},
		{[]Role{Reporter}, true}, {[]Role{Reporter, Desk}, false},
	} {
		if Compatible(c.rs) != c.ok {
			t.Errorf("Compatible(%v) = %v", c.rs, !c.ok)
		}
	}
}

func TestCan(t *testing.T) {
	e := engine(t, small, false)
	can := func(r Role) []Action {
		as, err := e.Can(t.Context(), Actor{ID: record.IDOf("me"), Unit: post, Roles: []Role{r}})
		if err != nil {
			t.Fatal(err)
		}
		return as
	}
	if diff := cmp.Diff([]Action{"account.self", "audit.read", "member.list", "report.erase", "unit.list", "vault.approve"}, can(Oversight)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Action{"account.self", "report.accept"}, can(Reporter)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkAllow(b *testing.B) {
	e := engine(b, small, false)
	a := Actor{ID: record.IDOf("me"), Unit: wilaya, Roles: []Role{Desk}}
	r := Resource{Type: Report, ID: record.IDOf("row"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber, Assignee: a.ID}
	for b.Loop() {
		if err := e.Allow(b.Context(), a, "report.grade", r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHidden(b *testing.B) {
	e := engine(b, small, false)
	a := Actor{ID: record.IDOf("me"), Unit: other, Roles: []Role{Desk}}
	r := Resource{Type: Report, ID: record.IDOf("row"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber}
	for b.Loop() {
		if err := e.Allow(b.Context(), a, "report.grade", r); err == nil {
			b.Fatal("allowed")
		}
	}
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

func actionUID(name string) types.EntityUID {
	return types.NewEntityUID("Action", types.String(name))
}

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }
