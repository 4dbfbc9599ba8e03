package node

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/edge"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

// A realm is a node with a small network, and somebody of every role at one
// unit of it. What happens is asked of the handler itself, without a network.
type realm struct {
	*Node
	t        *testing.T
	edge     *edge.Edge
	logged   *safeBuffer
	at       map[string]record.ID // units by their place relative to the visitors'
	visitors []*visitor
	boss     policy.Actor // administrator of all
	made     int
	entered  map[policy.Role]bool
	demo     bool // accounts are entered by one click, so that signing in costs nothing

	mu  sync.Mutex
	now time.Time
}

// visitor is somebody who asks.
type visitor struct {
	name    string
	actor   policy.Actor // zero for who is nobody to the API
	session bool
	header  http.Header
	address string // "" for the same as all
	login   string // of an account with a password
}

// positions are where a thing may lie, seen from the visitors' unit.
var positions = []string{"own", "below", "sibling", "above"}

const goodPassword = "quatre chameaux verts dansent"

// safeBuffer is written by many.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (r *realm) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *realm) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func newRealm(t *testing.T, change ...func(*Config)) *realm {
	t.Helper()
	r := emptyRealm(t, change...)
	for _, u := range []struct{ name, up string }{{"above", "root"}, {"own", "above"}, {"below", "own"}, {"sibling", "above"}} {
		r.at[u.name] = unit.IDOf(u.name)
		r.ok(r.Units.Put(t.Context(), record.ID{}, unit.Unit{ID: r.at[u.name], Code: u.name, Parent: r.at[u.up], Kind: unit.Police, Name: lang.Text{lang.French: u.name}}))
	}
	r.people()
	return r
}

// emptyRealm is one without units but the first, and without people.
func emptyRealm(t *testing.T, change ...func(*Config)) *realm {
	t.Helper()
	r := &realm{t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), at: map[string]record.ID{}, entered: map[policy.Role]bool{}, logged: &safeBuffer{}}
	cfg := Config{
		Dir: storetest.Dir(t), Passphrase: "six words that nobody else knows", Authority: "APD/2026/1", Clock: r.clock, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(r.logged, &slog.HandlerOptions{Level: slog.LevelDebug})), Name: lang.Text{lang.French: "Essai"},
	}
	for _, c := range change {
		c(&cfg)
	}
	r.demo = cfg.Demo
	var err error
	if r.Node, err = Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	if r.edge, err = r.Handler(); err != nil {
		t.Fatal(err)
	}
	r.ready.Store(true)
	root := unit.IDOf("HQ")
	r.at["root"] = root
	r.ok(r.Units.Put(t.Context(), record.ID{}, unit.Unit{ID: root, Code: "HQ", Kind: unit.Administration, Name: lang.Text{lang.French: "HQ"}}))
	r.boss = policy.Actor{ID: record.IDOf("boss"), Roles: []policy.Role{policy.Administrator}, Unit: root}
	return r
}

// firstAdministrator makes the first account, aicha's, as its owner would.
func (r *realm) firstAdministrator() *visitor {
	r.t.Helper()
	secret, err := r.Who.FirstLink(r.t.Context(), r.at["root"])
	r.ok(err)
	got := r.ask(&visitor{}, "POST", "/api/v1/invitations/"+secret+"/accept", map[string]any{"password": goodPassword, "name": "Aïcha", "login": "aicha"})
	if got.status != 200 {
		r.t.Fatalf("the first account: %d %s", got.status, got.body)
	}
	return keeps(got)
}

func (r *realm) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// people makes the visitors: nobody, one of each role, a program and a phone. Of the
// roles of communities one stands for all: to what is not theirs the policy's own tests
// hold every one of them.
func (r *realm) people() {
	r.t.Helper()
	r.visitors = []*visitor{{name: "nobody", header: http.Header{}}}
	for _, role := range policy.Roles() {
		if role != policy.Reporter && (!role.OfCommunities() || role == policy.Organiser) {
			r.visitors = append(r.visitors, r.person("own", role))
		}
	}
	for _, channel := range []string{identity.API, identity.OpenRosa} {
		t, secret, err := r.Who.IssueToken(r.t.Context(), r.boss, identity.NewToken{Name: channel, Unit: r.at["own"], Channel: channel})
		r.ok(err)
		v := &visitor{name: channel + " token", header: http.Header{"Authorization": {"Bearer " + secret}}}
		if channel == identity.API {
			v.actor = r.Who.TokenActor(t)
		}
		r.visitors = append(r.visitors, v)
	}
}

// person makes somebody with an account, signed in.
func (r *realm) person(at string, role policy.Role) *visitor {
	r.t.Helper()
	r.made++
	login := fmt.Sprintf("%s%d", role, r.made)
	v := &visitor{name: string(role), session: true}
	if r.demo && !r.entered[role] { // one click enters as the first of a role
		r.entered[role] = true
		v.actor = policy.Actor{ID: record.IDOf(login), Roles: []policy.Role{role}, Unit: r.at[at]}
		r.ok(r.Who.AddDemo(r.t.Context(), identity.Member{ID: v.actor.ID, Name: "Person", Login: login, Roles: v.actor.Roles, Unit: v.actor.Unit}))
		r.enter(v)
		return v
	}
	_, link, err := r.Who.Invite(r.t.Context(), r.boss, identity.Invitation{Name: "Person", Login: login, Roles: []policy.Role{role}, Unit: r.at[at]})
	r.ok(err)
	e, err := r.Who.Accept(r.t.Context(), link, identity.Accept{Password: goodPassword})
	r.ok(err)
	v.login = login
	v.actor, v.header = e.Session.Actor, http.Header{"Cookie": {"wasl_session=" + e.Token}}
	return v
}

// enter signs somebody in anew.
func (r *realm) enter(v *visitor) {
	r.t.Helper()
	var e identity.Entry
	var err error
	if v.login != "" {
		e, err = r.Who.SignIn(r.t.Context(), identity.SignIn{Login: v.login, Password: goodPassword})
	} else {
		e, err = r.Who.EnterDemo(r.t.Context(), v.actor.Roles[0])
	}
	r.ok(err)
	v.header = http.Header{"Cookie": {"wasl_session=" + e.Token}}
}

func asDemo(c *Config) { c.Demo, c.Passphrase, c.Authority = true, "", "" }

// visitor finds one by name, and makes one of a role that has none yet.
func (r *realm) visitor(name string) *visitor {
	r.t.Helper()
	for _, v := range r.visitors {
		if v.name == name {
			return v
		}
	}
	role, ok := policy.ParseRole(name)
	if !ok {
		r.t.Fatalf("there is no %s", name)
	}
	v := r.person("own", role)
	r.visitors = append(r.visitors, v)
	return v
}

// withCommunities makes a visitor of each role of communities.
func (r *realm) withCommunities() {
	r.t.Helper()
	for _, role := range policy.Roles() {
		if role.OfCommunities() {
			r.visitor(string(role))
		}
	}
}

// heard is an answer.
type heard struct {
	status int
	header http.Header
	body   string
}

// same tells whether two answers are alike to the letter, but for what differs
// between any two.
func (h heard) same(o heard) bool {
	a, b := h.header.Clone(), o.header.Clone()
	for _, name := range []string{"Date", "X-Request-Id"} {
		a.Del(name)
		b.Del(name)
	}
	return h.status == o.status && h.body == o.body && fmt.Sprint(a) == fmt.Sprint(b)
}

func (h heard) json(t *testing.T) map[string]any {
	t.Helper()
	out := map[string]any{}
	if err := json.Unmarshal([]byte(h.body), &out); err != nil {
		t.Fatalf("%d %s: %v", h.status, h.body, err)
	}
	return out
}

// ask asks as v does. A body that is not text is sent as JSON.
func (r *realm) ask(v *visitor, method, path string, body any) heard {
	r.t.Helper()
	var content io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case io.Reader:
		content = b
	case string:
		content, kind = strings.NewReader(b), "application/json"
	default:
		j, err := json.Marshal(b)
		r.ok(err)
		content, kind = bytes.NewReader(j), "application/json"
	}
	req := httptest.NewRequestWithContext(r.t.Context(), method, path, content)
	for name, values := range v.header {
		req.Header[name] = values
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if v.address != "" {
		req.RemoteAddr = v.address
	}
	w := httptest.NewRecorder()
	r.edge.ServeHTTP(w, req)
	return heard{w.Code, w.Result().Header, w.Body.String()}
}

// fingerprint changes with anything that is kept.
func (r *realm) fingerprint() string {
	r.t.Helper()
	var out []string
	for _, l := range []*ledger.Ledger{r.Field, r.Vaulted} {
		end, err := l.End(r.t.Context())
		r.ok(err)
		out = append(out, fmt.Sprint(end))
	}
	r.ok(r.db.View(r.t.Context(), func(tx *store.Tx) error {
		for _, table := range []string{"credentials", "passkeys", "ceremonies", "invitations", "sessions", "tokens"} {
			var n int
			if err := tx.Row("SELECT count(*) FROM " + table).Scan(&n); err != nil {
				return err
			}
			out = append(out, fmt.Sprint(n))
		}
		return nil
	}))
	return strings.Join(out, " ")
}

// placed is a report of the test.
type placed struct {
	id       record.ID
	position string
	tlp      record.TLP
	mine     bool // the visitor works on it
}

func (p placed) resource(r *realm, v *visitor, t policy.Type) policy.Resource {
	res := r.Policy.At(t, p.id, r.at[p.position])
	if res.TLP = p.tlp; p.mine {
		res.Assignee = v.actor.ID
	}
	return res
}

// accept takes a report in, handled as wished, and gives it to whom it is for.
func (r *realm) accept(p placed, mine record.ID, files ...report.File) {
	r.t.Helper()
	source, err := r.Vault.Source(r.t.Context(), reporterOf(p.id.String()))
	r.ok(err)
	id := p.id.String()
	_, err = r.Reports.Accept(context.Background(), report.Incoming{
		ID: p.id, Unit: r.at[p.position], TLP: p.tlp, Author: source,
		Body: report.Body{
			Form: "security-incident", Version: "1", Channel: report.App, XML: incident(id, "chameau"), Kind: "attack", Title: "chameau " + id, Text: "chameau",
			Source: source, Point: &report.Point{Lat: 15.5, Lon: -8}, Files: files,
		},
	})
	r.ok(err)
	if !p.mine {
		return
	}
	_, err = r.Field.Write(context.Background(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Assignment, Record: p.id.Derive("assignment"), Subject: p.id, Author: r.boss.ID,
			Handling: record.Handling{Unit: r.at[p.position], TLP: p.tlp, Purpose: "community-safety"}, Body: map[string]any{"v": 1, "account": mine},
		}}, nil
	})
	r.ok(err)
}

// batch is a report at every position, under every marking, given to the visitor
// and not.
func (r *realm) batch(v *visitor, files ...report.File) (all []placed) {
	r.t.Helper()
	for _, position := range positions {
		for tlp := record.Clear; tlp <= record.Red; tlp++ {
			for _, mine := range []bool{false, true} {
				if mine && (tlp < record.Amber || v.actor.ID.Zero()) {
					continue // what is open to all of a unit is no more so to one
				}
				all = append(all, placed{record.NewID(rand.Reader), position, tlp, mine})
			}
		}
	}
	var wg sync.WaitGroup
	for _, p := range all {
		wg.Go(func() { r.accept(p, v.actor.ID, files...) })
	}
	wg.Wait()
	return all
}

// forms publishes the demo's forms.
func (r *realm) forms() {
	r.t.Helper()
	d := &Demo{Node: r.Node}
	var err error
	d.forms, err = demoForms()
	r.ok(err)
	r.ok(d.publish(r.t.Context()))
}
