package lang

import (
	"errors"
	"testing"
	"time"

	"wasl/internal/base/fault"
)

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]Language{
		"":                              French,
		"ar":                            Arabic,
		"ar-MR,ar;q=0.9,fr;q=0.8":       Arabic,
		"fr-FR, fr;q=0.9, en;q=0.8":     French,
		"en-US,en;q=0.5":                English,
		"de-DE,de;q=0.9,en;q=0.3":       English,
		"wo":                            French,
		"en;q=0.1, ar;q=0.2":            Arabic,
		"*":                             French,
		"*;q=0.5, en;q=0.7":             English,
		"en;q=0":                        French,
		"en;q=7, ar;q=0.1":              Arabic,
		"en;q=NaN, ar;q=0.1":            Arabic,
		";;;,,,=q;q=;":                  French,
		"EN_gb":                         English,
		"\x00\xff, ar ; q = 0.4 ; x=1,": Arabic,
	} {
		if got := Negotiate(header, French); got != want {
			t.Errorf("Negotiate(%q) = %s, want %s", header, got, want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("ar-MR,ar;q=0.9")
	f.Fuzz(func(t *testing.T, header string) {
		if _, ok := Parse(string(Negotiate(header, Arabic))); !ok {
			t.Errorf("Negotiate(%q) is no language of ours", header)
		}
	})
}

func TestTextFallsBack(t *testing.T) {
	for _, c := range []struct {
		text Text
		in   Language
		want string
	}{
		{Text{French: "Néma", Arabic: "النعمة"}, Arabic, "النعمة"},
		{Text{French: "Néma", Arabic: "النعمة"}, English, "Néma"},
		{Text{Arabic: "النعمة", English: ""}, English, "النعمة"},
		{Text{"wo": "b", "ff": "a"}, English, "a"},
		{nil, English, ""},
	} {
		if got := c.text.In(c.in); got != c.want {
			t.Errorf("%v in %s is %q, want %q", c.text, c.in, got, c.want)
		}
	}
}

// The rules are CLDR's: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
func TestPlural(t *testing.T) {
	for _, c := range []struct {
		l    Language
		want Category
		n    []int
	}{
		{Arabic, Zero, []int{0}},
		{Arabic, One, []int{1, -1}},
		{Arabic, Two, []int{2}},
		{Arabic, Few, []int{3, 10, 103, 110, 1003}},
		{Arabic, Many, []int{11, 26, 99, 111, 1011}},
		{Arabic, Other, []int{100, 101, 102, 200, 202, 1000, 1_000_000}},
		{French, One, []int{0, 1}},
		{French, Other, []int{2, 17, 100, 1_000_001}},
		{French, Many, []int{1_000_000, 3_000_000}},
		{English, One, []int{1}},
		{English, Other, []int{0, 2, 100}},
	} {
		for _, n := range c.n {
			if got := Plural(c.l, n); got != c.want {
				t.Errorf("%s %d is %d, want %d", c.l, n, got, c.want)
			}
		}
	}
}

func TestDates(t *testing.T) {
	now := time.Date(2026, 12, 24, 14, 5, 0, 0, time.UTC)
	first := time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{DateTime(Arabic, now), "24 دجمبر 2026، 14:05"},
		{DateTime(French, now), "24 décembre 2026, 14:05"},
		{DateTime(English, now), "24 December 2026, 14:05"},
		{Date(Arabic, first), "1 أغشت 2026"},
		{Date(French, first), "1er août 2026"},
		{Month(Arabic, time.September), "شتمبر"},
		{Ago(Arabic, now.Add(-2*time.Hour), now), "منذ ساعتين"},
		{Ago(Arabic, now.Add(-11*time.Minute), now), "منذ 11 دقيقة"},
		{Ago(Arabic, now.Add(-5*24*time.Hour), now), "منذ 5 أيام"},
		{Ago(French, now.Add(-time.Minute), now), "il y a 1 minute"},
		{Ago(English, now.Add(-3*time.Second), now), "just now"},
		{Ago(English, now.Add(time.Hour*24*365*64), now), "8 December 2090"},
		{Ago("wo", now.Add(-time.Hour), now), "1 hour ago"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestFaultSpeaksEveryLanguage(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	f := &fault.Error{Kind: fault.Invalid, Key: "store.open.foreign", Msg: "{0} is not a file of wasl", Hint: "give another directory", Args: []string{"x.db"}}
	for l, want := range map[Language]string{
		Arabic: "x.db ليس من ملفات وصل", French: "x.db n’est pas un fichier de wasl", English: "x.db is not a file of wasl", "wo": "x.db is not a file of wasl",
	} {
		if got, _ := Fault(l, f); got != want {
			t.Errorf("in %s it says %q, want %q", l, got, want)
		}
	}
	if _, hint := Fault(French, f); hint != "indiquez un autre dossier" {
		t.Errorf("the hint is %q", hint)
	}
	secret := &fault.Error{Kind: fault.Internal, Msg: "row 7 of /var/lib", Err: errors.New("secret")}
	if got, _ := Fault(English, secret); got != kinds[fault.Internal].msg {
		t.Errorf("an internal fault says %q", got)
	}
	for _, k := range fault.Kinds() {
		for _, l := range All() {
			m, h := Fault(l, &fault.Error{Kind: k})
			if m == "" || h == "" || l != English && m == kinds[k].msg {
				t.Errorf("kind %s says %q, %q in %s", k, m, h, l)
			}
		}
	}
}
