package node

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/notice"
)

// aWatch is one for attacks at a unit, as the interface takes it.
func aWatch(at record.ID, more map[string]any) map[string]any {
	w := map[string]any{
		"unit": at, "name": map[string]string{"fr": "Attaques", "ar": "هجمات", "en": "Attacks"}, "rule": map[string]any{"look": "reports", "kinds": []string{"attack"}}, "urgency": "soon",
	}
	for name, v := range more {
		w[name] = v
	}
	return w
}

// aPlan has one person on duty, day and night.
func aPlan(who record.ID) map[string]any {
	return map[string]any{"shifts": []any{map[string]any{"days": []int{1, 2, 3, 4, 5, 6, 7}, "from": "06:00", "to": "06:00", "primary": who}}}
}

// onDutyOfUnits are the operations on watches, alerts and duty of a unit, for
// TestOnUnits.
var onDutyOfUnits = map[string]onUnit{
	"PUT /api/v1/watches/{id}": {action: "watch.make", kind: policy.Watch, fresh: func(_ *realm, at record.ID) (string, any) {
		return record.NewID(rand.Reader).String(), aWatch(at, map[string]any{"revision": 0})
	}},
	"POST /api/v1/alerts": {action: "alert.raise", kind: policy.Alert, fresh: func(_ *realm, at record.ID) (string, any) {
		return "", map[string]any{"id": record.NewID(rand.Reader), "unit": at, "urgency": "now", "word": "des coups de feu au puits"}
	}},
	"POST /api/v1/alerts exercise": {action: "alert.exercise", kind: policy.Alert, fresh: func(_ *realm, at record.ID) (string, any) {
		return "", map[string]any{"id": record.NewID(rand.Reader), "unit": at, "urgency": "now", "word": "essai du mois", "exercise": true}
	}},
	"PUT /api/v1/units/{id}/duty": {action: "duty.edit", kind: policy.Duty, fresh: func(r *realm, at record.ID) (string, any) {
		now := r.clock()
		look, err := r.Duty.Look(r.t.Context(), r.boss, at, now, now.Add(time.Hour))
		r.ok(err)
		return at.String(), map[string]any{"plan": aPlan(r.member(at)), "revision": look.Revision}
	}},
	"POST /api/v1/members/{id}/contacts": {action: "contact.read", kind: policy.Contact, fresh: func(r *realm, at record.ID) (string, any) {
		return r.member(at).String(), map[string]any{"reason": "elle ne répond pas à l’alerte"}
	}},
}

// anAlert is one at a unit under a marking.
func (r *realm) anAlert(at record.ID, tlp record.TLP) alert.Alert {
	r.t.Helper()
	key := record.NewID(rand.Reader).String()
	r.ok(r.Alerts.Find(r.t.Context(), alert.Outside, alert.Found{Cause: key, Key: key, Unit: at, TLP: tlp, Urgency: report.Now, Kind: "attack"}))
	root := policy.Actor{ID: record.IDOf("all"), Roles: []policy.Role{policy.Chief}, Unit: r.at["root"]}
	p, err := r.Alerts.List(r.t.Context(), root, alert.Query{})
	r.ok(err)
	if tlp == record.Red { // not even the root lists it: its id is known
		id := alert.Outside.Derive("alert " + key + " " + key)
		a, _, err := r.Alerts.Stands(r.t.Context(), id)
		r.ok(err)
		return a
	}
	return slices.MaxFunc(p.Items, func(a, b alert.Alert) int { return int(a.Number - b.Number) })
}

// onAlerts are the operations on one alert.
var onAlerts = map[string]struct {
	action policy.Action
	body   any
}{
	"GET /api/v1/alerts/{id}":              {"alert.open", nil},
	"POST /api/v1/alerts/{id}/acknowledge": {"alert.acknowledge", map[string]any{}},
	"POST /api/v1/alerts/{id}/climb":       {"alert.climb", map[string]any{"word": "plus haut"}},
	"POST /api/v1/alerts/{id}/note":        {"alert.note", map[string]any{"id": record.IDOf("a note"), "word": "vu"}},
	"POST /api/v1/alerts/{id}/end":         {"alert.end", map[string]any{"outcome": "true"}},
	"POST /api/v1/alerts/{id}/reopen":      {"alert.end", map[string]any{"word": "pas fini"}},
}

// Every operation on an alert, by every role, at every unit, under every marking:
// the status is what the policy says of that row, and what is hidden is to the
// letter like what is not there. Lists show what the policy says.
func TestOnAlerts(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.ok(r.Alerts.Ship(t.Context()))
	tally := map[int]int{}
	for _, v := range r.visitors {
		for _, position := range positions {
			for _, tlp := range []record.TLP{record.Amber, record.AmberStrict, record.Red} {
				r.pass(time.Hour)
				if v.session {
					r.enter(v)
				}
				a := r.anAlert(r.at[position], tlp)
				r.inList(t, v, a)
				for pattern, op := range onAlerts {
					_, named, err := r.Alerts.Stands(t.Context(), a.ID)
					r.ok(err)
					res := r.Policy.At(policy.Alert, a.ID, a.Unit)
					res.TLP, res.Recipients = a.TLP, named
					method, path, _ := strings.Cut(pattern, " ")
					may := r.Policy.Allow(t.Context(), v.actor, op.action, res)
					got := r.ask(v, method, strings.Replace(path, "{id}", a.ID.String(), 1), op.body)
					tally[got.status]++
					what := fmt.Sprintf("%s %s of an alert %s, %s", v.name, pattern, position, tlp)
					switch {
					case may == nil && got.status == 409: // what it asks cannot be done to the alert as it stands
					case may == nil && got.status != 200, fault.Is(may, fault.Unknown) && got.status != 401, fault.Is(may, fault.Denied) && got.status != 403:
						t.Errorf("%s: %d %s, want %v", what, got.status, got.body, may)
					case fault.Is(may, fault.Missing):
						none := r.ask(v, method, strings.Replace(path, "{id}", record.IDOf("no alert").String(), 1), op.body)
						if got.status != 404 || !got.same(none) {
							t.Errorf("%s: %d %s, of none %s", what, got.status, got.body, none.body)
						}
					}
				}
			}
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200] < 60 || tally[403] < 20 || tally[404] < 200 || tally[401] < 100 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

func (r *realm) inList(t *testing.T, v *visitor, a alert.Alert) {
	t.Helper()
	_, named, err := r.Alerts.Stands(t.Context(), a.ID)
	r.ok(err)
	res := r.Policy.At(policy.Alert, a.ID, a.Unit)
	res.TLP, res.Recipients = a.TLP, named
	want := r.Policy.Allow(t.Context(), v.actor, "alert.list", res) == nil
	got := r.ask(v, "GET", "/api/v1/alerts", nil)
	if strings.Contains(got.body, a.ID.String()) != want {
		t.Errorf("%s sees an alert %s at %s in the list: %v, want %v", v.name, a.TLP, a.Unit, !want, want)
	}
}

// Watches, plans and who is on duty show what the policy says of each unit; a watch
// is switched by whoever may.
func TestWatchesAndDutyOfUnits(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	root := policy.Actor{ID: record.IDOf("all"), Roles: []policy.Role{policy.Chief}, Unit: r.at["root"]}
	watches := map[string]record.ID{}
	for _, position := range positions {
		id := record.IDOf("watch " + position)
		watches[position] = id
		r.ok(r.Alerts.Put(t.Context(), root, alert.Watch{
			ID: id, Unit: r.at[position], Name: text3("Vols", "سرقات", "Thefts"), Rule: alert.Rule{Look: alert.Reports, Kinds: []string{"theft"}}, Urgency: report.Soon,
		}))
		r.member(r.at[position])
	}
	switched := 0
	for _, v := range r.visitors {
		if v.session {
			r.enter(v)
		}
		list, duty := r.ask(v, "GET", "/api/v1/watches", nil), r.ask(v, "GET", "/api/v1/duty", nil)
		for _, position := range positions {
			at := func(kind policy.Type, action policy.Action) error {
				return r.Policy.Allow(t.Context(), v.actor, action, r.Policy.At(kind, record.ID{}, r.at[position]))
			}
			if want := at(policy.Watch, "watch.list") == nil; strings.Contains(list.body, watches[position].String()) != want {
				t.Errorf("%s sees a watch %s: %v", v.name, position, !want)
			}
			if want := at(policy.Duty, "duty.list") == nil; strings.Contains(duty.body, r.at[position].String()) != want {
				t.Errorf("%s sees who is on duty %s: %v", v.name, position, !want)
			}
			look := r.ask(v, "GET", "/api/v1/units/"+r.at[position].String()+"/duty?from=2026-11-24T00:00:00Z&to=2026-12-01T00:00:00Z", nil)
			r.wantStatus(t, v.name+" looks at duty "+position, look, at(policy.Duty, "duty.list"))
			tried := r.ask(v, "POST", "/api/v1/watches/try", aWatch(r.at[position], map[string]any{"id": record.IDOf("new")}))
			r.wantStatus(t, v.name+" tries a watch "+position, tried, at(policy.Watch, "watch.make"))
			got := r.ask(v, "POST", "/api/v1/watches/"+watches[position].String()+"/switch", map[string]any{"on": switched%2 == 0, "why": "il le faut"})
			if may := at(policy.Watch, "watch.switch"); r.wantStatus(t, v.name+" switches "+position, got, may) {
				switched++
			}
		}
	}
	if switched != 2 {
		t.Errorf("watches were switched %d times", switched)
	}
}

// wantStatus holds an answer against what the policy says, and tells whether it was
// allowed.
func (r *realm) wantStatus(t *testing.T, what string, got heard, may error) bool {
	t.Helper()
	want := 200
	switch {
	case may == nil && got.status == 204:
		want = 204
	case fault.Is(may, fault.Unknown):
		want = 401
	case fault.Is(may, fault.Missing):
		want = 404
	case fault.Is(may, fault.Denied):
		want = 403
	}
	if got.status != want {
		t.Errorf("%s: %d %s, want %d", what, got.status, got.body, want)
	}
	return may == nil
}

func text3(fr, ar, en string) lang.Text {
	return lang.Text{lang.French: fr, lang.Arabic: ar, lang.English: en}
}

// One's own shift is handed to a colleague, who takes it; nobody else has a word in
// it. A calendar shows it, under an address that can be shut.
func TestASwap(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	desk, chief, other := r.visitor("desk"), r.visitor("chief"), r.person("own", policy.Desk)
	if got := r.ask(chief, "PUT", "/api/v1/units/"+r.at["own"].String()+"/duty", map[string]any{"plan": aPlan(desk.actor.ID), "revision": 0}); got.status != 204 {
		t.Fatal(got.body)
	}
	from, to := r.clock().Add(20*time.Hour), r.clock().Add(44*time.Hour)
	id := record.IDOf("swap")
	asked := map[string]any{"id": id, "unit": r.at["own"], "from": from, "to": to, "taker": other.actor.ID}
	if got := r.ask(chief, "POST", "/api/v1/duty/swaps", asked); got.status != 400 {
		t.Errorf("who is not on duty asks: %d %s", got.status, got.body)
	}
	if got := r.ask(desk, "POST", "/api/v1/duty/swaps", asked); got.status != 204 {
		t.Fatal(got.body)
	}
	if got := r.ask(chief, "POST", "/api/v1/duty/swaps/"+id.String(), map[string]any{"turn": "taken"}); got.status != 404 {
		t.Errorf("a third one answers: %d %s", got.status, got.body)
	}
	if got := r.ask(other, "POST", "/api/v1/duty/swaps/"+id.String(), map[string]any{"turn": "taken"}); got.status != 204 {
		t.Fatal(got.body)
	}
	if got := r.ask(other, "GET", "/api/v1/account/duty", nil); !strings.Contains(got.body, `"turn":"taken"`) || !strings.Contains(got.body, r.at["own"].String()) {
		t.Error(got.body)
	}
	path := r.ask(other, "POST", "/api/v1/account/calendar", map[string]any{}).json(t)["path"].(string)
	nobody := r.visitor("nobody")
	if got := r.ask(nobody, "GET", path, nil); got.status != 200 || !strings.Contains(got.body, "BEGIN:VEVENT") || !strings.Contains(got.header.Get("Content-Type"), "text/calendar") {
		t.Errorf("the calendar: %d %s", got.status, got.body)
	}
	r.ask(other, "DELETE", "/api/v1/account/calendar", nil)
	if got := r.ask(nobody, "GET", path, nil); got.status != 404 {
		t.Errorf("a calendar that was shut: %d", got.status)
	}
}

// The gateways are the highest administrator's; secrets never come out again.
func TestOnGateways(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	set := map[string]any{"sms": map[string]any{"url": "http://127.0.0.1:1/sendsms", "user": "u", "password": "geheim", "from": "wasl"}}
	top := r.person("root", policy.Administrator)
	for _, v := range append(r.visitors, top) {
		for _, c := range []struct {
			method, path string
			body         any
		}{{"GET", "/api/v1/gateways", nil}, {"PUT", "/api/v1/gateways", set}, {"POST", "/api/v1/gateways/test", map[string]any{"channel": "sms", "to": "45123456"}}} {
			got := r.ask(v, c.method, c.path, c.body)
			action := policy.Action("gateway.edit")
			if c.method == "GET" {
				action = "gateway.list"
			}
			r.wantStatus(t, v.name+" "+c.method+" "+c.path, got, r.Policy.Allow(t.Context(), v.actor, action, r.Policy.At(policy.Gateway, record.ID{}, r.at["root"])))
			if strings.Contains(got.body, "geheim") {
				t.Errorf("%s %s tells the password: %s", c.method, c.path, got.body)
			}
		}
	}
	if got := r.ask(top, "GET", "/api/v1/gateways", nil).body; !strings.Contains(got, notice.Hidden) {
		t.Error(got)
	}
}

// operator is an SMS gateway that keeps what it was sent.
type operator struct {
	*httptest.Server
	mu   sync.Mutex
	down bool
	took []string // "+222...: text"
	dlr  []string
}

func newOperator(t *testing.T) *operator {
	o := &operator{}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		q := r.URL.Query()
		o.took = append(o.took, q.Get("to")+": "+q.Get("text"))
		o.dlr = append(o.dlr, q.Get("dlr-url"))
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "0: Accepted for delivery")
	}))
	t.Cleanup(o.Close)
	return o
}

func (o *operator) set(down bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.down = down
}

func (o *operator) sent() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.took)
}

// march lets everybody who follows the ledger hear all of it, and tick.
func (r *realm) march(heard map[string]int64) {
	r.t.Helper()
	for _, f := range r.followers.all {
		for {
			revs, err := r.Field.Follow(r.t.Context(), heard[f.Name()], 500)
			r.ok(err)
			for _, rev := range revs {
				r.ok(f.Follow(r.t.Context(), rev))
				heard[f.Name()] = rev.Seq
			}
			if s, ok := f.(Settler); ok {
				r.ok(s.Settle(r.t.Context()))
			}
			if len(revs) == 0 {
				break
			}
		}
		r.ok(f.Tick(r.t.Context(), r.clock()))
	}
}

// A warning that nobody answers climbs from the village's unit to the capital by
// night, over a gateway that is down for the first minutes. Each level is told once,
// in words that say nothing to whoever holds the telephone; the capital answers; and
// all of it stands in the alert's history.
func TestAWarningClimbsToTheCapital(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	r.forms()
	sms := newOperator(t)
	top := r.person("root", policy.Administrator)
	r.ok(r.Notices.Set(t.Context(), top.actor, notice.Settings{SMS: &notice.SMSSettings{URL: sms.URL, User: "u", Password: "p", Callback: "http://127.0.0.1"}}))
	people := map[string]*visitor{"below": r.person("below", policy.Desk), "own": r.visitor("desk"), "above": r.person("above", policy.Chief), "root": r.person("root", policy.Chief)}
	for i, name := range []string{"below", "own", "above", "root"} {
		who, number := people[name], fmt.Sprintf("+2224500000%d", i)
		c, err := r.Notices.Add(t.Context(), who.actor.ID, notice.SMS, number)
		r.ok(err)
		_, code, _ := strings.Cut(sms.sent()[len(sms.sent())-1], "code est ")
		r.ok(r.Notices.Verify(t.Context(), who.actor.ID, c.ID, code[:6]))
	}
	sms.took, sms.dlr = nil, nil
	heard := map[string]int64{}
	r.march(heard)
	r.pass(13 * time.Hour) // it is 23:00
	sms.set(true)
	_, err := r.Reports.Accept(t.Context(), report.Incoming{
		ID: record.IDOf("warning"), Unit: r.at["below"], TLP: record.Amber, Author: record.IDOf("village"),
		Body: report.Body{
			Form: "security-incident", Version: "1", Channel: report.App, XML: incident("warning", "chameau"), Kind: "attack", Urgency: report.Now,
			Title: "Ils disent qu’ils viendront cette nuit", Text: "chameau", Source: record.IDOf("source"), Place: &report.PlaceRef{List: "OCHA-COD-2024", Code: "MR012"},
		},
	})
	r.ok(err)
	begun := r.clock()
	for r.clock().Before(begun.Add(50 * time.Minute)) {
		if r.clock().Sub(begun) == 2*time.Minute {
			sms.set(false)
		}
		r.march(heard)
		r.pass(15 * time.Second)
	}
	told := map[string]int{}
	for _, m := range sms.sent() {
		number, text, _ := strings.Cut(m, ": ")
		told[number]++
		for _, secret := range []string{"chameau", "ttaque", "attack", "assikounou"} {
			if strings.Contains(text, secret) {
				t.Errorf("an SMS tells too much: %q", text)
			}
		}
		if !strings.HasPrefix(text, "wasl URGENT: ") {
			t.Errorf("an SMS says %q", text)
		}
	}
	for i, most := range []int{2, 2, 2, 2} { // once when it comes there, and one reminder; the gateway's return brings no flood
		if n := told[fmt.Sprintf("+2224500000%d", i)]; n < 1 || n > most+1 {
			t.Errorf("level %d was told %d times: %v", i, n, sms.sent())
		}
	}
	r.enter(people["root"])
	list := r.ask(people["root"], "GET", "/api/v1/alerts?state=open", nil).json(t)["items"].([]any)
	if len(list) != 1 {
		t.Fatalf("%d alerts", len(list))
	}
	one := list[0].(map[string]any)
	if one["level"].(float64) != 3 || one["mine"] != true {
		t.Errorf("the alert: %v", one)
	}
	path := "/api/v1/alerts/" + one["id"].(string)
	if got := r.ask(people["root"], "POST", path+"/acknowledge", map[string]any{}); got.status != 200 {
		t.Fatal(got.body)
	}
	// The gateway tells what became of the last message.
	dlr := strings.TrimPrefix(sms.dlr[len(sms.dlr)-1], "http://127.0.0.1")
	if got := r.ask(r.visitor("nobody"), "GET", strings.Replace(dlr, "%d", "1", 1), nil); got.status != 200 && got.status != 204 {
		t.Errorf("the gateway's report: %d %s", got.status, got.body)
	}
	before := len(sms.sent())
	for range 40 {
		r.pass(time.Minute)
		r.march(heard)
	}
	if after := len(sms.sent()); after != before {
		t.Errorf("%d messages after it was acknowledged", after-before)
	}
	r.enter(people["root"])
	r.courseOf(t, people["root"], path)
}

// courseOf holds the history of the night's alert.
func (r *realm) courseOf(t *testing.T, v *visitor, path string) {
	t.Helper()
	whole := r.ask(v, "GET", path, nil).json(t)
	var course []string
	for _, e := range whole["history"].([]any) {
		m := e.(map[string]any)
		act := m["act"].(string)
		if call, ok := m["call"].(map[string]any); ok {
			act += fmt.Sprintf(" %v %v", call["level"], call["why"])
		}
		course = append(course, act)
	}
	want := "raise, level 0 raised, remind, level 1 late, remind, level 2 late, remind, level 3 late, remind, acknowledge"
	if got := strings.Join(course, ", "); got != want {
		// An unreached level climbs half-way: the gateway was down for two minutes alone.
		t.Errorf("the course of the alert:\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(fmt.Sprint(whole["notices"]), "delivered") {
		t.Error("nothing says that a message arrived")
	}
}
