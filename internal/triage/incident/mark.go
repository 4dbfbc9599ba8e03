package incident

import (
	"context"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// SetTLP marks an incident otherwise: never more freely than a report in it is
// marked, and never so that whoever does it cannot read it any more.
func (s *Service) SetTLP(ctx context.Context, a policy.Actor, on On, tlp record.TLP) error {
	return s.write(ctx, a, "incident.mark", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if r.in.TLP == tlp {
			return nil, nil
		}
		d, err := s.marked(ctx, tx, a, r.in, tlp)
		return []ledger.Draft{d}, err
	})
}

// marked draws up another marking, which in has from then on.
func (s *Service) marked(ctx context.Context, tx *store.Tx, a policy.Actor, in *Incident, tlp record.TLP) (ledger.Draft, error) {
	closest, err := closest(tx, in, func(*told) error { return nil })
	if err != nil {
		return ledger.Draft{}, err
	}
	if tlp < closest {
		return ledger.Draft{}, invalid("incident.tlp.lower", "a report in it is marked {0}: the incident cannot be marked more freely", "take that report out first", closest.String())
	}
	in.TLP = tlp
	if err := s.stillMine(ctx, a, in); err != nil {
		return ledger.Draft{}, err
	}
	return draft(in, &body{Act: Mark}), nil
}

// closest is the closest marking among an incident's reports.
func closest(tx *store.Tx, in *Incident, each func(*told) error) (tlp record.TLP, err error) {
	for _, m := range in.Members {
		t, err := tell(tx, m.Report)
		if store.None(err) {
			continue
		}
		if err == nil {
			err = each(t)
		}
		if err != nil {
			return tlp, err
		}
		tlp = max(tlp, t.tlp)
	}
	return tlp, nil
}

// stillMine faults where a could not read the incident as it would be.
func (s *Service) stillMine(ctx context.Context, a policy.Actor, in *Incident) error {
	if s.Policy.Allow(ctx, a, "incident.open", s.resource(in)) == nil {
		return nil
	}
	return &fault.Error{
		Kind: fault.Invalid, Op: "incident", Key: "incident.lost", Msg: "you could not read the incident any more",
		Hint: "take the lead of it first, or let somebody do it who can read it afterwards",
	}
}

// SetUnit hands an incident to another unit, whose it is from then on.
func (s *Service) SetUnit(ctx context.Context, a policy.Actor, on On, to record.ID) error {
	return s.write(ctx, a, "incident.assign", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if r.in.Unit == to {
			return nil, nil
		}
		if !s.Units.Works(to) {
			return nil, invalid("incident.unit.unknown", "there is no such unit", "choose a unit from the list")
		}
		moved := *r.in
		moved.Unit, moved.Lead = to, record.ID{}
		_, err := closest(tx, r.in, func(t *told) error { return fits(&moved, t) })
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{draft(&moved, &body{Act: Move})}, nil
	})
}

// Merge makes an incident part of another one, which shows its reports and its
// questions from then on. Nothing is moved: Unmerge makes two of them again.
func (s *Service) Merge(ctx context.Context, a policy.Actor, on On, into record.ID) error {
	return s.write(ctx, a, "incident.merge", on, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if r.in.Into == into {
			return nil, nil
		}
		if _, err := s.mergeable(ctx, tx, a, r, into); err != nil {
			return nil, err
		}
		return []ledger.Draft{draft(r.in, &body{Act: Merge, Into: into})}, nil
	})
}

// mergeable gives the incident that is to take another one in. It faults with what
// stands in the way.
func (s *Service) mergeable(ctx context.Context, tx *store.Tx, a policy.Actor, r *row, into record.ID) (*row, error) {
	if !r.in.Into.Zero() {
		return nil, errMerged
	}
	other, err := s.allowed(ctx, tx, a, "incident.merge", into)
	if err != nil {
		return nil, err
	}
	all, err := family(tx, other)
	if err != nil {
		return nil, err
	}
	mine, err := family(tx, r)
	if err != nil {
		return nil, err
	}
	switch {
	case r.in.ID == into:
		return nil, invalid("incident.merge.self", "an incident is no part of itself", "choose another one")
	case !other.in.Into.Zero():
		return nil, errMerged
	case len(all)+len(mine) > MaxMerged:
		return nil, tooMany(MaxMerged)
	case other.in.TLP < r.in.TLP:
		return nil, &fault.Error{
			Kind: fault.Conflict, Op: "incident.Merge", Key: "incident.merge.closer", Msg: "this incident is marked more closely ({0}) than the one that is to take it in ({1})",
			Hint: "mark that one as closely first: fewer people will see it", Args: []string{r.in.TLP.String(), other.in.TLP.String()},
		}
	case r.in.TLP > record.Amber && other.in.Unit != r.in.Unit:
		return nil, invalid("incident.unit.other", "a report marked {0} stays in its unit, and the incident is of another one", "open an incident of the report's own unit", r.in.TLP.String())
	}
	return other, nil
}

// Joined is what one incident would be that has taken another one in.
type Joined struct {
	*View
	Shared int // reports that are behind both
}

// Joined looks at what would become of a merge, and writes nothing. It faults with
// what stands in the way.
func (s *Service) Joined(ctx context.Context, a policy.Actor, id, into record.ID) (j Joined, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return j, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.merge", id)
		if err != nil {
			return err
		}
		other, err := s.mergeable(ctx, tx, a, r, into)
		if err != nil {
			return err
		}
		mine, err := l.view(ctx, tx, r)
		if err != nil {
			return err
		}
		theirs, err := l.view(ctx, tx, other)
		if err != nil {
			return err
		}
		other.in.Absorbed = append(other.in.Absorbed, id)
		if j.View, err = l.view(ctx, tx, other); err != nil {
			return err
		}
		j.Shared = len(mine.Reports) + len(theirs.Reports) - len(j.Reports)
		return nil
	})
	return j, err
}

// Unmerge takes an incident out of the one that it was merged into: both are as
// they were, with what was done about each since.
func (s *Service) Unmerge(ctx context.Context, a policy.Actor, on On) error {
	return s.write(ctx, a, "incident.merge", on, func(_ *store.Tx, r *row) ([]ledger.Draft, error) {
		if r.in.Into.Zero() {
			return nil, nil
		}
		return []ledger.Draft{draft(r.in, &body{Act: Unmerge, Into: r.in.Into})}, nil
	})
}
