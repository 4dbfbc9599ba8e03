package blob

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// inMemory is the size up to which a blob is put from memory; what is larger is
// spooled first, because its key is known only at its end.
const inMemory = 1 << 20

// buffers spare the garbage collector a megabyte for every picture.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Put keeps what r holds: size bytes, or all there are where size is negative.
// When it returns without a fault the blob is on the disk, and it is not removed
// before ctx ends, so that a record can name it. It faults with TooLarge, with
// Invalid where r ends early, and with Full.
func (s *Store) Put(ctx context.Context, r io.Reader, size int64) (Ref, error) {
	if err := s.enter(); err != nil {
		return Ref{}, err
	}
	defer s.users.Done()
	if size > s.opt.MaxSize {
		return Ref{}, s.tooLarge()
	}
	buf := buffers.Get().(*bytes.Buffer) //nolint:forcetypeassert // nothing else is put in
	buf.Reset()
	defer buffers.Put(buf)
	if _, err := io.CopyN(buf, r, inMemory+1); err != nil && !errors.Is(err, io.EOF) {
		return Ref{}, err
	}
	if buf.Len() <= inMemory {
		if size >= 0 && int64(buf.Len()) != size {
			return Ref{}, cut(size)
		}
		return s.keep(ctx, sha256.Sum256(buf.Bytes()), bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	}
	sp, err := s.spool(io.MultiReader(bytes.NewReader(buf.Bytes()), r))
	if err != nil {
		return Ref{}, err
	}
	defer sp.remove()
	if size >= 0 && sp.size != size {
		return Ref{}, cut(size)
	}
	return s.keep(ctx, sp.sum, sp, sp.size)
}

func (s *Store) tooLarge() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "blob.Put", Key: "blob.size.large", Args: []string{strconv.FormatInt(s.opt.MaxSize>>20, 10)},
		Msg: "the file is larger than {0} MiB", Hint: "send a shorter recording or a smaller picture",
	}
}

func cut(size int64) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "blob.Put", Key: "blob.size.wrong", Args: []string{strconv.FormatInt(size, 10)},
		Msg: "the file does not have the {0} bytes that were announced", Hint: "send it again",
	}
}

// spooled is a content on its way, in a file under a key that is nowhere else:
// after a crash nobody reads it.
type spooled struct {
	f    *os.File
	r    io.Reader
	sum  [sha256.Size]byte
	size int64
}

func (sp *spooled) Read(p []byte) (int, error) { return sp.r.Read(p) }

func (sp *spooled) remove() {
	_ = sp.f.Close() // the next start sweeps what cannot be removed now
	_ = os.Remove(sp.f.Name())
}

func (s *Store) spool(r io.Reader) (*spooled, error) {
	f, err := os.CreateTemp(filepath.Join(s.dir, spoolName), "")
	if err != nil {
		return nil, disk("blob.Put", err)
	}
	sp := &spooled{f: f}
	if err := s.fill(sp, r); err != nil {
		sp.remove()
		return nil, err
	}
	return sp, nil
}

// fill writes what r holds into the spool, and makes it ready to be read.
func (s *Store) fill(sp *spooled, r io.Reader) error {
	var key [32]byte
	if _, err := io.ReadFull(s.opt.Random, key[:]); err != nil {
		return err
	}
	b, err := aes.NewCipher(key[:])
	if err != nil {
		return err
	}
	iv := make([]byte, aes.BlockSize) // the key is used once
	h := sha256.New()
	w := &diskWriter{w: cipher.StreamWriter{S: cipher.NewCTR(b, iv), W: sp.f}}
	sp.size, err = io.Copy(io.MultiWriter(h, w), io.LimitReader(r, s.opt.MaxSize+1))
	if err != nil {
		if w.err != nil {
			err = disk("blob.Put", w.err)
		}
		return err
	}
	if sp.size > s.opt.MaxSize {
		return s.tooLarge()
	}
	h.Sum(sp.sum[:0])
	if _, err := sp.f.Seek(0, io.SeekStart); err != nil {
		return disk("blob.Put", err)
	}
	sp.r = cipher.StreamReader{S: cipher.NewCTR(b, iv), R: sp.f}
	return nil
}

// diskWriter remembers its error, to tell the disk's from the sender's.
type diskWriter struct {
	w   io.Writer
	err error
}

func (d *diskWriter) Write(p []byte) (n int, err error) {
	n, err = d.w.Write(p)
	if err != nil {
		d.err = err
	}
	return n, err
}

// keep seals a content of a known sum and size into a segment, unless it is here.
func (s *Store) keep(ctx context.Context, sum [sha256.Size]byte, r io.Reader, size int64) (Ref, error) {
	ref := Ref{sum: sum, Size: size}
	id := s.keys.id(sum)
	s.hold(ctx, id)
	here, err := s.here(ctx, id)
	if err != nil || here {
		return ref, err
	}
	seg, at, err := s.reserve(space(size))
	if err != nil {
		return Ref{}, disk("blob.Put", err)
	}
	s.setPending(id, 1)
	defer s.setPending(id, -1)
	e := &entry{segment: seg, n: seg.n, offset: at, id: id, size: size, at: s.opt.Clock().UnixMilli()}
	if err = s.write(e, sum, r); err == nil {
		err = s.join(e)
	} else if full := punch(seg.file, at, space(size)); full != nil {
		s.opt.Log.WarnContext(ctx, "the room of a failed write stays taken", "cause", full.Error())
	}
	if e := s.letGo(context.WithoutCancel(ctx), seg); e != nil {
		s.opt.Log.WarnContext(ctx, "close a full segment", "cause", e.Error())
	}
	return ref, err
}

func (s *Store) setPending(id [sha256.Size]byte, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending[id] += by; s.pending[id] == 0 {
		delete(s.pending, id)
	}
}

func (s *Store) isPending(id [sha256.Size]byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending[id] > 0
}

// here tells whether the blob is kept already and whole. One that is not is
// taken out of the index: what is being put stands in for it.
func (s *Store) here(ctx context.Context, id [sha256.Size]byte) (bool, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	e, err := s.find(ctx, id)
	if fault.Is(err, fault.Missing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	h, err := s.verify(e)
	if err == nil && !h.dead {
		return true, nil
	}
	return false, s.index.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM blobs WHERE id = ?", id[:]) })
}

// reserve gives a place at the end of the last segment to write n bytes to. Its
// taker lets the segment go.
func (s *Store) reserve(n int64) (*segment, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last.end >= s.full {
		if err := s.next(); err != nil {
			return nil, 0, err
		}
	}
	at := s.last.end
	s.last.end += n
	s.last.users++
	return s.last, at, nil
}

// next begins another segment. The caller holds the lock, and the one before is
// closed by whoever lets it go last.
func (s *Store) next() error {
	next, err := s.openSegment(s.last.n + 1)
	if err != nil {
		return err
	}
	if before := s.last; before.users == 0 {
		delete(s.active, before.n)
		err = before.file.Close()
	}
	s.last = next
	s.active[next.n] = next
	return err
}

// write seals the content into e's place. The header goes with the last bytes,
// so that a record which failed half way has none.
func (s *Store) write(e *entry, sum [sha256.Size]byte, r io.Reader) error {
	aead, err := s.keys.aead(sum)
	if err != nil {
		return err
	}
	h := header{size: e.size, at: e.at, id: e.id}
	small := e.size <= inMemory
	buf := buffers.Get().(*bytes.Buffer) //nolint:forcetypeassert // nothing else is put in
	defer buffers.Put(buf)
	buf.Reset()
	buf.Grow(headerSize + chunkSize + overhead)
	if small {
		buf.Grow(int(headerSize + sealedSize(e.size)))
	}
	out := buf.AvailableBuffer()[:headerSize]
	plain := make([]byte, min(chunkSize, e.size))
	pos := e.offset + headerSize
	for n, last := int64(0), chunks(e.size)-1; n <= last; n++ {
		p := plain[:min(chunkSize, e.size-n*chunkSize)]
		if _, err := io.ReadFull(r, p); err != nil {
			return disk("blob.Put", err)
		}
		start := len(out)
		out = aead.Seal(out, nonce(n, n == last), p, e.id[:])
		h.crc = crc32.Update(h.crc, crcTable, out[start:])
		if !small {
			if _, err := e.segment.file.WriteAt(out[headerSize:], pos); err != nil {
				return disk("blob.Put", err)
			}
			pos += int64(len(out) - headerSize)
			out = out[:headerSize]
		}
	}
	copy(out, h.encode(s.keys, e.n, e.offset))
	_, err = e.segment.file.WriteAt(out, e.offset)
	return disk("blob.Put", err)
}

// entry is a record that is written and waits to be synced and indexed.
type entry struct {
	segment *segment
	n       int64
	offset  int64
	id      [sha256.Size]byte
	size    int64
	at      int64
}

// group is the entries that share a sync.
type group struct {
	entries []*entry
	done    chan struct{}
	err     error
}

// join waits until e is synced and indexed, together with all that wait. Those
// who come while a group is synced make the next one.
func (s *Store) join(e *entry) error {
	s.mu.Lock()
	if s.group == nil {
		s.group = &group{done: make(chan struct{})}
	}
	g := s.group
	g.entries = append(g.entries, e)
	if !s.syncing {
		s.syncing = true
		go s.lead()
	}
	s.mu.Unlock()
	<-g.done
	return g.err
}

// lead commits group after group until nobody waits.
func (s *Store) lead() {
	for {
		s.mu.Lock()
		g := s.group
		s.group = nil
		if g == nil {
			s.syncing = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		g.err = s.commit(s.ctx, g.entries)
		close(g.done)
	}
}

// commit makes entries last, then findable.
func (s *Store) commit(ctx context.Context, entries []*entry) error {
	synced := map[*segment]bool{}
	for _, e := range entries {
		if synced[e.segment] {
			continue
		}
		synced[e.segment] = true
		if err := s.sync(e.segment.file); err != nil {
			s.abandon(e.segment)
			return disk("blob.Put", err)
		}
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	var doubles []*entry
	err := s.index.Update(ctx, func(tx *store.Tx) error {
		doubles = nil
		for _, e := range entries {
			double, err := e.enter(tx)
			if err != nil {
				return err
			}
			if double {
				doubles = append(doubles, e)
			}
		}
		return nil
	})
	for _, e := range doubles { // the same content came twice at once
		if err := s.bury(e); err != nil {
			s.opt.Log.WarnContext(ctx, "a second copy of an attachment stays", "cause", err.Error())
		}
	}
	if err != nil && noRoom(s.dir) { // SQLite's driver says of a full disk that it cannot be written to
		err = errors.Join(err, syscall.ENOSPC)
	}
	return disk("blob.Put", err)
}

// enter indexes e, and tells whether its content was indexed meanwhile.
func (e *entry) enter(tx *store.Tx) (double bool, err error) {
	err = tx.Exec("INSERT OR IGNORE INTO blobs (id, segment, offset, size, at) VALUES (?, ?, ?, ?, ?)", e.id[:], e.n, e.offset, e.size, e.at)
	return tx.Changes() == 0, err
}

// abandon begins another segment: after a sync that failed nobody knows what of
// the old one the disk has.
func (s *Store) abandon(bad *segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last != bad {
		return
	}
	if err := s.next(); err != nil {
		s.opt.Log.Error("begin another segment", "cause", err.Error())
	}
}
