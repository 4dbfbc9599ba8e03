package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// syntaxError is what is wrong with an expression's source.
type syntaxError struct {
	key  string // of the problem
	args []string
}

func (e *syntaxError) Error() string { return e.key + " " + strings.Join(e.args, " ") }

func wrongAt(key string, args ...string) error { return &syntaxError{key, args} }

type tokenKind int

const (
	tEnd tokenKind = iota
	tNumber
	tString
	tName     // a name, function or operator in letters
	tVariable // ${name}
	tSign
)

type token struct {
	kind tokenKind
	text string
	at   int
}

// lex cuts an expression's source into tokens.
func lex(src string) ([]token, error) {
	if len(src) > maxExprBytes {
		return nil, wrongAt("form.expr.long")
	}
	if !utf8.ValidString(src) {
		return nil, wrongAt("form.expr.encoding")
	}
	var ts []token
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
		case r >= '0' && r <= '9' || r == '.' && i+1 < len(src) && src[i+1] >= '0' && src[i+1] <= '9':
			j := i
			for j < len(src) && (src[j] >= '0' && src[j] <= '9' || src[j] == '.') {
				j++
			}
			ts = append(ts, token{tNumber, src[i:j], i})
			i = j
		case quote(r) != "":
			end := -1
			for _, q := range quote(r) {
				if k := strings.IndexRune(src[i+size:], q); k >= 0 && (end < 0 || k < end) {
					end = k
				}
			}
			if end < 0 {
				return nil, wrongAt("form.expr.quote", src[i:])
			}
			ts = append(ts, token{tString, src[i+size : i+size+end], i})
			_, closing := utf8.DecodeRuneInString(src[i+size+end:])
			i += size + end + closing
		case strings.HasPrefix(src[i:], "${"):
			end := strings.IndexByte(src[i:], '}')
			if end < 0 {
				return nil, wrongAt("form.expr.brace", src[i:])
			}
			name := strings.TrimSpace(src[i+2 : i+end])
			name = strings.TrimPrefix(name, "last-saved#")
			ts = append(ts, token{tVariable, name, i})
			i += end + 1
		case unicode.IsLetter(r) || r == '_':
			j := i
			for j < len(src) {
				r, size := utf8.DecodeRuneInString(src[j:])
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune("_-.:", r) {
					break
				}
				j += size
			}
			// a name does not end in a sign that could be an operator's or a step's
			for j > i && strings.ContainsRune("-.:", rune(src[j-1])) {
				j--
			}
			ts = append(ts, token{tName, src[i:j], i})
			i = j
		default:
			sign := ""
			for _, s := range []string{"<=", ">=", "!=", "//", "..", "::", "+", "-", "*", "/", "(", ")", "[", "]", ",", "=", "<", ">", "|", ".", "@", "−", "≤", "≥"} {
				if strings.HasPrefix(src[i:], s) {
					sign = s
					break
				}
			}
			if sign == "" {
				return nil, wrongAt("form.expr.sign", string(r))
			}
			ts = append(ts, token{tSign, sign, i})
			i += len(sign)
		}
	}
	return append(ts, token{tEnd, "", len(src)}), nil
}

// quote gives the runes that close a string opened by r. Word processors turn
// quotes into curly ones; what is meant is plain.
func quote(r rune) string {
	switch r {
	case '\'':
		return "'"
	case '"':
		return `"`
	case '‘', '’':
		return "’‘"
	case '“', '”', '„':
		return "”“"
	}
	return ""
}

// scope is where an expression stands: what its names mean.
type scope struct {
	resolve func(name string) ([]string, bool) // ${name} to its path
	at      []string                           // path of the node it belongs to
	columns bool                               // in a choice filter a bare name is a column
	lists   func(list string) bool             // may be nil
}

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
		path, ok := p.resolve(t.text)
		if !ok {
			return nil, wrongAt("form.expr.unknown", t.text)
		}
		return p.steps(&Expr{Op: "ref", Path: slices.Clone(path)})
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
		switch t.text {
		case "(":
			e, err := p.binary(0)
			if err != nil {
				return nil, err
			}
			return e, p.expect(")")
		case ".":
			if p.peek().kind == tSign && p.peek().text == "/" {
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
	}
	if t.kind == tEnd {
		return nil, wrongAt("form.expr.empty")
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
	if name == "instance" && len(e.Args) == 1 && e.Args[0].Op == "s" {
		return p.item(e.Args[0].Str)
	}
	if name == "current" && len(e.Args) == 0 {
		pos := p.pos
		p.pos = false
		here, err := p.steps(&Expr{Op: "ref", Path: slices.Clone(p.origin)})
		if p.pos = pos; err != nil || !pos {
			return here, err
		}
		return p.node(call("current", here)) // out of the predicate
	}
	if name == "position" && len(e.Args) == 0 && p.pos {
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

func arity(f function) string {
	switch {
	case f.max < 0:
		return fmt.Sprintf("%d+", f.min)
	case f.min == f.max:
		return strconv.Itoa(f.min)
	}
	return fmt.Sprintf("%d–%d", f.min, f.max)
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
