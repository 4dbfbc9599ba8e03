package corroborate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/name"
	"wasl/internal/keep/search"
)

// heard are the words of a text that may be names of places or people, by how
// their consonants sound: Fassala and فصالة are written alike in no letter.
type heard struct {
	latin, arabic map[string]string // by sound, as written
}

// leastSound is the number of consonants that are no coincidence.
const leastSound = 3

// namesIn hears the words of a text that may be names: in Latin letters those with
// a capital that begin no sentence; in Arabic, which has no capitals, those that
// follow a word that a place follows (في, قرب), and mean nothing in the lexicon.
func namesIn(text string) *heard {
	h := &heard{latin: map[string]string{}, arabic: map[string]string{}}
	l, led, end := words(), false, 0
	for w := range search.Words(text) {
		written := text[w.Start:w.End]
		led = led || slices.ContainsFunc(strings.Fields(text[min(end, w.Start):w.Start]), func(s string) bool { return s == "في" || s == "من" })
		first, _ := utf8.DecodeRuneInString(written)
		_, known := l.stems[w.Stem]
		_, counted := l.counts[w.Stem]
		leads := leading[w.Folded] || leading[w.Stem]
		if !known && !counted && !leads && !w.Number && utf8.RuneCountInString(w.Folded) >= leastSound {
			switch {
			case unicode.Is(unicode.Arabic, first):
				if led {
					h.put(h.arabic, written)
				}
			case unicode.IsUpper(first) && !begins(text, w.Start):
				h.put(h.latin, written)
			}
		}
		led, end = leads, w.End
	}
	return h
}

// leading are the Arabic words after which a place is named, besides those that the
// index leaves out.
var leading = func() map[string]bool {
	m := map[string]bool{}
	for w := range search.Words("قرب بقرب نحو جهة باتجاه إلى الى عند شرق غرب شمال جنوب قبالة أمام عبر طريق سوق مخيم بئر حاسي قرية مدينة مقاطعة منطقة حول فوق داخل خارج") {
		m[w.Folded], m[w.Stem] = true, true
	}
	return m
}()

func (h *heard) put(names map[string]string, written string) {
	for _, key := range name.Parse(written).StrictKeys(nil) {
		if len(key) >= leastSound && !strings.Contains(key, "+") {
			names[key] = written
		}
	}
}

// begins tells whether a word begins a sentence, so that its capital says nothing.
func begins(text string, at int) bool {
	before := strings.TrimRightFunc(text[:at], func(r rune) bool { return unicode.IsSpace(r) && r != '\n' || r == '«' || r == '"' || r == '(' })
	if before == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(".!?:\n;", r)
}

// naming is what two texts name: pairs in common, as each writes them, and whether
// both name something of which the other knows nothing.
func naming(a, b *teller) (pairs []string, apart bool) {
	for _, t := range [...]*teller{a, b} {
		if t.names == nil {
			t.names = namesIn(t.account.Told)
		}
	}
	both := func(x, y map[string]string) {
		for key, written := range x {
			other, ok := y[key]
			if !ok {
				continue
			}
			if other != written {
				written += " – " + other
			}
			pairs = append(pairs, written)
		}
	}
	both(a.names.latin, b.names.latin)
	both(a.names.latin, b.names.arabic)
	both(a.names.arabic, b.names.latin)
	both(a.names.arabic, b.names.arabic)
	slices.Sort(pairs)
	return slices.Compact(pairs), len(pairs) == 0 && !a.names.none() && !b.names.none()
}

func (h *heard) none() bool { return len(h.latin)+len(h.arabic) == 0 }
