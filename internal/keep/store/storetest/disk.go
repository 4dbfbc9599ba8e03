// Package storetest is a disk for tests, in memory. It remembers what was
// written and not yet synced; when its power is cut it keeps a random part of
// that, torn at sectors, with sizes and names that may be lost. It can also fail
// at a chosen operation. SQLite runs on it as on any file system.
package storetest

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// Sector is what a disk writes whole or not at all, in bytes.
const Sector = 512

// Kind is a kind of operation that may fail or be the last before a cut.
type Kind uint8

// The kinds of operation.
const (
	Open Kind = iota // of a file that is made
	Write
	Truncate
	Sync
	Delete
)

// String names the kind.
func (k Kind) String() string { return [...]string{"open", "write", "truncate", "sync", "delete"}[k] }

// Disk is a file system in memory. It is registered with SQLite under Name.
type Disk struct {
	Name string
	Lies bool // it says that it synced, and did not: what a control must lose data by

	shm string // folder of the memory that connections share

	mu    sync.Mutex // guards what follows
	rng   *rand.Rand
	names map[string]*inode // as programs see them
	kept  map[string]*inode // as a cut leaves them: of the folder when it was last synced
	size  int64             // bytes of all files
	room  int64             // bytes that fit; 0 for no limit
	life  int               // grows with every cut: files opened before are dead
	off   bool
	ops   int
	cutAt int // the operation that is under way when the power goes; 0 for none
	fail  func(n int, k Kind, name string) error
	seen  map[Kind]int
}

// disks numbers the disks: SQLite finds one by its name.
var disks atomic.Int64

// New makes an empty disk, whose chances are drawn from seed.
func New(t testing.TB, seed uint64) *Disk {
	t.Helper()
	d := &Disk{
		Name: "disk-" + strconv.FormatInt(disks.Add(1), 10), shm: Dir(t),
		rng: rand.New(rand.NewPCG(seed, 1)), names: map[string]*inode{}, kept: map[string]*inode{}, seen: map[Kind]int{}, life: 1,
	}
	vfs.Register(d.Name, d)
	t.Cleanup(func() { vfs.Unregister(d.Name) })
	return d
}

// Dir gives a folder in the machine's memory, where it has one: a sync costs
// nothing there, and a test makes many.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "wasl-test-") //nolint:usetesting // that of the test may lie on a disk, and is slower by half
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// errOff is what a program hears while the power is off.
var errOff = vfs.SystemError(errors.New("storetest: the power is off"), sqlite3.IOERR)

// CutAt cuts the power during the n-th operation from now on.
func (d *Disk) CutAt(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cutAt = d.ops + n
}

// Cut cuts the power now.
func (d *Disk) Cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
}

// Off tells whether the power is off.
func (d *Disk) Off() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off
}

// Ops is how many operations there were so far.
func (d *Disk) Ops() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ops
}

// Seen is how many operations of a kind there were so far.
func (d *Disk) Seen(k Kind) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen[k]
}

// FailAt asks f before every operation from now on, counted from 1, and fails
// where f gives an error. A write that fails may have written some of its
// sectors. nil mends the disk.
func (d *Disk) FailAt(f func(n int, k Kind, name string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail = nil
	if f != nil {
		before := d.ops
		d.fail = func(n int, k Kind, name string) error { return f(n-before, k, name) }
	}
}

// Room bounds the bytes of all files; 0 lifts the bound.
func (d *Disk) Room(n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = n
}

// Size is the number of bytes of all files.
func (d *Disk) Size() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.size
}

// ErrFull and ErrBroken are what a disk says that has no room, or no luck.
var (
	ErrFull   error = syscall.ENOSPC
	ErrBroken error = syscall.EIO
)

// op counts an operation and tells whether it goes through. torn means that the
// power went, or the disk failed, in its middle.
func (d *Disk) op(k Kind, name string) (torn bool, err error) {
	if d.off {
		return false, errOff
	}
	d.ops++
	d.seen[k]++
	if d.ops == d.cutAt {
		d.off = true
		return true, errOff
	}
	if d.fail != nil {
		if err := d.fail(d.ops, k, filepath.Base(name)); err != nil {
			return true, err
		}
	}
	return false, nil
}

// Open implements vfs.VFS. SQLite opens only temporary files so.
func (d *Disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, flags, errOff
	}
	if name == "" {
		return &file{disk: d, node: &inode{}, life: d.life, flags: flags}, flags, nil
	}
	node := d.names[name]
	if node == nil {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, vfs.SystemError(fs.ErrNotExist, sqlite3.CANTOPEN)
		}
		if _, err := d.op(Open, name); err != nil {
			return nil, flags, err
		}
		node = &inode{}
		d.names[name] = node
	}
	f := &file{disk: d, node: node, name: name, life: d.life, flags: flags}
	const journals = vfs.OPEN_MAIN_JOURNAL | vfs.OPEN_SUPER_JOURNAL | vfs.OPEN_WAL
	f.syncDir = flags&vfs.OPEN_CREATE != 0 && flags&journals != 0 // as on a real machine
	if flags&vfs.OPEN_MAIN_DB != 0 {
		f.shm = vfs.NewSharedMemory(filepath.Join(d.shm, strconv.Itoa(d.life)+"-"+strings.ReplaceAll(name, "/", "_")), flags)
	}
	return f, flags, nil
}

// Delete implements vfs.VFS.
func (d *Disk) Delete(name string, syncDir bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	node := d.names[name]
	if node == nil {
		return sqlite3.IOERR_DELETE_NOENT
	}
	if _, err := d.op(Delete, name); err != nil {
		return err
	}
	d.size -= int64(len(node.data))
	delete(d.names, name)
	if syncDir && !d.Lies {
		d.syncNames()
	}
	return nil
}

// Access implements vfs.VFS.
func (d *Disk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return false, errOff
	}
	return d.names[name] != nil, nil
}

// FullPathname implements vfs.VFS.
func (d *Disk) FullPathname(name string) (string, error) { return name, nil }

// syncNames makes the names last. There is one folder for all.
func (d *Disk) syncNames() {
	clear(d.kept)
	for name, node := range d.names {
		d.kept[name] = node
	}
}

// Files gives every file as a program sees it now.
func (d *Disk) Files() map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := map[string][]byte{}
	for name, node := range d.names {
		all[name] = append([]byte(nil), node.data...)
	}
	return all
}

// Put makes a file of these bytes, synced.
func (d *Disk) Put(name string, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old := d.names[name]; old != nil {
		d.size -= int64(len(old.data))
	}
	node := &inode{data: append([]byte(nil), data...), base: append([]byte(nil), data...)}
	d.names[name], d.kept[name] = node, node
	d.size += int64(len(data))
}

// Spoil flips a bit of a file that may be open, as a bad disk does.
func (d *Disk) Spoil(name string, bit int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, b := range [][]byte{d.names[name].data, d.names[name].base} {
		if bit/8 < int64(len(b)) {
			b[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// Remove removes a file, and makes that last.
func (d *Disk) Remove(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old := d.names[name]; old != nil {
		d.size -= int64(len(old.data))
	}
	delete(d.names, name)
	delete(d.kept, name)
}

// Rounds is how often a test goes round: a few times in the ordinary run, and
// many times under `make crash`, which sets WASL_CRASH.
func Rounds(few, many int) int {
	if os.Getenv("WASL_CRASH") != "" {
		return many
	}
	return few
}
