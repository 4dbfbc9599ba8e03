package corroborate

import (
	"slices"

	"wasl/internal/keep/search"
)

// A Piece is a part of a text that is held beside others. The pieces of a text put
// together are the text.
type Piece struct {
	Text string
	How  Likeness // "": nothing in the others is like it
}

// Likeness is how a piece is like something in the other texts.
type Likeness string

// The likenesses.
const (
	LikeWord  Likeness = "word"  // the same word
	LikeTopic Likeness = "topic" // another word for the same thing
	LikeCount Likeness = "count" // the same number
)

// Pieces cuts texts where they say the same as another one of them.
func Pieces(texts []string) [][]Piece {
	gists := make([]*gist, len(texts))
	for i, t := range texts {
		gists[i] = gistOf(t)
	}
	out := make([][]Piece, len(texts))
	for i, t := range texts {
		others := slices.Concat(gists[:i], gists[i+1:])
		out[i] = pieces(t, others)
	}
	return out
}

func pieces(text string, others []*gist) (all []Piece) {
	put := func(s string, how Likeness) {
		switch last := len(all) - 1; {
		case s == "":
		case last >= 0 && all[last].How == how && how == "":
			all[last].Text += s
		default:
			all = append(all, Piece{s, how})
		}
	}
	l, end := words(), 0
	for w := range search.Words(text) {
		if w.Start < end {
			continue // of a letter that is several words: it is drawn once
		}
		put(text[end:w.Start], "")
		put(text[w.Start:w.End], l.likeness(w, others))
		end = w.End
	}
	put(text[end:], "")
	return all
}

// likeness finds how a word is like anything in other texts.
func (l *lexicon) likeness(w search.Word, others []*gist) Likeness {
	concept, known := l.stems[w.Stem]
	count, counted := l.counts[w.Stem]
	for _, g := range others {
		switch {
		case slices.Contains(g.stems, w.Stem):
			return LikeWord
		case known && slices.Contains(g.concepts, concept):
			return LikeTopic
		case counted && slices.Contains(g.counts, count), w.Number && slices.Contains(g.counts, atoi(w.Stem)):
			return LikeCount
		}
	}
	return ""
}

// Compare holds two accounts side by side, without knowing how rare their words
// are.
func Compare(a, b Account) Match { return compare(a.telling(), b.telling(), nil) }
