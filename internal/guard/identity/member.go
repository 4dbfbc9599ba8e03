package identity

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Limits of an account, in bytes.
const (
	maxName  = 200
	maxLogin = 64
)

const bodyVersion = 1

// Member is a person of a unit, with an account.
type Member struct {
	ID     record.ID
	Name   string
	Login  string
	Roles  []policy.Role
	Unit   record.ID
	Closed bool // signs in no more; the name stays beside what was done
	Demo   bool // enters by one click, in a demo alone
}

// RoleNames are the roles as the wire has them.
func (m Member) RoleNames() []string {
	names := make([]string, len(m.Roles))
	for i, r := range m.Roles {
		names[i] = string(r)
	}
	return names
}

func (m Member) actor() policy.Actor { return policy.Actor{ID: m.ID, Roles: m.Roles, Unit: m.Unit} }

type memberBody struct {
	V      int           `json:"v"`
	Name   string        `json:"name"`
	Login  string        `json:"login"`
	Roles  []policy.Role `json:"roles"`
	Closed bool          `json:"closed,omitempty"`
	Demo   bool          `json:"demo,omitempty"`
}

var module = store.Module{Name: "identity", Steps: []string{
	`
	CREATE TABLE members (
		id BLOB PRIMARY KEY, name TEXT NOT NULL, login TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, unit BLOB NOT NULL,
		closed INTEGER NOT NULL, demo INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE devices (
		id BLOB PRIMARY KEY, name TEXT NOT NULL, unit BLOB NOT NULL, channel TEXT NOT NULL, at INTEGER NOT NULL, revoked INTEGER NOT NULL
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment: who is a member, and
// which devices and programs have a token. Their secrets are elsewhere.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Member, record.Token}, Apply: apply, Erase: erase}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Kind == record.Token {
		return applyToken(tx, rev)
	}
	var b memberBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	names := make([]string, len(b.Roles))
	for i, r := range b.Roles {
		names[i] = string(r)
	}
	return tx.Exec(`INSERT INTO members (id, name, login, roles, unit, closed, demo) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, login = excluded.login, roles = excluded.roles, unit = excluded.unit,
		closed = excluded.closed, demo = excluded.demo`,
		rev.Record, b.Name, foldLogin(b.Login), strings.Join(names, " "), rev.Handling.Unit, b.Closed, b.Demo)
}

func erase(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM members WHERE id = ?", subject); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM devices WHERE id = ?", subject)
}

const memberColumns = "id, name, login, roles, unit, closed, demo"

func readMember(rows *store.Rows) (m Member, err error) {
	var rs string
	err = rows.Scan(&m.ID, &m.Name, &m.Login, &rs, &m.Unit, &m.Closed, &m.Demo)
	for _, r := range strings.Fields(rs) {
		m.Roles = append(m.Roles, policy.Role(r))
	}
	return m, err
}

// reload reads the directory: a few hundred people, asked for by every request.
func (s *Service) reload(ctx context.Context) error {
	s.stale.Store(false)
	members, logins := map[record.ID]Member{}, map[string]record.ID{}
	devices := map[record.ID]Token{}
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT " + memberColumns + " FROM members")
		defer rows.Close()
		for rows.Next() {
			m, err := readMember(rows)
			if err != nil {
				return err
			}
			members[m.ID], logins[m.Login] = m, m.ID
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return readDevices(tx, devices)
	})
	var tokens map[record.Hash]Token
	if err == nil {
		tokens, err = s.readTokens(ctx, devices)
	}
	if err != nil {
		s.stale.Store(true)
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.members, s.logins, s.tokens = members, logins, tokens
	return nil
}

// readTokens gives the tokens that are good by their hashes.
func (s *Service) readTokens(ctx context.Context, devices map[record.ID]Token) (map[record.Hash]Token, error) {
	tokens := map[record.Hash]Token{}
	return tokens, s.opt.Node.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT hash, id FROM tokens")
		defer rows.Close()
		for rows.Next() {
			var h record.Hash
			var id record.ID
			if err := rows.Scan(&h, &id); err != nil {
				return err
			}
			if d, ok := devices[id]; ok && !d.Revoked {
				tokens[h] = d
			}
		}
		return rows.Err()
	})
}

// fresh reads the directory again if it changed. Where that fails the old one
// goes on to serve, and the next who asks tries again.
func (s *Service) fresh() {
	if s.stale.Load() {
		// One who asks reads for all who come after, so that their going away
		// ends nothing; the fault is the next writer's too.
		_ = s.reload(context.Background()) //nolint:forbidigo // said above
	}
}

func (s *Service) member(id record.ID) (Member, bool) {
	s.fresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok := s.members[id]
	return m, ok
}

func (s *Service) byLogin(login string) (Member, bool) {
	s.fresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok := s.members[s.logins[foldLogin(login)]]
	return m, ok && !m.Closed
}

// Name is the name of an account, or "" where there is none.
func (s *Service) Name(id record.ID) string {
	m, _ := s.member(id)
	return m.Name
}

// Member gives the account of an id.
func (s *Service) Member(id record.ID) (Member, bool) { return s.member(id) }

// Actor gives who an account is to the policy, and false for one that signs in
// no more.
func (s *Service) Actor(id record.ID) (policy.Actor, bool) {
	m, ok := s.member(id)
	return m.actor(), ok && !m.Closed && (!m.Demo || s.opt.Demo)
}

// Members lists every account that is not closed, by name. Whoever shows them
// asks the policy's filter of member.list first.
func (s *Service) Members() []Member {
	return slices.DeleteFunc(s.Everybody(), func(m Member) bool { return m.Closed })
}

// Everybody is Members with those who sign in no more.
func (s *Service) Everybody() []Member {
	s.fresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	return sorted(s.members, func(a, b Member) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Login, b.Login)) })
}

// CountByUnit is how many accounts each unit has.
func (s *Service) CountByUnit() map[record.ID]int {
	n := map[record.ID]int{}
	for _, m := range s.Members() {
		n[m.Unit]++
	}
	return n
}

// check holds an account against the rules.
func (m Member) check() error {
	switch {
	case strings.TrimSpace(m.Name) == "" || len(m.Name) > maxName:
		return invalid("identity.name.wrong", "a name is missing or longer than {0} bytes", "write the name that colleagues know", "200")
	case m.Login == "" || len(m.Login) > maxLogin || strings.ContainsAny(m.Login, " \t\r\n"):
		return invalid("identity.login.wrong", "a login is one word of at most {0} bytes", "take the e-mail address or a short name", "64")
	case len(m.Roles) == 0 || m.Unit.Zero():
		return invalid("identity.roles.missing", "an account needs a role and a unit", "choose at least one role, and the unit")
	}
	for _, r := range m.Roles {
		if _, ok := policy.ParseRole(string(r)); !ok || r == policy.Reporter {
			return invalid("identity.role.unknown", "there is no role {0} for people", "choose roles from the list", string(r))
		}
	}
	if !policy.Compatible(m.Roles) {
		return invalid("identity.roles.apart", "these roles cannot go together", "whoever reads reports neither runs the node nor oversees the readers: make two accounts")
	}
	return nil
}

// put writes an account. It faults with Conflict where the login is another's.
func (s *Service) put(ctx context.Context, m Member, author record.ID) error {
	return s.change(ctx, m.ID, author, func(Member, bool) (Member, error) { return m, nil })
}

// change writes what an account becomes of what it is, as the tables have it in
// the very command; known is false where there is none.
func (s *Service) change(ctx context.Context, id, author record.ID, amend func(old Member, known bool) (Member, error)) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		old, err := readMember(tx.Row("SELECT "+memberColumns+" FROM members WHERE id = ?", id))
		if err != nil && !store.None(err) {
			return nil, err
		}
		m, err := amend(old, err == nil)
		if err != nil {
			return nil, err
		}
		m.Login = foldLogin(m.Login)
		if err := m.check(); err != nil {
			return nil, err
		}
		if err := free(tx, m); err != nil {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Member, Record: m.ID, Author: author,
			Handling: record.Handling{Unit: m.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
			Body:     memberBody{V: bodyVersion, Name: m.Name, Login: m.Login, Roles: m.Roles, Closed: m.Closed, Demo: m.Demo},
		}}, nil
	})
	if err != nil {
		return err
	}
	return s.reload(ctx)
}

// free faults with Conflict where the account's login is another's.
func free(tx *store.Tx, m Member) error {
	var holder record.ID
	err := tx.Row("SELECT id FROM members WHERE login = ?", m.Login).Scan(&holder)
	if err == nil && holder != m.ID {
		return &fault.Error{
			Kind: fault.Conflict, Op: "identity.put", Key: "identity.login.taken", Msg: "somebody has this login already",
			Hint: "choose another one",
		}
	}
	if store.None(err) {
		return nil
	}
	return err
}

// Change is what may be changed of an account.
type Change struct {
	Name   string
	Roles  []policy.Role
	Unit   record.ID
	Closed bool // signs in no more
}

// SetMember changes an account's name, roles or unit, or closes it, which ends
// its sessions. a must be allowed to invite at the unit that it is of and at the
// one that it goes to.
func (s *Service) SetMember(ctx context.Context, a policy.Actor, id record.ID, c Change) error {
	err := s.change(ctx, id, a.ID, func(old Member, known bool) (Member, error) {
		if !known || old.Demo && !s.opt.Demo {
			return old, policy.Hide()
		}
		for _, unit := range []record.ID{old.Unit, c.Unit} {
			if err := s.opt.Policy.Allow(ctx, a, "member.invite", s.resource(policy.Member, id, unit)); err != nil {
				return old, err
			}
		}
		switch {
		case a.ID == id:
			return old, &fault.Error{
				Kind: fault.Denied, Op: "identity.SetMember", Key: "identity.member.self", Msg: "nobody changes their own roles or unit",
				Hint: "ask another administrator",
			}
		case old.Demo:
			return old, demoOnly()
		case old.Unit != c.Unit && !s.works(c.Unit):
			return old, errNoSuchUnit
		}
		return Member{ID: id, Name: c.Name, Login: old.Login, Roles: c.Roles, Unit: c.Unit, Closed: c.Closed}, nil
	})
	if err == nil && c.Closed {
		err = s.endSessions(ctx, id)
	}
	return err
}

var errNoSuchUnit = &fault.Error{
	Kind: fault.Invalid, Op: "identity", Key: "identity.unit.closed", Msg: "there is no such unit, or it is closed", Hint: "choose a unit that works",
}

// works tells whether people may be of a unit.
func (s *Service) works(unit record.ID) bool { return s.opt.Works == nil || s.opt.Works(unit) }

// CountAt is how many people who sign in belong to a unit, by the tables.
func CountAt(tx *store.Tx, unit record.ID) (n int, err error) {
	err = tx.Row("SELECT count(*) FROM members WHERE unit = ? AND NOT closed", unit).Scan(&n)
	return n, err
}
