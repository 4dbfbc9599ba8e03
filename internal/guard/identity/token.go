package identity

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Token lets a device or a program hand in reports for a unit, and nothing
// else.
type Token struct {
	ID      record.ID
	Name    string
	Unit    record.ID
	Channel string // OpenRosa or API
	Made    time.Time
	Revoked bool
}

// Channels that a token may be for. One of the one is none of the other.
const (
	OpenRosa = "openrosa"
	API      = "api"
)

var tokenChannels = []string{OpenRosa, API}

type tokenBody struct {
	V       int    `json:"v"`
	Name    string `json:"name"`
	Channel string `json:"channel"`
	Revoked bool   `json:"revoked,omitempty"`
}

func applyToken(tx *store.Tx, rev ledger.Revision) error {
	var b tokenBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO devices (id, name, unit, channel, at, revoked) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET revoked = max(revoked, excluded.revoked)`,
		rev.Record, b.Name, rev.Handling.Unit, b.Channel, rev.At.Millis(), b.Revoked)
}

func readDevices(tx *store.Tx, into map[record.ID]Token) error {
	rows := tx.Query("SELECT id, name, unit, channel, at, revoked FROM devices")
	defer rows.Close()
	for rows.Next() {
		var t Token
		var at int64
		if err := rows.Scan(&t.ID, &t.Name, &t.Unit, &t.Channel, &at, &t.Revoked); err != nil {
			return err
		}
		t.Made = time.UnixMilli(at).UTC()
		into[t.ID] = t
	}
	return rows.Err()
}

// NewToken is what is asked of a new token.
type NewToken struct {
	ID      record.ID // zero: chosen here
	Name    string
	Unit    record.ID
	Channel string
}

// IssueToken makes a token and gives its secret, which is shown once.
func (s *Service) IssueToken(ctx context.Context, a policy.Actor, in NewToken) (Token, string, error) {
	if err := s.opt.Policy.Allow(ctx, a, "token.issue", s.resource(policy.Token, in.ID, in.Unit)); err != nil {
		return Token{}, "", err
	}
	if strings.TrimSpace(in.Name) == "" || len(in.Name) > maxName || !slices.Contains(tokenChannels, in.Channel) {
		return Token{}, "", invalid("identity.token.wrong", "a token needs a name and a channel, which is openrosa or api", "name the phone or program that will use it")
	}
	if in.ID.Zero() {
		in.ID = record.NewID(s.opt.Random)
	}
	secret, hash := s.secret()
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		var n int
		if err := tx.Row("SELECT count(*) FROM devices WHERE id = ?", in.ID).Scan(&n); err != nil {
			return nil, err
		}
		if n > 0 { // its secret was shown and cannot be shown again
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "identity.IssueToken", Key: "identity.token.taken", Msg: "this token was made already", Hint: "make another one",
			}
		}
		return []ledger.Draft{{
			Kind: record.Token, Record: in.ID, Author: a.ID,
			Handling: record.Handling{Unit: in.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
			Body:     tokenBody{V: bodyVersion, Name: in.Name, Channel: in.Channel},
		}}, nil
	})
	if err != nil {
		return Token{}, "", err
	}
	if err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO tokens (hash, id) VALUES (?, ?)", hash, in.ID)
	}); err != nil {
		return Token{}, "", err
	}
	if err := s.reload(ctx); err != nil {
		return Token{}, "", err
	}
	t, err := s.Token(ctx, secret)
	return t, secret, err
}

// TokenName is the name of a token, be it revoked, or "" where there is none.
func (s *Service) TokenName(ctx context.Context, id record.ID) (name string, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT name FROM devices WHERE id = ?", id).Scan(&name)
	})
	if store.None(err) {
		err = nil
	}
	return name, err
}

// Tokens lists the tokens that a may see, the newest first, the revoked too.
func (s *Service) Tokens(ctx context.Context, a policy.Actor) ([]Token, error) {
	f, err := s.opt.Policy.Filter(ctx, a, "token.list")
	if err != nil {
		return nil, err
	}
	all := map[record.ID]Token{}
	if err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error { return readDevices(tx, all) }); err != nil {
		return nil, err
	}
	list := sorted(all, func(x, y Token) int { return cmp.Or(y.Made.Compare(x.Made), cmp.Compare(x.Name, y.Name)) })
	return slices.DeleteFunc(list, func(t Token) bool { return !f.Counts(t.Unit, record.Clear) }), nil
}

// RevokeToken ends a token at once.
func (s *Service) RevokeToken(ctx context.Context, a policy.Actor, id record.ID) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		var unit record.ID
		var b tokenBody
		if err := tx.Row("SELECT unit, name, channel, revoked FROM devices WHERE id = ?", id).Scan(&unit, &b.Name, &b.Channel, &b.Revoked); err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "token.revoke", s.resource(policy.Token, id, unit)); err != nil {
			return nil, err
		}
		if b.Revoked {
			return nil, nil
		}
		b.V, b.Revoked = bodyVersion, true
		return []ledger.Draft{{
			Kind: record.Token, Record: id, Author: a.ID, Body: b,
			Handling: record.Handling{Unit: unit, TLP: record.AmberStrict, Purpose: "network-administration"},
		}}, nil
	})
	if err != nil {
		return err
	}
	if err := s.opt.Node.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM tokens WHERE id = ?", id) }); err != nil {
		return err
	}
	return s.reload(ctx)
}

var errNoToken = &fault.Error{
	Kind: fault.Unknown, Op: "identity.Token", Key: "identity.token.none", Msg: "this device is not known here, or may send no more",
	Hint: "scan the settings code again, or ask your desk for a new one",
}

// Token finds the token of a secret. It faults with Unknown where there is none.
func (s *Service) Token(_ context.Context, secret string) (Token, error) {
	if len(secret) != letters.EncodedLen(secretBytes) {
		return Token{}, errNoToken
	}
	s.fresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	t, ok := s.tokens[hashOf(secret)]
	if !ok {
		return Token{}, errNoToken
	}
	return t, nil
}

// TokenActor is what a token may do: hand in, at its unit and below.
func (s *Service) TokenActor(t Token) policy.Actor {
	return policy.Actor{ID: t.ID, Roles: []policy.Role{policy.Reporter}, Unit: t.Unit}
}
