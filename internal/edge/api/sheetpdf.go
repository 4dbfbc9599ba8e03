package api

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/community/paper"
	"wasl/internal/edge/print"
)

// rollSheet is a roll to be printed and marked by hand: what stands on its pages
// for people. What stands there for the reader is paper's.
type rollSheet struct {
	language lang.Language
	number   uint64
	title    string
	where    string
	sessions []rollSession
	names    []string // in the order of the sheet's rows
	zone     *time.Location
}

type rollSession struct {
	title string
	start time.Time
}

// pages makes the sheet's pages.
func (r *rollSheet) pages() []paper.Page {
	var out []paper.Page
	for left := len(r.names); left > 0; left -= paper.MaxRows {
		out = append(out, paper.Page{
			Sheet: r.number, Number: len(out) + 1, Rows: min(left, paper.MaxRows), Sessions: len(r.sessions), RightToLeft: r.language.RightToLeft(),
		})
	}
	return out
}

// draw gives the sheet as PDF.
func (r *rollSheet) draw() ([]byte, error) {
	doc, err := print.New(print.Options{Language: r.language, Title: r.title, Bare: true})
	if err != nil {
		return nil, err
	}
	all := r.pages()
	for i, p := range all {
		if i > 0 {
			doc.Break()
		}
		d := &rollPage{r, p, doc, doc.Page()}
		d.marks()
		d.head(len(all))
		d.heads()
		for row := range p.Rows {
			d.row(row, i*paper.MaxRows+row)
		}
		d.signing()
	}
	var out bytes.Buffer
	err = doc.Write(&out)
	return out.Bytes(), err
}

// rollPage is one page of a sheet. Lengths are millimetres.
type rollPage struct {
	*rollSheet
	paper.Page
	doc *print.Document
	on  *print.Page
}

// marks draws what the reader looks for, in black.
func (d *rollPage) marks() {
	black, white := print.Colour{0, 0, 0.001}, print.Colour{1, 1, 1}
	for _, s := range d.Shapes() {
		switch s.Kind {
		case paper.Square:
			d.on.Fill(s.X-s.Width/2, s.Y-s.Height/2, s.Width, s.Height, black)
		case paper.Mark:
			d.on.Dot(s.X, s.Y, s.Width/2, black)
			d.on.Dot(s.X, s.Y, s.Width*5/14, white)
			d.on.Dot(s.X, s.Y, s.Width*3/14, black)
		case paper.Outline:
			d.on.Oval(s.X, s.Y, s.Width/2-0.1, s.Height/2-0.1, 0.2, print.Muted)
		}
	}
}

const (
	rollEdge = 22 // from the page's edges to its text
	rollRoom = paper.PageWidth - 2*rollEdge
)

func (d *rollPage) head(pages int) {
	d.on.Text(print.Box{X: rollEdge, Y: 20.5, Width: rollRoom}, d.clip(d.title, rollRoom, 15, true), print.Style{Size: 15, Bold: true})
	var facts []string
	if len(d.sessions) > 0 {
		facts = append(facts, lang.Date(d.language, d.sessions[0].start.In(d.zone)))
	}
	if d.where != "" {
		facts = append(facts, d.where)
	}
	facts = append(facts, lang.Say(d.language, "paper.page", "page {0} of {1}", strconv.Itoa(d.Number), strconv.Itoa(pages)))
	d.on.Text(print.Box{X: rollEdge, Y: 29, Width: rollRoom}, d.clip(strings.Join(facts, " · "), rollRoom, 10, false), print.Style{Colour: print.Muted})
	d.on.Text(print.Box{X: rollEdge, Y: 35.5, Width: rollRoom},
		lang.Say(d.language, "paper.how", "Fill one oval for each session: present, late, or there for a part only. Leave all empty for whoever did not come. Write nothing on the black marks."),
		print.Style{Size: 8.5, Colour: print.Muted})
}

// heads names the sessions and their ovals above the first row.
func (d *rollPage) heads() {
	top := paper.RowMiddle(0) - paper.RowHeight()/2
	for s, session := range d.sessions {
		x, width := d.Block(s)
		d.on.Text(print.Box{X: x, Y: top - 16, Width: width}, d.clip(session.title, width-1, 8, true), print.Style{Size: 8, Bold: true, Align: print.Centre})
		d.on.Text(print.Box{X: x, Y: top - 12, Width: width}, session.start.In(d.zone).Format("15:04"), print.Style{Size: 8, Colour: print.Muted, Align: print.Centre})
		for c, sign := range d.signs() {
			o := d.Oval(0, s, paper.Choice(c))
			d.on.Text(print.Box{X: o.X - 3, Y: top - 6.5, Width: 6}, sign, print.Style{Size: 9, Bold: true, Align: print.Centre})
		}
	}
	x, width := d.Names()
	d.on.Text(print.Box{X: x, Y: top - 12, Width: width}, lang.Say(d.language, "paper.legend", "P present · L late · ½ a part only"), print.Style{Size: 8.5})
	d.on.Line(rollEdge, top, paper.PageWidth-rollEdge, top, 0.3, print.Muted)
}

// signs stand above the three ovals of a session.
func (d *rollPage) signs() [3]string {
	return [3]string{lang.Say(d.language, "paper.sign.present", "P"), lang.Say(d.language, "paper.sign.late", "L"), lang.Say(d.language, "paper.sign.partial", "½")}
}

func (d *rollPage) row(row, person int) {
	y := paper.RowMiddle(row)
	x, width := d.Names()
	const numbers = 9
	at, names := x, x+numbers
	if d.RightToLeft {
		at, names = x+width-numbers, x
	}
	name := print.Style{Size: 12.5}
	d.on.Text(print.Box{X: at, Y: y - 2.2, Width: numbers - 1}, strconv.Itoa(person+1), print.Style{Size: 9, Colour: print.Muted})
	d.on.Text(print.Box{X: names, Y: y - name.Leading()/2, Width: width - numbers}, d.clip(d.names[person], width-numbers-1, name.Size, false), name)
	line := y + paper.RowHeight()/2
	d.on.Line(rollEdge, line, paper.PageWidth-rollEdge, line, 0.15, print.Line)
}

func (d *rollPage) signing() {
	const y = 266
	half := float64(rollRoom-10) / 2
	for i, text := range []string{lang.Say(d.language, "paper.by", "Taken by"), lang.Say(d.language, "paper.signature", "Signature")} {
		x := rollEdge + float64(i)*(half+10)
		if d.RightToLeft {
			x = rollEdge + float64(1-i)*(half+10)
		}
		d.on.Text(print.Box{X: x, Y: y - 3.2, Width: half}, text, print.Style{Size: 8.5, Colour: print.Muted})
		d.on.Line(x, y+5, x+half, y+5, 0.2, print.Muted)
	}
	d.on.Text(print.Box{X: rollEdge, Y: 272.3, Width: rollRoom}, sheetName(d.number), print.Style{Size: 8, Colour: print.Muted, Align: print.Centre})
}

// clip shortens a text to one line of a width.
func (d *rollPage) clip(text string, width, size float64, bold bool) string {
	return oneLine(d.doc, text, width, print.Style{Size: size, Bold: bold})
}

// oneLine shortens a text until it fits into one line.
func oneLine(d *print.Document, text string, width float64, s print.Style) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if d.Measure(string(runes), s) <= width {
		return string(runes)
	}
	for len(runes) > 0 {
		runes = runes[:len(runes)-1]
		if short := strings.TrimSpace(string(runes)) + "…"; d.Measure(short, s) <= width {
			return short
		}
	}
	return ""
}

// sheetName is how people tell a sheet from another: its number in groups of four.
func sheetName(number uint64) string {
	s := fmt.Sprintf("%013d", number) // 40 bits
	return s[:1] + " " + s[1:5] + " " + s[5:9] + " " + s[9:]
}
