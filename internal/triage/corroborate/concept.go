package corroborate

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"wasl/internal/base/lang"
	"wasl/internal/keep/search"
)

//go:embed concepts.txt
var conceptText string

// A concept is a thing that reports speak of, whatever the language. Its number
// is its place in concepts.txt, which is kept in tables: when lines are added or
// moved, module needs a step that makes the traits anew (TestConceptsStay).
type concept struct {
	tells float64
	name  lang.Text
}

type lexicon struct {
	concepts []concept
	stems    map[string]uint16 // number of the concept that a stem stands for
	counts   map[string]int    // numbers in words
}

var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{stems: map[string]uint16{}, counts: map[string]int{}}
	for line := range strings.Lines(conceptText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		l.read(strings.Split(line, "|"))
	}
	return l
})

// read adds one line. The first concept that takes a stem keeps it: armé and
// armes have one.
func (l *lexicon) read(columns []string) {
	number, counts := strings.CutPrefix(strings.TrimSpace(columns[0]), "=")
	n, err := strconv.Atoi(number)
	if err != nil || len(columns) != 4 {
		panic("corroborate: concepts.txt has the line " + strings.Join(columns, "|"))
	}
	c := concept{tells: float64(n), name: lang.Text{}}
	at := uint16(len(l.concepts))
	for i, language := range []lang.Language{lang.English, lang.French, lang.Arabic} {
		first, _, _ := strings.Cut(strings.TrimSpace(columns[i+1]), " ")
		c.name[language] = first
		for w := range search.Words(columns[i+1]) {
			if counts {
				l.counts[w.Stem] = n
			} else if _, taken := l.stems[w.Stem]; !taken {
				l.stems[w.Stem] = at
			}
		}
	}
	if !counts {
		l.concepts = append(l.concepts, c)
	}
}

// common are the numbers that stand in both of two sorted lists.
func common[T uint16 | uint32 | int](a, b []T) (both []T) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both = append(both, a[i])
			i++
			j++
		}
	}
	return both
}

// tells adds up how much concepts tell.
func tells(concepts []uint16) (sum float64) {
	l := words()
	for _, c := range concepts {
		if int(c) < len(l.concepts) { // kept by a release that knew more
			sum += l.concepts[c].tells
		}
	}
	return sum
}

// agreement is how far two lists of concepts tell the same, from 0 to 1, by how
// much each concept tells.
func agreement(a, b, both []uint16) float64 {
	all := tells(a) + tells(b) - tells(both)
	if all == 0 {
		return 0
	}
	return tells(both) / all
}

// sorted puts numbers in their order, each once.
func sorted[T uint16 | uint32 | int](numbers []T) []T {
	slices.Sort(numbers)
	return slices.Compact(numbers)
}
