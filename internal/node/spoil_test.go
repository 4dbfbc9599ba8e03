package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// Whatever becomes of the files of the tables, the next start makes them again from
// the ledger, and nothing is missing.
func TestTablesAreMadeAgainWhateverBecameOfThem(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 11)
	b.live(4)
	b.ok(b.Field.Fold(t.Context()))
	older := copyOf(t, dir)
	b.live(4)
	killed := copyOf(t, dir) // the last of it lies in the logs
	want := both(t, b.Node)
	b.ok(b.Close())

	other := openBusy(t, storetest.Dir(t), 12)
	other.live(2)
	foreign := copyOf(t, other.cfg.Dir)
	b.ok(other.Close())

	tables := func(dir string) string { return filepath.Join(dir, "field", ledger.TablesName) }
	for name, spoil := range map[string]func(dir string) error{
		"nothing":          func(string) error { return nil },
		"gone":             func(dir string) error { return errors.Join(os.Remove(tables(dir)), os.Remove(tables(dir)+"-wal")) },
		"gone without log": func(dir string) error { return os.Remove(tables(dir)) },
		"the log gone":     func(dir string) error { return os.Remove(tables(dir) + "-wal") },
		"cut short":        func(dir string) error { return os.Truncate(tables(dir), 9000) },
		"emptied":          func(dir string) error { return os.Truncate(tables(dir), 0) },
		"noise": func(dir string) error {
			return os.WriteFile(tables(dir), bytes.Repeat([]byte("noise "), 20_000), 0o600)
		},
		"a bit of the first page": func(dir string) error { return flip(tables(dir), 700) },
		"a bit further on":        func(dir string) error { return flip(tables(dir), 5*4096+99) },
		"an older copy": func(dir string) error {
			return errors.Join(replace(tables(dir), tables(older)), os.Remove(tables(dir)+"-wal"))
		},
		"an older copy under a newer log": func(dir string) error { return replace(tables(dir), tables(older)) },
		"another node's": func(dir string) error {
			return errors.Join(replace(tables(dir), tables(foreign)), replace(tables(dir)+"-wal", tables(foreign)+"-wal"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := copyOf(t, killed)
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			b := openBusy(t, dir, 13)
			b.n = 1000
			if diff := cmp.Diff(want, both(t, b.Node)); diff != "" {
				t.Error(diff)
			}
			sound(t, b.Node)
			b.live(1)
			b.ok(b.Close())
		})
	}
}

func flip(name string, at int) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	b[at%len(b)] ^= 1 << (at % 8)
	return os.WriteFile(name, b, 0o600)
}

func replace(name, by string) error {
	b, err := os.ReadFile(by)
	if err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o600)
}

// A ledger put back from a backup begins a new epoch, its tables follow it, and
// whoever verifies it then is told what it lacks.
func TestNodePutBackFromABackup(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 14)
	b.live(3)
	b.ok(b.Close())
	backup := copyOf(t, dir)
	b = openBusy(t, dir, 15)
	b.n = 1000
	b.live(3)
	b.ok(b.Close())
	file := filepath.Join("field", ledger.FileName)
	b.ok(replace(filepath.Join(dir, file), filepath.Join(backup, file)))

	b = openBusy(t, dir, 16)
	b.n = 2000
	damage, err := b.Verify(t.Context(), func(string, int64, int64) {})
	if err != nil || len(damage) != 1 || !strings.Contains(damage[0], "put back from a backup") {
		t.Errorf("verify: %q, %v", damage, err)
	}
	b.live(1)
	history, err := b.Field.History(t.Context(), b.reports[0].id)
	b.ok(err)
	if history[0].Epoch != 2 {
		t.Errorf("epoch %d", history[0].Epoch)
	}
	b.ok(b.Close())
	b = openBusy(t, dir, 17)
	sound(t, b.Node)
	b.ok(b.Close())
}

// said is all that a node says: its tables, bodies, attachments and settings.
func said(t testing.TB, n *Node) (lines []string, err error) {
	t.Helper()
	for name, l := range map[string]*ledger.Ledger{inField: n.Field, inVault: n.Vaulted, inCommunity: n.Community} {
		revs, err := l.Follow(context.Background(), 0, 1_000_000)
		if err != nil {
			return nil, err
		}
		for _, rev := range revs {
			lines = append(lines, fmt.Sprint(name, rev.Seq, rev.Hash, string(rev.Body)))
		}
	}
	lines = append(lines, both(t, n)...)
	err = n.db.View(context.Background(), func(tx *store.Tx) error {
		for _, table := range []string{"sessions", "credentials"} {
			columns, err := texts(tx, "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?)", table)
			if err != nil || len(columns) == 0 {
				return errors.Join(err, fmt.Errorf("node.db has no %s", table))
			}
			rows, err := texts(tx, fmt.Sprintf("SELECT %s FROM %q", strings.Join(columns, " || "), table))
			if err != nil {
				return err
			}
			lines = append(lines, rows...)
		}
		return nil
	})
	slices.Sort(lines)
	return lines, err
}

// One flipped bit anywhere in the folder of a node, as kill -9 leaves it: it is
// found when the node starts or is verified, or all is there all the same.
func TestNoFlippedBitIsSilent(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 18)
	b.slow(1)
	b.live(12)
	b.erase(b.reports[3])
	b.serving().person(policy.Desk)
	b.ok(b.Field.Fold(t.Context()))
	b.live(3)
	killed := copyOf(t, dir)
	want, err := said(t, b.Node)
	b.ok(err)
	b.ok(b.Close())

	whole := files(t, killed)
	names := make([]string, 0, len(whole))
	for name, content := range whole {
		if len(content) > 0 && !strings.HasSuffix(name, "demo.json") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	rng := rand.New(rand.NewPCG(3, 3))
	for _, name := range names {
		found, harmless := 0, 0
		for range storetest.Rounds(2, 250) {
			dir := copyOf(t, killed)
			rel, err := filepath.Rel(killed, name)
			b.ok(err)
			at := rng.IntN(len(whole[name]))
			b.ok(flip(filepath.Join(dir, rel), at))
			told, got := lookAt(t, dir)
			switch {
			case told != "":
				found++
			case slices.Equal(got, want):
				harmless++
			default:
				t.Errorf("%s: byte %d of %d flipped and nothing was found: %s", rel, at, len(whole[name]), cmp.Diff(want, got))
			}
			b.ok(os.RemoveAll(dir))
		}
		t.Logf("%s: %d found, %d mended or harmless", strings.TrimPrefix(name, killed), found, harmless)
	}
}

// lookAt opens a node and verifies it, and gives the first thing that it says is
// wrong, or what it holds.
func lookAt(t *testing.T, dir string) (told string, got []string) {
	n, err := Open(context.Background(), Config{Dir: dir, Demo: true, Clock: demoStart.UTC, Random: &stream{rng: rand.New(rand.NewPCG(1, 1))}})
	if err != nil {
		return err.Error(), nil
	}
	damage, err := n.Verify(context.Background(), func(string, int64, int64) {})
	if err == nil && len(damage) == 0 {
		got, err = said(t, n)
	}
	if closed := n.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return err.Error(), nil
	case len(damage) > 0:
		return damage[0], nil
	}
	return "", got
}

// Data without their keys are refused: new ones would open nothing.
func TestDataWithoutKeys(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 19)
	b.ok(b.Close())
	b.ok(os.Remove(filepath.Join(dir, plainKey)))
	_, err := Open(t.Context(), Config{Dir: dir, Demo: true, Clock: demoStart.UTC, Random: &stream{rng: rand.New(rand.NewPCG(1, 1))}})
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "node.keys.missing" {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, plainKey)); err == nil {
		t.Error("new keys were made")
	}
}

// An attachment that a report names and that is not here is told of.
func TestVerifyFindsAMissingAttachment(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 20)
	defer func() { b.ok(b.Close()) }()
	r := b.send(b.canary(), nil, 1)
	sound(t, b.Node)
	b.ok(b.Blobs.Delete(context.Background(), r.refs[0], nil))
	damage, err := b.Verify(t.Context(), func(string, int64, int64) {})
	if err != nil || len(damage) != 1 || !strings.Contains(damage[0], r.id.String()) {
		t.Errorf("%q, %v", damage, err)
	}
}
