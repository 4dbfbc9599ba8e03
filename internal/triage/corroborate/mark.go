package corroborate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"wasl/internal/base/letter"
	"wasl/internal/base/name"
)

// MarkKind is what kind of mark something is.
type MarkKind string

// The kinds of mark.
const (
	Plate  MarkKind = "plate"
	Phone  MarkKind = "phone"
	Person MarkKind = "person"
)

// A mark is something named in a text that rarely anything else is named by: a
// number plate, a telephone number, a person.
type mark struct {
	kind MarkKind
	text string    // as it is written one way; of a person, as it was written
	who  name.Name // of a person
}

// Limits of looking for marks.
const (
	maxMarked = 64 << 10 // bytes of the text
	maxMarks  = 24       // more is a list, which meets everything
	home      = "MR"     // whose telephone numbers have no country before them

	// longRun is how many digits stand together in every plate but those of before
	// 2000, and moreDigits how many a telephone number has.
	longRun    = 3
	moreDigits = 8
	aroundRun  = 48 // bytes of the text around digits that are looked through
)

// marksOf finds what an account names. People are looked for in what is told
// alone: it takes long, and forms ask for no names.
func marksOf(a *Account) (all []mark) {
	numbered(cut(a.Text, maxMarked), func(part string, n, run int) {
		if run >= longRun {
			for _, f := range name.FindPlates(part) {
				all = append(all, mark{kind: Plate, text: f.Value.Text})
			}
		}
		if n >= moreDigits {
			for _, f := range name.FindPhones(part, home) {
				all = append(all, mark{kind: Phone, text: string(f.Value)})
			}
		}
	})
	for _, f := range name.FindNames(a.Told) {
		all = append(all, mark{kind: Person, text: a.Told[f.Start:f.End], who: f.Value})
	}
	return all[:min(len(all), maxMarks)]
}

// numbered gives the parts of a text around its digits, with how many digits each
// has and how many of them stand together: nearly all of most texts has none.
func numbered(text string, each func(part string, n, run int)) {
	start, end := -1, 0 // of a stretch of digits that are not far apart
	n, run, longest := 0, 0, 0
	flush := func() {
		if start >= 0 && n >= longRun {
			each(around(text, start, end), n, longest)
		}
		start, n, longest = -1, 0, 0
	}
	for i, r := range text {
		if r > '9' && r < firstDigit || !isDigit(r) {
			run = 0
			continue
		}
		if start >= 0 && i > end+aroundRun {
			flush()
		}
		if start < 0 {
			start = i
		}
		n, run, end = n+1, run+1, i+utf8.RuneLen(r)
		longest = max(longest, run)
	}
	flush()
}

// firstDigit is the first digit beyond those of ASCII that is written here.
const firstDigit = '٠'

func isDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	return letter.Digit(r) != r
}

// around is a stretch of a text with what stands before and after it, from word to word
// where there are words: all of the stretch, however far the next blank is.
func around(text string, start, end int) string {
	from, to := max(start-aroundRun, 0), min(end+aroundRun, len(text))
	if i := strings.IndexByte(text[from:start], ' '); i >= 0 && from > 0 {
		from += i
	}
	if i := strings.LastIndexByte(text[end:to], ' '); i >= 0 && to < len(text) {
		to = end + i
	}
	return text[from:to]
}

// numbers are the marks as the index has them. A person has some: spellings of one
// name share at least one.
func numbers(marks []mark) (all []int64) {
	var keys []string
	for _, m := range marks {
		if m.kind != Person {
			all = append(all, hash(string(m.kind)+" "+m.text))
			continue
		}
		keys = m.who.StrictKeys(keys[:0])
		for _, k := range keys {
			all = append(all, hash("person "+k))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// telling is how rare a name must be, in bits, for two people of that name to be
// thought one: a Mohamed Ahmed is one in 250.
const telling = 10

// shared are the marks of a that b has too. found is how they are written in b.
func shared(a, b []mark) (marks []mark, found []string) {
	for _, m := range a {
		for _, o := range b {
			if m.kind != o.kind || slices.ContainsFunc(marks, func(s mark) bool { return s.kind == m.kind && s.text == m.text }) {
				continue
			}
			if m.kind != Person && m.text == o.text || m.kind == Person && onePerson(m.who, o.who) {
				marks, found = append(marks, m), append(found, o.text)
			}
		}
	}
	return marks, found
}

func onePerson(a, b name.Name) bool {
	s := name.Similarity(a, b)
	return s.Value >= name.Likely && s.Bits >= telling
}
