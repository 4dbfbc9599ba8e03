package product

import (
	"context"
	"slices"
	"strconv"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Release is what somebody says who lets a bulletin go out.
type Release struct {
	Read  bool        // they have read all of it
	Shown []record.ID // the paragraphs that they read, in order
	To    []record.ID // units that get it, besides the own and those above
}

// Release lets a bulletin go out. It is refused while something behind a paragraph
// has changed and nobody has seen it, while two texts stand beside each other, and
// where what would go out is not what was read.
func (s *Service) Release(ctx context.Context, a policy.Actor, on On, r Release) error {
	if !r.Read {
		return invalid("product.release.unread", "nobody says that they have read it", "read every paragraph, then say so")
	}
	c, err := s.composeFor(ctx, a, on.Bulletin)
	if err != nil {
		return err
	}
	return s.act(ctx, a, "bulletin.release", on, func(tx *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		if err := b.ready(tx, c, &r); err != nil {
			return nil, err
		}
		if err := s.checkTo(b, r.To); err != nil {
			return nil, err
		}
		return []ledger.Draft{b.draft(a.ID, &body{Act: release, Order: b.ids(), To: r.To})}, nil
	})
}

// ready holds what would go out against what was read and against what is behind it.
func (b *Bulletin) ready(tx *store.Tx, c *Composed, r *Release) error {
	shown := b.Shown()
	ids := make([]record.ID, len(shown))
	for i, p := range shown {
		ids[i] = p.ID
	}
	if !slices.Equal(ids, r.Shown) {
		return stale()
	}
	for _, p := range shown {
		switch {
		case p.Disputed():
			return conflict("product.release.disputed", "two people wrote a paragraph at once, and nobody has chosen", "choose one of the texts first")
		case p.status(c) != Same:
			return conflict("product.release.changed", "something behind a paragraph has changed since it was drafted", "look at what has changed, and say what becomes of the paragraph")
		}
		moved, err := p.moved(tx, c.asOf)
		if err != nil {
			return err
		}
		if moved {
			return conflict("product.release.moved", "something behind a paragraph has changed this very moment", "load the page again and look at it")
		}
	}
	return nil
}

// checkTo holds the units that a bulletin is sent to against its marking.
func (s *Service) checkTo(b *Bulletin, to []record.ID) error {
	switch {
	case len(to) > MaxTo:
		return invalid("product.to.many", "a bulletin is sent to {0} units at most", "send it to the units above: their bulletins tell those below", strconv.Itoa(MaxTo))
	case len(to) > 0 && b.TLP > record.Amber:
		return invalid("product.to.strict", "what is marked amber+strict stays in the unit", "leave out what is marked so, or send it to nobody")
	case slices.ContainsFunc(to, func(u record.ID) bool { return !s.Units.Works(u) }):
		return invalid("product.to.unknown", "there is no such unit, or it is closed", "choose units from the list")
	}
	return nil
}

// Status is how a paragraph stands to what is behind it.
type Status string

// The statuses.
const (
	Same    Status = "same"
	Changed Status = "changed" // corrected, graded anew, or otherwise another thing
	NoMore  Status = "gone"    // the program would not draft it any more
)

// status holds a paragraph against what would be drafted now. What changes by itself
// and what a person wrote is as it is.
func (p *Paragraph) status(c *Composed) Status {
	f := c.find(p.Key)
	switch {
	case p.Hand() || p.Mark == "" || markNow(f) == p.Mark:
		return Same
	case f == nil:
		return NoMore
	}
	return Changed
}

// Where the last change to each kind of thing stands.
var movedSQL = map[Kind]string{
	OnReport:   "SELECT q.seq FROM reports r JOIN queue q USING (n) WHERE r.id = ?",
	OnIncident: "SELECT seq FROM incidents WHERE id = ?",
	OnAlert:    "SELECT seq FROM alerts WHERE id = ?",
	OnResponse: "SELECT seq FROM responses WHERE id = ?",
}

// moved tells whether something behind a paragraph has changed since a revision.
// What was not there then any more has not.
func (p *Paragraph) moved(tx *store.Tx, since int64) (bool, error) {
	for _, b := range p.Basis {
		var seq int64
		err := tx.Row(movedSQL[b.Kind], b.ID).Scan(&seq)
		if store.None(err) {
			if p.Mark == notThere {
				continue
			}
			return true, nil
		}
		if err != nil || seq > since {
			return true, err
		}
	}
	return false, nil
}

// Withdraw takes a bulletin back, with the reason: readers see that it was there,
// and nothing of what it said. A draft is thrown away by it.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, on On, why string) error {
	_, err := s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		b, err := load(tx, on.Bulletin)
		if err != nil {
			return nil, err
		}
		if err := s.known(ctx, a, b); err != nil {
			return nil, err
		}
		if err := s.may(ctx, a, "bulletin.withdraw", b); err != nil {
			return nil, err
		}
		if b.State == Withdrawn {
			return nil, nil
		}
		if on.Revision != 0 && on.Revision != b.Revision {
			return nil, stale()
		}
		if err := checkWhy(why); err != nil {
			return nil, err
		}
		return []ledger.Draft{b.draft(a.ID, &body{Act: withdraw, Why: why})}, nil
	})
	return err
}
