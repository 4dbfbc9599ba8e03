package storetest

import (
	"io"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// inode is a file's content: as programs see it, and as the disk has it.
type inode struct {
	data    []byte
	base    []byte   // when it was last synced
	pending []change // since

	shared    int // locks that are held
	reserved  bool
	exclusive bool
}

// change is a write or, where data is nil, a change of size.
type change struct {
	off  int64
	data []byte
	size int64 // of the file after it
}

func (n *inode) write(p []byte, off int64) {
	if end := off + int64(len(p)); end > int64(len(n.data)) {
		n.data = append(n.data, make([]byte, end-int64(len(n.data)))...)
	}
	copy(n.data[off:], p)
	n.pending = append(n.pending, change{off: off, data: append([]byte{}, p...), size: int64(len(n.data))})
}

func (n *inode) truncate(size int64) {
	n.data = resize(n.data, size)
	n.pending = append(n.pending, change{off: size, size: size})
}

// resize cuts a file or lengthens it with zeros.
func resize(b []byte, size int64) []byte {
	if size > int64(len(b)) {
		return append(b, make([]byte, size-int64(len(b)))...)
	}
	clear(b[size:])
	return b[:size]
}

func (n *inode) sync() {
	for _, c := range n.pending {
		n.base = c.on(n.base)
	}
	n.pending = nil
}

// file is an open file.
type file struct {
	disk    *Disk
	node    *inode
	name    string // "" for a temporary one
	life    int
	flags   vfs.OpenFlag
	shm     vfs.SharedMemory
	syncDir bool
	lock    vfs.LockLevel
}

var (
	_ vfs.FileLockState    = (*file)(nil)
	_ vfs.FileSharedMemory = (*file)(nil)
)

// dead tells whether the power went since the file was opened.
func (f *file) dead() bool { return f.disk.off || f.life != f.disk.life }

// op counts an operation on a file that is on the disk.
func (f *file) op(k Kind) (torn bool, err error) {
	if f.dead() {
		return false, errOff
	}
	if f.name == "" {
		return false, nil
	}
	return f.disk.op(k, f.name)
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.dead() {
		return 0, errOff
	}
	if off >= int64(len(f.node.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.node.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *file) WriteAt(p []byte, off int64) (int, error) {
	d := f.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	torn, err := f.op(Write)
	if err == nil && f.name != "" && d.room > 0 {
		if grow := off + int64(len(p)) - int64(len(f.node.data)); grow > 0 && d.size+grow > d.room {
			torn, err = true, ErrFull
		}
	}
	if err != nil {
		if torn && !d.off { // some of it is there: the beginning, for who reads on
			f.write(p[:d.rng.IntN(len(p)/Sector+1)*Sector], off)
		} else if torn {
			f.write(p, off) // the cut decides what stays of it
		}
		return 0, err
	}
	f.write(p, off)
	return len(p), nil
}

func (f *file) write(p []byte, off int64) {
	if len(p) == 0 {
		return
	}
	before := len(f.node.data)
	f.node.write(p, off)
	if f.name != "" {
		f.disk.size += int64(len(f.node.data) - before)
	}
}

func (f *file) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if torn, err := f.op(Truncate); err != nil {
		if torn && f.disk.off {
			f.truncate(size)
		}
		return err
	}
	f.truncate(size)
	return nil
}

func (f *file) truncate(size int64) {
	before := len(f.node.data)
	f.node.truncate(size)
	if f.name != "" {
		f.disk.size += int64(len(f.node.data) - before)
	}
}

func (f *file) Sync(vfs.SyncFlag) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if _, err := f.op(Sync); err != nil {
		return err
	}
	if f.disk.Lies {
		return nil
	}
	f.node.sync()
	if f.syncDir {
		f.syncDir = false
		f.disk.syncNames()
	}
	return nil
}

func (f *file) Size() (int64, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.dead() {
		return 0, errOff
	}
	return int64(len(f.node.data)), nil
}

func (f *file) Close() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.unlock(vfs.LOCK_NONE)
	if f.shm != nil {
		_ = f.shm.Close() // it may not be open
	}
	return nil
}

// Lock implements vfs.File for connections of one process.
func (f *file) Lock(want vfs.LockLevel) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.dead() {
		return errOff
	}
	n := f.node
	if f.lock >= want {
		return nil
	}
	switch want {
	case vfs.LOCK_SHARED:
		if n.exclusive {
			return sqlite3.BUSY
		}
		n.shared++
	case vfs.LOCK_RESERVED:
		if n.reserved {
			return sqlite3.BUSY
		}
		n.reserved = true
	default:
		if n.reserved && f.lock < vfs.LOCK_RESERVED || n.shared > 1 {
			return sqlite3.BUSY
		}
		n.reserved, n.exclusive = true, true
	}
	f.lock = want
	return nil
}

// Unlock implements vfs.File.
func (f *file) Unlock(want vfs.LockLevel) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.unlock(want)
	return nil
}

func (f *file) unlock(want vfs.LockLevel) {
	if f.lock <= want {
		return
	}
	if f.lock >= vfs.LOCK_RESERVED {
		f.node.reserved, f.node.exclusive = false, false
	}
	if want < vfs.LOCK_SHARED {
		f.node.shared--
	}
	f.lock = want
}

// CheckReservedLock implements vfs.File.
func (f *file) CheckReservedLock() (bool, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return f.node.reserved, nil
}

func (f *file) LockState() vfs.LockLevel       { return f.lock }
func (f *file) SharedMemory() vfs.SharedMemory { return f.shm }
func (f *file) SectorSize() int                { return 4096 }

func (f *file) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return vfs.IOCAP_POWERSAFE_OVERWRITE | vfs.IOCAP_SUBPAGE_READ
}
