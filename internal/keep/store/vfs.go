package store

import (
	"errors"
	"strconv"
	"sync/atomic"
	"syscall"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// fileSystem lies between SQLite and the machine. It gathers writes that follow
// each other, so that a commit is one write and not two for every page, and
// seals each page by itself where the file is encrypted (pageSeal).
//
// The driver's own encrypting VFS seals blocks of the file. A frame of the log
// is no multiple of a block, so each page that it wrote cost three blocks read,
// opened, sealed and written, under locks between processes: 62 locks, 35 writes
// and 33 reads for one report, where this one needs 2, 2 and 0 (ADR 0004).
type fileSystem struct {
	vfs.VFS
	seal *pageSeal // nil for a plain file
}

// registered numbers the file systems: SQLite finds one by its name, and each
// open file has its own, which holds its key.
var registered atomic.Int64

// register makes a file system known over the one named base.
func register(base string, key []byte) (name string, err error) {
	under := vfs.Find(base)
	if under == nil {
		return "", errors.New("store: there is no file system " + base)
	}
	fs := &fileSystem{VFS: under}
	if key != nil {
		if fs.seal, err = newPageSeal(key); err != nil {
			return "", err
		}
	}
	name = "wasl-" + strconv.FormatInt(registered.Add(1), 10)
	vfs.Register(name, fs)
	return name, nil
}

// Open is asked for files without a name: temporary ones.
func (s *fileSystem) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if s.seal != nil {
		return nil, flags, sqlite3.CANTOPEN // nothing of an encrypted file lies elsewhere: temporary data stay in memory
	}
	return vfsutil.WrapOpen(s.VFS, name, flags)
}

// OpenFilename opens a database or its log. Other files, which an encrypted
// database does without, are refused to it.
func (s *fileSystem) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if s.seal != nil && flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL) == 0 {
		return nil, flags, sqlite3.CANTOPEN
	}
	f, flags, err := vfsutil.WrapOpenFilename(s.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	b := base{File: f}
	switch {
	case flags&vfs.OPEN_WAL != 0:
		return &logFile{base: b, seal: s.seal}, flags, nil
	case flags&vfs.OPEN_MAIN_DB != 0:
		return &mainFile{base: b, seal: s.seal, shm: vfsutil.WrapSharedMemory(f)}, flags, nil
	}
	return f, flags, nil
}

// maxGathered bounds the bytes that wait to be written: enough for the commit
// of a group of reports, and little beside SQLite's own memory.
const maxGathered = 256 << 10

// base is a file whose writes are gathered as long as each begins where the one
// before it ended. What is gathered is written before anybody can ask for it:
// by reading through this file, by its size, by a sync, a lock let go, or, in
// the log, by the frame that ends a commit.
type base struct {
	vfs.File
	waiting []byte
	at      int64
}

// gather takes n bytes to write at off and gives the room to put them into.
func (b *base) gather(n int, off int64) ([]byte, error) {
	if len(b.waiting) > 0 && (off != b.at+int64(len(b.waiting)) || len(b.waiting)+n > maxGathered) {
		if err := b.flush(); err != nil {
			return nil, err
		}
	}
	if len(b.waiting) == 0 {
		b.at = off
	}
	start := len(b.waiting)
	if cap(b.waiting) < start+n {
		b.waiting = append(make([]byte, 0, max(2*cap(b.waiting), start+n)), b.waiting...)
	}
	b.waiting = b.waiting[:start+n]
	return b.waiting[start:], nil
}

func (b *base) flush() error {
	if len(b.waiting) == 0 {
		return nil
	}
	_, err := b.File.WriteAt(b.waiting, b.at)
	b.waiting = b.waiting[:0] // SQLite rolls back after an error and does not write again
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return sqlite3.FULL
	}
	return err
}

func (b *base) Truncate(size int64) error {
	if err := b.flush(); err != nil {
		return err
	}
	return b.File.Truncate(size)
}

func (b *base) Sync(flags vfs.SyncFlag) error {
	if err := b.flush(); err != nil {
		return err
	}
	return b.File.Sync(flags)
}

func (b *base) Size() (int64, error) {
	if err := b.flush(); err != nil {
		return 0, err
	}
	return b.File.Size()
}

func (b *base) Unlock(lock vfs.LockLevel) error {
	return errors.Join(b.flush(), b.File.Unlock(lock))
}

func (b *base) Close() error { return errors.Join(b.flush(), b.File.Close()) }

// DeviceCharacteristics leaves out that less than a page may be read.
func (b *base) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return b.File.DeviceCharacteristics() &^ (vfs.IOCAP_SUBPAGE_READ | vfs.IOCAP_BATCH_ATOMIC)
}

func (b *base) LockState() vfs.LockLevel        { return vfsutil.WrapLockState(b.File) }
func (b *base) PersistWAL() bool                { return vfsutil.WrapPersistWAL(b.File) }
func (b *base) SetPersistWAL(keep bool)         { vfsutil.WrapSetPersistWAL(b.File, keep) }
func (b *base) PowersafeOverwrite() bool        { return vfsutil.WrapPowersafeOverwrite(b.File) }
func (b *base) SetPowersafeOverwrite(safe bool) { vfsutil.WrapSetPowersafeOverwrite(b.File, safe) }
func (b *base) HasMoved() (bool, error)         { return vfsutil.WrapHasMoved(b.File) }

// pageSize is that of every file.
const pageSize = 4096

// mainFile is the database itself, which SQLite reads and writes by the page.
type mainFile struct {
	base
	seal *pageSeal
	shm  vfs.SharedMemory
	page [pageSize]byte
}

func (m *mainFile) SharedMemory() vfs.SharedMemory { return m.shm }

// reads is how often a page is read that does not open: its header is asked
// for, when the file is opened, while a checkpoint may be writing it.
const reads = 4

func (m *mainFile) ReadAt(p []byte, off int64) (n int, err error) {
	if err := m.flush(); err != nil {
		return 0, err
	}
	if m.seal == nil {
		return m.File.ReadAt(p, off)
	}
	at := off &^ (pageSize - 1)
	if off+int64(len(p)) > at+pageSize {
		return 0, sqlite3.IOERR_READ
	}
	for range reads {
		if got, err := m.File.ReadAt(m.page[:], at); got < pageSize {
			return 0, err // what is not a whole page is none
		}
		if err = m.seal.open(m.page[:], inMain, at); err == nil {
			return copy(p, m.page[off-at:]), nil
		}
	}
	return 0, sqlite3.IOERR_DATA
}

func (m *mainFile) WriteAt(p []byte, off int64) (n int, err error) {
	room, err := m.gather(len(p), off)
	if err != nil {
		return 0, err
	}
	if m.seal == nil {
		return copy(room, p), nil
	}
	if len(p) != pageSize || off%pageSize != 0 {
		return 0, sqlite3.IOERR_WRITE
	}
	return len(p), m.seal.close(room, p, inMain, off)
}
