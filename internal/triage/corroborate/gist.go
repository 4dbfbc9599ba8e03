package corroborate

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"wasl/internal/keep/search"
)

// A gist is what a text says, without how it says it.
type gist struct {
	stems    []string // of its words, in their order
	concepts []uint16 // sorted
	counts   []int    // numbers in digits or words, sorted
	pairs    []uint32 // of words that follow each other, sorted
}

// maxStems bounds the words of a text that are compared: a report of two pages.
const maxStems = 400

func gistOf(text string) *gist {
	g := &gist{}
	l := words()
	for w := range search.Words(text) {
		if len(g.stems) == maxStems {
			break
		}
		g.stems = append(g.stems, w.Stem)
		switch n, counted := l.counts[w.Stem]; {
		case counted:
			g.counts = append(g.counts, n)
		case w.Number:
			if n := atoi(w.Stem); n > 0 {
				g.counts = append(g.counts, n)
			}
		default:
			if c, ok := l.stems[w.Stem]; ok {
				g.concepts = append(g.concepts, c)
			}
		}
		if n := len(g.stems); n > 1 {
			g.pairs = append(g.pairs, pairOf(g.stems[n-2], w.Stem))
		}
	}
	g.concepts, g.counts, g.pairs = sorted(g.concepts), sorted(g.counts), sorted(g.pairs)
	return g
}

// atoi reads a number of people or things, 0 for what is none: a longer one is a
// telephone's.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 5 {
		return 0
	}
	return n
}

// pairOf numbers two words that follow each other.
func pairOf(a, b string) uint32 {
	h := uint32(2166136261) // FNV-1a, which needs no memory
	for _, s := range [...]string{a, " ", b} {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return h
}

// leastPairs is how many pairs of words a text needs for its likeness to another
// to mean anything: two people who write "attaque à Fassala" copy nobody.
const leastPairs = 5

// copied is the part of their pairs of words that two texts share, 0 where either
// is too short.
func copied(a, b *gist) float64 {
	if len(a.pairs) < leastPairs || len(b.pairs) < leastPairs {
		return 0
	}
	both := len(common(a.pairs, b.pairs))
	return float64(both) / float64(len(a.pairs)+len(b.pairs)-both)
}

// A sketch stands for a text's pairs of words: the part of its places at which two
// sketches agree estimates how much of their pairs two texts share (MinHash).
type sketch [8]uint32

// seeds make eight orders of pairs.
var seeds = [len(sketch{})]uint32{
	0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1, 0xd3a2646d, 0xfd7046c5, 0xb55a4f09,
}

// mixed scatters a number (the end of MurmurHash3).
func mixed(v uint32) uint32 {
	v = (v ^ v>>16) * 0x85ebca6b
	v = (v ^ v>>13) * 0xc2b2ae35
	return v ^ v>>16
}

func (g *gist) sketch() (s sketch) {
	if len(g.pairs) < leastPairs {
		return s
	}
	for i := range s {
		s[i] = ^uint32(0)
	}
	for _, p := range g.pairs {
		for i, seed := range seeds {
			s[i] = min(s[i], mixed(p^seed))
		}
	}
	return s
}

// none tells the sketch of a text too short to have one.
func (s *sketch) none() bool { return *s == sketch{} }

// like estimates the part of their pairs that two texts share.
func (s *sketch) like(o *sketch) float64 {
	if s.none() || o.none() {
		return 0
	}
	n := 0
	for i := range s {
		if s[i] == o[i] {
			n++
		}
	}
	return float64(n) / float64(len(s))
}

// bandRows is how many places of a sketch make a band: texts that share 7 of 10
// pairs meet in one of four bands with a probability of 93 %, those that share 2
// of 10 with 15 %.
const bandRows = 2

// bands are numbers under which near copies meet.
func (s *sketch) bands() (out []int64) {
	if s.none() {
		return nil
	}
	for i := 0; i < len(s); i += bandRows {
		out = append(out, hash("band"+strconv.Itoa(i)+" "+strconv.FormatUint(uint64(s[i])<<32|uint64(s[i+1]), 36)))
	}
	return out
}

func hash(s string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // never fails
	return int64(h.Sum64())
}

// cut shortens a text to n bytes at a letter's end.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return strings.TrimSpace(text[:n])
}
