package store

import (
	"encoding/binary"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// fileSystem lies between SQLite and the machine. It gathers the writes of a
// commit, so that they are one and not two for every page, and seals each page
// by itself where the file is encrypted (pageSeal).
//
// The driver's own encrypting VFS seals blocks of the file. A frame of the log
// is no multiple of a block, so each page that it wrote cost three blocks read,
// opened, sealed and written, under locks between processes: 62 locks, 35 writes
// and 33 reads for one report, where this one needs 2, 2 and 0 (ADR 0004).
type fileSystem struct {
	vfs.VFS
	seal    *pageSeal // nil for a plain file
	durable bool      // a commit is synced before the next begins
	machine bool      // it is the machine's own, and not a test's

	mu     sync.Mutex // guards what follows
	looked bool
	lost   string // what is wrong with the log that was there; "" for nothing
}

// registered numbers the file systems: SQLite finds one by its name, and each
// open file has its own, which holds its key.
var registered atomic.Int64

// register makes a file system known for one file.
func register(opt Options) (name string, fs *fileSystem, err error) {
	under := vfs.Find(opt.VFS)
	if under == nil {
		return "", nil, errors.New("store: there is no file system " + opt.VFS)
	}
	fs = &fileSystem{VFS: under, durable: opt.Durable, machine: opt.VFS == ""}
	if opt.Key != nil {
		if fs.seal, err = newPageSeal(opt.Key); err != nil {
			return "", nil, err
		}
	}
	name = "wasl-" + strconv.FormatInt(registered.Add(1), 10)
	vfs.Register(name, fs)
	return name, fs, nil
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
		return f, flags, fullDisk(err)
	}
	b := base{File: f}
	switch {
	case flags&vfs.OPEN_WAL != 0:
		if err := s.look(f, name.String()); err != nil {
			return nil, flags, vfs.SystemError(errors.Join(err, f.Close()), sqlite3.CANTOPEN)
		}
		return &logFile{base: b, seal: s.seal}, flags, nil
	case flags&vfs.OPEN_MAIN_DB != 0:
		return &mainFile{base: b, seal: s.seal, shm: vfsutil.WrapSharedMemory(f)}, flags, nil
	}
	return b, flags, nil
}

// look reads the log before SQLite takes it up: what follows a damaged frame is
// dropped by SQLite without a word. Then a copy is kept. Logs that are not synced
// may lack anything.
func (s *fileSystem) look(log vfs.File, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looked || !s.durable || s.seal != nil {
		return nil
	}
	if s.lost = lostIn(log); s.lost != "" && s.machine {
		if err := keepCopy(name, name+damagedExt); err != nil {
			return err
		}
	}
	s.looked = true
	return nil
}

// Lost says what is wrong with the log that was there when the file was opened.
func (s *fileSystem) Lost() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// base is what all kinds of file have in common.
type base struct{ vfs.File }

func (b base) Truncate(size int64) error     { return fullDisk(b.File.Truncate(size)) }
func (b base) Sync(flags vfs.SyncFlag) error { return fullDisk(b.File.Sync(flags)) }

func (b base) WriteAt(p []byte, off int64) (int, error) {
	n, err := b.File.WriteAt(p, off)
	return n, fullDisk(err)
}

// fullDisk makes the machine's word for a full disk SQLite's.
func fullDisk(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return vfs.SystemError(err, sqlite3.FULL)
	}
	return err
}

// DeviceCharacteristics leaves out that less than a page may be read.
func (b base) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return b.File.DeviceCharacteristics() &^ (vfs.IOCAP_SUBPAGE_READ | vfs.IOCAP_BATCH_ATOMIC)
}

func (b base) LockState() vfs.LockLevel        { return vfsutil.WrapLockState(b.File) }
func (b base) PersistWAL() bool                { return vfsutil.WrapPersistWAL(b.File) }
func (b base) SetPersistWAL(keep bool)         { vfsutil.WrapSetPersistWAL(b.File, keep) }
func (b base) PowersafeOverwrite() bool        { return vfsutil.WrapPowersafeOverwrite(b.File) }
func (b base) SetPowersafeOverwrite(safe bool) { vfsutil.WrapSetPowersafeOverwrite(b.File, safe) }
func (b base) HasMoved() (bool, error)         { return vfsutil.WrapHasMoved(b.File) }

// pageSize is that of every file.
const pageSize = 4096

// mainFile is the database itself, which SQLite reads and writes by the page.
// Its writes are not gathered: a checkpoint that leaves a part of its work for
// later lets other connections read what it wrote without syncing it first.
type mainFile struct {
	base
	seal *pageSeal
	shm  vfs.SharedMemory
	page [pageSize]byte
	bare [pageSize]byte // what is sealed into page
}

func (m *mainFile) SharedMemory() vfs.SharedMemory { return m.shm }

func (m *mainFile) ReadAt(p []byte, off int64) (n int, err error) {
	if m.seal == nil {
		return m.File.ReadAt(p, off)
	}
	at := off &^ (pageSize - 1)
	if off+int64(len(p)) > at+pageSize {
		return 0, sqlite3.IOERR_READ
	}
	if got, err := m.File.ReadAt(m.page[:], at); got < pageSize {
		return 0, err // what is not a whole page is none
	}
	if m.seal.open(m.page[:], inMain, at) == nil {
		return copy(p, m.page[off-at:]), nil
	}
	if len(p) == pageSize {
		return 0, sqlite3.IOERR_DATA
	}
	// SQLite asks for the header without a lock when it opens a file. A checkpoint
	// may be writing the first page, or a power cut have torn it; the log has it
	// whole. SQLite gets the header of a file that is not begun, and learns the rest
	// from the log. If the log has nothing, the page is asked for whole, and that
	// fails.
	clear(p)
	return len(p), nil
}

func (m *mainFile) WriteAt(p []byte, off int64) (n int, err error) {
	if m.seal == nil {
		return m.base.WriteAt(p, off) // its pages have a sum already, which clearing would break
	}
	if len(p) != pageSize || off%pageSize != 0 {
		return 0, sqlite3.IOERR_WRITE
	}
	copy(m.bare[:], p)
	size, err := m.Size()
	if err != nil {
		return 0, err
	}
	if max(size, off+pageSize) <= maxCleared {
		clearGap(m.bare[:], off)
	}
	if err := m.seal.close(m.page[:], m.bare[:], inMain, off); err != nil {
		return 0, err
	}
	return m.base.WriteAt(m.page[:], off)
}

// maxCleared is the size of a file, in bytes, up to which no page but those of trees
// begins with one of the numbers that clearGap looks for: others begin with the number
// of a page, whose first byte is less.
const maxCleared = 2 << 24 * pageSize

// clearGap clears what a page of a tree does not use, between its pointers and its
// cells. Where rows go to another page as a tree is balanced SQLite leaves their bytes
// there, secure_delete or not, and erasing the rows later does not find them.
func clearGap(page []byte, off int64) {
	head := 0
	if off == 0 {
		head = 100 // of the file
	}
	pointers := head + 8
	switch page[head] {
	case 2, 5: // within a tree
		pointers += 4
	case 10, 13: // its leaves
	default:
		return
	}
	from := pointers + 2*int(binary.BigEndian.Uint16(page[head+3:]))
	to := int(binary.BigEndian.Uint16(page[head+5:]))
	if from < to && to <= len(page) {
		clear(page[from:to])
	}
}
