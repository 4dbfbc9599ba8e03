package ledger

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// word is the body of the tests' records.
type word struct {
	V    int    `json:"v"`
	Word string `json:"word"`
}

var errRefused = errors.New("this word cannot be applied")

// wordsPart keeps one row a record, the last word said of it.
func wordsPart() Part {
	return Part{
		Module: store.Module{Name: "words", Steps: []string{"CREATE TABLE words (id BLOB PRIMARY KEY, subject BLOB, word TEXT, at INTEGER) WITHOUT ROWID"}},
		Kinds:  []record.Kind{record.Report, record.Note},
		Apply: func(tx *store.Tx, rev Revision) error {
			var w word
			if err := json.Unmarshal(rev.Body, &w); err != nil {
				return err
			}
			switch w.Word {
			case "poison":
				return errRefused
			case "panic":
				panic("a bug in a part")
			}
			return tx.Exec("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", rev.Record, rev.Subject, w.Word, rev.At)
		},
		Erase: func(tx *store.Tx, subject record.ID) error {
			return tx.Exec("DELETE FROM words WHERE subject = ?", subject)
		},
	}
}

func options(t testing.TB) Options {
	return Options{
		Dir: storetest.Dir(t), Key: testKey, Node: record.IDOf("node"), Sign: testSign, Parts: []Part{wordsPart()},
		Clock:  func() time.Time { return testNow },
		Random: rand.Reader,
	}
}

func open(t testing.TB, opt Options) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), opt)
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

func say(t testing.TB, l *Ledger, name, w string) []Header {
	t.Helper()
	hs, err := l.Write(context.Background(), func(*store.Tx) ([]Draft, error) { return draft(name, w), nil })
	if err != nil {
		t.Fatal(err)
	}
	return hs
}

func draft(name, w string) []Draft {
	return []Draft{{Kind: record.Report, Record: record.IDOf(name), Body: word{1, w}}}
}

// dump is all the rows of the tests' table.
func dump(t testing.TB, l *Ledger) (rows []string) {
	t.Helper()
	if err := l.View(context.Background(), func(tx *store.Tx) error {
		r := tx.Query("SELECT hex(id) || ' ' || word || ' ' || at FROM words ORDER BY id")
		for r.Next() {
			var s string
			if err := r.Scan(&s); err != nil {
				return err
			}
			rows = append(rows, s)
		}
		return r.Err()
	}); err != nil {
		t.Fatal(err)
	}
	return rows
}

func noDamage(t testing.TB, l *Ledger) {
	t.Helper()
	if damage, err := l.Verify(context.Background(), nil); err != nil || len(damage) > 0 {
		t.Errorf("verify: %v, %v", damage, err)
	}
}

func TestWritesAreThereAtOnceAndAfterReopening(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	for i := range 20 {
		say(t, l, fmt.Sprint(i), fmt.Sprint("word ", i))
		if got := len(dump(t, l)); got != i+1 {
			t.Fatalf("after %d writes there are %d rows", i+1, got)
		}
	}
	say(t, l, "3", "changed")
	before := dump(t, l)
	noDamage(t, l)
	revs, err := l.History(t.Context(), record.IDOf("3"))
	if err != nil || len(revs) != 2 || string(revs[1].Body) != `{"v":1,"word":"changed"}` {
		t.Errorf("history: %v, %v", revs, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	if diff := cmp.Diff(before, dump(t, l)); diff != "" {
		t.Error(diff)
	}
	say(t, l, "new", "goes on")
	noDamage(t, l)
}

func TestGroupsAnswerEachTheirOwn(t *testing.T) {
	l := open(t, options(t))
	var wg sync.WaitGroup
	refuse := &fault.Error{Kind: fault.Denied, Msg: "no"}
	for i := range 200 {
		wg.Go(func() {
			name := fmt.Sprint(i)
			hs, err := l.Write(context.Background(), func(*store.Tx) ([]Draft, error) {
				switch i % 10 {
				case 3:
					return nil, refuse
				case 5:
					return draft(name, "poison"), nil
				case 7:
					panic("a bug in a domain")
				}
				return draft(name, "fine"), nil
			})
			switch i % 10 {
			case 3:
				if !fault.Is(err, fault.Denied) {
					t.Errorf("%d: %v", i, err)
				}
			case 5:
				if !errors.Is(err, errRefused) {
					t.Errorf("%d: %v", i, err)
				}
			case 7:
				if !fault.Is(err, fault.Internal) {
					t.Errorf("%d: %v", i, err)
				}
			default:
				if err != nil || len(hs) != 1 {
					t.Errorf("%d: %v, %v", i, hs, err)
				}
			}
		})
	}
	wg.Wait()
	if got := len(dump(t, l)); got != 140 {
		t.Errorf("%d rows, want 140", got)
	}
	noDamage(t, l)
}

// A command sees what the one before it in the same group wrote.
func TestDecideSeesTheCommandsBefore(t *testing.T) {
	l := open(t, options(t))
	var wg sync.WaitGroup
	var mu sync.Mutex
	wrote := 0
	for range 50 {
		wg.Go(func() {
			hs, err := l.Write(context.Background(), func(tx *store.Tx) ([]Draft, error) {
				var n int
				if err := tx.Row("SELECT count(*) FROM words WHERE id = ?", record.IDOf("one")).Scan(&n); err != nil || n > 0 {
					return nil, err
				}
				return draft("one", "once"), nil
			})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			wrote += len(hs)
			mu.Unlock()
		})
	}
	wg.Wait()
	if wrote != 1 {
		t.Errorf("written %d times", wrote)
	}
}

func TestTablesCatchUp(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string, old []byte){
		"a crash between the two commits": func(t *testing.T, path string, old []byte) {
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are gone": func(t *testing.T, path string, _ []byte) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are spoiled": func(t *testing.T, path string, _ []byte) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("spoiled "), 9000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are empty": func(t *testing.T, path string, _ []byte) {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are cut short": func(t *testing.T, path string, _ []byte) {
			if err := os.Truncate(path, 5000); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are an older copy, and have a log of another time": func(t *testing.T, path string, old []byte) {
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+"-wal", bytes.Repeat([]byte("old frames "), 2000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"the tables are under another key": func(t *testing.T, path string, _ []byte) {
			other := options(t)
			other.Key = bytes.Repeat([]byte{9}, KeySize)
			say(t, open(t, other), "x", "not ours")
			b, err := os.ReadFile(filepath.Join(other.Dir, TablesName))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			opt := options(t)
			path := filepath.Join(opt.Dir, TablesName)
			l := open(t, opt)
			for i := range 30 {
				say(t, l, fmt.Sprint(i), "early")
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			l = open(t, opt)
			for i := range 30 {
				say(t, l, fmt.Sprint(i+15), "late")
			}
			want := dump(t, l)
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, path, old)
			l = open(t, opt)
			if diff := cmp.Diff(want, dump(t, l)); diff != "" {
				t.Error(diff)
			}
			noDamage(t, l)
		})
	}
}

func TestRebuildGivesEqualTables(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	for i := range 100 {
		say(t, l, fmt.Sprint(i%40), fmt.Sprint(i))
	}
	if _, err := l.Erase(t.Context(), record.IDOf("7"), record.IDOf("who"), "asked for"); err != nil {
		t.Fatal(err)
	}
	want := dump(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	n, err := Rebuild(t.Context(), opt, nil)
	if err != nil || n != 101 {
		t.Fatalf("rebuilt %d, %v", n, err)
	}
	l = open(t, opt)
	if diff := cmp.Diff(want, dump(t, l)); diff != "" {
		t.Error(diff)
	}
	noDamage(t, l)
}

func TestErasingErases(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	subject := record.IDOf("who told")
	say(t, l, "who told", "a secret")
	if _, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) {
		return []Draft{{Kind: record.Note, Record: record.IDOf("note"), Subject: subject, Body: word{1, "of the secret"}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	say(t, l, "another", "stays")
	var sealed, key []byte
	if err := l.file.View(t.Context(), func(lt *store.Tx) error {
		return lt.Row("SELECT b.sealed, s.key FROM bodies b JOIN revisions r USING (seq) JOIN subjects s ON s.n = r.subject WHERE seq = 1").Scan(&sealed, &key)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Erase(t.Context(), subject, record.IDOf("dpo"), "asked for"); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, l); len(got) != 1 || !strings.Contains(got[0], "stays") {
		t.Errorf("the tables still hold %v", got)
	}
	revs, err := l.History(t.Context(), subject)
	if err != nil || len(revs) != 3 || revs[0].Body != nil || revs[1].Body != nil || revs[2].Kind != record.Erasure {
		t.Errorf("history: %v, %v", revs, err)
	}
	noDamage(t, l)
	for _, name := range []string{FileName, FileName + "-wal"} {
		b, err := os.ReadFile(filepath.Join(opt.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, sealed) || bytes.Contains(b, key) {
			t.Errorf("%s still holds the sealed body or its key", name)
		}
	}
}

// What is erased and what stays of it are one commit: where the one cannot be written,
// the other is not done.
func TestErasingWithASumIsOneCommit(t *testing.T) {
	l := open(t, options(t))
	say(t, l, "one", "a secret")
	say(t, l, "two", "another")
	both := func(sum string) ([]Header, error) {
		return l.EraseAll(t.Context(), func(*store.Tx) ([]Draft, []Erasing, error) {
			return draft("sum", sum), []Erasing{{Subject: record.IDOf("one")}, {Subject: record.IDOf("two")}}, nil
		})
	}
	if _, err := both("poison"); err == nil || len(dump(t, l)) != 2 {
		t.Errorf("a sum that cannot be applied: %v, the tables hold %v", err, dump(t, l))
	}
	hs, err := both("two secrets")
	if err != nil || len(hs) != 3 || hs[0].Kind != record.Report || hs[2].Kind != record.Erasure {
		t.Fatalf("%v, %v", hs, err)
	}
	if got := dump(t, l); len(got) != 1 || !strings.Contains(got[0], "two secrets") {
		t.Errorf("the tables hold %v", got)
	}
	if hs, err := l.EraseAll(t.Context(), func(*store.Tx) ([]Draft, []Erasing, error) { return nil, nil, nil }); err != nil || len(hs) != 0 {
		t.Errorf("nothing to erase: %v, %v", hs, err)
	}
	noDamage(t, l)
}

func TestClocksThatAreWrong(t *testing.T) {
	opt := options(t)
	now := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	opt.Clock = func() time.Time { return now }
	l := open(t, opt)
	for _, year := range []int{1970, 2026, 2090, 2026, 2025, 1969, 2026} {
		now = time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC)
		for range 3 {
			hs := say(t, l, fmt.Sprint("of ", year), "x")
			if at := hs[0].At.Time(); year >= 1970 && (at.Before(now) || at.Sub(now) > maxDrift+time.Second) && year != 2025 {
				t.Errorf("in %d a revision is dated %v", year, at)
			}
		}
	}
	noDamage(t, l)
}

// A ledger put back from an old backup begins a new epoch, and its tables, which
// know more, are made again.
func TestRestoredFromBackup(t *testing.T) {
	opt := options(t)
	path := filepath.Join(opt.Dir, FileName)
	l := open(t, opt)
	say(t, l, "a", "1")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	say(t, l, "b", "2")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	l = open(t, opt)
	if got := dump(t, l); len(got) != 1 {
		t.Errorf("tables hold %v", got)
	}
	// Whoever verifies it then is told, and only then.
	damage, err := l.Verify(t.Context(), nil)
	if err != nil || len(damage) != 1 || !strings.Contains(damage[0].What, "ends at revision 1") {
		t.Errorf("verify: %v, %v", damage, err)
	}
	for range 2 { // the epoch lasts, though nothing was written in it yet
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = open(t, opt)
		noDamage(t, l)
	}
	hs := say(t, l, "c", "3")
	if hs[0].Epoch != 2 {
		t.Errorf("epoch %d, want 2", hs[0].Epoch)
	}
	noDamage(t, l)
}

// An id belongs to one kind of record for ever, also when what it named was erased.
// Whoever else writes at the same moment is not held up, and what was written under it
// before ledgers held to this is applied as it is.
func TestAnIDIsOfOneKind(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	note := func(d Draft) error {
		d.Kind, d.Body = record.Note, word{1, "other"}
		_, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) { return append(draft("new", "beside it"), d), nil })
		return err
	}
	say(t, l, "a", "first")
	say(t, l, "gone", "first")
	if _, err := l.Erase(t.Context(), record.IDOf("gone"), record.ID{}, "asked"); err != nil {
		t.Fatal(err)
	}
	before := dump(t, l)
	for what, d := range map[string]Draft{
		"one's own subject": {Record: record.IDOf("a")}, "subject and record": {Record: record.IDOf("a"), Subject: record.IDOf("a")}, "erased": {Record: record.IDOf("gone")},
	} {
		if err := note(d); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if after := dump(t, l); !slices.Equal(after, before) {
		t.Errorf("%q, before %q", after, before)
	}
	say(t, l, "a", "second")
	if err := note(Draft{Record: record.IDOf("n"), Subject: record.IDOf("a")}); err != nil {
		t.Errorf("a note about it: %v", err)
	}
	if err := note(Draft{Record: record.IDOf("unheard of")}); err != nil {
		t.Errorf("a new id: %v", err)
	}
	before = dump(t, l)
	if err := l.file.Update(t.Context(), func(tx *store.Tx) error { return tx.Exec("UPDATE revisions SET kind = ? WHERE seq = 1", record.Note) }); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Rebuild(t.Context(), opt, nil); err != nil {
		t.Fatal(err)
	}
	if after := dump(t, open(t, opt)); !slices.Equal(after, before) {
		t.Errorf("made again: %q, before %q", after, before)
	}
}

func BenchmarkWrite(b *testing.B) {
	body := json.RawMessage(`{"v":1,"word":"` + strings.Repeat("x", 1400) + `"}`)
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			l := open(b, options(b))
			var n int64
			var mu sync.Mutex
			b.SetParallelism((clients + 1) / 2)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					mu.Lock()
					n++
					id := record.IDOf(fmt.Sprint(n))
					mu.Unlock()
					if _, err := l.Write(context.Background(), func(*store.Tx) ([]Draft, error) {
						return []Draft{{Kind: record.Report, Record: id, Body: body}}, nil
					}); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}
