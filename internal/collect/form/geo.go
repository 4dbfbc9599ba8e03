package form

import (
	"math"
	"strings"
)

const earthRadius = 6378100 // metres, as JavaRosa has it

type point struct{ lat, lon float64 }

func pointsOf(v *env, args []*Expr) ([]point, error) {
	var ps []point
	add := func(s string) {
		for _, one := range strings.Split(s, ";") {
			f := strings.Fields(one)
			if len(f) < 2 {
				continue
			}
			lat, ok1 := parseNumber(f[0])
			lon, ok2 := parseNumber(f[1])
			if ok1 && ok2 {
				ps = append(ps, point{lat, lon})
			}
		}
	}
	for _, e := range args {
		x, err := setOf(v, e)
		if err != nil {
			return nil, err
		}
		if set, ok := x.(nodeset); ok {
			for _, n := range set {
				add(n.value())
			}
			continue
		}
		add(toString(x))
	}
	return ps, v.spend(len(ps))
}

func radians(d float64) float64 { return d * math.Pi / 180 }

func distanceFn(v *env, args []*Expr) (Value, error) {
	ps, err := pointsOf(v, args)
	total := 0.0
	for i := 1; i < len(ps); i++ {
		a, b := ps[i-1], ps[i]
		h := math.Pow(math.Sin(radians(b.lat-a.lat)/2), 2) +
			math.Cos(radians(a.lat))*math.Cos(radians(b.lat))*math.Pow(math.Sin(radians(b.lon-a.lon)/2), 2)
		total += 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
	}
	return math.Round(total*100) / 100, err
}

func areaFn(v *env, args []*Expr) (Value, error) {
	ps, err := pointsOf(v, args)
	if err != nil || len(ps) < 3 {
		return 0.0, err
	}
	total := 0.0
	for i := range ps {
		a, b := ps[i], ps[(i+1)%len(ps)]
		total += radians(b.lon-a.lon) * (2 + math.Sin(radians(a.lat)) + math.Sin(radians(b.lat)))
	}
	return math.Round(math.Abs(total*earthRadius*earthRadius/2)*100) / 100, nil
}

// geofence tells whether a point lies within a shape, its edge counting as inside.
// Source: the crossing number of a ray, as JavaRosa counts it.
func geofence(v *env, args []*Expr) (Value, error) {
	at, err := pointsOf(v, args[:1])
	if err != nil || len(at) == 0 {
		return false, err
	}
	ring, err := pointsOf(v, args[1:])
	if err != nil || len(ring) < 3 {
		return false, err
	}
	inside, p := false, at[0]
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if onSegment(p, a, b) {
			return true, nil
		}
		if (a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon-a.lon)*(p.lat-a.lat)/(b.lat-a.lat)+a.lon {
			inside = !inside
		}
	}
	return inside, nil
}

func onSegment(p, a, b point) bool {
	if (b.lon-a.lon)*(p.lat-a.lat) != (b.lat-a.lat)*(p.lon-a.lon) {
		return false
	}
	return p.lat >= min(a.lat, b.lat) && p.lat <= max(a.lat, b.lat) && p.lon >= min(a.lon, b.lon) && p.lon <= max(a.lon, b.lon)
}
