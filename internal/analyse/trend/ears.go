package trend

import (
	"math"
	"strconv"
)

// A Method is one of the three of EARS.
type Method uint8

// The methods. C1 compares with the buckets right before; C2 leaves two out, so
// that an outbreak that begins slowly does not hide itself; C3 sums up what C2
// found over three buckets.
const (
	C1 Method = iota
	C2
	C3
)

// EARS compares a count with the mean and the spread of a few before it, as the
// Early Aberration Reporting System does (Hutwagner et al. 2003). It needs hardly
// any history, and knows no season.
type EARS struct {
	Method   Method
	Baseline int     // buckets to compare with, 3 to 60
	MinSigma float64 // what the spread is taken to be at least: without it, one event after a quiet time is an alarm
	Alpha    float64 // chance of a false alarm, if counts were normal (they aren't: see FalseAlarms)

	// AsR gives the figures of surveillance::earsC for C3: that adds the spread to
	// the observed count where its own manual adds it to the baseline's mean, so
	// that its alarm doesn't depend on the count. C1 and C2 are the same.
	AsR bool
}

// NewEARS gives the usual settings of a method. The least spread is half an
// event, because many of a desk's series are nearly always 0.
func NewEARS(m Method) EARS {
	alpha := 0.001
	if m == C3 {
		alpha = 0.025
	}
	return EARS{Method: m, Baseline: 7, MinSigma: 0.5, Alpha: alpha}
}

// maxBaseline keeps EARS to what it is for: comparing with the recent past.
const maxBaseline = 60

// Check faults with Invalid where a setting makes no sense.
func (e EARS) Check() error {
	const op = "trend.EARS.Check"
	switch {
	case e.Method > C3:
		return invalid(op, "trend.ears.method", "there is no such method", "choose C1, C2 or C3")
	case e.Baseline < 3 || e.Baseline > maxBaseline:
		return invalid(op, "trend.ears.baseline", "{0} is no length to compare with", "choose 3 to {1} weeks or days; 7 is usual", strconv.Itoa(e.Baseline), strconv.Itoa(maxBaseline))
	case !(e.MinSigma >= 0) || math.IsInf(e.MinSigma, 0):
		return invalid(op, "trend.ears.sigma", "the least spread is not 0 or more", "choose 0.5, or 0 for none")
	}
	return checkAlpha(op, e.Alpha)
}

// Limits of alpha: above one half every second test would be an alarm; below a
// millionth the tails of the distributions mean nothing.
const minAlpha, maxAlpha = 1e-6, 0.5

func checkAlpha(op string, alpha float64) error {
	if !(alpha >= minAlpha && alpha <= maxAlpha) {
		return invalid(op, "trend.alpha", "the chance of a false alarm must lie between one in a million and one half", "choose 0.001 or 0.01")
	}
	return nil
}

// Name is the rule's name.
func (e EARS) Name() string { return [...]string{"ears_c1", "ears_c2", "ears_c3"}[e.Method] }

// lag is how many buckets lie between the baseline and the bucket judged.
func (e EARS) lag() int {
	if e.Method == C1 {
		return 0
	}
	return 2
}

// before is how many buckets the method needs before the one judged.
func (e EARS) before() int {
	if e.Method == C3 {
		return e.Baseline + e.lag() + 2
	}
	return e.Baseline + e.lag()
}

// window is what bucket i is compared with.
type window struct{ mean, spread, floor float64 }

func (e EARS) window(s Series, i int) window {
	n := float64(e.Baseline)
	past := s.Counts[i-e.lag()-e.Baseline : i-e.lag()]
	mean, square := 0.0, 0.0
	for _, c := range past {
		mean += float64(c) / n
	}
	for _, c := range past {
		square += (float64(c) - mean) * (float64(c) - mean)
	}
	return window{mean, math.Sqrt(square / (n - 1)), e.MinSigma}
}

// sigma is the spread that is reckoned with.
func (w window) sigma() float64 { return max(w.spread, w.floor) }

// statistic is by how many spreads the count is above the mean.
func (w window) statistic(count int) float64 { return (float64(count) - w.mean) / w.sigma() }

// excess is what a bucket gives to C3.
func (e EARS) excess(s Series, i int) float64 {
	return max(0, e.window(s, i).statistic(s.Counts[i])-1)
}

// Judge holds bucket i against its baseline.
func (e EARS) Judge(s Series, i int) Verdict {
	if i < e.before() {
		return unjudged(s, i, TooShort, reason("trend.reason.short", i, e.before()))
	}
	w := e.window(s, i)
	if w.sigma() == 0 && !e.AsR {
		return unjudged(s, i, NoSpread, reason("trend.reason.same", e.Baseline, w.mean))
	}
	v := Verdict{Observed: s.Counts[i], Partial: i >= s.Whole(), Expected: w.mean, Span: 1}
	z := normalQuantile(1 - e.Alpha)
	if e.Method == C3 {
		v.Span = 3
		earlier := e.excess(s, i-1) + e.excess(s, i-2)
		v.Score = earlier + e.excess(s, i)
		v.Upper = e.sumBound(w, float64(v.Observed), earlier, z)
		v.Reasons = append(v.Reasons, reason("trend.reason.ears_sum", e.Baseline, w.mean, w.sigma()))
	} else {
		v.Score = w.statistic(v.Observed)
		v.Upper = w.mean + z*w.sigma()
		v.Reasons = append(v.Reasons, reason("trend.reason.ears", e.Baseline, w.mean, w.sigma()))
	}
	if math.IsNaN(v.Upper) {
		return unjudged(s, i, NoSpread, reason("trend.reason.same", e.Baseline, w.mean))
	}
	v.P = normalAbove(v.Score)
	d := w.counts(e.Baseline)
	v.Range, v.False = d.expected(), d.above(v.Upper)
	return v
}

// sumBound is the count above which C3 is above z, when the two buckets before
// gave earlier to it.
func (e EARS) sumBound(w window, observed, earlier, z float64) float64 {
	switch {
	case e.AsR:
		return max(0, observed+w.sigma()*(z-earlier))
	case earlier > z:
		return 0 // the two before are enough, and any event at all goes with them
	}
	return max(0, w.mean+w.sigma()*(1+z-earlier))
}

// counts is the distribution that n buckets like the window's let expect of the
// next: negative binomial, wider for not knowing the mean any better.
func (w window) counts(n int) counts {
	mean := max(w.mean, leastMean(n))
	return counts{mean, max(1, w.spread*w.spread/mean) * (1 + 1/float64(n))}
}
