package node

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/community/paper"
	"wasl/internal/guard/identity"
)

// concrete fills in a pattern's places with what is nobody's.
func concrete(pattern string) (method, path string) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = http.MethodGet, pattern
	}
	return method, strings.NewReplacer("{id}", record.IDOf("nothing").String(), "{token}", "abc", "{receipt}", "000000000000", "{name}", "x.jpg",
		"{list}", "OCHA-COD-2024", "{code}", "MR01", "{fingerprint}", strings.Repeat("ab", 32), "{file}", record.IDOf("no file").String()).Replace(path)
}

// interfaces are the patterns of the API, OpenRosa and pages aside.
func (r *realm) interfaces() (patterns []string) {
	for _, p := range r.edge.Table().Patterns() {
		if strings.Contains(p, " /api/v1/") && !strings.Contains(p, "openapi") {
			patterns = append(patterns, p)
		}
	}
	return patterns
}

func public(pattern string) bool {
	where := elsewhere[pattern]
	return where == "anybody" || where == "TestAccountsOverHTTP" || where == "TestARealNodeHasNoDemo"
}

// reads tells of requests that have no body.
func reads(method string) bool { return method == "GET" || method == "HEAD" || method == "DELETE" }

// neverRead is a body that must not be read.
type neverRead struct{ t *testing.T }

func (n neverRead) Read([]byte) (int, error) {
	n.t.Error("nobody's body was read")
	return 0, io.EOF
}

// wholeBodies are what operations need that everybody may ask for.
var wholeBodies = map[string]any{
	"POST /api/v1/rules/sentence": map[string]any{
		"unit": record.IDOf("desk"), "name": "x", "when": map[string]any{"kind": []string{"attack"}}, "then": []any{map[string]any{"urgency": "now"}},
	},
}

// Who is nobody is asked to sign in before anything that was sent is looked at; a
// phone's token is nobody's; and what is one's own account's is no program's.
func TestWhoMustSignIn(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	for _, pattern := range r.interfaces() {
		if public(pattern) {
			continue
		}
		method, path := concrete(pattern)
		strangers := []string{"nobody", identity.OpenRosa + " token"}
		if elsewhere[pattern] == "ownAccount" {
			strangers = append(strangers, identity.API+" token")
		}
		for _, name := range strangers {
			v := *r.visitor(name)
			v.header = v.header.Clone()
			v.header.Set("Content-Type", "application/json")
			var body any
			if !reads(method) {
				body = neverRead{t}
			}
			before := r.fingerprint()
			got := r.ask(&v, method, path+"?nonsense=1", body)
			if got.status != 401 && (got.status != 400 || reads(method) == false) {
				t.Errorf("%s %s: %d %s", name, pattern, got.status, got.body)
			}
			if got = r.ask(&v, method, path, body); got.status != 401 || got.json(t)["kind"] != "unauthenticated" || r.fingerprint() != before {
				t.Errorf("%s %s: %d %s", name, pattern, got.status, got.body)
			}
		}
	}
	for pattern, test := range elsewhere {
		if test != "signedIn" {
			continue
		}
		method, path := concrete(pattern)
		for _, v := range r.visitors {
			if v.actor.ID.Zero() {
				continue
			}
			if got := r.ask(v, method, path, wholeBodies[pattern]); got.status != 200 && (got.status != 404 || !strings.Contains(pattern, "/forms/{id}")) {
				t.Errorf("%s %s: %d %s", v.name, pattern, got.status, got.body)
			}
		}
	}
}

// What an endpoint does not know it refuses, the plain ones too: parameters, and
// members of a body.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	asked := 0
	for _, pattern := range r.interfaces() {
		method, path := concrete(pattern)
		v := r.insider(pattern)
		before := r.fingerprint()
		for _, query := range []string{"?nonsense=1", "?limit=1&nonsense"} {
			var body any
			if !reads(method) {
				body = "{}"
			}
			if got := r.ask(v, method, path+query, body); got.status != 400 {
				t.Errorf("%s%s: %d %s", pattern, query, got.status, got.body)
			}
		}
		if sealed := strings.Contains(path, "/reporter/submissions") || path == "/api/v1/reporter/surveys" || strings.HasSuffix(path, "/messages") || strings.Contains(path, "/blobs/"); !reads(method) && !sealed {
			for _, body := range []string{`{"nonsense": 1}`, `{"nonsense": 1`, `[]`, `null`, `"text"`, "\xff\xfe"} {
				got := r.ask(v, method, path, body)
				if empty := body == "null"; got.status != 400 && (got.status != 415 || !strings.Contains(path, "/forms")) && !empty {
					t.Errorf("%s with %s: %d %s", pattern, body, got.status, got.body)
				}
			}
			asked++
		}
		if after := r.fingerprint(); after != before && pattern != "POST /api/v1/session/passkey/begin" {
			t.Errorf("%s: refused, and something changed", pattern)
		}
	}
	if asked < 25 {
		t.Errorf("%d bodies asked", asked)
	}
}

// zeros is a body of so many bytes.
func zeros(n int64) io.Reader {
	return io.MultiReader(strings.NewReader(`{"x":"`), io.LimitReader(zero{}, n))
}

type zero struct{}

func (zero) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// No endpoint takes more than its limit.
func TestEveryBodyHasALimit(t *testing.T) {
	temp := t.TempDir() // others, and programs that were killed, leave their files where everybody does
	t.Setenv("TMPDIR", temp)
	r := newRealm(t)
	v := *r.visitor("chief")
	for _, pattern := range r.interfaces() {
		method, path := concrete(pattern)
		if reads(method) {
			continue
		}
		limit, kind := int64(2<<20), "application/json"
		v.header = r.insider(pattern).header.Clone()
		switch {
		case strings.Contains(pattern, "/blobs/"):
			v.header.Set("Upload-Offset", "0")
			v.header.Set("Upload-Length", "100")
			limit = 100
		case strings.Contains(pattern, "/submissions"), strings.HasSuffix(pattern, "/messages"), strings.HasSuffix(pattern, "/reporter/surveys"):
			kind = "application/wasl-sealed"
		case strings.HasSuffix(pattern, "/sheets/read"):
			limit, kind = paper.MaxPhoto, "image/jpeg"
		case strings.HasPrefix(pattern, "POST /api/v1/forms"), strings.HasPrefix(pattern, "POST /api/v1/community/courses"), strings.Contains(pattern, "/files/"):
			var b bytes.Buffer
			m := multipart.NewWriter(&b)
			_, err := m.CreateFormFile("file", "x.xlsx")
			r.ok(err)
			v.header.Set("Content-Type", m.FormDataContentType())
			if got := r.ask(&v, method, path, io.MultiReader(&b, io.LimitReader(zero{}, 130<<20))); got.status != 413 {
				t.Errorf("%s: %d %s", pattern, got.status, got.body)
			}
			continue
		}
		v.header.Set("Content-Type", kind)
		got := r.ask(&v, method, path, zeros(limit+10))
		if cut := strings.Contains(pattern, "/blobs/") && got.status == 400; got.status != 413 && !cut {
			if strings.Contains(pattern, "/messages") && got.status == 404 { // nobody has this receipt
				continue
			}
			t.Errorf("%s: %d %s", pattern, got.status, got.body)
		}
	}
	left, err := os.ReadDir(temp)
	r.ok(err)
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "multipart-") {
			t.Errorf("an upload left %s", f.Name())
		}
	}
}

// Writes from another site's page do nothing, whatever cookie comes along.
func TestOtherSitesWriteNothing(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	for _, pattern := range r.edge.Table().Patterns() {
		method, path := concrete(pattern)
		if method == "GET" || method == "HEAD" {
			continue
		}
		for _, header := range []http.Header{
			{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}},
		} {
			v := *r.visitor("administrator")
			v.header = v.header.Clone()
			for name, value := range header {
				v.header[name] = value
			}
			before := r.fingerprint()
			if got := r.ask(&v, method, path, "{}"); got.status != 403 || got.json(t)["key"] != "edge.origin.other" || r.fingerprint() != before {
				t.Errorf("%s with %v: %d %s", pattern, header, got.status, got.body)
			}
		}
	}
}

// What the interface does not have is said in its own words; pages are only read.
func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	v := r.visitor("chief")
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/api/v1/nonsense", 404, ""},
		{"POST", "/api/v1/nonsense", 404, ""},
		{"GET", "/api/v2/reports", 404, ""},
		{"DELETE", "/api/v1/reports", 405, "GET, HEAD"},
		{"PATCH", "/api/v1/units/" + record.IDOf("x").String(), 405, "PUT"},
		{"GET", "/api/v1/reports/" + record.IDOf("x").String() + "/erase", 405, "POST"},
		{"POST", "/", 405, "GET, HEAD"},
		{"PUT", "/r/", 405, "GET, HEAD"},
		{"GET", "/api/v1/reports/not-an-id", 400, ""},
		{"GET", "/api/v1/places/OCHA-COD-2024/MR99", 404, ""},
	} {
		got := r.ask(v, c.method, c.path, nil)
		if got.status != c.status || got.header.Get("Allow") != c.allow || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s %s: %d, Allow %q, %s", c.method, c.path, got.status, got.header.Get("Allow"), got.body)
		}
	}
}

// Every answer carries what keeps it where it belongs.
func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	seen := map[string]bool{}
	for _, pattern := range r.edge.Table().Patterns() {
		method, path := concrete(pattern)
		if strings.HasSuffix(path, "/events") {
			continue // it would not end
		}
		got := r.ask(r.visitor("chief"), method, path, nil)
		h := got.header
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") == "" || len(h.Get("X-Request-Id")) != 8 || seen[h.Get("X-Request-Id")] {
			t.Errorf("%s: %v", pattern, h)
		}
		seen[h.Get("X-Request-Id")] = true
		if phonePath(pattern) {
			continue
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") && !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "http:") ||
			strings.Contains(csp, "unsafe-eval") || !strings.Contains(csp, "frame-ancestors 'none'") || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %v", pattern, h)
		}
		if api := strings.HasPrefix(path, "/api/"); api && !slices.Contains([]string{"no-store", "no-cache"}, h.Get("Cache-Control")) {
			t.Errorf("%s may be kept: %v", pattern, h)
		}
		if h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s speaks of TLS that is not there", pattern)
		}
	}
}

// A phone's token is good for OpenRosa, a program's for the API, each for nothing
// else; a token that was taken back is good for nothing.
func TestTokensAreForTheirChannel(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	secrets, ids := map[string]string{}, map[string]record.ID{}
	for _, channel := range []string{identity.API, identity.OpenRosa} {
		tok, secret, err := r.Who.IssueToken(t.Context(), r.boss, identity.NewToken{Name: channel, Unit: r.at["own"], Channel: channel})
		r.ok(err)
		secrets[channel], ids[channel] = secret, tok.ID
	}
	try := func(channel string) (rosa, api int) {
		t.Helper()
		bearer := &visitor{header: http.Header{"Authorization": {"Bearer " + secrets[channel]}}}
		rosa = r.ask(bearer, "GET", "/openrosa/formList", nil).status
		if path := r.ask(&visitor{}, "GET", "/v1/key/"+secrets[channel]+"/formList", nil).status; (path == 200) != (rosa == 200) || path != 200 && path != 403 {
			t.Errorf("%s: by path %d, by header %d", channel, path, rosa)
		}
		return rosa, r.ask(bearer, "GET", "/api/v1/forms", nil).status
	}
	if rosa, api := try(identity.OpenRosa); rosa != 200 || api != 401 {
		t.Errorf("a phone's token: OpenRosa %d, API %d", rosa, api)
	}
	if rosa, api := try(identity.API); rosa != 401 || api != 200 {
		t.Errorf("a program's token: OpenRosa %d, API %d", rosa, api)
	}
	for channel, id := range ids {
		r.ok(r.Who.RevokeToken(t.Context(), r.boss, id))
		if rosa, api := try(channel); rosa != 401 || api != 401 {
			t.Errorf("a token of %s that was taken back: OpenRosa %d, API %d", channel, rosa, api)
		}
	}
}

// A fault of the node's own is told by its number alone, and its cause stands in
// the log under that number.
func TestAFaultInsideIsFoundByItsNumber(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	r.ok(r.Field.Close()) // every question of the field fails from here on
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/reports", nil)
	req.Header = r.visitor("chief").header.Clone()
	w := httptest.NewRecorder()
	r.edge.ServeHTTP(w, req)
	if w.Code != 503 && w.Code != 500 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	id := w.Header().Get("X-Request-Id")
	if !strings.Contains(w.Body.String(), `"request":"`+id+`"`) || !strings.Contains(r.logged.String(), "request="+id) {
		t.Errorf("number %s, answer %s, log\n%s", id, w.Body, r.logged)
	}
}
