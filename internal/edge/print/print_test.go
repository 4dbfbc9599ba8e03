package print

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/lang"
)

// bulletin is a document with everything in it.
func bulletin(t *testing.T, l lang.Language, title, paragraph string) []byte {
	t.Helper()
	d, err := New(Options{Language: l, Title: title, Foot: "TLP:AMBER"})
	if err != nil {
		t.Fatal(err)
	}
	d.Heading(1, title)
	d.Paragraph(paragraph, Style{})
	d.Fields([][2]string{{"Bassikounou", "باسكنو"}, {"B2", "4711 AB 05"}})
	var rows [][]string
	for range 60 {
		rows = append(rows, []string{"25/11", "هجوم على بئر شمال القرية", "Attaque d'un puits au nord du village, l'été", "B2"})
	}
	d.Table([]Column{{"Date", 0.15, Style{}}, {"الوصف", 0.35, Style{}}, {"Récit", 0.35, Style{}}, {"Cote", 0.15, Style{Bold: true, Align: End}}}, rows)
	p := d.Page()
	p.Area([][]Point{{{30, 200}, {60, 200}, {60, 230}}}, Wash)
	p.Dot(45, 215, 3, Alarm)
	p.Bits(150, 210, 20, [][]bool{{true, false}, {false, true}})
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	arabic = "قُتل ثلاثة أشخاص قرب باسكنو يوم 25 نوفمبر 2026، وشوهدت السيارة رقم 4711 AB 05 متجهة نحو الحدود (التقييم B2)."
	french = "Trois personnes ont été tuées près de Bassikounou ; le véhicule 4711 AB 05 (باسكنو) a été vu, cœur de l'été."
)

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	a, b := bulletin(t, lang.Arabic, "نشرة يومية", arabic), bulletin(t, lang.Arabic, "نشرة يومية", arabic)
	if !bytes.Equal(a, b) {
		t.Error("two documents of the same content differ")
	}
	if len(a) > 120_000 {
		t.Errorf("three pages take %d bytes: is the font cut down?", len(a))
	}
}

// What a reader sees can be searched and copied, in both directions. pdftotext is
// an independent reader; where it is not installed the rest is tested all the same.
func TestTextCanBeCopied(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed (Debian: poppler-utils)")
	}
	for _, c := range []struct {
		l          lang.Language
		text       string
		want, last []string
	}{
		{lang.Arabic, arabic, []string{"باسكنو", "4711 AB 05", "السيارة", "2026", "نشرة", "بئر"}, nil},
		{lang.French, french, []string{"été tuées", "4711 AB 05", "باسكنو", "TLP:AMBER"}, nil},
	} {
		path := filepath.Join(t.TempDir(), "b.pdf")
		if err := os.WriteFile(path, bulletin(t, c.l, "نشرة Bulletin", c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
		if err != nil {
			t.Fatalf("pdftotext: %v\n%s", err, out)
		}
		for _, w := range c.want {
			if !strings.Contains(string(out), w) {
				t.Errorf("%s: %q cannot be found in the document:\n%.900s", c.l, w, out)
			}
		}
		if dir := os.Getenv("WASL_PRINT_DIR"); dir != "" { // to look at
			if err := os.WriteFile(filepath.Join(dir, string(c.l)+".pdf"), bulletin(t, c.l, "نشرة Bulletin", c.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTablesGoOnWithTheirHeads(t *testing.T) {
	b := bulletin(t, lang.French, "Bulletin", french)
	if n := bytes.Count(b, []byte("/Type /Page ")); n < 3 {
		t.Errorf("60 rows took %d pages", n)
	}
}

// Letters that no font has, control characters and odd Unicode make no fault.
func TestAnythingCanBePrinted(t *testing.T) {
	for _, s := range []string{"", "\x00\x1f", "😀 汉字 \u202e\u2067", strings.Repeat("ا", 5000), strings.Repeat("x", 5000), "\ufffd\u0301\u0301", "a\n\n\nb"} {
		d, err := New(Options{Language: lang.Arabic})
		if err != nil {
			t.Fatal(err)
		}
		d.Paragraph(s, Style{})
		d.Table([]Column{{s, 0.5, Style{}}, {"", 0.5, Style{}}}, [][]string{{s}, {}})
		var b bytes.Buffer
		if err := d.Write(&b); err != nil {
			t.Errorf("%.20q: %v", s, err)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	for b.Loop() {
		d, err := New(Options{Language: lang.Arabic})
		if err != nil {
			b.Fatal(err)
		}
		for range 20 {
			d.Paragraph(arabic, Style{})
		}
		if err := d.Write(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
	}
}
