package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// -update writes the trees of corpus/expr and the compiled forms of corpus/form
// again. What the expressions yield is written by hand alone.
var update = flag.Bool("update", false, "write the trees and compiled forms of corpus/ again")

const corpusDir = "../../../corpus"

// exprCase is a case of corpus/expr: web/core runs the same ones.
type exprCase struct {
	Name    string          `json:"name"`
	Expr    string          `json:"expr"`
	AST     json.RawMessage `json:"ast,omitempty"`
	Context *exprContext    `json:"context,omitempty"`
	String  *string         `json:"string,omitempty"`
	Number  json.RawMessage `json:"number,omitempty"`
	Boolean *bool           `json:"boolean,omitempty"`
	Error   string          `json:"error,omitempty"`
}

type exprContext struct {
	Values  map[string]string   `json:"values,omitempty"`
	Repeats map[string]int      `json:"repeats,omitempty"`
	At      string              `json:"at,omitempty"`
	Now     string              `json:"now,omitempty"`
	Lists   map[string][]Choice `json:"lists,omitempty"`
	Selects map[string]string   `json:"selects,omitempty"` // path of a question to its list
	Row     *struct {
		List string `json:"list"`
		Name string `json:"name"`
	} `json:"row,omitempty"`
}

// bare takes the indexes of repeats out of a path: /data/r[2]/x is data, r, x.
func bare(path string) (names []string, repeats []int) {
	if path == "" {
		return []string{"data"}, nil
	}
	for i, s := range strings.Split(strings.Trim(path, "/"), "/") {
		m := step.FindStringSubmatch(s)
		names = append(names, m[1])
		if m[2] != "" {
			repeats = append(repeats, i)
		}
	}
	return names, repeats
}

func (c *exprContext) paths() []string {
	var ps []string
	for p := range c.Values {
		ps = append(ps, p)
	}
	slices.Sort(ps)
	if c.At != "" && !slices.Contains(ps, c.At) {
		ps = append(ps, c.At)
	}
	return ps
}

// form makes the form that the context's instance is of: every indexed step is a
// repeat, every other one with more below it a group.
func (c *exprContext) form() *Form {
	f := &Form{Schema: Schema, ID: "corpus", Root: "data", Languages: []string{"fr"}, DefaultLanguage: "fr", Title: Texts{}, Lists: c.Lists}
	at := map[string]*Node{}
	reach := func(path string) {
		names, repeats := bare(path)
		siblings := &f.Nodes
		for i := 1; i < len(names); i++ {
			k := key(names[:i+1])
			n := at[k]
			if n == nil {
				n = &Node{Kind: Group, Name: names[i], Path: slices.Clone(names[:i+1])}
				at[k] = n
				*siblings = append(*siblings, n)
			}
			if slices.Contains(repeats, i) {
				n.Kind = Repeat
			}
			siblings = &n.Nodes
		}
	}
	for _, p := range c.paths() {
		reach(p)
	}
	for p := range c.Repeats {
		reach(p + "[1]")
	}
	for k, n := range at {
		if len(n.Nodes) == 0 && n.Kind == Group {
			n.Kind, n.Type = Question, Text
			if list := c.Selects["/"+k]; list != "" {
				n.Type, n.List = SelectOne, list
			}
		}
	}
	f.link()
	return f
}

// scope resolves the context's names.
func (c *exprContext) scope(f *Form) scope {
	at, _ := bare(c.At)
	return scope{at: at, columns: c.Row != nil, resolve: func(name string) ([]string, bool) {
		for _, n := range f.order {
			if n.Name == name {
				return n.Path, true
			}
		}
		return nil, false
	}, lists: func(l string) bool { return c.Lists[l] != nil }}
}

func readCorpus[T any](t *testing.T, pattern string, least int) map[string][]T {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpusDir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus at %s: %v", pattern, err)
	}
	found, total := map[string][]T{}, 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var cases []T
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(&cases); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		found[name] = cases
		total += len(cases)
	}
	if total < least {
		t.Fatalf("%d cases, the corpus had %d", total, least)
	}
	return found
}

// writeCorpus writes a case a line.
func writeCorpus[T any](t *testing.T, name string, cases []T) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("[\n")
	for i, c := range cases {
		line, err := marshalPlain(c)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		if i < len(cases)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil { //nolint:gosec // a golden file
		t.Fatal(err)
	}
}

func TestExpressionCorpus(t *testing.T) {
	used := map[string]bool{}
	for name, cases := range readCorpus[exprCase](t, "expr/*.json", 300) {
		seen := map[string]bool{}
		for i := range cases {
			c := &cases[i]
			if seen[c.Name] {
				t.Errorf("%s: two cases are called %q", name, c.Name)
			}
			seen[c.Name] = true
			if c.Context == nil {
				c.Context = &exprContext{}
			}
			t.Run(filepath.Base(name)+"/"+c.Name, func(t *testing.T) { c.run(t, used) })
			if reflect.ValueOf(*c.Context).IsZero() {
				c.Context = nil
			}
		}
		if *update {
			writeCorpus(t, name, cases)
		}
	}
	for f := range functions {
		if !used[f] && !slices.Contains(untested, f) {
			t.Errorf("no case of the corpus calls %s()", f)
		}
	}
	for _, op := range append([]string{"neg", "self", "pos", "col", "item", "ref"}, operators...) {
		if !used[op] {
			t.Errorf("no case of the corpus has %q", op)
		}
	}
}

// untested functions give another value on every device, or none.
var untested = []string{"uuid", "random", "property", "randomize", "instance", "current", "jr:itext"}

func (c *exprCase) run(t *testing.T, used map[string]bool) {
	f := c.Context.form()
	e, err := parseExpr(c.Expr, c.Context.scope(f))
	if c.Error != "" {
		var se *syntaxError
		if !errors.As(err, &se) || se.key != c.Error {
			t.Fatalf("%s: %v, want %s", c.Expr, err, c.Error)
		}
		return
	}
	if err != nil {
		t.Fatalf("parse %s: %v", c.Expr, err)
	}
	e.walk(func(x *Expr) {
		used[x.Op] = true
		if x.Op == "call" {
			used[x.Str] = true
		}
	})
	ast, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		c.AST = ast
	}
	if c.AST == nil || !jsonEqual(ast, c.AST) {
		t.Errorf("tree %s, want %s", ast, c.AST)
	}
	back := new(Expr)
	if err := json.Unmarshal(ast, back); err != nil || !back.equal(e) {
		t.Errorf("the tree %s does not read back: %v", ast, err)
	}
	v := c.env(t, f, back)
	got, err := v.eval(back)
	if err != nil {
		t.Fatal(err)
	}
	c.compare(t, got)
}

func (c *exprCase) env(t *testing.T, f *Form, e *Expr) *env {
	now := corpusNow
	if c.Context.Now != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, c.Context.Now); err != nil {
			t.Fatal(err)
		}
	}
	inst, at := build(t, c.Context.Values, c.Context.At)
	steps := 0
	v := &env{form: f, inst: inst, now: now, at: at[c.Context.At], steps: &steps, self: c.Context.Values[c.Context.At]}
	if v.at == nil {
		v.at = inst.Root
	}
	if r := c.Context.Row; r != nil {
		if v.row = f.choice(r.List, r.Name); v.row == nil {
			t.Fatalf("no choice %s in %s", r.Name, r.List)
		}
	}
	return v
}

func (c *exprCase) compare(t *testing.T, got Value) {
	if c.String == nil && c.Number == nil && c.Boolean == nil {
		t.Errorf("%s: the case expects nothing", c.Expr)
	}
	if c.String != nil && toString(got) != *c.String {
		t.Errorf("%s is %q, want %q", c.Expr, toString(got), *c.String)
	}
	if c.Boolean != nil && toBool(got) != *c.Boolean {
		t.Errorf("%s is %v, want %v", c.Expr, toBool(got), *c.Boolean)
	}
	if c.Number != nil {
		want, err := strconv.ParseFloat(strings.Trim(string(c.Number), `"`), 64)
		if err != nil {
			t.Fatal(err)
		}
		if n := toNumber(got); n != want && !(math.IsNaN(n) && math.IsNaN(want)) {
			t.Errorf("%s is %v, want %v", c.Expr, n, want)
		}
	}
}

func jsonEqual(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
