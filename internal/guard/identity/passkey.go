package identity

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// A ceremony lasts this long: time to look for a phone and unlock it.
const ceremonyLife = 5 * time.Minute

// maxPasskeys bounds those of one account.
const maxPasskeys = 10

// maxCredential bounds what a browser answers with: keys are below 4 KiB.
const maxCredential = 32 << 10

// Passkey is one of an account's.
type Passkey struct {
	ID   string // base64url
	Name string
	Made time.Time
}

func newWebAuthn(opt Options) (*webauthn.WebAuthn, error) {
	name := opt.Name
	if name == "" {
		name = "wasl"
	}
	return webauthn.New(&webauthn.Config{
		RPID: opt.Domain, RPDisplayName: name, RPOrigins: opt.Origins,
		AttestationPreference: protocol.PreferNoAttestation, // which make a device is, is nobody's business
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(), ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired, // it stands for password and code
		},
	})
}

// Ceremony is the first half of adding a passkey or signing in with one: what
// the browser is given, and a sealed state that comes back with its answer.
type Ceremony struct {
	Options json.RawMessage
	State   string
}

// ceremonyState goes to the browser sealed, so that whoever begins a thousand
// ceremonies costs the node no memory.
type ceremonyState struct {
	Kind  string               `json:"kind"`
	Until time.Time            `json:"until"`
	Data  webauthn.SessionData `json:"data"`
}

func (s *Service) sealState(kind string, data *webauthn.SessionData) (string, error) {
	b, err := json.Marshal(ceremonyState{Kind: kind, Until: s.opt.Clock().Add(ceremonyLife), Data: *data})
	return raw(s.seal(b, "ceremony")), err
}

var errCeremonyOver = &fault.Error{
	Kind: fault.Invalid, Op: "identity.Passkey", Key: "identity.passkey.late", Msg: "that took too long, or was tried before", Hint: "begin again",
}

var errWrongPasskey = &fault.Error{
	Kind: fault.Unknown, Op: "identity.Passkey", Key: "identity.passkey.wrong", Msg: "this passkey is not known here",
	Hint: "choose another one, or sign in with your password",
}

func (s *Service) openState(kind, state string) (webauthn.SessionData, error) {
	var c ceremonyState
	b, err := unraw(state)
	if err == nil {
		b, err = s.unseal(b, "ceremony")
	}
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Kind != kind || !s.opt.Clock().Before(c.Until) {
		return c.Data, errCeremonyOver
	}
	return c.Data, nil
}

// useState marks a ceremony as done: the same answer is not taken twice.
func (s *Service) useState(tx *store.Tx, data *webauthn.SessionData) error {
	now := s.opt.Clock()
	if err := tx.Exec("DELETE FROM ceremonies WHERE until < ?", now.UnixMilli()); err != nil {
		return err
	}
	hash := record.Hash(sha256.Sum256([]byte(data.Challenge)))
	if err := tx.Exec("INSERT OR IGNORE INTO ceremonies (hash, until) VALUES (?, ?)", hash, now.Add(ceremonyLife).UnixMilli()); err != nil {
		return err
	}
	if tx.Changes() == 0 {
		return errCeremonyOver
	}
	return nil
}

// person is an account as the library asks for it. The user handle is derived
// from the account's id, so that it tells an authenticator nothing else.
type person struct {
	Member
	keys []webauthn.Credential
}

func (p person) WebAuthnID() []byte                         { id := p.ID.Derive("passkey"); return id[:] }
func (p person) WebAuthnName() string                       { return p.Login }
func (p person) WebAuthnDisplayName() string                { return p.Name }
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.keys }

func (s *Service) person(ctx context.Context, m Member) (p person, err error) {
	p.Member = m
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT data FROM passkeys WHERE account = ?", m.ID)
		defer rows.Close()
		for rows.Next() {
			var sealed []byte
			if err := rows.Scan(&sealed); err != nil {
				return err
			}
			b, err := s.unseal(sealed, "passkey")
			if err != nil {
				return err
			}
			var c webauthn.Credential
			if err := json.Unmarshal(b, &c); err != nil {
				return err
			}
			p.keys = append(p.keys, c)
		}
		return rows.Err()
	})
	return p, err
}

func (s *Service) passkeysOff() error {
	if s.webauthn != nil {
		return nil
	}
	return &fault.Error{
		Kind: fault.Unsupported, Op: "identity.Passkey", Key: "identity.passkey.off", Msg: "passkeys do not work at this address",
		Hint: "sign in with your password; passkeys need the node's name instead of a number",
	}
}

// BeginPasskey starts adding a passkey to one's own account.
func (s *Service) BeginPasskey(ctx context.Context, x Session) (c Ceremony, err error) {
	if err := s.passkeysOff(); err != nil {
		return c, err
	}
	if x.Account.Demo {
		return c, demoOnly()
	}
	if err := s.recent(x); err != nil {
		return c, err
	}
	p, err := s.person(ctx, x.Account)
	if err != nil {
		return c, err
	}
	if len(p.keys) >= maxPasskeys {
		return c, invalid("identity.passkeys.many", "the account has {0} passkeys", "remove one that you no longer use", "10")
	}
	options, data, err := s.webauthn.BeginRegistration(p, webauthn.WithExclusions(webauthn.Credentials(p.keys).CredentialDescriptors()))
	if err != nil {
		return c, &fault.Error{Kind: fault.Internal, Op: "identity.BeginPasskey", Err: err}
	}
	if c.Options, err = json.Marshal(options); err != nil {
		return c, err
	}
	c.State, err = s.sealState("add "+x.Account.ID.String(), data)
	return c, err
}

// FinishPasskey adds the passkey that the browser made.
func (s *Service) FinishPasskey(ctx context.Context, x Session, state, name string, answer []byte) error {
	if err := s.passkeysOff(); err != nil {
		return err
	}
	data, err := s.openState("add "+x.Account.ID.String(), state)
	if err != nil {
		return err
	}
	if len(answer) > maxCredential || len(name) > maxName {
		return errWrongPasskey
	}
	p, err := s.person(ctx, x.Account)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBody(bytes.NewReader(answer))
	if err != nil {
		return passkeyFault(err)
	}
	key, err := s.webauthn.CreateCredential(p, data, parsed)
	if err != nil {
		return passkeyFault(err)
	}
	b, err := json.Marshal(key)
	if err != nil {
		return err
	}
	if err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := s.useState(tx, &data); err != nil {
			return err
		}
		var n int
		if err := tx.Row("SELECT count(*) FROM passkeys WHERE id = ?", key.ID).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return errWrongPasskey
		}
		return tx.Exec("INSERT INTO passkeys (id, account, name, data, at) VALUES (?, ?, ?, ?, ?)",
			key.ID, x.Account.ID, name, s.seal(b, "passkey"), s.opt.Clock().UnixMilli())
	}); err != nil {
		return err
	}
	return s.write(ctx, s.note(record.Credential, x.Account.ID, x.Account.ID, "added", "passkey"))
}

func passkeyFault(err error) error {
	f := *errWrongPasskey
	f.Err = err
	return &f
}

// DropPasskey removes one of one's own passkeys.
func (s *Service) DropPasskey(ctx context.Context, x Session, id string) error {
	rawID, err := unraw(id)
	if err != nil {
		return store.ErrNone
	}
	err = s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM passkeys WHERE id = ? AND account = ?", rawID, x.Account.ID); err != nil {
			return err
		}
		if tx.Changes() == 0 {
			return store.ErrNone
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.write(ctx, s.note(record.Credential, x.Account.ID, x.Account.ID, "removed", "passkey"))
}

func listPasskeys(tx *store.Tx, account record.ID) (all []Passkey, err error) {
	rows := tx.Query("SELECT id, name, at FROM passkeys WHERE account = ? ORDER BY at", account)
	defer rows.Close()
	for rows.Next() {
		var id []byte
		var p Passkey
		var at int64
		if err := rows.Scan(&id, &p.Name, &at); err != nil {
			return nil, err
		}
		p.ID, p.Made = raw(id), time.UnixMilli(at).UTC()
		all = append(all, p)
	}
	return all, rows.Err()
}

// BeginPasskeySignIn starts signing in: the browser asks which passkey, and no
// login is typed.
func (s *Service) BeginPasskeySignIn(context.Context) (c Ceremony, err error) {
	if err := s.passkeysOff(); err != nil {
		return c, err
	}
	options, data, err := s.webauthn.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return c, &fault.Error{Kind: fault.Internal, Op: "identity.BeginPasskeySignIn", Err: err}
	}
	if c.Options, err = json.Marshal(options); err != nil {
		return c, err
	}
	c.State, err = s.sealState("in", data)
	return c, err
}

// FinishPasskeySignIn signs in with the browser's answer.
func (s *Service) FinishPasskeySignIn(ctx context.Context, state string, answer []byte, source string) (Entry, error) {
	if err := s.passkeysOff(); err != nil {
		return Entry{}, err
	}
	key := "passkey\x00" + sourceOf(source)
	if wait := s.tries.take(key, sourceTries); wait > 0 {
		return Entry{}, tooMany(wait)
	}
	data, err := s.openState("in", state)
	if err != nil {
		return Entry{}, err
	}
	if len(answer) > maxCredential {
		return Entry{}, errWrongPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBody(bytes.NewReader(answer))
	if err != nil {
		return Entry{}, passkeyFault(err)
	}
	var m Member
	used, err := s.webauthn.ValidateDiscoverableLogin(func(rawID, handle []byte) (webauthn.User, error) {
		p, err := s.holder(ctx, rawID, handle)
		m = p.Member
		return p, err
	}, data, parsed)
	if err != nil {
		return Entry{}, s.failed(ctx, m, !m.ID.Zero(), "passkey", passkeyFault(err))
	}
	if used.Authenticator.CloneWarning {
		return Entry{}, s.failed(ctx, m, true, "passkey seen twice", &fault.Error{
			Kind: fault.Denied, Op: "identity.FinishPasskeySignIn", Key: "identity.passkey.cloned", Msg: "this passkey seems to exist twice",
			Hint: "sign in with your password, remove the passkey and add a new one",
		})
	}
	b, err := json.Marshal(used)
	if err != nil {
		return Entry{}, err
	}
	if err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := s.useState(tx, &data); err != nil {
			return err
		}
		return tx.Exec("UPDATE passkeys SET data = ? WHERE id = ?", s.seal(b, "passkey"), used.ID)
	}); err != nil {
		return Entry{}, err
	}
	s.tries.giveBack(key)
	return s.enter(ctx, m, "passkey")
}

// holder finds the account of a passkey. The handle must be the account's.
func (s *Service) holder(ctx context.Context, rawID, handle []byte) (p person, err error) {
	var account record.ID
	if err := s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT account FROM passkeys WHERE id = ?", rawID).Scan(&account)
	}); err != nil {
		return p, err
	}
	m, ok := s.member(account)
	if !ok || m.Closed {
		return p, errWrongPasskey
	}
	if p, err = s.person(ctx, m); err != nil {
		return p, err
	}
	if !bytes.Equal(handle, p.WebAuthnID()) {
		return p, errWrongPasskey
	}
	return p, nil
}
