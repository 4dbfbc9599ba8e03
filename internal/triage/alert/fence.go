package alert

import (
	"math"
	"slices"
	"strconv"

	"wasl/internal/collect/report"
)

// Corner is a point of a fence in degrees (WGS 84).
type Corner struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Fence is a piece of ground: a polygon, or a circle around a point.
type Fence struct {
	Corners []Corner `json:"corners,omitempty"` // three or more; the last is joined to the first
	Centre  *Corner  `json:"centre,omitempty"`
	Metres  float64  `json:"metres,omitempty"` // of the circle's radius
}

// Limits of a fence.
const (
	maxCorners = 200       // the outline of a wilaya, drawn well
	maxMetres  = 1_000_000 // of a circle's radius
	minMetres  = 50        // what is smaller is beyond what a phone knows
	maxAcross  = 2_000_000 // Mauritania is 1,600 km from corner to corner
)

func (c Corner) valid() bool { return report.Point{Lat: c.Lat, Lon: c.Lon}.Valid() }

// check reports what is wrong with the fence, if anything.
func (f Fence) check() error {
	if f.Centre == nil {
		return checkCorners(f.Corners)
	}
	if len(f.Corners) > 0 || !f.Centre.valid() || f.Metres < minMetres || f.Metres > maxMetres {
		return errNoGround
	}
	return nil
}

var errNoGround = invalid("alert.fence.wrong", "the fence encloses no ground", "draw three corners or more, or a circle of 50 m to 1,000 km")

func checkCorners(corners []Corner) error {
	if len(corners) > maxCorners {
		return invalid("alert.fence.corners", "the fence has more than {0} corners", "leave out those that change little", strconv.Itoa(maxCorners))
	}
	ring := open(corners)
	switch {
	case slices.ContainsFunc(ring, func(c Corner) bool { return !c.valid() }), len(ring) < 3:
		return errNoGround
	case crosses(ring): // before its area: that of the two halves of a bow is nothing
		return invalid("alert.fence.crossing", "two sides of the fence cross", "move a corner so that none does: of a bow nobody knows what lies within")
	case area(ring) == 0:
		return errNoGround
	case across(ring) < 2*minMetres, across(ring) > maxAcross:
		return invalid("alert.fence.size", "the fence is smaller than 100 m or larger than 2,000 km", "draw it larger or smaller; what is to hold for the whole country needs no fence")
	}
	return nil
}

// open leaves out corners that repeat the one before, as the last of a ring that is
// written closed repeats the first.
func open(corners []Corner) []Corner {
	ring := slices.Compact(slices.Clone(corners))
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	return ring
}

// crosses tells whether two sides of a ring meet elsewhere than at the corner that
// they share.
func crosses(ring []Corner) bool {
	n := len(ring)
	side := func(i int) (a, b Corner) { return ring[i], ring[(i+1)%n] }
	for i := range n {
		a, b := side(i)
		for j := i + 2; j < n; j++ {
			if i == 0 && j == n-1 {
				continue // the last side ends where the first begins
			}
			if c, d := side(j); meet(a, b, c, d) {
				return true
			}
		}
	}
	return false
}

// meet tells whether the sides ab and cd have a point in common.
func meet(a, b, c, d Corner) bool {
	abc, abd, cda, cdb := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	if abc*abd < 0 && cda*cdb < 0 {
		return true
	}
	return abc == 0 && between(a, b, c) || abd == 0 && between(a, b, d) || cda == 0 && between(c, d, a) || cdb == 0 && between(c, d, b)
}

// turn is 1 where c lies to the left of the way from a to b, -1 to its right, and 0
// on it.
func turn(a, b, c Corner) int {
	switch z := (b.Lon-a.Lon)*(c.Lat-a.Lat) - (b.Lat-a.Lat)*(c.Lon-a.Lon); {
	case z > 0:
		return 1
	case z < 0:
		return -1
	}
	return 0
}

// between tells whether c, which lies on the line of a and b, lies on its piece
// from a to b.
func between(a, b, c Corner) bool {
	return min(a.Lon, b.Lon) <= c.Lon && c.Lon <= max(a.Lon, b.Lon) && min(a.Lat, b.Lat) <= c.Lat && c.Lat <= max(a.Lat, b.Lat)
}

// across is the way in metres from one corner to the opposite one of the box that
// holds a ring.
func across(ring []Corner) float64 {
	low, high := ring[0], ring[0]
	for _, c := range ring {
		low, high = Corner{min(low.Lat, c.Lat), min(low.Lon, c.Lon)}, Corner{max(high.Lat, c.Lat), max(high.Lon, c.Lon)}
	}
	return metres(low.Lat, low.Lon, high.Lat, high.Lon)
}

// area is a ring's, in square degrees.
func area(ring []Corner) float64 {
	sum := 0.0
	for i, c := range ring {
		n := ring[(i+1)%len(ring)]
		sum += c.Lon*n.Lat - n.Lon*c.Lat
	}
	return math.Abs(sum) / 2
}

// holds tells whether a point lies within. Fences here are some hundred kilometres
// wide at most and far from the poles: straight lines between degrees will do.
func (f Fence) holds(lat, lon float64) bool {
	if f.Centre != nil {
		return metres(f.Centre.Lat, f.Centre.Lon, lat, lon) <= f.Metres
	}
	in := false
	for i, a := range f.Corners {
		b := f.Corners[(i+1)%len(f.Corners)]
		if (a.Lat > lat) != (b.Lat > lat) && lon < (b.Lon-a.Lon)*(lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
			in = !in
		}
	}
	return in
}

// earth is its mean radius in metres (IUGG).
const earth = 6_371_008.8

// metres is the distance of two points on a sphere (haversine).
func metres(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sLat, sLon := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sLat*sLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sLon*sLon
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}
