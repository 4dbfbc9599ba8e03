package node

import (
	"context"

	"wasl/internal/community/feedback"
	"wasl/internal/guard/policy"
)

// openListening puts together how people are listened to.
func (n *Node) openListening() {
	n.Listening = feedback.NewService(feedback.Options{
		Ledger: n.Community, Policy: n.Policy, Units: n.Units.Tree(), Places: n.Places, Readers: n.complaintReaders, People: n.Who.Actor,
		ReceiptKey: n.keys.Receipt, Clock: n.cfg.Clock,
	})
}

// complaintReaders are the accounts to which complaints about staff go: those that the
// rules let read one that is not about themselves.
func (n *Node) complaintReaders(ctx context.Context) (readers []feedback.Holder) {
	for _, m := range n.Who.Members() {
		a, works := n.Who.Actor(m.ID)
		if works && n.Policy.Allow(ctx, a, "allegation.open", policy.Resource{Type: policy.Allegation, Unit: m.Unit}) == nil {
			readers = append(readers, feedback.Holder{ID: m.ID, Name: m.Name})
		}
	}
	return readers
}
