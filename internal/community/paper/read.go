package paper

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
	"slices"
)

// Reading is what was read of a page.
type Reading struct {
	Page
	Lines []Line // one for each row of the page
}

// Line is what was read of a row.
type Line struct {
	Answers []Answer // one for each session
	Picture []byte   // JPEG of the row alone, for whoever checks it
}

// Answer is what was read of one session of a row.
type Answer struct {
	Marked  bool    // an oval is filled; none means that the person was not there
	Choice  Choice  // which
	Sure    float64 // 0 a guess to 1 certain
	Certain bool    // sure enough to be shown without asking
}

// What the ink in an oval means: its share that is as dark as the page's own black.
// Measured on pages of our own: an empty oval has up to 0.08, one with a cross 0.2
// to 0.45, one that is filled with a pencil 0.5 and more.
const (
	inkNone   = 0.07
	inkMarked = 0.17
	inkFull   = 0.42

	certain = 0.5
)

// Read finds a page of ours in a photo and reads its ovals. It faults with Invalid
// where there is none to be read, and says why. The photo is not kept.
func Read(ctx context.Context, photo []byte) (*Reading, error) {
	g, err := open(ctx, photo)
	if err != nil {
		return nil, err
	}
	f, err := flatten(ctx, g)
	if err != nil {
		return nil, err
	}
	out := &Reading{Page: f.Page}
	black := f.black()
	shifts := f.shifts()
	for row := range f.Rows {
		l := Line{Picture: f.strip(row)}
		for s := range f.Sessions {
			var inks [choices]ink
			for c := range choices {
				inks[c] = f.ink(shifts[row].of(f.Oval(row, s, c)), black)
			}
			l.Answers = append(l.Answers, decide(inks, shifts[row].sure))
		}
		out.Lines = append(out.Lines, l)
	}
	return out, ctx.Err()
}

// ink is how much there is in an oval, and how far that can be trusted: less in the
// edge of a shadow.
type ink struct{ amount, trust float64 }

// decide makes an answer of a session's three ovals.
func decide(inks [choices]ink, rowSure float64) Answer {
	best, second := 0, -1
	a := Answer{Sure: rowSure}
	for i, k := range inks {
		a.Sure = min(a.Sure, sureness(k.amount)*k.trust)
		if k.amount > inks[best].amount {
			best, second = i, best
		} else if i > 0 && (second < 0 || k.amount > inks[second].amount) {
			second = i
		}
	}
	if inks[best].amount >= inkMarked {
		a.Marked, a.Choice = true, Choice(best)
		if inks[second].amount >= inkMarked { // two are marked: one may have been meant to be crossed out
			a.Sure = 0
		}
	}
	a.Certain = a.Sure >= certain
	return a
}

// sureness is 0 where an amount of ink may mean either, and 1 where it is plain.
func sureness(amount float64) float64 {
	switch {
	case amount < inkMarked:
		return min(1, (inkMarked-amount)/(inkMarked-inkNone))
	default:
		return min(1, (amount-inkMarked)/(inkFull-inkMarked))
	}
}

// black is the darkness of print on this page beside its paper: 0.8 means that
// black has a fifth of the paper's lightness.
func (f *flat) black() float64 {
	var all []float64
	for row := range f.Rows {
		for _, x := range []float64{nearEdge, PageWidth - nearEdge} {
			c := Spot{x, RowMiddle(row)}
			all = append(all, 1-f.mean(c, sideMark*0.3, sideMark*0.3)/f.paper(c, sideMark*0.75))
		}
	}
	slices.Sort(all)
	return min(max(all[len(all)/2], 0.2), 1)
}

// mean is the lightness of an ellipse.
func (f *flat) mean(c Spot, rx, ry float64) float64 {
	sum, n := 0.0, 0
	f.each(c, rx, ry, func(v uint8, u, w float64) {
		if u*u+w*w <= 1 {
			sum += float64(v)
			n++
		}
	})
	return sum / float64(max(n, 1))
}

// paper is the lightness of the paper round a place: of the lighter points beyond
// what is printed there.
func (f *flat) paper(c Spot, beyond float64) float64 {
	light := f.ring(c, beyond)
	return max(float64(light[len(light)*7/10]), 1)
}

// ring gives the lightness of the points round a place, from dark to light.
func (f *flat) ring(c Spot, beyond float64) []uint8 {
	var out []uint8
	f.each(c, beyond+1, beyond+1, func(v uint8, u, w float64) {
		if max(math.Abs(u), math.Abs(w)) > beyond/(beyond+1) {
			out = append(out, v)
		}
	})
	slices.Sort(out)
	return out
}

// each goes through the points of a box of the page, with their places in it from
// -1 to 1. There is one always.
func (f *flat) each(c Spot, rx, ry float64, do func(v uint8, u, w float64)) {
	left, right := within((c.X-rx)*perMM, (c.X+rx)*perMM, f.w)
	top, bottom := within((c.Y-ry)*perMM, (c.Y+ry)*perMM, f.h)
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			do(f.pix[y*f.w+x], ((float64(x)+0.5)/perMM-c.X)/rx, ((float64(y)+0.5)/perMM-c.Y)/ry)
		}
	}
}

func within(from, to float64, n int) (int, int) {
	a := min(max(int(from), 0), n-1)
	return a, max(min(int(to), n-1), a)
}

// ink measures an oval: how dark its inside is between the paper beside it and the
// page's black. Its outline is left out.
func (f *flat) ink(c Spot, black float64) ink {
	const part = 0.74
	beside := f.ring(c, ovalWidth/2+0.15)
	paper := max(float64(beside[len(beside)*7/10]), 1)
	sum, n := 0.0, 0
	f.each(c, ovalWidth/2*part, ovalTall/2*part, func(v uint8, u, w float64) {
		if u*u+w*w <= 1 {
			sum += min(max((1-float64(v)/paper)/black, 0), 1)
			n++
		}
	})
	// The paper's darker tenth is as light as the rest unless a shadow ends here.
	dim := 1 - float64(beside[len(beside)*3/10])/paper
	return ink{sum / float64(max(n, 1)), min(1, max(0, 1.3-2.5*dim))}
}

// stripQuality keeps a row's picture at some 6 KB.
const stripQuality = 60

// strip cuts a row out as a picture.
func (f *flat) strip(row int) []byte {
	const edge = 8 // from beside the page's edge
	top := int((RowMiddle(row) - rowPitch/2) * perMM)
	img := &image.Gray{
		Pix: f.pix[top*f.w+edge*perMM:], Stride: f.w,
		Rect: image.Rect(0, 0, f.w-2*edge*perMM, rowPitch*perMM),
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: stripQuality}); err != nil {
		return nil // memory takes everything
	}
	return b.Bytes()
}
