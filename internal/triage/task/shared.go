package task

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// shared is how something is read that two units have to do with: a task or a
// referral. Whoever may see it from one of its sides may see it.
type shared[T any] struct {
	see   policy.Action
	load  func(*store.Tx, record.ID) (*T, error)
	sides func(*Service, *T) (from, to policy.Resource)
}

var (
	tasks     = shared[Task]{"task.open", load, (*Service).sides}
	referrals = shared[Referral]{"referral.list", loadReferral, (*Service).ends}
)

// seen loads one that the actor may see. It faults with Missing where there is none.
func (k shared[T]) seen(ctx context.Context, s *Service, tx *store.Tx, a policy.Actor, id record.ID) (*T, error) {
	t, err := k.load(tx, id)
	if err != nil {
		return nil, err
	}
	from, to := k.sides(s, t)
	if s.policy.Allow(ctx, a, k.see, from) == nil {
		return t, nil
	}
	return t, s.policy.Allow(ctx, a, k.see, to)
}

func (k shared[T]) get(ctx context.Context, s *Service, a policy.Actor, id record.ID) (t T, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		got, err := k.seen(ctx, s, tx, a, id)
		if err == nil {
			t = *got
		}
		return err
	})
	return t, err
}

// row gives one with the rows by which each may see it.
func (k shared[T]) row(ctx context.Context, s *Service, id record.ID) (t T, from, to policy.Resource, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		got, err := k.load(tx, id)
		if err == nil {
			t = *got
		}
		return err
	})
	from, to = k.sides(s, &t)
	return t, from, to, err
}
