package search

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the index finds of a text, the text in memory says of itself.
func TestATextSaysWhatTheIndexFinds(t *testing.T) {
	texts := []string{
		"Attaque au puits de Bassikounou, deux motos, un blessé.", "هجوم مسلح على القرية قرب البئر", "Two pickups and 12 armed men near Néma",
		"Rien à signaler", "سيارة 1234AB05 عبرت إلى فصالة ليلا", "Les attaques ont cessé ; le village est calme", "",
	}
	queries := []string{
		"attaque", "attaques", "\"puits de Bassikounou\"", "\"Bassikounou puits\"", "attaq", "هجوم", "القرية", "قرية", "مسلح البئر", "1234 AB", "1234AB05", "armed men",
		"\"armed men\"", "\"men armed\"", "moto", "nema", "bless", "de la", "", "zzyzx", "rien attaque",
	}
	db := open(t, filepath.Join(t.TempDir(), "words.db"), nil)
	index(t, db, texts...)
	matches := 0
	for _, typed := range queries {
		rows := find(t, db, typed)
		matches += len(rows)
		for i, text := range texts {
			want := slices.Contains(rows, int64(i+1))
			if got := Parse(typed).In(NewText(text)); got != want {
				t.Errorf("%q in %q: %v, the index says %v", typed, text, got, want)
			}
		}
	}
	if matches < 15 {
		t.Errorf("the queries find %d rows", matches)
	}
}

// A rule's last word is no beginning of another one.
func TestWholeWords(t *testing.T) {
	for typed, want := range map[string]bool{"attaque": true, "attaq": false, "puits": true, "pui": false} {
		if got := Whole(typed).In(NewText("attaque au puits")); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

func BenchmarkText(b *testing.B) {
	text := "هجوم مسلح على القرية قرب البئر في الليل " +
		strings.Repeat("Des hommes armés sont arrivés à moto vers minuit et ont pris du bétail avant de repartir vers la frontière. ", 6)
	q := Whole("kidnapping")
	b.ReportAllocs()
	for b.Loop() {
		q.In(NewText(text))
	}
}
