package retention

import (
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
)

// stay writes down that somebody asked to be told of refreshers.
func (w *town) stay(id record.ID) {
	w.t.Helper()
	p, err := w.people.Open(w.t.Context(), w.organiser, id, "asked to be told of refreshers")
	w.ok(err)
	p.Keep = true
	_, err = w.people.Put(w.t.Context(), w.organiser, id, here, p.Revision, p.Known)
	w.ok(err)
}

func (w *town) agree(id record.ID, consent string, scope person.Scope) {
	w.t.Helper()
	w.ok(w.people.Agree(w.t.Context(), w.organiser, id, person.Consent{ID: record.IDOf(consent), Scope: scope, Language: "fr", How: "spoken"}))
}

func (w *town) takeBack(id record.ID, consent string) {
	w.t.Helper()
	w.ok(w.people.Withdraw(w.t.Context(), w.organiser, id, record.IDOf(consent)))
}

// Whoever asked to stay for refreshers stays as long as they want it: who took it back is
// called to none, so nothing is left that they would be kept for.
func TestWhoTookBackBeingToldOfRefreshersGoes(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	stays, back, again, other, photo := w.someone("Stays", 0), w.someone("Back", 1), w.someone("Again", 2), w.someone("Other", 3), w.someone("Photo", 4)
	twice := w.someone("Othar", 3)
	w.came("first aid", "present", stays, back, again, other, photo)
	w.ok(w.people.Merge(t.Context(), w.organiser, other, twice))
	for _, id := range []record.ID{stays, back, again, other, photo} {
		w.stay(id)
	}
	for id, consent := range map[record.ID]string{stays: "c1", back: "c2", again: "c3", twice: "c4"} {
		w.agree(id, consent, person.Refresher)
	}
	w.agree(photo, "c5", person.Photo)
	w.takeBack(back, "c2")
	w.takeBack(again, "c3")
	w.agree(again, "c6", person.Refresher)
	w.takeBack(twice, "c4") // of two entries of one person, it holds for both
	w.takeBack(photo, "c5") // of something else
	check := func() {
		t.Helper()
		if got := []int{w.kept(stays), w.kept(back), w.kept(again), w.kept(other, twice), w.kept(photo)}; got[0] != 1 || got[1] != 0 || got[2] != 1 || got[3] != 0 || got[4] != 1 {
			t.Errorf("kept: stays %d, took it back %d, agreed again %d, took it back under the other entry %d, took back a photo %d", got[0], got[1], got[2], got[3], got[4])
		}
	}
	w.reopen()
	w.now = day(2).AddDate(0, 0, 95)
	w.run()
	check()
	// Taken back years later, they go the night after.
	w.now = day(2).AddDate(2, 0, 0)
	w.takeBack(stays, "c1")
	if n := w.run(); n != 1 || w.kept(stays) != 0 {
		t.Errorf("%d were deleted", n)
	}
}
