package ledger

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// secret is what is kept of a subject, as it lies in the ledger.
type secret struct {
	sealed, key []byte
}

// secretsOf reads the sealed bodies and keys of all subjects.
func secretsOf(t *testing.T, l *Ledger) map[record.ID][]secret {
	t.Helper()
	secrets := map[record.ID][]secret{}
	if err := l.file.View(context.Background(), func(lt *store.Tx) error {
		rows := lt.Query("SELECT s.id, b.sealed, s.key FROM bodies b JOIN revisions r USING (seq) JOIN subjects s ON s.n = r.subject")
		defer rows.Close()
		for rows.Next() {
			var id record.ID
			var s secret
			if err := rows.Scan(&id, &s.sealed, &s.key); err != nil {
				return err
			}
			secrets[id] = append(secrets[id], s)
		}
		return rows.Err()
	}); err != nil {
		t.Fatal(err)
	}
	return secrets
}

// stays tells whether a piece of what was kept of a subject is among bytes.
func (s secret) stays(b []byte) bool {
	const piece = 24 // long enough not to be met by chance
	if bytes.Contains(b, s.key[:piece]) {
		return true
	}
	for at := 0; at+piece <= len(s.sealed); at += piece {
		if bytes.Contains(b, s.sealed[at:at+piece]) {
			return true
		}
	}
	return false
}

// Rows of all sizes, in pages that were split and balanced: of a subject that is
// erased no piece stays in the ledger, nor in a page of the tables.
func TestNoPieceOfTheErasedStays(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	rng := rand.New(rand.NewPCG(1, 9))
	subjects := storetest.Rounds(800, 3000) // with 120 no row that was moved was left behind
	for i := range subjects {
		for range 1 + rng.IntN(4) {
			name := fmt.Sprint(rng.IntN(i + 1))
			say(t, l, name, strings.Repeat("canary-"+name+"-end ", 1+rng.IntN(1<<rng.IntN(9))))
		}
	}
	secrets := secretsOf(t, l)
	for i := range subjects {
		if rng.IntN(3) > 0 {
			continue
		}
		name := fmt.Sprint(i)
		if _, err := l.Erase(t.Context(), record.IDOf(name), record.ID{}, "asked for"); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{FileName, FileName + "-wal"} {
			raw, err := os.ReadFile(filepath.Join(opt.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range secrets[record.IDOf(name)] {
				if s.stays(raw) {
					t.Errorf("%s: a piece of %s stays", file, name)
				}
			}
		}
		if err := l.tables.Load().Pages(t.Context(), func(n int64, page []byte) error {
			if bytes.Contains(page, []byte("canary-"+name+"-end")) {
				t.Errorf("page %d of the tables holds what was said of %s", n, name)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	noDamage(t, l)
}

// A crash anywhere in an erasure: either it was never told of and nothing is
// erased, or the next start ends it, with not a piece left in any file.
func TestErasingThatIsCutIsEndedByTheNextStart(t *testing.T) {
	told := 0
	for n := 1; n <= 30; n++ {
		d := storetest.New(t, uint64(n))
		opt := onDisk(t, d, 1)
		l, err := Open(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 40 {
			say(t, l, fmt.Sprint(i%20), strings.Repeat(fmt.Sprintf("canary-%d-end ", i%20), 30))
		}
		secrets := secretsOf(t, l)[record.IDOf("7")]
		d.CutAt(n)
		_, failed := l.Erase(context.Background(), record.IDOf("7"), record.ID{}, "asked for")
		if failed == nil {
			told++
		}
		d.Cut()
		_ = l.Close() // there is no power
		if n%2 == 0 {
			d.Restart()
		} else {
			d.Crash()
		}
		if l, err = Open(t.Context(), opt); err != nil {
			t.Fatal(err)
		}
		noDamage(t, l)
		erased := !strings.Contains(strings.Join(rowsOf(l), "\n"), "canary-7-end")
		if failed == nil && !erased {
			t.Errorf("cut at %d: told that it was erased, and it is there", n)
		}
		for name, b := range d.Files() {
			for _, s := range secrets {
				if erased && s.stays(b) {
					t.Errorf("cut at %d: %s holds a piece of what was erased", n, filepath.Base(name))
				}
			}
		}
		if err := l.tables.Load().Pages(t.Context(), func(_ int64, page []byte) error {
			if erased && bytes.Contains(page, []byte("canary-7-end")) {
				t.Errorf("cut at %d: the tables hold what was erased", n)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if told == 0 || told == 30 {
		t.Errorf("%d of 30 erasures were told of", told)
	}
}
