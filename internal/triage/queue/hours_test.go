package queue

import (
	"math/rand/v2"
	"testing"
	"time"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// office hours: Monday to Friday, eight to four.
var weekdays = &Hours{Days: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}, From: 8 * 60, To: 16 * 60}

func TestWorkingHours(t *testing.T) {
	for _, c := range []struct {
		what, since string
		d           time.Duration
		due         string
	}{
		{"within a day", "2026-11-24 09:00", 2 * time.Hour, "2026-11-24 11:00"},
		{"to the end of the day", "2026-11-24 09:00", 7 * time.Hour, "2026-11-24 16:00"},
		{"over the night", "2026-11-24 15:30", time.Hour, "2026-11-25 08:30"},
		{"from the night", "2026-11-24 03:00", time.Hour, "2026-11-24 09:00"},
		{"over the weekend", "2026-11-27 15:00", 2 * time.Hour, "2026-11-30 09:00"},
		{"from the weekend", "2026-11-28 12:00", 30 * time.Minute, "2026-11-30 08:30"},
		{"one working week", "2026-11-24 09:00", 40 * time.Hour, "2026-12-01 09:00"},
		{"one working week from the weekend", "2026-11-28 12:00", 40 * time.Hour, "2026-12-04 16:00"},
		{"ten working weeks and an hour", "2026-11-27 15:30", 401 * time.Hour, "2027-02-08 08:30"},
	} {
		if got := weekdays.after(at(t, c.since), c.d); !got.Equal(at(t, c.due)) {
			t.Errorf("%s: %v, want %s", c.what, got, c.due)
		}
	}
	var all *Hours
	if got := all.after(at(t, "2026-11-28 03:00"), time.Hour); !got.Equal(at(t, "2026-11-28 04:00")) {
		t.Errorf("without hours: %v", got)
	}
}

// Whoever waits for longer is due sooner, and begin parts those who were due from
// those who are not.
func TestHoursKeepTheOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	start := at(t, "2026-11-24 00:00")
	for range 300 {
		h := &Hours{From: r.IntN(600)}
		h.To = h.From + 60 + r.IntN(dayMinutes-h.From-60+1)
		for i := range h.Days {
			h.Days[i] = r.IntN(2) == 0
		}
		if r.IntN(5) == 0 {
			h = nil
		} else if !h.fit() {
			continue
		}
		d := minWait + time.Duration(r.Int64N(int64(maxWait-minWait)))
		a := start.Add(time.Duration(r.Int64N(int64(30 * day))))
		b := a.Add(time.Duration(r.Int64N(int64(3 * day))))
		if h.after(b, d).Before(h.after(a, d)) {
			t.Fatalf("%+v, %v: %v is due before %v", h, d, b, a)
		}
		until := h.after(a, d).Add(time.Duration(r.Int64N(int64(time.Hour))) - 30*time.Minute).Truncate(time.Millisecond)
		begin := h.begin(until, d)
		if h.after(begin, d).Before(until) || !h.after(begin.Add(-time.Millisecond), d).Before(until) {
			t.Fatalf("%+v, %v: what begins at %v is not the first that is due at %v", h, d, begin, until)
		}
	}
}
