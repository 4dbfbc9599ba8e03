package api

import (
	"bytes"

	"wasl/internal/base/lang"
	"wasl/internal/community/paper"
	"wasl/internal/edge/print"
)

// cardSheet is the cards of an activity's people, ten to a page, to be cut out.
type cardSheet struct {
	language lang.Language
	title    string // of the activity
	when     string
	cards    []card
}

// card is what stands on one: a name to call somebody by, and a code that tells
// nobody who it is.
type card struct{ name, text string }

// A card has the size of those that people carry (ISO/IEC 7810 ID-1), but for its
// corners.
const (
	cardWidth   = 85.6
	cardHeight  = 54.0
	cardColumns = 2
	cardRows    = 5
	cardCode    = 38.0 // of the QR code with its white
	cardPad     = 5.0
	cardBar     = 1.6
)

func (c *cardSheet) draw() ([]byte, error) {
	doc, err := print.New(print.Options{Language: c.language, Title: c.title, Bare: true})
	if err != nil {
		return nil, err
	}
	const perPage = cardColumns * cardRows
	for i, one := range c.cards {
		if i > 0 && i%perPage == 0 {
			doc.Break()
		}
		if i%perPage == 0 {
			cuts(doc.Page())
		}
		column, row := i%cardColumns, i%perPage/cardColumns
		if c.language.RightToLeft() {
			column = cardColumns - 1 - column
		}
		if err := c.card(doc, cardLeft+float64(column)*cardWidth, cardTop+float64(row)*cardHeight, one); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = doc.Write(&out)
	return out.Bytes(), err
}

const (
	cardLeft = (paper.PageWidth - cardColumns*cardWidth) / 2
	cardTop  = (paper.PageHeight - cardRows*cardHeight) / 2
)

// cuts draws where to cut: across the whole page, so that a few cuts part all.
func cuts(p *print.Page) {
	s := print.Stroke{Thickness: 0.15, Colour: print.Line, Dash: 1.5}
	for i := range cardColumns + 1 {
		x := cardLeft + float64(i)*cardWidth
		p.Path([]print.Point{{X: x, Y: cardTop - 6}, {X: x, Y: cardTop + cardRows*cardHeight + 6}}, s)
	}
	for i := range cardRows + 1 {
		y := cardTop + float64(i)*cardHeight
		p.Path([]print.Point{{X: cardLeft - 6, Y: y}, {X: cardLeft + cardColumns*cardWidth + 6, Y: y}}, s)
	}
}

func (c *cardSheet) card(doc *print.Document, x, y float64, one card) error {
	p := doc.Page()
	code, text, bar := x+cardWidth-cardCode-2, x+cardPad, x
	if c.language.RightToLeft() {
		code, text, bar = x+2, x+cardCode+2, x+cardWidth-cardBar
	}
	const width = cardWidth - cardCode - cardPad - 2
	if err := p.QR(code, y+(cardHeight-cardCode)/2, cardCode, one.text, print.Pocket); err != nil {
		return err
	}
	p.Fill(bar, y+cardPad, cardBar, cardHeight-2*cardPad, print.Accent)
	name := print.Style{Size: 20, Bold: true}
	for name.Size > 11 && doc.Lines(one.name, width, name) > 2 {
		name.Size--
	}
	h := p.Text(print.Box{X: text, Y: y + 8, Width: width}, one.name, name)
	title := print.Style{Size: 9}
	for title.Size > 7 && doc.Lines(c.title, width, title) > 3 {
		title.Size -= 0.5
	}
	p.Text(print.Box{X: text, Y: y + 9 + h, Width: width}, c.title, title)
	p.Text(print.Box{X: text, Y: y + cardHeight - 10, Width: width}, c.when, print.Style{Size: 8, Colour: print.Muted})
	return nil
}
