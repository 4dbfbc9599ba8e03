package trend

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// every is each rule with each of its ways to draw the line.
func every() map[string]Rule {
	muan, delta, one := NewFlexible(), NewFlexible(), NewFlexible()
	muan.Threshold, delta.Threshold = Muan, Delta
	one.Periods, one.Skip, one.MinCases = 1, 3, 0
	return map[string]Rule{
		"c1": NewEARS(C1), "c2": NewEARS(C2), "c3": NewEARS(C3),
		"nb": NewFlexible(), "muan": muan, "delta": delta, "one season": one,
	}
}

// weekly makes a series of weeks up to the end of 2025.
func weekly(counts ...int) Series {
	return Series{Start: day("2025-12-29").AddDate(0, 0, -7*(len(counts)-1)), Counts: counts}
}

// drawn makes a series of n weeks with a mean that may change.
func drawn(rnd *rand.Rand, n int, phi float64, mean func(week int) float64) Series {
	counts := make([]int, n)
	for i := range counts {
		counts[i] = countsOf(mean(i), phi, rnd)
	}
	return weekly(counts...)
}

func countsOf(mean, phi float64, rnd *rand.Rand) int {
	return int(counts{mean, phi}.quantile(rnd.Float64()))
}

// Whatever was counted, a verdict is made of numbers, and they are in order.
func TestVerdictsAreNumbersWhateverWasCounted(t *testing.T) {
	rules := every()
	shapes := map[string]*rapid.Generator[int]{
		"nothing": rapid.Just(0), "rare": rapid.Custom(func(t *rapid.T) int {
			return max(0, rapid.IntRange(-20, 1).Draw(t, "n"))
		}),
		"any": rapid.IntRange(0, 60), "same": rapid.Just(7), "huge": rapid.IntRange(0, maxCount),
		"burst": rapid.Custom(func(t *rapid.T) int {
			if rapid.IntRange(0, 99).Draw(t, "burst") == 0 {
				return maxCount
			}
			return rapid.IntRange(0, 2).Draw(t, "n")
		}),
	}
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SampledFrom([]string{"nothing", "rare", "any", "same", "huge", "burst"}).Draw(t, "shape")
		s := weekly(rapid.SliceOfN(shapes[shape], 1, 350).Draw(t, "counts")...)
		s.Partial = rapid.Bool().Draw(t, "partial")
		name := rapid.SampledFrom([]string{"c1", "c2", "c3", "nb", "muan", "delta", "one season"}).Draw(t, "rule")
		for i := range 3 {
			if at := len(s.Counts) - 1 - i; at >= 0 {
				checkVerdict(t, name, rules[name].Judge(s, at))
			}
		}
	})
}

func checkVerdict(t *rapid.T, name string, v Verdict) {
	for what, x := range map[string]float64{
		"expected": v.Expected, "upper": v.Upper, "score": v.Score, "p": v.P, "false": v.False,
		"low": v.Range.Low95, "median": v.Range.Median, "high": v.Range.High95,
	} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("%s: %s is %v: %+v", name, what, x, v)
		}
	}
	r := v.Range
	if !slices.IsSorted([]float64{0, r.Low95, r.Low50, r.Median, r.High50, r.High95}) || v.P < 0 || v.P > 1 || v.False < 0 || v.False > 1 || v.Upper < 0 {
		t.Fatalf("%s: %+v", name, v)
	}
	if len(v.Reasons) == 0 {
		t.Fatalf("%s gives no reason: %+v", name, v)
	}
	if v.State != Judged && v.Alarm() {
		t.Fatalf("%s gives an alarm without a judgement: %+v", name, v)
	}
}

// A verdict is one on the past: what came later, and how many weeks were counted
// before the model looks, change nothing.
func TestVerdictsLookAtThePastAlone(t *testing.T) {
	s := oracleSeries(t)["all"]
	for name, r := range every() {
		for _, i := range []int{300, 411, 520} {
			want := r.Judge(s, i)
			changed := s
			changed.Counts = slices.Clone(s.Counts)
			for j := i + 1; j < len(s.Counts); j++ {
				changed.Counts[j] += 1000
			}
			if diff := cmp.Diff(want, r.Judge(changed, i)); diff != "" {
				t.Errorf("%s looks ahead: %s", name, diff)
			}
			cut := changed
			cut.Counts = cut.Counts[:i+1]
			if diff := cmp.Diff(want, r.Judge(cut, i)); diff != "" {
				t.Errorf("%s needs what comes later: %s", name, diff)
			}
		}
	}
}

// A higher count of the week judged moves neither expectation nor threshold, and
// is never less of an alarm.
func TestHigherCountsAreLessLikely(t *testing.T) {
	rules := every()
	s := oracleSeries(t)["seasonal"]
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(280, len(s.Counts)-1).Draw(t, "week")
		low, more := rapid.IntRange(5, 40).Draw(t, "count"), rapid.IntRange(1, 40).Draw(t, "more")
		for name, r := range rules {
			a, b := s, s
			a.Counts, b.Counts = slices.Clone(s.Counts), slices.Clone(s.Counts)
			a.Counts[i], b.Counts[i] = low, low+more
			u, v := r.Judge(a, i), r.Judge(b, i)
			if u.Expected != v.Expected || u.Upper != v.Upper || v.P > u.P || u.Alarm() && !v.Alarm() {
				t.Fatalf("%s: %d is %+v, %d is %+v", name, low, u, low+more, v)
			}
		}
	})
}

// Counting everything three times makes all three times as much, and nothing more
// or less unusual by EARS; the quasi-Poisson model spreads as its mean does.
func TestVerdictsScale(t *testing.T) {
	const times = 3
	for _, name := range []string{"all", "seasonal", "overdispersed", "trending"} {
		s := oracleSeries(t)[name]
		big := s
		big.Counts = slices.Clone(s.Counts)
		for i := range big.Counts {
			big.Counts[i] *= times
		}
		e := NewEARS(C2)
		e.MinSigma = 0
		f := NewFlexible()
		for i := 300; i < len(s.Counts); i += 37 {
			u, v := e.Judge(s, i), e.Judge(big, i)
			if !near(u.Score, v.Score) || !near(times*u.Upper, v.Upper) || !near(u.P, v.P) {
				t.Errorf("%s, week %d: C2 says %v above %v, and of three times as much %v above %v", name, i, u.Score, u.Upper, v.Score, v.Upper)
			}
			a, _ := f.seasonal(s, i, 5)
			b, _ := f.seasonal(big, i, 5)
			// The regression begins at count + 0.1, which does not scale, and ends when the
			// deviance no longer changes in its eighth digit.
			if a.phi > 1 && (math.Abs(b.mean/a.mean-times) > 1e-3 || math.Abs(b.phi/a.phi-times) > 1e-3) {
				t.Errorf("%s, week %d: the model expects %v, and of three times as much %v", name, i, a, b)
			}
		}
	}
}

// A series too young for seasons is compared with its last year, and says so; one
// of a few weeks is not compared at all, and says that.
func TestShortHistoriesAreJudgedMoreSimply(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		weeks int
		state State
		first string
	}{
		{9, TooShort, "trend.reason.short"},
		{12, Judged, "trend.reason.young"},
		{100, Judged, "trend.reason.young"},
		{112, Judged, "trend.reason.seasonal"},
		{400, Judged, "trend.reason.seasonal"},
	} {
		s := drawn(rnd, c.weeks, 1.5, func(int) float64 { return 6 })
		v := NewFlexible().Judge(s, c.weeks-1)
		if v.State != c.state || v.Reasons[0].Key != c.first {
			t.Errorf("after %d weeks it is %v: %v", c.weeks, v.State, v.Reasons)
		}
		if v.State == Judged && (v.Expected < 4 || v.Expected > 8 || v.Upper < 8 || v.Upper > 22) {
			t.Errorf("after %d weeks of 6 it expects %v, and %v at most", c.weeks, v.Expected, v.Upper)
		}
	}
}

// A place where nothing ever happened expects next to nothing, but not nothing.
func TestNothingIsNeverExpectedForSure(t *testing.T) {
	quiet := weekly(make([]int, 400)...)
	f := NewFlexible()
	v := f.Judge(quiet, 399)
	if v.State != TooFew || v.Expected <= 0 || v.Expected > 0.01 {
		t.Errorf("of nothing it says %+v", v)
	}
	f.MinCases = 0
	quiet.Counts[399] = 2
	if v = f.Judge(quiet, 399); !v.Alarm() || v.P < 1e-6 || v.P > 1e-2 {
		t.Errorf("two after nothing: %+v", v)
	}
	// Rare alarms wait for enough cases of late, whatever the threshold.
	quiet.Counts[399] = 4
	if v = NewFlexible().Judge(quiet, 399); v.State != TooFew || v.Alarm() {
		t.Errorf("four after nothing: %+v", v)
	}
	quiet.Counts[399] = 5
	if v = NewFlexible().Judge(quiet, 399); !v.Alarm() {
		t.Errorf("five after nothing: %+v", v)
	}
}

// One huge week of the past does not hide the next outbreak.
func TestPastOutbreaksCountLess(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	s := drawn(rnd, 320, 1.2, func(int) float64 { return 5 })
	plain := NewFlexible().Judge(s, 319)
	s.Counts[319-52] = 500
	v := NewFlexible().Judge(s, 319)
	without := NewFlexible()
	without.Reweight = false
	if fooled := without.Judge(s, 319).Upper; v.Upper > 3*plain.Upper || v.Upper > fooled/2 {
		t.Errorf("the line goes from %v to %v, and without weights to %v", plain.Upper, v.Upper, fooled)
	}
	if !slices.ContainsFunc(v.Reasons, func(r Reason) bool { return r.Key == "trend.reason.doubtful" }) {
		t.Errorf("it does not say that it doubts a week: %v", v.Reasons)
	}
	s.Counts[319] = 30
	if !NewFlexible().Judge(s, 319).Alarm() {
		t.Error("thirty instead of five is no alarm")
	}
	if without.Judge(s, 319).Alarm() {
		t.Error("without weights the outbreak of last year should have hidden this one, so the test shows nothing")
	}
}

func TestFlexibleKnowsSeasonAndTrend(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	seasonal := drawn(rnd, 400, 1, func(week int) float64 { return 10 + 8*math.Cos(2*math.Pi*float64(week)/52.18) })
	winter, summer := 0.0, math.Inf(1)
	for _, v := range Trace(NewFlexible(), seasonal, 400-52) {
		winter, summer = max(winter, v.Expected), min(summer, v.Expected)
	}
	if winter < 14 || summer > 5 {
		t.Errorf("of 18 in winter and 2 in summer it expects %v and %v", winter, summer)
	}
	rising := drawn(rnd, 400, 1, func(week int) float64 { return 5 * math.Exp(float64(week)/200) })
	v := NewFlexible().Judge(rising, 399)
	if math.Abs(v.Expected-37) > 6 {
		t.Errorf("of a rise to 37 it expects %v", v.Expected)
	}
	if v := NewFlexible().Judge(weekly(rising.Counts[400-150:]...), 149); v.Reasons[0].Key != "trend.reason.seasonal" || v.Expected > 33 {
		t.Errorf("two years are no trend yet: it expects %v: %v", v.Expected, v.Reasons)
	}
	i := slices.IndexFunc(v.Reasons, func(r Reason) bool { return r.Key == "trend.reason.rising" })
	if i < 0 || math.Abs(number(t, v.Reasons[i].Args[0])-30) > 6 { // exp(52.18/200) is 1.298
		t.Errorf("of 30 %% a year it says %v", v.Reasons)
	}
}

// What is said to lie in a range of 50 or 95 % does so about as often.
func TestExpectedRangesHold(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for _, mean := range []float64{0.8, 4, 25} {
		in50, in95, n := 0, 0, 0
		for range 8 {
			s := drawn(rnd, 400, 1.6, func(int) float64 { return mean })
			for _, v := range Trace(NewFlexible(), s, 300) {
				y := float64(v.Observed)
				n++
				if v.Range.Low50 <= y && y <= v.Range.High50 {
					in50++
				}
				if v.Range.Low95 <= y && y <= v.Range.High95 {
					in95++
				}
			}
		}
		// Counts are whole, so that a range holds its share or more: at a mean of
		// 0.8, 0 alone is too little for one half, and 0 and 1 are four fifths.
		share50, share95 := float64(in50)/float64(n), float64(in95)/float64(n)
		if share50 < 0.47 || share50 > 0.85 || share95 < 0.93 || share95 > 0.99 {
			t.Errorf("with a mean of %v, the ranges of 50 and 95 %% held %.3f and %.3f", mean, share50, share95)
		}
	}
}

func TestRulesRefuseSettings(t *testing.T) {
	for key, r := range map[string]Rule{
		"trend.ears.baseline":    EARS{Baseline: 2, Alpha: 0.01},
		"trend.ears.sigma":       EARS{Baseline: 7, MinSigma: math.NaN(), Alpha: 0.01},
		"trend.ears.method":      EARS{Method: 3, Baseline: 7, Alpha: 0.01},
		"trend.alpha":            EARS{Baseline: 7},
		"trend.flexible.setting": Flexible{Years: 11},
		"trend.flexible.weights": Flexible{Years: 5, Periods: 10, MinWeeks: 4, Alpha: 0.01},
	} {
		if err := r.Check(); !says(err, key) {
			t.Errorf("%+v: %v, want %s", r, err, key)
		}
	}
	for name, r := range every() {
		if err := r.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDaysAreForEARS(t *testing.T) {
	s := Series{Step: Day, Start: day("2026-01-01"), Counts: make([]int, 40)}
	if v := NewFlexible().Judge(s, 39); v.State == Judged || v.Reasons[0].Key != "trend.reason.weeks_only" {
		t.Errorf("a day is judged as a week: %+v", v)
	}
	s.Counts[39] = 4
	if v := NewEARS(C1).Judge(s, 39); !v.Alarm() {
		t.Errorf("four in a day after nothing: %+v", v)
	}
}
