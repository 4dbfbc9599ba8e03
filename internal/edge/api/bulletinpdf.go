package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/print"
	"wasl/internal/share/product"
)

// printBulletin is GET /api/v1/bulletins/{id}/bulletin.pdf: a bulletin on sheets, in
// the language asked for, or in French and then in Arabic. Readers get grades and
// numbers of sources, and nothing of what it stands on.
func (s *Server) printBulletin(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	languages := []lang.Language{c.language}
	switch asked := r.URL.Query().Get("language"); asked {
	case "":
	case "both":
		languages = []lang.Language{lang.French, lang.Arabic}
	default:
		l, ok := lang.Parse(asked)
		if !ok {
			return wrong("language")
		}
		languages = []lang.Language{l}
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), callerKey{}, c), opTime)
	defer cancel()
	v, err := s.Bulletins.Get(ctx, c.actor, id)
	if err != nil {
		return err
	}
	out, err := s.bulletinPaper(v, languages)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="wasl-bulletin-`+v.Day+"-"+strconv.Itoa(v.Edition)+`.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(out)
	return err
}

// bulletinPaper sets a bulletin, each language on pages of its own.
func (s *Server) bulletinPaper(v *product.View, languages []lang.Language) ([]byte, error) {
	var doc *print.Document
	for i, l := range languages {
		sheet := &bulletinSheet{s: s, l: l, v: v}
		if i == 0 {
			var err error
			if doc, err = print.New(print.Options{Language: l, Title: sheet.title(), Head: sheet.head(), Foot: sheet.foot()}); err != nil {
				return nil, err
			}
		} else {
			doc.Turn(l, sheet.head(), sheet.foot())
		}
		sheet.Document = doc
		sheet.draw()
	}
	var out bytes.Buffer
	err := doc.Write(&out)
	return out.Bytes(), err
}

// bulletinSheet is a bulletin on paper in one language. Lengths are millimetres.
type bulletinSheet struct {
	*print.Document
	s *Server
	l lang.Language
	v *product.View
}

const (
	pictureHeight = 52
	pictureWidth  = 60 // of the map
)

func (d *bulletinSheet) title() string { return lang.Say(d.l, "bulletin.title", "Daily bulletin") }

func (d *bulletinSheet) head() string { return "TLP:" + strings.ToUpper(d.v.TLP.String()) }

func (d *bulletinSheet) day() string {
	t, err := time.Parse(time.DateOnly, d.v.Day)
	if err != nil {
		return d.v.Day
	}
	return lang.Date(d.l, t)
}

func (d *bulletinSheet) edition() string {
	return lang.Say(d.l, "bulletin.edition", "edition {0}", strconv.Itoa(d.v.Edition))
}

func (d *bulletinSheet) foot() string {
	return strings.Join([]string{d.s.Units.Name(d.v.Unit, d.l), d.day(), d.edition(), d.head()}, " · ")
}

func (d *bulletinSheet) draw() {
	d.Heading(1, d.title()+" — "+d.day())
	d.Paragraph(strings.Join([]string{d.s.Units.Name(d.v.Unit, d.l), d.edition(), d.head()}, " · "), print.Style{Size: 11, Bold: true})
	d.Paragraph(d.stands(), print.Style{Colour: print.Muted})
	if d.v.State == product.Withdrawn {
		d.Space(4)
		d.Paragraph(lang.Say(d.l, "bulletin.withdrawn", "This bulletin was withdrawn: {0}", d.v.Why), print.Style{Bold: true, Colour: print.Alarm})
		return
	}
	d.Space(3)
	d.pictures()
	d.paragraphs()
}

// stands says as of when the bulletin tells, and what became of it.
func (d *bulletinSheet) stands() string {
	parts := []string{lang.Say(d.l, "bulletin.drafted", "As known on {0}.", lang.DateTime(d.l, d.v.Drafted))}
	switch d.v.State {
	case product.Draft:
		parts = append(parts, lang.Say(d.l, "bulletin.draft", "A draft: not released."))
	case product.Released, product.Superseded, product.Withdrawn:
		parts = append(parts, lang.Say(d.l, "bulletin.released", "Released on {0}.", lang.DateTime(d.l, d.v.Released)))
	}
	if d.v.Next > 0 {
		parts = append(parts, lang.Say(d.l, "bulletin.superseded", "Superseded by edition {0}.", strconv.Itoa(d.v.Next)))
	}
	return strings.Join(parts, " ")
}

// pictures are a map of the moughataas that the bulletin tells of, and the reports of
// two weeks, a bar a day.
func (d *bulletinSheet) pictures() {
	top := d.Y()
	m := &sheetMap{d.Page(), d.from(0, pictureWidth), top, pictureWidth, pictureHeight}
	m.draw(func() {
		for _, spot := range d.s.spotsOf(d.v.Shown(), d.l) {
			m.circle(spot.Lon, spot.Lat, spot.N, print.Accent)
		}
	})
	width := d.Width() - pictureWidth - sheetGap
	d.bars(d.from(pictureWidth+sheetGap, width), top, width)
	d.Space(pictureHeight + sheetGap)
}

// from gives the left edge of something that begins so far from where the language
// begins to read, and is so wide.
func (d *bulletinSheet) from(start, width float64) float64 {
	if d.l.RightToLeft() {
		return sheetEdge + d.Width() - start - width
	}
	return sheetEdge + start
}

func (d *bulletinSheet) bars(x, y, width float64) {
	const height, foot = 34, 5
	p := d.Page()
	p.Text(print.Box{X: x, Y: y, Width: width}, lang.Say(d.l, "bulletin.days", "Reports received, 14 days"), print.Style{Bold: true})
	y += 10
	days := d.v.Figures.Days
	most := 1
	for _, n := range days {
		most = max(most, n)
	}
	last, err := time.Parse(time.DateOnly, d.v.Day)
	if err != nil || len(days) == 0 {
		return
	}
	step := width / float64(len(days))
	small := print.Style{Size: 7, Colour: print.Muted, Align: print.Centre}
	for i, n := range days {
		left := x + float64(i)*step
		if d.l.RightToLeft() {
			left = x + width - float64(i+1)*step
		}
		tall := height * float64(n) / float64(most)
		colour := print.Line
		if i == len(days)-1 {
			colour = print.Accent
		}
		p.Fill(left+step*0.15, y+height-tall, step*0.7, tall, colour)
		p.Text(print.Box{X: left, Y: y + height + 0.5, Width: step}, strconv.Itoa(last.AddDate(0, 0, i-len(days)+1).Day()), small)
		if n > 0 {
			p.Text(print.Box{X: left, Y: y + height - tall - 3.6, Width: step}, strconv.Itoa(n), small)
		}
	}
	p.Line(x, y+height, x+width, y+height, 0.2, print.Line)
}

// paragraphs sets what there is to read, section by section.
func (d *bulletinSheet) paragraphs() {
	shown := d.v.Shown()
	if len(shown) == 0 {
		d.Paragraph(lang.Say(d.l, "bulletin.nothing", "Nothing to report."), print.Style{Size: 11})
	}
	section := product.Section("")
	for _, p := range shown {
		if p.Section != section {
			section = p.Section
			d.Heading(2, section.Name(d.l))
		}
		d.paragraph(p)
	}
	if d.v.Missing > 0 {
		d.Space(2)
		d.Paragraph(lang.Say(d.l, "bulletin.missing", "Paragraphs removed after the release, because what they stood on was erased: {0}.", strconv.Itoa(d.v.Missing)), print.Style{Bold: true})
	}
}

// paragraph sets one: what was not written in the language stands in another, which
// the reader is told.
func (d *bulletinSheet) paragraph(p *product.Paragraph) {
	said := p.Texts[d.l]
	if said == nil || strings.TrimSpace(said.Text) == "" {
		for _, l := range lang.All() {
			if other := p.Texts[l]; other != nil && strings.TrimSpace(other.Text) != "" {
				said = other
				d.Paragraph(lang.Say(d.l, "bulletin.untranslated", "Not written in this language:"), print.Style{Size: 9, Colour: print.Muted})
				break
			}
		}
	}
	if said == nil {
		return
	}
	d.Keep(print.Style{}.Leading() * 2)
	d.Paragraph(said.Text, print.Style{})
	d.Space(2.2)
}
