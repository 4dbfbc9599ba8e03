package node

import (
	"crypto/rand"
	"encoding/pem"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
	"wasl/internal/triage/alert"
)

// aWarning is one of a flood, as the interface takes it.
func (r *realm) aWarning(more map[string]any) map[string]any {
	in := map[string]any{"revision": 0, "content": map[string]any{
		"event": "flood", "urgency": "Immediate", "severity": "Severe", "certainty": "Likely", "expires": r.clock().Add(24 * time.Hour),
		"places": []any{map[string]any{"list": "OCHA-COD-2024", "code": "MR01", "name": ""}},
		"texts": map[string]any{
			"fr": map[string]string{"headline": "Crue du fleuve", "description": "Le fleuve monte.", "instruction": "Quittez les berges."},
			"ar": map[string]string{"headline": "فيضان النهر", "description": "النهر يرتفع.", "instruction": "غادروا ضفاف النهر."},
		},
	}}
	for name, v := range more {
		in[name] = v
	}
	return in
}

// flood drafts a warning at a unit, and has it released if wished.
func (r *realm) flood(at record.ID, released bool) warning.Warning {
	r.t.Helper()
	drafter := policy.Actor{ID: r.member(at), Unit: at, Roles: []policy.Role{policy.Desk}}
	second := policy.Actor{ID: r.member(at), Unit: at, Roles: []policy.Role{policy.Chief}}
	w, err := r.Warnings.Propose(r.t.Context(), drafter, warning.New{ID: record.NewID(rand.Reader), Content: warning.Content{
		Event: "flood", Urgency: "Immediate", Severity: "Severe", Certainty: "Likely", Expires: r.clock().Add(24 * time.Hour), Places: []place.Ref{{List: "OCHA-COD-2024", Code: "MR01"}},
		Texts: map[lang.Language]warning.Words{
			lang.French: {Headline: "Crue du fleuve", Description: "Le fleuve monte.", Instruction: "Quittez les berges."},
			lang.Arabic: {Headline: "فيضان النهر", Description: "النهر يرتفع.", Instruction: "غادروا ضفاف النهر."},
		},
	}})
	r.ok(err)
	if released {
		w, err = r.Warnings.Release(r.t.Context(), second, w.ID, w.Pending.Sum())
		r.ok(err)
	}
	return w
}

// onWarnings are the operations on one warning.
var onWarnings = map[string]struct {
	action policy.Action
	body   func(*realm, warning.Warning) any
}{
	"GET /api/v1/warnings/{id}": {"warning.list", nil},
	"PUT /api/v1/warnings/{id}": {"warning.propose", func(r *realm, w warning.Warning) any { return r.aWarning(map[string]any{"revision": w.Revision}) }},
	"POST /api/v1/warnings/{id}/cancel": {"warning.propose", func(_ *realm, w warning.Warning) any {
		return map[string]any{"revision": w.Revision, "word": "c’est fini"}
	}},
	"POST /api/v1/warnings/{id}/refuse": {"warning.refuse", func(_ *realm, w warning.Warning) any {
		return map[string]any{"revision": w.Revision, "word": "ce n’est pas sûr"}
	}},
	"POST /api/v1/warnings/{id}/release": {"warning.release", func(_ *realm, w warning.Warning) any {
		sum := ""
		if w.Pending != nil {
			sum = w.Pending.Sum()
		}
		return map[string]any{"sum": sum}
	}},
}

// Every operation on a warning, by every role, at every unit, while it waits and
// once it is out: the status is what the policy says of that row.
func TestOnWarnings(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	tally := map[int]int{}
	for _, v := range r.visitors {
		for _, position := range positions {
			for _, released := range []bool{false, true} {
				w := r.flood(r.at[position], released)
				for pattern, op := range onWarnings {
					r.pass(time.Second)
					if v.session {
						r.enter(v)
					}
					res := r.Policy.At(policy.Warning, w.ID, w.Unit)
					res.TLP = w.TLP
					method, path, _ := strings.Cut(pattern, " ")
					may := r.Policy.Allow(t.Context(), v.actor, op.action, res)
					var body any
					if op.body != nil {
						body = op.body(r, w)
					}
					got := r.ask(v, method, strings.Replace(path, "{id}", w.ID.String(), 1), body)
					tally[got.status]++
					what := fmt.Sprintf("%s %s of a warning %s, released: %v", v.name, pattern, position, released)
					switch {
					case may == nil && got.status == 409: // what it asks cannot be done to the warning as it stands
					case may == nil && got.status != 200, fault.Is(may, fault.Unknown) && got.status != 401, fault.Is(may, fault.Denied) && got.status != 403:
						t.Errorf("%s: %d %s, want %v", what, got.status, got.body, may)
					case fault.Is(may, fault.Missing) && got.status != 404:
						t.Errorf("%s: %d %s, want %v", what, got.status, got.body, may)
					}
					if may != nil && got.status == 200 {
						t.Errorf("%s: done", what)
					}
					if got.status == 200 && method != "GET" {
						w = r.flood(r.at[position], released)
					}
					if seen := r.Policy.Allow(t.Context(), v.actor, "warning.list", res) == nil; method == "GET" && strings.Contains(r.ask(v, "GET", "/api/v1/warnings", nil).body, w.ID.String()) != seen {
						t.Errorf("%s: in the list: %v", what, !seen)
					}
				}
			}
		}
	}
	t.Logf("answers by status: %v", tally)
	if tally[200] < 40 || tally[403] < 120 || tally[404] < 90 || tally[401] < 80 {
		t.Errorf("the test asks too little: %v", tally)
	}
}

func outsideMessage(t *testing.T, id string, at time.Time, area cap.Area) string {
	t.Helper()
	b, err := cap.Encode(&cap.Alert{
		Identifier: id, Sender: "meteo@example.mr", Sent: at.Truncate(time.Second), Status: cap.Actual, MsgType: cap.First, Scope: cap.Public,
		Infos: []cap.Info{{
			Language: "fr", Categories: []string{"Met"}, Event: "Vent de sable", Urgency: "Expected", Severity: "Severe", Certainty: "Likely", Headline: "Vent de sable " + id,
			Expires: at.Truncate(time.Second).Add(24 * time.Hour), Areas: []cap.Area{area},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Who may bring in a warning does, once; everybody who works here reads it; whom to
// believe the chief of all says alone.
func TestOnReceivedWarnings(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	print := strings.Repeat("ab", 32)
	trust := map[string]any{"sender": "meteo@example.mr", "name": "Météo"}
	for i, v := range r.visitors {
		res := r.Policy.At(policy.Warning, record.ID{}, v.actor.Unit)
		res.TLP = record.Amber
		may := r.Policy.Allow(t.Context(), v.actor, "warning.import", res)
		file := outsideMessage(t, fmt.Sprint("m", i), r.clock(), cap.Area{Desc: "x"})
		header := v.header.Clone()
		header.Set("Content-Type", cap.MediaType)
		sender := *v
		sender.header = header
		got := r.ask(&sender, "POST", "/api/v1/warnings/import", strings.NewReader(file))
		r.wantStatus(t, v.name+" brings a warning in", got, may)
		reads := v.actor.Has(policy.Operator) || v.actor.Has(policy.Desk) || v.actor.Has(policy.Analyst) || v.actor.Has(policy.Chief)
		if may == nil {
			id, _ := got.json(t)["id"].(string)
			if list := r.ask(v, "GET", "/api/v1/warnings/received", nil); strings.Contains(list.body, id) != reads {
				t.Errorf("%s reads it in the list: %v", v.name, !reads)
			}
			if one := r.ask(v, "GET", "/api/v1/warnings/received/"+id, nil); (one.status == 200) != reads {
				t.Errorf("%s reads it: %d", v.name, one.status)
			}
		}
		path := "/api/v1/warnings/senders/" + print
		if got := r.ask(v, "PUT", path, trust); got.status < 401 || got.status > 404 {
			t.Errorf("%s says whom to believe: %d", v.name, got.status)
		}
		if got := r.ask(v, "DELETE", path, nil); got.status < 401 || got.status > 404 {
			t.Errorf("%s says whom not to believe: %d", v.name, got.status)
		}
	}
	head := policy.Actor{ID: r.member(r.at["root"]), Unit: r.at["root"], Roles: []policy.Role{policy.Chief}}
	r.ok(r.Warnings.Trust(t.Context(), head, warning.Known{Fingerprint: print, Sender: "meteo@example.mr", Name: "Météo"}))
	if list := r.ask(r.visitor("desk"), "GET", "/api/v1/warnings/received", nil); !strings.Contains(list.body, print) {
		t.Errorf("a known sender is not told: %s", list.body)
	}
	r.ok(r.Warnings.Distrust(t.Context(), head, print))
}

// Everybody reads what holds, without an account, cheaply, and can check that it
// came from here.
func TestThePublicReadsWhatHolds(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	nobody := r.visitor("nobody")
	if page := r.ask(nobody, "GET", "/public/warnings?lang=fr", nil); page.status != 200 || !strings.Contains(page.body, "Aucune alerte") || len(page.body) > 8<<10 {
		t.Errorf("with nothing to say: %d, %d bytes", page.status, len(page.body))
	}
	hidden := r.flood(r.at["own"], false)
	w := r.flood(r.at["own"], true)
	feed := r.ask(nobody, "GET", "/public/cap?lang=ar", nil)
	var atom struct {
		Updated string `xml:"updated"`
		Entries []struct {
			ID   string `xml:"id"`
			Link struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	r.ok(xml.Unmarshal([]byte(feed.body), &atom))
	if len(atom.Entries) != 1 || atom.Entries[0].Title != "فيضان النهر" || atom.Entries[0].ID != "urn:uuid:"+w.Message.String() || strings.Contains(feed.body, hidden.ID.String()) {
		t.Fatalf("the feed: %s", feed.body)
	}
	message := r.ask(nobody, "GET", atom.Entries[0].Link.Href, nil)
	m, seal, err := cap.Verify([]byte(message.body), r.clock())
	r.ok(err)
	cert, _ := pem.Decode([]byte(r.ask(nobody, "GET", "/public/certificate.pem", nil).body))
	if m.Status != cap.Test || seal.State != cap.Sound || cert == nil || seal.Fingerprint != cap.Fingerprint(cert.Bytes) {
		t.Errorf("the message: %+v, %+v", m, seal)
	}
	for _, h := range []heard{feed, message} {
		if !strings.Contains(h.header.Get("Cache-Control"), "public") || h.header.Get("ETag") == "" || h.header.Get("Last-Modified") == "" || h.header.Get("Set-Cookie") != "" {
			t.Errorf("caches are told %v", h.header)
		}
	}
	again := *nobody
	again.header = http.Header{"If-None-Match": {feed.header.Get("ETag")}}
	if got := r.ask(&again, "GET", "/public/cap?lang=ar", nil); got.status != 304 || got.body != "" {
		t.Errorf("asked again: %d, %d bytes", got.status, len(got.body))
	}
	for l, want := range map[string]string{"fr": "Quittez les berges.", "ar": `dir="rtl"`, "en": "Quittez les berges."} {
		page := r.ask(nobody, "GET", "/public/warnings?lang="+l, nil)
		if page.status != 200 || !strings.Contains(page.body, want) || strings.Contains(page.body, "<script") || len(page.body) > 8<<10 {
			t.Errorf("in %s: %d, %d bytes\n%s", l, page.status, len(page.body), page.body)
		}
	}
	for _, path := range []string{"/public/cap/x", "/public/cap/" + w.ID.String() + ".xml", "/public/cap/" + record.IDOf("none").String() + ".xml"} {
		if got := r.ask(nobody, "GET", path, nil); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := r.ask(nobody, "GET", "/public/warnings?lang=fr&fbclid=x&lang=ar&x", nil); got.status != 200 || !strings.Contains(got.body, `lang="fr"`) {
		t.Errorf("with what a network adds to a link: %d\n%s", got.status, got.body)
	}
	if got := r.ask(nobody, "GET", "/public/warnings?lang=xx", nil); got.status != 200 || got.header.Get("Vary") == "" {
		t.Errorf("in a language that is not there: %d, Vary %q", got.status, got.header.Get("Vary"))
	}
	r.pass(25 * time.Hour)
	if got := r.ask(&again, "GET", "/public/cap?lang=ar", nil); got.status != 200 || strings.Contains(got.body, "<entry>") {
		t.Errorf("when its time is over: %d %s", got.status, got.body)
	}
	if got := r.ask(nobody, "GET", atom.Entries[0].Link.Href, nil); got.status != 200 {
		t.Errorf("what was said is not to be read any more: %d", got.status)
	}
	for range 1300 {
		if got := r.ask(nobody, "GET", "/public/cap", nil); got.status == 429 {
			return
		}
	}
	t.Error("one source reads without end")
}

// Another authority's warning raises an alert at the desk of its ground, once; an
// exercise, and what is far away, raise none.
func TestAWarningOfOutsideRaisesAnAlert(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	ctx := t.Context()
	p, ok := r.Places.Find("MR01")
	if !ok {
		t.Fatal("the place of the test is not there")
	}
	r.ok(r.Units.Put(ctx, record.ID{}, unit.Unit{ID: r.at["own"], Code: "own", Parent: r.at["above"], Kind: unit.Administration, PlaceList: p.List, PlaceCode: p.Code, Name: lang.Text{lang.French: "own"}}))
	desk := r.visitor("desk").actor
	ground := cap.Area{Desc: "x", Circles: []cap.Circle{{Centre: cap.Point{Lat: p.Lat, Lon: p.Lon}, Radius: 5}}}
	far := cap.Area{Desc: "Canada", Circles: []cap.Circle{{Centre: cap.Point{Lat: 50, Lon: -97}, Radius: 5}}}
	for _, file := range []string{
		outsideMessage(t, "near", r.clock(), ground), outsideMessage(t, "near", r.clock(), ground), outsideMessage(t, "far", r.clock(), far),
		strings.Replace(outsideMessage(t, "drill", r.clock(), ground), "Actual", "Exercise", 1),
	} {
		_, err := r.Warnings.Import(ctx, desk, []byte(file))
		r.ok(err)
	}
	revs, err := r.Field.Follow(ctx, 0, 10_000)
	r.ok(err)
	lookout := r.Warnings.Lookout()
	for range 2 { // it hears some again after a crash
		for _, rev := range revs {
			r.ok(lookout.Follow(ctx, rev))
		}
	}
	root := policy.Actor{ID: record.IDOf("all"), Roles: []policy.Role{policy.Chief}, Unit: r.at["root"]}
	page, err := r.Alerts.List(ctx, root, alert.Query{})
	r.ok(err)
	alerts := slices.DeleteFunc(page.Items, func(a alert.Alert) bool { return a.Watch != alert.Outside })
	if len(alerts) != 1 || alerts[0].Unit != r.at["own"] || alerts[0].Name[lang.French] != "Vent de sable near" || alerts[0].Urgency != "soon" {
		t.Fatalf("alerts: %+v", alerts)
	}
	all, err := r.Warnings.AllReceived(ctx, desk)
	r.ok(err)
	for _, o := range all {
		if ids := r.Warnings.AlertsOf(&o); o.Identifier == "near" && !slices.Contains(ids, alerts[0].ID) {
			t.Errorf("the warning does not know its alert: %v", ids)
		}
	}
}
