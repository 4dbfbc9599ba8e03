package identity

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

// authenticator is a phone that makes passkeys: what a browser would answer.
type authenticator struct {
	t      *testing.T
	origin string
	domain string
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
	flags  byte // present and verified
}

func newAuthenticator(t *testing.T) *authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 20)
	if _, err := rand.Read(id); err != nil {
		t.Fatal(err)
	}
	return &authenticator{t: t, origin: "https://desk.example", domain: "desk.example", key: key, id: id, flags: 0x05}
}

func (a *authenticator) clientData(kind, challenge string) []byte {
	return a.json(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
}

func (a *authenticator) json(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

func (a *authenticator) data(more byte) []byte {
	sum := sha256.Sum256([]byte(a.domain))
	b := append(slices.Clone(sum[:]), a.flags|more)
	return binary.BigEndian.AppendUint32(b, a.count)
}

type publicKey struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		RPID      string `json:"rpId"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		Selection struct {
			Verification string `json:"userVerification"`
			Resident     string `json:"residentKey"`
		} `json:"authenticatorSelection"`
		Verification string `json:"userVerification"`
	} `json:"publicKey"`
}

func (a *authenticator) read(options json.RawMessage) publicKey {
	var o publicKey
	if err := json.Unmarshal(options, &o); err != nil || o.PublicKey.Challenge == "" {
		a.t.Fatalf("options %s: %v", options, err)
	}
	return o
}

// create answers navigator.credentials.create.
func (a *authenticator) create(options json.RawMessage) []byte {
	o := a.read(options)
	if o.PublicKey.Selection.Verification != "required" || o.PublicKey.Selection.Resident != "required" {
		a.t.Errorf("the options ask for too little: %s", options)
	}
	a.handle, _ = base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID)
	pub, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.t.Fatal(err)
	}
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: pub[1:33], -3: pub[33:]})
	if err != nil {
		a.t.Fatal(err)
	}
	data := append(a.data(0x40), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.json(map[string]any{
		"id": raw(a.id), "rawId": raw(a.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": raw(a.clientData("webauthn.create", o.PublicKey.Challenge)), "attestationObject": raw(object)},
	})
}

// get answers navigator.credentials.get.
func (a *authenticator) get(options json.RawMessage) []byte {
	o := a.read(options)
	if o.PublicKey.Verification != "required" || o.PublicKey.RPID != "desk.example" {
		a.t.Errorf("the options ask for too little: %s", options)
	}
	a.count++
	data := a.data(0)
	client := a.clientData("webauthn.get", o.PublicKey.Challenge)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(slices.Clone(data), sum[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.json(map[string]any{
		"id": raw(a.id), "rawId": raw(a.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": raw(client), "authenticatorData": raw(data), "signature": raw(sig), "userHandle": raw(a.handle)},
	})
}

func TestPasskeys(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	e := h.first()
	phone := newAuthenticator(t)
	begin := func() Ceremony {
		c, err := h.BeginPasskey(ctx, e.Session)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := begin()
	answer := phone.create(c.Options)
	if err := h.FinishPasskey(ctx, e.Session, c.State, "phone", answer); err != nil {
		t.Fatal(err)
	}
	if err := h.FinishPasskey(ctx, e.Session, c.State, "phone", answer); err == nil {
		t.Error("the same passkey was added twice")
	}
	a, err := h.Describe(ctx, e.Session)
	if err != nil || len(a.Passkeys) != 1 || a.Passkeys[0].Name != "phone" {
		t.Fatalf("%+v, %v", a.Passkeys, err)
	}
	in := func(from *authenticator, tamper func(Ceremony, []byte) (string, []byte)) (Entry, error) {
		c, err := h.BeginPasskeySignIn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		state, b := c.State, from.get(c.Options)
		if tamper != nil {
			state, b = tamper(c, b)
		}
		return h.FinishPasskeySignIn(ctx, state, b, "192.0.2.1")
	}
	h.reopen()
	var state string
	var used []byte
	got, err := in(phone, func(c Ceremony, b []byte) (string, []byte) { state, used = c.State, b; return c.State, b })
	if err != nil || got.Session.Account.ID != e.Session.Account.ID || got.Session.How != "passkey" {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := h.Session(ctx, got.Token); err != nil {
		t.Error(err)
	}
	_, err = h.FinishPasskeySignIn(ctx, state, used, "192.0.2.1")
	if err == nil {
		t.Error("the same answer signed in twice")
	}
	_, err = in(newAuthenticator(t), nil)
	wantFault(t, "a passkey of nobody", err, fault.Unknown, "identity.passkey.wrong")
	for name, spoil := range map[string]func(*authenticator){
		"another origin": func(a *authenticator) { a.origin = "https://desk.example.evil.example" },
		"another domain": func(a *authenticator) { a.domain = "evil.example" },
		"not verified":   func(a *authenticator) { a.flags = 0x01 },
		"not present":    func(a *authenticator) { a.flags = 0x04 },
		"another key":    func(a *authenticator) { a.key = newAuthenticator(t).key },
		"another handle": func(a *authenticator) { a.handle = make([]byte, 16) },
	} {
		bad := *phone
		spoil(&bad)
		phone.count++
		_, err := in(&bad, nil)
		wantFault(t, name, err, fault.Unknown, "identity.passkey.wrong")
	}
	_, err = in(phone, func(c Ceremony, b []byte) (string, []byte) {
		h.pass(ceremonyLife)
		return c.State, b
	})
	wantFault(t, "too late", err, fault.Invalid, "identity.passkey.late")
	_, err = in(phone, func(_ Ceremony, b []byte) (string, []byte) { return begin().State, b })
	wantFault(t, "the state of another ceremony", err, fault.Invalid, "identity.passkey.late")
	for _, junk := range []string{"", "{}", "null", "[]", strings.Repeat("[", 1<<15), `{"id":"x","rawId":"x","type":"public-key","response":{}}`} {
		_, err = in(phone, func(c Ceremony, _ []byte) (string, []byte) { return c.State, []byte(junk) })
		wantFault(t, "junk", err, fault.Unknown, "identity.passkey.wrong")
	}
	// A copy of the key lags behind in its count.
	if _, err := in(phone, nil); err != nil {
		t.Fatal(err)
	}
	clone := *phone
	clone.count -= 3
	_, err = in(&clone, nil)
	wantFault(t, "a copy", err, fault.Denied, "identity.passkey.cloned")

	other := h.invite(e, "desk", post, policy.Desk)
	wantFault(t, "somebody else's", h.DropPasskey(ctx, other.Session, a.Passkeys[0].ID), fault.Missing, "store.row.none")
	if err := h.DropPasskey(ctx, e.Session, a.Passkeys[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err = in(phone, nil)
	wantFault(t, "a removed passkey", err, fault.Unknown, "identity.passkey.wrong")
	if n := h.audited(record.Credential, e.Session.Account.ID); n != 3 { // password set, passkey added, removed
		t.Errorf("%d audit lines of credentials", n)
	}
	h.pass(time.Hour)
	if b, err := h.unseal(bytes.Repeat([]byte{1}, 40), "ceremony"); err == nil {
		t.Errorf("unsealed %x", b)
	}
}

func TestPasskeysWithoutAName(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Domain = "" })
	_, err := h.BeginPasskeySignIn(t.Context())
	wantFault(t, "without a domain", err, fault.Unsupported, "identity.passkey.off")
}
