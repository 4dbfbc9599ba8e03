package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"
)

// open opens a file of the disk as SQLite opens a log.
func open(t *testing.T, d *Disk, name string) vfs.File {
	t.Helper()
	f, _, err := d.Open(name, vfs.OPEN_CREATE|vfs.OPEN_READWRITE|vfs.OPEN_WAL)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t *testing.T, f vfs.File, b []byte, off int64) {
	t.Helper()
	if _, err := f.WriteAt(b, off); err != nil {
		t.Fatal(err)
	}
}

func fill(b byte, sectors int) []byte { return bytes.Repeat([]byte{b}, sectors*Sector) }

// What was synced is there after every cut. Of what was not, every sector is as
// some write left it, the size is one that the file had, and over many cuts all of
// that is met.
func TestCutsKeepWhatWasSynced(t *testing.T) {
	sizes, torn, all, none := map[int]bool{}, 0, 0, 0
	for seed := range uint64(300) {
		d := New(t, seed)
		f := open(t, d, "/f")
		write(t, f, fill('a', 8), 0)
		if err := f.Sync(vfs.SYNC_FULL); err != nil {
			t.Fatal(err)
		}
		write(t, f, fill('b', 4), 2*Sector)
		write(t, f, fill('c', 4), 6*Sector)
		d.Cut()
		if _, err := f.WriteAt([]byte{1}, 0); err == nil {
			t.Fatal("written without power")
		}
		d.Restart()
		if _, err := f.ReadAt(make([]byte, 1), 0); err == nil {
			t.Fatal("a file of before the cut is read")
		}
		got := d.Files()["/f"]
		sizes[len(got)/Sector] = true
		changed := 0
		for s := 0; s*Sector < len(got); s++ {
			sector := got[s*Sector : (s+1)*Sector]
			may := map[int]string{0: "a", 1: "a", 2: "ab", 3: "ab", 4: "ab", 5: "ab", 6: "ac", 7: "ac", 8: "\x00c", 9: "\x00c"}[s]
			if !bytes.Equal(sector, fill(sector[0], 1)) || !bytes.Contains([]byte(may), sector[:1]) {
				t.Fatalf("seed %d: sector %d begins with %q", seed, s, sector[:4])
			}
			if sector[0] == 'b' || sector[0] == 'c' {
				changed++
			}
		}
		switch changed {
		case 0:
			none++
		case 8:
			all++
		default:
			torn++
		}
	}
	if len(sizes) != 2 || !sizes[8] || !sizes[10] || torn < 30 || all < 10 || none < 10 {
		t.Errorf("sizes %v, %d torn, %d whole, %d lost: the disk is too kind", sizes, torn, all, none)
	}
}

// A file whose folder was not synced may be gone, or back.
func TestCutsLoseNames(t *testing.T) {
	made, removed := map[bool]int{}, map[bool]int{}
	for seed := range uint64(60) {
		d := New(t, seed)
		old := open(t, d, "/old")
		write(t, old, fill('a', 1), 0)
		if err := old.Sync(vfs.SYNC_FULL); err != nil { // the folder too: it is a log
			t.Fatal(err)
		}
		write(t, open(t, d, "/new"), fill('b', 1), 0)
		if err := d.Delete("/old", false); err != nil {
			t.Fatal(err)
		}
		d.Restart()
		_, there := d.Files()["/new"]
		made[there]++
		_, there = d.Files()["/old"]
		removed[!there]++
	}
	if len(made) != 2 || len(removed) != 2 {
		t.Errorf("made %v, removed %v", made, removed)
	}
	// A crash of the program alone loses nothing.
	d := New(t, 1)
	write(t, open(t, d, "/f"), fill('a', 1), 0)
	d.Crash()
	if !bytes.Equal(d.Files()["/f"], fill('a', 1)) {
		t.Error("kill -9 lost a write")
	}
}

// Cutting a file short comes through or not; what is written after it is there only
// if it did.
func TestCutsAndTruncates(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(200) {
		d := New(t, seed)
		f := open(t, d, "/f")
		write(t, f, fill('a', 4), 0)
		if err := errors.Join(f.Sync(vfs.SYNC_FULL), f.Truncate(0)); err != nil {
			t.Fatal(err)
		}
		write(t, f, fill('b', 2), 0)
		d.Restart()
		got := d.Files()["/f"]
		seen[fmt.Sprintf("%d %q", len(got), got[:min(1, len(got))])] = true
		if bytes.ContainsRune(got, 'a') && bytes.ContainsRune(got, 'b') {
			t.Fatalf("seed %d: old and new lie in one file", seed)
		}
	}
	if len(seen) < 3 {
		t.Errorf("%d outcomes: the disk is too kind", len(seen))
	}
}

func TestFailuresAndRoom(t *testing.T) {
	d := New(t, 1)
	f := open(t, d, "/f")
	var kinds []Kind
	d.FailAt(func(n int, k Kind, name string) error {
		kinds = append(kinds, k)
		if n == 2 {
			return ErrBroken
		}
		return nil
	})
	write(t, f, fill('a', 4), 0)
	if _, err := f.WriteAt(fill('b', 4), 0); !errors.Is(err, ErrBroken) {
		t.Errorf("the second operation: %v", err)
	}
	if err := f.Sync(vfs.SYNC_FULL); err != nil {
		t.Errorf("the third: %v", err)
	}
	if len(kinds) != 3 || kinds[0] != Write || kinds[2] != Sync || d.Seen(Write) != 2 {
		t.Errorf("%v", kinds)
	}
	d.FailAt(nil)
	d.Room(d.Size() + Sector)
	if _, err := f.WriteAt(fill('c', 2), d.Size()); !errors.Is(err, ErrFull) {
		t.Errorf("beyond the room: %v", err)
	}
	d.Room(0)
	write(t, f, fill('c', 2), 4*Sector)
	d.CutAt(1)
	if err := f.Sync(vfs.SYNC_FULL); err == nil || !d.Off() {
		t.Error("the power is on")
	}
}
