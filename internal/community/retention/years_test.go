package retention

import (
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/number"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

func keyOf(err error) string {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // they come bare
		return e.Key
	}
	return ""
}

// After five years whoever asked to stay goes, unless somebody decided otherwise in the
// last sixty days; correcting what is known extends nothing.
func TestWhoAskedToStayGoesAfterFiveYears(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	goes, renewed, corrected, back := w.someone("Goes", 0), w.someone("Renewed", 1), w.someone("Corrected", 2), w.someone("Back", 3)
	again := w.someone("Goess", 0)
	w.came("first aid", "present", goes, renewed, corrected, back)
	w.ok(w.people.Merge(t.Context(), w.organiser, goes, again))
	for _, id := range []record.ID{goes, renewed, corrected, back} {
		w.stay(id)
	}
	renew := func(a policy.Actor, id record.ID, why string) string {
		t.Helper()
		return keyOf(w.people.Renew(t.Context(), a, id, why))
	}
	end := day(2).Add(12 * time.Hour)
	w.now = end.Add(Longest - Notice - time.Minute)
	if key := renew(w.organiser, renewed, "she was asked"); key != "retention.renew.early" {
		t.Errorf("61 days before: %q", key)
	}
	w.correctName(corrected, "Corrected anew")
	if all, err := w.service.Leaving(t.Context(), w.organiser); err != nil || len(all) != 0 {
		t.Errorf("61 days before %+v leave (%v)", all, err)
	}
	w.now = end.Add(Longest - Notice + time.Minute)
	all, err := w.service.Leaving(t.Context(), w.organiser)
	w.ok(err)
	if len(all) != 5 || !all[again].Equal(end.Add(Longest)) {
		t.Errorf("60 days before %+v leave", all)
	}
	if all, err := w.service.Leaving(t.Context(), w.mobiliser); err == nil && len(all) > 0 {
		t.Errorf("who may not delete anybody is told of %+v", all)
	}
	coming, err := w.service.Coming(t.Context(), w.organiser)
	w.ok(err)
	if len(coming) != 1 || coming[0].People != 5 || coming[0].Stayed != 5 {
		t.Errorf("to come: %+v", coming)
	}
	for why, want := range map[string]string{"": "person.renew.reason", " ": "person.renew.reason"} {
		if key := renew(w.organiser, renewed, why); key != want {
			t.Errorf("without a reason: %q", key)
		}
	}
	if err := w.people.Renew(t.Context(), w.mobiliser, renewed, "she was asked"); !fault.Is(err, fault.Denied) {
		t.Errorf("who may not delete her keeps her: %v", err)
	}
	w.ok(w.people.Renew(t.Context(), w.organiser, renewed, "she was asked"))
	w.ok(w.people.Renew(t.Context(), w.organiser, back, "he was asked"))
	if key := renew(w.organiser, renewed, "she was asked"); key != "retention.renew.early" {
		t.Errorf("sent twice: %q", key)
	}
	w.agree(back, "c", "refresher")
	w.takeBack(back, "c")
	if key := renew(w.organiser, back, "again"); key != "retention.renew.none" {
		t.Errorf("who took it back is kept: %q", key)
	}
	w.reopen()
	w.now = end.Add(Longest - time.Minute)
	if n := w.run(); n != 1 || w.kept(back) != 0 {
		t.Errorf("on day 1,825 %d went, and of those who took it back %d stay", n, w.kept(back))
	}
	w.now = end.Add(Longest)
	if n := w.run(); n != 3 || w.kept(goes, again, corrected) != 0 || w.kept(renewed) != 1 {
		t.Errorf("on day 1,826 %d went", n)
	}
	w.now = end.Add(2*Longest - Notice)
	if n := w.run(); n != 0 {
		t.Errorf("of those who were renewed %d went early", n)
	}
	w.now = end.Add(2*Longest + time.Minute)
	if n := w.run(); n != 1 {
		t.Errorf("ten years after %d went", n)
	}
}

func (w *town) correctName(id record.ID, name string) {
	w.t.Helper()
	p, err := w.people.Open(w.t.Context(), w.organiser, id, "to correct it")
	w.ok(err)
	p.Name = name
	_, err = w.people.Put(w.t.Context(), w.organiser, id, here, p.Revision, p.Known)
	w.ok(err)
}

// A year that was mistyped before plans had a bound keeps people for two years after
// somebody last did something about the activity, and no longer.
func TestAYearThatWasMistypedKeepsNobodyForEver(t *testing.T) {
	w := newTown(t)
	act := record.IDOf("far")
	far := time.Date(2062, 1, 2, 8, 0, 0, 0, time.UTC)
	_, err := w.l.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{Kind: record.Activity, Record: act, Handling: record.Handling{Unit: here}, Body: map[string]any{"v": 1, "act": "planned", "plan": activity.Plan{
			Kind: activity.Forum, Title: lang.Text{lang.French: "far"}, Sessions: []activity.Session{{ID: record.IDOf("far session"), Start: far, End: far.Add(time.Hour)}},
		}}}}, nil
	})
	w.ok(err)
	id := w.someone("Mariem", 0)
	w.came("far", "present", id)
	for range 2 {
		w.now = day(1).Add(activity.Ahead + Keep - time.Hour)
		if n := w.run(); n != 0 {
			t.Fatalf("%d went early", n)
		}
		w.reopen()
	}
	w.now = w.now.Add(2 * time.Hour)
	if n := w.run(); n != 1 {
		t.Errorf("%d went", n)
	}
}

// Whoever cancels an activity by mistake has deleted nobody by the next day: it ends when
// it is cancelled.
func TestWhatIsCancelledByMistakeDeletesNobody(t *testing.T) {
	w := newTown(t)
	w.held("late", 200, activity.Forum)
	id := w.someone("Mariem", 0)
	w.came("late", "absent", id)
	w.now = day(150)
	w.cancel("late")
	if n := w.run(); n != 0 {
		t.Fatalf("%d went on the night on which it was cancelled", n)
	}
	w.now = day(150).Add(Keep - time.Minute)
	if n := w.run(); n != 0 {
		t.Errorf("%d went early", n)
	}
	w.now = day(150).Add(Keep + time.Minute)
	if n := w.run(); n != 1 {
		t.Errorf("90 days after it was cancelled %d went", n)
	}
}

func (w *town) cancel(name string) {
	w.t.Helper()
	a, err := w.acts.Get(w.t.Context(), w.organiser, record.IDOf(name))
	w.ok(err)
	_, err = w.acts.Cancel(w.t.Context(), w.organiser, activity.Seen{ID: a.ID, Revision: a.Revision}, "rain")
	w.ok(err)
}

// An activity that is open again on the night on which its people go, to put its cost
// right, counts as it did: then and when it is confirmed anew.
func TestWhoGoesWhileAnActivityIsOpenAgainStaysCounted(t *testing.T) {
	w := newTown(t)
	id := w.held("first aid", 2, activity.Training)
	people := w.crowd("first aid", 0, 24)
	w.tested("first aid", 4, 7, people...)
	w.now = day(3)
	w.renew(true)
	before := w.board(number.Query{})
	w.now = day(2).AddDate(0, 0, 95)
	a, err := w.acts.Get(t.Context(), w.organiser, id)
	w.ok(err)
	a, err = w.acts.Reopen(t.Context(), w.organiser, activity.Seen{ID: id, Revision: a.Revision})
	w.ok(err)
	w.renew(false)
	if n := w.run(); n != 24 {
		t.Fatalf("%d went", n)
	}
	_, err = w.acts.Confirm(t.Context(), w.organiser, activity.Seen{ID: id, Revision: a.Revision})
	w.ok(err)
	w.held("forum", 96, activity.Forum)
	w.crowd("forum", 100, 12)
	w.renew(true)
	after := w.board(number.Query{Kind: "training"})
	if n := after.Reached[""].Shown; n != before.Reached[""].Shown || n != 24 {
		t.Errorf("%d were reached, and %d before", n, before.Reached[""].Shown)
	}
	if g := after.Figures.Gain.N; g != 24 {
		t.Errorf("what %d learned is told, want 24", g)
	}
}
