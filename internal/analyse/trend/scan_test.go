package trend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// seeded makes randomness from a seed.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// located makes an event at a point; its name is its id.
func located(name string, at time.Time, lat, lon float64) Event {
	return Event{ID: record.IDOf(name), At: at, Located: true, Lat: lat, Lon: lon}
}

// brute gives the highest score of all cylinders, looking at each by going through
// all events. It follows the definition and knows no short cut. Those that share a
// place at the same time with one taken are left out.
func brute(s Scan, events []Event, from, now time.Time, taken []Spot) (best float64) {
	end := Day.Floor(now).AddDate(0, 0, 1)
	units := (int(end.Sub(Day.Floor(from)).Hours())/24 + s.Unit - 1) / s.Unit
	unit := func(t time.Time) int {
		return units - 1 - (int(end.Sub(Day.Floor(t)).Hours())/24-1)/s.Unit
	}
	for _, centre := range events {
		for _, rim := range events {
			radius := distance(centre.Lat, centre.Lon, rim.Lat, rim.Lon) + sameDistance
			in := func(e Event) bool { return distance(centre.Lat, centre.Lon, e.Lat, e.Lon) <= radius }
			inCircle := count(events, in)
			if radius > s.MaxRadius+sameDistance || float64(inCircle) > s.MaxShare*float64(len(events)) {
				continue
			}
			for first := range units {
				for last := first; last < units && last < first+s.MaxUnits; last++ {
					if s.Prospective && last != units-1 {
						continue
					}
					during := func(e Event) bool { return unit(e.At) >= first && unit(e.At) <= last }
					n := count(events, func(e Event) bool { return in(e) && during(e) })
					expected := float64(inCircle) * float64(count(events, during)) / float64(len(events))
					if n < s.MinEvents || float64(n) <= expected || bruteBarred(events, in, taken, end.AddDate(0, 0, (first-units)*s.Unit), end.AddDate(0, 0, (last+1-units)*s.Unit)) {
						continue
					}
					outside, outsideExpected := float64(len(events)-n), float64(len(events))-expected
					best = max(best, float64(n)*math.Log(float64(n)/expected)+outside*math.Log(outside/outsideExpected))
				}
			}
		}
	}
	return best
}

func count(events []Event, in func(Event) bool) (n int) {
	for _, e := range events {
		if in(e) {
			n++
		}
	}
	return n
}

func bruteBarred(events []Event, in func(Event) bool, taken []Spot, from, to time.Time) bool {
	for _, t := range taken {
		inTaken := func(e Event) bool { return distance(t.Lat, t.Lon, e.Lat, e.Lon) <= t.Radius+sameDistance }
		if from.Before(t.To) && t.From.Before(to) && count(events, func(e Event) bool { return in(e) && inTaken(e) }) > 0 {
			return true
		}
	}
	return false
}

// fewEvents draws events on a small lattice, so that many places, distances and
// times are the same.
func fewEvents(t *rapid.T) ([]Event, time.Time) {
	now := day("2026-03-01").Add(13 * time.Hour)
	n := rapid.IntRange(2, 16).Draw(t, "events")
	events := make([]Event, n)
	for i := range events {
		events[i] = located(fmt.Sprint(i), now.AddDate(0, 0, -rapid.IntRange(0, 9).Draw(t, "days")),
			17+0.25*float64(rapid.IntRange(0, 2).Draw(t, "lat")), -12+0.25*float64(rapid.IntRange(0, 3).Draw(t, "lon")))
	}
	return events, now
}

func TestScanIsWhatEveryCylinderSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, now := fewEvents(t)
		s := Scan{
			MaxRadius: rapid.Float64Range(1, 110).Draw(t, "radius"), MaxShare: rapid.Float64Range(0.1, 0.5).Draw(t, "share"),
			Unit: rapid.IntRange(1, 3).Draw(t, "unit"), MaxUnits: rapid.IntRange(1, 5).Draw(t, "units"),
			Prospective: rapid.Bool().Draw(t, "prospective"), MinEvents: rapid.IntRange(2, 3).Draw(t, "least"),
			Shuffles: 19, MaxP: 1, MaxSpots: 4, Every: 1,
		}
		from := now.AddDate(0, 0, -9)
		got, err := s.Find(context.Background(), events, from, now, seeded(1))
		if err != nil {
			t.Fatal(err)
		}
		for i, spot := range got.Spots {
			if want := brute(s, events, from, now, got.Spots[:i]); math.Abs(spot.Score-want) > 1e-9 {
				t.Fatalf("hot spot %d scores %v, and the strongest cylinder %v: %+v", i, spot.Score, want, spot)
			}
			checkSpot(t, events, spot)
		}
		if want := brute(s, events, from, now, got.Spots); len(got.Spots) < s.MaxSpots && want > 1e-9 {
			t.Fatalf("after %d hot spots there is one more with %v", len(got.Spots), want)
		}
	})
}

// checkSpot holds a hot spot against the events that lie in it.
func checkSpot(t *rapid.T, events []Event, spot Spot) {
	var in []record.ID
	sorted := slices.SortedFunc(slices.Values(events), func(a, b Event) int {
		return cmp.Or(a.At.Compare(b.At), slices.Compare(a.ID[:], b.ID[:]))
	})
	for _, e := range sorted {
		if distance(spot.Lat, spot.Lon, e.Lat, e.Lon) <= spot.Radius+sameDistance && !e.At.Before(spot.From) && e.At.Before(spot.To) {
			in = append(in, e.ID)
		}
	}
	if diff := gocmp.Diff(in, spot.Events); diff != "" || spot.Observed != len(in) || !(spot.Expected < float64(spot.Observed)) {
		t.Fatalf("it holds %d events with %v expected, in truth %d: %s", spot.Observed, spot.Expected, len(in), diff)
	}
}

// The order in which events come, and where on the globe they lie, change nothing.
func TestScanDependsOnNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, now := fewEvents(t)
		s := NewScan()
		s.MaxRadius, s.MaxP, s.Shuffles, s.Prospective = 60, 1, 49, rapid.Bool().Draw(t, "prospective")
		find := func(events []Event) Spots {
			got, err := s.Find(context.Background(), events, now.AddDate(0, 0, -9), now, seeded(7))
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		want := find(events)
		if diff := gocmp.Diff(want, find(rapid.Permutation(events).Draw(t, "order"))); diff != "" {
			t.Fatalf("in another order: %s", diff)
		}
		east := slices.Clone(events)
		for i := range east {
			east[i].Lon += 64
		}
		for i, spot := range find(east).Spots {
			if spot.Observed != want.Spots[i].Observed || spot.P != want.Spots[i].P || math.Abs(spot.Score-want.Spots[i].Score) > 1e-9 {
				t.Fatalf("64 degrees to the east: %+v instead of %+v", spot, want.Spots[i])
			}
		}
	})
}

// planted scatters events over a country and two years, and plants some more near
// a point in some days.
func planted(rnd *rand.Rand, n, more, days int, lat, lon float64, end time.Time) []Event {
	events := make([]Event, 0, n+more)
	for i := range n {
		events = append(events, located(fmt.Sprint("quiet ", i), end.AddDate(0, 0, -rnd.IntN(730)), 15+10*rnd.Float64(), -15+10*rnd.Float64()))
	}
	for i := range more {
		events = append(events, located(fmt.Sprint("planted ", i), end.AddDate(0, 0, -rnd.IntN(days)),
			lat+0.1*(rnd.Float64()-0.5), lon+0.1*(rnd.Float64()-0.5)))
	}
	return events
}

func TestScanFindsWhatWasPlanted(t *testing.T) {
	now := day("2026-03-01")
	for seed := range uint64(3) {
		rnd := seeded(seed)
		events := planted(rnd, 600, 9, 10, 17, -8, now)
		// A second one, far away and elsewhere in time, which a look at the past finds too.
		events = append(events, planted(rnd, 0, 12, 14, 22, -12, day("2025-06-01"))...)
		for i := range events[609:] {
			events[609+i].ID = record.IDOf(fmt.Sprint("past ", i))
		}
		s := NewScan()
		got, err := s.Find(t.Context(), events, now.AddDate(-2, 0, 0), now, seeded(99))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Spots) != 1 || recovered(got.Spots[0], "planted ", 9) < 8 || len(got.Spots[0].Events) > 11 {
			t.Errorf("seed %d, until now: %+v", seed, got.Spots)
		}
		if spot := got.Spots[0]; spot.P != 0.001 || // none of 999 is as strong
			spot.Recurrence < 1000 || !spot.To.Equal(now.AddDate(0, 0, 1)) {
			t.Errorf("seed %d: it is found with p %v, once in %v days, until %v", seed, spot.P, spot.Recurrence, spot.To)
		}
		s.Prospective, s.Unit, s.MaxUnits, s.Shuffles = false, 7, 4, 199
		if got, err = s.Find(t.Context(), events, now.AddDate(-2, 0, 0), now, seeded(99)); err != nil {
			t.Fatal(err)
		}
		if len(got.Spots) < 2 || recovered(got.Spots[0], "past ", 12)+recovered(got.Spots[1], "past ", 12) < 10 ||
			recovered(got.Spots[0], "planted ", 9)+recovered(got.Spots[1], "planted ", 9) < 7 {
			t.Errorf("seed %d, in the past: %+v", seed, got.Spots)
		}
	}
}

// recovered is how many of the events planted lie in the spot.
func recovered(s Spot, name string, of int) (n int) {
	for i := range of {
		if slices.Contains(s.Events, record.IDOf(fmt.Sprint(name, i))) {
			n++
		}
	}
	return n
}

// A place where there is always more, and a time when there is more everywhere,
// are no hot spot: only where and when go together.
func TestScanKnowsBusyPlacesAndTimes(t *testing.T) {
	rnd, now := seeded(3), day("2026-03-01")
	alarms := 0
	for try := range 20 {
		var events []Event
		for i := range 300 {
			at := now.AddDate(0, 0, -rnd.IntN(365))
			if i%3 == 0 {
				at = now.AddDate(0, 0, -rnd.IntN(14)) // the last fortnight, everywhere
			}
			lat, lon := 15+10*rnd.Float64(), -15+10*rnd.Float64()
			if i%2 == 0 {
				lat, lon = 18.09, -15.98 // the capital, always
			}
			events = append(events, located(fmt.Sprint(try, " ", i), at, lat, lon))
		}
		s := NewScan()
		s.Shuffles = 99
		got, err := s.Find(t.Context(), events, now.AddDate(-1, 0, 0), now, rnd)
		if err != nil {
			t.Fatal(err)
		}
		alarms += len(got.Spots)
	}
	if alarms > 3 { // one is to be expected at 0.05
		t.Errorf("%d of 20 looks at busy places and times gave an alarm", alarms)
	}
}

// Where nothing goes together, p is as often below any value as that says. Scores
// of few events are often equal, which makes p too large rather than too small; with
// the equal ones put in order by chance, it is uniform.
func TestScanPIsUniformWhereNothingHappens(t *testing.T) {
	const looks, limit = 300, 1.63 / 17.32 // Kolmogorov's for 300 at 1 %
	for _, prospective := range []bool{true, false} {
		rnd, now := seeded(11), day("2026-03-01")
		s := NewScan()
		s.MaxP, s.Shuffles, s.Prospective, s.MinEvents, s.Unit, s.MaxUnits = 1, 99, prospective, 2, 7, 4
		var p, even []float64
		for range looks {
			f, _, err := s.field(planted(rnd, 80, 0, 1, 0, 0, now), now.AddDate(-2, 0, 0), now)
			if err != nil {
				t.Fatal(err)
			}
			observed := s.strongest(f, f.times, nil).score
			scores, err := s.shuffled(t.Context(), f, observed, rnd)
			if err != nil {
				t.Fatal(err)
			}
			from, _ := slices.BinarySearch(scores, observed)
			to, _ := slices.BinarySearch(scores, math.Nextafter(observed, math.Inf(1)))
			p = append(p, s.p(len(scores)-from))
			even = append(even, (float64(len(scores)-to)+rnd.Float64()*float64(to-from+1))/100)
		}
		low, _ := offUniform(p)
		if low > limit {
			t.Errorf("prospective %v: p is %.3f more often small than it may", prospective, low)
		}
		if low, high := offUniform(even); low > limit || high > limit {
			t.Errorf("prospective %v: with equal ones in order, p is off a uniform one by %.3f and %.3f", prospective, low, high)
		}
	}
}

// offUniform gives by how much more, and by how much less often values are below
// one than uniform ones.
func offUniform(p []float64) (more, less float64) {
	slices.Sort(p)
	n := float64(len(p))
	for i, x := range p {
		more, less = max(more, float64(i+1)/n-x), max(less, x-float64(i)/n)
	}
	return more, less
}

func TestGumbelGoesOnWhereShufflingEnds(t *testing.T) {
	rnd := seeded(5)
	scores := make([]float64, 999)
	for i := range scores {
		scores[i] = 6 - 1.3*math.Log(-math.Log(rnd.Float64())) // Gumbel at 6 of scale 1.3
	}
	slices.Sort(scores)
	for _, x := range []float64{5, 8, 10, 14, 20} {
		want := -math.Expm1(-math.Exp(-(x - 6) / 1.3))
		if got := gumbelAbove(scores, x); math.Abs(math.Log(got/want)) > 0.15*(1+x/8) {
			t.Errorf("above %v it says %v, want %v", x, got, want)
		}
	}
	if got := gumbelAbove([]float64{2, 2, 2}, 3); got != 0 {
		t.Errorf("above what is always 2 it says %v", got)
	}
}

// A look that can find nothing any more ends early, with the same answer.
func TestScanEndsEarlyWithTheSameAnswer(t *testing.T) {
	now := day("2026-03-01")
	ended := 0
	for seed := range uint64(30) {
		events := planted(seeded(seed), 100, int(seed%6), 10, 17, -8, now)
		s := NewScan()
		s.Shuffles, s.MaxP = 99, 0.1
		got, err := s.Find(t.Context(), events, now.AddDate(-2, 0, 0), now, seeded(1))
		if err != nil {
			t.Fatal(err)
		}
		s.MaxP = 1
		all, err := s.Find(t.Context(), events, now.AddDate(-2, 0, 0), now, seeded(1))
		if err != nil {
			t.Fatal(err)
		}
		all.Spots = slices.DeleteFunc(all.Spots, func(s Spot) bool { return s.P > 0.1 })
		if len(got.Spots) == 0 {
			ended++
			all.Spots, got.Spots = slices.Clip(all.Spots), all.Spots[:0]
		}
		if len(all.Spots) != len(got.Spots) || gocmp.Diff(all.Spots, got.Spots) != "" && len(got.Spots) > 0 {
			t.Errorf("seed %d: %+v and %+v", seed, got.Spots, all.Spots)
		}
	}
	if ended == 0 || ended == 30 {
		t.Errorf("%d of 30 looks found nothing: the test shows nothing", ended)
	}
}

// More places than can be centres of circles: fewer are, and the hot spot is found.
func TestScanOfManyPlacesDrawsFewerCircles(t *testing.T) {
	now := day("2026-03-01")
	events := planted(seeded(1), 3_000, 40, 7, 17, -8, now)
	s := NewScan()
	s.Shuffles, s.MaxRadius = 19, 400
	got, err := s.Find(t.Context(), events, now.AddDate(-2, 0, 0), now, seeded(2))
	if err != nil {
		t.Fatal(err)
	}
	if got.Grid == 0 || got.Centres >= got.Places || got.Places < 3_000 {
		t.Errorf("%d of %d places are centres, on a grid of %v km", got.Centres, got.Places, got.Grid)
	}
	if len(got.Spots) == 0 || recovered(got.Spots[0], "planted ", 40) < 30 {
		t.Errorf("it finds %+v", got.Spots)
	}
}

func TestScanRefuses(t *testing.T) {
	now := day("2026-03-01")
	ok := func(*Scan) {}
	for name, c := range map[string]struct {
		change func(*Scan)
		from   time.Time
		events int
		key    string
		kind   fault.Kind
	}{
		"no radius":          {func(s *Scan) { s.MaxRadius = 0 }, now, 0, "trend.scan.radius", fault.Invalid},
		"radius of nothing":  {func(s *Scan) { s.MaxRadius = math.NaN() }, now, 0, "trend.scan.radius", fault.Invalid},
		"more than half":     {func(s *Scan) { s.MaxShare = 0.6 }, now, 0, "trend.scan.share", fault.Invalid},
		"a million shuffles": {func(s *Scan) { s.Shuffles = 1e6 }, now, 0, "trend.scan.setting", fault.Invalid},
		"no chance":          {func(s *Scan) { s.MaxP = 0 }, now, 0, "trend.scan.p", fault.Invalid},
		"no time":            {ok, now.AddDate(0, 0, 1), 0, "trend.period.none", fault.Invalid},
		"twenty years":       {ok, now.AddDate(-20, 0, 0), 0, "trend.scan.long", fault.Invalid},
		"too many":           {ok, now, maxEvents + 1, "trend.scan.events", fault.TooLarge},
	} {
		s := NewScan()
		c.change(&s)
		_, err := s.Find(t.Context(), slices.Repeat([]Event{located("a", now, 17, -8)}, c.events), c.from, now, seeded(1))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Kind != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := NewScan().Find(ctx, planted(seeded(1), 50, 5, 5, 17, -8, now), now.AddDate(-1, 0, 0), now, seeded(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("a scan that nobody waits for any more says %v", err)
	}
}

// What has no place, or lies outside the time, is told and not scanned.
func TestScanTellsWhatItLeftOut(t *testing.T) {
	now := day("2026-03-01")
	events := []Event{
		located("a", now, 17, -8),
		{ID: record.IDOf("b"), At: now},
		located("c", now.AddDate(0, 0, 1), 17, -8),
		located("d", now.AddDate(-3, 0, 0), 17, -8), located("e", now, math.NaN(), -8), located("f", now, 17, 200), located("g", now, 17, -8),
	}
	got, err := NewScan().Find(t.Context(), events, now.AddDate(-1, 0, 0), now, seeded(1))
	if err != nil || got.Events != 2 || got.Outside != 5 || got.Places != 1 || len(got.Spots) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = NewScan().Find(t.Context(), nil, now.AddDate(-1, 0, 0), now, seeded(1)); err != nil || len(got.Spots) != 0 {
		t.Errorf("of nothing: %+v, %v", got, err)
	}
}
