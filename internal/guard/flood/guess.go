package flood

import (
	"strconv"
	"time"

	"wasl/internal/base/fault"
)

// Wrong receipts are counted apart from all else: whoever tries numbers is not to
// find somebody's report. Right ones cost nothing.
const (
	guessWindow = 15 * time.Minute
	// guessesAll bounds the wrong ones of all sources in a window. With a million
	// reports among 100,000,000,000 numbers a hit then has a chance of 1 in 50,
	// whoever tries from however many addresses. Those who hold a receipt wait with
	// them: better that than a stranger reading what was said to somebody.
	guessesAll = 2_000
)

type window struct {
	n     int
	begun time.Time
}

func (w *window) full(now time.Time) bool {
	return w.n >= guessesAll && now.Sub(w.begun) < guessWindow
}

// Guessing faults with Throttled where too many wrong receipts came from an
// address, or from all.
func (g *Gate) Guessing(address string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.opt.Clock()
	if g.guesses.full(now) {
		return tooMany(g.guesses.begun.Add(guessWindow).Sub(now))
	}
	if left := g.source(address, now).left[guess]; left < 1 {
		return tooMany(time.Duration((1 - left) / float64(quotas[guess].hourly) * float64(time.Hour)))
	}
	return nil
}

// Wrong counts a wrong receipt against an address.
func (g *Gate) Wrong(address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.opt.Clock()
	g.source(address, now).left[guess]--
	if now.Sub(g.guesses.begun) >= guessWindow {
		g.guesses = window{begun: now}
	}
	g.guesses.n++
}

func tooMany(wait time.Duration) error {
	return &fault.Error{
		Kind: fault.Throttled, Op: "flood.Guessing", Key: "flood.receipt.wait", Msg: "too many wrong receipt numbers were tried",
		Hint: "wait {0} seconds and try again", Args: []string{strconv.Itoa(int(wait.Seconds()) + 1)},
	}
}
