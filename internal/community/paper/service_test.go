package paper

import (
	crand "crypto/rand"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

var (
	north   = record.IDOf("unit north")
	course  = record.IDOf("first aid")
	other   = record.IDOf("another activity")
	morning = record.IDOf("morning")
	evening = record.IDOf("evening")
)

// room is two activities with people on their lists.
type room struct {
	*Service
	t      *testing.T
	l      *ledger.Ledger
	roll   *attendance.Service
	people []record.ID

	organiser, trainer, mobiliser policy.Actor
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func newRoom(t *testing.T, people int) *room {
	t.Helper()
	r := &room{t: t}
	dir, now := storetest.Dir(t), time.Date(2026, 11, 25, 18, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Millisecond); return now }
	open := func(name string, parts ...ledger.Part) *ledger.Ledger {
		return ledgertest.Open(t, ledgertest.Options(filepath.Join(dir, name), clock, parts...))
	}
	field := open("field", unit.Part())
	r.l = open("community", activity.Part(), person.Part(), attendance.Part(), Part())
	network, err := unit.New(t.Context(), field)
	r.ok(err)
	r.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: north, Code: "N", Kind: unit.Administration, Name: lang.Text{lang.French: "Nord"}}))
	rules, err := policy.New(network.Tree(), false)
	r.ok(err)
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "node.db"), Durable: true, Modules: []store.Module{attendance.Module}})
	r.ok(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	r.roll = attendance.NewService(attendance.Options{Ledger: r.l, Node: db, Policy: rules, Units: network.Tree(), Clock: clock, Random: crand.Reader})
	r.Service = NewService(Options{Ledger: r.l, Rolls: r.roll, Clock: clock, Random: crand.Reader})
	who := func(name string, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: north, Roles: []policy.Role{role}}
	}
	r.organiser, r.trainer, r.mobiliser = who("organiser", policy.Organiser), who("trainer", policy.Trainer), who("mobiliser", policy.Mobiliser)
	acts := activity.NewService(activity.Options{Ledger: r.l, Policy: rules, Units: network.Tree(), Clock: clock})
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for _, id := range []record.ID{course, other} {
		_, err = acts.Put(t.Context(), r.organiser, id, north, 0, activity.Plan{
			Kind: activity.Training, Title: lang.Text{lang.French: "Premiers secours"},
			Sessions: []activity.Session{{ID: morning, Start: day.Add(8 * time.Hour), End: day.Add(12 * time.Hour)}, {ID: evening, Start: day.Add(14 * time.Hour), End: day.Add(17 * time.Hour)}},
		})
		r.ok(err)
	}
	for i := range people {
		r.people = append(r.people, r.registered("P"+string(rune('A'+i/26))+string(rune('A'+i%26))))
	}
	r.ok(r.roll.Enrol(t.Context(), r.organiser, course, r.people, true))
	r.ok(r.roll.Enrol(t.Context(), r.organiser, other, r.people[:1], true))
	return r
}

// photograph fills a page of a sheet and takes its photo. choose tells which oval of
// a row and session is filled, -1 for none.
func (r *room) photograph(sheet *Sheet, page int, choose func(row, session int) int) []byte {
	p := sheet.Pages()[page-1]
	g, hand := sheetOf(p), rand.New(rand.NewPCG(6, 6))
	for row := range p.Rows {
		for s := range p.Sessions {
			if c := choose(row, s); c >= 0 {
				scribbles(40)(g, p.Oval(row, s, Choice(c)), hand)
			}
		}
	}
	return straight(900, 1280).take(r.t, g, hand)
}

func TestASheetIsPrintedReadCheckedAndKept(t *testing.T) {
	r := newRoom(t, 27)
	sheet, err := r.Print(t.Context(), r.trainer, course, []record.ID{morning, evening}, lang.Arabic)
	r.ok(err)
	if len(sheet.Pages()) != 2 || sheet.Pages()[1].Rows != 7 || !sheet.Pages()[0].RightToLeft || len(sheet.People) != 27 {
		t.Fatalf("printed %+v", sheet.Pages())
	}
	before, err := r.l.End(t.Context())
	r.ok(err)
	photo := r.photograph(&sheet, 2, func(row, s int) int { return (row+s)%4 - 1 })
	roll, got, read, err := r.Scan(t.Context(), r.trainer, course, photo)
	r.ok(err)
	if after, _ := r.l.End(t.Context()); after != before {
		t.Error("reading a photo kept something")
	}
	if got.ID != sheet.ID || read.Number != 2 || len(read.Lines) != 7 || len(roll.Activity.Sessions) != 2 {
		t.Fatalf("read as page %d of %v", read.Number, got.ID)
	}
	var marks []Said
	states := []attendance.State{attendance.Present, attendance.Late, attendance.Partial}
	for row, line := range read.Lines {
		for s, a := range line.Answers {
			want := (row+s)%4 - 1
			if a.Marked != (want >= 0) || a.Marked && int(a.Choice) != want || !a.Certain {
				t.Errorf("row %d, session %d: read as %+v, marked is %d", row, s, a, want)
			}
			m := Said{Slot: attendance.Slot{Session: sheet.Sessions[s], Person: sheet.Row(2, row)}, State: attendance.Absent}
			if a.Marked {
				m.State = states[a.Choice]
			}
			marks = append(marks, m)
		}
	}
	r.ok(r.Keep(t.Context(), r.trainer, course, sheet.ID, 2, marks))
	roll, all, err := r.Sheets(t.Context(), r.trainer, course)
	r.ok(err)
	if len(roll.Stands) != len(marks) {
		t.Errorf("%d marks stand, %d were read", len(roll.Stands), len(marks))
	}
	for _, m := range marks {
		i := slices.IndexFunc(roll.Stands, func(s attendance.Stand) bool { return s.Slot == m.Slot })
		if i < 0 || roll.Stands[i].State != m.State || roll.Stands[i].Conflict {
			t.Errorf("%+v does not stand so", m)
		}
	}
	if c := all[0].Checked; len(c) != 1 || c[0].Page != 2 || c[0].By != r.trainer.ID || c[0].Marked == 0 {
		t.Errorf("checked %+v", c)
	}
	// Read again and put right: what is said later of the same sheet holds.
	for i := range marks {
		marks[i].State = attendance.Present
	}
	r.ok(r.Keep(t.Context(), r.trainer, course, sheet.ID, 2, marks))
	roll, all, err = r.Sheets(t.Context(), r.trainer, course)
	r.ok(err)
	if roll.Stands[0].State != attendance.Present || len(all[0].Checked) != 1 {
		t.Errorf("after it was put right %+v, %+v", roll.Stands[0], all[0].Checked)
	}
}

// A sheet that says otherwise than a phone makes a conflict: neither is lost.
func TestASheetAndAPhoneThatDifferAreBothKept(t *testing.T) {
	r := newRoom(t, 1)
	sheet, err := r.Print(t.Context(), r.trainer, course, []record.ID{morning}, lang.French)
	r.ok(err)
	slot := attendance.Slot{Session: morning, Person: r.people[0]}
	r.ok(r.roll.Add(t.Context(), r.trainer, course, record.IDOf("a phone"), 1, []attendance.Say{{Slot: slot, State: attendance.Present}}))
	r.ok(r.Keep(t.Context(), r.trainer, course, sheet.ID, 1, []Said{{Slot: slot, State: attendance.Absent}}))
	roll, _, err := r.Sheets(t.Context(), r.trainer, course)
	r.ok(err)
	if len(roll.Stands) != 1 || !roll.Stands[0].Conflict || len(roll.Stands[0].Words) != 2 {
		t.Errorf("they stand as %+v", roll.Stands)
	}
}

func TestAWrongSheetSaysSo(t *testing.T) {
	r := newRoom(t, 2)
	sheet, err := r.Print(t.Context(), r.trainer, course, []record.ID{morning}, lang.French)
	r.ok(err)
	photo := r.photograph(&sheet, 1, func(int, int) int { return 0 })
	if _, _, _, err := r.Scan(t.Context(), r.trainer, other, photo); keyOf(err) != "paper.sheet.none" {
		t.Errorf("a sheet of another activity: %v", err)
	}
	strange := sheet
	strange.Number ^= 1
	if _, _, _, err := r.Scan(t.Context(), r.trainer, course, r.photograph(&strange, 1, func(int, int) int { return 0 })); keyOf(err) != "paper.sheet.none" {
		t.Errorf("a sheet of another node: %v", err)
	}
	stray := Said{Slot: attendance.Slot{Session: evening, Person: r.people[0]}, State: attendance.Present}
	if err := r.Keep(t.Context(), r.trainer, course, sheet.ID, 1, []Said{stray}); keyOf(err) != "paper.mark.stray" {
		t.Errorf("a mark for a session that is not on it: %v", err)
	}
	for _, page := range []int{0, 2, 300} {
		if err := r.Keep(t.Context(), r.trainer, course, sheet.ID, page, nil); keyOf(err) != "paper.sheet.none" {
			t.Errorf("page %d: %v", page, err)
		}
	}
	for key, sessions := range map[string][]record.ID{
		"paper.sessions.many": nil, "paper.session.unknown": {record.IDOf("none")},
	} {
		if _, err := r.Print(t.Context(), r.trainer, course, sessions, lang.French); keyOf(err) != key {
			t.Errorf("printing %v: %v", sessions, err)
		}
	}
	if _, err := r.Print(t.Context(), r.mobiliser, course, []record.ID{morning}, lang.French); err == nil {
		t.Error("a mobiliser prints a roll")
	}
	if err := r.Keep(t.Context(), r.mobiliser, course, sheet.ID, 1, []Said{{Slot: attendance.Slot{Session: morning, Person: r.people[0]}, State: attendance.Present}}); err == nil {
		t.Error("a mobiliser marks a roll")
	}
}

// Somebody who was erased leaves an empty row on the sheets that name nobody else's.
func TestASheetNamesNobody(t *testing.T) {
	r := newRoom(t, 2)
	sheet, err := r.Print(t.Context(), r.trainer, course, []record.ID{morning}, lang.French)
	r.ok(err)
	_, err = r.l.Erase(t.Context(), r.people[0], r.organiser.ID, "asked for it")
	r.ok(err)
	roll, _, read, err := r.Scan(t.Context(), r.trainer, course, r.photograph(&sheet, 1, func(int, int) int { return 0 }))
	r.ok(err)
	if len(read.Lines) != 2 || len(roll.People) != 1 {
		t.Errorf("%d rows and %d people", len(read.Lines), len(roll.People))
	}
}
