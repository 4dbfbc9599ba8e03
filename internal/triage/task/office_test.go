package task

import (
	"bytes"
	"crypto/rand"
	"errors"
	"path/filepath"
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
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// The network of the tests: a capital, a desk in the north with a post of the
// police and a service for children below it, and a desk in the south.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	post    = record.IDOf("unit post")
	shelter = record.IDOf("unit shelter")
)

// office is a desk with what it stands on, and a clock that the test turns.
type office struct {
	*Service
	t       testing.TB
	dir     string
	l       *ledger.Ledger
	kept    *ledger.Ledger
	reports *report.Service
	network *unit.Service

	desk, chief, police, carer, other, head policy.Actor

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

func (o *office) options(name string, parts ...ledger.Part) ledger.Options {
	return ledgertest.Options(filepath.Join(o.dir, name), o.clock, parts...)
}

func (o *office) field() ledger.Options {
	return o.options("field", search.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part(), corroborate.Part(), incident.Part(), Part())
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
	o.l, o.kept = ledgertest.Open(t, o.field()), ledgertest.Open(t, o.options("vault", vault.Part()))
	var err error
	o.network, err = unit.New(t.Context(), o.l)
	o.ok(err)
	for _, u := range []struct {
		id, up record.ID
		kind   unit.Kind
	}{{capital, record.ID{}, unit.Administration}, {north, capital, unit.Administration}, {south, capital, unit.Administration}, {post, north, unit.Police}, {shelter, north, unit.NGO}} {
		o.ok(o.network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: u.kind, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(o.network.Tree(), false)
	o.ok(err)
	o.reports = report.New(o.l, bytes.Repeat([]byte{3}, 32))
	v, err := vault.New(t.Context(), vault.Options{Ledger: o.kept, Policy: rules, Clock: o.clock, Random: rand.Reader})
	o.ok(err)
	q := queue.NewService(queue.Options{
		Ledger: o.l, Policy: rules, Units: o.network.Tree(), Clock: o.clock,
		People: func(id record.ID) (policy.Actor, bool) { return policy.Actor{}, false },
	})
	incidents := incident.NewService(incident.Options{Ledger: o.l, Policy: rules, Units: o.network.Tree(), Reports: o.reports, Queue: q, Clock: o.clock})
	o.Service = NewService(Options{
		Ledger: o.l, Policy: rules, Units: o.network.Tree(), Queue: q, Incidents: incidents, Vault: v, Clock: o.clock, Random: rand.Reader,
	})
	person := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	o.desk, o.chief, o.head = person("desk", north, policy.Desk), person("chief", north, policy.Chief), person("head", capital, policy.Chief)
	o.police, o.carer, o.other = person("police", post, policy.Desk), person("carer", shelter, policy.Desk), person("other", south, policy.Desk)
	return o
}

// take puts a report on the desk in the north.
func (o *office) take(name string, tlp record.TLP) record.ID {
	o.t.Helper()
	_, err := o.reports.Accept(o.t.Context(), report.Incoming{
		ID: record.IDOf(name), Unit: north, TLP: tlp, Author: record.IDOf("source"),
		Body: report.Body{Form: "f", Version: "1", Channel: report.App, XML: "<data/>", Kind: "attack", Title: name, Text: name, Urgency: report.Soon},
	})
	o.ok(err)
	return record.IDOf(name)
}

func (o *office) end() int64 {
	o.t.Helper()
	n, err := o.l.End(o.t.Context())
	o.ok(err)
	return n
}

// refused holds that an act failed with a kind and, where it is not "", a key, and
// left no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() error) {
	o.t.Helper()
	before := o.end()
	err := do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if after := o.end(); after != before {
		o.t.Errorf("%s is refused and left %d revisions", what, after-before)
	}
}
