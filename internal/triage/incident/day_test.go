package incident

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Of a day are the incidents that happened on it, and those that something was done
// about; those of other units and those that are part of another are not.
func TestIncidentsOfAStretch(t *testing.T) {
	o := newOffice(t)
	o.start("happened")
	begun := o.now
	before := Stretch{Under: north, From: begun.Add(-12 * time.Hour), To: begun.Add(-time.Hour)} // it happened six hours ago
	o.pass(24 * time.Hour)
	day := Stretch{Under: north, From: o.now, To: o.now.Add(time.Hour)}
	if views, _, err := o.During(t.Context(), o.desk, day, 10); err != nil || len(views) != 0 {
		t.Errorf("a quiet day: %d, %v", len(views), err)
	}
	r := o.hear(heard{name: "r"})
	o.attach(On{Incident: record.IDOf("happened")}, r, Origin{Kind: OwnWord})
	o.start("another")
	o.start("part")
	o.ok(o.Merge(t.Context(), o.desk, On{Incident: record.IDOf("part")}, record.IDOf("another")))
	for _, c := range []struct {
		name string
		who  policy.Actor
		in   Stretch
		most int
		want int
		more bool
	}{
		{"the day before", o.desk, before, 10, 2, false},
		{"the day", o.desk, day, 10, 2, false},
		{"one of them", o.desk, day, 1, 1, true},
		{"another unit's desk", o.hire("far", south, policy.Desk), day, 10, 0, false},
		{"another unit's", o.hire("head", capital, policy.Chief), Stretch{Under: south, From: day.From, To: day.To}, 10, 0, false},
	} {
		views, more, err := o.During(t.Context(), c.who, c.in, c.most)
		if err != nil || len(views) != c.want || more != c.more {
			t.Errorf("%s: %d, %v, %v", c.name, len(views), more, err)
		}
	}
	held, err := o.Held(t.Context(), []record.ID{r, record.IDOf("nothing")})
	if err != nil || !held[r] || held[record.IDOf("nothing")] {
		t.Errorf("%v, %v", held, err)
	}
	o.ok(o.l.View(t.Context(), func(tx *store.Tx) error {
		for sql, args := range map[string][]any{workedSQL: {1, 2}, happenedSQL: {1, 2}, heldSQL: {r}} {
			if plan, err := tx.Plan(sql, args...); err != nil || strings.Contains(plan, "SCAN") {
				t.Errorf("%s\n%s %v", sql, plan, err)
			}
		}
		return nil
	}))
}
