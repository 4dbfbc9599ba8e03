package trend

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// Discoveries chooses among p-values so that the expected share of false ones
// among those chosen is at most rate (Benjamini and Hochberg 1995).
func Discoveries(p []float64, rate float64) []bool {
	sorted := slices.Clone(p)
	slices.Sort(sorted)
	limit := math.Inf(-1)
	for k, x := range sorted {
		if x <= rate*float64(k+1)/float64(len(p)) {
			limit = x
		}
	}
	chosen := make([]bool, len(p))
	for i, x := range p {
		chosen[i] = x <= limit
	}
	return chosen
}

// maxRuns bounds a simulation: 10,000 runs tell a rate of 0.005 to within 0.0014.
const maxRuns = 10_000

// FalseAlarms tries how often r gives an alarm on series like s in which nothing
// happens: with the mean and the spread of s, and each bucket drawn by itself. It
// gives the share of the runs in which the last bucket is an alarm.
//
// A rule's alpha is the chance of a false alarm only as far as its model is true.
// EARS takes counts for normal and their spread for known: C1's alpha of 0.001 is
// 0.016 in truth for many counts, and 0.05 for a few a month with no least spread.
func FalseAlarms(ctx context.Context, r Rule, s Series, runs int, rnd *rand.Rand) (float64, error) {
	if err := s.Check(); err != nil {
		return 0, err
	}
	n := s.Whole()
	if n == 0 {
		return 0, nil
	}
	runs = min(max(runs, 1), maxRuns)
	draw := like(s.Counts[:n]).sampler()
	quiet := Series{Key: s.Key, Step: s.Step, Start: s.Start, Counts: make([]int, n)}
	alarms := 0
	for range runs {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		for i := range quiet.Counts {
			quiet.Counts[i] = draw(rnd)
		}
		if r.Judge(quiet, n-1).Alarm() {
			alarms++
		}
	}
	return float64(alarms) / float64(runs), nil
}

// like gives the distribution with the mean and the dispersion of some counts.
func like(past []int) counts {
	n := float64(len(past))
	mean, square := 0.0, 0.0
	for _, c := range past {
		mean += float64(c) / n
	}
	for _, c := range past {
		square += (float64(c) - mean) * (float64(c) - mean)
	}
	d := counts{max(mean, leastMean(len(past))), 1}
	if len(past) > 1 {
		d.phi = max(1, square/(n-1)/d.mean)
	}
	return d
}

// sampler draws counts at random. It looks most of them up.
func (d counts) sampler() func(*rand.Rand) int {
	const size = 1_000
	var table []float64
	for k := 0; k < size && (k == 0 || table[k-1] < 1); k++ {
		table = append(table, d.atMost(float64(k)))
	}
	return func(rnd *rand.Rand) int {
		u := rnd.Float64()
		k, _ := slices.BinarySearch(table, u)
		if k == size {
			return int(min(d.quantile(u), maxCount))
		}
		return k
	}
}
