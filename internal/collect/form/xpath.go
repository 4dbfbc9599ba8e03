package form

import (
	"slices"
	"strings"
)

// xpath writes an expression as XPath where it stands at a node; at nil it
// stands at the root.
func (w *writer) xpath(e *Expr, at *Node) string {
	return (&xpathWriter{f: w.f, at: w.f.placeOf(at)}).write(e, 0)
}

// filter writes a choice filter: names are columns, and the form's own nodes
// are seen from current().
func (w *writer) filter(e *Expr, at *Node) string {
	return (&xpathWriter{f: w.f, at: w.f.placeOf(at), prefix: "current()/", list: at.List}).write(e, 0)
}

func (f *Form) placeOf(n *Node) []string {
	if n == nil {
		return []string{f.Root}
	}
	return n.Path
}

type xpathWriter struct {
	f      *Form
	at     []string // where a relative path starts
	prefix string   // before a relative path: current()/ in a predicate over choices
	origin []string // where current() is, in a predicate over repeats
	list   string   // whose columns names are, in a predicate over choices
}

var strength = map[string]int{"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "neg": 7, "|": 8}

func (x *xpathWriter) write(e *Expr, outer int) string {
	switch e.Op {
	case "n":
		return formatNumber(e.Num)
	case "s":
		return quoted(e.Str)
	case "self":
		if x.prefix != "" { // among choices "." would be the choice
			return "current()"
		}
		return "."
	case "pos":
		return "position()"
	case "col":
		return x.column(e.Str)
	case "ref":
		return x.path(e, false)
	case "item":
		return x.item(e)
	case "call":
		return x.call(e)
	}
	own := strength[e.Op]
	s := ""
	if e.Op == "neg" {
		s = "-" + x.write(e.Args[0], own+1)
	} else {
		s = x.write(e.Args[0], own) + " " + e.Op + " " + x.write(e.Args[1], own+1)
	}
	if own < outer {
		return "(" + s + ")"
	}
	return s
}

func (x *xpathWriter) item(e *Expr) string {
	in := &xpathWriter{f: x.f, at: x.at, prefix: "current()/", list: e.Str}
	pred := ""
	if p := e.Args[0]; p.Op != "call" || p.Str != "true" {
		pred = "[" + in.write(p, 0) + "]"
	}
	return "instance(" + quoted(e.Str) + ")/root/item" + pred + "/" + in.column(e.Path[0])
}

// column is the element of an item that holds a column: the value of a choice
// stands under its name.
func (x *xpathWriter) column(name string) string {
	if name == "value" {
		return valueElement(x.f.renamed(x.list))
	}
	return name
}

// ofSets are the functions that mean every instance of a repeat they are given.
var ofSets = []string{"count", "count-non-empty", "sum", "min", "max", "join", "concat", "distance", "area"}

func (x *xpathWriter) call(e *Expr) string {
	if e.Str == "current" && len(e.Args) == 1 {
		at := x.origin
		if at == nil {
			at = x.at
		}
		return (&xpathWriter{f: x.f, at: at, prefix: "current()/"}).write(e.Args[0], 0)
	}
	if e.Str == "position" && len(e.Args) == 0 {
		return x.position()
	}
	args := make([]string, len(e.Args))
	for i, a := range e.Args {
		switch {
		case a.Op == "ref" && slices.Contains(ofSets, e.Str):
			args[i] = x.path(a, true)
		case a.Op == "ref" && e.Str == "indexed-repeat" && i != 2 && i != 4 && i != 6:
			args[i] = absolute(a.Path) // the function takes its own instances
		default:
			args[i] = x.write(a, 0)
		}
	}
	return e.Str + "(" + strings.Join(args, ", ") + ")"
}

// position writes position() of the innermost repeat: other clients take it
// without an argument for the place among all siblings.
func (x *xpathWriter) position() string {
	for i := len(x.at); i > 1; i-- {
		if n := x.f.index[key(x.at[:i])]; n != nil && n.Kind == Repeat {
			up := strings.TrimSuffix(strings.Repeat("../", len(x.at)-i), "/")
			if up == "" {
				up = "."
			}
			return "position(" + x.prefix + up + ")"
		}
	}
	return "1"
}

// quoted writes a string; XPath 1.0 has no escape, so one with both quotes is
// put together.
func quoted(s string) string {
	if !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	parts := strings.Split(s, "'")
	for i := range parts {
		parts[i] = "'" + parts[i] + "'"
	}
	return "concat(" + strings.Join(parts, `, "'", `) + ")"
}

// path writes a reference. Where it shares a repeat with its place it is written
// relative, so that every client means the same instance. With all, a path that
// ends at such a repeat means all its instances.
func (x *xpathWriter) path(e *Expr, all bool) string {
	shared := 0
	for shared < len(e.Path) && shared < len(x.at) && e.Path[shared] == x.at[shared] && len(predsAt(e.Preds, shared)) == 0 {
		shared++
	}
	if all && shared == len(e.Path) && x.repeat(e.Path) {
		shared--
	}
	if !x.inRepeat(e.Path[:shared]) {
		return "/" + x.steps(e, 0)
	}
	up := len(x.at) - shared
	if up == 0 && shared == len(e.Path) {
		return x.prefix + "."
	}
	s := x.prefix + strings.Repeat("../", up) + x.steps(e, shared)
	return strings.TrimSuffix(s, "/")
}

func (x *xpathWriter) repeat(path []string) bool {
	n := x.f.index[key(path)]
	return n != nil && n.Kind == Repeat
}

func (x *xpathWriter) inRepeat(path []string) bool {
	for i := 2; i <= len(path); i++ {
		if x.repeat(path[:i]) {
			return true
		}
	}
	return false
}

// steps writes the steps of a path from one on, with their predicates: those see
// the form from the repeat they choose among.
func (x *xpathWriter) steps(e *Expr, from int) string {
	var b strings.Builder
	for i := from; i < len(e.Path); i++ {
		if i > from {
			b.WriteByte('/')
		}
		b.WriteString(e.Path[i])
		for _, p := range predsAt(e.Preds, i) {
			origin := x.origin
			if origin == nil {
				origin = x.at
			}
			in := &xpathWriter{f: x.f, at: e.Path[:i+1], origin: origin}
			b.WriteString("[" + in.write(p, 0) + "]")
		}
	}
	return b.String()
}
