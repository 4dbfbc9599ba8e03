package identity

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// Open is a session as its owner sees it: enough to tell one's own from one that
// somebody else opened. From where it was opened is not kept.
type Open struct {
	Made time.Time
	Seen time.Time // last asked for something, to a minute
	How  string    // password, password and code, passkey, invitation, demo
	Here bool      // the session that asks
}

// OpenSessions lists the sessions of x's account, the one used last first.
func (s *Service) OpenSessions(ctx context.Context, x Session) (all []Open, err error) {
	now := s.opt.Clock()
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		all = nil
		rows := tx.Query("SELECT hash, made, seen, how FROM sessions WHERE account = ? ORDER BY seen DESC LIMIT ?", x.Account.ID, maxSessions)
		defer rows.Close()
		for rows.Next() {
			var hash record.Hash
			var made, seen int64
			o := Open{}
			if err := rows.Scan(&hash, &made, &seen, &o.How); err != nil {
				return err
			}
			o.Made, o.Seen, o.Here = time.UnixMilli(made).UTC(), time.UnixMilli(seen).UTC(), hash == x.hash
			s.mu.RLock()
			if known := s.sessions[hash]; known != nil {
				o.Seen = known.seen.UTC()
			}
			s.mu.RUnlock()
			if (&session{made: o.Made, seen: o.Seen}).ended(now) {
				continue
			}
			all = append(all, o)
		}
		return rows.Err()
	})
	return all, err
}

// EndOthers ends every session of x's account but x.
func (s *Service) EndOthers(ctx context.Context, x Session) error {
	if x.Account.Demo {
		return demoOnly()
	}
	if err := s.write(ctx, s.note(record.Session, x.Account.ID, x.Account.ID, "out", "others")); err != nil {
		return err
	}
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("DELETE FROM sessions WHERE account = ? AND hash <> ?", x.Account.ID, x.hash)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	for h, o := range s.sessions {
		if o.account == x.Account.ID && h != x.hash {
			delete(s.sessions, h)
		}
	}
	return err
}
