package print

import (
	"bytes"
	"cmp"
	_ "embed" // the fonts
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// Amiri, under the Open Font License (fonts/OFL.txt): a book hand for Arabic with
// Latin letters beside it. Of ten fonts tried it alone draws لا as two glyphs, so
// that every reader of PDF copies and finds it in the right order.
var (
	//go:embed fonts/regular.ttf
	regularTTF []byte
	//go:embed fonts/bold.ttf
	boldTTF []byte
)

// Align is where the lines of a text stand, as seen by its reader.
type Align uint8

// The alignments.
const (
	Start Align = iota // right in Arabic, left in French
	Centre
	End
)

// Style is how a text is set. Its zero value is plain text.
type Style struct {
	Size   float64 // points; 0 for 10
	Bold   bool
	Colour Colour // zero for Ink
	Align  Align
}

const plainSize = 10

func (s Style) size() float64 { return cmp.Or(s.Size, plainSize) }

// Leading is the height of a line in millimetres. Arabic needs more of it than
// Latin alone.
func (s Style) Leading() float64 { return s.size() * 1.5 / pointsPerMM }

func (s Style) colour() Colour {
	if s.Colour == (Colour{}) {
		return Ink
	}
	return s.Colour
}

// fonts shape text, and remember which glyphs a document uses. They are not for
// two goroutines.
type fonts struct {
	regular, bold *typeface
	shaper        shaping.HarfbuzzShaper
	cutter        shaping.Segmenter
	wrapper       shaping.LineWrapper
}

// typeface is a font and what is used of it: the text that each glyph stands for.
type typeface struct {
	name string
	file []byte
	face *font.Face
	used map[font.GID]string
}

func newFonts() (*fonts, error) {
	f := &fonts{regular: &typeface{name: "F1", file: regularTTF}, bold: &typeface{name: "F2", file: boldTTF}}
	for _, t := range []*typeface{f.regular, f.bold} {
		face, err := font.ParseTTF(bytes.NewReader(t.file))
		if err != nil {
			return nil, err
		}
		t.face, t.used = face, map[font.GID]string{}
	}
	return f, nil
}

func (f *fonts) of(s Style) *typeface {
	if s.Bold {
		return f.bold
	}
	return f.regular
}

// setLine is a line of text ready to be drawn: its runs from left to right.
type setLine struct {
	runs  []shaping.Output
	text  []rune
	width float64 // millimetres
}

// lines breaks text into lines of a width, each paragraph of it in the direction
// of its own letters: an Arabic name in a French list reads from the right.
func (f *fonts) lines(text string, width float64, s Style, rtl bool) []setLine {
	var out []setLine
	for paragraph := range strings.SplitSeq(text, "\n") {
		runes := []rune(printable(paragraph))
		if len(runes) == 0 {
			out = append(out, setLine{})
			continue
		}
		out = append(out, f.paragraph(runes, width, s, rtl)...)
	}
	return out
}

// printable leaves out what has no glyph and would be drawn as a box.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

func (f *fonts) paragraph(runes []rune, width float64, s Style, rtl bool) []setLine {
	face := f.of(s)
	direction := directionOf(runes, rtl)
	if direction == di.DirectionRTL {
		runes = []rune(plate.ReplaceAllString(string(runes), "\u2066$0\u2069"))
	}
	inputs := f.cutter.Split(shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: direction, Face: face.face, Size: fixed.Int26_6(s.size() * 64), Language: language.DefaultLanguage(),
		FontFeatures: plainLetters,
	}, oneFace{face.face})
	runs := make([]shaping.Output, len(inputs))
	for i, in := range inputs {
		runs[i] = f.shaper.Shape(in)
	}
	wrapped, _ := f.wrapper.WrapParagraphF(shaping.WrapConfig{Direction: direction}, fixed.Int26_6(width*pointsPerMM*64), runes, shaping.NewSliceIterator(runs))
	out := make([]setLine, len(wrapped))
	for i, l := range wrapped {
		line := setLine{runs: slices.Clone(l), text: runes}
		slices.SortFunc(line.runs, func(a, b shaping.Output) int { return cmp.Compare(a.VisualIndex, b.VisualIndex) })
		for _, r := range line.runs {
			line.width += points(r.Advance) / pointsPerMM
		}
		out[i] = line
	}
	return out
}

// plate is a number plate, a telephone number or a code: digits and Latin letters
// that belong together. In Arabic text their parts would change places, so they
// are set apart.
var plate = regexp.MustCompile(`[0-9]+(?:[ -/.][0-9]+)*[ -/.]?[A-Za-z][0-9A-Za-z]*(?:[ -/.][0-9A-Za-z]+)*|\+?[0-9]+(?:[ -/.][0-9]+)+`)

// directionOf is that of the first letter, and the document's where there is
// none: 4711 AB 05 reads from the left in an Arabic document too.
func directionOf(runes []rune, rtl bool) di.Direction {
	for _, r := range runes {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return di.DirectionLTR
		case bidi.R, bidi.AL:
			return di.DirectionRTL
		default: // digits and signs have none of their own
		}
	}
	if rtl {
		return di.DirectionRTL
	}
	return di.DirectionLTR
}

// plainLetters leaves out ligatures: they are pretty, and are copied out in the
// wrong order by some readers.
var plainLetters = []shaping.FontFeature{{Tag: opentype.MustNewTag("liga")}, {Tag: opentype.MustNewTag("dlig")}}

// oneFace is a choice of fonts with one font.
type oneFace struct{ face *font.Face }

func (o oneFace) ResolveFace(rune) *font.Face { return o.face }

func points(v fixed.Int26_6) float64 { return float64(v) / 64 }

// Measure is the width of a text that is set in one line, in millimetres.
func (d *Document) Measure(text string, s Style) float64 {
	w := 0.0
	for _, l := range d.fonts.lines(text, 1e4, s, d.rightToLeft()) {
		w = max(w, l.width)
	}
	return w
}

// Lines is how many lines a text takes in a width.
func (d *Document) Lines(text string, width float64, s Style) int {
	return len(d.fonts.lines(text, width, s, d.rightToLeft()))
}
