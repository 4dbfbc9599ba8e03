package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// onDisk gives the options of a ledger whose two files lie on a disk whose power
// can be cut, and in which everything rare happens often.
func onDisk(t testing.TB, d *storetest.Disk, seed uint64) Options {
	t.Helper()
	opt := options(t)
	rng := rand.New(rand.NewPCG(seed, 3))
	foldAt, cache := 20+rng.IntN(100), 64+rng.IntN(200)
	opt.Files = func(f *store.Options) {
		f.VFS, f.FoldAt, f.CacheKB = d.Name, foldAt, cache
	}
	opt.Random = &stream{rand.New(rand.NewPCG(seed, 4))}
	return opt
}

// stream is randomness that is the same each time.
type stream struct{ rng *rand.Rand }

func (s *stream) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s.rng.Uint32())
	}
	return len(p), nil
}

// told is what was acknowledged: a revision, and what was said in it.
type told struct {
	Header
	word string
}

// flow sends commands at random, many at once, and remembers what was acknowledged.
type flow struct {
	rng    *rand.Rand
	told   []told
	erased map[record.ID]int64 // subject to the seq of its last acknowledged erasure
	n      int
	made   bool // the ledger was open once
}

func newFlow(seed uint64) *flow {
	return &flow{rng: rand.New(rand.NewPCG(seed, 5)), erased: map[record.ID]int64{}}
}

// act is a command with what became of it.
type act struct {
	subject record.ID
	word    string
	erase   bool
	sum     bool // it is erased in one commit with a word that is said of another
	mayFail bool // it asks for a fault
	decide  func(*store.Tx) ([]Draft, error)

	headers []Header
	err     error
}

var errAsked = &fault.Error{Kind: fault.Denied, Msg: "no"}

func (f *flow) act() *act {
	f.n++
	a := &act{subject: record.IDOf(fmt.Sprint(f.rng.IntN(30))), word: fmt.Sprintf("word %d %s", f.n, strings.Repeat("x", f.rng.IntN(1500)))}
	kind, name := record.Report, a.subject
	switch n := f.rng.IntN(20); {
	case n == 0:
		a.erase, a.sum = true, f.n%2 == 0
		return a
	case n == 1:
		a.mayFail, a.word = true, "poison"
	case n == 2:
		a.mayFail = true
		a.decide = func(*store.Tx) ([]Draft, error) { return nil, errAsked }
		return a
	case n == 3:
		a.mayFail = true
		a.decide = func(*store.Tx) ([]Draft, error) { panic("a bug in a domain") }
		return a
	case n == 4:
		a.mayFail, a.word = true, "panic"
	case n <= 8:
		kind, name = record.Note, record.IDOf(fmt.Sprint("note ", f.n))
	}
	body := word{1, a.word}
	a.decide = func(tx *store.Tx) ([]Draft, error) {
		var n int
		err := tx.Row("SELECT count(*) FROM words").Scan(&n)
		return []Draft{{Kind: kind, Record: name, Subject: a.subject, Body: body}}, err
	}
	return a
}

func (a *act) do(l *Ledger) {
	if a.sum {
		a.headers, a.err = l.EraseAll(context.Background(), func(*store.Tx) ([]Draft, []Erasing, error) {
			return draft("sum "+a.word, a.word), []Erasing{{Subject: a.subject, Reason: "summed up"}}, nil
		})
		return
	}
	if a.erase {
		var h Header
		h, a.err = l.Erase(context.Background(), a.subject, record.IDOf("who"), "asked for")
		if h.Seq > 0 {
			a.headers = []Header{h}
		}
		return
	}
	a.headers, a.err = l.Write(context.Background(), a.decide)
}

// round sends some commands at once. The first keeps the writer until the others
// wait in line, so that they make one group, in an order that does not depend on
// the machine.
func (f *flow) round(l *Ledger) error {
	acts := []*act{f.act()}
	for range f.rng.IntN(12) {
		acts = append(acts, f.act())
	}
	if first := acts[0]; !first.erase {
		began, hold, decide := make(chan struct{}), make(chan struct{}), first.decide
		begin := sync.OnceFunc(func() { close(began) })
		first.decide = func(tx *store.Tx) ([]Draft, error) {
			begin()
			<-hold
			return decide(tx)
		}
		send(l, acts, began, hold)
	} else {
		first.do(l)
	}
	var failed error
	for _, a := range acts {
		failed = errors.Join(failed, f.note(a))
	}
	if f.rng.IntN(6) == 0 {
		failed = errors.Join(failed, l.Fold(context.Background()))
	}
	return failed
}

func send(l *Ledger, acts []*act, began, hold chan struct{}) {
	var ended atomic.Int64
	var wg sync.WaitGroup
	for i, a := range acts {
		wg.Go(func() {
			a.do(l)
			ended.Add(1)
		})
		if i == 0 {
			for ended.Load() == 0 {
				select {
				case <-began:
				default:
					runtime.Gosched()
					continue
				}
				break
			}
		}
		for len(l.queue) < i && ended.Load() == 0 {
			runtime.Gosched()
		}
	}
	close(hold)
	wg.Wait()
}

// note remembers what a command was told. It gives a fault that the command had
// not asked for.
func (f *flow) note(a *act) error {
	for _, h := range a.headers {
		if h.Kind == record.Erasure {
			f.erased[a.subject] = max(f.erased[a.subject], h.Seq)
		}
		f.told = append(f.told, told{h, a.word})
	}
	if a.err == nil || a.mayFail && (errors.Is(a.err, errAsked) || errors.Is(a.err, errRefused) || strings.Contains(a.err.Error(), "panic")) {
		return nil
	}
	return a.err
}

// all reads every revision of the ledger.
func all(l *Ledger) (revs []Revision, err error) {
	err = l.file.View(context.Background(), func(lt *store.Tx) error {
		return l.keys.read(lt, "ORDER BY seq", nil, func(rev Revision) error {
			revs = append(revs, rev)
			return nil
		})
	})
	return revs, err
}

// holds says what is wrong with the ledger, given what was acknowledged: every
// such revision is there and says what it said, unless it was erased.
func (f *flow) holds(l *Ledger) error {
	revs, err := all(l)
	if err != nil {
		return err
	}
	gone := map[record.ID]int64{} // erased, acknowledged or not
	for _, rev := range revs {
		if rev.Kind == record.Erasure {
			gone[rev.Subject] = rev.Seq
		}
	}
	for _, t := range f.told {
		if t.Seq > int64(len(revs)) || revs[t.Seq-1].Hash != t.Hash {
			return fmt.Errorf("revision %d was acknowledged and is lost: the ledger ends at %d", t.Seq, len(revs))
		}
		rev := revs[t.Seq-1]
		var w word
		switch {
		case f.erased[t.Subject] > t.Seq && rev.Body != nil:
			return fmt.Errorf("revision %d was erased and is there", t.Seq)
		case gone[t.Subject] > t.Seq || t.Kind == record.Erasure:
		case rev.Body == nil:
			return fmt.Errorf("the body of revision %d is lost", t.Seq)
		case json.Unmarshal(rev.Body, &w) != nil || w.Word != t.word:
			return fmt.Errorf("revision %d says %.40q, and %.40q was said", t.Seq, rev.Body, t.word)
		}
	}
	if got, want := rowsOf(l), expected(revs); !slices.Equal(got, want) {
		return fmt.Errorf("the tables are not those of the ledger:\n%s", cmp.Diff(want, got))
	}
	damage, err := l.Verify(context.Background(), nil)
	if err == nil && len(damage) > 0 {
		err = fmt.Errorf("verify: %v", damage)
	}
	return err
}

// expected is the tests' table as it follows from the revisions.
func expected(revs []Revision) (rows []string) {
	type row struct {
		subject record.ID
		text    string
	}
	table := map[record.ID]row{}
	for _, rev := range revs {
		if rev.Kind == record.Erasure {
			for id, r := range table {
				if r.subject == rev.Subject {
					delete(table, id)
				}
			}
			continue
		}
		var w word
		if rev.Body != nil && json.Unmarshal(rev.Body, &w) == nil {
			table[rev.Record] = row{rev.Subject, fmt.Sprintf("%X %s %d", rev.Record[:], w.Word, rev.At)}
		}
	}
	for _, r := range table {
		rows = append(rows, r.text)
	}
	slices.Sort(rows)
	return rows
}

func rowsOf(l *Ledger) (rows []string) {
	err := l.View(context.Background(), func(tx *store.Tx) error {
		r := tx.Query("SELECT hex(id) || ' ' || word || ' ' || at FROM words ORDER BY id")
		for r.Next() {
			var s string
			if err := r.Scan(&s); err != nil {
				return err
			}
			rows = append(rows, s)
		}
		return r.Err()
	})
	if err != nil {
		return []string{err.Error()}
	}
	slices.Sort(rows)
	return rows
}

// rebuilt makes the tables again and says whether they are as they were.
func rebuilt(opt Options, want []string) error {
	if _, err := Rebuild(context.Background(), opt, nil); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	l, err := Open(context.Background(), opt)
	if err != nil {
		return err
	}
	got := rowsOf(l)
	if err := l.Close(); err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("rebuilt tables differ:\n%s", cmp.Diff(want, got))
	}
	return nil
}

var (
	testKey  = bytes.Repeat([]byte{1}, KeySize)
	testSign = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32))
	testNow  = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
)
