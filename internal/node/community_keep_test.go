package node

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"wasl/internal/base/record"
	"wasl/internal/keep/store/storetest"
)

// What is done with communities is kept as reports are: it comes back from a backup with
// its attachments, its tables are made again, and who was deleted stays so.

// withProgramme is a busy node on which the programme of the demo was played: rolls,
// tests, certificates, materials with files, courses with pictures, complaints, surveys.
func withProgramme(t *testing.T, seed uint64) *busy {
	t.Helper()
	b := openBusy(t, storetest.Dir(t), seed)
	steps, err := b.communities(t.Context(), b.time())
	b.ok(err)
	slices.SortStableFunc(steps, func(x, y step) int { return cmp.Compare(x.at.UnixMilli(), y.at.UnixMilli()) })
	for _, s := range steps {
		b.clock.set(s.at)
		b.ok(s.do())
	}
	b.clock.past.Store(0)
	return b
}

// attached gives what every attachment of communities holds, by its name.
func attached(t *testing.T, n *Node) map[string][32]byte {
	t.Helper()
	all := map[string][32]byte{}
	for _, s := range n.stores() {
		if s.name != inCommunity {
			continue
		}
		if err := s.each(t.Context(), func(_ record.ID, ref string) error {
			r, err := s.Open(t.Context(), ref)
			if err != nil {
				return err
			}
			defer r.Close()
			content, err := io.ReadAll(r)
			all[ref] = sha256.Sum256(content)
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	return all
}

// ofCommunity are the rows of the compartment's tables, but for how far they have come.
func ofCommunity(t *testing.T, n *Node) []string {
	t.Helper()
	return slices.DeleteFunc(dump(t, n.Community), func(line string) bool { return strings.HasPrefix(line, "applied ") })
}

func TestCommunitiesComeBackFromABackup(t *testing.T) {
	b := withProgramme(t, 11)
	defer func() { b.ok(b.Close()) }()
	want, files := ofCommunity(t, b.Node), attached(t, b.Node)
	for _, table := range []string{"persons", "consents", "marks", "attempts", "certificates", "materials", "complaints", "rumours", "surveys", "number_cells", "leaving", "suggestions"} {
		if !slices.ContainsFunc(want, func(line string) bool { return strings.HasPrefix(line, table+" ") }) {
			t.Errorf("nothing is in %s: the test shows little", table)
		}
	}
	if len(files) < 3 {
		t.Errorf("%d attachments: the test shows little", len(files))
	}
	made := b.backup(newShelf(t))
	back, _ := b.restored(made.Data, made.Keys)
	if d := gocmp.Diff(want, ofCommunity(t, back.Node)); d != "" {
		t.Errorf("put back: %s", d)
	}
	if d := gocmp.Diff(files, attached(t, back.Node)); d != "" {
		t.Errorf("attachments that were put back: %s", d)
	}
	sound(t, back.Node)
	dir := back.cfg.Dir
	back.ok(back.Close())
	_, err := Rebuild(context.Background(), Config{Dir: dir, Demo: true, Clock: b.clock.now, Random: &stream{rng: rand.New(rand.NewPCG(1, 1))}}, quiet)
	b.ok(err)
	again := openBusy(t, dir, 8)
	defer func() { again.ok(again.Close()) }()
	if d := gocmp.Diff(want, ofCommunity(t, again.Node)); d != "" {
		t.Errorf("tables that were made again: %s", d)
	}
	if d := gocmp.Diff(files, attached(t, again.Node)); d != "" {
		t.Errorf("attachments then: %s", d)
	}
}

// Whoever was deleted after a backup was made is nobody in it any more, where the keys
// are those of a later day; whoever stayed is there.
func TestWhoWasDeletedStaysDeletedInOldBackups(t *testing.T) {
	b := withProgramme(t, 12)
	defer func() { b.ok(b.Close()) }()
	s := newShelf(t)
	before := b.backup(s)
	names := map[record.ID]string{}
	for i := range 60 {
		if p, err := b.People.Open(t.Context(), b.organiser(), personID(i+1), "to look for the name"); err == nil {
			names[p.ID] = p.Name
		}
	}
	b.pass(120 * 24 * time.Hour)
	n, err := b.Retention.Run(t.Context())
	b.ok(err)
	if n < 20 || len(names) < 30 {
		t.Fatalf("%d of %d were deleted: the test shows little", n, len(names))
	}
	after := b.backup(s)
	back, r := b.restored(before.Data, after.Keys)
	if r.Erased < n {
		t.Errorf("%d were erased again, %d were deleted", r.Erased, n)
	}
	stayed := 0
	for id, name := range names {
		_, here := b.People.Open(t.Context(), b.organiser(), id, "to look for the name")
		_, there := back.People.Open(t.Context(), back.organiser(), id, "to look for the name")
		if (here == nil) != (there == nil) {
			t.Errorf("%s: on the node %v, in the old backup %v", id, here, there)
		}
		if here == nil {
			stayed++
			continue
		}
		revs, err := back.Community.History(t.Context(), id)
		b.ok(err)
		for _, rev := range revs {
			if rev.Kind != record.Erasure && strings.Contains(string(rev.Body), name) {
				t.Errorf("a body of %s can be read", id)
			}
		}
	}
	if stayed == 0 {
		t.Error("nobody stayed: the test shows little")
	}
	sound(t, back.Node)
}
