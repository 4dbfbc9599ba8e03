package response

import (
	"bytes"
	"crypto/rand"
	"errors"
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
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/task"
	"wasl/internal/triage/taxonomy"
)

var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	post    = record.IDOf("unit post")
)

// office is a desk with what it stands on, and a clock that the test turns.
type office struct {
	*Service
	t       testing.TB
	dir     string
	l       *ledger.Ledger
	reports *report.Service
	tasks   *task.Service

	desk, chief, head, other policy.Actor

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
		o.dir, o.clock, search.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part(), corroborate.Part(), incident.Part(), task.Part(), Part(),
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
	o := &office{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	var err error
	o.l = ledgertest.Open(t, o.options())
	network, err := unit.New(t.Context(), o.l)
	o.ok(err)
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}, {post, north}} {
		o.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Police, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(network.Tree(), false)
	o.ok(err)
	o.reports = report.New(o.l, bytes.Repeat([]byte{3}, 32))
	q := queue.NewService(queue.Options{
		Ledger: o.l, Policy: rules, Units: network.Tree(), Clock: o.clock,
		People: func(record.ID) (policy.Actor, bool) { return policy.Actor{}, false },
	})
	incidents := incident.NewService(incident.Options{Ledger: o.l, Policy: rules, Units: network.Tree(), Reports: o.reports, Queue: q, Clock: o.clock})
	o.Service = NewService(Options{Ledger: o.l, Policy: rules, Units: network.Tree(), Queue: q, Incidents: incidents, Clock: o.clock})
	o.tasks = task.NewService(task.Options{
		Ledger: o.l, Policy: rules, Units: network.Tree(), Queue: q, Incidents: incidents, Clock: o.clock, Random: rand.Reader,
	})
	person := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	o.desk, o.chief, o.head = person("desk", north, policy.Desk), person("chief", north, policy.Chief), person("head", capital, policy.Chief)
	o.other = person("other", south, policy.Desk)
	return o
}

// take puts a report on the desk in the north.
func (o *office) take(name string, tlp record.TLP, held bool) record.ID {
	o.t.Helper()
	_, err := o.reports.Accept(o.t.Context(), report.Incoming{
		ID: record.IDOf(name), Unit: north, TLP: tlp, Author: record.IDOf("source"),
		Body: report.Body{
			Form: "f", Version: "1", Channel: report.App, XML: "<data/>", Kind: "attack", Title: name, Text: name, Urgency: report.Soon, Quarantine: held, Language: "ar",
		},
	})
	o.ok(err)
	return record.IDOf(name)
}

// happened is an incident of a unit.
func (o *office) happened(name string, at record.ID, reports ...record.ID) record.ID {
	o.t.Helper()
	opening := incident.Opening{
		ID: record.IDOf("incident " + name), Unit: at, TLP: record.Amber, Urgency: report.Soon,
		Statement: incident.Statement{
			Kind: taxonomy.Attack, Title: name, When: incident.When{Precision: incident.Whenever}, Where: incident.Where{Precision: incident.Wherever},
		},
	}
	for _, r := range reports {
		opening.Reports = append(opening.Reports, incident.Attachment{Report: r, Tells: incident.Witness, Origin: incident.Origin{Kind: incident.OwnWord}})
	}
	o.ok(o.incidents.Start(o.t.Context(), o.head, opening))
	return opening.ID
}

func (o *office) board(a policy.Actor) Board {
	o.t.Helper()
	b, err := o.Board(o.t.Context(), a, BoardQuery{From: o.now, To: o.now})
	o.ok(err)
	return b
}

func (o *office) refused(kind fault.Kind, key, what string, err error) {
	o.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
}
