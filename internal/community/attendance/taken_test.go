package attendance

import (
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
)

func TestARollThatNobodyTook(t *testing.T) {
	r := newRoom(t)
	p := r.plan()
	p.Spot, p.Risks, p.Trainers = "Maison des jeunes", "Chaleur", []activity.Trainer{{Name: "Yahya"}}
	of, err := r.acts.Get(t.Context(), r.organiser, course)
	r.ok(err)
	of, err = r.acts.Put(t.Context(), r.organiser, course, north, of.Revision, p)
	r.ok(err)
	is := func(what string, want Taken) {
		t.Helper()
		got, err := r.Taken(t.Context(), r.trainer, []activity.Activity{of})
		r.ok(err)
		if got[course] != want {
			t.Errorf("%s: %+v, want %+v", what, got[course], want)
		}
	}
	awa := r.enrolled("Awa")
	r.enrolled("Sidi")
	is("before it begins", Taken{Expected: 2})
	r.wait(5*time.Hour + time.Minute) // the morning is over
	is("a draft", Taken{Expected: 2})
	of, err = r.acts.Confirm(t.Context(), r.organiser, activity.Seen{ID: course, Revision: of.Revision})
	r.ok(err)
	is("the morning is over", Taken{Expected: 2, Missing: 1})
	r.wait(10 * time.Hour)
	is("the day is over", Taken{Expected: 2, Missing: 2})
	r.ok(r.Mark(t.Context(), r.trainer, course, Say{Slot: Slot{morning, awa}, State: Present}))
	is("somebody said who was there in the morning", Taken{Expected: 2, Missing: 1})
	if got, err := r.Taken(t.Context(), r.stranger, []activity.Activity{of}); err != nil || len(got) != 0 {
		t.Errorf("a stranger hears %v, %v", got, err)
	}
	other := activity.Activity{ID: record.IDOf("forum"), Unit: north, State: activity.Confirmed, Plan: p}
	if got, err := r.Taken(t.Context(), r.trainer, []activity.Activity{other}); err != nil || got[other.ID] != (Taken{}) {
		t.Errorf("where nobody is on a list: %v, %v", got, err)
	}
}
