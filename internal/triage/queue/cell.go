package queue

import "math"

// The map shows counts on grids of three levels, kept as reports come and go;
// below the finest it shows single reports. A level is the number of times that
// the world (Web Mercator) is halved each way.
var levels = [...]int{6, 9, 12}

const finest = 12

// maxLatitude is where Web Mercator ends.
const maxLatitude = 85.05

// cell numbers the square of a level in which a point lies: the level above,
// then row and column, so that one row of squares is one range of numbers.
func cell(level int, lat, lon float64) int64 {
	x, y := square(level, lat, lon)
	return number(level, x, y)
}

func number(level int, x, y int64) int64 { return int64(level)<<40 | y<<20 | x }

func square(level int, lat, lon float64) (x, y int64) {
	n := float64(int64(1) << level)
	lat = math.Max(-maxLatitude, math.Min(maxLatitude, lat)) * math.Pi / 180
	fx := (lon + 180) / 360 * n
	fy := (1 - math.Log(math.Tan(lat)+1/math.Cos(lat))/math.Pi) / 2 * n
	clamp := func(f float64) int64 { return int64(math.Max(0, math.Min(n-1, math.Floor(f)))) }
	return clamp(fx), clamp(fy)
}

// levelFor gives the grid for a map's zoom: squares of 32 to 256 pixels; false
// means that single reports are shown.
func levelFor(zoom float64) (int, bool) {
	for _, l := range levels {
		if float64(l)-zoom >= 2 {
			return l, true
		}
	}
	return finest, false
}
