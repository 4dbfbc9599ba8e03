// Package number counts what activities came to: whom they reached and trained, how
// many came, what was learned, what it cost a person. Each person is counted once,
// whatever they took part in; who was deleted stays counted; and nothing that is shown
// tells of fewer than ten people, neither by itself, nor held against another table, nor
// against what was shown before.
package number

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"wasl/internal/base/fault"
)

// Confidence of the intervals that are shown: 19 of 20.
const Confidence = 0.95

// An Interval is where a figure of everybody lies with the confidence that was asked
// for, seen from those who answered.
type Interval struct{ Low, High float64 }

// Wilson gives the interval of a share of which k of n were counted (Wilson, 1927):
// unlike the plain one it stays between 0 and 1 and holds for few people. Of nobody it
// is everything.
func Wilson(k, n int64, confidence float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	z, of := deviate(confidence), float64(n)
	p := float64(k) / of
	middle := (p + z*z/(2*of)) / (1 + z*z/of)
	half := z / (1 + z*z/of) * math.Sqrt(p*(1-p)/of+z*z/(4*of*of))
	i := Interval{max(0, middle-half), min(1, middle+half)}
	if k <= 0 {
		i.Low = 0 // and not what rounding leaves
	}
	if k >= n {
		i.High = 1
	}
	return i
}

// Difference gives by how much the first share lies above the second, and its interval
// by Newcombe's hybrid score method (1998, method 10): of two Wilson intervals, for
// people who were asked independently. Of nobody it is 0 and everything.
func Difference(k1, n1, k2, n2 int64, confidence float64) (float64, Interval) {
	if n1 <= 0 || n2 <= 0 {
		return 0, Interval{-1, 1}
	}
	p1, p2 := float64(k1)/float64(n1), float64(k2)/float64(n2)
	one, two := Wilson(k1, n1, confidence), Wilson(k2, n2, confidence)
	d := p1 - p2
	return d, Interval{d - math.Hypot(p1-one.Low, two.High-p2), d + math.Hypot(one.High-p1, p2-two.Low)}
}

// A Sample is numbers of which only their count, sum and sum of squares are kept, so
// that samples add up when the people are gone.
type Sample struct {
	N     int64   `json:"n"`
	Sum   float64 `json:"sum"`
	Sumsq float64 `json:"sumsq"`
}

// Add takes one number in.
func (s *Sample) Add(x float64) { s.N, s.Sum, s.Sumsq = s.N+1, s.Sum+x, s.Sumsq+x*x }

// Plus is both samples together.
func (s Sample) Plus(o Sample) Sample { return Sample{s.N + o.N, s.Sum + o.Sum, s.Sumsq + o.Sumsq} }

// Mean gives the mean and its interval by Student's t. Of fewer than two numbers
// nothing can be said of where it lies: the interval is infinite.
func (s Sample) Mean(confidence float64) (float64, Interval) {
	if s.N == 0 {
		return 0, Interval{math.Inf(-1), math.Inf(1)}
	}
	n := float64(s.N)
	mean := s.Sum / n
	if s.N < 2 {
		return mean, Interval{math.Inf(-1), math.Inf(1)}
	}
	variance := max(0, (s.Sumsq-s.Sum*mean)/(n-1))
	half := studentQuantile(confidence, n-1) * math.Sqrt(variance/n)
	return mean, Interval{mean - half, mean + half}
}

// Asking is how sure a survey is to be.
type Asking struct {
	People     int64   // in all from whom they are chosen; 0: many, or unknown
	Share      float64 // that is expected; 0: not known, as if it were a half, which needs the most
	Margin     float64 // that the answer may be off, such as 0.05
	Confidence float64 // 0: Confidence
	Cluster    float64 // how many times more people asking whole groups needs (design effect); below 1: 1
	Answering  float64 // the share who will answer; 0: all
}

// Needed gives how many people to ask (Cochran, with the correction for a small
// population). It faults with Invalid where the asking cannot be met.
func (a Asking) Needed() (int64, error) {
	if a.Share == 0 {
		a.Share = 0.5
	}
	if a.Confidence == 0 {
		a.Confidence = Confidence
	}
	if a.Answering == 0 {
		a.Answering = 1
	}
	inside := func(x float64) bool { return x > 0 && x < 1 } // NaN is not
	switch {
	case !inside(a.Margin) || !inside(a.Share) || !inside(a.Confidence):
		return 0, wrongAsking()
	case !inside(a.Answering) && a.Answering != 1, a.People < 0, math.IsInf(a.Cluster, 0):
		return 0, wrongAsking()
	}
	z := deviate(a.Confidence)
	n := z * z * a.Share * (1 - a.Share) / (a.Margin * a.Margin) * max(1, a.Cluster)
	if a.People > 0 {
		n /= 1 + (n-1)/float64(a.People)
	}
	const slack = 1e-9 // so that rounding does not ask one person more
	asked := math.Ceil(n/a.Answering - slack)
	if a.People > 0 {
		asked = min(asked, float64(a.People)) // nobody is asked twice
	}
	if !(asked <= maxAsked) {
		return 0, wrongAsking()
	}
	return int64(asked), nil
}

// maxAsked is more people than a survey asks: beyond it the margin was mistyped.
const maxAsked = 10_000_000

func wrongAsking() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "number.Asking.Needed", Key: "number.sample.wrong", Msg: "nobody can be that sure",
		Hint: "give a margin such as 5 %, and shares between 0 and 100 %",
	}
}

// deviate is how many standard deviations about the middle hold the share.
func deviate(confidence float64) float64 { return mathext.NormalQuantile(0.5 + confidence/2) }

// studentQuantile is how far from 0 Student's t with df degrees of freedom lies at
// most, on either side, with the confidence.
func studentQuantile(confidence, df float64) float64 {
	x := mathext.InvRegIncBeta(df/2, 0.5, 1-confidence)
	return math.Sqrt(df * (1 - x) / x)
}
