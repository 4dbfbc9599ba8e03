package person

import (
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// under gives under whom everybody is counted, by name.
func (r *register) counted(all ...Person) map[string]string {
	r.t.Helper()
	names, under := map[record.ID]string{}, map[string]string{}
	for _, p := range all {
		names[p.ID] = p.Name
	}
	r.ok(r.ledger.View(r.t.Context(), func(tx *store.Tx) error {
		for _, p := range all {
			top, err := Canonical(tx, p.ID)
			if err != nil {
				return err
			}
			under[p.Name] = names[top]
		}
		return nil
	}))
	return under
}

// Two entries are one person; then somebody takes that person for a third by mistake, and
// takes it back. The two are one again, and nobody else is the third: deleting the third
// deletes the third alone.
func TestTakingAMergingBackLeavesWhatWasBeforeIt(t *testing.T) {
	r := open(t)
	a, b, c, d := r.put(r.organiser, moughataa, adult("Aicha")), r.put(r.organiser, moughataa, adult("Aissata")), r.put(r.organiser, moughataa, adult("Cheikh")), r.put(r.organiser, moughataa, adult("Aicheta"))
	check := func(when string, want map[string]string) {
		t.Helper()
		got := r.counted(a, b, c, d)
		for name, top := range want {
			if got[name] != top {
				t.Errorf("%s: %s is counted under %s, want %s", when, name, got[name], top)
			}
		}
	}
	r.ok(r.Merge(t.Context(), r.organiser, a.ID, d.ID))
	r.ok(r.Merge(t.Context(), r.organiser, b.ID, a.ID))
	r.ok(r.Merge(t.Context(), r.organiser, c.ID, b.ID))
	check("all are one", map[string]string{"Aicha": "Cheikh", "Aissata": "Cheikh", "Aicheta": "Cheikh", "Cheikh": "Cheikh"})
	r.ok(r.Split(t.Context(), r.organiser, b.ID))
	check("the last is taken back", map[string]string{"Aicha": "Aissata", "Aissata": "Aissata", "Aicheta": "Aissata", "Cheikh": "Cheikh"})
	r.ok(r.Split(t.Context(), r.organiser, a.ID))
	check("and the one before", map[string]string{"Aicha": "Aicha", "Aissata": "Aissata", "Aicheta": "Aicha", "Cheikh": "Cheikh"})
	r.ok(r.Merge(t.Context(), r.organiser, c.ID, a.ID))
	r.ok(r.Merge(t.Context(), r.organiser, b.ID, a.ID)) // not the one, the other
	check("said of another", map[string]string{"Aicha": "Aissata", "Aissata": "Aissata", "Aicheta": "Aissata", "Cheikh": "Cheikh"})
	r.ok(r.Erase(t.Context(), r.organiser, c.ID, "asked"))
	for _, p := range []Person{a, b, d} {
		if _, err := r.brief(t.Context(), r.organiser, p.ID); err != nil {
			t.Errorf("%s was somebody else and is gone: %v", p.Name, err)
		}
	}
	r.ok(r.Erase(t.Context(), r.organiser, a.ID, "asked"))
	if _, err := r.brief(t.Context(), r.organiser, d.ID); err != nil {
		t.Errorf("one entry of three was deleted, and another went with it: %v", err)
	}
	r.ok(r.Erase(t.Context(), r.organiser, b.ID, "asked"))
	if _, err := r.brief(t.Context(), r.organiser, d.ID); !fault.Is(err, fault.Missing) {
		t.Errorf("somebody was deleted, and an entry of theirs is there: %v", err)
	}
}
