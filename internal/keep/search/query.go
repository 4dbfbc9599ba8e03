package search

import (
	"strings"
	"unicode/utf8"

	"wasl/internal/keep/store"
)

// Bounds of what somebody types. What is beyond them is not looked for.
const (
	maxQuery = 1000 // bytes: a paragraph pasted by mistake
	maxTerms = 16   // words and phrases: each more is a list to walk along
)

// minPrefix is the length in letters from which the last word may be unfinished:
// what begins with two letters is half of everything.
const minPrefix = 3

// Query is what somebody looks for: every term must be in a row.
type Query struct{ terms []term }

// term is a phrase of one word or more.
type term struct {
	stems []string
	last  string // the last word as typed so far, where it may be unfinished
}

// Parse reads what somebody typed: words that must all be there, "phrases" in
// any kind of quotation marks, and a last word that may be unfinished. Whatever
// was typed is a query: what makes no sense finds nothing.
func Parse(text string) Query {
	if len(text) > maxQuery {
		text = strings.ToValidUTF8(text[:maxQuery], "")
	}
	s := newStemmer()
	defer s.done()
	var q Query
	quoted, rest := false, text
	for len(q.terms) < maxTerms {
		i := strings.IndexAny(rest, quotes)
		part := rest
		if i >= 0 {
			part = rest[:i]
		}
		if quoted {
			q.add(s.term(part, false))
		} else {
			fields := strings.Fields(part)
			for j, f := range fields {
				open := i < 0 && j == len(fields)-1 && strings.HasSuffix(part, f)
				q.add(s.term(f, open))
			}
		}
		if i < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(rest[i:])
		quoted, rest = !quoted, rest[i+size:]
	}
	if len(q.terms) > maxTerms {
		q.terms = q.terms[:maxTerms]
	}
	return q
}

const quotes = "\"“”„«»"

func (q *Query) add(t term) {
	if len(t.stems) > 0 {
		q.terms = append(q.terms, t)
	}
}

// term reads one phrase: l'attaque and 1234AB05 are of several words.
func (s *stemmer) term(text string, open bool) (t term) {
	for w := range words(text) {
		t.last = ""
		if st := s.stem(w); st != "" {
			t.stems = append(t.stems, st)
			t.last = w.folded
		}
	}
	if !open || utf8.RuneCountInString(t.last) < minPrefix {
		t.last = ""
	}
	return t
}

// Empty tells whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// prefixes are what a word of a row may begin with to stand for the unfinished
// last word. Where the stem is no beginning of what was typed, both are tried:
// المهاجرين and مهاجر.
func (t term) prefixes() []string {
	stem := t.stems[len(t.stems)-1]
	if strings.HasPrefix(t.last, stem) {
		return []string{stem}
	}
	return []string{stem, t.last}
}

// match is the query in FTS5's language. Every word is quoted and made of
// letters and digits alone, so nothing that was typed can mean anything else.
//
// An unfinished word becomes the words that begin so: FTS5 walks along those
// lazily from the newest row on, but would gather all rows of a prefix first,
// which takes 30 ms and more where 300,000 rows have one.
func (q Query) match(tx *store.Tx) (string, error) {
	var all []string
	for _, t := range q.terms {
		before := strings.Join(t.stems[:len(t.stems)-1], " ")
		if t.last == "" {
			all = append(all, quote(before, t.stems[len(t.stems)-1]))
			continue
		}
		var any []string
		for _, p := range t.prefixes() {
			begun, err := beginning(tx, p)
			if err != nil {
				return "", err
			}
			if len(begun) > maxBegun {
				any = append(any, quote(before, p)+"*")
				continue
			}
			for _, w := range begun {
				any = append(any, quote(before, w))
			}
		}
		if len(any) == 0 {
			any = append(any, quote(before, t.last)) // nothing begins so: nothing is found
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	return strings.Join(all, " AND "), nil
}

// maxBegun bounds the words that an unfinished one may stand for: to find each
// takes some 10 µs.
const maxBegun = 256

// beginning gives the indexed words that begin with p, up to one more than
// maxBegun. It leaps from word to word: a range would visit every row of each.
func beginning(tx *store.Tx, p string) (begun []string, err error) {
	for from := p; len(begun) <= maxBegun; {
		var w string
		err := tx.Row("SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1", from, p+lastRune).Scan(&w)
		if store.None(err) {
			break
		}
		if err != nil {
			return nil, err
		}
		begun = append(begun, w)
		from = w + "\x01"
	}
	return begun, nil
}

func quote(words ...string) string {
	return `"` + strings.TrimSpace(strings.Join(words, " ")) + `"`
}

// hits tells whether a word of a text is one of those looked for.
func (q Query) hits(folded, stem string) bool {
	for _, t := range q.terms {
		for i, s := range t.stems {
			if s == stem {
				return true
			}
			if i == len(t.stems)-1 && t.last != "" && (strings.HasPrefix(stem, s) || strings.HasPrefix(folded, t.last)) {
				return true
			}
		}
	}
	return false
}
