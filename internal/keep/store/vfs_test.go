package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store/storetest"
)

// made is a file of some pages on a disk, with the log as a crash leaves it.
func made(t *testing.T, d *storetest.Disk, opt Options, rows int) {
	t.Helper()
	db, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for k := range rows {
		if err := db.Update(t.Context(), func(tx *Tx) error {
			if err := put(tx, k, int64(k)+1); err != nil {
				return err
			}
			return tx.Exec("UPDATE done SET n = ?", k+1)
		}); err != nil {
			t.Fatal(err)
		}
	}
	d.Crash()
	_ = db.Close() // its files are gone
}

// rows is how many of made's rows a file has; each must be as it was written.
func rows(t *testing.T, opt Options) (int, error) {
	t.Helper()
	db, err := Open(t.Context(), opt)
	if err != nil {
		return 0, err
	}
	n := 0
	err = db.View(t.Context(), func(tx *Tx) error {
		_, got, err := read(tx)
		n = len(got)
		for k, v := range got {
			if !bytes.Equal(v, value(k, int64(k)+1)) {
				t.Errorf("row %d is not what was written", k)
			}
		}
		return err
	})
	return n, errors.Join(err, db.Close())
}

// A wrong key must not cost the log: the file is opened by the right one after.
func TestWrongKeyLeavesTheLog(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	made(t, d, opt, 20)
	before := d.Files()
	wrong := opt
	wrong.Key = bytes.Repeat([]byte{8}, KeySize)
	if _, err := Open(t.Context(), wrong); !fault.Is(err, fault.Invalid) {
		t.Fatalf("a wrong key gives %v", err)
	}
	if diff := cmp.Diff(before, d.Files()); diff != "" {
		t.Error("a wrong key changed something")
	}
	if n, err := rows(t, opt); err != nil || n != 20 {
		t.Errorf("%d rows, %v", n, err)
	}
}

// The first page may be torn by a power cut in the middle of a checkpoint: the
// log still has it.
func TestTornFirstPageComesFromTheLog(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	made(t, d, opt, 30)
	whole := d.Files()
	for at := 0; at < pageSize; at += storetest.Sector {
		torn := bytes.Clone(whole[opt.Path])
		clear(torn[at : at+storetest.Sector])
		d.Put(opt.Path, torn)
		d.Put(opt.Path+"-wal", whole[opt.Path+"-wal"])
		if n, err := rows(t, opt); err != nil || n != 30 {
			t.Errorf("with the sector at %d torn: %d rows, %v", at, n, err)
		}
	}
	d.Put(opt.Path, append(make([]byte, pageSize), whole[opt.Path][pageSize:]...))
	d.Remove(opt.Path + "-wal")
	if _, err := rows(t, opt); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a log, a lost first page gives %v", err)
	}
}

// badPages gives the numbers of the pages that do not hold.
func badPages(t *testing.T, r io.ReaderAt, seal *pageSeal) (bad []int64, err error) {
	err = pages(t.Context(), r, seal, func(n int64, page []byte) error {
		if page == nil {
			bad = append(bad, n)
		}
		return nil
	})
	return bad, err
}

// Every bit of a sealed file counts, in pages that nothing uses as well.
func TestCheckFindsOneChangedBitOfASealedFile(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	made(t, d, opt, 30)
	if _, err := rows(t, opt); err != nil { // folds the log
		t.Fatal(err)
	}
	whole := d.Files()[opt.Path]
	seal, err := newPageSeal(opt.Key)
	if err != nil {
		t.Fatal(err)
	}
	if bad, err := badPages(t, bytes.NewReader(whole), seal); err != nil || len(bad) > 0 {
		t.Fatalf("a sound file: %v, %v", bad, err)
	}
	for at := 0; at < len(whole); at += 41 {
		if in := at % pageSize; in >= pageSize-4 {
			continue // four bytes of nothing
		}
		whole[at] ^= 1 << (at % 8)
		bad, err := badPages(t, bytes.NewReader(whole), seal)
		if err != nil || len(bad) != 1 || bad[0] != int64(at/pageSize)+1 {
			t.Errorf("byte %d changed: %v, %v", at, bad, err)
		}
		whole[at] ^= 1 << (at % 8)
	}
	// Two pages that changed places are found as well.
	moved := bytes.Clone(whole)
	copy(moved[pageSize:], whole[2*pageSize:3*pageSize])
	if bad, err := badPages(t, bytes.NewReader(moved), seal); err != nil || len(bad) != 1 {
		t.Errorf("a page in another's place: %v, %v", bad, err)
	}
}

// Nothing of an encrypted database lies outside it: no journal, no temporary
// file, whatever is asked of it.
func TestASealedFileIsTheOnlyOne(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	db, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), func(tx *Tx) error {
		for k := range 400 {
			if err := put(tx, k, int64(k)+1); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// Sorting, an index made, a table made again, and VACUUM use temporary data.
	for _, sql := range []string{
		"CREATE INDEX more ON pairs (v DESC, k)", "CREATE TEMP TABLE sorted AS SELECT v, k FROM pairs ORDER BY v",
		"DROP INDEX more", "VACUUM",
	} {
		w := <-db.writing
		err := errors.Join(w.c.Exec(sql), w.forget())
		db.writing <- w
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if err := sound(t, db); err != nil {
		t.Error(err)
	}
	for name := range d.Files() {
		if name != opt.Path && name != opt.Path+"-wal" {
			t.Errorf("there is a file %s", name)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, b := range d.Files() {
		if bytes.Contains(b, value(7, 8)[:64]) {
			t.Errorf("%s shows its content", name)
		}
	}
	if n, err := rows(t, opt); err != nil || n != 400 {
		t.Errorf("after VACUUM: %d rows, %v", n, err)
	}
}

// slow is a file system whose writes are torn for a while: half of the bytes
// come first, as a reader on another core may see them.
type slow struct{ vfs.VFS }

func (s slow) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return vfsutil.WrapOpen(s.VFS, name, flags)
}

func (s slow) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(s.VFS, name, flags)
	if err != nil || flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL) == 0 {
		return f, flags, err
	}
	return slowFile{f}, flags, nil
}

type slowFile struct{ vfs.File }

func (f slowFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }

func (f slowFile) WriteAt(p []byte, off int64) (int, error) {
	old := make([]byte, len(p))
	_, _ = f.ReadAt(old, off)
	for i := range old {
		if i/8%2 != 0 {
			old[i] = p[i]
		}
	}
	if _, err := f.File.WriteAt(old, off); err != nil {
		return 0, err
	}
	time.Sleep(50 * time.Microsecond)
	return f.File.WriteAt(p, off)
}

// Whoever reads while a commit or a checkpoint writes reads neither a half page
// nor an old one, and whoever opens the file meanwhile can.
func TestReadersBesideWritesThatTakeLong(t *testing.T) {
	vfs.Register("slow", slow{vfs.Find("")})
	t.Cleanup(func() { vfs.Unregister("slow") })
	for name, key := range map[string][]byte{"plain": nil, "sealed": bytes.Repeat([]byte{7}, KeySize)} {
		t.Run(name, func(t *testing.T) {
			opt := Options{Path: filepath.Join(t.TempDir(), "t.db"), VFS: "slow", Key: key, Modules: []Module{pairs}, CacheKB: 256}
			db := open(t, opt)
			if err := tune(t.Context(), db, newFlow(3).rng); err != nil {
				t.Fatal(err)
			}
			var last atomic.Int64
			done := make(chan struct{})
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() { readUntil(t, db, &last, done) })
			}
			wg.Go(func() { openUntil(t, db, done) })
			f := newFlow(4)
			for f.acked < 30 {
				if err := f.write(t.Context(), db); err != nil {
					t.Fatal(err)
				}
				last.Store(int64(f.acked))
			}
			close(done)
			wg.Wait()
			if err := sound(t, db); err != nil {
				t.Error(err)
			}
		})
	}
}

// readUntil sees at least what was committed before it looked.
func readUntil(t *testing.T, db *DB, last *atomic.Int64, done chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		least := last.Load()
		if err := db.View(t.Context(), func(tx *Tx) error {
			n, _, err := read(tx)
			if err == nil && int64(n) < least {
				err = fmt.Errorf("read transaction %d after %d was committed", n, least)
			}
			return err
		}); err != nil {
			t.Error(err)
			return
		}
	}
}

func openUntil(t *testing.T, db *DB, done chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		c, err := db.connect(t.Context(), false)
		if err != nil {
			t.Errorf("open another connection: %v", err)
			return
		}
		if err := c.close(); err != nil {
			t.Error(err)
		}
	}
}

// A nonce that came twice would open the seal.
func TestNoNonceComesTwice(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		s, err := newPageSeal(bytes.Repeat([]byte{7}, KeySize))
		if err != nil {
			t.Fatal(err)
		}
		var out [pageSize]byte
		for i := range 2000 {
			if err := s.close(out[:], zeroPage[:], inLog, int64(i%7)*frameSize); err != nil {
				t.Fatal(err)
			}
			n := string(out[pageSize-reserved : pageSize-reserved+nonceSize])
			if seen[n] {
				t.Fatal("a nonce came twice")
			}
			seen[n] = true
		}
	}
}

// large is a sealed file of more than 1 GiB, which is made as it is read.
type large struct{ seal *pageSeal }

func (l large) ReadAt(p []byte, off int64) (int, error) {
	if off >= lockByte+2*pageSize {
		return 0, io.EOF
	}
	if clear(p); off == lockByte {
		return len(p), nil
	}
	return len(p), l.seal.close(p, zeroPage[:], inMain, off)
}

// SQLite puts its locks at 1 GiB, and never writes the page there.
func TestCheckPassesOverThePageOfLocks(t *testing.T) {
	s, err := newPageSeal(bytes.Repeat([]byte{7}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	if bad, err := badPages(t, large{s}, s); err != nil || len(bad) > 0 {
		t.Errorf("%v, %v", bad, err)
	}
}

// What SQLite would put into the room of the seal is refused, and so are pieces
// of pages.
func TestTheSealRefusesWhatItCannotKeep(t *testing.T) {
	s, err := newPageSeal(bytes.Repeat([]byte{7}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	page := make([]byte, pageSize)
	page[pageSize-1] = 1
	if err := s.close(make([]byte, pageSize), page, inMain, 0); err == nil {
		t.Error("a page that uses the reserved room was sealed")
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := &mainFile{base: base{File: onlyFile{f: f}}, seal: s}
	for _, w := range []struct{ n, off int }{{100, 0}, {pageSize, 100}, {2 * pageSize, 0}} {
		if _, err := m.WriteAt(make([]byte, w.n), int64(w.off)); !errors.Is(err, sqlite3.IOERR_WRITE) {
			t.Errorf("%d bytes at %d: %v", w.n, w.off, err)
		}
	}
	l := &logFile{base: m.base, seal: s}
	for _, w := range []struct{ n, off int }{{100, logHeader}, {pageSize, logHeader}, {frameHeader, logHeader + 8}} {
		if _, err := l.WriteAt(make([]byte, w.n), int64(w.off)); !errors.Is(err, sqlite3.IOERR_WRITE) {
			t.Errorf("%d bytes at %d of the log: %v", w.n, w.off, err)
		}
	}
}

// onlyFile is a file of the machine, for the log and the main file alone.
type onlyFile struct {
	vfs.File
	f *os.File
}

func (o onlyFile) ReadAt(p []byte, off int64) (int, error)  { return o.f.ReadAt(p, off) }
func (o onlyFile) WriteAt(p []byte, off int64) (int, error) { return o.f.WriteAt(p, off) }

// The log is read as it was written, whatever part of it is asked for.
func TestTheLogReadsInAnyPieces(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	made(t, d, opt, 3)
	s, err := newPageSeal(opt.Key)
	if err != nil {
		t.Fatal(err)
	}
	raw := d.Files()[opt.Path+"-wal"]
	f, _, err := d.Open(opt.Path+"-wal", vfs.OPEN_WAL|vfs.OPEN_READWRITE)
	if err != nil {
		t.Fatal(err)
	}
	l := &logFile{base: base{File: f}, seal: s}
	whole := make([]byte, len(raw))
	if n, err := l.ReadAt(whole, 0); err != nil || n != len(raw) {
		t.Fatalf("read %d of %d: %v", n, len(raw), err)
	}
	if bytes.Contains(whole, raw[logHeader+frameHeader:][:64]) {
		t.Error("the log is not sealed")
	}
	rng := newFlow(9).rng
	for range 3000 {
		off := rng.IntN(len(raw))
		p := make([]byte, 1+rng.IntN(min(len(raw)-off, 3*frameSize)))
		if n, err := l.ReadAt(p, int64(off)); err != nil || n != len(p) || !bytes.Equal(p, whole[off:off+n]) {
			t.Fatalf("%d bytes at %d: %d read, %v", len(p), off, n, err)
		}
	}
}

func TestUpdateGivesTheWriterBackAfterAPanic(t *testing.T) {
	db := open(t, Options{})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.Update(t.Context(), func(tx *Tx) error {
			if err := tx.Exec("INSERT INTO words VALUES (?, 'lost', 0, 0)", record.IDOf("a")); err != nil {
				t.Error(err)
			}
			panic("a bug")
		})
	}()
	if err := db.Update(t.Context(), func(tx *Tx) error {
		return tx.Exec("INSERT INTO words VALUES (?, 'kept', 0, 0)", record.IDOf("b"))
	}); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.Row("SELECT count(*) FROM words").Scan(&n) }); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}

// Close waits for those who read, and turns away those who wait for a turn.
func TestCloseWhileOthersRead(t *testing.T) { synctest.Test(t, closeWhileOthersRead) }

func closeWhileOthersRead(t *testing.T) {
	db := open(t, Options{})
	var reading, ended sync.WaitGroup
	release := make(chan struct{})
	reading.Add(maxReaders)
	for range maxReaders {
		ended.Go(func() {
			if err := db.View(t.Context(), func(tx *Tx) error {
				reading.Done()
				<-release
				var n int
				return tx.Row("SELECT count(*) FROM words").Scan(&n)
			}); err != nil {
				t.Error(err)
			}
		})
	}
	reading.Wait()
	turnedAway := make(chan error)
	for range 20 {
		go func() { turnedAway <- db.View(t.Context(), func(*Tx) error { return nil }) }()
	}
	synctest.Wait() // until they wait for a turn
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	for range 20 {
		if err := <-turnedAway; !fault.Is(err, fault.Offline) {
			t.Errorf("who waits is told %v", err)
		}
	}
	select {
	case err := <-closed:
		t.Errorf("closed while others read: %v", err)
	default:
	}
	close(release)
	ended.Wait()
	if err := <-closed; err != nil {
		t.Error(err)
	}
	for _, use := range []func() error{
		func() error { return db.View(t.Context(), func(*Tx) error { return nil }) },
		func() error { return db.Update(t.Context(), func(*Tx) error { return nil }) },
		func() error { return db.Fold(t.Context()) },
	} {
		if err := use(); !fault.Is(err, fault.Offline) {
			t.Errorf("after Close: %v", err)
		}
	}
}

// A fold waits for who reads an older moment, and others write meanwhile.
func TestFoldWaitsForReaders(t *testing.T) {
	db := open(t, Options{})
	write := func(n int) error {
		return db.Update(t.Context(), func(tx *Tx) error {
			return tx.Exec("INSERT INTO words VALUES (?, 'w', ?, 0)", record.IDOf(fmt.Sprint(n)), n)
		})
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	folded := make(chan error, 1)
	if err := db.View(t.Context(), func(tx *Tx) error {
		var n int
		if err := tx.Row("SELECT count(*) FROM words").Scan(&n); err != nil {
			return err
		}
		if err := write(1); err != nil {
			return err
		}
		go func() { folded <- db.Fold(t.Context()) }()
		for i := range 3 {
			if err := write(2 + i); err != nil {
				return err
			}
		}
		select {
		case err := <-folded:
			t.Errorf("folded while somebody read an older moment: %v", err)
		default:
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-folded; err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(db.Path() + "-wal"); err != nil || st.Size() != 0 {
		t.Errorf("the log has %v, %v", st.Size(), err)
	}
}
