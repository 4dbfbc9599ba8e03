package node

import (
	"crypto/tls"
	"encoding/base32"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// from asks as v does, from an address.
func (r *realm) from(address string, v *visitor, method, path string, body any) heard {
	r.t.Helper()
	asks := *v
	asks.address = address
	return r.ask(&asks, method, path, body)
}

// keeps is a visitor who keeps the cookies of an answer.
func keeps(got heard) *visitor {
	v := &visitor{session: true, header: http.Header{}}
	for _, c := range (&http.Response{Header: got.header}).Cookies() {
		v.header.Add("Cookie", c.Name+"="+c.Value)
	}
	v.header.Set("Cookie", strings.Join(v.header.Values("Cookie"), "; "))
	return v
}

func cookie(got heard, name string) *http.Cookie {
	for _, c := range (&http.Response{Header: got.header}).Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func signIn(login, password, code string) map[string]any {
	m := map[string]any{"login": login, "password": password}
	if code != "" {
		m["code"] = code
	}
	return m
}

// A node has no default account. The first one is made by a link that works once,
// for a day, and not when there is an account.
func TestTheFirstAccount(t *testing.T) {
	t.Parallel()
	r := emptyRealm(t)
	nobody := &visitor{}
	for _, login := range []string{"admin", "administrator", "root", "wasl", "demo", ""} {
		for _, password := range []string{"admin", "password", "wasl", "changeme", "", "Administrator"} {
			if got := r.from(fmt.Sprintf("192.0.2.%d:1", len(login)+len(password)), nobody, "POST", "/api/v1/session", signIn(login, password, "")); got.status != 401 && got.status != 429 {
				t.Errorf("%q, %q: %d %s", login, password, got.status, got.body)
			}
		}
	}
	root := r.Units.Tree().Root()
	link := func() string {
		t.Helper()
		secret, err := r.Who.FirstLink(t.Context(), root)
		r.ok(err)
		return "/api/v1/invitations/" + secret
	}
	accept := map[string]any{"password": goodPassword, "name": "Aïcha mint Sidi", "login": "aicha"}
	replaced, late := link(), link()
	if got := r.ask(nobody, "POST", replaced+"/accept", accept); got.status != 404 {
		t.Errorf("a link that another followed: %d %s", got.status, got.body)
	}
	r.pass(24 * time.Hour)
	if got := r.ask(nobody, "POST", late+"/accept", accept); got.status != 404 {
		t.Errorf("a link of yesterday: %d %s", got.status, got.body)
	}
	good := link()
	if got := r.ask(nobody, "GET", good, nil); got.status != 200 || got.json(t)["first"] != true {
		t.Errorf("whom it invites: %d %s", got.status, got.body)
	}
	for _, weak := range []string{"", "short", "password1234", "aichaaichaaicha", strings.Repeat("a", 30)} {
		if got := r.ask(nobody, "POST", good+"/accept", map[string]any{"password": weak, "name": "Aïcha", "login": "aicha"}); got.status != 400 {
			t.Errorf("the password %q: %d %s", weak, got.status, got.body)
		}
	}
	got := r.ask(nobody, "POST", good+"/accept", accept)
	if got.status != 200 || got.json(t)["roles"].([]any)[0] != "administrator" {
		t.Fatalf("accepting: %d %s", got.status, got.body)
	}
	if me := r.ask(keeps(got), "GET", "/api/v1/session", nil); me.status != 200 || me.json(t)["account"].(map[string]any)["login"] != "aicha" {
		t.Errorf("signed in: %d %s", me.status, me.body)
	}
	if again := r.ask(nobody, "POST", good+"/accept", accept); again.status != 404 {
		t.Errorf("the link a second time: %d %s", again.status, again.body)
	}
	if secret, err := r.Who.FirstLink(t.Context(), root); err != nil || secret != "" {
		t.Errorf("a first link where there is an account: %q, %v", secret, err)
	}
}

// Signing in, and what ends it.
func TestAccountsOverHTTP(t *testing.T) {
	t.Parallel()
	r := emptyRealm(t)
	admin := r.firstAdministrator()
	nobody := &visitor{}
	invite := func(login string) (id, link string) {
		t.Helper()
		got := r.ask(admin, "POST", "/api/v1/invitations", map[string]any{"name": "Brahim", "login": login, "roles": []string{"desk"}, "unit": r.at["root"]})
		if got.status != 200 {
			t.Fatalf("inviting: %d %s", got.status, got.body)
		}
		out := got.json(t)
		secret, ok := strings.CutPrefix(out["link"].(string), "/#/invitation/")
		if !ok {
			t.Fatalf("the link is %v", out["link"])
		}
		return out["id"].(string), "/api/v1/invitations/" + secret
	}
	password := map[string]any{"password": goodPassword}
	id, link := invite("withdrawn")
	if got := r.ask(admin, "DELETE", "/api/v1/invitations/"+id, nil); got.status != 204 {
		t.Fatalf("withdrawing: %d %s", got.status, got.body)
	}
	if got := r.ask(nobody, "POST", link+"/accept", password); got.status != 404 {
		t.Errorf("a link that was withdrawn: %d", got.status)
	}
	_, link = invite("late")
	r.pass(7 * 24 * time.Hour)
	if got := r.ask(nobody, "GET", link, nil); got.status != 404 {
		t.Errorf("a link of last week: %d", got.status)
	}
	admin = keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("aicha", goodPassword, "")))
	if list := r.ask(admin, "GET", "/api/v1/invitations", nil); strings.Contains(list.body, "late") || strings.Contains(list.body, "/invitation/") {
		t.Errorf("the list shows %s", list.body)
	}
	_, link = invite("brahim")
	if got := r.ask(nobody, "POST", link+"/accept", password); got.status != 200 {
		t.Fatalf("accepting: %d %s", got.status, got.body)
	}
	if got := r.ask(nobody, "POST", link+"/accept", password); got.status != 404 {
		t.Errorf("a link that was used: %d", got.status)
	}
	r.tries(t, nobody)
	r.sessionsEnd(t, nobody)
	r.codes(t, nobody)
	r.passwordChanges(t, nobody)
}

// tries: five from one address, then waits; nobody elsewhere waits with them, and
// nobody chooses the address that is counted.
func (r *realm) tries(t *testing.T, nobody *visitor) {
	t.Helper()
	const attacker = "203.0.113.9:4711"
	for i := range 5 {
		if got := r.from(attacker, nobody, "POST", "/api/v1/session", signIn("brahim", "wrong", "")); got.status != 401 || got.json(t)["key"] != "identity.login.failed" {
			t.Fatalf("try %d: %d %s", i, got.status, got.body)
		}
	}
	unknown := r.from("203.0.113.10:1", nobody, "POST", "/api/v1/session", signIn("nobody at all", "wrong", ""))
	known := r.from("203.0.113.11:1", nobody, "POST", "/api/v1/session", signIn("brahim", "wrong", ""))
	if !known.same(unknown) {
		t.Errorf("a login that is there is told from one that is not: %s, %s", known.body, unknown.body)
	}
	got := r.from(attacker, nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, ""))
	if wait, err := strconv.Atoi(got.header.Get("Retry-After")); got.status != 429 || err != nil || wait < 1 || wait > 15*60 {
		t.Errorf("the sixth, though right: %d, Retry-After %q, %s", got.status, got.header.Get("Retry-After"), got.body)
	}
	spoofed := &visitor{header: http.Header{"X-Forwarded-For": {"198.51.100.1"}, "X-Real-Ip": {"198.51.100.1"}, "Forwarded": {"for=198.51.100.1"}}}
	if got := r.from(attacker, spoofed, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")); got.status != 429 {
		t.Errorf("with another address in its words: %d", got.status)
	}
	if got := r.from("198.51.100.7:1", nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")); got.status != 200 {
		t.Errorf("from elsewhere: %d %s", got.status, got.body)
	}
	r.pass(16 * time.Minute)
	if got := r.from(attacker, nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")); got.status != 200 {
		t.Errorf("after the wait: %d %s", got.status, got.body)
	}
}

// sessionsEnd: after ten minutes in which nothing was asked, after twelve hours
// whatever was, and when somebody signs out. What a console asks by itself keeps
// none alive.
func (r *realm) sessionsEnd(t *testing.T, nobody *visitor) {
	t.Helper()
	enter := func() *visitor {
		return keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")))
	}
	status := func(v *visitor) int { return r.ask(v, "GET", "/api/v1/session", nil).status }
	idle := enter()
	r.pass(10*time.Minute - time.Second)
	if got := status(idle); got != 200 {
		t.Errorf("just before ten minutes: %d", got)
	}
	r.pass(10 * time.Minute)
	if got := status(idle); got != 401 {
		t.Errorf("ten minutes idle: %d", got)
	}
	busy := enter()
	for range 12*60/9 - 1 {
		r.pass(9 * time.Minute)
		if got := status(busy); got != 200 {
			t.Fatalf("busy: %d", got)
		}
	}
	r.pass(9 * time.Minute)
	r.pass(9 * time.Minute)
	if got := status(busy); got != 401 {
		t.Errorf("twelve hours: %d", got)
	}
	out := enter()
	if got := r.ask(out, "DELETE", "/api/v1/session", nil); got.status != 204 && got.status != 200 || cookie(got, "wasl_session") == nil || cookie(got, "wasl_session").MaxAge >= 0 {
		t.Errorf("signing out: %d %v", got.status, got.header)
	}
	if got := status(out); got != 401 {
		t.Errorf("signed out: %d", got)
	}
}

// codes: a second factor is asked for, taken once, and not to be guessed.
func (r *realm) codes(t *testing.T, nobody *visitor) {
	t.Helper()
	me := keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")))
	secret := r.ask(me, "POST", "/api/v1/account/totp/begin", nil).json(t)["secret"].(string)
	now := func() string {
		t.Helper()
		code, err := totp.GenerateCode(secret, r.clock())
		r.ok(err)
		return code
	}
	if got := r.ask(me, "POST", "/api/v1/account/totp/finish", map[string]any{"code": now()}); got.status != 204 {
		t.Fatalf("turning codes on: %d %s", got.status, got.body)
	}
	if got := r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")); got.status != 401 || got.json(t)["key"] != "session.code.needed" {
		t.Errorf("without a code: %d %s", got.status, got.body)
	}
	r.pass(time.Minute)
	code := now()
	if got := r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, code)); got.status != 200 {
		t.Errorf("with a code: %d %s", got.status, got.body)
	}
	if got := r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, code)); got.status != 401 {
		t.Errorf("the same code again: %d %s", got.status, got.body)
	}
	status := 0
	for i := range 12 { // from ever new addresses: it is the account's factor that is guessed
		status = r.from(fmt.Sprintf("198.51.100.%d:1", i+20), nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "000000")).status
	}
	if status != 429 {
		t.Errorf("the twelfth wrong code: %d", status)
	}
	r.pass(16 * time.Minute)
	me = keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, now())))
	if got := r.ask(me, "POST", "/api/v1/account/totp/drop", map[string]any{"password": goodPassword}); got.status != 204 {
		t.Errorf("turning codes off: %d %s", got.status, got.body)
	}
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil || strings.Contains(r.logged.String(), secret) {
		t.Errorf("the secret %s: %v", secret, err)
	}
}

// passwordChanges: the old one is asked for, and every other session ends.
func (r *realm) passwordChanges(t *testing.T, nobody *visitor) {
	t.Helper()
	me := keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")))
	elsewhere := keeps(r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")))
	const next = "cinq girafes bleues chantent"
	if got := r.ask(me, "PUT", "/api/v1/account/password", map[string]any{"old": "wrong", "password": next}); got.status != 400 {
		t.Errorf("with a wrong old one: %d %s", got.status, got.body)
	}
	got := r.ask(me, "PUT", "/api/v1/account/password", map[string]any{"old": goodPassword, "password": next})
	if got.status != 200 {
		t.Fatalf("changing it: %d %s", got.status, got.body)
	}
	for name, v := range map[string]*visitor{"the session that changed it": me, "another session": elsewhere} {
		if got := r.ask(v, "GET", "/api/v1/session", nil); got.status != 401 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := r.ask(keeps(got), "GET", "/api/v1/session", nil); got.status != 200 {
		t.Errorf("the new session: %d", got.status)
	}
	if got := r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", goodPassword, "")); got.status != 401 {
		t.Errorf("the old password: %d", got.status)
	}
	if got := r.ask(nobody, "POST", "/api/v1/session", signIn("brahim", next, "")); got.status != 200 {
		t.Errorf("the new password: %d", got.status)
	}
}

// Cookies are for the node alone, and under TLS for TLS alone, as the node sees it
// or a proxy that it trusts says.
func TestCookies(t *testing.T) {
	t.Parallel()
	r := emptyRealm(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")} })
	r.firstAdministrator()
	for _, c := range []struct {
		name, address string
		header        http.Header
		tls           bool
		secure        bool
	}{
		{"plain", "192.0.2.1:1", nil, false, false},
		{"TLS", "192.0.2.1:1", nil, true, true},
		{"a trusted proxy's word", "10.0.0.5:1", http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-For": {"192.0.2.9"}, "X-Forwarded-Host": {"desk.example"}}, false, true},
		{"a trusted proxy without TLS", "10.0.0.5:1", http.Header{"X-Forwarded-Proto": {"http"}}, false, false},
		{"a client's own word through it", "10.0.0.5:1", http.Header{"X-Forwarded-Proto": {"https, http"}}, false, false},
		{"anybody's word", "192.0.2.1:1", http.Header{"X-Forwarded-Proto": {"https"}}, false, false},
	} {
		req := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/session", strings.NewReader(`{"login":"aicha","password":"`+goodPassword+`"}`))
		for name, values := range c.header {
			req.Header[name] = values
		}
		req.Header.Set("Content-Type", "application/json")
		if req.RemoteAddr = c.address; c.tls {
			req.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		r.edge.ServeHTTP(w, req)
		got := heard{w.Code, w.Result().Header, w.Body.String()}
		if got.status != 200 {
			t.Fatalf("%s: %d %s", c.name, got.status, got.body)
		}
		for _, name := range []string{"wasl_session", "wasl_device"} {
			k := cookie(got, name)
			if k == nil || !k.HttpOnly || k.SameSite != http.SameSiteStrictMode || k.Path != "/" || k.Domain != "" || k.Secure != c.secure {
				t.Errorf("%s: the cookie is %v", c.name, k)
			}
		}
		if hsts := got.header.Get("Strict-Transport-Security") != ""; hsts != c.secure {
			t.Errorf("%s: Strict-Transport-Security %v", c.name, hsts)
		}
	}
}

// Behind a proxy each client is counted by itself, whatever it says of others.
func TestClientsBehindAProxyAreToldApart(t *testing.T) {
	t.Parallel()
	r := emptyRealm(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")} })
	r.firstAdministrator()
	try := func(chain, password string) int {
		t.Helper()
		v := &visitor{header: http.Header{"X-Forwarded-For": {chain}}}
		return r.from("10.0.0.5:1", v, "POST", "/api/v1/session", signIn("aicha", password, "")).status
	}
	for i := range 6 {
		if got := try(fmt.Sprintf("198.51.100.%d, 203.0.113.9, 10.0.0.7", i), "wrong"); got != 401 && i < 5 || i == 5 && got != 429 {
			t.Errorf("try %d: %d", i, got)
		}
	}
	if got := try("203.0.113.10", goodPassword); got != 200 {
		t.Errorf("another client: %d", got)
	}
	for _, odd := range []string{"", "nonsense", "nonsense, 203.0.113.11", "203.0.113.12:4711", "[2001:db8::1]:80", "2001:db8::1", strings.Repeat("1.1.1.1,", 500)} {
		if got := try(odd, goodPassword); got != 200 {
			t.Errorf("a chain %.40q: %d", odd, got)
		}
	}
}

// A real node has no demo: its entries are to the letter what is not there, and an
// account that came from a demo opens nothing.
func TestARealNodeHasNoDemo(t *testing.T) {
	t.Parallel()
	r := emptyRealm(t)
	_, err := r.Field.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Member, Record: identity.DemoID(policy.Chief), Author: r.boss.ID,
			Handling: record.Handling{Unit: r.at["root"], TLP: record.AmberStrict, Purpose: "network-administration"},
			Body:     map[string]any{"v": 1, "name": "Chief", "login": "chef", "roles": []string{"chief"}, "demo": true},
		}}, nil
	})
	r.ok(err)
	for _, got := range []heard{r.ask(&visitor{}, "GET", "/api/v1/demo", nil), r.ask(&visitor{}, "POST", "/api/v1/session/demo", map[string]any{"role": "chief"})} {
		if got.status != 404 || got.json(t)["key"] != "store.row.none" || cookie(got, "wasl_session") != nil {
			t.Errorf("%d %s %v", got.status, got.body, got.header)
		}
	}
	if got := r.ask(&visitor{}, "GET", "/api/v1/reporter/config", nil).json(t); got["demo"] != false {
		t.Errorf("the reporter app is told %v", got["demo"])
	}
}
