package mauritania

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func places(t *testing.T) ([]Place, map[string]Place) {
	t.Helper()
	ps, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]Place{}
	for _, p := range ps {
		if _, twice := byCode[p.Code]; twice {
			t.Errorf("%s occurs twice", p.Code)
		}
		byCode[p.Code] = p
	}
	return ps, byCode
}

func TestPlacesAreCounted(t *testing.T) {
	ps, _ := places(t)
	got := map[Level]int{}
	for _, p := range ps {
		got[p.Level]++
	}
	for level, want := range map[Level]int{Country: 0, Wilaya: 15, Moughataa: 63, Commune: 238} {
		if got[level] != want {
			t.Errorf("level %d: %d places, want %d", level, got[level], want)
		}
	}
}

func TestPlacesHoldTogether(t *testing.T) {
	ps, byCode := places(t)
	for _, p := range ps {
		parent, known := byCode[p.Parent]
		switch {
		case p.Level == Wilaya && p.Parent != "MR":
			t.Errorf("%s: a wilaya's parent is MR, not %q", p.Code, p.Parent)
		case p.Level > Wilaya && (!known || parent.Level != p.Level-1):
			t.Errorf("%s: its parent %q is not one level above", p.Code, p.Parent)
		}
		if p.List != List {
			t.Errorf("%s is of list %q", p.Code, p.List)
		}
		// Mauritania's bounding box, with a tenth of a degree to spare.
		if p.Lat < 14.6 || p.Lat > 27.4 || p.Lon < -17.2 || p.Lon > -4.7 {
			t.Errorf("%s %s lies outside Mauritania: %v, %v", p.Code, p.NameFr, p.Lat, p.Lon)
		}
	}
}

func TestNamesAreReadable(t *testing.T) {
	ps, _ := places(t)
	around, err := Neighbours()
	if err != nil {
		t.Fatal(err)
	}
	communes := 0
	for _, p := range append(ps, around...) {
		if p.NameFr == "" || p.NameList == "" {
			t.Errorf("%s has no name", p.Code)
		}
		for _, s := range append([]string{p.NameFr, p.NameAr, p.NameList}, p.Also...) {
			for _, r := range s {
				if r == 'Ã' || r == utf8.RuneError {
					t.Errorf("%s: %q is broken text", p.Code, s)
				}
			}
		}
		if p.NameAr == "" && (p.Level != Commune || p.Parent == "") {
			t.Errorf("%s %s has no Arabic name", p.Code, p.NameFr)
		}
		for _, r := range p.NameAr {
			if r != ' ' && !unicode.Is(unicode.Arabic, r) {
				t.Errorf("%s: %q holds a letter that is not Arabic", p.Code, p.NameAr)
				break
			}
		}
		if p.Level == Commune && p.NameAr != "" {
			communes++
		}
	}
	if communes < 170 {
		t.Errorf("%d communes have an Arabic name, want 170 and more", communes)
	}
}

func TestRenumbering(t *testing.T) {
	ps, byCode := places(t)
	for code, want := range map[string]Place{
		"MR01":  {NameFr: "Hodh Ech Chargui", Code2020: "MR07", Relation2020: Same},
		"MR07":  {NameFr: "Adrar", Code2020: "MR01", Relation2020: Same},
		"MR012": {NameFr: "Bassikounou", Code2020: "MR0702", Relation2020: Same},
		"MR018": {NameFr: "Adel Bagrou", Code2020: "MR0701", Relation2020: Within},
		"MR151": {NameFr: "El Mina", Code2020: "MR1003", Relation2020: Same},
		"MR141": {NameFr: "Toujounine", Code2020: "MR1009", Relation2020: Same},
	} {
		if p := byCode[code]; p.NameFr != want.NameFr || p.Code2020 != want.Code2020 || p.Relation2020 != want.Relation2020 {
			t.Errorf("%s is %s, %s %s of 2020; want %+v", code, p.NameFr, p.Relation2020, p.Code2020, want)
		}
	}
	same := map[Level]int{}
	once := map[string]string{}
	for _, p := range ps {
		if (p.Code2020 == "") != (p.Relation2020 == None) || (p.Code2020 == "") != (p.Level == Commune) {
			t.Errorf("%s: code %q of 2020 and relation %q do not go together", p.Code, p.Code2020, p.Relation2020)
		}
		if p.Relation2020 != Same {
			continue
		}
		same[p.Level]++
		if other := once[p.Code2020]; other != "" {
			t.Errorf("%s and %s are both %s of 2020", other, p.Code, p.Code2020)
		}
		once[p.Code2020] = p.Code
	}
	// The list of 2020 has 13 wilayas and 57 moughataas; Nouakchott was split in three.
	if same[Wilaya] != 12 || same[Moughataa] != 57 {
		t.Errorf("%d wilayas and %d moughataas are the same as in 2020, want 12 and 57", same[Wilaya], same[Moughataa])
	}
}

func TestNeighbours(t *testing.T) {
	around, err := Neighbours()
	if err != nil {
		t.Fatal(err)
	}
	regions := map[string]int{}
	for _, p := range around {
		if p.Level == Country {
			regions[p.Code] += 0
		} else if _, known := regions[p.Parent]; !known {
			t.Errorf("%s: unknown country %q", p.Code, p.Parent)
		} else {
			regions[p.Parent]++
		}
	}
	for country, want := range map[string]int{"MR": 0, "ML": 10, "SN": 14, "DZ": 48, "EH": 0, "NE": 8, "BF": 13} {
		if n, ok := regions[country]; !ok || n != want {
			t.Errorf("%s has %d regions, want %d", country, n, want)
		}
	}
	if len(regions) != 7 {
		t.Errorf("%d countries, want 7", len(regions))
	}
}
