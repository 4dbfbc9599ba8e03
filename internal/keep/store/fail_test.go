package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store/storetest"
)

// A disk that fails once, or from some moment on until it is mended.
func TestEveryOperationMayFail(t *testing.T) {
	flows := uint64(storetest.Rounds(1, 20))
	for name, options := range map[string]func(*storetest.Disk) Options{"plain": plain, "sealed": sealed} {
		for _, cause := range []error{storetest.ErrFull, storetest.ErrBroken} {
			t.Run(name+"/"+cause.Error(), func(t *testing.T) {
				t.Parallel()
				runs := 0
				for seed := range flows {
					ops := failAt(t, seed, 0, options, cause, seed%2 == 0)
					if ops < 10 {
						t.Fatalf("flow %d has %d operations", seed, ops)
					}
					for n := 1; n <= ops; n++ {
						failAt(t, seed, n, options, cause, seed%2 == 0)
					}
					runs += ops
				}
				t.Logf("%d flows, %d failures", flows, runs)
			})
		}
	}
}

// failAt runs a short flow in which the n-th operation fails, and gives the
// number of operations. Nothing may be acknowledged that is not there, then, and
// after the file is opened again.
func failAt(t *testing.T, seed uint64, n int, options func(*storetest.Disk) Options, cause error, once bool) (ops int) {
	t.Helper()
	d := storetest.New(t, seed)
	f := newFlow(seed)
	opt := options(d)
	failed := false
	d.FailAt(func(op int, k storetest.Kind, _ string) error {
		if k == storetest.Delete && errors.Is(cause, storetest.ErrFull) {
			return nil // what takes no room does not want for it
		}
		if n > 0 && (op == n || op > n && !once) {
			failed = true
			return cause
		}
		return nil
	})
	ctx := context.Background()
	where := fmt.Sprintf("flow %d, operation %d", seed, n)
	told := func(err error) {
		if err == nil {
			return
		}
		if !failed {
			t.Fatalf("%s: %v, and nothing had failed", where, err)
		}
		if errors.Is(cause, storetest.ErrFull) != fault.Is(err, fault.Full) {
			t.Errorf("%s: a disk with %v is told as %v", where, cause, err)
		}
	}
	db, err := Open(ctx, opt)
	told(err)
	if err == nil {
		if err := tune(ctx, db, f.rng); err != nil {
			t.Fatal(err)
		}
		for range 7 {
			told(f.step(ctx, db))
			f.failed()
			if err := waiting(db); err != nil {
				t.Errorf("%s: %v", where, err)
			}
		}
		ops = d.Ops()
		d.FailAt(nil)
		if err := f.settle(ctx, db, f.acked); err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		for range 3 { // there is room again: it goes on
			if err := f.step(ctx, db); err != nil {
				t.Fatalf("%s: after it: %v", where, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatalf("%s: close: %v", where, err)
		}
	}
	d.FailAt(nil)
	err = after(t, f, opt, f.acked)
	if opt.Key != nil && f.acked == 0 && fault.Is(err, fault.Invalid) {
		return ops // it was never made whole
	}
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return ops
}

// waiting says whether anything waits to be written while nobody writes: another
// connection might ask for it.
func waiting(db *DB) error {
	w := <-db.writing
	defer func() { db.writing <- w }()
	l, err := w.log()
	if err == nil && l != nil && len(l.waiting) > 0 {
		err = fmt.Errorf("%d bytes wait to be written after the end of a transaction", len(l.waiting))
	}
	return err
}

// A statement that fails may be undone alone, and the transaction goes on. What
// it then commits must be whole: pages that had left the cache, and were to be
// written when the disk was full, are no part of any commit.
func TestWhatWasLostIsNotCommitted(t *testing.T) {
	for name, options := range map[string]func(*storetest.Disk) Options{"plain": plain, "sealed": sealed} {
		t.Run(name, func(t *testing.T) {
			committed := 0
			for n := 1; n <= 40; n++ {
				d := storetest.New(t, uint64(n))
				opt := options(d)
				db, err := Open(t.Context(), opt)
				if err != nil {
					t.Fatal(err)
				}
				if err := tune(t.Context(), db, newFlow(uint64(n)).rng); err != nil {
					t.Fatal(err)
				}
				want, err := stubborn(t.Context(), db, d, n)
				d.Crash()
				_ = db.Close()
				f, least := flow{states: []state{{}, want}}, 0 // a commit whose sync failed may be there, whole
				if err == nil {
					committed++
					least = 1
				}
				if err := after(t, &f, opt, least); err != nil {
					t.Errorf("the %d-th operation fails: %v", n, err)
				}
			}
			if committed == 0 || committed == 40 {
				t.Errorf("%d of 40 transactions were committed", committed)
			}
		})
	}
}

// stubborn runs one transaction on a disk whose n-th operation from then on
// fails, and goes on whatever its statements say. It gives what must be there.
func stubborn(ctx context.Context, db *DB, d *storetest.Disk, n int) (state, error) {
	tx, err := db.Begin(ctx)
	if err != nil {
		return nil, err
	}
	d.FailAt(func(op int, _ storetest.Kind, _ string) error {
		if op == n {
			return storetest.ErrFull
		}
		return nil
	})
	got := state{}
	for k := range keys {
		seed := int64(n*1000 + k)
		if tx.Exec("INSERT OR REPLACE INTO pairs SELECT ?, ? UNION ALL SELECT ?, ?", k, value(k, seed), k+1000, value(k+1000, seed)) == nil {
			got[k], got[k+1000] = seed, seed
		}
		_, _, _ = read(tx)
	}
	_ = tx.Exec("UPDATE done SET n = 1")
	return got, tx.Commit()
}
