package rule

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// Name says under which the follower's place is kept.
func (s *Service) Name() string { return "rule" }

// Follow hears one revision. What rules want of a report waits until Settle, so
// that many of them share one commit. Hearing a revision twice is harmless.
func (s *Service) Follow(ctx context.Context, rev ledger.Revision) error {
	if rev.Body == nil {
		return nil // erased since
	}
	switch rev.Kind {
	case record.Rule:
		if err := s.Settle(ctx); err != nil { // what came before it was for the rules before it
			return err
		}
		return s.Refresh(ctx)
	case record.Report:
		b, err := ledger.Decode[report.Body](rev)
		if err != nil || b.Quarantine {
			return err
		}
		f := factsOf(rev, b)
		return s.look(ctx, rev.Record, &f)
	case record.Correction, record.Forward:
		return s.lookAgain(ctx, rev)
	case record.State:
		if queue.LetIn(rev) {
			return s.lookAgain(ctx, rev)
		}
	default:
	}
	return nil
}

// Tick has nothing to do: rules run by what comes in.
func (s *Service) Tick(context.Context, time.Time) error { return nil }

// Settle does what rules want of all that was heard. What it could not do waits
// for the next time.
func (s *Service) Settle(ctx context.Context) error {
	if len(s.waiting) == 0 {
		return nil
	}
	err := s.queue.Rule(ctx, Author, s.waiting)
	if err == nil {
		s.waiting = s.waiting[:0]
	}
	return err
}

// lookAgain looks at a report as it stands now, if it still is at the desk that
// the revision speaks of.
func (s *Service) lookAgain(ctx context.Context, rev ledger.Revision) error {
	if len(s.live.Load().lists) == 0 {
		return nil
	}
	var f Facts
	var state int
	err := s.ledger.View(ctx, func(tx *store.Tx) (err error) {
		f, state, err = readFacts(tx, rev.Subject)
		return err
	})
	if store.None(err) {
		return nil
	}
	if err != nil || queue.State(state) == queue.Closed || queue.State(state) == queue.Quarantine || rev.Kind == record.Forward && f.Unit != rev.Handling.Unit {
		return err
	}
	return s.look(ctx, rev.Subject, &f)
}

// look runs the rules over a report.
func (s *Service) look(ctx context.Context, id record.ID, f *Facts) error {
	live := s.live.Load()
	if len(live.lists) == 0 {
		return nil
	}
	m := live.matter(f)
	s.waiting = append(s.waiting, live.rulings(id, m)...)
	if len(s.waiting) >= together {
		return s.Settle(ctx)
	}
	return nil
}

// together is how many rulings wait at most.
const together = 200

// rulings is what the rules want of a report. The first that sends it somewhere
// decides where it goes, also where that is the desk at which it is.
func (s *set) rulings(id record.ID, m *matter) (all []queue.Ruling) {
	sent := false
	for _, c := range s.run(m) {
		why := c.why(m)
		for _, a := range c.Then {
			r := queue.Ruling{Report: id, At: m.Unit, Rule: c.ID, Version: c.Version, List: c.Unit, Why: why}
			if to, ok := s.sends(a, m); ok && !sent {
				sent, r.To = true, to
				all = append(all, r)
			}
			if idea, value, ok := proposes(a); ok {
				r.Idea, r.Value = idea, value
				all = append(all, r)
			}
		}
	}
	return all
}

// proposes is what an act proposes, and false for one that sends.
func proposes(a Act) (queue.Idea, string, bool) {
	switch a := a.(type) {
	case Urge:
		return queue.ProposeUrgency, string(a.To), true
	case Rename:
		return queue.ProposeKind, a.To, true
	case Give:
		return queue.ProposePerson, a.To.String(), true
	case Review:
		return queue.SecondLook, "", true
	case Send, SendDesk:
	}
	return "", "", false
}
