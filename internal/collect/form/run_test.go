package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// runForm is a form of corpus/form: its sheets as written, and as compiled.
type runForm struct {
	Survey   [][]string      `json:"survey"`
	Choices  [][]string      `json:"choices"`
	Settings [][]string      `json:"settings"`
	Compiled json.RawMessage `json:"compiled,omitempty"`
}

func (r *runForm) compile(t *testing.T, name string) *Form {
	t.Helper()
	w := &Workbook{Name: name, Sheets: map[string]*Sheet{}}
	for sheet, rows := range map[string][][]string{"survey": r.Survey, "choices": r.Choices, "settings": r.Settings} {
		s := &Sheet{Name: sheet}
		for i, cells := range rows {
			if err := s.add(i+1, cells); err != nil {
				t.Fatal(err)
			}
		}
		w.Sheets[sheet] = s
	}
	f, problems := Compile(w)
	if HasErrors(problems) {
		t.Fatalf("%s: %v", name, problems)
	}
	return f
}

// runCase is a case of corpus/run: web/core fills the form in and the node holds
// what comes out against it.
type runCase struct {
	Name  string `json:"name"`
	Form  string `json:"form"`
	Steps []struct {
		Set    []string `json:"set,omitempty"`
		Add    string   `json:"add,omitempty"`
		Remove string   `json:"remove,omitempty"`
	} `json:"steps"`
	Expect struct {
		Relevant map[string]bool              `json:"relevant,omitempty"`
		Values   map[string]string            `json:"values,omitempty"`
		Choices  map[string][]string          `json:"choices,omitempty"`
		Said     map[string]map[string]string `json:"said,omitempty"`
		Invalid  map[string]string            `json:"invalid"`
		XML      string                       `json:"xml,omitempty"`
	} `json:"expect"`
	Sent string `json:"sent,omitempty"` // what web/core sent: written by its tests, read here
}

func readRunForm(t *testing.T, path string) (*runForm, *Form) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := &runForm{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return r, r.compile(t, strings.TrimSuffix(filepath.Base(path), ".json"))
}

func TestFormCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpusDir, "form/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no forms in the corpus: %v", err)
	}
	for _, path := range files {
		r, f := readRunForm(t, path)
		got, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		book := strings.TrimSuffix(path, ".json") + ".xlsx"
		if *update {
			writeRunForm(t, path, r, got)
			writeBook(t, book, r)
			continue
		}
		if again, err := readBook(book); err != nil || !jsonEqual(again, got) {
			t.Errorf("%s is not the form of %s: %v", book, path, err)
		}
		if !jsonEqual(got, r.Compiled) {
			t.Errorf("%s compiles to\n%s\nwant\n%s", path, got, r.Compiled)
		}
	}
}

// writeRunForm puts the compiled form behind the sheets, which stay as they are.
func writeRunForm(t *testing.T, path string, r *runForm, compiled []byte) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	src := strings.TrimRight(string(b), "\n")
	if i := strings.Index(src, ",\n  \"compiled\":"); r.Compiled != nil && i > 0 {
		src = src[:i]
	} else {
		src = strings.TrimRight(strings.TrimSuffix(src, "}"), "\n")
	}
	if err := os.WriteFile(path, []byte(src+",\n  \"compiled\": "+string(compiled)+"\n}\n"), 0o644); err != nil { //nolint:gosec // a golden file
		t.Fatal(err)
	}
}

// writeBook writes the sheets as a workbook, for whoever uploads one.
func writeBook(t *testing.T, path string, r *runForm) {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetSheetName("Sheet1", "survey"); err != nil {
		t.Fatal(err)
	}
	for sheet, rows := range map[string][][]string{"survey": r.Survey, "choices": r.Choices, "settings": r.Settings} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

func readBook(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	w, err := Read(filepath.Base(path), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	f, _ := Compile(w)
	return f.JSON()
}

// TestRunCorpus holds every submission that the phone's engine made against its
// form: both must find the same wrong.
func TestRunCorpus(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for file, cases := range readCorpus[runCase](t, "run/*.json", 15) {
		for _, c := range cases {
			t.Run(filepath.Base(file)+"/"+c.Name, func(t *testing.T) {
				_, f := readRunForm(t, filepath.Join(corpusDir, "form", c.Form+".json"))
				if c.Sent == "" {
					t.Fatal("the case holds nothing that was sent: run `UPDATE=1 npm test` in web/")
				}
				if c.Expect.XML != "" && c.Expect.XML != c.Sent {
					t.Errorf("sent %s", c.Sent)
				}
				inst, err := DecodeInstance(strings.NewReader(c.Sent), 1<<20)
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]string{}
				for _, p := range f.Validate(inst, now) {
					got[p.Path] = p.Kind
				}
				if !reflect.DeepEqual(got, c.Expect.Invalid) {
					t.Errorf("the node finds %v, want %v", got, c.Expect.Invalid)
				}
			})
		}
	}
}
