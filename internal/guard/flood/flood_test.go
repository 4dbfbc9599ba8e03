package flood

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
)

type clock struct{ now time.Time }

func gate() (*Gate, *clock) {
	c := &clock{time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	return New(Options{Clock: func() time.Time { return c.now }, Random: rand.Reader}), c
}

func riddleOf(t *testing.T, err error) *BusyError {
	t.Helper()
	var b *BusyError
	if !errors.As(err, &b) || !fault.Is(err, fault.Throttled) || b.Challenge == "" || b.Bits < leastBits || b.Bits > mostBits {
		t.Fatalf("no riddle: %v", err)
	}
	return b
}

// People are let in for nothing until their source has used its quota; then
// work lets them in, or time.
func TestQuotaThenWorkThenTime(t *testing.T) {
	g, c := gate()
	for i := range quotas[Report].burst {
		if p, err := g.Enter("a", Report, 1, ""); err != nil || p.Quarantine {
			t.Fatalf("report %d: %v, %v", i, p, err)
		}
	}
	_, err := g.Enter("a", Report, 1, "")
	b := riddleOf(t, err)
	if _, err := g.Enter("b", Report, 1, ""); err != nil {
		t.Errorf("another source: %v", err)
	}
	proof := Solve(b.Challenge, b.Bits)
	if p, err := g.Enter("a", Report, 1, proof); err != nil || p.Quarantine {
		t.Errorf("with work: %v, %v", p, err)
	}
	if _, err := g.Enter("a", Report, 1, proof); err == nil {
		t.Error("one riddle's work let two in")
	}
	c.now = c.now.Add(5 * time.Minute)
	if _, err := g.Enter("a", Report, 1, ""); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

// Whoever goes on sending beyond the quota works ever harder, and lands in
// quarantine.
func TestMoreCostsMore(t *testing.T) {
	g, c := gate()
	last := 0
	for _, beyond := range []float64{0, 4, 20, quarantined, 500, 1e9} {
		g.source("a", c.now).left[Report] = -beyond
		_, err := g.Enter("a", Report, 1, "")
		b := riddleOf(t, err)
		if b.Bits <= last && last < mostBits {
			t.Errorf("%v beyond the quota costs %d bits, before %d", beyond, b.Bits, last)
		}
		if last = b.Bits; beyond > quarantined {
			continue // the work would take this test too long as well
		}
		p, err := g.Enter("a", Report, 1, Solve(b.Challenge, b.Bits))
		if err != nil || p.Quarantine != (beyond >= quarantined) {
			t.Errorf("%v beyond the quota: %v, %v", beyond, p, err)
		}
	}
}

// In a flood from everywhere nobody is locked out, and everybody works a little.
func TestFloodFromEverywhere(t *testing.T) {
	g, c := gate()
	for i := range crowded {
		if _, err := g.Enter(fmt.Sprint("bot ", i), Report, 1, ""); err != nil {
			t.Fatalf("before the flood, report %d: %v", i, err)
		}
	}
	_, err := g.Enter("honest", Report, 1, "")
	b := riddleOf(t, err)
	if b.Bits != leastBits {
		t.Errorf("an honest phone works %d bits", b.Bits)
	}
	if p, err := g.Enter("honest", Report, 1, Solve(b.Challenge, b.Bits)); err != nil || p.Quarantine {
		t.Errorf("an honest phone after its work: %v, %v", p, err)
	}
	for _, k := range []Kind{Upload, Receipt} {
		if _, err := g.Enter("honest", k, 1, ""); err != nil {
			t.Errorf("kind %d in a flood of reports: %v", k, err)
		}
	}
	c.now = c.now.Add(2 * time.Minute)
	if _, err := g.Enter("honest", Report, 1, ""); err != nil {
		t.Errorf("after the flood: %v", err)
	}
}

func TestUploadsAreCountedInBytes(t *testing.T) {
	g, _ := gate()
	for range 10 {
		if _, err := g.Enter("a", Upload, 50<<20, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.Enter("a", Upload, 50<<20, ""); err == nil {
		t.Error("550 MiB at once are free")
	}
	if _, err := g.Enter("a", Report, 1, ""); err != nil {
		t.Errorf("who sent many pictures may not report: %v", err)
	}
}

// Proofs that are none let nobody in.
func TestFalseProofs(t *testing.T) {
	g, c := gate()
	other, _ := gate()
	for range quotas[Report].burst {
		if _, err := g.Enter("a", Report, 1, ""); err != nil {
			t.Fatal(err)
		}
	}
	_, err := g.Enter("a", Report, 1, "")
	b := riddleOf(t, err)
	good := Solve(b.Challenge, b.Bits)
	easy := g.riddle(1, c.now)
	old := g.riddle(b.Bits, c.now.Add(-riddleLife))
	future := g.riddle(b.Bits, c.now.Add(time.Hour))
	flipped := []byte(good)
	flipped[20] ^= 1
	for name, proof := range map[string]string{
		"none": "", "words": "let me in", "no work": b.Challenge + ":", "wrong work": wrong(b), "another node's": Solve(other.riddle(b.Bits, c.now), b.Bits),
		"too easy": Solve(easy, 1), "too old": Solve(old, b.Bits), "of tomorrow": Solve(future, b.Bits), "changed": string(flipped),
		"long": good + strings.Repeat("0", 1000), "half": good[:30],
	} {
		if _, err := g.Enter("a", Report, 1, proof); err == nil {
			t.Errorf("%s let somebody in", name)
		}
	}
	if _, err := g.Enter("a", Report, 1, good); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func wrong(b *BusyError) string {
	for n := 0; ; n++ {
		if proof := fmt.Sprintf("%s:%d", b.Challenge, n); Zeros(proof) < b.Bits {
			return proof
		}
	}
}

// What is remembered is bounded, and holds no address.
func TestMemoryIsBoundedAndTellsNothing(t *testing.T) {
	g, c := gate()
	for i := range maxSources + 10 {
		if _, err := g.Enter(fmt.Sprintf("192.0.2.%d", i), Receipt, 1, ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(g.sources) > maxSources {
		t.Errorf("%d sources are remembered", len(g.sources))
	}
	if text := fmt.Sprint(g.sources); strings.Contains(text, "192.0.2") {
		t.Error("an address is remembered")
	}
	key := string(g.key)
	c.now = c.now.Add(keyLife)
	if _, err := g.Enter("192.0.2.1", Receipt, 1, ""); err != nil || string(g.key) == key || len(g.sources) != 1 {
		t.Errorf("the next day %d sources are remembered, %v", len(g.sources), err)
	}
}
