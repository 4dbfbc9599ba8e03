package node

import (
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// onUnit is an operation on a thing of a unit: which action of the policy it
// asks, and how a fresh thing at the unit is asked for.
type onUnit struct {
	action policy.Action
	kind   policy.Type
	hidden bool // what the caller may not touch is like what is not there
	fresh  func(r *realm, at record.ID) (path string, body any)
}

func (r *realm) spare(at record.ID, closed bool) record.ID {
	r.t.Helper()
	id := record.NewID(rand.Reader)
	r.ok(r.Units.Put(r.t.Context(), record.ID{}, unit.Unit{
		ID: id, Code: id.String()[:13], Parent: at, Kind: unit.Post, Name: lang.Text{lang.French: "spare"}, Closed: closed,
	}))
	return id
}

func (r *realm) member(at record.ID) record.ID {
	r.t.Helper()
	id := record.NewID(rand.Reader)
	_, err := r.Field.Write(r.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Member, Record: id, Author: r.boss.ID, Handling: record.Handling{Unit: at, TLP: record.AmberStrict, Purpose: "network-administration"},
			Body: map[string]any{"v": 1, "name": "Spare", "login": id.String(), "roles": []string{"desk"}},
		}}, nil
	})
	r.ok(err)
	return id
}

func (r *realm) invitation(at record.ID) record.ID {
	r.t.Helper()
	in, _, err := r.Who.Invite(r.t.Context(), r.boss, identity.Invitation{
		Name: "Guest", Login: record.NewID(rand.Reader).String(), Roles: []policy.Role{policy.Desk}, Unit: at,
	})
	r.ok(err)
	return in.ID
}

func (r *realm) token(at record.ID) record.ID {
	r.t.Helper()
	t, _, err := r.Who.IssueToken(r.t.Context(), r.boss, identity.NewToken{Name: "phone", Unit: at, Channel: identity.OpenRosa})
	r.ok(err)
	return t.ID
}

// aRule is a rule of a unit, taken as far as some steps.
func (r *realm) aRule(at record.ID, steps ...string) record.ID {
	r.t.Helper()
	id := record.NewID(rand.Reader)
	bodies := map[string]map[string]any{
		"draft": {"rule": map[string]any{"name": "x", "when": map[string]any{"kind": []string{"attack"}}, "then": []any{map[string]any{"urgency": "now"}}}},
		"tried": {"days": 30, "seen": 10, "matched": 1}, "on": {"reason": "x"},
	}
	for _, step := range append([]string{"draft"}, steps...) {
		_, err := r.Field.Write(r.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
			body := bodies[step]
			body["v"], body["step"], body["version"] = 1, step, 1
			return []ledger.Draft{{
				Kind: record.Rule, Record: id, Author: r.boss.ID, Body: body, Handling: record.Handling{Unit: at, TLP: record.Green, Purpose: "network-administration"},
			}}, nil
		})
		r.ok(err)
	}
	return id
}

func saysWhy(id record.ID) (string, any) {
	return id.String(), map[string]any{"reason": "il le faut"}
}

var onUnits = map[string]onUnit{
	"PUT /api/v1/rules/{id}": {action: "rule.edit", kind: policy.Rule, fresh: func(_ *realm, at record.ID) (string, any) {
		return record.NewID(rand.Reader).String(), map[string]any{
			"unit": at, "name": "x", "when": map[string]any{"kind": []string{"attack"}}, "then": []any{map[string]any{"urgency": "now"}},
		}
	}},
	"DELETE /api/v1/rules/{id}": {action: "rule.edit", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return r.aRule(at).String(), nil
	}},
	"POST /api/v1/rules/{id}/try": {action: "rule.edit", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return r.aRule(at).String(), map[string]any{"days": 30}
	}},
	"POST /api/v1/rules/{id}/agree": {action: "rule.switch", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return saysWhy(r.aRule(at, "tried"))
	}},
	"POST /api/v1/rules/{id}/on": {action: "rule.switch", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return saysWhy(r.aRule(at, "tried"))
	}},
	"POST /api/v1/rules/{id}/off": {action: "rule.switch", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return saysWhy(r.aRule(at, "tried", "on"))
	}},
	"PUT /api/v1/units/{id}/rules": {action: "rule.switch", kind: policy.Rule, fresh: func(r *realm, at record.ID) (string, any) {
		return at.String(), map[string]any{"order": []record.ID{r.aRule(at)}}
	}},
	"PUT /api/v1/units/{id}/deadlines": {action: "deadline.set", kind: policy.Deadline, fresh: func(_ *realm, at record.ID) (string, any) {
		return at.String(), map[string]any{"look": map[string]int{"now": 10}, "decide": map[string]int{}}
	}},
	"PUT /api/v1/units/{id}/review": {action: "review.set", kind: policy.Review, fresh: func(_ *realm, at record.ID) (string, any) {
		return at.String(), map[string]any{"percent": 5}
	}},
	"PUT /api/v1/units/{id} new": {action: "unit.edit", kind: policy.Unit, fresh: func(_ *realm, at record.ID) (string, any) {
		id := record.NewID(rand.Reader)
		return id.String(), map[string]any{"code": id.String()[:13], "parent": at, "kind": "post", "name": map[string]string{"fr": "x"}}
	}},
	"PUT /api/v1/units/{id} renamed": {action: "unit.edit", kind: policy.Unit, fresh: func(r *realm, at record.ID) (string, any) {
		u, _ := r.Units.Tree().Get(at)
		return at.String(), map[string]any{"code": u.Code, "parent": u.Parent, "kind": u.Kind, "name": map[string]string{"fr": record.NewID(rand.Reader).String()}}
	}},
	"POST /api/v1/units/{id}/close": {action: "unit.edit", kind: policy.Unit, fresh: func(r *realm, at record.ID) (string, any) {
		return r.spare(at, false).String(), nil
	}},
	"POST /api/v1/units/{id}/reopen": {action: "unit.edit", kind: policy.Unit, fresh: func(r *realm, at record.ID) (string, any) {
		return r.spare(at, true).String(), nil
	}},
	"PUT /api/v1/members/{id}": {action: "member.invite", kind: policy.Member, fresh: func(r *realm, at record.ID) (string, any) {
		return r.member(at).String(), map[string]any{"name": "Other", "roles": []string{"analyst"}, "unit": at}
	}},
	"PUT /api/v1/members/{id} from here": {action: "member.invite", kind: policy.Member, fresh: func(r *realm, at record.ID) (string, any) {
		return r.member(at).String(), map[string]any{"name": "Other", "roles": []string{"desk"}, "unit": r.at["below"]}
	}},
	"PUT /api/v1/members/{id} to there": {action: "member.invite", kind: policy.Member, fresh: func(r *realm, at record.ID) (string, any) {
		return r.member(r.at["below"]).String(), map[string]any{"name": "Other", "roles": []string{"desk"}, "unit": at}
	}},
	"POST /api/v1/members/{id}/link": {action: "member.invite", kind: policy.Member, fresh: func(r *realm, at record.ID) (string, any) {
		return r.member(at).String(), nil
	}},
	"POST /api/v1/invitations": {action: "member.invite", kind: policy.Member, fresh: func(_ *realm, at record.ID) (string, any) {
		return "", map[string]any{"name": "Guest", "login": record.NewID(rand.Reader).String(), "roles": []string{"desk"}, "unit": at}
	}},
	"DELETE /api/v1/invitations/{id}": {action: "member.invite", kind: policy.Member, hidden: true, fresh: func(r *realm, at record.ID) (string, any) {
		return r.invitation(at).String(), nil
	}},
	"POST /api/v1/tokens": {action: "token.issue", kind: policy.Token, fresh: func(_ *realm, at record.ID) (string, any) {
		return "", map[string]any{"name": "phone", "unit": at, "channel": "api"}
	}},
	"DELETE /api/v1/tokens/{id}": {action: "token.revoke", kind: policy.Token, fresh: func(r *realm, at record.ID) (string, any) {
		return r.token(at).String(), nil
	}},
}

// Every operation on units, members, invitations and tokens, by every role, at
// every unit: the status is what the policy says of the thing as it lies, and a
// denial names its rule and changes nothing.
func TestOnUnits(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	tally := map[int]int{}
	all := maps.Clone(onUnits)
	maps.Copy(all, onDutyOfUnits)
	for name, op := range all {
		pattern := strings.Join(strings.Fields(name)[:2], " ")
		for _, v := range r.visitors {
			if v.session {
				r.enter(v)
			}
			for _, position := range positions {
				r.pass(2 * time.Hour) // alarms are raised once an hour
				if v.session {
					r.enter(v)
				}
				r.tryUnit(t, pattern, op, v, position, tally)
			}
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200]+tally[204] < 20 || tally[403] < 200 || tally[404] < 20 || tally[401] < 80 || len(tally) != 5 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

func (r *realm) tryUnit(t *testing.T, pattern string, op onUnit, v *visitor, position string, tally map[int]int) {
	t.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	id, body := op.fresh(r, r.at[position])
	err := r.Policy.Allow(t.Context(), v.actor, op.action, r.Policy.At(op.kind, record.ID{}, r.at[position]))
	before := r.fingerprint()
	got := r.ask(v, method, strings.Replace(path, "{id}", id, 1), body)
	tally[got.status]++
	what := fmt.Sprintf("%s %s at %s", v.name, pattern, position)
	switch {
	case err == nil:
		if got.status != 200 && got.status != 204 {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
		if r.fingerprint() == before {
			t.Errorf("%s: nothing changed", what)
		}
		return
	case fault.Is(err, fault.Unknown):
		if got.status != 401 {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	case op.hidden:
		if none := r.ask(v, method, strings.Replace(path, "{id}", record.NewID(rand.Reader).String(), 1), body); got.status != 404 || !got.same(none) {
			t.Errorf("%s: %d %s, but of none %s", what, got.status, got.body, none.body)
		}
	case got.status != 403 || !strings.Contains(got.body, string(op.action)):
		t.Errorf("%s: %d %s", what, got.status, got.body)
	}
	if after := r.fingerprint(); after != before {
		t.Errorf("%s: refused, and something changed: %s, before %s", what, after, before)
	}
}

// Lists of members, invitations, tokens and audit lines show what the policy says
// of each unit, and say nothing of the others.
func TestListsOfUnits(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	for _, position := range positions {
		r.member(r.at[position])
		r.invitation(r.at[position])
		r.token(r.at[position])
	}
	for _, c := range []struct {
		path   string
		action policy.Action
		kind   policy.Type
		denied int // for who sees nothing of any unit
	}{
		{"/api/v1/members", "member.list", policy.Member, 200},
		{"/api/v1/invitations", "member.invite", policy.Member, 200},
		{"/api/v1/tokens", "token.list", policy.Token, 200},
		{"/api/v1/audit?limit=200", "audit.read", policy.Audit, 403},
		{"/api/v1/audit.csv", "audit.read", policy.Audit, 403},
	} {
		for _, v := range r.visitors {
			if v.session {
				r.enter(v)
			}
			before := r.fingerprint()
			got := r.ask(v, "GET", c.path, nil)
			may := func(at string) bool {
				return r.Policy.Allow(t.Context(), v.actor, c.action, r.Policy.At(c.kind, record.ID{}, r.at[at])) == nil
			}
			want := c.denied
			switch {
			case v.actor.ID.Zero():
				want = 401
			case may("own"):
				want = 200
			}
			if got.status != want {
				t.Errorf("%s asks for %s: %d %s", v.name, c.path, got.status, got.body)
			}
			if want != 200 {
				if r.fingerprint() != before {
					t.Errorf("%s was refused %s, and something changed", v.name, c.path)
				}
				continue
			}
			for _, at := range positions {
				// As JSON has a thing's unit, and as the sheet has.
				shown := strings.Contains(got.body, `"unit":{"id":"`+r.at[at].String()) || strings.Contains(got.body, ","+at+",")
				if shown != may(at) {
					t.Errorf("%s sees something at %s in %s: %v, want %v", v.name, at, c.path, shown, may(at))
				}
			}
		}
	}
}

// The audit says who read what and why, to oversight, by every filter, and leaves
// in a spreadsheet nothing that one takes for a formula.
func TestAuditTellsWhoAndWhy(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	p := placed{id: record.IDOf("seen"), position: "own", tlp: record.Amber}
	r.accept(p, record.ID{})
	desk, oversight := r.visitor("desk"), r.visitor("oversight")
	if got := r.ask(desk, "GET", "/api/v1/reports/"+p.id.String()+"?reason=%3DHYPERLINK(%22http%3A%2F%2Fevil%22)", nil); got.status != 200 {
		t.Fatal(got.body)
	}
	lines := func(query string) []any {
		t.Helper()
		got := r.ask(oversight, "GET", "/api/v1/audit?"+query, nil)
		if got.status != 200 {
			t.Fatalf("%s: %d %s", query, got.status, got.body)
		}
		return got.json(t)["items"].([]any)
	}
	opened := lines("act=opening&record=" + p.id.String())
	if len(opened) != 1 {
		t.Fatalf("%d lines", len(opened))
	}
	line := opened[0].(map[string]any)
	if by := line["by"].(map[string]any)["id"]; by != desk.actor.ID.String() || line["detail"].(map[string]any)["reason"] != `=HYPERLINK("http://evil")` {
		t.Errorf("the line: %v", line)
	}
	if strings.Contains(fmt.Sprint(lines("limit=200")), "chameau") {
		t.Error("the audit tells what was reported")
	}
	day := r.clock().Format(time.DateOnly)
	for query, want := range map[string]int{
		"act=opening&actor=" + desk.actor.ID.String(): 1, "act=opening&from=" + day + "T00:00:00Z": 1, "act=opening&to=" + day + "T00:00:00Z": 0, "act=grade": 0,
	} {
		if got := lines(query); len(got) != want {
			t.Errorf("%s: %d lines, want %d", query, len(got), want)
		}
	}
	// Page by page there is neither a double nor a gap.
	all, seen := len(lines("limit=200")), map[any]bool{}
	for cursor := ""; ; {
		got := r.ask(oversight, "GET", "/api/v1/audit?limit=3&cursor="+cursor, nil).json(t)
		for _, l := range got["items"].([]any) {
			seen[l.(map[string]any)["seq"]] = true
		}
		next, _ := got["next"].(string)
		if cursor = next; next == "" {
			break
		}
	}
	if len(seen) != all || all < 10 {
		t.Errorf("%d lines by threes, %d at once", len(seen), all)
	}
	sheet := r.ask(oversight, "GET", "/api/v1/audit.csv?act=opening", nil)
	rows, err := csv.NewReader(strings.NewReader(sheet.body)).ReadAll()
	if err != nil || len(rows) != 3 || !strings.HasPrefix(sheet.header.Get("Content-Type"), "text/csv") { // head, the export itself, the opening
		t.Fatalf("%d rows, %v\n%s", len(rows), err, sheet.body)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
	}
	for _, bad := range []string{"act=sold", "from=yesterday", "record=x", "book=x", "cursor=x", "nonsense=1"} {
		if got := r.ask(oversight, "GET", "/api/v1/audit?"+bad, nil); got.status != 400 {
			t.Errorf("audit?%s: %d", bad, got.status)
		}
		if got := r.ask(oversight, "GET", "/api/v1/audit.csv?"+bad, nil); got.status != 400 {
			t.Errorf("audit.csv?%s: %d", bad, got.status)
		}
	}
}

// status is what the policy makes of a wish about a thing at a unit.
func (r *realm) status(v *visitor, action policy.Action, kind policy.Type, position string) int {
	r.t.Helper()
	switch err := r.Policy.Allow(r.t.Context(), v.actor, action, r.Policy.At(kind, record.ID{}, r.at[position])); {
	case err == nil:
		return 200
	case fault.Is(err, fault.Unknown):
		return 401
	default:
		return 403
	}
}

// Who sent a report is asked, decided by another and read by the one who asked;
// everybody else learns nothing, and oversight reads all of it in the vault's book.
func TestOnDisclosures(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	p := placed{id: record.IDOf("asked"), position: "own", tlp: record.Amber}
	r.accept(p, record.ID{})
	path := "/api/v1/reports/" + p.id.String()
	desk, chief := r.visitor("desk"), r.visitor("chief")
	reason := map[string]any{"reason": "un enfant est en danger"}
	d := r.ask(desk, "POST", path+"/reveal", reason).json(t)
	one := fmt.Sprintf("/api/v1/disclosures/%s/", d["id"])
	decide := map[string]any{"approve": true, "reason": "d'accord, c'est grave"}

	for _, v := range r.visitors {
		before := r.fingerprint()
		if v.actor.ID.Zero() {
			for _, got := range []heard{r.ask(v, "POST", one+"decide", decide), r.ask(v, "POST", one+"read", nil), r.ask(v, "GET", "/api/v1/disclosures", nil)} {
				if got.status != 401 {
					t.Errorf("%s: %d %s", v.name, got.status, got.body)
				}
			}
			continue
		}
		list := r.ask(v, "GET", "/api/v1/disclosures", nil)
		if knows := slices.Contains([]string{"desk", "chief", "oversight"}, v.name); (len(list.json(t)["items"].([]any)) == 1) != knows {
			t.Errorf("%s is told %s", v.name, list.body)
		}
		if !slices.Contains([]string{"chief", "oversight"}, v.name) {
			if got := r.ask(v, "POST", one+"decide", decide); got.status != 403 && got.status != 404 {
				t.Errorf("%s decides: %d %s", v.name, got.status, got.body)
			}
		}
		want := 404
		if v.name == "desk" {
			want = 403 // nobody has approved it yet
		}
		got := r.ask(v, "POST", one+"read", nil)
		if none := r.ask(v, "POST", "/api/v1/disclosures/"+record.IDOf("none").String()+"/read", nil); got.status != want || want == 404 && !got.same(none) {
			t.Errorf("%s reads: %d %s", v.name, got.status, got.body)
		}
		if r.fingerprint() != before {
			t.Errorf("%s left something", v.name)
		}
	}
	if got := r.ask(chief, "POST", one+"decide", decide); got.status != 204 {
		t.Fatalf("the chief agrees: %d %s", got.status, got.body)
	}
	for _, v := range r.visitors {
		got := r.ask(v, "POST", one+"read", nil)
		if (got.status == 200) != (v.name == "desk") || strings.Contains(got.body, p.id.String()) != (v.name == "desk") {
			t.Errorf("%s reads: %d %s", v.name, got.status, got.body)
		}
	}
	history := r.ask(desk, "GET", path, nil).json(t)["history"].([]any)
	acts := ""
	for _, h := range history {
		if m := h.(map[string]any); m["act"] == "disclosure" {
			acts += fmt.Sprint(m["detail"].(map[string]any)["act"], " ")
		}
	}
	if acts != "asked approved read " {
		t.Errorf("the report's history tells %q", acts)
	}
	book := r.ask(r.visitor("oversight"), "GET", "/api/v1/audit?book=vault&act=disclosure", nil).json(t)["items"].([]any)
	if len(book) != 3 || !strings.Contains(fmt.Sprint(book), "un enfant est en danger") {
		t.Errorf("oversight reads %v", book)
	}
	if got := r.ask(r.visitor("oversight"), "POST", path+"/forget", map[string]any{"reason": "demandé par la personne"}); got.status != 204 {
		t.Fatalf("forgetting: %d %s", got.status, got.body)
	}
	if got := r.ask(desk, "POST", one+"read", nil); got.status != 404 {
		t.Errorf("read after it was forgotten: %d %s", got.status, got.body)
	}
	if got := r.ask(desk, "GET", path, nil); got.status != 200 {
		t.Errorf("the report is gone with its sender: %d", got.status)
	}
}
