// Package paper is the roll of an activity on paper: how a printed page is laid
// out, and how it is read back from a photo that a phone took of it. It looks at
// pictures and knows no names; a person checks what it read before anything of it
// is kept.
package paper

// Lengths are millimetres on an A4 page in upright form, from its upper left corner.
const (
	PageWidth  = 210
	PageHeight = 297

	MaxRows     = 20 // people on a page: rows a finger's breadth apart
	MaxSessions = 5  // sessions of a day: more would leave names no room

	rowPitch  = 10.0
	firstRow  = 67.0 // middle of the first
	sideMark  = 3.4  // edge of the square at each end of a row
	nearEdge  = 14.0 // middle of the marks from the page's edges
	markWidth = 10.0 // of a corner mark: rings of 1:1:3:1:1, as those of a QR code

	inner     = 22.0 // where a row's text begins, and its ovals end, from the page's edges
	ovalWidth = 4.4
	ovalTall  = 3.2
	ovalPitch = 5.7
	// maxBlock and allBlocks bound the room of a session's ovals: one session's may
	// be wide, those of five share what the names leave.
	maxBlock  = 26.0
	allBlocks = 96.0
)

// A Choice is one of the ovals of a session.
type Choice uint8

// The ovals of a session, in the order of reading.
const (
	Present Choice = iota
	Late
	Partial
	choices
)

// Page is what the code of a printed page tells: which sheet it is of, and how it
// is laid out. It names nobody.
type Page struct {
	Sheet       uint64 // number of the sheet, 40 random bits
	Number      int    // of the page, from 1
	Rows        int    // people on it, 1 to MaxRows
	Sessions    int    // 1 to MaxSessions
	RightToLeft bool   // names at the right, ovals towards the left
}

// Spot is a place on a page, or in a picture.
type Spot struct{ X, Y float64 }

// corners are the middles of the four marks: upper left, upper right, lower right,
// lower left.
var corners = [4]Spot{
	{nearEdge, nearEdge},
	{PageWidth - nearEdge, nearEdge},
	{PageWidth - nearEdge, PageHeight - nearEdge},
	{nearEdge, PageHeight - nearEdge},
}

// RowMiddle is how far down the middle of a row lies; rows count from 0.
func RowMiddle(row int) float64 { return firstRow + float64(row)*rowPitch }

// RowHeight is the room of a row.
func RowHeight() float64 { return rowPitch }

// Block gives where a session's ovals lie across the page.
func (p Page) Block(session int) (x, width float64) {
	width = min(maxBlock, allBlocks/float64(p.Sessions))
	x = PageWidth - inner - float64(p.Sessions-session)*width
	if p.RightToLeft {
		x = PageWidth - x - width
	}
	return x, width
}

// Names gives where the names lie across the page.
func (p Page) Names() (x, width float64) {
	_, block := p.Block(0)
	width = PageWidth - 2*inner - float64(p.Sessions)*block
	if p.RightToLeft {
		return PageWidth - inner - width, width
	}
	return inner, width
}

// Oval gives the middle of an oval.
func (p Page) Oval(row, session int, c Choice) Spot {
	x, width := p.Block(session)
	along := (float64(c) - 1) * ovalPitch
	if p.RightToLeft {
		along = -along
	}
	return Spot{x + width/2 + along, RowMiddle(row)}
}

// ShapeKind is what kind of thing stands on a page for the reader.
type ShapeKind uint8

// The kinds of shapes.
const (
	Square  ShapeKind = iota // filled
	Mark                     // a corner's: a disc, in a ring of paper, in a ring
	Outline                  // an oval to be filled by hand
)

// Shape is something that the reader looks for, by its middle and its size.
type Shape struct {
	Kind          ShapeKind
	X, Y          float64
	Width, Height float64
}

// Shapes are all that the reader needs of a page: whoever prints it draws them in
// black, and whatever else there is at a distance from them.
func (p Page) Shapes() []Shape {
	var out []Shape
	for _, c := range corners {
		out = append(out, Shape{Mark, c.X, c.Y, markWidth, markWidth})
	}
	bits := p.code()
	for _, top := range codeTops {
		for i, dark := range bits {
			if c := codeCell(top, i); dark {
				out = append(out, Shape{Square, c.X, c.Y, codePitch, codePitch})
			}
		}
	}
	for row := range p.Rows {
		for _, x := range []float64{nearEdge, PageWidth - nearEdge} {
			out = append(out, Shape{Square, x, RowMiddle(row), sideMark, sideMark})
		}
		for s := range p.Sessions {
			for c := range choices {
				o := p.Oval(row, s, c)
				out = append(out, Shape{Outline, o.X, o.Y, ovalWidth, ovalTall})
			}
		}
	}
	return out
}
