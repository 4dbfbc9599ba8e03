package node

import (
	"fmt"
	"testing"
	"time"

	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
)

// A rise of thefts in one place raises one alert there, with the reports behind it,
// however often it is looked at; and none while the watch is off.
func TestAnUnusualCountRaisesAnAlert(t *testing.T) {
	t.Parallel()
	b := openBusy(t, t.TempDir(), 3)
	b.slow(0)
	t.Cleanup(func() { b.ok(b.Close()) })
	b.ok(b.Alerts.Ship(t.Context()))
	week := func(n, reports int) {
		for i := range reports {
			_, err := b.submit(t.Context(), fmt.Sprintf("unusual %d %d", n, i), "security-incident", "fr", report.OpenRosa, "MR012-DESK",
				b.forms["security-incident"].Place(map[string]string{
					"kind": "cattle_theft", "urgency": "info", "when": b.time().Format("2006-01-02T15:04:05.000Z07:00"), "wilaya": "MR01", "where_place": "MR012",
					"vehicles_seen": "no", "summary": fmt.Sprintf("Vol de bétail %d au puits", i), "source_kind": "seen",
				}))
			b.ok(err)
			b.pass(time.Minute)
		}
	}
	for n := range 40 {
		week(n, 1+n%2)
		b.pass(7 * 24 * time.Hour)
	}
	week(40, 14)
	b.pass(7 * 24 * time.Hour)
	u := &unusual{n: b.Node}
	alerts := func() []alert.Alert {
		t.Helper()
		b.ok(u.Tick(t.Context(), b.time()))
		page, err := b.Alerts.List(t.Context(), b.actor(policy.Chief), alert.Query{})
		b.ok(err)
		return page.Items
	}
	if got := alerts(); len(got) != 0 {
		t.Fatalf("the watch is off: %+v", got)
	}
	ws, _, err := b.Alerts.Watches(t.Context(), b.actor(policy.Chief))
	b.ok(err)
	for _, w := range ws {
		if w.ID == alert.Unusual {
			b.ok(b.Alerts.Switch(t.Context(), b.actor(policy.Chief), w.ID, true, "les vols", w.Revision))
		}
	}
	b.pass(2 * time.Hour)
	got := alerts()
	if len(got) != 1 || got[0].Unit != unit.IDOf("MR012-DESK") || got[0].Kind != "cattle_theft" || got[0].Reports != 14 {
		t.Fatalf("%+v", got)
	}
	b.pass(2 * time.Hour)
	if again := alerts(); len(again) != 1 || again[0].Reports != 14 {
		t.Errorf("looked at again: %+v", again)
	}
}
