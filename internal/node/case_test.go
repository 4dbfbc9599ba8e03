package node

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/network/unit"
)

// The work on an incident over the wire: what is asked, answered, done and told, and
// how it is merged, with what its timeline tells of it.
func TestTheWorkOnAnIncidentOverHTTP(t *testing.T) {
	w := newWorld(t)
	phone, desk, analyst := w.person(""), w.person(policy.Desk), w.person(policy.Analyst)
	report := func(name string) string {
		id := record.IDOf(name).String()
		phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{"id": id, "language": "fr", "xml": incident(id, "Attaque du puits de "+name)}, 201)
		return id
	}
	start := func(name string, reports ...string) (id, path string) {
		d := desk.do("POST", "/api/v1/incidents/draft", map[string]any{"reports": reports}, 200)
		id = record.IDOf("incident " + name).String()
		path = "/api/v1/incidents/" + id
		desk.do("PUT", path, map[string]any{"tlp": d["tlp"], "urgency": d["urgency"], "statement": d["statement"], "reports": d["reports"]}, 200)
		return id, path
	}
	one, two := report("Lemreya"), report("Fassala")
	id, path := start("one", one, two)
	own := unit.IDOf(demoDesk)
	task := record.IDOf("task").String()
	asked := desk.do("POST", path+"/task", map[string]any{"id": task, "to": own, "text": "allez voir", "due": time.Now().Add(time.Hour)}, 200)
	if about := asked["incident"].(map[string]any); about["id"] != id || asked["report"] != nil || asked["urgency"] != "now" {
		t.Errorf("asked: %v", asked)
	}
	desk.do("POST", "/api/v1/tasks/"+task+"/accept", map[string]any{}, 200)
	before := time.Now().UTC().Format(time.RFC3339Nano)
	time.Sleep(2 * time.Millisecond) // instants are kept by the millisecond
	desk.do("POST", "/api/v1/tasks/"+task+"/finish", map[string]any{"text": "quatre hommes"}, 200)
	deed := record.IDOf("deed").String()
	desk.do("POST", path+"/respond", map[string]any{"id": deed, "kind": "patrol", "text": "une patrouille y est allée", "when": time.Now().Add(-time.Second)}, 200)
	desk.do("POST", path+"/effect", map[string]any{"response": deed, "effect": "achieved", "came": "calme"}, 200)
	desk.do("POST", path+"/lesson", map[string]any{"better": "partir plus tôt"}, 200)
	analyst.do("POST", path+"/effect", map[string]any{"response": deed, "effect": "none"}, 403)
	f := desk.do("GET", path+"/follow-up", nil, 200)
	if list := f["tasks"].([]any); len(list) != 1 || list[0].(map[string]any)["answer"] != "quatre hommes" || len(f["responses"].([]any)) != 1 || len(f["lessons"].([]any)) != 1 || len(f["can"].([]any)) != 3 {
		t.Errorf("what was asked and done: %v", f)
	}
	then := desk.do("GET", path+"/follow-up?at="+before, nil, 200)
	if list := then["tasks"].([]any); len(list) != 1 || list[0].(map[string]any)["state"] != "accepted" || list[0].(map[string]any)["answer"] != nil || len(then["responses"].([]any)) != 0 {
		t.Errorf("as it was known: %v", then)
	}
	plan := desk.do("GET", path+"/feedback", nil, 200)
	drafts := plan["drafts"].([]any)
	if plan["to"] != 2.0 || len(drafts) != 1 || len(plan["mute"].([]any)) != 0 {
		t.Fatalf("who would be told: %v", plan)
	}
	tell := map[string]any{"id": record.IDOf("round"), "texts": []any{map[string]any{"language": "fr", "text": drafts[0].(map[string]any)["text"]}}}
	if told := desk.do("POST", path+"/feedback", tell, 200); told["told"] != 2.0 {
		t.Errorf("told: %v", told)
	}

	other, otherPath := start("other", two)
	desk.do("GET", path+"/joined?into="+id, nil, 400)
	joined := desk.do("GET", path+"/joined?into="+other, nil, 200)
	if joined["shared"] != 1.0 || joined["into"].(map[string]any)["reports"] != 2.0 || joined["incidents"] != 1.0 {
		t.Errorf("what would become of a merge: %v", joined)
	}
	desk.do("POST", path+"/merge", map[string]any{"into": other}, 200)
	if f := desk.do("GET", otherPath+"/follow-up", nil, 200); len(f["tasks"].([]any)) != 1 || len(f["responses"].([]any)) != 1 || len(f["rounds"].([]any)) != 1 {
		t.Errorf("what goes with it: %v", f)
	}
	desk.do("POST", path+"/unmerge", map[string]any{}, 200)
	if f := desk.do("GET", otherPath+"/follow-up", nil, 200); len(f["tasks"].([]any)) != 0 {
		t.Errorf("what comes back: %v", f)
	}
	if v := desk.do("POST", path+"/pass", map[string]any{"report": one, "into": other}, 200); len(v["behind"].([]any)) != 1 {
		t.Errorf("a report is passed on: %v", v["behind"])
	}
	if v := desk.do("GET", otherPath, nil, 200); len(v["behind"].([]any)) != 2 {
		t.Errorf("the other has: %v", v["behind"])
	}
	desk.do("POST", path+"/settle", nil, 409)
	desk.do("POST", path+"/close", map[string]any{"outcome": "confirmed"}, 200)
	if done := desk.do("POST", path+"/settle", nil, 200); len(done["closed"].([]any)) != 1 {
		t.Errorf("closed with it: %v", done)
	}
	if r := desk.do("GET", "/api/v1/reports/"+two, nil, 200); r["state"] != "closed" || r["outcome"] != "action_taken" {
		t.Errorf("the report: %v %v", r["state"], r["outcome"])
	}
	var acts []string
	for _, m := range desk.do("GET", path+"/history", nil, 200)["items"].([]any) {
		acts = append(acts, m.(map[string]any)["act"].(string))
	}
	if want := "start attach attach task task_accepted task_done response effect lesson told merge unmerge detach close"; strings.Join(acts, " ") != want {
		t.Errorf("the timeline: %v", acts)
	}
}
