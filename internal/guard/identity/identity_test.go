package identity

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
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
	h := &house{dir: t.TempDir(), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), t: t}
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
	h.l, err = ledger.Open(context.Background(), ledger.Options{
		Dir: h.dir, Key: bytes.Repeat([]byte{1}, 32), Node: record.IDOf("node"), Sign: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32)),
		Parts: []ledger.Part{Part()}, Clock: h.clock, Random: rand.Reader,
		Committed: func(hs []ledger.Header) {
			if h.Service != nil {
				h.Follow(hs)
			}
		},
	})
	fatal()
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

func TestInvitations(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin := h.first()
	desk := h.invite(admin, "desk", post, policy.Desk)
	if got := desk.Session.Actor; got.Unit != post || !slices.Equal(got.Roles, []policy.Role{policy.Desk}) {
		t.Errorf("the desk is %+v", got)
	}
	_, _, err := h.Invite(ctx, desk.Session.Actor, Invitation{Name: "X", Login: "x", Roles: []policy.Role{policy.Chief}, Unit: post})
	wantFault(t, "a desk invites", err, fault.Denied, "policy.denied")
	for _, c := range []struct {
		in  Invitation
		key string
	}{
		{Invitation{Name: "X", Login: "x", Roles: []policy.Role{policy.Administrator, policy.Chief}, Unit: post}, "identity.roles.apart"},
		{Invitation{Name: "X", Login: "x", Roles: []policy.Role{policy.Reporter}, Unit: post}, "identity.role.unknown"},
		{Invitation{Name: "X", Login: "x", Roles: []policy.Role{"king"}, Unit: post}, "identity.role.unknown"},
		{Invitation{Name: "X", Login: "x", Unit: post}, "identity.roles.missing"},
		{Invitation{Name: " ", Login: "x", Roles: []policy.Role{policy.Desk}, Unit: post}, "identity.name.wrong"},
		{Invitation{Name: "X", Login: "x y", Roles: []policy.Role{policy.Desk}, Unit: post}, "identity.login.wrong"},
	} {
		_, _, err := h.Invite(ctx, admin.Session.Actor, c.in)
		wantFault(t, c.key, err, fault.Invalid, c.key)
	}
	_, _, err = h.Invite(ctx, admin.Session.Actor, Invitation{Name: "X", Login: "ＤＥＳＫ", Roles: []policy.Role{policy.Desk}, Unit: post})
	wantFault(t, "a login taken, in wide letters", err, fault.Conflict, "identity.login.taken")

	in, link, err := h.Invite(ctx, admin.Session.Actor, Invitation{Name: "Chief", Login: "chief", Roles: []policy.Role{policy.Chief}, Unit: post})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := h.Invitations(ctx, admin.Session.Actor); err != nil || len(list) != 1 || list[0].Login != "chief" {
		t.Errorf("invitations: %+v, %v", list, err)
	}
	if list, err := h.Invitations(ctx, desk.Session.Actor); err != nil || len(list) != 0 {
		t.Errorf("a desk sees invitations: %+v, %v", list, err)
	}
	// Two who accept at the same moment: one account, one password.
	var wg sync.WaitGroup
	won := make([]error, 4)
	for i := range won {
		wg.Go(func() { _, won[i] = h.Accept(ctx, link, Accept{Password: good + strings.Repeat("!", i)}) })
	}
	wg.Wait()
	if n := len(slices.DeleteFunc(slices.Clone(won), func(err error) bool { return err != nil })); n != 1 {
		t.Errorf("%d of four accepted one link: %v", n, won)
	}
	if err := h.Withdraw(ctx, admin.Session.Actor, in.ID); !fault.Is(err, fault.Missing) {
		t.Errorf("an accepted one withdrawn: %v", err)
	}
	in, link, err = h.Invite(ctx, admin.Session.Actor, Invitation{Name: "Late", Login: "late", Roles: []policy.Role{policy.Desk}, Unit: post})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Withdraw(ctx, admin.Session.Actor, in.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.Invitation(ctx, link)
	wantFault(t, "a withdrawn one", err, fault.Missing, "identity.invitation.none")
	if n := h.audited(record.Invitation, in.ID); n != 2 {
		t.Errorf("%d lines of an invitation made and withdrawn", n)
	}
}

// Who forgot the password, or lost the phone, gets a new link: everything that
// opened the account before is worthless then.
func TestForgotten(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin := h.first()
	desk := h.invite(admin, "desk", post, policy.Desk)
	setup, err := h.BeginCode(ctx, desk.Session)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(setup.Secret, h.clock())
	if err == nil {
		err = h.FinishCode(ctx, desk.Session, code)
	}
	if err != nil {
		t.Fatal(err)
	}
	id := desk.Session.Account.ID
	_, _, err = h.InviteAgain(ctx, desk.Session.Actor, id)
	wantFault(t, "a desk makes a link", err, fault.Denied, "policy.denied")
	_, _, err = h.InviteAgain(ctx, admin.Session.Actor, record.IDOf("nobody"))
	wantFault(t, "for nobody", err, fault.Missing, "policy.hidden")
	in, link, err := h.InviteAgain(ctx, admin.Session.Actor, id)
	if err != nil {
		t.Fatal(err)
	}
	moved := desk.Session.Account
	moved.Roles = []policy.Role{policy.Analyst}
	if err := h.SetMember(ctx, admin.Session.Actor, moved); err != nil {
		t.Fatal(err)
	}
	e, err := h.Accept(ctx, link, Accept{Password: good + " encore", Name: "Mallory", Login: "mallory"})
	if err != nil || e.Session.Account.ID != id || e.Session.Account.Login != "desk" || !slices.Equal(e.Session.Actor.Roles, moved.Roles) {
		t.Fatalf("%+v, %v", e.Session, err)
	}
	if _, err := h.Session(ctx, desk.Token); !fault.Is(err, fault.Unknown) {
		t.Errorf("a session of before: %v", err)
	}
	_, err = h.SignIn(ctx, SignIn{Login: "desk", Password: good, Source: "192.0.2.1"})
	wantFault(t, "the old password", err, fault.Unknown, "identity.login.failed")
	if _, err := h.SignIn(ctx, SignIn{Login: "desk", Password: good + " encore", Source: "192.0.2.1"}); err != nil {
		t.Errorf("the new password, without a code: %v", err)
	}
	if n := h.audited(record.Invitation, in.ID); n != 1 {
		t.Errorf("%d lines of the link", n)
	}
	_, _, err = h.Recover(ctx, "nobody")
	wantFault(t, "recovering nobody", err, fault.Missing, "policy.hidden")
	_, link, err = h.Recover(ctx, "AICHA@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if e, err := h.Accept(ctx, link, Accept{Password: good + " again"}); err != nil || !e.Session.Actor.Has(policy.Administrator) {
		t.Errorf("%+v, %v", e.Session, err)
	}
	// A link of an account that was closed since opens nothing.
	_, link, err = h.InviteAgain(ctx, admin.Session.Actor, id)
	if err != nil {
		t.Fatal(err)
	}
	moved.Closed = true
	if err := h.SetMember(ctx, admin.Session.Actor, moved); err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(ctx, link, Accept{Password: good})
	wantFault(t, "a closed account's link", err, fault.Missing, "identity.invitation.none")
}

func TestFactorsChangeSoonAfterSigningIn(t *testing.T) {
	h := newHouse(t)
	e := h.first()
	for range 2 {
		h.pass(Idle / 2)
		if _, err := h.Session(t.Context(), e.Token); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.BeginCode(t.Context(), e.Session)
	wantFault(t, "a code", err, fault.Denied, "identity.session.old")
	_, err = h.BeginPasskey(t.Context(), e.Session)
	wantFault(t, "a passkey", err, fault.Denied, "identity.session.old")
}

func TestPasswordRules(t *testing.T) {
	for _, c := range []struct{ password, key string }{
		{good, ""},
		{"أربعة جمال خضراء ترقص", ""},
		{"vrXbzGq4wK2p", ""},
		{"74 18 05 93 26 61 40 77", ""},
		{"74 18 05 93 26 61", "common"},
		{"kyx7!ttrub-oom", ""},
		{"elevenchars", "short"},
		{"ثلاثة جمال", "short"},
		{strings.Repeat("a b c d é ", 30), "long"},
		{"password1234", "common"},
		{"PassWord2026!!", "common"},
		{"motdepasse2026", "common"},
		{"mot de passe 1", "common"},
		{"azertyuiopqs", "common"},
		{"AZERTYUIOP123", "common"},
		{"aaaaaaaaaaaaaaaa", "common"},
		{"123456789012", "common"},
		{"234567890123", "common"},
		{"982451653179", "common"},
		{"كلمة المرور123", "common"},
		{"كلمة السر 2026", "common"},
		{"ضصثقفغعهخحجد", "common"},
		{"لا إله إلا الله", "common"},
		{"mohammedmohammed", "common"},
		{"aicha@example.org", "common"},
		{"Sidi Sidi Sidi 1", "common"},
		{"Nouakchott2026", "common"},
		{"correct horse battery staple", "common"},
		{"bad \xff utf8 password", "long"},
	} {
		err := CheckPassword(c.password, "aicha@example.org", "Aïcha mint Sidi")
		if c.key == "" {
			if err != nil {
				t.Errorf("%q: %v", c.password, err)
			}
			continue
		}
		wantFault(t, c.password, err, fault.Invalid, "identity.password."+c.key)
	}
}

// The same letters typed in another way are the same password.
func TestPasswordsAreTheSameHoweverTyped(t *testing.T) {
	h := newHouse(t)
	composed, decomposed := "été à Nouadhibou, enfin", "e\u0301te\u0301 a\u0300 Nouadhibou, enfin"
	hash := hashPassword(h.draw(saltSize), composed)
	if !samePassword(hash, decomposed) || samePassword(hash, composed+" ") {
		t.Error("a password depends on how its accents are typed, or not on its letters")
	}
	for _, bad := range []string{"", "$", "$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=0,p=0$AAAA$AAAA", "$argon2id$v=19$m=8,t=1,p=1$AAAA$"} {
		if samePassword(bad, "") {
			t.Errorf("the hash %q fits", bad)
		}
	}
}

func TestTriesAreDelayed(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	e := h.first()
	try := func(source, device, password string) error {
		_, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: password, Source: source, Device: device})
		return err
	}
	attacker := "203.0.113.9"
	for range freeTries {
		wantFault(t, "a wrong password", try(attacker, "", "wrong"), fault.Unknown, "identity.login.failed")
	}
	wantFault(t, "the sixth, though right", try(attacker, "", good), fault.Throttled, "identity.tries.many")
	wantFault(t, "the same by another notation", try("::ffff:203.0.113.9", "", good), fault.Throttled, "identity.tries.many")
	wantFault(t, "with a made-up device", try(attacker, raw(make([]byte, 32)), good), fault.Throttled, "identity.tries.many")
	if err := try("198.51.100.7", "", good); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	if err := try(attacker, e.Device, good); err != nil {
		t.Errorf("from the attacker's address, on a known device: %v", err)
	}
	var waited []time.Duration
	for range 7 {
		var f *fault.Error
		if err := try(attacker, "", "wrong"); !errors.As(err, &f) || f.Kind != fault.Throttled {
			t.Fatalf("no wait: %v", err)
		}
		wait := h.tries.take("login\x00aicha@example.org\x00"+attacker, freeTries)
		waited = append(waited, wait)
		h.pass(wait)
		wantFault(t, "after the wait", try(attacker, "", "wrong"), fault.Unknown, "identity.login.failed")
	}
	m := time.Minute
	if !slices.Equal(waited, []time.Duration{m, 2 * m, 4 * m, 8 * m, 15 * m, 15 * m, 15 * m}) {
		t.Errorf("the waits are %v", waited)
	}
	h.pass(15 * m)
	if err := try(attacker, "", good); err != nil {
		t.Errorf("the right password after the wait: %v", err)
	}
}

func TestAHundredTriesAtOnce(t *testing.T) {
	h := newHouse(t)
	h.first()
	var wg sync.WaitGroup
	var mu sync.Mutex
	kinds := map[fault.Kind]int{}
	for range 100 {
		wg.Go(func() {
			_, err := h.SignIn(context.Background(), SignIn{Login: "aicha@example.org", Password: "wrong", Source: "203.0.113.9"})
			mu.Lock()
			defer mu.Unlock()
			kinds[fault.KindOf(err)]++
		})
	}
	wg.Wait()
	if kinds[fault.Unknown] > freeTries || kinds[fault.Throttled] < 95 {
		t.Errorf("of a hundred tries at once: %v", kinds)
	}
}

// A source that tries many accounts waits too; IPv6 counts by the network.
func TestSprayingIsDelayed(t *testing.T) {
	tr := newTries(func() time.Time { return time.Unix(0, 0) })
	s := &Service{tries: tr}
	for i := range sourceTries + 1 {
		keys := s.triesOf(Member{}, false, SignIn{Login: string(rune('a' + i)), Source: "[2001:db8::" + string("0123456789abcdef"[i%16]) + "]:443"})
		if wait := tr.takeAll(keys); (wait > 0) != (i >= sourceTries) {
			t.Fatalf("try %d waits %v", i, wait)
		}
	}
	for a, want := range map[string]string{
		"203.0.113.9:1234": "203.0.113.9", "[2001:db8::1]:80": "2001:db8::/64", "2001:db8::2": "2001:db8::/64", "[2001:db8::3]": "2001:db8::/64",
		"fe80::1%eth0": "fe80::/64", "::1": "::/64", "": "", "somewhere": "somewhere",
	} {
		if got := sourceOf(a); got != want {
			t.Errorf("sourceOf(%q) = %q, want %q", a, got, want)
		}
	}
	for i := range 3 * maxBuckets {
		tr.take(string(rune(i))+"flood", 5)
	}
	if n := len(tr.buckets); n > maxBuckets {
		t.Errorf("%d buckets after a flood", n)
	}
}

// An unknown login is answered with the same words, work and audit.
func TestUnknownLoginsAreNotTold(t *testing.T) {
	h := newHouse(t)
	e := h.first()
	took := func(login string) (time.Duration, error) {
		start := time.Now()
		_, err := h.SignIn(t.Context(), SignIn{Login: login, Password: "wrong", Source: "192.0.2.1"})
		return time.Since(start), err
	}
	known, err1 := took("aicha@example.org")
	unknown, err2 := took("nobody@example.org")
	if err1.Error() != err2.Error() {
		t.Errorf("%v, but %v", err1, err2)
	}
	if unknown < known/3 || known < unknown/3 {
		t.Errorf("a known login takes %v, an unknown one %v", known, unknown)
	}
	// One line for entering by the link, one for the failure.
	if n, m := h.audited(record.Session, e.Session.Account.ID), h.audited(record.Session, nobody); n != 2 || m != 1 {
		t.Errorf("%d and %d audit lines", n, m)
	}
}

func TestOneTimeCodes(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	e := h.first()
	setup, err := h.BeginCode(ctx, e.Session)
	if err != nil || !strings.HasPrefix(setup.URI, "otpauth://totp/wasl:") {
		t.Fatalf("%+v, %v", setup, err)
	}
	in := func(code string) error {
		_, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Code: code, Source: "192.0.2.1"})
		return err
	}
	if err := in(""); err != nil {
		t.Errorf("before the code is confirmed: %v", err)
	}
	code := func() string {
		c, err := totp.GenerateCode(setup.Secret, h.clock())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	wantFault(t, "a wrong code", h.FinishCode(ctx, e.Session, "000000"), fault.Invalid, "identity.code.setup")
	if err := h.FinishCode(ctx, e.Session, code()); err != nil {
		t.Fatal(err)
	}
	wantFault(t, "no code", in(""), fault.Unknown, "session.code.needed")
	wantFault(t, "the code of the set-up again", in(code()), fault.Unknown, "identity.code.wrong")
	h.pass(time.Minute)
	used := code()
	if err := in(used); err != nil {
		t.Errorf("a right code: %v", err)
	}
	wantFault(t, "the same code again", in(used), fault.Unknown, "identity.code.wrong")
	h.pass(time.Minute)
	arabic := strings.Map(func(r rune) rune { return '٠' + r - '0' }, code())
	if err := in(arabic[:6] + " " + arabic[6:]); err != nil {
		t.Errorf("a code in Arabic digits: %v", err)
	}
	h.pass(2 * time.Minute)
	for range freeTries {
		wantFault(t, "a guess", in("123456"), fault.Unknown, "identity.code.wrong")
	}
	// Guesses of a code are counted wherever they come from.
	_, err = h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Code: code(), Source: "198.51.100.1"})
	wantFault(t, "from elsewhere", err, fault.Throttled, "identity.tries.many")
	h.pass(16 * time.Minute)
	if err := in(code()); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	x := e.Session
	wantFault(t, "removing the code of an old session", h.DropCode(ctx, x, ""), fault.Invalid, "identity.password.old")
	if err := h.DropCode(ctx, x, good); err != nil {
		t.Fatal(err)
	}
	h.pass(time.Hour)
	if err := in(""); err != nil {
		t.Errorf("without codes again: %v", err)
	}
	if n := h.audited(record.Credential, x.Account.ID); n != 3 { // password set, code added, code removed
		t.Errorf("%d audit lines of credentials", n)
	}
}

func TestSessionsEnd(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	e := h.first()
	alive := func(token string) bool {
		_, err := h.Session(ctx, token)
		if err != nil && !fault.Is(err, fault.Unknown) {
			t.Fatal(err)
		}
		return err == nil
	}
	in := func() Entry {
		e, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Source: "192.0.2.1"})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for range 20 {
		h.pass(9 * time.Minute)
		if !alive(e.Token) {
			t.Fatal("a session in use ended")
		}
	}
	h.reopen()
	h.pass(9*time.Minute + 59*time.Second)
	if !alive(e.Token) {
		t.Error("a session in use ended at a restart")
	}
	h.pass(Idle)
	if alive(e.Token) {
		t.Error("an idle session lives")
	}
	// Watching keeps nothing alive.
	e = in()
	for range 2 {
		h.pass(5 * time.Minute)
		_, _ = h.Watch(ctx, e.Token)
	}
	if alive(e.Token) {
		t.Error("a watched session lives")
	}
	e = in()
	for range 90 {
		h.pass(8 * time.Minute)
		_, _ = h.Session(ctx, e.Token)
	}
	if alive(e.Token) {
		t.Error("a session lives after 12 hours")
	}
	for _, bad := range []string{"", "x", strings.Repeat("a", 32), strings.Repeat("a", 1<<16)} {
		if alive(bad) {
			t.Errorf("the session %.40q lives", bad)
		}
	}
	e = in()
	if err := h.SignOut(ctx, e.Session); err != nil || alive(e.Token) {
		t.Errorf("after signing out: %v", err)
	}
	one, two := in(), in()
	_, err := h.SetPassword(ctx, one.Session, "wrong", good+" twice")
	wantFault(t, "a wrong old password", err, fault.Invalid, "identity.password.old")
	now, err := h.SetPassword(ctx, one.Session, good, good+" twice")
	if err != nil || alive(one.Token) || alive(two.Token) || !alive(now.Token) {
		t.Errorf("after a new password: %v", err)
	}
	_, err = h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Source: "192.0.2.2"})
	wantFault(t, "the old password", err, fault.Unknown, "identity.login.failed")
	var many []Entry
	for range maxSessions + 2 {
		h.pass(time.Second)
		e, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good + " twice", Source: "192.0.2.1"})
		if err != nil {
			t.Fatal(err)
		}
		many = append(many, e)
	}
	if alive(many[0].Token) || alive(many[1].Token) || !alive(many[2].Token) {
		t.Error("the oldest of too many sessions do not give way")
	}
}

func TestMembersChange(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin := h.first()
	desk := h.invite(admin, "desk", post, policy.Desk)
	m := desk.Session.Account
	m.Roles = []policy.Role{policy.Analyst}
	if err := h.SetMember(ctx, admin.Session.Actor, m); err != nil {
		t.Fatal(err)
	}
	if x, err := h.Session(ctx, desk.Token); err != nil || !x.Actor.Has(policy.Analyst) || x.Actor.Has(policy.Desk) {
		t.Errorf("after a change of role: %+v, %v", x, err)
	}
	own := admin.Session.Account
	own.Roles = []policy.Role{policy.Chief}
	wantFault(t, "one's own role", h.SetMember(ctx, admin.Session.Actor, own), fault.Denied, "identity.member.self")
	wantFault(t, "an analyst changes roles", h.SetMember(ctx, desk.Session.Actor, own), fault.Denied, "policy.denied")
	m.Closed = true
	if err := h.SetMember(ctx, admin.Session.Actor, m); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Session(ctx, desk.Token); !fault.Is(err, fault.Unknown) {
		t.Errorf("a closed account's session: %v", err)
	}
	_, err := h.SignIn(ctx, SignIn{Login: "desk", Password: good, Source: "192.0.2.1"})
	wantFault(t, "a closed account", err, fault.Unknown, "identity.login.failed")
	if h.Name(m.ID) != m.Name || len(h.Members()) != 1 || h.CountByUnit()[root] != 1 || h.CountByUnit()[post] != 0 {
		t.Errorf("the members are %+v", h.Members())
	}
	if _, err := h.l.Erase(ctx, m.ID, admin.Session.Account.ID, "left the service"); err != nil {
		t.Fatal(err)
	}
	if h.Name(m.ID) != "" {
		t.Error("an erased account has a name")
	}
}

func TestTokens(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin := h.first()
	desk := h.invite(admin, "desk", post, policy.Desk)
	_, _, err := h.IssueToken(ctx, desk.Session.Actor, NewToken{Name: "phone", Unit: post, Channel: "openrosa"})
	wantFault(t, "a desk issues", err, fault.Denied, "policy.denied")
	_, _, err = h.IssueToken(ctx, admin.Session.Actor, NewToken{Name: "phone", Unit: post, Channel: "fax"})
	wantFault(t, "a channel that is none", err, fault.Invalid, "identity.token.wrong")
	tok, secret, err := h.IssueToken(ctx, admin.Session.Actor, NewToken{Name: "phone of the post", Unit: post, Channel: "openrosa"})
	if err != nil || tok.Unit != post || tok.Channel != "openrosa" {
		t.Fatalf("%+v, %v", tok, err)
	}
	_, _, err = h.IssueToken(ctx, admin.Session.Actor, NewToken{ID: tok.ID, Name: "again", Unit: post, Channel: "api"})
	wantFault(t, "the same id again", err, fault.Conflict, "identity.token.taken")
	h.reopen()
	got, err := h.Token(ctx, secret)
	if err != nil || got.ID != tok.ID {
		t.Errorf("after a restart: %+v, %v", got, err)
	}
	a := h.TokenActor(got)
	accept := policy.Resource{Type: policy.Report, Unit: post, UnitPath: twoUnits{}.Path(post), TLP: record.Amber, Purpose: "community-safety"}
	if err := h.opt.Policy.Allow(ctx, a, "report.accept", accept); err != nil {
		t.Errorf("a token hands in: %v", err)
	}
	if err := h.opt.Policy.Allow(ctx, a, "report.open", accept); !fault.Is(err, fault.Missing) {
		t.Errorf("a token reads: %v", err)
	}
	for _, bad := range []string{"", "x", strings.Repeat("a", 32), secret + " ", strings.ToUpper(secret)} {
		_, err := h.Token(ctx, bad)
		wantFault(t, "a wrong token", err, fault.Unknown, "identity.token.none")
	}
	if list, err := h.Tokens(ctx, admin.Session.Actor); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err := h.Tokens(ctx, desk.Session.Actor); err != nil || len(list) != 0 {
		t.Errorf("a desk sees tokens: %+v, %v", list, err)
	}
	if err := h.RevokeToken(ctx, desk.Session.Actor, tok.ID); !fault.Is(err, fault.Denied) {
		t.Errorf("a desk revokes: %v", err)
	}
	if err := h.RevokeToken(ctx, admin.Session.Actor, tok.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Token(ctx, secret); !fault.Is(err, fault.Unknown) {
		t.Errorf("a revoked token: %v", err)
	}
	h.reopen()
	if _, err := h.Token(ctx, secret); !fault.Is(err, fault.Unknown) {
		t.Errorf("a revoked token after a restart: %v", err)
	}
}

func TestDemo(t *testing.T) {
	demo := func(o *Options) { o.Demo = true }
	h := newHouse(t, demo)
	ctx := t.Context()
	m := Member{ID: DemoID(policy.Desk), Name: "Demo desk", Login: "demo-desk", Roles: []policy.Role{policy.Desk}, Unit: post}
	for range 2 {
		if err := h.AddDemo(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.audited(record.Member, m.ID); n != 1 {
		t.Errorf("%d revisions of a demo's account added twice", n)
	}
	e, err := h.EnterDemo(ctx, policy.Desk)
	if err != nil || e.Session.How != "demo" {
		t.Fatal(err)
	}
	if _, err := h.EnterDemo(ctx, policy.Chief); !fault.Is(err, fault.Missing) {
		t.Errorf("a role that the demo lacks: %v", err)
	}
	for _, password := range []string{"", "demo", good} {
		_, err = h.SignIn(ctx, SignIn{Login: "demo-desk", Password: password, Source: "192.0.2.1"})
		wantFault(t, "a demo's account by password", err, fault.Unknown, "identity.login.failed")
	}
	_, err = h.SetPassword(ctx, e.Session, "", good)
	wantFault(t, "a demo's password", err, fault.Denied, "identity.demo.fixed")
	_, err = h.BeginCode(ctx, e.Session)
	wantFault(t, "a demo's code", err, fault.Denied, "identity.demo.fixed")
	if err := h.SetSettings(ctx, e.Session, "ar", "dark"); err != nil {
		t.Error(err)
	}
	if a, err := h.Describe(ctx, e.Session); err != nil || a.Language != "ar" || a.Theme != "dark" || !a.Demo || !slices.Contains(a.Can, "report.grade") {
		t.Errorf("%+v, %v", a, err)
	}
	// The same files in a real node: no way in.
	h.reopen()
	if _, err := h.Session(ctx, e.Token); !fault.Is(err, fault.Unknown) {
		t.Errorf("a demo's session on a real node: %v", err)
	}
	if _, err := h.EnterDemo(ctx, policy.Desk); !fault.Is(err, fault.Missing) {
		t.Errorf("a demo's entry on a real node: %v", err)
	}
	if _, err := h.DemoAccounts(ctx); !fault.Is(err, fault.Missing) {
		t.Errorf("a demo's accounts on a real node: %v", err)
	}
	if err := h.AddDemo(ctx, m); !fault.Is(err, fault.Missing) {
		t.Errorf("a demo's account added to a real node: %v", err)
	}
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

func BenchmarkSignIn(b *testing.B) {
	h := newHouse(b)
	h.first()
	for b.Loop() {
		if _, err := h.SignIn(b.Context(), SignIn{Login: "aicha@example.org", Password: good, Source: "192.0.2.1"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSession(b *testing.B) {
	h := newHouse(b)
	e := h.first()
	for b.Loop() {
		if _, err := h.Session(b.Context(), e.Token); err != nil {
			b.Fatal(err)
		}
	}
}
