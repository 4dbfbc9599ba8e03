package incident

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/taxonomy"
)

// The network of the tests: a capital, two wilayas, and posts below the first.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	well    = record.IDOf("unit north well")
	pass    = record.IDOf("unit north pass")
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// office is the work on incidents with what it stands on, and a clock that the
// test turns.
type office struct {
	*Service
	t       testing.TB
	l       *ledger.Ledger
	dir     string
	network *unit.Service
	staff   map[record.ID]policy.Actor
	desk    policy.Actor // of the north

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Millisecond)
	return o.now
}

func (o *office) pass(d time.Duration) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
	return o.now
}

func (o *office) options() ledger.Options {
	return ledgertest.Options(
		o.dir, o.clock, search.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part(), corroborate.Part(), Part(),
	)
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: storetest.Dir(t), now: noon, staff: map[record.ID]policy.Actor{}}
	o.open()
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}, {well, north}, {pass, north}} {
		o.ok(o.network.Put(t.Context(), record.ID{}, unit.Unit{
			ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Police, Name: lang.Text{lang.French: "U"},
		}))
	}
	o.desk = o.hire("desk", north, policy.Desk)
	return o
}

func (o *office) open() {
	o.t.Helper()
	var err error
	o.l = ledgertest.Open(o.t, o.options())
	o.network, err = unit.New(o.t.Context(), o.l)
	o.ok(err)
	rules, err := policy.New(o.network.Tree(), false)
	o.ok(err)
	people := func(id record.ID) (policy.Actor, bool) {
		a, ok := o.staff[id]
		return a, ok
	}
	o.Service = NewService(Options{
		Ledger: o.l, Policy: rules, Units: o.network.Tree(), Reports: report.New(o.l, bytes.Repeat([]byte{3}, 32)), People: people, Clock: o.clock,
		Queue: queue.NewService(queue.Options{Ledger: o.l, Policy: rules, Units: o.network.Tree(), People: people, Clock: o.clock}),
	})
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// hire makes somebody of a unit.
func (o *office) hire(name string, at record.ID, roles ...policy.Role) policy.Actor {
	a := policy.Actor{ID: record.IDOf(name), Unit: at, Roles: roles}
	o.staff[a.ID] = a
	return a
}

// heard is a report of the test.
type heard struct {
	name   string
	unit   record.ID // zero: the north
	tlp    record.TLP
	kind   string
	text   string
	know   string // how the reporter knows, as the form asks
	source string
	when   time.Time
	point  *report.Point
	place  string
	dead   int
}

func (o *office) hear(r heard) record.ID {
	o.t.Helper()
	if r.unit.Zero() {
		r.unit = north
	}
	if r.kind == "" {
		r.kind = "cattle_theft"
	}
	b := report.Body{
		Form: "f", Version: "1", Channel: report.App, Kind: r.kind, Title: r.name, Excerpt: r.text, Text: r.name + "\n" + r.text, Urgency: report.Soon,
		XML: `<data id="f"><source_kind>` + r.know + `</source_kind></data>`, Dead: r.dead, Point: r.point,
	}
	if !r.when.IsZero() {
		b.When = &r.when
	}
	if r.source != "" {
		b.Source = record.IDOf(r.source)
	}
	if r.place != "" {
		b.Place = &report.PlaceRef{List: "L", Code: r.place}
	}
	_, err := o.Reports.Accept(o.t.Context(), report.Incoming{ID: record.IDOf(r.name), Unit: r.unit, TLP: r.tlp, Author: record.IDOf("source"), Body: b})
	o.ok(err)
	return record.IDOf(r.name)
}

// grade grades a report.
func (o *office) grade(id record.ID, source string, information int) {
	o.t.Helper()
	_, err := o.Queue.SetGrade(o.t.Context(), o.hire("chief of all", capital, policy.Chief), queue.Act{Report: id}, queue.Grade{Source: source, Information: information})
	o.ok(err)
}

// statement is one that passes.
func statement(title string) Statement {
	return Statement{
		Kind: taxonomy.CattleTheft, Title: title, When: When{From: noon.Add(-6 * time.Hour), Precision: ToHour},
		Where: Where{Place: report.PlaceRef{List: "L", Code: "MR01"}, Precision: District},
	}
}

// start opens an incident of the north with reports on their own word.
func (o *office) start(name string, reports ...record.ID) On {
	o.t.Helper()
	opening := Opening{ID: record.IDOf(name), Unit: north, TLP: record.Amber, Urgency: report.Soon, Statement: statement(name)}
	for _, r := range reports {
		opening.Reports = append(opening.Reports, Attachment{Report: r, Tells: Witness, Origin: Origin{Kind: OwnWord}})
	}
	o.ok(o.Start(o.t.Context(), o.desk, opening))
	return On{Incident: record.IDOf(name)}
}

// attach puts a report into an incident.
func (o *office) attach(on On, report record.ID, origin Origin) {
	o.t.Helper()
	o.ok(o.Attach(o.t.Context(), o.desk, on, Attachment{Report: report, Tells: ByEar, Origin: origin}, false))
}

func (o *office) look(on On, at ...time.Time) *View {
	o.t.Helper()
	var then time.Time
	if len(at) > 0 {
		then = at[0]
	}
	v, err := o.Look(o.t.Context(), o.desk, on.Incident, then)
	o.ok(err)
	return v
}

func (o *office) end() int64 {
	o.t.Helper()
	n, err := o.l.End(o.t.Context())
	o.ok(err)
	return n
}

// must runs an act that goes through and leaves n revisions.
func (o *office) must(n int64, what string, do func() error) {
	o.t.Helper()
	before := o.end()
	if err := do(); err != nil {
		o.t.Fatalf("%s: %v", what, err)
	}
	if got := o.end() - before; got != n {
		o.t.Errorf("%s left %d revisions, want %d", what, got, n)
	}
}

// refused runs an act that must fail with a kind, a key, and no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() error) {
	o.t.Helper()
	before := o.end()
	err := do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if got := o.end(); got != before {
		o.t.Errorf("%s is refused and left %d revisions", what, got-before)
	}
}

func ids(seen []Seen) (all []record.ID) {
	for _, s := range seen {
		all = append(all, s.Report)
	}
	return all
}

func sameIDs(a, b []record.ID) bool {
	if len(a) != len(b) {
		return false
	}
	return !slices.ContainsFunc(a, func(id record.ID) bool { return !slices.Contains(b, id) })
}
