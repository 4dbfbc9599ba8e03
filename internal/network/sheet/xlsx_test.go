package sheet

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestABookIsReadByAnotherProgramAndStartsNoFormula(t *testing.T) {
	b := &Book{Name: "Personnes: 2026/11 [toutes les activités du réseau]", Head: 1, RightLeft: true, Rows: [][]Cell{
		{{Text: "qui"}, {Text: "combien"}},
		{{Text: "النساء <18"}, {Text: "54", Number: true}},
		{{Text: `=HYPERLINK("http://x")`}, {Text: "1;DROP", Number: true}},
		{{Text: "+222"}, {Text: "-1.5", Number: true}},
	}}
	var one, two bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &two} {
		if err := b.WriteXLSX(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same sheet gives other bytes")
	}
	f, err := excelize.OpenReader(&one)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"qui", "combien"}, {"النساء <18", "54"}, {`'=HYPERLINK("http://x")`, "1;DROP"}, {"'+222", "-1.5"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	if kind, err := f.GetCellType(f.GetSheetName(0), "B2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("a number is kept as %v (%v)", kind, err)
	}
	if formula, err := f.GetCellFormula(f.GetSheetName(0), "A3"); err != nil || formula != "" {
		t.Errorf("a formula: %q (%v)", formula, err)
	}
}
