package letter

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write decompositions.txt anew, from Unicode's data")

// made is what decompositions.txt must hold: every Latin and Arabic letter that
// is put together of others, with the marks left out.
func made() string {
	var b strings.Builder
	for r := rune(0x80); r <= 0xffff; r++ {
		if !unicode.In(r, unicode.Latin, unicode.Arabic) {
			continue
		}
		if parts := unmarked(norm.NFKD.String(string(r))); parts != string(r) {
			fmt.Fprintf(&b, "%c%s\n", r, parts)
		}
	}
	return b.String()
}

// unmarked leaves out what Plain does.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm) || r == 'ـ' {
			return -1
		}
		return r
	}, s)
}

func TestDecompositionsAreUnicodes(t *testing.T) {
	if *update {
		if err := os.WriteFile("decompositions.txt", []byte(made()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("decompositions.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != made() {
		t.Error("decompositions.txt is not what Unicode says; write it with -update")
	}
}

// Fold and the way search goes, decomposing by Unicode, agree on every letter
// that is typed here.
func TestFoldIsPlainOfTheDecomposed(t *testing.T) {
	for r := rune(1); r <= 0xffff; r++ {
		if r >= 0x80 && !unicode.In(r, unicode.Latin, unicode.Arabic, unicode.Nd) {
			continue
		}
		var want strings.Builder
		for _, d := range norm.NFKD.String(string(r)) {
			want.WriteString(Plain(d))
		}
		if got := Fold(r); got != want.String() {
			t.Fatalf("%c (%U) is folded to %q, want %q", r, r, got, want.String())
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Néma NÉMA Ɓoggee":        "nema nema boggee",
		"مُحَمَّد ﻣﺤﻤﺪ ﷴ مـحـمـد": "محمد محمد محمد محمد",
		"أحمد إحمد آحمد ٱحمد":     "احمد احمد احمد احمد",
		"گورگول ݣورݣول":           "كوركول كوركول",
		"ﷲ عائشة مؤمن":            "الله عايشه مومن",
		"١٢٣ ۱۲۳ １２３":             "123 123 123",
		"a\u200fb\u202e":          "ab",
		"Дмитрий":                 "дмитрий",
		"œuvre Œ":                 "oeuvre oe",
	} {
		var b strings.Builder
		for _, r := range in {
			b.WriteString(Fold(r))
		}
		if got := b.String(); got != want {
			t.Errorf("%q is folded to %q, want %q", in, got, want)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range "Mohamed ould Cheikh محمد ولد الشيخ" {
			Fold(r)
		}
	}
}
