package trend

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/record"
)

// A Scan looks for hot spots: more events near each other, in a short time, than
// if time and place had nothing to do with each other. It is Kulldorff's
// space-time permutation scan statistic (Kulldorff et al. 2005): it needs no
// count of people, only the events, and what is always more in a place or at a
// time is taken into account by itself.
type Scan struct {
	MaxRadius   float64 // of a hot spot, km
	MaxShare    float64 // of all events that a hot spot's circle may hold, in all the time; at most one half
	Unit        int     // days in which time is counted
	MaxUnits    int     // a hot spot's longest time, in units
	Prospective bool    // only hot spots that last until now
	MinEvents   int     // fewer make no hot spot
	Shuffles    int     // how often times are shuffled: 999 tells p to within 0.007 near 0.05
	MaxP        float64 // hot spots less likely by chance than this are given
	MaxSpots    int     // as many at most
	Every       int     // days after which the scan is made again, for the recurrence
}

// NewScan gives usual settings for a daily look at what lasts until now.
func NewScan() Scan {
	return Scan{
		MaxRadius: 100, MaxShare: 0.5, Unit: 1, MaxUnits: 28, Prospective: true,
		MinEvents: 3, Shuffles: 999, MaxP: 0.05, MaxSpots: 10, Every: 1,
	}
}

// Limits of a scan. They bound its time to some seconds, see BenchmarkScan.
const (
	maxEvents   = 50_000
	maxUnits    = 4_000  // from the first event to the last
	maxLength   = 90     // units of a hot spot: what lasts for longer is no spot
	maxShuffles = 9_999  // p of a ten-thousandth
	maxRadius   = 1_000  // km: half of Mauritania
	maxSpots    = 100    // more than anybody looks at
	maxUnitDays = 31     // a month
	maxEvery    = 10_000 // days
)

// Check faults with Invalid where a setting makes no sense.
func (s Scan) Check() error {
	const op = "trend.Scan.Check"
	for _, c := range []struct {
		name          string
		got, min, max int
	}{
		{"unit", s.Unit, 1, maxUnitDays},
		{"max_units", s.MaxUnits, 1, maxLength},
		{"min_events", s.MinEvents, 2, maxEvents},
		{"shuffles", s.Shuffles, 9, maxShuffles},
		{"max_spots", s.MaxSpots, 1, maxSpots},
		{"every", s.Every, 1, maxEvery},
	} {
		if c.got < c.min || c.got > c.max {
			return invalid(op, "trend.scan.setting", "{0} is {1}, which is not from {2} to {3}", "choose a value between",
				c.name, strconv.Itoa(c.got), strconv.Itoa(c.min), strconv.Itoa(c.max))
		}
	}
	switch {
	case !(s.MaxRadius > 0 && s.MaxRadius <= maxRadius):
		return invalid(op, "trend.scan.radius", "the radius is not above 0 and at most {0} km", "choose 20 to 100 km", strconv.Itoa(maxRadius))
	case !(s.MaxShare > 0 && s.MaxShare <= 0.5):
		return invalid(op, "trend.scan.share", "the share of events in a circle is not above 0 and at most one half", "choose 0.5")
	case !(s.MaxP > 0 && s.MaxP <= 1):
		return invalid(op, "trend.scan.p", "the chance above which hot spots are left out is not above 0 and at most 1", "choose 0.05")
	}
	return nil
}

// A Spot is a hot spot: a circle, and a time.
type Spot struct {
	Lat, Lon   float64     // of its centre
	Radius     float64     // km, to the farthest of its places; 0 is one place
	From, To   time.Time   // it lasts from From until before To
	Observed   int         // events in it
	Expected   float64     // events if time and place had nothing to do with each other
	Score      float64     // logarithm of the likelihood ratio
	P          float64     // share of the shufflings, this one included, with a spot as strong somewhere
	Gumbel     float64     // the same read off an extreme-value distribution: finer than P where P is small
	Recurrence float64     // days after which chance alone brings one as strong, by Gumbel
	Events     []record.ID // in it, by time
	Reasons    []Reason
}

// Spots are the outcome of a scan, the strongest first. No two share a place at
// the same time.
type Spots struct {
	Spots   []Spot
	Events  int     // that were scanned
	Outside int     // that lie outside the time, or have no coordinates
	Places  int     // that the scan told apart
	Centres int     // of them, those that circles were drawn around
	Grid    float64 // km between the centres, about; 0 where every place is one
	Circles int     // of different size that were looked at
}

// Find scans the events from one time until now. Shuffling uses rnd, so that the
// same seed gives the same answer, in whatever order the events come. It faults
// with Invalid where a setting makes no sense, with TooLarge where there are too
// many events, and with what ctx says when that ends.
func (s Scan) Find(ctx context.Context, events []Event, from, now time.Time, rnd *rand.Rand) (Spots, error) {
	if err := s.Check(); err != nil {
		return Spots{}, err
	}
	f, out, err := s.field(events, from, now)
	if err != nil || f.total < 2 {
		return out, err
	}
	c := s.strongest(f, f.times, nil)
	scores, err := s.shuffled(ctx, f, c.score, rnd)
	if err != nil || scores == nil {
		return out, err
	}
	var taken []cylinder
	for c.count > 0 && len(out.Spots) < s.MaxSpots {
		spot := s.describe(f, c, scores)
		if spot.P > s.MaxP {
			break
		}
		out.Spots = append(out.Spots, spot)
		taken = append(taken, c)
		c = s.strongest(f, f.times, taken)
	}
	return out, nil
}

// shuffled gives the score of the strongest cylinder of each shuffling, in order.
// It gives none as soon as so many reach the observed one that nothing can be less
// likely than MaxP any more: most looks, at which nothing is the matter, end early.
func (s Scan) shuffled(ctx context.Context, f *field, observed float64, rnd *rand.Rand) ([]float64, error) {
	times := slices.Clone(f.times)
	scores := make([]float64, s.Shuffles)
	asStrong := 0
	for i := range scores {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rnd.Shuffle(len(times), func(a, b int) { times[a], times[b] = times[b], times[a] })
		scores[i] = s.strongest(f, times, nil).score
		if scores[i] >= observed {
			asStrong++
		}
		if s.p(asStrong) > s.MaxP {
			return nil, nil
		}
	}
	slices.Sort(scores)
	return scores, nil
}

// p is the share of the shufflings and of what was observed that is as strong.
func (s Scan) p(asStrong int) float64 { return float64(asStrong+1) / float64(s.Shuffles+1) }

// describe makes a spot of a cylinder, given the scores of the shufflings in order.
func (s Scan) describe(f *field, c cylinder, shuffled []float64) Spot {
	below, _ := slices.BinarySearch(shuffled, c.score)
	asStrong := len(shuffled) - below
	z := f.zones[c.zone]
	spot := Spot{
		Lat: f.lat[z.centre], Lon: f.lon[z.centre], Radius: f.distance(z.centre, int(z.within[c.size-1].place)),
		From: f.begin(c.first), To: f.begin(c.last + 1),
		Observed: c.count, Expected: c.expected, Score: c.score,
		P:      s.p(asStrong),
		Gumbel: gumbelAbove(shuffled, c.score),
		Events: f.within(c),
	}
	spot.Recurrence = float64(s.Every) / max(spot.Gumbel, 1e-9) // 1e-9: a million years, which nobody believes either
	last := spot.To.AddDate(0, 0, -1)
	where := reason("trend.reason.spot", int(math.Ceil(spot.Radius)), spot.From, last, spot.Observed, spot.Expected)
	if spot.Radius == 0 {
		where = reason("trend.reason.spot_place", spot.From, last, spot.Observed, spot.Expected)
	}
	spot.Reasons = []Reason{where, reason("trend.reason.shuffled", len(shuffled), asStrong)}
	if s.Prospective {
		days := int(math.Round(min(spot.Recurrence, maxRecurrence)))
		spot.Reasons = append(spot.Reasons, reason("trend.reason.recurrence", days))
	}
	return spot
}

// maxRecurrence is the longest that is said, in days: a hundred years.
const maxRecurrence = 36_500

// gumbelAbove is the probability that the strongest of a shuffling scores x or
// more, from a Gumbel distribution with the mean and the spread of the scores
// (Abrams et al. 2010). A thousand shufflings then tell a p of one in a million.
func gumbelAbove(scores []float64, x float64) float64 {
	n := float64(len(scores))
	mean, square := 0.0, 0.0
	for _, s := range scores {
		mean += s / n
	}
	for _, s := range scores {
		square += (s - mean) * (s - mean)
	}
	scale := math.Sqrt(6*square/(n-1)) / math.Pi
	if scale == 0 {
		if x > mean {
			return 0
		}
		return 1
	}
	const euler = 0.57721566490153286
	return -math.Expm1(-math.Exp(-(x - mean + euler*scale) / scale))
}
