package blob

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/keep/store"
)

const (
	block       = 4096     // where a record may begin: the unit of a hole
	segmentSize = 64 << 20 // from which another segment is begun; the last one is looked through at every start
	chunkSize   = 64 << 10 // of content, sealed by itself: what a range read costs at least
	overhead    = 16       // of a sealed chunk
	headerSize  = 96
)

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// header stands before a record's chunks. Its mark binds it to its place, so
// that a header cannot be forged, nor moved, nor met with by chance.
type header struct {
	dead bool
	crc  uint32 // of the sealed chunks: verifying needs no key
	size int64  // of the content
	at   int64
	id   [sha256.Size]byte
}

const magic = "waslblob"

func (h header) encode(k keys, segment, offset int64) []byte {
	b := make([]byte, headerSize)
	copy(b, magic)
	b[8] = 1
	if h.dead {
		b[9] = 1
	}
	binary.BigEndian.PutUint32(b[12:], h.crc)
	binary.BigEndian.PutUint64(b[16:], uint64(h.size))
	binary.BigEndian.PutUint64(b[24:], uint64(h.at))
	copy(b[32:], h.id[:])
	m := k.mark64(b[:64], segment, offset)
	copy(b[64:], m[:])
	return b
}

func (k keys) mark64(b []byte, segment, offset int64) [sha256.Size]byte {
	var place [16]byte
	binary.BigEndian.PutUint64(place[:], uint64(segment))
	binary.BigEndian.PutUint64(place[8:], uint64(offset))
	return mac(k.mark, b, place[:])
}

// decode reads the header at a place, and tells whether one stands there.
func decode(b []byte, k keys, segment, offset int64) (h header, ok bool) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return h, false
	}
	m := k.mark64(b[:64], segment, offset)
	if !hmac.Equal(m[:], b[64:headerSize]) {
		return h, false
	}
	h = header{
		dead: b[9] == 1, crc: binary.BigEndian.Uint32(b[12:]), size: int64(binary.BigEndian.Uint64(b[16:])),
		at: int64(binary.BigEndian.Uint64(b[24:])),
	}
	copy(h.id[:], b[32:])
	return h, h.size >= 0 && h.size <= 1<<40
}

// sealedSize is the length of the chunks of a content of size bytes; an empty
// one has an empty chunk, so that its end is sealed too.
func sealedSize(size int64) int64 { return size + chunks(size)*overhead }

func chunks(size int64) int64 { return max(1, (size+chunkSize-1)/chunkSize) }

// space is what a record takes, in whole blocks.
func space(size int64) int64 { return (headerSize + sealedSize(size) + block - 1) &^ (block - 1) }

// nonce numbers a chunk and marks the last: a record cut at a chunk does not open.
func nonce(n int64, last bool) []byte {
	b := make([]byte, 12)
	binary.BigEndian.PutUint64(b[4:], uint64(n))
	if last {
		b[0] = 0x80
	}
	return b
}

// segment is a file of records.
type segment struct {
	n     int64
	file  *os.File
	end   int64 // where the next record goes
	users int   // who write to it
}

func (s *Store) path(n int64) string {
	return filepath.Join(s.dir, fmt.Sprintf("%08d%s", n, segmentExt))
}

// openSegment opens a segment to append to, and makes sure that its name lasts.
func (s *Store) openSegment(n int64) (*segment, error) {
	f, err := os.OpenFile(s.path(n), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err == nil {
		err = store.SyncDir(s.dir)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &segment{n: n, file: f, end: (st.Size() + block - 1) &^ (block - 1)}, nil
}

// recover indexes what is whole and unindexed: a crash came between the sync of
// the segments and that of the index, or the index is new.
func (s *Store) recover(ctx context.Context) error {
	all, err := s.segments()
	if err != nil {
		return disk("blob.Open", err)
	}
	var from int64
	if err := s.index.View(ctx, func(tx *store.Tx) error { return tx.Row("SELECT segment FROM mark").Scan(&from) }); err != nil {
		return s.noteDamage(err)
	}
	last := int64(1)
	if len(all) > 0 {
		last = all[len(all)-1]
	}
	for _, n := range all {
		if n < from {
			continue
		}
		end, err := s.scan(ctx, n)
		if err != nil {
			return s.noteDamage(err)
		}
		if n == last { // what is beyond the last whole record is a torn tail
			if err := os.Truncate(s.path(n), end); err != nil {
				return disk("blob.Open", err)
			}
		}
	}
	if s.last, err = s.openSegment(last); err != nil {
		return disk("blob.Open", err)
	}
	s.active[last] = s.last
	return s.moveMark(ctx, last)
}

func (s *Store) moveMark(ctx context.Context, n int64) error {
	return s.index.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE mark SET segment = ? WHERE segment < ?", n, n)
	})
}

// letGo ends somebody's writing to a segment. One that is full and that nobody
// writes to is closed, and never looked through again.
func (s *Store) letGo(ctx context.Context, seg *segment) error {
	s.mu.Lock()
	seg.users--
	if seg.users > 0 || seg == s.last {
		s.mu.Unlock()
		return nil
	}
	delete(s.active, seg.n)
	first := s.last.n
	for n := range s.active {
		first = min(first, n)
	}
	s.mu.Unlock()
	return errors.Join(s.moveMark(ctx, first), seg.file.Close())
}

// segments lists the numbers of the segments.
func (s *Store) segments() (ns []int64, err error) {
	names, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	for _, e := range names {
		stem, ok := strings.CutSuffix(e.Name(), segmentExt)
		if n, err := strconv.ParseInt(stem, 10, 64); ok && err == nil && n > 0 {
			ns = append(ns, n)
		}
	}
	slices.Sort(ns)
	return ns, nil
}

// scan indexes the whole records of a segment and tells where the last one ends.
func (s *Store) scan(ctx context.Context, n int64) (end int64, err error) {
	err = s.index.Update(ctx, func(tx *store.Tx) error {
		end = 0
		return s.walk(n, func(f io.ReaderAt, at int64, h header) (whole bool, err error) {
			if whole = h.dead; !whole {
				whole, err = s.restore(tx, f, n, at, h)
			}
			if whole {
				end = at + space(h.size)
			}
			return whole, err
		})
	})
	if err != nil {
		return 0, err
	}
	st, err := os.Stat(s.path(n))
	if err != nil {
		return 0, disk("blob.Open", err)
	}
	return min(end, st.Size()), nil
}

// walk goes through the headers of a segment. each tells whether the record is
// whole, so that the next one begins behind it.
func (s *Store) walk(n int64, each func(f io.ReaderAt, at int64, h header) (whole bool, err error)) error {
	f, err := os.Open(s.path(n))
	if err != nil {
		return disk("blob.walk", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	head := make([]byte, headerSize)
	for at := int64(0); ; {
		got, err := f.ReadAt(head, at)
		if got < headerSize {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return disk("blob.walk", err)
		}
		h, ok := decode(head, s.keys, n, at)
		whole := false
		if ok {
			if whole, err = each(f, at, h); err != nil {
				return err
			}
		}
		if whole {
			at += space(h.size)
		} else {
			at += block // torn, or what a failed write left: the next one begins at a block
		}
	}
}

// restore indexes a record that is whole, and tells whether it is.
func (s *Store) restore(tx *store.Tx, f io.ReaderAt, n, at int64, h header) (whole bool, err error) {
	var known int
	if err := tx.Row("SELECT count(*) FROM blobs WHERE id = ? AND segment = ? AND offset = ?", h.id[:], n, at).Scan(&known); err != nil || known > 0 {
		return known > 0, err
	}
	if err := checkSealed(f, at, h); err != nil {
		return false, nil //nolint:nilerr // a record that is not whole was acknowledged to nobody
	}
	return true, tx.Exec("INSERT OR IGNORE INTO blobs (id, segment, offset, size, at) VALUES (?, ?, ?, ?, ?)", h.id[:], n, at, h.size, h.at)
}

// checkSealed holds a record's chunks against its header.
func checkSealed(f io.ReaderAt, at int64, h header) error {
	sum := crc32.New(crcTable)
	n, err := io.Copy(sum, io.NewSectionReader(f, at+headerSize, sealedSize(h.size)))
	if err != nil {
		return err
	}
	if n != sealedSize(h.size) || sum.Sum32() != h.crc {
		return errDamaged
	}
	return nil
}

var errDamaged = errors.New("an attachment is damaged: its bytes are not those that were written")
