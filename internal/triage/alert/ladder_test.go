package alert

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

// A report says that life is at risk, and nobody answers: the alert climbs to the
// nation by itself, in the times of its ladder, and is told again there.
func TestAnAlertThatNobodyAnswersClimbsToTheNation(t *testing.T) {
	n := newNet(t)
	for i, name := range []string{"ali", "fatou", "moussa", "wali", "nat"} {
		n.phone(name, fmt.Sprintf("+2224512340%d", i))
	}
	begun := n.now
	n.send(nil)
	n.follow()
	a := n.one()
	if a.Urgency != report.Now || a.Level != 0 || a.Levels[0].Unit != at("COM") || len(a.Others) != 2 || !a.Due.Equal(begun.Add(10*time.Minute)) {
		t.Fatalf("%+v", a)
	}
	took := n.gates[notice.SMS].took
	if len(took) != 2 || took[0].Text != "wasl URGENT: alerte no 1" {
		t.Fatalf("%+v", took)
	}
	n.pass(9*time.Minute + 30*time.Second)
	if got := n.course(a.ID); got != "raise, level 0 raised, remind" {
		t.Errorf("after nine minutes: %s", got)
	}
	for _, c := range []struct {
		minutes int
		unit    string
		hears   string
	}{{10, "MOU", "+22245123402"}, {20, "WIL", "+22245123403"}, {35, "NAT", "+22245123404"}} {
		n.now = begun.Add(time.Duration(c.minutes)*time.Minute - 30*time.Second)
		n.pass(30 * time.Second)
		n.follow()
		a = n.one()
		if a.Levels[a.Level].Unit != at(c.unit) {
			t.Errorf("after %d minutes it is at level %d", c.minutes, a.Level)
		}
		if took = n.gates[notice.SMS].took; took[len(took)-1].To != c.hears || !strings.Contains(took[len(took)-1].Text, "sans réponse") {
			t.Errorf("after %d minutes: %+v", c.minutes, took[len(took)-1])
		}
	}
	if got := n.course(a.ID); got != "raise, level 0 raised, remind, level 1 late, level 2 late, level 3 late" {
		t.Error(got)
	}
	// At the top it is told again, to everybody, ever more rarely.
	n.gates[notice.SMS].took = nil
	n.pass(4 * time.Hour)
	if got := n.course(a.ID); !strings.HasSuffix(got, "level 3 late, remind, level 3 again, level 3 again, level 3 again, level 3 again") {
		t.Error(got)
	}
	everybody := map[string]bool{}
	for _, m := range n.gates[notice.SMS].took {
		everybody[m.To] = true
	}
	if len(everybody) != 5 {
		t.Errorf("told again to %v", everybody)
	}
	// The nation answers: it climbs no more, and what waits is not sent.
	if _, err := n.Acknowledge(t.Context(), n.actor("nat"), a.ID, false); err != nil {
		t.Fatal(err)
	}
	n.gates[notice.SMS].took = nil
	n.pass(time.Hour)
	if a = n.one(); a.State != Acknowledged || a.Owner != who("nat") || len(n.gates[notice.SMS].took) != 0 {
		t.Errorf("%+v, %d messages", a, len(n.gates[notice.SMS].took))
	}
	// Whoever has it in hand and is not heard of is asked.
	n.pass(2 * time.Hour)
	if took = n.gates[notice.SMS].took; len(took) != 1 || took[0].To != "+22245123404" {
		t.Errorf("%+v", took)
	}
	if _, err := n.End(t.Context(), n.actor("nat"), a.ID, True, "les blessés sont à l'hôpital"); err != nil {
		t.Fatal(err)
	}
	n.pass(24 * time.Hour)
	if got := n.course(a.ID); !strings.HasSuffix(got, "acknowledge, nag, end") {
		t.Error(got)
	}
}

func plan(first string, deputies ...string) duty.Plan {
	s := duty.Shift{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: 6 * 60, To: 22 * 60, Primary: who(first)}
	for _, d := range deputies {
		s.Deputies = append(s.Deputies, who(d))
	}
	return duty.Plan{Shifts: []duty.Shift{s}}
}

// By night nobody is on duty at the commune: the alert is the moughataa's at once,
// and says why.
func TestNobodyOnDuty(t *testing.T) {
	n := newNet(t)
	n.ok(n.duty.Set(t.Context(), n.actor("nat"), at("COM"), plan("ali"), 0))
	n.now = n.now.Add(13 * time.Hour) // 23:00
	n.send(nil)
	n.follow()
	a := n.one()
	if got := n.course(a.ID); got != "raise, level 0 raised, level 1 nobody" || a.Level != 1 || !slices.Equal(a.Others, []record.ID{who("moussa")}) {
		t.Errorf("%s: %+v", got, a)
	}
	// Nobody at all: it comes to the top, and stays there.
	for _, name := range []string{"moussa", "wali", "nat"} {
		delete(n.people, who(name))
	}
	n.people[who("nat2")] = policy.Actor{ID: who("nat2"), Unit: at("NAT"), Roles: []policy.Role{policy.Analyst}}
	n.send(func(in *report.Incoming) { in.Body.Kind = "theft" })
	n.pass(time.Minute)
	p, err := n.List(t.Context(), n.people[who("nat2")], Query{})
	n.ok(err)
	if len(p.Items) != 2 {
		t.Fatalf("%+v", p)
	}
	for _, x := range p.Items {
		if x.Kind == "theft" && (x.Level != 3 || n.course(x.ID) != "raise, level 0 raised, level 1 nobody, level 2 nobody, level 3 nobody") {
			t.Errorf("%s", n.course(x.ID))
		}
		if x.Kind == "attack" && x.Level != 3 {
			t.Errorf("it waits for those who left: %s", n.course(x.ID))
		}
	}
}

// Whoever is on duty goes to another unit, or leaves, while an alert waits; whoever
// has one in hand leaves.
func TestAnOwnerWhoLeft(t *testing.T) {
	n := newNet(t)
	n.ok(n.duty.Set(t.Context(), n.actor("nat"), at("COM"), plan("ali"), 0))
	n.send(nil)
	n.follow()
	a := n.one()
	if a.First != who("ali") {
		t.Fatalf("%+v", a)
	}
	moved := n.people[who("ali")]
	moved.Unit = at("OTHER")
	n.people[who("ali")] = moved
	n.pass(time.Minute)
	if got := n.course(a.ID); got != "raise, level 0 raised, level 1 left" {
		t.Error(got)
	}
	if _, err := n.Acknowledge(t.Context(), n.actor("moussa"), a.ID, false); err != nil {
		t.Fatal(err)
	}
	n.pass(5 * time.Minute)
	delete(n.people, who("moussa"))
	n.pass(time.Minute)
	if a = n.one(); a.State != Open || a.Level != 2 || n.course(a.ID) != "raise, level 0 raised, level 1 left, acknowledge, level 2 left" {
		t.Errorf("%s: %+v", n.course(a.ID), a)
	}
	// Where others are there, it is theirs at the same level.
	n.people[who("wali2")] = policy.Actor{ID: who("wali2"), Unit: at("WIL"), Roles: []policy.Role{policy.Desk}}
	if _, err := n.Acknowledge(t.Context(), n.actor("wali"), a.ID, false); err != nil {
		t.Fatal(err)
	}
	delete(n.people, who("wali"))
	n.pass(time.Minute)
	if a = n.one(); a.State != Open || a.Level != 2 || !slices.Equal(a.Others, []record.ID{who("wali2")}) {
		t.Errorf("%s: %+v", n.course(a.ID), a)
	}
}

// At the change of shifts the next one has the alerts that wait.
func TestTheNextShiftHasIt(t *testing.T) {
	n := newNet(t)
	day := []int{1, 2, 3, 4, 5, 6, 7}
	n.people[who("nat2")] = policy.Actor{ID: who("nat2"), Unit: at("NAT"), Roles: []policy.Role{policy.Chief}}
	n.ok(n.duty.Set(t.Context(), n.actor("nat"), at("NAT"), duty.Plan{Shifts: []duty.Shift{
		{Days: day, From: 6 * 60, To: 12 * 60, Primary: who("nat")}, {Days: day, From: 12 * 60, To: 6 * 60, Primary: who("nat2")},
	}}, 0))
	n.phone("nat2", "+22245123499")
	n.now = n.now.Add(time.Hour + 30*time.Minute) // 11:30
	w := n.watch(Rule{Look: Reports, Kinds: []string{"attack"}}, func(w *Watch) { w.Urgency, w.Ladder = report.Soon, []Step{{Unit: at("NAT"), Minutes: 240}} })
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "essai", 0))
	n.follow()
	n.send(func(in *report.Incoming) { in.Body.Urgency = report.Soon })
	n.follow()
	a := n.one()
	if a.First != who("nat") {
		t.Fatalf("%+v", a)
	}
	due := a.Due
	n.pass(31 * time.Minute)
	if a = n.one(); a.First != who("nat2") || !a.Due.Equal(due) {
		t.Errorf("%s: %+v", n.course(a.ID), a)
	}
	if took := n.gates[notice.SMS].took; len(took) != 1 || !strings.Contains(took[0].Text, "à reprendre") {
		t.Errorf("%+v", took)
	}
}

// A gateway is down: an alert of which no word left the node climbs before its
// time is over.
func TestNoWordLeftTheNode(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	n.gates[notice.SMS].down = true
	n.send(nil)
	n.pass(4*time.Minute + 30*time.Second)
	if a := n.one(); a.Level != 0 {
		t.Errorf("%s", n.course(a.ID))
	}
	n.pass(time.Minute)
	if a := n.one(); n.course(a.ID) != "raise, level 0 raised, level 1 unreached" {
		t.Errorf("%s", n.course(a.ID))
	}
	// Nobody above has an address: the console is their only way, and they have all their time.
	n.pass(9 * time.Minute)
	if a := n.one(); a.Level != 1 {
		t.Errorf("%s", n.course(a.ID))
	}
}

func TestQuietHoursHoldWhatIsNotUrgent(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	w := n.watch(Rule{Look: Reports, Kinds: []string{"theft"}}, func(w *Watch) { w.Urgency, w.Quiet = report.Soon, &Quiet{From: 22 * 60, To: 6 * 60} })
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "essai", 0))
	n.follow()
	n.now = n.now.Add(13 * time.Hour) // 23:00
	n.send(func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = "theft", report.Soon })
	n.send(func(in *report.Incoming) { in.Body.Kind = "attack" })
	n.follow()
	all := n.alerts()
	if len(all) != 2 || len(n.gates[notice.SMS].took) != 1 || n.gates[notice.SMS].took[0].Text != "wasl URGENT: alerte no 2" {
		t.Fatalf("%+v %+v", all, n.gates[notice.SMS].took)
	}
	theft := all[0]
	if theft.Kind != "theft" {
		theft = all[1]
	}
	if want := time.Date(2026, 11, 25, 7, 0, 0, 0, time.UTC); !theft.Due.Equal(want) {
		t.Errorf("due %s", theft.Due)
	}
	n.pass(6*time.Hour + 50*time.Minute)
	if got := n.course(theft.ID); got != "raise, level 0 raised" {
		t.Errorf("by night: %s", got)
	}
	n.pass(time.Hour + 15*time.Minute)
	if got := n.course(theft.ID); got != "raise, level 0 raised, remind, level 1 late" {
		t.Errorf("in the morning: %s", got)
	}
}

// However the clock is set, back and forth, an alert comes to each level once and
// in order, none is passed over, and what is left of a level's time when the clock
// is set back is left.
func TestAHostileClock(t *testing.T) {
	for seed := range uint64(12) {
		n := newNet(t)
		rng := rand.New(rand.NewPCG(seed, 7))
		n.send(nil)
		n.follow()
		id := n.one().ID
		fair := time.Duration(0) // time that passed truly
		for range 400 {
			step := time.Duration(5+rng.IntN(40)) * time.Second
			n.now, fair = n.now.Add(step), fair+step
			if rng.IntN(12) == 0 {
				n.now = n.now.Add(time.Duration(rng.Int64N(int64(72*time.Hour))) - 36*time.Hour)
			}
			if rng.IntN(60) == 0 { // the node starts anew
				n.ladder, n.lookout = n.Ladder(), n.Lookout()
			}
			n.follow()
			if a := n.one(); a.Level == len(a.Levels)-1 {
				break
			}
		}
		if got := n.course(id); !strings.HasPrefix(strings.ReplaceAll(strings.ReplaceAll(got, "remind, ", ""), "clock, ", ""), "raise, level 0 raised, level 1 late, level 2 late, level 3 late") {
			t.Errorf("seed %d, after %s: %s", seed, fair, got)
		}
	}
}

// A clock that is set back by a day, an hour, a minute keeps nobody waiting.
func TestAClockThatIsSetBack(t *testing.T) {
	for _, back := range []time.Duration{time.Minute, time.Hour, 30 * 24 * time.Hour} {
		n := newNet(t)
		n.send(nil)
		n.pass(4 * time.Minute)
		n.now = n.now.Add(-back)
		n.pass(6 * time.Minute)
		if a := n.one(); a.Level != 0 {
			t.Errorf("back by %s: too early: %s", back, n.course(a.ID))
		}
		n.pass(time.Minute) // the tick before the clock was set back was half a minute ago
		if a := n.one(); a.Level != 1 {
			t.Errorf("back by %s: %s, due %s, now %s", back, n.course(a.ID), a.Due, n.now)
		}
	}
	// The node was off while it was set back: the level has its time again.
	n := newNet(t)
	n.send(nil)
	n.follow()
	n.now = n.now.Add(-72 * time.Hour)
	n.ladder = n.Ladder()
	n.pass(11 * time.Minute)
	if a := n.one(); a.Level != 1 {
		t.Errorf("%s, due %s, now %s", n.course(a.ID), a.Due, n.now)
	}
}

// A node that was off for days takes one step, and the next level has its time.
func TestANodeThatSlept(t *testing.T) {
	n := newNet(t)
	n.send(nil)
	n.follow()
	n.now = n.now.Add(72 * time.Hour)
	n.follow()
	a := n.one()
	if a.Level != 1 || !a.Due.Equal(n.now.Add(10*time.Minute)) {
		t.Errorf("%s, due %s", n.course(a.ID), a.Due)
	}
	n.follow()
	n.follow()
	if a = n.one(); a.Level != 1 {
		t.Errorf("%s", n.course(a.ID))
	}
}

// A ladder of a watch's own goes where it says.
func TestALadderOfItsOwn(t *testing.T) {
	n := newNet(t)
	w := n.watch(Rule{Look: Reports, Kinds: []string{"theft"}}, func(w *Watch) {
		w.Ladder = []Step{{Minutes: 5}, {Unit: at("OTHER"), Minutes: 7}, {Minutes: 9}, {Unit: at("NAT"), Minutes: 3}}
	})
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "essai", 0))
	n.follow()
	n.send(func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = "theft", report.Soon })
	n.follow()
	var got []string
	for _, l := range n.one().Levels {
		u, _ := n.opt.Units.Get(l.Unit)
		got = append(got, fmt.Sprint(u.Code, " ", l.Minutes))
	}
	if fmt.Sprint(got) != "[COM 5 OTHER 7 MOU 9 NAT 3]" {
		t.Error(got)
	}
	n.pass(5*time.Minute + 30*time.Second)
	// The other commune, where it climbed to, may answer, and its own desk reads on.
	if _, err := n.Acknowledge(t.Context(), n.actor("other"), n.one().ID, false); err != nil {
		t.Error(err)
	}
}

func (n *net) watch(r Rule, change func(*Watch)) Watch {
	n.t.Helper()
	n.made++
	w := watchOf(r)
	w.ID, w.Unit, w.Rule = record.IDOf(fmt.Sprint("watch ", n.made)), at("NAT"), r
	if change != nil {
		change(&w)
	}
	n.ok(n.Put(n.t.Context(), n.actor("nat"), w))
	return w
}

// What leaves the node by SMS says what happened, and where, only of what all
// partners may know: a telephone lies open to whoever holds it.
func TestWhatAMessageSays(t *testing.T) {
	for tlp, want := range map[record.TLP]string{
		record.Clear: "wasl URGENT: alerte no 1, attack, Bassikounou", record.Green: "wasl URGENT: alerte no 1, attack, Bassikounou",
		record.Amber: "wasl URGENT: alerte no 1", record.AmberStrict: "wasl URGENT: alerte no 1", record.Red: "wasl URGENT: alerte no 1",
	} {
		n := newNet(t)
		n.phone("ali", "+22245123401")
		n.send(func(in *report.Incoming) { in.TLP = tlp })
		n.follow()
		if took := n.gates[notice.SMS].took; len(took) != 1 || took[0].Text != want {
			t.Errorf("%s: %+v, want %q", tlp, took, want)
		}
	}
}
