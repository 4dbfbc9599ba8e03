package identity

import (
	"context"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// SignIn is somebody's wish to sign in by password.
type SignIn struct {
	Login    string
	Password string
	Code     string // one-time code, where the account has one
	Source   string // the peer's address
	Device   string // the cookie of a known device, or ""
}

var errWrongLogin = &fault.Error{
	Kind: fault.Unknown, Op: "identity.SignIn", Key: "identity.login.failed", Msg: "the login or the password is wrong",
	Hint: "check both; after several tries there is a wait",
}

var errCodeNeeded = &fault.Error{
	Kind: fault.Unknown, Op: "identity.SignIn", Key: "session.code.needed", Msg: "a one-time code is needed as well",
	Hint: "open the app that makes your codes and enter the six digits",
}

var errWrongCode = &fault.Error{
	Kind: fault.Unknown, Op: "identity.SignIn", Key: "identity.code.wrong", Msg: "the one-time code is wrong, or was used already",
	Hint: "wait for the next code; if that fails, check the clock of the phone",
}

// credential is what an account signs in with.
type credential struct {
	password string
	changed  int64
	totp     []byte
	step     int64
}

func (s *Service) credential(ctx context.Context, account record.ID) (c credential, err error) {
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT password, changed, totp, step FROM credentials WHERE account = ?", account).Scan(&c.password, &c.changed, &c.totp, &c.step)
	})
	if store.None(err) {
		err = nil
	}
	return c, err
}

// SignIn opens a session by password and, where the account has one, by a
// one-time code. It faults with Unknown where they are wrong, the same for a
// login that does not exist; with key session.code.needed where the code alone
// is missing; with Throttled after too many tries, Args[0] being the seconds to
// wait.
func (s *Service) SignIn(ctx context.Context, in SignIn) (Entry, error) {
	m, known := s.byLogin(in.Login)
	if len(in.Login) > 4*maxLogin {
		known, in.Login = false, in.Login[:4*maxLogin]
	}
	keys := s.triesOf(m, known, in)
	if wait := s.tries.takeAll(keys); wait > 0 {
		return Entry{}, tooMany(wait)
	}
	account := nobody
	if known && !m.Demo {
		account = m.ID
	}
	c, err := s.credential(ctx, account)
	if err != nil {
		return Entry{}, err
	}
	turns := s.strange
	if len(keys) == 1 { // a device that the account was used on
		turns = s.known
	}
	ok, err := s.verify(ctx, turns, c.password, in.Password)
	if err != nil {
		s.tries.giveBackAll(keys)
		return Entry{}, err
	}
	if !ok {
		return Entry{}, s.failed(ctx, m, known, "password", errWrongLogin)
	}
	how := "password"
	if c.totp != nil {
		if in.Code == "" {
			s.tries.giveBackAll(keys)
			return Entry{}, errCodeNeeded
		}
		how = "password and code"
		if err := s.secondFactor(ctx, m, in.Code); err != nil {
			return Entry{}, err
		}
	}
	for _, k := range keys {
		if k.clear {
			s.tries.clear(k.name)
		} else {
			s.tries.giveBack(k.name)
		}
	}
	return s.enter(ctx, m, how)
}

// secondFactor checks a code. Its failures are counted by account, wherever
// they come from: a million codes are few, and only who has the password gets
// here.
func (s *Service) secondFactor(ctx context.Context, m Member, code string) error {
	key := "code\x00" + string(m.ID[:])
	if wait := s.tries.take(key, freeTries); wait > 0 {
		return tooMany(wait)
	}
	ok, err := s.useCode(ctx, m.ID, code)
	if err != nil {
		return err
	}
	if !ok {
		return s.failed(ctx, m, true, "code", errWrongCode)
	}
	s.tries.clear(key)
	return nil
}

// counter is one count of tries that a sign-in falls under.
type counter struct {
	name  string
	free  int
	clear bool // a good sign-in forgets the failures
}

// triesOf counts a known device by itself; else the account from this source,
// and the source over all accounts.
func (s *Service) triesOf(m Member, known bool, in SignIn) []counter {
	who := "login\x00" + foldLogin(in.Login)
	if known {
		if d := s.knownDevice(m.ID, in.Device); d != "" {
			return []counter{{who + "\x00device\x00" + d, freeTries, true}}
		}
	}
	source := sourceOf(in.Source)
	return []counter{{who + "\x00" + source, freeTries, true}, {"source\x00" + source, sourceTries, false}}
}

func (t *tries) takeAll(keys []counter) (wait time.Duration) {
	for i, k := range keys {
		if wait = t.take(k.name, k.free); wait > 0 {
			t.giveBackAll(keys[:i])
			return wait
		}
	}
	return 0
}

func (t *tries) giveBackAll(keys []counter) {
	for _, k := range keys {
		t.giveBack(k.name)
	}
}

func tooMany(wait time.Duration) error {
	return throttled("identity.tries.many", "there were too many failed tries", int(wait/time.Second)+1)
}

// nobody stands in the audit for logins that no account has.
var nobody = record.IDOf("identity: no such account")

// auditedFailures bounds the audit lines of failures, for each account in an
// hour: a flood must not fill the ledger. The wait of its source is the answer.
const auditedFailures = 20

// failed leaves an audit line and gives the fault. An unknown login does the
// same work, so that time does not tell.
func (s *Service) failed(ctx context.Context, m Member, known bool, how string, f error) error {
	account := m.ID
	if !known {
		account = nobody
	}
	if s.tries.take("audit\x00"+string(account[:]), auditedFailures) == 0 {
		if err := s.write(ctx, s.note(record.Session, account, record.ID{}, "failed", how)); err != nil {
			return err
		}
	}
	return f
}

// Account is one's own account as the console shows it.
type Account struct {
	Member   Member
	Can      []policy.Action
	TOTP     bool
	Passkeys []Passkey
	Language string
	Theme    string
	Demo     bool
}

// Describe gives the account of a session.
func (s *Service) Describe(ctx context.Context, x Session) (a Account, err error) {
	a = Account{Member: x.Account, Demo: s.opt.Demo}
	if a.Can, err = s.opt.Policy.Can(ctx, x.Actor); err != nil {
		return a, err
	}
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		err := tx.Row("SELECT totp IS NOT NULL, language, theme FROM credentials WHERE account = ?", x.Account.ID).Scan(&a.TOTP, &a.Language, &a.Theme)
		if err != nil && !store.None(err) {
			return err
		}
		a.Passkeys, err = listPasskeys(tx, x.Account.ID)
		return err
	})
	return a, err
}

// Language is the one that an account has chosen for the console, or "".
func (s *Service) Language(ctx context.Context, account record.ID) lang.Language {
	var l string
	err := s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT language FROM credentials WHERE account = ?", account).Scan(&l)
	})
	if err != nil {
		return "" // who is told in the wrong language is told
	}
	return lang.Language(l)
}

// Themes of the console.
var themes = []string{"", "light", "dark"}

// SetSettings keeps how somebody likes the console. Language is ar, fr, en or "".
func (s *Service) SetSettings(ctx context.Context, x Session, language, theme string) error {
	if !contains([]string{"", "ar", "fr", "en"}, language) || !contains(themes, theme) {
		return invalid("identity.settings.unknown", "there is no such language or theme", "choose from the list")
	}
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO credentials (account, password, changed, language, theme) VALUES (?, '', 0, ?, ?)
			ON CONFLICT (account) DO UPDATE SET language = excluded.language, theme = excluded.theme`, x.Account.ID, language, theme)
	})
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

// SetPassword changes one's own password. The old one is asked for, every
// session of the account ends, and the answer is a new one.
func (s *Service) SetPassword(ctx context.Context, x Session, old, password string) (Entry, error) {
	m := x.Account
	if m.Demo {
		return Entry{}, demoOnly()
	}
	if err := s.confirm(ctx, x, old); err != nil {
		return Entry{}, err
	}
	if err := CheckPassword(password, m.Login, m.Name); err != nil {
		return Entry{}, err
	}
	if err := s.setPassword(ctx, m.ID, password); err != nil {
		return Entry{}, err
	}
	if err := s.write(ctx, s.note(record.Credential, m.ID, m.ID, "changed", "password")); err != nil {
		return Entry{}, err
	}
	if err := s.endSessions(ctx, m.ID); err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, m, x.How)
}

func (s *Service) setPassword(ctx context.Context, account record.ID, password string) error {
	hash, err := s.newHash(ctx, password)
	if err != nil {
		return err
	}
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error { return s.keepPassword(tx, account, hash) })
}

func (s *Service) keepPassword(tx *store.Tx, account record.ID, hash string) error {
	return tx.Exec(`INSERT INTO credentials (account, password, changed) VALUES (?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET password = excluded.password, changed = excluded.changed`, account, hash, s.opt.Clock().UnixMilli())
}
