package unit

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"wasl/internal/base/record"
)

// Tree is the units as they stand now, for looking up without reading tables.
// It may be kept: it follows the changes.
type Tree struct {
	now     atomic.Pointer[forest]
	version atomic.Uint64
}

// Version grows with every change: what was made from the tree is made anew.
func (t *Tree) Version() uint64 { return t.version.Load() }

func (t *Tree) turn(f *forest) {
	t.now.Store(f)
	t.version.Add(1)
}

// forest is the units at one time. It is never changed.
type forest struct {
	order []record.ID // parents before children, children by code
	units map[record.ID]Unit
	codes map[string]record.ID
	below map[record.ID][]record.ID
	paths map[record.ID][]record.ID
	desks map[place]record.ID
	seats map[place][]record.ID // those that work there, parents before children
}

type place struct{ list, code string }

// maxDepth bounds a path: country, wilaya, moughataa, commune, post, and as much
// again for whoever nests units otherwise.
const maxDepth = 12

// grow makes a forest. A unit whose parent is not there stands at the top: it
// must be seen to be mended.
func grow(units []Unit) *forest {
	f := &forest{
		units: make(map[record.ID]Unit, len(units)), codes: make(map[string]record.ID, len(units)),
		below: map[record.ID][]record.ID{}, paths: make(map[record.ID][]record.ID, len(units)), desks: map[place]record.ID{}, seats: map[place][]record.ID{},
	}
	slices.SortFunc(units, func(a, b Unit) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), slices.Compare(a.ID[:], b.ID[:]))
	})
	for _, u := range units {
		f.units[u.ID] = u
		f.codes[u.Code] = u.ID
	}
	for _, u := range units {
		up := u.Parent
		if _, ok := f.units[up]; !ok {
			up = record.ID{}
		}
		f.below[up] = append(f.below[up], u.ID)
	}
	f.plant(record.ID{}, nil)
	for _, u := range units { // what is left are circles that two nodes made of each other's changes
		if f.paths[u.ID] == nil {
			f.paths[u.ID] = []record.ID{u.ID}
			f.order = append(f.order, u.ID)
		}
	}
	f.seat()
	return f
}

func (f *forest) plant(up record.ID, above []record.ID) {
	if len(above) >= maxDepth {
		return
	}
	for _, id := range f.below[up] {
		path := append([]record.ID{id}, above...)
		f.paths[id] = path
		f.order = append(f.order, id)
		f.plant(id, path)
	}
}

// seat finds which unit answers for each place: by kind, then the highest.
func (f *forest) seat() {
	rank := func(id record.ID) int { return slices.Index(Kinds(), f.units[id].Kind) }
	for _, id := range f.order {
		u := f.units[id]
		if u.PlaceCode == "" || u.Closed {
			continue
		}
		p := place{u.PlaceList, u.PlaceCode}
		f.seats[p] = append(f.seats[p], id)
		sits, taken := f.desks[p]
		if !taken || cmp.Or(cmp.Compare(rank(id), rank(sits)), cmp.Compare(len(f.paths[id]), len(f.paths[sits]))) < 0 {
			f.desks[p] = id
		}
	}
}

// All gives every unit, parents before children. It must not be changed.
func (t *Tree) All() []record.ID { return t.now.Load().order }

// Get gives a unit.
func (t *Tree) Get(id record.ID) (Unit, bool) {
	u, ok := t.now.Load().units[id]
	return u, ok
}

// ByCode gives the unit of a code.
func (t *Tree) ByCode(code string) (Unit, bool) {
	f := t.now.Load()
	u, ok := f.units[f.codes[code]]
	return u, ok
}

// Has tells whether there is such a unit.
func (t *Tree) Has(id record.ID) bool {
	_, ok := t.now.Load().units[id]
	return ok
}

// Works tells whether there is such a unit and it is not closed.
func (t *Tree) Works(id record.ID) bool {
	u, ok := t.Get(id)
	return ok && !u.Closed
}

// Open gives the unit or, where it is closed, the nearest one above that is not;
// the zero id for a unit that is not there.
func (t *Tree) Open(id record.ID) record.ID {
	for _, up := range t.Path(id) {
		if t.Works(up) {
			return up
		}
	}
	return record.ID{}
}

// Path gives the unit and those above it, up to the root; nil for a unit that is
// not there. It must not be changed.
func (t *Tree) Path(id record.ID) []record.ID { return t.now.Load().paths[id] }

// Under tells whether id is the unit above, or below it.
func (t *Tree) Under(id, above record.ID) bool { return slices.Contains(t.Path(id), above) }

// Children gives the units right below one, by code. They must not be changed.
func (t *Tree) Children(id record.ID) []record.ID { return t.now.Load().below[id] }

// Subtree gives the unit and all below it, parents before children.
func (t *Tree) Subtree(id record.ID) []record.ID {
	f := t.now.Load()
	if _, ok := f.units[id]; !ok {
		return nil
	}
	all := []record.ID{id}
	for i := 0; i < len(all) && len(all) <= len(f.units); i++ {
		all = append(all, f.below[all[i]]...)
	}
	return all
}

// Root is the unit above all, or the zero id where there is no unit yet.
func (t *Tree) Root() record.ID {
	f := t.now.Load()
	if len(f.order) == 0 {
		return record.ID{}
	}
	return f.order[0]
}

// DeskOf gives the unit that answers for a place: where several sit there, the
// administration's, else the first by kind.
func (t *Tree) DeskOf(list, code string) (record.ID, bool) {
	id, ok := t.now.Load().desks[place{list, code}]
	return id, ok
}

// Seated gives the units that work at a place, whatever their kind, parents before
// children. They must not be changed.
func (t *Tree) Seated(list, code string) []record.ID { return t.now.Load().seats[place{list, code}] }
