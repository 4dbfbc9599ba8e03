package number

import (
	"maps"
	"slices"
	"strings"
)

// What is shown of a node's numbers is a family of tables, each of which leans on the one
// before it, from what most people ask for down to the finest:
//
//   - ever and each year, everybody by sex, band, community and disability;
//   - the same of who was trained;
//   - both by sex and band together;
//   - each month, everybody and who was trained, to see how it went;
//   - ever and each year, by place, by place who was trained, and by kind of activity;
//   - each year, by place and by kind, by sex, band, community and disability.
//
// What a coarse table shows stays shown whatever a finer one would need: where the
// finer one cannot be made safe, it is hidden itself. A finer table hides whole rows
// and columns whose totals are hidden above it, so that whatever people there might be
// in these is as possible below. TestTheFamilyHoldsTogether attacks all of it at once.
type family struct {
	counts Counts
	floor  map[Key]int64 // what was shown before
	hidden map[Key]bool

	years, places, kinds []string
	months               map[string][]string // of each year
}

// hide gives the keys of the family, and which of them are hidden.
func (c Counts) hide(floor map[Key]int64) map[Key]bool {
	f := &family{counts: c, floor: floor, hidden: map[Key]bool{}, months: map[string][]string{}}
	months, places, kinds := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for k := range c {
		if len(k.Time) == len("2026-11") {
			months[k.Time] = true
		}
		if kind, is := strings.CutPrefix(k.Where, kindIs); is {
			kinds[kind] = true
		} else if _, place, is := strings.Cut(k.Where, placeIs); is {
			places[place] = true
		}
	}
	f.places, f.kinds = slices.Sorted(maps.Keys(places)), slices.Sorted(maps.Keys(kinds))
	for _, m := range slices.Sorted(maps.Keys(months)) {
		y := m[:len("2026")]
		if f.months[y] == nil {
			f.years = append(f.years, y)
		}
		f.months[y] = append(f.months[y], m)
	}
	f.groups()
	f.trained()
	f.crossed(NewDim(""))
	f.crossed(done())
	for _, y := range f.years {
		f.course(y)
	}
	f.wheres()
	for _, y := range f.years {
		f.groupsOf(y, placeIs, f.places)
		f.groupsOf(y, kindIs, f.kinds)
	}
	return f.hidden
}

// value gives what is counted under a key; who did not complete a training is what
// remains.
func (c Counts) value(k Key) int64 {
	if rest, is := strings.CutPrefix(k.Where, otherIs); is {
		whole := Key{Slice{k.Time, rest}, k.Who}
		return c[whole] - c[Key{whole.trained(), k.Who}]
	}
	return c[k]
}

// A panel is a table of the family with the key of each cell.
type panel struct {
	*Table
	keys          []Key
	hidden, fixed []bool
}

// panel makes a table of dimensions; key says what each of its cells is. What the
// family knows already is fixed.
func (f *family) panel(key func(names []string) Key, dims ...*Dim) *panel {
	s := &panel{Table: NewTable(dims...)}
	n := len(s.Values)
	s.Floor, s.Known, s.keys, s.hidden, s.fixed = make([]int64, n), make([]bool, n), make([]Key, n), make([]bool, n), make([]bool, n)
	names := make([]string, len(dims))
	for cell := range s.Values {
		for d, node := range s.nodes(cell) {
			names[d] = dims[d].Nodes[node]
		}
		k := key(names)
		s.keys[cell], s.Values[cell], s.Floor[cell] = k, f.counts.value(k), f.floor[k]
		// How many did not stay to the end tells of nobody what sort of person it is.
		s.Known[cell] = k.Who == "" && strings.HasPrefix(k.Where, otherIs)
		s.hidden[cell], s.fixed[cell] = f.hidden[k], f.knows(k)
	}
	return s
}

func (f *family) knows(k Key) bool { _, known := f.hidden[k]; return known }

func (f *family) keep(s *panel) {
	for cell, k := range s.keys {
		if !f.knows(k) {
			f.hidden[k] = s.hidden[cell]
		}
	}
}

// done is the dimension of who completed a training and who did not.
func done() *Dim { return NewDim("").Part(trainedIs, otherIs) }

// groups are everybody by one thing, which nothing stands above.
func (f *family) groups() {
	by := NewDim("")
	for _, values := range things {
		by.Part(values...)
	}
	s := f.panel(func(n []string) Key { return Key{Slice{Time: n[0]}, n[1]} }, NewDim("").Part(f.years...), by)
	copy(s.hidden, s.Hidden())
	f.keep(s)
}

// trained is who of everybody completed a training: first how many.
func (f *family) trained() {
	f.lean(f.panel(func(n []string) Key { return Key{Slice{n[0], n[1]}, ""} }, NewDim("").Part(f.years...), done()))
	for _, values := range things {
		f.lean(f.panel(func(n []string) Key { return Key{Slice{n[0], n[1]}, n[2]} }, NewDim("").Part(f.years...), done(), NewDim("").Part(values...)))
	}
}

// crossed is everybody, or who was trained, by sex and band together.
func (f *family) crossed(of *Dim) {
	by := NewDim("").Cross(things[0], things[1], func(sex, band string) string { return sex + "." + band })
	f.lean(f.panel(func(n []string) Key { return Key{Slice{n[0], n[1]}, n[2]} }, NewDim("").Part(f.years...), of, by))
}

// course is the months of a year.
func (f *family) course(year string) {
	s := f.panel(func(n []string) Key { return Key{Slice{n[0], n[1]}, ""} }, NewDim(year).Part(f.months[year]...), done())
	f.lean(s)
}

func (f *family) wheres() {
	where := NewDim("").Cross(named("place", f.places), []string{trainedIs, otherIs}, func(place, which string) string { return which + place }).
		Part(named("kind", f.kinds)...)
	s := f.panel(func(n []string) Key { return Key{Slice{n[0], n[1]}, ""} }, NewDim("").Part(f.years...), where)
	f.lean(s)
}

// groupsOf is a year's people by place or by kind and by one thing that they are told
// apart by.
func (f *family) groupsOf(year, what string, of []string) {
	for _, values := range things {
		f.lean(f.panel(func(n []string) Key { return Key{Slice{year, n[0]}, n[1]} }, NewDim("").Part(named(strings.TrimSuffix(what, "="), of)...), NewDim("").Part(values...)))
	}
}

// lean adds a panel that leans on what the family knows.
func (f *family) lean(s *panel) {
	s.Lean(s.hidden, s.fixed)
	f.keep(s)
}
