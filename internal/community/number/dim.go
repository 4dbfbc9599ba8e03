package number

import "slices"

// A Dim is one way in which people are told apart in a table. It has nodes, of which
// the first is everybody; and partitions, each of which puts everybody into atoms: by
// place and again by kind of activity, by sex and band and again by community. A node
// other than the first holds some atoms of one partition, so that margins within a
// partition (a sex over all bands, a year over its months) are nodes like any other.
type Dim struct {
	Nodes []string
	of    []group
	parts []part
	pairs [][]vector // of each node, what moves it
}

// A group is what a node holds: atoms of a partition, in order. The first node's is
// empty: it holds all of every partition.
type group struct {
	part  int
	atoms []int
}

// A part is one partition: the node of each atom, and by two labels where it crosses
// two things.
type part struct {
	nodes []int    // of each atom
	over  [][]int  // of each atom, every node but the first that holds it
	cross [][2]int // of each atom its row and its column; nil where it crosses nothing
}

// A vector says by how much each node changes when people change their place in a
// dimension. It leaves no sum wrong.
type vector []step

type step struct {
	node int
	by   int // 1 or -1
}

// NewDim makes a dimension of which nothing is known but everybody.
func NewDim(all string) *Dim { return &Dim{Nodes: []string{all}, of: []group{{}}} }

func (d *Dim) add(name string, g group) int {
	slices.Sort(g.atoms)
	d.Nodes, d.of = append(d.Nodes, name), append(d.of, g)
	for _, a := range g.atoms {
		d.parts[g.part].over[a] = append(d.parts[g.part].over[a], len(d.of)-1)
	}
	return len(d.of) - 1
}

// Part adds a partition of everybody into atoms of these names.
func (d *Dim) Part(names ...string) *Dim {
	d.parts = append(d.parts, part{over: make([][]int, len(names))})
	p := len(d.parts) - 1
	for i, name := range names {
		n := d.add(name, group{p, []int{i}})
		d.parts[p].nodes = append(d.parts[p].nodes, n)
	}
	return d
}

// Sum adds a node that holds atoms of the last partition, given by number.
func (d *Dim) Sum(name string, atoms ...int) *Dim {
	d.add(name, group{len(d.parts) - 1, slices.Clone(atoms)})
	return d
}

// Cross adds a partition by two things at once, with a node for each of the one, each
// of the other, and each of both. The name of the last is what both gives.
func (d *Dim) Cross(rows, columns []string, both func(row, column string) string) *Dim {
	names := make([]string, 0, len(rows)*len(columns))
	var cross [][2]int
	for r, row := range rows {
		for c, column := range columns {
			names, cross = append(names, both(row, column)), append(cross, [2]int{r, c})
		}
	}
	d.Part(names...)
	d.parts[len(d.parts)-1].cross = cross
	at := func(i, axis int) (atoms []int) {
		for a := range cross {
			if cross[a][axis] == i {
				atoms = append(atoms, a)
			}
		}
		return atoms
	}
	for r, row := range rows {
		d.Sum(row, at(r, 0)...)
	}
	for c, column := range columns {
		d.Sum(column, at(c, 1)...)
	}
	return d
}

// holds tells whether a node counts all whom another does.
func (d *Dim) holds(whole, part int) bool {
	if whole == 0 || whole == part {
		return true
	}
	w, p := d.of[whole], d.of[part]
	return part != 0 && w.part == p.part && !slices.ContainsFunc(p.atoms, func(a int) bool { return !slices.Contains(w.atoms, a) })
}

// moves gives every way to take people out of a node, or to bring some, that leaves the
// number of everybody as it is.
func (d *Dim) moves(node int) []vector {
	if d.pairs == nil {
		d.pairs = make([][]vector, len(d.Nodes))
	}
	if node == 0 || d.pairs[node] != nil {
		return d.pairs[node]
	}
	g := d.of[node]
	p := d.parts[g.part]
	var all []vector
	for _, in := range g.atoms {
		for out := range p.nodes {
			if slices.Contains(g.atoms, out) {
				continue
			}
			all = append(all, d.swap(g.part, []int{in}, []int{out}))
			if p.cross != nil && p.cross[in][0] != p.cross[out][0] && p.cross[in][1] != p.cross[out][1] {
				// The other two corners take it back in both margins.
				if v := d.swap(g.part, []int{in, out}, p.corners(in, out)); slices.ContainsFunc(v, func(s step) bool { return s.node == node }) {
					all = append(all, v)
				}
			}
		}
	}
	d.pairs[node] = all
	return all
}

// corners gives the two atoms that stand where the row of one meets the column of the other.
func (p part) corners(a, b int) []int {
	columns := 1 + p.cross[len(p.cross)-1][1]
	return []int{p.cross[a][0]*columns + p.cross[b][1], p.cross[b][0]*columns + p.cross[a][1]}
}

// swap is the vector by which some atoms of a partition gain one each and others lose one.
func (d *Dim) swap(p int, gain, lose []int) vector {
	by := map[int]int{}
	for _, a := range gain {
		for _, n := range d.parts[p].over[a] {
			by[n]++
		}
	}
	for _, a := range lose {
		for _, n := range d.parts[p].over[a] {
			by[n]--
		}
	}
	return vectorOf(by)
}

// total is the vector by which everybody becomes more: one atom of each partition does,
// that which weigh finds heaviest among those that it may be.
func (d *Dim) total(node int, weigh func(node int) int64) vector {
	by := map[int]int{0: 1}
	for i, p := range d.parts {
		best := -1
		for a := range p.nodes {
			if node != 0 && d.of[node].part == i && !slices.Contains(d.of[node].atoms, a) {
				continue
			}
			if best < 0 || weigh(p.nodes[a]) > weigh(p.nodes[best]) {
				best = a
			}
		}
		for _, n := range p.over[best] {
			by[n]++
		}
	}
	return vectorOf(by)
}

func vectorOf(by map[int]int) (v vector) {
	for n, x := range by {
		if x != 0 {
			v = append(v, step{n, x})
		}
	}
	slices.SortFunc(v, func(a, b step) int { return a.node - b.node })
	return v
}
