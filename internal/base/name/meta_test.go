package name

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// aName draws a name of our table of pairs, or anything at all.
func aName(t testing.TB) *rapid.Generator[string] {
	var names []string
	for _, row := range pairsTable(t) {
		names = append(names, row[1], row[2])
	}
	return rapid.OneOf(rapid.SampledFrom(names), rapid.SampledFrom(names), rapid.String())
}

func value(a, b string) float64 {
	s := Similarity(Parse(a), Parse(b))
	return s.Value
}

func TestSimilarityIsSymmetric(t *testing.T) {
	names := aName(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := names.Draw(t, "a"), names.Draw(t, "b")
		x, y := value(a, b), value(b, a)
		if x < 0 || x > 1 || x-y > 1e-6 || y-x > 1e-6 {
			t.Fatalf("%q ~ %q is %v, and %v the other way", a, b, x, y)
		}
	})
}

func TestANameIsItself(t *testing.T) {
	names := aName(t)
	rapid.Check(t, func(t *rapid.T) {
		a := names.Draw(t, "a")
		compared := slices.ContainsFunc(Parse(a).tokens, func(t Token) bool { return t.compared() && t.sounds.n > 0 && !t.Alias })
		if v := value(a, a); compared && v < 0.999 {
			t.Fatalf("%q ~ itself is %v", a, v)
		}
	})
}

// What a hand or a keyboard adds changes nothing: case, gaps, marks, tatweel,
// controls of direction, a title, presentation forms.
func TestDressChangesNothing(t *testing.T) {
	rows := pairsTable(t)
	dress := map[string]func(string) string{
		"capitals": strings.ToUpper,
		"gaps":     func(s string) string { return "  " + strings.ReplaceAll(s, " ", " \u00a0 ") + "\t" },
		"tatweel":  func(s string) string { return strings.ReplaceAll(s, "م", "مـ") },
		"vowels":   func(s string) string { return strings.ReplaceAll(s, "م", "مَ") },
		"controls": func(s string) string { return "\u202b" + s + "\u202c" },
		"title":    func(s string) string { return "Dr. " + s },
		"hamza":    func(s string) string { return strings.ReplaceAll(s, "أحمد", "احمد") },
		"persian":  func(s string) string { return strings.NewReplacer("ي", "ی", "ك", "ک").Replace(s) },
	}
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SampledFrom(rows).Draw(t, "pair")
		how := rapid.SampledFrom(keysOf(dress)).Draw(t, "dress")
		if how == "title" && strings.Contains(row[1], ",") {
			return
		}
		was, is := value(row[1], row[2]), value(dress[how](row[1]), row[2])
		if was-is > 1e-3 || is-was > 1e-3 {
			t.Fatalf("%s: %q ~ %q is %v, and was %v", how, dress[how](row[1]), row[2], is, was)
		}
	})
}

func keysOf[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Names that are likely one are found by their keys; loose keys find all that
// strict ones find.
func TestKeysFindTheLikely(t *testing.T) {
	for _, row := range pairsTable(t) {
		a, b := Parse(row[1]), Parse(row[2])
		strict, loose := shared(a.StrictKeys(nil), b.StrictKeys(nil)), shared(a.LooseKeys(nil), b.LooseKeys(nil))
		if row[0] == "same" && !loose {
			t.Errorf("%s ~ %s: no loose key in common: %q and %q", row[1], row[2], a.LooseKeys(nil), b.LooseKeys(nil))
		}
		if strict && !loose {
			t.Errorf("%s ~ %s: strict keys find what loose ones don't", row[1], row[2])
		}
		if n := len(a.LooseKeys(nil)); n > 2*keyTokens+keyTokens*(keyTokens-1)/2 {
			t.Errorf("%s has %d keys", row[1], n)
		}
	}
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

func TestKeys(t *testing.T) {
	for name, want := range map[string]string{
		"Mohamed Ould Ghazouani": "KSM KSM+MD",
		"محمد ولد الغزواني":      "KSM KSM+MD",
		"Mamadou Diallo":         "JL+MD",
		"Ba Mamadou":             "B+MD",
		"Mohamed":                "MD",
		"":                       "",
		"Dr.":                    "DR",
	} {
		if got := strings.Join(Parse(name).LooseKeys(nil), " "); got != want {
			t.Errorf("the loose keys of %q are %q, want %q", name, got, want)
		}
	}
}

// Hostile names cost no more than long ones, and are parsed in bounds.
func FuzzNames(f *testing.F) {
	for _, row := range pairsTable(f) {
		f.Add(row[1], row[2])
	}
	for _, s := range []string{
		strings.Repeat("ould ", 100), strings.Repeat("عبد ال", 60), "\xff\xfe ould \x80", strings.Repeat("a", 3000), ", , ,", "Abou", "el el el", "Abd", "د. ",
		"أبو أبو أبو", strings.Repeat("Abou Bakr ", 30), "Sid'", "' ' '", "M.", "o/ o/ o/ o/", "ﷺ ﷲ ﷴ", "表 表 表",
	} {
		f.Add(s, "Mohamed Ould Ahmed")
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := Parse(x), Parse(y)
		for _, n := range []Name{a, b} {
			if len(n.Tokens()) > MaxTokens {
				t.Fatalf("%d tokens", len(n.Tokens()))
			}
			for _, token := range n.Tokens() {
				if token.Text == "" || !strings.Contains(x+"\x00"+y, token.Text) {
					t.Fatalf("the token %q of %q or %q", token.Text, x, y)
				}
			}
			n.StrictKeys(nil)
			n.LooseKeys(nil)
			_ = n.Sex()
		}
		s, r := Similarity(a, b), Similarity(b, a)
		if !(s.Value >= 0 && s.Value <= 1) || s.Value-r.Value > 1e-6 || r.Value-s.Value > 1e-6 {
			t.Fatalf("%q ~ %q is %v and %v", x, y, s.Value, r.Value)
		}
		for _, p := range s.Pairs() {
			if int(p.A) >= len(a.Tokens()) || int(p.B) >= len(b.Tokens()) || p.A < 0 && p.B < 0 {
				t.Fatalf("the pair %+v", p)
			}
		}
	})
}

func FuzzFindNames(f *testing.F) {
	for _, s := range []string{
		"Hier Mohamed Ould Ahmed a vu Awa Njie", "قال محمد ولد أحمد إن فاطمة منت محفوظ ومريم", strings.Repeat("Mohamed Ould ", 500),
		strings.Repeat("محمد ولد ", 500), "Dr. Dr. Dr.", "\xff Ould \xff", "o/ w/ O/", strings.Repeat("عبد ", 90), "Abou Abou Abou",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, n := range FindNames(s) {
			inside(t, s, n.Start, n.End)
			if n.Start < last {
				t.Fatalf("%q: names overlap at %d", s, n.Start)
			}
			last = n.End
			if len(n.Value.Tokens()) == 0 || utf8.ValidString(s) && !utf8.ValidString(s[n.Start:n.End]) {
				t.Fatalf("%q: the name %q", s, s[n.Start:n.End])
			}
		}
	})
}
