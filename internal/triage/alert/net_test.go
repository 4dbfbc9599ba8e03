package alert

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
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
	"wasl/internal/triage/queue"
)

// net is a small network on a fake clock: a commune's desk, its moughataa, its
// wilaya, the nation; and another commune. What follows the ledger is called by
// the test.
type net struct {
	*Service
	t       testing.TB
	now     time.Time
	people  map[record.ID]policy.Actor
	reports *report.Service
	queue   *queue.Service
	duty    *duty.Service
	notices *notice.Service
	places  *place.Service
	ladder  *Ladder
	lookout *Lookout
	heard   int64 // how far the lookout has come
	gates   map[notice.Channel]*gate
	posts   []*notice.Courier
	made    int
}

// gate takes every message, unless it is down.
type gate struct {
	channel notice.Channel
	down    bool

	mu   sync.Mutex // a courier hands over several at once
	took []notice.Message
}

func (g *gate) Channel() notice.Channel { return g.channel }

func (g *gate) Send(_ context.Context, m notice.Message) (string, error) {
	if g.down {
		return "", &fault.Error{Kind: fault.Offline, Op: "test"}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.took = append(g.took, m)
	return "1", nil
}

var tree = []struct{ code, up string }{{"NAT", ""}, {"WIL", "NAT"}, {"MOU", "WIL"}, {"COM", "MOU"}, {"OTHER", "MOU"}}

func at(code string) record.ID { return unit.IDOf(code) }

func newNet(t testing.TB) *net {
	t.Helper()
	n := &net{t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), people: map[record.ID]policy.Actor{}, gates: map[notice.Channel]*gate{}}
	clock := func() time.Time { return n.now }
	l := ledgertest.Open(t, ledgertest.Options(t.TempDir(), clock, search.Part(), place.Part(), unit.Part(), report.Part(), queue.Part(), duty.Part(), notice.Part(), Part()))
	node, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "node.db"), Durable: true, Modules: []store.Module{duty.Module, notice.Module}})
	n.ok(err)
	t.Cleanup(func() {
		if node.Close() != nil {
			t.Error("it does not close")
		}
	})
	units, err := unit.New(t.Context(), l)
	n.ok(err)
	for _, u := range tree {
		put := unit.Unit{ID: at(u.code), Code: u.code, Kind: unit.Post, Name: lang.Text{lang.French: u.code}}
		if u.up != "" {
			put.Parent = at(u.up)
		}
		n.ok(units.Put(t.Context(), record.ID{}, put))
	}
	n.places, err = place.New(t.Context(), l)
	n.ok(err)
	_, err = n.places.Put(t.Context(), record.ID{},
		place.Place{List: "L", Code: "M1", Level: place.Moughataa, Name: lang.Text{lang.French: "Bassikounou", lang.Arabic: "باسكنو"}, Lat: 15.88, Lon: -5.95},
		place.Place{List: "L", Code: "M101", Level: place.Commune, Parent: "M1", Name: lang.Text{lang.French: "Fassala"}, Lat: 15.55, Lon: -5.52},
	)
	n.ok(err)
	engine, err := policy.New(units.Tree(), false)
	n.ok(err)
	people := func(id record.ID) (policy.Actor, bool) { a, ok := n.people[id]; return a, ok }
	n.reports = report.New(l, []byte("key"))
	n.queue = queue.NewService(queue.Options{Ledger: l, Policy: engine, Units: units.Tree(), People: people, Clock: clock})
	n.duty = duty.NewService(duty.Options{
		Ledger: l, Node: node, Policy: engine, Units: units.Tree(), People: people, Clock: clock, Random: rand.Reader,
		Staff: func(u record.ID) (all []policy.Actor) {
			for _, a := range n.people {
				if a.Unit == u {
					all = append(all, a)
				}
			}
			slices.SortFunc(all, func(a, b policy.Actor) int { return slices.Compare(a.ID[:], b.ID[:]) })
			return all
		},
	})
	n.notices, err = notice.NewService(t.Context(), notice.Options{
		Ledger: l, Node: node, Key: bytes.Repeat([]byte{3}, 32), Policy: engine, Root: func() record.ID { return at("NAT") }, People: people,
		Language: func(context.Context, record.ID) lang.Language { return lang.French },
		Describe: func(ctx context.Context, id record.ID) (notice.Brief, error) { return n.Brief(ctx, id) },
		Senders: func(notice.Settings) (all []notice.Sender, err error) {
			for _, c := range notice.Channels() {
				if n.gates[c] == nil {
					n.gates[c] = &gate{channel: c}
				}
				all = append(all, n.gates[c])
			}
			return all, nil
		},
		Clock: clock, Random: rand.Reader,
	})
	n.ok(err)
	n.Service = NewService(Options{
		Ledger: l, Policy: engine, Units: units.Tree(), Places: n.places, Duty: n.duty, Notices: n.notices, People: people, Clock: clock,
		Kind: func(k string) lang.Text { return lang.Text{lang.French: k} },
	})
	n.ladder, n.lookout, n.posts = n.Ladder(), n.Lookout(), n.notices.Couriers()
	n.ok(n.Ship(t.Context()))
	n.heard, err = l.End(t.Context())
	n.ok(err)
	for _, p := range []struct {
		name, unit string
		role       policy.Role
	}{
		{"ali", "COM", policy.Desk},
		{"fatou", "COM", policy.Desk},
		{"moussa", "MOU", policy.Desk},
		{"wali", "WIL", policy.Chief},
		{"nat", "NAT", policy.Chief},
		{"other", "OTHER", policy.Desk},
		{"admin", "NAT", policy.Administrator},
		{"oversight", "NAT", policy.Oversight},
	} {
		n.people[who(p.name)] = policy.Actor{ID: who(p.name), Unit: at(p.unit), Roles: []policy.Role{p.role}}
	}
	return n
}

func who(name string) record.ID { return record.IDOf(name) }

func (n *net) actor(name string) policy.Actor { return n.people[who(name)] }

func (n *net) ok(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *net) refused(want string, err error) {
	n.t.Helper()
	if f, ok := err.(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
		n.t.Errorf("%v, want %s", err, want)
	}
}

// phone gives somebody a telephone.
func (n *net) phone(name, number string) {
	n.t.Helper()
	c, err := n.notices.Add(n.t.Context(), who(name), notice.SMS, number)
	n.ok(err)
	g := n.gates[notice.SMS]
	text := g.took[len(g.took)-1].Text
	i := strings.IndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' })
	n.ok(n.notices.Verify(n.t.Context(), who(name), c.ID, text[i:i+6]))
	g.took = nil
}

// send hands a report in, as a village would.
func (n *net) send(change func(*report.Incoming)) record.ID {
	n.t.Helper()
	n.made++
	in := report.Incoming{
		ID: record.IDOf(fmt.Sprint("report ", n.made)), Unit: at("COM"), TLP: record.Amber, Author: record.IDOf("reporter"),
		Body: report.Body{
			Form: "f", Version: "1", Language: "fr", Channel: report.App, XML: fmt.Sprint(n.made), Kind: "attack", Title: "Attaque au puits", Text: "des motos",
			Urgency: report.Now, Source: record.IDOf(fmt.Sprint("source ", n.made)), Place: &report.PlaceRef{List: "L", Code: "M101"},
		},
	}
	if change != nil {
		change(&in)
	}
	_, err := n.reports.Accept(context.Background(), in)
	n.ok(err)
	return in.ID
}

// follow lets the lookout hear what was committed, and everybody tick.
func (n *net) follow() {
	n.t.Helper()
	n.hear()
	n.ok(n.lookout.Settle(n.t.Context()))
	n.ok(n.lookout.Tick(n.t.Context(), n.now))
	n.hear()
	n.ok(n.ladder.Tick(n.t.Context(), n.now))
	for _, p := range n.posts {
		n.ok(p.Tick(n.t.Context(), n.now))
	}
}

func (n *net) hear() {
	n.t.Helper()
	for {
		revs, err := n.opt.Ledger.Follow(n.t.Context(), n.heard, 200)
		n.ok(err)
		if len(revs) == 0 {
			return
		}
		for _, rev := range revs {
			n.ok(n.lookout.Follow(n.t.Context(), rev))
			n.heard = rev.Seq
		}
	}
}

// pass lets time go by, the longer the coarser.
func (n *net) pass(d time.Duration) {
	n.t.Helper()
	step := min(d, max(30*time.Second, d/100))
	for end := n.now.Add(d); n.now.Before(end); {
		n.now = n.now.Add(step)
		n.follow()
	}
}

// alerts gives all alerts as the nation sees them, in the order of their numbers.
func (n *net) alerts() []Alert {
	n.t.Helper()
	ended := Ended
	p, err := n.List(n.t.Context(), n.actor("nat"), Query{})
	n.ok(err)
	e, err := n.List(n.t.Context(), n.actor("nat"), Query{State: &ended})
	n.ok(err)
	all := append(p.Items, e.Items...)
	slices.SortFunc(all, func(a, b Alert) int { return int(a.Number - b.Number) })
	return all
}

func (n *net) one() Alert {
	n.t.Helper()
	all := n.alerts()
	if len(all) != 1 {
		n.t.Fatalf("%d alerts", len(all))
	}
	return all[0]
}

// course tells an alert's history in short: what was done, at which level, why.
func (n *net) course(id record.ID) string {
	n.t.Helper()
	_, events, err := n.history(n.t.Context(), id)
	n.ok(err)
	var out []string
	for _, e := range events {
		s := e.Act
		if e.Call != nil {
			s = fmt.Sprintf("%s %d %s", e.Act, e.Call.Level, e.Call.Why)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
