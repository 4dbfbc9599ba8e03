package form

import (
	"regexp"
)

// A lookup finds the choices of a list by what stands in one of their columns.
// Real lists have 15,000 choices; a filter that walks them for every answer
// would take a node's time and meet maxSteps.
type lookup struct{ list, column string }

// prepare makes what expressions ask for often: lookups, and compiled patterns.
func (f *Form) prepare() {
	f.lookups, f.patterns = map[lookup]map[string][]int32{}, map[string]*regexp.Regexp{}
	for list := range f.Lists {
		f.indexBy(lookup{list, "name"})
	}
	for _, n := range f.order {
		if n.Filter != nil {
			f.prepareFor(n.List, n.Filter)
		}
		n.exprs(func(e *Expr) { e.walk(f.prepareCall) })
	}
}

func (f *Form) prepareCall(e *Expr) {
	switch {
	case e.Op == "item":
		f.prepareFor(e.Str, e.Args[0])
	case e.Op == "call" && e.Str == "regex" && e.Args[1].Op == "s" && len(e.Args[1].Str) <= maxPattern:
		if re, err := regexp.Compile(`^(?:` + e.Args[1].Str + `)$`); err == nil {
			f.patterns[e.Args[1].Str] = re
		}
	}
}

func (f *Form) prepareFor(list string, pred *Expr) {
	if column, _ := fixed(pred); column != "" {
		f.indexBy(lookup{list, column})
	}
}

func (f *Form) indexBy(l lookup) {
	if f.lookups[l] != nil {
		return
	}
	at := map[string][]int32{}
	for i := range f.Lists[l.list] {
		s := f.column(&f.Lists[l.list][i], l.column)
		at[s] = append(at[s], int32(i)) // a list has at most maxRows
	}
	f.lookups[l] = at
}

// fixed finds in a predicate a column that must equal something which is the
// same for every row: state = ${state}, alone or joined to more by "and".
func fixed(e *Expr) (column string, to *Expr) {
	switch e.Op {
	case "and":
		if c, x := fixed(e.Args[0]); c != "" {
			return c, x
		}
		return fixed(e.Args[1])
	case "=":
		for i, a := range e.Args {
			if other := e.Args[1-i]; a.Op == "col" && !other.ofRow() {
				return a.Str, other
			}
		}
	}
	return "", nil
}

// ofRow tells whether an expression may differ from row to row.
func (e *Expr) ofRow() bool {
	found := false
	e.walk(func(x *Expr) {
		found = found || x.Op == "col" || x.Op == "pos" || x.Op == "self" || x.Op == "call" && x.Str == "position"
	})
	return found
}

// walk calls each with the expression and all within it.
func (e *Expr) walk(each func(*Expr)) {
	if e == nil {
		return
	}
	each(e)
	for _, a := range e.Args {
		a.walk(each)
	}
	for _, p := range e.Preds {
		p.Expr.walk(each)
	}
}

// exprs calls each with every expression that the node carries.
func (n *Node) exprs(each func(*Expr)) {
	for _, e := range []*Expr{n.Relevant, n.Required, n.Constraint, n.Calculate, n.Default, n.Filter, n.Count, n.ReadOnly} {
		if e != nil {
			each(e)
		}
	}
	for _, t := range []Texts{n.Label, n.Hint, n.Guidance, n.RequiredMessage, n.ConstraintMessage} {
		t.exprs(each)
	}
}

func (t Texts) exprs(each func(*Expr)) {
	for _, pieces := range t {
		for _, p := range pieces {
			if p.Expr != nil {
				each(p.Expr)
			}
		}
	}
}

// matching calls each with the choices of a list for which the predicate holds,
// in their order, until it says false.
func (v *env) matching(list string, pred *Expr, each func(*Choice) bool) error {
	rows := v.form.Lists[list]
	try := func(c *Choice) (bool, error) {
		in := *v
		in.row = c
		ok, err := in.eval(pred)
		return err != nil || toBool(ok) && !each(c), err
	}
	if found, ok, err := v.candidates(list, pred); err != nil {
		return err
	} else if ok {
		for _, i := range found {
			if stop, err := try(&rows[i]); stop {
				return err
			}
		}
		return nil
	}
	for i := range rows {
		if stop, err := try(&rows[i]); stop {
			return err
		}
	}
	return nil
}

// candidates narrows a list by a lookup, where the predicate allows one and what
// it compares with is text: numbers compare as numbers.
func (v *env) candidates(list string, pred *Expr) ([]int32, bool, error) {
	column, to := fixed(pred)
	at := v.form.lookups[lookup{list, column}]
	if column == "" || at == nil {
		return nil, false, nil
	}
	x, err := v.eval(to)
	if err != nil {
		return nil, false, err
	}
	switch x := x.(type) {
	case string:
		return at[x], true, nil
	case nodeset:
		if len(x) <= 1 {
			return at[toString(x)], true, nil
		}
	}
	return nil, false, nil
}
