package event

import (
	"sync"
	"testing"
)

func TestEveryListenerGetsEveryEventInOrder(t *testing.T) {
	var h Hub[int]
	var wg sync.WaitGroup
	for range 20 {
		l := h.Listen()
		wg.Go(func() {
			want := 0
			for e := range l.Events() {
				if e != want {
					t.Errorf("got %d, want %d", e, want)
				}
				want++
			}
			if want != 100 {
				t.Errorf("heard %d events", want)
			}
		})
	}
	for i := range 100 {
		h.Send(i)
	}
	h.Close()
	wg.Wait()
}

func TestASlowListenerIsLetGo(t *testing.T) {
	var h Hub[int]
	slow, fast := h.Listen(), h.Listen()
	for i := range buffer + 10 {
		h.Send(i)
		<-fast.Events()
	}
	if n := h.Listeners(); n != 1 {
		t.Errorf("%d listeners are left, want the fast one", n)
	}
	n := 0
	for range slow.Events() {
		n++
	}
	if n != buffer {
		t.Errorf("the slow listener got %d events before it was let go", n)
	}
	slow.Close() // twice is harmless
	fast.Close()
	h.Send(1)
}
