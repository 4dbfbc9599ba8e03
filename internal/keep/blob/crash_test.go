package blob

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"wasl/internal/keep/store/storetest"
)

// The tail of the last segment may be torn at any byte. What was acknowledged
// before is there, what is torn is not, and the store goes on.
func TestTornAtEveryByte(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	first, second := content(3000, 1), content(6000, 2)
	a := put(t, s, first)
	end := s.last.end
	b := put(t, s, second)
	path := s.path(1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 97
	}
	for cut := int(end); cut <= len(whole); cut += step {
		for _, fill := range []byte{0, 0xff} { // cut short, or longer with what the disk had
			torn := bytes.Clone(whole[:cut])
			if fill != 0 {
				torn = append(torn, bytes.Repeat([]byte{fill}, len(whole)-cut)...)
			}
			sub := storetest.Dir(t)
			if err := os.WriteFile(filepath.Join(sub, filepath.Base(path)), torn, 0o600); err != nil {
				t.Fatal(err)
			}
			tornOnce(t, sub, a, first, b, second, cut == len(whole))
		}
		if cut > int(end)+headerSize+30 && cut < len(whole)-30 {
			cut += 251
		}
	}
}

func tornOnce(t *testing.T, dir string, a Ref, first []byte, b Ref, second []byte, whole bool) {
	t.Helper()
	s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
	if err != nil {
		t.Fatal(err)
	}
	holds(t, s, a, first)
	if _, err := get(t, s, b.String()); (err == nil) != whole {
		t.Errorf("the torn one: %v", err)
	}
	holds(t, s, put(t, s, second), second)
	c := put(t, s, []byte("more"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, indexName)); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options()); err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[Ref][]byte{a: first, b: second, c: []byte("more")} {
		holds(t, s, ref, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFlippedBitsAreFound(t *testing.T) {
	s := open(t, storetest.Dir(t))
	want := content(3000, 1)
	ref := put(t, s, want)
	path := s.path(1)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range whole {
		if i > headerSize+20 && i < len(whole)-20 && i%7 != 0 {
			continue
		}
		flipped := []byte{whole[i] ^ 1<<(i%8)}
		if _, err := f.WriteAt(flipped, int64(i)); err != nil {
			t.Fatal(err)
		}
		if got, err := get(t, s, ref.String()); err == nil {
			t.Errorf("a bit of byte %d flipped: read without a fault, equal %v", i, bytes.Equal(got, want))
		}
		found := 0
		if _, err := s.Verify(t.Context(), func(Damage) { found++ }); err != nil || found != 1 {
			t.Errorf("a bit of byte %d flipped: Verify found %d, %v", i, found, err)
		}
		if _, err := f.WriteAt(whole[i:i+1], int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	holds(t, s, ref, want)
	// A damaged blob is mended by the same content coming again.
	if _, err := f.WriteAt([]byte{whole[200] ^ 1}, 200); err != nil {
		t.Fatal(err)
	}
	holds(t, s, put(t, s, want), want)
}

func TestRecordsCannotBeMoved(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	a, b := put(t, s, content(3000, 1)), put(t, s, content(3000, 2))
	path := s.path(1)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	swapped := append(append([]byte{}, raw[block:]...), make([]byte, 2*block-len(raw))...)
	swapped = append(swapped, raw[:block]...)
	if err := os.WriteFile(path, swapped, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []Ref{a, b} {
		if _, err := get(t, s, ref.String()); err == nil {
			t.Error("a record is read from another's place")
		}
	}
}

// Rows of the index are not synced: after a power cut it may be any time behind
// the segments. Whatever was acknowledged is found all the same.
func TestTheIndexMayBeBehind(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	s.full = 100 << 10
	var refs []Ref
	indexes := map[int][]byte{}
	for i := range 12 { // two or three to a segment
		refs = append(refs, put(t, s, content(40<<10, int64(i))))
		if i%3 != 0 {
			continue
		}
		if err := s.index.Fold(t.Context()); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, indexName))
		if err != nil {
			t.Fatal(err)
		}
		indexes[i] = b
	}
	if s.last.n < 4 || len(s.active) != 1 {
		t.Errorf("the last segment is %d, %d are open", s.last.n, len(s.active))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for i, index := range indexes {
		if err := os.WriteFile(filepath.Join(dir, indexName), index, 0o600); err != nil {
			t.Fatal(err)
		}
		s = open(t, dir)
		for j, ref := range refs {
			holds(t, s, ref, content(40<<10, int64(j)))
		}
		if n, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil || n != len(refs) {
			t.Errorf("with the index after blob %d: %d blobs, %v", i, n, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, indexName), []byte("no index at all, but long enough to look at"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for j, ref := range refs {
		holds(t, s, ref, content(40<<10, int64(j)))
	}
}

// FuzzSegment opens a store on whatever a disk may hold.
func FuzzSegment(f *testing.F) {
	dir := storetest.Dir(f)
	s := open(f, dir)
	a := put(f, s, content(300, 1))
	put(f, s, content(70_000, 2))
	path := s.path(1)
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw[:6000], 100, byte(1))
	f.Add(raw[:100], 20, byte(9))
	f.Fuzz(func(t *testing.T, b []byte, at int, x byte) {
		if len(b) > 0 {
			b[(at%len(b)+len(b))%len(b)] ^= x
		}
		dir := storetest.Dir(t)
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got, err := get(t, s, a.String()); err == nil && !bytes.Equal(got, content(300, 1)) {
			t.Error("other bytes are read than were put")
		}
		holds(t, s, put(t, s, []byte("more")), []byte("more"))
	})
}
