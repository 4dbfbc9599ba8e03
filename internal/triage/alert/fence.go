package alert

import (
	"math"

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
	maxCorners = 200
	maxMetres  = 1_000_000
	minMetres  = 50 // what is smaller is beyond what a phone knows
)

func (c Corner) valid() bool { return report.Point{Lat: c.Lat, Lon: c.Lon}.Valid() }

// check tells whether the fence encloses some ground.
func (f Fence) check() error {
	ok := false
	switch {
	case f.Centre != nil:
		ok = len(f.Corners) == 0 && f.Centre.valid() && f.Metres >= minMetres && f.Metres <= maxMetres
	case len(f.Corners) >= 3 && len(f.Corners) <= maxCorners:
		ok = f.area() > 0
		for _, c := range f.Corners {
			ok = ok && c.valid()
		}
	}
	if !ok {
		return invalid("alert.fence.wrong", "the fence encloses no ground", "draw three corners or more, or a circle of 50 m to 1,000 km")
	}
	return nil
}

// area is the polygon's, in square degrees.
func (f Fence) area() float64 {
	sum := 0.0
	for i, c := range f.Corners {
		n := f.Corners[(i+1)%len(f.Corners)]
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
