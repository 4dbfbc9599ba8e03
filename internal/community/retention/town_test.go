package retention

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/course"
	"wasl/internal/community/number"
	"wasl/internal/community/person"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

var here = record.IDOf("unit here")

// town is a unit with its register, its activities and rolls, and a clock that the test
// turns.
type town struct {
	t       *testing.T
	opt     ledger.Options
	units   *unit.Service
	places  *place.Service
	l       *ledger.Ledger
	acts    *activity.Service
	people  *person.Service
	numbers *number.Service
	service *Service

	organiser, mobiliser, programme policy.Actor
	now                             time.Time
	said                            int
	asked                           []asked
}

// contents hands on what people said of how content they were: asked, content.
func (w *town) contents(_ *store.Tx, f func(activity record.ID, asked, content int64)) error {
	for _, x := range w.asked {
		f(x.activity, x.said, x.content)
	}
	return nil
}

func (w *town) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// asked is a survey about an activity.
type asked struct {
	activity      record.ID
	said, content int64
}

func newTown(t *testing.T) *town {
	t.Helper()
	return newTownOn(t, func(*ledger.Options) {})
}

// newTownOn makes a town whose compartment is opened as change says.
func newTownOn(t *testing.T, change func(*ledger.Options)) *town {
	t.Helper()
	w := &town{t: t, now: day(1)}
	dir, clock := storetest.Dir(t), func() time.Time { return w.now }
	field := ledgertest.Open(t, ledgertest.Options(filepath.Join(dir, "field"), clock, unit.Part(), place.Part()))
	var err error
	w.units, err = unit.New(t.Context(), field)
	w.ok(err)
	w.ok(w.units.Put(t.Context(), record.ID{}, unit.Unit{ID: here, Code: "here", Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	w.places, err = place.New(t.Context(), field)
	w.ok(err)
	_, err = w.places.Put(
		t.Context(), record.ID{}, place.Place{List: "L", Code: "W", Level: place.Wilaya, Name: lang.Text{lang.French: "Hodh"}},
		place.Place{List: "L", Code: "M", Parent: "W", Level: place.Moughataa, Name: lang.Text{lang.French: "Bassikounou"}},
		place.Place{List: "L", Code: "C", Parent: "M", Level: place.Commune, Name: lang.Text{lang.French: "Fassala"}},
	)
	w.ok(err)
	w.opt = ledgertest.Options(filepath.Join(dir, "community"), clock, audit.Part(), activity.Part(), person.Part(), attendance.Part(), course.Part(), number.Part(), Part())
	change(&w.opt)
	who := func(role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(string(role)), Unit: here, Roles: []policy.Role{role}}
	}
	w.organiser, w.mobiliser, w.programme = who(policy.Organiser), who(policy.Mobiliser), who(policy.Programme)
	w.ok(w.open())
	t.Cleanup(func() { _ = w.l.Close() })
	return w
}

// open opens the compartment, and what stands on it.
func (w *town) open() (err error) {
	if w.l, err = ledger.Open(w.t.Context(), w.opt); err != nil {
		return err
	}
	rules, err := policy.New(w.units.Tree(), false)
	w.ok(err)
	clock := func() time.Time { return w.now }
	w.acts = activity.NewService(activity.Options{Ledger: w.l, Policy: rules, Units: w.units.Tree(), Clock: clock})
	w.numbers = number.NewService(number.Options{Ledger: w.l, Policy: rules, Places: w.places, Clock: clock, Changes: course.Changes, Contents: w.contents})
	w.service = NewService(Options{Ledger: w.l, Policy: rules, Numbers: w.numbers, Clock: clock})
	w.people = person.NewService(person.Options{Ledger: w.l, Policy: rules, Units: w.units.Tree(), Clock: clock, Freeze: w.numbers.Freeze, Renewable: w.service.Renewable})
	return nil
}

// reopen closes the compartment, makes its tables again and opens it.
func (w *town) reopen() {
	w.t.Helper()
	w.ok(w.l.Close())
	_, err := ledger.Rebuild(w.t.Context(), w.opt, nil)
	w.ok(err)
	w.ok(w.open())
}

// day is a day of January 2026, or of a later month.
func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

// held plans and confirms a training of one session that ends at noon of a day.
func (w *town) held(name string, on int, kind activity.Kind) record.ID {
	w.t.Helper()
	id := record.IDOf(name)
	noon := day(on).Add(12 * time.Hour)
	a, err := w.acts.Put(w.t.Context(), w.organiser, id, here, 0, activity.Plan{
		Kind: kind, Title: lang.Text{lang.French: name}, Place: place.Ref{List: "L", Code: "C"}, Trainers: []activity.Trainer{{Name: "Moctar"}}, Risks: "none", Cost: 54_000_00,
		Sessions: []activity.Session{{ID: record.IDOf(name + " session"), Start: noon.Add(-4 * time.Hour), End: noon}},
	})
	w.ok(err)
	_, err = w.acts.Confirm(w.t.Context(), w.organiser, activity.Seen{ID: id, Revision: a.Revision})
	w.ok(err)
	return id
}

// someone registers a person; what is known of them turns with n.
func (w *town) someone(name string, n int) record.ID {
	w.t.Helper()
	id, err := w.register(name, n)
	w.ok(err)
	return id
}

func (w *town) register(name string, n int) (record.ID, error) {
	id := record.IDOf(name)
	k := person.Known{
		Name: name, Band: []person.Band{"18-24", "25-34"}[n/2%2], Sex: []person.Sex{"female", "male"}[n%2], Community: []person.Community{"host", "refugee"}[n/4%2],
		Disability: "no", Role: "participant",
	}
	_, err := w.people.Put(w.t.Context(), w.organiser, id, here, 0, k)
	return id, err
}

// came marks people of an activity, as its roll does.
func (w *town) came(name string, state string, people ...record.ID) {
	w.t.Helper()
	w.ok(w.mark(name, state, people...))
}

func (w *town) mark(name string, state string, people ...record.ID) error {
	_, err := w.l.Write(w.t.Context(), func(*store.Tx) (drafts []ledger.Draft, err error) {
		for _, id := range people {
			w.said++
			act := record.IDOf(name)
			handling := record.Handling{Unit: here, Purpose: "programme"}
			drafts = append(
				drafts,
				ledger.Draft{
					Kind: record.Enrolment, Record: record.IDOf(fmt.Sprint("enrolled ", w.said)), Subject: id, Handling: handling,
					Body: map[string]any{"v": 1, "activity": act, "enrolled": true},
				},
				ledger.Draft{
					Kind: record.Mark, Record: record.IDOf(fmt.Sprint("mark ", w.said)), Subject: id, Handling: handling,
					Body: map[string]any{"v": 1, "activity": act, "session": record.IDOf(name + " session"), "state": state, "source": record.IDOf("phone"), "n": w.said},
				},
			)
		}
		return drafts, nil
	})
	return err
}

// crowd registers people and marks them there.
func (w *town) crowd(name string, from, n int) (people []record.ID) {
	w.t.Helper()
	for i := range n {
		people = append(people, w.someone(fmt.Sprintf("Person %c%c", 'a'+(from+i)/26, 'a'+(from+i)%26), from+i))
	}
	w.came(name, "present", people...)
	return people
}

// board is what a mobiliser sees.
func (w *town) board(q number.Query) *number.Board {
	w.t.Helper()
	b, err := w.numbers.Board(w.t.Context(), w.mobiliser, q)
	w.ok(err)
	return b
}

func (w *town) renew(want bool) {
	w.t.Helper()
	if made, err := w.numbers.Renew(w.t.Context()); err != nil || made != want {
		w.t.Fatalf("a new edition was made: %v (%v)", made, err)
	}
}

// tested keeps what people got right of ten questions before and after.
func (w *town) tested(name string, before, after int, people ...record.ID) {
	w.t.Helper()
	_, err := w.l.Write(w.t.Context(), func(*store.Tx) (drafts []ledger.Draft, err error) {
		for _, id := range people {
			for test, right := range map[course.Test]int{course.Pre: before, course.Post: after} {
				w.said++
				drafts = append(drafts, ledger.Draft{
					Kind: record.Attempt, Record: record.IDOf(fmt.Sprint("attempt ", w.said)), Subject: id, Handling: record.Handling{Unit: here, Purpose: "programme"},
					Body: map[string]any{
						"v": 1, "activity": record.IDOf(name), "course": "first-aid", "version": 1, "test": test, "answers": map[string][]int{},
						"score": course.Score{Right: right, Asked: 10}, "taken": w.now,
					},
				})
			}
		}
		return drafts, nil
	})
	w.ok(err)
}
