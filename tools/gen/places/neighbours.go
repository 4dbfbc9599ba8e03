package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode"

	"wasl/tools/gen/facts"
)

// A country around Mauritania, with its names. Western Sahara bears its name
// and the code of ISO 3166; its regions are not listed, as who governs them is
// disputed.
type country struct{ iso3, code, fr, ar string }

var countries = []country{
	{"MRT", "MR", "Mauritanie", "موريتانيا"},
	{"MLI", "ML", "Mali", "مالي"},
	{"SEN", "SN", "Sénégal", "السنغال"},
	{"DZA", "DZ", "Algérie", "الجزائر"},
	{"ESH", "EH", "Sahara occidental", "الصحراء الغربية"},
	{"NER", "NE", "Niger", "النيجر"},
	{"BFA", "BF", "Burkina Faso", "بوركينا فاسو"},
}

// sameRegion are regions that OCHA and CLDR spell too differently to match.
var sameRegion = map[string]string{"DZ011": "dz34"}

// arabicRegion are names that CLDR lacks or misspells, plainly known.
var arabicRegion = map[string]string{
	"ML10": "ميناكا", "SN13": "تييس", "SN14": "زيغينشور",
	"BF13": "الوسط", "BF48": "الوسط الشرقي", "BF50": "الوسط الغربي", "BF49": "الوسط الشمالي", "BF46": "بوكل دو موهون",
	"BF47": "كاسكاد", "BF53": "هو باسان", "BF57": "الجنوب الغربي",
}

// neighbours gives the header and rows of neighbours.csv: the countries, and
// their regions under the codes of OCHA's global list. The list is named by the
// year from which the country's codes are valid.
func neighbours(data string) ([][]string, error) {
	rows, err := facts.Read(filepath.Join(data, "admin/sahel_pcodes_adm1_adm2_2024.csv"))
	if err != nil {
		return nil, err
	}
	var cldr map[string]map[string]string
	if err := readJSON(filepath.Join(data, "language/cldr/subdivisions_sahel_ar_fr_en.json"), &cldr); err != nil {
		return nil, err
	}
	table := [][]string{{"code", "list", "level", "parent", "name_fr", "name_ar", "name_list"}}
	var regions [][]string
	for _, c := range countries {
		table = append(table, []string{c.code, "ISO-3166-1", "0", "", c.fr, c.ar, c.fr})
		for _, r := range rows {
			if r["Location"] != c.iso3 || r["Admin Level"] != "1" || c.code == "MR" || c.code == "EH" {
				continue
			}
			fr, ar := regionNames(cldr, c.code, r["P-Code"], r["Name"])
			list := fmt.Sprintf("OCHA-COD-%s", r["Valid from date"][:4])
			regions = append(regions, []string{r["P-Code"], list, "1", c.code, fr, ar, r["Name"]})
		}
	}
	sort.Slice(regions, func(i, j int) bool { return regions[i][0] < regions[j][0] })
	return append(table, regions...), nil
}

// regionNames looks a region up in CLDR by its folded name.
func regionNames(cldr map[string]map[string]string, country, code, name string) (fr, ar string) {
	fr, ar = name, arabicRegion[code]
	for _, key := range slices.Sorted(maps.Keys(cldr)) {
		n := cldr[key]
		if len(key) > len(country)+3 || !strings.HasPrefix(key, strings.ToLower(country)) {
			continue
		}
		if sameRegion[code] != key && fold(n["en"]) != fold(name) && fold(bare(n["fr"])) != fold(name) {
			continue
		}
		fr = bare(n["fr"])
		if ar == "" {
			ar = bareArabic(n["ar"])
		}
	}
	return fr, ar
}

// bare drops the word for the kind of unit in French.
func bare(s string) string {
	for _, p := range []string{"wilaya ", "Wilaya ", "Région ", "District "} {
		s = strings.TrimPrefix(s, p)
	}
	for _, p := range []string{"de la ", "de ", "d’", "du "} {
		if t, ok := strings.CutPrefix(s, p); ok {
			return t
		}
	}
	return s
}

// bareArabic drops the word for the kind of unit in Arabic.
func bareArabic(s string) string {
	for _, p := range []string{"ولاية ", "منطقة ", "إقليم ", "اقليم "} {
		s = strings.TrimPrefix(s, p)
	}
	return s
}

// fold reduces a name to its bare Latin letters and digits, so that two
// spellings of one name compare equal.
func fold(s string) string {
	plain := strings.NewReplacer("é", "e", "è", "e", "ï", "i", "î", "i", "â", "a", "ê", "e", "ô", "o", "ç", "c").Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, plain)
}
