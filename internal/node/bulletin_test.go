package node

import (
	"crypto/rand"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

// Every operation on a bulletin by every role: a draft is of whoever writes it, what
// has gone out is of its readers, and what nobody may know of is to the letter like
// what is not there. On paper it says what readers get, in both languages.
func TestOnBulletins(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	p := placed{id: record.IDOf("told"), position: "own", tlp: record.Amber}
	r.accept(p, record.ID{})
	_, err := r.Queue.SetGrade(t.Context(), policy.Actor{ID: record.IDOf("desk"), Roles: []policy.Role{policy.Chief}, Unit: r.at["own"]}, queue.Act{Report: p.id}, queue.Grade{Source: "B", Information: 2})
	r.ok(err)
	desk, day := r.visitor("desk"), r.clock().Format("2006-01-02")
	begun := r.ask(desk, "POST", "/api/v1/bulletins", map[string]any{"day": day})
	if begun.status != 200 {
		t.Fatal(begun.body)
	}
	id, _ := begun.json(t)["id"].(string)
	path := "/api/v1/bulletins/" + id
	paragraphs, _ := begun.json(t)["paragraphs"].([]any)
	if len(paragraphs) != 1 {
		t.Fatalf("%d paragraphs: %s", len(paragraphs), begun.body)
	}
	first, _ := paragraphs[0].(map[string]any)
	nothing := "/api/v1/bulletins/" + record.NewID(rand.Reader).String()
	acts := map[string]any{
		"/redraft": map[string]any{}, "/order": map[string]any{"order": []any{first["id"]}}, "/leave": map[string]any{"paragraph": first["id"], "out": false},
		"/settle": map[string]any{"paragraph": first["id"], "mark": first["mark"], "anew": false},
		"/edit":   map[string]any{"paragraph": first["id"], "language": "fr", "base": 0, "text": "Un puits."},
		"/add":    map[string]any{"id": record.IDOf("hand"), "section": "remarks", "tlp": "green", "texts": map[string]any{"ar": "شكرا"}},
	}
	for _, v := range r.visitors {
		if v.session {
			r.enter(v)
		}
		writes := v.name == "desk" || v.name == "chief" || v.name == "analyst"
		for act, body := range acts {
			if act == "/edit" && writes {
				texts, _ := first["texts"].(map[string]any)
				said, _ := texts["fr"].(map[string]any)
				body = map[string]any{"paragraph": first["id"], "language": "fr", "base": said["seq"], "text": "Un puits."}
			}
			got, not := r.ask(v, "POST", path+act, body), r.ask(v, "POST", nothing+act, body)
			want := map[bool]int{true: 200, false: 404}[writes]
			if v.actor.ID.Zero() {
				want = 401
			}
			if act == "/order" && writes && got.status == 409 {
				continue // the paragraph by hand is there already
			}
			if got.status != want || !writes && !got.same(not) {
				t.Errorf("%s %s: %d %s, want %d; of nothing %d %s", v.name, act, got.status, got.body, want, not.status, not.body)
			}
		}
		for _, ask := range []string{"", "/bulletin.pdf"} {
			got, not := r.ask(v, "GET", path+ask, nil), r.ask(v, "GET", nothing+ask, nil)
			if (got.status == 200) != writes || !writes && !got.same(not) {
				t.Errorf("%s GET %s of a draft: %d", v.name, ask, got.status)
			}
		}
		if got := r.ask(v, "GET", "/api/v1/bulletins", nil); !v.actor.ID.Zero() && (got.status != 200 || strings.Contains(got.body, id) != writes) {
			t.Errorf("%s lists drafts: %d %s", v.name, got.status, got.body)
		}
		refused := map[bool]int{true: 409, false: 403}[v.name == "desk" || v.name == "chief"] // it was read by nobody as it stands
		if !writes {
			refused = 404
		}
		if v.actor.ID.Zero() {
			refused = 401
		}
		if got := r.ask(v, "POST", path+"/release", map[string]any{"read": true, "shown": []any{}}); got.status != refused {
			t.Errorf("%s lets go what was not read: %d %s, want %d", v.name, got.status, got.body, refused)
		}
	}
	goesOut(t, r, desk, path)
}

// goesOut lets a bulletin go out, and asks who may read and change it then.
func goesOut(t *testing.T, r *realm, desk *visitor, path string) {
	t.Helper()
	now := r.ask(desk, "GET", path, nil).json(t)
	shown := []any{}
	for _, p := range now["paragraphs"].([]any) {
		shown = append(shown, p.(map[string]any)["id"])
	}
	out := r.ask(desk, "POST", path+"/release", map[string]any{"revision": now["revision"], "read": true, "shown": shown, "to": []any{r.at["below"]}})
	if out.status != 200 {
		t.Fatal(out.body)
	}
	for name, reads := range map[*visitor]bool{
		r.person("below", policy.Desk): true, r.person("above", policy.Analyst): true, r.person("sibling", policy.Chief): false, r.visitor("administrator"): false,
		r.visitor("oversight"): false, r.visitor("operator"): false,
	} {
		got := r.ask(name, "GET", path, nil)
		if (got.status == 200) != reads || strings.Contains(got.body, "basis") || strings.Contains(got.body, `"seq"`) {
			t.Errorf("%s reads what has gone out: %d %s", name.name, got.status, got.body)
		}
		if got := r.ask(name, "POST", path+"/correct", map[string]any{"why": "faute"}); reads && got.status != 403 || !reads && got.status != 404 {
			t.Errorf("%s corrects: %d %s", name.name, got.status, got.body)
		}
	}
	for _, language := range []string{"fr", "ar", "en", "both", ""} {
		ask := path + "/bulletin.pdf"
		if language != "" {
			ask += "?language=" + language
		}
		if got := r.ask(desk, "GET", ask, nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF-") || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("on paper in %q: %d", language, got.status)
		}
	}
	if got := r.ask(desk, "GET", path+"/bulletin.pdf?language=de", nil); got.status != 422 && got.status != 400 {
		t.Errorf("in a language that it has not: %d", got.status)
	}
	if got := r.ask(r.person("above", policy.Chief), "POST", path+"/withdraw", map[string]any{"why": "tout est faux"}); got.status != 200 {
		t.Errorf("a unit above takes it back: %d %s", got.status, got.body)
	}
}
