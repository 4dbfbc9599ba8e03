package api

import (
	"encoding/base64"
	"errors"
	"sync"
	"time"
)

// guesses slows down whoever tries receipts. The wrong ones are counted by the
// peer's address and over all; right ones cost nothing.
type guesses struct {
	mu  sync.Mutex // guards what follows
	by  map[string]guess
	all guess
}

type guess struct {
	n     int
	first time.Time
}

const (
	guessWindow   = 15 * time.Minute
	guessesEach   = 10     // by one address in a window: ten slips of the finger
	guessesAll    = 2_000  // by all: with a million reports, a hit in a window has a chance of 1 in 50
	guessesKnown  = 50_000 // addresses remembered; then the oldest window is forgotten whole
	retryAfterAll = time.Minute
)

func (g *guesses) wait(source string, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if one := g.by[source]; one.n >= guessesEach && now.Sub(one.first) < guessWindow {
		return guessWindow - now.Sub(one.first)
	}
	if g.all.n >= guessesAll && now.Sub(g.all.first) < guessWindow {
		return retryAfterAll
	}
	return 0
}

func (g *guesses) wrong(source string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil || len(g.by) >= guessesKnown {
		g.by = map[string]guess{}
	}
	g.by[source] = g.by[source].more(now)
	g.all = g.all.more(now)
}

func (g guess) more(now time.Time) guess {
	if now.Sub(g.first) >= guessWindow {
		return guess{1, now}
	}
	g.n++
	return g
}

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func fromBase64url(s string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(s) }

func errJoin(errs ...error) error { return errors.Join(errs...) }
