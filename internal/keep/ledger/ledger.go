package ledger

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// A Part is one package's share of a compartment's tables.
type Part struct {
	Module store.Module
	Kinds  []record.Kind
	// Apply writes the rows that queries read. It runs when a revision of
	// Kinds is committed, on every replica, and again on rebuild: it may use
	// nothing but the revision and the tables.
	Apply func(tx *store.Tx, rev Revision) error
	// Ahead begins in another goroutine what Apply will need of the body: it calls
	// Work and Decode, whose outcome Apply then finds. It may be nil.
	Ahead func(rev Revision)
	// FromHeader says that Apply reads nothing but the header. Then it runs for a
	// revision whose body was erased as well, with none.
	FromHeader bool
	// Erase removes every row about subject. It may be nil where a part keeps
	// none.
	Erase func(tx *store.Tx, subject record.ID) error
}

// Options says which compartment to open and as whom.
type Options struct {
	Dir    string             // of the compartment; made if missing
	Key    []byte             // the compartment's, KeySize bytes
	Node   record.ID          // this node
	Sign   ed25519.PrivateKey // this node's
	Parts  []Part
	Clock  func() time.Time
	Random io.Reader
	Log    *slog.Logger
	// Committed is told after every commit, in order, before the answers go out.
	// It must not block, nor change what it is given.
	Committed func([]Revision)

	Files func(*store.Options) // changes how the two files are opened, where it is not nil: tests cut their power
}

// Ledger is an open compartment. It is safe for use by many goroutines.
type Ledger struct {
	opt    Options
	keys   *keys
	file   *store.DB                // ledger.db: plain, every commit synced
	tables atomic.Pointer[store.DB] // tables.db: encrypted, can be made again
	apply  map[record.Kind][]*Part
	begin  map[record.Kind][]func(Revision) // what the parts do ahead

	queue  chan *command
	nudge  chan struct{} // somebody read tables that are damaged
	ending chan struct{} // closed when no more commands are taken
	done   chan struct{} // closed when the writer has ended

	sending sync.WaitGroup // who put commands into queue
	mu      sync.Mutex     // guards what follows
	closed  bool
	found   []Damage // what was found wrong since Open, and mended or not

	between func() // called between the two commits; tests crash there

	writer // touched by the writer's goroutine alone
}

// writer is the end of the chain as the writer knows it.
type writer struct {
	seq    int64
	epoch  uint32
	at     record.Instant
	prev   record.Hash
	behind bool // the tables lack something that the ledger has
	unsure bool // the end could not be read: it must be, before anything is added

	missing bool // the tables were closed to be made again, and are not yet
	mended  int  // how often they were made again
}

// Names of a compartment's two files.
const (
	FileName   = "ledger.db"
	TablesName = "tables.db"
)

// Open opens or makes the compartment, and brings its tables up to the ledger:
// after a crash they may lack the last group, and a spoiled or missing tables
// file is made again.
func Open(ctx context.Context, opt Options) (*Ledger, error) {
	l, err := newLedger(opt)
	if err != nil {
		return nil, err
	}
	if err := store.MakeDir(opt.Dir); err != nil {
		return nil, err
	}
	if err := l.openFile(ctx); err != nil {
		return nil, err
	}
	if err := l.openTables(ctx, nil); err != nil {
		return nil, errors.Join(err, l.file.Close())
	}
	go l.run(context.WithoutCancel(ctx))
	return l, nil
}

func newLedger(opt Options) (*Ledger, error) {
	k, err := stretch(opt.Key)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "ledger.Open", Err: err}
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	l := &Ledger{
		opt: opt, keys: k, apply: map[record.Kind][]*Part{}, begin: map[record.Kind][]func(Revision){},
		queue: make(chan *command, maxGroup), nudge: make(chan struct{}, 1), ending: make(chan struct{}), done: make(chan struct{}),
		between: func() {},
	}
	for i := range opt.Parts {
		for _, kind := range opt.Parts[i].Kinds {
			l.apply[kind] = append(l.apply[kind], &opt.Parts[i])
			if ahead := opt.Parts[i].Ahead; ahead != nil {
				l.begin[kind] = append(l.begin[kind], ahead)
			}
		}
	}
	return l, nil
}

// openFile opens the ledger's own file and finds the end of the chain.
func (l *Ledger) openFile(ctx context.Context) (err error) {
	l.file, err = store.Open(ctx, l.how(store.Options{
		Path: filepath.Join(l.opt.Dir, FileName), Durable: true, Modules: []store.Module{ledgerModule},
	}))
	if err != nil {
		return err
	}
	if lost := l.file.Lost(); lost != "" {
		err = l.lost(ctx, lost)
	}
	if err = errors.Join(err, l.readEnd(ctx)); err != nil {
		err = errors.Join(err, l.file.Close())
	}
	return err
}

func (l *Ledger) how(opt store.Options) store.Options {
	if l.opt.Files != nil {
		l.opt.Files(&opt)
	}
	return opt
}

// lost notes that the ledger lacks what it once had, for whoever verifies it, and
// begins a new epoch: what is written from now on must not pass for what was
// there. Peers that have the lost revisions tell the two apart by it.
func (l *Ledger) lost(ctx context.Context, what string) error {
	l.opt.Log.ErrorContext(ctx, "the ledger lacks revisions", "dir", l.opt.Dir, "cause", what)
	l.find(Damage{What: FileName + ": " + what})
	return l.newEpoch(ctx, what)
}

// newEpoch notes that this node's chain goes on from an earlier place than it had
// come to, and why.
func (l *Ledger) newEpoch(ctx context.Context, why string) error {
	return l.file.Update(ctx, func(lt *store.Tx) error {
		return lt.Exec(`INSERT INTO epochs (n, after, why) SELECT 1 + max(1, (SELECT coalesce(max(n), 0) FROM epochs),
			(SELECT coalesce(max(epoch), 0) FROM revisions WHERE seq = (SELECT max(seq) FROM revisions))),
			(SELECT coalesce(max(seq), 0) FROM revisions), ?`, why)
	})
}

func (l *Ledger) find(d Damage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found = append(l.found, d)
}

// readEnd reads where the chain of this node ends.
func (l *Ledger) readEnd(ctx context.Context) error {
	w := writer{mended: l.mended, missing: l.missing}
	err := l.file.View(ctx, func(lt *store.Tx) error {
		var epoch int
		if err := lt.Row("SELECT max(1, coalesce(max(n), 0)) FROM epochs").Scan(&epoch); err != nil {
			return err
		}
		w.epoch = uint32(epoch)
		if err := lt.Row("SELECT coalesce(max(seq), 0) FROM revisions").Scan(&w.seq); err != nil || w.seq == 0 {
			return err
		}
		h, err := scanHeader(lt.Query("SELECT " + columns + " FROM revisions ORDER BY seq DESC LIMIT 1"))
		if err != nil {
			return err
		}
		w.epoch, w.at, w.prev = max(w.epoch, h.Epoch), h.At, h.Hash
		return nil
	})
	if err != nil {
		l.unsure = true
		return err
	}
	l.writer = w
	return nil
}

// View runs f on a snapshot of the tables.
func (l *Ledger) View(ctx context.Context, f func(*store.Tx) error) error {
	err := l.tables.Load().View(ctx, f)
	switch {
	case store.Damaged(err):
		select {
		case l.nudge <- struct{}{}:
		default: // the writer knows
		}
	case errors.Is(err, store.ErrClosed) && !l.isClosed():
		return &fault.Error{
			Kind: fault.Offline, Op: "ledger.View", Key: "ledger.mending", Msg: "the node is putting its tables in order",
			Hint: "try again in a few minutes; reports are kept", Err: err,
		}
	}
	return err
}

// Statements gives what was read of the tables since they were opened: see
// store.DB.Statements.
func (l *Ledger) Statements() []string { return l.tables.Load().Statements() }

func (l *Ledger) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// Fold writes the logs of both files into them. It waits for those who read an
// older moment.
func (l *Ledger) Fold(ctx context.Context) error {
	return errors.Join(l.file.Fold(ctx), l.tables.Load().Fold(ctx))
}

// Close lets the commands that wait be written, then closes both files.
func (l *Ledger) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	l.mu.Unlock()
	l.sending.Wait()
	close(l.ending)
	<-l.done
	return errors.Join(l.tables.Load().Close(), l.file.Close())
}

// Rebuild makes the tables of a compartment again from its ledger and gives
// the number of revisions applied. Nobody else may have it open.
func Rebuild(ctx context.Context, opt Options, progress func(done, total int64)) (n int64, err error) {
	l, err := newLedger(opt)
	if err != nil {
		return 0, err
	}
	if err := l.openFile(ctx); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.file.Close()) }()
	if err := l.dropTables(); err != nil {
		return 0, err
	}
	if err := l.openTables(ctx, progress); err != nil {
		return 0, err
	}
	return l.seq, l.tables.Load().Close()
}
