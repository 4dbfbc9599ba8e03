package blob

import (
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// Blob is an open blob. It belongs to one goroutine.
type Blob struct {
	f    *os.File
	aead cipher.AEAD
	id   [sha256.Size]byte
	size int64
	base int64 // of the chunks in f

	pos    int64
	held   int64 // the chunk in plain, or -1
	plain  []byte
	sealed []byte
}

var _ io.ReadSeekCloser = (*Blob)(nil)

// Open opens the blob of a reference. It faults with Missing where it is not here.
func (s *Store) Open(ctx context.Context, ref string) (*Blob, error) {
	sum, err := sumOf(ref)
	if err != nil {
		return nil, err
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.users.Done()
	e, err := s.find(ctx, s.keys.id(sum))
	if err != nil {
		return nil, err
	}
	aead, err := s.keys.aead(sum)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(s.path(e.n))
	if err != nil {
		return nil, disk("blob.Open", err)
	}
	h, err := s.headOf(f, e)
	if err == nil && h.dead {
		err = missing
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Blob{f: f, aead: aead, id: e.id, size: h.size, base: e.offset + headerSize, held: -1}, nil
}

// find looks a blob up in the index.
func (s *Store) find(ctx context.Context, id [sha256.Size]byte) (*entry, error) {
	e := &entry{id: id}
	err := s.index.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT segment, offset, size, at FROM blobs WHERE id = ?", id[:]).Scan(&e.n, &e.offset, &e.size, &e.at)
	})
	if store.None(err) {
		return nil, missing
	}
	return e, s.noteDamage(err)
}

// Has tells whether the blob of a reference is here.
func (s *Store) Has(ctx context.Context, ref string) (bool, error) {
	sum, err := sumOf(ref)
	if err != nil {
		return false, nil //nolint:nilerr // what is no reference names nothing
	}
	if _, err = s.find(ctx, s.keys.id(sum)); fault.Is(err, fault.Missing) {
		return false, nil
	}
	return err == nil, err
}

func (s *Store) headOf(f io.ReaderAt, e *entry) (header, error) {
	b := make([]byte, headerSize)
	if _, err := f.ReadAt(b, e.offset); err != nil {
		return header{}, damaged(err)
	}
	h, ok := decode(b, s.keys, e.n, e.offset)
	if !ok || h.id != e.id || h.size != e.size {
		return header{}, damaged(errDamaged)
	}
	return h, nil
}

func damaged(err error) error { return &fault.Error{Kind: fault.Internal, Op: "blob.Read", Err: err} }

// Size is the length of the content in bytes.
func (b *Blob) Size() int64 { return b.size }

// Read reads on from where it stands. A blob that was changed on the disk is an
// error and never other bytes.
func (b *Blob) Read(p []byte) (int, error) {
	if b.pos >= b.size && b.size > 0 {
		return 0, io.EOF
	}
	if err := b.load(b.pos / chunkSize); err != nil {
		return 0, err
	}
	n := copy(p, b.plain[b.pos%chunkSize:])
	b.pos += int64(n)
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (b *Blob) load(n int64) error {
	if b.held == n {
		return nil
	}
	last := chunks(b.size) - 1
	size := min(chunkSize, b.size-n*chunkSize) + overhead
	if b.sealed == nil {
		b.sealed = make([]byte, min(chunkSize, b.size)+overhead)
		b.plain = make([]byte, 0, min(chunkSize, b.size))
	}
	b.held = -1
	if _, err := b.f.ReadAt(b.sealed[:size], b.base+n*(chunkSize+overhead)); err != nil {
		return damaged(err)
	}
	plain, err := b.aead.Open(b.plain[:0], nonce(n, n == last), b.sealed[:size], b.id[:])
	if err != nil {
		return damaged(errDamaged)
	}
	b.plain, b.held = plain, n
	return nil
}

// Seek goes to another place of the content.
func (b *Blob) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += b.pos
	case io.SeekEnd:
		offset += b.size
	}
	if offset < 0 || whence < io.SeekStart || whence > io.SeekEnd {
		return 0, errors.New("blob: no such place")
	}
	b.pos = offset
	return offset, nil
}

// Close closes the blob.
func (b *Blob) Close() error { return b.f.Close() }

// Damage is a blob that is not as it was written.
type Damage struct {
	ID  string // the name that it is kept under, for nobody knows its content's; "" for the index
	Err error
}

// Verify reads the index and every blob, and tells of what is damaged or missing.
// It needs no reference, because headers hold a checksum of what is sealed.
func (s *Store) Verify(ctx context.Context, tell func(Damage)) (checked int, err error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.users.Done()
	wrong, err := s.index.Check(ctx)
	if err != nil {
		return 0, err
	}
	for _, w := range wrong {
		tell(Damage{Err: s.noteDamage(errors.New(indexName + ": " + w))})
	}
	last := &entry{n: -1}
	for {
		page, err := s.after(ctx, last)
		if err != nil || len(page) == 0 {
			return checked, errors.Join(err, s.unindexed(ctx, tell))
		}
		for _, e := range page {
			if err := ctx.Err(); err != nil {
				return checked, err
			}
			if err := s.verifyOne(ctx, e); err != nil {
				tell(Damage{Ref{sum: e.id}.String(), err})
			}
			checked++
		}
		last = page[len(page)-1]
	}
}

var errUnindexed = errors.New("an attachment is whole and the index does not have it")

// unindexed tells of records that are whole and that the index lacks.
func (s *Store) unindexed(ctx context.Context, tell func(Damage)) error {
	all, err := s.segments()
	if err != nil {
		return disk("blob.Verify", err)
	}
	for _, n := range all {
		if err := s.walk(n, func(f io.ReaderAt, at int64, h header) (whole bool, err error) {
			if h.dead {
				return true, ctx.Err()
			}
			if _, err = s.find(ctx, h.id); !fault.Is(err, fault.Missing) {
				return true, err
			}
			if checkSealed(f, at, h) != nil {
				return false, nil
			}
			s.changing.Lock() // it may have been put this moment, or removed
			defer s.changing.Unlock()
			now, e := s.headOf(f, &entry{n: n, offset: at, id: h.id, size: h.size})
			if _, err := s.find(ctx, h.id); fault.Is(err, fault.Missing) && e == nil && !now.dead && !s.isPending(h.id) {
				tell(Damage{Ref{sum: h.id}.String(), errUnindexed})
			}
			return true, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// verifyOne looks at a damaged blob twice: it may have been deleted meanwhile.
func (s *Store) verifyOne(ctx context.Context, e *entry) error {
	if _, err := s.verify(e); err == nil {
		return nil
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	now, err := s.find(ctx, e.id)
	if fault.Is(err, fault.Missing) {
		return nil
	}
	if err == nil {
		_, err = s.verify(now)
	}
	return err
}

// verifyPage bounds the rows held at once: a million would be 100 MB.
const verifyPage = 1000

// after gives the next blobs in the order of their places.
func (s *Store) after(ctx context.Context, last *entry) (page []*entry, err error) {
	err = s.index.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(`SELECT id, segment, offset, size, at FROM blobs WHERE (segment, offset) > (?, ?)
			ORDER BY segment, offset LIMIT ?`, last.n, last.offset, verifyPage)
		for rows.Next() {
			e := &entry{}
			var id []byte
			if err := rows.Scan(&id, &e.n, &e.offset, &e.size, &e.at); err != nil {
				return err
			}
			e.id = [sha256.Size]byte(id)
			page = append(page, e)
		}
		return rows.Err()
	})
	return page, err
}

func (s *Store) verify(e *entry) (header, error) {
	f, err := os.Open(s.path(e.n))
	if err != nil {
		return header{}, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	h, err := s.headOf(f, e)
	if err != nil || h.dead {
		return h, err
	}
	return h, checkSealed(f, e.offset, h)
}
