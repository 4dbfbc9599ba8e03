package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// syntaxError is what is wrong with an expression's source.
type syntaxError struct {
	key  string // of the problem
	args []string
}

func (e *syntaxError) Error() string { return e.key + " " + strings.Join(e.args, " ") }

func wrongAt(key string, args ...string) error { return &syntaxError{key, args} }

// scope is where an expression stands: what its names mean.
type scope struct {
	resolve func(name string) ([]string, bool) // ${name} to its path
	at      []string                           // path of the node it belongs to
	columns bool                               // in a choice filter a bare name is a column
	lists   func(list string) bool             // may be nil
	table   func(file string) (string, bool)   // the list behind pulldata(); may be nil
}

// lastSaved stands before the name of a question whose answer of the time before
// is meant. A phone keeps none: whoever takes it must not read what was sent.
const lastSaved = "last-saved#"

type parser struct {
	scope
	ts    []token
	i     int
	nodes int
	depth int
	pos   bool // inside a predicate of a path

	origin []string // where the expression stands, within predicates too: current()
}

// parseExpr parses an expression's source.
func parseExpr(src string, s scope) (*Expr, error) {
	ts, err := lex(src)
	if err != nil {
		return nil, err
	}
	p := &parser{scope: s, ts: ts, origin: s.at}
	e, err := p.binary(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != tEnd {
		return nil, wrongAt("form.expr.after", t.text)
	}
	return e, nil
}

func (p *parser) peek() token { return p.ts[p.i] }

func (p *parser) next() token {
	t := p.ts[p.i]
	if t.kind != tEnd {
		p.i++
	}
	return t
}

func (p *parser) sign(s string) bool {
	if t := p.peek(); t.kind == tSign && t.text == s {
		p.i++
		return true
	}
	return false
}

func (p *parser) expect(s string) error {
	if p.sign(s) {
		return nil
	}
	if t := p.peek(); t.kind != tEnd {
		return wrongAt("form.expr.expected", s, t.text)
	}
	return wrongAt("form.expr.ended", s)
}

func (p *parser) node(e *Expr) (*Expr, error) {
	if p.nodes++; p.nodes > maxExprNodes {
		return nil, wrongAt("form.expr.large")
	}
	return e, nil
}

// levels of XPath's operators, the weakest first.
var precedence = [][]string{{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">=", "≤", "≥"}, {"+", "-", "−"}, {"*", "div", "mod"}}

var plainSign = map[string]string{"−": "-", "≤": "<=", "≥": ">="}

func (p *parser) binary(level int) (*Expr, error) {
	if level == len(precedence) {
		return p.unary()
	}
	left, err := p.binary(level + 1)
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		if t.kind != tSign && t.kind != tName || !slices.Contains(precedence[level], t.text) {
			return left, nil
		}
		p.next()
		right, err := p.binary(level + 1)
		if err != nil {
			return nil, err
		}
		op := t.text
		if s, ok := plainSign[op]; ok {
			op = s
		}
		if left, err = p.node(&Expr{Op: op, Args: []*Expr{left, right}}); err != nil {
			return nil, err
		}
	}
}

func (p *parser) unary() (*Expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, wrongAt("form.expr.deep")
	}
	defer func() { p.depth-- }()
	if p.sign("-") || p.sign("−") {
		e, err := p.unary()
		if err != nil {
			return nil, err
		}
		return p.node(&Expr{Op: "neg", Args: []*Expr{e}})
	}
	left, err := p.primary()
	if err != nil {
		return nil, err
	}
	for p.sign("|") {
		right, err := p.primary()
		if err != nil {
			return nil, err
		}
		if left, err = p.node(&Expr{Op: "|", Args: []*Expr{left, right}}); err != nil {
			return nil, err
		}
	}
	return left, nil
}

func (p *parser) primary() (*Expr, error) {
	t := p.next()
	switch t.kind {
	case tNumber:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return nil, wrongAt("form.expr.number", t.text)
		}
		return p.node(num(n))
	case tString:
		s, err := p.quotedNames(t.text)
		if err != nil {
			return nil, err
		}
		return p.node(text(s))
	case tVariable:
		return p.variable(t.text)
	case tName:
		if p.peek().kind == tSign && p.peek().text == "(" {
			return p.call(t.text)
		}
		if p.columns {
			return p.node(&Expr{Op: "col", Str: t.text})
		}
		// A relative step from where the expression stands.
		return p.steps(&Expr{Op: "ref", Path: append(slices.Clone(p.at), t.text)})
	case tSign:
		return p.opening(t)
	case tEnd:
		return nil, wrongAt("form.expr.empty")
	}
	return nil, wrongAt("form.expr.unexpected", t.text)
}

// variable reads ${name} and the steps behind it.
func (p *parser) variable(name string) (*Expr, error) {
	path, ok := p.resolve(name)
	switch {
	case !ok:
		return nil, wrongAt("form.expr.unknown", name)
	case strings.HasPrefix(name, lastSaved):
		return p.node(text(""))
	}
	return p.steps(&Expr{Op: "ref", Path: slices.Clone(path)})
}

// opening reads what a sign begins: parentheses or a path.
func (p *parser) opening(t token) (*Expr, error) {
	switch t.text {
	case "(":
		e, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		return e, p.expect(")")
	case ".":
		if next := p.peek(); next.kind == tSign && next.text == "/" {
			return p.steps(&Expr{Op: "ref", Path: slices.Clone(p.at)})
		}
		return p.node(&Expr{Op: "self"})
	case "..":
		path := p.at
		if len(path) > 1 {
			path = path[:len(path)-1]
		}
		return p.steps(&Expr{Op: "ref", Path: slices.Clone(path)})
	case "/":
		name := p.next()
		if name.kind != tName {
			return nil, wrongAt("form.expr.path", name.text)
		}
		return p.steps(&Expr{Op: "ref", Path: []string{name.text}})
	}
	return nil, wrongAt("form.expr.unexpected", t.text)
}

// quotedNames turns ${x} within a string into its path: jr:choice-name() takes a
// question so.
func (p *parser) quotedNames(s string) (string, error) {
	if !strings.Contains(s, "${") {
		return s, nil
	}
	var unknown error
	s = reference.ReplaceAllStringFunc(s, func(m string) string {
		name := strings.TrimSpace(m[2 : len(m)-1])
		path, ok := p.resolve(name)
		if !ok {
			unknown = wrongAt("form.expr.unknown", name)
		}
		return absolute(path)
	})
	return s, unknown
}

// steps reads what follows a path: further steps and predicates.
func (p *parser) steps(e *Expr) (*Expr, error) {
	for {
		switch {
		case p.sign("/"):
			t := p.next()
			switch {
			case t.kind == tName:
				e.Path = append(e.Path, t.text)
			case t.kind == tVariable: // ${group}/${name}
				path, ok := p.resolve(t.text)
				if !ok {
					return nil, wrongAt("form.expr.unknown", t.text)
				}
				e.Path = slices.Clone(path)
			case t.kind == tSign && t.text == ".." && len(e.Path) > 1:
				e.Path = e.Path[:len(e.Path)-1]
			case t.kind == tSign && t.text == ".":
			default:
				return nil, wrongAt("form.expr.path", t.text)
			}
		case p.sign("["):
			pred, err := p.predicate(e.Path)
			if err != nil {
				return nil, err
			}
			e.Preds = append(e.Preds, Pred{Step: len(e.Path) - 1, Expr: pred})
		default:
			return p.node(e)
		}
	}
}

func (p *parser) predicate(path []string) (*Expr, error) {
	at, columns, pos := p.at, p.columns, p.pos
	p.at, p.columns, p.pos = path, false, true
	e, err := p.binary(0)
	p.at, p.columns, p.pos = at, columns, pos
	if err != nil {
		return nil, err
	}
	if e.Op == "n" || e.Op == "call" && (e.Str == "number" || e.Str == "int") || e.Op == "ref" {
		if e, err = p.node(&Expr{Op: "=", Args: []*Expr{{Op: "pos"}, e}}); err != nil { // [3] means [position() = 3]
			return nil, err
		}
	}
	return e, p.expect("]")
}

func (p *parser) call(name string) (*Expr, error) {
	p.next() // the parenthesis
	if other, ok := synonyms[name]; ok {
		name = other
	}
	e := &Expr{Op: "call", Str: name}
	for !p.sign(")") {
		if len(e.Args) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		a, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		e.Args = append(e.Args, a)
	}
	switch {
	case name == "instance" && len(e.Args) == 1 && e.Args[0].Op == "s":
		return p.item(e.Args[0].Str)
	case name == "pulldata":
		return p.pulldata(e)
	case name == "current" && len(e.Args) == 0:
		return p.current()
	case name == "position" && len(e.Args) == 0 && p.pos:
		return p.node(&Expr{Op: "pos"})
	}
	f, ok := functions[name]
	if !ok {
		return nil, wrongAt("form.expr.function", name)
	}
	if len(e.Args) < f.min || f.max >= 0 && len(e.Args) > f.max {
		return nil, wrongAt("form.expr.arguments", name, strconv.Itoa(len(e.Args)), arity(f))
	}
	return p.node(e)
}

// current reads current() and the steps behind it: the place of the whole
// expression, out of any predicate.
func (p *parser) current() (*Expr, error) {
	pos := p.pos
	p.pos = false
	here, err := p.steps(&Expr{Op: "ref", Path: slices.Clone(p.origin)})
	if p.pos = pos; err != nil || !pos {
		return here, err
	}
	return p.node(call("current", here))
}

func arity(f function) string {
	switch {
	case f.max < 0:
		return fmt.Sprintf("%d+", f.min)
	case f.min == f.max:
		return strconv.Itoa(f.min)
	}
	return fmt.Sprintf("%d–%d", f.min, f.max)
}

// pulldata makes of pulldata('file', 'column', 'key', value) what it means:
// instance('file')/root/item[key = value]/column.
func (p *parser) pulldata(e *Expr) (*Expr, error) {
	if len(e.Args) != 4 {
		return nil, wrongAt("form.expr.arguments", e.Str, strconv.Itoa(len(e.Args)), "4")
	}
	for i, what := range []string{"file", "column", "key"} {
		if e.Args[i].Op != "s" {
			return nil, wrongAt("form.expr.written", e.Str, what)
		}
	}
	list, ok := "", false
	if p.table != nil {
		list, ok = p.table(e.Args[0].Str)
	}
	if !ok {
		return nil, wrongAt("form.expr.file", strings.TrimSuffix(e.Args[0].Str, ".csv"))
	}
	key := &Expr{Op: "col", Str: e.Args[2].Str}
	return p.node(&Expr{Op: "item", Str: list, Args: []*Expr{{Op: "=", Args: []*Expr{key, e.Args[3]}}}, Path: []string{e.Args[1].Str}})
}

// item reads the rest of instance('list')/root/item[predicate]/column.
func (p *parser) item(list string) (*Expr, error) {
	if p.lists != nil && !p.lists(list) {
		return nil, wrongAt("form.expr.list", list)
	}
	for _, want := range []string{"root", "item"} {
		if err := p.expect("/"); err != nil {
			return nil, err
		}
		if t := p.next(); t.text != want {
			return nil, wrongAt("form.expr.expected", want, t.text)
		}
	}
	pred := call("true")
	if p.sign("[") {
		columns := p.columns
		p.columns = true
		e, err := p.binary(0)
		p.columns = columns
		if err != nil {
			return nil, err
		}
		if err := p.expect("]"); err != nil {
			return nil, err
		}
		pred = e
	}
	column := "name"
	if p.sign("/") {
		column = p.next().text
	}
	return p.node(&Expr{Op: "item", Str: list, Args: []*Expr{pred}, Path: []string{column}})
}
