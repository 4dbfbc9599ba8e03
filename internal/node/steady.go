package node

import (
	"context"
	"time"

	"wasl/internal/keep/store"
)

// A clock that is set a year ahead for an hour, by mistake or by a dead battery, must not
// delete everybody, nor the keys to which phones have sealed: what the clock deletes for
// ever waits until it has gone on evenly for a day. Nobody is kept for much longer by it, and whoever set the clock has a day to see.
const (
	leap   = 30 * 24 * time.Hour // between two looks: the node was off for as long, or the clock was set
	steady = 20 * time.Hour      // the next night, though the node were started an hour earlier
)

// clockModule keeps what the clock said when it was last looked at, and since when it has
// gone on without a leap.
var clockModule = store.Module{Name: "clock", Steps: []string{
	"CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), since INTEGER NOT NULL, seen INTEGER NOT NULL)",
}}

// clockSteady looks at the clock, and tells whether it has gone on evenly long enough for
// something to be deleted by it.
func (n *Node) clockSteady(ctx context.Context) (ok bool, err error) {
	now := n.cfg.Clock()
	err = n.db.Update(ctx, func(tx *store.Tx) error {
		since, seen := now.UnixMilli(), now.UnixMilli()
		if err := tx.Row("SELECT since, seen FROM clock").Scan(&since, &seen); err != nil && !store.None(err) {
			return err
		}
		if by := now.Sub(time.UnixMilli(seen)); by.Abs() > leap {
			since = now.UnixMilli()
			n.cfg.Log.WarnContext(ctx, "the clock has leapt, or the node was off: no person and no key is deleted until it has gone on for a day; set it if it is wrong", "by", by.String())
		}
		ok = now.Sub(time.UnixMilli(since)) >= steady
		return tx.Exec("INSERT OR REPLACE INTO clock (one, since, seen) VALUES (1, ?, ?)", since, now.UnixMilli())
	})
	return ok, err
}
