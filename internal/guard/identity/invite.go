package identity

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// inviteLife is how long a link is good: a letter by a driver takes days.
const inviteLife = 7 * 24 * time.Hour

// firstLife is how long the link of the first start is good.
const firstLife = 24 * time.Hour

// maxInvitations bounds those that wait at once.
const maxInvitations = 500

// Invitation is an account that waits for its owner. The account's id is chosen
// when it is made, so that accepting twice makes one account.
type Invitation struct {
	ID      record.ID     `json:"id"`
	Account record.ID     `json:"account"`
	Name    string        `json:"name"`
	Login   string        `json:"login"`
	Roles   []policy.Role `json:"roles"`
	Unit    record.ID     `json:"unit"`
	Expires time.Time     `json:"expires"`
	First   bool          `json:"first"` // its owner chooses name and login
	Again   bool          `json:"again"` // of an account that is there: a new password, and the other factors go
}

// RoleNames are the roles as the wire has them.
func (i Invitation) RoleNames() []string { return Member{Roles: i.Roles}.RoleNames() }

// Invite makes an invitation and gives the secret of its link, which is shown
// once and kept as a hash.
func (s *Service) Invite(ctx context.Context, a policy.Actor, in Invitation) (Invitation, string, error) {
	if err := s.opt.Policy.Allow(ctx, a, "member.invite", s.resource(policy.Member, record.ID{}, in.Unit)); err != nil {
		return in, "", err
	}
	in.Login = foldLogin(in.Login)
	if err := (Member{Name: in.Name, Login: in.Login, Roles: in.Roles, Unit: in.Unit}).check(); err != nil {
		return in, "", err
	}
	if !s.works(in.Unit) {
		return in, "", errNoSuchUnit
	}
	if s.taken(in.Login) {
		return in, "", &fault.Error{
			Kind: fault.Conflict, Op: "identity.Invite", Key: "identity.login.taken", Msg: "somebody has this login already", Hint: "choose another one",
		}
	}
	if in.ID.Zero() {
		in.ID = record.NewID(s.opt.Random)
	}
	in.Account, in.First, in.Again, in.Expires = record.NewID(s.opt.Random), false, false, s.opt.Clock().Add(inviteLife)
	return s.offer(ctx, a.ID, in, "made")
}

// taken tells whether an account has a login, be it closed.
func (s *Service) taken(login string) bool {
	s.fresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.logins[login]
	return ok
}

// InviteAgain makes a link by which the owner of an account that is there sets a
// new password: for those who forgot it, or lost the phone with their codes.
func (s *Service) InviteAgain(ctx context.Context, a policy.Actor, account record.ID) (Invitation, string, error) {
	m, ok := s.member(account)
	if !ok || m.Closed || m.Demo {
		return Invitation{}, "", policy.Hide()
	}
	if err := s.opt.Policy.Allow(ctx, a, "member.invite", s.resource(policy.Member, m.ID, m.Unit)); err != nil {
		return Invitation{}, "", err
	}
	return s.offer(ctx, a.ID, s.again(m), "made again")
}

// Recover is InviteAgain for whoever stands at the machine and has its keys, by
// login: the only administrator may have forgotten the password.
func (s *Service) Recover(ctx context.Context, login string) (Invitation, string, error) {
	m, ok := s.byLogin(login)
	if !ok || m.Demo {
		return Invitation{}, "", policy.Hide()
	}
	return s.offer(ctx, record.ID{}, s.again(m), "made at the machine")
}

func (s *Service) again(m Member) Invitation {
	return Invitation{
		ID: record.NewID(s.opt.Random), Account: m.ID, Name: m.Name, Login: m.Login, Roles: m.Roles, Unit: m.Unit,
		Expires: s.opt.Clock().Add(inviteLife), Again: true,
	}
}

// offer leaves the audit line of an invitation and keeps it. Oversight is told of
// a link for an account that is there: whoever has it becomes its owner.
func (s *Service) offer(ctx context.Context, author record.ID, in Invitation, act string) (Invitation, string, error) {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		if in.Again {
			owner := policy.Actor{ID: in.Account, Unit: in.Unit}
			if drafts, err = audit.Raise(tx, owner, audit.AccountLink, 0, 0, s.opt.Clock()); err != nil {
				return nil, err
			}
		}
		return append(drafts, ledger.Draft{
			Kind: record.Invitation, Record: in.ID, Author: author,
			Handling: record.Handling{Unit: in.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
			Body:     map[string]any{"v": bodyVersion, "act": act, "login": in.Login, "roles": in.Roles},
		}), nil
	})
	if err != nil {
		return in, "", err
	}
	token, err := s.keepInvitation(ctx, in)
	return in, token, err
}

func (s *Service) keepInvitation(ctx context.Context, in Invitation) (string, error) {
	token, hash := s.secret()
	data, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	return token, s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		// A link makes those before it worthless: for the first account, or for the
		// same one.
		if err := tx.Exec("DELETE FROM invitations WHERE expires <= ? OR (first AND ?) OR account = ?", s.opt.Clock().UnixMilli(), in.First, in.Account); err != nil {
			return err
		}
		var n int
		if err := tx.Row("SELECT count(*) FROM invitations").Scan(&n); err != nil {
			return err
		}
		if n >= maxInvitations {
			return invalid("identity.invitations.many", "too many invitations wait", "withdraw those that nobody will accept")
		}
		return tx.Exec("INSERT INTO invitations (hash, id, unit, data, expires, first, account) VALUES (?, ?, ?, ?, ?, ?, ?)",
			hash, in.ID, in.Unit, s.seal(data, "invitation"), in.Expires.UnixMilli(), in.First, in.Account)
	})
}

// FirstLink gives the secret of the link by which the node's first
// administrator, of the root unit, makes an account; "" where there is an
// account already. Each call makes the link before it worthless.
func (s *Service) FirstLink(ctx context.Context, root record.ID) (string, error) {
	s.fresh()
	s.mu.RLock()
	n := len(s.members)
	s.mu.RUnlock()
	if n > 0 {
		return "", nil
	}
	return s.keepInvitation(ctx, Invitation{
		ID: record.NewID(s.opt.Random), Account: record.NewID(s.opt.Random), Roles: []policy.Role{policy.Administrator}, Unit: root,
		Name: "Administrator", Login: "administrator", Expires: s.opt.Clock().Add(firstLife), First: true,
	})
}

var errNoInvitation = &fault.Error{
	Kind: fault.Missing, Op: "identity.Invitation", Key: "identity.invitation.none", Msg: "this invitation was used, has expired or never was",
	Hint: "ask whoever invited you for a new link",
}

// Invitation tells whom a link is for. It faults with Missing where it is used,
// expired or unknown.
func (s *Service) Invitation(ctx context.Context, token string) (in Invitation, err error) {
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		in, err = s.readInvitation(tx, hashOf(token))
		return err
	})
	return in, err
}

func (s *Service) readInvitation(tx *store.Tx, hash record.Hash) (in Invitation, err error) {
	var sealed []byte
	err = tx.Row("SELECT data FROM invitations WHERE hash = ? AND expires > ?", hash, s.opt.Clock().UnixMilli()).Scan(&sealed)
	if store.None(err) {
		return in, errNoInvitation
	}
	if err != nil {
		return in, err
	}
	data, err := s.unseal(sealed, "invitation")
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal(data, &in)
}

// Invitations lists those that wait, as far as a may invite at their units.
func (s *Service) Invitations(ctx context.Context, a policy.Actor) ([]Invitation, error) {
	f, err := s.opt.Policy.Filter(ctx, a, "member.invite")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	all := []Invitation{}
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT hash FROM invitations WHERE NOT first AND ("+where+") ORDER BY expires DESC", args...)
		defer rows.Close()
		for rows.Next() {
			var h record.Hash
			if err := rows.Scan(&h); err != nil {
				return err
			}
			in, err := s.readInvitation(tx, h)
			if fault.Is(err, fault.Missing) {
				continue
			}
			if err != nil {
				return err
			}
			all = append(all, in)
		}
		return rows.Err()
	})
	return all, err
}

// Withdraw takes an invitation back.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id record.ID) error {
	all, err := s.Invitations(ctx, a)
	if err != nil {
		return err
	}
	for _, in := range all {
		if in.ID != id {
			continue
		}
		if err := s.write(ctx, ledger.Draft{
			Kind: record.Invitation, Record: id, Author: a.ID, Handling: record.Handling{Unit: in.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
			Body: map[string]any{"v": bodyVersion, "act": "withdrawn"},
		}); err != nil {
			return err
		}
		return s.opt.Node.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM invitations WHERE id = ?", id) })
	}
	return errNoInvitation
}

// Accept is what the invited choose. Name and Login count for the first account
// alone, and may be empty.
type Accept struct {
	Password string
	Name     string
	Login    string
}

// Accept makes the account of an invitation and signs in. The link is good
// once: of two who accept at the same time one gets the account.
func (s *Service) Accept(ctx context.Context, token string, by Accept) (Entry, error) {
	in, err := s.Invitation(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	m, err := s.invited(in, by)
	if err != nil {
		return Entry{}, err
	}
	hash, err := s.newHash(ctx, by.Password)
	if err != nil {
		return Entry{}, err
	}
	// The account first, then its secret with the end of the link: after a crash
	// between the two the link still works, for the same account.
	if !in.Again {
		if err := s.put(ctx, m, in.Account); err != nil {
			return Entry{}, err
		}
	}
	if err := s.write(ctx, s.note(record.Credential, m.ID, m.ID, "set", "password")); err != nil {
		return Entry{}, err
	}
	if err := s.useLink(ctx, token, m.ID, hash); err != nil {
		return Entry{}, err
	}
	if err := s.endSessions(ctx, m.ID); err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, m, "invitation")
}

// invited gives the account that an invitation makes, or that it is for.
func (s *Service) invited(in Invitation, by Accept) (Member, error) {
	m := Member{ID: in.Account, Name: in.Name, Login: in.Login, Roles: in.Roles, Unit: in.Unit}
	if in.First {
		m.Name, m.Login = cmp.Or(by.Name, in.Name), cmp.Or(by.Login, in.Login)
	}
	if in.Again { // as the account is now, not as it was when the link was made
		now, ok := s.member(in.Account)
		if !ok || now.Closed {
			return m, errNoInvitation
		}
		m = now
	}
	m.Login = foldLogin(m.Login)
	if err := CheckPassword(by.Password, m.Login, m.Name); err != nil {
		return m, err
	}
	return m, m.check()
}

// useLink ends a link, and makes the password that came with it the account's
// only factor.
func (s *Service) useLink(ctx context.Context, token string, account record.ID, hash string) error {
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM invitations WHERE hash = ?", hashOf(token)); err != nil {
			return err
		}
		if tx.Changes() == 0 {
			return errNoInvitation
		}
		if err := tx.Exec("DELETE FROM passkeys WHERE account = ?", account); err != nil {
			return err
		}
		if err := s.keepPassword(tx, account, hash); err != nil {
			return err
		}
		return tx.Exec("UPDATE credentials SET totp = NULL, pending = NULL WHERE account = ?", account)
	})
}
