package number

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// An attack knows every sum of a table's cells, and what was shown, and asks how low
// and how high a hidden number can be.
type attack struct {
	rows [][]float64 // of unknowns, with what they come to last
	n    int
}

// equal adds that unknowns, each with its factor, come to a number.
func (a *attack) equal(of map[int]float64, to float64) {
	row := make([]float64, a.n+1)
	for i, x := range of {
		row[i] = x
	}
	row[a.n] = to
	a.rows = append(a.rows, row)
}

// reduced drops what says nothing new: the solver wants every line independent. It
// leaves echelon form, where an unknown that is known stands alone.
func (a *attack) reduced(t *testing.T) {
	t.Helper()
	next := 0
	for c := 0; c < a.n && next < len(a.rows); c++ {
		best := next
		for r := next; r < len(a.rows); r++ {
			if math.Abs(a.rows[r][c]) > math.Abs(a.rows[best][c]) {
				best = r
			}
		}
		if math.Abs(a.rows[best][c]) < 1e-9 {
			continue
		}
		a.rows[next], a.rows[best] = a.rows[best], a.rows[next]
		for r := range a.rows {
			if r != next && a.rows[r][c] != 0 {
				f := a.rows[r][c] / a.rows[next][c]
				for i := range a.rows[r] {
					if a.rows[r][i] -= f * a.rows[next][i]; math.Abs(a.rows[r][i]) < 1e-9 {
						a.rows[r][i] = 0 // and not what rounding leaves
					}
				}
			}
		}
		next++
	}
	for _, row := range a.rows[next:] {
		if math.Abs(row[a.n]) > 1e-6 {
			t.Fatalf("the sums do not agree: 0 = %v", row[a.n])
		}
	}
	a.rows = a.rows[:next]
}

// bounds gives between which numbers an expression of the unknowns lies.
func (a *attack) bounds(t *testing.T, of map[int]float64) Interval {
	t.Helper()
	return Interval{a.least(t, of, 1), -a.least(t, of, -1)}
}

func (a *attack) least(t *testing.T, of map[int]float64, sign float64) float64 {
	t.Helper()
	c := make([]float64, a.n)
	for i, x := range of {
		c[i] = sign * x
	}
	if len(a.rows) == 0 {
		for _, x := range c {
			if x < 0 {
				return math.Inf(-1)
			}
		}
		return 0
	}
	A, b := mat.NewDense(len(a.rows), a.n, nil), make([]float64, len(a.rows))
	for i, row := range a.rows {
		A.SetRow(i, row[:a.n])
		b[i] = row[a.n]
	}
	x, _, err := lp.Simplex(c, A, b, 1e-9, nil)
	switch {
	case errors.Is(err, lp.ErrUnbounded):
		return math.Inf(-1)
	case err != nil:
		return math.NaN() // the solver gave up, over numbers: whoever asks counts it
	}
	return x
}

// narrowed gives the bounds that follow line by line, over and over, for systems too
// large to solve: of every unknown what the others of its line leave it.
func (a *attack) narrowed() []Interval {
	in := make([]Interval, a.n)
	for i := range in {
		in[i] = Interval{0, math.Inf(1)}
	}
	for again, rounds := true, 0; again && rounds < 50; rounds++ {
		again = false
		for _, row := range a.rows {
			again = narrow(row, in) || again
		}
	}
	return in
}

func narrow(row []float64, in []Interval) (narrower bool) {
	n := len(in)
	for i, x := range row[:n] {
		if x == 0 {
			continue
		}
		rest := Interval{row[n], row[n]}
		for j, y := range row[:n] {
			switch {
			case j == i || y == 0:
			case y > 0:
				rest.Low, rest.High = rest.Low-y*in[j].High, rest.High-y*in[j].Low
			default:
				rest.Low, rest.High = rest.Low-y*in[j].Low, rest.High-y*in[j].High
			}
		}
		low, high := rest.Low/x, rest.High/x
		if x < 0 {
			low, high = high, low
		}
		if low = math.Ceil(low - 1e-6); low > in[i].Low {
			in[i].Low, narrower = low, true
		}
		if high = math.Floor(high + 1e-6); high < in[i].High {
			in[i].High, narrower = high, true
		}
	}
	return narrower
}

// sums calls f with every sum that a table has: the cells of atoms and the cell that
// they come to.
func sums(t *Table, f func(parts []int, whole int)) {
	for cell := range t.Values {
		nodes := t.nodes(cell)
		for d, dim := range t.Dims {
			at := func(node int) int {
				was := nodes[d]
				nodes[d] = node
				cell := t.At(nodes...)
				nodes[d] = was
				return cell
			}
			g := dim.of[nodes[d]]
			for p, part := range dim.parts {
				var parts []int
				switch {
				case nodes[d] == 0:
					for _, n := range part.nodes {
						parts = append(parts, at(n))
					}
				case g.part == p && len(g.atoms) > 1:
					for _, a := range g.atoms {
						parts = append(parts, at(part.nodes[a]))
					}
				default:
					continue
				}
				f(parts, cell)
			}
		}
	}
}

// attackOn gives the attack on one table of which some cells are hidden, and the
// unknown of each of these.
func attackOn(tb testing.TB, t *Table, hidden []bool) (*attack, map[int]int) {
	tb.Helper()
	unknown := map[int]int{}
	for cell := range hidden {
		if hidden[cell] {
			unknown[cell] = len(unknown)
		}
	}
	a := &attack{n: len(unknown)}
	sums(t, func(parts []int, whole int) {
		of, to := map[int]float64{}, 0.0
		put := func(cell int, by float64) {
			if u, is := unknown[cell]; is {
				of[u] += by
			} else {
				to -= by * float64(t.Values[cell])
			}
		}
		for _, p := range parts {
			put(p, 1)
		}
		put(whole, -1)
		if len(of) > 0 {
			a.equal(of, to)
		}
	})
	return a, unknown
}

// shapes are dimensions as tables have them: one partition, two, a margin within one,
// and one that crosses two things.
var shapes = []func() *Dim{
	func() *Dim { return NewDim("all").Part("a", "b") },
	func() *Dim { return NewDim("all").Part("a", "b", "c", "d") },
	func() *Dim { return NewDim("all").Part("a", "b", "c").Part("x", "y") },
	func() *Dim { return NewDim("all").Part("a", "b", "c", "d").Sum("ab", 0, 1).Sum("cd", 2, 3) },
	func() *Dim {
		return NewDim("all").Cross([]string{"f", "m"}, []string{"1", "2", "3"}, func(r, c string) string { return r + c })
	},
}

// randomTable counts random people, some kinds of whom are rare.
func randomTable(r *rand.Rand, dims, people int) *Table {
	var ds []*Dim
	for range dims {
		ds = append(ds, shapes[r.IntN(len(shapes))]())
	}
	t := NewTable(ds...)
	for range people {
		t.count(r)
	}
	return t
}

// count counts one more person.
func (t *Table) count(r *rand.Rand) {
	in := make([][]int, len(t.Dims)) // of each dimension, the nodes that hold the person
	for i, d := range t.Dims {
		in[i] = []int{0}
		for _, p := range d.parts {
			a := r.IntN(len(p.nodes))
			for range r.IntN(3) {
				a = min(a, r.IntN(len(p.nodes))) // the later ones are rare
			}
			in[i] = append(in[i], p.over[a]...)
		}
	}
	nodes := make([]int, len(t.Dims))
	var each func(d int)
	each = func(d int) {
		if d == len(nodes) {
			t.Values[t.At(nodes...)]++
			return
		}
		for _, n := range in[d] {
			nodes[d] = n
			each(d + 1)
		}
	}
	each(0)
}

// tables is how many random tables are attacked: WASL_TABLES for more.
func tables(t *testing.T, usual int) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv("WASL_TABLES")); err == nil {
		return n
	}
	return usual
}

// Whoever has the table, and knows that it adds up and how it was hidden, finds no
// hidden number, and none to within fewer than ten.
func TestNoHiddenCellCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 8))
	cells, unsure, hid := 0, 0, 0
	for i := range tables(t, 600) {
		people := r.IntN([]int{15, 40, 120, 400}[i%4])
		table := randomTable(r, 1+i%3, people)
		hidden := table.Hidden()
		for cell, v := range table.Values {
			if 0 < v && v < Few && !hidden[cell] {
				t.Fatalf("table %d shows %d people: %s", i, v, show(table, hidden))
			}
		}
		a, unknown := attackOn(t, table, hidden)
		hid += len(unknown)
		for u, b := range a.narrowed() {
			if b.High-b.Low < Few {
				t.Fatalf("table %d: unknown %d lies between %v and %v: %s", i, u, b.Low, b.High, show(table, hidden))
			}
		}
		if len(unknown) > solvable {
			continue
		}
		a.reduced(t)
		of := sample(r, unknown, 6)
		for _, cell := range of {
			b := a.bounds(t, map[int]float64{unknown[cell]: 1})
			cells++
			switch {
			case math.IsNaN(b.Low) || math.IsNaN(b.High):
				unsure++
			case b.High-b.Low < Few-1e-6:
				t.Fatalf("table %d: cell %v lies between %v and %v: %s", i, table.nodes(cell), b.Low, b.High, show(table, hidden))
			}
		}
	}
	if cells < 1000 || unsure*100 > cells {
		t.Errorf("only %d cells were attacked, of %d the solver could not tell", cells, unsure)
	}
	t.Logf("%d cells attacked, %d hidden, of %d the solver could not tell", cells, hid, unsure)
}

// solvable is how many unknowns the solver takes without a hundred times the time.
const solvable = 40

func sample(r *rand.Rand, of map[int]int, n int) (some []int) {
	for cell := range of {
		some = append(some, cell)
	}
	slices.Sort(some)
	r.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	return some[:min(n, len(some))]
}

func show(t *Table, hidden []bool) string {
	s := ""
	for cell, v := range t.Values {
		mark := ""
		if hidden[cell] {
			mark = " hidden"
		}
		name := ""
		for d, n := range t.nodes(cell) {
			name += " " + t.Dims[d].Nodes[n]
		}
		s += fmt.Sprintf("\n%s = %d%s", name, v, mark)
	}
	return s
}

// The attack is worth something: hiding small cells alone does not withstand it.
func TestHidingSmallCellsAloneIsFoundOut(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 9))
	found := 0
	for range 60 {
		table := randomTable(r, 2, 150)
		hidden := make([]bool, len(table.Values))
		for cell := range hidden {
			hidden[cell] = table.small(cell)
		}
		a, unknown := attackOn(t, table, hidden)
		a.reduced(t)
		for _, cell := range sample(r, unknown, 4) {
			if b := a.bounds(t, map[int]float64{unknown[cell]: 1}); b.High-b.Low < 0.5 {
				found++
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d hidden numbers were found out", found)
	}
}

// Fewer than ten people in all are nobody's business: not how many, not who.
func TestATableOfFewIsHiddenWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for people := 1; people < Few; people++ {
		table := randomTable(r, 2, people)
		for cell, hidden := range table.Hidden() {
			if !hidden {
				t.Fatalf("of %d people %v is shown", people, table.nodes(cell))
			}
		}
	}
	for cell, hidden := range randomTable(r, 2, 0).Hidden() {
		if hidden {
			t.Fatalf("of nobody cell %d is hidden", cell)
		}
	}
}
