// Package print makes PDF documents in Arabic, French and English: bulletins,
// boards, lists to sign, certificates. Text is shaped and set from right to left
// where its language asks for it, and can be copied out again. The same content
// always gives the same bytes.
package print

import (
	"fmt"
	"io"
	"slices"

	"wasl/internal/base/lang"
)

// Lengths are in millimetres, sizes of letters in points.
const (
	pointsPerMM = 72 / 25.4

	pageWidth  = 210 // A4
	pageHeight = 297
	margin     = 18
	footRoom   = 12 // below the text, for the footer
)

// Options say what a document is.
type Options struct {
	Language  lang.Language // of the document: its direction, and of its footer
	Title     string        // in the file's properties
	Landscape bool
	Head      string // at the head of every page, at its end: TLP asks for the marking there as well
	Foot      string // at the foot of every page, such as its handling: "TLP:AMBER"
	Bare      bool   // nothing at head and foot: its pages are drawn by hand to their edges
}

// Colour is red, green and blue from 0 to 1.
type Colour [3]float64

// The colours of documents: they must be told apart in grey as well.
var (
	Ink    = Colour{0.10, 0.12, 0.11}
	Muted  = Colour{0.38, 0.40, 0.39}
	Line   = Colour{0.80, 0.82, 0.81}
	Wash   = Colour{0.95, 0.96, 0.95}
	Accent = Colour{0.08, 0.38, 0.31}
	Alarm  = Colour{0.70, 0.11, 0.11}
)

// Document is a document that is being made. Its methods add to it from the top
// of the first page on, and begin another page where one is full.
type Document struct {
	opt           Options
	width, height float64
	fonts         *fonts
	pages         []*Page
	y             float64 // below which the next thing goes, from the top of the page
	pictures      []picture
}

// New begins a document.
func New(opt Options) (*Document, error) {
	f, err := newFonts()
	if err != nil {
		return nil, fmt.Errorf("read the fonts of documents: %w", err)
	}
	d := &Document{opt: opt, width: pageWidth, height: pageHeight, fonts: f}
	if opt.Landscape {
		d.width, d.height = d.height, d.width
	}
	d.Break()
	return d, nil
}

// Break begins another page.
func (d *Document) Break() {
	d.pages = append(d.pages, &Page{doc: d, opt: d.opt})
	d.y = margin
}

// Turn begins another page, from which on the document goes on in another language,
// with its own words at head and foot.
func (d *Document) Turn(l lang.Language, head, foot string) {
	d.opt.Language, d.opt.Head, d.opt.Foot = l, head, foot
	d.Break()
}

// Page is the page that is being filled, to draw on.
func (d *Document) Page() *Page { return d.pages[len(d.pages)-1] }

// Width is the room between the margins.
func (d *Document) Width() float64 { return d.width - 2*margin }

// Height is the room between the margins of a page.
func (d *Document) Height() float64 { return d.bottom() - margin }

func (d *Document) bottom() float64 { return d.height - margin - footRoom }

// Left is how much room is left on the page.
func (d *Document) Left() float64 { return d.bottom() - d.y }

// Y is where the next thing goes, from the top of the page.
func (d *Document) Y() float64 { return d.y }

// Space leaves room.
func (d *Document) Space(mm float64) { d.y += mm }

// Keep begins another page unless so much room is left on this one.
func (d *Document) Keep(mm float64) {
	if d.Left() < mm && d.y > margin {
		d.Break()
	}
}

func (d *Document) rightToLeft() bool { return d.opt.Language.RightToLeft() }

// Write ends the document: it puts the footers on and writes the file.
func (d *Document) Write(w io.Writer) error {
	for i, p := range d.pages {
		if p.opt.Bare {
			continue
		}
		number := fmt.Sprintf("%d / %d", i+1, len(d.pages))
		y := d.height - margin
		p.Line(margin, y-5, d.width-margin, y-5, 0.2, Line)
		p.Text(Box{X: margin, Y: margin - 9, Width: d.Width()}, p.opt.Head, Style{Size: 8, Colour: Muted, Align: End})
		p.Text(Box{X: margin, Y: y - 3.5, Width: d.Width()}, p.opt.Foot, Style{Size: 8, Colour: Muted})
		p.Text(Box{X: margin, Y: y - 3.5, Width: d.Width()}, number, Style{Size: 8, Colour: Muted, Align: End})
	}
	return d.write(w)
}

// Heading is a heading of level 1 to 3. It stays with what follows.
func (d *Document) Heading(level int, text string) {
	size := []float64{20, 14, 11.5}[max(0, min(level-1, 2))]
	d.Keep(size*0.8 + 14)
	if d.y > margin {
		d.Space(size * 0.22)
	}
	d.Paragraph(text, Style{Size: size, Bold: true})
	d.Space(size * 0.06)
}

// Paragraph sets text across the page. Where it does not fit, it goes on at the
// top of the next one.
func (d *Document) Paragraph(text string, s Style) {
	for _, l := range d.fonts.lines(text, d.Width(), s, d.rightToLeft()) {
		h := s.Leading()
		d.Keep(h)
		d.Page().line(Box{X: margin, Y: d.y, Width: d.Width()}, l, s)
		d.y += h
	}
}

// Fields are names with their values beside them, a line each.
func (d *Document) Fields(fields [][2]string) {
	columns := []Column{{Width: 0.28, Style: Style{Colour: Muted}}, {Width: 0.72}}
	for _, f := range fields {
		d.row(columns, f[:], rowStyle{})
	}
	d.Space(1.5)
}

// Column is one of a table.
type Column struct {
	Head  string
	Width float64 // share of the table's
	Style Style
}

// rowStyle is how a row is drawn.
type rowStyle struct {
	fill, rule, bold bool
}

// cellPad is the room between a cell's edge and its text.
const cellPad = 1.2

// Table sets rows under heads, which stand again on every page that the table
// goes on to. A row is never parted.
func (d *Document) Table(columns []Column, rows [][]string) {
	head := func() {
		if slices.ContainsFunc(columns, func(c Column) bool { return c.Head != "" }) {
			texts := make([]string, len(columns))
			for i, c := range columns {
				texts[i] = c.Head
			}
			d.row(columns, texts, rowStyle{fill: true, rule: true, bold: true})
		}
	}
	d.Keep(20)
	head()
	for _, r := range rows {
		if page := len(d.pages); d.rowHeight(columns, r, false) > d.Left() && d.y > margin {
			d.Break()
			if len(d.pages) > page {
				head()
			}
		}
		d.row(columns, r, rowStyle{rule: true})
	}
	d.Space(2)
}

func (d *Document) rowHeight(columns []Column, texts []string, bold bool) float64 {
	h := 0.0
	for i, c := range columns {
		s := c.Style
		s.Bold = s.Bold || bold
		n := len(d.fonts.lines(cellText(texts, i), c.Width*d.Width()-2*cellPad, s, d.rightToLeft()))
		h = max(h, float64(n)*s.Leading())
	}
	return h + 2*cellPad
}

func cellText(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

func (d *Document) row(columns []Column, texts []string, r rowStyle) {
	h := d.rowHeight(columns, texts, r.bold)
	d.Keep(h)
	p := d.Page()
	if r.fill {
		p.Fill(margin, d.y, d.Width(), h, Wash)
	}
	at := 0.0
	for i, c := range columns {
		w := c.Width * d.Width()
		x := margin + at
		if d.rightToLeft() {
			x = d.width - margin - at - w
		}
		s := c.Style
		s.Bold = s.Bold || r.bold
		p.Text(Box{X: x + cellPad, Y: d.y + cellPad, Width: w - 2*cellPad}, cellText(texts, i), s)
		at += w
	}
	d.y += h
	if r.rule {
		p.Line(margin, d.y, d.width-margin, d.y, 0.15, Line)
	}
}
