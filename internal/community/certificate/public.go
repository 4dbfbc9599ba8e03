package certificate

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// Verdict is what anybody may know of a certificate whose code or text they hold:
// never more than stands on the paper.
type Verdict struct {
	State   State
	Code    string
	Paper   Paper // of a valid one
	Reason  Reason
	Revoked time.Time // the day
	Signed  bool      // the text itself was checked, letter by letter
}

// ByCode tells how the certificate with a code stands. It faults with Invalid where
// a letter of the code is wrong, and with Missing where none was issued here.
func (s *Service) ByCode(ctx context.Context, typed string) (Verdict, error) {
	code, err := ParseCode(typed)
	if err != nil {
		return Verdict{}, err
	}
	var c *Certificate
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		c, err = load(tx, "code = ?", code)
		return err
	})
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{State: c.State(), Code: code, Reason: c.Reason, Revoked: c.Revoked}
	if v.State == Valid {
		v.Paper, err = Verify(s.Key(), c.Carried)
	}
	return v, err
}

// ByText tells how a certificate stands by what its QR code carries. It faults as
// Verify does.
func (s *Service) ByText(ctx context.Context, carried string) (Verdict, error) {
	p, err := Verify(s.Key(), carried)
	if err != nil {
		return Verdict{}, err
	}
	v, err := s.ByCode(ctx, p.Code)
	switch {
	case fault.Is(err, fault.Missing): // issued before a backup that this node was put back from
		return Verdict{State: Valid, Code: p.Code, Paper: p, Signed: true}, nil
	case err != nil:
		return Verdict{}, err
	}
	if v.Signed = true; v.State == Valid {
		v.Paper = p
	}
	return v, nil
}

// Key is what certificates of this node are checked by.
func (s *Service) Key() ed25519.PublicKey { return s.opt.Key.Public().(ed25519.PublicKey) }

// firstRevoked begins the list of certificates that were taken back.
const firstRevoked = "wasl certificates revoked 1"

// RevokedList gives the certificates that were taken back, signed, so that whoever
// checks without a network can carry it along: a line for each with code, day and
// reason. It names nobody. last is when the newest of them was taken back.
func (s *Service) RevokedList(ctx context.Context) (text string, last time.Time, err error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nkey %s\n", firstRevoked, Fingerprint(s.Key()))
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT code, revoked, reason FROM certificates WHERE reason <> '' ORDER BY code")
		defer rows.Close()
		for rows.Next() {
			var code, reason string
			var at int64
			if err := rows.Scan(&code, &at, &reason); err != nil {
				return err
			}
			on := "-" // when somebody was erased says something of them
			if at != 0 {
				t := time.UnixMilli(at).UTC()
				on = t.Format(day)
				if t.After(last) {
					last = t
				}
			}
			fmt.Fprintf(&b, "%s %s %s\n", code, on, reason)
		}
		return rows.Err()
	})
	if err != nil {
		return "", last, err
	}
	signed := b.String()
	return signed + "signature " + base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.opt.Key, []byte(signed))) + "\n", last, nil
}
