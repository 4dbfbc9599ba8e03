package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

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
	try := func(ctx context.Context, login string) error {
		_, err := h.SignIn(ctx, SignIn{Login: login, Password: "wrong", Source: "192.0.2.1"})
		return err
	}
	known, unknown := try(t.Context(), "aicha@example.org"), try(t.Context(), "nobody@example.org")
	if known.Error() != unknown.Error() {
		t.Errorf("%v, but %v", known, unknown)
	}
	// Both wait for their turn to hash: who cannot have it is not answered at all.
	h.strange.turn <- struct{}{}
	for _, login := range []string{"aicha@example.org", "nobody@example.org"} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := try(ctx, login); !errors.Is(err, context.Canceled) {
			t.Errorf("%s is answered without the work: %v", login, err)
		}
	}
	<-h.strange.turn
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

// Whoever left a console open elsewhere sees it, and ends it from here.
func TestSessionsLeftOpen(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	far := h.first()
	h.pass(time.Minute)
	other, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Source: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	h.pass(time.Minute)
	here, err := h.SignIn(ctx, SignIn{Login: "aicha@example.org", Password: good, Source: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	h.pass(time.Minute)
	if _, err := h.Session(ctx, far.Token); err != nil { // in use: not yet on the disk, and first in the list
		t.Fatal(err)
	}
	open, err := h.OpenSessions(ctx, here.Session)
	if err != nil || len(open) != 3 {
		t.Fatalf("%+v, %v", open, err)
	}
	n := 0
	for _, o := range open {
		if o.Here {
			n++
			if !o.Made.Equal(here.Session.Made) {
				t.Errorf("another one is told to be here: %+v", o)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d sessions are here", n)
	}
	before := h.audited(record.Session, here.Session.Account.ID)
	if err := h.EndOthers(ctx, here.Session); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"the first": far.Token, "the second": other.Token} {
		if _, err := h.Session(ctx, token); !fault.Is(err, fault.Unknown) {
			t.Errorf("%s lives: %v", name, err)
		}
	}
	if _, err := h.Session(ctx, here.Token); err != nil {
		t.Errorf("this one ended: %v", err)
	}
	if open, err = h.OpenSessions(ctx, here.Session); err != nil || len(open) != 1 || !open[0].Here {
		t.Errorf("%+v, %v", open, err)
	}
	if n := h.audited(record.Session, here.Session.Account.ID); n != before+1 {
		t.Errorf("%d audit lines", n-before)
	}
	h.pass(Idle)
	if open, err = h.OpenSessions(ctx, here.Session); err != nil || len(open) != 0 {
		t.Errorf("after a while: %+v, %v", open, err)
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

// While strangers fill the turns to hash, those who worked here before sign in.
func TestAFloodOfSignInsKeepsNobodyOut(t *testing.T) {
	h := newHouse(t)
	e := h.first()
	h.strange.turn <- struct{}{}
	h.strange.waiting.Store(maxWaiting)
	sign := func(device string) error {
		_, err := h.SignIn(t.Context(), SignIn{Login: "aicha@example.org", Password: good, Source: "203.0.113.9", Device: device})
		return err
	}
	wantFault(t, "a stranger", sign(""), fault.Throttled, "identity.busy")
	if err := sign(e.Device); err != nil {
		t.Errorf("a known device: %v", err)
	}
}
