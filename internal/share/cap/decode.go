package cap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/encoding/charmap"

	"wasl/internal/base/fault"
)

// Decode reads a message. It faults with TooLarge beyond a limit, and with Invalid
// for what is no XML, has a document type, or is none of CAP 1.2 or 1.1.
func Decode(b []byte) (*Alert, error) {
	if err := scan(b); err != nil {
		return nil, err
	}
	var w alertXML
	if err := reader(b).Decode(&w); err != nil {
		return nil, unreadable(err)
	}
	if ns := w.XMLName.Space; ns != Namespace && ns != older {
		return nil, invalid("cap.version", "this is no warning of CAP 1.2 or 1.1: its namespace is {0}", "ask the sender for CAP 1.2", cut(ns))
	}
	a, err := w.alert()
	if err != nil {
		return nil, err
	}
	return a, a.Check()
}

func unreadable(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "cap.Decode", Key: "cap.unreadable", Msg: "this is no XML that can be read", Hint: "take the file as its sender gave it, whole", Err: err,
	}
}

// reader reads XML without entities beyond its own five, in the three charsets
// that such files are in.
func reader(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = charset
	return d
}

func charset(label string, r io.Reader) (io.Reader, error) {
	switch lower(label) {
	case "utf-8", "us-ascii", "ascii":
		return r, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1.NewDecoder().Reader(r), nil
	case "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(r), nil
	case "windows-1256":
		return charmap.Windows1256.NewDecoder().Reader(r), nil
	}
	return nil, errors.New("charset " + strconv.Quote(label))
}

// scan holds a file against the limits before anything is made of it.
func scan(b []byte) error {
	if len(b) > MaxBytes {
		return &fault.Error{
			Kind: fault.TooLarge, Op: "cap.Decode", Key: "cap.large", Msg: "this file is larger than {0} KiB", Hint: "ask the sender for one by area or by language",
			Args: []string{strconv.Itoa(MaxBytes >> 10)},
		}
	}
	d := reader(b)
	depth, elements, roots := 0, 0, 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			if roots != 1 {
				return unreadable(errors.New("no element, or several"))
			}
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
			elements++
			if depth > maxDepth || elements > maxElements || len(t.Attr) > maxAttrs {
				return invalid("cap.deep", "this file is more deeply built than any warning is", "ask the sender for CAP 1.2")
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			return invalid("cap.doctype", "this file has a document type: such files are not read", "ask the sender for CAP 1.2 without one")
		}
	}
}

// maxAttrs is of one element: a message's own have none but namespaces.
const maxAttrs = 20

func (w *alertXML) alert() (*Alert, error) {
	a := &Alert{
		Identifier: trim(w.Identifier), Sender: trim(w.Sender), Status: Status(trim(w.Status)), MsgType: MsgType(trim(w.MsgType)), Source: trim(w.Source),
		Scope: Scope(trim(w.Scope)), Restriction: trim(w.Restriction), Addresses: trim(w.Addresses), Codes: trims(w.Codes), Note: trim(w.Note), Incidents: trim(w.Incidents),
	}
	var err error
	if a.Sent, err = readTime("sent", w.Sent); err != nil {
		return nil, err
	}
	if a.References, err = readReferences(w.References); err != nil {
		return nil, err
	}
	if len(w.Infos) > MaxInfos {
		return nil, many("info")
	}
	for i := range w.Infos {
		in, err := w.Infos[i].info()
		if err != nil {
			return nil, err
		}
		a.Infos = append(a.Infos, in)
	}
	return a, nil
}

func (w *infoXML) info() (in Info, err error) {
	in = Info{
		Language: trim(w.Language), Categories: trims(w.Categories), Event: trim(w.Event), Responses: trims(w.Responses), Urgency: trim(w.Urgency), Severity: trim(w.Severity),
		Certainty: trim(w.Certainty), Audience: trim(w.Audience), EventCodes: values(w.EventCodes), SenderName: trim(w.SenderName), Headline: trim(w.Headline),
		Description: trim(w.Description), Instruction: trim(w.Instruction), Web: trim(w.Web), Contact: trim(w.Contact), Parameters: values(w.Parameters),
	}
	for _, t := range []struct {
		name, text string
		to         *time.Time
	}{{"effective", w.Effective, &in.Effective}, {"onset", w.Onset, &in.Onset}, {"expires", w.Expires, &in.Expires}} {
		if trim(t.text) == "" {
			continue
		}
		if *t.to, err = readTime(t.name, t.text); err != nil {
			return in, err
		}
	}
	if len(w.Areas) > MaxAreas {
		return in, many("area")
	}
	for i := range w.Areas {
		r, err := w.Areas[i].area()
		if err != nil {
			return in, err
		}
		in.Areas = append(in.Areas, r)
	}
	return in, nil
}

func (w *areaXML) area() (r Area, err error) {
	r = Area{Desc: trim(w.Desc), Geocodes: values(w.Geocodes), Altitude: trim(w.Altitude), Ceiling: trim(w.Ceiling)}
	if len(w.Polygons) > MaxPolygons || len(w.Circles) > MaxPolygons {
		return r, many("polygon")
	}
	for _, text := range w.Polygons {
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		if len(words) > MaxPoints {
			return r, many("polygon")
		}
		p := make([]Point, len(words))
		for i, word := range words {
			if p[i], err = readPoint(word); err != nil {
				return r, wrong("polygon", word)
			}
		}
		r.Polygons = append(r.Polygons, p)
	}
	for _, text := range w.Circles {
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		if len(words) != 2 {
			return r, wrong("circle", text)
		}
		c := Circle{}
		c.Centre, err = readPoint(words[0])
		if c.Radius, err = orFloat(words[1], err); err != nil {
			return r, wrong("circle", text)
		}
		r.Circles = append(r.Circles, c)
	}
	return r, nil
}

func readPoint(word string) (p Point, err error) {
	lat, lon, _ := strings.Cut(word, ",")
	p.Lat, err = orFloat(lat, nil)
	p.Lon, err = orFloat(lon, err)
	return p, err
}

// orFloat reads a number where nothing was wrong before.
func orFloat(s string, before error) (float64, error) {
	if before != nil {
		return 0, before
	}
	x, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
		err = errors.New("no number")
	}
	return x + 0, err // -0 is 0
}

// readTime reads a time with an offset. Z and parts of seconds are taken, although
// the standard forbids them.
func readTime(element, text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, trim(text))
	if err != nil {
		return t, wrong(element, trim(text))
	}
	return t.UTC().Truncate(time.Second), nil
}

// readReferences reads sender,identifier,sent by blanks.
func readReferences(text string) (rs []Reference, err error) {
	words := strings.Fields(text)
	if len(words) > MaxValues {
		return nil, many("references")
	}
	for _, word := range words {
		parts := strings.Split(word, ",")
		if len(parts) != 3 {
			return nil, wrong("references", word)
		}
		r := Reference{Sender: parts[0], Identifier: parts[1]}
		if r.Sent, err = readTime("references", parts[2]); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// values leaves out those that say nothing.
func values(ws []valueXML) (vs []Value) {
	for _, w := range ws {
		if v := (Value{trim(w.Name), trim(w.Value)}); v.Name != "" && v.Value != "" {
			vs = append(vs, v)
		}
	}
	return vs
}

func trims(ss []string) (out []string) {
	for _, s := range ss {
		if s = trim(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }

func lower(s string) string { return strings.ToLower(s) }

func cut(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
