package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// About is what something is asked or done about: a report, an incident, or
// neither.
type About struct{ Report, Incident record.ID }

// ID is the one that is there: when that is erased, what hangs on it goes.
func (o About) ID() record.ID { return cmp.Or(o.Report, o.Incident) }

// Loaded gives what the policy is asked about. It faults with Missing where there is
// none. The caller asks the policy.
func (s *Service) Loaded(tx *store.Tx, of About) (policy.Resource, error) {
	if of.Incident.Zero() {
		r, _, err := s.Queue.Loaded(tx, of.Report)
		return r, err
	}
	r, err := load(tx, of.Incident)
	if err != nil {
		return policy.Resource{}, err
	}
	return s.resource(r.in), nil
}

// Allow asks the policy whether a may do something about a report or an incident,
// such as "task". It gives what it was asked about, and how pressing that is.
func (s *Service) Allow(ctx context.Context, tx *store.Tx, a policy.Actor, do string, of About) (policy.Resource, report.Urgency, error) {
	if of.Incident.Zero() {
		r, urgency, err := s.Queue.Loaded(tx, of.Report)
		if err == nil {
			err = s.Policy.Allow(ctx, a, policy.Action("report."+do), r)
		}
		return r, urgency, err
	}
	row, err := s.allowed(ctx, tx, a, policy.Action("incident."+do), of.Incident)
	if err != nil {
		return policy.Resource{}, "", err
	}
	if !row.in.Into.Zero() && do != "open" {
		err = errMerged
	}
	return s.resource(row.in), row.in.Urgency, err
}

// MayDo tells which things, such as "task", a may do about an incident as it stands.
func (s *Service) MayDo(ctx context.Context, a policy.Actor, id record.ID, things []string) (may []string) {
	for _, do := range things {
		err := s.Ledger.View(ctx, func(tx *store.Tx) error {
			_, _, err := s.Allow(ctx, tx, a, do, About{Incident: id})
			return err
		})
		if err == nil {
			may = append(may, do)
		}
	}
	return may
}

// Whole are the incident and all that it has taken in, now or as it was known at a
// time, for whoever may open it: what was asked and done about one of them was about
// it.
func (s *Service) Whole(ctx context.Context, a policy.Actor, id record.ID, at time.Time) (ids []record.ID, err error) {
	l, err := s.looker(ctx, a, at)
	if err != nil {
		return nil, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err != nil {
			return err
		}
		all, err := l.family(ctx, tx, r)
		for _, in := range all {
			ids = append(ids, in.ID)
		}
		return err
	})
	return ids, err
}

// Family is an incident with all that it has taken in, itself first. Of an id that
// is no incident's it is empty.
func Family(tx *store.Tx, id record.ID) (all []record.ID, err error) {
	r, err := load(tx, id)
	if store.None(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	whole, err := family(tx, r)
	for _, in := range whole {
		all = append(all, in.ID)
	}
	return all, err
}

// Parts are the incidents that one has taken in by itself.
func Parts(tx *store.Tx, id record.ID) (all []*Incident, err error) {
	ids, err := absorbed(tx, id)
	for _, part := range ids {
		r, err := load(tx, part)
		if err != nil {
			return nil, err
		}
		all = append(all, r.in)
	}
	return all, err
}

// Top is the incident that an incident is part of in the end: itself, where nothing
// has taken it in. It faults with Missing where there is none.
func Top(tx *store.Tx, id record.ID) (*Incident, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	r, err = r.top(tx, record.ID{})
	return r.in, err
}

// top climbs to the incident that has taken the others in, as if there were none of
// the id without. One that is erased later is not there when tables are made again.
func (r *row) top(tx *store.Tx, without record.ID) (*row, error) {
	for !r.in.Into.Zero() && r.in.Into != without {
		above, err := load(tx, r.in.Into)
		if store.None(err) {
			break
		}
		if err != nil {
			return r, err
		}
		r = above
	}
	return r, nil
}

// Behind are the reports behind an incident, behind those that it has taken in, and
// behind those that it is part of with them.
func Behind(tx *store.Tx, id record.ID) (reports []record.ID, err error) {
	top, err := Top(tx, id)
	if err != nil {
		return nil, err
	}
	all, err := Family(tx, top.ID)
	for _, in := range all {
		r, err := load(tx, in)
		if err != nil {
			return nil, err
		}
		for _, m := range r.in.Members {
			if !slices.Contains(reports, m.Report) {
				reports = append(reports, m.Report)
			}
		}
	}
	return reports, err
}

// Around are the incidents that a report is behind, with all that are part of one
// with them: as if there were none of the id without, which is being erased.
func Around(tx *store.Tx, report, without record.ID) (all []record.ID, err error) {
	numbers, err := incidentsOf(tx, report)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		r, err := scan(tx, tx.Row(numberSQL, n))
		if err == nil {
			r, err = r.top(tx, without)
		}
		if err != nil {
			return nil, err
		}
		for group := []record.ID{r.in.ID}; len(group) > 0; group = group[1:] {
			if group[0] == without || slices.Contains(all, group[0]) {
				continue
			}
			all = append(all, group[0])
			parts, err := absorbed(tx, group[0])
			if err != nil {
				return nil, err
			}
			group = append(group, parts...)
		}
	}
	return all, nil
}
