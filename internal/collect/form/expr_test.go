package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// exprCase is a case of corpus/expr: web/core runs the same ones.
type exprCase struct {
	Name    string          `json:"name"`
	Expr    string          `json:"expr"`
	AST     json.RawMessage `json:"ast"`
	Context struct {
		Values map[string]string `json:"values"`
		At     string            `json:"at"`
	} `json:"context"`
	String  *string         `json:"string"`
	Number  json.RawMessage `json:"number"`
	Boolean *bool           `json:"boolean"`
}

var corpusNow = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

var step = regexp.MustCompile(`^([^\[]+)(?:\[(\d+)\])?$`)

// build makes an instance of values by path, with an index for repeats.
func build(t testing.TB, values map[string]string, paths ...string) (*Instance, map[string]*Element) {
	t.Helper()
	root := &Element{Name: "data"}
	at := map[string]*Element{}
	reach := func(path string) *Element {
		e := root
		for _, s := range strings.Split(strings.TrimPrefix(path, "/data/"), "/") {
			m := step.FindStringSubmatch(s)
			n := 1
			if m[2] != "" {
				n, _ = strconv.Atoi(m[2])
			}
			for {
				var same []*Element
				for _, c := range e.Children {
					if c.Name == m[1] {
						same = append(same, c)
					}
				}
				if len(same) >= n {
					e = same[n-1]
					break
				}
				e.Children = append(e.Children, &Element{Name: m[1], Parent: e})
			}
		}
		at[path] = e
		return e
	}
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	// document order: the corpus writes repeats in it
	sortStrings(keys)
	for _, k := range keys {
		reach(k).Text = values[k]
	}
	for _, p := range paths {
		if p != "" {
			reach(p)
		}
	}
	return &Instance{FormID: "f", InstanceID: "uuid:x", Root: root}, at
}

func sortStrings(s []string) {
	for i := range s {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

// corpusScope resolves the names of the corpus's one instance.
func corpusScope(values map[string]string, at string) scope {
	known := map[string][]string{}
	for p := range values {
		var path []string
		for i, s := range strings.Split(p, "/")[1:] {
			path = append(path, step.FindStringSubmatch(s)[1])
			if i > 0 {
				known[path[i]] = append([]string{}, path...)
			}
		}
	}
	var place []string
	for _, s := range strings.Split(strings.TrimPrefix(at, "/"), "/") {
		if s != "" {
			place = append(place, step.FindStringSubmatch(s)[1])
		}
	}
	return scope{at: place, resolve: func(n string) ([]string, bool) { p, ok := known[n]; return p, ok }}
}

func TestExpressionCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../corpus/expr/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	total := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var cases []exprCase
		if err := json.Unmarshal(b, &cases); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range cases {
			total++
			t.Run(cases[i].Name, func(t *testing.T) { runCase(t, &cases[i]) })
		}
	}
	if total < 150 {
		t.Errorf("%d cases: the corpus has shrunk", total)
	}
}

// corpusForm tells repeats from groups: every indexed step is a repeat.
func corpusForm(values map[string]string) *Form {
	f := &Form{Root: "data", DefaultLanguage: "fr", index: map[string]*Node{}, Lists: map[string][]Choice{}}
	for p := range values {
		var path []string
		for _, s := range strings.Split(p, "/")[1:] {
			m := step.FindStringSubmatch(s)
			path = append(path, m[1])
			if m[2] != "" {
				f.index[key(path)] = &Node{Kind: Repeat, Name: m[1], Path: append([]string{}, path...)}
			}
		}
	}
	return f
}

func runCase(t *testing.T, c *exprCase) {
	e, err := parseExpr(c.Expr, corpusScope(c.Context.Values, c.Context.At))
	if err != nil {
		t.Fatalf("parse %s: %v", c.Expr, err)
	}
	ast, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if c.AST != nil && !jsonEqual(ast, c.AST) {
		t.Errorf("tree %s, want %s", ast, c.AST)
	}
	back := new(Expr)
	if err := json.Unmarshal(ast, back); err != nil || !back.equal(e) {
		t.Errorf("the tree %s does not read back: %v", ast, err)
	}
	inst, at := build(t, c.Context.Values, c.Context.At)
	steps := 0
	v := env{form: corpusForm(c.Context.Values), inst: inst, now: corpusNow, at: at[c.Context.At], steps: &steps}
	got, err := v.eval(back)
	if err != nil {
		t.Fatal(err)
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
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}

func TestHostileExpressions(t *testing.T) {
	s := scope{resolve: func(string) ([]string, bool) { return nil, false }, at: []string{"data"}}
	for _, src := range []string{
		"", "(", "1 +", "'open", "${open", "f(", "nothing()", "1 2", strings.Repeat("(", 100000), strings.Repeat("1+", 10000) + "1", "a[", "#", "if(1)", "\xff",
		strings.Repeat("not(", 500) + "1" + strings.Repeat(")", 500),
	} {
		if _, err := parseExpr(src, s); err == nil {
			t.Errorf("%.40q was taken", src)
		}
	}
}

func FuzzExpression(f *testing.F) {
	for _, seed := range []string{"1 + 2", "if(${a} = 'x', 1, -2)", "selected(., 'b') and not(../x > 3)", "instance('l')/root/item[name = 'a']/label", "/data/r[2]/x | /data/y", "count(${r})"} {
		f.Add(seed)
	}
	s := scope{at: []string{"data", "r", "z"}, resolve: func(n string) ([]string, bool) { return []string{"data", n}, n != "" && isName(n) }}
	form := &Form{Root: "data", index: map[string]*Node{}, Lists: map[string][]Choice{"l": {{Name: "a"}}}}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := parseExpr(src, s)
		if err != nil {
			return
		}
		b, err := json.Marshal(e)
		if err != nil {
			if strings.Contains(err.Error(), "unsupported value") {
				return // a number too large for JSON
			}
			t.Fatal(err)
		}
		back := new(Expr)
		if err := json.Unmarshal(b, back); err != nil || !back.equal(e) {
			t.Fatalf("%q: the tree %s does not read back: %v", src, b, err)
		}
		// What is written as XPath means the same again.
		w := &writer{f: form}
		again, err := parseExpr(w.xpath(e, nil), scope{at: []string{"data"}, resolve: s.resolve})
		if err == nil {
			x, _ := json.Marshal(again)
			y := w.xpath(again, nil)
			if y != w.xpath(e, nil) {
				t.Fatalf("%q is written %q, and that %q (%s)", src, w.xpath(e, nil), y, x)
			}
		}
		inst, _ := build(t, map[string]string{"/data/a": "1", "/data/r[1]/x": "2"})
		steps := 0
		v := env{form: form, inst: inst, now: corpusNow, steps: &steps}
		if _, err := v.eval(back); err != nil && err != errSteps { //nolint:errorlint // the one error there is
			t.Fatal(err)
		}
	})
}

func FuzzSubmission(f *testing.F) {
	f.Add([]byte(`<data id="f" version="1"><a>1</a><r><x>2</x></r><meta><instanceID>uuid:1</instanceID></meta></data>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><data id="f">&a;</data>`))
	f.Add([]byte(`<data id="f"><r jr:template=""/></data>`))
	form := &Form{Schema: 1, ID: "f", Root: "data", DefaultLanguage: "fr", Lists: map[string][]Choice{"l": {{Name: "x"}}}, Nodes: []*Node{
		{Kind: Question, Name: "a", Path: []string{"data", "a"}, Type: Integer, Required: call("true"), Constraint: &Expr{Op: ">", Args: []*Expr{{Op: "self"}, num(0)}}},
		{Kind: Repeat, Name: "r", Path: []string{"data", "r"}, Nodes: []*Node{{Kind: Question, Name: "x", Path: []string{"data", "r", "x"}, Type: SelectOne, List: "l"}}},
	}}
	form.link()
	f.Fuzz(func(t *testing.T, b []byte) {
		inst, err := DecodeInstance(bytes.NewReader(b), 1<<20)
		if err != nil {
			return
		}
		form.Validate(inst, corpusNow)
		form.Answers(inst, "fr")
		inst.Value("a")
	})
}

func FuzzXLSForm(f *testing.F) {
	for _, name := range []string{"zero-report", "security-incident"} {
		b, err := os.ReadFile("../../../demo/forms/" + name + ".xlsx")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xd0, 0xcf, 0x11, 0xe0})
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := Read("f.xlsx", bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		form, problems := Compile(w)
		if form == nil || HasErrors(problems) {
			return
		}
		if _, err := form.XForm(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	src, err := os.ReadFile("../../../demo/forms/security-incident.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	w, err := Read("x", bytes.NewReader(src), int64(len(src)))
	if err != nil {
		b.Fatal(err)
	}
	form, _ := Compile(w)
	xml := []byte(`<data id="security-incident" version="1"><kind>attack</kind><urgency>now</urgency><where_place>MR012</where_place><summary>` +
		strings.Repeat("mots ", 60) + `</summary><details>` + strings.Repeat("كلمات ", 80) + `</details><meta><instanceID>uuid:1</instanceID></meta></data>`)
	b.SetBytes(int64(len(xml)))
	b.ReportAllocs()
	for b.Loop() {
		inst, err := DecodeInstance(bytes.NewReader(xml), 1<<20)
		if err != nil {
			b.Fatal(err)
		}
		form.Validate(inst, corpusNow)
	}
}
