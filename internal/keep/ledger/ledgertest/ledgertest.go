// Package ledgertest opens compartments for tests.
package ledgertest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
)

// Options are those of a compartment in dir, always with the same keys and as the same
// node: what one test wrote there another Open reads.
func Options(dir string, clock func() time.Time, parts ...ledger.Part) ledger.Options {
	return ledger.Options{
		Dir: dir, Key: bytes.Repeat([]byte{1}, ledger.KeySize), Node: record.IDOf("node"), Sign: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize)),
		Parts: parts, Clock: clock, Random: rand.Reader,
	}
}

// Open opens a compartment until the test ends, or closes it earlier.
func Open(t testing.TB, opt ledger.Options) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}
