package identity

import (
	"net/netip"
	"strings"
	"sync"
	"time"
)

// After freeTries a source waits, longer after each further failure. The count
// is of an account from one source: whoever floods from elsewhere locks nobody
// out. What lies in memory alone is lost at a restart, which a guesser cannot
// bring about.
const (
	freeTries   = 5
	firstDelay  = time.Minute
	maxDelay    = 15 * time.Minute
	forget      = time.Hour
	maxBuckets  = 20_000 // some 3 MB; a flood of sources pushes out the oldest
	sourceTries = 50     // of a whole source over all accounts: a post's people share an address
)

type bucket struct {
	failed int
	until  time.Time
	last   time.Time
}

// tries counts failures by what they were about. It is safe for use by many
// goroutines.
type tries struct {
	clock func() time.Time

	mu      sync.Mutex // guards what follows
	buckets map[string]*bucket
}

func newTries(clock func() time.Time) *tries {
	return &tries{clock: clock, buckets: map[string]*bucket{}}
}

// take counts a try as failed before it is made, so that a hundred at once do
// not all slip through, and gives how long to wait where there were too many.
func (t *tries) take(key string, free int) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock()
	b := t.buckets[key]
	if b == nil || now.Sub(b.last) > forget {
		t.makeRoom(now)
		b = &bucket{}
		t.buckets[key] = b
	}
	if now.Before(b.until) {
		return b.until.Sub(now)
	}
	b.failed++
	b.last = now
	if over := b.failed - free; over >= 0 {
		b.until = now.Add(min(maxDelay, firstDelay<<min(over, 10)))
	}
	return 0
}

// clear forgets the failures: the try was good.
func (t *tries) clear(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.buckets, key)
}

// giveBack takes back the last count: the try was neither good nor bad.
func (t *tries) giveBack(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if b := t.buckets[key]; b != nil && b.failed > 0 {
		b.failed--
		b.until = time.Time{}
	}
}

// makeRoom drops what is forgotten, and if that is not enough the oldest half.
func (t *tries) makeRoom(now time.Time) {
	if len(t.buckets) < maxBuckets {
		return
	}
	for age := forget; len(t.buckets) >= maxBuckets; age /= 2 {
		for k, b := range t.buckets {
			if now.Sub(b.last) >= age && !now.Before(b.until) || age < time.Second {
				delete(t.buckets, k)
			}
		}
	}
}

// sourceOf is what stands for whoever holds an address: of IPv6 the network of
// 64 bits, as its holder has all of it.
func sourceOf(address string) string {
	s := strings.Trim(address, "[]")
	if ap, err := netip.ParseAddrPort(address); err == nil {
		s = ap.Addr().String()
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64)
		return p.String()
	}
	return a.String()
}
