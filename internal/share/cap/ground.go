package cap

import "math"

// Holds tells whether a point lies in the area's ground, as far as it is drawn.
func (r *Area) Holds(p Point) bool {
	for _, c := range r.Circles {
		if kilometres(c.Centre, p) <= c.Radius {
			return true
		}
	}
	for _, ring := range r.Polygons {
		if enclosed(ring, p) {
			return true
		}
	}
	return false
}

// enclosed tells whether a point lies within a ring. Warnings' grounds are some
// hundred kilometres wide and far from the poles: straight lines between degrees
// will do.
func enclosed(ring []Point, p Point) (in bool) {
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
			in = !in
		}
	}
	return in
}

// Middles gives the middle of each ring and circle.
func (r *Area) Middles() (ms []Point) {
	for _, c := range r.Circles {
		ms = append(ms, c.Centre)
	}
	for _, ring := range r.Polygons {
		m, n := Point{}, float64(len(ring)-1) // the last is the first
		for _, p := range ring[1:] {
			m.Lat, m.Lon = m.Lat+p.Lat/n, m.Lon+p.Lon/n
		}
		ms = append(ms, m)
	}
	return ms
}

// kilometres is the distance of two points on a sphere (haversine).
func kilometres(a, b Point) float64 {
	const rad, earth = math.Pi / 180, 6371.0
	sLat, sLon := math.Sin((b.Lat-a.Lat)*rad/2), math.Sin((b.Lon-a.Lon)*rad/2)
	h := sLat*sLat + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*sLon*sLon
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}
