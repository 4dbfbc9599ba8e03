package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"wasl/internal/keep/store/storetest"
)

// One flipped bit anywhere in the log of a durable file: either all rows are
// there, or Open knows that some are lost. Only the last commit, which a power
// cut may have torn as well, may go without a word.
func TestDamagedLogIsNotCutShortInSilence(t *testing.T) {
	d := storetest.New(t, 1)
	opt := plain(d)
	made(t, d, opt, 12)
	whole := d.Files()
	log := whole[opt.Path+"-wal"]
	silent := 0
	for _, at := range placesIn(log) {
		spoiled := bytes.Clone(log)
		spoiled[at] ^= 1 << (at % 8)
		d.Put(opt.Path, whole[opt.Path])
		d.Put(opt.Path+"-wal", spoiled)
		db, err := Open(t.Context(), opt)
		if err != nil {
			continue // found at once
		}
		var n int
		if err := db.View(t.Context(), func(tx *Tx) error { return tx.Row("SELECT n FROM done").Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		wrong, err := db.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n < 12 && len(wrong) == 0 {
			silent++
			if n != 11 {
				t.Errorf("byte %d of %d flipped: %d of 12 commits are left, and Check finds nothing", at, len(log), n)
			}
		}
		if n == 12 && len(wrong) > 0 {
			t.Errorf("byte %d of %d flipped: everything is there, and Check finds %v", at, len(log), wrong)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if silent == 0 {
		t.Error("no flip met the last commit: this test tries too few")
	}
}

// A damaged log is kept beside the file until somebody removes it, and Check says
// so each time; a second damage does not take the first one's place.
func TestDamagedLogIsKept(t *testing.T) {
	d := storetest.New(t, 1)
	onDisk := plain(d)
	made(t, d, onDisk, 12)
	opt := Options{Path: filepath.Join(t.TempDir(), "t.db"), Durable: true, Modules: []Module{pairs}}
	log := d.Files()[onDisk.Path+"-wal"]
	log[logHeader+3*frameSize+500] ^= 4
	for name, b := range map[string][]byte{"": d.Files()[onDisk.Path], "-wal": log} {
		if err := os.WriteFile(opt.Path+name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 3 {
		db, err := Open(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if kept, err := os.ReadFile(opt.Path + "-wal.damaged"); err != nil || !bytes.Equal(kept, log) {
			t.Errorf("the damaged log is not kept: %v", err)
		}
		wrong, err := db.Check(t.Context())
		if err != nil || len(wrong) != map[int]int{0: 2, 1: 1, 2: 1}[n] {
			t.Errorf("opened %d times: %q, %v", n+1, wrong, err)
		}
		if n == 2 {
			for range 2 {
				if err := db.DropDamaged(); err != nil {
					t.Fatal(err)
				}
			}
			if wrong, err := db.Check(t.Context()); err != nil || len(wrong) > 0 {
				t.Errorf("after the copy was removed: %q, %v", wrong, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A log that was emptied, or made and not begun when the power went, lost nothing.
func TestALogThatIsNotBegunLostNothing(t *testing.T) {
	d := storetest.New(t, 1)
	opt := plain(d)
	made(t, d, opt, 5)
	if n, err := rows(t, opt); err != nil || n != 5 { // folds the log
		t.Fatalf("%d rows, %v", n, err)
	}
	for _, size := range []int{0, 1, logHeader, 3 * frameSize} {
		d.Put(opt.Path+"-wal", make([]byte, size))
		db, err := Open(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if lost := db.Lost(); lost != "" {
			t.Errorf("a log of %d zeros: %s", size, lost)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// placesIn gives the places of a log to spoil: its header, some of every frame's
// header, and some of every page.
func placesIn(log []byte) (at []int) {
	for i := range logHeader {
		at = append(at, i)
	}
	for n, start := 0, logHeader; start < len(log); n, start = n+1, start+frameSize {
		for i := n % 5; i < frameHeader; i += 5 {
			at = append(at, start+i)
		}
		at = append(at, start+frameHeader+n*89%pageSize, start+frameSize-1-n%9)
	}
	return at
}
