package rule

import (
	"bytes"
	"context"
	"fmt"
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
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// The network of the tests: a capital, two wilayas with a desk each, and below the
// first a moughataa's desk and its police.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	well    = record.IDOf("unit well")
	police  = record.IDOf("unit well police")
)

const list = "P-2024"

var (
	wilaya    = place.Ref{List: list, Code: "N"}
	moughataa = place.Ref{List: list, Code: "N1"}
	far       = place.Ref{List: list, Code: "S"}
)

// desks is the rules with what they stand on, and a clock that the test turns.
type desks struct {
	*Service
	t       testing.TB
	dir     string
	l       *ledger.Ledger
	units   *unit.Service
	places  *place.Service
	rules   *policy.Engine
	reports *report.Service
	queue   *queue.Service
	staff   map[record.ID]policy.Actor
	heard   int64 // how far the rules have followed

	mu  sync.Mutex
	now time.Time
}

func (d *desks) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(time.Millisecond)
	return d.now
}

func (d *desks) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func (d *desks) options() ledger.Options {
	return ledgertest.Options(d.dir, d.clock, search.Part(), place.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part(), Part())
}

func newDesks(t testing.TB) *desks {
	t.Helper()
	d := &desks{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), staff: map[record.ID]policy.Actor{}}
	var err error
	d.l = ledgertest.Open(t, d.options())
	d.units, err = unit.New(t.Context(), d.l)
	d.ok(err)
	d.places, err = place.New(t.Context(), d.l)
	d.ok(err)
	text := func(s string) lang.Text { return lang.Text{lang.French: s, lang.Arabic: s, lang.English: s} }
	_, err = d.places.Put(
		t.Context(), record.ID{},
		place.Place{List: list, Code: "C", Level: place.Country, Name: text("Country")}, place.Place{List: list, Code: "N", Level: place.Wilaya, Parent: "C", Name: text("Hodh Ech Chargui")},
		place.Place{List: list, Code: "N1", Level: place.Moughataa, Parent: "N", Name: text("Bassikounou"), Older: []place.Ref{{List: "P-2020", Code: "X1"}}},
		place.Place{List: list, Code: "S", Level: place.Wilaya, Parent: "C", Name: text("Gorgol")},
	)
	d.ok(err)
	for _, u := range []unit.Unit{
		{ID: capital, Code: "HQ", Kind: unit.Administration, PlaceCode: "C"},
		{ID: north, Code: "N-DESK", Parent: capital, Kind: unit.Administration, PlaceCode: "N"},
		{ID: south, Code: "S-DESK", Parent: capital, Kind: unit.Administration, PlaceCode: "S"},
		{ID: well, Code: "N1-DESK", Parent: north, Kind: unit.Administration, PlaceCode: "N1"},
		{ID: police, Code: "N1-POL", Parent: well, Kind: unit.Police, PlaceCode: "N1"},
	} {
		u.PlaceList, u.Name = list, text(u.Code)
		d.ok(d.units.Put(t.Context(), record.ID{}, u))
	}
	d.rules, err = policy.New(d.units.Tree(), false)
	d.ok(err)
	d.reports = report.New(d.l, bytes.Repeat([]byte{3}, 32))
	d.queue = queue.NewService(queue.Options{Ledger: d.l, Policy: d.rules, Units: d.units.Tree(), Clock: d.clock, People: func(id record.ID) (policy.Actor, bool) {
		a, ok := d.staff[id]
		return a, ok
	}})
	d.start()
	d.heard, err = d.l.End(t.Context())
	d.ok(err)
	return d
}

// start makes the service anew, as after a start of the node.
func (d *desks) start() {
	d.t.Helper()
	var err error
	d.Service, err = New(context.Background(), Options{Ledger: d.l, Policy: d.rules, Network: d.net(), Queue: d.queue, Clock: d.clock})
	d.ok(err)
}

func (d *desks) net() Network { return Network{Units: d.units.Tree(), Places: d.places} }

func (d *desks) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desks) hire(name string, at record.ID, roles ...policy.Role) policy.Actor {
	a := policy.Actor{ID: record.IDOf(name), Unit: at, Roles: roles}
	d.staff[a.ID] = a
	return a
}

// told is a report of the test.
type told struct {
	name, kind, text string
	unit             record.ID
	tlp              record.TLP
	urgency          report.Urgency
	place            place.Ref
	dead             int
	held             bool
}

func (d *desks) take(r told) record.ID {
	d.t.Helper()
	in := report.Incoming{ID: record.IDOf(r.name), Unit: r.unit, TLP: r.tlp, Author: record.IDOf("source"), Body: report.Body{
		Form: "security-incident", Version: "1", Channel: report.App, Language: "fr", XML: "<data>" + r.name + "</data>", Kind: r.kind, Title: r.name, Text: r.text,
		Urgency: r.urgency, Dead: r.dead, Quarantine: r.held,
	}}
	if in.Unit.Zero() {
		in.Unit = well
	}
	if in.TLP == record.Clear {
		in.TLP = record.Amber
	}
	if r.place.Code != "" {
		in.Body.Place = &report.PlaceRef{List: r.place.List, Code: r.place.Code}
	}
	_, err := d.reports.Accept(context.Background(), in)
	d.ok(err)
	return in.ID
}

// follow lets the rules hear all that was committed, and what they did of it, until
// nothing more happens.
func (d *desks) follow() {
	d.t.Helper()
	for {
		revs, err := d.l.Follow(context.Background(), d.heard, 1000)
		d.ok(err)
		if len(revs) == 0 {
			return
		}
		for _, rev := range revs {
			d.ok(d.Follow(context.Background(), rev))
			d.heard = rev.Seq
		}
		d.ok(d.Settle(context.Background()))
	}
}

func (d *desks) summary(id record.ID) queue.Summary {
	d.t.Helper()
	s, err := d.queue.Summary(context.Background(), id)
	d.ok(err)
	return s
}

// run writes a rule, tries it and switches it on; a second person agrees where
// that is needed.
func (d *desks) run(name string, r Draft) record.ID {
	d.t.Helper()
	ctx, boss, other := context.Background(), d.hire("boss", capital, policy.Chief), d.hire("other boss", capital, policy.Chief)
	id := record.IDOf("rule " + name)
	if r.Name = name; r.Unit.Zero() {
		r.Unit = capital
	}
	d.ok(d.Put(ctx, boss, id, r, 0))
	_, err := d.Try(ctx, boss, id, 30)
	d.ok(err)
	err = d.On(ctx, boss, id, "essai", 0)
	if f, _ := err.(*fault.Error); f != nil && f.Key == "rule.on.broad" { //nolint:errorlint // the very fault
		d.ok(d.Agree(ctx, other, id, "oui", 0))
		err = d.On(ctx, boss, id, "essai", 0)
	}
	d.ok(err)
	return id
}

func (d *desks) proposals(id record.ID) (out []string) {
	d.t.Helper()
	all, err := d.queue.Proposals(context.Background(), id)
	d.ok(err)
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s %s %v", p.Idea, p.Value, p.Why))
	}
	return out
}

func keyOf(err error) string {
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // the very fault
		return f.Key
	}
	return fmt.Sprint(err)
}
