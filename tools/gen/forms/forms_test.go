package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

const committed = "../../../demo/forms"

func TestCommittedFormsAreCurrent(t *testing.T) {
	files, err := build()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 6 {
		t.Fatalf("%d files, want five forms and an index", len(files))
	}
	same(t, committed, files)
	if files, err = buildSurveys(); err != nil || len(files) != 2 {
		t.Fatalf("%d surveys, %v", len(files), err)
	}
	same(t, "../../../internal/community/feedback/shipped", files)
}

func same(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its description makes: go run ./tools/gen/forms", name)
		}
	}
}

// walk visits every question, groups and repeats too.
func walk(qs []Question, visit func(Question)) {
	for _, q := range qs {
		visit(q)
		walk(q.Within, visit)
	}
}

func arabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}

// whole says whether t is empty or complete, its Arabic in Arabic letters.
func whole(t T) bool {
	return t == none || t.Ar != "" && t.Fr != "" && t.En != "" && arabic(t.Ar) && !arabic(t.Fr+t.En)
}

func TestEveryTextStandsInThreeLanguages(t *testing.T) {
	for _, f := range append(forms(), surveys()...) {
		walk(f.Questions, func(q Question) {
			for _, text := range []T{q.Label, q.Hint, q.Message} {
				if !whole(text) {
					t.Errorf("%s %s: %+v is not in three languages", f.ID, q.Name, text)
				}
			}
			if q.Label == none && q.Type != "calculate" {
				t.Errorf("%s %s has no label", f.ID, q.Name)
			}
			if (q.Constraint == "") != (q.Message == none) {
				t.Errorf("%s %s: a constraint needs its message", f.ID, q.Name)
			}
		})
		for _, l := range f.Lists {
			for _, c := range l.Choices {
				if !whole(c.Label) || c.Label == none {
					t.Errorf("%s %s.%s: %+v is not in three languages", f.ID, l.Name, c.Name, c.Label)
				}
			}
		}
	}
}

var named = regexp.MustCompile(`\$\{([a-z_]+)\}`)

func TestFormsHoldTogether(t *testing.T) {
	for _, f := range forms() {
		names, lists, used := map[string]bool{}, map[string]List{}, map[string]bool{}
		for _, l := range f.Lists {
			lists[l.Name] = l
			seen := map[string]bool{}
			for _, c := range l.Choices {
				if seen[c.Name] || c.Name == "" {
					t.Errorf("%s: choice %s.%s is doubled or empty", f.ID, l.Name, c.Name)
				}
				seen[c.Name] = true
			}
		}
		walk(f.Questions, func(q Question) {
			if names[q.Name] {
				t.Errorf("%s: two questions are called %s", f.ID, q.Name)
			}
			names[q.Name] = true
		})
		asked := 0
		walk(f.Questions, func(q Question) {
			texts := strings.Join([]string{q.Relevant, q.Constraint, q.Required, q.Calc, q.Filter, q.Label.Ar, q.Label.Fr, q.Label.En}, " ")
			for _, m := range named.FindAllStringSubmatch(texts, -1) {
				if !names[m[1]] {
					t.Errorf("%s %s names %s, which is no question", f.ID, q.Name, m[0])
				}
			}
			kind, list, selects := strings.Cut(q.Type, " ")
			if selects {
				used[list] = true
				if len(lists[list].Choices) < 2 {
					t.Errorf("%s %s: no list %q", f.ID, q.Name, list)
				}
			}
			if kind != "note" && kind != "calculate" && q.Within == nil {
				asked++
			}
		})
		for name := range lists {
			if !used[name] {
				t.Errorf("%s: list %s is not used", f.ID, name)
			}
		}
		if asked < 6 || asked > 20 {
			t.Errorf("%s asks %d questions", f.ID, asked)
		}
		for _, must := range []string{"kind", "when", "where_place", "urgency", "source_kind", "summary"} {
			if !names[must] {
				t.Errorf("%s lacks the wasl column %s", f.ID, must)
			}
		}
	}
}

func TestBorderPlacesAreKnown(t *testing.T) {
	for _, c := range borderMoughataas() {
		if c.Label.Ar == "" || c.Label.Fr == "" {
			t.Errorf("%s is no place of the list", c.Name)
		}
	}
}

// No form may ask for what the safeguards forbid.
func TestNothingForbiddenIsAsked(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\b(name_of|surname|first_name|ethnic|tribe|religion|nationality|phone)`)
	for _, f := range forms() {
		walk(f.Questions, func(q Question) {
			if forbidden.MatchString(q.Name) {
				t.Errorf("%s asks for %s", f.ID, q.Name)
			}
			if f.ID == "missing-or-distressed-migrants" && q.Type == "image" {
				t.Errorf("%s takes a picture of people in flight", f.ID)
			}
			if f.ID == "community-tension" && q.Type == "geopoint" {
				t.Errorf("%s asks for a point in a village", f.ID)
			}
			if q.Type == "geopoint" && q.Required != "" {
				t.Errorf("%s requires a point", f.ID)
			}
		})
	}
}
