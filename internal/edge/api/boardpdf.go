package api

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/edge/print"
	"wasl/web"
)

// printBoard is GET /api/v1/board.pdf: the board on a sheet for those who have no
// screen, in the language asked for.
func (s *Server) printBoard(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	if asked := r.URL.Query().Get("language"); asked != "" {
		l, ok := lang.Parse(asked)
		if !ok {
			return wrong("language")
		}
		c.language = l
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), callerKey{}, c), opTime)
	defer cancel()
	b, err := s.board(ctx, c.actor, c.language)
	if err != nil {
		return err
	}
	doc, err := print.New(print.Options{
		Language: c.language, Landscape: true, Title: lang.Say(c.language, "board.title", "Situation board"),
		Foot: lang.Say(c.language, "board.foot", "For the unit named above and those above it. Printed by {0}.", s.Who.Name(c.actor.ID)),
	})
	if err != nil {
		return err
	}
	(&boardSheet{Document: doc, s: s, l: c.language, b: &b}).draw()
	var out bytes.Buffer
	if err := doc.Write(&out); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="wasl-`+b.At.UTC().Format("2006-01-02-1504")+`.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(out.Bytes())
	return err
}

// boardSheet is a board on paper. Lengths are millimetres.
type boardSheet struct {
	*print.Document
	s *Server
	l lang.Language
	b *boardOut
}

const (
	sheetEdge  = 18 // the document's margin
	mapWidth   = 78
	mapHeight  = 74
	tileHeight = 19
	sheetGap   = 4
)

func (d *boardSheet) draw() {
	d.Heading(1, lang.Say(d.l, "board.title", "Situation board")+" — "+d.b.Unit.Name)
	d.Paragraph(lang.DateTime(d.l, d.b.At), print.Style{Colour: print.Muted})
	d.Space(1.5)
	top := d.Y()
	d.tiles(top)
	top += tileHeight + sheetGap
	d.country(d.from(0, mapWidth), top)
	rest := d.Width() - mapWidth - sheetGap
	d.days(d.from(mapWidth+sheetGap, rest), top, rest)
	d.units(top + 36)
	d.Space(top + mapHeight + sheetGap - d.Y())
	d.pressing()
}

// from gives the left edge of something that begins so far from where the language
// begins to read, and is so wide.
func (d *boardSheet) from(start, width float64) float64 {
	if d.l.RightToLeft() {
		return sheetEdge + d.Width() - start - width
	}
	return sheetEdge + start
}

func (d *boardSheet) tiles(y float64) {
	o := d.b.Open
	waiting := o.Now.NeedsAnswer + o.Soon.NeedsAnswer + o.Routine.NeedsAnswer
	all := 0
	for _, n := range []countsOut{o.Now, o.Soon, o.Routine} {
		all += n.New + n.Checking + n.NeedsAnswer
	}
	tiles := []struct {
		label  string
		n      int
		colour print.Colour
	}{
		{lang.Say(d.l, "board.now", "Lives at risk, open"), o.Now.New + o.Now.Checking + o.Now.NeedsAnswer, print.Alarm},
		{lang.Say(d.l, "board.overdue", "Overdue"), d.b.Overdue, print.Alarm},
		{lang.Say(d.l, "board.alerts", "Open alerts"), d.b.Alarmed, print.Alarm},
		{lang.Say(d.l, "board.answer", "Waiting for an answer"), waiting, print.Ink},
		{lang.Say(d.l, "board.open", "Open in all"), all, print.Ink},
	}
	width := (d.Width() - sheetGap*float64(len(tiles)-1)) / float64(len(tiles))
	for i, t := range tiles {
		x := d.from(float64(i)*(width+sheetGap), width)
		d.Page().Fill(x, y, width, tileHeight, print.Wash)
		d.Page().Text(print.Box{X: x + 3, Y: y + 1.5, Width: width - 6}, t.label, print.Style{Size: 9, Colour: print.Muted})
		colour := t.colour
		if t.n == 0 {
			colour = print.Ink
		}
		d.Page().Text(print.Box{X: x + 3, Y: y + 6.5, Width: width - 6}, strconv.Itoa(t.n), print.Style{Size: 20, Bold: true, Colour: colour})
	}
}

// region is an outline of the map, in degrees.
type region struct {
	Geometry struct {
		Coordinates [][][][2]float64 `json:"coordinates"`
	} `json:"geometry"`
}

var regions = sync.OnceValue(func() []region {
	var file struct {
		Features []region `json:"features"`
	}
	if err := json.Unmarshal(web.Wilayas, &file); err != nil {
		return nil // a board without a map says the rest; a test reads the file
	}
	return file.Features
})

// sheetMap is the country on paper: where its frame lies, and how wide it is.
type sheetMap struct {
	page                *print.Page
	x, y, width, height float64
}

// at is where a place lies on the sheet.
func (m *sheetMap) at(lon, lat float64) print.Point {
	squeeze := math.Cos(20 * math.Pi / 180)
	scale := math.Min(m.width/((country.East-country.West)*squeeze), m.height/(country.North-country.South))
	return print.Point{X: m.x + (lon-country.West)*squeeze*scale, Y: m.y + (country.North-lat)*scale}
}

// draw draws the outlines, and what is to be seen on them.
func (m *sheetMap) draw(over func()) {
	p := m.page
	p.Clip(m.x, m.y, m.width, m.height, func() {
		for _, r := range regions() {
			for _, part := range r.Geometry.Coordinates {
				m.outline(part)
			}
		}
		over()
	})
	p.Frame(m.x, m.y, m.width, m.height, 0.2, print.Line)
}

func (m *sheetMap) outline(part [][][2]float64) {
	var outlines [][]print.Point
	for _, ring := range part {
		points := make([]print.Point, 0, len(ring))
		for _, c := range ring {
			points = append(points, m.at(c[0], c[1]))
		}
		outlines = append(outlines, points)
	}
	m.page.Area(outlines, print.Wash)
	for _, o := range outlines {
		m.page.Path(append(o, o[0]), print.Stroke{Thickness: 0.2, Colour: print.Line})
	}
}

// circle draws a circle whose area grows with a number, and the number in it.
func (m *sheetMap) circle(lon, lat float64, n int, colour print.Colour) {
	const least, grows, most = 1.6, 0.55, 5
	radius := math.Min(most, least+grows*math.Sqrt(float64(n)))
	at := m.at(lon, lat)
	m.page.Dot(at.X, at.Y, radius+0.3, print.Colour{1, 1, 1})
	m.page.Dot(at.X, at.Y, radius, colour)
	const size = 7
	style := print.Style{Size: size, Bold: true, Colour: print.Colour{1, 1, 1}, Align: print.Centre}
	m.page.Text(print.Box{X: at.X - 6, Y: at.Y - 1.9, Width: 12}, strconv.Itoa(n), style)
}

// country draws the open reports as circles.
func (d *boardSheet) country(x, y float64) {
	m := &sheetMap{d.Page(), x, y, mapWidth, mapHeight}
	m.draw(func() {
		for _, c := range d.b.Cells {
			colour := print.Accent
			if c.Urgency == "now" {
				colour = print.Alarm
			}
			m.circle(c.Lon, c.Lat, c.N, colour)
		}
	})
}

// days draws what came in the last two weeks, a bar a day.
func (d *boardSheet) days(x, y, width float64) {
	const height, foot = 20, 5
	d.Page().Text(print.Box{X: x, Y: y, Width: width}, lang.Say(d.l, "board.days", "Received in the last 14 days"), print.Style{Bold: true})
	y += 6
	most := 1
	for _, day := range d.b.Days {
		most = max(most, day.Now+day.Soon+day.Routine)
	}
	step := width / float64(len(d.b.Days))
	for i, day := range d.b.Days {
		left := x + float64(i)*step
		if d.l.RightToLeft() {
			left = x + width - float64(i+1)*step
		}
		n := day.Now + day.Soon + day.Routine
		tall := height * float64(n) / float64(most)
		urgent := height * float64(day.Now) / float64(most)
		d.Page().Fill(left+step*0.15, y+height-tall, step*0.7, tall-urgent, print.Accent)
		d.Page().Fill(left+step*0.15, y+height-urgent, step*0.7, urgent, print.Alarm)
		label := day.Date
		if t, err := time.Parse(time.DateOnly, day.Date); err == nil {
			label = strconv.Itoa(t.Day())
		}
		style := print.Style{Size: 7, Colour: print.Muted, Align: print.Centre}
		d.Page().Text(print.Box{X: left, Y: y + height + 0.5, Width: step}, label, style)
		if n > 0 {
			d.Page().Text(print.Box{X: left, Y: y + height - tall - 3.4, Width: step}, strconv.Itoa(n), style)
		}
	}
	d.Page().Line(x, y+height, x+width, y+height, 0.2, print.Line)
}

// units lists in two columns who is late, and which alerts are open.
func (d *boardSheet) units(y float64) {
	rest := d.Width() - mapWidth - sheetGap
	half := (rest - sheetGap) / 2
	lines := [][2]string{}
	for _, u := range d.b.Late {
		lines = append(lines, [2]string{u.Unit.Name, strconv.Itoa(u.N)})
	}
	d.list(mapWidth+sheetGap, y, half, lang.Say(d.l, "board.late", "Units with overdue reports"), lines)
	lines = nil
	for i := range d.b.Alerts {
		lines = append(lines, [2]string{d.b.Alerts[i].Title, lang.DateTime(d.l, d.b.Alerts[i].Raised)})
	}
	d.list(mapWidth+sheetGap+half+sheetGap, y, half, lang.Say(d.l, "board.alerts", "Open alerts"), lines)
}

// list writes a few lines with a figure at their end, no more than there is room for.
func (d *boardSheet) list(start, y, width float64, title string, lines [][2]string) {
	const most, height = 5, 6.2
	x := d.from(start, width)
	p := d.Page()
	p.Text(print.Box{X: x, Y: y, Width: width}, title, print.Style{Bold: true})
	if len(lines) == 0 {
		p.Text(print.Box{X: x, Y: y + height, Width: width}, lang.Say(d.l, "board.none", "None."), print.Style{Colour: print.Muted})
	}
	for i, line := range lines[:min(len(lines), most)] {
		at := y + height*float64(i+1)
		end := d.Measure(line[1], print.Style{Size: 9})
		p.Text(print.Box{X: x, Y: at, Width: width}, line[1], print.Style{Size: 9, Align: print.End, Colour: print.Muted})
		name := width - end - 3
		left := x
		if d.l.RightToLeft() {
			left = x + width - name
		}
		p.Text(print.Box{X: left, Y: at, Width: name}, d.cut(line[0], name), print.Style{Size: 9})
		p.Line(x, at+height-0.6, x+width, at+height-0.6, 0.1, print.Line)
	}
}

// cut shortens a text to what one line holds.
func (d *boardSheet) cut(text string, width float64) string {
	runes := []rune(text)
	for n := len(runes); n > 0; n-- {
		short := text
		if n < len(runes) {
			short = string(runes[:n]) + "…"
		}
		if d.Measure(short, print.Style{Size: 9}) <= width {
			return short
		}
	}
	return ""
}

func (d *boardSheet) pressing() {
	d.Heading(3, lang.Say(d.l, "board.pressing", "Overdue reports, the most pressing first"))
	if len(d.b.Pressing) == 0 {
		d.Paragraph(lang.Say(d.l, "board.none", "None."), print.Style{Colour: print.Muted})
		return
	}
	small := print.Style{Size: 9}
	columns := []print.Column{{Width: 0.17, Style: small}, {Width: 0.43, Style: small}, {Width: 0.22, Style: small}, {Width: 0.18, Style: small}}
	var rows [][]string
	const row = 8 // a line with its rule, and a little
	for i := range d.b.Pressing[:min(len(d.b.Pressing), int(d.Left()/row))] {
		r := &d.b.Pressing[i]
		where := r.Unit.Name
		if r.Place != nil {
			where = r.Place.Name
		}
		due := ""
		if r.Due != nil {
			due = lang.DateTime(d.l, *r.Due)
		}
		title := d.cut(firstOf(r.Title, d.s.kindName(r.Kind, d.l)), 0.43*d.Width()-4)
		rows = append(rows, []string{d.cut(d.s.kindName(r.Kind, d.l), 0.17*d.Width()-4), title, d.cut(where, 0.22*d.Width()-4), due})
	}
	d.Table(columns, rows)
}
