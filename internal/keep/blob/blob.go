// Package blob keeps attachments: sealed, found by what they hold, durable when
// Put returns.
//
// A file and a sync for each picture would do, and was measured here at 1,200 a
// second alone and 2,400 for 32 at once; appending them to one file that is
// synced for all who wait gives 2,700 and 6,900. So blobs are appended to
// segments, each at a whole block, and an index that can be made again says
// where. What is deleted leaves a hole that the file system takes back.
//
// The key of a blob is made of the store's key and the SHA-256 of what the blob
// holds, and is written nowhere: whoever erases the reference, which is that
// SHA-256, has erased the blob from every copy of the segments as well. The
// same content is kept once.
package blob

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// MaxSize bounds a blob: two minutes of video from a phone.
const MaxSize = 50 << 20

// KeySize is the length of a store's key in bytes.
const KeySize = 32

// Ref names a blob: the SHA-256 of what it holds. It opens the blob, so it is
// kept as closely as the content.
type Ref struct {
	sum  [sha256.Size]byte
	Size int64 // in bytes
}

// String writes the reference, for Open and Delete.
func (r Ref) String() string { return hex.EncodeToString(r.sum[:]) }

// Sum is the SHA-256 of the content, in hex.
func (r Ref) Sum() string { return r.String() }

// Options say how a store works.
type Options struct {
	Clock   func() time.Time
	Random  io.Reader
	Log     *slog.Logger
	MaxSize int64 // 0 for MaxSize

	// Tests cut the power: how the index is opened, and what syncs a file. nil for
	// the machine's own.
	Files func(*store.Options)
	Sync  func(*os.File) error
}

// Store is an open store. It is safe for use by many goroutines.
type Store struct {
	ctx   context.Context //nolint:containedctx // of what is done for many callers at once; never cancelled
	dir   string
	opt   Options
	full  int64 // size from which another segment is begun
	keys  keys
	index *store.DB

	changing sync.Mutex // held while rows of the index come and go
	pruning  sync.Mutex // held by the one who prunes

	mu      sync.Mutex         // guards what follows
	last    *segment           // the one appended to
	active  map[int64]*segment // that somebody writes to, and the last
	group   *group             // that the next entries join; nil where none gathers
	syncing bool
	sending map[record.ID]struct{}         // uploads that somebody is sending a part of
	held    map[[sha256.Size]byte]int      // by those who put it and have yet to name it
	pending map[[sha256.Size]byte]int      // written, and not yet indexed
	doomed  map[[sha256.Size]byte]Namer    // to be deleted when nobody holds it
	touched map[[sha256.Size]byte]struct{} // put since a Prune began; nil where none is under way
	closed  bool

	users sync.WaitGroup // of the store, until Close
}

// keys are what a store's key is stretched into.
type keys struct {
	name, seal, mark []byte
}

func stretch(key []byte) (k keys, err error) {
	if len(key) != KeySize {
		return k, fmt.Errorf("a blob store's key has %d bytes, not %d", KeySize, len(key))
	}
	for use, to := range map[string]*[]byte{"name": &k.name, "seal": &k.seal, "mark": &k.mark} {
		if *to, err = hkdf.Key(sha256.New, key, nil, "wasl blob "+use, KeySize); err != nil {
			return k, err
		}
	}
	return k, nil
}

func mac(key []byte, parts ...[]byte) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(sum[:0])
	return sum
}

// id is the name under which the blob of sum is kept. It tells nothing of it.
func (k keys) id(sum [sha256.Size]byte) [sha256.Size]byte { return mac(k.name, sum[:]) }

func (k keys) aead(sum [sha256.Size]byte) (cipher.AEAD, error) {
	key := mac(k.seal, sum[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

var module = store.Module{Name: "blob", Steps: []string{
	`
	CREATE TABLE blobs (
		id      BLOB PRIMARY KEY,
		segment INTEGER NOT NULL,
		offset  INTEGER NOT NULL,
		size    INTEGER NOT NULL, -- of the content, in bytes
		at      INTEGER NOT NULL  -- put: milliseconds since 1970
	) WITHOUT ROWID;
	CREATE INDEX blobs_place ON blobs (segment, offset);
	CREATE INDEX blobs_at ON blobs (at);
	-- the first segment that may hold whole records which are not indexed: rows
	-- are not synced, but none outlives one that was written before it
	CREATE TABLE mark (segment INTEGER NOT NULL);
	INSERT INTO mark VALUES (0);`,
}}

// Names in a store's folder.
const (
	indexName   = "index.db"
	spoiledName = "index.spoiled" // the index is damaged and must be made again
	partsName   = "parts"         // uploads under way
	spoolName   = "spool"         // what is being put and too large for memory
	segmentExt  = ".seg"
)

// Open opens or makes the store in dir, and indexes what a crash left unindexed.
func Open(ctx context.Context, dir string, key []byte, opt Options) (*Store, error) {
	k, err := stretch(key)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "blob.Open", Err: err}
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.MaxSize == 0 {
		opt.MaxSize = MaxSize
	}
	s := &Store{
		ctx: context.WithoutCancel(ctx), dir: dir, opt: opt, full: segmentSize, keys: k, active: map[int64]*segment{}, sending: map[record.ID]struct{}{},
		held: map[[sha256.Size]byte]int{}, pending: map[[sha256.Size]byte]int{}, doomed: map[[sha256.Size]byte]Namer{},
	}
	// What was being put when the node fell was acknowledged to nobody.
	if err := os.RemoveAll(filepath.Join(dir, spoolName)); err != nil {
		return nil, disk("blob.Open", err)
	}
	for _, d := range []string{dir, filepath.Join(dir, partsName), filepath.Join(dir, spoolName)} {
		if err := store.MakeDir(d); err != nil {
			return nil, err
		}
	}
	if err := s.openIndex(ctx); err != nil {
		return nil, err
	}
	err = s.recover(ctx)
	if store.Damaged(err) {
		if err = errors.Join(s.index.Close(), s.openIndex(ctx)); err != nil {
			return nil, err
		}
		err = s.recover(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.index.Close())
	}
	return s, nil
}

// openIndex opens the index, and makes it anew where it does not open or was found
// damaged: all that it says stands in the segments.
func (s *Store) openIndex(ctx context.Context) error {
	opt := store.Options{Path: filepath.Join(s.dir, indexName), Modules: []store.Module{module}}
	if s.opt.Files != nil {
		s.opt.Files(&opt)
	}
	_, err := os.Stat(filepath.Join(s.dir, spoiledName))
	if err == nil {
		err = errors.New("it was found damaged")
	} else if s.index, err = store.Open(ctx, opt); err == nil || fault.Is(err, fault.Full) || ctx.Err() != nil {
		return err
	}
	s.opt.Log.WarnContext(ctx, "the index of the attachments is made again", "dir", s.dir, "cause", err.Error())
	if err := store.Remove(opt); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(s.dir, spoiledName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return disk("blob.Open", err)
	}
	s.index, err = store.Open(ctx, opt)
	return err
}

// noteDamage remembers for the next start that the index is damaged.
func (s *Store) noteDamage(err error) error {
	if err == nil || !store.Damaged(err) && !strings.HasPrefix(err.Error(), indexName) {
		return err
	}
	f, e := os.Create(filepath.Join(s.dir, spoiledName))
	if e == nil {
		e = f.Close()
	}
	return errors.Join(err, e)
}

// sync writes a file's bytes, and its length, to the disk.
func (s *Store) sync(f *os.File) error {
	if s.opt.Sync != nil {
		return s.opt.Sync(f)
	}
	return syncData(f)
}

// Close waits for what is being put, and closes the store.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.users.Wait()
	return errors.Join(s.last.file.Close(), s.index.Close())
}

// enter counts a user in, unless the store is closed.
func (s *Store) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return &fault.Error{Kind: fault.Offline, Op: "blob", Key: "blob.closed", Msg: "the node is shutting down", Hint: "send it again in a minute"}
	}
	s.users.Add(1)
	return nil
}

// disk makes an error of the file system a fault: a full disk is told from a
// broken one.
func disk(op string, err error) error {
	if err == nil || fault.Is(err, fault.Full) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &fault.Error{
			Kind: fault.Full, Op: op, Key: "blob.disk.full", Err: err, Msg: "the node's disk is full, so the file was not kept",
			Hint: "send it again later; whoever runs the node must make room",
		}
	}
	return &fault.Error{Kind: fault.Internal, Op: op, Err: err}
}

var missing = &fault.Error{
	Kind: fault.Missing, Op: "blob", Key: "blob.ref.none", Msg: "this file is not here",
	Hint: "it may have been erased; ask for it again if it is needed",
}

// sumOf reads a reference.
func sumOf(ref string) (sum [sha256.Size]byte, err error) {
	if len(ref) != 2*sha256.Size {
		return sum, missing
	}
	if _, err := hex.Decode(sum[:], []byte(ref)); err != nil {
		return sum, missing
	}
	return sum, nil
}
