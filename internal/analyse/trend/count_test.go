package trend

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
)

var (
	bassikounou = place.Ref{List: "COD-2024", Code: "MR012"}
	hodh        = place.Ref{List: "COD-2024", Code: "MR01"}
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// happened makes an event; its name is its id.
func happened(name, kind string, at time.Time, places ...place.Ref) Event {
	return Event{ID: record.IDOf(name), At: at, Kind: kind, Places: places}
}

func find(t *testing.T, series []Series, k Key) Series {
	t.Helper()
	for _, s := range series {
		if s.Key == k {
			return s
		}
	}
	t.Fatalf("there is no series of %v", k)
	return Series{}
}

func TestCountMakesWeeksWithoutGaps(t *testing.T) {
	c := Counting{From: day("2025-12-15"), Now: day("2026-01-14").Add(9 * time.Hour), AllKinds: true, AllPlaces: true}
	got, err := c.Count([]Event{
		happened("c", "attack", day("2026-01-14"), bassikounou, hodh),
		happened("a", "attack", day("2025-12-21").Add(23*time.Hour), bassikounou, hodh),
		happened("b", "theft", day("2025-12-22"), hodh),
		happened("too old", "attack", day("2025-12-14"), hodh),
		happened("clock set wrong", "attack", day("2090-01-01"), hodh),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Outside != 2 {
		t.Errorf("%d events lie outside, want 2", got.Outside)
	}
	for _, want := range []struct {
		key    Key
		counts []int
	}{
		{Key{"attack", bassikounou}, []int{1, 0, 0, 0, 1}},
		{Key{"theft", hodh}, []int{0, 1, 0, 0, 0}},
		{Key{"", hodh}, []int{1, 1, 0, 0, 1}},
		{Key{"attack", place.Ref{}}, []int{1, 0, 0, 0, 1}},
		{Key{}, []int{1, 1, 0, 0, 1}},
	} {
		s := find(t, got.Series, want.key)
		if !slices.Equal(s.Counts, want.counts) || !s.Start.Equal(day("2025-12-15")) {
			t.Errorf("%v counts %v from %v, want %v", want.key, s.Counts, s.Start, want.counts)
		}
		if !s.Partial || s.Whole() != 4 {
			t.Errorf("%v has %d whole weeks of %d on a Wednesday", want.key, s.Whole(), len(s.Counts))
		}
	}
	if s := find(t, got.Series, Key{"", hodh}); !slices.Equal(s.behind(1, 3), []record.ID{record.IDOf("a"), record.IDOf("b")}) {
		t.Errorf("behind the second week are %v", s.behind(1, 3))
	}
	if n := len(got.Series); n != 8 { // attack and theft and both, in two places and in all; no theft in Bassikounou
		t.Errorf("there are %d series", n)
	}
}

// A place that began to report later has no zeros from before it did.
func TestCountBeginsWithTheFirstWholeWeek(t *testing.T) {
	c := Counting{
		From: day("2026-01-07"), Now: day("2026-02-01"), // from a Wednesday to a Sunday
		Since: map[place.Ref]time.Time{bassikounou: day("2026-01-21"), {List: "x"}: day("2026-01-31")},
	}
	got, err := c.Count([]Event{
		happened("a", "attack", day("2026-01-08"), hodh), // in a week that was not observed whole
		happened("b", "attack", day("2026-01-12"), hodh),
		happened("c", "attack", day("2026-01-22"), bassikounou),
		happened("d", "attack", day("2026-02-01"), bassikounou),
		happened("e", "attack", day("2026-02-01"), place.Ref{List: "x"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := find(t, got.Series, Key{"attack", hodh}); !s.Start.Equal(day("2026-01-12")) || !slices.Equal(s.Counts, []int{1, 0, 0}) {
		t.Errorf("the wilaya counts %v from %v", s.Counts, s.Start)
	}
	if s := find(t, got.Series, Key{"attack", bassikounou}); !s.Start.Equal(day("2026-01-26")) || !slices.Equal(s.Counts, []int{1}) || s.Whole() != 0 {
		t.Errorf("the moughataa counts %v from %v", s.Counts, s.Start)
	}
	if len(got.Series) != 2 {
		t.Errorf("a place observed for a day has a series of weeks: %v", got.Series[2:])
	}
}

func TestCountByDay(t *testing.T) {
	c := Counting{Step: Day, From: day("2026-02-27"), Now: day("2026-03-02").Add(time.Hour)}
	// Half past midnight in Bamako's summer, were there one, is still the day before.
	zone := time.FixedZone("", 3600)
	got, err := c.Count([]Event{
		happened("a", "attack", time.Date(2026, 3, 1, 0, 30, 0, 0, zone), hodh),
		happened("b", "attack", day("2026-03-02"), hodh),
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := got.Series[0]; !slices.Equal(s.Counts, []int{0, 1, 0, 1}) || !s.At(3).Equal(day("2026-03-02")) {
		t.Errorf("days are %v from %v", s.Counts, s.Start)
	}
}

func TestWeeksAreThoseOfISO(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), 0)
		start := Week.Floor(at)
		y, w := at.UTC().ISOWeek()
		if sy, sw := start.ISOWeek(); sy != y || sw != w || start.Weekday() != time.Monday || start.After(at) {
			t.Fatalf("the week of %v begins %v", at.UTC(), start)
		}
		if n := Week.between(start, at); n != 0 {
			t.Fatalf("%v is %d weeks after the beginning of its week", at, n)
		}
	})
}

func TestCountRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		c   Counting
		key string
	}{
		"a period that ends before it begins": {Counting{From: day("2026-01-02"), Now: day("2026-01-01")}, "trend.period.none"},
		"days of fifty years":                 {Counting{Step: Day, From: day("1976-01-01"), Now: day("2026-01-01")}, "trend.period.long"},
		"all time":                            {Counting{Now: day("2026-01-01")}, "trend.period.long"},
	} {
		if _, err := c.c.Count(nil); !says(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		s   Series
		key string
	}{
		"a week from Tuesday": {Series{Start: day("2026-01-06"), Counts: []int{1}}, "trend.series.start"},
		"less than nothing":   {Series{Start: day("2026-01-05"), Counts: []int{-1}}, "trend.series.count"},
		"too many":            {Series{Start: day("2026-01-05"), Counts: []int{maxCount + 1}}, "trend.series.count"},
		"too long":            {Series{Start: day("2026-01-05"), Counts: make([]int, maxBuckets+1)}, "trend.series.long"},
		"nothing unfinished":  {Series{Start: day("2026-01-05"), Partial: true}, "trend.series.empty"},
	} {
		if err := c.s.Check(); !says(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// says tells whether err is an Invalid fault with the key.
func says(err error, key string) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.Invalid && f.Key == key
}
