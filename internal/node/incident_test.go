package node

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// onIncidents are the operations on one incident, by pattern.
var onIncidents = map[string]onReport{
	"GET /api/v1/incidents/{id}":          {action: "incident.open", lines: 1},
	"GET /api/v1/incidents/{id}/history":  {action: "incident.open"},
	"GET /api/v1/incidents/{id}/more":     {action: "incident.open"},
	"POST /api/v1/incidents/{id}/state":   {action: "incident.state", lines: 1, body: says(map[string]any{"state": "watched"})},
	"POST /api/v1/incidents/{id}/urgency": {action: "incident.state", lines: 1, body: says(map[string]any{"urgency": "now"})},
	"POST /api/v1/incidents/{id}/close":   {action: "incident.close", lines: 1, body: says(map[string]any{"outcome": "confirmed"})},
	"POST /api/v1/incidents/{id}/assign":  {action: "incident.assign", lines: -1, body: says(map[string]any{"account": nil})},
	"POST /api/v1/incidents/{id}/mark":    {action: "incident.mark", lines: -1, body: says(map[string]any{"tlp": "amber"})},
	"POST /api/v1/incidents/{id}/ask":     {action: "incident.ask", lines: 1, body: newID(map[string]any{"text": "qui ?"})},
	"POST /api/v1/incidents/{id}/unmerge": {action: "incident.merge", body: says(map[string]any{})},
	"POST /api/v1/incidents/{id}/erase":   {action: "incident.erase", lines: 1, body: says(map[string]any{"reason": "ouvert par erreur"})},
	"POST /api/v1/incidents/{id}/move":    {action: "incident.assign", lines: 1, body: func(r *realm, _ record.ID) any { return map[string]any{"unit": r.at["root"]} }},
	"POST /api/v1/incidents/{id}/merge": {action: "incident.merge", lines: 1, body: func(_ *realm, id record.ID) any {
		return map[string]any{"into": id.Derive("partner")}
	}},
	"POST /api/v1/incidents/{id}/reply": {action: "incident.ask", lines: 1, body: func(_ *realm, id record.ID) any {
		return map[string]any{"question": id.Derive("question"), "text": "des gens d’ailleurs"}
	}},
	"POST /api/v1/incidents/{id}/attach": {action: "incident.attach", lines: 1, body: func(r *realm, _ record.ID) any {
		return map[string]any{"report": r.openReport(), "tells": "witness", "origin": map[string]any{"kind": "own"}}
	}},
	"POST /api/v1/incidents/{id}/detach": {action: "incident.attach", body: func(r *realm, _ record.ID) any {
		return map[string]any{"report": r.openReport()}
	}},
	"GET /api/v1/incidents/{id}/follow-up": {action: "incident.open"},
	"GET /api/v1/incidents/{id}/feedback":  {action: "incident.respond"},
	"POST /api/v1/incidents/{id}/lesson":   {action: "incident.respond", lines: 1, body: says(map[string]any{"better": "prévenir plus tôt"})},
	"POST /api/v1/incidents/{id}/respond": {action: "incident.respond", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("done"), "kind": "patrol", "text": "une équipe y est allée", "when": r.clock()}
	}},
	"POST /api/v1/incidents/{id}/task": {action: "incident.task", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("task"), "to": r.at["root"], "text": "allez voir", "due": r.clock().Add(time.Hour)}
	}},
	"POST /api/v1/incidents/{id}/refer": {action: "incident.refer", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("refer"), "to": r.at["helper"], "need": "child", "text": "une enfant seule", "person": map[string]any{"name": "Zeinabou"}}
	}},
	"POST /api/v1/incidents/{id}/feedback": {action: "incident.respond", body: func(_ *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("feedback"), "texts": []any{map[string]any{"language": "fr", "text": "merci"}}}
	}},
	"POST /api/v1/incidents/{id}/statement": {action: "incident.amend", lines: 1, body: func(r *realm, id record.ID) any {
		revs, err := r.Field.HistoryOf(r.t.Context(), id, record.Incident)
		r.ok(err)
		base := int64(1)
		if len(revs) > 0 {
			base = revs[0].Seq
		}
		return map[string]any{"base": base, "statement": stated("girafe")}
	}},
}

// openReport is a report that whoever reads any may read.
func (r *realm) openReport() record.ID {
	p := placed{id: record.NewID(rand.Reader), position: "own", tlp: record.Clear}
	r.accept(p, record.ID{})
	return p.id
}

func stated(title string) map[string]any {
	return map[string]any{"kind": "attack", "title": title, "when": map[string]any{"precision": "unknown"}, "where": map[string]any{"precision": "unknown"}}
}

// states writes an incident as its service would, with a question.
func (r *realm) states(p placed, lead record.ID) {
	r.t.Helper()
	h := record.Handling{Unit: r.at[p.position], TLP: p.tlp, Purpose: "community-safety"}
	start := map[string]any{"v": 1, "act": "start", "urgency": "soon", "statement": stated("chameau " + p.id.String())}
	if p.mine {
		start["account"] = lead
	}
	q := p.id.Derive("question")
	_, err := r.Field.Write(context.Background(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{
			{Kind: record.Incident, Record: p.id, Subject: p.id, Author: r.boss.ID, Handling: h, Body: start},
			{Kind: record.Incident, Record: q, Subject: p.id, Author: r.boss.ID, Handling: h, Body: map[string]any{"v": 1, "act": "ask", "question": q, "text": "qui ?"}},
		}, nil
	})
	r.ok(err)
}

// happenings are an incident at every position, under every marking, led by the
// visitor and not, each with another one beside it.
func (r *realm) happenings(v *visitor) (all []placed) {
	r.t.Helper()
	for _, position := range positions {
		for tlp := record.Clear; tlp <= record.Red; tlp++ {
			for _, mine := range []bool{false, true} {
				if mine && (tlp < record.Red || v.actor.ID.Zero()) {
					continue // of what is marked less closely an incident's lead sees no more than others
				}
				p := placed{record.NewID(rand.Reader), position, tlp, mine}
				r.states(p, v.actor.ID)
				r.states(placed{p.id.Derive("partner"), position, tlp, mine}, v.actor.ID)
				all = append(all, p)
			}
		}
	}
	return all
}

// Every operation on an incident, by every role, at every unit, under every
// marking, as TestOnReports holds those on reports.
func TestOnIncidents(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	r.helper()
	tally := map[int]int{}
	for pattern, op := range onIncidents {
		op.kind, op.batch = policy.Incident, (*realm).happenings
		for _, v := range r.visitors {
			r.tryReports(t, pattern, op, v, tally)
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200]+tally[204] < 300 || tally[403] < 200 || tally[404] < 1000 || tally[401] < 500 || len(tally) != 5 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

// Lists and events of incidents show everybody what the policy says.
func TestListsOfIncidents(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	all := r.happenings(&visitor{})
	for _, v := range r.visitors {
		if v.session {
			r.enter(v)
		}
		listed := map[string]bool{}
		if got := r.ask(v, "GET", "/api/v1/incidents?limit=100", nil); got.status == 200 {
			for _, item := range got.json(t)["items"].([]any) {
				listed[item.(map[string]any)["id"].(string)] = true
			}
		} else if !v.actor.ID.Zero() || got.status != 401 {
			t.Errorf("%s: %d", v.name, got.status)
		}
		for _, p := range all {
			if may := r.Policy.Allow(t.Context(), v.actor, "incident.list", p.resource(r, v, policy.Incident)) == nil; may != listed[p.id.String()] {
				t.Errorf("%s, an incident %s, %s: listed %v", v.name, p.position, p.tlp, !may)
			}
		}
	}
}

// The way of a desk from what is proposed to an incident, and back, over the wire.
func TestIncidentsOverHTTP(t *testing.T) {
	w := newWorld(t)
	phone, desk, analyst := w.person(""), w.person(policy.Desk), w.person(policy.Analyst)
	var ids []string
	for _, name := range []string{"one", "two", "three"} {
		id := record.IDOf(name).String()
		ids = append(ids, id)
		phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{
			"id": id, "language": "fr", "xml": incident(id, "Attaque du puits de Lemreya par quatre hommes en Toyota blanche"),
		}, 201)
	}
	same := func(id string) map[string]any { return desk.do("GET", "/api/v1/reports/"+id+"/same", nil, 200) }
	items := same(ids[0])["items"].([]any)
	if len(items) != 2 || len(items[0].(map[string]any)["reasons"].([]any)) == 0 {
		t.Fatalf("proposals: %v", items)
	}
	// Not the same, and taken back.
	compare := func(verdict string) {
		desk.do("POST", "/api/v1/reports/"+ids[0]+"/compare", map[string]any{"with": ids[2], "verdict": verdict, "grounds": []string{"people"}}, 204)
	}
	compare("different")
	if s := same(ids[2]); len(s["items"].([]any)) != 1 || len(s["apart"].([]any)) != 1 {
		t.Errorf("judged not the same: %v", s)
	}
	compare("undecided")
	// The same: an incident is opened, a second click finds it.
	fresh := record.IDOf("fresh").String()
	link := func(id, with string) map[string]any {
		return desk.do("POST", "/api/v1/reports/"+id+"/link", map[string]any{"with": with, "fresh": fresh}, 200)
	}
	if l := link(ids[0], ids[1]); l["started"] != true || l["incident"].(map[string]any)["id"] != fresh {
		t.Errorf("linked: %v", l)
	}
	if l := link(ids[1], ids[0]); l["started"] != false {
		t.Errorf("linked again: %v", l)
	}
	link(ids[2], fresh)
	path := "/api/v1/incidents/" + fresh
	open := desk.do("GET", path+"?reason=test", nil, 200)
	if len(open["behind"].([]any)) != 3 || open["statement"].(map[string]any)["kind"] != "attack" || !slices.Contains(open["can"].([]any), any("incident.amend")) {
		t.Fatalf("the incident: %v", open)
	}
	// Whose word it is: two repeat the first.
	for _, id := range ids[1:] {
		desk.do("POST", path+"/attach", map[string]any{"report": id, "tells": "hearsay", "origin": map[string]any{"kind": "report", "report": ids[0]}}, 200)
	}
	open = desk.do("POST", path+"/attach", map[string]any{"report": ids[0], "tells": "witness", "origin": map[string]any{"kind": "own"}}, 200)
	if open["independent"] != 1.0 || open["unclear"] != 0.0 || len(open["chain"].([]any)) != 3 {
		t.Errorf("one rumour counts %v times, %v unclear", open["independent"], open["unclear"])
	}
	before := open["revision"]
	// Two state at once.
	base := open["seq"]
	desk.do("POST", path+"/statement", map[string]any{"base": base, "statement": stated("Attaque du puits")}, 200)
	amended := analyst.do("POST", path+"/statement", map[string]any{"base": base, "statement": stated("Vol au puits")}, 200)
	if amended["conflict"] != true || len(amended["incident"].(map[string]any)["beside"].([]any)) != 1 {
		t.Errorf("two at once: %v", amended)
	}
	desk.do("POST", path+"/state", map[string]any{"revision": before, "state": "watched"}, 409)
	desk.do("POST", path+"/ask", map[string]any{"id": record.IDOf("q"), "text": "Qui ?"}, 200)
	time.Sleep(2 * time.Millisecond) // instants are told to the millisecond: the next act is another one
	if d := desk.do("POST", path+"/detach", map[string]any{"report": ids[2], "why": "un autre jour"}, 200); len(d["behind"].([]any)) != 2 {
		t.Errorf("detached: %v", d["behind"])
	}
	h := desk.do("GET", path+"/history", nil, 200)
	var acts []string
	for _, m := range h["items"].([]any) {
		acts = append(acts, m.(map[string]any)["act"].(string))
	}
	if want := "start attach attach attach judge judge judge amend amend ask detach"; strings.Join(acts, " ") != want || len(h["versions"].([]any)) != 3 {
		t.Errorf("the history: %v", acts)
	}
	detached := h["items"].([]any)[len(acts)-2].(map[string]any)["at"].(string)
	if then := desk.do("GET", fmt.Sprintf("%s?at=%s", path, detached), nil, 200); len(then["behind"].([]any)) != 3 {
		t.Errorf("as it was known: %v", then["behind"])
	}
	l := desk.do("GET", "/api/v1/incidents?q=puits&kind=attack&state=open&lead=none&sort=urgency", nil, 200)
	if len(l["items"].([]any)) != 1 || l["counts"].(map[string]any)["open"] != 1.0 {
		t.Errorf("the list: %v", l)
	}
	for _, wrong := range []string{"lead=somebody", "state=old", "place=MR01", "sort=title", "cursor=x"} {
		desk.do("GET", "/api/v1/incidents?"+wrong, nil, 400)
	}
	d := desk.do("POST", "/api/v1/incidents/draft", map[string]any{"reports": ids[2:]}, 200)
	d["statement"].(map[string]any)["title"] = "un autre"
	start := map[string]any{"tlp": d["tlp"], "urgency": d["urgency"], "statement": d["statement"], "reports": d["reports"]}
	other := desk.do("PUT", "/api/v1/incidents/"+record.IDOf("other").String(), start, 200)
	if len(other["behind"].([]any)) != 1 || other["urgency"] != "now" {
		t.Errorf("opened from a draft: %v", other)
	}
	if m := desk.do("POST", "/api/v1/incidents/"+record.IDOf("other").String()+"/merge", map[string]any{"into": fresh}, 200); m["into"] == nil {
		t.Errorf("merged: %v", m)
	}
	if kinds := desk.do("GET", "/api/v1/incidents/kinds", nil, 200)["items"].([]any); len(kinds) != 16 {
		t.Errorf("%d kinds", len(kinds))
	}
}
