package node

import (
	"context"
	"errors"
	"time"
)

// upkeepEvery is how often the node looks for what was left undone.
const upkeepEvery = 24 * time.Hour

// idleUpload is how long an upload may rest before it is dropped: a phone without
// a network for a month begins it anew.
const idleUpload = 30 * 24 * time.Hour

// keepUp does the upkeep now and then until Close.
func (n *Node) keepUp(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		t := time.NewTicker(upkeepEvery)
		defer t.Stop()
		for {
			if err := n.upkeep(ctx); err != nil && ctx.Err() == nil {
				n.cfg.Log.ErrorContext(ctx, "upkeep", "cause", err.Error())
			}
			select {
			case <-t.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	n.opened(func() error {
		stop()
		<-ended
		return nil
	})
}

// upkeep ends erasures that were cut off, drops uploads that nobody sends on,
// private keys that were replaced long ago and the addresses of those who left, and
// folds the logs, so that nothing that was deleted stays in them.
func (n *Node) upkeep(ctx context.Context) error {
	var err error
	for _, s := range n.stores() {
		dropped, e := s.DropStale(n.cfg.Clock(), idleUpload)
		if dropped > 0 {
			n.cfg.Log.InfoContext(ctx, "uploads that nobody sent on were dropped", "number", dropped)
		}
		err = errors.Join(err, e, s.endErasures(ctx))
	}
	steady, e := n.clockSteady(ctx)
	if steady {
		e = n.Vault.DropOldKeys(ctx)
	}
	err = errors.Join(err, e, n.Notices.Prune(ctx), n.keepCommunities(ctx, steady))
	for _, c := range n.ledgers() {
		err = errors.Join(err, c.l.Fold(ctx))
	}
	return err
}
