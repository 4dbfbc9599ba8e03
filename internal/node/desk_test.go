package node

import (
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
)

// What a desk narrows its lists, its search and its map by, over the wire.
func TestADeskNarrowsItsLists(t *testing.T) {
	w := newWorld(t)
	phone, desk := w.person(""), w.person(policy.Desk)
	for _, r := range []struct{ name, language string }{{"one", "ar"}, {"two", "fr"}, {"three", "ff"}} {
		id := record.IDOf(r.name).String()
		phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{
			"id": id, "form": "security-incident", "version": "1", "language": r.language, "xml": incident(id, "puits "+r.name),
		}, 201)
	}
	desk.do("POST", "/api/v1/reports/"+record.IDOf("two").String()+"/grade", map[string]any{"source": "B", "information": 2}, 200)
	desk.do("POST", "/api/v1/reports/"+record.IDOf("three").String()+"/state", map[string]any{"state": "checking"}, 200)
	for query, want := range map[string]int{
		"": 3, "state=new": 2, "state=new,checking": 3, "state=open": 3, "state=closed": 0, "language=ar,ff": 2, "graded=yes": 1, "graded=no": 2,
		"kind=attack": 3, "kind=theft": 0, "kind=theft,attack&urgency=now,soon": 3, "urgency=routine": 0, "unread=true": 0, "overdue=true": 0,
		"place=OCHA-COD-2024/MR01": 3, "place=OCHA-COD-2024/MR012": 3, "place=OCHA-COD-2024/MR02": 0, "assignee=none": 3, "assignee=me": 0,
	} {
		for _, path := range []string{"/api/v1/reports?", "/api/v1/search?q=puits&"} {
			if path != "/api/v1/reports?" && (query == "overdue=true" || len(query) > 8 && query[:8] == "assignee") {
				continue
			}
			if got := len(desk.do("GET", path+query, nil, 200)["items"].([]any)); got != want {
				t.Errorf("%s%s: %d, want %d", path, query, got, want)
			}
		}
	}
	for _, wrong := range []string{"state=old", "urgency=yesterday", "place=MR01", "graded=maybe", "assignee=somebody"} {
		desk.do("GET", "/api/v1/reports?"+wrong, nil, 400)
	}
	if c := desk.do("GET", "/api/v1/reports?urgency=now", nil, 200)["counts"].(map[string]any); c["new"] != 2.0 || c["checking"] != 1.0 {
		t.Errorf("counts: %v", c)
	}
	if c, there := desk.do("GET", "/api/v1/reports?language=ar", nil, 200)["counts"]; there {
		t.Errorf("counts of what nobody counts: %v", c)
	}
	if first := desk.do("GET", "/api/v1/reports", nil, 200)["items"].([]any)[0].(map[string]any); first["excerpt"] == nil {
		t.Errorf("the list shows nothing of what is told: %v", first)
	}
}

func TestADeskSeesItsWorkInNumbers(t *testing.T) {
	w := newWorld(t)
	phone, desk := w.person(""), w.person(policy.Desk)
	id := record.IDOf("one").String()
	phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{"id": id, "language": "ar", "xml": incident(id, "puits")}, 201)
	o := desk.do("GET", "/api/v1/overview", nil, 200)
	if now := o["open"].(map[string]any)["now"].(map[string]any); now["new"] != 1.0 || o["mine"] != 0.0 || len(o["days"].([]any)) != 14 {
		t.Errorf("the overview: %v", o)
	}
	areas := desk.do("GET", "/api/v1/map/areas?kind=attack&state=open", nil, 200)["items"].([]any)
	if len(areas) != 1 || areas[0].(map[string]any)["code"] != "MR01" || areas[0].(map[string]any)["n"] != 1.0 {
		t.Errorf("Bassikounou lies in the Hodh Ech Chargui: %v", areas)
	}
	kinds := desk.do("GET", "/api/v1/kinds", nil, 200)["items"].([]any)
	if len(kinds) < 20 {
		t.Errorf("%d kinds", len(kinds))
	}
	for _, path := range []string{"/api/v1/overview", "/api/v1/kinds", "/api/v1/map/areas"} {
		w.person("").do("GET", path, nil, 401)
	}
}
