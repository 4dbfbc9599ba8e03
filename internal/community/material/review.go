package material

import (
	"context"
	"slices"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// HandIn gives a version to whoever looks after children. It faults with Invalid
// where something is missing, or a text names somebody who is to be named as an
// author: a name in a text would stay when a consent is taken back.
func (s *Service) HandIn(ctx context.Context, a policy.Actor, id record.ID, revision int64) (Material, error) {
	return s.act(ctx, a, id, "material.edit", func(tx *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.State == Waiting && m.Asked == a.ID {
			return nil, nil // it was sent twice
		}
		if m.State != Drafted && m.State != Returned {
			return nil, over()
		}
		if err := changed(revision, m.Revision); err != nil {
			return nil, err
		}
		if err := m.Draft.complete(); err != nil {
			return nil, err
		}
		if err := agreed(tx, m); err != nil {
			return nil, err
		}
		return []ledger.Draft{m.draft(a.ID, body{Act: actHandIn})}, nil
	})
}

// Recall takes a version back from the review, to work on it.
func (s *Service) Recall(ctx context.Context, a policy.Actor, id record.ID) (Material, error) {
	return s.act(ctx, a, id, "material.edit", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.State != Waiting {
			return nil, over()
		}
		return []ledger.Draft{m.draft(a.ID, body{Act: actRecall})}, nil
	})
}

// Decision is what a review comes to.
type Decision struct {
	Sum     string   // of what was read: where it was changed since, nothing is decided
	Checks  []string // what was gone through: all of Checks where it is approved
	Remarks string
}

// Approve says that exactly what was read may go to the public.
func (s *Service) Approve(ctx context.Context, a policy.Actor, id record.ID, d Decision) (Material, error) {
	return s.review(ctx, a, id, d, func(tx *store.Tx, m *Material) (body, error) {
		for _, c := range Checks() {
			if !slices.Contains(d.Checks, c) {
				return body{}, invalid("material.checks.missing", "not everything on the list was gone through", "tick each point, or send the material back with what is wrong")
			}
		}
		if err := checkReason(d.Remarks, false); err != nil {
			return body{}, err
		}
		return body{Act: actApprove, Sum: d.Sum, Checks: Checks(), Word: strings.TrimSpace(d.Remarks)}, agreed(tx, m)
	})
}

// Return sends a version back, with what is to be changed.
func (s *Service) Return(ctx context.Context, a policy.Actor, id record.ID, d Decision) (Material, error) {
	return s.review(ctx, a, id, d, func(*store.Tx, *Material) (body, error) {
		return body{Act: actReturn, Sum: d.Sum, Word: strings.TrimSpace(d.Remarks)}, checkReason(d.Remarks, true)
	})
}

// review is one decision about what waits: by somebody who did not write it.
func (s *Service) review(ctx context.Context, a policy.Actor, id record.ID, d Decision, decide func(*store.Tx, *Material) (body, error)) (Material, error) {
	return s.act(ctx, a, id, "material.review", func(tx *store.Tx, m *Material) ([]ledger.Draft, error) {
		switch {
		case m.State != Waiting:
			return nil, over()
		case slices.Contains(m.Hands, a.ID):
			return nil, denied("material.review.own", "you wrote some of this, so that another person reviews it", "ask somebody else who looks after children")
		case m.Sum() != d.Sum:
			return nil, conflict("material.sum.changed", "the material was changed since you read it: nothing was decided", "read it again, then decide")
		}
		b, err := decide(tx, m)
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{m.draft(a.ID, b)}, nil
	})
}

// Publish lets the public read what was approved.
func (s *Service) Publish(ctx context.Context, a policy.Actor, id record.ID, revision int64) (Material, error) {
	return s.act(ctx, a, id, "material.publish", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.State == Published {
			return nil, nil // it was sent twice
		}
		if m.State != Approved {
			return nil, over()
		}
		if err := changed(revision, m.Revision); err != nil {
			return nil, err
		}
		return []ledger.Draft{m.draft(a.ID, body{Act: actPublish, Credits: creditIDs(m.Credits), Sum: m.Sum()})}, nil
	})
}

// TakeBack ends that the public reads a material, at once, and says why. What is being
// worked on stays.
func (s *Service) TakeBack(ctx context.Context, a policy.Actor, id record.ID, word string) (Material, error) {
	return s.act(ctx, a, id, "material.take", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.Public != nil && !m.Out() {
			return nil, nil // somebody was faster: it is what was wanted
		}
		if m.Public == nil {
			return nil, over()
		}
		if err := checkReason(word, true); err != nil {
			return nil, err
		}
		return []ledger.Draft{m.draft(a.ID, body{Act: actTake, Word: strings.TrimSpace(word)})}, nil
	})
}

// Restore lets the public read again what was taken back: the same version, to the
// letter. What somebody took back who looks after children, only such a person gives
// back.
func (s *Service) Restore(ctx context.Context, a policy.Actor, id record.ID) (Material, error) {
	return s.act(ctx, a, id, "material.take", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.State != Taken {
			return nil, over()
		}
		if m.TakenBy != a.ID && !a.Has(policy.Safeguarding) {
			return nil, denied("material.restore.other", "somebody else took this back", "ask them, or somebody who looks after children; or write the next version")
		}
		return []ledger.Draft{m.draft(a.ID, body{Act: actRestore})}, nil
	})
}

// Discard gives up the version being worked on for what is or was public.
func (s *Service) Discard(ctx context.Context, a policy.Actor, id record.ID, revision int64) (Material, error) {
	var files []File
	m, err := s.act(ctx, a, id, "material.edit", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		if m.Public == nil || m.State == Published || m.State == Taken || m.State == Waiting {
			return nil, over()
		}
		if err := changed(revision, m.Revision); err != nil {
			return nil, err
		}
		files = m.Draft.Files
		return []ledger.Draft{m.draft(a.ID, body{Act: actDiscard})}, nil
	})
	if err != nil {
		return m, err
	}
	return m, s.forget(ctx, files...)
}

// Credit names somebody as having made it with others: an adult as they agreed to be
// called, a child by given name and age. It faults with Invalid where they did not
// agree, a child's guardian included.
func (s *Service) Credit(ctx context.Context, a policy.Actor, id, who record.ID, as string) (Material, error) {
	as = strings.TrimSpace(as)
	return s.act(ctx, a, id, "material.edit", func(tx *store.Tx, m *Material) ([]ledger.Draft, error) {
		if err := s.credible(ctx, tx, a, who, as); err != nil {
			return nil, err
		}
		c := Credit{ID: m.ID.Derive("credit " + who.String() + " " + as), Person: who, As: as}
		if slices.Contains(m.Credits, c) {
			return nil, nil // it was sent twice
		}
		if len(m.Credits) >= MaxCredits {
			return nil, conflict("material.credits.many", "as many people are named as a page can name", "name the group instead")
		}
		return s.credited(m, a, c, body{Act: actCredit, Material: m.ID, Name: as})
	})
}

// Uncredit names somebody no longer.
func (s *Service) Uncredit(ctx context.Context, a policy.Actor, id, credit record.ID) (Material, error) {
	return s.act(ctx, a, id, "material.edit", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		at := slices.IndexFunc(m.Credits, func(c Credit) bool { return c.ID == credit })
		if at < 0 {
			return nil, nil // it was sent twice
		}
		return s.credited(m, a, m.Credits[at], body{Act: actNoName})
	})
}

// credited gives two revisions: that the version changed, which is about the material
// and names nobody, and who is named, which goes with the person.
func (s *Service) credited(m *Material, a policy.Actor, c Credit, b body) ([]ledger.Draft, error) {
	ds, err := s.edited(m, a, body{Act: actCredits})
	if err != nil {
		return nil, err
	}
	d := m.draft(a.ID, b)
	d.Record, d.Subject = c.ID, c.Person
	return append(ds, d), nil
}

// Step is one act in a material's course.
type Step struct {
	At   record.Instant
	By   record.ID
	Act  Act
	Word string
}

// Course tells what was decided about a material, the oldest first and not every
// change of a text, to those who work on it.
func (s *Service) Course(ctx context.Context, a policy.Actor, id record.ID) (steps []Step, err error) {
	if s.may(ctx, a, id, "material.open") != nil {
		return nil, nil //nolint:nilerr // of another unit's material what is public is told, and no more
	}
	revs, err := s.opt.Ledger.HistoryOf(ctx, id, record.Material)
	if err != nil {
		return nil, err
	}
	for _, rev := range revs {
		if rev.Body == nil {
			continue
		}
		b, err := ledger.Decode[body](rev)
		if err != nil {
			return nil, err
		}
		if slices.Contains([]Act{actHandIn, actRecall, actReturn, actApprove, actPublish, actTake, actRestore, actDiscard}, b.Act) {
			steps = append(steps, Step{rev.At, rev.Author, b.Act, b.Word})
		}
	}
	return steps, nil
}
