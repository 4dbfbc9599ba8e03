package incident

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/queue"
)

func w(name string, origin Origin) word {
	return word{Member: Member{Report: record.IDOf(name), Tells: ByEar, Origin: origin}, source: record.IDOf("who told " + name), channel: report.App}
}

func own() Origin               { return Origin{Kind: OwnWord} }
func of(name string) Origin     { return Origin{Kind: OfReport, Report: record.IDOf(name)} }
func radio(name string) Origin  { return Origin{Kind: Outside, Name: name} }
func unasked() Origin           { return Origin{Kind: Unjudged} }
func says(words ...word) []word { return words }

func denying(x word) word {
	x.Denies = true
	return x
}

func by(source string, x word) word {
	x.source = record.IDOf(source)
	return x
}

func graded(source string, information int, x word) word {
	x.grade = queue.Grade{Source: source, Information: information}
	return x
}

// What counts as one source, and what does not.
func TestIndependentSources(t *testing.T) {
	for _, c := range []struct {
		name                          string
		words                         []word
		independent, denying, unclear int
	}{
		{"nobody", nil, 0, 0, 0},
		{"one who saw it", says(w("a", own())), 1, 0, 0},
		{"two who saw it", says(w("a", own()), w("b", own())), 2, 0, 0},
		{"five desks repeat one rumour", says(w("a", own()), w("b", of("a")), w("c", of("a")), w("d", of("c")), w("e", of("d"))), 1, 0, 0},
		{"five desks repeat one rumour and one saw it", says(w("a", own()), w("b", of("a")), w("c", of("a")), w("d", of("c")), w("e", own())), 2, 0, 0},
		{"three heard one radio, spelt two ways", says(w("a", radio("Radio Nema")), w("b", radio("radio  néma")), w("c", of("b"))), 1, 0, 0},
		{"two radios", says(w("a", radio("Radio Nema")), w("b", radio("Radio Kiffa"))), 2, 0, 0},
		{"nobody asked", says(w("a", unasked()), w("b", unasked())), 0, 0, 2},
		{"one repeats what nobody asked about", says(w("a", unasked()), w("b", of("a"))), 0, 0, 1},
		{"one reporter sent twice", says(by("x", w("a", own())), by("x", w("b", own()))), 1, 0, 0},
		{"one reporter sent twice and another repeats the second", says(by("x", w("a", own())), by("x", w("b", own())), w("c", of("b"))), 1, 0, 0},
		{"one says no", says(w("a", own()), denying(w("b", own()))), 1, 1, 0},
		{"one says yes and then no", says(by("x", w("a", own())), denying(by("x", w("b", own())))), 1, 1, 0},
		{"what is repeated was erased", says(w("b", of("a")), w("c", of("a"))), 1, 0, 0},
		{"a circle, from two incidents put together", says(w("a", of("b")), w("b", of("a")), w("c", own())), 2, 0, 0},
	} {
		s := count(c.words)
		if s.Independent != c.independent || s.Denying != c.denying || s.Unclear != c.unclear {
			t.Errorf("%s: %d independent, %d denying, %d unclear, want %d, %d, %d", c.name, s.Independent, s.Denying, s.Unclear, c.independent, c.denying, c.unclear)
		}
	}
}

// Whatever repeats whatever: every report stands in one source and in the picture
// once, no order of the reports changes the numbers, and a report that repeats
// another never adds a source.
func TestCountingHoldsForAnyChain(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var words []word
		for i := range 1 + rng.IntN(12) {
			origin := []Origin{own(), unasked(), radio(fmt.Sprint("r", rng.IntN(3))), of(fmt.Sprint(rng.IntN(14)))}[rng.IntN(4)]
			words = append(words, by(fmt.Sprint(rng.IntN(6)), w(fmt.Sprint(i), origin)))
		}
		s := count(words)
		seen := map[record.ID]int{}
		for _, src := range s.All {
			for _, id := range src.Reports {
				seen[id]++
			}
		}
		for _, x := range words {
			if seen[x.Report] != 1 {
				t.Fatalf("seed %d: a report stands in %d sources", seed, seen[x.Report])
			}
			if n := len(slices.DeleteFunc(slices.Clone(s.Chain), func(l Link) bool { return l.Key != reportKey(x.Report) })); n != 1 {
				t.Fatalf("seed %d: a report is drawn %d times", seed, n)
			}
		}
		for _, l := range s.Chain {
			if l.Parent != "" && !slices.ContainsFunc(s.Chain, func(o Link) bool { return o.Key == l.Parent }) {
				t.Fatalf("seed %d: %s hangs on nothing", seed, l.Key)
			}
		}
		rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if o := count(words); o.Independent != s.Independent || o.Denying != s.Denying || o.Unclear != s.Unclear {
			t.Fatalf("seed %d: in another order %d, %d, %d, before %d, %d, %d", seed, o.Independent, o.Denying, o.Unclear, s.Independent, s.Denying, s.Unclear)
		}
		more := append(words, w("one more", Origin{Kind: OfReport, Report: words[0].Report}))
		if o := count(more); o.Independent != s.Independent || o.Unclear != s.Unclear {
			t.Fatalf("seed %d: a report that repeats another changed %d to %d", seed, s.Independent, o.Independent)
		}
	}
}

// The credibility that follows from two good sources is proposed, and no more
// than that.
func TestConfirmationIsProposed(t *testing.T) {
	a, b := record.IDOf("a"), record.IDOf("b")
	for _, c := range []struct {
		name  string
		words []word
		want  []record.ID
	}{
		{"one alone", says(graded("A", 1, w("a", own()))), nil},
		{"two good ones", says(graded("B", 2, w("a", own())), graded("C", 3, w("b", own()))), []record.ID{a, b}},
		{"one of them is no good", says(graded("B", 2, w("a", own())), graded("E", 5, w("b", own()))), []record.ID{b}},
		{"neither is graded", says(w("a", own()), w("b", own())), nil},
		{"one repeats the other", says(graded("B", 2, w("a", own())), graded("B", 2, w("b", of("a")))), nil},
		{"known already", says(graded("B", 1, w("a", own())), graded("B", 1, w("b", own()))), nil},
		{"a good one denies it", says(graded("B", 2, w("a", own())), graded("C", 3, w("b", own())), denying(graded("B", 2, w("c", own())))), nil},
	} {
		s := count(c.words)
		var got []record.ID
		for id, n := range s.Proposed {
			if got = append(got, id); n != 1 {
				t.Errorf("%s: %d is proposed", c.name, n)
			}
		}
		if !sameIDs(got, c.want) {
			t.Errorf("%s: %d proposals, want %d", c.name, len(got), len(c.want))
		}
	}
}

// The best grade of a source stands for it, and reports that may not be opened
// count without showing theirs.
func TestGradesOfASource(t *testing.T) {
	hidden := graded("A", 1, w("c", of("a")))
	hidden.hidden = true
	s := count(says(graded("C", 3, w("a", own())), graded("B", 4, w("b", of("a"))), hidden))
	if len(s.All) != 1 || s.All[0].Grade != (queue.Grade{Source: "B", Information: 4}) || s.All[0].Hidden != 1 || len(s.All[0].Reports) != 2 {
		t.Errorf("%+v", s.All)
	}
}
