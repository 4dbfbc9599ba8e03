package response

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// What was done in a stretch is given as far as the reports may be seen, by an index.
func TestWhatWasDoneInAStretch(t *testing.T) {
	o := newOffice(t)
	a, b := o.take("a", record.Amber, false), o.take("b", record.Red, false)
	for name, of := range map[string]record.ID{"on a": a, "on b": b} {
		who := o.desk
		if of == b {
			who = o.chief
		}
		o.ok(o.Record(t.Context(), who, New{ID: record.IDOf(name), Report: of, Kind: Patrol, Text: "vu", When: o.now}))
	}
	from, to := o.now.Add(-time.Hour), o.now.Add(time.Hour)
	all, more, err := o.During(t.Context(), o.desk, north, from, to, 10)
	if err != nil || len(all) != 1 || all[0].Report != a || all[0].Of.TLP != record.Amber || more {
		t.Errorf("%v, %v, %v", all, more, err)
	}
	if all, more, err := o.During(t.Context(), o.chief, north, from, to, 1); err != nil || len(all) != 1 || !more {
		t.Errorf("one of two: %v, %v, %v", all, more, err)
	}
	if all, _, err := o.During(t.Context(), o.desk, north, to, to.Add(time.Hour), 10); err != nil || len(all) != 0 {
		t.Errorf("later: %v, %v", all, err)
	}
	o.ok(o.l.View(t.Context(), func(tx *store.Tx) error {
		plan, err := tx.Plan(duringSQL, 1, 2, 3)
		if err == nil && (strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE")) {
			t.Error(plan)
		}
		return err
	}))
}
