package notice

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
)

// gateway is one that the test rules over.
type gateway struct {
	channel Channel

	mu    sync.Mutex
	fail  func(m Message) error
	took  []Message
	asked int
}

func (g *gateway) Channel() Channel { return g.channel }

func (g *gateway) Send(ctx context.Context, m Message) (string, error) {
	g.mu.Lock()
	g.asked++
	fail := g.fail
	g.mu.Unlock()
	if fail != nil {
		if err := fail(m); err != nil {
			if err == errSlow { //nolint:errorlint // it is the test's own
				<-ctx.Done()
				return "", ctx.Err()
			}
			return "", err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.took = append(g.took, m)
	return fmt.Sprint(len(g.took)), nil
}

func (g *gateway) messages() []Message {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.took)
}

var (
	errSlow = fmt.Errorf("slow")
	down    = func(Message) error { return &fault.Error{Kind: fault.Offline, Op: "test"} }
)

// office is an outbox with its people.
type office struct {
	*Service
	t        *testing.T
	now      time.Time
	people   map[record.ID]policy.Actor
	alerts   map[record.ID]Brief
	gates    map[Channel]*gateway
	couriers map[Channel]*Courier
	dir      string
	made     int
}

var (
	root = record.IDOf("root")
	ali  = record.IDOf("ali")
	sidi = record.IDOf("sidi")
)

type oneUnit struct{}

func (oneUnit) All() []record.ID              { return []record.ID{root} }
func (oneUnit) Path(id record.ID) []record.ID { return []record.ID{id} }

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{
		t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), people: map[record.ID]policy.Actor{}, alerts: map[record.ID]Brief{},
		gates: map[Channel]*gateway{}, couriers: map[Channel]*Courier{}, dir: t.TempDir(),
	}
	for _, c := range Channels() {
		o.gates[c] = &gateway{channel: c}
	}
	clock := func() time.Time { return o.now }
	l := ledgertest.Open(t, ledgertest.Options(t.TempDir(), clock, Part()))
	node, err := store.Open(t.Context(), store.Options{Path: filepath.Join(o.dir, "node.db"), Durable: true, Modules: []store.Module{Module}})
	o.ok(err)
	t.Cleanup(func() {
		if node.Close() != nil {
			t.Error("it does not close")
		}
	})
	engine, err := policy.New(oneUnit{}, false)
	o.ok(err)
	for _, id := range []record.ID{ali, sidi} {
		o.people[id] = policy.Actor{ID: id, Unit: root, Roles: []policy.Role{policy.Desk}}
	}
	o.Service, err = NewService(t.Context(), Options{
		Ledger: l, Node: node, Key: bytes.Repeat([]byte{3}, 32), Policy: engine, Root: func() record.ID { return root },
		People: func(id record.ID) (policy.Actor, bool) { a, ok := o.people[id]; return a, ok },
		Language: func(_ context.Context, id record.ID) lang.Language {
			if id == ali {
				return lang.Arabic
			}
			return ""
		},
		Describe: func(_ context.Context, id record.ID) (Brief, error) {
			b, ok := o.alerts[id]
			if !ok {
				return b, store.ErrNone
			}
			return b, nil
		},
		Senders: func(Settings) (all []Sender, err error) {
			for _, g := range o.gates {
				all = append(all, g)
			}
			return all, nil
		},
		Clock: clock, Random: rand.Reader,
	})
	o.ok(err)
	for _, c := range o.Couriers() {
		o.couriers[c.channel] = c
	}
	return o
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// reach gives somebody an address, verified.
func (o *office) reach(who record.ID, c Channel, address string) {
	o.t.Helper()
	contact, err := o.Add(o.t.Context(), who, c, address)
	o.ok(err)
	g := o.gates[c]
	code := g.took[len(g.took)-1].Text
	for _, f := range strings.FieldsFunc(code, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(f) == 6 {
			o.ok(o.Verify(o.t.Context(), who, contact.ID, f))
		}
	}
	g.took, g.asked = nil, 0
}

// alert makes an alert that people are to hear of.
func (o *office) alert(u report.Urgency, to ...record.ID) record.ID {
	o.t.Helper()
	o.made++
	b := attack
	b.ID, b.Number, b.Urgency = record.IDOf(fmt.Sprint("alert ", o.made)), int64(o.made), u
	b.Handling = record.Handling{Unit: root, TLP: record.Amber, Purpose: "community-safety"}
	o.alerts[b.ID] = b
	o.wish(b.ID, "0", Raised, to...)
	return b.ID
}

func (o *office) wish(about record.ID, step string, why Why, to ...record.ID) {
	o.t.Helper()
	b := o.alerts[about]
	var ws []Wish
	for _, id := range to {
		ws = append(ws, Wish{Step: step, To: id, Why: why})
	}
	_, err := o.opt.Ledger.Write(o.t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		return o.Drafts(tx, Matter{About: about, Urgency: b.Urgency, Handling: b.Handling, Path: []record.ID{root}}, ws)
	})
	o.ok(err)
}

func (o *office) tick(cs ...Channel) {
	o.t.Helper()
	for _, c := range cs {
		o.ok(o.couriers[c].Tick(o.t.Context(), o.now))
	}
}

// pass lets time go by, with a tick every ten seconds.
func (o *office) pass(d time.Duration, cs ...Channel) {
	o.t.Helper()
	for end := o.now.Add(d); o.now.Before(end); o.now = o.now.Add(10 * time.Second) {
		o.tick(cs...)
	}
}

func (o *office) states(about record.ID) string {
	o.t.Helper()
	ns, err := o.Of(o.t.Context(), about)
	o.ok(err)
	var out []string
	for _, n := range ns {
		out = append(out, strings.Trim(fmt.Sprint(n.Channel, " ", n.State, " ", n.Failure), " "))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
