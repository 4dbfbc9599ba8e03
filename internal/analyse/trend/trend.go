// Package trend tells a desk where more is reported than usual, and how far that
// can be trusted. It counts dated events by kind, place and week, holds each
// count against what the past lets expect (EARS C1 to C3, and the flexible
// Farrington method that public health uses), looks for hot spots in space and
// time, and says for all of it how many alarms to expect though nothing changed.
//
// The methods are pure functions of what they are given: no clock, no randomness
// and no table. The service beside them keeps the counts as tables, and gives each
// reader those of the reports that they may see. docs/trends.md says in plain words
// what each method does, when to use it, and how well it did on real events.
package trend

import (
	"cmp"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
)

// An Event is one thing that happened, or was reported, at a time and a place.
type Event struct {
	ID       record.ID
	At       time.Time
	Kind     string
	Places   []place.Ref // the place and those that it lies in: the event counts in each
	Located  bool        // whether Lat and Lon are known; hot spots need them
	Lat, Lon float64     // degrees, WGS 84: of the event, or of its place's centre
}

// A Key names what a series counts: one kind in one place. No kind stands for
// all kinds, no place for all places.
type Key struct {
	Kind  string
	Place place.Ref
}

// Compare orders keys by place, then by kind.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Place.List, o.Place.List), cmp.Compare(k.Place.Code, o.Place.Code), cmp.Compare(k.Kind, o.Kind))
}

// A Step is the length of a series' buckets.
type Step uint8

// The steps. A day is one of UTC, which is Mauritania's time; a week is one of
// ISO 8601, from Monday.
const (
	Week Step = iota
	Day
)

// days is how many a bucket has.
func (s Step) days() int {
	if s == Day {
		return 1
	}
	return 7
}

// perYear is how many buckets a year has.
func (s Step) perYear() float64 { return 365.25 / float64(s.days()) }

// Floor gives the instant at which the bucket of t begins.
func (s Step) Floor(t time.Time) time.Time {
	t = t.UTC()
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if s == Day {
		return day
	}
	sinceMonday := (int(day.Weekday()) + 6) % 7
	return day.AddDate(0, 0, -sinceMonday)
}

// between is how many buckets lie from the one that begins at a to that of b.
func (s Step) between(a, b time.Time) int {
	const day = 24 * time.Hour // UTC has no other days
	return int(s.Floor(b).Sub(a) / (day * time.Duration(s.days())))
}

// A Series is how often something happened, bucket by bucket without a gap. A
// service may make one with Count or by counting in its own tables.
type Series struct {
	Key
	Step    Step
	Start   time.Time     // when the first bucket begins, as Step.Floor gives it
	Counts  []int         // of each bucket; 0 where nothing was reported
	Events  [][]record.ID // those behind each count, in order of time; may be nil
	Partial bool          // the last bucket is not over yet
}

// At gives when bucket i begins.
func (s Series) At(i int) time.Time { return s.Start.AddDate(0, 0, i*s.Step.days()) }

// Whole is how many buckets are over. They alone can be compared with others.
func (s Series) Whole() int {
	if s.Partial {
		return len(s.Counts) - 1
	}
	return len(s.Counts)
}

// behind lists the events of the n buckets that end with i.
func (s Series) behind(i, n int) []record.ID {
	var ids []record.ID
	for j := max(0, i-n+1); j <= i && j < len(s.Events); j++ {
		ids = append(ids, s.Events[j]...)
	}
	return ids
}

// Limits of what is counted.
const (
	maxBuckets = 4_000     // 76 years of weeks or ten of days: more is no present any more
	maxCount   = 1_000_000 // of a bucket: a node keeps about as many reports in all its years
)

// Check faults with Invalid where the series cannot be one.
func (s Series) Check() error {
	const op = "trend.Series.Check"
	switch {
	case !s.Start.Equal(s.Step.Floor(s.Start)):
		return invalid(op, "trend.series.start", "the series does not begin with a whole week or day", "let it begin on a Monday, at midnight in UTC")
	case len(s.Counts) > maxBuckets:
		return invalid(op, "trend.series.long", "the series has more than {0} weeks or days", "leave out the oldest", strconv.Itoa(maxBuckets))
	case s.Partial && len(s.Counts) == 0:
		return invalid(op, "trend.series.empty", "the series has nothing that could be unfinished", "count at least one week or day")
	}
	for _, n := range s.Counts {
		if n < 0 || n > maxCount {
			return invalid(op, "trend.series.count", "{0} cannot be a count", "give counts from 0 to a million", strconv.Itoa(n))
		}
	}
	return nil
}

func invalid(op, key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: op, Key: key, Msg: msg, Hint: hint, Args: args}
}
