package blob

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"wasl/internal/base/fault"
)

var now = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func options() Options {
	return Options{Clock: func() time.Time { return now }, Random: rand.Reader}
}

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func content(n int, seed int64) []byte {
	b := make([]byte, n)
	mathrand.New(mathrand.NewSource(seed)).Read(b)
	return b
}

func put(t testing.TB, s *Store, b []byte) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func get(t testing.TB, s *Store, ref string) ([]byte, error) {
	t.Helper()
	b, err := s.Open(t.Context(), ref)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return io.ReadAll(b)
}

func holds(t testing.TB, s *Store, ref Ref, want []byte) {
	t.Helper()
	got, err := get(t, s, ref.String())
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("read %d bytes of %d, equal %v: %v", len(got), len(want), bytes.Equal(got, want), err)
	}
}

var sizes = []int{0, 1, 100, chunkSize - 1, chunkSize, chunkSize + 1, 3*chunkSize - 17, inMemory, inMemory + 1, 3 << 20}

func TestPutAndRead(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	refs := map[int]Ref{}
	for i, n := range sizes {
		b := content(n, int64(i))
		var r io.Reader = bytes.NewReader(b)
		size := int64(n)
		if i%2 == 0 {
			r, size = iotest.OneByteReader(r), -1
		}
		if n > 1<<20 {
			r = bytes.NewReader(b)
		}
		ref, err := s.Put(t.Context(), r, size)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if ref.Size != int64(n) || ref.Sum() != hex.EncodeToString(sum[:]) {
			t.Errorf("%d bytes have the reference %s, %d", n, ref, ref.Size)
		}
		refs[i] = ref
		holds(t, s, ref, b)
	}
	for _, again := range []bool{false, true} { // with the index, and without
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if again {
			if err := os.Remove(filepath.Join(dir, indexName)); err != nil {
				t.Fatal(err)
			}
		}
		s = open(t, dir)
		for i, n := range sizes {
			holds(t, s, refs[i], content(n, int64(i)))
		}
	}
	raw, err := os.ReadFile(s.path(1))
	if err != nil {
		t.Fatal(err)
	}
	b, ref := content(chunkSize+1, 5), refs[5]
	if bytes.Contains(raw, b[:64]) || bytes.Contains(raw, ref.sum[:]) {
		t.Error("the segment holds the content or its name in the clear")
	}
	if left, _ := os.ReadDir(filepath.Join(dir, spoolName)); len(left) > 0 {
		t.Errorf("%d files are left in the spool", len(left))
	}
}

func TestRanges(t *testing.T) {
	s := open(t, t.TempDir())
	want := content(5*chunkSize+123, 1)
	ref := put(t, s, want)
	b, err := s.Open(t.Context(), ref.String())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := iotest.TestReader(b, want); err != nil {
		t.Error(err)
	}
	rnd := mathrand.New(mathrand.NewSource(1))
	for range 200 {
		from := rnd.Intn(len(want))
		to := from + rnd.Intn(len(want)-from)
		if _, err := b.Seek(int64(from), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, to-from)
		if _, err := io.ReadFull(b, got); err != nil || !bytes.Equal(got, want[from:to]) {
			t.Fatalf("bytes %d to %d are others: %v", from, to, err)
		}
	}
	if _, err := b.Seek(-1, io.SeekStart); err == nil {
		t.Error("there is a place before the start")
	}
	if n, err := b.Seek(10, io.SeekEnd); err != nil || n != int64(len(want))+10 {
		t.Error(n, err)
	}
	if _, err := b.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("beyond the end: %v", err)
	}
}

func TestSameContentIsKeptOnce(t *testing.T) {
	s := open(t, t.TempDir())
	b := content(100<<10, 1)
	first := put(t, s, b)
	end := s.last.end
	if again := put(t, s, b); again != first || s.last.end != end {
		t.Error("the same content is kept twice")
	}
	var wg sync.WaitGroup
	for range 16 { // all at once
		wg.Go(func() {
			if _, err := s.Put(t.Context(), bytes.NewReader(content(100<<10, 2)), -1); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	holds(t, s, put(t, s, content(100<<10, 2)), content(100<<10, 2))
	if n, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil || n != 2 {
		t.Errorf("%d blobs, %v", n, err)
	}
}

func TestPutRefuses(t *testing.T) {
	s := open(t, t.TempDir())
	cause := errors.New("the line was cut")
	for name, c := range map[string]struct {
		r    io.Reader
		size int64
		kind fault.Kind
	}{
		"announced too large": {bytes.NewReader(nil), MaxSize + 1, fault.TooLarge},
		"too large":           {io.LimitReader(zeros{}, MaxSize+1), -1, fault.TooLarge},
		"short":               {strings.NewReader("abc"), 4, fault.Invalid},
		"long":                {strings.NewReader("abcde"), 4, fault.Invalid},
		"long and large":      {io.LimitReader(zeros{}, inMemory*2), inMemory + 5, fault.Invalid},
	} {
		if _, err := s.Put(t.Context(), c.r, c.size); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, n := range []int{10, inMemory * 2} {
		if _, err := s.Put(t.Context(), io.MultiReader(bytes.NewReader(make([]byte, n)), iotest.ErrReader(cause)), -1); !errors.Is(err, cause) {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	if s.last.end != 0 {
		t.Errorf("%d bytes were kept", s.last.end)
	}
	for _, ref := range []string{"", "x", strings.Repeat("z", 64), strings.Repeat("0", 64), "../../etc/passwd"} {
		if _, err := s.Open(t.Context(), ref); !fault.Is(err, fault.Missing) {
			t.Errorf("%q: %v", ref, err)
		}
		if err := s.Delete(t.Context(), ref); err != nil {
			t.Errorf("delete %q: %v", ref, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestDeleteReallyRemoves(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	keep, gone := content(200<<10, 1), content(300<<10, 2)
	kept, ref := put(t, s, keep), put(t, s, gone)
	sealed, err := os.ReadFile(s.path(1))
	if err != nil {
		t.Fatal(err)
	}
	part := bytes.Clone(sealed[len(sealed)-1000:])
	first := bytes.Clone(sealed[int(space(200<<10))+headerSize:][:200])
	for range 2 {
		if err := s.Delete(t.Context(), ref.String()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Open(t.Context(), ref.String()); !fault.Is(err, fault.Missing) {
		t.Errorf("a deleted blob opens: %v", err)
	}
	after, err := os.ReadFile(s.path(1))
	if err != nil || bytes.Contains(after, part) || bytes.Contains(after, first) {
		t.Errorf("its sealed bytes are still there, %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, indexName)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if _, err := s.Open(t.Context(), ref.String()); !fault.Is(err, fault.Missing) {
		t.Errorf("a new index finds a deleted blob: %v", err)
	}
	holds(t, s, kept, keep)
	holds(t, s, put(t, s, gone), gone) // it may come again
	if n, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil || n != 2 {
		t.Errorf("%d blobs, %v", n, err)
	}
}

// A node may fall between the two steps of deleting, and the content come again.
func TestDeletedHalfWay(t *testing.T) {
	s := open(t, t.TempDir())
	b := content(5000, 1)
	ref := put(t, s, b)
	e, err := s.find(t.Context(), s.keys.id(ref.sum))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.bury(e); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), ref.String()); !fault.Is(err, fault.Missing) {
		t.Errorf("it opens: %v", err)
	}
	holds(t, s, put(t, s, b), b)
}

func TestPrune(t *testing.T) {
	s := open(t, t.TempDir())
	old, used := put(t, s, content(100, 1)), put(t, s, content(100, 2))
	now = now.Add(time.Hour)
	defer func() { now = now.Add(-time.Hour) }()
	fresh := put(t, s, content(100, 3))
	n, err := s.Prune(t.Context(), now, func(yield func(string)) error {
		yield(used.String())
		yield("nonsense")
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%d were removed, %v", n, err)
	}
	for ref, there := range map[Ref]bool{old: false, used: true, fresh: true} {
		if _, err := get(t, s, ref.String()); (err == nil) != there {
			t.Errorf("%v", err)
		}
	}
	if _, err := s.Prune(t.Context(), now, func(func(string)) error { return io.ErrUnexpectedEOF }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("where it is not known what is used: %v", err)
	}
}

func TestAnotherKeyReadsNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	ref := put(t, s, content(100, 1))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), dir, bytes.Repeat([]byte{2}, KeySize), options())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Open(t.Context(), ref.String()); err == nil {
		t.Error("another key opens the blob")
	}
}

func TestManyAtOnce(t *testing.T) {
	s := open(t, t.TempDir())
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 30 {
				b := content(1000*w+i, int64(w*100+i))
				ref, err := s.Put(t.Context(), bytes.NewReader(b), -1)
				if err != nil {
					t.Error(err)
					return
				}
				if i%5 == 0 {
					if err := s.Delete(t.Context(), ref.String()); err != nil {
						t.Error(err)
					}
					continue
				}
				if got, err := get(t, s, ref.String()); err != nil || !bytes.Equal(got, b) {
					t.Errorf("%d of %d: %v", i, w, err)
				}
			}
		})
	}
	wg.Wait()
	if _, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil {
		t.Error(err)
	}
}

func TestClosed(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("x"), -1); !fault.Is(err, fault.Offline) {
		t.Error(err)
	}
}

func BenchmarkPut(b *testing.B) {
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("100KB/%d", clients), func(b *testing.B) {
			s := open(b, b.TempDir())
			b.SetBytes(100 << 10)
			picture := content(100<<10, 1)
			var n atomic.Int64
			var wg sync.WaitGroup
			for range clients {
				wg.Go(func() {
					mine := bytes.Clone(picture)
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						copy(mine, fmt.Sprintf("%020d", i))
						if _, err := s.Put(b.Context(), bytes.NewReader(mine), -1); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "blobs/s")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	s := open(b, b.TempDir())
	ref := put(b, s, content(100<<10, 1))
	b.SetBytes(100 << 10)
	for b.Loop() {
		if _, err := get(b, s, ref.String()); err != nil {
			b.Fatal(err)
		}
	}
}
