package retention

import (
	"bytes"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
)

// Whoever is entered twice and asks what is kept is given what is kept under both entries,
// whichever of them was opened.
func TestAPersonHasWhatIsKeptUnderEveryEntry(t *testing.T) {
	w := newTown(t)
	w.held("one", 2, activity.Forum)
	id, other := w.someone("Aminata Diallo", 0), w.someone("Aminetou Jallow", 0)
	w.someone("Somebody Else", 0)
	w.came("one", "present", other)
	w.ok(w.people.Merge(t.Context(), w.organiser, id, other))
	for _, opened := range []string{"Aminata Diallo", "Aminetou Jallow"} {
		p, err := w.people.Open(t.Context(), w.organiser, map[string]record.ID{"Aminata Diallo": id, "Aminetou Jallow": other}[opened], "she asked")
		w.ok(err)
		own, err := w.service.Own(t.Context(), w.organiser, p)
		w.ok(err)
		var all []byte
		kinds := map[string]int{}
		for i, e := range own {
			if i > 0 && e.At.Before(own[i-1].At) {
				t.Errorf("%s: %v stands after %v", opened, e.At, own[i-1].At)
			}
			all, kinds[e.What] = append(all, e.Kept...), kinds[e.What]+1
		}
		if !bytes.Contains(all, []byte("Diallo")) || !bytes.Contains(all, []byte("Jallow")) || bytes.Contains(all, []byte("Else")) || kinds["mark"] != 1 {
			t.Errorf("opened as %s: %v", opened, kinds)
		}
	}
}
