package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3/vfs"
)

// lostIn reads a log whose commits were synced one by one and says whether one
// of them is damaged; "" means that none is. SQLite takes the first frame whose
// sum does not hold for the end of the log, as after a power cut: then it is of
// the last commit, which nobody was told of, and no commit follows it.
//
// A damaged frame of the last commit cannot be told from a torn one here: the
// ledger has its tables for a witness.
func lostIn(log vfs.File) string {
	size, err := log.Size()
	if err != nil || size < logHeader {
		return ""
	}
	var head [logHeader]byte
	if _, err := log.ReadAt(head[:], 0); err != nil {
		return ""
	}
	order, ok := sumOrder(head[:])
	if !ok {
		if head == [logHeader]byte{} {
			return "" // emptied, or made, and not yet begun
		}
		return "the log's header does not hold: nothing in the log was read"
	}
	w := logWalk{log: log, order: order, salt: head[16:24], last: sumOf(head[24:]), computed: sumOf(head[24:])}
	frames := (size - logHeader) / frameSize
	for n := range frames {
		if !w.read(n) {
			return ""
		}
		if !w.follows {
			return w.after(n, frames)
		}
	}
	return ""
}

// damagedExt is what a damaged log is kept under, after its own name. It is for
// whoever can read what SQLite cannot.
const damagedExt = ".damaged"

// keepCopy copies a file so that the copy lasts. An earlier copy is left as it is:
// nothing was added to that log since.
func keepCopy(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		if errors.Is(err, fs.ErrExist) {
			err = nil
		}
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close(), in.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return SyncDir(filepath.Dir(to))
}

// DropDamaged removes the copy of a damaged log, which an erasure must not leave.
func (db *DB) DropDamaged() error {
	if db.opt.VFS != "" {
		return nil
	}
	err := os.Remove(db.opt.Path + "-wal" + damagedExt)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return Fault("store.DropDamaged", err)
}

// damagedCopy says that there is such a copy; "" if there is none.
func (db *DB) damagedCopy() string {
	name := db.opt.Path + "-wal" + damagedExt
	if db.opt.VFS != "" {
		return ""
	}
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	return filepath.Base(name) + " is a log that was damaged: what stood behind the damage is lost here. Ask a peer for it, then remove that file"
}

// logWalk goes through the frames of a log. Each sum goes on from the one before.
type logWalk struct {
	log   vfs.File
	order binary.ByteOrder
	salt  []byte // of the log since it last began

	frame    [frameSize]byte
	follows  bool // the frame's sum holds, going on from the one before
	commit   bool
	last     [2]uint32 // the frame's sum as it is written
	computed [2]uint32 // and as it comes out: where the sum itself was damaged, the next goes on from this
}

func (w *logWalk) read(n int64) bool {
	if got, _ := w.log.ReadAt(w.frame[:], logHeader+n*frameSize); got < frameSize {
		return false
	}
	written, sum, other := sumOf(w.frame[16:]), w.sum(w.last), w.sum(w.computed)
	w.follows = (sum == written || other == written) && bytes.Equal(w.frame[8:16], w.salt)
	w.commit = binary.BigEndian.Uint32(w.frame[4:]) != 0
	w.last, w.computed = written, sum
	return true
}

func (w *logWalk) sum(from [2]uint32) [2]uint32 {
	return addSum(w.order, addSum(w.order, from, w.frame[:8]), w.frame[frameHeader:])
}

// after tells whether a commit that ended at the broken frame or behind it was
// followed by another: then it was synced, and nothing can have torn it.
func (w *logWalk) after(broken, frames int64) string {
	ended := w.commit
	for n := broken + 1; n < frames; n++ {
		if !w.read(n) {
			return ""
		}
		if ended && w.follows {
			return fmt.Sprintf("frame %d of the log is damaged: the commits from there on were not read", broken+1)
		}
		ended = w.commit
	}
	return ""
}

// sumOrder checks the log's header and tells in which order of bytes it sums.
func sumOrder(head []byte) (binary.ByteOrder, bool) {
	var order binary.ByteOrder
	switch binary.BigEndian.Uint32(head) {
	case 0x377f0682:
		order = binary.LittleEndian
	case 0x377f0683:
		order = binary.BigEndian
	default:
		return nil, false
	}
	if binary.BigEndian.Uint32(head[8:]) != pageSize {
		return nil, false
	}
	return order, addSum(order, [2]uint32{}, head[:24]) == sumOf(head[24:])
}

func sumOf(b []byte) [2]uint32 {
	return [2]uint32{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

func addSum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}
