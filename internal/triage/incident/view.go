package incident

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// View is an incident as somebody sees it, now or as it was known at a time: with
// what it has taken in, and the reports as far as they may be seen.
type View struct {
	*Incident
	At      time.Time   // as known then; zero: now
	Parts   []*Incident // those taken in that may be read
	Reports []Seen      // without those that may not even be counted
	Hidden  int         // of these may not be opened
	Asked   []Asked
	Sources Sources
	Lost    []record.ID // reports that the statement stands on and that are not among them
}

// Seen is a report in an incident.
type Seen struct {
	Member
	Incident record.ID // that holds it
	Grade    queue.Grade
	Hidden   bool // it may not be opened: nothing is shown but that it is there
}

// Asked is a question, and the incident that it was asked in.
type Asked struct {
	Question
	Incident record.ID
}

// Open is reading an incident: it leaves an audit line with the reader's reason,
// and an alarm where the reader reads far more than usual.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID, reason string, at time.Time) (*View, error) {
	stopped := false
	_, err := s.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err != nil {
			return nil, err
		}
		drafts, stopped, err = audit.Open(tx, audit.Reading{Reader: a, Subject: id, Handling: handling(r.in), Reason: reason}, s.Clock())
		return drafts, err
	})
	if err == nil && stopped {
		err = audit.TooMuch(s.Clock())
	}
	if err != nil {
		return nil, err
	}
	return s.Look(ctx, a, id, at)
}

// Look is Open without a line: what somebody is shown who has just acted on it.
func (s *Service) Look(ctx context.Context, a policy.Actor, id record.ID, at time.Time) (v *View, err error) {
	l, err := s.looker(ctx, a, at)
	if err != nil {
		return nil, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err == nil {
			v, err = l.view(ctx, tx, r)
		}
		return err
	})
	return v, err
}

// looker is somebody who looks at incidents.
type looker struct {
	s         *Service
	at        time.Time
	incidents policy.Filter
	reports   policy.Filter
	counted   policy.Filter
}

func (s *Service) looker(ctx context.Context, a policy.Actor, at time.Time) (l *looker, err error) {
	l = &looker{s: s, at: at}
	for _, f := range []struct {
		to     *policy.Filter
		action policy.Action
	}{{&l.incidents, "incident.list"}, {&l.reports, "report.list"}, {&l.counted, "report.count"}} {
		if *f.to, err = s.Policy.Filter(ctx, a, f.action); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *looker) view(ctx context.Context, tx *store.Tx, r *row) (*View, error) {
	all, err := l.family(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	v := &View{Incident: all[0], At: l.at}
	var words []word
	for i, in := range all {
		if i > 0 && l.incidents.Match(in.Unit, in.TLP, &in.Lead) {
			v.Parts = append(v.Parts, in)
		}
		for _, q := range in.Questions {
			if i == 0 || l.incidents.Match(in.Unit, in.TLP, &in.Lead) {
				v.Asked = append(v.Asked, Asked{q, in.ID})
			}
		}
		more, err := l.words(ctx, tx, in, v)
		if err != nil {
			return nil, err
		}
		words = append(words, more...)
	}
	v.Sources = count(words)
	v.lose()
	return v, nil
}

// words are an incident's reports as far as they may be seen or counted; they go
// into the view as well. A report that is part of both of two merged incidents is
// there once, as the one that took the other in holds it.
func (l *looker) words(ctx context.Context, tx *store.Tx, in *Incident, v *View) (words []word, err error) {
	for _, m := range in.Members {
		if slices.ContainsFunc(v.Reports, func(s Seen) bool { return s.Report == m.Report }) {
			continue
		}
		t, err := tell(tx, m.Report)
		if store.None(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		w := word{Member: m, source: t.source, channel: t.channel, grade: t.grade, hidden: !l.reports.Match(t.unit, t.tlp, t.assignee)}
		if w.hidden && !l.counted.Match(t.unit, t.tlp, t.assignee) {
			continue
		}
		if !l.at.IsZero() {
			if w.grade, err = l.s.Queue.GradeThen(ctx, m.Report, l.at); err != nil {
				return nil, err
			}
		}
		s := Seen{Member: m, Incident: in.ID, Grade: w.grade, Hidden: w.hidden}
		if w.hidden {
			v.Hidden++
			s.Grade = queue.Grade{}
		}
		v.Reports = append(v.Reports, s)
		words = append(words, w)
	}
	return words, nil
}

// lose finds the reports that the statement stands on and that are no more among
// those behind it: taken out, or erased.
func (v *View) lose() {
	var named []record.ID
	for _, k := range v.Statement.Known {
		named = append(named, k.Reports...)
	}
	for _, k := range v.Statement.Assessed {
		named = append(named, k.Reports...)
	}
	for _, id := range named {
		if !slices.Contains(v.Lost, id) && !slices.ContainsFunc(v.Reports, func(s Seen) bool { return s.Report == id }) {
			v.Lost = append(v.Lost, id)
		}
	}
}

// family is an incident with what it has taken in, as known at the time that is
// looked at.
func (l *looker) family(ctx context.Context, tx *store.Tx, r *row) ([]*Incident, error) {
	if l.at.IsZero() {
		return family(tx, r)
	}
	first, err := l.s.then(ctx, tx, r, l.at)
	if err != nil {
		return nil, err
	}
	all := []*Incident{first}
	for i := 0; i < len(all) && len(all) <= MaxMerged; i++ {
		for _, id := range all[i].Absorbed {
			other, err := load(tx, id)
			if store.None(err) {
				continue // erased since
			}
			if err != nil {
				return nil, err
			}
			in, err := l.s.then(ctx, tx, other, l.at)
			if err != nil {
				return nil, err
			}
			all = append(all, in)
		}
	}
	return all, nil
}

// then is an incident as its revisions told it up to a time. What was erased since
// is not in it. It faults with Missing where there was none yet.
func (s *Service) then(ctx context.Context, tx *store.Tx, r *row, at time.Time) (*Incident, error) {
	revs, err := s.revisions(ctx, tx, r.n)
	if err != nil {
		return nil, err
	}
	in := &Incident{ID: r.in.ID}
	for _, rev := range revs {
		if rev.At.Time().After(at) {
			continue
		}
		if err := in.fold(rev); err != nil {
			return nil, err
		}
		in.Revision = rev.Seq
	}
	if in.Revision == 0 {
		return nil, store.ErrNone
	}
	// Who may see it is decided as it stands today.
	in.Unit, in.TLP, in.Lead = r.in.Unit, r.in.TLP, r.in.Lead
	if !in.Into.Zero() {
		if _, err := load(tx, in.Into); store.None(err) {
			in.Into = record.ID{}
		} else if err != nil {
			return nil, err
		}
	}
	return in, nil
}

const logSQL = "SELECT seq FROM incident_log WHERE n = ? ORDER BY seq"

// revisions are those that tell of an incident, in their order, with their bodies.
func (s *Service) revisions(ctx context.Context, tx *store.Tx, n int64) (revs []ledger.Revision, err error) {
	seqs, err := list(tx.Query(logSQL, n))
	if err != nil {
		return nil, err
	}
	for _, seq := range seqs {
		rev, err := s.Ledger.Read(ctx, seq)
		if err != nil {
			return nil, err
		}
		if rev.Body != nil {
			revs = append(revs, rev)
		}
	}
	return revs, nil
}
