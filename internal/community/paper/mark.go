package paper

import (
	"cmp"
	"math"
	"slices"
)

// A corner's mark is found as those of a QR code are: whichever way the page is
// turned, a line through its middle is dark, light, dark, light, dark in lengths of
// 1:1:3:1:1.

// found is what may be a mark.
type found struct {
	Spot
	unit  float64 // a seventh of its width
	lines int     // how many lines of the picture saw it
}

// maxFound bounds the marks that are tried in fours: a page has four, and a picture
// of a market has any number.
const maxFound = 12

// marks finds what may be corner marks, those seen by the most lines first.
func marks(dark *mask) []found {
	var all []found
	for y := range dark.h {
		dark.runs(y, func(runs *[5]int, end int) {
			unit, ok := likeMark(runs)
			if !ok {
				return
			}
			x := float64(end) - float64(runs[4]+runs[3]) - float64(runs[2])/2
			if f, ok := dark.confirm(x, y, unit); ok {
				all = joined(all, f)
			}
		})
		if len(all) > 64*maxFound { // a pattern of nothing but marks
			break
		}
	}
	all = slices.DeleteFunc(all, func(f found) bool { return float64(f.lines) < max(2, f.unit) })
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(score(b), score(a)) })
	return all[:min(len(all), maxFound)]
}

// score is how sure a mark is: a mark's middle disc is three units high, so that
// many lines see it.
func score(f found) float64 { return min(float64(f.lines)/f.unit, 3) }

// joined puts what a line saw to what the lines before it saw at the same place.
func joined(all []found, f found) []found {
	for i := range all {
		a := &all[i]
		if math.Hypot(a.X-f.X, a.Y-f.Y) < 2*a.unit && f.unit < 2*a.unit && a.unit < 2*f.unit {
			n := float64(a.lines)
			a.X, a.Y, a.unit = (a.X*n+f.X)/(n+1), (a.Y*n+f.Y)/(n+1), (a.unit*n+f.unit)/(n+1)
			a.lines++
			return all
		}
	}
	return append(all, f)
}

// likeMark tells whether five lengths are 1:1:3:1:1, and the length of one.
func likeMark(runs *[5]int) (unit float64, ok bool) {
	total := 0
	for _, r := range runs {
		if r == 0 {
			return 0, false
		}
		total += r
	}
	if total < 9 { // smaller than what a lens tells apart
		return 0, false
	}
	unit = float64(total) / 7
	slack := unit * 0.65
	for i, r := range runs {
		want, give := unit, slack
		if i == 2 {
			want, give = 3*unit, 2*slack
		}
		if math.Abs(float64(r)-want) > give {
			return 0, false
		}
	}
	return unit, true
}

// mask tells which points of a picture are dark beside those around them.
type mask struct {
	w, h int
	on   []bool
}

func (m *mask) at(x, y int) bool { return x >= 0 && y >= 0 && x < m.w && y < m.h && m.on[y*m.w+x] }

// darkness finds the dark points: those below the mean of their neighbourhood, so
// that a shadow over half of the page is not ink.
func darkness(g *grey) *mask {
	sums := make([]uint32, (g.w+1)*(g.h+1)) // of all points above and to the left; 2400² x 255 fits
	for y := range g.h {
		row := uint32(0)
		for x := range g.w {
			row += uint32(g.pix[y*g.w+x])
			sums[(y+1)*(g.w+1)+x+1] = sums[y*(g.w+1)+x+1] + row
		}
	}
	m := &mask{g.w, g.h, make([]bool, g.w*g.h)}
	half := max(max(g.w, g.h)/24, 8) // two marks wide, so that half of what is seen is paper
	for y := range g.h {
		top, bottom := max(y-half, 0), min(y+half+1, g.h)
		for x := range g.w {
			left, right := max(x-half, 0), min(x+half+1, g.w)
			sum := sums[bottom*(g.w+1)+right] - sums[top*(g.w+1)+right] - sums[bottom*(g.w+1)+left] + sums[top*(g.w+1)+left]
			mean := sum / uint32((bottom-top)*(right-left))
			m.on[y*g.w+x] = uint32(g.pix[y*g.w+x])*100 < mean*86
		}
	}
	return m
}

// runs walks a line and tells each five lengths of dark, light, dark, light, dark,
// and where the last of them ends.
func (m *mask) runs(y int, tell func(runs *[5]int, end int)) {
	var runs [5]int
	at, on := 0, false // the first run is dark; light before it is left out
	for x := range m.w + 1 {
		dark := x < m.w && m.on[y*m.w+x]
		switch {
		case dark == on && (on || at > 0):
			runs[at]++
		case dark == on:
		case dark && at == 0 && runs[0] == 0:
			on = true
			runs[0] = 1
		case at < 4:
			at, on = at+1, dark
			runs[at] = 1
		default: // the fifth, a dark one, ends here
			tell(&runs, x)
			runs = [5]int{runs[2], runs[3], runs[4], 1, 0}
			at, on = 3, false
		}
	}
}

// confirm looks up and down, and across again, from what a line saw, and gives the
// mark's middle.
func (m *mask) confirm(x float64, y int, unit float64) (found, bool) {
	cy, tall, ok := m.cross(int(x), y, 0, 1, unit)
	if !ok {
		return found{}, false
	}
	cx, wide, ok := m.cross(int(x), int(cy), 1, 0, unit)
	if !ok || tall > 2.5*wide || wide > 2.5*tall {
		return found{}, false
	}
	return found{Spot{cx, cy}, (tall + wide) / 2, 1}, true
}

// cross measures the five lengths of a mark in one direction through a point of its
// disc, and gives the disc's middle in that direction.
func (m *mask) cross(x, y, dx, dy int, unit float64) (middle, size float64, ok bool) {
	if !m.at(x, y) {
		return 0, 0, false
	}
	longest := int(unit*12) + 4
	arm := func(sign int) (r [3]int) {
		i, on := 0, true
		for n := 1; n < longest; n++ {
			px, py := x+sign*dx*n, y+sign*dy*n
			if px < 0 || py < 0 || px >= m.w || py >= m.h {
				return r
			}
			if m.at(px, py) != on {
				if i++; i == 3 {
					return r
				}
				on = !on
			}
			r[i]++
		}
		return r
	}
	back, on := arm(-1), arm(1)
	runs := [5]int{back[2], back[1], back[0] + on[0] + 1, on[1], on[2]}
	size, ok = likeMark(&runs)
	at := y
	if dx != 0 {
		at = x
	}
	return float64(at) + float64(on[0]-back[0])/2, size, ok
}
