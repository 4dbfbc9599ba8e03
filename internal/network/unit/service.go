package unit

import (
	"context"
	"io"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/sheet"
)

// Service keeps the units.
type Service struct {
	ledger *ledger.Ledger
	tree   Tree
}

// New reads the units.
func New(ctx context.Context, l *ledger.Ledger) (*Service, error) {
	s := &Service{ledger: l}
	return s, s.Refresh(ctx)
}

// Refresh reads the units anew: after revisions of them that came from
// elsewhere. The service's own writes do it by themselves.
func (s *Service) Refresh(ctx context.Context) error {
	return s.ledger.View(ctx, func(tx *store.Tx) error {
		units, _, err := readAll(tx)
		if err == nil {
			s.tree.turn(grow(units))
		}
		return err
	})
}

// Tree is the units in memory.
func (s *Service) Tree() *Tree { return &s.tree }

// Name is the unit's name in l, or "" where it is not known here.
func (s *Service) Name(id record.ID, l lang.Language) string {
	u, _ := s.tree.Get(id)
	return u.Name.In(l)
}

// Put adds or changes a unit, for whoever stands at the machine. It faults with
// Invalid where the unit is not whole or would hang in a circle, and with
// Conflict where its code is another's.
func (s *Service) Put(ctx context.Context, author record.ID, u Unit) error {
	if _, err := u.Check(); err != nil {
		return err
	}
	_, err := s.write(ctx, change{author: author, units: []Unit{u}})
	return err
}

// Set is Put for an actor, who must be allowed to change the unit as it stands
// and to add to the one that it is to hang below: whoever keeps a wilaya takes
// no unit from another. Closing is Close's alone.
func (s *Service) Set(ctx context.Context, e *policy.Engine, a policy.Actor, u Unit) error {
	if _, err := u.Check(); err != nil {
		return err
	}
	_, err := s.write(ctx, change{author: a.ID, units: []Unit{u}, amend: func(g *graft, u Unit) (Unit, error) {
		old, known := g.before[u.ID]
		u.Closed = known && old.Closed
		if known {
			if err := e.Allow(ctx, a, "unit.edit", g.resource(u.ID)); err != nil {
				return u, err
			}
		}
		if known && old.Parent == u.Parent {
			return u, nil
		}
		if err := e.Allow(ctx, a, "unit.edit", g.resource(u.Parent)); err != nil {
			return u, err
		}
		if up, ok := g.before[u.Parent]; ok && up.Closed {
			return u, invalid("unit.parent.closed", "the unit above this one is closed", "choose one that works")
		}
		return u, nil
	}})
	return err
}

// Occupied tells how many people still belong to a unit, by the tables.
type Occupied func(tx *store.Tx, unit record.ID) (int, error)

// Close ends a unit's work, or with open begins it again. It faults with
// Conflict where units below it work, or people belong to it still: they are
// moved first, so that nobody is forgotten at a desk that is no more. What lies
// in its queue is the caller's to hand on.
func (s *Service) Close(ctx context.Context, e *policy.Engine, a policy.Actor, id record.ID, open bool, occupied Occupied) error {
	_, err := s.write(ctx, change{author: a.ID, units: []Unit{{ID: id}}, amend: func(g *graft, u Unit) (Unit, error) {
		old, known := g.before[id]
		if !known {
			return u, policy.Hide()
		}
		for _, at := range []record.ID{id, old.Parent} { // what comes to it from then on is the unit's above
			if err := e.Allow(ctx, a, "unit.edit", g.resource(at)); err != nil {
				return u, err
			}
		}
		u = old
		if u.Closed = !open; open || old.Closed {
			return u, g.reopens(u)
		}
		return u, g.closes(id, occupied)
	}})
	return err
}

// change is one writing of units.
type change struct {
	author record.ID
	units  []Unit
	dry    bool // say what would change, and change nothing
	// amend fills in what a unit keeps of how it stood, or refuses the change.
	amend func(*graft, Unit) (Unit, error)
	// wrong is told what does not fit the tree, for each such unit; an error that
	// it gives ends the writing, as what does not fit does where it is nil.
	wrong func(i int, field string, f *fault.Error) error
}

// Result is what a writing changed, or an import would.
type Result struct {
	New, Changed, Same int
	Problems           []sheet.Problem // if any, nothing was written
}

// write writes those of c's units that are not as given already.
func (s *Service) write(ctx context.Context, c change) (res Result, err error) {
	decide := func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		res, drafts, err = c.decide(tx)
		return drafts, err
	}
	if c.dry {
		err = s.ledger.View(ctx, func(tx *store.Tx) error {
			_, err := decide(tx)
			return err
		})
		return res, err
	}
	written, err := s.ledger.Write(ctx, decide)
	if err != nil || len(written) == 0 {
		return res, err
	}
	return res, s.Refresh(ctx)
}

func (c *change) decide(tx *store.Tx) (res Result, drafts []ledger.Draft, err error) {
	there, revs, err := readAll(tx)
	if err != nil {
		return res, nil, err
	}
	units := slices.Clone(c.units)
	g := newGraft(tx, there, units)
	for i := range units {
		if c.amend == nil {
			break
		}
		if units[i], err = c.amend(g, units[i]); err != nil {
			return res, nil, err
		}
	}
	g = newGraft(tx, there, units)
	if fits, err := c.fit(g, units); err != nil || !fits {
		return res, nil, err
	}
	for _, u := range units {
		d := ledger.Draft{
			Kind: record.Unit, Record: u.ID, Author: c.author, Body: body{bodyVersion, u},
			Handling: record.Handling{Unit: u.ID, TLP: record.Green, Purpose: "network-administration"},
		}
		switch old, ok := g.before[u.ID]; {
		case !ok:
			res.New++
		case old.Equal(u):
			res.Same++
			continue
		default:
			res.Changed++
			d.Parents = []record.Hash{revs[u.ID]}
		}
		drafts = append(drafts, d)
	}
	return res, drafts, nil
}

// fit holds every unit against the tree.
func (c *change) fit(g *graft, units []Unit) (fits bool, err error) {
	fits = true
	for i, u := range units {
		field, f := g.check(u)
		if f == nil {
			continue
		}
		if fits = false; c.wrong == nil {
			return false, f
		}
		if err := c.wrong(i, field, f); err != nil {
			return false, err
		}
	}
	return fits, nil
}

// graft is the tree as it would be with the units put in.
type graft struct {
	tx            *store.Tx
	before, after map[record.ID]Unit
	codes         map[string]record.ID
	roots         int
}

func newGraft(tx *store.Tx, there, units []Unit) *graft {
	g := &graft{tx: tx, before: map[record.ID]Unit{}, after: map[record.ID]Unit{}, codes: map[string]record.ID{}}
	for _, u := range there {
		g.before[u.ID], g.after[u.ID] = u, u
	}
	for _, u := range units {
		g.after[u.ID] = u
	}
	for _, u := range g.after {
		if u.Parent.Zero() {
			g.roots++
		}
	}
	for _, u := range there {
		if g.after[u.ID].Code == u.Code {
			g.codes[u.Code] = u.ID
		}
	}
	return g
}

// resource is a unit with those above it as the policy is asked about it: as they
// stand in the transaction, not as the tree in memory has them.
func (g *graft) resource(id record.ID) policy.Resource {
	r := policy.Resource{Type: policy.Unit, ID: id, Unit: id}
	for at := id; len(r.UnitPath) < maxDepth; at = g.before[at].Parent {
		if _, ok := g.before[at]; !ok {
			break
		}
		r.UnitPath = append(r.UnitPath, at)
	}
	return r
}

// closes reports why a unit cannot be closed.
func (g *graft) closes(id record.ID, occupied Occupied) error {
	below := 0
	for _, u := range g.before {
		if u.Parent == id && !u.Closed {
			below++
		}
	}
	if below > 0 {
		return &fault.Error{
			Kind: fault.Conflict, Op: "unit.Close", Key: "unit.close.below", Args: []string{strconv.Itoa(below)},
			Msg: "units below this one work still: {0}", Hint: "close them first, or hang them below another",
		}
	}
	n, err := occupied(g.tx, id)
	if err != nil || n == 0 {
		return err
	}
	return &fault.Error{
		Kind: fault.Conflict, Op: "unit.Close", Key: "unit.close.members", Args: []string{strconv.Itoa(n)},
		Msg: "people belong to this unit still: {0}", Hint: "move them to other units first, or close their accounts",
	}
}

// reopens reports why a unit cannot work again.
func (g *graft) reopens(u Unit) error {
	if up, ok := g.before[u.Parent]; ok && up.Closed && !u.Closed {
		return invalid("unit.parent.closed", "the unit above this one is closed", "choose one that works")
	}
	return nil
}

// check reports what is wrong with u's place among the others.
func (g *graft) check(u Unit) (field string, f *fault.Error) {
	if id, taken := g.codes[u.Code]; taken && id != u.ID {
		return "code", &fault.Error{
			Kind: fault.Conflict, Op: "unit", Key: "unit.code.taken", Args: []string{u.Code},
			Msg: "the code {0} is another unit's", Hint: "give this unit a code of its own",
		}
	}
	g.codes[u.Code] = u.ID
	if u.Parent.Zero() {
		if g.roots > 1 {
			return "parent", invalid("unit.root.second", "there is a unit above all already", "say which unit this one is below")
		}
		return "", nil
	}
	at := u.Parent
	for depth := 1; ; depth++ {
		up, ok := g.after[at]
		switch {
		case !ok:
			return "parent", invalid("unit.parent.unknown", "the unit above this one is not known", "add it first, or check its code")
		case at == u.ID:
			return "parent", invalid("unit.parent.circle", "the unit would be below itself", "choose another unit above it")
		case depth >= maxDepth:
			return "parent", invalid("unit.parent.deep", "the unit would be too far down the tree", "hang it higher up")
		case up.Parent.Zero():
			return "", nil
		}
		at = up.Parent
	}
}

// Fields are the columns of a table of units; parent is a code, and place and
// list name what the unit answers for.
var Fields = []string{"code", "parent", "kind", "name_fr", "name_ar", "name_en", "place", "list"}

// Options say how to read a file of units.
type Options struct {
	Format  sheet.Format
	Mapping sheet.Mapping
	DryRun  bool // say what would change, and change nothing
}

// Import reads units from a file. Where anything is wrong with any row nothing
// is written, and the result says what and where. A unit that is known by its
// code keeps its id.
func (s *Service) Import(ctx context.Context, author record.ID, r io.Reader, opt Options) (Result, error) {
	sh, err := sheet.Read(r, opt.Format, Fields, []string{"code", "kind"}, opt.Mapping)
	if err != nil {
		return Result{}, err
	}
	res, err := s.write(ctx, change{
		author: author, units: s.read(sh), dry: opt.DryRun || len(sh.Problems) > 0,
		amend: func(g *graft, u Unit) (Unit, error) {
			u.Closed = g.before[u.ID].Closed // a table says nothing of it
			return u, nil
		},
		wrong: func(i int, field string, f *fault.Error) error {
			sh.Fail(sh.Rows[i].N, field, f)
			return nil
		},
	})
	if len(sh.Problems) > 0 {
		sh.Sort()
		res = Result{Problems: sh.Problems}
	}
	return res, err
}

// read makes units of rows; each is units[i] of sh.Rows[i].
func (s *Service) read(sh *sheet.Sheet) []Unit {
	id := func(code string) record.ID {
		if u, ok := s.tree.ByCode(code); ok {
			return u.ID
		}
		return IDOf(code)
	}
	units := make([]Unit, len(sh.Rows))
	seen := map[string]bool{}
	for i, row := range sh.Rows {
		u := Unit{Code: row.Get("code"), Kind: Kind(row.Get("kind")), Name: lang.Text{}, PlaceCode: row.Get("place"), PlaceList: row.Get("list")}
		if u.Code != "" {
			u.ID = id(u.Code)
		}
		if p := row.Get("parent"); p != "" {
			u.Parent = id(p)
		}
		for _, l := range lang.All() {
			if n := row.Get("name_" + string(l)); n != "" {
				u.Name[l] = n
			}
		}
		if field, err := u.Check(); err != nil {
			sh.Fail(row.N, field, err)
		} else if seen[u.Code] {
			sh.Fail(row.N, "code", invalid("unit.code.twice", "the code {0} stands in the file twice", "leave one of the two rows out", u.Code))
		}
		seen[u.Code] = true
		units[i] = u
	}
	return units
}

// Export writes the units that work as CSV that Import reads again.
func (s *Service) Export(w io.Writer) error {
	var rows [][]string
	for _, id := range s.tree.All() {
		u, _ := s.tree.Get(id)
		if u.Closed {
			continue
		}
		parent, _ := s.tree.Get(u.Parent)
		rows = append(rows, []string{
			u.Code, parent.Code, string(u.Kind), u.Name[lang.French], u.Name[lang.Arabic], u.Name[lang.English], u.PlaceCode, u.PlaceList,
		})
	}
	return sheet.Write(w, Fields, rows)
}
