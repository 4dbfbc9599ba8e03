package print

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"image/jpeg"
)

// picture is an image of a document, as PDF holds it.
type picture struct {
	dict    string
	content []byte
	packed  bool
}

// maxPixels bounds a picture each way: a page at 300 dots an inch.
const maxPixels = 3600

// JPEG puts a photo into a rectangle as wide as given, and tells its height. Its
// bytes go into the file as they are, so what they say beside the picture must be
// gone already.
func (p *Page) JPEG(x, y, width float64, file []byte) (height float64, err error) {
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return 0, err
	}
	if cfg.Width == 0 || cfg.Height == 0 || cfg.Width > maxPixels || cfg.Height > maxPixels {
		return 0, errors.New("print: the picture is too large")
	}
	space := "/DeviceRGB"
	if cfg.ColorModel == color.GrayModel {
		space = "/DeviceGray"
	}
	height = width * float64(cfg.Height) / float64(cfg.Width)
	p.place(x, y, width, height, picture{
		dict: fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode",
			cfg.Width, cfg.Height, space),
		content: file, packed: true,
	})
	return height, nil
}

// Bits draws a picture of black and white into a square: a QR code. It is drawn
// as areas, so that it is sharp at any size, and takes no more bytes than it must.
func (p *Page) Bits(x, y, width float64, dark [][]bool) {
	if len(dark) == 0 {
		return
	}
	cell := width / float64(len(dark))
	p.emit("q %s rg", Colour{}.operands())
	for j, row := range dark {
		for i := 0; i < len(row); i++ {
			from := i
			for i < len(row) && row[i] {
				i++
			}
			if i > from {
				p.emit("%s %s %s %s re", p.x(x+float64(from)*cell), p.y(y+float64(j+1)*cell), p.x(float64(i-from)*cell), p.x(cell))
			}
		}
	}
	p.emit("f Q")
}

func (p *Page) place(x, y, width, height float64, pic picture) {
	p.doc.pictures = append(p.doc.pictures, pic)
	p.emit("q %s 0 0 %s %s %s cm /I%d Do Q", p.x(width), p.x(height), p.x(x), p.y(y+height), len(p.doc.pictures))
}
