package trend

import (
	"math"
	"strconv"
)

// A Threshold is a way to draw the line above which a count is an alarm.
type Threshold uint8

// The thresholds. NBPlugin takes the fitted mean for the true one and the count
// for negative binomial; Muan does so with a mean as high as could be
// (Noufaily et al. 2013); Delta takes the count to the power of 2/3 for normal,
// with the mean's own error (Farrington et al. 1996).
const (
	NBPlugin Threshold = iota
	Muan
	Delta
)

// Flexible is the method of Farrington et al. (1996) as Noufaily et al. (2013)
// improved it: a quasi-Poisson regression over several years, with seasons and a
// trend, in which weeks of past outbreaks count less. It judges weeks alone.
type Flexible struct {
	Years     int // to compare with, 1 to 10; as many as there are is taken where there are fewer
	HalfWidth int // weeks before and after the same week of earlier years that are like it
	Periods   int // seasons of a year, one of them around the same week; 1 takes only those weeks
	Skip      int // weeks before the one judged that are left out, as they may belong to the same outbreak

	Reweight     bool    // let past outbreaks count less
	WeightsAbove float64 // standardised residual above which a week does

	Trend  bool    // let the mean rise or fall over the years
	TrendP float64 // p of the trend below which it is kept; 1 keeps it always

	Alpha     float64 // chance of a false alarm of each test
	Threshold Threshold
	MinCases  int // no alarm is given unless there were so many events
	MinWeeks  int // in so many weeks, the last included

	// AsR gives the figures of surveillance::farringtonFlexible. That takes the
	// weights against outbreaks for the regression's own when it reckons how sure
	// trend and prediction are: both seem too sure by the root of the mean where counts
	// are many, and not sure enough where they are below one a week, so that Muan and
	// Delta draw the line too low or too high. Nor does it help itself where a season
	// never had an event. It is for comparing; docs/trends.md has the difference.
	AsR bool
}

// NewFlexible gives the settings that Noufaily et al. recommend, with an alarm of
// a single test in 200 weeks by chance.
func NewFlexible() Flexible {
	return Flexible{
		Years: 5, HalfWidth: 3, Periods: 10, Skip: 26, Reweight: true, WeightsAbove: 2.58,
		Trend: true, TrendP: 1, Alpha: 0.005, Threshold: NBPlugin, MinCases: 5, MinWeeks: 4,
	}
}

// Limits of the settings.
const (
	maxYears     = 10 // what was longer ago tells nothing of now
	maxHalfWidth = 8  // a season of 17 weeks is none any more
	maxPeriods   = 13 // four weeks each
	maxSkip      = 40 // some of the last year must be left
	maxMinWeeks  = 52
)

// Check faults with Invalid where a setting makes no sense.
func (f Flexible) Check() error {
	const op = "trend.Flexible.Check"
	for _, c := range []struct {
		name          string
		got, min, max int
	}{
		{"years", f.Years, 1, maxYears},
		{"half_width", f.HalfWidth, 0, maxHalfWidth},
		{"periods", f.Periods, 1, maxPeriods},
		{"skip", f.Skip, 0, maxSkip},
		{"min_cases", f.MinCases, 0, maxCount},
		{"min_weeks", f.MinWeeks, 1, maxMinWeeks},
	} {
		if c.got < c.min || c.got > c.max {
			return invalid(op, "trend.flexible.setting", "{0} is {1}, which is not from {2} to {3}", "choose a value between",
				c.name, strconv.Itoa(c.got), strconv.Itoa(c.min), strconv.Itoa(c.max))
		}
	}
	if !(f.WeightsAbove > 0) || !(f.TrendP >= 0) {
		return invalid(op, "trend.flexible.weights", "the residual above which weeks count less, or the trend's p, is not above 0", "choose 2.58 and 1")
	}
	return checkAlpha(op, f.Alpha)
}

// Name is the rule's name.
func (f Flexible) Name() string { return "farrington_flexible" }

// minSeasons is how many years a season must have been seen: what happened once
// at this time of year may have happened at any.
const minSeasons = 2

// Judge holds week i against the same season of earlier years; against the last
// year alone, without seasons, where the series is too young for that or the
// model does not fit.
func (f Flexible) Judge(s Series, i int) Verdict {
	if s.Step != Week {
		return unjudged(s, i, TooShort, reason("trend.reason.weeks_only"))
	}
	var instead []Reason
	fc, ok := forecast{}, false
	if years := f.yearsBefore(s, i); years >= minSeasons || f.AsR && years > 0 {
		if fc, ok = f.seasonal(s, i, years); !ok {
			instead = append(instead, reason("trend.reason.instead"))
		}
	} else {
		instead = append(instead, reason("trend.reason.young", i))
	}
	if !ok && !f.AsR {
		if i-flatSkip < flatLeast {
			return unjudged(s, i, TooShort, reason("trend.reason.short", i, flatLeast+flatSkip))
		}
		fc, ok = f.flat(s, i)
	}
	if !ok {
		return unjudged(s, i, Unfit, reason("trend.reason.unfit"))
	}
	v := f.verdict(s, i, fc)
	v.Reasons = append(append(instead, fc.reasons()...), v.Reasons...)
	return v
}

// yearsBefore is for how many years, up to f.Years, s goes back from week i.
func (f Flexible) yearsBefore(s Series, i int) int {
	n := 0
	for n < f.Years && f.reference(s, i, n+1)-f.HalfWidth >= 0 {
		n++
	}
	return n
}

// reference is the number of the week that begins nearest to the same date some
// years before week i.
func (f Flexible) reference(s Series, i, years int) int {
	const half = 3 // days: a date is never as near to two Mondays
	date := s.At(i).AddDate(-years, 0, half)
	return Week.between(s.Start, date)
}

// verdict draws the line, and holds the count against it.
func (f Flexible) verdict(s Series, i int, fc forecast) Verdict {
	v := Verdict{Observed: s.Counts[i], Partial: i >= s.Whole(), Expected: fc.mean, Span: 1}
	// The error of the mean widens what is to be expected (Farrington et al. 1996).
	d := counts{fc.mean, fc.phi + fc.se*fc.se*fc.mean}
	v.Range = d.expected()
	v.Upper, v.P = f.line(fc, float64(v.Observed))
	if math.IsNaN(v.Upper) || math.IsInf(v.Upper, 0) {
		v.State, v.Upper, v.P = Unfit, 0, 1
		v.Reasons = append(v.Reasons, reason("trend.reason.unfit"))
		return v
	}
	v.Score = (float64(v.Observed) - fc.mean) / (v.Upper - fc.mean)
	lately := 0
	for _, c := range s.Counts[max(0, i+1-f.MinWeeks):i] {
		lately += c
	}
	v.False = d.above(max(v.Upper, float64(f.MinCases-1-lately)))
	if lately+v.Observed < f.MinCases {
		v.State, v.Upper, v.Score, v.P = TooFew, 0, 0, 1
		v.Reasons = append(v.Reasons, reason("trend.reason.few", f.MinCases, f.MinWeeks))
	}
	return v
}

// line gives the count above which an alarm is given, and the chance of a count
// like the observed or higher.
func (f Flexible) line(fc forecast, observed float64) (upper, p float64) {
	z := normalQuantile(1 - f.Alpha)
	if f.Threshold == Delta {
		const power = 2.0 / 3
		centre := math.Pow(fc.mean, power)
		tau := fc.phi + fc.se*fc.se*fc.mean
		sd := power * math.Sqrt(math.Pow(fc.mean, 1.0/3)*tau)
		return math.Pow(centre+z*sd, 1/power), normalAbove((math.Pow(observed, power) - centre) / sd)
	}
	d := counts{fc.mean, fc.phi}
	if f.Threshold == Muan {
		d.mean = math.Exp(math.Log(fc.mean) + z*fc.se)
	}
	if d.mean > maxCount {
		return math.Inf(1), 1
	}
	return d.quantile(1 - f.Alpha), d.above(observed - 1)
}
