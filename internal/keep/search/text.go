package search

import (
	"slices"
	"strings"
)

// Text is a text as the index would have it, held in memory: for those who look
// for words in what just came, such as a watch in a report.
type Text struct {
	stems []string
	at    map[string][]int32 // where each stem stands in stems
}

// NewText reads a text.
func NewText(text string) *Text {
	t := &Text{stems: strings.Fields(tokens(text))}
	t.at = make(map[string][]int32, len(t.stems))
	for i, s := range t.stems {
		t.at[s] = append(t.at[s], int32(i)) //nolint:gosec // tokens stops at maxWords
	}
	return t
}

// In tells whether every term of the query is in the text: what Find says of a row
// with that text. A query of no words is in none.
func (q Query) In(t *Text) bool {
	for _, term := range q.terms {
		if !term.in(t) {
			return false
		}
	}
	return !q.Empty()
}

func (e term) in(t *Text) bool {
	if e.last == "" {
		return t.phrase(e.stems)
	}
	before := e.stems[:len(e.stems)-1]
	for _, p := range e.prefixes() {
		for stem := range t.at {
			if strings.HasPrefix(stem, p) && t.phrase(append(slices.Clone(before), stem)) {
				return true
			}
		}
	}
	return false
}

// phrase tells whether the stems stand in the text one after the other.
func (t *Text) phrase(stems []string) bool {
	for _, i := range t.at[stems[0]] {
		if end := int(i) + len(stems); end <= len(t.stems) && slices.Equal(t.stems[i:end], stems) {
			return true
		}
	}
	return false
}

// Whole reads words of which none is unfinished: what a rule looks for, where
// Parse reads what somebody is still typing.
func Whole(text string) Query { return Parse(text + " ") }
