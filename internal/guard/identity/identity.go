// Package identity knows who may sign in and who has: accounts as revisions in
// the ledger, their secrets apart in the node's own file, invitations, passwords,
// one-time codes, passkeys, sessions, and the tokens of devices and programs.
// There is no default account: the first one is made by a link printed at the
// node's first start.
package identity

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"golang.org/x/text/unicode/norm"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment whose Parts hold this package's Part
	Node   *store.DB      // node.db, with Module; Durable
	Key    []byte         // 32 bytes: seals the secrets in Node
	Policy *policy.Engine
	Tree   policy.Tree
	Clock  func() time.Time
	Random io.Reader
	Demo   bool
	// Works tells whether people may be of a unit; nil: of every one.
	Works func(unit record.ID) bool

	// Passkeys need a domain (or localhost); without one they are off.
	Domain  string
	Origins []string // such as https://desk.example.org
	Name    string   // of the node, as an authenticator shows it
}

// Service answers who is who. It is safe for use by many goroutines.
type Service struct {
	opt      Options
	aead     cipher.AEAD
	device   []byte             // key of the cookies that tell a known device
	webauthn *webauthn.WebAuthn // nil where passkeys are off
	dummy    string             // a password's hash that belongs to nobody
	tries    *tries
	known    *turns // to hash for those who are known
	strange  *turns // and for those who are not

	stale atomic.Bool // the directory must be read again

	mu       sync.RWMutex // guards what follows
	members  map[record.ID]Member
	logins   map[string]record.ID
	tokens   map[record.Hash]Token
	sessions map[record.Hash]*session
}

// Module is this package's share of node.db: secrets, none of which can be made
// again from the ledger.
var Module = store.Module{Name: "identity", Steps: []string{
	`
	CREATE TABLE credentials (
		account  BLOB PRIMARY KEY,
		password TEXT NOT NULL,   -- Argon2id with its salt and parameters
		changed  INTEGER NOT NULL,
		totp     BLOB,            -- sealed
		step     INTEGER NOT NULL DEFAULT 0, -- the last code's, which is never taken twice
		pending  BLOB,            -- sealed: a code not confirmed yet
		language TEXT NOT NULL DEFAULT '',
		theme    TEXT NOT NULL DEFAULT ''
	) WITHOUT ROWID;
	CREATE TABLE passkeys (
		id BLOB PRIMARY KEY, account BLOB NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX passkeys_account ON passkeys (account);
	CREATE TABLE ceremonies (hash BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID; -- used up
	CREATE TABLE invitations (
		hash BLOB PRIMARY KEY, id BLOB NOT NULL, unit BLOB NOT NULL, data BLOB NOT NULL, expires INTEGER NOT NULL, first INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE sessions (
		hash BLOB PRIMARY KEY, account BLOB NOT NULL, made INTEGER NOT NULL, seen INTEGER NOT NULL, how TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX sessions_account ON sessions (account);
	CREATE TABLE tokens (hash BLOB PRIMARY KEY, id BLOB NOT NULL) WITHOUT ROWID;`,
	`
	ALTER TABLE invitations ADD COLUMN account BLOB;`,
}}

// New makes the service and reads who there is.
func New(ctx context.Context, opt Options) (*Service, error) {
	s := &Service{
		opt: opt, tries: newTries(opt.Clock), known: newTurns(), strange: newTurns(),
		sessions: map[record.Hash]*session{},
	}
	secret, err := hkdf.Key(sha256.New, opt.Key, nil, "wasl identity secrets", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	if s.aead, err = cipher.NewGCM(block); err != nil {
		return nil, err
	}
	if s.device, err = hkdf.Key(sha256.New, opt.Key, nil, "wasl identity devices", 32); err != nil {
		return nil, err
	}
	s.dummy = hashPassword(s.draw(saltSize), "nobody's password")
	if opt.Domain != "" {
		if s.webauthn, err = newWebAuthn(opt); err != nil {
			return nil, fmt.Errorf("set up passkeys: %w", err)
		}
	}
	return s, s.reload(ctx)
}

// Follow is told what was committed, and reads the directory again when next
// asked if members or tokens changed. It does not block.
func (s *Service) Follow(hs []ledger.Header) {
	for _, h := range hs {
		if h.Kind == record.Member || h.Kind == record.Token || h.Kind == record.Erasure {
			s.stale.Store(true)
		}
	}
}

// draw gives n random bytes.
func (s *Service) draw(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.opt.Random, b); err != nil {
		panic("identity: no randomness: " + err.Error())
	}
	return b
}

// secretBytes is the length of a link's, a session's and a token's secret: 160
// bits cannot be guessed by asking.
const secretBytes = 20

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// secret gives a new secret in 32 letters that survive being read out, and the
// hash by which it is kept.
func (s *Service) secret() (string, record.Hash) {
	t := letters.EncodeToString(s.draw(secretBytes))
	return t, hashOf(t)
}

// hashOf is how a secret of ours lies at rest. One round is enough: there is
// nothing to guess in 160 random bits.
func hashOf(secret string) record.Hash { return sha256.Sum256([]byte("wasl secret\x00" + secret)) }

func (s *Service) seal(plain []byte, context string) []byte {
	nonce := s.draw(s.aead.NonceSize())
	return s.aead.Seal(nonce, nonce, plain, []byte(context))
}

var errSealed = errors.New("a sealed value does not open")

func (s *Service) unseal(sealed []byte, context string) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return nil, errSealed
	}
	plain, err := s.aead.Open(nil, sealed[:n], sealed[n:], []byte(context))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// foldLogin is a login as it is compared: any letter case, one way to write
// each letter.
func foldLogin(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

// note draws up the audit line of what happened to an account's session or
// credential. It names accounts by id alone.
func (s *Service) note(kind record.Kind, account, author record.ID, act, how string) ledger.Draft {
	d := ledger.Draft{
		Kind: kind, Record: account.Derive(kind.String()), Subject: account, Author: author,
		Body: map[string]any{"v": bodyVersion, "act": act, "how": how},
	}
	if m, ok := s.member(account); ok {
		d.Handling = record.Handling{Unit: m.Unit, Purpose: "network-administration", TLP: record.AmberStrict}
	}
	return d
}

func (s *Service) write(ctx context.Context, d ...ledger.Draft) error {
	_, err := s.opt.Ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) { return d, nil })
	return err
}

// resource is a thing of a unit as the policy is asked about it.
func (s *Service) resource(t policy.Type, id, unit record.ID) policy.Resource {
	return policy.Resource{Type: t, ID: id, Unit: unit, UnitPath: s.opt.Tree.Path(unit)}
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "identity", Key: key, Msg: msg, Hint: hint, Args: args}
}

func raw(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func unraw(s string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(s) }

func sorted[T any](m map[record.ID]T, less func(a, b T) int) []T {
	all := make([]T, 0, len(m))
	for _, v := range m {
		all = append(all, v)
	}
	slices.SortFunc(all, less)
	return all
}
