package node

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// A Follower acts on what was committed: a rule that forwards a report, an alert
// that is raised. It is told of every revision of the field compartment in
// order, at least once: after a crash it hears some again, so what it writes has
// ids derived from what it heard.
type Follower interface {
	// Name says under which its place is kept.
	Name() string
	// Follow hears one revision. An error stops this follower there, and it is
	// told again later.
	Follow(ctx context.Context, rev ledger.Revision) error
	// Tick comes about every second, when all that was committed has been heard.
	Tick(ctx context.Context, now time.Time) error
}

// A Settler is a Follower that gathers what it has to do, so that much of it shares
// one commit. Settle comes when it has heard all that was there, and after every few
// hundred revisions; until then what it heard does not count as heard.
type Settler interface {
	Follower
	Settle(ctx context.Context) error
}

// followModule is the share of node.db: how far each follower has come. It does
// not lie in the tables, which may be made again: then nobody must act twice.
var followModule = store.Module{Name: "follow", Steps: []string{
	"CREATE TABLE followers (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
}}

// Bounds of following.
const (
	kept      = 1024            // revisions that lie in memory for followers who keep up
	atOnce    = 256             // revisions read from the ledger at once by one who is behind
	everyTick = time.Second     // and a follower's place is kept as often
	patience  = 5 * time.Second // before one who failed is told again
)

// followers hands what was committed to each follower, in a goroutine of its own:
// one that is slow or fails holds up nobody.
type followers struct {
	all []Follower // set before start

	mu     sync.Mutex // guards what follows
	recent []ledger.Revision
	wake   []chan struct{}
}

type followOptions struct {
	Field   *ledger.Ledger
	Cursors *store.DB
	Clock   func() time.Time
	Log     *slog.Logger
	Wait    time.Duration // before one who failed is told again; 0 for patience
}

// hear takes in what was committed. It never waits.
func (f *followers) hear(revs []ledger.Revision) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.wake) == 0 {
		return // nobody follows: who starts later reads the ledger
	}
	f.recent = append(f.recent, revs...)
	if over := len(f.recent) - kept; over > 0 {
		f.recent = append(f.recent[:0], f.recent[over:]...)
	}
	for _, w := range f.wake {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// since gives what lies in memory after seq. Without a gap, nothing means that seq
// is the end.
func (f *followers) since(seq int64) (revs []ledger.Revision, gap bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.recent) == 0 || f.recent[0].Seq > seq+1 {
		return nil, true
	}
	at := min(seq+1-f.recent[0].Seq, int64(len(f.recent)))
	return slices.Clone(f.recent[at:]), false
}

// start sets every follower going from its place. The function it gives stops
// them and waits until they have.
func (f *followers) start(ctx context.Context, opt followOptions) (stop func(), err error) {
	end, err := opt.Field.End(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	for _, who := range f.all {
		w := &walker{follower: who, all: f, opt: opt, wake: make(chan struct{}, 1)}
		if w.seq, err = comeTo(ctx, opt.Cursors, who.Name(), end); err != nil {
			cancel()
			wg.Wait()
			return nil, err
		}
		f.mu.Lock()
		f.wake = append(f.wake, w.wake)
		f.mu.Unlock()
		wg.Go(func() { w.walk(ctx) })
	}
	return func() {
		cancel()
		wg.Wait()
		f.mu.Lock()
		f.wake, f.recent = nil, nil
		f.mu.Unlock()
	}, nil
}

// comeTo is how far a follower has come. One that is new begins at the end: what
// was before it is not its business. So does one whose ledger was put back from
// a backup.
func comeTo(ctx context.Context, db *store.DB, name string, end int64) (seq int64, err error) {
	err = db.Update(ctx, func(tx *store.Tx) error {
		err := tx.Row("SELECT seq FROM followers WHERE name = ?", name).Scan(&seq)
		if err != nil && !store.None(err) {
			return err
		}
		if err == nil && seq <= end {
			return nil
		}
		seq = end
		return keepPlace(tx, name, seq)
	})
	return seq, err
}

func keepPlace(tx *store.Tx, name string, seq int64) error {
	return tx.Exec("INSERT INTO followers (name, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq", name, seq)
}

// walker takes one follower along the ledger.
type walker struct {
	follower Follower
	all      *followers
	opt      followOptions
	wake     chan struct{}

	seq     int64 // heard
	settled int64 // and done
	placed  int64 // and kept as its place
}

func (w *walker) walk(ctx context.Context) {
	tick := time.NewTicker(everyTick)
	defer tick.Stop()
	w.placed, w.settled = w.seq, w.seq
	for {
		err := w.catchUp(ctx)
		if err == nil {
			select {
			case <-ctx.Done():
			case <-w.wake:
				continue
			case <-tick.C:
				err = w.call(func() error { return w.follower.Tick(ctx, w.opt.Clock()) })
			}
		}
		if e := w.keep(context.WithoutCancel(ctx)); e != nil && err == nil {
			err = e
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			w.opt.Log.ErrorContext(ctx, "a follower failed and will be told again", "who", w.follower.Name(), "seq", w.seq, "cause", err.Error())
			select {
			case <-ctx.Done():
			case <-time.After(cmp.Or(w.opt.Wait, patience)):
			}
		}
	}
}

// catchUp tells the follower all that it has not heard.
func (w *walker) catchUp(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := w.settle(ctx); err != nil {
			return err
		}
		revs, gap := w.all.since(w.seq)
		if gap {
			var err error
			if revs, err = w.opt.Field.Follow(ctx, w.seq, atOnce); err != nil {
				return err
			}
		}
		if len(revs) == 0 {
			return nil
		}
		for _, rev := range revs {
			if err := w.call(func() error { return w.follower.Follow(ctx, rev) }); err != nil {
				return fmt.Errorf("%s %d: %w", rev.Kind, rev.Seq, err)
			}
			w.seq = rev.Seq
		}
	}
	return nil
}

// settle lets a follower that gathers do what it has gathered.
func (w *walker) settle(ctx context.Context) error {
	if s, gathers := w.follower.(Settler); gathers && w.settled != w.seq {
		if err := w.call(func() error { return s.Settle(ctx) }); err != nil {
			return fmt.Errorf("settle up to %d: %w", w.seq, err)
		}
	}
	w.settled = w.seq
	return nil
}

// call makes an error of a panic: one follower's fault is not the node's.
func (w *walker) call(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}

func (w *walker) keep(ctx context.Context) error {
	if w.settled == w.placed {
		return nil
	}
	err := w.opt.Cursors.Update(ctx, func(tx *store.Tx) error { return keepPlace(tx, w.follower.Name(), w.settled) })
	if err == nil {
		w.placed = w.settled
	}
	return err
}
