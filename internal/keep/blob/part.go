package blob

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// An upload is a file that a phone sends in parts, over days if it must. It
// comes sealed by the phone, and is kept as it comes until a report names it.

// Limits of uploads.
const (
	maxUploads = 5000 // under way at once: what a crowd on bad links makes in a day
	maxSealing = 1024 // one byte in so many is what sealing adds at most
)

// Append takes a part of an upload of total bytes, from offset on, and tells how
// many are held: they are on the disk. It faults with Conflict where offset is
// not what is held, as Held tells; a part that was cut is kept as far as it came.
func (s *Store) Append(ctx context.Context, id record.ID, offset, total int64, r io.Reader) (held int64, err error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.users.Done()
	if total > s.opt.MaxSize+s.opt.MaxSize/maxSealing+block {
		return 0, s.tooLarge()
	}
	if total <= 0 || offset < 0 || offset > total {
		return 0, cut(total)
	}
	if !s.begin(id) {
		return 0, &fault.Error{
			Kind: fault.Conflict, Op: "blob.Append", Key: "blob.part.busy", Msg: "another part of this file is being sent",
			Hint: "wait some seconds and ask how much is held",
		}
	}
	defer s.give(id)
	held, known, err := s.Held(id)
	switch {
	case fault.Is(err, fault.Missing):
		if err := s.roomForOne(); err != nil {
			return 0, err
		}
	case err != nil:
		return 0, err
	case known != total:
		return held, cut(known)
	}
	if offset != held {
		return held, &fault.Error{
			Kind: fault.Conflict, Op: "blob.Append", Key: "blob.part.offset", Args: []string{strconv.FormatInt(held, 10)},
			Msg: "{0} bytes of this file are held", Hint: "send on from there",
		}
	}
	return s.appendPart(s.partPath(id, total), offset, total, r)
}

// Before an upload stands how much of it is on the disk: a power cut may leave a
// file longer than what was written to it.
const partHead = 16 // length, checksum, nothing

func encodeHeld(held int64) []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, partHead), uint64(held))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(b, crcTable))
	return append(b, 0, 0, 0, 0)
}

// readHeld gives what is held; 0 where nothing ever was.
func readHeld(f io.ReaderAt) int64 {
	b := make([]byte, partHead)
	if _, err := f.ReadAt(b, 0); err != nil || crc32.Checksum(b[:8], crcTable) != binary.BigEndian.Uint32(b[8:]) {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b))
}

func (s *Store) appendPart(path string, offset, total int64, r io.Reader) (held int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return offset, disk("blob.Append", err)
	}
	w := &diskWriter{w: io.NewOffsetWriter(f, partHead+offset)}
	n, err := io.Copy(w, io.LimitReader(r, total-offset+1))
	if w.err != nil {
		err = disk("blob.Append", w.err)
	}
	if offset+n > total { // more came than was announced: nothing of it is believed
		n, err = 0, errors.Join(cut(total), f.Truncate(partHead+offset))
	}
	if kept := s.keepPart(f, offset, offset+n); kept != nil {
		return offset, disk("blob.Append", kept)
	}
	return offset + n, err
}

// keepPart makes last what came, then says so in front of it.
func (s *Store) keepPart(f *os.File, before, held int64) error {
	err := s.sync(f)
	if err == nil {
		_, err = f.WriteAt(encodeHeld(held), 0)
	}
	if err == nil {
		err = s.sync(f)
	}
	if err == nil && before == 0 {
		err = store.SyncDir(filepath.Dir(f.Name()))
	}
	return errors.Join(err, f.Close())
}

func (s *Store) begin(id record.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, busy := s.sending[id]; busy {
		return false
	}
	s.sending[id] = struct{}{}
	return true
}

func (s *Store) give(id record.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sending, id)
}

func (s *Store) partPath(id record.ID, total int64) string {
	return filepath.Join(s.dir, partsName, id.String()+"."+strconv.FormatInt(total, 10))
}

func (s *Store) roomForOne() error {
	names, err := os.ReadDir(filepath.Join(s.dir, partsName))
	if err != nil {
		return disk("blob.Append", err)
	}
	if len(names) >= maxUploads {
		return &fault.Error{
			Kind: fault.Throttled, Op: "blob.Append", Key: "blob.part.many", Msg: "too many files are being sent to this node",
			Hint: "try again in an hour; the report itself can be sent now",
		}
	}
	return nil
}

// Held tells how much of an upload is on the disk, and its whole length. It
// faults with Missing where nothing is.
func (s *Store) Held(id record.ID) (held, total int64, err error) {
	names, err := filepath.Glob(filepath.Join(s.dir, partsName, id.String()+".*"))
	if err != nil || len(names) == 0 {
		return 0, 0, missing
	}
	f, err := os.Open(names[0])
	if err != nil {
		return 0, 0, disk("blob.Held", err)
	}
	held = readHeld(f)
	if err := f.Close(); err != nil {
		return 0, 0, disk("blob.Held", err)
	}
	total, err = strconv.ParseInt(strings.TrimPrefix(filepath.Ext(names[0]), "."), 10, 64)
	if err != nil {
		return 0, 0, &fault.Error{Kind: fault.Internal, Op: "blob.Held", Err: err}
	}
	return held, total, nil
}

// Uploaded opens an upload that is whole, as it came. It faults with Missing
// where it is not here, or not yet whole.
func (s *Store) Uploaded(id record.ID) (io.ReadSeekCloser, int64, error) {
	held, total, err := s.Held(id)
	if err != nil {
		return nil, 0, err
	}
	if held != total {
		return nil, 0, missing
	}
	f, err := os.Open(s.partPath(id, total))
	if err != nil {
		return nil, 0, disk("blob.Uploaded", err)
	}
	return upload{io.NewSectionReader(f, partHead, total), f}, total, nil
}

// upload reads what stands behind the head of an upload's file.
type upload struct {
	*io.SectionReader
	io.Closer
}

// Drop removes an upload: a report took it over. One that is not here is no fault.
func (s *Store) Drop(id record.ID) error {
	_, total, err := s.Held(id)
	if err != nil {
		if fault.Is(err, fault.Missing) {
			return nil
		}
		return err
	}
	return disk("blob.Drop", os.Remove(s.partPath(id, total)))
}

// DropStale removes the uploads that nobody added to for a time, as the file
// system tells it. now is the clock's word: where it is ahead of every upload by
// more than that time, the newest upload is believed instead, so that a clock
// that jumped to 2090 drops nothing that a phone is sending.
func (s *Store) DropStale(now time.Time, idle time.Duration) (dropped int, err error) {
	dir := filepath.Join(s.dir, partsName)
	names, err := os.ReadDir(dir)
	if err != nil {
		return 0, disk("blob.DropStale", err)
	}
	touched := map[string]time.Time{}
	var newest time.Time
	for _, e := range names {
		if st, err := e.Info(); err == nil { // else it went meanwhile
			touched[e.Name()] = st.ModTime()
			if st.ModTime().After(newest) {
				newest = st.ModTime()
			}
		}
	}
	if now.Sub(newest) > idle {
		now = newest
	}
	for name, at := range touched {
		if now.Sub(at) < idle {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return dropped, disk("blob.DropStale", err)
		}
		dropped++
	}
	return dropped, nil
}
