package ledger

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
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
	// Erase removes every row about subject. It may be nil where a part keeps
	// none.
	Erase func(tx *store.Tx, subject record.ID) error
}

// Options says which compartment to open and as whom.
type Options struct {
	Dir       string             // of the compartment; made if missing
	Key       []byte             // the compartment's, KeySize bytes
	Node      record.ID          // this node
	Sign      ed25519.PrivateKey // this node's
	Parts     []Part
	Clock     func() time.Time
	Random    io.Reader
	Log       *slog.Logger
	Committed func([]Header) // told after every commit, in order, before the answers go out; must not block

	VFS       string // of ledger.db and tables.db; "" for the machine's own. Tests cut its power
	TablesVFS string
}

// Ledger is an open compartment. It is safe for use by many goroutines.
type Ledger struct {
	opt    Options
	keys   *keys
	file   *store.DB // ledger.db: plain, every commit synced
	tables *store.DB // tables.db: encrypted, can be made again
	apply  map[record.Kind][]func(*store.Tx, Revision) error

	queue chan *command
	done  chan struct{} // closed when the writer has ended

	closing sync.Mutex // guards closed against sends on queue
	closed  bool

	writer // touched by the writer's goroutine alone
}

// writer is the end of the chain as the writer knows it.
type writer struct {
	seq    int64
	epoch  uint32
	at     record.Instant
	prev   record.Hash
	behind bool // the tables lack something that the ledger has
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
	const op = "ledger.Open"
	k, err := stretch(opt.Key)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: op, Err: err}
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.VFS == "" {
		if err := os.MkdirAll(opt.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("make %s: %w", opt.Dir, err)
		}
	}
	l := &Ledger{
		opt: opt, keys: k, apply: map[record.Kind][]func(*store.Tx, Revision) error{},
		queue: make(chan *command, maxGroup), done: make(chan struct{}),
	}
	for _, p := range opt.Parts {
		for _, kind := range p.Kinds {
			l.apply[kind] = append(l.apply[kind], p.Apply)
		}
	}
	if l.file, err = store.Open(ctx, store.Options{
		Path: filepath.Join(opt.Dir, FileName), Durable: true, Modules: []store.Module{ledgerModule}, VFS: opt.VFS,
	}); err != nil {
		return nil, err
	}
	if err := l.openTables(ctx, nil); err != nil {
		return nil, errors.Join(err, l.file.Close())
	}
	go l.run(context.WithoutCancel(ctx))
	return l, nil
}

// openTables opens the tables and applies what they lack. Tables that do not
// open, or that know more than the ledger, are made again from nothing.
func (l *Ledger) openTables(ctx context.Context, progress func(done, total int64)) error {
	if err := l.readEnd(ctx); err != nil {
		return err
	}
	var applied int64
	err := l.tryTables(ctx, &applied)
	if err != nil || applied > l.seq {
		if ctx.Err() != nil || fault.Is(err, fault.Full) {
			return err
		}
		l.opt.Log.WarnContext(ctx, "the tables are made again from the ledger", "dir", l.opt.Dir, "cause", fmt.Sprint(err))
		if applied > l.seq { // the ledger was put back from a backup
			l.epoch++
		}
		if err := l.dropTables(); err != nil {
			return err
		}
		if err := l.tryTables(ctx, &applied); err != nil {
			return err
		}
	}
	return l.catchUp(ctx, progress)
}

func (l *Ledger) tryTables(ctx context.Context, applied *int64) error {
	modules := []store.Module{tablesModule}
	for _, p := range l.opt.Parts {
		modules = append(modules, p.Module)
	}
	t, err := store.Open(ctx, store.Options{
		Path: filepath.Join(l.opt.Dir, TablesName), Key: l.keys.tables, Modules: modules, VFS: l.opt.TablesVFS, CacheKB: 16 << 10,
	})
	if err != nil {
		return err
	}
	var hash, own record.Hash
	err = t.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT seq, hash FROM applied").Scan(applied, &hash)
	})
	if err == nil && *applied > 0 && *applied <= l.seq {
		err = l.file.View(ctx, func(lt *store.Tx) error {
			return lt.Row("SELECT hash FROM revisions WHERE seq = ?", *applied).Scan(&own)
		})
		if err == nil && own != hash {
			err = errors.New("the tables follow another chain")
		}
	}
	if err != nil || *applied > l.seq {
		return errors.Join(err, t.Close())
	}
	l.tables = t
	return nil
}

func (l *Ledger) dropTables() error {
	if l.tables != nil {
		if err := l.tables.Close(); err != nil {
			l.opt.Log.Warn("close the old tables", "cause", err.Error())
		}
		l.tables = nil
	}
	if l.opt.VFS != "" {
		return errors.New("the tables cannot be removed from this file system")
	}
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(l.opt.Dir, TablesName+suffix)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// readEnd reads where the chain of this node ends.
func (l *Ledger) readEnd(ctx context.Context) error {
	w := writer{epoch: max(l.epoch, 1)}
	err := l.file.View(ctx, func(lt *store.Tx) error {
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
	l.writer = w
	return err
}

// catchUpStep bounds the revisions applied in one transaction: enough that its
// cost is spread, few enough that the log stays small.
const catchUpStep = 5000

// catchUp applies to the tables what the ledger has and they lack.
func (l *Ledger) catchUp(ctx context.Context, progress func(done, total int64)) error {
	for {
		var n int
		var last Header
		err := l.tables.Update(ctx, func(tt *store.Tx) error {
			var applied int64
			if err := tt.Row("SELECT seq FROM applied").Scan(&applied); err != nil {
				return err
			}
			return l.file.View(ctx, func(lt *store.Tx) error {
				err := l.keys.read(lt, "WHERE seq > ? ORDER BY seq LIMIT ?", []any{applied, catchUpStep}, func(rev Revision) error {
					n++
					last = rev.Header
					return l.applyOne(tt, rev)
				})
				if err != nil || n == 0 {
					return err
				}
				return tt.Exec("UPDATE applied SET seq = ?, hash = ?", last.Seq, last.Hash)
			})
		})
		if err != nil {
			return fmt.Errorf("apply the ledger to the tables: %w", err)
		}
		if progress != nil && n > 0 {
			progress(last.Seq, l.seq)
		}
		if n < catchUpStep {
			l.behind = false
			return nil
		}
	}
}

// applyOne writes one revision's rows. What was erased is passed over, but for
// the erasure itself, which removes what a part may have kept.
func (l *Ledger) applyOne(tt *store.Tx, rev Revision) error {
	if rev.Kind == record.Erasure {
		return l.eraseRows(tt, rev.Subject)
	}
	if rev.Body == nil {
		return nil
	}
	for _, apply := range l.apply[rev.Kind] {
		if err := apply(tt, rev); err != nil {
			return fmt.Errorf("apply %s %d: %w", rev.Kind, rev.Seq, err)
		}
	}
	return nil
}

// eraseRows goes through the parts backwards: a later part's rows lean on those
// of an earlier one.
func (l *Ledger) eraseRows(tt *store.Tx, subject record.ID) error {
	for _, p := range slices.Backward(l.opt.Parts) {
		if p.Erase == nil {
			continue
		}
		if err := p.Erase(tt, subject); err != nil {
			return fmt.Errorf("erase from %s: %w", p.Module.Name, err)
		}
	}
	return nil
}

// View runs f on a snapshot of the tables.
func (l *Ledger) View(ctx context.Context, f func(*store.Tx) error) error {
	return l.tables.View(ctx, f)
}

// Close lets the commands that wait be written, then closes both files.
func (l *Ledger) Close() error {
	l.closing.Lock()
	if l.closed {
		l.closing.Unlock()
		return nil
	}
	l.closed = true
	close(l.queue)
	l.closing.Unlock()
	<-l.done
	return errors.Join(l.tables.Close(), l.file.Close())
}

// Rebuild makes the tables of a compartment again from its ledger and gives
// the number of revisions applied. Nobody else may have it open.
func Rebuild(ctx context.Context, opt Options, progress func(done, total int64)) (n int64, err error) {
	k, err := stretch(opt.Key)
	if err != nil {
		return 0, err
	}
	l := &Ledger{opt: opt, keys: k, apply: map[record.Kind][]func(*store.Tx, Revision) error{}}
	if l.opt.Log == nil {
		l.opt.Log = slog.New(slog.DiscardHandler)
	}
	for _, p := range opt.Parts {
		for _, kind := range p.Kinds {
			l.apply[kind] = append(l.apply[kind], p.Apply)
		}
	}
	if l.file, err = store.Open(ctx, store.Options{Path: filepath.Join(opt.Dir, FileName), Durable: true, Modules: []store.Module{ledgerModule}}); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.file.Close()) }()
	if err := l.dropTables(); err != nil {
		return 0, err
	}
	if err := l.openTables(ctx, progress); err != nil {
		return 0, err
	}
	return l.seq, l.tables.Close()
}
