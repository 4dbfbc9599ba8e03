package queue

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

// chances makes what comes next by chance known.
func (o *office) chances(draws ...byte) {
	var all []byte
	for _, d := range draws {
		all = append(all, d, 0, 0, 0)
	}
	o.random = bytes.NewReader(all)
}

// looks gives the reports at which somebody is to look again.
func (o *office) looksOf(a policy.Actor) (ids []record.ID) {
	o.t.Helper()
	all, _, err := o.Looks(o.t.Context(), a)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, l := range all {
		ids = append(ids, l.ID)
	}
	return ids
}

func (o *office) figures(a policy.Actor, unit record.ID) Figures {
	o.t.Helper()
	all, err := o.ReviewFigures(o.t.Context(), a, time.Time{})
	if err != nil {
		o.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(f Figures) bool { return f.Unit == unit })
	if i < 0 {
		o.t.Fatalf("no figures of %v among %d", unit, len(all))
	}
	return all[i]
}

// Chance draws a share of what is closed, and the ledger has who closed it. Another
// person looks again, and what they say is counted.
func TestASampleIsLookedAtAgainBySomebodyElse(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief, desk, other := o.hire("chief", north, policy.Chief), o.hire("desk", well, policy.Desk), o.hire("other", north, policy.Desk)
	far := o.hire("far", south, policy.Desk)
	if err := o.SetShare(ctx, chief, north, 50); err != nil {
		t.Fatal(err)
	}
	o.chances(0x7f, 0x80, 0x10)
	var acts []Act
	for i, name := range []string{"drawn", "spared", "drawn too"} {
		act := o.take(told{name: name, unit: well, tlp: record.Amber, urgency: report.Routine})
		o.must(map[bool]int64{true: 2, false: 1}[i != 1], "close "+name, func() (Summary, error) { return o.Close(ctx, desk, act, Confirmed, "") })
		acts = append(acts, act)
	}
	if got, want := o.looksOf(other), []record.ID{acts[0].Report, acts[2].Report}; !slices.Equal(got, want) {
		t.Fatalf("waiting: %v, want %v", got, want)
	}
	if got := o.looksOf(desk); len(got) != 0 {
		t.Errorf("who closed them is asked to look again: %v", got)
	}
	if got := o.looksOf(far); len(got) != 0 {
		t.Errorf("another wilaya is asked: %v", got)
	}
	o.refused(fault.Denied, "policy.denied", "one's own", func() (Summary, error) { return o.Review(ctx, desk, acts[0], Verdict{}) })
	o.refused(fault.Invalid, "queue.review.note", "no reason", func() (Summary, error) { return o.Review(ctx, other, acts[0], Verdict{Points: []Point{WrongGrade}}) })
	o.refused(fault.Invalid, "queue.review.point", "no such point", func() (Summary, error) {
		return o.Review(ctx, other, acts[0], Verdict{Points: []Point{"weather"}, Note: "x"})
	})
	differs := Verdict{Points: []Point{WrongUrgency, Overlooked}, Note: "deux disparus ne sont pas dans la fiche"}
	o.must(1, "look again", func() (Summary, error) { return o.Review(ctx, other, acts[0], differs) })
	o.must(0, "sent twice", func() (Summary, error) { return o.Review(ctx, other, acts[0], differs) })
	o.refused(fault.Conflict, "queue.review.none", "somebody was faster", func() (Summary, error) { return o.Review(ctx, chief, acts[0], Verdict{}) })
	o.refused(fault.Conflict, "queue.review.none", "not drawn", func() (Summary, error) { return o.Review(ctx, other, acts[1], Verdict{}) })
	o.must(1, "agree", func() (Summary, error) { return o.Review(ctx, other, acts[2], Verdict{}) })
	want := Figures{Unit: well, Share: 50, Agreed: 1, Differs: 1, Points: [6]int{0, 1, 0, 0, 0, 1}}
	if got := o.figures(chief, well); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	if s, err := o.Summary(ctx, acts[0].Report); err != nil || s.State != Closed || s.Urgency != report.Routine {
		t.Errorf("a verdict changed the report: %+v, %v", s, err)
	}
}

// A rule that asks for a second look is obeyed without chance; what is taken up
// again needs none; and what is erased leaves no trace in the figures.
func TestASecondLookByRuleAndWhatOvertakesIt(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	boss, desk, other := o.hire("boss", capital, policy.Chief), o.hire("desk", well, policy.Desk), o.hire("other", well, policy.Desk, policy.Chief)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, urgency: report.Routine})
	o.rule(Ruling{Report: act.Report, At: well, Rule: record.IDOf("r1"), Version: 1, List: capital, Idea: SecondLook})
	closing := func(n int64) {
		t.Helper()
		o.must(n, "close", func() (Summary, error) { return o.Close(ctx, desk, act, Confirmed, "") })
	}
	closing(2)
	all, _, err := o.Looks(ctx, other)
	if err != nil || len(all) != 1 || all[0].Rule != record.IDOf("r1") || all[0].Closer != desk.ID {
		t.Fatalf("waiting: %+v, %v", all, err)
	}
	if got := o.standing(act.Report); !slices.Equal(got, []string{"review  taken"}) {
		t.Errorf("the proposal is %v", got)
	}
	if may, err := o.May(ctx, other, act.Report, []policy.Action{"report.review"}); err != nil || len(may) != 1 {
		t.Errorf("the colleague may %v, %v", may, err)
	}
	o.must(1, "reopen", func() (Summary, error) { return o.Reopen(ctx, desk, act, "il y a du nouveau") })
	if got := o.looksOf(other); len(got) != 0 {
		t.Errorf("what is worked on is to be looked at again: %v", got)
	}
	closing(1) // the rule has had its look
	if may, _ := o.May(ctx, other, act.Report, []policy.Action{"report.review"}); len(may) != 0 {
		t.Errorf("a look that nobody awaits is offered")
	}
	if err := o.SetShare(ctx, boss, capital, 100); err != nil {
		t.Fatal(err)
	}
	o.must(1, "reopen", func() (Summary, error) { return o.Reopen(ctx, desk, act, "encore") })
	closing(2)
	if got := o.figures(other, well); got.Awaited != 1 || got.Agreed+got.Differs != 0 || got.Share != 100 || got.Set {
		t.Errorf("counted %+v", got)
	}
	if _, err := o.Erase(ctx, other, act.Report, "demandé"); err != nil {
		t.Fatal(err)
	}
	if got := o.figures(other, well); got.Awaited != 0 || len(o.looksOf(other)) != 0 {
		t.Errorf("an erased report is counted: %+v", got)
	}
}

// A share lies between nothing and all, and is a chief's to set.
func TestSharesAreSetByChiefs(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief, desk := o.hire("chief", north, policy.Chief), o.hire("desk", north, policy.Desk)
	for _, wrong := range []int{-1, 101} {
		if err := o.SetShare(ctx, chief, north, wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d: %v", wrong, err)
		}
	}
	if err := o.SetShare(ctx, desk, north, 5); !fault.Is(err, fault.Denied) {
		t.Errorf("a desk sets it: %v", err)
	}
	if err := o.SetShare(ctx, chief, south, 5); err == nil {
		t.Error("another wilaya's chief sets it")
	}
	if err := o.SetShare(ctx, chief, north, 20); err != nil {
		t.Fatal(err)
	}
	if err := o.SetShare(ctx, chief, well, 0); err != nil {
		t.Fatal(err)
	}
	if a, b := o.figures(chief, pass), o.figures(chief, well); a.Share != 20 || a.Set || b.Share != 0 || !b.Set {
		t.Errorf("the posts hold %+v and %+v", a, b)
	}
	if _, err := o.ReviewFigures(ctx, desk, time.Time{}); err != nil {
		t.Errorf("a desk without figures: %v", err)
	}
}

// Chance hits as often as it says.
func TestChanceIsFair(t *testing.T) {
	o := newOffice(t)
	hits := 0
	for i := range 256 {
		o.chances(byte(i))
		hit, err := o.chance(25)
		if err != nil {
			t.Fatal(err)
		}
		if hit {
			hits++
		}
	}
	if hits != 64 {
		t.Errorf("%d of 256 at a quarter", hits)
	}
	o.chances(0xff)
	if hit, err := o.chance(100); !hit || err != nil {
		t.Errorf("all is not all: %v", err)
	}
	if _, err := o.chance(1); err == nil {
		t.Error("without chance nothing was said")
	}
}

// The load of a desk is what is open there, what is late, and who has it in hand;
// it is for chiefs alone.
func TestLoadOfDesks(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief, desk, other := o.hire("chief", north, policy.Chief), o.hire("desk", well, policy.Desk), o.hire("other", well, policy.Desk)
	late := o.take(told{name: "late", unit: well, tlp: record.Amber, urgency: report.Now})
	o.must(1, "assign", func() (Summary, error) { return o.Assign(ctx, desk, late, desk.ID) })
	o.now = o.now.Add(2 * time.Hour)
	fresh := o.take(told{name: "fresh", unit: well, tlp: record.Amber, urgency: report.Soon})
	o.must(1, "assign", func() (Summary, error) { return o.Assign(ctx, desk, fresh, desk.ID) })
	o.take(told{name: "free", unit: well, tlp: record.Amber, urgency: report.Routine})
	o.take(told{name: "elsewhere", unit: south, tlp: record.Amber, urgency: report.Routine})
	people := func(unit record.ID) []record.ID {
		if unit == well {
			return []record.ID{desk.ID, other.ID}
		}
		return nil
	}
	all, err := o.Load(ctx, chief, people, o.clock())
	if err != nil || len(all) != 3 {
		t.Fatalf("%d units, %v", len(all), err)
	}
	i := slices.IndexFunc(all, func(l Load) bool { return l.Unit == well })
	l := all[i]
	if l.Open[New] != 3 || l.Now != 1 || l.Overdue != 1 || l.Week != 3 {
		t.Errorf("the load is %+v", l)
	}
	if got, want := l.Busiest(), []Hands{{desk.ID, 2, 1}, {other.ID, 0, 0}}; !slices.Equal(got, want) {
		t.Errorf("in hand: %+v, want %+v", got, want)
	}
	if none, err := o.Load(ctx, desk, people, o.clock()); err != nil || len(none) != 0 {
		t.Errorf("a desk sees who has how much: %+v, %v", none, err)
	}
}
