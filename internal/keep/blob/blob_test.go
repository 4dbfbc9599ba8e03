package blob

import (
	"bytes"
	"context"
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
	"testing/synctest"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
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
	ref, err := s.Put(context.Background(), bytes.NewReader(b), int64(len(b)))
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
	dir := storetest.Dir(t)
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
		ref, err := s.Put(context.Background(), r, size)
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
	s := open(t, storetest.Dir(t))
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
	s := open(t, storetest.Dir(t))
	b := content(100<<10, 1)
	first := put(t, s, b)
	end := s.last.end
	if again := put(t, s, b); again != first || s.last.end != end {
		t.Error("the same content is kept twice")
	}
	var wg sync.WaitGroup
	for range 16 { // all at once
		wg.Go(func() {
			if _, err := s.Put(context.Background(), bytes.NewReader(content(100<<10, 2)), -1); err != nil {
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
	s := open(t, storetest.Dir(t))
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
		if _, err := s.Put(context.Background(), c.r, c.size); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, n := range []int{10, inMemory * 2} {
		if _, err := s.Put(context.Background(), io.MultiReader(bytes.NewReader(make([]byte, n)), iotest.ErrReader(cause)), -1); !errors.Is(err, cause) {
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
		if err := s.Delete(t.Context(), ref, nil); err != nil {
			t.Errorf("delete %q: %v", ref, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestDeleteReallyRemoves(t *testing.T) {
	dir := storetest.Dir(t)
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
		if err := s.Delete(t.Context(), ref.String(), nil); err != nil {
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
	s := open(t, storetest.Dir(t))
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

// Prune leaves what is named, what comes while it works, and what was put for a
// record that is on its way.
func TestPrune(t *testing.T) {
	s := open(t, storetest.Dir(t))
	old, again, used := put(t, s, content(100, 1)), put(t, s, content(100, 2)), put(t, s, content(100, 3))
	request, end := context.WithCancel(t.Context())
	onItsWay, err := s.Put(request, bytes.NewReader(content(100, 4)), -1)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Prune(t.Context(), func(yield func(string)) error {
		yield(used.String())
		yield("nonsense")
		put(t, s, content(100, 2))
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%d were removed, %v", n, err)
	}
	for ref, there := range map[Ref]bool{old: false, again: true, used: true, onItsWay: true} {
		if _, err := get(t, s, ref.String()); (err == nil) != there {
			t.Errorf("%v", err)
		}
	}
	if _, err := s.Prune(t.Context(), func(func(string)) error { return io.ErrUnexpectedEOF }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("where it is not known what is used: %v", err)
	}
	end()
	if n, err := s.Prune(t.Context(), func(func(string)) error { return nil }); err != nil || n < 2 {
		t.Errorf("after the request ended: %d were removed, %v", n, err)
	}
}

// One report is erased while another with the same picture comes in: the picture
// stays if the second one was accepted, and goes if it was not.
func TestDeleteBesideAPut(t *testing.T) {
	for _, accepted := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := open(t, storetest.Dir(t))
			ref := put(t, s, content(100, 1))
			request, end := context.WithCancel(t.Context())
			if _, err := s.Put(request, bytes.NewReader(content(100, 1)), -1); err != nil {
				t.Fatal(err)
			}
			var named atomic.Bool
			if err := s.Delete(t.Context(), ref.String(), func(context.Context) (bool, error) { return named.Load(), nil }); err != nil {
				t.Fatal(err)
			}
			holds(t, s, ref, content(100, 1))
			named.Store(accepted)
			end()
			synctest.Wait()
			if _, err := get(t, s, ref.String()); (err == nil) != accepted {
				t.Errorf("accepted %v: %v", accepted, err)
			}
			// What a record names is not deleted by another's erasure.
			if err := s.Delete(t.Context(), ref.String(), func(context.Context) (bool, error) { return accepted, nil }); err != nil {
				t.Fatal(err)
			}
			if _, err := get(t, s, ref.String()); (err == nil) != accepted {
				t.Errorf("accepted %v, erased once more: %v", accepted, err)
			}
		})
	}
}

// spoil flips a bit in every page of the index but the first ones.
func spoil(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1)
	for at := int64(2*4096 + 1000); at < st.Size(); at += 4096 {
		if _, err := f.ReadAt(b, at); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 1
		if _, err := f.WriteAt(b, at); err != nil {
			t.Fatal(err)
		}
	}
}

// An index that goes bad, while the store is open or while it is closed, is told
// of and made again at the next start.
func TestDamagedIndexIsMadeAgain(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	var refs []Ref
	for i := range int64(300) {
		refs = append(refs, put(t, s, content(50, i)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, closed := range []bool{false, true} {
		if closed {
			spoil(t, filepath.Join(dir, indexName))
			s = open(t, dir)
		} else {
			s = open(t, dir)
			spoil(t, filepath.Join(dir, indexName))
			lost := 0
			for i, ref := range refs {
				if got, err := get(t, s, ref.String()); err != nil {
					lost++
				} else if !bytes.Equal(got, content(50, int64(i))) {
					t.Error("another content is read")
				}
			}
			found := 0
			if _, err := s.Verify(t.Context(), func(Damage) { found++ }); lost == 0 || err == nil && found == 0 {
				t.Errorf("%d are not found, Verify tells of %d, %v", lost, found, err)
			}
			if err := s.Close(); err != nil {
				t.Logf("closed: %v", err)
			}
			s = open(t, dir)
		}
		for i, ref := range refs {
			holds(t, s, ref, content(50, int64(i)))
		}
		if n, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil || n != len(refs) {
			t.Errorf("closed %v: %d blobs, %v", closed, n, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A row that the index lost is told of.
func TestVerifyFindsWhatTheIndexLacks(t *testing.T) {
	s := open(t, storetest.Dir(t))
	for i := range int64(5) {
		put(t, s, content(5000, i))
	}
	if err := s.index.Update(t.Context(), func(tx *store.Tx) error { return tx.Exec("DELETE FROM blobs WHERE offset = 8192") }); err != nil {
		t.Fatal(err)
	}
	var found []Damage
	if n, err := s.Verify(t.Context(), func(d Damage) { found = append(found, d) }); err != nil || n != 4 || len(found) != 1 || !errors.Is(found[0].Err, errUnindexed) {
		t.Errorf("%d blobs, %v, %v", n, found, err)
	}
}

func TestAnotherKeyReadsNothing(t *testing.T) {
	dir := storetest.Dir(t)
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
	s := open(t, storetest.Dir(t))
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 30 {
				b := content(1000*w+i, int64(w*100+i))
				ref, err := s.Put(context.Background(), bytes.NewReader(b), -1)
				if err != nil {
					t.Error(err)
					return
				}
				if i%5 == 0 {
					if err := s.Delete(t.Context(), ref.String(), nil); err != nil {
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
	s := open(t, storetest.Dir(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(context.Background(), strings.NewReader("x"), -1); !fault.Is(err, fault.Offline) {
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
