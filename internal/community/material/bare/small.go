package bare

import (
	"bytes"
	"image"
	"image/jpeg"
	_ "image/png" // so that both kinds of picture are read

	"golang.org/x/image/draw"

	"wasl/internal/base/fault"
)

// Bounds of pictures.
const (
	// maxPixels bounds a picture: A3 at 300 dots per inch, and what is needed of memory
	// to read it.
	maxPixels = 24_000_000
	// smallWide is how wide the small picture is at most, in pixels: half of a phone's
	// screen.
	smallWide = 360
	smallHigh = 480
	// maxSmall is how many bytes the small picture has at most where it can: a second
	// and a half at 64 kbit/s.
	maxSmall = 12 << 10
)

// Small gives a small JPEG of a stripped picture, the right way up, with its width
// and height in pixels. It faults with Invalid where the picture cannot be read and
// with TooLarge where it has too many pixels.
func Small(b []byte) (out []byte, wide, high int, err error) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, damaged()
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxPixels/cfg.Height {
		return nil, 0, 0, &fault.Error{
			Kind: fault.TooLarge, Op: "bare.Small", Key: "material.picture.large", Msg: "the picture has more than 24 million points",
			Hint: "save it smaller: A3 at 300 dots per inch is enough for printing",
		}
	}
	full, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, damaged()
	}
	up := 1
	if i := bytes.Index(b, []byte(exifHead)); i >= 0 {
		up = orientation(b[i:])
	}
	m := turned(shrunk(full, up), up)
	for quality := 70; ; quality -= 15 {
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, 0, 0, err
		}
		if buf.Len() <= maxSmall || quality <= 25 {
			return buf.Bytes(), m.Bounds().Dx(), m.Bounds().Dy(), nil
		}
	}
}

// shrunk makes a picture small, on white: a JPEG shows nothing through.
func shrunk(m image.Image, up int) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	maxW, maxH := smallWide, smallHigh
	if up >= 5 { // it lies on its side
		maxW, maxH = maxH, maxW
	}
	scale := min(1, float64(maxW)/float64(w), float64(maxH)/float64(h))
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(w)*scale)), max(1, int(float64(h)*scale))))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), m, m.Bounds(), draw.Over, nil)
	return out
}

// turned turns a picture the way that Exif says, 1 to 8.
func turned(m *image.RGBA, up int) *image.RGBA {
	if up <= 1 {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if up >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			to := [...]image.Point{
				2: {X: w - 1 - x, Y: y}, 3: {X: w - 1 - x, Y: h - 1 - y}, 4: {X: x, Y: h - 1 - y},
				5: {X: y, Y: x}, 6: {X: h - 1 - y, Y: x}, 7: {X: h - 1 - y, Y: w - 1 - x}, 8: {X: y, Y: w - 1 - x},
			}[up]
			out.SetRGBA(to.X, to.Y, m.RGBAAt(x, y))
		}
	}
	return out
}
