package trend

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
)

// steady is a series of about four reports a week with as many as given in the
// last whole week, and in the one that runs.
func steady(seed uint64, kind string, last, running int) Series {
	s := drawn(seeded(seed), 330, 1.2, func(int) float64 { return 4 })
	s.Kind, s.Place = kind, bassikounou
	s.Counts[328], s.Counts[329], s.Partial = last, running, true
	s.Events = make([][]record.ID, len(s.Counts))
	for i, n := range s.Counts {
		for k := range n {
			s.Events[i] = append(s.Events[i], record.IDOf(fmt.Sprint(kind, i, k)))
		}
	}
	return s
}

func TestLookGivesAlarmsWithWhatIsBehindThem(t *testing.T) {
	w := Watch{Rules: []Rule{NewFlexible(), NewEARS(C2), NewEARS(C3)}}
	series := []Series{
		steady(1, "quiet", 4, 2), steady(2, "attack", 19, 1), steady(3, "theft", 5, 25),
		{Key: Key{"new", hodh}, Start: day("2025-12-29"), Counts: []int{3}, Partial: true},
	}
	got, err := w.Look(t.Context(), series)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, a := range got.Alarms {
		seen = append(seen, fmt.Sprint(a.Kind, " ", a.Rule, " ", a.At.Format("2006-01-02"), " ", a.Partial, " ", a.Observed, " ", len(a.Events)))
	}
	slices.Sort(seen)
	three := fmt.Sprint(19 + series[1].Counts[327] + series[1].Counts[326])
	after := fmt.Sprint(1 + 19 + series[1].Counts[327])
	theft := fmt.Sprint(25 + 5 + series[2].Counts[327])
	want := []string{
		"attack ears_c2 2025-12-22 false 19 19", "attack ears_c3 2025-12-22 false 19 " + three, "attack ears_c3 2025-12-29 true 1 " + after,
		"attack farrington_flexible 2025-12-22 false 19 19",
		"theft ears_c2 2025-12-29 true 25 25", "theft ears_c3 2025-12-29 true 25 " + theft, "theft farrington_flexible 2025-12-29 true 25 25",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("the alarms are\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
	if !slices.IsSortedFunc(got.Alarms, func(a, b Alarm) int { return int(math.Copysign(1, a.P-b.P)) }) {
		t.Error("the alarms do not begin with the least likely")
	}
	for _, tally := range got.Tallies {
		if tally.Series != 4 || tally.Judged != 3 || tally.Unjudged[TooShort] != 1 {
			t.Errorf("%s looked at %d series and judged %d: %v", tally.Rule, tally.Series, tally.Judged, tally.Unjudged)
		}
		if tally.Alarms != 1 || tally.False <= 0 || math.Abs(tally.PerYear/tally.False-52.18) > 0.1 {
			t.Errorf("%s gave %d alarms for whole weeks and expects %v false ones, %v a year", tally.Rule, tally.Alarms, tally.False, tally.PerYear)
		}
	}
}

// A week that runs is an alarm when it is above the whole week's line already, and
// is never held to be low.
func TestTheRunningWeekIsNoWholeOne(t *testing.T) {
	for _, c := range []struct {
		running int
		alarm   bool
	}{{0, false}, {4, false}, {25, true}} {
		got, err := Watch{Rules: []Rule{NewFlexible()}}.Look(t.Context(), []Series{steady(1, "attack", 4, c.running)})
		if err != nil {
			t.Fatal(err)
		}
		if (len(got.Alarms) == 1) != c.alarm {
			t.Errorf("with %d so far: %+v", c.running, got.Alarms)
		}
		if c.alarm && !slices.ContainsFunc(got.Alarms[0].Reasons, func(r Reason) bool { return r.Key == "trend.reason.running" }) {
			t.Errorf("it does not say that the week is running: %v", got.Alarms[0].Reasons)
		}
	}
}

// The false alarms that a look says to expect are those that come.
func TestLookExpectsAsManyFalseAlarmsAsCome(t *testing.T) {
	f := NewFlexible()
	f.Alpha = 0.02
	w := Watch{Rules: []Rule{f}}
	came, expected := 0, 0.0
	rnd := seeded(21)
	for range 6 {
		var series []Series
		for i := range 150 {
			mean := []float64{0.3, 2, 6, 20}[i%4]
			s := drawn(rnd, 300, 1.5, func(int) float64 { return mean })
			s.Kind = fmt.Sprint(i)
			series = append(series, s)
		}
		got, err := w.Look(t.Context(), series)
		if err != nil {
			t.Fatal(err)
		}
		came += len(got.Alarms)
		expected += got.Tallies[0].False
	}
	// Of 900 tests at 0.02 or less, some 10 are expected; four spreads of a Poisson.
	if expected < 4 || expected > 18 || math.Abs(float64(came)-expected) > 4*math.Sqrt(expected) {
		t.Errorf("%.1f were expected and %d came", expected, came)
	}
}

func TestLookByTheShareOfFalseAlarms(t *testing.T) {
	var series []Series
	for i := range uint64(60) {
		last := 4
		if i < 5 {
			last = 22
		}
		series = append(series, steady(i, fmt.Sprint(i), last, 0))
	}
	got, err := Watch{Rules: []Rule{NewFlexible()}, FDR: 0.1}.Look(t.Context(), series)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Alarms) != 5 {
		t.Errorf("%d alarms of 5 outbreaks", len(got.Alarms))
	}
	last := got.Alarms[0].Reasons[len(got.Alarms[0].Reasons)-1]
	if said := last.In(lang.English); said != "Chosen out of many tests so that at most 10% of the alarms are false." {
		t.Errorf("it says %q", said)
	}
}

func TestDiscoveries(t *testing.T) {
	// The example of Benjamini and Hochberg (1995), 4.2: at 0.05 the first four.
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	if got := Discoveries(p, 0.05); len(got) != 15 || !got[3] || got[4] {
		t.Errorf("of the example it chooses %v", got)
	}
	if got := Discoveries(nil, 0.05); len(got) != 0 {
		t.Errorf("of nothing it chooses %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		rate := rapid.Float64Range(0.001, 0.5).Draw(t, "rate")
		chosen, limit, n := Discoveries(p, rate), -1.0, 0
		for i, c := range chosen {
			if c {
				limit, n = max(limit, p[i]), n+1
			}
		}
		for i, x := range p {
			if chosen[i] != (x <= limit) {
				t.Fatalf("%v is chosen: %v, with a limit of %v", x, chosen[i], limit)
			}
		}
		if n > 0 && limit > rate*float64(n)/float64(len(p)) {
			t.Fatalf("the limit %v is above that of %d of %d", limit, n, len(p))
		}
	})
}

func TestLookRefuses(t *testing.T) {
	if _, err := (Watch{FDR: 1}).Look(t.Context(), nil); !says(err, "trend.watch.fdr") {
		t.Error(err)
	}
	if _, err := (Watch{Rules: []Rule{EARS{}}}).Look(t.Context(), nil); !says(err, "trend.ears.baseline") {
		t.Error(err)
	}
	w := Watch{Rules: []Rule{NewEARS(C1)}}
	if _, err := w.Look(t.Context(), []Series{weekly(1, -1)}); !says(err, "trend.series.count") {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := w.Look(ctx, []Series{weekly(1, 1)}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What a rule's alpha says holds where its model does, and a simulation tells how
// far off it is elsewhere.
func TestFalseAlarmsOfSparseSeries(t *testing.T) {
	rnd := seeded(31)
	busy := drawn(rnd, 300, 1, func(int) float64 { return 400 })
	sparse := drawn(rnd, 300, 1, func(int) float64 { return 0.25 })
	none := NewEARS(C1)
	none.MinSigma = 0.001
	for name, c := range map[string]struct {
		rule      Rule
		s         Series
		low, high float64
	}{
		// Seven normal counts give Student's t and not the normal that EARS takes:
		// 0.001 is 0.013 in truth.
		"C1, normal":                  {NewEARS(C1), busy, 0.008, 0.019},
		"C1, sparse":                  {NewEARS(C1), sparse, 0.01, 0.06},
		"C1, sparse, no least spread": {none, sparse, 0.04, 0.12},
		"flexible, normal":            {NewFlexible(), busy, 0, 0.015},
		"flexible, sparse":            {NewFlexible(), sparse, 0, 0.005},
	} {
		runs := 2000
		if strings.HasPrefix(name, "flexible") {
			runs = 400
		}
		got, err := FalseAlarms(t.Context(), c.rule, c.s, runs, seeded(32))
		if err != nil {
			t.Fatal(err)
		}
		if got < c.low || got > c.high {
			t.Errorf("%s: %v, want %v to %v", name, got, c.low, c.high)
		}
		t.Logf("%s: %.4f", name, got)
	}
	if got, err := FalseAlarms(t.Context(), NewEARS(C1), Series{Start: day("2026-01-05")}, 10, rnd); got != 0 || err != nil {
		t.Errorf("of no week it says %v, %v", got, err)
	}
}

func TestDrawnCountsHaveTheMeanAndTheSpread(t *testing.T) {
	for _, d := range []counts{{0.3, 1}, {4, 2.5}, {900, 3}, {5000, 40}} {
		draw, rnd := d.sampler(), seeded(41)
		past := make([]int, 10_000)
		for i := range past {
			past[i] = draw(rnd)
		}
		got := like(past)
		if math.Abs(got.mean/d.mean-1) > 0.05 || math.Abs(got.phi/d.phi-1) > 0.08 {
			t.Errorf("of %v it draws %v", d, got)
		}
	}
}
