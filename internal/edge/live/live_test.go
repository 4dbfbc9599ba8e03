package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var (
	capital = record.IDOf("capital")
	north   = record.IDOf("north")
	south   = record.IDOf("south")
	units   = []record.ID{capital, north, south}
)

// network is two units under one.
type network struct{ version atomic.Uint64 }

func (*network) All() []record.ID { return units }
func (n *network) Path(u record.ID) []record.ID {
	if u == capital {
		return []record.ID{capital}
	}
	return []record.ID{u, capital}
}
func (n *network) Version() uint64 { return n.version.Load() }

// desk is a small node: things with their rows, and what was done about them.
type desk struct {
	feed Feed
	gate *Gate
	tree *network

	mu     sync.Mutex
	seq    int64
	rows   map[record.ID]Row
	from   map[int64]Row // where a thing stood before a revision took it away
	looked map[record.ID]int
	fails  error
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{tree: &network{}, rows: map[record.ID]Row{}, from: map[int64]Row{}, looked: map[record.ID]int{}}
	engine, err := policy.New(d.tree, false)
	if err != nil {
		t.Fatal(err)
	}
	d.gate = &Gate{Policy: engine, Tree: d.tree}
	d.feed.Tell(Source{
		Event: "report", Action: "report.list", Kinds: []record.Kind{record.Report, record.Grade, record.Forward, record.Erasure},
		Load: func(_ context.Context, h ledger.Header) (Thing, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.looked[h.Subject]++
			if d.fails != nil {
				return Thing{}, d.fails
			}
			row, there := d.rows[h.Subject]
			if !there {
				return Thing{}, store.ErrNone
			}
			return Thing{row, func(l lang.Language) any { return map[string]any{"id": h.Subject, "l": l, "tlp": row.TLP} }}, nil
		},
		Before: func(_ context.Context, h ledger.Header) (Row, bool, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			row, moved := d.from[h.Seq]
			return row, moved, nil
		},
	})
	return d
}

// write does something about things, in one commit, as the ledger's writer does.
func (d *desk) write(hs ...ledger.Header) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range hs {
		d.seq++
		h := &hs[i]
		h.Seq = d.seq
		old := d.rows[h.Subject]
		switch h.Kind {
		case record.Forward:
			d.from[h.Seq] = Row{Unit: old.Unit, TLP: old.TLP}
			d.rows[h.Subject] = Row{Unit: h.Handling.Unit, TLP: old.TLP}
		case record.Erasure:
			d.from[h.Seq] = Row{Unit: old.Unit, TLP: old.TLP}
			delete(d.rows, h.Subject)
		case record.Report:
			d.rows[h.Subject] = Row{Unit: h.Handling.Unit, TLP: h.Handling.TLP}
		default:
		}
	}
	d.feed.Hear(hs)
}

func report(name string, unit record.ID, tlp record.TLP) ledger.Header {
	return ledger.Header{Kind: record.Report, Subject: record.IDOf(name), Handling: record.Handling{Unit: unit, TLP: tlp}}
}

func about(name string, kind record.Kind) ledger.Header {
	return ledger.Header{Kind: kind, Subject: record.IDOf(name)}
}

func (d *desk) sees(a policy.Actor) map[record.ID]bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	seen := map[record.ID]bool{}
	for id, row := range d.rows {
		res := d.gate.Policy.At(policy.Report, id, row.Unit)
		res.TLP = row.TLP
		if d.gate.Policy.Allow(context.Background(), a, "report.list", res) == nil {
			seen[id] = true
		}
	}
	return seen
}

// stood tells whether somebody could see a thing before a revision took it away.
func (d *desk) stood(a policy.Actor, seq int64, id record.ID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	row := d.from[seq]
	res := d.gate.Policy.At(policy.Report, id, row.Unit)
	res.TLP = row.TLP
	return d.gate.Policy.Allow(context.Background(), a, "report.list", res) == nil
}

// screen is a console as its browser keeps it: what it shows, and the number of its
// last event. It reads its lists where it is told to.
type screen struct {
	d     *desk
	mu    sync.Mutex // guards actor and out
	actor policy.Actor
	out   bool // signed out
	from  int64
	shows map[record.ID]bool
	told  int // events, and pieces they came in
	wrote int
	bad   []string

	broken func() bool // whether the line breaks at this piece
}

func (d *desk) screen(a policy.Actor) *screen {
	return &screen{d: d, actor: a, from: -1, shows: map[record.ID]bool{}, broken: func() bool { return false }}
}

func (s *screen) listen(ctx context.Context) error {
	return s.d.feed.Listen(ctx, s.d.gate, Console{From: s.from, Language: lang.French, Who: s.who, Write: s.hear})
}

func (s *screen) who() (policy.Actor, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actor, !s.out
}

func (s *screen) becomes(a policy.Actor, out bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.actor, s.out = a, out
}

var errBroken = errors.New("the line broke")

func (s *screen) hear(piece []byte) error {
	s.wrote++
	for text := range bytes.SplitSeq(bytes.TrimSuffix(piece, []byte("\n\n")), []byte("\n\n")) {
		if s.broken() {
			return errBroken // what came before in the piece has arrived
		}
		s.take(string(text))
	}
	return nil
}

func (s *screen) take(text string) {
	if strings.HasPrefix(text, ":") {
		return
	}
	fields := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		fields[name] = value
	}
	seq, err := strconv.ParseInt(fields["id"], 10, 64)
	var data struct {
		ID     record.ID `json:"id"`
		Gone   bool      `json:"gone"`
		Reload bool      `json:"reload"`
	}
	if err = errors.Join(err, json.Unmarshal([]byte(fields["data"]), &data)); err != nil || seq < s.from {
		s.bad = append(s.bad, fmt.Sprintf("%q after %d: %v", text, s.from, err))
	}
	first := s.from < 0
	s.from = seq
	switch {
	case fields["event"] == "hello":
		if data.Reload || first {
			s.shows = s.d.sees(s.actor)
		}
	case data.Gone:
		s.told++
		if !s.d.stood(s.actor, seq, data.ID) {
			s.bad = append(s.bad, "told of one gone that was never to be seen: "+text)
		}
		delete(s.shows, data.ID)
	default:
		s.told++
		s.shows[data.ID] = true
	}
}

// settle lets all that is under way come to its end.
func settle() {
	time.Sleep(time.Minute)
	synctest.Wait()
}

func person(role policy.Role, unit record.ID) policy.Actor {
	return policy.Actor{ID: record.IDOf(string(role) + unit.String()), Roles: []policy.Role{role}, Unit: unit}
}

// What is done is told to all who may see it, looked up once, and what is done in
// a burst comes in one piece.
func TestManyAreToldAndOneLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		ctx, stop := context.WithCancel(t.Context())
		var all []*screen
		var wg sync.WaitGroup
		for i := range 200 {
			s := d.screen(person(policy.Desk, units[i%3]))
			all = append(all, s)
			wg.Go(func() { _ = s.listen(ctx) })
		}
		synctest.Wait()
		if n := d.feed.Listeners(); n != 200 {
			t.Errorf("%d listen", n)
		}
		d.write(report("a", north, record.Amber), report("b", north, record.Clear))
		synctest.Wait() // it is told at once
		if !all[1].shows[record.IDOf("a")] {
			t.Error("after a quiet time something waits")
		}
		for range 20 { // a burst about one report
			d.write(about("a", record.Grade))
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		stop()
		wg.Wait()
		for i, s := range all {
			if diff := cmp.Diff(d.sees(s.actor), s.shows); diff != "" || len(s.bad) > 0 {
				t.Errorf("console %d: %s %q", i, diff, s.bad)
			}
		}
		if up := all[1]; up.told != 3 || up.wrote != 3 { // hello, the two reports, the burst
			t.Errorf("told of %d events in %d pieces", up.told, up.wrote)
		}
		if all[2].told != 1 || d.looked[record.IDOf("a")] > 3 || d.looked[record.IDOf("b")] != 1 {
			t.Errorf("the south is told of %d events; looked up %v", all[2].told, d.looked)
		}
	})
}

// Whatever is done, however lines break, sessions end and consoles lag: who has
// come back shows what the policy says.
func TestNothingIsLost(t *testing.T) {
	for seed := range uint64(4) {
		synctest.Test(t, func(t *testing.T) { lose(t, seed) })
	}
}

func lose(t *testing.T, seed uint64) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var all []*screen
	var mended atomic.Bool // the lines
	for i := range 12 {
		role := []policy.Role{policy.Desk, policy.Analyst, policy.Operator, policy.Administrator}[i%4]
		s := d.screen(person(role, units[i%3]))
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		s.broken = func() bool {
			if mended.Load() {
				return false
			}
			if rng.IntN(9) == 0 {
				time.Sleep(time.Duration(rng.IntN(3000)) * time.Millisecond)
			}
			return rng.IntN(6) == 0
		}
		all = append(all, s)
		wg.Go(func() {
			for ctx.Err() == nil {
				_ = s.listen(ctx)
				time.Sleep(time.Duration(rng.IntN(20_000)) * time.Millisecond)
			}
		})
	}
	rng := rand.New(rand.NewPCG(seed, 99))
	made := 0
	for range 250 {
		var hs []ledger.Header
		busy := 1 + rng.IntN(3)
		if rng.IntN(40) == 0 {
			busy = 3000 // more than is kept
		}
		for range busy {
			name := fmt.Sprint("r", rng.IntN(made+2))
			d.mu.Lock()
			_, there := d.rows[record.IDOf(name)]
			d.mu.Unlock()
			switch k := rng.IntN(12); {
			case !there && busy < 4: // an id that never was
				made++
				d.write(hs...)
				hs = []ledger.Header{report(fmt.Sprint("r", made), units[rng.IntN(3)], record.TLP(rng.IntN(4)))}
			case there && k == 0:
				h := about(name, record.Forward)
				h.Handling.Unit = units[rng.IntN(3)]
				hs = append(hs, h)
			case there && k == 1 && busy < 4:
				d.write(hs...)
				d.write(about(name, record.Erasure))
				hs = nil
			case there:
				hs = append(hs, about(name, record.Grade))
			}
		}
		d.write(hs...)
		time.Sleep(time.Duration(rng.IntN(4000)) * time.Millisecond)
	}
	mended.Store(true)
	settle()
	stop()
	wg.Wait()
	for i, s := range all {
		if diff := cmp.Diff(d.sees(s.actor), s.shows); diff != "" {
			t.Errorf("seed %d, console %d of %v, last %d of %d: %s", seed, i, s.actor.Roles, s.from, d.seq, diff)
		}
		if len(s.bad) > 0 {
			t.Errorf("seed %d, console %d: %q", seed, i, s.bad)
		}
	}
}

// A console that does not read holds up nobody, and is let go when more has come
// than is kept.
func TestASlowConsoleIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		slow, fast := d.screen(person(policy.Desk, north)), d.screen(person(policy.Desk, north))
		stuck, free := make(chan struct{}), false
		slow.broken = func() bool {
			if !free && slow.told > 0 {
				<-stuck
			}
			return false
		}
		ended := make(chan error, 1)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go func() { ended <- slow.listen(ctx) }()
		go func() { _ = fast.listen(ctx) }()
		synctest.Wait()
		for i := range 2 * kept {
			d.write(report(fmt.Sprint("r", i), north, record.Green))
			if i%100 == 0 {
				settle()
			}
		}
		settle()
		if len(fast.shows) != 2*kept {
			t.Errorf("the fast one shows %d reports", len(fast.shows))
		}
		free = true
		close(stuck)
		if err := <-ended; err != nil {
			t.Errorf("the slow one ended with %v", err)
		}
		go func() { _ = slow.listen(ctx) }()
		settle()
		if !maps.Equal(slow.shows, fast.shows) {
			t.Errorf("the slow one came back and shows %d reports", len(slow.shows))
		}
	})
}

// A stream ends with its session, follows a change of role and of the network, and
// ends when the node stops and all is told.
func TestAStreamFollowsWhoListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		s := d.screen(person(policy.Desk, north))
		ended := make(chan error, 1)
		go func() { ended <- s.listen(t.Context()) }()
		synctest.Wait()
		d.write(report("a", north, record.Amber))
		settle()
		s.becomes(person(policy.Oversight, north), false)
		d.write(report("b", north, record.Amber))
		settle()
		s.becomes(person(policy.Desk, south), false)
		d.tree.version.Add(1)
		d.write(report("c", north, record.Amber), report("e", south, record.Amber))
		settle()
		want := map[record.ID]bool{record.IDOf("a"): true, record.IDOf("e"): true}
		if diff := cmp.Diff(want, s.shows); diff != "" {
			t.Error(diff)
		}
		s.becomes(s.actor, true)
		if err := <-ended; err != nil { // at the next beat
			t.Error(err)
		}
		s.becomes(s.actor, false)
		go func() { ended <- s.listen(t.Context()) }()
		synctest.Wait()
		d.write(report("f", south, record.Amber))
		d.feed.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if !s.shows[record.IDOf("f")] {
			t.Error("the node stopped before all was told")
		}
		if err := s.listen(t.Context()); err != nil {
			t.Errorf("who comes while the node stops: %v", err)
		}
	})
}

// A fault in looking something up ends the stream before it, so that who comes
// back hears it.
func TestAFaultLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		s := d.screen(person(policy.Desk, north))
		d.fails = errors.New("the disk failed")
		ended := make(chan error, 1)
		go func() { ended <- s.listen(t.Context()) }()
		synctest.Wait()
		d.write(report("a", north, record.Amber))
		if err := <-ended; err == nil {
			t.Error("a fault was passed over")
		}
		d.fails = nil
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		_ = s.listen(ctx)
		if !s.shows[record.IDOf("a")] {
			t.Error("what failed was not told again")
		}
	})
}

// A node that was started anew knows what was last done: consoles go on where
// they were, and those that were away for longer read their lists.
func TestConsolesGoOnAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.seq = 5000 // what was long ago
		var before []ledger.Header
		for i := range 20 {
			h := report(fmt.Sprint("old", i), north, record.Green)
			d.seq++
			h.Seq = d.seq
			d.rows[h.Subject] = Row{Unit: north, TLP: record.Green}
			before = append(before, h)
		}
		d.write(report("new", north, record.Green)) // heard before the past is read
		d.feed.prime(before, 5020)
		d.feed.prime(before, 5020) // twice is harmless
		for _, c := range []struct {
			from int64
			want int // told one by one; -1: reads its lists
		}{{5010, 11}, {5021, 0}, {5000, 21}, {4999, -1}, {17, -1}, {9999, -1}} {
			s := d.screen(person(policy.Desk, north))
			s.from = c.from
			ctx, stop := context.WithTimeout(t.Context(), time.Second)
			_ = s.listen(ctx)
			stop()
			switch {
			case len(s.bad) > 0 && c.from != 9999: // there the numbers go back
				t.Errorf("from %d: %q", c.from, s.bad)
			case c.want >= 0 && s.told != c.want, c.want < 0 && (s.told != 0 || len(s.shows) != 21):
				t.Errorf("from %d: told of %d, shows %d", c.from, s.told, len(s.shows))
			}
		}
	})
}
