package trend

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/network/place"
)

// A Counting says how events become series.
type Counting struct {
	Step      Step
	From      time.Time               // when observing began; the first bucket is the first one that was observed whole
	Now       time.Time               // the last bucket is that of Now, and is partial
	Since     map[place.Ref]time.Time // places whose observing began later than From
	AllKinds  bool                    // count each place over all kinds too
	AllPlaces bool                    // count each kind over all places too
}

// Counted is what a Counting gives.
type Counted struct {
	Series  []Series // in the order of their keys
	Outside int      // events before From or after Now, which count nowhere: a clock set wrong, or too old
}

// maxSeries bounds the series of one counting: some 60 moughataas, 15 wilayas and
// 240 communes by 20 kinds, several times over.
const maxSeries = 50_000

// Count makes a series for each kind and place that occurs. A bucket without an
// event is 0 from the time when its place began to be observed, and there is no
// bucket before: not having looked is not the same as nothing to see. It faults
// with Invalid where the period is none or too long.
func (c Counting) Count(events []Event) (Counted, error) {
	const op = "trend.Counting.Count"
	start := c.firstWhole(c.From)
	n := c.Step.between(start, c.Now) + 1
	switch {
	case c.From.After(c.Now):
		return Counted{}, invalid(op, "trend.period.none", "the period ends before it begins", "give a beginning that lies in the past")
	case n > maxBuckets:
		return Counted{}, invalid(op, "trend.period.long", "the period has more than {0} weeks or days", "begin later, or count by week", strconv.Itoa(maxBuckets))
	}
	var out Counted
	of := map[Key][]Event{}
	for _, e := range events {
		if e.At.Before(c.From) || e.At.After(c.Now) {
			out.Outside++
			continue
		}
		for _, k := range c.keys(e) {
			of[k] = append(of[k], e)
		}
	}
	if len(of) > maxSeries {
		return Counted{}, invalid(op, "trend.series.many", "there are more than {0} series", "count fewer kinds or larger places", strconv.Itoa(maxSeries))
	}
	for _, k := range slices.SortedFunc(maps.Keys(of), Key.Compare) {
		if s := c.series(k, of[k]); len(s.Counts) > 0 {
			out.Series = append(out.Series, s)
		}
	}
	return out, nil
}

// firstWhole gives the beginning of the first bucket that lies after t whole.
func (c Counting) firstWhole(t time.Time) time.Time {
	floor := c.Step.Floor(t)
	if floor.Before(t) {
		return floor.AddDate(0, 0, c.Step.days())
	}
	return floor
}

// keys lists what e counts for, each once.
func (c Counting) keys(e Event) []Key {
	var keys []Key
	add := func(k Key) {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, p := range e.Places {
		add(Key{Kind: e.Kind, Place: p})
		if c.AllKinds {
			add(Key{Place: p})
		}
	}
	if c.AllPlaces {
		add(Key{Kind: e.Kind})
		if c.AllKinds {
			add(Key{})
		}
	}
	return keys
}

// series counts the events of one key. It has no bucket where observing has only
// just begun.
func (c Counting) series(k Key, events []Event) Series {
	from := c.From
	if since, later := c.Since[k.Place]; later && since.After(from) {
		from = since
	}
	s := Series{Key: k, Step: c.Step, Start: c.firstWhole(from), Partial: true}
	n := c.Step.between(s.Start, c.Now) + 1
	if n < 1 {
		return Series{}
	}
	s.Counts, s.Events = make([]int, n), make([][]record.ID, n)
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(a.At.Compare(b.At), slices.Compare(a.ID[:], b.ID[:]))
	})
	for _, e := range events {
		if e.At.Before(s.Start) {
			continue // in the part of a bucket that was not observed whole
		}
		i := c.Step.between(s.Start, e.At)
		s.Counts[i]++
		s.Events[i] = append(s.Events[i], e.ID)
	}
	return s
}
