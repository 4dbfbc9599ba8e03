package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Every line is one word spelt in several ways: all must be indexed alike.
var same = []string{
	"محمد مُحَمَّد مـحـمـد محمّد ﻣﺤﻤﺪ مح\u200bمد \u202bمحمد\u202c",
	"احمد أحمد إحمد آحمد ٱحمد",
	"قرية القرية قريه القريه والقرية بالقرية",
	"مهاجر المهاجر مهاجرين المهاجرين المهاجرون مهاجرون",
	"مسلح المسلح مسلحون المسلحون مسلحين المسلحين",
	"كوركول گورگول ݣورݣول ڭورڭول ﻛﻮﺭﻛﻮﻝ",
	"مسؤول مسوول",
	"مستشفى مستشفي مستشفی",
	"شيء شئ شي",
	"123 ١٢٣ ۱۲۳ １２３ ߁߂߃",
	"Néma nema NÉMA Ne\u0301ma nėma",
	"attaque attaques attaqué attaquée attaquées Attaquer",
	"blessé blessée blessés blessées blesses blessee",
	"moto motos MOTO",
	"attack attacks",
	"œuvre oeuvre Œuvres",
	"Ɓoggee Boggee boggé",
	"ﻻﺟﺊ لاجئ لاجيء",
}

func TestSpellingsAreOneWord(t *testing.T) {
	for _, line := range same {
		forms := strings.Fields(line)
		want := tokens(forms[0])
		if want == "" {
			t.Errorf("%s is not indexed", forms[0])
		}
		for _, f := range forms[1:] {
			if got := tokens(f); got != want {
				t.Errorf("%s is indexed as %q, but %s as %q", forms[0], want, f, got)
			}
		}
	}
}

func TestOtherWordsStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"علي", "عال"}, {"باسكنو", "كيفة"}, {"port", "porc"}, {"Kayes", "Kiffa"}, {"نواكشوط", "نواذيبو"}, {"12", "21"},
	} {
		if tokens(pair[0]) == tokens(pair[1]) {
			t.Errorf("%s and %s are indexed alike, as %q", pair[0], pair[1], tokens(pair[0]))
		}
	}
}

// sample is a report in three languages, with a number plate and a name.
const sample = `Des hommes armés sur trois motos ont attaqué le poste de contrôle de Fassala vers 5 h du matin ; deux gardes blessés, un véhicule Toyota 4587AB05 emporté vers la frontière malienne. أطلق مسلحون النار على نقطة التفتيش قرب باسكنو وأصيب شخصان من الحرس، ثم فروا باتجاه الحدود المالية على متن ثلاث دراجات نارية. The village chief asks for help, twelve families have left their homes and are walking towards Mbera camp with their animals.`

// A change of this is a change of every index: see module.
func TestTokensAreWhatIsIndexed(t *testing.T) {
	const want = "homm arm sur troi moto ont attaqu post control fassal ver 5 h matin deux gard bless vehicul toyot 4587 ab 05 " +
		"emport ver frontier malien اطلق مسلح نار عل نقط تفتيش قرب باسكن واصيب شخصان حرس فرو باتج حدود مال عل متن ثلاث دراجا نار " +
		"villag chief ask help twelv famil hav left their hom walking toward mber camp their animal"
	if got := tokens(sample); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWordsKnowTheirPlace(t *testing.T) {
	text := "a\u0301b  مُحَمَّد1234AB\xff٣ x"
	want := []string{"a\u0301b", "مُحَمَّد", "1234", "AB", "٣", "x"}
	var got []string
	for w := range words(text) {
		got = append(got, text[w.start:w.end])
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the words are %q, want %q", got, want)
	}
}

func TestFoldHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("folding %q gives %q, and again %q", s, once, twice)
		}
		// Signs between letters change nothing.
		for _, mark := range []string{"\u0640", "\u064e", "\u200b", "\u200f", "\u202e", "\u0301"} {
			var b strings.Builder
			for _, r := range s {
				b.WriteRune(r)
				b.WriteString(mark)
			}
			if got := Fold(b.String()); got != once && len(once) < maxWord/2 {
				t.Fatalf("with %+q after each letter %q folds to %q, not %q", mark, s, got, once)
			}
		}
	})
}

func FuzzTokens(f *testing.F) {
	for _, s := range append(same, sample, "\xff\xfe", strings.Repeat("ا", 500), "وو ال الل ووال") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := tokens(s)
		if !utf8.ValidString(got) || strings.Contains(got, "  ") || len(got) > 4*len(s)+maxWord {
			t.Errorf("%q is indexed as %q", s, got)
		}
		for w := range words(s) {
			if w.start < 0 || w.end > len(s) || w.start >= w.end || len(w.folded) > maxWord+utf8.UTFMax {
				t.Fatalf("%q has the word %+v", s, w)
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tokens(sample)
	}
}
