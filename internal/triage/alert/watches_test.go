package alert

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

func TestWatchesAreSwitchedByTheChief(t *testing.T) {
	n := newNet(t)
	w := n.watch(Rule{Look: Reports, Kinds: []string{"attack"}}, func(w *Watch) { w.Unit = at("COM") })
	for _, name := range []string{"ali", "moussa", "other", "admin"} {
		err := n.Switch(t.Context(), n.actor(name), w.ID, true, "x", 0)
		if fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Missing {
			t.Errorf("%s: %v", name, err)
		}
	}
	n.refused("alert.word.missing", n.Switch(t.Context(), n.actor("wali"), w.ID, true, "", 0))
	n.ok(n.Switch(t.Context(), n.actor("wali"), w.ID, true, "attaques récentes", 0))
	get := func() Watch {
		ws, _, err := n.Watches(t.Context(), n.actor("nat"))
		n.ok(err)
		return ws[slices.IndexFunc(ws, func(x Watch) bool { return x.ID == w.ID })]
	}
	on := get()
	if !on.On || on.Why != "attaques récentes" || on.By != who("wali") {
		t.Errorf("%+v", on)
	}
	// Another ladder leaves it on; another rule switches it off, which a desk may not.
	on.Ladder = []Step{{Minutes: 5}}
	n.ok(n.Put(t.Context(), n.actor("ali"), on))
	if on = get(); !on.On || on.Why != "attaques récentes" {
		t.Errorf("%+v", on)
	}
	stale := on
	stale.Revision--
	n.refused("alert.watch.old", n.Put(t.Context(), n.actor("wali"), stale))
	on.Rule.Kinds = []string{"theft"}
	n.refused("policy.denied", n.Put(t.Context(), n.actor("ali"), on))
	n.ok(n.Put(t.Context(), n.actor("wali"), on))
	if off := get(); off.On {
		t.Errorf("%+v", off)
	}
	// A desk takes no watch of another unit, nor gives its own away.
	mine := get()
	mine.Unit = at("OTHER")
	if err := n.Put(t.Context(), n.actor("ali"), mine); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Missing {
		t.Error(err)
	}
	if ws, _, err := n.Watches(t.Context(), n.actor("ali")); err != nil || len(ws) != 1 {
		t.Errorf("a desk sees %d watches, %v", len(ws), err)
	}
	if ws, _, err := n.Watches(t.Context(), n.actor("admin")); err != nil || len(ws) != 0 {
		t.Errorf("an administrator sees %d watches, %v", len(ws), err)
	}
	far := get()
	far.Rule = Rule{Look: Silence, Hours: 3, Units: []record.ID{at("OTHER")}}
	n.refused("alert.watch.unit", n.Put(t.Context(), n.actor("wali"), far))
}

// Life at risk is watched for from the first start on; starting again changes
// nothing, nor does it switch on what a chief has switched off.
func TestEveryNodeWatchesForLifeAtRisk(t *testing.T) {
	n := newNet(t)
	n.ok(n.Switch(t.Context(), n.actor("nat"), LifeAtRisk, false, "exercice national", 0))
	n.ok(n.Ship(t.Context()))
	n.follow()
	n.send(nil)
	n.follow()
	if len(n.alerts()) != 0 {
		t.Error("it was switched off")
	}
	ws, _, err := n.Watches(t.Context(), n.actor("nat"))
	n.ok(err)
	if len(ws) != 4 {
		t.Fatalf("%d watches", len(ws))
	}
	for _, w := range ws {
		if err := w.Check(); err != nil {
			t.Errorf("%v: %v", w.Name, err)
		}
		if w.ID == LifeAtRisk && (w.On || w.Why != "exercice national") {
			t.Errorf("%+v", w)
		}
	}
}

// A watch that would raise too much says so and stays off.
func TestAWatchThatIsTooLoud(t *testing.T) {
	n := newNet(t)
	kinds := []string{}
	for i := range 40 {
		kinds = append(kinds, fmt.Sprint("kind", i))
	}
	for day := range 3 {
		for i := range 40 {
			n.send(func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = kinds[i], report.Soon })
		}
		n.now = n.now.Add(25 * time.Hour)
		_ = day
	}
	w := n.watch(Rule{Look: Reports, Urgency: report.Soon}, func(w *Watch) { w.Urgency = report.Soon })
	err := n.Switch(t.Context(), n.actor("nat"), w.ID, true, "tout voir", 0)
	if err != nil {
		t.Fatalf("120 alerts in 90 days are bearable: %v", err)
	}
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, false, "trop", 0))
	for range 30 {
		for i := range 40 {
			n.send(func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = kinds[i], report.Soon })
		}
		n.now = n.now.Add(25 * time.Hour)
	}
	n.refused("alert.watch.loud", n.Switch(t.Context(), n.actor("nat"), w.ID, true, "tout voir", 0))
}

// What a trial says that a watch would have done is what it does.
func TestATrialTellsTheTruth(t *testing.T) {
	for seed := range uint64(4) {
		n := newNet(t)
		rng := rand.New(rand.NewPCG(seed, 3))
		rule := []Rule{
			{Look: Reports, Kinds: []string{"attack", "theft"}, Urgency: report.Soon},
			{Look: Reports, Kinds: []string{"theft"}, Count: 3, Hours: 12, Senders: true},
			{Look: Reports, Words: []string{"motos", "قرية"}, Count: 2, Hours: 6, Together: true},
			{Look: Reports, Places: []report.PlaceRef{{List: "L", Code: "M1"}}, Fence: &Fence{Centre: &Corner{15.5, -5.5}, Metres: 20_000}},
		}[seed]
		w := n.watch(rule, func(w *Watch) { w.Urgency, w.Join = report.Now, 1+rng.IntN(20) })
		n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "essai", 0))
		n.ok(n.Switch(t.Context(), n.actor("nat"), LifeAtRisk, false, "essai", 0))
		n.follow()
		for range 120 {
			n.send(func(in *report.Incoming) {
				in.Unit = at([]string{"COM", "OTHER"}[rng.IntN(2)])
				in.Body.Kind = []string{"attack", "theft", "rumour"}[rng.IntN(3)]
				in.Body.Urgency = urgencies[rng.IntN(3)]
				in.Body.Text = []string{"deux motos", "القرية هادئة", "rien"}[rng.IntN(3)]
				in.Body.Source = record.IDOf(fmt.Sprint(rng.IntN(6)))
				in.Body.Place = &report.PlaceRef{List: "L", Code: []string{"M1", "M101"}[rng.IntN(2)]}
			})
			if rng.IntN(3) == 0 {
				n.follow()
			}
			if rng.IntN(20) == 0 {
				n.lookout = n.Lookout()
			}
			n.now = n.now.Add(time.Duration(rng.IntN(240)) * time.Minute)
		}
		n.follow()
		trial, err := n.Try(t.Context(), n.actor("nat"), w)
		n.ok(err)
		real, reports := 0, 0
		for _, a := range n.alerts() {
			real++
			reports += a.Reports
		}
		daily := 0
		for _, d := range trial.Daily {
			daily += d
		}
		if trial.Alerts != real || trial.Joined != reports || daily != real || trial.Looked == 0 || !trial.Whole || real == 0 || len(trial.Each) != min(real, maxWould) {
			t.Errorf("rule %d: the trial says %d alerts of %d reports, there were %d of %d; %d by day, %d told", seed, trial.Alerts, trial.Joined, real, reports, daily, len(trial.Each))
		}
	}
}

// A trial shows nobody what they may not see.
func TestATrialShowsWhatTheReaderMaySee(t *testing.T) {
	n := newNet(t)
	n.send(func(in *report.Incoming) { in.TLP = record.Red })
	n.send(func(in *report.Incoming) { in.Unit = at("OTHER") })
	w := watchOf(Rule{Look: Reports, Kinds: []string{"attack"}})
	w.Unit = at("COM")
	_, err := n.Try(t.Context(), n.actor("other"), w)
	if !fault.Is(err, fault.Denied) {
		t.Error(err)
	}
	if trial, err := n.Try(t.Context(), n.actor("ali"), w); err != nil || trial.Looked != 0 && trial.Alerts != 0 {
		t.Errorf("%+v, %v", trial, err)
	}
	w.Rule = Rule{Look: Silence, Hours: 3, Units: []record.ID{at("COM")}}
	_, err = n.Try(t.Context(), n.actor("ali"), w)
	n.refused("alert.try.look", err)
}
