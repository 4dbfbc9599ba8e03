package paper

// shift is how far a row lies from where it should: paper bends and creases, and
// four corners know nothing of it.
type shift struct {
	left, right Spot // of its two ends
	sure        float64
}

// of moves a place of the row along.
func (s shift) of(p Spot) Spot {
	t := (p.X - nearEdge) / (PageWidth - 2*nearEdge)
	return Spot{p.X + s.left.X*(1-t) + s.right.X*t, p.Y + s.left.Y*(1-t) + s.right.Y*t}
}

// shifts finds the squares at the ends of all rows. Where one is not to be seen, it
// is taken to have moved as its neighbours did, which is less sure.
func (f *flat) shifts() []shift {
	out := make([]shift, f.Rows)
	seen := make([][2]bool, f.Rows)
	for row := range out {
		out[row].sure = 1
		for side, x := range [2]float64{nearEdge, PageWidth - nearEdge} {
			at, ok := f.square(Spot{x, RowMiddle(row)})
			if ok {
				*out[row].end(side) = at
				seen[row][side] = true
			}
		}
	}
	for row := range out {
		for side := range 2 {
			if seen[row][side] {
				continue
			}
			near, ok := nearest(seen, row, side)
			if ok {
				*out[row].end(side) = *out[near].end(side)
			}
			out[row].sure = 0.8
			if !ok || near < row-2 || near > row+2 {
				out[row].sure = 0.3
			}
		}
	}
	return out
}

func (s *shift) end(side int) *Spot {
	if side == 0 {
		return &s.left
	}
	return &s.right
}

// nearest is the row nearest to one whose square was seen on a side.
func nearest(seen [][2]bool, row, side int) (int, bool) {
	for d := 1; d < len(seen); d++ {
		for _, r := range []int{row - d, row + d} {
			if r >= 0 && r < len(seen) && seen[r][side] {
				return r, true
			}
		}
	}
	return 0, false
}

// square finds the printed square near a place, and how far it is from there.
func (f *flat) square(c Spot) (moved Spot, ok bool) {
	const reach = rowPitch/2 - 0.3 // not into the next row
	paper := f.paper(c, reach)
	n, sx, sy := 0, 0.0, 0.0
	f.each(c, reach, reach, func(v uint8, u, w float64) {
		if float64(v) < 0.6*paper {
			n++
			sx += u * reach
			sy += w * reach
		}
	})
	const want = sideMark * sideMark * perMM * perMM
	if share := float64(n) / want; share < 0.6 || share > 1.5 {
		return Spot{}, false
	}
	return Spot{sx / float64(n), sy / float64(n)}, true
}
