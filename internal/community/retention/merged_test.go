package retention

import (
	"fmt"
	"math"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/course"
	"wasl/internal/community/number"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// test keeps what somebody got right of ten questions in one test.
func (w *town) test(name string, test course.Test, right int, id record.ID) {
	w.t.Helper()
	w.said++
	_, err := w.l.Write(w.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Attempt, Record: record.IDOf(fmt.Sprint("one attempt ", w.said)), Subject: id, Handling: record.Handling{Unit: here, Purpose: "programme"},
			Body: map[string]any{
				"v": 1, "activity": record.IDOf(name), "course": "first-aid", "version": 1, "test": test, "answers": map[string][]int{},
				"score": course.Score{Right: right, Asked: 10}, "taken": w.now,
			},
		}}, nil
	})
	w.ok(err)
}

// Somebody who is entered twice learned once: by the first test before and the last one
// after, under whichever entry; before and after they are deleted.
func TestWhoIsEnteredTwiceLearnsOnce(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	people := w.crowd("first aid", 0, 24)
	w.tested("first aid", 4, 7, people[:20]...) // half of what there was to learn
	for i, one := range people[22:] {           // before under one entry, after under the other
		other := w.someone(fmt.Sprint("Mouhamed ", i), 22+i)
		w.test("first aid", course.Pre, 0, one)
		w.test("first aid", course.Post, 10, other)
		w.ok(w.people.Merge(t.Context(), w.organiser, one, other))
	}
	twice, again := people[21], w.someone("Mohamedou", 21)
	for _, id := range []record.ID{twice, again} { // both tests under both
		w.test("first aid", course.Pre, 0, id)
		w.test("first aid", course.Post, 10, id)
	}
	w.ok(w.people.Merge(t.Context(), w.organiser, twice, again))
	w.now = day(3)
	w.renew(true)
	check := func(when string) {
		t.Helper()
		if g := w.board(number.Query{}).Figures.Gain; g.N != 23 || math.Abs(g.Sum-(20*0.5+3)) > 1e-9 {
			t.Errorf("%s: learned %v of %d people, want %v of 23", when, g.Sum, g.N, 20*0.5+3)
		}
	}
	check("after the merging")
	w.ok(w.l.View(t.Context(), func(tx *store.Tx) error {
		gains, err := course.GainsOf(tx, record.IDOf("first aid"), "first-aid")
		if err == nil && gains[0].People != 23 {
			t.Errorf("the page of the activity tells of %d people who took both tests, want 23", gains[0].People)
		}
		return err
	}))
	w.now = day(2).AddDate(0, 0, 95)
	if n := w.run(); n != 27 {
		t.Fatalf("%d entries were deleted", n)
	}
	w.held("next", 120, activity.Forum)
	w.crowd("next", 100, 12)
	w.renew(true)
	check("after they are deleted")
}

// What the roll says of somebody who is entered twice is what is counted: a mark that was
// taken back in the console is nobody's presence, whichever entry it was made of.
func TestWhatIsCountedIsWhatTheRollSays(t *testing.T) {
	w := newTown(t)
	w.held("forum", 2, activity.Forum)
	people := w.crowd("forum", 0, 29)
	again := w.someone("Mouhamed", 0)
	w.came("forum", "present", again)
	w.ok(w.people.Merge(t.Context(), w.organiser, people[0], again))
	_, err := w.l.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Mark, Record: record.IDOf("taken back"), Subject: people[0], Author: w.organiser.ID, Handling: record.Handling{Unit: here, Purpose: "programme"},
			Body: map[string]any{"v": 1, "activity": record.IDOf("forum"), "session": record.IDOf("forum session"), "state": "none", "source": w.organiser.ID, "settle": true},
		}}, nil
	})
	w.ok(err)
	there := 0
	w.ok(w.l.View(t.Context(), func(tx *store.Tx) error {
		marks, err := attendance.Marks(tx, record.IDOf("forum"))
		for _, m := range marks {
			if m.State.There() {
				there++
			}
		}
		return err
	}))
	w.renew(true)
	b := w.board(number.Query{})
	if there != 28 || b.Figures.Came != 28 || b.Reached[""].Shown != 28 {
		t.Errorf("the roll says %d, attendance %d, reached %d; want 28", there, b.Figures.Came, b.Reached[""].Shown)
	}
}
