package form

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// sharedForms finds the real forms, which lie beside the repository; CI has none.
func sharedForms(t *testing.T) string {
	t.Helper()
	up, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; up != "/" && os.Getenv("CI") == ""; up = filepath.Dir(up) {
		dir := filepath.Join(up, "shared", "data", "forms")
		if _, err := os.Stat(filepath.Join(dir, "index.csv")); err == nil {
			return dir
		}
	}
	t.Skip("the real forms are not here: they lie in shared/data/forms beside the repository")
	return ""
}

// besides are the tables that real forms take choices from, made here with the
// columns that the forms ask for: the forms were published without them.
var besides = map[string]map[string]string{
	"tests__bug_example_xls__UCL_Biomass_Plot_Form.xlsx": {
		"UCL_regions.csv": "name,label\nmorogoro,Morogoro\n", "UCL_districts.csv": "name,label,region_id\nkilosa,Kilosa,morogoro\n",
		"UCL_villages.csv": "name,label,district_id\nulaya,Ulaya,kilosa\n", "ULC_Biomass_Plots.csv": "name,label,village,plant_phase\np1,Plot 1,ulaya,1\n",
		"species_names.csv": "name,label\nacacia,Acacia\n",
	},
	"tests__example_xls__pull_data.xlsx": {"fruits.csv": "name,label\nmango,Mango\n"},
	"SurveyDesigner_Referential.xlsx":    {"admin_level.csv": "name,label,filter\na,A,MR\n"},
	"wt_xlsform_in_survey.xlsx":          {"admin_level.csv": "name,label,filter\na,A,MR\n"},
}

// wrongForms are those with errors, most of them on purpose, with their first
// errors and how many there are. The other forms must compile.
var wrongForms = map[string]struct {
	n     int
	first []string
}{
	"demo.xlsx":        {6, []string{"choices:7:name form.choice.twice", "choices:8:name form.choice.twice", "choices:9:name form.choice.twice"}},
	"demo_adapt1.xlsx": {6, []string{"choices:7:name form.choice.twice", "choices:8:name form.choice.twice", "choices:9:name form.choice.twice"}},
	"demo_adapt2.xlsx": {6, []string{"choices:7:name form.choice.twice", "choices:8:name form.choice.twice", "choices:9:name form.choice.twice"}},
	"onadata__apps__main__tests__fixtures__bug_fixes__enumerator_weekly.xlsx": {4, []string{"survey:1:label form.column.twice", "survey:1:label form.column.twice", "choices:1:label form.column.twice"}},
	"onadata__apps__main__tests__fixtures__group_names_must_be_unique.xlsx":   {1, []string{"survey:2:name form.name.taken"}},
	"tests__bug_example_xls__bad_calc.xlsx":                                   {1, []string{"survey:2:calculation form.expr.quote"}},
	"tests__bug_example_xls__calculate_without_calculation.xls":               {1, []string{"survey:34:calculation form.calculation.missing"}},
	"tests__bug_example_xls__duplicate_columns.xlsx":                          {1, []string{"survey:1:label form.column.twice"}},
	"tests__bug_example_xls__extra_columns.xls":                               {1, []string{"survey:19999:type form.type.unknown"}},
	"tests__bug_example_xls__group_name_test.xls":                             {1, []string{"survey:3:name form.name.missing"}},
	"tests__bug_example_xls__xl_date_ambiguous.xlsx":                          {1, []string{"settings:2:instance_name form.expr.nowhere"}},
	"tests__bug_example_xls__xl_date_ambiguous_v1.xlsx":                       {1, []string{"settings:2:instance_name form.expr.nowhere"}},
	"tests__example_xls__bad_calc.xlsx":                                       {1, []string{"survey:2:calculation form.expr.quote"}},
	"tests__example_xls__include.xls":                                         {1, []string{"survey:3:type form.type.unknown"}},
	"tests__example_xls__include.xlsx":                                        {1, []string{"survey:3:type form.type.unknown"}},
	"tests__example_xls__include_json.xls":                                    {2, []string{"survey:2:type form.type.unknown", "survey:0: form.form.empty"}},
	"tests__example_xls__include_json.xlsx":                                   {2, []string{"survey:2:type form.type.unknown", "survey:0: form.form.empty"}},
	"tests__example_xls__or_other.xlsx":                                       {1, []string{"survey:3:choice_filter form.expr.column"}},
	"tests__example_xls__unknown_question_type.xls":                           {11, []string{"survey:1:relevance form.column.twice", "survey:2:type form.type.unknown", "survey:3:type form.type.unknown"}},
	"wt_xlsform_in_survey.xlsx":                                               {70, []string{"survey:64:calculation form.expr.unknown", "survey:65:calculation form.expr.unknown", "survey:66:calculation form.expr.unknown"}},
}

// errorsOf gives the errors as "sheet:row:column key".
func errorsOf(ps []Problem) (found []string) {
	for _, p := range ps {
		if p.Severity == "error" {
			found = append(found, fmt.Sprintf("%s:%d:%s %s", p.Sheet, p.Row, p.Column, p.Key))
		}
	}
	return found
}

// compileReal compiles a real form with what lies beside it.
func compileReal(t *testing.T, path string) (*Form, []Problem) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Read(path, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range besides[filepath.Base(path)] {
		if err := w.Attach(File{name, []byte(table)}); err != nil {
			t.Fatal(err)
		}
	}
	return Compile(w)
}

func realForms(t *testing.T) (files []string) {
	t.Helper()
	dir := sharedForms(t)
	f, err := os.Open(filepath.Join(dir, "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		files = append(files, filepath.Join(dir, filepath.FromSlash(row[0])))
	}
	if len(files) < 90 {
		t.Fatalf("%d forms in the index: the folder has moved", len(files))
	}
	return files
}

// The forms that others publish are read as they are: the right ones compile into
// a document that reads back and an XForm that is XML, the wrong ones are told
// wrong where they are.
func TestRealForms(t *testing.T) {
	files := realForms(t)
	good, wrong := 0, 0
	for _, path := range files {
		base := filepath.Base(path)
		t.Run(base, func(t *testing.T) {
			f, problems := compileReal(t, path)
			found, want := errorsOf(problems), wrongForms[base]
			if len(found) != want.n || len(found) > 0 && !slices.Equal(found[:len(want.first)], want.first) {
				t.Fatalf("%d errors, want %d:\n%q", len(found), want.n, found[:min(len(found), 5)])
			}
			if want.n > 0 {
				wrong++
				return
			}
			good++
			readsBack(t, f)
		})
	}
	t.Logf("%d of %d compile, %d are told wrong", good, len(files), wrong)
	if wrong != len(wrongForms) {
		t.Errorf("%d of the %d wrong forms were there", wrong, len(wrongForms))
	}
}

func readsBack(t *testing.T, f *Form) {
	t.Helper()
	doc, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseForm(doc)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := back.JSON(); err != nil || !bytes.Equal(doc, again) {
		t.Errorf("the document does not read back: %v", err)
	}
	x, err := f.XForm()
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(x))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("the XForm is not XML: %v", err)
		}
	}
}
