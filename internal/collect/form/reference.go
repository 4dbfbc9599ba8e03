package form

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// compileExprs parses every expression, now that all names are known.
func (c *compiler) compileExprs() {
	for _, p := range c.exprs {
		at := []string{c.f.Root}
		if p.n != nil {
			at = p.n.Path
		}
		if p.within { // among the instances of a repeat
			if p.n.From == nil {
				continue
			}
			at = c.repeatOf(p.n.From)
		}
		found := &names{c: c, at: at}
		e, err := parseExpr(p.src, scope{
			at: at, columns: p.filter, lists: func(list string) bool { return c.tables[list] != nil || c.f.Lists[list] != nil || c.listed(list) },
			table: c.table, resolve: found.resolve,
		})
		if found.ambiguous != "" {
			c.add("error", p.sheet, p.row, p.header, "form.expr.ambiguous", found.ambiguous)
			continue
		}
		var se *syntaxError
		if err == nil {
			err = c.known(e, p)
		}
		if errors.As(err, &se) {
			c.add("error", p.sheet, p.row, p.header, se.key, c.suggest(se)...)
			continue
		}
		c.notices(e, p, found)
		p.set(e)
	}
}

// listed reads the table beside the form that instance('NAME') means, where there
// is one.
func (c *compiler) listed(list string) bool {
	_, ok := c.fileList(list+".csv", "name", "label")
	return ok
}

// table is the list behind pulldata('NAME', ...).
func (c *compiler) table(name string) (string, bool) {
	return c.fileList(strings.TrimSuffix(name, ".csv")+".csv", "name", "label")
}

// names resolves ${name} where an expression stands.
type names struct {
	c         *compiler
	at        []string
	ambiguous string
	saved     bool // the expression asks for the form filled in before
}

func (r *names) resolve(name string) ([]string, bool) {
	if _, ok := strings.CutPrefix(name, lastSaved); ok {
		r.saved = true
		name = strings.TrimPrefix(name, lastSaved)
	}
	if name == "instanceID" || name == "instanceName" {
		return []string{r.c.f.Root, "meta", name}, true
	}
	ns := r.c.byName[name]
	if len(ns) == 0 {
		return nil, false
	}
	if len(ns) > 1 {
		if n := nearest(ns, r.at); n != nil {
			return n.Path, true
		}
		r.ambiguous = name
	}
	return ns[0].Path, true
}

// nearest is the node of a name in the innermost group that holds the place too.
func nearest(ns []*Node, at []string) *Node {
	for i := len(at) - 1; i > 0; i-- {
		for _, n := range ns {
			if len(n.Path) == i+1 && slices.Equal(n.Path[:i], at[:i]) {
				return n
			}
		}
	}
	return nil
}

// repeatOf is the path of the innermost repeat that holds a path.
func (c *compiler) repeatOf(path []string) []string {
	for i := len(path) - 1; i > 1; i-- {
		if n := c.byPath[key(path[:i])]; n != nil && n.Kind == Repeat {
			return n.Path
		}
	}
	return path
}

// notices tell what an expression says that is not done everywhere.
func (c *compiler) notices(e *Expr, p pending, found *names) {
	if found.saved {
		c.add("warning", p.sheet, p.row, p.header, "form.expr.saved")
	}
	told := map[string]bool{}
	e.walk(func(x *Expr) {
		if x.Op == "call" && slices.Contains(oursAlone, x.Str) && !told[x.Str] {
			told[x.Str] = true
			c.add("warning", p.sheet, p.row, p.header, "form.expr.collect", x.Str)
		}
		if x.Op == "call" && x.Str == "regex" && x.Args[1].Op == "s" {
			if broken(x.Args[1].Str) {
				c.add("error", p.sheet, p.row, p.header, "form.expr.pattern", x.Args[1].Str)
			}
		}
	})
}

// oursAlone are functions of XPath 1.0 that ODK Collect does not know.
var oursAlone = []string{"substring", "floor", "ceiling"}

// known holds the paths and columns of an expression against the form.
func (c *compiler) known(e *Expr, p pending) error {
	var wrong error
	var columns string // of which list
	if p.filter {
		columns = p.n.List
	}
	var look func(e *Expr, columns string)
	look = func(e *Expr, columns string) {
		switch {
		case wrong != nil:
			return
		case e.Op == "ref" && !c.leads(e.Path):
			wrong = wrongAt("form.expr.nowhere", absolute(e.Path), e.Path[len(e.Path)-1])
		case e.Op == "col" && !c.hasColumn(columns, e.Str):
			wrong = wrongAt("form.expr.column", e.Str, columns)
		case e.Op == "item" && !c.hasColumn(e.Str, e.Path[0]):
			wrong = wrongAt("form.expr.column", e.Path[0], e.Str)
		case e.Op == "item":
			columns = e.Str
		}
		for _, a := range e.Args {
			look(a, columns)
		}
		for _, p := range e.Preds {
			look(p.Expr, columns)
		}
	}
	look(e, columns)
	return wrong
}

// leads tells whether there is something at a path: a node, the root, or what
// every submission says of itself.
func (c *compiler) leads(path []string) bool {
	return path[0] == c.f.Root && (len(path) == 1 || path[1] == "meta" || c.byPath[key(path)] != nil)
}

// hasColumn tells whether choices of a list have a column; where no choice of the
// list fills it in, the header above it is enough.
func (c *compiler) hasColumn(list, name string) bool {
	return name == "name" || name == "value" || name == "label" || slices.Contains(c.tables[list], name)
}

func (c *compiler) suggest(e *syntaxError) []string {
	names := func() []string { return slices.Collect(maps.Keys(c.byName)) }
	switch e.key {
	case "form.expr.unknown":
		return append(slices.Clone(e.args), c.closest(e.args[0], names))
	case "form.expr.function":
		return append(slices.Clone(e.args), c.closest(e.args[0], func() []string { return slices.Collect(maps.Keys(functions)) }))
	case "form.expr.nowhere":
		return []string{e.args[0], c.closest(e.args[1], names)}
	case "form.expr.column":
		return []string{e.args[0], c.closest(e.args[0], func() []string {
			return slices.DeleteFunc(slices.Clone(c.tables[e.args[1]]), func(h string) bool { return h == "" || strings.Contains(h, "::") })
		})}
	default:
		return e.args
	}
}

// cycles finds calculations that wait for each other, and conditions that do:
// those work here, but ODK Collect refuses the form.
func (c *compiler) cycles() {
	calculations := func(n *Node) []*Expr { return []*Expr{n.Calculate} }
	if at, circle := c.circle(calculations, false); circle != "" {
		c.add("error", "survey", at.row, c.headerOf("calculation"), "form.cycle", circle)
		return
	}
	logic := func(n *Node) []*Expr { return []*Expr{n.Calculate, n.Relevant, n.Required, n.ReadOnly} }
	if at, circle := c.circle(logic, true); circle != "" {
		c.add("warning", "survey", at.row, c.headerOf("relevant"), "form.cycle.collect", circle)
	}
}

// round is the way round a circle, without its middle where that is long.
func round(path []string) string {
	path = path[max(0, slices.Index(path, path[len(path)-1])):]
	if n := len(path); n > maxWay {
		path = slices.Concat(path[:maxWay/2], []string{"…"}, path[n-maxWay/2:])
	}
	return strings.Join(path, " → ")
}

// circle gives a node that hangs on itself by the expressions given of each node,
// and the way round. Where groups count, a condition of one is a condition of
// all within.
func (c *compiler) circle(of func(*Node) []*Expr, groups bool) (at *Node, way string) {
	state := map[*Node]int{} // 1: on the way, 2: done
	var path []string
	var visit func(n *Node) bool
	step := func(m, n *Node, e *Expr) bool {
		return m != nil && (m != n || e.Op != "call" || e.Str != "once") && visit(m)
	}
	visit = func(n *Node) bool {
		switch state[n] {
		case 1:
			at, way = n, round(append(path, n.Name))
			return true
		case 2:
			return false
		}
		state[n] = 1
		path = append(path, n.Name)
		found := false
		for _, e := range of(n) {
			e.walk(func(x *Expr) {
				switch {
				case found:
				case x.Op == "self":
					found = step(n, n, e)
				case x.Op == "ref":
					found = step(c.byPath[key(x.Path)], n, e)
				}
			})
		}
		found = found || groups && n.parent != nil && visit(n.parent)
		path = path[:len(path)-1]
		state[n] = 2
		return found
	}
	for _, n := range c.flat() {
		if visit(n) {
			return at, way
		}
	}
	return nil, ""
}
