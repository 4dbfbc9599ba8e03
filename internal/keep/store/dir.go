package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/ncruces/go-sqlite3/vfs"

	"wasl/internal/base/fault"
)

// MakeDir makes a folder, with those that it lies in, so that they outlast a
// power cut: the name of a new folder stands in the one around it.
func MakeDir(dir string) error {
	if st, err := os.Stat(dir); err == nil && st.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := MakeDir(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return Fault("store.MakeDir", err)
	}
	return Fault("store.MakeDir", SyncDir(parent))
}

// SyncDir makes the names in a folder last.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) { // there are file systems that have nothing to sync there
		err = nil
	}
	return errors.Join(err, d.Close())
}

// Remove removes a closed file with its log. A file that is not there is none
// to remove.
func Remove(opt Options) error {
	under := vfs.Find(opt.VFS)
	if under == nil {
		return &fault.Error{Kind: fault.Internal, Op: "store.Remove", Msg: "there is no file system " + opt.VFS}
	}
	path := opt.Path
	if opt.VFS == "" { // SQLite asks by the whole path as well
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		path = abs
	}
	// The file goes first: a log without its file is nothing, but a file without
	// its log would be an older one.
	for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
		there, err := under.Access(path+suffix, vfs.ACCESS_EXISTS)
		if err == nil && there {
			err = under.Delete(path+suffix, true)
		}
		if err != nil {
			return Fault("store.Remove", err)
		}
	}
	return nil
}
