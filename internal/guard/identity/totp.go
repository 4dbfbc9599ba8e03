package identity

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// codePeriod is the life of a one-time code in seconds, and codeSkew how many
// periods a phone's clock may be off either way.
const (
	codePeriod = 30
	codeSkew   = 1
)

// CodeSetup is what an authenticator app is given, once.
type CodeSetup struct {
	Secret string // base32
	URI    string // otpauth://, for a QR code
}

// BeginCode draws a secret for one-time codes. It counts from FinishCode on.
func (s *Service) BeginCode(ctx context.Context, x Session) (CodeSetup, error) {
	if x.Account.Demo {
		return CodeSetup{}, demoOnly()
	}
	if err := s.recent(x); err != nil {
		return CodeSetup{}, err
	}
	name := s.opt.Name
	if name == "" {
		name = "wasl"
	}
	secret := s.draw(20)
	key, err := totp.Generate(totp.GenerateOpts{Issuer: name, AccountName: x.Account.Login, Secret: secret, Period: codePeriod})
	if err != nil {
		return CodeSetup{}, err
	}
	err = s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE credentials SET pending = ? WHERE account = ?", s.seal(secret, "code"+string(x.Account.ID[:])), x.Account.ID)
	})
	return CodeSetup{Secret: key.Secret(), URI: key.URL()}, err
}

// FinishCode turns one-time codes on, when the app has shown a right one.
func (s *Service) FinishCode(ctx context.Context, x Session, code string) error {
	if wait := s.tries.take("code\x00"+string(x.Account.ID[:]), freeTries); wait > 0 {
		return tooMany(wait)
	}
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		var pending []byte
		if err := tx.Row("SELECT pending FROM credentials WHERE account = ?", x.Account.ID).Scan(&pending); err != nil {
			return err
		}
		step, ok, err := s.codeStep(x.Account.ID, pending, code, 0)
		if err != nil {
			return err
		}
		if !ok {
			return invalid("identity.code.setup", "the code does not fit", "enter the six digits that the app shows now; check the phone's clock")
		}
		return tx.Exec("UPDATE credentials SET totp = pending, pending = NULL, step = ? WHERE account = ?", step, x.Account.ID)
	})
	if err != nil {
		return err
	}
	s.tries.clear("code\x00" + string(x.Account.ID[:]))
	return s.write(ctx, s.note(record.Credential, x.Account.ID, x.Account.ID, "added", "code"))
}

// DropCode turns one-time codes off again. The password is asked for, but of
// those who signed in a moment ago.
func (s *Service) DropCode(ctx context.Context, x Session, password string) error {
	if password != "" || s.opt.Clock().Sub(x.Made) >= Idle {
		if err := s.confirm(ctx, x, password); err != nil {
			return err
		}
	}
	if err := s.write(ctx, s.note(record.Credential, x.Account.ID, x.Account.ID, "removed", "code")); err != nil {
		return err
	}
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE credentials SET totp = NULL, pending = NULL WHERE account = ?", x.Account.ID)
	})
}

// confirm asks for one's own password again.
func (s *Service) confirm(ctx context.Context, x Session, password string) error {
	key := "own password\x00" + string(x.Account.ID[:])
	if wait := s.tries.take(key, freeTries); wait > 0 {
		return tooMany(wait)
	}
	c, err := s.credential(ctx, x.Account.ID)
	if err != nil {
		return err
	}
	if ok, err := s.verify(ctx, s.known, c.password, password); err != nil || !ok {
		if err == nil {
			err = invalid("identity.password.old", "the present password is wrong", "enter the password that you signed in with")
		}
		return err
	}
	s.tries.clear(key)
	return nil
}

// useCode takes a code, and takes it once: the step in which it was good is
// kept in the same transaction.
func (s *Service) useCode(ctx context.Context, account record.ID, code string) (ok bool, err error) {
	err = s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		var sealed []byte
		var last int64
		if err := tx.Row("SELECT totp, step FROM credentials WHERE account = ?", account).Scan(&sealed, &last); err != nil {
			return err
		}
		var step int64
		if step, ok, err = s.codeStep(account, sealed, code, last); err != nil || !ok {
			return err
		}
		return tx.Exec("UPDATE credentials SET step = ? WHERE account = ?", step, account)
	})
	return ok, err
}

// codeStep finds the step, later than last, in which code is good now.
func (s *Service) codeStep(account record.ID, sealed []byte, code string, last int64) (step int64, ok bool, err error) {
	if sealed == nil {
		return 0, false, nil
	}
	secret, err := s.unseal(sealed, "code"+string(account[:]))
	if err != nil {
		return 0, false, err
	}
	code = strings.ReplaceAll(strings.Map(western, code), " ", "")
	now := s.opt.Clock().Unix() / codePeriod
	for at := now - codeSkew; at <= now+codeSkew; at++ {
		want, err := hotp.GenerateCodeCustom(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret), uint64(at),
			hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && at > last {
			step, ok = at, true
		}
	}
	return step, ok, nil
}

// western writes Arabic digits as the code has them.
func western(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}
