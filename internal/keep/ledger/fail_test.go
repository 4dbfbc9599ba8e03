package ledger

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// Every operation of a flow fails once, or from then on until the disk is mended.
// Nothing is acknowledged that is not there, a full disk is told for what it is,
// and the ledger goes on once there is room again.
func TestEveryOperationMayFail(t *testing.T) {
	flows, stride := storetest.Rounds(1, 20), storetest.Rounds(4, 1) // the ordinary run tries every fourth
	for i, c := range []struct {
		cause error
		once  bool
	}{{storetest.ErrFull, true}, {storetest.ErrFull, false}, {storetest.ErrBroken, true}, {storetest.ErrBroken, false}} {
		t.Run(fmt.Sprint(c.cause, " once ", c.once), func(t *testing.T) {
			t.Parallel()
			runs := 0
			for seed := range uint64(flows) {
				ops := failAt(t, seed, 0, c.cause, c.once)
				if ops < 30 {
					t.Fatalf("flow %d has %d operations", seed, ops)
				}
				for n := 1 + i%stride; n <= ops; n += stride {
					failAt(t, seed, n, c.cause, c.once)
					runs++
				}
			}
			t.Logf("%d flows, %d failures", flows, runs)
		})
	}
}

// failAt runs a short flow in which the n-th operation fails, and gives the
// number of operations.
func failAt(t *testing.T, seed uint64, n int, cause error, once bool) (ops int) {
	t.Helper()
	d := storetest.New(t, seed)
	opt, f := onDisk(t, d, seed), newFlow(seed)
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
	where := fmt.Sprintf("flow %d, operation %d", seed, n)
	l, err := Open(context.Background(), opt)
	for range 4 {
		if err != nil {
			break
		}
		err = f.round(l)
	}
	if err != nil {
		checkTold(t, where, err, cause, failed)
	}
	ops = d.Ops()
	d.FailAt(nil)
	if l == nil {
		if l, err = Open(context.Background(), opt); err != nil {
			t.Fatalf("%s: open again: %v", where, err)
		}
	}
	if err := nothing(l); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	if err := f.holds(l); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	for range 2 { // there is room again: it goes on
		if err := f.round(l); err != nil {
			t.Fatalf("%s: after it: %v", where, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatalf("%s: close: %v", where, err)
	}
	if err := after(f, opt); err != nil {
		t.Fatalf("%s: opened again: %v", where, err)
	}
	return ops
}

// nothing is a command that writes nothing. What it sees is committed, so that the
// tables are as far as the ledger when it returns.
func nothing(l *Ledger) error {
	_, err := l.Write(context.Background(), func(*store.Tx) ([]Draft, error) { return nil, nil })
	return err
}

// Tables that could not take a commit catch up by themselves.
func TestTablesCatchUpThoughNobodyWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := storetest.New(t, 1)
		l := open(t, onDisk(t, d, 1))
		say(t, l, "a", "before")
		l.between = func() {
			d.FailAt(func(int, storetest.Kind, string) error { return storetest.ErrFull })
		}
		say(t, l, "b", "kept, and not seen")
		l.between = func() {}
		if got := len(rowsOf(l)); got != 1 {
			t.Errorf("%d rows, though the tables could not be written", got)
		}
		if _, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) { return draft("c", "refused"), nil }); !fault.Is(err, fault.Full) {
			t.Errorf("while the disk is full: %v", err)
		}
		d.FailAt(nil)
		time.Sleep(retryPause + time.Millisecond)
		synctest.Wait()
		if got := len(rowsOf(l)); got != 2 {
			t.Errorf("%d rows, want 2", got)
		}
		noDamage(t, l)
	})
}

func checkTold(t *testing.T, where string, err, cause error, failed bool) {
	t.Helper()
	if !failed {
		t.Fatalf("%s: %v, and nothing had failed", where, err)
	}
	if !errors.Is(cause, storetest.ErrFull) {
		if !fault.Is(err, fault.Internal) {
			t.Errorf("%s: a broken disk is told as %v", where, err)
		}
		return
	}
	var full *fault.Error
	if !errors.As(err, &full) || full.Kind != fault.Full {
		t.Errorf("%s: a full disk is told as %v", where, err)
		return
	}
	said := map[string]bool{}
	for _, l := range []lang.Language{lang.Arabic, lang.French, lang.English} {
		message, hint := lang.Fault(l, full)
		if message == "" || hint == "" || said[message] {
			t.Errorf("%s: in %s: %q, %q", where, l, message, hint)
		}
		said[message] = true
	}
}
