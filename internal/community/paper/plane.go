package paper

import "math"

// plane takes places on the flat page to places in the photo: a projective map of
// the plane, as a camera without distortion makes it.
type plane [9]float64

func (m *plane) at(p Spot) Spot {
	w := m[6]*p.X + m[7]*p.Y + m[8]
	return Spot{(m[0]*p.X + m[1]*p.Y + m[2]) / w, (m[3]*p.X + m[4]*p.Y + m[5]) / w}
}

// planeThrough gives the map that takes each of four places to its own; ok is false
// where three of them lie on a line.
func planeThrough(from, to [4]Spot) (m plane, ok bool) {
	var a [8][9]float64
	for i := range from {
		x, y, u, v := from[i].X, from[i].Y, to[i].X, to[i].Y
		a[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		a[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	if !eliminate(&a) {
		return m, false
	}
	for i := range a {
		m[i] = a[i][8]
	}
	m[8] = 1
	return m, true
}

// eliminate solves eight equations in place (Gauss and Jordan, with pivoting).
func eliminate(a *[8][9]float64) bool {
	for c := range 8 {
		best := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
				best = r
			}
		}
		if math.Abs(a[best][c]) < 1e-9 {
			return false
		}
		a[c], a[best] = a[best], a[c]
		for r := range 8 {
			if r == c {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k < 9; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	for r := range 8 {
		a[r][8] /= a[r][r]
	}
	return true
}
