package paper

import (
	"context"
	"errors"
	"math"

	"wasl/internal/base/fault"
)

// perMM is how many points of the flat page make a millimetre.
const perMM = 6

// flat is a page as if it had been scanned: the photo with its marks at their
// places.
type flat struct {
	Page
	*grey
}

// fewPoints is the longer side below which a photo is looked at with twice as many:
// rings of four points are told from their neighbours by parts of one.
const fewPoints = 1300

// flatten finds the page in a photo. What is too grainy to be found is looked for
// again with each point smoothed by those beside it.
func flatten(ctx context.Context, g *grey) (f *flat, err error) {
	if max(g.w, g.h) < fewPoints {
		g = g.double()
	}
	for range 3 {
		if f, err = find(g); err == nil || ctx.Err() != nil {
			return f, errors.Join(err, ctx.Err())
		}
		g = g.smooth()
	}
	return nil, err
}

// find looks for the page once. A code that holds tells which four marks are the
// page's and which way up it lies.
func find(g *grey) (*flat, error) {
	all := marks(darkness(g))
	if len(all) < len(corners) {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "paper.find", Key: "paper.marks.missing", Msg: "the four round marks of a sheet are not all to be seen",
			Hint: "lay the sheet flat in good light and take the whole of it, with all four corners",
		}
	}
	for _, four := range fours(all) {
		for turn := range four {
			to := [4]Spot{}
			for i := range to {
				to[i] = four[(i+turn)%4]
			}
			m, ok := planeThrough(corners, to)
			if !ok {
				continue
			}
			if p, ok := readCode(g, &m); ok {
				return &flat{p, spread(g, &m)}, nil
			}
		}
	}
	return nil, &fault.Error{
		Kind: fault.Invalid, Op: "paper.find", Key: "paper.code.unread", Msg: "the code at the head and the foot of the sheet cannot be read",
		Hint: "take the photo again from nearer, without shadow; if the sheet is not one of ours, enter its marks by hand",
	}
}

// fours gives each four of the marks that may be the corners of a page, going round
// as the hands of a clock.
func fours(all []found) (out [][4]Spot) {
	n := len(all)
	for a := range n {
		for b := a + 1; b < n; b++ {
			for c := b + 1; c < n; c++ {
				for d := c + 1; d < n; d++ {
					if q, ok := corner([4]found{all[a], all[b], all[c], all[d]}); ok {
						out = append(out, q)
					}
				}
			}
		}
	}
	return out
}

// corner puts four marks in order round their middle, and tells whether they may be
// a page's: none much larger than another, and each angle that of a sheet that is
// held askew, not folded.
func corner(f [4]found) (q [4]Spot, ok bool) {
	least, most := f[0].unit, f[0].unit
	middle := Spot{}
	for _, m := range f {
		least, most = min(least, m.unit), max(most, m.unit)
		middle.X += m.X / 4
		middle.Y += m.Y / 4
	}
	if most > 2.5*least {
		return q, false
	}
	angle := func(s Spot) float64 { return math.Atan2(s.Y-middle.Y, s.X-middle.X) }
	for i, m := range f {
		at := i
		for at > 0 && angle(q[at-1]) > angle(m.Spot) {
			q[at] = q[at-1]
			at--
		}
		q[at] = m.Spot
	}
	for i := range q {
		before, here, after := q[(i+3)%4], q[i], q[(i+1)%4]
		ax, ay, bx, by := before.X-here.X, before.Y-here.Y, after.X-here.X, after.Y-here.Y
		la, lb := math.Hypot(ax, ay), math.Hypot(bx, by)
		// Marks stand 18 and 27 of their widths apart.
		if la < 40*least || lb < 40*least || (bx*ay-by*ax)/(la*lb) < 0.5 {
			return q, false
		}
	}
	return q, true
}

// readCode reads a page's code where a map says it should be: that at the head, or
// that at the foot.
func readCode(g *grey, m *plane) (Page, bool) {
	for _, top := range codeTops {
		var light [codeBits]float64
		for i := range light {
			light[i] = cellLight(g, m, codeCell(top, i))
		}
		var bits [codeBits]bool
		for i := range bits {
			bits[i] = light[i] < middleAround(&light, i)
		}
		if p, ok := parse(bits); ok {
			return p, true
		}
	}
	return Page{}, false
}

// middleAround is halfway between the lightest and the darkest cells near one: the
// light falls off along a page.
func middleAround(light *[codeBits]float64, i int) float64 {
	column := i % codeColumns
	least, most := 255.0, 0.0
	for c := max(column-8, 0); c <= min(column+8, codeColumns-1); c++ {
		for _, v := range []float64{light[c], light[c+codeColumns]} {
			least, most = min(least, v), max(most, v)
		}
	}
	return (least + most) / 2
}

// cellLight is the mean lightness of the inner part of a cell.
func cellLight(g *grey, m *plane, c Spot) float64 {
	const n, part = 5, codePitch * 0.5
	sum := 0.0
	for j := range n {
		for i := range n {
			s := m.at(Spot{c.X + part*(float64(i)/(n-1)-0.5), c.Y + part*(float64(j)/(n-1)-0.5)})
			sum += g.at(s.X, s.Y)
		}
	}
	return sum / (n * n)
}

// spread draws the photo onto the flat page. Where the photo has more points than
// the page, several of them make one, or thin lines would come and go.
func spread(g *grey, m *plane) *grey {
	out := newGrey(PageWidth*perMM, PageHeight*perMM)
	for y := range out.h {
		for x := range out.w {
			sum := 0.0
			for _, d := range [2]float64{0.25, 0.75} {
				s := m.at(Spot{(float64(x) + d) / perMM, (float64(y) + 1 - d) / perMM})
				sum += g.at(s.X, s.Y)
			}
			out.pix[y*out.w+x] = uint8(sum / 2)
		}
	}
	return out
}
