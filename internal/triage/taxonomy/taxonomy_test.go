package taxonomy

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"wasl/demo"
	"wasl/internal/base/lang"
)

func TestEveryKindHasANameInEveryLanguage(t *testing.T) {
	seen := map[string]Kind{}
	for _, k := range Kinds() {
		if back, ok := Parse(string(k)); !ok || back != k {
			t.Errorf("%s is not read back", k)
		}
		for _, l := range lang.All() {
			name := k.Name()[l]
			if other, taken := seen[string(l)+name]; name == "" || taken {
				t.Errorf("%s in %s is %q, as is %s", k, l, name, other)
			}
			seen[string(l)+name] = k
		}
		if l := k.Name(); l[lang.Arabic] == l[lang.English] || l[lang.French] == l[lang.English] && k != "rumour" {
			t.Errorf("%s has no name of its own in Arabic or French: %v", k, l)
		}
	}
	if _, ok := Parse("gossip"); ok {
		t.Error("a kind that is none was read")
	}
}

func TestKinshipIsSymmetric(t *testing.T) {
	counts := map[Kinship]int{}
	for _, a := range Kinds() {
		for _, b := range Kinds() {
			if a.Kin(b) != b.Kin(a) {
				t.Errorf("%s to %s is not %s to %s", a, b, b, a)
			}
			counts[a.Kin(b)]++
		}
	}
	if counts[Same] != len(entries)-1 || counts[Kindred] < 20 || counts[Unlike] < 60 {
		t.Errorf("kinships: %v", counts)
	}
}

// Mappings name only what those taxonomies have.
func TestMappingsNameWhatIsThere(t *testing.T) {
	acled := map[string][]string{ // the codebook of 2024, the parts that are used here
		"Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
		"Riots":                      {"Violent demonstration", "Mob violence"},
		"Strategic developments": {
			"Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
			"Looting/property destruction", "Non-violent transfer of territory", "Other",
		},
	}
	for _, k := range Kinds() {
		m := k.Mapping()
		if m.ACLED.Event != "" && !slices.Contains(acled[m.ACLED.Event], m.ACLED.SubEvent) {
			t.Errorf("%s: ACLED has no %v", k, m.ACLED)
		}
		for _, u := range m.UCDP {
			if u < 1 || u > 3 {
				t.Errorf("%s: UCDP has no type %d", k, u)
			}
		}
		if !strings.Contains(m.MISP, ":") || strings.Count(m.MISP, `"`) != 2 {
			t.Errorf("%s: %q is no machine tag", k, m.MISP)
		}
	}
}

// Every kind that a shipped form offers is in the table or tells of nothing.
func TestEveryKindOfAFormHasItsPlace(t *testing.T) {
	forms, err := demo.Forms()
	if err != nil || len(forms) < 5 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	n := 0
	for id, f := range forms {
		for _, kind := range f.Choices["kinds"] {
			n++
			if _, ok := ofReports[kind]; !ok && !uneventful[kind] && kind != "other" && kind != "watch" {
				t.Errorf("%s: the kind %q has no place in the taxonomy", id, kind)
			}
		}
	}
	if n < 35 {
		t.Errorf("only %d kinds were looked at", n)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Kinship
	}{
		{"attack", "attack", Same},
		{"attack", "gunfire", Same},
		{"arrivals", "arrivals", Same},
		{"arrivals", "attack", Unclear},
		{"other", "other", Unclear},
		{"abduction", "rumour", Kindred},
		{"shipwreck", "cattle_theft", Unlike},
		{"a form's own", "a form's own", Same},
	} {
		if got := Alike(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// The table of the manual is this table.
func TestTheTableInTheDocsIsThisOne(t *testing.T) {
	b, err := os.ReadFile("../../../docs/incidents.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		m := k.Mapping()
		for _, want := range []string{"| `" + string(k) + "` |", k.Name()[lang.Arabic], k.Name()[lang.French], m.ACLED.SubEvent, strings.ReplaceAll(m.MISP, `"`, "")} {
			if !bytes.Contains(bytes.ReplaceAll(b, []byte(`"`), nil), []byte(strings.ReplaceAll(want, `"`, ""))) {
				t.Errorf("docs/incidents.md says nothing of %q of %s", want, k)
			}
		}
	}
}
