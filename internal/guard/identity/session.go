package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// A session ends when nothing was asked for Idle, and after Absolute whatever
// was asked: a console stands open in rooms where others walk by.
const (
	Idle     = 10 * time.Minute
	Absolute = 12 * time.Hour
	// seenStep is how exact the time last seen is on the disk: every request
	// would otherwise be a write.
	seenStep = time.Minute
	// maxSessions bounds the sessions of one account; the oldest give way.
	maxSessions = 10
)

// Session is somebody signed in.
type Session struct {
	Account Member
	Actor   policy.Actor
	Made    time.Time
	Expires time.Time // at the latest
	How     string    // password, passkey, demo
	hash    record.Hash
}

type session struct {
	account record.ID
	made    time.Time
	seen    time.Time
	saved   time.Time // seen, as the disk has it
	how     string
}

func (x *session) ended(now time.Time) bool {
	return now.Sub(x.seen) >= Idle || now.Sub(x.made) >= Absolute || now.Before(x.made.Add(-time.Hour))
}

// recent asks that somebody signed in a moment ago before what they sign in with
// is changed: an open console that somebody else found is not enough.
func (s *Service) recent(x Session) error {
	if s.opt.Clock().Sub(x.Made) < Idle {
		return nil
	}
	return &fault.Error{
		Kind: fault.Denied, Op: "identity.recent", Key: "identity.session.old", Msg: "this is open only to those who signed in a moment ago",
		Hint: "sign out and in again, then do it within {0} minutes", Args: []string{strconv.Itoa(int(Idle / time.Minute))},
	}
}

// Entry is what signing in gives: the session's secret for its cookie, and the
// secret of a cookie by which this device is known from then on.
type Entry struct {
	Session Session
	Token   string
	Device  string
}

var errNoSession = &fault.Error{
	Kind: fault.Unknown, Op: "identity.Session", Key: "identity.session.none", Msg: "you are not signed in, or your session has ended",
	Hint: "sign in again",
}

// Session finds who a session's secret belongs to, and takes it as a sign of
// life. It faults with Unknown where there is none or it has ended.
func (s *Service) Session(ctx context.Context, token string) (Session, error) {
	return s.session(ctx, token, true)
}

// Watch is Session for what a console asks by itself, such as its stream of
// events: it keeps no session alive.
func (s *Service) Watch(ctx context.Context, token string) (Session, error) {
	return s.session(ctx, token, false)
}

func (s *Service) session(ctx context.Context, token string, touch bool) (Session, error) {
	if len(token) != letters.EncodedLen(secretBytes) {
		return Session{}, errNoSession
	}
	hash := hashOf(token)
	s.mu.RLock()
	x := s.sessions[hash]
	s.mu.RUnlock()
	if x == nil {
		var err error
		if x, err = s.loadSession(ctx, hash); err != nil {
			return Session{}, err
		}
	}
	now := s.opt.Clock()
	s.mu.Lock()
	if x.ended(now) {
		s.mu.Unlock()
		return Session{}, s.drop(ctx, hash)
	}
	save := false
	if touch {
		x.seen = now
		if save = now.Sub(x.saved) >= seenStep; save {
			x.saved = now
		}
	}
	known := *x
	s.mu.Unlock()
	m, ok := s.member(known.account)
	if !ok || m.Closed || m.Demo && !s.opt.Demo {
		return Session{}, s.drop(ctx, hash)
	}
	if save {
		if err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec("UPDATE sessions SET seen = ? WHERE hash = ?", now.UnixMilli(), hash)
		}); err != nil {
			return Session{}, err
		}
	}
	return Session{Account: m, Actor: m.actor(), Made: known.made, Expires: known.made.Add(Absolute), How: known.how, hash: hash}, nil
}

func (s *Service) loadSession(ctx context.Context, hash record.Hash) (*session, error) {
	x := &session{}
	var made, seen int64
	err := s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT account, made, seen, how FROM sessions WHERE hash = ?", hash).Scan(&x.account, &made, &seen, &x.how)
	})
	if store.None(err) {
		return nil, errNoSession
	}
	if err != nil {
		return nil, err
	}
	x.made, x.seen, x.saved = time.UnixMilli(made), time.UnixMilli(seen), time.UnixMilli(seen)
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.sessions[hash]; other != nil {
		return other, nil
	}
	s.sessions[hash] = x
	return x, nil
}

// drop ends a session that is over, and says so.
func (s *Service) drop(ctx context.Context, hash record.Hash) error {
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM sessions WHERE hash = ?", hash) })
	s.mu.Lock()
	delete(s.sessions, hash)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return errNoSession
}

// enter opens a session, with its audit line.
func (s *Service) enter(ctx context.Context, m Member, how string) (Entry, error) {
	if err := s.write(ctx, s.note(record.Session, m.ID, m.ID, "in", how)); err != nil {
		return Entry{}, err
	}
	token, hash := s.secret()
	now := s.opt.Clock()
	var ended []record.Hash
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		ended = nil
		rows := tx.Query("SELECT hash FROM sessions WHERE account = ? ORDER BY seen DESC LIMIT -1 OFFSET ?", m.ID, maxSessions-1)
		for rows.Next() {
			var h record.Hash
			if err := rows.Scan(&h); err != nil {
				return err
			}
			ended = append(ended, h)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, h := range ended {
			if err := tx.Exec("DELETE FROM sessions WHERE hash = ?", h); err != nil {
				return err
			}
		}
		if err := tx.Exec("DELETE FROM sessions WHERE seen < ?", now.Add(-Absolute).UnixMilli()); err != nil {
			return err
		}
		return tx.Exec("INSERT INTO sessions (hash, account, made, seen, how) VALUES (?, ?, ?, ?, ?)", hash, m.ID, now.UnixMilli(), now.UnixMilli(), how)
	})
	if err != nil {
		return Entry{}, err
	}
	s.mu.Lock()
	for _, h := range ended {
		delete(s.sessions, h)
	}
	for h, x := range s.sessions {
		if x.ended(now) {
			delete(s.sessions, h)
		}
	}
	s.sessions[hash] = &session{account: m.ID, made: now, seen: now, saved: now, how: how}
	s.mu.Unlock()
	return Entry{
		Session: Session{Account: m, Actor: m.actor(), Made: now, Expires: now.Add(Absolute), How: how, hash: hash},
		Token:   token, Device: s.deviceToken(m.ID),
	}, nil
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, x Session) error {
	if err := s.write(ctx, s.note(record.Session, x.Account.ID, x.Account.ID, "out", x.How)); err != nil {
		return err
	}
	if err := s.drop(ctx, x.hash); !fault.Is(err, fault.Unknown) {
		return err
	}
	return nil
}

// endSessions ends every session of an account.
func (s *Service) endSessions(ctx context.Context, account record.ID) error {
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM sessions WHERE account = ?", account) })
	s.mu.Lock()
	defer s.mu.Unlock()
	for h, x := range s.sessions {
		if x.account == account {
			delete(s.sessions, h)
		}
	}
	return err
}

// Afresh ends every session and every link: the node was put back to an earlier
// moment, and what was ended since must not come back.
func (s *Service) Afresh(ctx context.Context) error {
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Exec("DELETE FROM sessions"), tx.Exec("DELETE FROM invitations"), tx.Exec("DELETE FROM ceremonies"))
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
	return err
}

// A device that somebody signed in from carries a cookie that says so. Its
// failures are counted apart, so that a flood from the same address does not
// lock its owner out.
const deviceBytes = 8

func (s *Service) deviceToken(account record.ID) string {
	b := s.draw(deviceBytes)
	b = binary.BigEndian.AppendUint64(b, uint64(s.opt.Clock().Unix()))
	return raw(append(b, s.deviceMAC(account, b)...))
}

func (s *Service) deviceMAC(account record.ID, b []byte) []byte {
	mac := hmac.New(sha256.New, s.device)
	mac.Write(account[:])
	mac.Write(b)
	return mac.Sum(nil)[:16]
}

// deviceLife is how long a device stays known without signing in.
const deviceLife = 180 * 24 * time.Hour

// knownDevice gives the name of a device that the account was used on, or "".
func (s *Service) knownDevice(account record.ID, token string) string {
	b, err := unraw(token)
	if err != nil || len(b) != deviceBytes+8+16 {
		return ""
	}
	id, sum := b[:deviceBytes+8], b[deviceBytes+8:]
	made := time.Unix(int64(binary.BigEndian.Uint64(id[deviceBytes:])), 0)
	if !hmac.Equal(sum, s.deviceMAC(account, id)) || s.opt.Clock().Sub(made) > deviceLife {
		return ""
	}
	return string(id)
}
