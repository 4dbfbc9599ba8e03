package flood

import (
	"fmt"
	"testing"
	"time"

	"wasl/internal/base/fault"
)

// Whoever tries numbers waits; nobody else does, and the wait ends.
func TestWrongReceipts(t *testing.T) {
	g, c := gate()
	for i := range 10 {
		if err := g.Guessing("a"); err != nil {
			t.Fatalf("slip %d: %v", i, err)
		}
		g.Wrong("a")
	}
	if err := g.Guessing("a"); !fault.Is(err, fault.Throttled) {
		t.Errorf("after ten: %v", err)
	}
	if err := g.Guessing("b"); err != nil {
		t.Errorf("another: %v", err)
	}
	if _, err := g.Enter("a", Report, 1, ""); err != nil {
		t.Errorf("who mistyped a receipt may not report: %v", err)
	}
	c.now = c.now.Add(2 * time.Minute)
	if err := g.Guessing("a"); err != nil {
		t.Errorf("two minutes later: %v", err)
	}
}

// From however many addresses somebody tries, few numbers are tried in all.
func TestWrongReceiptsFromEverywhere(t *testing.T) {
	g, c := gate()
	tried := 0
	for i := range 5000 {
		if from := fmt.Sprint(i); g.Guessing(from) == nil {
			g.Wrong(from)
			tried++
		}
	}
	if tried != guessesAll {
		t.Errorf("%d numbers were tried", tried)
	}
	c.now = c.now.Add(guessWindow)
	if err := g.Guessing("holder"); err != nil {
		t.Errorf("a window later: %v", err)
	}
}
