package node

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/keep/store/storetest"
)

// The tables made again are those that were there, row by row, after revisions of
// every kind, corrections, conflicts and erasures.
func TestRebuildGivesEqualTables(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 1)
	b.live(40)
	for i := 3; i < 40; i += 7 {
		b.erase(b.reports[i])
	}
	b.live(10) // what comes after an erasure
	b.send("again", nil, 1)
	want := both(t, b.Node)
	sound(t, b.Node)
	b.ok(b.Close())

	_, err := Rebuild(context.Background(), Config{Dir: dir, Demo: true, Clock: b.clock.now, Random: &stream{rng: b.rng}}, func(string, int64, int64) {})
	b.ok(err)
	b = openBusy(t, dir, 2)
	defer func() { b.ok(b.Close()) }()
	if diff := cmp.Diff(want, both(t, b.Node)); diff != "" {
		t.Error(diff)
	}
	sound(t, b.Node)
}
