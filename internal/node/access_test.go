package node

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

func reporterOf(device string) vault.Reporter { return vault.Reporter{Device: device} }

// onReport is an operation on one report: which action of the policy it asks
// about that very row, and what is sent.
type onReport struct {
	action policy.Action
	kind   policy.Type
	lines  int // audit lines of the field that a success leaves
	body   func(r *realm, id record.ID) any
	batch  func(*realm, *visitor) []placed // what it is tried on; nil: reports
}

func says(m map[string]any) func(*realm, record.ID) any {
	return func(*realm, record.ID) any { return m }
}

func newID(m map[string]any) func(*realm, record.ID) any {
	return func(_ *realm, id record.ID) any {
		m["id"] = id.Derive(fmt.Sprint(m["text"], "id")).String()
		return m
	}
}

// onReports are the operations on one report, by pattern.
var onReports = map[string]onReport{
	"GET /api/v1/reports/{id}":          {action: "report.open", lines: 1},
	"POST /api/v1/reports/{id}/state":   {action: "report.state", lines: 1, body: says(map[string]any{"state": "checking"})},
	"POST /api/v1/reports/{id}/urgency": {action: "report.urgency", lines: 1, body: says(map[string]any{"urgency": "now"})},
	"POST /api/v1/reports/{id}/grade":   {action: "report.grade", lines: 1, body: says(map[string]any{"source": "B", "information": 2})},
	"POST /api/v1/reports/{id}/assign":  {action: "report.assign", lines: -1, body: says(map[string]any{"account": nil})},
	"POST /api/v1/reports/{id}/answer":  {action: "report.answer", lines: 1, body: newID(map[string]any{"text": "merci", "language": "fr"})},
	"POST /api/v1/reports/{id}/note":    {action: "report.note", lines: 1, body: newID(map[string]any{"text": "vu"})},
	"POST /api/v1/reports/{id}/close":   {action: "report.close", lines: 1, body: says(map[string]any{"outcome": "confirmed"})},
	"POST /api/v1/reports/{id}/reopen":  {action: "report.reopen", lines: 0, body: says(map[string]any{"note": "encore"})},
	"POST /api/v1/reports/{id}/erase":   {action: "report.erase", lines: 1, body: says(map[string]any{"reason": "demandé par la personne"})},
	"POST /api/v1/reports/{id}/reveal":  {action: "vault.reveal", kind: policy.Source, lines: 1, body: says(map[string]any{"reason": "un enfant est en danger"})},
	"POST /api/v1/reports/{id}/forget":  {action: "vault.forget", kind: policy.Source, lines: -1, body: says(map[string]any{"reason": "demandé par la personne"})},
	"POST /api/v1/reports/{id}/forward": {action: "report.forward", lines: 1, body: func(r *realm, _ record.ID) any { return map[string]any{"unit": r.at["root"], "note": "x"} }},
	"POST /api/v1/reports/{id}/correct": {action: "report.correct", lines: 1, body: func(_ *realm, id record.ID) any {
		of := id.Derive("correction")
		return map[string]any{"id": of, "form": "security-incident", "version": "1", "reason": "mal entendu", "xml": incident(of.String(), "girafe")}
	}},
	"GET /api/v1/reports/{id}/attachments/{name}":          {action: "report.open", lines: 1},
	"GET /api/v1/reports/{id}/alerts":                      {action: "report.list"},
	"POST /api/v1/reports/{id}/proposals/{proposal}/take":  {action: "report.urgency", lines: 2, body: says(map[string]any{})},
	"POST /api/v1/reports/{id}/proposals/{proposal}/leave": {action: "report.urgency", lines: 1, body: says(map[string]any{})},
	"GET /api/v1/reports/{id}/same":                        {action: "report.open"},
	"POST /api/v1/reports/{id}/compare": {action: "report.compare", lines: 1, body: func(r *realm, _ record.ID) any {
		return map[string]any{"with": r.openReport(), "verdict": "different", "grounds": []string{"place"}}
	}},
	"GET /api/v1/reports/{id}/follow-up": {action: "report.open"},
	"GET /api/v1/reports/{id}/feedback":  {action: "report.open"},
	"POST /api/v1/reports/{id}/feedback": {action: "report.answer", lines: 1, body: newID(map[string]any{"text": "merci, une équipe y est allée", "language": "fr"})},
	"POST /api/v1/reports/{id}/lesson":   {action: "report.respond", lines: 1, body: says(map[string]any{"better": "prévenir plus tôt"})},
	"POST /api/v1/reports/{id}/respond": {action: "report.respond", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("done"), "kind": "patrol", "text": "une équipe y est allée", "when": r.clock()}
	}},
	"POST /api/v1/reports/{id}/task": {action: "report.task", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("task"), "to": r.at["root"], "text": "allez voir", "due": r.clock().Add(time.Hour)}
	}},
	"POST /api/v1/reports/{id}/refer": {action: "report.refer", lines: 1, body: func(r *realm, id record.ID) any {
		return map[string]any{"id": id.Derive("refer"), "to": r.at["helper"], "need": "child", "text": "une enfant seule", "person": map[string]any{"name": "Zeinabou"}}
	}},
	"POST /api/v1/reports/{id}/review": {action: "report.review", lines: 1, body: says(map[string]any{"points": []string{}})},
}

// elsewhere names the tests that hold the operations which are not on one report.
var elsewhere = map[string]string{
	"GET /api/v1/reports": "TestListsShowWhatThePolicySays", "GET /api/v1/search": "TestListsShowWhatThePolicySays",
	"GET /api/v1/map": "TestListsShowWhatThePolicySays", "GET /api/v1/map/areas": "TestListsShowWhatThePolicySays",
	"GET /api/v1/overview": "TestListsShowWhatThePolicySays", "GET /api/v1/events": "TestEventsTellWhatThePolicySays",
	"GET /api/v1/units": "TestListsShowWhatThePolicySays", "GET /api/v1/trends": "TestListsShowWhatThePolicySays",
	"GET /api/v1/trends/spots": "TestListsShowWhatThePolicySays", "GET /api/v1/trends/reports": "TestListsShowWhatThePolicySays",
	"GET /api/v1/trends/alarms": "TestAnAlarmShowsTheReportsBehindIt",
	"GET /api/v1/board":         "TestListsShowWhatThePolicySays", "GET /api/v1/board.pdf": "TestTheBoardIsPrinted",

	"PUT /api/v1/reports/{id}": "TestOnUnits", "PUT /api/v1/units/{id}": "TestOnUnits", "POST /api/v1/units/{id}/close": "TestOnUnits",
	"POST /api/v1/units/{id}/reopen": "TestOnUnits", "GET /api/v1/members": "TestOnUnits", "PUT /api/v1/members/{id}": "TestOnUnits",
	"POST /api/v1/members/{id}/link": "TestOnUnits", "GET /api/v1/invitations": "TestOnUnits", "POST /api/v1/invitations": "TestOnUnits",
	"DELETE /api/v1/invitations/{id}": "TestOnUnits", "GET /api/v1/tokens": "TestOnUnits", "POST /api/v1/tokens": "TestOnUnits",
	"DELETE /api/v1/tokens/{id}": "TestOnUnits", "GET /api/v1/audit": "TestOnUnits", "GET /api/v1/audit.csv": "TestOnUnits",
	"POST /api/v1/forms": "TestOnForms", "POST /api/v1/forms/check": "TestOnForms", "DELETE /api/v1/forms/{id}": "TestOnForms",
	"GET /api/v1/disclosures": "TestOnDisclosures", "POST /api/v1/disclosures/{id}/decide": "TestOnDisclosures",
	"POST /api/v1/disclosures/{id}/read": "TestOnDisclosures",

	"POST /api/v1/reports/{id}/link": "TestIncidentsOverHTTP", "GET /api/v1/incidents": "TestListsOfIncidents", "PUT /api/v1/incidents/{id}": "TestIncidentsOverHTTP",
	"GET /api/v1/incidents/{id}/joined": "TestTheWorkOnAnIncidentOverHTTP", "POST /api/v1/incidents/{id}/pass": "TestTheWorkOnAnIncidentOverHTTP",
	"POST /api/v1/incidents/{id}/effect": "TestTheWorkOnAnIncidentOverHTTP", "POST /api/v1/incidents/{id}/settle": "TestTheWorkOnAnIncidentOverHTTP",
	"POST /api/v1/incidents/draft": "TestIncidentsOverHTTP", "GET /api/v1/incidents/kinds": "signedIn",

	"PUT /api/v1/rules/{id}": "TestOnUnits", "DELETE /api/v1/rules/{id}": "TestOnUnits", "POST /api/v1/rules/{id}/try": "TestOnUnits",
	"POST /api/v1/rules/{id}/agree": "TestOnUnits", "POST /api/v1/rules/{id}/on": "TestOnUnits", "POST /api/v1/rules/{id}/off": "TestOnUnits",
	"PUT /api/v1/units/{id}/rules": "TestOnUnits", "PUT /api/v1/units/{id}/deadlines": "TestOnUnits",
	"PUT /api/v1/units/{id}/review": "TestOnUnits", "GET /api/v1/reviews": "TestListsOfReviews", "GET /api/v1/reviews/figures": "TestListsOfReviews",
	"GET /api/v1/load":   "TestListsOfReviews",
	"GET /api/v1/alerts": "TestOnAlerts", "GET /api/v1/alerts/{id}": "TestOnAlerts", "POST /api/v1/alerts/{id}/acknowledge": "TestOnAlerts",
	"POST /api/v1/alerts/{id}/climb": "TestOnAlerts", "POST /api/v1/alerts/{id}/note": "TestOnAlerts", "POST /api/v1/alerts/{id}/end": "TestOnAlerts",
	"POST /api/v1/alerts/{id}/reopen": "TestOnAlerts", "POST /api/v1/alerts": "TestOnUnits", "PUT /api/v1/watches/{id}": "TestOnUnits",
	"POST /api/v1/watches/try": "TestWatchesAndDutyOfUnits", "GET /api/v1/watches": "TestWatchesAndDutyOfUnits", "POST /api/v1/watches/{id}/switch": "TestWatchesAndDutyOfUnits",
	"PUT /api/v1/units/{id}/duty": "TestOnUnits", "GET /api/v1/units/{id}/duty": "TestWatchesAndDutyOfUnits", "GET /api/v1/duty": "TestWatchesAndDutyOfUnits",
	"POST /api/v1/duty/swaps": "TestASwap", "POST /api/v1/duty/swaps/{id}": "TestASwap", "GET /api/v1/calendars/{secret}": "anybody",
	"POST /api/v1/members/{id}/contacts": "TestOnUnits", "GET /api/v1/gateways": "TestOnGateways", "PUT /api/v1/gateways": "TestOnGateways",
	"POST /api/v1/gateways/test": "TestOnGateways", "GET /api/v1/gateways/sms/{id}": "anybody",
	"GET /api/v1/account/contacts": "ownAccount", "POST /api/v1/account/contacts": "ownAccount", "POST /api/v1/account/contacts/{id}/verify": "ownAccount",
	"DELETE /api/v1/account/contacts/{id}": "ownAccount", "GET /api/v1/account/duty": "ownAccount", "POST /api/v1/account/calendar": "ownAccount",
	"DELETE /api/v1/account/calendar": "ownAccount",
	"GET /api/v1/tasks":               "TestOnTasks", "POST /api/v1/tasks": "TestOnTasks", "GET /api/v1/tasks/{id}": "TestOnTasks", "POST /api/v1/tasks/{id}/accept": "TestOnTasks",
	"POST /api/v1/tasks/{id}/finish": "TestOnTasks", "POST /api/v1/tasks/{id}/decline": "TestOnTasks", "POST /api/v1/tasks/{id}/withdraw": "TestOnTasks",
	"GET /api/v1/referrals": "TestOnReferrals", "POST /api/v1/referrals/{id}/accept": "TestOnReferrals", "POST /api/v1/referrals/{id}/decline": "TestOnReferrals",
	"POST /api/v1/referrals/{id}/finish": "TestOnReferrals", "POST /api/v1/referrals/{id}/withdraw": "TestOnReferrals",
	"POST /api/v1/referrals/{id}/identify": "TestOnReferrals", "POST /api/v1/reports/{id}/effect": "TestOnHandovers",
	"GET /api/v1/handovers": "TestOnHandovers", "GET /api/v1/handovers/draft": "TestOnHandovers", "PUT /api/v1/handovers/{id}": "TestOnHandovers",
	"POST /api/v1/handovers/{id}/take": "TestOnHandovers", "GET /api/v1/response-times": "TestOnHandovers",

	"GET /api/v1/bulletins": "TestOnBulletins", "POST /api/v1/bulletins": "TestOnBulletins", "GET /api/v1/bulletins/{id}": "TestOnBulletins",
	"GET /api/v1/bulletins/{id}/bulletin.pdf": "TestOnBulletins", "POST /api/v1/bulletins/{id}/redraft": "TestOnBulletins", "POST /api/v1/bulletins/{id}/correct": "TestOnBulletins",
	"POST /api/v1/bulletins/{id}/order": "TestOnBulletins", "POST /api/v1/bulletins/{id}/release": "TestOnBulletins", "POST /api/v1/bulletins/{id}/withdraw": "TestOnBulletins",
	"POST /api/v1/bulletins/{id}/edit": "TestOnBulletins", "POST /api/v1/bulletins/{id}/add": "TestOnBulletins", "POST /api/v1/bulletins/{id}/leave": "TestOnBulletins",
	"POST /api/v1/bulletins/{id}/settle": "TestOnBulletins",

	"GET /api/v1/warnings": "TestOnWarnings", "GET /api/v1/warnings/{id}": "TestOnWarnings", "PUT /api/v1/warnings/{id}": "TestOnWarnings",
	"POST /api/v1/warnings/{id}/cancel": "TestOnWarnings", "POST /api/v1/warnings/{id}/release": "TestOnWarnings", "POST /api/v1/warnings/{id}/refuse": "TestOnWarnings",
	"POST /api/v1/warnings/import": "TestOnReceivedWarnings", "GET /api/v1/warnings/received": "TestOnReceivedWarnings", "GET /api/v1/warnings/received/{id}": "TestOnReceivedWarnings",
	"PUT /api/v1/warnings/senders/{fingerprint}": "TestOnReceivedWarnings", "DELETE /api/v1/warnings/senders/{fingerprint}": "TestOnReceivedWarnings",
	"GET /public/listen": "anybody", "POST /public/listen": "anybody", "POST /public/listen/answer": "anybody", "POST /public/listen/word": "anybody", "GET /public/answers": "anybody",
	"GET /api/v1/reporter/surveys/{code}": "anybody", "POST /api/v1/reporter/surveys": "anybody",
	"GET /api/v1/reporter/courses": "anybody", "GET /api/v1/reporter/courses/{id}": "anybody", "GET /api/v1/reporter/courses/{id}/media/{name}": "anybody",
	"GET /public/calendar.ics": "anybody", "GET /public/calendar/{file}": "anybody", "GET /public/materials": "anybody", "GET /public/materials/{id}": "anybody",
	"GET /public/materials/{id}/{file}": "anybody",
	"GET /public/cap":                   "anybody", "GET /public/cap/{file}": "anybody", "GET /public/warnings": "anybody", "GET /public/certificate.pem": "anybody",
	"GET /c/{$}": "anybody", "POST /c/{$}": "anybody", "GET /c/{code}": "anybody", "GET /c/key": "anybody", "GET /c/revoked": "anybody", "GET /c/offline.html": "anybody",

	"GET /api/v1/rules": "TestListsOfRules", "GET /api/v1/rules/{id}/history": "TestListsOfRules", "GET /api/v1/deadlines": "TestListsOfRules",

	"POST /api/v1/rules/sentence": "signedIn", "GET /api/v1/forms": "signedIn", "GET /api/v1/forms/{id}": "signedIn", "GET /api/v1/kinds": "signedIn", "GET /api/v1/places": "signedIn",
	"GET /api/v1/places/{list}/{code}": "signedIn",

	"GET /api/v1/session": "ownAccount", "DELETE /api/v1/session": "ownAccount", "PUT /api/v1/account/password": "ownAccount",
	"POST /api/v1/account/totp/begin": "ownAccount", "POST /api/v1/account/totp/finish": "ownAccount", "POST /api/v1/account/totp/drop": "ownAccount",
	"POST /api/v1/account/passkeys/begin": "ownAccount", "POST /api/v1/account/passkeys/finish": "ownAccount",
	"DELETE /api/v1/account/passkeys/{id}": "ownAccount", "PUT /api/v1/account/settings": "ownAccount",
	"GET /api/v1/account/sessions": "ownAccount", "DELETE /api/v1/account/sessions": "ownAccount",

	"POST /api/v1/session": "TestAccountsOverHTTP", "POST /api/v1/session/passkey/begin": "anybody", "POST /api/v1/session/passkey/finish": "anybody",
	"GET /api/v1/demo": "TestARealNodeHasNoDemo", "POST /api/v1/session/demo": "TestARealNodeHasNoDemo",
	"GET /api/v1/invitations/{token}": "TestAccountsOverHTTP", "POST /api/v1/invitations/{token}/accept": "TestAccountsOverHTTP",

	"GET /api/v1/reporter/config": "anybody", "GET /api/v1/reporter/forms/{id}": "anybody", "GET /api/v1/reporter/forms/{id}/media/{name}": "anybody",
	"POST /api/v1/reporter/submissions": "anybody", "POST /api/v1/reporter/threads/{receipt}": "anybody",
	"POST /api/v1/reporter/threads/{receipt}/messages": "anybody", "PUT /api/v1/reporter/blobs/{id}": "anybody", "HEAD /api/v1/reporter/blobs/{id}": "anybody",
	"POST /api/v1/roll": "anybody", "POST /api/v1/roll/tests": "anybody", "GET /api/v1/roll/tests/{course}/{name}": "anybody",

	"GET /healthz": "page", "/": "page", "/r/": "page", "/roll/": "page", "/api/": "page",
	"GET /api/v1/openapi.json": "page", "GET /api/v1/openapi.yaml": "page", "GET /api/v1/openapi-3.0.json": "page", "GET /api/v1/openapi-3.0.yaml": "page",
}

// phonePaths are those of OpenRosa clients, held by internal/edge/openrosa and
// TestTokensAreForTheirChannel.
func phonePath(pattern string) bool {
	_, path, _ := strings.Cut(pattern, " ")
	return strings.HasPrefix(path, "/v1/key/{token}/") || strings.HasPrefix(path, "/openrosa/")
}

// Everything that is served stands in one of the tables: a new operation without
// an entry fails here.
func TestEveryOperationHasAnEntry(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	served := r.edge.Table().Patterns()
	if len(served) < 80 {
		t.Fatalf("%d patterns are served", len(served))
	}
	for _, p := range served {
		_, one := onReports[p]
		_, happening := onIncidents[p]
		if _, other := elsewhere[p]; !one && !happening && !other && !phonePath(p) && !ofCommunities(p) {
			t.Errorf("nothing says who may %s: give it an entry", p)
		}
	}
	for p := range onReports {
		if !slices.Contains(served, p) {
			t.Errorf("%s is not served", p)
		}
	}
	for p := range onIncidents {
		if !slices.Contains(served, p) {
			t.Errorf("%s is not served", p)
		}
	}
	for p := range elsewhere {
		if !slices.Contains(served, p) {
			t.Errorf("%s is not served", p)
		}
	}
}

// Every operation on a report, by every role, at every unit, under every marking:
// the status is what the policy says of that very row, a denial names its rule
// and changes nothing, what is hidden is to the letter like what is not there,
// and what is done leaves its line.
func TestOnReports(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	r.helper()
	r.ok(func() error {
		ref, err := r.Blobs.Put(t.Context(), strings.NewReader("picture"), -1)
		picture.Ref, picture.Sum, picture.Size = ref.String(), ref.Sum(), ref.Size
		return err
	}())
	tally := map[int]int{}
	for pattern, op := range onReports {
		for _, v := range r.visitors {
			r.tryReports(t, pattern, op, v, tally)
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200]+tally[204] < 300 || tally[403] < 200 || tally[404] < 1000 || tally[401] < 500 || len(tally) != 5 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

// proposalFor is the id of what proposeFor proposes.
func proposalFor(id record.ID) record.ID {
	return queue.Ruling{Report: id, Rule: record.IDOf("rule")}.ProposalID(queue.ProposeUrgency, "now")
}

// proposeFor lets a rule of the report's own unit propose that it is urgent.
func (r *realm) proposeFor(p placed) {
	r.t.Helper()
	at := r.at[p.position]
	r.ok(r.Queue.Rule(r.t.Context(), record.IDOf("rules"), []queue.Ruling{{Report: p.id, At: at, Rule: record.IDOf("rule"), List: at, Idea: queue.ProposeUrgency, Value: "now"}}))
}

// drawn lets somebody else close a report, and chance draw it for a second look.
func (r *realm) drawn(report record.ID) {
	r.t.Helper()
	sum, err := r.Queue.Summary(r.t.Context(), report)
	r.ok(err)
	_, err = r.Field.Write(r.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		h := record.Handling{Unit: sum.Unit, TLP: sum.TLP, Purpose: "community-safety"}
		by := record.IDOf("who closed it")
		return []ledger.Draft{
			{Kind: record.Closing, Record: report.Derive("state"), Subject: report, Author: by, Handling: h, Body: map[string]any{"v": 1, "outcome": "confirmed"}},
			{Kind: record.Review, Record: report.Derive("review"), Subject: report, Author: by, Handling: h, Body: map[string]any{"v": 1, "step": "drawn", "percent": 5}},
		}, nil
	})
	r.ok(err)
}

var picture = report.File{Name: "puits.jpg", Type: "image/jpeg"}

func (r *realm) tryReports(t *testing.T, pattern string, op onReport, v *visitor, tally map[int]int) {
	t.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	kind := op.kind
	if kind == "" {
		kind = policy.Report
	}
	write := func(id record.ID) (send func() heard) { // what the body speaks of is made before anything is measured
		var body any
		if op.body != nil {
			body = op.body(r, id)
		}
		path := strings.NewReplacer("{id}", id.String(), "{name}", picture.Name, "{proposal}", proposalFor(id).String()).Replace(path)
		return func() heard { return r.ask(v, method, path, body) }
	}
	if v.session {
		r.enter(v)
	}
	missing := write(record.IDOf("no such report"))()
	batch := op.batch
	if batch == nil {
		batch = func(r *realm, v *visitor) []placed { return r.batch(v, picture) }
	}
	for _, p := range batch(r, v) {
		if strings.Contains(path, "{proposal}") {
			r.proposeFor(p)
		}
		if strings.HasSuffix(path, "/review") {
			r.drawn(p.id)
		}
		r.pass(25 * time.Hour) // so that no measure of reading or asking is met
		if v.session {
			r.enter(v)
		}
		err := r.Policy.Allow(t.Context(), v.actor, op.action, p.resource(r, v, kind))
		send := write(p.id)
		before, field := r.fingerprint(), r.end()
		got := send()
		tally[got.status]++
		what := fmt.Sprintf("%s %s, one %s, %s, mine %v", v.name, pattern, p.position, p.tlp, p.mine)
		switch {
		case err == nil:
			if got.status != 200 && got.status != 204 {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
			if lines := r.end() - field; op.lines >= 0 && lines != int64(op.lines) {
				t.Errorf("%s left %d lines, want %d", what, lines, op.lines)
			}
			continue
		case fault.Is(err, fault.Unknown):
			if got.status != 401 {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
		case fault.Is(err, fault.Missing):
			if got.status != 404 || !got.same(missing) {
				t.Errorf("%s: %d %s\n%v\nis told from none: %s\n%v", what, got.status, got.body, got.header, missing.body, missing.header)
			}
		default:
			if got.status != 403 || !strings.Contains(got.body, string(op.action)) || got.json(t)["key"] != "policy.denied" {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
		}
		if after := r.fingerprint(); after != before {
			t.Errorf("%s: refused, and something changed: %s, before %s", what, after, before)
		}
	}
}

func (r *realm) end() int64 {
	r.t.Helper()
	n, err := r.Field.End(r.t.Context())
	r.ok(err)
	return n
}
