package node

import (
	"slices"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/task"
	"wasl/internal/triage/taxonomy"
)

// An overdue task raises one alert at the unit that asked, life at risk at once; the
// tasks of one incident share it; it ends with the last of them. However often the
// node looks, and whatever its clock does, each task is alarmed about once.
func TestAnOverdueTaskRaisesAnAlert(t *testing.T) {
	t.Parallel()
	b, ctx := openBusy(t, t.TempDir(), 4), t.Context()
	b.slow(0)
	t.Cleanup(func() { b.ok(b.Close()) })
	b.ok(b.Alerts.Ship(ctx))
	desk, gendarmes := acting(policy.Desk, policy.Desk, demoDesk), acting(policy.Chief, policy.Chief, "MR012-GEN")
	of := record.IDOf("incident")
	b.ok(b.Incidents.Start(ctx, desk, incidents.Opening{ID: of, Unit: desk.Unit, TLP: record.Amber, Urgency: report.Now, Statement: incidents.Statement{
		Kind: taxonomy.Attack, When: incidents.When{Precision: incidents.Whenever}, Where: incidents.Where{Precision: incidents.Wherever},
	}}))
	ask := func(name string, about record.ID, u report.Urgency, wait time.Duration) {
		t.Helper()
		_, err := b.Tasks.Ask(ctx, desk, task.New{ID: record.IDOf(name), Incident: about, To: unit.IDOf("MR012-GEN"), Text: "allez voir", Due: b.time().Add(wait), Urgency: u})
		b.ok(err)
	}
	o := &overdue{n: b.Node}
	alerts := func() []alert.Alert {
		t.Helper()
		b.ok(o.Tick(ctx, b.time()))
		var all []alert.Alert
		for _, state := range []alert.State{alert.Open, alert.Acknowledged, alert.Ended} {
			page, err := b.Alerts.List(ctx, b.actor(policy.Chief), alert.Query{State: &state})
			b.ok(err)
			all = append(all, page.Items...)
		}
		return all
	}
	ask("now", of, "", time.Hour)
	ask("then", of, "", 2*time.Hour)
	ask("soon", record.ID{}, report.Soon, time.Hour)
	ask("routine", record.ID{}, report.Routine, time.Hour)
	if got := alerts(); len(got) != 0 {
		t.Fatalf("nothing is due: %+v", got)
	}
	b.pass(time.Hour + time.Second)
	got := alerts()
	if len(got) != 1 || got[0].Unit != desk.Unit || got[0].Urgency != report.Now || got[0].Watch != alert.Overdue || got[0].Reports != 1 || len(got[0].Levels) < 2 {
		t.Fatalf("the most pressing is due: %+v", got)
	}
	first := got[0].ID
	for what, do := range map[string]func(){
		"looked at again":      func() { b.pass(time.Minute) },
		"the clock is back":    func() { b.pass(-30 * time.Minute) },
		"the node began again": func() { o = &overdue{n: b.Node} },
	} {
		do()
		if got := alerts(); len(got) != 1 || got[0].ID != first || got[0].Reports != 1 {
			t.Errorf("%s: %+v", what, got)
		}
	}
	b.pass(3 * time.Hour) // a leap: what is due now is due once, what is not is not
	got = alerts()
	i := slices.IndexFunc(got, func(a alert.Alert) bool { return a.ID == first })
	if len(got) != 2 || got[i].Reports != 2 {
		t.Fatalf("after a leap: %+v", got)
	}
	finish := func(name string) {
		t.Helper()
		_, err := b.Tasks.Finish(ctx, gendarmes, task.Act{ID: record.IDOf(name)}, "vu")
		b.ok(err)
		b.pass(time.Minute)
	}
	state := func(id record.ID) alert.State {
		t.Helper()
		got := alerts()
		return got[slices.IndexFunc(got, func(a alert.Alert) bool { return a.ID == id })].State
	}
	if finish("now"); state(first) == alert.Ended {
		t.Error("it ended with one of two")
	}
	if finish("then"); state(first) != alert.Ended {
		t.Error("it goes on when both are answered")
	}
	_, err := b.Tasks.Withdraw(ctx, desk, task.Act{ID: record.IDOf("soon")}, "plus besoin")
	b.ok(err)
	b.pass(25 * time.Hour)
	got = alerts()
	slices.SortFunc(got, func(x, y alert.Alert) int { return int(x.Number - y.Number) })
	if len(got) != 3 || got[0].State != alert.Ended || got[1].State != alert.Ended || got[2].State != alert.Open || got[2].Urgency != report.Routine {
		t.Errorf("in the end: %+v", got)
	}
	// A person who ends an alert hears no more of its task; a watch that is off raises none.
	_, err = b.Alerts.End(ctx, b.actor(policy.Chief), got[2].ID, alert.FalseAlarm, "on les a joints")
	b.ok(err)
	ask("off", record.ID{}, report.Now, time.Minute)
	ws, _, err := b.Alerts.Watches(ctx, b.actor(policy.Chief))
	b.ok(err)
	w := ws[slices.IndexFunc(ws, func(w alert.Watch) bool { return w.ID == alert.Overdue })]
	b.ok(b.Alerts.Switch(ctx, b.actor(policy.Chief), w.ID, false, "exercice", w.Revision))
	b.pass(time.Hour)
	o = &overdue{n: b.Node}
	if got := alerts(); len(got) != 3 {
		t.Errorf("the watch is off: %d alerts", len(got))
	}
}
