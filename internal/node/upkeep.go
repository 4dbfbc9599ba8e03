package node

import (
	"context"
	"errors"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
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
	dropped, err := n.Blobs.DropStale(n.cfg.Clock(), idleUpload)
	if dropped > 0 {
		n.cfg.Log.InfoContext(ctx, "uploads that nobody sent on were dropped", "number", dropped)
	}
	err = errors.Join(err, n.endErasures(ctx), n.Vault.DropOldKeys(ctx), n.Notices.Prune(ctx))
	for _, l := range []*ledger.Ledger{n.Field, n.Vaulted} {
		err = errors.Join(err, l.Fold(ctx))
	}
	return err
}

// endErasures deletes the attachments of reports that were erased when the node
// fell before it had deleted them.
func (n *Node) endErasures(ctx context.Context) error {
	return n.Field.Erasures(ctx, func(_ ledger.Header, blobs []string) error {
		for _, id := range blobs {
			if err := n.Blobs.DeleteID(ctx, id, func(ctx context.Context) (bool, error) { return n.named(ctx, id) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// named tells whether a report names the attachment that is kept under id. It
// reads the whole table: what is asked about is rarely there at all.
func (n *Node) named(ctx context.Context, id string) (named bool, err error) {
	err = n.Field.View(ctx, func(tx *store.Tx) error {
		return report.References(tx, func(_ record.ID, ref string) error {
			named = named || n.Blobs.ID(ref) == id
			return nil
		})
	})
	return named, err
}
