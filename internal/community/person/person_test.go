package person

import (
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

func adult(name string) Known {
	return Known{Name: name, Band: "25-34", Sex: "male", Community: "host", Disability: "no", Role: "participant"}
}

func TestWhatIsWrittenDownOfAPerson(t *testing.T) {
	child := func(name string) Known {
		k := adult(name)
		k.Band = "6-11"
		return k
	}
	for what, c := range map[string]struct {
		k   Known
		key string
	}{
		"an adult":                     {adult("Mohamed ould Ahmed"), ""},
		"in Arabic letters":            {adult("محمد ولد أحمد"), ""},
		"a child by the given name":    {child("Zeinabou"), ""},
		"a given name of two words":    {child("Mohamed Lemine"), ""},
		"a child by the whole name":    {child("Zeinabou mint Sidi"), "person.child.name"},
		"whose child it is, in Arabic": {child("زينب بنت سيدي"), "person.child.name"},
		"a child in four words":        {child("Mohamed Lemine Sidi Brahim"), "person.child.name"},
		"a child to be kept":           {func() Known { k := child("Ali"); k.Keep = true; return k }(), "person.child.keep"},
		"nobody":                       {adult("  "), "person.name.missing"},
		"signs":                        {adult("— … !"), "person.name.missing"},
		"a book":                       {adult(strings.Repeat("Mohamed ", 40)), "person.name.long"},
		"a tribe for a community":      {func() Known { k := adult("Ali"); k.Community = "tribe"; return k }(), "person.choice.unknown"},
		"no band":                      {func() Known { k := adult("Ali"); k.Band = ""; return k }(), "person.choice.unknown"},
	} {
		err := c.k.Check()
		if got := keyOf(err); got != c.key {
			t.Errorf("%s: %v, want %q", what, err, c.key)
		}
	}
}

func keyOf(err error) string {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // Check gives it bare
		return e.Key
	}
	return ""
}

func TestConsentOfAChildIsTwoPeoples(t *testing.T) {
	c := Consent{ID: record.IDOf("c"), Scope: Photo, Language: "ar", How: "spoken"}
	if err := c.Check(false); err != nil {
		t.Errorf("an adult's: %v", err)
	}
	for _, half := range []Consent{c, {ID: c.ID, Scope: Photo, Language: "ar", How: "spoken", Guardian: true}, {ID: c.ID, Scope: Photo, Language: "ar", How: "spoken", Assent: true}} {
		if keyOf(half.Check(true)) != "person.consent.child" {
			t.Errorf("%+v passes for a child's consent", half)
		}
		p := Person{Known: Known{Band: "6-11"}, Consents: []Consent{half}}
		if p.Agrees(Photo) {
			t.Errorf("%+v counts as a child's consent", half)
		}
	}
	whole := c
	whole.Guardian, whole.Assent = true, true
	p := Person{Known: Known{Band: "6-11"}, Consents: []Consent{whole}}
	if whole.Check(true) != nil || !p.Agrees(Photo) || p.Agrees(Material) {
		t.Errorf("a whole consent of a child: %v", whole.Check(true))
	}
	if p.Consents[0].Withdrawn = p.Consents[0].At.AddDate(1, 0, 0); p.Agrees(Photo) {
		t.Error("a consent that was withdrawn holds")
	}
	if keyOf(whole.Check(false)) != "person.consent.guardian" {
		t.Error("a guardian agrees for an adult")
	}
}

func TestANameIsSplit(t *testing.T) {
	for name, want := range map[string][2]string{
		"Mariem Mint  Ahmed": {"Mariem", "Mint Ahmed"}, "محمد ولد الشيخ": {"محمد", "ولد الشيخ"}, "Mohamed Lemine Ould Sidi": {"Mohamed Lemine", "Ould Sidi"},
		" Oumar ": {"Oumar", ""}, "Oumar Diallo": {"Oumar", "Diallo"}, "Ould Daddah": {"Ould", "Daddah"}, "": {"", ""},
	} {
		if given, rest := Split(name); given != want[0] || rest != want[1] {
			t.Errorf("%q is split into %q and %q", name, given, rest)
		}
	}
}
