package demo

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"wasl/internal/collect/form"
)

// compiled gives the five forms as the node compiles them.
func compiled(t *testing.T) map[string]*form.Form {
	t.Helper()
	forms := map[string]*form.Form{}
	for id := range must(Forms())(t) {
		b := must(XLSX(id))(t)
		book := must(form.Read(id+".xlsx", bytes.NewReader(b), int64(len(b))))(t)
		f, problems := form.Compile(book)
		if form.HasErrors(problems) {
			t.Fatalf("%s: %v", id, problems)
		}
		forms[id] = f
	}
	return forms
}

// takes says what the node would refuse in these answers.
func takes(t *testing.T, who string, f *form.Form, values map[string]string, now time.Time) {
	t.Helper()
	xml := must(f.FromAnswers("uuid:9f1b7c46-8d1e-4a0b-9c37-0c1f7f2d5a10", values, now))(t)
	inst := must(form.DecodeInstance(strings.NewReader(xml), 1<<20))(t)
	for _, p := range f.Validate(inst, now) {
		t.Errorf("%s: %+v", who, p)
	}
}

func TestTheNodeTakesEveryReport(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	forms, index := compiled(t), must(Forms())(t)
	for _, r := range must(Reports())(t) {
		takes(t, r.ID, forms[r.Form], r.Values(index[r.Form], now), now)
	}
}

func TestTheNodeTakesEveryEvent(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	forms, index := compiled(t), must(Forms())(t)
	for i, e := range must(Events())(t) {
		language := []string{"ar", "fr", "en"}[i%3]
		takes(t, e.ID, forms[e.Form], index[e.Form].Place(e.Answers(language)), now)
	}
}

// The control: what the node should refuse, it refuses here too.
func TestWrongAnswersAreFound(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	forms, index := compiled(t), must(Forms())(t)
	right := func() map[string]string {
		return index["security-incident"].Place(map[string]string{
			"kind": "gunfire", "urgency": "soon", "when": "2026-11-24T08:00:00.000Z", "wilaya": "MR01", "where_place": "MR012",
			"vehicles_seen": "no", "summary": "Tirs entendus", "source_kind": "seen",
		})
	}
	takes(t, "control", forms["security-incident"], right(), now)
	for name, wrong := range map[string]struct{ path, value, kind string }{
		"nothing chosen":     {"/data/kind", "", "required"},
		"another wilaya":     {"/data/place/wilaya", "MR02", "choice"},
		"tomorrow":           {"/data/when", "2026-11-25T12:00:00.000Z", "constraint"},
		"fewer than nobody":  {"/data/people/people_dead", "-1", "constraint"},
		"no number":          {"/data/people/people_dead", "many", "type"},
		"a summary too long": {"/data/summary", strings.Repeat("x", 161), "constraint"},
		"abroad, nowhere":    {"/data/place/wilaya", "outside", "required"},
	} {
		answers := right()
		answers[wrong.path] = wrong.value
		if wrong.value == "outside" {
			delete(answers, "/data/place/where_place")
		}
		xml := must(forms["security-incident"].FromAnswers("uuid:9f1b7c46-8d1e-4a0b-9c37-0c1f7f2d5a10", answers, now))(t)
		found := forms["security-incident"].Validate(must(form.DecodeInstance(strings.NewReader(xml), 1<<20))(t), now)
		if len(found) == 0 || found[0].Kind != wrong.kind {
			t.Errorf("%s: found %+v, want %s", name, found, wrong.kind)
		}
	}
}
