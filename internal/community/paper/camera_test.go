package paper

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

// The tests' printer, pen and camera: a page of ours is drawn, ovals are filled by
// an unsteady hand, and a photo is taken of it as phones do under a tree.

const penMM = 6 // points a millimetre of the drawn page

// sheetOf draws a page as it is printed: what the reader needs, and names and rules
// around it that it must not mind.
func sheetOf(p Page) *grey {
	g := newGrey(PageWidth*penMM, PageHeight*penMM)
	for i := range g.pix {
		g.pix[i] = 245
	}
	for _, s := range p.Shapes() {
		switch s.Kind {
		case Square:
			g.box(s.X-s.Width/2, s.Y-s.Height/2, s.Width, s.Height, 25)
		case Mark:
			g.oval(s.X, s.Y, s.Width/2, s.Width/2, 25)
			g.oval(s.X, s.Y, s.Width*5/14, s.Width*5/14, 245)
			g.oval(s.X, s.Y, s.Width*3/14, s.Width*3/14, 25)
		case Outline:
			g.oval(s.X, s.Y, s.Width/2, s.Height/2, 90)
			g.oval(s.X, s.Y, s.Width/2-0.25, s.Height/2-0.25, 245)
		}
	}
	x, width := p.Names()
	for row := range p.Rows {
		y := RowMiddle(row)
		g.box(inner, y+rowPitch/2-0.1, PageWidth-2*inner, 0.2, 190)
		for w := 4.0; w < width-8; w += 2.2 { // letters
			g.box(x+w, y-1.5+math.Mod(w, 1.3), 1.2, 2.2, 30)
		}
	}
	g.box(40, 30, 90, 6, 40) // a title
	g.box(40, 40, 120, 2, 60)
	return g
}

func (g *grey) box(x, y, w, h float64, v uint8) {
	for j := int(y * penMM); j < int((y+h)*penMM); j++ {
		for i := int(x * penMM); i < int((x+w)*penMM); i++ {
			g.pix[j*g.w+i] = v
		}
	}
}

func (g *grey) oval(x, y, rx, ry float64, v uint8) {
	for j := int((y - ry) * penMM); j <= int((y+ry)*penMM); j++ {
		for i := int((x - rx) * penMM); i <= int((x+rx)*penMM); i++ {
			u, w := ((float64(i)+0.5)/penMM-x)/rx, ((float64(j)+0.5)/penMM-y)/ry
			if u*u+w*w <= 1 {
				g.pix[j*g.w+i] = v
			}
		}
	}
}

// stroke draws a line as thick as a pen.
func (g *grey) stroke(a, b Spot, thick float64, v uint8) {
	n := int(math.Hypot(a.X-b.X, a.Y-b.Y)*penMM) + 1
	for i := range n + 1 {
		t := float64(i) / float64(n)
		g.oval(a.X+(b.X-a.X)*t, a.Y+(b.Y-a.Y)*t, thick/2, thick/2, v)
	}
}

// hand is how somebody marks an oval.
type hand func(g *grey, at Spot, r *rand.Rand)

func jitter(r *rand.Rand, by float64) float64 { return (r.Float64()*2 - 1) * by }

// scribbles fills an oval by strokes to and fro, which leave some of it white.
func scribbles(tone uint8) hand {
	return func(g *grey, at Spot, r *rand.Rand) {
		at.X += jitter(r, 0.3)
		last := Spot{at.X - 1.6, at.Y + jitter(r, 1)}
		for x := -1.6; x <= 1.7; x += 0.42 {
			next := Spot{at.X + x, at.Y + 1.3*float64(1-2*(int((x+2)/0.42)%2)) + jitter(r, 0.3)}
			g.stroke(last, next, 0.5, tone)
			last = next
		}
	}
}

// crosses puts a cross over an oval, as people do who were not told otherwise.
func crosses(g *grey, at Spot, r *rand.Rand) {
	at.X, at.Y = at.X+jitter(r, 0.3), at.Y+jitter(r, 0.2)
	g.stroke(Spot{at.X - 1.8, at.Y - 1.6}, Spot{at.X + 1.8, at.Y + 1.6}, 0.6, 40)
	g.stroke(Spot{at.X - 1.8, at.Y + 1.6}, Spot{at.X + 1.8, at.Y - 1.6}, 0.6, 40)
}

// ticks puts one small stroke into an oval: nobody knows what it means.
func dots(g *grey, at Spot, r *rand.Rand) {
	g.stroke(Spot{at.X - 0.5, at.Y}, Spot{at.X + 0.6, at.Y + jitter(r, 0.3)}, 0.75, 40)
}

// camera is how a photo is taken. Its zero value is a scanner.
type camera struct {
	width, height int     // of the photo
	corners       [4]Spot // where the paper's corners come to lie, as shares of it
	shade         func(x, y float64) float64
	bend          func(s Spot) Spot // of the paper
	crease        float64           // how dark a fold is, 0 none
	blur, motion  int               // points
	noise         float64
	quality       int
}

func straight(w, h int) camera {
	return camera{width: w, height: h, corners: [4]Spot{{0.04, 0.03}, {0.96, 0.03}, {0.96, 0.97}, {0.04, 0.97}}, quality: 80}
}

// take takes the photo.
func (c camera) take(t *testing.T, page *grey, r *rand.Rand) []byte {
	t.Helper()
	from := [4]Spot{{0, 0}, {PageWidth, 0}, {PageWidth, PageHeight}, {0, PageHeight}}
	var to [4]Spot
	for i, s := range c.corners {
		to[i] = Spot{s.X * float64(c.width), s.Y * float64(c.height)}
	}
	m, ok := planeThrough(to, from)
	if !ok {
		t.Fatal("the camera stands in the plane of the paper")
	}
	out := newGrey(c.width, c.height)
	for y := range out.h {
		for x := range out.w {
			s := m.at(Spot{float64(x) + 0.5, float64(y) + 0.5})
			if c.bend != nil {
				s = c.bend(s)
			}
			var v float64
			if s.X >= 0 && s.Y >= 0 && s.X < PageWidth && s.Y < PageHeight {
				v = page.at(s.X*penMM, s.Y*penMM)
				if c.crease > 0 {
					for _, d := range []float64{math.Abs(s.Y - 150 - 0.05*s.X), math.Abs(s.X - 129 + 0.03*s.Y)} {
						v *= 1 - c.crease*math.Exp(-d*d/0.5)
					}
				}
			} else {
				v = 96 + 22*math.Sin(float64(x)/37)*math.Cos(float64(y)/23) // a table of wood
			}
			if c.shade != nil {
				v *= c.shade(float64(x)/float64(c.width), float64(y)/float64(c.height))
			}
			if c.noise > 0 {
				v += r.NormFloat64() * c.noise
			}
			out.pix[y*out.w+x] = uint8(min(max(v, 0), 255))
		}
	}
	for range c.blur {
		out = smear(out, 1, 1)
	}
	if c.motion > 0 {
		out = smear(out, c.motion, 0)
	}
	return jpegOf(t, out, c.quality)
}

// smear is the mean over a box.
func smear(g *grey, rx, ry int) *grey {
	out := newGrey(g.w, g.h)
	for y := range g.h {
		for x := range g.w {
			sum, n := 0, 0
			for j := max(y-ry, 0); j <= min(y+ry, g.h-1); j++ {
				for i := max(x-rx, 0); i <= min(x+rx, g.w-1); i++ {
					sum += int(g.pix[j*g.w+i])
					n++
				}
			}
			out.pix[y*g.w+x] = uint8(sum / n)
		}
	}
	return out
}

func jpegOf(t *testing.T, g *grey, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, &image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
