package number

import (
	"cmp"
	"math"
	"slices"
)

// A Table is numbers of people by up to some dimensions, margins included.
type Table struct {
	Dims   []*Dim
	Values []int64 // of every combination of nodes, the last dimension's running fastest
	// Floor is what was shown of each cell before, and 0 where nothing was: a cell that
	// has grown by fewer than Few since would tell of those who came. Nil: nothing was.
	Floor []int64
	// Known marks cells that may be worked out however few they count: they are shown
	// nowhere, and tell of nothing that could hurt.
	Known []bool
}

// NewTable makes a table of nobody.
func NewTable(dims ...*Dim) *Table {
	n := 1
	for _, d := range dims {
		n *= len(d.Nodes)
	}
	return &Table{Dims: dims, Values: make([]int64, n)}
}

// At gives where the cell of these nodes stands.
func (t *Table) At(nodes ...int) int {
	at := 0
	for i, n := range nodes {
		at = at*len(t.Dims[i].Nodes) + n
	}
	return at
}

// nodes is the reverse of At.
func (t *Table) nodes(cell int) []int {
	at := make([]int, len(t.Dims))
	for i := len(t.Dims) - 1; i >= 0; i-- {
		n := len(t.Dims[i].Nodes)
		at[i], cell = cell%n, cell/n
	}
	return at
}

// grown is how much of a cell nobody has seen.
func (t *Table) grown(cell int) int64 {
	if t.Floor == nil {
		return t.Values[cell]
	}
	return t.Values[cell] - t.Floor[cell]
}

// small tells whether showing a cell would tell of few.
func (t *Table) small(cell int) bool {
	if t.Known != nil && t.Known[cell] {
		return false
	}
	return hides(t.Values[cell]) || betrays(t.grown(cell))
}

// Hidden says which cells of the table must not be shown: those that tell of few, and
// others so that none of the first can be worked out from what is shown. Of each that
// tells of few, what is shown leaves at least Few possible numbers besides the true one,
// and of the others some. Nobody is shown as 0: it tells of no person. Where the table
// is of fewer than Few, all of it is hidden.
//
// It works by moves (hypercubes, as Repsilber's and Giessing's GHQUAR): in each
// dimension some people change their place, or become more; the product of these over
// the dimensions changes no sum. Where all cells that a move changes are hidden and have
// people enough to move, whoever reads cannot tell how far it was moved.
func (t *Table) Hidden() []bool {
	hidden := make([]bool, len(t.Values))
	if hides(t.Values[0]) {
		for i := range hidden {
			hidden[i] = true
		}
		return hidden
	}
	t.hide(hidden, nil) // nothing is fixed: the move by which everybody becomes more is always there
	return hidden
}

// Lean makes the table safe where some of it is fixed, its totals mostly: shown or hidden
// already, as hidden says, in the tables that it leans on. What a hidden total holds is
// hidden; where that is not enough, all that is not fixed is, and it gives false.
func (t *Table) Lean(hidden, fixed []bool) bool {
	for total := range t.Values {
		if !fixed[total] || !hidden[total] {
			continue
		}
		of := t.nodes(total)
		for cell := range t.Values {
			if !fixed[cell] && t.holds(of, t.nodes(cell)) {
				hidden[cell] = true
			}
		}
	}
	if len(t.hide(hidden, fixed)) == 0 {
		return true
	}
	for cell := range hidden {
		hidden[cell] = hidden[cell] || !fixed[cell]
	}
	return false
}

// holds tells whether a cell of some nodes counts all whom the cell of others counts.
func (t *Table) holds(whole, part []int) bool {
	for d, dim := range t.Dims {
		if !dim.holds(whole[d], part[d]) {
			return false
		}
	}
	return true
}

// hide hides what must be beside what is hidden already. It neither hides nor counts
// on what is fixed, which other tables share, and gives the cells that cannot be made
// safe so.
func (t *Table) hide(hidden, fixed []bool) (unsafe []int) {
	s := suppression{table: t, hidden: hidden, fixed: fixed, safe: make([]bool, len(t.Values))}
	var first []int
	for cell := range t.Values {
		if t.small(cell) && (fixed == nil || !fixed[cell]) {
			hidden[cell] = true
			first = append(first, cell)
		}
	}
	// The large ones first: what they need hidden serves the small ones too.
	slices.SortStableFunc(first, func(a, b int) int { return cmp.Compare(t.grown(b), t.grown(a)) })
	for _, cell := range first {
		if !s.safe[cell] && !s.protect(cell) {
			unsafe = append(unsafe, cell)
		}
	}
	return unsafe
}

type suppression struct {
	table  *Table
	hidden []bool
	fixed  []bool // what may not be touched; nil for nothing
	safe   []bool // what some move that was chosen makes safe

	nodes []int         // of the cell that is being protected
	kept  [][]vector    // of each dimension, the moves that are tried
	used  map[int]int64 // what moves chosen for the cell take of others already
}

// tried bounds the moves of each dimension that are tried together: with more, little
// less is hidden, and the work grows with its third power.
const tried = 8

// protect hides what makes a hidden cell safe, as little as it finds: moves are put
// together until they leave it numbers enough. It gives up where there are none.
func (s *suppression) protect(cell int) bool {
	s.nodes, s.used = s.table.nodes(cell), map[int]int64{}
	for width := int64(0); width < Few; {
		s.kept = s.kept[:0]
		for d := range s.table.Dims {
			s.kept = append(s.kept, s.likely(d))
		}
		move, down, up := s.best(Few-width, width == 0)
		if move == nil {
			return false
		}
		s.take(move, up, down+up)
		if width == 0 {
			width = down
		}
		width += up
	}
	return true
}

// best gives the move that hides least for what it gains, with how far the cell can go
// down and up by it. Going down counts once: what the cell loses it loses once.
func (s *suppression) best(need int64, first bool) (best []vector, down, up int64) {
	least := math.Inf(1)
	chosen := make([]vector, len(s.kept))
	var each func(d int)
	each = func(d int) {
		if d < len(s.kept) {
			for _, v := range s.kept[d] {
				chosen[d] = v
				each(d + 1)
			}
			return
		}
		less, more, cost := s.weigh(chosen, least*float64(need))
		gain := min(more, need)
		if first {
			gain = min(gain+less, need)
		}
		if gain > 0 && cost/float64(gain) < least {
			best, least = slices.Clone(chosen), cost/float64(gain)
			down, up = less, min(more, need)
		}
	}
	each(0)
	return best, down, up
}

// take hides the cells of a move and notes what it takes of them.
func (s *suppression) take(move []vector, up, width int64) {
	s.change(move, func(cell, by int) bool {
		s.hidden[cell] = true
		if width >= Few {
			s.safe[cell] = true
		}
		if by < 0 {
			s.used[cell] += up * int64(-by)
		}
		return true
	})
}

// likely gives the moves of a dimension that are tried: those that hide little by
// themselves, those with most room, and that by which everybody becomes more. The last
// of all dimensions together is always wide enough: nothing bounds it.
func (s *suppression) likely(d int) []vector {
	type one struct {
		v    vector
		cost float64
		room int64
	}
	var all []one
	base := s.table.At(s.nodes...)
	stride := s.stride(d)
	at := func(node int) int { return base + (node-s.nodes[d])*stride }
	for _, v := range s.table.Dims[d].moves(s.nodes[d]) {
		o := one{v: v, room: math.MaxInt64}
		for _, p := range v {
			if p.by < 0 {
				o.room = min(o.room, s.room(at(p.node)))
			}
			o.cost += s.price(at(p.node))
		}
		if o.room > 0 { // the cell itself cannot grow by it otherwise
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b one) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.room, a.room))
	})
	var kept []vector
	for i, o := range all {
		if i < tried/2 {
			kept = append(kept, o.v)
			all[i].room = -1
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(b.room, a.room) })
	for _, o := range all[:min(len(all), tried/2)] {
		if o.room >= 0 {
			kept = append(kept, o.v)
		}
	}
	return append(kept, s.table.Dims[d].total(s.nodes[d], func(node int) int64 { return s.table.Values[at(node)] }))
}

func (s *suppression) stride(d int) int {
	stride := 1
	for _, later := range s.table.Dims[d+1:] {
		stride *= len(later.Nodes)
	}
	return stride
}

// room is how many people of a cell can still be moved out of it.
func (s *suppression) room(cell int) int64 { return max(0, s.table.grown(cell)-s.used[cell]) }

// price is what hiding a cell takes from whoever reads: its people, and more where it
// stands for everybody in a dimension.
func (s *suppression) price(cell int) float64 {
	switch {
	case s.fixed != nil && s.fixed[cell]:
		return math.Inf(1)
	case s.hidden[cell]:
		return 0
	}
	p := 1 + float64(s.table.Values[cell])
	for _, n := range s.table.nodes(cell) {
		if n == 0 {
			p *= wholesFirst
		}
	}
	return p
}

// wholesFirst is how much more a number of everybody is worth than one of some.
const wholesFirst = 4

// weigh gives how far a move can take a cell down and up, and what hiding it costs. It
// gives up where that is more than least.
func (s *suppression) weigh(move []vector, least float64) (down, up int64, cost float64) {
	down, up = math.MaxInt64/2, math.MaxInt64/2
	s.change(move, func(cell, by int) bool {
		if cost += s.price(cell); cost >= least {
			up, down = 0, 0
			return false
		}
		room := s.room(cell)
		if by > 0 {
			down = min(down, room/int64(by))
		} else {
			up = min(up, room/int64(-by))
		}
		return true
	})
	return down, up, cost
}

// change calls f with each cell that a move changes, and by how much, until f says no.
func (s *suppression) change(move []vector, f func(cell, by int) bool) {
	var each func(d, at, by int) bool
	each = func(d, at, by int) bool {
		if d == len(move) {
			return f(at, by)
		}
		for _, p := range move[d] {
			if !each(d+1, at*len(s.table.Dims[d].Nodes)+p.node, by*p.by) {
				return false
			}
		}
		return true
	}
	each(0, 0, 1)
}
