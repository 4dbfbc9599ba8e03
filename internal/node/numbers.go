package node

import (
	"context"
	"errors"

	"wasl/internal/community/course"
	"wasl/internal/community/feedback"
	"wasl/internal/community/number"
	"wasl/internal/community/retention"
)

// counted is what communities come to, and the deleting of those who are in them.
type counted struct {
	Numbers   *number.Service
	Retention *retention.Service
}

func (n *Node) openNumbers() {
	n.Numbers = number.NewService(number.Options{
		Ledger: n.Community, Policy: n.Policy, Places: n.Places, Clock: n.cfg.Clock, Changes: course.Changes, Contents: feedback.Contents,
	})
	n.Retention = retention.NewService(retention.Options{Ledger: n.Community, Policy: n.Policy, Numbers: n.Numbers, Clock: n.cfg.Clock})
}

// keepCommunities deletes the people whom communities no longer need, whose numbers stay,
// and what was said five years ago, where the clock is steady, and makes the numbers of
// the day. Oversight reads each deletion in the audit.
func (n *Node) keepCommunities(ctx context.Context, steady bool) (err error) {
	deleted, said := 0, 0
	if steady {
		var e error
		deleted, err = n.Retention.Run(ctx)
		said, e = n.Listening.Purge(ctx)
		err = errors.Join(err, e)
	}
	if said > 0 {
		n.cfg.Log.InfoContext(ctx, "complaints and rumours of five years ago were deleted", "number", said)
	}
	if deleted > 0 {
		n.cfg.Log.InfoContext(ctx, "people of communities were deleted, and their numbers kept", "number", deleted)
	}
	_, e := n.Numbers.Renew(ctx)
	return errors.Join(err, e)
}
