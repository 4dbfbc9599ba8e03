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

	"wasl/internal/base/letter"
)

// tableEnd bounds the runes whose folding is looked up: Latin, Greek, Cyrillic
// and Arabic without its extensions, nearly all that is ever typed here.
const tableEnd = 0x700

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
		b.WriteString(letter.Plain(d))
	}
	return b.String()
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
