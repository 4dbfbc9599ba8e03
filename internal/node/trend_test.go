package node

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

// happened takes in n reports of a kind in Bassikounou that tell of one day.
func (r *realm) happened(kind string, day time.Time, n int) (ids []string) {
	r.t.Helper()
	for i := range n {
		id := record.IDOf(fmt.Sprint(kind, day, i))
		_, err := r.Reports.Accept(r.t.Context(), report.Incoming{
			ID: id, Unit: r.at["own"], TLP: record.Amber, Author: record.IDOf("source"),
			Body: report.Body{
				Form: "security-incident", Version: "1", Channel: report.App, XML: incident(id.String(), "bétail"), Kind: kind, Title: "Vol de bétail",
				When: &day, Place: &report.PlaceRef{List: "OCHA-COD-2024", Code: "MR012"}, Urgency: report.Soon,
			},
		})
		r.ok(err)
		ids = append(ids, id.String())
	}
	return ids
}

// A quiet place, then nine in a week: the alarm says how many were to be expected
// and how far it can be trusted, and opens the very reports behind it.
func TestAnAlarmShowsTheReportsBehindIt(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	last := time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC) // the week before that of the clock
	for week := 1; week <= 30; week++ {
		r.happened("cattle_theft", last.AddDate(0, 0, -7*week), 1+week%2)
	}
	behind := r.happened("cattle_theft", last, 9)
	v := r.visitor("desk")
	get := func(path string) map[string]any {
		t.Helper()
		got := r.ask(v, "GET", "/api/v1/trends"+path, nil)
		if got.status != 200 {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
		return got.json(t)
	}
	alarms := get("/alarms")["items"].([]any)
	var alarm map[string]any
	for _, a := range alarms {
		if m := a.(map[string]any); m["kind"] == "cattle_theft" && m["place"] != nil {
			alarm = m
		}
	}
	if alarm == nil || alarm["week"] != "2026-11-16" || alarm["n"].(float64) != 9 || alarm["high"].(float64) >= 9 || alarm["low"].(float64) > 2 ||
		alarm["place"].(map[string]any)["code"] != "MR012" || len(alarm["why"].([]any)) < 4 {
		t.Fatalf("the alarms are %v", alarms)
	}
	found := get("/reports?kind=cattle_theft&place=OCHA-COD-2024/MR012&week=2026-11-16")["items"].([]any)
	if len(found) != len(behind) {
		t.Fatalf("%d reports are behind it, want %d", len(found), len(behind))
	}
	for _, f := range found {
		if id := f.(map[string]any)["id"].(string); !strings.Contains(strings.Join(behind, " "), id) {
			t.Errorf("%s is behind it", id)
		}
	}
	chart := get("?by=place&kind=cattle_theft&weeks=12")["items"].([]any)[0].(map[string]any)
	weeks := chart["weeks"].([]any)
	if w := weeks[len(weeks)-2].(map[string]any); len(weeks) != 12 || w["alarm"] != true || w["n"].(float64) != 9 {
		t.Errorf("the chart ends with %v", weeks[len(weeks)-2])
	}
	if w := weeks[len(weeks)-1].(map[string]any); w["partial"] != true || w["n"].(float64) != 0 {
		t.Errorf("the week that runs is %v", w)
	}
	for _, wrong := range []string{"/reports?week=2026-11-17", "/reports?week=1999-11-15", "/reports?week=2030-11-18", "/reports", "?rule=tarot", "?place=MR012"} {
		if got := r.ask(v, "GET", "/api/v1/trends"+wrong, nil); got.status != 400 && got.status != 422 {
			t.Errorf("%s: %d", wrong, got.status)
		}
	}
	// Nobody at the unit beside it sees any of this.
	w := r.person("sibling", policy.Desk)
	if got := r.ask(w, "GET", "/api/v1/trends/alarms", nil); strings.Contains(got.body, "cattle_theft") {
		t.Errorf("told to the unit beside it: %s", got.body)
	}
}
