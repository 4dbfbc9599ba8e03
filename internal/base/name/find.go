package name

import (
	"bytes"
	"strings"
)

// FoundName is a name in a text. What stands at Start to End is what was parsed.
type FoundName = Found[Name]

// FindNames finds names of people in a text in French or Arabic. It would rather
// miss one than take a word for one: it asks for ould or mint between names, for
// a title before one, or for two names of which one is known; in French for
// capitals as well. A forename alone is not found, nor a name that nothing says
// is one.
func FindNames(text string) []FoundName {
	text = within(text)
	var found []FoundName
	f := finder{}
	for at := 0; at < len(text) && len(found) < MaxFound; {
		all := f.cut(text[at:])
		if f.n == 0 {
			return found
		}
		at += f.window(text[at:], at, all, &found)
	}
	return found
}

// finder looks at a window of words.
type finder struct {
	words
	kinds [maxWords]kind
	text  string
}

// kind is what a word may be in a name, as far as the word tells.
type kind struct {
	function function
	name     bool // may be a name as it is written
	known    bool // is one of the table's
	family   bool
	common   bool // is a word of the language as well
	prefix   int  // bytes of a conjunction or preposition that clings: ومحمد
}

// overlap is how many words of a window are looked at again in the next one, so
// that a name on the edge is found whole.
const overlap = MaxTokens

// window finds the names that begin in this window and gives how many bytes are
// done with. All says that the text ends in it.
func (f *finder) window(text string, at int, all bool, found *[]FoundName) int {
	f.text = text
	for i := range f.n {
		f.kinds[i] = f.look(i)
	}
	last := f.n
	if !all {
		last = max(1, f.n-overlap)
	}
	i := 0
	for i < last && len(*found) < MaxFound {
		end := f.nameAt(i)
		if end <= i {
			i++
			continue
		}
		start := f.list[i].start + f.kinds[i].prefix
		n := Parse(text[start:f.list[end-1].end])
		*found = append(*found, FoundName{Value: n, Start: at + start, End: at + f.list[end-1].end})
		i = end
	}
	if i < f.n && f.list[i].start > 0 {
		return f.list[i].start
	}
	return f.list[f.n-1].end
}

// look finds out what word i may be.
func (f *finder) look(i int) kind {
	w, folded := &f.list[i], f.folded(i)
	k := kind{function: functions[string(folded)]}
	switch w.script {
	case latin:
		k.common = frenchWords[string(folded)]
		k.name = w.upper && !k.common && len(folded) > 1
	case arabic:
		k.common = arabicWords[string(withoutArticle(folded, arabic))]
		if arabicStops[string(folded)] {
			return k
		}
		k.name = len(folded) > 2
	default:
		return k
	}
	if k.function == plainWord || k.function == honorificOf {
		k.known, k.family = f.lookUp(folded, w)
		if !k.known && w.script == arabic {
			f.cling(&k, folded, w)
		}
	}
	return k
}

// lookUp says whether a word is a name of the table, and a family's.
func (f *finder) lookUp(folded []byte, w *word) (known, family bool) {
	t := Token{script: w.script}
	bare := folded
	if !w.hamza {
		bare = withoutArticle(folded, w.script)
	}
	t.addName(bare, w.script)
	var key [maxSounds + 1]byte
	e := knownNames().ids[string(t.key(&key))][0].entry()
	return e != nil, e != nil && e.family
}

// clinging are what Arabic writes together with the word that follows.
var clinging = [...]string{"و", "ف", "ب", "ل", "ك"}

// cling looks whether a known name stands after a conjunction or preposition.
func (f *finder) cling(k *kind, folded []byte, w *word) {
	for _, c := range clinging {
		rest, ok := bytes.CutPrefix(folded, []byte(c))
		if !ok || len(rest) < 6 || !strings.HasPrefix(f.text[w.start:], c) {
			continue
		}
		if known, family := f.lookUp(rest, w); known && !family && !arabicWords[string(rest)] {
			k.known, k.prefix = true, len(c)
			return
		}
	}
}

// nameAt gives the end of the name that begins with word i, i for none.
func (f *finder) nameAt(i int) int {
	if f.list[i].script == arabic {
		return f.arabicAt(i)
	}
	return f.latinAt(i)
}

// evidence is what speaks for a run of words being a name.
type evidence struct {
	names int // words that may be names
	clear int // of these, what is a forename and nothing else
	title bool
	weak  bool // the title is a word as well: a chef, a ministre
	link  bool // ould, mint and the like
}

func (e evidence) enough() bool {
	switch {
	case e.names == 0:
		return false
	case e.link, e.title && (!e.weak || e.clear > 0):
		return true
	}
	return e.names >= 2 && e.clear >= 1
}

// end gives end if there is enough for a name from start on, else start.
func (e evidence) end(start, end int) int {
	if e.enough() {
		return end
	}
	return start
}

// taken says what became of a word.
type taken uint8

const (
	refused taken = iota // the name has ended before it
	bound                // it belongs to a name that goes on: a title, ould
	named                // it is a name, with which the whole may end
)

// broken says whether something that ends a name stands before word i.
func (f *finder) broken(i int) bool {
	r := f.list[i].before
	if r == '.' && i > 0 && f.list[i-1].dotted && f.list[i-1].to-f.list[i-1].from <= 4 {
		return f.kinds[i-1].function == plainWord && f.list[i-1].to-f.list[i-1].from > 1 // Dr. and W. end nothing
	}
	if r == '/' {
		return f.list[i-1].to-f.list[i-1].from > 1
	}
	return r == ',' || r == '،' || breaks(r)
}
