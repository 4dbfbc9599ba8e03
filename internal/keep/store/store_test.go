package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

var words = Module{Name: "words", Steps: []string{
	"CREATE TABLE words (id BLOB PRIMARY KEY, word TEXT, n INTEGER, x REAL) WITHOUT ROWID",
	"CREATE INDEX words_word ON words (word)",
}}

func open(t testing.TB, opt Options) *DB {
	t.Helper()
	if opt.Path == "" {
		opt.Path = filepath.Join(t.TempDir(), "t.db")
	}
	if opt.Modules == nil {
		opt.Modules = []Module{words}
	}
	db, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestWriteAndRead(t *testing.T) {
	for name, key := range map[string][]byte{"plain": nil, "encrypted": bytes.Repeat([]byte{7}, KeySize)} {
		t.Run(name, func(t *testing.T) {
			db := open(t, Options{Key: key, Durable: true})
			id := record.IDOf("a")
			n := int64(5)
			if err := db.Update(t.Context(), func(tx *Tx) error {
				return tx.Exec("INSERT INTO words VALUES (?, ?, ?, ?)", id, "وصل", &n, nil)
			}); err != nil {
				t.Fatal(err)
			}
			var got record.ID
			var word string
			var x *float64
			var m *int64
			if err := db.View(t.Context(), func(tx *Tx) error {
				return tx.Row("SELECT id, word, n, x FROM words WHERE word = ?", "وصل").Scan(&got, &word, &m, &x)
			}); err != nil {
				t.Fatal(err)
			}
			if got != id || word != "وصل" || m == nil || *m != 5 || x != nil {
				t.Errorf("read back %v %q %v %v", got, word, m, x)
			}
			if err := db.View(t.Context(), func(tx *Tx) error {
				return tx.Row("SELECT word FROM words WHERE word = 'x'").Scan(&word)
			}); !None(err) {
				t.Errorf("a missing row gives %v", err)
			}
			if err := db.View(t.Context(), func(tx *Tx) error { return tx.Exec("DELETE FROM words") }); err == nil {
				t.Error("a reader could write")
			}
		})
	}
}

func TestPointersToNothingAreNull(t *testing.T) {
	db := open(t, Options{})
	one, half, word, id := int64(1), 0.5, "w", record.IDOf("i")
	for _, c := range []struct {
		nothing, something any
		want               string
	}{
		{(*int64)(nil), &one, "1"},
		{(*float64)(nil), &half, "0.5"},
		{(*string)(nil), &word, "'w'"},
		{(*record.ID)(nil), &id, "X'" + strings.ToUpper(hex.EncodeToString(id[:])) + "'"},
		{nil, true, "1"},
		{[]byte(nil), []byte{}, "X''"},
	} {
		if err := db.View(t.Context(), func(tx *Tx) error {
			var a, b string
			err := tx.Row("SELECT quote(?), quote(?)", c.nothing, c.something).Scan(&a, &b)
			if err == nil && (a != "NULL" || b != c.want) {
				t.Errorf("%T is bound as %s and %s, want NULL and %s", c.nothing, a, b, c.want)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.Exec("SELECT ?", struct{}{}) }); err == nil {
		t.Error("what cannot be kept was bound")
	}
}

func TestUndoKeepsTheRest(t *testing.T) {
	db := open(t, Options{})
	ctx := t.Context()
	put := func(tx *Tx, w string) error {
		return tx.Exec("INSERT INTO words VALUES (?, ?, 0, 0)", record.IDOf(w), w)
	}
	if err := db.Update(ctx, func(tx *Tx) error {
		for _, step := range []func() error{
			func() error { return put(tx, "kept") }, tx.Savepoint,
			func() error { return put(tx, "undone") }, tx.Undo, tx.Savepoint,
			func() error { return put(tx, "released") }, tx.Release,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var all string
	if err := db.View(ctx, func(tx *Tx) error {
		return tx.Row("SELECT group_concat(word, ' ') FROM (SELECT word FROM words ORDER BY word)").Scan(&all)
	}); err != nil || all != "kept released" {
		t.Errorf("kept %q, %v", all, err)
	}
}

func TestEncryptedFileShowsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	key := bytes.Repeat([]byte{9}, KeySize)
	db := open(t, Options{Path: path, Key: key})
	if err := db.Update(t.Context(), func(tx *Tx) error {
		return tx.Exec("INSERT INTO words VALUES (?, 'canary-4711', 1, 1)", record.IDOf("c"))
	}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("canary")) || bytes.Contains(b, []byte("CREATE TABLE")) {
			t.Errorf("%s shows its content", filepath.Base(p))
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Path: path, Key: bytes.Repeat([]byte{8}, KeySize), Modules: []Module{words}})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("a wrong key gives %v", err)
	}
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("not a database. "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Path: text}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a text file gives %v", err)
	}
	newer := filepath.Join(dir, "newer.db")
	db, err := Open(t.Context(), Options{Path: newer, Modules: []Module{{Name: "words", Steps: append([]string{}, append(words.Steps, "CREATE TABLE more (x)")...)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Path: newer, Modules: []Module{words}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a newer file gives %v", err)
	}
}

func TestTornTailIsCutBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	key := bytes.Repeat([]byte{9}, KeySize)
	db := open(t, Options{Path: path, Key: key})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(make([]byte, 700)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, Options{Path: path, Key: key})
}

func BenchmarkInsert(b *testing.B) {
	for name, key := range map[string][]byte{"plain": nil, "encrypted": bytes.Repeat([]byte{7}, KeySize)} {
		for _, durable := range []bool{false, true} {
			b.Run(name+map[bool]string{true: "/full", false: "/normal"}[durable], func(b *testing.B) {
				db := open(b, Options{Key: key, Durable: durable})
				i := 0
				for b.Loop() {
					if err := db.Update(context.Background(), func(tx *Tx) error {
						for range 32 {
							i++
							var id record.ID
							id[0], id[1], id[2], id[3] = byte(i*7), byte(i>>8), byte(i>>16), byte(i)
							if err := tx.Exec("INSERT OR REPLACE INTO words VALUES (?, ?, ?, 1.5)", id, "some words here", i); err != nil {
								return err
							}
						}
						return nil
					}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)*32/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

// Every byte of a plain file counts: free pages and unused space too.
func TestCheckFindsOneChangedByte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	db := open(t, Options{Path: path})
	if err := db.Update(t.Context(), func(tx *Tx) error {
		for i := range 400 {
			id := record.IDOf(string(rune('a' + i)))
			if err := tx.Exec("INSERT INTO words VALUES (?, 'a word', ?, 0)", id, i); err != nil {
				return err
			}
		}
		return tx.Exec("DELETE FROM words WHERE n > 100")
	}); err != nil {
		t.Fatal(err)
	}
	if wrong, err := db.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Fatalf("a sound file: %v, %v", wrong, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 37 {
		b := bytes.Clone(whole)
		b[at] ^= 1 << (at % 8)
		if bad, err := badPages(t, bytes.NewReader(b), nil); err != nil || len(bad) == 0 {
			t.Fatalf("byte %d of %d changed and nothing was found (%v)", at, len(whole), err)
		}
	}
}
