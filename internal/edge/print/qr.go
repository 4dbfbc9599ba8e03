package print

import (
	"fmt"

	qr "github.com/piglig/go-qr"
)

// Damage is how much of a QR code may be lost before it can no longer be read.
type Damage = qr.Ecc

// How much damage a code bears: 15 % for what lies in a folder, 25 % for what is
// carried in a pocket. More makes its cells smaller.
const (
	Folder = qr.Medium
	Pocket = qr.Quartile
)

// quiet is the white that a QR code needs on each side, in its own cells.
const quiet = 4

// QR draws a text as a QR code (ISO/IEC 18004) into a square, the white around it
// within. It faults where the text is longer than any code holds.
func (p *Page) QR(x, y, width float64, text string, d Damage) error {
	code, err := qr.EncodeText(text, d)
	if err != nil {
		return fmt.Errorf("draw a QR code: %w", err)
	}
	n := code.Size()
	dark := make([][]bool, n)
	for j := range dark {
		dark[j] = make([]bool, n)
		for i := range dark[j] {
			dark[j][i] = code.Module(i, j)
		}
	}
	edge := width * quiet / float64(n+2*quiet)
	p.Fill(x, y, width, width, Colour{1, 1, 1})
	p.Bits(x+edge, y+edge, width-2*edge, dark)
	return nil
}
