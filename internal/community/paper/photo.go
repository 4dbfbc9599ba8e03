package paper

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // the two kinds of photo that are read
	_ "image/png"
	"io"

	"wasl/internal/base/fault"
)

// Limits of a photo. A phone takes 12 million points in 5 MB, and the console makes
// them fewer before it sends. Points cost memory: a photo of the most, coded in
// passes, takes 160 MB for a moment.
const (
	MaxPhoto  = 12 << 20
	maxPoints = 13_000_000
	maxSide   = 2400 // of the picture that is worked on: 8 points a millimetre
)

// grey is a picture of lightness, 0 black to 255 white.
type grey struct {
	w, h int
	pix  []uint8
}

func newGrey(w, h int) *grey { return &grey{w, h, make([]uint8, w*h)} }

// at is the lightness between points; outside it is that of the nearest edge.
func (g *grey) at(x, y float64) float64 {
	x, y = min(max(x, 0), float64(g.w-1)), min(max(y, 0), float64(g.h-1))
	i, j := int(x), int(y)
	k, l := min(i+1, g.w-1), min(j+1, g.h-1)
	fx, fy := x-float64(i), y-float64(j)
	upper := float64(g.pix[j*g.w+i])*(1-fx) + float64(g.pix[j*g.w+k])*fx
	lower := float64(g.pix[l*g.w+i])*(1-fx) + float64(g.pix[l*g.w+k])*fx
	return upper*(1-fy) + lower*fy
}

// stopping ends a decoder that takes too long: each read asks whether somebody
// still waits. A picture of many passes over the same points is an old trick.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s stopping) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(b[:min(len(b), 16<<10)])
}

// check tells at a glance whether a file may be a photo that is read.
func check(photo []byte) error {
	if len(photo) > MaxPhoto {
		return tooLarge()
	}
	cfg, kind, err := image.DecodeConfig(bytes.NewReader(photo))
	if err != nil || kind != "jpeg" && kind != "png" {
		return unreadable(err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxPoints/cfg.Height {
		return tooLarge()
	}
	return nil
}

// open reads a photo into lightness alone: what the file says beside its points,
// such as where it was taken, is gone from here on.
func open(ctx context.Context, photo []byte) (*grey, error) {
	if err := check(photo); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(stopping{ctx, bytes.NewReader(photo)})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return shrink(img), nil
}

func tooLarge() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "paper.open", Key: "paper.photo.large", Msg: "the photo is too large",
		Hint: "send it with fewer points: 2,000 each way are enough",
	}
}

func unreadable(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "paper.open", Key: "paper.photo.unreadable", Msg: "this is not a photo that can be read",
		Hint: "send a JPEG or PNG, as phones take them", Err: err,
	}
}

// shrink gives an image's lightness, with its points put together until its longer
// side has no more than maxSide of them.
func shrink(img image.Image) *grey {
	b := img.Bounds()
	n := (max(b.Dx(), b.Dy()) + maxSide - 1) / maxSide
	out := newGrey(max(b.Dx()/n, 1), max(b.Dy()/n, 1))
	light := lightness(img)
	for y := range out.h {
		for x := range out.w {
			sum, count := 0, 0
			for j := b.Min.Y + y*n; j < min(b.Min.Y+(y+1)*n, b.Max.Y); j++ {
				for i := b.Min.X + x*n; i < min(b.Min.X+(x+1)*n, b.Max.X); i++ {
					sum += int(light(i, j))
					count++
				}
			}
			out.pix[y*out.w+x] = uint8(sum / count)
		}
	}
	return out
}

// lightness reads a point of an image; what phones send is read without a detour.
func lightness(img image.Image) func(x, y int) uint8 {
	switch m := img.(type) {
	case *image.YCbCr:
		return func(x, y int) uint8 { return m.Y[m.YOffset(x, y)] }
	case *image.Gray:
		return func(x, y int) uint8 { return m.Pix[m.PixOffset(x, y)] }
	}
	return func(x, y int) uint8 {
		r, g, b, a := img.At(x, y).RGBA()
		paper := 0xffff - a // what can be seen through lies on white
		return uint8((299*(r+paper) + 587*(g+paper) + 114*(b+paper)) / 1000 >> 8)
	}
}

// smooth gives a picture in which each point is the mean of nine.
func (g *grey) smooth() *grey {
	out := newGrey(g.w, g.h)
	for y := range g.h {
		for x := range g.w {
			sum, n := 0, 0
			for j := max(y-1, 0); j <= min(y+1, g.h-1); j++ {
				for i := max(x-1, 0); i <= min(x+1, g.w-1); i++ {
					sum += int(g.pix[j*g.w+i])
					n++
				}
			}
			out.pix[y*g.w+x] = uint8(sum / n)
		}
	}
	return out
}

// double gives a picture with twice as many points each way.
func (g *grey) double() *grey {
	out := newGrey(2*g.w, 2*g.h)
	for y := range out.h {
		for x := range out.w {
			out.pix[y*out.w+x] = uint8(g.at(float64(x)/2-0.25, float64(y)/2-0.25))
		}
	}
	return out
}
