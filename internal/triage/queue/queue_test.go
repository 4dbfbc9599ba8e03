package queue

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
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
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

// The network of the tests: a capital, two wilayas, and posts below the first.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	well    = record.IDOf("unit north well")
	pass    = record.IDOf("unit north pass")
)

// office is a queue with what it stands on, and a clock that the test turns.
type office struct {
	*Service
	t       testing.TB
	l       *ledger.Ledger
	dir     string
	reports *report.Service
	network *unit.Service
	staff   map[record.ID]policy.Actor

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Millisecond)
	return o.now
}

func (o *office) options() ledger.Options {
	return ledgertest.Options(o.dir, o.clock, search.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), Part())
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), staff: map[record.ID]policy.Actor{}}
	var err error
	o.l = ledgertest.Open(t, o.options())
	if o.network, err = unit.New(t.Context(), o.l); err != nil {
		t.Fatal(err)
	}
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}, {well, north}, {pass, north}} {
		if err := o.network.Put(t.Context(), record.ID{}, unit.Unit{
			ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Police, Name: lang.Text{lang.French: "U"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	rules, err := policy.New(o.network.Tree(), false)
	if err != nil {
		t.Fatal(err)
	}
	o.reports = report.New(o.l, bytes.Repeat([]byte{3}, 32))
	o.Service = NewService(Options{Ledger: o.l, Policy: rules, Units: o.network.Tree(), People: func(id record.ID) (policy.Actor, bool) {
		a, ok := o.staff[id]
		return a, ok
	}, Clock: o.clock, Random: rand.Reader})
	return o
}

// hire makes somebody of a unit.
func (o *office) hire(name string, at record.ID, roles ...policy.Role) policy.Actor {
	a := policy.Actor{ID: record.IDOf(name), Unit: at, Roles: roles}
	o.staff[a.ID] = a
	return a
}

// told is a report of the test.
type told struct {
	name    string
	unit    record.ID
	tlp     record.TLP
	kind    string
	urgency report.Urgency
	at      *report.Point
	text    string
	files   []report.File
	held    bool

	language string
	place    report.PlaceRef
}

func (o *office) take(r told) Act {
	o.t.Helper()
	if r.kind == "" {
		r.kind = "attack"
	}
	var place *report.PlaceRef
	if r.place.Code != "" {
		place = &r.place
	}
	_, err := o.reports.Accept(o.t.Context(), report.Incoming{
		ID: record.IDOf(r.name), Unit: r.unit, TLP: r.tlp, Author: record.IDOf("source"),
		Body: report.Body{
			Form: "f", Version: "1", Channel: report.App, XML: "<data>" + r.name + "</data>", Kind: r.kind, Title: r.name, Text: r.text, Urgency: r.urgency,
			Point: r.at, Files: r.files, Quarantine: r.held, Language: r.language, Place: place,
		},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return Act{Report: record.IDOf(r.name)}
}

func (o *office) end() int64 {
	o.t.Helper()
	n, err := o.l.End(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) receipt(id record.ID) (receipt string) {
	o.t.Helper()
	if err := o.l.View(o.t.Context(), func(tx *store.Tx) error {
		return tx.Row("SELECT printf('%012d', receipt) FROM reports WHERE id = ?", id).Scan(&receipt)
	}); err != nil {
		o.t.Fatal(err)
	}
	return receipt
}

// must runs an act that goes through and leaves n revisions.
func (o *office) must(n int64, what string, do func() (Summary, error)) Summary {
	o.t.Helper()
	before := o.end()
	sum, err := do()
	if err != nil {
		o.t.Fatalf("%s: %v", what, err)
	}
	if got := o.end() - before; got != n {
		o.t.Errorf("%s left %d revisions, want %d", what, got, n)
	}
	return sum
}

// refused runs an act that must fail with a kind, a key, and no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() (Summary, error)) {
	o.t.Helper()
	before := o.end()
	sum, err := do()
	if f := faultOf(err); f == nil || f.Kind != kind || f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if sum != (Summary{}) {
		o.t.Errorf("%s is refused and shows the report: %+v", what, sum)
	}
	if got := o.end(); got != before {
		o.t.Errorf("%s is refused and left %d revisions", what, got-before)
	}
}

func faultOf(err error) *fault.Error {
	f, _ := err.(*fault.Error) //nolint:errorlint // the very fault, not one that is wrapped
	return f
}

// The life of a report on its desk, act by act. Doing the same again changes
// nothing and leaves nothing.
func TestEveryAct(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk, friend := o.hire("desk", north, policy.Desk), o.hire("friend", well, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	twice := func(what string, do func() (Summary, error), want func(Summary) bool) {
		t.Helper()
		if s := o.must(1, what, do); !want(s) {
			t.Errorf("after %s: %+v", what, s)
		}
		if s := o.must(0, what+" again", do); !want(s) {
			t.Errorf("after %s again: %+v", what, s)
		}
	}
	twice("checking", func() (Summary, error) { return o.SetState(ctx, desk, act, Checking) }, func(s Summary) bool { return s.State == Checking })
	twice("now", func() (Summary, error) { return o.SetUrgency(ctx, desk, act, report.Now) }, func(s Summary) bool { return s.Urgency == report.Now })
	twice("grade", func() (Summary, error) { return o.SetGrade(ctx, desk, act, Grade{"B", 2}) }, func(s Summary) bool { return s.Grade == Grade{"B", 2} })
	twice("assign", func() (Summary, error) { return o.Assign(ctx, desk, act, friend.ID) }, func(s Summary) bool { return s.Assignee == friend.ID })
	twice("assign to nobody", func() (Summary, error) { return o.Assign(ctx, desk, act, record.ID{}) }, func(s Summary) bool { return s.Assignee.Zero() })
	twice("answer", func() (Summary, error) { return o.Answer(ctx, desk, act, record.IDOf("a1"), "merci", "fr") }, func(s Summary) bool { return s.Unread == 0 })
	twice("note", func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("n1"), "vu") }, func(s Summary) bool { return s.State == Checking })
	twice("message", func() (Summary, error) {
		if err := o.AddMessage(ctx, o.receipt(act.Report), record.IDOf("m1"), "encore là", "fr"); err != nil {
			return Summary{}, err
		}
		return o.Summary(ctx, act.Report)
	}, func(s Summary) bool { return s.State == NeedsAnswer && s.Unread == 1 })
	twice("close", func() (Summary, error) { return o.Close(ctx, desk, act, Confirmed, "fini") }, func(s Summary) bool {
		return s.State == Closed && s.Outcome == Confirmed && s.Unread == 0
	})
	twice("another outcome", func() (Summary, error) { return o.Close(ctx, desk, act, ActionTaken, "") }, func(s Summary) bool { return s.Outcome == ActionTaken })
	o.refused(fault.Invalid, "queue.state.closed", "the state of a closed report", func() (Summary, error) { return o.SetState(ctx, desk, act, Checking) })
	twice("reopen", func() (Summary, error) { return o.Reopen(ctx, desk, act, "ils sont revenus") }, func(s Summary) bool {
		return s.State == Checking && s.Outcome == ""
	})
	o.must(1, "close", func() (Summary, error) { return o.Close(ctx, desk, act, Unfounded, "") })
	twice("forward", func() (Summary, error) { return o.Forward(ctx, desk, act, pass, "c'est chez vous") }, func(s Summary) bool {
		return s.Unit == pass && s.State == New && s.Assignee.Zero() && s.Outcome == ""
	})

	ms, err := o.Messages(ctx, act.Report)
	if err != nil || len(ms) != 2 || !ms[0].FromDesk || ms[0].Author != desk.ID || ms[1].FromDesk || ms[1].Text != "encore là" {
		t.Errorf("messages: %+v, %v", ms, err)
	}
	history, err := o.Open(ctx, desk, act.Report, "contrôle")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, rev := range history {
		kinds = append(kinds, rev.Kind.String())
	}
	want := "report state urgency grade assignment assignment answer note message closing closing state closing forward opening"
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("the history tells\n%s, want\n%s", got, want)
	}
}

func TestActsThatMakeNoSense(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act, other := o.take(told{name: "r", unit: well, tlp: record.Amber}), o.take(told{name: "s", unit: well, tlp: record.Amber})
	o.must(1, "note", func() (Summary, error) { return o.Note(ctx, desk, other, record.IDOf("n"), "x") })
	o.must(1, "answer", func() (Summary, error) { return o.Answer(ctx, desk, other, record.IDOf("a"), "x", "fr") })
	long := strings.Repeat("x", MaxText+1)
	for _, c := range []struct {
		kind      fault.Kind
		key, what string
		do        func() (Summary, error)
	}{
		{fault.Invalid, "queue.state.closing", "closing without an outcome", func() (Summary, error) { return o.SetState(ctx, desk, act, Closed) }},
		{fault.Invalid, "queue.state.closing", "back into quarantine", func() (Summary, error) { return o.SetState(ctx, desk, act, Quarantine) }},
		{fault.Invalid, "queue.outcome.unknown", "an outcome that is none", func() (Summary, error) { return o.Close(ctx, desk, act, "vanished", "") }},
		{fault.Invalid, "queue.grade.wrong", "a grade that is none", func() (Summary, error) { return o.SetGrade(ctx, desk, act, Grade{"G", 2}) }},
		{fault.Invalid, "queue.grade.wrong", "half a grade", func() (Summary, error) { return o.SetGrade(ctx, desk, act, Grade{"A", 0}) }},
		{fault.Invalid, "queue.text.missing", "an empty answer", func() (Summary, error) { return o.Answer(ctx, desk, act, record.IDOf("e"), "", "fr") }},
		{fault.TooLarge, "queue.text.long", "a long answer", func() (Summary, error) { return o.Answer(ctx, desk, act, record.IDOf("e"), long, "fr") }},
		{fault.TooLarge, "queue.text.long", "a long note", func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("e"), long) }},
		{fault.TooLarge, "queue.text.long", "a long word on closing", func() (Summary, error) { return o.Close(ctx, desk, act, Confirmed, long) }},
		{fault.TooLarge, "queue.text.long", "a long word on forwarding", func() (Summary, error) { return o.Forward(ctx, desk, act, pass, long) }},
		{fault.Invalid, "queue.id.missing", "an answer without an id", func() (Summary, error) { return o.Answer(ctx, desk, act, record.ID{}, "x", "fr") }},
		{fault.Conflict, "queue.id.taken", "the id of another report's note", func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("n"), "x") }},
		{fault.Conflict, "queue.id.taken", "the id of another report's answer", func() (Summary, error) { return o.Answer(ctx, desk, act, record.IDOf("a"), "x", "fr") }},
		{fault.Invalid, "queue.forward.unit", "to no unit", func() (Summary, error) { return o.Forward(ctx, desk, act, record.IDOf("nowhere"), "") }},
		{fault.Invalid, "queue.assign.unfit", "to nobody known", func() (Summary, error) { return o.Assign(ctx, desk, act, record.IDOf("nobody")) }},
		{fault.Invalid, "queue.assign.unfit", "to another wilaya", func() (Summary, error) {
			return o.Assign(ctx, desk, act, o.hire("stranger", south, policy.Desk).ID)
		}},
		{fault.Invalid, "queue.assign.unfit", "to the administrator", func() (Summary, error) {
			return o.Assign(ctx, desk, act, o.hire("admin", capital, policy.Administrator).ID)
		}},
		{fault.Missing, "store.row.none", "about no report", func() (Summary, error) {
			return o.SetState(ctx, desk, Act{Report: record.IDOf("none")}, Checking)
		}},
	} {
		o.refused(c.kind, c.key, c.what, c.do)
	}
	if err := o.AddMessage(ctx, o.receipt(act.Report), record.IDOf("a"), "x", "fr"); !fault.Is(err, fault.Conflict) {
		t.Errorf("the id of another report's answer: %v", err)
	}
	if err := o.AddMessage(ctx, "000000000000", record.IDOf("m"), "x", "fr"); !fault.Is(err, fault.Missing) {
		t.Errorf("a receipt of nobody: %v", err)
	}
	if _, err := o.Thread(ctx, "not a receipt"); !fault.Is(err, fault.Missing) {
		t.Errorf("a thread of no receipt: %v", err)
	}
}

// A ring of desks ends, also where two of them pass the report on at once.
func TestForwardingInARingEnds(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief := o.hire("chief", capital, policy.Chief)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	passed := 0
	for i := range maxForwards {
		to := []record.ID{pass, well}[i%2]
		o.must(1, "forward", func() (Summary, error) { return o.Forward(ctx, chief, act, to, "") })
		passed++
	}
	o.refused(fault.Invalid, "queue.forward.ring", "once more", func() (Summary, error) { return o.Forward(ctx, chief, act, south, "") })
	// Nobody learns of the ring who may not know of the report.
	stranger := o.hire("stranger", south, policy.Desk)
	o.refused(fault.Missing, "store.row.none", "a stranger", func() (Summary, error) { return o.Forward(ctx, stranger, act, south, "") })
}

// Of many who act on the same state of a report at once, one gets through.
func TestTwoPeopleActAtOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	sum, err := o.Summary(ctx, act.Report)
	if err != nil {
		t.Fatal(err)
	}
	act.Revision = sum.Revision
	before := o.end()
	doings := []func() (Summary, error){
		func() (Summary, error) { return o.SetState(ctx, desk, act, Checking) },
		func() (Summary, error) { return o.SetGrade(ctx, desk, act, Grade{"A", 1}) },
		func() (Summary, error) { return o.Close(ctx, desk, act, Confirmed, "") },
		func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("n"), "x") },
		func() (Summary, error) { return o.Forward(ctx, desk, act, pass, "") },
	}
	errs := make([]error, len(doings))
	var wg sync.WaitGroup
	for i, do := range doings {
		wg.Go(func() { _, errs[i] = do() })
	}
	wg.Wait()
	through := 0
	for i, err := range errs {
		switch f := faultOf(err); {
		case err == nil:
			through++
		case f == nil || f.Kind != fault.Conflict || f.Key != "queue.revision.old" || len(f.Args) != 1:
			t.Errorf("act %d: %v", i, err)
		}
	}
	if got := o.end() - before; through != 1 || got != 1 {
		t.Errorf("%d of %d acts went through, %d revisions", through, len(doings), got)
	}
}

// A word that is sent many times at once is kept once.
func TestWordsSentAtOnceAreKeptOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	receipt := o.receipt(act.Report)
	before := o.end()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := o.Answer(ctx, desk, act, record.IDOf("a"), "réponse", "fr"); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := o.Note(ctx, desk, act, record.IDOf("n"), "note"); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if err := o.AddMessage(ctx, receipt, record.IDOf("m"), "mot", "fr"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := o.end() - before; got != 3 {
		t.Errorf("%d revisions of 3 words", got)
	}
}

// What a reporter said is unread until a desk answers or closes, however often
// it writes in between.
func TestUnreadWords(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	receipt := o.receipt(act.Report)
	unread := func(want int, state State) {
		t.Helper()
		s, err := o.Summary(ctx, act.Report)
		if err != nil || s.Unread != want || s.State != state {
			t.Errorf("%d unread and %v, want %d and %v (%v)", s.Unread, s.State, want, state, err)
		}
	}
	write := func(id string) {
		t.Helper()
		if err := o.AddMessage(ctx, receipt, record.IDOf(id), "mot", "fr"); err != nil {
			t.Fatal(err)
		}
	}
	write("1")
	write("2")
	write("2")
	unread(2, NeedsAnswer)
	o.must(1, "note", func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("n"), "x") })
	unread(2, NeedsAnswer)
	o.must(1, "answer", func() (Summary, error) { return o.Answer(ctx, desk, act, record.IDOf("a"), "x", "fr") })
	unread(0, Checking)
	write("3")
	o.must(1, "close", func() (Summary, error) { return o.Close(ctx, desk, act, NoAction, "") })
	unread(0, Closed)
	write("4") // a closed report that is written to needs an answer again
	unread(1, NeedsAnswer)
}

// What came in a flood waits apart: no list shows it but its own, nobody lets
// himself out, and who sent it is not told.
func TestQuarantine(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "held", unit: well, tlp: record.Amber, held: true, at: &report.Point{Lat: 15.5, Lon: -8}})
	o.take(told{name: "free", unit: well, tlp: record.Amber})
	names := func(states ...State) (names []string) {
		t.Helper()
		p, err := o.List(ctx, desk, Query{States: states})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Items {
			names = append(names, s.Title)
		}
		return names
	}
	if got := names(); fmt.Sprint(got) != "[free]" {
		t.Errorf("the list shows %v", got)
	}
	if got := names(Quarantine); fmt.Sprint(got) != "[held]" {
		t.Errorf("the quarantine shows %v", got)
	}
	if m, err := o.Map(ctx, desk, MapQuery{Box: Box{-180, -85, 180, 85, 4}}); err != nil || m.Total != 0 {
		t.Errorf("the map shows %d, %v", m.Total, err)
	}
	receipt := o.receipt(act.Report)
	if err := o.AddMessage(ctx, receipt, record.IDOf("m"), "let me in", "en"); err != nil {
		t.Fatal(err)
	}
	if th, err := o.Thread(ctx, receipt); err != nil || th.State != New {
		t.Errorf("its sender is told %v, %v", th.State, err)
	}
	if got := names(Quarantine); len(got) != 1 {
		t.Errorf("after a further word the quarantine shows %v", got)
	}
	o.must(1, "let in", func() (Summary, error) { return o.SetState(ctx, desk, act, New) })
	if got := names(); fmt.Sprint(got) != "[free held]" {
		t.Errorf("let in, the list shows %v", got)
	}
}
