package form

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

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
	slices.Sort(keys)
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
