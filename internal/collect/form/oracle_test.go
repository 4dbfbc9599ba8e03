package form

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/demo"
)

// -oracle writes what tools/oracle/xforms holds against another engine of XForms:
// every form as an XForm and as compiled, and the expressions of the corpus as
// calculations of forms, with what they yield here.
var oracle = flag.String("oracle", "", "folder to write forms for tools/oracle/xforms to")

func TestWriteForOracle(t *testing.T) {
	if *oracle == "" {
		t.Skip("only `make oracle` asks for it")
	}
	ids, err := demo.Forms()
	if err != nil {
		t.Fatal(err)
	}
	for id := range ids {
		b, err := demo.XLSX(id)
		if err != nil {
			t.Fatal(err)
		}
		f, problems, err := Upload{Name: id + ".xlsx", Source: b}.Compile()
		if err != nil || HasErrors(problems) {
			t.Fatal(id, err, problems)
		}
		writeOracle(t, "form", id, f, nil)
	}
	t.Run("real", func(t *testing.T) {
		for _, path := range realForms(t) {
			if f, problems := compileReal(t, path); !HasErrors(problems) {
				writeOracle(t, "form", strings.ReplaceAll(filepath.Base(path), " ", "_"), f, nil)
			}
		}
	})
	writeCorpusOracle(t)
}

func writeOracle(t *testing.T, kind, name string, f *Form, expect []oracleCase) {
	t.Helper()
	x, err := f.XForm()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(map[string]any{"kind": kind, "name": name, "xform": string(x), "compiled": json.RawMessage(doc), "expect": expect})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*oracle, kind+"-"+name+".json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// oracleCase is an expression of the corpus as a calculation.
type oracleCase struct {
	Name string `json:"name"` // of the question
	Case string `json:"case"` // of the corpus
	Expr string `json:"expr"`
	Want string `json:"want"`
}

// passingNow are what no two engines say alike at two moments.
var passingNow = []string{"now(", "today(", "random(", "uuid(", "once("}

// writeCorpusOracle makes a form of each case: its values are defaults, and the case
// a calculation. A case that the other engine cannot read spoils no other.
func writeCorpusOracle(t *testing.T) {
	t.Helper()
	n := 0
	for name, all := range readCorpus[exprCase](t, "expr/*.json", 300) {
		for i := range all {
			c := &all[i]
			if c.Context == nil {
				c.Context = &exprContext{}
			}
			if c.Error != "" || c.Context.Row != nil || c.Context.At != "" || len(c.Context.Repeats) > 0 || strings.Contains(strings.Join(c.Context.paths(), " "), "[") || passesNow(c.Expr) {
				continue // where a repeat or a row of a list stands cannot be written down as a default
			}
			f := c.Context.form()
			for _, n := range f.order {
				if v := c.Context.Values["/"+key(n.Path)]; v != "" && n.Kind == Question {
					n.Default = text(v)
				}
			}
			e, err := parseExpr(c.Expr, c.Context.scope(f))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.env(t, f, e).eval(e)
			if err != nil {
				t.Fatal(err)
			}
			f.Nodes = append(f.Nodes, &Node{Kind: Question, Type: Calculate, Name: "found", Path: []string{"data", "found"}, Calculate: e})
			f.link()
			writeOracle(t, "corpus", fmt.Sprint(n), f, []oracleCase{{"found", filepath.Base(name) + ": " + c.Name, c.Expr, toString(got)}})
			n++
		}
	}
}

func passesNow(expr string) bool {
	for _, p := range passingNow {
		if strings.Contains(expr, p) {
			return true
		}
	}
	return bytes.Contains([]byte(expr), []byte("current()"))
}
