package queue

import "time"

// Hours are when a desk works: the same from one week to the next, by the node's
// clock (UTC, which is the time of Nouakchott). Nil stands for all day and every
// day.
type Hours struct {
	Days     [7]bool // from Sunday on, as time.Weekday counts
	From, To int     // minutes of the day, From < To <= 24 * 60
}

const day = 24 * time.Hour

// minOpen is the least that a desk's hours hold in a week, so that no deadline is
// years away.
const minOpen = 4 * time.Hour

// week is how long the desk works in a week.
func (h *Hours) week() time.Duration {
	open := 0
	for _, works := range h.Days {
		if works {
			open++
		}
	}
	return time.Duration(open) * h.length()
}

func (h *Hours) length() time.Duration { return time.Duration(h.To-h.From) * time.Minute }

// after gives the first time at which the desk has worked for d since t; d is
// longer than nothing. The later t, the later it is, or the same.
func (h *Hours) after(t time.Time, d time.Duration) time.Time {
	if h == nil {
		return t.Add(d)
	}
	weeks := (d - 1) / h.week() // whole ones that do not use up d
	t, d = t.Add(weeks*7*day), d-weeks*h.week()
	for midnight := t.Truncate(day); ; midnight = midnight.Add(day) {
		if !h.Days[midnight.Weekday()] {
			continue
		}
		from, to := midnight.Add(time.Duration(h.From)*time.Minute), midnight.Add(time.Duration(h.To)*time.Minute)
		if from.Before(t) {
			from = t
		}
		left := to.Sub(from)
		if left >= d {
			return from.Add(d)
		}
		d -= max(left, 0)
	}
}

// begin gives the first millisecond for which after is not before until: what
// waits since then is not overdue, what waits for longer is.
func (h *Hours) begin(until time.Time, d time.Duration) time.Time {
	if h == nil {
		return until.Add(-d)
	}
	low, high := until.Add(-d-7*day), until
	for !h.after(low, d).Before(until) {
		low = low.Add(low.Sub(until))
	}
	for high.Sub(low) > time.Millisecond {
		mid := low.Add(high.Sub(low) / 2).Truncate(time.Millisecond)
		if h.after(mid, d).Before(until) {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
