package number

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// release is an edition of one table: what was shown of each cell last, and when.
type release struct {
	n      int
	people int64
	shown  []int64
	in     []int
}

func (e *release) next(t *Table) *release {
	n := &release{n: 1, people: t.Values[0], shown: make([]int64, len(t.Values)), in: make([]int, len(t.Values))}
	if e != nil {
		n.n = e.n + 1
		copy(n.shown, e.shown)
		copy(n.in, e.in)
	}
	t.Floor = slices.Clone(n.shown)
	for cell, hidden := range t.Hidden() {
		if !hidden {
			n.shown[cell], n.in[cell] = t.Values[cell], n.n
		}
	}
	return n
}

// One more person changes nothing that is shown, and nor do nine.
func TestOneMorePersonChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	c := additive(r, 60)
	first := (*Edition)(nil).Next(c, nil, day(1))
	for range Few - 1 {
		c.Plus(additive(r, 1))
		if next := first.Next(c, nil, day(2)); next != first {
			t.Fatalf("with %d people there is an edition after that of %d", c[Key{}], first.People)
		}
	}
	c.Plus(additive(r, 1))
	next := first.Next(c, nil, day(3))
	if next.N != 2 || next.People != 70 || first.N != 1 || next.At != day(3) {
		t.Errorf("after ten people more: edition %d of %d", next.N, next.People)
	}
	if d := cmp.Diff(first.Next(c, nil, day(3)), next); d != "" {
		t.Errorf("the same numbers give another edition: %s", d)
	}
}

// How content people were moves by itself, ten answers at a time, and says since when it
// stands; who came stays as it was shown.
func TestHowContentPeopleWereIsToldByItself(t *testing.T) {
	c := additive(rand.New(rand.NewPCG(2, 4)), 60)
	said := func(asked, content int64) map[Slice]Figures {
		return map[Slice]Figures{{}: {Activities: 2, Expected: 80, Came: 60, Asked: asked, Content: content}}
	}
	first := (*Edition)(nil).Next(c, said(0, 0), day(1))
	if s := first.Figures[Slice{}].Satisfaction(); s.Of != 0 {
		t.Errorf("nobody was asked, and %v is told", s)
	}
	if next := first.Next(c, said(9, 9), day(2)); next != first {
		t.Errorf("nine people made edition %d", next.N)
	}
	c.Plus(additive(rand.New(rand.NewPCG(2, 5)), 3))
	second := first.Next(c, said(40, 28), day(3))
	if f := second.Figures[Slice{}]; second.N != 2 || f.Satisfaction().Value != 0.75 || f.Told != 2 || f.Came != 60 {
		t.Errorf("edition %d tells %+v", second.N, f)
	}
	if d := cmp.Diff(first.Cells, second.Cells); d != "" || second.People != 60 {
		t.Errorf("who came is told anew: %s", d)
	}
	if next := second.Next(c, said(45, 30), day(4)); next != second {
		t.Errorf("five more made edition %d", next.N)
	}
	c.Plus(additive(rand.New(rand.NewPCG(2, 6)), 40))
	third := second.Next(c, said(45, 30), day(5))
	if f := third.Figures[Slice{}]; third.N != 3 || f.Asked != 40 || f.Told != 2 {
		t.Errorf("edition %d tells %+v", third.N, f)
	}
}

// How content people were tells of no answer of a few: neither by itself, nor as the
// difference of a whole and of its other part.
func TestHowContentAFewWereIsToldByNothing(t *testing.T) {
	for asked := range int64(80) {
		for content := range asked + 1 {
			s := Figures{Asked: asked, Content: content}.Satisfaction()
			minor := min(content, asked-content)
			if told := s.Of != 0; told != (asked >= Few && (minor == 0 || minor >= Few)) {
				t.Fatalf("%d of %d content: told is %v", content, asked, told)
			}
			if s.Of != 0 && (s.Low > float64(content)/float64(asked) || s.High < float64(content)/float64(asked)) {
				t.Fatalf("%d of %d content: %+v", content, asked, s)
			}
		}
	}
	// Of 24 people 4 were not content, which is hidden. Others make a whole with them that
	// is told: whatever they said, it agrees with several answers of the 24.
	for others := int64(40); others < 60; others++ {
		for content := others / 2; content <= others-Few; content++ {
			whole, part := Figures{Asked: 24 + others, Content: 20 + content}.Satisfaction(), Figures{Asked: others, Content: content}.Satisfaction()
			agree := 0
			for guess := range int64(25) {
				for other := range others + 1 {
					if (Figures{Asked: 24 + others, Content: guess + other}).Satisfaction() == whole && (Figures{Asked: others, Content: other}).Satisfaction() == part {
						agree++
						break
					}
				}
			}
			if agree < Few/2 {
				t.Fatalf("%d of %d others content: only %d answers of the 24 agree", content, others, agree)
			}
		}
	}
}

func day(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }

// What was shown stays until ten more came to it, so that the difference of two
// editions is of none or of ten and more.
func TestTwoEditionsDifferByTenOrByNone(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	moved := 0
	for range 25 {
		c := additive(r, 20+r.IntN(200))
		var e *Edition
		for n := range 5 {
			before := e
			e = e.Next(c, nil, day(n+1))
			if before != nil {
				for k, cell := range e.Cells {
					if d := cell.Shown - before.Cells[k].Shown; d != 0 && d < Few && !strings.HasPrefix(k.Where, otherIs) {
						t.Fatalf("%+v went from %d to %d", k, before.Cells[k].Shown, cell.Shown)
					} else if d > 0 {
						moved++
					}
				}
			}
			c.Plus(additive(r, r.IntN(40)))
		}
	}
	if moved < 100 {
		t.Errorf("only %d numbers moved", moved)
	}
}

// Whoever kept every edition, and knows that people were added only, cannot tell how
// many of a kind came between two of them, where it was fewer than ten.
func TestNoEditionTellsWhoCameSince(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	asked, unsure, narrowest := 0, 0, math.Inf(1)
	for i := range tables(t, 150) {
		table := randomTable(r, 1+i%2, 20+r.IntN(100))
		if len(table.Values) > 16 {
			continue
		}
		cells := len(table.Values)
		const editions = 3
		// The unknowns are how much each cell grew in each edition.
		a := &attack{n: cells * editions}
		var e *release
		var values [editions][]int64
		for n := range editions {
			sums(table, func(parts []int, whole int) {
				of := map[int]float64{n*cells + whole: -1}
				for _, p := range parts {
					of[n*cells+p] = 1
				}
				a.equal(of, 0)
			})
			if e = e.next(table); e.n != n+1 {
				t.Fatalf("edition %d was not made", n+1)
			}
			values[n] = append(values[n], table.Values...)
			for cell, in := range e.in {
				if in == e.n {
					of := map[int]float64{}
					for m := range n + 1 {
						of[m*cells+cell] = 1
					}
					a.equal(of, float64(e.shown[cell]))
				}
			}
			for range Few + r.IntN(25) {
				table.count(r)
			}
		}
		a.reduced(t)
		for n := 1; n < editions; n++ {
			for cell := range cells {
				grew := values[n][cell] - values[n-1][cell]
				if grew <= 0 || grew >= Few {
					continue
				}
				b := a.bounds(t, map[int]float64{n*cells + cell: 1})
				asked++
				if math.IsNaN(b.Low) || math.IsNaN(b.High) {
					unsure++
					continue
				}
				narrowest = min(narrowest, b.High-b.Low)
				if b.High-b.Low < 0.5 {
					t.Errorf("table %d: %v grew by %d in edition %d, and %v tells: %s", i, table.nodes(cell), grew, n+1, b, show(table, make([]bool, cells)))
				}
			}
		}
	}
	if asked < 200 || unsure*50 > asked {
		t.Errorf("%d were asked about, of %d the solver could not tell", asked, unsure)
	}
	t.Logf("%d asked about, the narrowest answer leaves %v, of %d the solver could not tell", asked, narrowest, unsure)
}
