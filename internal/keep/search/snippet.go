package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wasl/internal/keep/store"
)

// Marks stand around the words of a snippet that were looked for. They are
// control characters that no text keeps, so nobody can forge a mark; whoever
// shows the snippet puts emphasis in their place.
const (
	MarkOn  = "\x02"
	MarkOff = "\x03"
)

// width is the length in bytes of a snippet, about two lines of a list.
const width = 240

// Snippet gives the part of row n's text that tells most of what text looks
// for, with the words found between marks; "" for a row that is not indexed.
func Snippet(tx *store.Tx, n int64, text string) (string, error) {
	var whole string
	err := tx.Row("SELECT text FROM texts WHERE n = ?", n).Scan(&whole)
	if store.None(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return Parse(text).Mark(whole), nil
}

// Mark gives the part of text with the most words looked for, those between
// marks.
func (q Query) Mark(text string) string {
	hits := q.find(text)
	from, to := window(text, hits)
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, h := range hits {
		if h.start < at || h.end > to {
			continue
		}
		b.WriteString(plain(text[at:h.start]) + MarkOn + plain(text[h.start:h.end]) + MarkOff)
		at = h.end
	}
	b.WriteString(plain(text[at:to]))
	if to < len(text) {
		b.WriteString("…")
	}
	return b.String()
}

func (q Query) find(text string) (hits []word) {
	s, n := newStemmer(), 0
	defer s.done()
	for w := range words(text) {
		if st := s.stem(w); st != "" && q.hits(w.folded, st) {
			hits = append(hits, w)
		}
		if n++; n >= maxWords {
			break
		}
	}
	return hits
}

// window chooses the stretch of text that holds the most hits, from its start
// where there are none, and cuts it between words.
func window(text string, hits []word) (from, to int) {
	best, first := 0, 0
	for i, j := 0, 0; i < len(hits); i++ {
		for j < len(hits) && hits[j].end-hits[i].start <= width*3/4 {
			j++
		}
		if j-i > best {
			best, first = j-i, hits[i].start
		}
	}
	if from = first - width/4; from <= 0 {
		from = 0
	} else {
		from = nextSpace(text, from, first)
	}
	if to = from + width; to >= len(text) {
		return from, len(text)
	}
	if i := strings.LastIndexFunc(text[from:to], unicode.IsSpace); i > width/2 {
		return from, from + i
	}
	for to > from && !utf8.RuneStart(text[to]) {
		to--
	}
	return from, to
}

// nextSpace is the place after the first space from i on, or limit.
func nextSpace(text string, i, limit int) int {
	if j := strings.IndexFunc(text[i:limit], unicode.IsSpace); j >= 0 {
		_, size := utf8.DecodeRuneInString(text[i+j:])
		return i + j + size
	}
	return limit
}

// plain takes out what must not stand in one line of a list: controls, and
// directions that somebody left open.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError, r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s)
}
