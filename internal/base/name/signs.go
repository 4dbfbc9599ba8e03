package name

import (
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/letter"
)

// Limits of searching a text.
const (
	// MaxText bounds the text that is searched, in bytes: a report of 40 pages. What
	// comes after is not looked at.
	MaxText = 128 << 10
	// MaxFound bounds what is found in one text: more is a list, not a report.
	MaxFound = 500
)

// Found is something found in a text, and where: bytes Start to End.
type Found[T any] struct {
	Value      T
	Start, End int
}

// within cuts text to what is searched.
func within(text string) string {
	if len(text) <= MaxText {
		return text
	}
	text = text[:MaxText]
	for len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// A mark is a run of digits or of letters, as number plates and telephone numbers
// are made of. Digits are western, letters Latin capitals.
type mark struct {
	text       [maxMark]byte
	n          int
	digits     bool
	upper      bool // of Latin capitals as written
	arabic     bool
	long       bool // there was more than fits: no part of a number
	start, end int
	gap        rune // what stands before: 0 for nothing, a separator, or any other rune for more than one
}

// maxMark bounds a run: the longest telephone number has 15 digits.
const maxMark = 16

func (m *mark) string() string { return string(m.text[:m.n]) }

// apartGap stands for more between two marks than one number has.
const apartGap = '\n'

// plateLetters are the Latin letters that stand for Arabic ones on plates and
// when plates are read out.
var plateLetters = map[string]byte{
	"ا": 'A', "ب": 'B', "ت": 'T', "ث": 'T', "ج": 'J', "ح": 'H', "خ": 'K', "د": 'D', "ذ": 'D', "ر": 'R', "ز": 'Z', "س": 'S', "ش": 'C',
	"ص": 'S', "ض": 'D', "ط": 'T', "ظ": 'Z', "ع": 'E', "غ": 'G', "ف": 'F', "ق": 'Q', "ك": 'K', "ل": 'L', "م": 'M', "ن": 'N', "ه": 'H',
	"و": 'W', "ي": 'Y',
}

// marker cuts a text into marks, one after the other.
type marker struct {
	text string
	at   int
	gap  rune
}

// next gives the next mark, false at the end.
func (k *marker) next(m *mark) bool {
	*m = mark{}
	for k.at < len(k.text) {
		r, size := utf8.DecodeRuneInString(k.text[k.at:])
		c, digit, arab := plateRune(r)
		switch {
		case c == 0 && m.n > 0 && !unicode.In(r, unicode.Mn, unicode.Cf):
			return true
		case c == 0 && unicode.In(r, unicode.Mn, unicode.Cf): // not seen
		case c == 0:
			k.between(r)
		case m.n > 0 && m.digits != digit:
			return true
		default:
			k.add(m, r, c, digit, arab, size)
		}
		k.at += size
	}
	return m.n > 0
}

func (k *marker) add(m *mark, r rune, c byte, digit, arab bool, size int) {
	if m.n == 0 {
		m.start, m.gap, m.digits, m.upper = k.at, k.gap, digit, true
		k.gap = 0
	}
	m.end = k.at + size
	m.arabic = m.arabic || arab
	m.upper = m.upper && !unicode.IsLower(r)
	if m.n < maxMark {
		m.text[m.n] = c
		m.n++
	} else {
		m.long = true
	}
}

// between takes what stands between marks.
func (k *marker) between(r rune) {
	switch {
	case k.gap == 0:
		k.gap = r
	case k.gap == ' ' && (r == '-' || r == '/' || r == '.' || r == '+' || r == '('):
		k.gap = r
	case r == ' ' && (k.gap == '-' || k.gap == '/' || k.gap == ')'):
	default:
		k.gap = apartGap
	}
	if r == '\u00a0' || r == '\u202f' || r == '\t' {
		k.gap = ' '
	}
}

// plateRune gives the digit or Latin capital that r stands for, 0 for none.
func plateRune(r rune) (c byte, digit, arab bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true, false
	case r >= 'a' && r <= 'z':
		return byte(r - 'a' + 'A'), false, false
	case r >= 'A' && r <= 'Z':
		return byte(r), false, false
	case r < utf8.RuneSelf:
		return 0, false, false
	}
	f := letter.Fold(r)
	switch {
	case f == "":
		return 0, false, false
	case len(f) == 1:
		c, digit, _ = plateRune(rune(f[0]))
		return c, digit, false
	case plateLetters[f] != 0:
		return plateLetters[f], false, true
	case unicode.IsLetter(r):
		return '?', false, false
	}
	return 0, false, false
}
