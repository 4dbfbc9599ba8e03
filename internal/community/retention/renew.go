package retention

import (
	"context"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Renewable faults unless somebody asked to stay, and goes so soon that it is time to
// decide whether they are kept for longer: who decides on the first day renews for ever.
func (s *Service) Renewable(tx *store.Tx, id record.ID) error {
	var due int64
	var stays bool
	if err := tx.Row("SELECT due, stays FROM leaving WHERE person = ?", id).Scan(&due, &stays); err != nil {
		return err
	}
	if !stays {
		return &fault.Error{
			Kind: fault.Conflict, Op: "retention.Renew", Key: "retention.renew.none", Msg: "this person did not ask to stay, or took it back",
			Hint: "ask them; what they say goes into what is known of them, and into their consents",
		}
	}
	if at := time.UnixMilli(due); at.After(s.opt.Clock().Add(Notice)) {
		return &fault.Error{
			Kind: fault.Conflict, Op: "retention.Renew", Key: "retention.renew.early", Msg: "this person is kept until {0} as it is", Hint: "decide in the last 60 days before that",
			Args: []string{at.UTC().Format(time.DateOnly)},
		}
	}
	return nil
}

// MaxLeaving bounds those who go: the rest comes up as these are decided on.
const MaxLeaving = 200

// Leaving gives those who asked to stay and go within Notice, and when, as far as a may
// delete them and so decides whether they are kept for longer.
func (s *Service) Leaving(ctx context.Context, a policy.Actor) (map[record.ID]time.Time, error) {
	f, err := s.opt.Policy.Filter(ctx, a, "person.erase")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "p.unit", TLP: "0"})
	all := map[record.ID]time.Time{}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT l.person, l.due FROM leaving l CROSS JOIN persons p ON p.id = l.person WHERE l.stays = 1 AND l.due < ? AND ("+where+") ORDER BY l.due, l.person LIMIT ?",
			append(append([]any{s.opt.Clock().Add(Notice).UnixMilli()}, args...), MaxLeaving)...)
		defer rows.Close()
		for rows.Next() {
			var id record.ID
			var due int64
			if err := rows.Scan(&id, &due); err != nil {
				return err
			}
			all[id] = time.UnixMilli(due).UTC()
		}
		return rows.Err()
	})
	return all, err
}
