package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// copyOf copies a ledger's revisions or, where keys says so, its keys.
func copyOf(t *testing.T, l *Ledger, keys bool) (pages [][]byte, c Copied) {
	t.Helper()
	collect := func(page []byte) error { pages = append(pages, page); return nil }
	var err error
	if keys {
		err = l.CopyKeys(t.Context(), collect)
	} else {
		c, err = l.Copy(t.Context(), collect)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pages, c
}

// putBack makes a new ledger of a copy and its keys.
func putBack(t *testing.T, pages, keys [][]byte) (*Ledger, []Erasing) {
	t.Helper()
	opt := options(t)
	r, err := NewRestorer(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range slices.Concat(keys, pages) {
		if err := r.Page(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	erased, err := r.Close(t.Context(), "put back from a copy")
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, opt)
	for _, e := range erased {
		if _, err := l.EraseIf(t.Context(), func(*store.Tx) (Erasing, error) { return e, nil }); err != nil {
			t.Fatal(err)
		}
	}
	return l, erased
}

func TestCopyPutBackIsTheSame(t *testing.T) {
	l := open(t, options(t))
	for _, w := range []string{"a", "b", "c"} {
		say(t, l, w, w+w)
	}
	if _, err := l.Erase(t.Context(), record.IDOf("b"), record.ID{}, "asked for"); err != nil {
		t.Fatal(err)
	}
	say(t, l, "b", "said again")
	pages, c := copyOf(t, l, false)
	if c.Revisions != 5 || len(c.Damage) > 0 {
		t.Errorf("copied %+v", c)
	}
	keys, _ := copyOf(t, l, true)
	back, erased := putBack(t, pages, keys)
	if len(erased) > 0 {
		t.Errorf("taken for erased: %v", erased)
	}
	if diff := cmp.Diff(dump(t, l), dump(t, back)); diff != "" {
		t.Error(diff)
	}
	noDamage(t, back)
	if hs := say(t, back, "d", "after"); hs[0].Epoch != 2 || hs[0].Seq != 6 {
		t.Errorf("it goes on at %d of epoch %d", hs[0].Seq, hs[0].Epoch)
	}
	noDamage(t, back)
}

// The pages of a copy hold neither a word nor a key: what stands in them is
// nothing to whoever has them alone.
func TestACopyAloneIsNothing(t *testing.T) {
	l := open(t, options(t))
	say(t, l, "a", "a secret word")
	pages, _ := copyOf(t, l, false)
	var sealed []byte
	if err := l.file.View(t.Context(), func(lt *store.Tx) error { return lt.Row("SELECT key FROM subjects").Scan(&sealed) }); err != nil {
		t.Fatal(err)
	}
	keys, _ := copyOf(t, l, true)
	key := []byte(base64.StdEncoding.EncodeToString(sealed))
	if !bytes.Contains(keys[0], key) {
		t.Errorf("the keys are not among %s", keys[0])
	}
	for _, p := range pages {
		if bytes.Contains(p, []byte("secret")) || bytes.Contains(p, key) {
			t.Errorf("%s", p)
		}
	}
	r, err := NewRestorer(t.Context(), options(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abort() //nolint:errcheck // of a test
	err = nil
	for _, p := range pages {
		err = errors.Join(err, r.Page(t.Context(), p))
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "ledger.restore.keys" {
		t.Errorf("without its keys it was put back: %v", err)
	}
}

// An old copy with keys of today gives up what was erased between the two.
func TestWhatWasErasedSinceStaysErased(t *testing.T) {
	l := open(t, options(t))
	for _, w := range []string{"a", "b"} {
		say(t, l, w, w+" is here")
	}
	pages, _ := copyOf(t, l, false)
	h, err := l.Erase(t.Context(), record.IDOf("a"), record.ID{}, "asked for")
	if err != nil {
		t.Fatal(err)
	}
	say(t, l, "a", "another thing")
	say(t, l, "later", "a key that the copy knows nothing of")
	keys, _ := copyOf(t, l, true)
	back, erased := putBack(t, pages, keys)
	if len(erased) != 1 || erased[0].Subject != h.Subject {
		t.Errorf("erased again: %+v", erased)
	}
	if got := strings.Join(dump(t, back), "\n"); strings.Contains(got, "a is here") || !strings.Contains(got, "b is here") {
		t.Errorf("the tables hold\n%s", got)
	}
	if revs, err := back.History(t.Context(), record.IDOf("a")); err != nil || len(revs) != 2 || revs[0].Body != nil || revs[1].Kind != record.Erasure {
		t.Errorf("%v, %v", revs, err)
	}
	noDamage(t, back)
}

// What is erased while the copy is made is gone from it, be its page written
// before or after.
func TestErasedWhileCopied(t *testing.T) {
	l := open(t, options(t))
	var drafts []Draft
	for i := range copyRows + 10 {
		drafts = append(drafts, draft(string(rune('a'+i%26))+strings.Repeat("x", i/26), "word")...)
	}
	if _, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) { return drafts, nil }); err != nil {
		t.Fatal(err)
	}
	first, last := drafts[0].Record, drafts[len(drafts)-1].Record
	var pages [][]byte
	c, err := l.Copy(t.Context(), func(page []byte) error {
		pages = append(pages, page)
		if len(pages) > 2 || !bytes.Contains(page, []byte(`"seq":1,`)) {
			return nil
		}
		for _, id := range []record.ID{first, last} {
			if _, err := l.Erase(t.Context(), id, record.ID{}, "now"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(c.Damage) > 0 || c.Revisions != int64(len(drafts)) {
		t.Fatalf("%+v, %v", c, err)
	}
	keys, _ := copyOf(t, l, true)
	back, erased := putBack(t, pages, keys)
	if len(erased) != 2 || len(dump(t, back)) != len(drafts)-2 {
		t.Errorf("%d erased again, %d rows", len(erased), len(dump(t, back)))
	}
	noDamage(t, back)
}

// A copy of what is damaged is made, says so, and does not pass for an erasure.
func TestDamageIsToldAndCopied(t *testing.T) {
	l := open(t, options(t))
	say(t, l, "a", "one")
	say(t, l, "b", "two")
	if err := l.file.Update(t.Context(), func(lt *store.Tx) error {
		return lt.Exec("UPDATE bodies SET sealed = zeroblob(60) WHERE seq = 1")
	}); err != nil {
		t.Fatal(err)
	}
	pages, c := copyOf(t, l, false)
	if len(c.Damage) != 1 || c.Damage[0].Seq != 1 {
		t.Errorf("told: %v", c.Damage)
	}
	keys, _ := copyOf(t, l, true)
	back, erased := putBack(t, pages, keys)
	if len(erased) > 0 || len(dump(t, back)) != 1 {
		t.Errorf("erased %v; rows %v", erased, dump(t, back))
	}
	damage, err := back.Verify(t.Context(), nil)
	if err != nil || len(damage) != 1 || damage[0].Seq != 1 {
		t.Errorf("verify: %v, %v", damage, err)
	}
}

func TestNothingIsPutBackOverALedger(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	say(t, l, "a", "one")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := NewRestorer(t.Context(), opt); !fault.Is(err, fault.Conflict) {
		t.Errorf("%v", err)
	}
	l = open(t, opt)
	if len(dump(t, l)) != 1 {
		t.Errorf("%s was changed", filepath.Join(opt.Dir, FileName))
	}
}
