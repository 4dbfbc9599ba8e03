package trend

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// A field is what a scan looks over: places with their events, which are counted
// in units of time from 0 to units - 1, the last being the present one.
type field struct {
	lat, lon []float64 // of each place
	first    []int     // number of each place's first event; one more at the end
	times    []int32   // of each event, by place
	ids      []record.ID
	at       []time.Time // of each event
	total    int         // events
	until    []int       // until[t] is how many events are before unit t
	units    int
	zones    []zone
	end      time.Time // when the last unit ends
	unit     int       // days
}

// A zone is the circles around a place, of growing size.
type zone struct {
	centre int // place
	within []neighbour
}

// A neighbour is a place in a circle around another. A shuffling goes through all
// of them, so that they are kept small.
type neighbour struct {
	place  int32
	events int32 // in the circle that ends here, in all time
	edge   bool  // the next is farther, so that a circle can end here
}

// begin is when unit t begins.
func (f *field) begin(t int) time.Time { return f.end.AddDate(0, 0, (t-f.units)*f.unit) }

// field takes the events in. A place is where coordinates are the same.
func (s Scan) field(events []Event, from, now time.Time) (*field, Spots, error) {
	const op = "trend.Scan.field"
	f := &field{unit: s.Unit, end: Day.Floor(now).AddDate(0, 0, 1)}
	var out Spots
	if from.After(now) {
		return f, out, invalid(op, "trend.period.none", "the period ends before it begins", "give a beginning that lies in the past")
	}
	var in []Event
	for _, e := range events {
		onEarth := e.Located && math.Abs(e.Lat) <= 90 && math.Abs(e.Lon) <= 180
		if !onEarth || e.At.Before(from) || e.At.After(now) {
			out.Outside++
			continue
		}
		in = append(in, e)
	}
	out.Events = len(in)
	if len(in) > maxEvents {
		return f, out, &fault.Error{
			Kind: fault.TooLarge, Op: op, Key: "trend.scan.events",
			Msg: "there are more than {0} events to scan", Hint: "begin later, or look at one kind alone", Args: []string{strconv.Itoa(maxEvents)},
		}
	}
	f.units = (Day.between(Day.Floor(from), now) + s.Unit) / s.Unit // the first may reach back before from
	if f.units > maxUnits {
		return f, out, invalid(op, "trend.scan.long", "the scan spans more than {0} units of time", "begin later, or take longer units", strconv.Itoa(maxUnits))
	}
	f.total = len(in)
	f.settle(in)
	for !f.surround(s, out.Grid) {
		out.Grid = max(2*out.Grid, s.MaxRadius/32)
	}
	out.Places, out.Centres = len(f.lat), len(f.zones)
	for _, z := range f.zones {
		for _, n := range z.within {
			if n.edge {
				out.Circles++
			}
		}
	}
	return f, out, nil
}

// unitOf is the unit that t lies in.
func (f *field) unitOf(t time.Time) int {
	back := Day.between(Day.Floor(t), f.end) - 1 // days before the last
	return f.units - 1 - back/f.unit
}

// settle puts the events into places, in an order of its own, so that it does not
// matter in which they came.
func (f *field) settle(events []Event) {
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Lat, b.Lat), cmp.Compare(a.Lon, b.Lon), a.At.Compare(b.At), slices.Compare(a.ID[:], b.ID[:]))
	})
	f.until = make([]int, f.units+1)
	for i, e := range events {
		if i == 0 || events[i-1].Lat != e.Lat || events[i-1].Lon != e.Lon {
			f.lat, f.lon, f.first = append(f.lat, e.Lat), append(f.lon, e.Lon), append(f.first, i)
		}
		t := f.unitOf(e.At)
		f.times, f.ids, f.at = append(f.times, int32(t)), append(f.ids, e.ID), append(f.at, e.At)
		f.until[t+1]++
	}
	f.first = append(f.first, len(events))
	for t := range f.units {
		f.until[t+1] += f.until[t]
	}
}

// Bounds of what is looked through for each shuffling: some seconds for 999 of
// them. Beyond, fewer places are centres of circles; a circle still holds the
// places that lie in it.
const (
	maxNeighbours = 500_000   // in all circles, for what lasts until now
	maxTimes      = 1_000_000 // that hold the events in all circles, for the whole past
)

// surround lays circles around the places, or around one in each cell of a grid
// where that is above 0 km. It gives false where there are too many to look through.
func (f *field) surround(s Scan, grid float64) bool {
	most := int(s.MaxShare * float64(f.total))
	f.zones = nil
	neighbours, times := 0, 0
	for _, p := range f.centres(grid) {
		z := f.circles(p, s.MaxRadius, most)
		if len(z.within) == 0 {
			continue
		}
		f.zones = append(f.zones, z)
		neighbours += len(z.within)
		times += int(z.within[len(z.within)-1].events) * s.MaxUnits * (s.MaxUnits + 1) / 2
		if neighbours > maxNeighbours || !s.Prospective && times > maxTimes {
			return len(f.zones) == 1 // fewer is none
		}
	}
	return true
}

// centres lists all places, or the one with the most events of each cell of a grid.
func (f *field) centres(grid float64) []int {
	type cell struct{ y, x float64 }
	best := map[cell]int{}
	var out []int
	for p := range f.lat {
		if grid == 0 {
			out = append(out, p)
			continue
		}
		y := math.Floor(f.lat[p] * kmPerDegree / grid)
		wide := kmPerDegree * max(0.01, math.Cos(y*grid/earthRadius))
		c := cell{y, math.Floor(f.lon[p] * wide / grid)}
		if b, known := best[c]; !known || f.events(p) > f.events(b) {
			best[c] = p
		}
	}
	for _, p := range best {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// events is how many there are in a place.
func (f *field) events(p int) int { return f.first[p+1] - f.first[p] }

// sameDistance is what two equal distances may differ by in rounding: a millimetre.
const sameDistance = 1e-6 // km

// circles lists the places around p by distance, up to a radius in km and to as
// many events as a circle may hold. Places at the same distance go together.
func (f *field) circles(p int, radius float64, most int) zone {
	type placed struct {
		place    int
		distance float64
	}
	var near []placed
	reach := radius / kmPerDegree * 1.01 // degrees of latitude, and a little more for rounding
	for q := range f.lat {
		if math.Abs(f.lat[q]-f.lat[p]) > reach {
			continue
		}
		if d := f.distance(p, q); d <= radius {
			near = append(near, placed{q, d})
		}
	}
	slices.SortFunc(near, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.place, b.place))
	})
	z := zone{centre: p, within: make([]neighbour, 0, len(near))}
	events, whole := 0, 0 // whole is how much of the zone are complete circles
	for i, c := range near {
		if events += f.events(c.place); events > most {
			break
		}
		edge := i == len(near)-1 || near[i+1].distance > c.distance+sameDistance
		z.within = append(z.within, neighbour{place: int32(c.place), events: int32(events), edge: edge})
		if edge {
			whole = i + 1
		}
	}
	z.within = slices.Clip(z.within[:whole])
	return z
}

// kmPerDegree of latitude, on a sphere with the earth's mean radius.
const (
	earthRadius = 6371.0088 // km, IUGG
	kmPerDegree = earthRadius * math.Pi / 180
)

// distance is that of two places, in km.
func (f *field) distance(p, q int) float64 { return distance(f.lat[p], f.lon[p], f.lat[q], f.lon[q]) }

// distance is that on the sphere, in km.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sinLat, sinLon := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sinLat*sinLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sinLon*sinLon
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// within lists the events of a cylinder by time.
func (f *field) within(c cylinder) []record.ID {
	var numbers []int
	for _, n := range f.zones[c.zone].within[:c.size] {
		for i := f.first[n.place]; i < f.first[n.place+1]; i++ {
			if t := int(f.times[i]); c.first <= t && t <= c.last {
				numbers = append(numbers, i)
			}
		}
	}
	slices.SortFunc(numbers, func(a, b int) int {
		return cmp.Or(f.at[a].Compare(f.at[b]), slices.Compare(f.ids[a][:], f.ids[b][:]))
	})
	ids := make([]record.ID, len(numbers))
	for i, n := range numbers {
		ids[i] = f.ids[n]
	}
	return ids
}
