package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store/storetest"
)

// A copy that is made while others put and delete has all that was there before,
// and what was deleted before is not in it.
func TestCopyPutBackWhileOthersPut(t *testing.T) {
	s := open(t, storetest.Dir(t))
	s.full = 1 << 20 // many segments
	want := map[Ref][]byte{}
	for i := range 12 {
		b := content(200_000, int64(i))
		want[put(t, s, b)] = b
	}
	gone := put(t, s, content(300_000, 99))
	if err := s.Delete(t.Context(), gone.String(), nil); err != nil {
		t.Fatal(err)
	}

	stop := make(chan struct{})
	var others sync.WaitGroup
	others.Go(func() {
		for i := int64(1000); ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			ctx, release := context.WithCancel(t.Context())
			b := content(30_000, i)
			ref, err := s.Put(ctx, bytes.NewReader(b), int64(len(b)))
			release()
			if err == nil && i%2 == 0 {
				err = s.Delete(t.Context(), ref.String(), nil)
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	dir := storetest.Dir(t)
	segments := 0
	err := s.Copy(t.Context(), func(name string, size int64, r io.Reader) error {
		segments++
		return PutBack(dir, name, r)
	})
	close(stop)
	others.Wait()
	if err != nil || segments < 2 {
		t.Fatalf("%d segments: %v", segments, err)
	}

	back := open(t, dir)
	for ref, b := range want {
		holds(t, back, ref, b)
	}
	if _, err := get(t, back, gone.String()); !fault.Is(err, fault.Missing) {
		t.Errorf("what was deleted came back: %v", err)
	}
	if _, err := back.Verify(t.Context(), func(d Damage) { t.Errorf("%s: %v", d.ID, d.Err) }); err != nil {
		t.Error(err)
	}
}

func TestPutBackTakesSegmentsAlone(t *testing.T) {
	dir := storetest.Dir(t)
	for _, name := range []string{"../00000001.seg", "00000001.seg/x", "index.db", "1.seg", "00000001.seg\n"} {
		if err := PutBack(dir, name, strings.NewReader("x")); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := PutBack(dir, "00000001.seg", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	if err := PutBack(dir, "00000001.seg", strings.NewReader("y")); err == nil {
		t.Error("a segment was written over")
	}
	if err := PutBack(dir, "00000002.seg", io.MultiReader(strings.NewReader("x"), failing{})); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a copy that was cut: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
