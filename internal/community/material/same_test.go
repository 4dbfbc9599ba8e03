package material

import (
	"testing"

	"wasl/internal/base/record"
)

// One person is entered three times, two of the entries under the third. Whatever of the
// three was the one that a consent was taken back with, the name goes.
func TestAConsentTakenBackWithAnyEntryHoldsForAll(t *testing.T) {
	for _, named := range []string{"Aminata Ba", "Aminetou Bah", "Aminta Ba"} {
		for _, back := range []string{"Aminata Ba", "Aminetou Bah", "Aminta Ba"} {
			o := newOffice(t)
			ids := map[string]record.ID{}
			for _, name := range []string{"Aminata Ba", "Aminetou Bah", "Aminta Ba"} {
				ids[name] = o.somebody(name, "25-34")
			}
			m := o.story("one")
			m, err := o.Credit(t.Context(), o.mobiliser, m.ID, ids[named], "Aminata B.")
			o.ok(err)
			m = o.publish(m)
			o.ok(o.people.Merge(t.Context(), o.organiser, ids["Aminata Ba"], ids["Aminetou Bah"]))
			o.ok(o.people.Merge(t.Context(), o.organiser, ids["Aminata Ba"], ids["Aminta Ba"]))
			if g, err := o.Open(t.Context(), m.ID); err != nil || len(g.Authors) != 1 {
				t.Fatalf("all three agree: %+v, %v", g, err)
			}
			o.withdraw(ids[back])
			if g, err := o.Open(t.Context(), m.ID); err != nil || len(g.Authors) != 0 {
				t.Errorf("named as %s, taken back as %s: still named: %+v, %v", named, back, g.Authors, err)
			}
		}
	}
}
