package product

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/analyse/trend"
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
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/notice"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
	"wasl/internal/triage/task"
	"wasl/internal/triage/taxonomy"
)

// The network of the tests: a capital, a desk in the north with a post below it, and
// a desk in the south.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	post    = record.IDOf("unit post")
	south   = record.IDOf("unit south")
)

const today = "2026-11-24"

// office is a desk that writes bulletins, with what it stands on, and a clock that the
// test turns.
type office struct {
	*Service
	t       testing.TB
	dir     string
	l       *ledger.Ledger
	network *unit.Service
	reports *report.Service

	desk, chief, analyst, below, other, head policy.Actor

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Millisecond)
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func (o *office) options() ledger.Options {
	return ledgertest.Options(
		o.dir, o.clock, search.Part(), place.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part(), duty.Part(), notice.Part(), alert.Part(), trend.Part(), corroborate.Part(), incident.Part(), task.Part(), response.Part(), Part(),
	)
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)}
	o.open()
	for _, u := range []struct {
		id, up record.ID
		name   string
		code   string
	}{{capital, record.ID{}, "Direction", ""}, {north, capital, "Bureau du nord", "MR012"}, {post, north, "Poste de Fassala", ""}, {south, capital, "Bureau du sud", ""}} {
		list := ""
		if u.code != "" {
			list = "L"
		}
		o.ok(o.network.Put(t.Context(), record.ID{}, unit.Unit{
			ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Administration, PlaceList: list, PlaceCode: u.code,
			Name: lang.Text{lang.French: u.name},
		}))
	}
	_, err := o.Places.Put(
		t.Context(), record.ID{},
		place.Place{List: "L", Code: "MR", Level: place.Country, Name: lang.Text{lang.French: "Mauritanie", lang.Arabic: "موريتانيا"}},
		place.Place{List: "L", Code: "MR01", Parent: "MR", Level: place.Wilaya, Name: lang.Text{lang.French: "Hodh Ech Chargui", lang.Arabic: "الحوض الشرقي"}},
		place.Place{List: "L", Code: "MR012", Parent: "MR01", Level: place.Moughataa, Name: lang.Text{lang.French: "Bassikounou", lang.Arabic: "باسكنو"}, Lat: 16.1, Lon: -6},
		place.Place{List: "L", Code: "MR0121", Parent: "MR012", Level: place.Commune, Name: lang.Text{lang.French: "Fassala", lang.Arabic: "فصالة"}, Lat: 15.5, Lon: -5.5},
	)
	o.ok(err)
	person := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	o.desk, o.chief, o.analyst = person("desk", north, policy.Desk), person("chief", north, policy.Chief), person("analyst", north, policy.Analyst)
	o.below, o.other, o.head = person("below", post, policy.Desk), person("other", south, policy.Chief), person("head", capital, policy.Chief)
	return o
}

func (o *office) open() {
	o.t.Helper()
	var err error
	o.l = ledgertest.Open(o.t, o.options())
	o.network, err = unit.New(o.t.Context(), o.l)
	o.ok(err)
	tree := o.network.Tree()
	rules, err := policy.New(tree, false)
	o.ok(err)
	places, err := place.New(o.t.Context(), o.l)
	o.ok(err)
	o.reports = report.New(o.l, bytes.Repeat([]byte{3}, 32))
	people := func(record.ID) (policy.Actor, bool) { return policy.Actor{}, false }
	q := queue.NewService(queue.Options{Ledger: o.l, Policy: rules, Units: tree, People: people, Clock: o.clock})
	incidents := incident.NewService(incident.Options{Ledger: o.l, Policy: rules, Units: tree, Reports: o.reports, Queue: q, People: people, Clock: o.clock})
	kind := func(kind string) lang.Text {
		if kind == "attack" {
			return lang.Text{lang.French: "Attaque", lang.Arabic: "هجوم", lang.English: "Attack"}
		}
		return nil
	}
	o.Service = NewService(Options{
		Ledger: o.l, Policy: rules, Units: tree, Places: places, Queue: q, Kind: kind, Zone: time.UTC, Clock: o.clock,
		Incidents: incidents,
		Alerts:    alert.NewService(alert.Options{Ledger: o.l, Policy: rules, Units: tree, Places: places, People: people, Kind: kind, Clock: o.clock}),
		Trends:    trend.NewService(trend.Options{Ledger: o.l, Policy: rules, Places: places, Clock: o.clock}),
		Deeds:     response.NewService(response.Options{Ledger: o.l, Policy: rules, Units: tree, Queue: q, Incidents: incidents, Clock: o.clock}),
	})
}

// What reporters and desks wrote of people: none of it may ever stand in a bulletin.
const (
	secretTitle = "Zeinabou Kanari a vu les hommes"
	secretPoint = "15.55123"
)

// hear takes a report in, and grades it where a grade is given.
func (o *office) hear(name string, tlp record.TLP, grade string) record.ID {
	o.t.Helper()
	id := record.IDOf(name)
	when := o.clock()
	_, err := o.reports.Accept(o.t.Context(), report.Incoming{ID: id, Unit: north, TLP: tlp, Author: record.IDOf("source"), Body: report.Body{
		Form: "f", Version: "1", Channel: report.App, XML: "<data/>", Kind: "attack", Title: secretTitle, Excerpt: secretTitle, Text: secretTitle, Urgency: report.Routine,
		When: &when, Place: &report.PlaceRef{List: "L", Code: "MR0121"}, Point: &report.Point{Lat: 15.55123, Lon: -5.61234}, Dead: 2, Injured: 11, Source: record.IDOf("source of " + name),
	}})
	o.ok(err)
	if grade != "" {
		o.grade(id, grade)
	}
	return id
}

func (o *office) grade(id record.ID, grade string) {
	o.t.Helper()
	_, err := o.Queue.SetGrade(o.t.Context(), o.chief, queue.Act{Report: id}, queue.Grade{Source: grade[:1], Information: int(grade[1] - '0')})
	o.ok(err)
}

// statement is one that passes.
func (o *office) statement() incident.Statement {
	return incident.Statement{
		Kind: taxonomy.Attack, Title: "Chez Zeinabou Kanari", When: incident.When{From: o.now, Precision: incident.ToHour},
		Where:    incident.Where{Place: report.PlaceRef{List: "L", Code: "MR0121"}, Precision: incident.Exact, Point: &report.Point{Lat: 15.55123, Lon: -5.61234}, Detail: "chez Kanari"},
		Harmed:   []incident.Harm{{What: incident.Killed, Sex: incident.Male, Age: incident.Adult, Count: 3}, {What: incident.Injured, Sex: incident.SexUnknown, Age: incident.AgeUnknown, Count: 12, About: true}},
		Known:    []incident.Saying{{As: incident.Hearsay, Text: "ils sont repartis vers l’est"}, {As: incident.Fact, Text: "هاجم مسلحون البئر، الهاتف 45 00 11 22"}},
		Assessed: []incident.Assessment{{Text: "the men came from over the border", Likelihood: incident.Likely}},
	}
}

// start opens an incident of the north with reports on their own word.
func (o *office) start(name string, tlp record.TLP, s incident.Statement, reports ...record.ID) record.ID {
	o.t.Helper()
	opening := incident.Opening{ID: record.IDOf(name), Unit: north, TLP: tlp, Urgency: report.Soon, Statement: s}
	for _, r := range reports {
		opening.Reports = append(opening.Reports, incident.Attachment{Report: r, Tells: incident.Witness, Origin: incident.Origin{Kind: incident.OwnWord}})
	}
	o.ok(o.Incidents.Start(o.t.Context(), o.desk, opening))
	return opening.ID
}

func (o *office) draft() *View {
	o.t.Helper()
	id, err := o.Draft(o.t.Context(), o.desk, today)
	o.ok(err)
	return o.get(o.desk, id)
}

func (o *office) get(a policy.Actor, id record.ID) *View {
	o.t.Helper()
	v, err := o.Get(o.t.Context(), a, id)
	o.ok(err)
	return v
}

// release lets a bulletin go out as it stands.
func (o *office) release(id record.ID, to ...record.ID) error {
	v := o.get(o.desk, id)
	r := Release{Read: true, To: to}
	for _, p := range v.Shown() {
		r.Shown = append(r.Shown, p.ID)
	}
	return o.Release(o.t.Context(), o.chief, On{id, v.Revision}, r)
}

// refused holds that an act failed with a kind and a key, and left no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() error) {
	o.t.Helper()
	before, err := o.l.End(o.t.Context())
	o.ok(err)
	err = do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if after, err := o.l.End(o.t.Context()); err != nil || after != before {
		o.t.Errorf("%s is refused and left %d revisions, %v", what, after-before, err)
	}
}

// of gives the paragraphs of a section.
func of(v *View, s Section) (all []*Paragraph) {
	for _, p := range v.Paragraphs {
		if p.Section == s {
			all = append(all, p)
		}
	}
	return all
}

// allOf is all that a bulletin says, in every language.
func allOf(v *View) string {
	var b strings.Builder
	for _, p := range v.Paragraphs {
		for _, l := range lang.All() {
			if said := p.Texts[l]; said != nil {
				b.WriteString(said.Text + "\n")
			}
		}
	}
	return b.String()
}
