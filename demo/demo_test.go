package demo

import (
	"archive/zip"
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wasl/internal/network/mauritania"
)

// must fails the test if a table does not decode.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func arabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}

func TestUnitsHoldTogether(t *testing.T) {
	places := map[string]bool{"ISO-3166-1 MR": true}
	for _, p := range must(mauritania.Places())(t) {
		places[p.List+" "+p.Code] = true
	}
	kinds := []string{"administration", "police", "gendarmerie", "customs", "civil_protection", "coast_guard", "health", "ngo", "committee"}
	known, counted := map[string]bool{}, map[string]int{}
	units := must(Units())(t)
	for i, u := range units {
		if known[u.Code] || u.Code == "" {
			t.Errorf("%q occurs twice or is empty", u.Code)
		}
		if (i == 0) != (u.Parent == "") || i > 0 && !known[u.Parent] {
			t.Errorf("%s: its parent %q does not stand before it", u.Code, u.Parent)
		}
		known[u.Code] = true
		counted[u.Kind]++
		if !slices.Contains(kinds, u.Kind) || !places[u.List+" "+u.Place] {
			t.Errorf("%+v: unknown kind or place", u)
		}
		if !arabic(u.NameAr) || u.NameFr == "" || u.NameEn == "" || arabic(u.NameFr+u.NameEn) {
			t.Errorf("%s is not named in three languages", u.Code)
		}
	}
	if len(units) < 60 || len(units) > 130 || len(counted) != len(kinds) {
		t.Errorf("%d units of %d kinds", len(units), len(counted))
	}
}

func TestFormsAreWorkbooks(t *testing.T) {
	forms := must(Forms())(t)
	if len(forms) != 5 {
		t.Fatalf("%d forms, want 5", len(forms))
	}
	for id, f := range forms {
		b := must(XLSX(id))(t)
		if _, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if !arabic(f.Title["ar"]) || f.Title["fr"] == "" || f.Title["en"] == "" || f.Paths["kind"] != "/data/kind" {
			t.Errorf("%s: its title or paths are not whole", id)
		}
	}
}

// checkAnswers finds answers that a form would refuse: unknown questions,
// choices that are not offered, counts and texts out of bounds.
func checkAnswers(t *testing.T, who string, f Form, answers map[string]string) {
	t.Helper()
	for name, value := range answers {
		kind, list, _ := strings.Cut(f.Types[name], " ")
		if f.Paths[name] == "" || value == "" || !utf8.ValidString(value) {
			t.Errorf("%s: %s=%q is no answer of the form", who, name, value)
		}
		switch kind {
		case "select_one", "select_multiple":
			for _, choice := range strings.Fields(value) {
				if !slices.Contains(f.Choices[list], choice) {
					t.Errorf("%s: %s has no choice %q", who, name, choice)
				}
			}
			if kind == "select_one" && strings.Contains(value, " ") {
				t.Errorf("%s: %s takes one choice, not %q", who, name, value)
			}
		case "integer":
			if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 20000 {
				t.Errorf("%s: %s=%q is no count", who, name, value)
			}
		}
	}
	if n := utf8.RuneCountInString(answers["summary"]); n > 160 || n > 0 && n < 5 {
		t.Errorf("%s: its summary has %d letters", who, n)
	}
	if n := utf8.RuneCountInString(answers["where_detail"]); n > 120 || answers["wilaya"] == "outside" && n == 0 {
		t.Errorf("%s: its place has %d letters", who, n)
	}
	if w := answers["wilaya"]; w != "" && (w == "outside") != (answers["where_place"] == "") {
		t.Errorf("%s: wilaya %s and moughataa %q do not go together", who, w, answers["where_place"])
	} else if w != "" && w != "outside" && !strings.HasPrefix(answers["where_place"], w) {
		t.Errorf("%s: %s is not in %s", who, answers["where_place"], w)
	}
	for _, name := range []string{"kind", "source_kind", "urgency"} {
		if answers[name] == "" {
			t.Errorf("%s: %s is missing", who, name)
		}
	}
}

func TestEventsFillTheirForms(t *testing.T) {
	forms, units := must(Forms())(t), map[string]bool{}
	for _, u := range must(Units())(t) {
		units[u.Code] = true
	}
	events, ids := must(Events())(t), map[string]bool{}
	if len(events) < 1500 || len(events) > 2500 {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		if ids[e.ID] || !units[e.Unit] || e.Source == "" || e.SourceID == "" || countries[e.Country] == (phrase{}) {
			t.Errorf("%+v is doubled or incomplete", e)
		}
		ids[e.ID] = true
		// The Sahel, the Sahara and the Atlantic off it.
		if e.Located && (e.Lat < 3 || e.Lat > 38 || e.Lon < -35 || e.Lon > 25) {
			t.Errorf("%s lies at %v, %v", e.ID, e.Lat, e.Lon)
		}
		if e.Date.Year() < 1989 || e.Date.Year() > 2026 || i > 0 && e.Date.After(events[i-1].Date) {
			t.Errorf("%s: date %v", e.ID, e.Date)
		}
		form, ok := forms[e.Form]
		if !ok {
			t.Fatalf("%s: no form %q", e.ID, e.Form)
		}
		for _, language := range []string{"ar", "fr", "en"} {
			a := e.Answers(language)
			checkAnswers(t, e.ID, form, a)
			if len(form.Place(a)) != len(a) || arabic(a["summary"]) != (language == "ar") {
				t.Errorf("%s in %s: %v", e.ID, language, a)
			}
		}
	}
}

func TestReportsFillTheirForms(t *testing.T) {
	forms, units := must(Forms())(t), map[string]bool{}
	for _, u := range must(Units())(t) {
		units[u.Code] = true
	}
	reports := must(Reports())(t)
	if len(reports) < 90 {
		t.Fatalf("%d reports, want 90 and more", len(reports))
	}
	ids, languages, used := map[string]bool{}, map[string]int{}, map[string]int{}
	for _, r := range reports {
		ids[r.ID] = true
	}
	if len(ids) != len(reports) {
		t.Errorf("%d ids for %d reports", len(ids), len(reports))
	}
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for _, r := range reports {
		f, ok := forms[r.Form]
		if !ok || !units[r.Unit] || !slices.Contains([]string{"app", "openrosa", "operator", "api", "csv"}, r.Channel) {
			t.Errorf("%s: form %q, unit %q or channel %q is unknown", r.ID, r.Form, r.Unit, r.Channel)
			continue
		}
		checkAnswers(t, r.ID, f, r.Answers)
		values := r.Values(f, now)
		for repeat, instances := range r.Repeats {
			for i, in := range instances {
				for name := range in {
					path := "/data/" + repeat + "[" + strconv.Itoa(i+1) + "]/" + name
					if values[path] == "" {
						t.Errorf("%s: no value at %s", r.ID, path)
					}
				}
				checkChoices(t, r.ID, f, in)
			}
		}
		if values["/data/when"] == "" || r.Happened < r.Sent || r.Sent < 0 {
			t.Errorf("%s: sent %d, happened %d minutes ago", r.ID, r.Sent, r.Happened)
		}
		languages[r.Language]++
		used[r.Form]++
		checkTalk(t, r)
		if r.SameAs != "" && (!ids[r.SameAs] || r.SameAs == r.ID) {
			t.Errorf("%s: same as %q", r.ID, r.SameAs)
		}
	}
	if languages["ar"] < 30 || languages["fr"] < 30 || languages["en"] < 5 || len(languages) != 3 || len(used) != 5 {
		t.Errorf("languages %v, forms %v", languages, used)
	}
}

// checkChoices checks the answers within one instance of a repeat.
func checkChoices(t *testing.T, who string, f Form, in map[string]string) {
	t.Helper()
	for name, value := range in {
		_, list, selects := strings.Cut(f.Types[name], " ")
		if selects && !slices.Contains(f.Choices[list], value) {
			t.Errorf("%s: %s has no choice %q", who, name, value)
		}
		if n, err := strconv.Atoi(value); !selects && (err != nil || n < 1) {
			t.Errorf("%s: %s=%q is no count", who, name, value)
		}
	}
}

// checkTalk checks the thread, the state and the grade of a report.
func checkTalk(t *testing.T, r Report) {
	t.Helper()
	if s := r.Answers["summary"] + r.Answers["details"] + r.Answers["where_detail"]; s != "" && arabic(s) != (r.Language == "ar") {
		t.Errorf("%s is not written in %s", r.ID, r.Language)
	}
	last := r.Sent
	for _, m := range r.Thread {
		if m.Sent > last || m.Sent < 0 || m.From != "desk" && m.From != "reporter" || arabic(m.Text) != (r.Language == "ar") {
			t.Errorf("%s: message %+v is out of order or in another language", r.ID, m)
		}
		last = m.Sent
	}
	if !slices.Contains([]string{"new", "checking", "needs_answer", "closed"}, r.State) || (r.State == "closed") != (r.Outcome != "") {
		t.Errorf("%s: state %q with outcome %q", r.ID, r.State, r.Outcome)
	}
	if o := r.Outcome; o != "" && !slices.Contains([]string{"confirmed", "action_taken", "referred", "unfounded", "duplicate", "no_action"}, o) {
		t.Errorf("%s: outcome %q", r.ID, o)
	}
	if g := r.Grade; g != nil && (!strings.Contains("ABCDEF", g.Source) || len(g.Source) != 1 || g.Information < 1 || g.Information > 6) {
		t.Errorf("%s: grade %+v", r.ID, g)
	}
}
