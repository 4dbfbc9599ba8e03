package search

import (
	"iter"

	"wasl/internal/keep/store"
)

// Word is a word of a text as the index has it.
type Word struct {
	Stem       string
	Folded     string // in lower case, letters that are one written as one
	Number     bool   // made of digits
	Start, End int    // bytes in the text
}

// Words gives the words of a text that are indexed, in their order. A letter that
// is several words, as ½ and ﷺ are, is the place of each: words may overlap.
func Words(text string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		s, n := newStemmer(), 0
		defer s.done()
		for w := range words(text) {
			stem := s.stem(w)
			if n++; n > maxWords || stem != "" && !yield(Word{stem, w.folded, w.class == number, w.start, w.end}) {
				return
			}
		}
	}
}

// Having gives the newest rows that have a word, by its stem as Words gives it:
// at most limit.
func Having(tx *store.Tx, stem string, limit int) ([]int64, error) {
	return numbers(tx.Query("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", quote(stem), limit))
}

// TextOf gives what row n is indexed by. It faults with Missing where it is not.
func TextOf(tx *store.Tx, n int64) (text string, err error) {
	err = tx.Row("SELECT text FROM texts WHERE n = ?", n).Scan(&text)
	return text, err
}
