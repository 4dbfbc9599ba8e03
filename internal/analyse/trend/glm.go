package trend

import "math"

// A regression is a Poisson one with log link, of counts on seasons and perhaps
// time: the logarithm of the mean is a constant of the season plus slope times the
// week. With that design least squares have a closed form, so that no matrix is
// needed and a season of next to no weight does no harm to the others.
type regression struct {
	seasons []int     // of each row, from 0 to one less than there are
	times   []float64 // of each row, in weeks
	counts  []float64 // of each row
	prior   []float64 // weight of each row
	sloped  bool      // whether there is a slope

	lines     // fitted
	mean      []float64
	working   []float64 // weights of the last iteration: prior weight times mean
	converged bool
}

// lines are parallel ones, one for each season, as weighted least squares fit them.
type lines struct {
	weight   []float64 // of each season's rows together
	time     []float64 // mean of each season's times
	level    []float64 // mean of each season's values
	slope    float64
	timeSpan float64 // weighted sum of squares of times around the season's mean
}

// at gives the line's value for a season and a time.
func (l lines) at(season int, time float64) float64 {
	return l.level[season] + l.slope*(time-l.time[season])
}

// variance is that of at, for a dispersion of 1.
func (l lines) variance(season int, time float64) float64 {
	v := 1 / l.weight[season]
	if l.timeSpan > 0 {
		d := time - l.time[season]
		v += d * d / l.timeSpan
	}
	return v
}

// leastSquares fits lines to values with weights.
func (r *regression) leastSquares(values, weights []float64) lines {
	n := 0
	for _, q := range r.seasons {
		n = max(n, q+1)
	}
	l := lines{weight: make([]float64, n), time: make([]float64, n), level: make([]float64, n)}
	for i, q := range r.seasons {
		l.weight[q] += weights[i]
		l.time[q] += weights[i] * r.times[i]
		l.level[q] += weights[i] * values[i]
	}
	for q, w := range l.weight {
		l.time[q] /= w
		l.level[q] /= w
	}
	if !r.sloped {
		return l
	}
	product := 0.0
	for i, q := range r.seasons {
		d := r.times[i] - l.time[q]
		l.timeSpan += weights[i] * d * d
		product += weights[i] * d * (values[i] - l.level[q])
	}
	l.slope = product / l.timeSpan
	return l
}

// Limits of the iteration, which are those of R's glm, so that the same series
// converge and the others are given up alike.
const (
	maxIterations = 25
	tolerance     = 1e-8 // of the deviance, relative
)

// smallestMean is what a fitted mean cannot fall below: the exponential would
// underflow where a season never had an event.
const smallestMean = 0x1p-52

// fit makes the regression by iteratively reweighted least squares (McCullagh and
// Nelder 1989, 2.5).
func (r *regression) fit() {
	n := len(r.counts)
	r.converged = false
	r.mean, r.working = make([]float64, n), make([]float64, n)
	linear, values := make([]float64, n), make([]float64, n)
	for i, y := range r.counts {
		r.mean[i] = y + 0.1
		linear[i] = math.Log(r.mean[i])
	}
	last := r.deviance()
	for range maxIterations {
		for i, y := range r.counts {
			r.working[i] = r.prior[i] * r.mean[i]
			values[i] = linear[i] + (y-r.mean[i])/r.mean[i]
		}
		r.lines = r.leastSquares(values, r.working)
		for i, q := range r.seasons {
			linear[i] = r.at(q, r.times[i])
			r.mean[i] = max(math.Exp(linear[i]), smallestMean)
		}
		now := r.deviance()
		if math.IsNaN(now) || math.IsInf(now, 0) {
			return
		}
		if math.Abs(now-last)/(math.Abs(now)+0.1) < tolerance {
			r.converged = true
			return
		}
		last = now
	}
}

// deviance is that of Poisson counts.
func (r *regression) deviance() float64 {
	sum := 0.0
	for i, y := range r.counts {
		unit := r.mean[i]
		if y > 0 {
			unit = y*math.Log(y/r.mean[i]) - (y - r.mean[i])
		}
		sum += 2 * r.prior[i] * unit
	}
	return sum
}

// freedom is how many rows there are beyond those that the coefficients take.
func (r *regression) freedom() int {
	df := len(r.counts) - len(r.level)
	if r.sloped {
		df--
	}
	return df
}

// dispersion estimates how much more than a Poisson's the variance is, from
// Pearson's residuals with the weights given; NaN without a degree of freedom.
func (r *regression) dispersion(weights []float64) float64 {
	df := r.freedom()
	if df <= 0 {
		return math.NaN()
	}
	sum := 0.0
	for i, y := range r.counts {
		residual := (y - r.mean[i]) / r.mean[i]
		sum += weights[i] * residual * residual
	}
	return sum / float64(df)
}

// anscombe gives the standardised Anscombe residuals, which for counts are much
// nearer to normal than others (Farrington et al. 1996).
func (r *regression) anscombe(phi float64) []float64 {
	out := make([]float64, len(r.counts))
	for i, y := range r.counts {
		free := 1 - r.working[i]*r.variance(r.seasons[i], r.times[i])
		// A row that alone decides its own mean is fitted exactly and tells nothing.
		if free > 1e-10 {
			m := r.mean[i]
			out[i] = 1.5 * (math.Pow(y, 2.0/3)*math.Pow(m, -1.0/6) - math.Sqrt(m)) / math.Sqrt(phi*free)
		}
	}
	return out
}
