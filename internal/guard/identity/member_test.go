package identity

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pquerna/otp/totp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

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
	wantFault(t, "for nobody", err, fault.Missing, "store.row.none")
	in, link, err := h.InviteAgain(ctx, admin.Session.Actor, id)
	if err != nil {
		t.Fatal(err)
	}
	_, later, err := h.InviteAgain(ctx, admin.Session.Actor, id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(ctx, link, Accept{Password: good + " encore"})
	wantFault(t, "a link that another followed", err, fault.Missing, "identity.invitation.none")
	link = later
	if n := h.audited(record.Alarm, id); n != 1 {
		t.Errorf("oversight is told %d times of links for an account that is there", n)
	}
	moved := Change{Name: desk.Session.Account.Name, Roles: []policy.Role{policy.Analyst}, Unit: post}
	if err := h.SetMember(ctx, admin.Session.Actor, id, moved); err != nil {
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
	wantFault(t, "recovering nobody", err, fault.Missing, "store.row.none")
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
	if err := h.SetMember(ctx, admin.Session.Actor, id, moved); err != nil {
		t.Fatal(err)
	}
	_, err = h.Accept(ctx, link, Accept{Password: good})
	wantFault(t, "a closed account's link", err, fault.Missing, "identity.invitation.none")
}

func TestMembersChange(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin := h.first()
	desk := h.invite(admin, "desk", post, policy.Desk)
	m := desk.Session.Account
	c := Change{Name: m.Name, Roles: []policy.Role{policy.Analyst}, Unit: post}
	if err := h.SetMember(ctx, admin.Session.Actor, m.ID, c); err != nil {
		t.Fatal(err)
	}
	if x, err := h.Session(ctx, desk.Token); err != nil || !x.Actor.Has(policy.Analyst) || x.Actor.Has(policy.Desk) {
		t.Errorf("after a change of role: %+v, %v", x, err)
	}
	c.Unit = root
	if err := h.SetMember(ctx, admin.Session.Actor, m.ID, c); err != nil {
		t.Fatal(err)
	}
	if x, err := h.Session(ctx, desk.Token); err != nil || x.Actor.Unit != root {
		t.Errorf("after moving: %+v, %v", x, err)
	}
	own := admin.Session.Account
	chief := Change{Name: own.Name, Roles: []policy.Role{policy.Chief}, Unit: root}
	wantFault(t, "one's own role", h.SetMember(ctx, admin.Session.Actor, own.ID, chief), fault.Denied, "identity.member.self")
	wantFault(t, "an analyst changes roles", h.SetMember(ctx, desk.Session.Actor, own.ID, chief), fault.Denied, "policy.denied")
	wantFault(t, "nobody's roles", h.SetMember(ctx, admin.Session.Actor, record.IDOf("nobody"), chief), fault.Missing, "store.row.none")
	chief.Roles = []policy.Role{policy.Chief, policy.Administrator}
	wantFault(t, "roles apart", h.SetMember(ctx, admin.Session.Actor, m.ID, chief), fault.Invalid, "identity.roles.apart")
	// Whoever keeps a post takes nobody from the capital, and sends nobody there.
	keeper := h.invite(admin, "keeper", post, policy.Administrator)
	c.Unit = post
	wantFault(t, "taken from above", h.SetMember(ctx, keeper.Session.Actor, m.ID, c), fault.Denied, "policy.denied")
	if err := h.SetMember(ctx, admin.Session.Actor, m.ID, c); err != nil {
		t.Fatal(err)
	}
	c.Unit = root
	wantFault(t, "sent above", h.SetMember(ctx, keeper.Session.Actor, m.ID, c), fault.Denied, "policy.denied")
	c.Unit, c.Closed = post, true
	if err := h.SetMember(ctx, keeper.Session.Actor, m.ID, c); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Session(ctx, desk.Token); !fault.Is(err, fault.Unknown) {
		t.Errorf("a closed account's session: %v", err)
	}
	_, err := h.SignIn(ctx, SignIn{Login: "desk", Password: good, Source: "192.0.2.1"})
	wantFault(t, "a closed account", err, fault.Unknown, "identity.login.failed")
	if h.Name(m.ID) != m.Name || len(h.Members()) != 2 || h.CountByUnit()[root] != 1 || h.CountByUnit()[post] != 1 {
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
