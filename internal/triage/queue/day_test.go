package queue

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// What came in a stretch is counted and graded as it may be seen, and read by
// indexes.
func TestWhatCame(t *testing.T) {
	o := newOffice(t)
	desk := o.hire("desk", north, policy.Desk)
	first, second := o.take(told{name: "first", unit: north, tlp: record.Amber}).Report, o.take(told{name: "second", unit: north, tlp: record.Amber}).Report
	_, err := o.SetGrade(t.Context(), desk, Act{Report: first}, Grade{Source: "B", Information: 2})
	if err != nil {
		t.Fatal(err)
	}
	now := o.now
	c, err := o.Came(t.Context(), desk, north, now.Add(-time.Hour), now.Add(time.Hour), 10)
	if err != nil || len(c.Graded) != 1 || c.Graded[0].ID != first || c.Ungraded != 1 || c.More {
		t.Errorf("%+v of %v, %v", c, second, err)
	}
	if c, err := o.Came(t.Context(), desk, north, now.Add(time.Hour), now.Add(2*time.Hour), 10); err != nil || len(c.Graded)+c.Ungraded != 0 {
		t.Errorf("later: %+v, %v", c, err)
	}
	if c, err := o.Came(t.Context(), o.hire("far", south, policy.Desk), north, now.Add(-time.Hour), now.Add(time.Hour), 10); err != nil || len(c.Graded)+c.Ungraded != 0 {
		t.Errorf("another unit: %+v, %v", c, err)
	}
	days, err := o.Received(t.Context(), desk, north, now, 3)
	if err != nil || len(days) != 3 || days[2] != 2 || days[1] != 0 {
		t.Errorf("%v, %v", days, err)
	}
	if err := o.ledger.View(t.Context(), func(tx *store.Tx) error {
		for sql, args := range map[string][]any{cameSQL: {0, 1, 2}, daysOfSQL: {0, 1}} {
			if p := plan(t, tx, sql, args...); strings.Contains(p, "SCAN") {
				t.Errorf("%s\n%s", sql, p)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
