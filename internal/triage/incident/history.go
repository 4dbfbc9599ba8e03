package incident

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Moment is one thing that was done about an incident. Which members matter hangs
// on the act.
type Moment struct {
	Seq      int64
	At       time.Time
	By       record.ID
	Act      string    // an Act, or "attach", "judge", "detach"
	Incident record.ID // of those merged: which
	Report   record.ID // zero where it may not be opened
	Hidden   bool      // it is about a report that may not be opened
	State    State
	Outcome  Outcome
	Urgency  string
	TLP      string
	Unit     record.ID
	Account  record.ID
	Into     record.ID
	Text     string // a note, a question, an answer, why a report was taken out
	Tells    Tells
	Origin   Origin
	Denies   bool
	Title    string // of a statement
}

// History is what was done about an incident that a may read, the oldest first.
func (s *Service) History(ctx context.Context, a policy.Actor, id record.ID) (all []Moment, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return nil, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err != nil {
			return err
		}
		revs, err := s.revisions(ctx, tx, r.n)
		if err != nil {
			return err
		}
		in := map[record.ID]bool{}
		for _, rev := range revs {
			m, shown, err := l.moment(tx, rev, in)
			if err != nil {
				return err
			}
			if shown {
				all = append(all, m)
			}
		}
		return nil
	})
	return all, err
}

// moment tells of a revision, as far as it may be told. in are the reports that the
// incident has so far.
func (l *looker) moment(tx *store.Tx, rev ledger.Revision, in map[record.ID]bool) (m Moment, shown bool, err error) {
	m = Moment{Seq: rev.Seq, At: rev.At.Time(), By: rev.Author}
	if rev.Kind != record.Membership {
		b, err := ledger.Decode[body](rev)
		if err == nil {
			m.of(rev, b)
		}
		return m, true, err
	}
	b, err := ledger.Decode[memberBody](rev)
	if err != nil {
		return m, false, err
	}
	m.Act, m.Incident = "attach", b.Incident
	if in[rev.Subject] {
		m.Act = "judge"
	}
	if in[rev.Subject] = b.In; !b.In {
		m.Act = "detach"
	}
	t, err := tell(tx, rev.Subject)
	if err != nil {
		return m, false, err
	}
	if !l.reports.Match(t.unit, t.tlp, t.assignee) {
		m.Hidden = true
		return m, l.counted.Match(t.unit, t.tlp, t.assignee), nil
	}
	m.Report, m.Tells, m.Origin, m.Denies, m.Text = rev.Subject, b.Tells, b.Origin, b.Denies, b.Why
	return m, true, nil
}

// of tells of an act on an incident.
func (m *Moment) of(rev ledger.Revision, b *body) {
	m.Act, m.Incident = string(b.Act), rev.Subject
	m.State, m.Outcome, m.Urgency, m.Account, m.Into = b.State, b.Outcome, string(b.Urgency), b.Account, b.Into
	if m.Text = b.Note; b.Text != "" {
		m.Text = b.Text
	}
	if b.Statement != nil {
		m.Title = b.Statement.Title
	}
	switch b.Act {
	case Mark:
		m.TLP = rev.Handling.TLP.String()
	case Move:
		m.Unit = rev.Handling.Unit
	default:
	}
}

// Stated are the statements that an incident has had, the oldest first: the one
// that holds, those before it, and those that stood beside them.
func (s *Service) Stated(ctx context.Context, a policy.Actor, id record.ID) (all []Version, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err != nil {
			return err
		}
		revs, err := s.revisions(ctx, tx, r.n)
		if err != nil {
			return err
		}
		for _, rev := range revs {
			if rev.Kind != record.Incident || rev.Subject != id {
				continue
			}
			b, err := ledger.Decode[body](rev)
			if err != nil {
				return err
			}
			if b.Statement != nil {
				all = append(all, version(rev, b))
			}
		}
		return nil
	})
	return all, err
}
