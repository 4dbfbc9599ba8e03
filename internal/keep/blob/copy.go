package blob

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// Copy gives every segment as it is at this moment, by name and size in bytes,
// while others put and delete. Whoever names blobs in records takes a copy of the
// records first: what they name is then in the segments whole. The index is not
// copied, for it is made again.
func (s *Store) Copy(ctx context.Context, each func(name string, size int64, r io.Reader) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.users.Done()
	all, err := s.segments()
	if err != nil {
		return disk("blob.Copy", err)
	}
	for _, n := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.copySegment(n, each); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) copySegment(n int64, each func(name string, size int64, r io.Reader) error) error {
	f, err := os.Open(s.path(n))
	if err != nil {
		return disk("blob.Copy", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	st, err := f.Stat()
	if err != nil {
		return disk("blob.Copy", err)
	}
	return each(filepath.Base(s.path(n)), st.Size(), io.LimitReader(f, st.Size()))
}

var segmentName = regexp.MustCompile(`^[0-9]{8,18}\` + segmentExt + `$`)

// PutBack writes a segment of a copy into the folder of a store that is not open.
// Open indexes it.
func PutBack(dir, name string, r io.Reader) error {
	if !segmentName.MatchString(name) {
		return &fault.Error{Kind: fault.Invalid, Op: "blob.PutBack", Key: "blob.copy.foreign", Msg: "the backup has a file that is no attachment", Args: []string{name}}
	}
	if err := store.MakeDir(dir); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return disk("blob.PutBack", err)
	}
	var source *fault.Error // of whoever reads the copy, as it is
	_, err = io.Copy(f, r)
	if errors.As(err, &source) {
		return errors.Join(err, f.Close())
	}
	if err == nil {
		err = f.Sync()
	}
	return disk("blob.PutBack", errors.Join(err, f.Close()))
}
