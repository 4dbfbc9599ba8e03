package node

import (
	"context"
	"errors"
	"time"

	"wasl/internal/keep/ledger"
)

// play lets followers hear what was committed after heard, and what they write of it,
// one after the other and in order, and gives them the hour. It is for those who move
// the clock themselves, as the demo's past does and a night that is played: there
// nobody may run ahead. It gives how far they have heard.
func play(ctx context.Context, field *ledger.Ledger, all []Follower, heard int64, now time.Time) (int64, error) {
	for {
		revs, err := field.Follow(ctx, heard, atOnce)
		if err != nil {
			return heard, err
		}
		if len(revs) == 0 {
			break
		}
		for _, f := range all {
			if err := hearAll(ctx, f, revs); err != nil {
				return heard, err
			}
		}
		heard = revs[len(revs)-1].Seq
	}
	var errs []error
	for _, f := range all {
		errs = append(errs, f.Tick(ctx, now))
	}
	return heard, errors.Join(errs...)
}

// hearAll lets one follower hear some revisions, and settle.
func hearAll(ctx context.Context, f Follower, revs []ledger.Revision) error {
	for _, rev := range revs {
		if err := f.Follow(ctx, rev); err != nil {
			return err
		}
	}
	if s, gathers := f.(Settler); gathers {
		return s.Settle(ctx)
	}
	return nil
}
