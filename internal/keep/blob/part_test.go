package blob

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store/storetest"
)

func TestUpload(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	id, want := record.IDOf("photo"), content(200_000, 1)
	total := int64(len(want))
	if _, _, err := s.Held(id); !fault.Is(err, fault.Missing) {
		t.Errorf("before it began: %v", err)
	}
	held, err := s.Append(t.Context(), id, 0, total, bytes.NewReader(want[:50_000]))
	if err != nil || held != 50_000 {
		t.Fatal(held, err)
	}
	line := errors.New("the line was cut")
	held, err = s.Append(t.Context(), id, held, total, io.MultiReader(bytes.NewReader(want[50_000:70_000]), iotest.ErrReader(line)))
	if !errors.Is(err, line) || held != 70_000 {
		t.Errorf("cut: %d held, %v", held, err)
	}
	for name, c := range map[string]struct {
		offset, total int64
		r             io.Reader
		kind          fault.Kind
	}{
		"again":         {0, total, bytes.NewReader(want), fault.Conflict},
		"a gap":         {80_000, total, bytes.NewReader(want), fault.Conflict},
		"other length":  {70_000, total + 1, bytes.NewReader(want), fault.Invalid},
		"too much":      {70_000, total, bytes.NewReader(want), fault.Invalid},
		"too large":     {0, 2 * MaxSize, bytes.NewReader(want), fault.TooLarge},
		"nothing":       {0, 0, bytes.NewReader(want), fault.Invalid},
		"before itself": {-1, total, bytes.NewReader(want), fault.Invalid},
	} {
		if _, err := s.Append(t.Context(), id, c.offset, c.total, c.r); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
		if held, _, _ := s.Held(id); held != 70_000 {
			t.Fatalf("%s: %d are held", name, held)
		}
	}
	if _, _, err := s.Uploaded(id); !fault.Is(err, fault.Missing) {
		t.Errorf("half of it opens: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if held, err = s.Append(t.Context(), id, 70_000, total, bytes.NewReader(want[70_000:])); err != nil || held != total {
		t.Fatal(held, err)
	}
	r, size, err := s.Uploaded(id)
	if err != nil || size != total {
		t.Fatal(size, err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("it is not what was sent: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := s.Drop(id); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Append(t.Context(), id, 0, total, bytes.NewReader(want[:5])); err != nil {
		t.Error(err)
	}
}

// Uploads that nobody sends on are dropped, and no clock that jumped drops those
// of today.
func TestStaleUploads(t *testing.T) {
	dir := storetest.Dir(t)
	s := open(t, dir)
	today := time.Now()
	for name, days := range map[string]int{"today": 0, "last week": 7, "last year": 365} {
		if _, err := s.Append(t.Context(), record.IDOf(name), 0, 100, bytes.NewReader(content(50, 1))); err != nil {
			t.Fatal(err)
		}
		at := today.AddDate(0, 0, -days)
		if err := os.Chtimes(s.partPath(record.IDOf(name), 100), at, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		now     time.Time
		dropped int
	}{{today.AddDate(0, 0, -400), 0}, {today.AddDate(64, 0, 0), 1}, {today, 0}, {today.AddDate(0, 0, 25), 1}} {
		if n, err := s.DropStale(c.now, 30*24*time.Hour); n != c.dropped || err != nil {
			t.Errorf("at %v %d were dropped, want %d: %v", c.now, n, c.dropped, err)
		}
	}
	if _, _, err := s.Held(record.IDOf("today")); err != nil {
		t.Errorf("today's: %v", err)
	}
}

// Two parts of one upload at once: one is told to wait.
func TestUploadTwiceAtOnce(t *testing.T) {
	s := open(t, storetest.Dir(t))
	id := record.IDOf("photo")
	pr, pw := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := s.Append(t.Context(), id, 0, 10, pr)
		done <- err
	}()
	if _, err := pw.Write([]byte("12345")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), id, 0, 10, strings.NewReader("x")); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v", err)
	}
	if err := pw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if held, _, _ := s.Held(id); held != 5 {
		t.Errorf("%d held", held)
	}
}
