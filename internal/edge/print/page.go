package print

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"
)

// Page is a page to draw on. Places are millimetres from its upper left corner,
// whichever way its language is written.
type Page struct {
	doc     *Document
	opt     Options // as the document had them when the page was begun
	content bytes.Buffer
}

// Box is where a text goes: its upper left corner and its width.
type Box struct{ X, Y, Width float64 }

// Point is a place on a page.
type Point struct{ X, Y float64 }

func (p *Page) rightToLeft() bool { return p.opt.Language.RightToLeft() }

// num writes a number as PDF reads it: no exponent, no needless zeros.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func (p *Page) x(mm float64) string { return num(mm * pointsPerMM) }
func (p *Page) y(mm float64) string { return num((p.doc.height - mm) * pointsPerMM) }

func (p *Page) emit(format string, args ...any) { fmt.Fprintf(&p.content, format+"\n", args...) }

func (c Colour) operands() string { return num(c[0]) + " " + num(c[1]) + " " + num(c[2]) }

// Line draws a line of a thickness.
func (p *Page) Line(x1, y1, x2, y2, thickness float64, c Colour) {
	p.Path([]Point{{x1, y1}, {x2, y2}}, Stroke{Thickness: thickness, Colour: c})
}

// Stroke is how a line is drawn.
type Stroke struct {
	Thickness float64
	Colour    Colour
	Dash      float64 // length of its dashes; 0 for a whole line
}

// Path draws lines from point to point.
func (p *Page) Path(points []Point, s Stroke) {
	if len(points) < 2 {
		return
	}
	p.emit("q %s RG %s w 1 J 1 j", s.Colour.operands(), p.x(s.Thickness))
	if s.Dash > 0 {
		p.emit("[%s] 0 d", p.x(s.Dash))
	}
	p.trace(points)
	p.emit("S Q")
}

// Area fills the inside of one outline or more: what lies in two of them is out.
func (p *Page) Area(outlines [][]Point, c Colour) {
	p.emit("q %s rg", c.operands())
	for _, o := range outlines {
		if len(o) > 2 {
			p.trace(o)
			p.emit("h")
		}
	}
	p.emit("f* Q")
}

func (p *Page) trace(points []Point) {
	for i, pt := range points {
		op := "l"
		if i == 0 {
			op = "m"
		}
		p.emit("%s %s %s", p.x(pt.X), p.y(pt.Y), op)
	}
}

// Fill fills a rectangle.
func (p *Page) Fill(x, y, width, height float64, c Colour) {
	p.emit("q %s rg %s %s %s %s re f Q", c.operands(), p.x(x), p.y(y+height), p.x(width), p.x(height))
}

// Frame draws a rectangle's edge.
func (p *Page) Frame(x, y, width, height, thickness float64, c Colour) {
	p.emit("q %s RG %s w %s %s %s %s re S Q", c.operands(), p.x(thickness), p.x(x), p.y(y+height), p.x(width), p.x(height))
}

// Clip keeps what draw draws inside a rectangle.
func (p *Page) Clip(x, y, width, height float64, draw func()) {
	p.emit("q %s %s %s %s re W n", p.x(x), p.y(y+height), p.x(width), p.x(height))
	draw()
	p.emit("Q")
}

// Dot fills a circle.
func (p *Page) Dot(x, y, radius float64, c Colour) {
	p.emit("q %s rg", c.operands())
	p.ellipse(x, y, radius, radius)
	p.emit("f Q")
}

// Oval draws the edge of an ellipse.
func (p *Page) Oval(x, y, rx, ry, thickness float64, c Colour) {
	p.emit("q %s RG %s w", c.operands(), p.x(thickness))
	p.ellipse(x, y, rx, ry)
	p.emit("s Q")
}

func (p *Page) ellipse(x, y, rx, ry float64) {
	const k = 0.5523 // an ellipse of four curves
	kx, ky := rx*k, ry*k
	p.emit("%s %s m", p.x(x+rx), p.y(y))
	for _, q := range [][6]float64{
		{x + rx, y + ky, x + kx, y + ry, x, y + ry},
		{x - kx, y + ry, x - rx, y + ky, x - rx, y},
		{x - rx, y - ky, x - kx, y - ry, x, y - ry},
		{x + kx, y - ry, x + rx, y - ky, x + rx, y},
	} {
		p.emit("%s %s %s %s %s %s c", p.x(q[0]), p.y(q[1]), p.x(q[2]), p.y(q[3]), p.x(q[4]), p.y(q[5]))
	}
}

// Text sets a text into a box and gives its height. It does not go on to
// another page.
func (p *Page) Text(b Box, text string, s Style) float64 {
	h := 0.0
	for _, l := range p.doc.fonts.lines(text, b.Width, s, p.rightToLeft()) {
		p.line(Box{b.X, b.Y + h, b.Width}, l, s)
		h += s.Leading()
	}
	return h
}

// line draws one line of text.
func (p *Page) line(b Box, l setLine, s Style) {
	x := b.X
	switch {
	case s.Align == Centre:
		x += (b.Width - l.width) / 2
	case (s.Align == End) != p.rightToLeft():
		x += b.Width - l.width
	}
	baseline := b.Y + s.Leading()*0.72
	face := p.doc.fonts.of(s)
	p.emit("BT %s rg /%s %s Tf", s.colour().operands(), face.name, num(s.size()))
	at := x * pointsPerMM
	for _, r := range l.runs {
		p.run(r, l.text, face, at, (p.doc.height-baseline)*pointsPerMM)
		at += points(r.Advance)
	}
	p.emit("ET")
}

// run draws the glyphs of one direction, from left to right. Each is put in its
// place by itself: marks stand over their letters, and nothing depends on the
// widths that a reader takes the font to have.
func (p *Page) run(r shaping.Output, text []rune, face *typeface, x, y float64) {
	for i, g := range r.Glyphs {
		p.emit("1 0 0 1 %s %s Tm <%04X> Tj", num(x+points(g.XOffset)), num(y+points(g.YOffset)), uint16(g.GlyphID))
		if _, known := face.used[g.GlyphID]; !known {
			face.used[g.GlyphID] = standsFor(r, i, text)
		}
		x += points(g.Advance)
	}
}

// standsFor is the text that a glyph is copied as. Where a letter and its marks
// are as many glyphs as they are characters each has its own; otherwise the first
// in the order of reading stands for all.
func standsFor(r shaping.Output, i int, text []rune) string {
	g := r.Glyphs[i]
	first, last := i, i
	for first > 0 && r.Glyphs[first-1].TextIndex() == g.TextIndex() {
		first--
	}
	for last+1 < len(r.Glyphs) && r.Glyphs[last+1].TextIndex() == g.TextIndex() {
		last++
	}
	nth := i - first
	if r.Direction == di.DirectionRTL {
		nth = last - i
	}
	runes := text[g.TextIndex() : g.TextIndex()+g.RunesCount()]
	switch {
	case len(runes) == last-first+1:
		return string(runes[nth])
	case nth == 0:
		return string(runes)
	}
	return ""
}
