package activity

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// on is the plan of one session in a year, or of a caravan that halts then.
func on(year int, caravan bool) Plan {
	p := firstAid()
	day := time.Date(year, 3, 14, 9, 0, 0, 0, time.UTC)
	if p.Sessions = nil; caravan {
		p.Stops = []Stop{{Spot: "Fassala", Day: day.Truncate(24 * time.Hour)}}
	} else {
		p.Sessions = []Session{{ID: record.IDOf("s1"), Start: day, End: day.Add(3 * time.Hour)}}
	}
	return p
}

// A year that was mistyped is refused, and the day is named: it would keep everybody of the
// activity, and open its phones, until then.
func TestAYearThatWasMistypedIsRefused(t *testing.T) {
	o := open(t)
	ctx, boss := t.Context(), who(policy.Organiser, wilaya)
	for _, caravan := range []bool{false, true} {
		for year, key := range map[int]string{
			26: "activity.time.past", 1926: "activity.time.past", 2021: "activity.time.past", 2022: "", 2026: "", 2028: "", 2029: "activity.time.far", 2062: "activity.time.far", 9999: "activity.time.far",
		} {
			id := record.IDOf(fmt.Sprint(year, caravan))
			_, err := o.Put(ctx, boss, id, moughataa, 0, on(year, caravan))
			if keyOf(err) != key {
				t.Errorf("%d, a caravan: %v: %v, want %q", year, caravan, err, key)
			}
			var f *fault.Error
			for _, l := range lang.All() {
				if !errors.As(err, &f) {
					break
				}
				if said, _ := lang.Fault(l, f); !strings.Contains(said, fmt.Sprintf("%04d-03-14", year)) {
					t.Errorf("%d, in %s: %q does not name the day", year, l, said)
				}
			}
		}
	}
}

// written puts a plan into the ledger as an older version did, which knew no bound.
func (o *office) written(id record.ID, p Plan) {
	o.t.Helper()
	_, err := o.ledger.Write(o.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{o.draft(who(policy.Organiser, wilaya), &Activity{ID: id, Unit: moughataa}, body{Act: planned, Plan: &p})}, nil
	})
	o.ok(err)
}

// What lies in a ledger with such a day is read, and confirmed or finished only when it
// has been put right; it is over two years after somebody last did something about it.
func TestAYearThatWasMistypedBeforeIsPutRight(t *testing.T) {
	o := open(t)
	ctx, boss := t.Context(), who(policy.Organiser, wilaya)
	far, past := record.IDOf("far"), record.IDOf("past")
	o.written(far, on(2062, false))
	a, err := o.Get(ctx, boss, far)
	o.ok(err)
	if a.End().Year() != 2062 || !a.Over().Equal(now.Add(Ahead)) {
		t.Errorf("it ends at %v, and is over at %v", a.End(), a.Over())
	}
	if _, err := o.Confirm(ctx, boss, Seen{far, a.Revision}); keyOf(err) != "activity.time.far" {
		t.Errorf("confirmed: %v", err)
	}
	a, err = o.Put(ctx, boss, far, moughataa, a.Revision, on(2026, false))
	o.ok(err)
	a, err = o.Confirm(ctx, boss, Seen{far, a.Revision})
	o.ok(err)
	if !a.Over().Equal(a.End()) {
		t.Errorf("put right it ends at %v, and is over at %v", a.End(), a.Over())
	}
	// Of days long gone whatever was written stays; none is added.
	o.written(past, on(2019, false))
	a, err = o.Get(ctx, boss, past)
	o.ok(err)
	p := a.Plan
	p.Cost = 100
	a, err = o.Put(ctx, boss, past, moughataa, a.Revision, p)
	o.ok(err)
	p.Sessions = append(p.Sessions, Session{ID: record.IDOf("s2"), Start: p.Sessions[0].Start.Add(time.Minute), End: p.Sessions[0].End})
	if _, err := o.Put(ctx, boss, past, moughataa, a.Revision, p); !fault.Is(err, fault.Invalid) || keyOf(err) != "activity.time.past" {
		t.Errorf("a session of 2019 was added: %v", err)
	}
}
