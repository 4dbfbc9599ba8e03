package lang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentence is something that the code says to a user.
type sentence struct {
	at        token.Position
	key       string
	msg, hint string // "?" where they are not constants
}

// TestCatalogueIsWhole walks every Go file of the module: whatever the code says
// in English must be in the catalogue in Arabic and in French, with the same
// places for arguments, and nothing else may be there.
func TestCatalogueIsWhole(t *testing.T) {
	w := walk(t, "../../..")
	if len(w.sentences) < 10 {
		t.Fatalf("only %d sentences were found in the module: the walk is broken", len(w.sentences))
	}
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range w.errors {
		t.Error(e)
	}
	hints := map[string]bool{}
	for _, s := range w.sentences {
		hints[s.key] = hints[s.key] || s.hint != ""
	}
	reported := map[string]bool{}
	for _, s := range w.sentences {
		for _, l := range []Language{Arabic, French} {
			for _, want := range []struct{ key, english string }{{s.key, s.msg}, {s.key + ".hint", s.hint}} {
				said, line := c[l][want.key], want.key+string(l)
				if want.english == "" || reported[line] {
					continue
				}
				reported[line] = true
				pkg, _, _ := strings.Cut(s.key, ".")
				if said == "" {
					t.Errorf("%s: catalogue/%s.%s.json lacks %q: %q", s.at, pkg, l, want.key, want.english)
				} else if want.english != "?" && !slices.Equal(places(want.english), places(said)) {
					t.Errorf("%s: %q has other places for arguments in %s: %q, %q", s.at, want.key, l, want.english, said)
				}
			}
		}
	}
	for l, said := range c {
		for key := range said {
			base, isHint := strings.CutSuffix(key, ".hint")
			if !w.used(base) {
				t.Errorf("catalogue, %s: nothing in the code says %q", l, key)
			} else if known, ok := hints[base]; isHint && ok && !known {
				t.Errorf("catalogue, %s: %q has no hint in the code", l, base)
			}
		}
	}
}

var place = regexp.MustCompile(`\{\d\}`)

func places(s string) []string {
	p := place.FindAllString(s, -1)
	slices.Sort(p)
	return slices.Compact(p)
}

// walker gathers what the code says.
type walker struct {
	set       *token.FileSet
	sentences []sentence
	errors    []string
	literals  map[string]bool // every string of the module's code
}

func (w *walker) used(key string) bool {
	if w.literals[key] {
		return true
	}
	for i := range key { // "fault." + kind.String()
		if key[i] == '.' && w.literals[key[:i+1]] {
			return true
		}
	}
	return false
}

func walk(t *testing.T, root string) *walker {
	w := &walker{set: token.NewFileSet(), literals: map[string]bool{}}
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "tools") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(w.set, path, nil, parser.SkipObjectResolution)
		if f != nil && err == nil {
			packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], f)
		}
		return nil // a file that does not parse is the compiler's to report
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range packages {
		(&pkg{walker: w, consts: constants(files), helpers: map[string]helper{}}).read(files)
	}
	return w
}

// pkg is the walk through one package.
type pkg struct {
	*walker
	consts  map[string]string
	helpers map[string]helper
}

// helper is a function that makes a fault of a key that it is given: the
// sentences are at its calls. Each member gives one value of a call.
type helper struct{ key, msg, hint func(*ast.CallExpr) string }

func constants(files []*ast.File) map[string]string {
	m := map[string]string{}
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						if s, ok := text(v.Values[i], m); ok {
							m[name.Name] = s
						}
					}
				}
			}
		}
	}
	return m
}

// text gives the value of a constant string.
func text(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case nil:
		return "", true
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return text(e.X, consts)
	case *ast.BinaryExpr:
		a, ok := text(e.X, consts)
		b, ok2 := text(e.Y, consts)
		return a + b, ok && ok2
	case *ast.Ident:
		s, ok := consts[e.Name]
		return s, ok
	}
	return "", false
}

func (p *pkg) read(files []*ast.File) {
	for _, f := range files {
		p.faults(f)
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, ok := text(n, nil); ok {
					p.literals[s] = true
				}
			case *ast.CallExpr:
				p.call(n)
			}
			return true
		})
	}
}

// faults finds every fault that the file makes.
func (p *pkg) faults(f *ast.File) {
	type scope struct {
		name   string // of a function that can be called by it
		params []string
	}
	var walk func(n ast.Node, s scope)
	walk = func(root ast.Node, s scope) {
		name := ""
		ast.Inspect(root, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n != root && n.Body != nil {
					walk(n.Body, scope{n.Name.Name, params(n.Type)})
					return false
				}
			case *ast.AssignStmt:
				if id, ok := n.Lhs[0].(*ast.Ident); ok {
					name = id.Name
				}
			case *ast.FuncLit:
				inner := scope{s.name, s.params}
				if ps := params(n.Type); len(ps) > 0 {
					inner = scope{name, ps}
				}
				walk(n.Body, inner)
				return false
			case *ast.CompositeLit:
				if isFault(n.Type, f.Name.Name) {
					p.fault(n, s.name, s.params)
				}
			}
			return true
		})
	}
	walk(f, scope{})
}

func params(f *ast.FuncType) (names []string) {
	for _, field := range f.Params.List {
		for _, n := range field.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

func isFault(e ast.Expr, pkg string) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && x.Name == "fault" && e.Sel.Name == "Error"
	case *ast.Ident:
		return pkg == "fault" && e.Name == "Error"
	}
	return false
}

func (p *pkg) fault(lit *ast.CompositeLit, fn string, params []string) {
	field := map[string]ast.Expr{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			field[kv.Key.(*ast.Ident).Name] = kv.Value
		}
	}
	if internal(field["Kind"]) {
		return
	}
	at := p.set.Position(lit.Pos())
	id, ok := field["Key"].(*ast.Ident)
	given := ok && fn != "" && slices.Contains(params, id.Name)
	if key, ok := text(field["Key"], p.consts); ok && !given {
		if !wellFormed.MatchString(key) {
			p.errors = append(p.errors, fmt.Sprintf("%s: a fault needs a Key of the form package.thing.problem, not %q", at, key))
			return
		}
		p.sentences = append(p.sentences, sentence{at, key, or(text(field["Msg"], p.consts)), or(text(field["Hint"], p.consts))})
		return
	}
	if !given {
		p.errors = append(p.errors, fmt.Sprintf("%s: the Key of a fault must be a constant, or a parameter of the function that makes it", at))
		return
	}
	arg := func(e ast.Expr) func(*ast.CallExpr) string {
		if id, ok := e.(*ast.Ident); ok {
			if i := slices.Index(params, id.Name); i >= 0 {
				return func(c *ast.CallExpr) string {
					if i >= len(c.Args) {
						return "?"
					}
					return or(text(c.Args[i], p.consts))
				}
			}
		}
		s := or(text(e, p.consts))
		return func(*ast.CallExpr) string { return s }
	}
	p.helpers[fn] = helper{arg(field["Key"]), arg(field["Msg"]), arg(field["Hint"])}
}

var wellFormed = regexp.MustCompile(`^[a-z0-9]+(\.[a-z0-9_]+)+$`)

func or(s string, ok bool) string {
	if !ok {
		return "?"
	}
	return s
}

func internal(kind ast.Expr) bool {
	if kind == nil {
		return true
	}
	switch k := kind.(type) {
	case *ast.SelectorExpr:
		return k.Sel.Name == "Internal"
	case *ast.Ident:
		return k.Name == "Internal"
	}
	return false
}

// call reads what is said at a call of a helper, of Say or of Texts.
func (p *pkg) call(c *ast.CallExpr) {
	name, of := "", ""
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if x, ok := f.X.(*ast.Ident); ok {
			of = x.Name
		}
	}
	at := p.set.Position(c.Pos())
	if h, ok := p.helpers[name]; ok {
		key := h.key(c)
		if wellFormed.MatchString(key) {
			p.sentences = append(p.sentences, sentence{at, key, h.msg(c), h.hint(c)})
		} else if key != "?" {
			p.errors = append(p.errors, fmt.Sprintf("%s: %q is not a key of the form package.thing.problem", at, key))
		}
		return
	}
	first := map[string]int{"Say": 1, "Texts": 0}
	if i, ok := first[name]; ok && of == "lang" && len(c.Args) > i+1 {
		if key, ok := text(c.Args[i], p.consts); ok {
			p.sentences = append(p.sentences, sentence{at, key, or(text(c.Args[i+1], p.consts)), ""})
		}
	}
}

// The walk must see what it is there for.
func TestWalkSeesEverySentence(t *testing.T) {
	const source = `package x
import ("wasl/internal/base/fault"; "wasl/internal/base/lang")
const key = "x.const.key"
func wrong(key, msg string) error { return &fault.Error{Kind: fault.Invalid, Key: key, Msg: msg, Hint: "always"} }
func f(kind string) error {
	bad := func(op, key, msg, hint string) error { return &fault.Error{Kind: fault.Denied, Key: key, Msg: msg, Hint: hint} }
	_ = fault.Error{Kind: fault.Internal, Msg: "for nobody"}
	_ = &fault.Error{Kind: fault.Invalid, Msg: "no key"}
	_ = &fault.Error{Kind: fault.Invalid, Key: "x." + kind, Msg: "no constant"}
	_ = []error{wrong("x.by.function", "a"), bad("op", "x.by.closure", "b", "c"), bad("op", "x.no.hint", "d", "")}
	_ = lang.Say(lang.Arabic, "x.is.said", "e {0}")
	return &fault.Error{Kind: fault.Full, Key: key, Msg: "f" + "g"}
}`
	w := &walker{set: token.NewFileSet(), literals: map[string]bool{}}
	f, err := parser.ParseFile(w.set, "x.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	(&pkg{walker: w, consts: constants([]*ast.File{f}), helpers: map[string]helper{}}).read([]*ast.File{f})
	var got []string
	for _, s := range w.sentences {
		got = append(got, s.key+"|"+s.msg+"|"+s.hint)
	}
	slices.Sort(got)
	want := []string{"x.by.closure|b|c", "x.by.function|a|always", "x.const.key|fg|", "x.is.said|e {0}|", "x.no.hint|d|"}
	if !slices.Equal(got, want) || len(w.errors) != 2 {
		t.Errorf("it sees %q and complains of %q", got, w.errors)
	}
}
