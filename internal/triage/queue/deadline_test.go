package queue

import (
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

func (o *office) due(act Act) time.Duration {
	o.t.Helper()
	s, err := o.Summary(o.t.Context(), act.Report)
	if err != nil {
		o.t.Fatal(err)
	}
	if s.Due.IsZero() {
		return 0
	}
	return s.Due.Sub(s.Since)
}

// A unit's deadlines are its own, else those of the nearest unit above that says
// anything; where lives are at risk the shortest holds.
func TestDeadlinesComeFromAbove(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	boss, chief := o.hire("boss", capital, policy.Chief), o.hire("chief", north, policy.Chief)
	now := o.take(told{name: "now", unit: well, tlp: record.Amber, urgency: report.Now})
	soon := o.take(told{name: "soon", unit: well, tlp: record.Amber, urgency: report.Soon})
	set := func(a policy.Actor, unit record.ID, d Deadlines) {
		t.Helper()
		if err := o.SetDeadlines(ctx, a, unit, d); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what string, nowDue, soonDue time.Duration) {
		t.Helper()
		if a, b := o.due(now), o.due(soon); a != nowDue || b != soonDue {
			t.Errorf("%s: %v and %v, want %v and %v", what, a, b, nowDue, soonDue)
		}
	}
	want("nothing set", usual.Look[0], usual.Look[1])
	set(boss, capital, Deadlines{Look: Times{30 * time.Minute, 12 * time.Hour}})
	want("the capital's", 30*time.Minute, 12*time.Hour)
	set(chief, north, Deadlines{Look: Times{10 * time.Minute, 20 * time.Hour}})
	want("the wilaya's", 10*time.Minute, 20*time.Hour)
	set(boss, capital, Deadlines{Look: Times{6 * time.Minute}})
	want("the capital's where lives are at risk", 6*time.Minute, 20*time.Hour)
	set(boss, capital, Deadlines{})
	set(chief, north, Deadlines{})
	want("taken back", usual.Look[0], usual.Look[1])
	if own, held := o.DeadlinesOf(well); own != (Deadlines{}) || held.Look != usual.Look || held.Decide != usual.Decide {
		t.Errorf("the post has %+v and is held to %+v", own, held)
	}
}

// The clock starts anew when the reporter writes, is answered, or the report is
// taken up again; not when it is handed on.
func TestSinceWhenAReportWaits(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, urgency: report.Soon})
	since := func() time.Time {
		t.Helper()
		s, err := o.Summary(ctx, act.Report)
		if err != nil {
			t.Fatal(err)
		}
		return s.Since
	}
	at := since()
	anew := func(what string, want bool, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if got := since(); got.After(at) != want {
			t.Errorf("%s: waits since %v, before %v", what, got, at)
		}
		at = since()
	}
	_, err := o.Forward(ctx, desk, act, pass, "")
	anew("handed on", false, err)
	_, err = o.SetState(ctx, desk, act, Checking)
	anew("looked at", false, err)
	if got := o.due(act); got != usual.Decide[1] {
		t.Errorf("to be decided within %v", got)
	}
	anew("written to", true, o.AddMessage(ctx, o.receipt(act.Report), record.IDOf("m1"), "encore", "fr"))
	anew("written to again", false, o.AddMessage(ctx, o.receipt(act.Report), record.IDOf("m2"), "encore", "fr"))
	_, err = o.Answer(ctx, desk, act, record.IDOf("a"), "merci", "fr")
	anew("answered", true, err)
	_, err = o.Close(ctx, desk, act, Confirmed, "")
	anew("closed", false, err)
	if got := o.due(act); got != 0 {
		t.Errorf("closed, it is due within %v", got)
	}
	_, err = o.Reopen(ctx, desk, act, "erreur")
	anew("taken up again", true, err)
}

func TestDeadlinesThatAreRefused(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	boss := o.hire("boss", capital, policy.Chief)
	before := o.end()
	for _, c := range []struct {
		what string
		who  policy.Actor
		unit record.ID
		d    Deadlines
		kind fault.Kind
		key  string
	}{
		{"a minute", boss, north, Deadlines{Look: Times{time.Minute}}, fault.Invalid, "queue.deadline.bounds"},
		{"a year", boss, north, Deadlines{Decide: Times{0, 0, 365 * day}}, fault.Invalid, "queue.deadline.bounds"},
		{"soon before now", boss, north, Deadlines{Look: Times{0, 30 * time.Minute}}, fault.Invalid, "queue.deadline.order"},
		{"life longer than above", boss, north, Deadlines{Look: Times{2 * time.Hour}}, fault.Invalid, "queue.deadline.life"},
		{"no hours", boss, north, Deadlines{Hours: &Hours{From: 480, To: 960}}, fault.Invalid, "queue.deadline.hours"},
		{"hours that end before they begin", boss, north, Deadlines{Hours: &Hours{Days: weekdays.Days, From: 960, To: 480}}, fault.Invalid, "queue.deadline.hours"},
		{"a desk's", o.hire("desk", north, policy.Desk), north, Deadlines{}, fault.Denied, "policy.denied"},
		{"another wilaya's chief's", o.hire("stranger", south, policy.Chief), north, Deadlines{}, fault.Denied, "policy.denied"},
		{"no unit's", boss, record.IDOf("nowhere"), Deadlines{}, fault.Missing, "store.row.none"},
	} {
		if f := faultOf(o.SetDeadlines(ctx, c.who, c.unit, c.d)); f == nil || f.Kind != c.kind || f.Key != c.key {
			t.Errorf("%s: %v", c.what, f)
		}
	}
	if o.end() != before {
		t.Error("what was refused left a revision")
	}
}
