package api

import (
	"bytes"
	"cmp"
	"math"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/community/certificate"
	"wasl/internal/edge/print"
)

// diploma is a certificate to be printed: in Arabic, and beside it in French or
// English.
type diploma struct {
	name        string
	title       lang.Text
	issuer      lang.Text
	when, where lang.Text
	hours       int
	issued      time.Time
	signer      string
	code        string
	carried     string // by the QR code
	fingerprint string
	check       string // where it can be checked, without the scheme
	demo        bool
}

// drawDiplomas gives certificates as PDF, a page each. They share their fonts.
func drawDiplomas(second lang.Language, all []diploma) ([]byte, error) {
	if second == lang.Arabic {
		second = lang.French
	}
	doc, err := print.New(print.Options{Language: second, Title: lang.Say(second, "certificate.word", "Certificate"), Landscape: true, Bare: true})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if i > 0 {
			doc.Break()
		}
		d := &diplomaPage{&all[i], second, doc, doc.Page()}
		d.frame()
		d.words()
		d.course()
		if err := d.proof(); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = doc.Write(&out)
	return out.Bytes(), err
}

type diplomaPage struct {
	*diploma
	second lang.Language
	doc    *print.Document
	on     *print.Page
}

// The page lies on its side. Lengths are millimetres.
const (
	diplomaWidth  = 297.0
	diplomaHeight = 210.0
	diplomaMiddle = diplomaWidth / 2
	diplomaSide   = 30.0 // from the page's edges to its text
	diplomaHalf   = 112.0
	diplomaCode   = 44.0 // of the QR code with its white
)

var gold = print.Colour{0.72, 0.58, 0.30}

// frame draws the border, with a star of eight points in each corner.
func (d *diplomaPage) frame() {
	const out, in = 9.0, 12.0
	d.on.Frame(out, out, diplomaWidth-2*out, diplomaHeight-2*out, 0.9, print.Accent)
	d.on.Frame(in, in, diplomaWidth-2*in, diplomaHeight-2*in, 0.25, gold)
	for _, x := range []float64{in, diplomaWidth - in} {
		for _, y := range []float64{in, diplomaHeight - in} {
			d.on.Area([][]print.Point{star(x, y, 9)}, print.Colour{1, 1, 1})
			d.on.Area([][]print.Point{star(x, y, 7.2)}, print.Accent)
			d.on.Area([][]print.Point{star(x, y, 4.6)}, print.Colour{1, 1, 1})
			d.on.Area([][]print.Point{star(x, y, 3)}, gold)
		}
	}
}

// star is the outline of two squares, one of them turned by an eighth.
func star(x, y, radius float64) (out []print.Point) {
	notch := radius * math.Cos(math.Pi/4) / math.Cos(math.Pi/8)
	for i := range 16 {
		r := radius
		if i%2 == 1 {
			r = notch
		}
		a := float64(i) * math.Pi / 8
		out = append(out, print.Point{X: x + r*math.Cos(a), Y: y + r*math.Sin(a)})
	}
	return out
}

func (d *diplomaPage) centred(y float64, text string, s print.Style) {
	s.Align = print.Centre
	d.on.Text(print.Box{X: diplomaSide, Y: y, Width: diplomaWidth - 2*diplomaSide}, text, s)
}

// words are what every certificate says, around the name.
func (d *diplomaPage) words() {
	issuer := d.issuer.In(lang.Arabic)
	if other := d.issuer.In(d.second); other != issuer {
		issuer += " · " + other
	}
	d.centred(21, oneLine(d.doc, issuer, diplomaWidth-2*diplomaSide, print.Style{Size: 12}), print.Style{Size: 12, Colour: print.Muted})
	d.centred(28, lang.Say(lang.Arabic, "certificate.word", "Certificate"), print.Style{Size: 36, Bold: true, Colour: print.Accent})
	d.centred(47, strings.ToUpper(lang.Say(d.second, "certificate.word", "Certificate")), print.Style{Size: 15, Colour: gold})
	d.pair(61, func(l lang.Language) string {
		return lang.Say(l, "certificate.attest", "This certifies the participation of")
	}, print.Style{Size: 12, Colour: print.Muted})
	name := print.Style{Size: 32, Bold: true}
	for name.Size > 14 && d.doc.Lines(d.name, diplomaWidth-2*diplomaSide-10, name) > 1 {
		name.Size--
	}
	d.centred(77-name.Leading()/2, d.name, name)
	d.on.Line(diplomaMiddle-62, 89, diplomaMiddle+62, 89, 0.35, gold)
}

// pair sets a text in both languages: Arabic at the right, the other at the left.
func (d *diplomaPage) pair(y float64, text func(lang.Language) string, s print.Style) {
	d.on.Text(print.Box{X: diplomaSide, Y: y, Width: diplomaHalf}, text(d.second), s)
	s.Align = print.End
	d.on.Text(print.Box{X: diplomaWidth - diplomaSide - diplomaHalf, Y: y, Width: diplomaHalf}, text(lang.Arabic), s)
}

// course says what the person took part in.
func (d *diplomaPage) course() {
	d.pair(94, func(l lang.Language) string { return lang.Say(l, "certificate.in", "in") }, print.Style{Size: 12, Colour: print.Muted})
	d.pair(101, d.title.In, print.Style{Size: 16, Bold: true})
	lines := max(d.doc.Lines(d.title.In(lang.Arabic), diplomaHalf, print.Style{Size: 16, Bold: true}), d.doc.Lines(d.title.In(d.second), diplomaHalf, print.Style{Size: 16, Bold: true}))
	y := 102 + float64(min(lines, 3))*(print.Style{Size: 16}).Leading()
	d.pair(y, d.facts, print.Style{Size: 11})
}

// facts are when and where it was, and how long it took.
func (d *diplomaPage) facts(l lang.Language) string {
	comma := ", "
	if l == lang.Arabic {
		comma = "، "
	}
	var all []string
	for _, s := range []string{d.when.In(l), d.where.In(l)} {
		if s != "" {
			all = append(all, s)
		}
	}
	if d.hours > 0 {
		all = append(all, certificate.Hours(l, d.hours))
	}
	return strings.Join(all, comma)
}

// proof is what stands at the foot: who signed and when, and how it is checked.
func (d *diplomaPage) proof() error {
	const top = 129.0
	if err := d.on.QR(diplomaMiddle-diplomaCode/2, top, diplomaCode, d.carried, print.Folder); err != nil {
		return err
	}
	d.centred(top+diplomaCode-1, certificate.ShowCode(d.code), print.Style{Size: 11, Bold: true})
	const width = 88.0
	for i, l := range []lang.Language{d.second, lang.Arabic} {
		x, align := diplomaSide, print.Start
		if i == 1 {
			x, align = diplomaWidth-diplomaSide-width, print.End
		}
		d.on.Text(print.Box{X: x, Y: 140, Width: width}, lang.Say(l, "certificate.issued", "Issued on {0}", lang.Date(l, d.issued)), print.Style{Size: 11, Align: align})
		d.on.Line(x, 162, x+width, 162, 0.2, print.Muted)
		d.on.Text(print.Box{X: x, Y: 163, Width: width}, cmp.Or(d.signer, " "), print.Style{Size: 10, Align: align})
		d.on.Text(print.Box{X: x, Y: 171, Width: width}, lang.Say(l, "certificate.how", "Anybody can check this paper: read the code with a phone, or give the ten letters at the address below."),
			print.Style{Size: 8, Colour: print.Muted, Align: align})
	}
	foot := d.check + " · Ed25519 " + certificate.ShowFingerprint(d.fingerprint)
	if d.demo {
		foot = lang.Say(d.second, "certificate.demo", "Demonstration: this certificate is made up.") + " · " + foot
	}
	d.centred(diplomaHeight-23, foot, print.Style{Size: 8, Colour: print.Muted})
	return nil
}
