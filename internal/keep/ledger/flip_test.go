package ledger

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/keep/store/storetest"
)

// content is all that a ledger says: its revisions with their bodies, and the rows.
func content(l *Ledger) (lines []string, err error) {
	revs, err := all(l)
	for _, rev := range revs {
		lines = append(lines, fmt.Sprintf("%d %s %s", rev.Seq, rev.Hash, rev.Body))
	}
	return append(lines, rowsOf(l)...), err
}

// left is a disk with a ledger's files as kill -9 leaves them, some revisions in the
// files and some in the logs, or as a closed ledger leaves them.
func left(t *testing.T, closed bool) (d *storetest.Disk, opt Options, want []string) {
	t.Helper()
	d = storetest.New(t, 1)
	opt = onDisk(t, d, 1)
	l, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		say(t, l, fmt.Sprint(i), strings.Repeat(fmt.Sprint("word ", i, " "), 1+i*7%60))
		switch i {
		case 20:
			if _, err := l.Erase(t.Context(), record.IDOf("7"), record.IDOf("who"), "asked for"); err != nil {
				t.Fatal(err)
			}
		case 30:
			if err := l.Fold(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want, err = content(l); err != nil {
		t.Fatal(err)
	}
	if closed {
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return d, opt, want
	}
	d.Crash()
	_ = l.Close() // its files are gone
	return d, opt, want
}

// One flipped bit anywhere in the files and their logs: it is found when the
// ledger is opened, or by Verify, or everything is there all the same, because
// the tables were made again or because nobody needs that bit.
func TestNoFlippedBitIsSilent(t *testing.T) {
	for name, closed := range map[string]bool{"killed": false, "closed": true} {
		t.Run(name, func(t *testing.T) {
			d, opt, want := left(t, closed)
			whole := d.Files()
			rng := rand.New(rand.NewPCG(7, 7))
			for _, name := range slices.Sorted(maps.Keys(whole)) {
				found, harmless := 0, 0
				for range storetest.Rounds(40, 900) {
					for n, b := range whole {
						d.Put(n, b)
					}
					at := rng.IntN(len(whole[name]))
					spoiled := bytes.Clone(whole[name])
					spoiled[at] ^= 1 << rng.IntN(8)
					d.Put(name, spoiled)
					told, got := look(opt)
					switch {
					case told != "":
						found++
					case slices.Equal(got, want):
						harmless++
					default:
						t.Errorf("%s: a bit of byte %d of %d flipped and nothing was found, though %d lines are %d",
							filepath.Base(name), at, len(spoiled), len(want), len(got))
					}
					d.Crash()
				}
				t.Logf("%s: %d found, %d mended or harmless", filepath.Base(name), found, harmless)
			}
		})
	}
}

// look opens a ledger, verifies it, and gives the first thing that it says is
// wrong, or what it holds.
func look(opt Options) (told string, got []string) {
	l, err := Open(context.Background(), opt)
	if err != nil {
		return err.Error(), nil
	}
	damage, err := l.Verify(context.Background(), nil)
	if err == nil && len(damage) == 0 {
		got, err = content(l)
	}
	closed := l.Close()
	switch {
	case err != nil:
		return err.Error(), nil
	case len(damage) > 0:
		return damage[0].What, nil
	case closed != nil:
		return closed.Error(), nil
	}
	return "", got
}
