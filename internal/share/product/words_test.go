package product

import (
	"strings"
	"testing"

	"wasl/internal/base/lang"
	"wasl/internal/triage/incident"
)

// Every word of the closed lists is said in every language, and no two of a list
// alike.
func TestEveryWordIsSaidInEveryLanguage(t *testing.T) {
	for name, words := range map[string][]word{
		"sources": values(sourceWords), "information": values(informationWords), "outcomes": values(outcomeWords), "likelihoods": values(likelihoodWords),
		"responses": values(responseWords), "effects": values(effectWords), "sections": values(sectionWords),
	} {
		for _, l := range lang.All() {
			seen := map[string]bool{}
			for _, w := range words {
				said := w.in(l)
				if said == "" || seen[said] || l == lang.Arabic && languageOf(said) != lang.Arabic || l == lang.French && said == w.english && w.key != "product.section.incidents" && w.key != "product.information.5" {
					t.Errorf("%s, %s in %s: %q", name, w.key, l, said)
				}
				seen[said] = true
			}
		}
	}
	if len(sectionWords) != len(Sections()) || len(harms) != len(incident.Whats()) {
		t.Error("a section or a harm has no word")
	}
}

func values[K comparable](m map[K]word) (all []word) {
	for _, w := range m {
		all = append(all, w)
	}
	return all
}

// Numbers of people in Arabic take six forms, in French two, and each names the
// number or means it.
func TestNumbersOfPeople(t *testing.T) {
	for n, want := range map[int]string{
		1: "قتيل واحد", 2: "قتيلان", 3: "3 قتلى", 10: "10 قتلى", 11: "11 قتيلًا", 99: "99 قتيلًا", 100: "100 قتيل", 102: "102 قتيل", 103: "103 قتلى", 111: "111 قتيلًا",
	} {
		if got := harms[incident.Killed].count(lang.Arabic, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for what, f := range harms {
		for _, l := range lang.All() {
			for _, n := range []int{1, 2, 3, 11, 100} {
				said := f.count(l, n)
				if said == "" || strings.Contains(said, "{0}") || l != lang.Arabic && !strings.ContainsAny(said, "0123456789") {
					t.Errorf("%d %s in %s: %q", n, what, l, said)
				}
			}
		}
	}
	if got := independent.count(lang.French, 0); got != "aucune source indépendante" {
		t.Errorf("none: %q", got)
	}
}

// What must not stand in a bulletin goes out of people's words, in any digits; dates,
// numbers and number plates stay.
func TestScrub(t *testing.T) {
	for said, want := range map[string]string{
		"appelez le 45 00 11 22":               "appelez le […]",
		"appelez le +222 45.00.11.22 vite":     "appelez le […] vite",
		"الهاتف ٤٥٠٠١١٢٢":                      "الهاتف […]",
		"au point 15.5512, -5.6123":            "au point […], […]",
		"au point 15.55, -5.61":                "au point […]",
		"au 16°10'N 6°05'O":                    "au […] […]",
		"voir https://example.org/x ou a@b.mr": "voir […] ou […]",
		"le 24/11/2026 vers 14:05":             "le 24/11/2026 vers 14:05",
		"depuis 2026-11-24":                    "depuis 2026-11-24",
		"la voiture 4711 AB 05":                "la voiture 4711 AB 05",
		"12 500 têtes, 3,5 km":                 "12 500 têtes, 3,5 km",
	} {
		if got := scrub(said); got != want {
			t.Errorf("%q becomes %q, want %q", said, got, want)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for said, want := range map[string]lang.Language{
		"هاجم مسلحون البئر":                 lang.Arabic,
		"شوهدت Toyota بيضاء قرب البئر":      lang.Arabic,
		"ils sont repartis vers l’est":      lang.French,
		"Puits de Fassala":                  lang.French,
		"the men came from over the border": lang.English,
		"How many were they, and what way?": lang.English,
		"":                                  lang.French,
	} {
		if got := languageOf(said); got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
}
