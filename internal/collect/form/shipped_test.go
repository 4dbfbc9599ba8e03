package form

import (
	"bytes"
	"testing"

	"wasl/demo"
)

// The forms that ship compile without an error, in three languages, and what the
// demo answers is what they ask.
func TestShippedForms(t *testing.T) {
	forms, err := demo.Forms()
	if err != nil || len(forms) != 5 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	for id := range forms {
		b, err := demo.XLSX(id)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Read(id+".xlsx", bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		f, problems := Compile(w)
		for _, p := range problems {
			if p.Severity == "error" {
				t.Errorf("%s: %s", id, p)
			} else {
				t.Logf("%s: %s", id, p)
			}
		}
		if f.ID != id || len(f.Languages) != 3 || f.Title["ar"] == nil && len(f.Title) == 0 {
			t.Errorf("%s: id %q, languages %v, title %v", id, f.ID, f.Languages, f.Title)
		}
		if _, err := f.XForm(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}
