package name

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParsePlate(t *testing.T) {
	for _, c := range []struct{ in, country, want string }{
		{"4711 AB 05", "MR", "4711-AB-05"},
		{"4711AB05", "MR", "4711-AB-05"},
		{"4711-ab-05", "MR", "4711-AB-05"},
		{" 4711 - AB - 05 ", "MR", "4711-AB-05"},
		{"٤٧١١ AB ٠٥", "MR", "4711-AB-05"},
		{"۴۷۱۱ أ ب ۰۵", "MR", "4711-AB-05"},
		{"4711 اب 05", "MR", "4711-AB-05"},
		{"711 AB 00", "MR", "0711-AB-00"},
		{"71 AB 00", "MR", "0071-AB-00"},
		{"1234 B 5", "MR", "1234-B-05"},
		{"12 CD 345", "MR", "12-CD-0345"},
		{"05 ONU 12", "MR", "05-ONU-0012"},
		{"DK 1234 AB", "SN", "DK-1234-AB"},
		{"TH-987-C", "SN", "TH-0987-C"},
		{"AA-123-BC", "", "AA-123-BC"},
		{"AA 025 AA BKD AD3", "ML", "AA-025-AA-BKD-AD-3"},
		{"ML AA 049 AA KAY CO2", "ML", "ML-AA-049-AA-KAY-CO-2"},
		{"N-1895-M3", "ML", "N-1895-M-3"},
		{"P 2021 MD", "ML", "P-2021-MD"},
		{"11 HH 1234", "BF", "11-HH-1234"},
		{"12345 أ 6", "MA", "12345-A-6"},
		{"00123 115 16", "DZ", "00123-115-16"},
		{"18A3456B", "TD", "18-A-3456-B"},
		{"4711 AB 16", "", ""}, // no such wilaya
		{"4711", "", ""},
		{"AB 05", "", ""},
		{"", "", ""},
		{"4711 AB 05 06", "", ""},
		{"4711 AB 05 et demie", "", ""},
		{"4711 表 05", "", ""},
		{strings.Repeat("9", 5000), "", ""},
	} {
		got, ok := ParsePlate(c.in)
		if ok != (c.want != "") || got.Text != c.want || got.Country != c.country {
			t.Errorf("ParsePlate(%q) = %+v, %v; want %s of %q", c.in, got, ok, c.want, c.country)
		}
	}
}

func TestFindPlates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Toyota blanche 4711 AB 05 vers la frontière", "4711-AB-05"},
		{"un véhicule Toyota 4587AB05 emporté", "4587-AB-05"},
		{"une hilux 4587ab05, puis rien", "4587-AB-05"},
		{"immatriculée 4587 ab 05.", "4587-AB-05"},
		{"سيارة رقم لوحتها 4711 أ ب 05 قرب باسكنو", "4711-AB-05"},
		{"سيارة تويوتا ٤٧١١ أ ب ٠٥", "4711-AB-05"},
		{"Deux motos, DK-1234-AB et AA-123-BC (Mali).", "DK-1234-AB AA-123-BC"},
		{"plaque 1234 B 5", "1234-B-05"},
		{"12345 115 16 immatriculation inconnue", ""},
		{"immatriculation algérienne 12345 115 16", "12345-115-16"},
		{"le 12 de 1234 personnes", ""},
		{"payé 2000 UM 12 fois", ""},
		{"à 20 h 30 ou 1230 MR", ""},
		{"1500 من 05 قرى", ""},
		{"tel 45252496", ""},
		{"ABCD 4711 AB 05", "4711-AB-05"},
		{"X4711 AB 05Y", ""},
		{"4711 AB 05", "4711-AB-05"},
		{"", ""},
	} {
		var got []string
		for _, f := range FindPlates(c.text) {
			got = append(got, f.Value.Text)
			if _, ok := ParsePlate(c.text[f.Start:f.End]); !ok {
				t.Errorf("%q: %q is said to be a plate", c.text, c.text[f.Start:f.End])
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("FindPlates(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestPlateNear(t *testing.T) {
	p := func(s string) Plate {
		got, ok := ParsePlate(s)
		if !ok {
			t.Fatalf("%s is no plate", s)
		}
		return got
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"4711 AB 05", "4711AB05", true},
		{"4711 AB 05", "4717 AB 05", true},
		{"4711 AB 05", "7411 AB 05", true},
		{"4711 AB 05", "4711 BA 05", true},
		{"4711 AB 05", "4722 AB 05", false},
		{"4711 AB 05", "1174 AB 05", false},
		{"4711 AB 05", "DK 4711 A", false},
	} {
		if got := p(c.a).Near(p(c.b)); got != c.want {
			t.Errorf("%s near %s: %v", c.a, c.b, got)
		}
	}
}

func FuzzSigns(f *testing.F) {
	for _, s := range []string{
		"Toyota 4711 AB 05, tel +222 45 25 24 96", "٤٧١١ أ ب ٠٥ هاتف ٤٥٢٥٢٤٩٦", "\xff\xfe4711", "＋２２２ ４５２５２４９６", strings.Repeat("1 A ", 300), "+33 (0)6 12 34 56 78",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range FindPlates(s) {
			inside(t, s, p.Start, p.End)
			again, ok := ParsePlate(p.Value.Text)
			if !ok || again != p.Value {
				t.Errorf("%q: the plate %+v reads back as %+v", s, p.Value, again)
			}
		}
		for _, p := range FindPhones(s, "MR") {
			inside(t, s, p.Start, p.End)
			again, ok := ParsePhone(string(p.Value), "")
			if !ok || again != p.Value {
				t.Errorf("%q: the number %s reads back as %s", s, p.Value, again)
			}
		}
	})
}

// inside checks that a place is one in the text, between runes.
func inside(t *testing.T, s string, start, end int) {
	t.Helper()
	if start < 0 || end > len(s) || start >= end || !utf8.RuneStart(s[start]) || end < len(s) && !utf8.RuneStart(s[end]) && utf8.ValidString(s) {
		t.Fatalf("found at %d to %d of %d bytes", start, end, len(s))
	}
}
