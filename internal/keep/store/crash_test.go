package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store/storetest"
)

// perDisk is how many cuts one disk goes through, each on what the one before left.
const perDisk = 12

// cutOften runs flows on disks whose power is cut at random, and after each cut
// opens the file and holds it against what was acknowledged. It gives the first
// thing that was wrong.
func cutOften(t *testing.T, seed uint64, cuts int, options func(*storetest.Disk) Options, lies bool) error {
	for n := 0; n < cuts; seed++ {
		d := storetest.New(t, seed)
		d.Lies = lies
		f := newFlow(seed)
		least := 0
		for range perDisk {
			opt := options(d)
			made := f.made
			if err := untilCut(d, f, opt); err != nil {
				return fmt.Errorf("seed %d, cut %d: before it: %w", seed, n, err)
			}
			if least = f.acked; !opt.Durable {
				least = 0 // what is not synced may go, but in order and whole
			}
			if f.rng.IntN(5) == 0 {
				d.Crash()
				least = f.acked
			} else {
				d.Restart()
			}
			err := after(t, f, opt, least)
			if err != nil && !made && !f.made && opt.Key != nil && fault.Is(err, fault.Invalid) {
				d.Remove(opt.Path) // it never was whole, and has nothing that anybody was told of
				d.Remove(opt.Path + "-wal")
				err = after(t, f, opt, 0)
			}
			if err != nil {
				return fmt.Errorf("seed %d, cut %d: %w", seed, n, err)
			}
			n++
		}
	}
	return nil
}

// untilCut opens the file and works until the power goes. The first cuts come
// while the file is made.
func untilCut(d *storetest.Disk, f *flow, opt Options) error {
	d.CutAt(1 + f.rng.IntN([]int{8, 40, 150}[f.rng.IntN(3)]))
	ctx := context.Background()
	db, err := Open(ctx, opt)
	if err != nil {
		if d.Off() {
			return nil
		}
		return err
	}
	f.made = true
	err = tune(ctx, db, f.rng)
	for err == nil {
		err = f.step(ctx, db)
	}
	if !d.Off() {
		return errors.Join(err, db.Close())
	}
	_ = db.Close() // there is no power
	return nil
}

// after opens what the cut left.
func after(t *testing.T, f *flow, opt Options, least int) error {
	ctx := context.Background()
	db, err := Open(ctx, opt)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := f.settle(ctx, db, least); err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(sound(t, db), db.Close())
}

func TestPowerCuts(t *testing.T) {
	for name, options := range map[string]func(*storetest.Disk) Options{"plain": plain, "sealed": sealed} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cuts := storetest.Rounds(120, 1500)
			if err := cutOften(t, 1, cuts, options, false); err != nil {
				t.Error(err)
			}
			t.Logf("%d power cuts", cuts)
		})
	}
}

// The same test must find a disk that lies about syncing, and a file whose
// commits are not synced: else it would find nothing.
func TestPowerCutsFindWhatIsNotSynced(t *testing.T) {
	lazy := func(d *storetest.Disk) Options {
		opt := plain(d)
		opt.Durable = false
		return opt
	}
	t.Run("a disk that lies", func(t *testing.T) {
		if err := cutOften(t, 1, 240, plain, true); err == nil {
			t.Error("a disk that never syncs loses nothing: the test cannot find a loss")
		}
	})
	t.Run("commits that are not synced", func(t *testing.T) {
		claims := func(d *storetest.Disk) Options { return lazy(d) }
		if err := cutOftenAsDurable(t, claims); err == nil {
			t.Error("a file whose commits are not synced loses nothing: the test cannot find a loss")
		}
	})
}

// cutOftenAsDurable holds a file that does not sync its commits to the word of
// one that does.
func cutOftenAsDurable(t *testing.T, options func(*storetest.Disk) Options) error {
	rng := rand.New(rand.NewPCG(1, 1))
	for seed := range uint64(60) {
		d := storetest.New(t, 1000+seed)
		f := newFlow(seed)
		opt := options(d)
		if err := untilCut(d, f, opt); err != nil {
			return err
		}
		if f.acked == 0 || rng.IntN(4) == 0 {
			continue
		}
		d.Restart()
		if err := after(t, f, opt, f.acked); err != nil {
			return err
		}
	}
	return nil
}
