package node

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store/storetest"
)

// Golden data are those that a release wrote: synthetic, small, and never made
// again once the release is out, so that every later one is held to reading them.
//
//	go test ./internal/node -run Golden -make NAME [-of COMPARTMENT]   makes those of this release
//	go test ./internal/node -run Golden -update                        takes what the tables hold now for right
//
// The second is for who changed the tables on purpose: the ledgers stay as they
// are, and the difference of dump.txt is what to look at.
var (
	makeGolden = flag.String("make", "", "name of the golden data to make")
	goldenOf   = flag.String("of", "", "compartment that golden data are made of; all where it is empty")
	update     = flag.Bool("update", false, "write dump.txt anew")
)

const goldenDir = "testdata/golden"

// goldenFiles are what is kept of a node: its keys and ledgers. The tables are made
// from them. Release 1 had no communities; of release 2 they alone are kept.
var goldenFiles = []string{
	plainKey, filepath.Join("field", ledger.FileName), filepath.Join("vault", ledger.FileName), filepath.Join(inCommunity, ledger.FileName),
}

func TestGoldenLedgersOfEveryRelease(t *testing.T) {
	if *makeGolden != "" {
		makeGoldenData(t, filepath.Join(goldenDir, *makeGolden))
	}
	releases, err := fs.Glob(os.DirFS(goldenDir), "*")
	if err != nil || len(releases) == 0 {
		t.Fatalf("there are no golden data: %v", err)
	}
	for _, name := range releases {
		t.Run(name, func(t *testing.T) { readGolden(t, filepath.Join(goldenDir, name)) })
	}
}

// makeGoldenData makes a node on which something of everything happened, and keeps
// its ledgers with what the tables say.
func makeGoldenData(t *testing.T, to string) {
	t.Helper()
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 2026)
	b.live(14)
	b.erase(b.reports[2])
	b.erase(b.reports[9])
	b.live(2)
	b.gather()
	everyKindOfCommunities(t, b.Node)
	b.ok(b.Close())
	for _, name := range goldenFiles {
		if *goldenOf != "" && name != plainKey && filepath.Dir(name) != *goldenOf {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		b.ok(err)
		b.ok(os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755))
		f, err := os.OpenFile(filepath.Join(to, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		b.ok(err) // what is there is some release's, and stays
		_, err = f.Write(content)
		b.ok(err)
		b.ok(f.Close())
	}
	*update = true
}

// everyKindOfCommunities fails where golden data would say nothing of some kind of
// record of communities.
func everyKindOfCommunities(t *testing.T, n *Node) {
	t.Helper()
	hs, err := n.Community.Since(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range record.Kinds() {
		if k >= record.Activity && !slices.ContainsFunc(hs, func(h ledger.Header) bool { return h.Kind == k }) {
			t.Errorf("nothing of kind %s happens", k)
		}
	}
}

// readGolden makes the tables from a release's ledgers, and holds them and every
// body against what is kept.
func readGolden(t *testing.T, from string) {
	dir := storetest.Dir(t)
	for _, name := range goldenFiles {
		content, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) && name != plainKey {
			continue // a compartment that is not of these data: it is begun empty
		}
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cfg := Config{Dir: dir, Demo: true, Clock: demoStart.UTC, Random: &stream{rng: rand.New(rand.NewPCG(1, 1))}}
	if _, err := Rebuild(context.Background(), cfg, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	n := &Node{cfg: cfg}
	var err error
	if n.keys, err = loadKeys(dir, "", cfg.Random); err != nil {
		t.Fatal(err)
	}
	if err := n.openKeep(t.Context()); err != nil { // the ledgers alone: a node that starts adds to them
		t.Fatal(err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	for name, l := range map[string]*ledger.Ledger{inField: n.Field, inVault: n.Vaulted, inCommunity: n.Community} {
		if damage, err := l.Verify(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Errorf("%s: verify: %v, %v", name, damage, err)
		}
	}
	lines := both(t, n)
	for _, l := range ofCommunity(t, n) {
		lines = append(lines, "community "+l)
	}
	got := strings.Join(lines, "\n") + "\n"
	name := filepath.Join(from, "dump.txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got)) {
		t.Errorf("the tables made from the ledgers of %s are others. If they were meant to change: go test ./internal/node -run Golden -update, and look at the difference of %s\n%s",
			filepath.Base(from), name, cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")))
	}
}
