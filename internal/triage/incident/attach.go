package incident

import (
	"context"
	"slices"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Attachment is a report to be put into an incident, with how it tells of the thing
// and whose word it repeats.
type Attachment struct {
	Report record.ID
	Tells  Tells
	Origin Origin
	Denies bool
}

func (t *Attachment) check() error {
	if !slices.Contains(Ways(), t.Tells) {
		return unknown(string(t.Tells))
	}
	switch o := &t.Origin; o.Kind {
	case OwnWord, Unjudged:
		*o = Origin{Kind: o.Kind}
	case OfReport:
		if o.Name = ""; o.Report.Zero() || o.Report == t.Report {
			return invalid("incident.origin.report", "nothing says which report it repeats", "choose the report whose word it repeats")
		}
	case Outside:
		o.Report, o.Name = record.ID{}, strings.Join(strings.Fields(o.Name), " ")
		if o.Name == "" {
			return invalid("incident.origin.name", "the outside source has no name", "say which it is: a radio, a message and its day")
		}
		if len(o.Name) > MaxOrigin {
			return tooLong(MaxOrigin)
		}
	default:
		return unknown(string(o.Kind))
	}
	return nil
}

// Opening is an incident as it is opened, with the reports that it is opened from.
type Opening struct {
	ID        record.ID
	Unit      record.ID // zero: the nearest unit above all its reports, as far as a has business there
	TLP       record.TLP
	Urgency   report.Urgency
	Statement Statement
	Reports   []Attachment
}

// Start states that something happened, with the reports behind it: all or nothing.
// Starting one of the same id twice is harmless.
func (s *Service) Start(ctx context.Context, a policy.Actor, o Opening) error {
	if err := o.check(); err != nil {
		return err
	}
	_, err := s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if known, err := load(tx, o.ID); err == nil {
			return nil, s.known(ctx, a, known)
		} else if !store.None(err) {
			return nil, err
		}
		return s.open(ctx, tx, a, o)
	})
	return err
}

func (o *Opening) check() error {
	if o.ID.Zero() {
		return invalid("incident.id.missing", "it has no number of its own", "load the page again and send it once more")
	}
	if err := o.Statement.Check(); err != nil {
		return err
	}
	if len(o.Reports) > MaxReports {
		return tooMany(MaxReports)
	}
	seen := map[record.ID]bool{}
	for i := range o.Reports {
		if err := o.Reports[i].check(); err != nil {
			return err
		}
		if seen[o.Reports[i].Report] {
			return invalid("incident.report.twice", "the same report is named twice", "name it once")
		}
		seen[o.Reports[i].Report] = true
	}
	return nil
}

// known says what becomes of an incident that is opened under an id that is taken.
func (s *Service) known(ctx context.Context, a policy.Actor, r *row) error {
	if r.in.OpenedBy == a.ID {
		return nil // a click that was doubled
	}
	if err := s.Policy.Allow(ctx, a, "incident.open", s.resource(r.in)); err != nil {
		return err
	}
	return &fault.Error{
		Kind: fault.Conflict, Op: "incident.Start", Key: "incident.id.taken", Msg: "another incident has this number already",
		Hint: "load the page again and send it once more",
	}
}

// open draws up a new incident with its reports.
func (s *Service) open(ctx context.Context, tx *store.Tx, a policy.Actor, o Opening) ([]ledger.Draft, error) {
	in := &Incident{ID: o.ID, Unit: o.Unit, TLP: o.TLP, State: Open, Urgency: o.Urgency}
	var all []*told
	for _, t := range o.Reports {
		r, err := s.linkable(ctx, tx, a, t.Report)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
		in.TLP = max(in.TLP, r.tlp) // at least as close as what it is made of
	}
	if in.Unit.Zero() {
		in.Unit = s.above(a, all)
	}
	if !s.Units.Works(in.Unit) {
		return nil, invalid("incident.unit.unknown", "there is no such unit", "choose a unit from the list")
	}
	b := &body{Act: Start, Statement: &o.Statement, Urgency: o.Urgency}
	if in.TLP == record.Red { // else nobody but a chief could read what they wrote
		in.Lead, b.Account = a.ID, a.ID
	}
	if err := s.Policy.Allow(ctx, a, "incident.start", s.resource(in)); err != nil {
		return nil, err
	}
	drafts := []ledger.Draft{draft(in, b)}
	for i, t := range o.Reports {
		if err := fits(in, all[i]); err != nil {
			return nil, err
		}
		in.Members = append(in.Members, Member{Report: t.Report, Origin: t.Origin})
		drafts = append(drafts, membership(in, all[i], &memberBody{In: true, Tells: t.Tells, Origin: t.Origin, Denies: t.Denies}, nil))
	}
	for i := range drafts {
		drafts[i].Author = a.ID
	}
	return drafts, noCircle(in.Members)
}

// above is the nearest unit above those of all reports where a has business, and
// a's own where there is none.
func (s *Service) above(a policy.Actor, all []*told) record.ID {
	if len(all) == 0 {
		return a.Unit
	}
	for _, u := range s.Units.Path(all[0].unit) {
		if !slices.ContainsFunc(all, func(t *told) bool { return !s.Units.Under(t.unit, u) }) {
			if s.Units.Under(u, a.Unit) {
				return s.Units.Open(u)
			}
			break
		}
	}
	return a.Unit
}

// linkable is a report that a may read and that is not in too many incidents.
func (s *Service) linkable(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) (*told, error) {
	t, err := s.readable(ctx, tx, a, id)
	if err != nil {
		return nil, err
	}
	of, err := incidentsOf(tx, id)
	if err == nil && len(of) >= MaxOfReport {
		err = tooMany(MaxOfReport)
	}
	return t, err
}

// fits tells whether an incident may hold a report. What is marked so closely that
// it stays in its unit goes into an incident of that unit alone, and the incident
// is marked as closely (docs/adr/0020).
func fits(in *Incident, t *told) error {
	switch {
	case t.tlp > in.TLP:
		return &fault.Error{
			Kind: fault.Conflict, Op: "incident.Attach", Key: "incident.tlp.closer", Msg: "the report is marked more closely ({0}) than the incident ({1})",
			Hint: "mark the incident as closely first: fewer people will see it", Args: []string{t.tlp.String(), in.TLP.String()},
		}
	case t.tlp > record.Amber && t.unit != in.Unit:
		return invalid("incident.unit.other", "a report marked {0} stays in its unit, and the incident is of another one", "open an incident of the report's own unit", t.tlp.String())
	}
	return nil
}

func membership(in *Incident, t *told, b *memberBody, before *Member) ledger.Draft {
	b.V, b.Incident = bodyVersion, in.ID
	d := ledger.Draft{
		Kind: record.Membership, Record: in.ID.Derive("report/" + string(t.id[:])), Subject: t.id,
		Handling: record.Handling{Unit: t.unit, TLP: t.tlp, Purpose: purpose}, Body: b,
	}
	if before != nil {
		d.Parents = []record.Hash{before.Rev}
	}
	return d
}

// noCircle refuses reports that repeat each other in a ring.
func noCircle(members []Member) error {
	of := map[record.ID]record.ID{}
	for _, m := range members {
		if m.Origin.Kind == OfReport {
			of[m.Report] = m.Origin.Report
		}
	}
	for start := range of {
		for at, steps := of[start], 0; !at.Zero() && steps <= len(of); at, steps = of[at], steps+1 {
			if at == start {
				return invalid("incident.origin.circle", "these reports would repeat each other in a circle", "one of them was first: say that it is on its own word")
			}
		}
	}
	return nil
}

// Attach puts a report into an incident, or judges anew how it tells of the thing.
// It faults with Conflict where the report is marked more closely: raise says that
// the incident is to be marked as closely.
func (s *Service) Attach(ctx context.Context, a policy.Actor, on On, t Attachment, raise bool) error {
	if err := t.check(); err != nil {
		return err
	}
	return s.write(ctx, a, "incident.attach", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		return s.attach(ctx, tx, a, r, t, raise)
	})
}

func (s *Service) attach(ctx context.Context, tx *store.Tx, a policy.Actor, r *row, t Attachment, raise bool) (drafts []ledger.Draft, err error) {
	all, err := family(tx, r)
	if err != nil {
		return nil, err
	}
	in, known := holder(all, t.Report) // judged anew where it is
	if known != nil && known.Tells == t.Tells && known.Origin == t.Origin && known.Denies == t.Denies {
		return nil, nil
	}
	rep, err := s.attachable(ctx, tx, a, known, t.Report)
	if err != nil {
		return nil, err
	}
	if known == nil && len(in.Members) >= MaxReports {
		return nil, tooMany(MaxReports)
	}
	if raise && rep.tlp > in.TLP {
		d, err := s.marked(ctx, tx, a, in, rep.tlp)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	if err := fits(in, rep); err != nil {
		return nil, err
	}
	if err := originIn(all, t); err != nil {
		return nil, err
	}
	return append(drafts, membership(in, rep, &memberBody{In: true, Tells: t.Tells, Origin: t.Origin, Denies: t.Denies}, known)), nil
}

// attachable reads a report that is to be put in; one that is in already is not
// counted again.
func (s *Service) attachable(ctx context.Context, tx *store.Tx, a policy.Actor, known *Member, id record.ID) (*told, error) {
	if known != nil {
		return s.readable(ctx, tx, a, id)
	}
	return s.linkable(ctx, tx, a, id)
}

// holder is the incident of a family that holds a report, with its place there;
// the first of the family where none does.
func holder(all []*Incident, report record.ID) (*Incident, *Member) {
	for _, in := range all {
		if m := in.member(report); m != nil {
			return in, m
		}
	}
	return all[0], nil
}

// originIn tells whether the report whose word is repeated is among the others, and
// no circle comes of it.
func originIn(all []*Incident, t Attachment) error {
	if t.Origin.Kind != OfReport {
		return nil
	}
	var members []Member
	for _, in := range all {
		members = append(members, slices.DeleteFunc(slices.Clone(in.Members), func(m Member) bool { return m.Report == t.Report })...)
	}
	if !slices.ContainsFunc(members, func(m Member) bool { return m.Report == t.Origin.Report }) {
		return invalid("incident.origin.absent", "the report whose word it repeats is not in this incident", "put that one in first, or name it as an outside source")
	}
	return noCircle(append(members, Member{Report: t.Report, Origin: t.Origin}))
}

// Detach takes a report out of an incident, with the reason. What was said of it
// there stays in the history of both.
func (s *Service) Detach(ctx context.Context, a policy.Actor, on On, report record.ID, why string) error {
	return s.write(ctx, a, "incident.attach", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if len(why) > MaxText {
			return nil, tooLong(MaxText)
		}
		all, err := family(tx, r)
		if err != nil {
			return nil, err
		}
		in, known := holder(all, report)
		if known == nil {
			return nil, nil
		}
		t, err := s.readable(ctx, tx, a, report)
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{membership(in, t, &memberBody{In: false, Why: why}, known)}, nil
	})
}

// Pass takes a report out of an incident and puts it into another one, as it was
// judged: both or neither. Where it repeats a report that is not in the other one,
// nobody has said there whose word it repeats.
func (s *Service) Pass(ctx context.Context, a policy.Actor, on On, report, into record.ID, raise bool) error {
	return s.write(ctx, a, "incident.attach", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		mine, err := family(tx, r)
		if err != nil {
			return nil, err
		}
		in, known := holder(mine, report)
		switch {
		case known == nil:
			return nil, store.ErrNone
		case slices.ContainsFunc(mine, func(in *Incident) bool { return in.ID == into }):
			return nil, invalid("incident.merge.self", "an incident is no part of itself", "choose another one")
		}
		t, err := s.readable(ctx, tx, a, report)
		if err != nil {
			return nil, err
		}
		out := membership(in, t, &memberBody{In: false}, known)
		drafts, err := s.passed(ctx, tx, a, into, Attachment{report, known.Tells, known.Origin, known.Denies}, raise)
		return append([]ledger.Draft{out}, drafts...), err
	})
}

// passed puts a report into an incident that it comes to from another one.
func (s *Service) passed(ctx context.Context, tx *store.Tx, a policy.Actor, into record.ID, t Attachment, raise bool) ([]ledger.Draft, error) {
	other, err := s.allowed(ctx, tx, a, "incident.attach", into)
	if err != nil {
		return nil, err
	}
	if !other.in.Into.Zero() {
		return nil, errMerged
	}
	all, err := family(tx, other)
	if err != nil {
		return nil, err
	}
	if _, known := holder(all, t.Report); known != nil {
		return nil, nil // it is there, and judged as somebody judged it
	}
	if t.Origin.Kind == OfReport {
		if _, first := holder(all, t.Origin.Report); first == nil {
			t.Origin = Origin{Kind: Unjudged}
		}
	}
	return s.attach(ctx, tx, a, other, t, raise)
}
