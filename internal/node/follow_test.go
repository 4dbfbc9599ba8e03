package node

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// listener is a follower that remembers what it heard.
type listener struct {
	name string
	fail func(seq int64) error // asked before it hears

	mu    sync.Mutex
	heard []int64
	ticks int
}

func (l *listener) Name() string { return l.name }

func (l *listener) Follow(_ context.Context, rev ledger.Revision) error {
	if l.fail != nil {
		if err := l.fail(rev.Seq); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, rev.Seq)
	return nil
}

func (l *listener) Tick(context.Context, time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ticks++
	return nil
}

// until waits till the listener has heard n revisions.
func (l *listener) until(t *testing.T, n int) []int64 {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		l.mu.Lock()
		heard := slices.Clone(l.heard)
		l.mu.Unlock()
		if len(heard) >= n {
			return heard
		}
	}
	t.Fatalf("%s heard %d of %d", l.name, len(l.heard), n)
	return nil
}

// path is a ledger with those who follow it.
type path struct {
	t       *testing.T
	field   *ledger.Ledger
	cursors *store.DB
	followers
}

func newPath(t *testing.T) *path {
	t.Helper()
	p := &path{t: t}
	var err error
	opt := ledgertest.Options(storetest.Dir(t), time.Now)
	opt.Committed = func(revs []ledger.Revision) { p.hear(revs) }
	p.field = ledgertest.Open(t, opt)
	p.cursors, err = store.Open(t.Context(), store.Options{Path: filepath.Join(storetest.Dir(t), "node.db"), Durable: true, Modules: []store.Module{followModule}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.cursors.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p *path) write(n int) {
	p.t.Helper()
	for i := range n {
		_, err := p.field.Write(p.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
			return []ledger.Draft{{Kind: record.Note, Record: record.NewID(rand.Reader), Body: []byte(fmt.Sprintf(`{"n":%d}`, i))}}, nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *path) begin(all ...Follower) (stop func()) {
	p.t.Helper()
	p.all = all
	stop, err := p.start(p.t.Context(), followOptions{Field: p.field, Cursors: p.cursors, Clock: time.Now, Log: slog.New(slog.DiscardHandler), Wait: 10 * time.Millisecond})
	if err != nil {
		p.t.Fatal(err)
	}
	return stop
}

func inOrder(t *testing.T, heard []int64, from, to int64) {
	t.Helper()
	for i, seq := range heard {
		if seq != from+int64(i) {
			t.Fatalf("heard %v, want %d to %d", heard, from, to)
		}
	}
	if heard[len(heard)-1] != to {
		t.Fatalf("heard up to %d, want %d", heard[len(heard)-1], to)
	}
}

// One who is new hears what comes from then on; one who was away hears what it
// missed, and nothing twice after an orderly stop.
func TestFollowersGoOnWhereTheyStopped(t *testing.T) {
	p := newPath(t)
	p.write(3)
	first := &listener{name: "one"}
	stop := p.begin(first)
	p.write(5)
	inOrder(t, first.until(t, 5), 4, 8)
	stop()
	p.write(2000) // more than lies in memory
	again, other := &listener{name: "one"}, &listener{name: "other"}
	stop = p.begin(again, other)
	p.write(2)
	inOrder(t, again.until(t, 2002), 9, 2010)
	inOrder(t, other.until(t, 2), 2009, 2010)
	stop()
}

// One that fails, by an error or a panic, is told again, and holds up nobody.
func TestFollowersThatFail(t *testing.T) {
	p := newPath(t)
	failed := 0
	bad := &listener{name: "bad", fail: func(seq int64) error {
		if seq == 2 && failed < 1 {
			failed++
			panic("a bug")
		}
		return nil
	}}
	good := &listener{name: "good"}
	stop := p.begin(bad, good)
	defer stop()
	p.write(3)
	inOrder(t, good.until(t, 3), 1, 3)
	inOrder(t, bad.until(t, 3), 1, 3)
	if failed != 1 {
		t.Errorf("failed %d times", failed)
	}
}

// A ledger that was put back from a backup ends before what a follower has heard:
// it begins at the end.
func TestFollowersOfARestoredLedger(t *testing.T) {
	p := newPath(t)
	if err := p.cursors.Update(t.Context(), func(tx *store.Tx) error { return keepPlace(tx, "one", 500) }); err != nil {
		t.Fatal(err)
	}
	one := &listener{name: "one"}
	stop := p.begin(one)
	defer stop()
	p.write(2)
	inOrder(t, one.until(t, 2), 1, 2)
}

// gatherer does what it heard later, and all of it at once.
type gatherer struct {
	listener
	waits []int64
	done  []int64
	fail  int // times
}

func (g *gatherer) Follow(ctx context.Context, rev ledger.Revision) error {
	g.mu.Lock()
	g.waits = append(g.waits, rev.Seq)
	g.mu.Unlock()
	return g.listener.Follow(ctx, rev)
}

func (g *gatherer) Settle(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fail > 0 {
		g.fail--
		return errors.New("the disk is full")
	}
	g.done, g.waits = append(g.done, g.waits...), nil
	return nil
}

// What one who gathers has heard counts when it is done: cut off before, it hears
// it again.
func TestWhatIsGatheredCountsWhenItIsDone(t *testing.T) {
	p := newPath(t)
	g := &gatherer{listener: listener{name: "one"}, fail: 3}
	stop := p.begin(g)
	p.write(700)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		g.mu.Lock()
		done := slices.Clone(g.done)
		g.mu.Unlock()
		if len(done) == 700 {
			inOrder(t, done, 1, 700)
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of 700 are done", len(done))
		}
	}
	g.mu.Lock()
	g.fail = 1 << 30
	g.mu.Unlock()
	p.write(10)
	g.until(t, 701) // and no further: the first of them is not done
	stop()
	again := &gatherer{listener: listener{name: "one"}}
	stop = p.begin(again)
	defer stop()
	inOrder(t, again.until(t, 10), 701, 710)
}
