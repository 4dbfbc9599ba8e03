package form

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// sharedForms is where the real forms lie beside the repository; CI has none.
const sharedForms = "../../../../shared/data/forms"

// wrongForms are those with errors, most of them on purpose, and the first one
// that is found in each. The other forms must compile.
var wrongForms = map[string]string{
	"HTCDS_Excel_v2.0.xlsx":                             "form.column.missing", // a table, not a form
	"tests__bug_example_xls__bad_calc.xlsx":             "form.expr.quote",
	"tests__bug_example_xls__extra_columns.xls":         "form.type.unknown",
	"tests__bug_example_xls__xl_date_ambiguous.xlsx":    "form.expr.nowhere", // a bare word as the name of an instance
	"tests__bug_example_xls__xl_date_ambiguous_v1.xlsx": "form.expr.nowhere",
	"tests__example_xls__bad_calc.xlsx":                 "form.expr.quote",
	"tests__example_xls__include.xls":                   "form.type.unknown",
	"tests__example_xls__include.xlsx":                  "form.type.unknown",
	"tests__example_xls__include_json.xls":              "form.type.unknown",
	"tests__example_xls__include_json.xlsx":             "form.type.unknown",
	"tests__example_xls__or_other.xlsx":                 "form.expr.column", // "yes" as a choice filter
	"tests__example_xls__unknown_question_type.xls":     "form.type.unknown",
	"demo.xlsx":                 "form.choice.twice",
	"demo_adapt1.xlsx":          "form.choice.twice",
	"demo_adapt2.xlsx":          "form.choice.twice",
	"wt_xlsform_in_survey.xlsx": "form.expr.unknown",
}

// firstError gives the key of the first error.
func firstError(ps []Problem) string {
	for _, p := range ps {
		if p.Severity == "error" {
			return p.Key
		}
	}
	return ""
}

// The forms that others publish are read as they are: those that pyxform takes
// compile here, into a document that reads back and an XForm that is XML.
func TestRealForms(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(sharedForms, "index.csv"))
	if err != nil || os.Getenv("CI") != "" {
		t.Skip("the real forms are not here")
	}
	rows, err := csv.NewReader(bytes.NewReader(index)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	var files []string
	if err := filepath.WalkDir(sharedForms, func(p string, d os.DirEntry, err error) error {
		if ext := filepath.Ext(p); err == nil && (ext == ".xlsx" || ext == ".xls") {
			files = append(files, p)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(files) < 80 || len(rows) < 80 {
		t.Fatalf("%d files and %d rows of the index: the folder has moved", len(files), len(rows))
	}
	for _, p := range files {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Read(p, bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(p), err)
			continue
		}
		f, problems := Compile(w)
		if key := firstError(problems); key != wrongForms[filepath.Base(p)] {
			t.Errorf("%s: %q, want %q", filepath.Base(p), key, wrongForms[filepath.Base(p)])
			continue
		} else if key != "" {
			continue
		}
		good++
		doc, err := f.JSON()
		if err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		back, err := ParseForm(doc)
		if err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		again, err := back.JSON()
		if err != nil || !bytes.Equal(doc, again) {
			t.Errorf("%s: the document does not read back: %v", p, err)
		}
		x, err := f.XForm()
		if err != nil {
			t.Errorf("%s: %v", p, err)
		}
		d := xml.NewDecoder(bytes.NewReader(x))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: the XForm is not XML: %v", p, err)
				break
			}
		}
	}
	t.Logf("%d of %d compile", good, len(files))
	if good < 70 {
		t.Errorf("only %d of %d real forms compile", good, len(files))
	}
}
