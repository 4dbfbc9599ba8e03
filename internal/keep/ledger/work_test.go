package ledger

import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// length is what the tests' part works out of a word.
type length struct{ n int }

// aheadPart keeps the length of each word, which it begins to count ahead.
func aheadPart(counted *atomic.Int64) Part {
	count := func(rev Revision) (*length, error) {
		return Work(rev, func() (*length, error) {
			counted.Add(1)
			w, err := Decode[word](rev)
			if err == nil && w.Word == "burst" {
				panic("a bug in what is made of a word")
			}
			return &length{len(w.Word)}, err
		})
	}
	return Part{
		Module: store.Module{Name: "lengths", Steps: []string{"CREATE TABLE lengths (id BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID"}},
		Kinds:  []record.Kind{record.Report},
		Ahead: func(rev Revision) {
			if bytes.Contains(rev.Body, []byte("stumble")) {
				panic("a bug before any work")
			}
			_, _ = count(rev)
		},
		Apply: func(tx *store.Tx, rev Revision) error {
			c, err := count(rev)
			if err != nil {
				return err
			}
			return tx.Exec("INSERT OR REPLACE INTO lengths VALUES (?, ?)", rev.Record, c.n)
		},
	}
}

func lengthOf(t *testing.T, l *Ledger, name string) (n int) {
	t.Helper()
	err := l.View(t.Context(), func(tx *store.Tx) error {
		return tx.Row("SELECT n FROM lengths WHERE id = ?", record.IDOf(name)).Scan(&n)
	})
	if err != nil && !store.None(err) {
		t.Fatal(err)
	}
	return n
}

func TestWorkIsDoneAheadAndOnce(t *testing.T) {
	var counted atomic.Int64
	opt := options(t)
	opt.Parts = append(opt.Parts, aheadPart(&counted))
	l := open(t, opt)
	say(t, l, "a", "four")
	say(t, l, "b", "stumble")
	if a, b := lengthOf(t, l, "a"), lengthOf(t, l, "b"); a != 4 || b != 7 {
		t.Errorf("the words have %d and %d letters, want 4 and 7: what was begun is lost, or a panic ahead kept Apply from it", a, b)
	}
	_, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) { return draft("c", "burst"), nil })
	if err == nil || !strings.Contains(err.Error(), "internal") {
		t.Errorf("a panic in what Apply needs gives %v, want an internal fault", err)
	}
	if n := counted.Load(); n > 4 { // the last is tried in a group and alone
		t.Errorf("three words were counted %d times", n)
	}
	before := counted.Load()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Rebuild(t.Context(), opt, nil); err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	if a, b := lengthOf(t, l, "a"), lengthOf(t, l, "b"); a != 4 || b != 7 || counted.Load() != before+2 {
		t.Errorf("made again, the words have %d and %d letters, counted %d times; want 4 and 7, counted twice", a, b, counted.Load()-before)
	}
}

func TestWorkIsSharedByAllWhoAsk(t *testing.T) {
	rev := Revision{Body: []byte(`{"v":1,"word":"x"}`), made: new(made)}
	var done atomic.Int64
	outs := make([]*length, 16)
	var wg sync.WaitGroup
	for i := range outs {
		wg.Go(func() {
			outs[i], _ = Work(rev, func() (*length, error) { return &length{int(done.Add(1))}, nil })
		})
	}
	wg.Wait()
	for _, o := range outs {
		if o != outs[0] || o.n != 1 {
			t.Fatalf("one work was done %d times", done.Load())
		}
	}
	if w, err := Decode[word](rev); err != nil || w.Word != "x" {
		t.Errorf("a work of another type gives %v, %v", w, err)
	}
}
