package demo

import (
	"reflect"
	"testing"
	"time"
)

// The node takes what is invented of the weeks before, and every demo that starts
// at one time tells the same.
func TestTheNodeTakesTheWeeksBefore(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	forms, index := compiled(t), must(Forms())(t)
	past := must(Past(now))(t)
	if len(past) < 500 || len(past) > 1000 {
		t.Fatalf("%d reports", len(past))
	}
	lastWeek := 0
	for i, r := range past {
		at := now.Add(-time.Duration(r.Sent) * time.Minute)
		if r.Answers["kind"] == "cattle_theft" && !at.Before(time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)) {
			lastWeek++
		}
		if monday := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC); !at.Before(monday) {
			t.Errorf("%s is of this week: %s", r.ID, at)
		}
		if i%7 == 0 { // every kind and language is among them
			takes(t, r.ID, forms[r.Form], r.Values(index[r.Form], now), now)
		}
	}
	if lastWeek != outbreak {
		t.Errorf("%d thefts of cattle in the week before", lastWeek)
	}
	if !reflect.DeepEqual(past, must(Past(now))(t)) {
		t.Error("a second time it tells something else")
	}
}
