package feedback

import (
	"context"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// sees faults unless an activity is there and a may see it: what people say is bound to
// nothing that whoever binds it does not know. Zero is none, which everybody may.
func (s *Service) sees(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) error {
	if id.Zero() {
		return nil
	}
	of, err := activity.Load(tx, id)
	if err != nil && !fault.Is(err, fault.Missing) {
		return err
	}
	if err != nil || s.opt.Policy.Allow(ctx, a, "activity.list", of.Resource(s.opt.Units)) != nil {
		return invalid("feedback.activity.none", "there is no such activity", "choose one from the list, or leave it out")
	}
	return nil
}
