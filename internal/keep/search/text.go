package search

import (
	"slices"
	"strings"
	"sync"
)

// Text is a text as the index has it, read once for all who need its words: the
// index itself, and those who look for words in what just came, such as a watch
// in a report. It is safe for use by many goroutines.
type Text struct {
	text  string
	stems []string

	places sync.Once
	at     map[string][]int32 // where each stem stands in stems
}

// NewText reads texts that belong together, such as a title and what follows it.
func NewText(texts ...string) *Text {
	text := strings.Join(texts, "\n")
	return &Text{text: text, stems: slices.Collect(stems(text))}
}

// Stems are the words of the text in their order, as Stems gives them.
func (t *Text) Stems() []string { return t.stems }

// where gives the places of every stem.
func (t *Text) where() map[string][]int32 {
	t.places.Do(func() {
		t.at = make(map[string][]int32, len(t.stems))
		for i, s := range t.stems {
			t.at[s] = append(t.at[s], int32(i)) //nolint:gosec // stems stops at maxWords
		}
	})
	return t.at
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
		for stem := range t.where() {
			if strings.HasPrefix(stem, p) && t.phrase(append(slices.Clone(before), stem)) {
				return true
			}
		}
	}
	return false
}

// phrase tells whether the stems stand in the text one after the other.
func (t *Text) phrase(stems []string) bool {
	for _, i := range t.where()[stems[0]] {
		if end := int(i) + len(stems); end <= len(t.stems) && slices.Equal(t.stems[i:end], stems) {
			return true
		}
	}
	return false
}

// Whole reads words of which none is unfinished: what a rule looks for, where
// Parse reads what somebody is still typing.
func Whole(text string) Query { return Parse(text + " ") }
