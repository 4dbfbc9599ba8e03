package identity

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

var (
	root = record.IDOf("unit root")
	post = record.IDOf("unit post")
)

type twoUnits struct{}

func (twoUnits) All() []record.ID { return []record.ID{root, post} }
func (twoUnits) Path(u record.ID) []record.ID {
	if u == post {
		return []record.ID{post, root}
	}
	return []record.ID{u}
}

// house is a service with its files and a clock that stands still.
type house struct {
	*Service
	dir string
	now time.Time
	mu  sync.Mutex
	l   *ledger.Ledger
	db  *store.DB
	t   testing.TB
	opt Options
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func newHouse(t testing.TB, change ...func(*Options)) *house {
	h := &house{dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), t: t}
	h.open(change...)
	t.Cleanup(h.close)
	return h
}

func (h *house) open(change ...func(*Options)) {
	var err error
	fatal := func() {
		if err != nil {
			h.t.Helper()
			h.t.Fatal(err)
		}
	}
	h.opt = Options{Key: bytes.Repeat([]byte{7}, 32), Tree: twoUnits{}, Clock: h.clock, Random: rand.Reader, Domain: "desk.example", Origins: []string{"https://desk.example"}}
	for _, c := range change {
		c(&h.opt)
	}
	h.opt.Policy, err = policy.New(twoUnits{}, h.opt.Demo)
	fatal()
	opt := ledgertest.Options(h.dir, h.clock, Part(), audit.Part())
	opt.Committed = func(revs []ledger.Revision) {
		if h.Service != nil {
			h.Follow(ledger.Headers(revs))
		}
	}
	h.l = ledgertest.Open(h.t, opt)
	h.db, err = store.Open(context.Background(), store.Options{Path: filepath.Join(h.dir, "node.db"), Durable: true, Modules: []store.Module{Module}})
	fatal()
	h.opt.Ledger, h.opt.Node = h.l, h.db
	h.Service, err = New(context.Background(), h.opt)
	fatal()
}

func (h *house) close() {
	if err := errors.Join(h.l.Close(), h.db.Close()); err != nil {
		h.t.Error(err)
	}
}

// reopen is a restart of the node.
func (h *house) reopen(change ...func(*Options)) {
	h.close()
	h.open(change...)
}

const good = "quatre chameaux verts dansent"

// first makes the node's first administrator.
func (h *house) first() Entry {
	h.t.Helper()
	link, err := h.FirstLink(context.Background(), root)
	if err != nil || link == "" {
		h.t.Fatalf("first link %q, %v", link, err)
	}
	e, err := h.Accept(context.Background(), link, Accept{Password: good, Name: "Aïcha mint Sidi", Login: "Aicha@example.org"})
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

func (h *house) invite(by Entry, login string, unit record.ID, rs ...policy.Role) Entry {
	h.t.Helper()
	_, link, err := h.Invite(context.Background(), by.Session.Actor, Invitation{Name: "Person " + login, Login: login, Roles: rs, Unit: unit})
	if err != nil {
		h.t.Fatal(err)
	}
	e, err := h.Accept(context.Background(), link, Accept{Password: good})
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

func wantFault(t testing.TB, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || f.Key != key {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

// kinds are the audit lines of a kind.
func (h *house) audited(k record.Kind, account record.ID) int {
	h.t.Helper()
	hs, _, err := h.l.Audit(context.Background(), ledger.AuditQuery{Kind: k, Subject: account})
	if err != nil {
		h.t.Fatal(err)
	}
	return len(hs)
}

func TestFirstAccount(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	for _, login := range []string{"admin", "administrator", "root", ""} {
		_, err := h.SignIn(ctx, SignIn{Login: login, Password: "admin", Source: "::1"})
		wantFault(t, "a default account", err, fault.Unknown, "identity.login.failed")
	}
	old, err := h.FirstLink(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	link, err := h.FirstLink(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(ctx, old, Accept{Password: good})
	wantFault(t, "the link before", err, fault.Missing, "identity.invitation.none")
	_, err = h.Accept(ctx, link, Accept{Password: "short"})
	wantFault(t, "a short password", err, fault.Invalid, "identity.password.short")
	e, err := h.Accept(ctx, link, Accept{Password: good})
	if err != nil || !e.Session.Actor.Has(policy.Administrator) || e.Session.Account.Login != "administrator" {
		t.Fatalf("%+v, %v", e, err)
	}
	_, err = h.Accept(ctx, link, Accept{Password: good})
	wantFault(t, "the link again", err, fault.Missing, "identity.invitation.none")
	if again, err := h.FirstLink(ctx, root); err != nil || again != "" {
		t.Errorf("a first link with an account there: %q, %v", again, err)
	}
	h.reopen()
	if again, err := h.FirstLink(ctx, root); err != nil || again != "" {
		t.Errorf("a first link after a restart: %q, %v", again, err)
	}
	if _, err := h.Session(ctx, e.Token); err != nil {
		t.Errorf("the session after a restart: %v", err)
	}
	h2 := newHouse(t)
	late, err := h2.FirstLink(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	h2.pass(firstLife)
	_, err = h2.Accept(ctx, late, Accept{Password: good})
	wantFault(t, "a link of yesterday", err, fault.Missing, "identity.invitation.none")
}

// What lies on the disk tells no name, login, password, code, link or token.
func TestNothingLiesOpen(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	e := h.first()
	setup, err := h.BeginCode(ctx, e.Session)
	if err != nil {
		t.Fatal(err)
	}
	_, link, err := h.Invite(ctx, e.Session.Actor, Invitation{Name: "Canary Jones", Login: "canary.login", Roles: []policy.Role{policy.Desk}, Unit: post})
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := h.IssueToken(ctx, e.Session.Actor, NewToken{Name: "Canary phone", Unit: post, Channel: "api"})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = h.SignIn(ctx, SignIn{Login: "canary.unknown", Password: "canary.password", Source: "203.0.113.99"})
	canaries := []string{
		good, "mint Sidi", "aicha@example.org", setup.Secret, link, secret, e.Token, e.Device, "Canary", "canary", "203.0.113.99",
	}
	found := 0
	for _, name := range []string{"ledger.db", "ledger.db-wal", "node.db", "node.db-wal", "tables.db", "tables.db-wal"} {
		b, err := os.ReadFile(filepath.Join(h.dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		found++
		for _, c := range canaries {
			if bytes.Contains(b, []byte(c)) {
				t.Errorf("%s holds %q", name, c)
			}
		}
	}
	if found < 4 {
		t.Errorf("only %d files looked at", found)
	}
	// Headers hold ids, and the bodies of the audit no names.
	for _, kind := range []record.Kind{record.Session, record.Credential} {
		hs, _, err := h.l.Audit(ctx, ledger.AuditQuery{Kind: kind})
		if err != nil || len(hs) == 0 {
			t.Fatalf("%s: %d lines, %v", kind, len(hs), err)
		}
		for _, x := range hs {
			rev, err := h.l.Read(ctx, x.Seq)
			var b map[string]any
			if err != nil || json.Unmarshal(rev.Body, &b) != nil || len(b) != 3 || b["v"] != 1.0 {
				t.Errorf("%s: %s, %v", kind, rev.Body, err)
			}
		}
	}
}
