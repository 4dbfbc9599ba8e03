package unit

import (
	"context"
	"io"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
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
			s.tree.now.Store(grow(units))
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

// Put adds or changes a unit. It faults with Invalid where the unit is not whole
// or would hang in a circle, and with Conflict where its code is another's.
func (s *Service) Put(ctx context.Context, author record.ID, u Unit) error {
	if _, err := u.Check(); err != nil {
		return err
	}
	_, err := s.write(ctx, author, []Unit{u}, false, func(i int, field string, f *fault.Error) error { return f })
	return err
}

// Result is what a writing changed, or an import would.
type Result struct {
	New, Changed, Same int
	Problems           []sheet.Problem // if any, nothing was written
}

// write writes those of units that are not as given already. What does not fit
// the tree is told to wrong; an error that it gives ends the writing.
func (s *Service) write(ctx context.Context, author record.ID, units []Unit, dry bool, wrong func(i int, field string, f *fault.Error) error) (res Result, err error) {
	decide := func(tx *store.Tx) ([]ledger.Draft, error) {
		there, revs, err := readAll(tx)
		if err != nil {
			return nil, err
		}
		res = Result{}
		g := newGraft(there, units)
		bad := false
		for i, u := range units {
			if field, f := g.check(u); f != nil {
				bad = true
				if err := wrong(i, field, f); err != nil {
					return nil, err
				}
			}
		}
		if bad {
			return nil, nil
		}
		var drafts []ledger.Draft
		for _, u := range units {
			d := ledger.Draft{
				Kind: record.Unit, Record: u.ID, Author: author, Body: body{bodyVersion, u},
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
		return drafts, nil
	}
	if dry {
		return res, s.ledger.View(ctx, func(tx *store.Tx) error {
			_, err := decide(tx)
			return err
		})
	}
	written, err := s.ledger.Write(ctx, decide)
	if err != nil || len(written) == 0 {
		return res, err
	}
	return res, s.Refresh(ctx)
}

// graft is the tree as it would be with the units put in.
type graft struct {
	before, after map[record.ID]Unit
	codes         map[string]record.ID
	roots         int
}

func newGraft(there, units []Unit) *graft {
	g := &graft{before: map[record.ID]Unit{}, after: map[record.ID]Unit{}, codes: map[string]record.ID{}}
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
	units := s.read(sh)
	res, err := s.write(ctx, author, units, opt.DryRun || len(sh.Problems) > 0, func(i int, field string, f *fault.Error) error {
		sh.Fail(sh.Rows[i].N, field, f)
		return nil
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

// Export writes the units as CSV that Import reads again.
func (s *Service) Export(w io.Writer) error {
	var rows [][]string
	for _, id := range s.tree.All() {
		u, _ := s.tree.Get(id)
		parent, _ := s.tree.Get(u.Parent)
		rows = append(rows, []string{
			u.Code, parent.Code, string(u.Kind), u.Name[lang.French], u.Name[lang.Arabic], u.Name[lang.English], u.PlaceCode, u.PlaceList,
		})
	}
	return sheet.Write(w, Fields, rows)
}
