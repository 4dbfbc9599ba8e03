package blob

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
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
	if !s.take(id) {
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

func (s *Store) appendPart(path string, offset, total int64, r io.Reader) (held int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return offset, disk("blob.Append", err)
	}
	w := &diskWriter{w: io.NewOffsetWriter(f, offset)}
	n, err := io.Copy(w, io.LimitReader(r, total-offset+1))
	if w.err != nil {
		err = disk("blob.Append", w.err)
	}
	if offset+n > total { // more came than was announced: nothing of it is believed
		n, err = 0, errors.Join(cut(total), f.Truncate(offset))
	}
	synced := f.Sync()
	if synced == nil && offset == 0 {
		synced = syncDir(filepath.Dir(path))
	}
	if synced = errors.Join(synced, f.Close()); synced != nil {
		return offset, disk("blob.Append", synced)
	}
	return offset + n, err
}

func (s *Store) take(id record.ID) bool {
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
	st, err := os.Stat(names[0])
	if err != nil {
		return 0, 0, disk("blob.Held", err)
	}
	total, err = strconv.ParseInt(strings.TrimPrefix(filepath.Ext(names[0]), "."), 10, 64)
	if err != nil {
		return 0, 0, &fault.Error{Kind: fault.Internal, Op: "blob.Held", Err: err}
	}
	return st.Size(), total, nil
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
	return f, total, nil
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

// DropBefore removes the uploads that nobody added to since a time, as the file
// system tells it.
func (s *Store) DropBefore(t time.Time) (dropped int, err error) {
	dir := filepath.Join(s.dir, partsName)
	names, err := os.ReadDir(dir)
	if err != nil {
		return 0, disk("blob.DropBefore", err)
	}
	for _, e := range names {
		st, err := e.Info()
		if err != nil || !st.ModTime().Before(t) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return dropped, disk("blob.DropBefore", err)
		}
		dropped++
	}
	return dropped, nil
}
