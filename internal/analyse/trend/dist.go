package trend

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// counts is the distribution that counts are taken to have: negative binomial
// with the mean, and a variance of phi times the mean; Poisson where phi is 1.
type counts struct{ mean, phi float64 }

// nearPoisson is the excess of phi over 1 below which the two distributions agree
// to more digits than the negative binomial can be computed with.
const nearPoisson = 1e-8

// atMost is the probability of k or fewer.
func (d counts) atMost(k float64) float64 {
	k = math.Floor(k)
	switch {
	case k < 0:
		return 0
	case !(d.mean > 0):
		return 1
	case d.phi-1 < nearPoisson:
		return mathext.GammaIncRegComp(k+1, d.mean)
	}
	return mathext.RegIncBeta(d.mean/(d.phi-1), k+1, 1/d.phi)
}

// above is the probability of more than k. It keeps its digits where it is tiny,
// which 1 - atMost would not.
func (d counts) above(k float64) float64 {
	k = math.Floor(k)
	switch {
	case k < 0:
		return 1
	case !(d.mean > 0):
		return 0
	case d.phi-1 < nearPoisson:
		return mathext.GammaIncReg(k+1, d.mean)
	}
	return mathext.RegIncBeta(k+1, d.mean/(d.phi-1), 1-1/d.phi)
}

// quantile is the smallest count with a probability of p or more that it is not
// exceeded. p is below 1.
func (d counts) quantile(p float64) float64 {
	const slack = 64 * 0x1p-52 // so that rounding does not put a step of the distribution just above p
	p *= 1 - slack
	if d.atMost(0) >= p {
		return 0
	}
	low, high := 0.0, math.Ceil(d.mean)+1
	for d.atMost(high) < p {
		low, high = high, 2*high
	}
	for high-low > 1 {
		if mid := math.Floor((low + high) / 2); d.atMost(mid) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// A Range is where a count is expected to lie: around the median, in half of all
// cases between Low50 and High50, in 19 of 20 between Low95 and High95.
type Range struct {
	Low95, Low50, Median, High50, High95 float64
}

// expected gives the range of d.
func (d counts) expected() Range {
	return Range{d.quantile(0.025), d.quantile(0.25), d.quantile(0.5), d.quantile(0.75), d.quantile(0.975)}
}

// normalQuantile is z such that a standard normal lies below it with probability p.
func normalQuantile(p float64) float64 { return mathext.NormalQuantile(p) }

// normalAbove is the probability that a standard normal lies above z.
func normalAbove(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// studentBeyond is the probability that Student's t with df degrees of freedom
// lies further from 0 than t, on either side.
func studentBeyond(t, df float64) float64 {
	if !(df > 0) || math.IsNaN(t) {
		return math.NaN()
	}
	if math.IsInf(t, 0) {
		return 0
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}
