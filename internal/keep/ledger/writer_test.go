package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// A page of the tables goes bad on the disk while the node runs: the tables are
// made again, by themselves, and whoever verifies is told.
func TestTablesAreMendedWhileTheNodeRuns(t *testing.T) {
	for name, use := range map[string]func(l *Ledger) error{
		"somebody writes": func(l *Ledger) error {
			_, err := l.Write(context.Background(), func(tx *store.Tx) ([]Draft, error) {
				var n int
				err := tx.Row("SELECT count(*) FROM words WHERE word LIKE '%none%'").Scan(&n)
				return draft("more", "written"), err
			})
			return err
		},
		"somebody reads": func(l *Ledger) error {
			err := l.View(context.Background(), func(tx *store.Tx) error {
				var n int
				return tx.Row("SELECT count(*) FROM words WHERE word LIKE '%none%'").Scan(&n)
			})
			if err == nil {
				return errors.New("a damaged page was read")
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := storetest.New(t, 1)
				opt := onDisk(t, d, 1)
				l := open(t, opt)
				for i := range 60 {
					say(t, l, fmt.Sprint(i), strings.Repeat("word ", 50))
				}
				want := rowsOf(l)
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				l = open(t, opt)
				path := filepath.Join(opt.Dir, TablesName)
				for page := int64(1); page < int64(len(d.Files()[path]))/4096; page++ {
					d.Spoil(path, page*4096*8+777) // all but the first, which was read
				}
				if err := use(l); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				if name == "somebody writes" {
					want = append(want, slices.DeleteFunc(rowsOf(l), func(r string) bool { return slices.Contains(want, r) })...)
				}
				if got := rowsOf(l); len(got) != len(want) || len(got) < 60 {
					t.Errorf("%d rows, want %d", len(got), len(want))
				}
				damage, err := l.Verify(t.Context(), nil)
				if err != nil || len(damage) != 1 || !strings.Contains(damage[0].What, "was made again") {
					t.Errorf("verify: %v, %v", damage, err)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				noDamage(t, open(t, opt))
			})
		})
	}
}

// A caller that gives up while it waits for its turn is let go; one whose command
// was taken hears what became of it. Close waits for those.
func TestGivingUpInTheLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := Open(t.Context(), options(t))
		if err != nil {
			t.Fatal(err)
		}
		hold := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		var mu sync.Mutex
		told := map[string]int{}
		for i := range 2*maxGroup + 50 {
			wg.Go(func() {
				_, err := l.Write(ctx, func(*store.Tx) ([]Draft, error) {
					<-hold
					return draft(fmt.Sprint(i), "x"), nil
				})
				mu.Lock()
				defer mu.Unlock()
				told[fmt.Sprint(err)]++
			})
		}
		synctest.Wait() // a group is being written, maxGroup wait in line, the rest for a place in it
		cancel()
		synctest.Wait()
		if n := told[context.Canceled.Error()]; n < 50 || n > maxGroup+49 {
			t.Errorf("%d gave up", n)
		}
		closed := make(chan error)
		go func() { closed <- l.Close() }()
		close(hold)
		if err := <-closed; err != nil {
			t.Error(err)
		}
		wg.Wait()
		if told["<nil>"] != 1 || told[context.Canceled.Error()] != 2*maxGroup+49 { // those in line were given up before they could decide
			t.Errorf("told %v", told)
		}
		if _, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) { return nil, nil }); !fault.Is(err, fault.Offline) {
			t.Errorf("after Close: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	}) // a goroutine that stayed would be told here
}

// Writers, readers and erasures at once, while the ledger is closed: each is told
// the truth, and all end.
func TestCloseWhileAllAreBusy(t *testing.T) {
	opt := options(t)
	l, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	written, erased := map[int]bool{}, map[int]bool{}
	for i := range 120 {
		wg.Go(func() {
			_, err := l.Write(context.Background(), func(*store.Tx) ([]Draft, error) { return draft(fmt.Sprint(i), "x"), nil })
			mu.Lock()
			written[i] = err == nil
			mu.Unlock()
			if err == nil && i%10 == 0 {
				h, err := l.Erase(context.Background(), record.IDOf(fmt.Sprint(i)), record.IDOf("who"), "asked for")
				mu.Lock()
				erased[i] = h.Seq > 0
				mu.Unlock()
				if err != nil && !fault.Is(err, fault.Offline) {
					t.Error(err)
				}
			}
			if err := l.View(context.Background(), func(tx *store.Tx) error {
				var n int
				return tx.Row("SELECT count(*) FROM words").Scan(&n)
			}); err != nil && !fault.Is(err, fault.Offline) {
				t.Error(err)
			}
		})
		if i == 80 {
			wg.Go(func() {
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	l = open(t, opt)
	noDamage(t, l)
	rows := strings.Join(dump(t, l), "\n")
	for i := range 120 {
		id := record.IDOf(fmt.Sprint(i))
		if there := strings.Contains(rows, fmt.Sprintf("%X", id[:])); there != (written[i] && !erased[i]) {
			t.Errorf("%d: there %v, written %v, erased %v", i, there, written[i], erased[i])
		}
	}
}

func TestListenerThatPanics(t *testing.T) {
	opt := options(t)
	var log bytes.Buffer
	opt.Log = slog.New(slog.NewTextHandler(&log, nil))
	heard := 0
	opt.Committed = func(hs []Revision) {
		heard += len(hs)
		panic("a bug in a listener")
	}
	l := open(t, opt)
	for i := range 3 {
		say(t, l, fmt.Sprint(i), "kept")
	}
	if got := len(dump(t, l)); got != 3 || heard != 3 {
		t.Errorf("%d rows, %d heard", got, heard)
	}
	if !strings.Contains(log.String(), "a bug in a listener") {
		t.Error("the panic is not in the log")
	}
	noDamage(t, l)
}

// Killed between the ledger's commit and the tables': what was committed is there
// after the next start, in both.
func TestKilledBetweenTheTwoCommits(t *testing.T) {
	if dir := os.Getenv("WASL_LEDGER_CHILD"); dir != "" {
		writeUntilBetween(t, dir)
		return
	}
	for _, after := range []string{"1", "7"} {
		opt := options(t)
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledBetweenTheTwoCommits$")
		cmd.Env = append(os.Environ(), "WASL_LEDGER_CHILD="+opt.Dir, "WASL_LEDGER_AFTER="+after)
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the child was not killed: %v\n%s", err, out)
		}
		l := open(t, opt)
		noDamage(t, l)
		revs, err := all(l)
		if err != nil || fmt.Sprint(len(revs)) != after {
			t.Errorf("%d revisions, want %s: %v", len(revs), after, err)
		}
		if got, want := rowsOf(l), expected(revs); !slices.Equal(got, want) {
			t.Errorf("the tables hold %q, want %q", got, want)
		}
		say(t, l, "more", "goes on")
		noDamage(t, l)
	}
}

func writeUntilBetween(t *testing.T, dir string) {
	opt := options(t)
	opt.Dir = dir
	l, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	l.between = func() {
		if n++; fmt.Sprint(n) == os.Getenv("WASL_LEDGER_AFTER") {
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				panic(err)
			}
			select {} // until it comes
		}
	}
	for i := range 100 {
		say(t, l, fmt.Sprint(i), "x")
	}
}

// Two machines with one node's keys: one goes on, one was put back from a backup.
// What they write differs in its epoch, so that a peer that meets both can tell.
func TestTwoCopiesOfOneNode(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	for i := range 10 {
		say(t, l, fmt.Sprint(i), "both")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(filepath.Join(opt.Dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	for i := range 5 {
		say(t, l, fmt.Sprint(i), "lost with the disk, and held by a peer")
	}
	lost, err := l.Since(t.Context(), 10, 10)
	if err != nil || len(lost) != 5 {
		t.Fatalf("%d headers, %v", len(lost), err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(opt.Dir, FileName), backup, 0o600); err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	hs := say(t, l, "new", "after the restore")
	if h := hs[0]; h.Epoch == lost[0].Epoch || h.Seq != lost[0].Seq || h.Prev != lost[0].Prev || h.Hash == lost[0].Hash {
		t.Errorf("%+v\n%+v", h, lost[0])
	}
}

// A clock that was dead, then in the far future, then right: nothing that is
// written after is dated by what it was before, and time goes forward in an epoch.
func TestClocksThatJump(t *testing.T) {
	opt := options(t)
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	opt.Clock = func() time.Time { return now }
	l := open(t, opt)
	var last Header
	for i, year := range []int{2026, 1970, 2026, 2090, 2026, 1601, 2026} {
		now = time.Date(year, 11, 24, 0, 0, i, 0, time.UTC)
		for n := range 3 {
			h := say(t, l, fmt.Sprint(i, n), "x")[0]
			want := max(now.UnixMilli(), 0)
			if diff := h.At.Millis() - want; diff < 0 || diff > maxDrift.Milliseconds() {
				t.Errorf("in %d a revision is dated %v", year, h.At.Time())
			}
			if h.Epoch == last.Epoch && h.At <= last.At || h.Epoch < last.Epoch {
				t.Errorf("in %d: epoch %d at %v after epoch %d at %v", year, h.Epoch, h.At.Time(), last.Epoch, last.At.Time())
			}
			last = h
		}
		if i == 3 { // a restart in the year 2090
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			l = open(t, opt)
		}
	}
	if last.Epoch != 4 { // 2026, 1970; 2090 goes on from 2026; 2026 again; 1601; and 2026 goes on from that
		t.Errorf("the last epoch is %d", last.Epoch)
	}
	noDamage(t, l)
}
