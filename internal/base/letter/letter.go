// Package letter folds letters: what different keyboards, languages and hands
// write for one letter becomes one letter. Search and the comparing of names
// stand on the same folding, so that what one finds the other recognises.
package letter

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// plain are the foldings that no decomposition of Unicode gives. Persian and
// Maghrebi forms stand for the Arabic letter that others write: a place name is
// كوركول, گورگول or ݣورݣول. Then come the hooked letters of Pulaar and Wolof.
var plain = map[rune]string{
	'ٱ': "ا", 'ٲ': "ا", 'ٳ': "ا", 'ٵ': "ا", 'ء': "", 'ٴ': "", 'ة': "ه", 'ۃ': "ه", 'ە': "ه", 'ہ': "ه", 'ھ': "ه", 'ۀ': "ه", 'ۂ': "ه",
	'ى': "ي", 'ی': "ي", 'ې': "ي", 'ے': "ي", 'ۓ': "ي", 'ک': "ك", 'ڪ': "ك", 'گ': "ك", 'ڭ': "ك", 'ݣ': "ك", 'ڨ': "ق",
	'ڤ': "ف", 'ڢ': "ف", 'ڧ': "ق", 'پ': "ب", 'چ': "ج", 'ژ': "ز", 'ۆ': "و", 'ۋ': "و",
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ɓ': "b", 'ɗ': "d",
	'ƴ': "y", 'ɲ': "n", 'ŋ': "n", 'ƙ': "k", 'ɠ': "g", 'ɛ': "e", 'ɔ': "o", 'ə': "e",
}

// Plain folds r, which must be decomposed already: in lower case, an alef an
// alef, a digit a western digit; "" for what is not seen, such as a vowel sign,
// a tatweel, a zero-width joiner or a control of direction.
func Plain(r rune) string {
	r = unicode.ToLower(r)
	s, known := plain[r]
	switch {
	case known:
		return s
	case r == 'ـ', unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm):
		return ""
	case unicode.Is(unicode.Nd, r):
		return string(Digit(r))
	}
	return string(r)
}

// Digit gives the western digit for a decimal digit of any script, and r itself
// for what is none.
func Digit(r rune) rune {
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

// decompositions holds a letter a line, and after it what it is put together of,
// without marks: all of Unicode's Latin and Arabic. The test writes it.
//
//go:embed decompositions.txt
var decompositions string

// tableEnd bounds the runes whose folding is looked up: Latin, Greek, Cyrillic
// and Arabic without its extensions, nearly all that is ever typed here.
const tableEnd = 0x700

var tables = sync.OnceValues(func() (*[tableEnd]string, map[rune]string) {
	composed := map[rune]string{}
	for line := range strings.Lines(decompositions) {
		r, size := utf8.DecodeRuneInString(line)
		composed[r] = strings.TrimSuffix(line[size:], "\n")
	}
	var t [tableEnd]string
	for r := range rune(tableEnd) {
		t[r] = foldAny(r, composed)
	}
	return &t, composed
})

// Fold gives what r is compared as. It knows how Latin and Arabic letters are
// put together; those of other scripts it takes as they are.
func Fold(r rune) string {
	table, composed := tables()
	if r >= 0 && r < tableEnd {
		return table[r]
	}
	return foldAny(r, composed)
}

func foldAny(r rune, composed map[rune]string) string {
	parts, ok := composed[r]
	if !ok {
		return Plain(r)
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(Plain(p))
	}
	return b.String()
}
