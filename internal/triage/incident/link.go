package incident

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/taxonomy"
)

// Draft is what an incident would be that is opened from reports: a beginning for
// whoever opens it, taken from what the reports' own answers say. Nobody's words are
// taken over: they go when their report is erased, and a statement stays.
type Draft struct {
	Statement Statement
	Urgency   report.Urgency
	TLP       record.TLP
	Unit      record.ID
	Reports   []Attachment
}

// Draft draws one up from reports that a may read. The first says what happened;
// what it leaves open the others may fill in.
func (s *Service) Draft(ctx context.Context, a policy.Actor, ids []record.ID) (d Draft, err error) {
	if len(ids) > MaxReports {
		return d, tooMany(MaxReports)
	}
	var all []*told
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			t, err := s.readable(ctx, tx, a, id)
			if err != nil {
				return err
			}
			all = append(all, t)
		}
		return nil
	})
	if err != nil {
		return d, err
	}
	d.Unit, d.Urgency = s.above(a, all), report.Routine
	d.Statement = Statement{Kind: taxonomy.Other, When: When{Precision: Whenever}, Where: Where{Precision: Wherever}}
	for _, t := range all {
		r, err := s.read(ctx, t.id)
		if err != nil {
			return d, err
		}
		d.TLP = max(d.TLP, t.tlp)
		if u := urgencies[t.urgency]; u.Rank() < d.Urgency.Rank() {
			d.Urgency = u
		}
		d.take(&r)
	}
	return d, nil
}

// take adds what one report says.
func (d *Draft) take(r *Read) {
	b, st := &r.Report.Body, &d.Statement
	if st.Kind == taxonomy.Other {
		st.Kind = taxonomy.OfReport(b.Kind)
	}
	if b.When != nil && (st.When.From.IsZero() || b.When.Before(st.When.From)) {
		st.When = When{From: *b.When, Precision: ToHour}
		if b.When.Equal(b.When.Truncate(24 * time.Hour)) {
			st.When.Precision = ToDay // a form that asks for a day
		}
	}
	if st.Where.Point == nil && b.Point != nil {
		st.Where.Point, st.Where.Precision = b.Point, Exact
	}
	if st.Where.Place.Code == "" && b.Place != nil {
		st.Where.Place = *b.Place
		if st.Where.Precision == Wherever {
			st.Where.Precision = District
		}
	}
	for _, h := range []Harm{{What: Killed, Count: b.Dead}, {What: Injured, Count: b.Injured}, {What: Missing, Count: b.Missing}} {
		d.harm(h)
	}
	origin := Origin{Kind: Unjudged}
	if r.Tells == Witness {
		origin.Kind = OwnWord
	}
	d.Reports = append(d.Reports, Attachment{Report: r.Report.ID, Tells: r.Tells, Origin: origin})
}

// harm takes the highest count that a report gives. Two reports that count
// otherwise make it a guess.
func (d *Draft) harm(h Harm) {
	if h.Count == 0 {
		return
	}
	h.Sex, h.Age = SexUnknown, AgeUnknown
	for i := range d.Statement.Harmed {
		known := &d.Statement.Harmed[i]
		if known.What == h.What {
			known.About = known.About || known.Count != h.Count
			known.Count = max(known.Count, h.Count)
			return
		}
	}
	d.Statement.Harmed = append(d.Statement.Harmed, h)
}

// Linked is what became of two things that were said to be the same.
type Linked struct {
	Incident record.ID
	Started  bool // it was opened for them
}

// Link says that a report and another thing, a report or an incident, tell of the
// same: it goes into the other's incident, or the other into its own, or one is
// opened for both under the id given. Linking does not merge them.
func (s *Service) Link(ctx context.Context, a policy.Actor, id, with, fresh record.ID, raise bool) (out Linked, err error) {
	known, err := s.isIncident(ctx, with)
	if err != nil {
		return out, err
	}
	ids := []record.ID{id}
	if !known {
		ids = append(ids, with)
	}
	d, err := s.Draft(ctx, a, ids)
	if err != nil {
		return out, err
	}
	_, err = s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		drafts, linked, err := s.link(ctx, tx, a, linking{d, with, fresh, known, raise})
		out = linked
		for i := range drafts {
			drafts[i].Author = a.ID
		}
		return drafts, err
	})
	return out, err
}

type linking struct {
	Draft
	with, fresh record.ID
	incident    bool // with is one
	raise       bool
}

func (s *Service) isIncident(ctx context.Context, id record.ID) (known bool, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		_, err := load(tx, id)
		known = err == nil
		if store.None(err) {
			return nil
		}
		return err
	})
	return known, err
}

// link finds the incident that two things go into.
func (s *Service) link(ctx context.Context, tx *store.Tx, a policy.Actor, k linking) ([]ledger.Draft, Linked, error) {
	if k.incident {
		return s.into(ctx, tx, a, k.with, k.Reports[0], k.raise)
	}
	mine, err := s.workable(ctx, tx, a, k.Reports[0].Report)
	if err != nil {
		return nil, Linked{}, err
	}
	theirs, err := s.workable(ctx, tx, a, k.Reports[1].Report)
	if err != nil {
		return nil, Linked{}, err
	}
	for _, id := range mine {
		if slices.Contains(theirs, id) {
			return nil, Linked{Incident: id}, nil
		}
	}
	switch {
	case len(theirs) > 0:
		return s.into(ctx, tx, a, theirs[len(theirs)-1], k.Reports[0], k.raise)
	case len(mine) > 0:
		return s.into(ctx, tx, a, mine[len(mine)-1], k.Reports[1], k.raise)
	}
	if r, err := load(tx, k.fresh); err == nil {
		return nil, Linked{}, s.known(ctx, a, r)
	} else if !store.None(err) {
		return nil, Linked{}, err
	}
	o := Opening{ID: k.fresh, Unit: k.Unit, TLP: k.TLP, Urgency: k.Urgency, Statement: k.Statement, Reports: k.Reports}
	if err := o.check(); err != nil {
		return nil, Linked{}, err
	}
	drafts, err := s.open(ctx, tx, a, o)
	return drafts, Linked{k.fresh, true}, err
}

// workable are the incidents of a report to which a may attach others.
func (s *Service) workable(ctx context.Context, tx *store.Tx, a policy.Actor, report record.ID) (ids []record.ID, err error) {
	numbers, err := incidentsOf(tx, report)
	if err != nil {
		return nil, err
	}
	p := &proposer{looker: &looker{s: s}, tx: tx, rows: map[corroborate.Thing]*row{}}
	for _, n := range numbers {
		r, err := p.top(n)
		if err != nil {
			return nil, err
		}
		if r.in.Outcome != Mistaken && s.Policy.Allow(ctx, a, "incident.attach", s.resource(r.in)) == nil {
			ids = append(ids, r.in.ID)
		}
	}
	return ids, nil
}

func (s *Service) into(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID, t Attachment, raise bool) ([]ledger.Draft, Linked, error) {
	r, err := s.allowed(ctx, tx, a, "incident.attach", id)
	if err != nil {
		return nil, Linked{}, err
	}
	if !r.in.Into.Zero() {
		return nil, Linked{}, errMerged
	}
	all, err := family(tx, r)
	if err != nil {
		return nil, Linked{}, err
	}
	if _, known := holder(all, t.Report); known != nil {
		return nil, Linked{Incident: id}, nil // it is there, and judged as somebody judged it
	}
	drafts, err := s.attach(ctx, tx, a, r, t, raise)
	return drafts, Linked{Incident: id}, err
}
