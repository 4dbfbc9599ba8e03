package node

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/network/unit"
	"wasl/internal/triage/task"
)

// helper is a unit to which people are handed on.
func (r *realm) helper() record.ID {
	r.t.Helper()
	r.at["helper"] = unit.IDOf("helper")
	r.ok(r.Units.Put(r.t.Context(), record.ID{}, unit.Unit{
		ID: r.at["helper"], Code: "helper", Parent: r.at["root"], Kind: unit.NGO, Name: lang.Text{lang.French: "helper"},
	}))
	return r.at["helper"]
}

func (r *realm) chiefAt(at string) policy.Actor {
	return policy.Actor{ID: record.IDOf("chief " + at), Roles: []policy.Role{policy.Chief}, Unit: r.at[at]}
}

// asked is a task between two units, about no report.
func (r *realm) asked(from, to string) task.Task {
	r.t.Helper()
	t, err := r.Tasks.Ask(r.t.Context(), r.chiefAt(from), task.New{
		ID: record.NewID(rand.Reader), To: r.at[to], Text: "allez voir " + from + " " + to, Due: r.clock().Add(time.Hour),
	})
	r.ok(err)
	return t
}

// Every act on a task, by every role, wherever the two units lie: the status is what
// the policy says of the one side or the other.
func TestOnTasks(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	tally := map[int]int{}
	try := func(v *visitor, from, to string) {
		side := func(action policy.Action, at string) bool {
			res := r.Policy.At(policy.Task, record.ID{}, r.at[at])
			res.TLP = record.Amber
			return r.Policy.Allow(t.Context(), v.actor, action, res) == nil
		}
		seen := side("task.open", from) || side("task.open", to)
		for _, c := range []struct {
			method, act string
			may         bool
		}{
			{"GET", "", seen},
			{"POST", "/accept", side("task.answer", to)},
			{"POST", "/finish", side("task.answer", to)},
			{"POST", "/decline", side("task.answer", to)},
			{"POST", "/withdraw", side("task.withdraw", from)},
		} {
			one := r.asked(from, to)
			var body any
			if c.method == "POST" {
				body = map[string]any{"text": "vu"}
			}
			before := r.fingerprint()
			got := r.ask(v, c.method, "/api/v1/tasks/"+one.ID.String()+c.act, body)
			tally[got.status]++
			want := 403
			switch {
			case v.actor.ID.Zero():
				want = 401
			case c.may:
				want = 200
			case !seen:
				want = 404
			}
			if got.status != want {
				t.Errorf("%s %s from %s to %s: %d %s, want %d", v.name, c.act, from, to, got.status, got.body, want)
			}
			if want != 200 && r.fingerprint() != before {
				t.Errorf("%s %s from %s to %s is refused, and something changed", v.name, c.act, from, to)
			}
		}
		listed := r.ask(v, "GET", "/api/v1/tasks?box=all", nil)
		if shown := strings.Contains(listed.body, "allez voir "+from+" "+to); !v.actor.ID.Zero() && shown != seen {
			t.Errorf("%s sees the task from %s to %s in the list: %v, want %v", v.name, from, to, shown, seen)
		}
	}
	for _, v := range r.visitors {
		for i, from := range positions {
			r.pass(time.Hour)
			if v.session {
				r.enter(v)
			}
			try(v, from, positions[(i+1)%len(positions)])
			try(v, from, positions[(i+2)%len(positions)])
		}
		asks := r.ask(v, "POST", "/api/v1/tasks", map[string]any{"id": record.NewID(rand.Reader), "to": r.at["sibling"], "text": "allez voir", "due": r.clock().Add(time.Hour)})
		own := r.Policy.At(policy.Task, record.ID{}, v.actor.Unit)
		own.TLP = record.Amber
		if may := !v.actor.ID.Zero() && r.Policy.Allow(t.Context(), v.actor, "task.ask", own) == nil; may != (asks.status == 200) {
			t.Errorf("%s asks: %d %s", v.name, asks.status, asks.body)
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200] < 60 || tally[403] < 10 || tally[404] < 50 || tally[401] < 40 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

// canaryPerson is somebody who must not be found.
var canaryPerson = vault.Person{Name: "Zeinabou Kanari", Phone: "+222 45 00 11 22", Place: "derrière la kanari", Note: "parle kanari"}

// Nobody but the service that took a person on is told who it is, by whatever they
// ask: the answers, the search, the audit and the log are looked through.
func TestOnReferrals(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	helper := r.helper()
	carer := r.person("helper", policy.Desk)
	p := placed{id: record.IDOf("bus station"), position: "own", tlp: record.Amber}
	r.accept(p, record.ID{})
	desk := r.visitor("desk")
	id := record.NewID(rand.Reader)
	got := r.ask(desk, "POST", "/api/v1/reports/"+p.id.String()+"/refer", map[string]any{
		"id": id, "to": helper, "need": "child", "text": "une enfant seule",
		"person": map[string]any{"name": canaryPerson.Name, "phone": canaryPerson.Phone, "place": canaryPerson.Place, "note": canaryPerson.Note},
	})
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	heards := []heard{got}
	path := "/api/v1/referrals/" + id.String()
	identify := map[string]any{"reason": "je vais la chercher ce soir"}
	enter := func(v *visitor) {
		if v.session && v != carer {
			r.enter(v)
		}
	}
	for _, state := range []string{"asked", "accepted"} {
		if state == "accepted" {
			heards = append(heards, r.ask(carer, "POST", path+"/accept", map[string]any{}))
		}
		for _, v := range r.visitors {
			enter(v)
			seen := v.name == "desk" || v.name == "chief" || v.name == "analyst" // of the unit that handed her on
			for act, body := range map[string]any{"/identify": identify, "/accept": map[string]any{}, "/finish": map[string]any{"text": "en sécurité"}, "/decline": map[string]any{"text": "pleins"}} {
				before := r.fingerprint()
				got := r.ask(v, "POST", path+act, body)
				want := 404
				switch {
				case v.actor.ID.Zero():
					want = 401
				case seen:
					want = 403
				}
				if got.status != want || r.fingerprint() != before {
					t.Errorf("%s %s while %s: %d %s, want %d", v.name, act, state, got.status, got.body, want)
				}
				heards = append(heards, got)
			}
		}
	}
	told := r.ask(carer, "POST", path+"/identify", identify)
	if told.status != 200 || told.json(t)["name"] != canaryPerson.Name {
		t.Fatalf("the service is told: %d %s", told.status, told.body)
	}
	for _, v := range append(r.visitors, carer) {
		enter(v)
		for _, ask := range []string{
			"referrals", "referrals?ended=true", "reports/" + p.id.String(), "reports/" + p.id.String() + "/follow-up", "search?q=kanari", "search?q=Zeinabou", "search?q=45001122",
			"reports", "overview", "tasks?box=all", "handovers/draft", "audit?limit=200", "audit?book=vault&limit=200", "audit.csv", "response-times",
		} {
			heards = append(heards, r.ask(v, "GET", "/api/v1/"+ask, nil))
		}
	}
	finished := r.ask(carer, "POST", path+"/finish", map[string]any{"text": "elle est en sécurité"})
	withdrawn := r.ask(desk, "POST", path+"/withdraw", map[string]any{"text": "trop tard"})
	if finished.status != 200 || withdrawn.status != 409 {
		t.Errorf("finished %d %s, taken back %d %s", finished.status, finished.body, withdrawn.status, withdrawn.body)
	}
	checkCanaries(t, r, append(heards, finished, withdrawn))
}

// checkCanaries looks for the person in what was answered, logged and kept outside
// the vault.
func checkCanaries(t *testing.T, r *realm, heards []heard) {
	t.Helper()
	all := r.logged.String()
	for _, h := range heards {
		all += h.body + fmt.Sprint(h.header)
	}
	all += string(opened(t, r.Node)["field bodies"])
	if !strings.Contains(all, "une enfant seule") || !strings.Contains(all, `"pseudonym":"P-`) {
		t.Error("the test looks in the wrong place")
	}
	all = strings.ToLower(all)
	// A search says what was searched for nowhere, so that the words asked for count.
	for _, canary := range []string{"kanari", "zeinabou", "45 00 11 22"} {
		if i := strings.Index(all, canary); i >= 0 {
			t.Errorf("%q is told: ...%s...", canary, all[max(0, i-80):min(len(all), i+80)])
		}
	}
}

// What a shift leaves is its unit's; figures are of whoever may see them; an effect
// is of whoever works on the report.
func TestOnHandovers(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	p := placed{id: record.IDOf("night"), position: "own", tlp: record.Amber}
	r.accept(p, record.ID{})
	another := r.person("own", policy.Desk)
	desk := r.visitor("desk")
	deed := p.id.Derive("done")
	if got := r.ask(desk, "POST", "/api/v1/reports/"+p.id.String()+"/respond", map[string]any{"id": deed, "kind": "patrol", "text": "vu", "when": r.clock()}); got.status != 200 {
		t.Fatal(got.body)
	}
	for _, v := range r.visitors {
		if v.session {
			r.enter(v)
		}
		works := v.name == "desk" || v.name == "chief"
		reads := works || v.name == "analyst"
		want := func(may bool, refused int) int {
			switch {
			case v.actor.ID.Zero():
				return 401
			case may:
				return 200
			}
			return refused
		}
		id := record.NewID(rand.Reader)
		path := "/api/v1/handovers/" + id.String()
		hidden := 404
		if v.name == "analyst" || v.name == "operator" {
			hidden = 403
		}
		for _, c := range []struct {
			method, path string
			body         any
			want         int
		}{
			{"GET", "/api/v1/handovers/draft", nil, want(works, 403)},
			{"PUT", path, map[string]any{"text": "rien à signaler", "items": []any{}}, want(works, 403)},
			{"POST", path + "/take", map[string]any{}, want(false, map[bool]int{true: 403, false: 404}[works])},
			{"GET", "/api/v1/handovers", nil, want(true, 0)},
			{"GET", "/api/v1/response-times", nil, want(reads || v.name == "oversight", 403)},
			{"POST", "/api/v1/reports/" + p.id.String() + "/effect", map[string]any{"response": deed, "effect": "partly", "came": v.name}, want(works, hidden)},
		} {
			if got := r.ask(v, c.method, c.path, c.body); got.status != c.want {
				t.Errorf("%s %s %s: %d %s, want %d", v.name, c.method, c.path, got.status, got.body, c.want)
			}
		}
		if !works {
			continue
		}
		if got := r.ask(another, "POST", path+"/take", map[string]any{"remark": "lu"}); got.status != 200 {
			t.Errorf("the next shift takes over: %d %s", got.status, got.body)
		}
	}
}
