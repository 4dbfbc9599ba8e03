package search

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/french"
)

// maxWord bounds a word in bytes: the longest Arabic or French word has some 50,
// and a pasted key or a line of dots need not be found whole.
const maxWord = 64

// word is a run of letters of one script, or of digits.
type word struct {
	folded     string
	class      class
	start, end int // bytes in the text
}

type class uint8

const (
	gap class = iota
	latin
	arab
	number
)

func classOf(r rune) class {
	switch {
	case r >= '0' && r <= '9':
		return number
	case r < utf8.RuneSelf:
		if r >= 'a' && r <= 'z' {
			return latin
		}
		return gap
	case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		return arab
	case unicode.IsLetter(r) || unicode.Is(unicode.Mc, r):
		return latin
	}
	return gap
}

// words cuts s where the script changes or a digit meets a letter, so that the
// number plate 1234AB05 is found as 1234 AB 05 and the other way round.
func words(s string) iter.Seq[word] {
	return func(yield func(word) bool) {
		c := cutter{yield: yield}
		for i, r := range s {
			size := utf8.RuneLen(r)
			if r == utf8.RuneError {
				_, size = utf8.DecodeRuneInString(s[i:])
			}
			for _, f := range fold(r) {
				if !c.take(f, i, i+size) {
					return
				}
			}
			if c.class != gap && c.end == i {
				c.end = i + size // a vowel sign belongs to its letter
			}
		}
		c.flush()
	}
}

// cutter holds the word that is being read.
type cutter struct {
	word
	yield  func(word) bool
	buf    [2 * maxWord]byte
	length int // of what is folded, in buf
}

// take reads a folded letter that stands from start to end, and tells whether more
// is wanted.
func (c *cutter) take(f rune, start, end int) bool {
	if class := classOf(f); class != c.class {
		if !c.flush() {
			return false
		}
		c.word, c.length = word{class: class, start: start}, 0
	}
	if c.length < maxWord {
		c.length = len(utf8.AppendRune(c.buf[:c.length], f))
	}
	c.end = end
	return true
}

// flush gives the word away, unless it is a gap.
func (c *cutter) flush() bool {
	class := c.class
	c.class = gap
	if class == gap {
		return true
	}
	return c.yield(word{string(c.buf[:c.length]), class, c.start, c.end})
}

// stop are words that say too little to be looked for, folded. They are few:
// "est" is the east too, "or" is gold, and على folds to the name علي.
var stop = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		le la les l un une des du de d et au aux en dans ce cette ces qui que qu ne n se s sa ses je j nous vous il ils elle elles
		on par pour avec c t m y a
		the of and to in is it was by for with at from that this an as be were are
		من في عن ان هذا هذه ذلك التي الذي الذين و او ثم قد كان كانت ما لا لم مع هو هي`) {
		m[w] = true
	}
	return m
}()

// stemmer makes what is indexed of a word. It is not for two goroutines.
type stemmer struct {
	env   *snowballstem.Env
	known map[string]string // stems of words met lately: a few thousand make up nearly every text
}

// stemmers that wait for work. To stem is most of what indexing a report costs.
var stemmers = sync.Pool{New: func() any { return &stemmer{snowballstem.NewEnv(""), make(map[string]string, maxKnown)} }}

// maxKnown bounds the stems that a stemmer remembers: half a megabyte.
const maxKnown = 4096

func newStemmer() *stemmer { return stemmers.Get().(*stemmer) } //nolint:forcetypeassert // nothing else is put in

func (s *stemmer) done() { stemmers.Put(s) }

// minStem is the length in bytes from which a Latin word is stemmed: what is
// shorter is a name, a code or a root already.
const minStem = 4

// stem gives the stem of a word, or "" for one that is not indexed.
func (s *stemmer) stem(w word) string {
	if w.class == number {
		return w.folded
	}
	if stem, ok := s.known[w.folded]; ok {
		return stem
	}
	if len(s.known) >= maxKnown {
		clear(s.known)
	}
	stem := s.find(w)
	s.known[w.folded] = stem
	return stem
}

// find makes the stem. French rules serve for English words too: what counts is
// that both sides do the same.
func (s *stemmer) find(w word) string {
	if stop[w.folded] {
		return ""
	}
	switch w.class {
	case arab:
		bare := withoutArticle(w.folded)
		if len(bare) < 2*minArabic {
			return bare
		}
		s.env.SetCurrent(bare)
		arabic.Stem(s.env)
		if got := s.env.Current(); got != "" {
			return refold(got)
		}
	case latin:
		if len(w.folded) < minStem || w.folded[0] >= utf8.RuneSelf {
			return w.folded
		}
		s.env.SetCurrent(w.folded)
		french.Stem(s.env)
		// The rules know blessée by its accent, which not everybody types, and
		// leave the s of motos because of mots like repas.
		got := strings.TrimRight(s.env.Current(), "e")
		if !strings.HasSuffix(got, "ss") {
			got = strings.TrimSuffix(got, "s")
		}
		if len(got) >= minStem-1 {
			return strings.ToLower(got)
		}
	case gap, number: // a gap is no word, and a number has no stem
	}
	return w.folded
}

// minArabic is the number of letters, of two bytes each, that an article must
// leave, and from which an Arabic word is stemmed.
const minArabic = 3

// articles stand before a noun together with what clings to it: and, by, like.
var articles = [...]string{"وال", "بال", "كال", "فال", "ولل", "ال", "لل"}

// withoutArticle takes the article off. Snowball's rules do so too, but then
// leave other endings on than without: القرية and قرية would not be one word.
func withoutArticle(s string) string {
	for _, a := range articles {
		if rest, ok := strings.CutPrefix(s, a); ok && len(rest) >= 2*minArabic {
			return rest
		}
	}
	return s
}

// refold folds what the stemmer puts in: it writes alefs of its own.
func refold(s string) string {
	for _, r := range s {
		if f := fold(r); len(f) != utf8.RuneLen(r) || f != string(r) {
			return strings.Map(func(r rune) rune {
				if f := fold(r); f != "" {
					r, _ := utf8.DecodeRuneInString(f)
					return r
				}
				return -1
			}, s)
		}
	}
	return s
}

// maxWords bounds the words indexed of one text: a report of 100 pages.
const maxWords = 50_000

// stems gives what is indexed of text, in its order.
func stems(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		s, n := newStemmer(), 0
		defer s.done()
		for w := range words(text) {
			if t := s.stem(w); t != "" && !yield(t) {
				return
			}
			if n++; n >= maxWords {
				return
			}
		}
	}
}

// tokens gives the stems of a text with spaces between: what the index is given.
func tokens(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for t := range stems(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}

// Stems gives the words of a text as the index has them: who looks for words
// without the index finds what a search finds. Words that say too little are left
// out.
func Stems(text string) []string { return slices.Collect(stems(text)) }
