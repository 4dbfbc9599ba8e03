package trend

import (
	"math"
	"slices"
)

// leftOut marks a week in no season: it takes no part.
const leftOut = -1

// past gathers the weeks that week i is compared with, over some years, and gives
// the season of week i itself. The weeks around the same one of each year are a
// season; what lies between is cut into Periods - 1 others, as even as goes
// (Noufaily et al. 2013, 3.3).
func (f Flexible) past(s Series, i, years int) (r regression, season int) {
	all := make([]int, i+1)
	for j := range all {
		all[j] = leftOut
	}
	next := i
	for n := 1; n <= years; n++ {
		same := f.reference(s, i, n)
		for j := same - f.HalfWidth; j <= same+f.HalfWidth; j++ {
			all[j] = f.Periods
		}
		f.between(all[same+f.HalfWidth+1 : next-f.HalfWidth])
		next = same
	}
	for j, q := range all[:max(0, i-f.Skip)] {
		if q != leftOut {
			r.add(s, j, q)
		}
	}
	present := slices.Clone(r.seasons)
	slices.Sort(present)
	present = slices.Compact(present)
	for k, q := range r.seasons {
		r.seasons[k] = slices.Index(present, q)
	}
	return r, slices.Index(present, f.Periods)
}

// add takes a week of s in.
func (r *regression) add(s Series, week, season int) {
	r.seasons = append(r.seasons, season)
	r.times = append(r.times, float64(week))
	r.counts = append(r.counts, float64(s.Counts[week]))
	r.prior = append(r.prior, 1)
}

// between cuts a gap between two same weeks into the other seasons, the longer
// ones first.
func (f Flexible) between(gap []int) {
	others := f.Periods - 1
	if others == 0 {
		return
	}
	size, longer := len(gap)/others, len(gap)%others
	for q, at := 1, 0; q <= others; q++ {
		end := at + size
		if q <= longer {
			end++
		}
		for ; at < end; at++ {
			gap[at] = q
		}
	}
}

// A forecast is what a model expects of the week judged.
type forecast struct {
	mean     float64
	se       float64 // of the logarithm of mean
	phi      float64 // variance of a count over its mean
	sloped   bool
	slope    float64 // of the logarithm of mean, a week
	weeks    int     // compared with
	years    int     // compared with; 0 where the model knows no season
	doubtful int     // of the weeks, those that count less as outbreaks
}

// seasonal fits the model with seasons, and with a trend where that deserves it.
// It gives up, with false, where the model cannot be fitted.
func (f Flexible) seasonal(s Series, i, years int) (forecast, bool) {
	r, season := f.past(s, i, years)
	if season < 0 || len(r.counts) < flatLeast {
		return forecast{}, false
	}
	r.sloped = f.Trend
	m, ok := f.fit(r)
	if ok && m.sloped && !f.keepTrend(m, season, i, years) {
		r.sloped = false
		m, ok = f.fit(r)
	}
	if !ok {
		return forecast{}, false
	}
	fc := m.forecast(f, season, i)
	fc.years = years
	return f.raise(fc), true
}

// fitted is a regression in which outbreaks of the past count less.
type fitted struct {
	regression
	phi      float64
	doubtful int
}

// fit makes the regression twice: plainly, then with the weeks that stand out
// counting less. One with a slope that does not converge is tried without.
func (f Flexible) fit(r regression) (fitted, bool) {
	r.fit()
	if !r.converged && r.sloped {
		r.sloped = false
		r.fit()
	}
	m := fitted{regression: r, phi: max(1, r.dispersion(r.working))}
	if r.converged && f.Reweight {
		m.prior, m.doubtful = doubt(r.anscombe(m.phi), f.WeightsAbove)
		m.fit()
		m.phi = max(1, m.dispersion(m.working))
	}
	return m, r.converged && !math.IsNaN(m.phi) && !math.IsInf(m.phi, 0)
}

// doubt gives each week a weight: those with a residual above the limit get less,
// by its square, and all of them together as much as there are weeks.
func doubt(residuals []float64, above float64) (weights []float64, doubtful int) {
	sum := 0.0
	weights = make([]float64, len(residuals))
	for k, r := range residuals {
		weights[k] = 1
		if r > above {
			weights[k] = 1 / (r * r)
			doubtful++
		}
		sum += weights[k]
	}
	for k := range weights {
		weights[k] *= float64(len(weights)) / sum
	}
	return weights, doubtful
}

// certainty is the dispersion by which the model reckons how sure it is.
func (m fitted) certainty(f Flexible) float64 {
	switch {
	case !f.AsR:
		return m.phi
	case f.Reweight:
		return m.dispersion(m.prior) // R's working weights were overwritten
	}
	return m.dispersion(m.working)
}

// keepTrend tells whether the trend stays: it was seen over three years, is not
// put down to chance, and does not lead above all that was ever counted.
func (f Flexible) keepTrend(m fitted, season, i, years int) bool {
	se := math.Sqrt(m.certainty(f) / m.timeSpan)
	p := studentBeyond(m.slope/se, float64(m.freedom()))
	return years >= 3 && p < f.TrendP && m.forecast(f, season, i).mean <= slices.Max(m.counts)
}

// forecast gives what the model expects of week i, which is in the season.
func (m fitted) forecast(f Flexible, season, i int) forecast {
	return forecast{
		mean: max(math.Exp(m.at(season, float64(i))), smallestMean),
		se:   math.Sqrt(m.variance(season, float64(i)) * m.certainty(f)),
		phi:  m.phi, sloped: m.sloped, slope: m.slope, weeks: len(m.counts), doubtful: m.doubtful,
	}
}

// raise lifts a mean that is nearly 0 to what so many empty weeks let expect,
// with the error of that: a model is never sure that nothing can happen.
func (f Flexible) raise(fc forecast) forecast {
	if least := leastMean(fc.weeks); !f.AsR && fc.mean < least {
		fc.mean, fc.se = least, math.Sqrt2
	}
	return fc
}

// The model without seasons looks at a year at most, leaves the last two weeks
// out as EARS C2 does, and asks for as many weeks as leave it a spread to go by.
const (
	flatMost  = 52
	flatSkip  = 2
	flatLeast = 8
)

// flat fits a constant to the last year.
func (f Flexible) flat(s Series, i int) (forecast, bool) {
	var r regression
	for j := max(0, i-flatSkip-flatMost); j < i-flatSkip; j++ {
		r.add(s, j, 0)
	}
	if slices.Max(r.counts) == 0 { // the likelihood has no maximum
		return f.raise(forecast{phi: 1, weeks: len(r.counts)}), true
	}
	m, ok := f.fit(r)
	if !ok {
		return forecast{}, false
	}
	return f.raise(m.forecast(f, 0, i)), true
}
