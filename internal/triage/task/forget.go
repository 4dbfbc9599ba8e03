package task

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Who was handed on is kept as long as it is needed.
const (
	keptAfter = 30 * 24 * time.Hour // the help has ended: for the service's own file
	strayLife = 24 * time.Hour      // in the vault without a referral: the node was cut off between the two
	lookEvery = time.Hour
)

// Forgetter removes from the vault who was handed on, once that is not needed any
// more: it follows what is committed, so that a crash changes nothing.
type Forgetter struct {
	s    *Service
	last time.Time
}

// Forgetter makes the follower.
func (s *Service) Forgetter() *Forgetter { return &Forgetter{s: s} }

// Name says under which its place is kept.
func (*Forgetter) Name() string { return "referral" }

// Follow hears one revision.
func (f *Forgetter) Follow(ctx context.Context, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Erasure:
		people, err := f.s.vault.People(ctx, rev.Subject)
		if err != nil {
			return err
		}
		for _, p := range people {
			if err := f.s.vault.LosePerson(ctx, p.Referral, "its report was erased"); err != nil {
				return err
			}
		}
	case record.Referral:
		if rev.Body == nil { // erased since: its erasure comes
			return nil
		}
		b, err := ledger.Decode[referralBody](rev)
		if err == nil && (b.Act == Declined || b.Act == Withdrawn) {
			err = f.s.vault.LosePerson(ctx, rev.Record, string(b.Act))
		}
		return err
	default:
	}
	return nil
}

// Tick looks now and then for what nobody needs any more.
func (f *Forgetter) Tick(ctx context.Context, now time.Time) error {
	if now.Sub(f.last) < lookEvery && !now.Before(f.last) {
		return nil
	}
	f.last = now
	return f.s.Forget(ctx, now)
}

// Forget removes everybody from the vault whose referral ended long ago or is not
// there.
func (s *Service) Forget(ctx context.Context, now time.Time) error {
	people, err := s.vault.People(ctx, record.ID{})
	if err != nil {
		return err
	}
	for _, p := range people {
		var r *Referral
		err := s.ledger.View(ctx, func(tx *store.Tx) (err error) {
			r, err = loadReferral(tx, p.Referral)
			return err
		})
		switch {
		case store.None(err):
			if now.Sub(p.Since) < strayLife {
				continue
			}
		case err != nil:
			return err
		case r.State.Open() || r.State == Done && now.Sub(r.Ended) < keptAfter:
			continue
		}
		if err := s.vault.LosePerson(ctx, p.Referral, "not needed any more"); err != nil {
			return err
		}
	}
	return nil
}
