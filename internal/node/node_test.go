package node

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/store/storetest"
)

// world is a demo node without reports, and a server before it.
type world struct {
	t    *testing.T
	demo *Demo
	url  string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	clock := &demoClock{real: time.Now}
	n, err := Open(t.Context(), Config{Dir: storetest.Dir(t), Demo: true, Clock: clock.now, Random: rand.Reader, Domain: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	d := &Demo{Node: n, clock: clock}
	if d.forms, err = demoForms(); err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() error{
		func() error { return d.units(t.Context()) }, func() error { return d.accounts(t.Context()) }, func() error { return d.publish(t.Context()) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	admin := policy.Actor{ID: identity.DemoID(policy.Administrator), Roles: []policy.Role{policy.Administrator}, Unit: d.Units.Tree().Root()}
	if _, d.OpenRosa, err = d.Who.IssueToken(t.Context(), admin, identity.NewToken{Name: "phone", Unit: admin.Unit, Channel: "openrosa"}); err != nil {
		t.Fatal(err)
	}
	if _, d.API, err = d.Who.IssueToken(t.Context(), admin, identity.NewToken{Name: "program", Unit: admin.Unit, Channel: "api"}); err != nil {
		t.Fatal(err)
	}
	h, err := n.Handler()
	if err != nil {
		t.Fatal(err)
	}
	n.ready.Store(true)
	srv := httptest.NewServer(h)
	t.Cleanup(func() {
		n.Feed.Close()
		srv.Close()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return &world{t: t, demo: d, url: srv.URL}
}

// browser is that of somebody at a console, or with "" nobody.
type browser struct {
	*world
	http http.Client
}

func (w *world) person(role policy.Role) *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &browser{world: w, http: http.Client{Jar: jar}}
	if role != "" {
		p.do("POST", "/api/v1/session/demo", map[string]any{"role": role}, 200)
	}
	return p
}

// do asks the API and gives the answer, which must have the status.
func (p *browser) do(method, path string, body any, status int) map[string]any {
	p.t.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			p.t.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, r)
	if err != nil {
		p.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept-Language", "fr")
	res, err := p.http.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.StatusCode != status {
		p.t.Fatalf("%s %s: %d, want %d\n%s", method, path, res.StatusCode, status, b)
	}
	out := map[string]any{}
	if len(b) > 0 {
		if err := json.Unmarshal(b, &out); err != nil {
			p.t.Fatalf("%s %s: %v\n%s", method, path, err, b)
		}
	}
	return out
}

// sealed sends what a phone seals to the node.
func (p *browser) sealed(path string, kind vault.SealKind, content any, status int) map[string]any {
	p.t.Helper()
	b, err := json.Marshal(content)
	if err != nil {
		p.t.Fatal(err)
	}
	s, err := vault.Seal(p.demo.Vault.Key(), kind, b, true)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := p.http.Post(p.url+path, "application/wasl-sealed", bytes.NewReader(s))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	out := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || res.StatusCode != status {
		p.t.Fatalf("%s: %d, want %d: %v %v", path, res.StatusCode, status, out, err)
	}
	return out
}

// incident is a report of a security incident in Bassikounou, as a phone sends it.
func incident(id, summary string) string {
	return fmt.Sprintf(`<data xmlns:orx="http://openrosa.org/xforms" id="security-incident" version="1"><kind>attack</kind><urgency>now</urgency>`+
		`<where_place>MR012</where_place><summary>%s</summary><details>جاؤوا في سيارتين، رقم إحداهما 4711 AB 05</details>`+
		`<orx:meta><orx:instanceID>uuid:%s</orx:instanceID></orx:meta></data>`, summary, id)
}

// From a phone in Arabic to a graded answer read by its receipt.
func TestReportToGradedAnswer(t *testing.T) {
	w := newWorld(t)
	phone, desk := w.person(""), w.person(policy.Desk)

	cfg := phone.do("GET", "/api/v1/reporter/config", nil, 200)
	if len(cfg["forms"].([]any)) != 5 || cfg["key"] == "" {
		t.Fatalf("the phone's configuration: %v", cfg)
	}
	id := record.IDOf("first").String()
	report := map[string]any{"id": id, "form": "security-incident", "version": "1", "language": "ar", "xml": incident(id, "هجوم على بئر")}
	got := phone.sealed("/api/v1/reporter/submissions", vault.Submission, report, 201)
	receipt, _ := got["receipt"].(string)
	if len(receipt) != 12 {
		t.Fatalf("receipt %q", receipt)
	}
	if again := phone.sealed("/api/v1/reporter/submissions", vault.Submission, report, 200); again["receipt"] != receipt {
		t.Errorf("sent again, the receipt is %v", again["receipt"])
	}

	queue := desk.do("GET", "/api/v1/reports?state=new", nil, 200)
	items := queue["items"].([]any)
	if len(items) != 1 {
		t.Fatalf("the queue holds %d reports", len(items))
	}
	first := items[0].(map[string]any)
	if first["id"] != id || first["title"] != "هجوم على بئر" || first["urgency"] != "now" || first["kind"] != "attack" {
		t.Errorf("the queue shows %v", first)
	}
	if unit := first["unit"].(map[string]any)["name"]; !strings.Contains(fmt.Sprint(unit), "Bassik") {
		t.Errorf("the report went to %v", unit)
	}
	path := "/api/v1/reports/" + id
	whole := desk.do("GET", path+"?reason=tri", nil, 200)
	if n := len(whole["answers"].([]any)); n < 4 {
		t.Errorf("%d answers", n)
	}
	seen := whole["revision"]
	desk.do("POST", path+"/state", map[string]any{"state": "checking"}, 200)
	desk.do("POST", path+"/grade", map[string]any{"source": "B", "information": 2, "revision": seen}, 409)
	graded := desk.do("POST", path+"/grade", map[string]any{"source": "B", "information": 2}, 200)
	if graded["source"] != "B" || graded["information"] != 2.0 {
		t.Errorf("graded: %v", graded)
	}
	desk.do("POST", path+"/answer", map[string]any{"id": record.IDOf("answer").String(), "text": "وصل بلاغك، والدورية في الطريق. هل ما زالوا هناك؟", "language": "ar"}, 200)

	thread := phone.do("POST", "/api/v1/reporter/threads/"+receipt, map[string]any{}, 200)
	ms := thread["messages"].([]any)
	if len(ms) != 1 || ms[0].(map[string]any)["from"] != "desk" || thread["state"] != "checking" {
		t.Errorf("the thread: %v", thread)
	}
	if by := ms[0].(map[string]any)["by"]; by != nil {
		t.Errorf("the reporter learns the officer's name: %v", by)
	}
	phone.sealed("/api/v1/reporter/threads/"+receipt+"/messages", vault.Message, map[string]any{"id": record.IDOf("reply").String(), "text": "رحلوا شرقا", "language": "ar"}, 201)
	after := desk.do("GET", "/api/v1/reports?state=needs_answer", nil, 200)["items"].([]any)
	if len(after) != 1 || after[0].(map[string]any)["unread"] != 1.0 {
		t.Errorf("after the reply: %v", after)
	}
	closed := desk.do("POST", path+"/close", map[string]any{"outcome": "action_taken", "note": "patrouille"}, 200)
	if closed["state"] != "closed" {
		t.Errorf("closed: %v", closed)
	}
	for _, q := range []string{"بئر", "بير الهجوم", "4711", "patrouille"} {
		found := desk.do("GET", "/api/v1/search?q="+strings.ReplaceAll(q, " ", "%20"), nil, 200)["items"].([]any)
		if want := q != "patrouille"; (len(found) == 1) != want {
			t.Errorf("search %q found %d", q, len(found))
		}
	}
	if damage, err := w.demo.Verify(t.Context(), func(string, int64, int64) {}); err != nil || len(damage) > 0 {
		t.Errorf("verify: %v, %v", damage, err)
	}
}

// Who may not, may not, and cannot tell a hidden report from none.
func TestWhoMayNot(t *testing.T) {
	w := newWorld(t)
	phone := w.person("")
	id := record.IDOf("secret").String()
	phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{"id": id, "language": "fr", "xml": incident(id, "secret")}, 201)
	path := "/api/v1/reports/" + id
	for _, role := range []policy.Role{policy.Administrator, policy.Oversight} {
		p := w.person(role)
		p.do("GET", path, nil, 404)
		p.do("GET", "/api/v1/reports/"+record.IDOf("nothing").String(), nil, 404)
		if n := len(p.do("GET", "/api/v1/reports", nil, 200)["items"].([]any)); n != 0 {
			t.Errorf("%s sees %d reports", role, n)
		}
	}
	w.person(policy.Analyst).do("POST", path+"/grade", map[string]any{"source": "A", "information": 1}, 403)
	nobody := w.person("")
	nobody.do("GET", "/api/v1/reports", nil, 401)
	nobody.do("GET", path, nil, 401)
	nobody.do("GET", "/api/v1/reports?nonsense=1", nil, 401)
	w.person(policy.Desk).do("GET", "/api/v1/reports?nonsense=1", nil, 400)
	for i := range 12 {
		status := 404
		if i >= 10 {
			status = 429
		}
		nobody.do("POST", "/api/v1/reporter/threads/000000000000", map[string]any{}, status)
	}
	audit := w.person(policy.Oversight).do("GET", "/api/v1/audit", nil, 200)["items"].([]any)
	if len(audit) == 0 {
		t.Error("oversight sees no audit lines")
	}
}

// post is a submission as ODK Collect sends it.
type post struct {
	xml        string
	files      map[string]string
	incomplete bool
}

func (w *world) post(p post) (status int, body string) {
	w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part := func(header textproto.MIMEHeader, content string) {
		pw, err := m.CreatePart(header)
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := io.WriteString(pw, content); err != nil {
			w.t.Fatal(err)
		}
	}
	part(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="xml_submission_file"; filename="s.xml"`}, "Content-Type": {"text/xml"}}, p.xml)
	for name, content := range p.files {
		part(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + name + `"; filename="` + name + `"`}, "Content-Type": {"image/jpeg"}}, content)
	}
	if p.incomplete {
		part(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="*isIncomplete*"`}}, "yes")
	}
	if err := m.Close(); err != nil {
		w.t.Fatal(err)
	}
	res, err := http.Post(w.url+"/v1/key/"+w.demo.OpenRosa+"/submission?deviceID=collect:abc", m.FormDataContentType(), &b)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if res.Header.Get("X-OpenRosa-Version") != "1.0" {
		w.t.Error("the answer carries no X-OpenRosa-Version")
	}
	return res.StatusCode, string(out)
}

// A client that splits its posts, sends again, and names files in Arabic.
func TestOpenRosaClient(t *testing.T) {
	w := newWorld(t)
	base := w.url + "/v1/key/" + w.demo.OpenRosa
	res, err := http.Get(base + "/formList?deviceID=x")
	if err != nil {
		t.Fatal(err)
	}
	list, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 || strings.Count(string(list), "<formID>") != 5 || !strings.Contains(string(list), "http://openrosa.org/xforms/xformsList") {
		t.Fatalf("formList: %d %v\n%s", res.StatusCode, err, list)
	}
	res.Body.Close()
	head, err := http.Head(base + "/submission")
	if err != nil || head.StatusCode != 204 || head.Header.Get("X-OpenRosa-Accept-Content-Length") == "" {
		t.Fatalf("HEAD: %v %v", head, err)
	}
	head.Body.Close()
	id := record.IDOf("split").String()
	xml := incident(id, "split")
	arabic := "صورة البئر.jpg"
	status, first := w.post(post{xml: xml, files: map[string]string{arabic: "first picture"}, incomplete: true})
	if status != 202 {
		t.Fatalf("the first part: %d %s", status, first)
	}
	status, second := w.post(post{xml: xml, files: map[string]string{"b.jpg": "second picture"}})
	if status != 201 || first != second {
		t.Fatalf("the second part: %d %s, before %s", status, second, first)
	}
	for range 3 {
		if status, again := w.post(post{xml: xml, files: map[string]string{"b.jpg": "second picture"}}); status != 201 || again != second {
			t.Errorf("sent again: %d %s", status, again)
		}
	}
	if status, _ := w.post(post{xml: incident(id, "other answers")}); status != 409 {
		t.Errorf("another report of the same id: %d", status)
	}
	desk := w.person(policy.Desk)
	files := desk.do("GET", "/api/v1/reports/"+id, nil, 200)["files"].([]any)
	if len(files) != 2 {
		t.Fatalf("files: %v", files)
	}
	for _, f := range files {
		m := f.(map[string]any)
		res, err := desk.http.Get(w.url + m["url"].(string))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		want := map[string]string{arabic: "first picture", "b.jpg": "second picture"}[m["name"].(string)]
		if err != nil || res.StatusCode != 200 || string(b) != want || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%v: %d %q", m["name"], res.StatusCode, b)
		}
	}
	// A report without an id is one report, however often it is sent.
	bare := strings.ReplaceAll(incident("x", "no id"), "uuid:x", "")
	for range 2 {
		if status, out := w.post(post{xml: bare}); status != 201 {
			t.Errorf("without an id: %d %s", status, out)
		}
	}
	if n := len(desk.do("GET", "/api/v1/reports", nil, 200)["items"].([]any)); n != 2 {
		t.Errorf("%d reports, want 2", n)
	}
	for name, xml := range map[string]string{
		"entities": `<!DOCTYPE d [<!ENTITY x "boom">]><data id="security-incident"><summary>&x;</summary></data>`, "cut": xml[:len(xml)-40], "empty": "",
		"not XML": "hello", "no form": "<data/>", "broken UTF-8": strings.Replace(xml, "split", "\xff\xfe", 1), "deep": strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200),
	} {
		if status, out := w.post(post{xml: xml}); status != 400 || !strings.Contains(out, "OpenRosaResponse") {
			t.Errorf("%s: %d %s", name, status, out)
		}
	}
	if status, _ := w.post(post{xml: strings.Replace(xml, "security-incident", "unknown-form", 1)}); status != 404 {
		t.Errorf("an unknown form: %d", status)
	}
}
