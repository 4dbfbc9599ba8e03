package form

import (
	"errors"
	"math"
	"strings"
	"time"
)

// env is what an expression is evaluated in.
type env struct {
	form   *Form
	inst   *Instance
	now    time.Time
	at     *Element // the node it belongs to; may be nil
	self   string   // the value of "."
	row    *Choice  // in a choice filter
	origin *Element // in a predicate: where the whole expression stands
	pos    int      // in a predicate
	steps  *int     // spent; shared by all that one submission costs
}

var errSteps = errors.New("the form's expressions take too many steps")

// spend counts n steps; a hostile form meets the limit.
func (v *env) spend(n int) error {
	if *v.steps += n; *v.steps > maxSteps {
		return errSteps
	}
	return nil
}

func (v *env) eval(e *Expr) (Value, error) {
	if err := v.spend(1); err != nil {
		return nil, err
	}
	switch e.Op {
	case "n":
		return e.Num, nil
	case "s":
		return e.Str, nil
	case "self":
		return v.self, nil
	case "pos":
		return float64(v.pos), nil
	case "col":
		return v.column(e.Str), nil
	case "ref":
		return v.ref(e, false)
	case "item":
		return v.item(e)
	case "call":
		return functions[e.Str].run(v, e.Args)
	case "neg":
		x, err := v.eval(e.Args[0])
		return -toNumber(x), err
	case "and", "or":
		x, err := v.eval(e.Args[0])
		if err != nil || toBool(x) == (e.Op == "or") {
			return e.Op == "or", err
		}
		y, err := v.eval(e.Args[1])
		return toBool(y), err
	}
	x, err := v.eval(e.Args[0])
	if err != nil {
		return nil, err
	}
	y, err := v.eval(e.Args[1])
	if err != nil {
		return nil, err
	}
	return v.operate(e.Op, x, y)
}

func (v *env) operate(op string, x, y Value) (Value, error) {
	switch op {
	case "+":
		return toNumber(x) + toNumber(y), nil
	case "-":
		return toNumber(x) - toNumber(y), nil
	case "*":
		return toNumber(x) * toNumber(y), nil
	case "div":
		return toNumber(x) / toNumber(y), nil
	case "mod":
		return math.Mod(toNumber(x), toNumber(y)), nil
	case "|":
		a, _ := x.(nodeset)
		b, _ := y.(nodeset)
		return append(append(nodeset{}, a...), b...), v.spend(len(a) + len(b))
	}
	return v.compare(op, x, y)
}

// compare is XPath 1.0's: a node-set is in relation if any of its nodes is. A
// question that was not answered is the empty string.
func (v *env) compare(op string, x, y Value) (Value, error) {
	if a, ok := x.(nodeset); ok && len(a) != 1 {
		if len(a) == 0 && !isSet(y) {
			return relate(op, "", y), nil
		}
		return v.anyOf(a, func(s string) (Value, error) { return v.compare(op, s, y) })
	}
	if b, ok := y.(nodeset); ok && len(b) != 1 {
		if len(b) == 0 {
			return relate(op, x, ""), nil
		}
		return v.anyOf(b, func(s string) (Value, error) { return v.compare(op, x, s) })
	}
	return relate(op, x, y), nil
}

func (v *env) anyOf(set nodeset, holds func(string) (Value, error)) (Value, error) {
	for _, n := range set {
		if got, err := holds(n.value()); err != nil || got == true {
			return got, err
		}
	}
	return false, v.spend(len(set))
}

func isSet(v Value) bool { _, ok := v.(nodeset); return ok }

func relate(op string, x, y Value) bool {
	if a, ok := x.(nodeset); ok {
		x = toString(a)
	}
	if b, ok := y.(nodeset); ok {
		y = toString(b)
	}
	if op == "=" || op == "!=" {
		return same(x, y) == (op == "=")
	}
	a, b := toNumber(x), toNumber(y)
	switch op {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	}
	return a >= b
}

func same(x, y Value) bool {
	_, xb := x.(bool)
	_, yb := y.(bool)
	if xb || yb {
		return toBool(x) == toBool(y)
	}
	_, xn := x.(float64)
	_, yn := y.(float64)
	if xn || yn {
		return toNumber(x) == toNumber(y)
	}
	return toString(x) == toString(y)
}

func (v *env) column(name string) string {
	if v.row == nil {
		return ""
	}
	return v.form.column(v.row, name)
}

func (f *Form) column(c *Choice, name string) string {
	if v, ok := c.Extra[name]; ok { // a file may name its choices by another column
		return v
	}
	switch name {
	case "name", "value":
		return c.Name
	case "label":
		return c.Label.plain(f.DefaultLanguage)
	}
	return c.Extra[name]
}

// ref finds the elements at a path. Repeats that the path shares with the place
// of the expression mean the same instance; others mean all. With all, the last
// step means every instance even so: that is what count() asks for.
func (v *env) ref(e *Expr, all bool) (Value, error) {
	root := v.inst.Root
	if root == nil || root.Name != e.Path[0] && v.form != nil && e.Path[0] != v.form.Root {
		return nodeset{}, nil
	}
	set := nodeset{root}
	var chain []*Element
	if v.at != nil {
		chain = v.at.chain()
	}
	shared := true
	for i := 1; i < len(e.Path); i++ {
		preds := predsAt(e.Preds, i)
		last := i == len(e.Path)-1
		if shared && i < len(chain) && chain[i].Name == e.Path[i] && len(preds) == 0 && (!all || !last) {
			set = nodeset{chain[i]}
			continue
		}
		shared = false
		var err error
		if set, err = v.below(set, e.Path[i]); err != nil {
			return nil, err
		}
		for _, p := range preds {
			if set, err = v.keep(set, p); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

// below gives the children of a name of every element.
func (v *env) below(set nodeset, name string) (nodeset, error) {
	var found nodeset
	for _, p := range set {
		for _, c := range p.Children {
			if c.Name == name {
				found = append(found, c)
			}
		}
		if err := v.spend(len(p.Children)); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func predsAt(preds []Pred, step int) []*Expr {
	var out []*Expr
	for _, p := range preds {
		if p.Step == step {
			out = append(out, p.Expr)
		}
	}
	return out
}

func (v *env) keep(set nodeset, pred *Expr) (nodeset, error) {
	var kept nodeset
	for i, n := range set {
		in := *v
		if in.origin == nil {
			in.origin = v.at
		}
		in.at, in.pos, in.self = n, i+1, n.value()
		got, err := in.eval(pred)
		if err != nil {
			return nil, err
		}
		if toBool(got) {
			kept = append(kept, n)
		}
	}
	return kept, nil
}

// item gives a column of the choices that the predicate keeps.
func (v *env) item(e *Expr) (Value, error) {
	var set nodeset
	err := v.matching(e.Str, e.Args[0], func(c *Choice) bool {
		set = append(set, &Element{Name: e.Path[0], Text: v.form.column(c, e.Path[0])})
		return true
	})
	return set, err
}

// choices gives the names of the choices that a question offers where it stands.
func (v *env) choices(n *Node) ([]string, error) {
	var names []string
	if n.From != nil {
		return v.answers(n)
	}
	if n.Filter == nil {
		for i := range v.form.Lists[n.List] {
			names = append(names, v.form.Lists[n.List][i].Name)
		}
		return names, nil
	}
	err := v.matching(n.List, n.Filter, func(c *Choice) bool {
		names = append(names, c.Name)
		return true
	})
	return names, err
}

// answers gives what was answered to the question of a repeat that another one
// takes its choices from.
func (v *env) answers(n *Node) (names []string, err error) {
	anywhere := *v
	anywhere.at = nil
	all, err := anywhere.ref(&Expr{Op: "ref", Path: n.From}, true)
	if err != nil {
		return nil, err
	}
	for _, e := range all.(nodeset) { //nolint:forcetypeassert // a reference is a node-set
		name := strings.TrimSpace(e.value())
		if name == "" {
			continue
		}
		in := *v
		in.at, in.origin = e.repeat(v.form), v.at
		if n.Filter != nil {
			ok, err := in.eval(n.Filter)
			if err != nil {
				return nil, err
			}
			if !toBool(ok) {
				continue
			}
		}
		names = append(names, name)
	}
	return names, nil
}

// repeat is the instance of a repeat that the element lies in, else the element.
func (e *Element) repeat(f *Form) *Element {
	for up := e; up != nil; up = up.Parent {
		if n := f.nodeOf(up); n != nil && n.Kind == Repeat {
			return up
		}
	}
	return e
}

func fields(s string) []string { return strings.Fields(s) }
