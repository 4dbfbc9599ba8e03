// Package retention deletes the people of the communities' register when they are no
// longer needed: 90 days after the end of the last activity that they take part in.
// Children go always; adults may ask to stay, to be called for refreshers. First their
// numbers are frozen, then all that is kept of them goes.
package retention

import (
	"context"
	"errors"
	"sync"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/number"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Keep is how long people are kept after the end of what they took part in (Keeping
// Children Safe; it is enough for certificates, a survey and a donor's questions).
const Keep = 90 * 24 * time.Hour

// maxAtOnce bounds how many are deleted in one run: each is a commit of its own, and the
// rest goes the next night.
const maxAtOnce = 2000

// Options says what the service stands on.
type Options struct {
	Ledger  *ledger.Ledger // the compartment community
	Policy  *policy.Engine
	Numbers *number.Service
	Clock   func() time.Time
}

// Service deletes, and tells beforehand.
type Service struct {
	opt Options

	mu     sync.Mutex // guards told
	told   []Coming
	toldAt time.Time
	slow   bool // it took long to find out
}

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt: opt} }

// lastSQL gives of each person the end of the last activity that they are enrolled in
// or were marked at, or else when they were registered: of whoever is entered twice, of
// both entries. What was cancelled keeps nobody. Left out is who asked to stay.
const lastSQL = `WITH took AS (
		SELECT t.person, max(a.ends) AS last FROM (SELECT person, activity FROM enrolments WHERE enrolled = 1 UNION SELECT person, activity FROM marks) t
		JOIN activities a ON a.id = t.activity AND a.state <> 'cancelled' GROUP BY t.person
	), ones AS (
		SELECT coalesce(p.into_id, p.id) AS one, max(max(coalesce(took.last, 0), p.at)) AS last, max(p.keep) AS keep, max(p.child) AS child
		FROM persons p LEFT JOIN took ON took.person = p.id GROUP BY one
	)
	SELECT p.id, ones.child, ones.last FROM persons p JOIN ones ON ones.one = coalesce(p.into_id, p.id) WHERE ones.keep = 0 OR ones.child = 1`

// due gives who is to be deleted at a moment, at most maxAtOnce of them.
func due(tx *store.Tx, at time.Time) (ids []record.ID, err error) {
	if taken, err := number.Rolls(tx); err != nil || !taken {
		return nil, err // nobody can tell who is still in something
	}
	rows := tx.Query("SELECT id FROM ("+lastSQL+") WHERE last <= ? ORDER BY last, id LIMIT ?", at.Add(-Keep).UnixMilli(), maxAtOnce)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// Reason is what the ledger keeps of a deletion, and oversight reads.
const Reason = "90 days after the last activity"

// Run deletes who is due, and tells how many. It goes on where an earlier run was cut.
func (s *Service) Run(ctx context.Context) (n int, err error) {
	people, old, err := s.opt.Numbers.Freeze(ctx, func(tx *store.Tx) ([]record.ID, error) { return due(tx, s.opt.Clock()) })
	if err != nil {
		return 0, err
	}
	if n, err = s.erase(ctx, people); err != nil {
		return n, err
	}
	return n, s.settle(ctx, old)
}

// Before freezes the numbers of people who are deleted for another reason, such as
// that they asked for it; what it gives is to be called when they are.
func (s *Service) Before(ctx context.Context, people []record.ID) (after func(context.Context) error, err error) {
	_, old, err := s.opt.Numbers.Freeze(ctx, func(*store.Tx) ([]record.ID, error) { return people, nil })
	return func(ctx context.Context) error { return s.settle(ctx, old) }, err
}

func (s *Service) erase(ctx context.Context, people []record.ID) (n int, err error) {
	for _, id := range people {
		_, err := s.opt.Ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
			e := ledger.Erasing{Subject: id, Reason: Reason, Handling: record.Handling{Purpose: "programme"}}
			err := tx.Row("SELECT unit FROM persons WHERE id = ?", id).Scan(&e.Handling.Unit)
			if store.None(err) {
				err = nil
			}
			return e, err
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// settle erases sums that were counted in a newer one.
func (s *Service) settle(ctx context.Context, old []record.ID) (err error) {
	for _, id := range old {
		_, e := s.opt.Ledger.Erase(ctx, id, record.ID{}, "counted in a newer sum")
		err = errors.Join(err, e)
	}
	return err
}

// A Coming is how many are deleted on a day to come.
type Coming struct {
	Day      time.Time
	People   int
	Children int // among them
}

// Ahead is how far one looks at deletions to come.
const Ahead = 30 * 24 * time.Hour

// Coming tells whom the next weeks delete, by day, for those who answer for people.
func (s *Service) Coming(ctx context.Context, a policy.Actor) (all []Coming, err error) {
	if err := s.opt.Policy.Allow(ctx, a, "retention.read", policy.Resource{Type: policy.Node, Unit: a.Unit}); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Clock().UTC()
	if s.slow && now.Sub(s.toldAt) < toldFor {
		return s.told, nil
	}
	all, err = s.coming(ctx, now)
	if err == nil {
		s.told, s.toldAt, s.slow = all, now, s.opt.Clock().Sub(now) > quick
	}
	return all, err
}

// Of a register of many it takes seconds to find out who goes when: it is told for a
// while then. Deletions are by the day.
const (
	quick   = 100 * time.Millisecond
	toldFor = time.Hour
)

func (s *Service) coming(ctx context.Context, now time.Time) (all []Coming, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if taken, err := number.Rolls(tx); err != nil || !taken {
			return err
		}
		rows := tx.Query("SELECT max(last + ?1, ?2) / 86400000 AS day, count(*), sum(child) FROM ("+lastSQL+") WHERE last + ?1 < ?3 GROUP BY day ORDER BY day",
			Keep.Milliseconds(), now.UnixMilli(), now.Add(Ahead).UnixMilli())
		defer rows.Close()
		for rows.Next() {
			var c Coming
			var day int64
			if err := rows.Scan(&day, &c.People, &c.Children); err != nil {
				return err
			}
			c.Day = time.Unix(day*24*60*60, 0).UTC()
			all = append(all, c)
		}
		return rows.Err()
	})
	return all, err
}

// Days is how many days people are kept after their last activity.
func (s *Service) Days() int { return int(Keep / (24 * time.Hour)) }
