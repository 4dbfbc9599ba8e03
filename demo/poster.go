package demo

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/vector"
)

// PosterWide and PosterHigh are the size of the demo's poster, in pixels.
const (
	PosterWide = 720
	PosterHigh = 960
)

// Poster draws what the children of the demo drew: one well between two houses and a
// tent, under the evening sun. It is a PNG.
func Poster(w io.Writer) error {
	p := canvas{image.NewRGBA(image.Rect(0, 0, PosterWide, PosterHigh))}
	sky, sand, dune := color.RGBA{0xf9, 0xd9, 0xa8, 0xff}, color.RGBA{0xe3, 0xb2, 0x6b, 0xff}, color.RGBA{0xd2, 0x98, 0x52, 0xff}
	clay, dark, water, cloth := color.RGBA{0xa8, 0x5a, 0x32, 0xff}, color.RGBA{0x4a, 0x2c, 0x1d, 0xff}, color.RGBA{0x2f, 0x7f, 0xa6, 0xff}, color.RGBA{0xfb, 0xf6, 0xea, 0xff}
	p.shape(sky, 0, 0, 720, 0, 720, 960, 0, 960)
	p.round(color.RGBA{0xe8, 0x6a, 0x2c, 0xff}, 545, 210, 95, 95)
	p.shape(dune, 0, 500, 180, 410, 380, 470, 560, 400, 720, 480, 720, 960, 0, 960)
	p.shape(sand, 0, 640, 250, 560, 470, 600, 720, 550, 720, 960, 0, 960)
	p.shape(clay, 60, 460, 250, 460, 250, 650, 60, 650) // the house
	p.shape(dark, 45, 440, 265, 440, 265, 468, 45, 468)
	p.shape(dark, 130, 560, 180, 560, 180, 650, 130, 650)
	p.shape(cloth, 560, 420, 700, 640, 420, 640) // the tent
	p.shape(dark, 560, 500, 596, 640, 524, 640)
	p.round(clay, 360, 800, 150, 62) // the well
	p.round(color.RGBA{0xc9, 0x7a, 0x4c, 0xff}, 360, 780, 150, 62)
	p.round(water, 360, 780, 116, 42)
	p.shape(dark, 222, 620, 240, 620, 240, 780, 222, 780)
	p.shape(dark, 480, 620, 498, 620, 498, 780, 480, 780)
	p.shape(dark, 205, 606, 515, 606, 515, 628, 205, 628)
	p.shape(dark, 356, 628, 362, 628, 362, 716, 356, 716)
	p.shape(cloth, 334, 712, 386, 712, 378, 760, 342, 760)
	for i, c := range []color.RGBA{{0x1f, 0x6f, 0x5c, 0xff}, {0x7a, 0x2e, 0x5d, 0xff}, {0x2c, 0x4f, 0x8f, 0xff}, {0xb2, 0x3b, 0x2a, 0xff}} {
		x := float32([]int{120, 200, 540, 625}[i])
		p.round(dark, x, 716, 24, 26)
		p.shape(c, x-20, 740, x+20, 740, x+46, 880, x-46, 880)
	}
	return png.Encode(w, p.RGBA)
}

// canvas is drawn on by shapes that lie upon one another.
type canvas struct{ *image.RGBA }

// shape fills the corners given: x, y, x, y.
func (p canvas) shape(c color.Color, at ...float32) {
	r := vector.NewRasterizer(PosterWide, PosterHigh)
	r.MoveTo(at[0], at[1])
	for i := 2; i < len(at); i += 2 {
		r.LineTo(at[i], at[i+1])
	}
	r.ClosePath()
	r.Draw(p.RGBA, p.Bounds(), image.NewUniform(c), image.Point{})
}

// round fills an ellipse.
func (p canvas) round(c color.Color, x, y, a, b float32) {
	const corners = 96
	var at []float32
	for i := range corners {
		s, k := math.Sincos(2 * math.Pi * float64(i) / corners)
		at = append(at, x+a*float32(k), y+b*float32(s))
	}
	p.shape(c, at...)
}
