package retention

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/number"
	"wasl/internal/community/person"
	"wasl/internal/keep/store"
)

// kept tells who of some is still in the register.
func (w *town) kept(people ...record.ID) (n int) {
	w.t.Helper()
	for _, id := range people {
		w.ok(w.l.View(w.t.Context(), func(tx *store.Tx) error {
			switch _, err := person.Load(tx, id); {
			case err == nil:
				n++
			case !fault.Is(err, fault.Missing):
				return err
			}
			return nil
		}))
	}
	return n
}

func (w *town) run() int {
	w.t.Helper()
	n, err := w.service.Run(w.t.Context())
	w.ok(err)
	return n
}

// On day 89 people are there, on day 90 they are gone, on day 91 they stay gone; and all
// the while the numbers are the same.
func TestPeopleGoAfterNinetyDaysAndTheirNumbersStay(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	people := w.crowd("first aid", 0, 24)
	w.now = day(3)
	w.renew(true)
	before := w.board(number.Query{Time: "2026"})
	if c := before.Reached[""]; c.Shown != 24 || c.Hidden {
		t.Fatalf("reached: %+v", c)
	}
	end := day(2).Add(12 * time.Hour)
	for _, at := range []struct {
		days, gone int
		after      time.Duration
	}{{89, 0, 0}, {90, 0, -time.Minute}, {90, 24, 0}, {91, 0, 0}} {
		w.now = end.AddDate(0, 0, at.days).Add(at.after)
		if n := w.run(); n != at.gone {
			t.Errorf("on day %d %d people were deleted, want %d", at.days, n, at.gone)
		}
	}
	if n := w.kept(people...); n != 0 {
		t.Errorf("%d people are still there", n)
	}
	w.renew(false) // nobody came or went
	if d := cmp.Diff(before, w.board(number.Query{Time: "2026"})); d != "" {
		t.Errorf("the numbers changed: %s", d)
	}
	// And whoever comes later is counted beside them.
	w.held("second", 120, activity.Training)
	w.crowd("second", 100, 30)
	w.renew(true)
	if c := w.board(number.Query{Time: "2026"}).Reached[""]; c.Shown != 54 {
		t.Errorf("24 who are deleted and 30 who are not: %+v", c)
	}
}

// What was learned is told of ten people and more, and stays when they are gone.
func TestWhatWasLearnedStays(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	people := w.crowd("first aid", 0, 24)
	w.tested("first aid", 4, 7, people[:9]...)
	w.now = day(3)
	w.renew(true)
	if g := w.board(number.Query{}).Figures.Learned(); g.Of != 0 {
		t.Errorf("what nine people learned is told: %+v", g)
	}
	w.tested("first aid", 4, 10, people[9:]...)
	w.crowd("first aid", 50, 10) // for the next edition
	w.renew(true)
	if g := w.board(number.Query{}).Figures.Learned(); g.Of != 20 || g.Value != 0.8 { // 0.8125 of 24
		t.Errorf("learned: %+v, want 0.8 of 20", g)
	}
	before := w.board(number.Query{})
	w.now = day(2).AddDate(0, 0, 100)
	if n := w.run(); n != 34 {
		t.Fatalf("%d people were deleted", n)
	}
	w.renew(false)
	if d := cmp.Diff(before, w.board(number.Query{}), cmpopts.EquateApprox(0, 1e-9)); d != "" {
		t.Errorf("the numbers changed: %s", d)
	}
}

// Who is in a later activity stays until that is over; who asked to stay stays, unless a
// child; who never came goes 90 days after being registered.
func TestWhoStaysAndWhoGoes(t *testing.T) {
	w := newTown(t)
	w.held("early", 2, activity.Forum)
	w.held("late", 60, activity.Forum)
	w.held("cancelled", 80, activity.Forum)
	both, once, asked, child, never := w.someone("Both", 0), w.someone("Once", 1), w.someone("Asked", 2), w.someone("Child", 3), w.someone("Never", 4)
	w.came("early", "present", both, once, asked, child)
	w.came("late", "absent", both)
	w.came("cancelled", "absent", once)
	for name, change := range map[string]func(*person.Known){"Asked": func(k *person.Known) { k.Keep = true }, "Child": func(k *person.Known) { k.Band = "6-11" }} {
		p, err := w.people.Open(t.Context(), w.organiser, record.IDOf(name), "to correct it")
		w.ok(err)
		change(&p.Known)
		_, err = w.people.Put(t.Context(), w.organiser, p.ID, here, p.Revision, p.Known)
		w.ok(err)
	}
	a, err := w.acts.Get(t.Context(), w.organiser, record.IDOf("cancelled"))
	w.ok(err)
	_, err = w.acts.Cancel(t.Context(), w.organiser, activity.Seen{ID: a.ID, Revision: a.Revision}, "rain")
	w.ok(err)
	w.now = day(2).AddDate(0, 0, 95)
	if n := w.run(); n != 3 {
		t.Errorf("%d were deleted", n)
	}
	if w.kept(once, child, never) != 0 || w.kept(both, asked) != 2 {
		t.Errorf("kept: once %d, child %d, never %d, both %d, asked %d", w.kept(once), w.kept(child), w.kept(never), w.kept(both), w.kept(asked))
	}
	coming, err := w.service.Coming(t.Context(), w.organiser)
	w.ok(err)
	if len(coming) != 0 {
		t.Errorf("within 30 days: %+v", coming)
	}
	w.now = day(60).AddDate(0, 0, 78)
	coming, err = w.service.Coming(t.Context(), w.organiser)
	w.ok(err)
	if want := []Coming{{Day: day(60).AddDate(0, 0, 90), People: 1}}; cmp.Diff(want, coming) != "" {
		t.Errorf("in 12 days: %+v, want %+v", coming, want)
	}
	if _, err := w.service.Coming(t.Context(), w.programme); !fault.Is(err, fault.Denied) {
		t.Errorf("who sees numbers alone learns when people are deleted: %v", err)
	}
	w.now = day(60).AddDate(0, 0, 91)
	if n := w.run(); n != 1 || w.kept(both) != 0 {
		t.Errorf("%d were deleted", n)
	}
}

// Who is entered twice is one person: counted once, deleted together, once in the
// numbers that stay.
func TestWhoIsEnteredTwiceIsOnePerson(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	w.held("two", 5, activity.Training)
	people := w.crowd("one", 0, 30)
	again := w.someone("Mouhamed", 0)
	w.came("two", "present", again)
	w.came("two", "late", people[1:20]...)
	w.ok(w.people.Merge(t.Context(), w.organiser, people[0], again))
	w.renew(true)
	b := w.board(number.Query{})
	if b.Reached[""].Shown != 30 || b.Trained[""].Shown != 20 {
		t.Errorf("reached %+v, trained %+v; want 30 and 20", b.Reached[""], b.Trained[""])
	}
	w.now = day(5).AddDate(0, 0, 88)
	if n := w.run(); n != 10 || w.kept(again, people[0]) != 2 {
		t.Errorf("%d of those who took part in the first alone were deleted, want 10", n)
	}
	w.now = day(5).AddDate(0, 0, 92)
	if n := w.run(); n != 21 {
		t.Errorf("%d entries were deleted, want 21", n)
	}
	w.held("three", 150, activity.Forum)
	w.crowd("three", 200, 12)
	w.renew(true)
	if b := w.board(number.Query{}); b.Reached[""].Shown != 42 || b.Trained[""].Shown != 20 {
		t.Errorf("then: reached %+v, trained %+v; want 42 and 20", b.Reached[""], b.Trained[""])
	}
	if got := w.board(number.Query{Kind: "forum"}).Reached[""]; got.Shown != 42 {
		t.Errorf("forums reached %+v, want 42", got)
	}
	if got := w.board(number.Query{Place: "L/M"}).Reached[""]; got.Shown != 42 {
		t.Errorf("the moughataa was reached %+v, want 42", got)
	}
}

// Who asks to be deleted is, at once, and stays counted; the sum that held the numbers
// before is gone, so that nobody finds the person by holding two sums side by side.
func TestWhoAsksIsDeletedAndStaysCounted(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	people := w.crowd("one", 0, 30)
	w.renew(true)
	if err := w.people.Erase(t.Context(), w.programme, people[5], "the person asked"); err == nil {
		t.Error("who sees numbers alone deletes a person")
	}
	for _, id := range people[:2] {
		w.ok(w.people.Erase(t.Context(), w.organiser, id, "the person asked"))
	}
	w.renew(false)
	bodies := 0
	for _, n := range []string{"1", "2"} {
		revs, err := w.l.History(t.Context(), record.IDOf("tally:frozen:"+n))
		w.ok(err)
		for _, r := range revs {
			if r.Kind == record.Tally && len(r.Body) > 0 {
				bodies++
			}
		}
	}
	if bodies != 1 {
		t.Errorf("%d sums can be read, want the newest alone", bodies)
	}
	if w.kept(people...) != 28 {
		t.Errorf("%d people are kept, want 28", w.kept(people...))
	}
	w.crowd("one", 100, 10)
	w.renew(true)
	if c := w.board(number.Query{}).Reached[""]; c.Shown != 40 {
		t.Errorf("40 were reached in all: %+v", c)
	}
}

// A person has all that is kept of them, and who may not open them does not.
func TestAPersonHasWhatIsKept(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	id := w.someone("Aminata Diallo", 0)
	w.came("one", "present", id)
	if _, err := w.people.Open(t.Context(), w.programme, id, "she asked"); err == nil {
		t.Error("who sees numbers alone opens a person")
	}
	p, err := w.people.Open(t.Context(), w.organiser, id, "she asked")
	w.ok(err)
	own, err := w.service.Own(t.Context(), w.organiser, p)
	w.ok(err)
	var kinds []string
	for _, e := range own {
		kinds = append(kinds, e.What)
	}
	if d := cmp.Diff([]string{"participant", "enrolment", "mark"}, kinds); d != "" || !bytes.Contains(own[0].Kept, []byte("Aminata Diallo")) {
		t.Errorf("%s, the first %s", d, own[0].Kept)
	}
}

// More than go in one commit go all the same, whoever is entered twice with both
// entries at once; and all are counted once.
func TestManyGoInSeveralCommits(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	people := w.crowd("one", 0, 2*atOnce+20)
	for i := range people {
		if i%7 == 0 {
			again := w.someone(fmt.Sprint("again ", i), i)
			w.came("one", "present", again)
			w.ok(w.people.Merge(t.Context(), w.organiser, people[i], again))
			people = append(people, again)
		}
	}
	w.renew(true)
	w.now = day(2).AddDate(0, 0, 91)
	if n := w.run(); n != len(people) || w.kept(people...) != 0 {
		t.Errorf("%d of %d were deleted", n, len(people))
	}
	w.held("two", 100, activity.Forum)
	w.crowd("two", 300, 10)
	w.renew(true)
	if c := w.board(number.Query{}).Reached[""]; c.Shown != 2*atOnce+30 {
		t.Errorf("in the end: %+v, want %d", c, 2*atOnce+30)
	}
}

// Whoever is enrolled again, or asks to stay, between two commits of one night stays,
// and is counted as somebody who is there.
func TestWhoComesAgainWhileOthersGoStays(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	w.held("later", 150, activity.Forum)
	people := w.crowd("one", 0, atOnce+12)
	w.renew(true)
	w.now = day(2).AddDate(0, 0, 91)
	n, err := w.service.some(t.Context())
	w.ok(err)
	if n != atOnce || w.kept(people...) != 12 {
		t.Fatalf("the first commit deleted %d, %d are left", n, w.kept(people...))
	}
	left := slices.DeleteFunc(people, func(id record.ID) bool { return w.kept(id) == 0 })
	w.came("later", "present", left[:5]...)
	p, err := w.people.Open(t.Context(), w.organiser, left[5], "she asked to be told of refreshers")
	w.ok(err)
	p.Keep = true
	_, err = w.people.Put(t.Context(), w.organiser, p.ID, here, p.Revision, p.Known)
	w.ok(err)
	if n := w.run(); n != 6 || w.kept(left...) != 6 {
		t.Errorf("then %d were deleted, and %d are kept; want 6 and 6", n, w.kept(left...))
	}
	w.crowd("later", 300, 10)
	w.renew(true)
	if c := w.board(number.Query{}).Reached[""]; c.Shown != atOnce+22 {
		t.Errorf("in the end: %+v, want %d", c, atOnce+22)
	}
}

// Nothing of somebody who was deleted is left: no body, no row, no byte of a file; and
// tables that are made again give the same numbers.
func TestNothingOfADeletedPersonIsLeft(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	people := w.crowd("one", 0, 12)
	canary := w.someone("Zeinabou Kanarienvogel", 3)
	w.came("one", "present", canary)
	w.renew(true)
	before := w.board(number.Query{})
	rows := w.dump()
	if !strings.Contains(rows, "Kanarienvogel") {
		t.Fatal("the canary is in no table: this test looks in the wrong place")
	}
	w.now = day(2).AddDate(0, 0, 91)
	if n := w.run(); n != 13 {
		t.Fatalf("%d were deleted", n)
	}
	for _, id := range append(people, canary) {
		revs, err := w.l.History(t.Context(), id)
		w.ok(err)
		for _, r := range revs {
			if r.Kind != record.Erasure && len(r.Body) > 0 {
				t.Errorf("a body of kind %v is left", r.Kind)
			}
		}
	}
	if rows := w.dump(); strings.Contains(rows, "Kanarienvogel") {
		t.Error("the canary is in a table")
	}
	w.ok(w.l.Close())
	w.ok(filepath.WalkDir(w.opt.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte("Kanarienvogel")) {
			t.Errorf("%s holds the canary", path)
		}
		return err
	}))
	w.reopen()
	if d := cmp.Diff(before, w.board(number.Query{})); d != "" {
		t.Errorf("tables that were made again give other numbers: %s", d)
	}
}

// dump is every text of every table.
func (w *town) dump() string {
	w.t.Helper()
	var all strings.Builder
	w.ok(w.l.View(w.t.Context(), func(tx *store.Tx) error {
		var names []string
		rows := tx.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			names = append(names, name)
		}
		for _, name := range names {
			if err := dumpTable(tx, name, &all); err != nil {
				return err
			}
		}
		return rows.Err()
	}))
	return all.String()
}

func dumpTable(tx *store.Tx, name string, all *strings.Builder) error {
	var columns []string
	rows := tx.Query("SELECT name FROM pragma_table_info(?)", name)
	defer rows.Close()
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			return err
		}
		columns = append(columns, "quote("+column+")")
	}
	if err := rows.Err(); err != nil || len(columns) == 0 {
		return err
	}
	content := tx.Query("SELECT " + strings.Join(columns, " || ' ' || ") + " FROM " + name)
	defer content.Close()
	for content.Next() {
		var row string
		if err := content.Scan(&row); err != nil {
			return err
		}
		all.WriteString(row)
	}
	return content.Err()
}
