package api_test

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
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/network/unit"
	"wasl/internal/node"
)

// world is a node with one unit, the form of security incidents and a server.
type world struct {
	*node.Node
	t     *testing.T
	url   string
	admin policy.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	n, err := node.Open(t.Context(), node.Config{Dir: t.TempDir(), Demo: true, Clock: time.Now, Random: rand.Reader, Domain: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Node: n, t: t}
	hq := unit.Unit{ID: unit.IDOf("HQ"), Code: "HQ", Kind: unit.Administration, Name: lang.Text{lang.French: "Direction"}}
	if err := n.Units.Put(t.Context(), record.ID{}, hq); err != nil {
		t.Fatal(err)
	}
	w.admin = policy.Actor{ID: identity.DemoID(policy.Administrator), Roles: []policy.Role{policy.Administrator}, Unit: hq.ID}
	for _, role := range []policy.Role{policy.Operator, policy.Desk, policy.Analyst, policy.Administrator} {
		if err := n.Who.AddDemo(t.Context(), identity.Member{ID: identity.DemoID(role), Name: string(role), Login: string(role), Roles: []policy.Role{role}, Unit: hq.ID, Demo: true}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := demo.XLSX("security-incident")
	if err != nil {
		t.Fatal(err)
	}
	up := form.Upload{Name: "security-incident.xlsx", Source: b, Assessment: "asked to help people"}
	if _, problems, err := n.Forms.Publish(t.Context(), w.admin, up); err != nil {
		t.Fatal(err, problems)
	}
	h, err := n.Handler()
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	w.url = srv.URL
	t.Cleanup(func() {
		n.Feed.Close()
		srv.Close()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// client is somebody or something that asks the API.
type client struct {
	*world
	http     http.Client
	token    string
	language string
}

func (w *world) person(role policy.Role) *client {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	c := &client{world: w, http: http.Client{Jar: jar}}
	c.json(http.MethodPost, "/api/v1/session/demo", map[string]any{"role": role}, 200)
	return c
}

func (w *world) program() *client {
	w.t.Helper()
	_, secret, err := w.Who.IssueToken(w.t.Context(), w.admin, identity.NewToken{Name: "program", Unit: w.admin.Unit, Channel: "api"})
	if err != nil {
		w.t.Fatal(err)
	}
	return &client{world: w, token: secret}
}

func (c *client) send(method, path, kind string, body io.Reader, status int) map[string]any {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	if c.language != "" {
		req.Header.Set("Accept-Language", c.language)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != status {
		c.t.Errorf("%s %s: %d, want %d\n%s", method, path, res.StatusCode, status, b)
	}
	out := map[string]any{}
	if len(b) > 0 {
		if err := json.Unmarshal(b, &out); err != nil {
			c.t.Errorf("%s %s: %v\n%s", method, path, err, b)
		}
	}
	return out
}

func (c *client) json(method, path string, body any, status int) map[string]any {
	c.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.send(method, path, "application/json", bytes.NewReader(b), status)
}

func (w *world) revisions() int64 {
	w.t.Helper()
	n, err := w.Field.End(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

type members map[string]any

func answers(summary string) members {
	return members{"form": "security-incident", "version": "2026112401", "language": "ar", "answers": members{
		"/data/kind": "gunfire", "/data/urgency": "soon", "/data/when": "2026-11-23T10:00:00.000Z", "/data/place/wilaya": "MR01", "/data/place/where_place": "MR012",
		"/data/vehicles_seen": "yes", "/data/vehicles[1]/vehicle_kind": "pickup", "/data/vehicles[1]/vehicle_count": "2", "/data/vehicles[2]/vehicle_kind": "motorcycle",
		"/data/vehicles[2]/vehicle_count": "٥", "/data/summary": summary, "/data/source_kind": "seen",
	}}
}

func TestAProgramHandsReportsIn(t *testing.T) {
	w := newWorld(t)
	p := w.program()
	path := "/api/v1/reports/" + record.IDOf("one").String()
	first := p.json(http.MethodPut, path, answers("طلقات قرب البئر"), 201)
	if first["receipt"] == "" || len(first["problems"].([]any)) != 0 {
		t.Errorf("%v", first)
	}
	before := w.revisions()
	for range 3 {
		if again := p.json(http.MethodPut, path, answers("طلقات قرب البئر"), 200); again["receipt"] != first["receipt"] {
			t.Errorf("again: %v", again)
		}
	}
	if refused := p.json(http.MethodPut, path, answers("something else"), 409); refused["key"] != "report.id.taken" {
		t.Errorf("%v", refused)
	}
	if n := w.revisions(); n != before {
		t.Errorf("%d revisions were written by repetitions", n-before)
	}
	r, err := w.Reports.Get(t.Context(), record.IDOf("one"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Body.Channel != "api" || r.Body.Language != "ar" || r.Body.Title != "طلقات قرب البئر" || r.Body.Source.Zero() || strings.Count(r.Body.XML, "<vehicles>") != 2 {
		t.Errorf("%+v", r.Body)
	}
	// As XML, under its own id.
	xml := `<data id="security-incident"><kind>attack</kind><meta><instanceID>uuid:` + record.IDOf("two").String() + `</instanceID></meta></data>`
	second := p.json(http.MethodPut, "/api/v1/reports/"+record.IDOf("two").String(), members{"xml": xml}, 201)
	if len(second["problems"].([]any)) == 0 {
		t.Errorf("what is missing was not told: %v", second)
	}
	if refused := p.json(http.MethodPut, "/api/v1/reports/"+record.IDOf("three").String(), members{"xml": xml}, 400); refused["key"] != "intake.id.other" {
		t.Errorf("%v", refused)
	}
	// An operator enters what a caller says.
	o := w.person(policy.Operator)
	o.json(http.MethodPut, "/api/v1/reports/"+record.IDOf("call").String(), answers("A caller says so"), 201)
	if r, err := w.Reports.Get(t.Context(), record.IDOf("call")); err != nil || r.Body.Channel != "operator" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestWhatAProgramMayNotSend(t *testing.T) {
	w := newWorld(t)
	p, admin := w.program(), w.person(policy.Administrator)
	before := w.revisions()
	with := func(key string, value any) members {
		m := answers("Tirs entendus")
		m[key] = value
		return m
	}
	path := "/api/v1/reports/" + record.IDOf("wrong").String()
	for name, c := range map[string]struct {
		body   members
		status int
		key    string
	}{
		"an unknown member":     {with("answerz", members{}), 400, "api.request.wrong"},
		"nothing":               {members{}, 400, "api.answers.one"},
		"answers and xml":       {with("xml", "<data/>"), 400, "api.answers.one"},
		"an unknown form":       {with("form", "nothing"), 404, "form.id.unknown"},
		"an unknown path":       {with("answers", members{"/data/nothing": "x"}), 400, "form.answer.path"},
		"a path to a group":     {with("answers", members{"/data/place": "x"}), 400, "form.answer.path"},
		"a path through one":    {with("answers", members{"/data/kind/x": "x"}), 400, "form.answer.path"},
		"another root":          {with("answers", members{"/other/kind": "x"}), 400, "form.answer.path"},
		"an instance too far":   {with("answers", members{"/data/vehicles[1001]/vehicle_kind": "car"}), 400, "form.answer.path"},
		"an instance of none":   {with("answers", members{"/data/kind[2]": "attack"}), 400, "form.answer.path"},
		"no XML":                {members{"xml": "hello"}, 400, "form.instance.xml"},
		"a number for a text":   {with("language", 7), 400, "api.request.wrong"},
		"a channel of the app":  {with("channel", "app"), 400, "api.request.wrong"},
		"a text without an end": {with("answers", members{"/data/summary": strings.Repeat("x", 3<<20)}), 413, ""},
	} {
		got := p.json(http.MethodPut, path, c.body, c.status)
		if c.key != "" && got["key"] != c.key || got["message"] == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	for l, want := range map[string]string{"ar": "لا سؤال", "fr": "pas de question", "en": "no question"} {
		p.language = l
		if got := p.json(http.MethodPut, path, with("answers", members{"/data/nothing": "x"}), 400); !strings.Contains(fmt.Sprint(got["message"]), want) && l != "ar" {
			t.Errorf("%s: %v", l, got["message"])
		}
	}
	p.send(http.MethodPut, path, "application/json", strings.NewReader(`{"form": "security`), 400)
	p.send(http.MethodPut, path, "text/plain", strings.NewReader(`hello`), 415)
	p.send(http.MethodPut, "/api/v1/reports/nothing", "application/json", strings.NewReader(`{}`), 400)
	nobody := &client{world: w}
	nobody.json(http.MethodPut, path, answers("Tirs entendus"), 401)
	admin.json(http.MethodPut, path, answers("Tirs entendus"), 403)
	if n := w.revisions(); n != before {
		t.Errorf("%d revisions were written", n-before)
	}
}

// told gives the corrections of a report in words: what became of them, by whom,
// why, and what changed first.
func told(whole map[string]any) string {
	var out []string
	for _, c := range whole["corrections"].([]any) {
		c := c.(map[string]any)
		by, reason := "nobody", ""
		if named, ok := c["by"].(map[string]any); ok {
			by = named["name"].(string)
		}
		if r, ok := c["reason"].(string); ok {
			reason = r
		}
		line := fmt.Sprintf("%s by %s: %s:", c["standing"], by, reason)
		changes := c["changes"].([]any)
		if len(changes) > 0 {
			first := changes[0].(map[string]any)
			line += fmt.Sprintf(" %v -> %v", first["before"].(map[string]any)["en"], first["after"].(map[string]any)["en"])
		}
		if len(changes) > 1 {
			line += fmt.Sprintf(" and %d more", len(changes)-1)
		}
		if kept, ok := c["answers"].(map[string]any); ok {
			line += fmt.Sprintf(", keeps %d", len(kept))
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// What was mistyped is put right beside what stood before; two who do it at once
// are both kept, and one of them settles it.
func TestADeskCorrects(t *testing.T) {
	w := newWorld(t)
	id := record.IDOf("one")
	program := w.program()
	program.json(http.MethodPut, "/api/v1/reports/"+id.String(), answers("Two dead at the well"), 201)
	desk := w.person(policy.Desk)
	path := "/api/v1/reports/" + id.String() + "/correct"
	correct := func(name, summary string) members {
		m := answers(summary)
		return members{"id": record.IDOf(name).String(), "form": "security-incident", "reason": "the caller rang again", "answers": m["answers"]}
	}
	for range 2 {
		if got := desk.json(http.MethodPost, path, correct("c1", "Three dead at the well"), 200); got["title"] != "Three dead at the well" {
			t.Errorf("%v", got["title"])
		}
	}
	whole := desk.json(http.MethodGet, "/api/v1/reports/"+id.String()+"?reason=check", nil, 200)
	if len(whole["conflicts"].([]any)) != 0 {
		t.Errorf("conflicts %v", whole["conflicts"])
	}
	acts := 0
	for _, h := range whole["history"].([]any) {
		if h.(map[string]any)["act"] == "correction" {
			acts++
		}
	}
	if acts != 1 {
		t.Errorf("%d corrections in the history", acts)
	}
	// The phone edits what it sent first, unaware of the desk: a conflict.
	edit := `<data id="security-incident"><summary>Four dead at the well</summary><meta><instanceID>uuid:` + record.IDOf("edit").String() + `</instanceID><deprecatedID>uuid:` + id.String() + `</deprecatedID></meta></data>`
	program.json(http.MethodPut, "/api/v1/reports/"+record.IDOf("edit").String(), members{"xml": edit}, 201)
	whole = desk.json(http.MethodGet, "/api/v1/reports/"+id.String()+"?reason=check", nil, 200)
	if whole["title"] != "Three dead at the well" || len(whole["conflicts"].([]any)) != 1 {
		t.Errorf("%v holds, conflicts %v", whole["title"], whole["conflicts"])
	}
	if got, want := told(whole), "holds by desk: the caller rang again: Two dead at the well -> Three dead at the well; "+
		"conflict by nobody: : Three dead at the well -> Four dead at the well and 11 more, keeps 1"; got != want {
		t.Errorf("the corrections are told as\n%s, want\n%s", got, want)
	}
	if got := desk.json(http.MethodPost, path, correct("c2", "Four dead, two of them at the well"), 200); got["title"] != "Four dead, two of them at the well" {
		t.Errorf("%v", got["title"])
	}
	whole = desk.json(http.MethodGet, "/api/v1/reports/"+id.String()+"?reason=check", nil, 200)
	if len(whole["conflicts"].([]any)) != 0 {
		t.Errorf("after settling, conflicts %v", whole["conflicts"])
	}
	analyst := w.person(policy.Analyst)
	before := w.revisions()
	other := `<data id="other"/>`
	for name, c := range map[string]struct {
		body   members
		status int
	}{
		"no reason":    {members{"id": record.IDOf("c3").String(), "answers": answers("x")["answers"]}, 400},
		"another form": {members{"id": record.IDOf("c3").String(), "reason": "because", "xml": other}, 404},
		"a taken id":   {correct("c1", "other words here"), 409},
		"no answers":   {members{"id": record.IDOf("c3").String(), "reason": "because"}, 400},
	} {
		if got := desk.json(http.MethodPost, path, c.body, c.status); got["message"] == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	analyst.json(http.MethodPost, path, correct("c4", "An analyst may not"), 403)
	desk.json(http.MethodPost, "/api/v1/reports/"+record.IDOf("none").String()+"/correct", correct("c5", "Nowhere to be found"), 404)
	if n := w.revisions(); n != before {
		t.Errorf("%d revisions were written", n-before)
	}
}

// sealed sends what a phone seals to the node.
func (w *world) sealed(content any, status int) map[string]any {
	w.t.Helper()
	b, err := json.Marshal(content)
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := vault.Seal(w.Vault.Key(), vault.Submission, b, true)
	if err != nil {
		w.t.Fatal(err)
	}
	return (&client{world: w, language: "fr"}).send(http.MethodPost, "/api/v1/reporter/submissions", "application/wasl-sealed", bytes.NewReader(s), status)
}

func TestWhatAPhoneSeals(t *testing.T) {
	w := newWorld(t)
	id := record.IDOf("phone").String()
	xml := `<data id="security-incident" version="2026112401"><summary>Tirs entendus</summary><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:` + id + `</orx:instanceID></orx:meta></data>`
	whole := members{"id": id, "form": "security-incident", "version": "2026112401", "language": "fr", "xml": xml, "blobs": []any{}}
	first := w.sealed(whole, 201)
	if again := w.sealed(whole, 200); again["receipt"] != first["receipt"] {
		t.Errorf("again: %v", again)
	}
	before := w.revisions()
	for name, c := range map[string]struct {
		content any
		status  int
	}{
		"other answers": {members{"id": id, "xml": strings.Replace(xml, "Tirs", "Cris", 1)}, 409}, "no answers": {members{"id": id}, 400}, "a list": {[]int{1}, 400},
		"an unknown form":        {members{"id": "x", "xml": strings.Replace(xml, "security-incident", "nothing", 1)}, 404},
		"a file that never came": {members{"id": record.IDOf("f").String(), "xml": strings.Replace(xml, id, record.IDOf("f").String(), 1), "blobs": []any{members{"id": record.IDOf("blob").String(), "name": "a.jpg", "key": "AAAA"}}}, 404},
	} {
		if got := w.sealed(c.content, c.status); got["message"] == "" || got["hint"] == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	nobody := &client{world: w}
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"plain JSON": {"application/json", "{}", 415}, "nothing": {"application/wasl-sealed", "", 400}, "noise": {"application/wasl-sealed", strings.Repeat("x", 600), 400},
	} {
		if got := nobody.send(http.MethodPost, "/api/v1/reporter/submissions", c.kind, strings.NewReader(c.body), c.status); got["message"] == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	if n := w.revisions(); n != before {
		t.Errorf("%d revisions were written", n-before)
	}
}

// workbook is an XLSForm that asks for a name, with a picture and choices of a file.
func workbook(t *testing.T, version string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for sheet, rows := range map[string][][]string{
		"survey":   {{"type", "name", "label", "image"}, {"text", "name", "Nom de la victime", "well.png"}, {"select_one_from_file villages.csv", "village", "Village"}},
		"settings": {{"form_id", "version"}, {"villages", version}},
	} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (c *client) upload(path string, source []byte, files map[string]string, fields map[string]string, status int) map[string]any {
	c.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	add := func(field, name string, content []byte) {
		p, err := m.CreateFormFile(field, name)
		if err == nil {
			_, err = p.Write(content)
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
	add("file", "f.xlsx", source)
	for name, content := range files {
		add("files", name, []byte(content))
	}
	for k, v := range fields {
		if err := m.WriteField(k, v); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.send(http.MethodPost, path, m.FormDataContentType(), &b, status)
}

// Publishing takes an assessment, and says in three languages what may harm.
func TestPublishingAForm(t *testing.T) {
	w := newWorld(t)
	admin := w.person(policy.Administrator)
	files := map[string]string{"villages.csv": "name,label\nnema,Néma\n", "well.png": "\x89PNG"}
	checked := admin.upload("/api/v1/forms/check", workbook(t, "1"), files, nil, 200)
	if checked["form"] == nil {
		t.Fatalf("%v", checked["problems"])
	}
	var flagged []string
	for _, p := range checked["problems"].([]any) {
		m := p.(map[string]any)
		for _, l := range []string{"ar", "fr", "en"} {
			if m["message"].(map[string]any)[l] == "" || m["hint"].(map[string]any)[l] == "" {
				t.Errorf("not said in %s: %v", l, m)
			}
		}
		if strings.HasPrefix(m["key"].(string), "form.lint.") {
			flagged = append(flagged, fmt.Sprint(m["key"], " ", m["cell"]))
		}
	}
	if len(flagged) != 1 || flagged[0] != "form.lint.name C2" {
		t.Errorf("flagged %v", flagged)
	}
	if alone := admin.upload("/api/v1/forms/check", workbook(t, "1"), nil, nil, 200); alone["form"] != nil {
		t.Error("a form without its table can be used")
	}
	before := w.revisions()
	for name, fields := range map[string]map[string]string{"none": nil, "a word": {"assessment": "ok"}, "spaces": {"assessment": "              "}} {
		if got := admin.upload("/api/v1/forms", workbook(t, "1"), files, fields, 400); got["key"] != "form.assessment.missing" {
			t.Errorf("%s: %v", name, got)
		}
	}
	if n := w.revisions(); n != before {
		t.Error("a form was published without an assessment")
	}
	fields := map[string]string{"assessment": "Le nom sert à retrouver la famille ; il est effacé après."}
	admin.upload("/api/v1/forms", workbook(t, "1"), files, fields, 200)
	admin.upload("/api/v1/forms", workbook(t, "1"), files, fields, 200)
	if n := w.revisions(); n != before+1 {
		t.Errorf("publishing twice wrote %d revisions", n-before)
	}
	revs, err := w.Field.History(t.Context(), record.IDOf("form/villages"))
	if err != nil || len(revs) != 1 || !bytes.Contains(revs[0].Body, []byte(`"flags":["form.lint.name C2"]`)) || !bytes.Contains(revs[0].Body, []byte("Le nom sert")) {
		t.Errorf("the ledger keeps no assessment: %d %v", len(revs), err)
	}
	// A phone gets the picture.
	res, err := http.Get(w.url + "/api/v1/reporter/forms/villages/media/well.png?version=1")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 200 || string(b) != "\x89PNG" || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d %q %v", res.StatusCode, b, err)
	}
	admin.upload("/api/v1/forms", workbook(t, "2"), map[string]string{"evil.svg": "<svg onload='x'/>", "villages.csv": files["villages.csv"]}, fields, 400)
	admin.upload("/api/v1/forms", []byte("hello"), nil, fields, 400)
	w.person(policy.Desk).upload("/api/v1/forms", workbook(t, "3"), files, fields, 403)
}
