package policy

import (
	"errors"
	"flag"
	"fmt"
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
		case any && !e.typeOf(action).marked():
			marks = "yes"
		}
		cells = append(cells, marks)
	}
	if cells[0] == "-" && cells[1] == "-" && cells[2] == "-" {
		return "-"
	}
	return strings.Join(cells, "|")
}

// setsOfRoles gives every set that one account may hold, and every other of
// two: what an account holds is checked when it is given, and the rules hold by
// themselves as well.
func setsOfRoles() (sets [][]Role) {
	for bits := range 1 << len(roles) {
		var rs []Role
		for i, r := range roles {
			if bits>>i&1 == 1 {
				rs = append(rs, r)
			}
		}
		if Compatible(rs) || len(rs) <= 2 {
			sets = append(sets, rs)
		}
	}
	return sets
}

// What is reported and what has to do with communities are never one account's,
// whatever roles it was given.
func TestCommunitiesAreApart(t *testing.T) {
	e := engine(t, small, false)
	community := 0
	for _, action := range e.Actions() {
		inside := e.within(e.actions[action], actionUID("community"))
		if inside {
			community++
		}
		content := e.within(e.actions[action], actionUID("content"))
		for _, rs := range setsOfRoles() {
			a := Actor{ID: record.IDOf("me"), Roles: rs, Unit: wilaya}
			got, err := e.table(a, action)
			if err != nil {
				t.Fatal(err)
			}
			other := slices.ContainsFunc(rs, func(r Role) bool { return !r.OfCommunities() })
			if inside && other && !got[own].none() {
				t.Errorf("%v may %s", rs, action)
			}
			if content && !other && !got[own].none() {
				t.Errorf("%v, of communities alone, may %s", rs, action)
			}
		}
	}
	if community < 15 {
		t.Errorf("%d actions are of communities: this test looks in the wrong place", community)
	}
}

// Every set of roles gives every action a filter, whoever holds work may read,
// and an administrator or oversight reads nothing.
func TestLawsForEverySetOfRoles(t *testing.T) {
	e := engine(t, small, false)
	for _, rs := range setsOfRoles() {
		a := Actor{ID: record.IDOf("me"), Roles: rs, Unit: wilaya}
		open, err := e.table(a, "report.open")
		if err != nil {
			t.Fatal(err)
		}
		for read, list := range map[Action]Action{"report.open": "report.list", "incident.open": "incident.list", "task.open": "task.list", "handover.open": "handover.list", "bulletin.open": "bulletin.list"} {
			opened, err := e.table(a, read)
			listed, err2 := e.table(a, list)
			if err != nil || err2 != nil || *listed != *opened {
				t.Errorf("%v: %s is not what may be opened: %v, %v, %v, %v", rs, list, listed, opened, err, err2)
			}
		}
		for _, action := range e.Actions() {
			got, err := e.table(a, action)
			if err != nil {
				t.Error(err)
				continue
			}
			if e.within(e.actions[action], workGroup) {
				read := open
				if by, apart := readBy[e.typeOf(action)]; apart {
					if read, err = e.table(a, by); err != nil {
						t.Fatal(err)
					}
				}
				for rel := range relations {
					if !read[rel].covers(got[rel]) {
						t.Errorf("%v may %s where they may not read: %v, %v", rs, action, got, read)
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

// readBy is the action by which things are read that are not reports.
var readBy = map[Type]Action{Incident: "incident.open", Task: "task.open", Referral: "referral.list", Handover: "handover.open", Bulletin: "bulletin.open"}

func TestDenials(t *testing.T) {
	e := engine(t, small, false)
	report := Resource{Type: Report, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber, Purpose: "community-safety"}
	red := report
	red.TLP = record.Red
	incident := report
	incident.Type = Incident
	asked := Resource{Type: Source, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), Asker: record.IDOf("me")}
	alert := Resource{Type: Alert, ID: record.IDOf("a"), Unit: post, UnitPath: small.Path(post), TLP: record.Red}
	proposed := Resource{Type: Warning, ID: record.IDOf("w"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber, Asker: record.IDOf("me")}
	shift := Resource{Type: Duty, Unit: post, UnitPath: small.Path(post), Assignee: record.IDOf("another")}
	task := Resource{Type: Task, ID: record.IDOf("t"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber}
	referral := Resource{Type: Referral, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber}
	handover := Resource{Type: Handover, ID: record.IDOf("h"), Unit: post, UnitPath: small.Path(post), TLP: record.AmberStrict, Asker: record.IDOf("me")}
	bulletin := Resource{Type: Bulletin, ID: record.IDOf("b"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber}
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
		{"a red alert that did not climb here", me(wilaya, Chief), "alert.acknowledge", alert, fault.Missing, ""},
		{"own warning", me(wilaya, Chief), "warning.release", proposed, fault.Denied, "never.own.warning"},
		{"a warning elsewhere", me(other, Chief), "warning.release", proposed, fault.Missing, ""},
		{"a desk releases a warning", me(post, Desk), "warning.release", Resource{Type: Warning, Unit: post, UnitPath: small.Path(post), TLP: record.Amber}, fault.Denied, noRule},
		{"whom to believe, below the top", me(wilaya, Chief), "warning.trust", Resource{Type: Warning, Unit: record.IDOf("top"), TLP: record.Clear}, fault.Denied, noRule},
		{"a desk switches a watch on", me(post, Desk), "watch.switch", Resource{Type: Watch, Unit: post, UnitPath: small.Path(post)}, fault.Denied, noRule},
		{"another's shift", me(post, Desk), "duty.swap", shift, fault.Denied, noRule},
		{"own hand-over", me(post, Desk), "handover.take", handover, fault.Denied, "never.own.handover"},
		{"another unit's hand-over", me(wilaya, Chief), "handover.take", handover, fault.Missing, ""},
		{"who it is, above the unit that helps", me(wilaya, Chief), "referral.identify", referral, fault.Denied, "never.referral"},
		{"who it is, for an administrator", me(post, Administrator, Desk), "referral.identify", referral, fault.Missing, ""},
		{"an operator who asks others", me(post, Operator), "task.ask", task, fault.Denied, noRule},
		{"a task elsewhere", me(other, Chief), "task.answer", task, fault.Missing, ""},
		{"another unit's bulletin", me(wilaya, Chief), "bulletin.release", bulletin, fault.Denied, "never.bulletin.elsewhere"},
		{"an analyst lets a bulletin go out", me(post, Analyst), "bulletin.release", bulletin, fault.Denied, noRule},
		{"a bulletin elsewhere must not be known", me(other, Desk), "bulletin.open", bulletin, fault.Missing, ""},
		{"demo entry on a real node", me(post, Desk), "session.demo", Resource{Type: Node}, fault.Denied, noRule},
		{"a unit of no units", me(record.ID{}, Chief), "report.open", Resource{Type: Report, TLP: record.Amber}, fault.Missing, ""},
		{"another wilaya's incident must not be known", me(other, Desk), "incident.amend", incident, fault.Missing, ""},
		{"an analyst closes an incident", me(post, Analyst), "incident.close", incident, fault.Denied, noRule},
		{"an operator must not know of incidents", me(post, Operator), "incident.open", incident, fault.Missing, ""},
		{"an incident is begun where one has no business", me(other, Desk), "incident.start", incident, fault.Denied, noRule},
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
		if c.kind == fault.Missing && err != error(store.ErrNone) { //nolint:errorlint // the very same error: one that wraps it could be told from it
			t.Errorf("%s: a hidden thing is told from one that is not there: %v", c.name, err)
		}
	}
	alert.Recipients = []record.ID{record.IDOf("me")}
	if err := e.Allow(t.Context(), me(wilaya, Desk), "alert.acknowledge", alert); err != nil {
		t.Errorf("a red alert is acknowledged by whom it climbed to: %v", err)
	}
	if err := engine(t, small, true).Allow(t.Context(), Actor{}, "session.demo", Resource{Type: Node}); err != nil {
		t.Errorf("a demo's entry: %v", err)
	}
}

func TestCompatible(t *testing.T) {
	for _, c := range []struct {
		rs []Role
		ok bool
	}{
		{[]Role{Desk, Chief}, true},
		{[]Role{Operator, Analyst}, true},
		{[]Role{Administrator}, true},
		{[]Role{Oversight}, true},
		{[]Role{Administrator, Chief}, false},
		{[]Role{Oversight, Analyst}, false},
		{[]Role{Oversight, Administrator}, false},
		{[]Role{Reporter}, true},
		{[]Role{Reporter, Desk}, false},
	} {
		if Compatible(c.rs) != c.ok {
			t.Errorf("Compatible(%v) = %v", c.rs, !c.ok)
		}
	}
}

// A second look is another person's than who closed the report, whatever their role.
func TestNobodyLooksTwice(t *testing.T) {
	e := engine(t, small, false)
	for _, role := range []Role{Desk, Chief} {
		a := Actor{ID: record.IDOf("me"), Unit: post, Roles: []Role{role}}
		closed := Resource{Type: Report, ID: record.IDOf("r"), Unit: post, UnitPath: small.Path(post), TLP: record.Amber, Closer: a.ID}
		if err := e.Allow(t.Context(), a, "report.review", closed); !fault.Is(err, fault.Denied) || !slices.Contains(argsOf(err), "never.own.review") {
			t.Errorf("%s looks twice: %v", role, err)
		}
		if closed.Closer = record.IDOf("another"); e.Allow(t.Context(), a, "report.review", closed) != nil {
			t.Errorf("%s may not look at what another closed", role)
		}
	}
}

func argsOf(err error) []string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Args
	}
	return nil
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
	if diff := cmp.Diff([]Action{
		"account.self", "audit.read", "deadline.list", "duty.list", "incident.erase", "member.list", "report.erase", "response.figures", "review.figures", "rule.list", "unit.list", "vault.approve", "vault.forget",
	}, can(Oversight)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Action{"account.self", "report.accept", "warning.import"}, can(Reporter)); diff != "" {
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

func actionUID(name string) types.EntityUID {
	return types.NewEntityUID("Action", types.String(name))
}

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }
