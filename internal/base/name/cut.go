package name

import (
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/letter"
)

type script uint8

const (
	gap script = iota
	latin
	arabic
	other
)

// maxWord bounds a word in bytes, folded: no name has more than 40.
const maxWord = 48

// A word is a run of letters of one script. Apostrophes are not seen: M'Bareck
// and Mbareck, Sa'ad and Saad are written either way.
type word struct {
	start, end int // bytes in the text
	from, to   int // bytes in words.buf
	script     script
	before     rune // the separator before it: a hyphen, a comma, a space; 0 at the start
	dotted     bool // a full stop or a slash follows: an abbreviation
	upper      bool // begins with a capital
	hamza      bool // begins with أ, إ or آ: what looks like an article is none
}

// words are the words of one text, folded.
type words struct {
	buf  [2 * MaxBytes]byte
	used int
	list [maxWords]word
	n    int
}

func (w *words) folded(i int) []byte { return w.buf[w.list[i].from:w.list[i].to] }

// cutter is the state between two runes.
type cutter struct {
	*words
	open   bool
	before rune
}

// cut fills w with the words of s, as many as fit, and says whether all did.
func (w *words) cut(s string) (all bool) {
	w.used, w.n = 0, 0
	c := cutter{words: w}
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		if !c.rune(r, i, i+size) {
			c.flush()
			return false
		}
	}
	c.flush()
	return true
}

// rune takes the next rune, and is false when there is no room for more.
func (c *cutter) rune(r rune, start, end int) bool {
	if r < utf8.RuneSelf {
		if lower := r | 0x20; lower >= 'a' && lower <= 'z' {
			return c.letter(latin, lower, r, start, end)
		}
		c.separate(r)
		return true
	}
	if apostrophe(r) {
		c.separate('\'')
		return true
	}
	f := letter.Fold(r)
	if r >= 'А' && r <= 'я' {
		f = cyrillic[f]
	}
	if f == "" && c.open { // a mark belongs to the letter before it
		c.list[c.n].end = end
	}
	for _, p := range f {
		if sc := scriptOf(p); sc == gap {
			c.separate(r)
		} else if !c.letter(sc, p, r, start, end) {
			return false
		}
	}
	return true
}

// cyrillic in Latin letters: lists of sanctions have Russian names in it.
var cyrillic = map[string]string{
	"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m",
	"н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh",
	"ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}

func scriptOf(r rune) script {
	switch {
	case r >= 'a' && r <= 'z':
		return latin
	case r < utf8.RuneSelf:
		return gap
	case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		return arabic
	case unicode.IsLetter(r), unicode.Is(unicode.Mc, r):
		return other
	}
	return gap
}

func apostrophe(r rune) bool {
	switch r {
	case '’', '‘', '´', '′', '‛', '＇':
		return true
	}
	return false
}

// letter opens a word or goes on with it: p folded, r as written.
func (c *cutter) letter(sc script, p, r rune, start, end int) bool {
	if c.open && c.list[c.n].script != sc {
		c.flush()
	}
	if !c.open {
		if c.n == maxWords {
			return false
		}
		c.list[c.n] = word{start: start, from: c.used, to: c.used, script: sc, before: c.before, upper: unicode.IsUpper(r), hamza: hamza(r)}
		c.open = true
	}
	w := &c.list[c.n]
	w.end = end
	size := utf8.RuneLen(p)
	if w.to-w.from+size > maxWord {
		return true // a word that is too long goes on unread
	}
	if c.used+size > len(c.buf) {
		return false
	}
	c.used += utf8.EncodeRune(c.buf[c.used:c.used+size], p)
	w.to = c.used
	return true
}

func hamza(r rune) bool { return r == 'أ' || r == 'إ' || r == 'آ' }

// separate ends the word, unless r is an apostrophe inside it.
func (c *cutter) separate(r rune) {
	switch r {
	case '\'', '`':
		// Sid'Ahmed is two names.
		if !c.open || string(c.folded(c.n)) != "sid" {
			return
		}
	case '.', '/':
		if c.open {
			c.list[c.n].dotted = true
		}
	}
	opened := c.open
	c.flush()
	if opened || telling(r) && !breaks(c.before) {
		c.before = r
	}
}

// telling says whether a separator says more than a space beside it.
func telling(r rune) bool {
	switch r {
	case ',', '،', '-', ' ', '\'', '’':
		return r != ' '
	}
	return breaks(r)
}

// breaks says whether no name goes on beyond r.
func breaks(r rune) bool {
	switch r {
	case '.', '!', '?', '<', '>', '_', '{', '}', '\\', '؟', ';', '؛', ':', '\n', '\r', '"', '«', '»', '“', '”', '(', ')', '[', ']', '…', '–', '—', '|', '=', '*', '•':
		return true
	}
	return unicode.IsDigit(r)
}

// flush ends the word.
func (c *cutter) flush() {
	if c.open {
		c.n++
		c.open, c.before = false, ' '
	}
}
