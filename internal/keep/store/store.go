// Package store is wasl's door to SQLite: one file with one writer and many
// readers, the same pragmas on every connection, an application id, numbered
// migrations, and statements kept prepared. It stands between the domains and
// the driver, so that another driver could take its place.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/ncruces/go-sqlite3/ext/rtree"
	"github.com/ncruces/go-sqlite3/vfs"

	"wasl/internal/base/fault"
)

// ApplicationID marks a file as wasl's: "wasl" in ASCII.
const ApplicationID = 0x7761736c

// KeySize is the length in bytes of an encrypted file's key.
const KeySize = 32

// maxReaders bounds the read connections of one file: each costs a page cache,
// and more readers than cores do not answer sooner.
const maxReaders = 4

// Options says which file to open and how.
type Options struct {
	Path    string   // of the database file; its -wal and -shm lie beside it
	Key     []byte   // nil for a plain file, else KeySize bytes
	Durable bool     // true: a commit returns after the disk has it (synchronous=FULL)
	Modules []Module // whose tables the file holds, in the order they are made
	VFS     string   // name of a registered VFS; "" for the machine's own. Tests cut its power
	CacheKB int      // page cache of the writer; 0 for 8 MiB
	FoldAt  int      // pages in the log from which a commit folds it into the file; 0 for 4000
}

// A Module is one package's share of a file: steps that run once each, in
// order, and are never edited once released.
type Module struct {
	Name  string
	Steps []string
}

// DB is an open file. It is safe for use by many goroutines.
type DB struct {
	opt Options
	vfs string // name of the file system that it lies in
	fs  *fileSystem

	writing chan *conn    // holds the writer when nobody writes
	readers chan *conn    // holds the readers when nobody reads
	closing chan struct{} // closed when the file is: nobody begins anything more

	mu     sync.Mutex // guards what follows
	opened int        // readers there are, those that are being opened too
	closed bool
}

// Open opens or creates the file and brings its tables up to date. It faults
// with Invalid if the file is not wasl's, the key is wrong, or the file was made
// by a newer wasl.
func Open(ctx context.Context, opt Options) (*DB, error) {
	if opt.Key != nil && len(opt.Key) != KeySize {
		return nil, &fault.Error{Kind: fault.Internal, Op: "store.Open", Msg: "the key of an encrypted file has 32 bytes"}
	}
	db := &DB{opt: opt, writing: make(chan *conn, 1), readers: make(chan *conn, maxReaders), closing: make(chan struct{})}
	var err error
	if db.vfs, db.fs, err = register(opt); err != nil {
		return nil, fmt.Errorf("open %s: %w", opt.Path, err)
	}
	w, err := db.connect(ctx, true)
	if err != nil {
		vfs.Unregister(db.vfs)
		return nil, err
	}
	if err = w.prepareFile(opt); err == nil {
		_, err = w.c.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, false)
	}
	if err != nil {
		err = errors.Join(err, w.close())
		vfs.Unregister(db.vfs)
		return nil, openFault(opt.Path, err)
	}
	db.writing <- w
	return db, nil
}

func openFault(path string, err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	if errors.Is(err, sqlite3.NOTADB) || errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.IOERR_DATA) {
		return &fault.Error{
			Kind: fault.Invalid, Op: "store.Open", Key: "store.open.unreadable",
			Msg:  "the file {0} cannot be read: the key is wrong or the file is damaged",
			Hint: "check the key; if it is right, run wasl verify", Args: []string{path}, Err: err,
		}
	}
	return Fault("store.Open", err)
}

func (db *DB) connect(ctx context.Context, writer bool) (*conn, error) {
	c, err := sqlite3.OpenContext(ctx, "file:"+(&url.URL{Path: db.opt.Path}).EscapedPath()+"?vfs="+db.vfs)
	if err != nil {
		return nil, openFault(db.opt.Path, err)
	}
	// The context bounds the opening alone: a connection outlives it.
	c.SetInterrupt(context.WithoutCancel(ctx))
	// The last connection that closes folds the log and removes it. Only the writer
	// may, and only once it has read the file: under a wrong key the log looks empty.
	if _, err := c.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, true); err != nil {
		return nil, errors.Join(openFault(db.opt.Path, err), c.Close())
	}
	for _, register := range []func(*sqlite3.Conn) error{fts5.Register, rtree.Register} {
		if err := register(c); err != nil {
			return nil, errors.Join(openFault(db.opt.Path, err), c.Close())
		}
	}
	k := &conn{c: c, stmts: map[string]*sqlite3.Stmt{}}
	if db.opt.Key != nil && writer {
		if err := k.beforeSealed(); err != nil {
			return nil, errors.Join(openFault(db.opt.Path, err), k.close())
		}
	}
	if err := c.Exec(db.pragmas(writer)); err != nil {
		return nil, errors.Join(openFault(db.opt.Path, err), k.close())
	}
	return k, nil
}

// busyTime is how long a connection waits for another one's lock.
const busyTime = 10 * time.Second

// pragmas are set on every connection: foreign keys, like most of them, belong
// to the connection and not to the file.
func (db *DB) pragmas(writer bool) string {
	cache := db.opt.CacheKB
	if cache == 0 {
		cache = 8 << 10
	}
	if !writer { // there are several, each with a cache of its own
		cache = max(cache/4, 1<<10)
	}
	sync := "NORMAL"
	if db.opt.Durable {
		sync = "FULL"
	}
	s := fmt.Sprintf(`
		PRAGMA busy_timeout = %d;
		PRAGMA foreign_keys = ON;
		PRAGMA trusted_schema = OFF;
		PRAGMA temp_store = MEMORY;
		PRAGMA cache_size = -%d;
		PRAGMA page_size = 4096;
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = %s;
		PRAGMA secure_delete = ON;
		PRAGMA journal_size_limit = 67108864;
		PRAGMA wal_autocheckpoint = %d;`, busyTime.Milliseconds(), cache, sync, cmp.Or(db.opt.FoldAt, 4000))
	if writer {
		return s + "PRAGMA wal_checkpoint(TRUNCATE);"
	}
	return s + "PRAGMA query_only = ON;"
}

// Close waits for those who read and write, and closes every connection.
func (db *DB) Close() error {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return nil
	}
	db.closed = true
	close(db.closing)
	opened := db.opened
	db.mu.Unlock()
	defer vfs.Unregister(db.vfs)
	var err error
	for range opened {
		if c := <-db.readers; c != nil {
			err = errors.Join(err, c.close())
		}
	}
	return errors.Join(err, (<-db.writing).close())
}

// Path is where the file lies.
func (db *DB) Path() string { return db.opt.Path }

// Lost says what is wrong with the log that was there when the file was opened:
// commits that were synced cannot be read any more. "" means that nothing is.
func (db *DB) Lost() string { return db.fs.Lost() }

// reader takes a connection to read with, and opens another one while there are
// few. What it takes goes back into readers; so does nil, for one that could not
// be opened.
func (db *DB) reader(ctx context.Context) (*conn, error) {
	for {
		select {
		case <-db.closing:
			return nil, ErrClosed
		default:
		}
		select {
		case c := <-db.readers:
			if c != nil {
				return c, nil
			}
			return db.openReader(ctx)
		default:
		}
		if db.mayOpen() {
			return db.openReader(ctx)
		}
		select {
		case c := <-db.readers:
			if c != nil {
				return c, nil
			}
			return db.openReader(ctx)
		case <-db.closing:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (db *DB) mayOpen() bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed || db.opened == maxReaders {
		return false
	}
	db.opened++
	return true
}

func (db *DB) openReader(ctx context.Context) (*conn, error) {
	c, err := db.connect(ctx, false)
	if err != nil {
		db.readers <- nil
	}
	return c, err
}

// ErrClosed is what a closed file gives.
var ErrClosed = &fault.Error{Kind: fault.Offline, Op: "store", Key: "store.closed", Msg: "the node is shutting down", Hint: "try again in a minute"}

// View runs f on a snapshot of the file: everything f reads is of one moment.
func (db *DB) View(ctx context.Context, f func(*Tx) error) (err error) {
	c, err := db.reader(ctx)
	if err != nil {
		return err
	}
	defer func() { db.readers <- c }()
	return c.view(ctx, f)
}

// Statements gives what was read since the file was opened, as far as it is kept prepared
// and nobody is reading: tests hold the plan of each.
func (db *DB) Statements() (all []string) {
	for range len(db.readers) {
		c := <-db.readers
		if c != nil {
			all = slices.AppendSeq(all, maps.Keys(c.stmts))
		}
		db.readers <- c
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// view runs f on a snapshot of the file.
func (c *conn) view(ctx context.Context, f func(*Tx) error) (err error) {
	if ctx.Done() != nil {
		c.c.SetInterrupt(ctx)
		defer c.c.SetInterrupt(context.WithoutCancel(ctx))
	}
	tx := &Tx{c: c}
	if err := tx.Exec("BEGIN"); err != nil {
		return err
	}
	defer func() {
		c.c.SetInterrupt(context.WithoutCancel(ctx))
		if e := tx.Exec("ROLLBACK"); err == nil {
			err = e
		}
	}()
	return f(tx)
}

// writer waits for the one connection that writes.
func (db *DB) writer(ctx context.Context) (*conn, error) {
	select {
	case <-db.closing:
		return nil, ErrClosed
	default:
	}
	select {
	case c := <-db.writing:
		return c, nil
	case <-db.closing:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Begin waits for its turn and starts the one write transaction of the file.
func (db *DB) Begin(ctx context.Context) (*Tx, error) {
	c, err := db.writer(ctx)
	if err != nil {
		return nil, err
	}
	tx := &Tx{c: c, db: db}
	if err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, tx.end())
	}
	return tx, nil
}

// Update runs f in a write transaction and commits it, or rolls back if f fails.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) (err error) {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended { // f failed, or it panicked
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	ended = true
	return tx.Commit()
}

// Fold writes the log into the file and empties it, so that what was deleted
// is gone from both. It waits for its turn to write and for those who read an
// older moment, and lets others write meanwhile.
func (db *DB) Fold(ctx context.Context) error {
	for {
		c, err := db.writer(ctx)
		if err != nil {
			return err
		}
		err = c.fold()
		db.writing <- c
		if !errors.Is(err, sqlite3.BUSY) {
			return err
		}
		select {
		case <-time.After(foldPause):
		case <-db.closing:
			return ErrClosed
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Times of a fold that must wait for a reader: it holds the writer for foldWait
// at most and then lets others write for foldPause.
const (
	foldWait  = 100 * time.Millisecond
	foldPause = 100 * time.Millisecond
)

// Damaged tells whether an error says that a page of the file is not what was
// written: by its seal or checksum, by what stands in it, or by the disk.
func Damaged(err error) bool {
	for _, code := range []error{sqlite3.CORRUPT, sqlite3.NOTADB, sqlite3.IOERR_DATA, sqlite3.IOERR_CORRUPTFS, sqlite3.IOERR_READ, sqlite3.IOERR_SHORT_READ} {
		if errors.Is(err, code) {
			return true
		}
	}
	return false
}

// Fault makes a driver's error a fault: a full disk is told from a broken one.
func Fault(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sqlite3.FULL) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return &fault.Error{
			Kind: fault.Full, Op: op, Key: "store.disk.full", Msg: "the node's disk is full, so nothing was kept",
			Hint: "keep your report and send it again later; whoever runs the node must make room", Err: err,
		}
	case errors.Is(err, sqlite3.INTERRUPT):
		return context.Canceled
	}
	return &fault.Error{Kind: fault.Internal, Op: op, Err: err}
}
