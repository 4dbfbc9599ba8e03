package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

// shelf is a service over a ledger of its own.
type shelf struct {
	*Service
	t   *testing.T
	l   *ledger.Ledger
	opt ledger.Options
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	var mu sync.Mutex
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	s := &shelf{t: t, opt: ledgertest.Options(t.TempDir(), func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}, search.Part(), Part())}
	s.open()
	return s
}

func (s *shelf) open() {
	s.t.Helper()
	s.l = ledgertest.Open(s.t, s.opt)
	s.Service = New(s.l, bytes.Repeat([]byte{3}, 32))
}

// said is a report of the test, named by what it says.
func said(name string) Incoming {
	return Incoming{
		ID: record.IDOf(name), Unit: record.IDOf("unit"), TLP: record.Amber, Author: record.IDOf("source"),
		Body: Body{Form: "f", Version: "1", Language: "fr", Channel: OpenRosa, XML: "<data>" + name + "</data>", Title: name, Text: name, Urgency: Routine},
	}
}

// instead is a correction: name in the place of before.
func instead(name, before string) Incoming {
	in := said(name)
	in.Replaces = record.IDOf(before)
	return in
}

func file(name, content string) File {
	return File{Name: name, Type: "image/jpeg", Size: int64(len(content)), Ref: "ref " + content, Sum: fmt.Sprintf("%064x", content)}
}

func (s *shelf) take(in Incoming) Accepted {
	s.t.Helper()
	got, err := s.Accept(s.t.Context(), in)
	if err != nil {
		s.t.Fatalf("%s: %v", in.Body.Title, err)
	}
	return got
}

func (s *shelf) get(id record.ID) *Report {
	s.t.Helper()
	r, err := s.Get(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *shelf) count(sql string, args ...any) (n int) {
	s.t.Helper()
	if err := s.l.View(s.t.Context(), func(tx *store.Tx) error { return tx.Row(sql, args...).Scan(&n) }); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// tables is all that the package keeps, as text.
func (s *shelf) tables() string {
	s.t.Helper()
	var b strings.Builder
	err := s.l.View(s.t.Context(), func(tx *store.Tx) error {
		for _, sql := range []string{
			"SELECT printf('%s %d %s %d %s %s', hex(id), receipt, title, latest, hex(rev), hex(origin)) FROM reports ORDER BY id",
			"SELECT printf('%s %d %s %s', hex(id), n, hex(sum), hex(rev)) FROM instances ORDER BY id",
			"SELECT printf('%d %s %s', n, name, sum) FROM files ORDER BY n, name",
			"SELECT printf('%d %d %s', n, seq, hex(rev)) FROM conflicts ORDER BY n, seq",
		} {
			rows := tx.Query(sql)
			for rows.Next() {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				b.WriteString(line + "\n")
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

// rebuilds holds the tables against those made again from the ledger.
func (s *shelf) rebuilds() {
	s.t.Helper()
	before := s.tables()
	if err := s.l.Close(); err != nil {
		s.t.Fatal(err)
	}
	if _, err := ledger.Rebuild(s.t.Context(), s.opt, func(int64, int64) {}); err != nil {
		s.t.Fatal(err)
	}
	s.open()
	if after := s.tables(); after != before {
		s.t.Errorf("made again, the tables are\n%s\nand were\n%s", after, before)
	}
}

func TestTheSameReportTwiceIsOne(t *testing.T) {
	s := newShelf(t)
	first := s.take(said("a"))
	if first.Known || len(first.Receipt) != receipt.Size || first.Report != record.IDOf("a") {
		t.Errorf("first: %+v", first)
	}
	end, err := s.l.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again := s.take(said("a")); again.Receipt != first.Receipt || !again.Known || again.Report != first.Report {
			t.Errorf("again: %+v", again)
		}
	}
	spaced := said("a")
	spaced.Body.XML = "\n" + spaced.Body.XML + "  \n"
	if again := s.take(spaced); !again.Known {
		t.Error("white space around makes it another report")
	}
	if now, err := s.l.End(t.Context()); err != nil || now != end {
		t.Errorf("%d revisions were written by repetitions, %v", now-end, err)
	}
	s.rebuilds()
}

// ODK Central answers 409 to some of two copies sent at once.
func TestSimultaneousCopiesAreOneReport(t *testing.T) {
	s := newShelf(t)
	const copies = 32
	got := make([]Accepted, copies)
	var wg sync.WaitGroup
	for i := range got {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if got[i], err = s.Accept(t.Context(), said("a")); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	fresh := 0
	for _, a := range got {
		if !a.Known {
			fresh++
		}
		if a.Receipt != got[0].Receipt {
			t.Errorf("receipts %s and %s", a.Receipt, got[0].Receipt)
		}
	}
	if fresh != 1 || s.count("SELECT count(*) FROM reports") != 1 {
		t.Errorf("%d of %d copies were taken for the first, %d reports", fresh, copies, s.count("SELECT count(*) FROM reports"))
	}
}

func TestAnotherReportOfTheSameIDIsRefused(t *testing.T) {
	s := newShelf(t)
	s.take(said("a"))
	s.take(instead("b", "a"))
	before := s.tables()
	for _, id := range []string{"a", "b"} {
		other := said("other")
		other.ID = record.IDOf(id)
		other.Body.Files = []File{file("x.jpg", "x")}
		if _, err := s.Accept(t.Context(), other); !fault.Is(err, fault.Conflict) {
			t.Errorf("with the id of %s: %v", id, err)
		}
	}
	if after := s.tables(); after != before {
		t.Errorf("a refused report left something:\n%s", after)
	}
}

func names(fs []File) (out []string) {
	for _, f := range fs {
		out = append(out, f.Name)
	}
	return out
}

func TestFilesThatComeLate(t *testing.T) {
	s := newShelf(t)
	with := func(files ...File) Incoming {
		in := said("a")
		in.Body.Files = files
		return in
	}
	s.take(with(file("صورة.jpg", "one"), file("صورة.jpg", "one"), file("b.jpg", "two")))
	s.take(with(file("c.jpg", "three")))
	s.take(with(file("c.jpg", "three"), file("b.jpg", "two")))
	if got, want := names(s.get(record.IDOf("a")).Files), []string{"b.jpg", "c.jpg", "صورة.jpg"}; !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	// The same name with another content: both are kept, and again changes nothing.
	for range 2 {
		s.take(with(file("b.jpg", "other"), file("b.jpg", "third")))
	}
	if got := s.get(record.IDOf("a")).Files; len(got) != 5 {
		t.Errorf("files %v", names(got))
	}
	edited := instead("edit", "a")
	edited.Body.Files = []File{file("b.jpg", "two"), file("c.jpg", "redrawn")}
	s.take(edited)
	r := s.get(record.IDOf("a"))
	for _, f := range r.Files {
		if f.Name == "c.jpg" && f.Sum != file("", "three").Sum {
			t.Error("a correction wrote over a file")
		}
	}
	if len(r.Files) != 6 {
		t.Errorf("files %v", names(r.Files))
	}
	s.rebuilds()
}

func TestLimits(t *testing.T) {
	s := newShelf(t)
	long := said("long")
	long.Body.XML = strings.Repeat("x", MaxXML+1)
	many := said("many")
	for i := range MaxFiles + 1 {
		many.Body.Files = append(many.Body.Files, file(fmt.Sprint(i), fmt.Sprint(i)))
	}
	unnamed := said("unnamed")
	unnamed.Body.Files = []File{file("", "x")}
	off := said("off the earth")
	off.Body.Point = &Point{Lat: 91}
	for _, c := range []struct {
		in   Incoming
		kind fault.Kind
	}{{long, fault.TooLarge}, {many, fault.TooLarge}, {unnamed, fault.Invalid}, {off, fault.Invalid}} {
		if _, err := s.Accept(t.Context(), c.in); !fault.Is(err, c.kind) {
			t.Errorf("%.20s: %v", c.in.Body.Title, err)
		}
	}
	if n := s.count("SELECT count(*) FROM reports"); n != 0 {
		t.Errorf("%d reports", n)
	}
	// A hundred posts with some files each meet the limit too.
	some := said("some")
	s.take(some)
	full := false
	for i := range 40 {
		some.Body.Files = nil
		for j := range 30 {
			some.Body.Files = append(some.Body.Files, file(fmt.Sprint(i, j), fmt.Sprint(i, j)))
		}
		if _, err := s.Accept(t.Context(), some); fault.Is(err, fault.TooLarge) {
			full = true
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n := s.count("SELECT count(*) FROM files"); !full || n > MaxFiles {
		t.Errorf("%d files were kept, full: %v", n, full)
	}
}

func TestCorrectionsStandBesideWhatTheyPutRight(t *testing.T) {
	s := newShelf(t)
	first := s.take(said("a"))
	if got := s.take(instead("b", "a")); got.Receipt != first.Receipt || got.Report != first.Report {
		t.Errorf("the correction: %+v", got)
	}
	s.take(instead("c", "b"))
	if again := s.take(instead("b", "a")); !again.Known {
		t.Error("a correction sent again is new")
	}
	r := s.get(first.Report)
	if r.Body.Title != "c" || len(r.Conflicts) != 0 {
		t.Errorf("%q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
	revs, err := s.l.History(t.Context(), first.Report)
	if err != nil || len(revs) != 3 {
		t.Errorf("%d revisions, %v", len(revs), err)
	}
	s.take(said("4711"))
	s.take(instead("4712", "4711"))
	for name, want := range map[string]int{"4711": 0, "4712": 1} {
		if n := s.count("SELECT count(*) FROM search WHERE search MATCH ?", name); n != want {
			t.Errorf("search for %s finds %d", name, n)
		}
	}
	s.rebuilds()
}

func TestTwoCorrectionsOfOneStateAreAConflict(t *testing.T) {
	s := newShelf(t)
	s.take(said("a"))
	s.take(instead("b", "a"))
	s.take(instead("c", "a"))
	s.take(instead("d", "c")) // written from what does not hold
	id := record.IDOf("a")
	if r := s.get(id); r.Body.Title != "b" || len(r.Conflicts) != 2 {
		t.Fatalf("%q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
	s.rebuilds()
	settle := func(name string) error {
		_, err := s.l.Write(t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
			d, err := Amendment(tx, id, said(name))
			if err != nil || d == nil {
				return nil, err
			}
			d.Subject, d.Author, d.Handling = id, record.IDOf("officer"), handling(said(name))
			return []ledger.Draft{*d}, nil
		})
		return err
	}
	for range 2 {
		if err := settle("settled"); err != nil {
			t.Fatal(err)
		}
	}
	if r := s.get(id); r.Body.Title != "settled" || len(r.Conflicts) != 0 {
		t.Errorf("%q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
	if err := settle("a"); !fault.Is(err, fault.Conflict) && err != nil {
		t.Errorf("with an id that is taken: %v", err)
	}
	s.rebuilds()
}

func TestACorrectionBeforeWhatItPutsRight(t *testing.T) {
	s := newShelf(t)
	edit := s.take(instead("b", "a"))
	late := s.take(said("a"))
	if late.Receipt != edit.Receipt || late.Report != edit.Report || late.Known {
		t.Errorf("the late one: %+v, the edit %+v", late, edit)
	}
	if again := s.take(said("a")); !again.Known || again.Receipt != edit.Receipt {
		t.Errorf("sent again: %+v", again)
	}
	if r := s.get(edit.Report); r.Body.Title != "b" || len(r.Conflicts) != 0 {
		t.Errorf("%q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
	if n := s.count("SELECT count(*) FROM reports"); n != 1 {
		t.Errorf("%d reports", n)
	}
	other := said("a")
	other.Body.XML = "<data>other</data>"
	if _, err := s.Accept(t.Context(), other); !fault.Is(err, fault.Conflict) {
		t.Errorf("another report of the late one's id: %v", err)
	}
	s.rebuilds()
}

// In whatever order a report, its correction and a rival come, and however often:
// one report, one receipt, nothing lost, and the tables can be made again.
func TestAnyOrderOfArrival(t *testing.T) {
	withFile := said("a")
	withFile.Body.Files = []File{file("x.jpg", "x")}
	all := []Incoming{said("a"), withFile, instead("b", "a"), instead("c", "a")}
	for i, order := range permutations(len(all)) {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			s := newShelf(t)
			receipts := map[string]bool{}
			for _, k := range order {
				receipts[s.take(all[k]).Receipt] = true
				receipts[s.take(all[k]).Receipt] = true
			}
			if n := s.count("SELECT count(*) FROM reports"); n != 1 || len(receipts) != 1 {
				t.Errorf("%d reports, %d receipts", n, len(receipts))
			}
			if n := s.count("SELECT count(*) FROM files"); n != 1 {
				t.Errorf("%d files", n)
			}
			if n := s.count("SELECT count(*) FROM conflicts"); n != 1 {
				t.Errorf("%d conflicts, want one: b and c put the same state right", n)
			}
			if i%6 == 0 {
				s.rebuilds()
			}
		})
	}
}

func permutations(n int) (out [][]int) {
	var walk func(left, done []int)
	walk = func(left, done []int) {
		if len(left) == 0 {
			out = append(out, slices.Clone(done))
		}
		for i, x := range left {
			walk(slices.Concat(left[:i], left[i+1:]), append(slices.Clone(done), x))
		}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	walk(all, nil)
	return out
}

func TestATakenReceiptGivesWayToTheNext(t *testing.T) {
	s := newShelf(t)
	key := bytes.Repeat([]byte{3}, 32)
	id := record.IDOf("late comer")
	// Another report got this one's first two receipts: with eleven digits that takes
	// years, so the rows are put there by hand.
	if _, err := s.l.Write(t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		for try := range uint32(2) {
			n, err := receiptNumber(receipt.Of(key, id, try))
			if err != nil {
				return nil, err
			}
			if err := tx.Exec(`INSERT INTO reports (n, id, form, version, language, channel, source, receipt, title, excerpt, list, place, dead, injured, missing, sum, latest, rev)
				VALUES (?, ?, '', '', '', '', x'', ?, '', '', '', '', 0, 0, 0, x'', 0, x'')`, 1_000_000+int64(try), record.IDOf(fmt.Sprint(try)), n); err != nil {
				return nil, err
			}
		}
		in := said("beside them")
		in.Body.Receipt = receipt.Of(key, in.ID, 0)
		return []ledger.Draft{{Kind: record.Report, Record: in.ID, Author: in.Author, Handling: handling(in), Body: in.Body}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	in := said("late comer")
	got := s.take(in)
	if want := receipt.Of(key, id, 2); got.Receipt != want {
		t.Errorf("receipt %s, want %s", got.Receipt, want)
	}
	if again := s.take(in); again.Receipt != got.Receipt {
		t.Errorf("sent again, the receipt is %s", again.Receipt)
	}
}

func TestErasingLeavesNothing(t *testing.T) {
	s := newShelf(t)
	in := said("4711")
	in.Body.Files = []File{file("x.jpg", "x")}
	s.take(in)
	s.take(instead("4712", "4711"))
	s.take(instead("c", "4711"))
	s.take(said("other"))
	if _, err := s.l.Erase(t.Context(), record.IDOf("4711"), record.ID{}, "asked for"); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"SELECT count(*) - 1 FROM reports", "SELECT count(*) FROM instances", "SELECT count(*) FROM files", "SELECT count(*) FROM conflicts",
		"SELECT count(*) FROM search WHERE search MATCH '4711 OR 4712'",
	} {
		if n := s.count(sql); n != 0 {
			t.Errorf("%s: %d", sql, n)
		}
	}
	s.rebuilds()
}

func TestUrgencies(t *testing.T) {
	for s, want := range map[string]Urgency{"now": Now, "soon": Soon, "routine": Routine, "": Routine, "NOW": Routine} {
		if u, ok := ParseUrgency(s); u != want || ok != (string(want) == s) {
			t.Errorf("%q is %q, %v", s, u, ok)
		}
	}
	if Now.Rank() >= Soon.Rank() || Soon.Rank() >= Routine.Rank() || Urgency("?").Rank() != Routine.Rank() {
		t.Error("urgencies are out of order")
	}
}
