// Package search finds reports by words: in Arabic, French, English and what is
// mixed of them, however they are spelt. Text is folded, cut into words and
// stemmed in Go, the same way when indexing and when searching; SQLite's FTS5
// keeps the words. What is removed is gone from the index too, not only hidden.
package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tableEnd bounds the runes whose folding is looked up: Latin, Greek, Cyrillic
// and Arabic without its extensions, nearly all that is ever typed here.
const tableEnd = 0x700

// letters are the foldings that no decomposition of Unicode gives. Persian and
// Maghrebi forms stand for the Arabic letter that others write: a place name is
// كوركول, گورگول or ݣورݣول. Then come the hooked letters of Pulaar and Wolof.
var letters = map[rune]string{
	'ٱ': "ا", 'ٲ': "ا", 'ٳ': "ا", 'ٵ': "ا", 'ء': "", 'ٴ': "", 'ة': "ه", 'ۃ': "ه", 'ە': "ه", 'ہ': "ه", 'ھ': "ه", 'ۀ': "ه", 'ۂ': "ه",
	'ى': "ي", 'ی': "ي", 'ې': "ي", 'ے': "ي", 'ۓ': "ي", 'ک': "ك", 'ڪ': "ك", 'گ': "ك", 'ڭ': "ك", 'ݣ': "ك", 'ڨ': "ق",
	'ڤ': "ف", 'ڢ': "ف", 'ڧ': "ق", 'پ': "ب", 'چ': "ج", 'ژ': "ز", 'ۆ': "و", 'ۋ': "و",
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ɓ': "b", 'ɗ': "d",
	'ƴ': "y", 'ɲ': "n", 'ŋ': "n", 'ƙ': "k", 'ɠ': "g", 'ɛ': "e", 'ɔ': "o", 'ə': "e",
}

var table = sync.OnceValue(func() *[tableEnd]string {
	var t [tableEnd]string
	for r := range rune(tableEnd) {
		t[r] = foldAny(r)
	}
	return &t
})

// fold gives what r is indexed as: in lower case, without marks, an alef an alef,
// a digit a western digit; "" for what is not seen, such as a vowel sign, a
// tatweel, a zero-width joiner or a control of direction. It looks at one rune
// alone, so folding a text is folding its runes.
func fold(r rune) string {
	if r < tableEnd {
		return table()[r]
	}
	return foldAny(r)
}

func foldAny(r rune) string {
	if r < utf8.RuneSelf {
		return string(unicode.ToLower(r))
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		d = unicode.ToLower(d)
		switch s, known := letters[d]; {
		case known:
			b.WriteString(s)
		case d == 'ـ', unicode.In(d, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm):
		case unicode.Is(unicode.Nd, d):
			b.WriteRune(digit(d))
		default:
			b.WriteRune(d)
		}
	}
	return b.String()
}

// digit gives the western digit for a decimal digit of any script.
func digit(r rune) rune {
	for _, g := range unicode.Nd.R16 {
		if r >= rune(g.Lo) && r <= rune(g.Hi) {
			return '0' + (r-rune(g.Lo))%10
		}
	}
	for _, g := range unicode.Nd.R32 {
		if r >= rune(g.Lo) && r <= rune(g.Hi) {
			return '0' + (r-rune(g.Lo))%10
		}
	}
	return r
}

// Fold gives s as names are compared: folded, its words apart by one space.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for w := range words(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.folded)
	}
	return b.String()
}
