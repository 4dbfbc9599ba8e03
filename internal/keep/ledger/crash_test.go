package ledger

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// perDisk is how many cuts one disk goes through, each on what the one before left.
const perDisk = 10

// cutOften runs flows of commands on disks whose power is cut at random. After
// each cut it opens the ledger and holds it against what was acknowledged; now
// and then it makes the tables again. It gives the first thing that was wrong.
func cutOften(t *testing.T, seed uint64, cuts int, change func(*storetest.Disk, *Options)) error {
	for n := 0; n < cuts; seed++ {
		d := storetest.New(t, seed)
		opt, f := onDisk(t, d, seed), newFlow(seed)
		change(d, &opt)
		for range perDisk {
			if err := untilCut(d, f, opt); err != nil {
				return fmt.Errorf("seed %d, cut %d: before it: %w", seed, n, err)
			}
			if f.rng.IntN(5) == 0 {
				d.Crash()
			} else {
				d.Restart()
			}
			if err := after(f, opt); err != nil {
				return fmt.Errorf("seed %d, cut %d: %w", seed, n, err)
			}
			n++
		}
	}
	return nil
}

// untilCut opens the ledger and sends commands until the power goes. The first
// cuts come while the files are made.
func untilCut(d *storetest.Disk, f *flow, opt Options) error {
	d.CutAt(1 + f.rng.IntN([]int{12, 60, 250}[f.rng.IntN(3)]))
	l, err := Open(context.Background(), opt)
	if err != nil {
		if d.Off() {
			return nil
		}
		return fmt.Errorf("open: %w", err)
	}
	f.made = true
	for err == nil {
		err = f.round(l)
	}
	if !d.Off() {
		return errors.Join(err, l.Close())
	}
	_ = l.Close() // there is no power
	return nil
}

// after opens what the cut left.
func after(f *flow, opt Options) error {
	l, err := Open(context.Background(), opt)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	err = f.holds(l)
	rows := rowsOf(l)
	if err = errors.Join(err, l.Close()); err == nil && f.rng.IntN(4) == 0 {
		err = rebuilt(opt, rows)
	}
	return err
}

// Whatever was acknowledged is there after a power cut, and nothing that was not
// asked for; the tables are those of the ledger.
func TestPowerCuts(t *testing.T) {
	const few, many = 200, 7000
	for part := range uint64(2) {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			cuts := storetest.Rounds(few, many) / 2
			if err := cutOften(t, 1+part*1_000_000, cuts, func(*storetest.Disk, *Options) {}); err != nil {
				t.Error(err)
			}
			t.Logf("%d power cuts", cuts)
		})
	}
}

// The same test must find a disk that lies about syncing, and a ledger whose
// commits are not synced: else it would find nothing.
func TestPowerCutsFindWhatIsNotSynced(t *testing.T) {
	for name, change := range map[string]func(*storetest.Disk, *Options){
		"a disk that lies": func(d *storetest.Disk, _ *Options) { d.Lies = true },
		"commits that are not synced": func(_ *storetest.Disk, opt *Options) {
			files := opt.Files
			opt.Files = func(f *store.Options) {
				files(f)
				f.Durable = false
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := cutOften(t, 1, 200, change); err == nil {
				t.Error("nothing was lost: the test cannot find a loss")
			} else {
				t.Log(err)
			}
		})
	}
}
