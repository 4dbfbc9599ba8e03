package feedback

import (
	"context"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// aboutTables name the activity that something is about; and what had no answer yet stands
// first among what is open.
const aboutTables = `
	ALTER TABLE complaints ADD COLUMN activity BLOB;
	ALTER TABLE rumours ADD COLUMN activity BLOB;
	DROP INDEX complaints_open;
	CREATE INDEX complaints_open ON complaints (first > 0, due, id) WHERE state <> 'closed';
	CREATE INDEX complaints_about ON complaints (activity, first > 0, due, id);
	CREATE INDEX rumours_about ON rumours (activity, at);
	CREATE INDEX surveys_about ON surveys (activity, at);`

// sees faults unless an activity is there and a may see it: what people say is bound to
// nothing that whoever binds it does not know. Zero is none, which everybody may.
func (s *Service) sees(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) error {
	if id.Zero() {
		return nil
	}
	of, err := activity.Load(tx, id)
	if err != nil && !fault.Is(err, fault.Missing) {
		return err
	}
	if err != nil || s.opt.Policy.Allow(ctx, a, "activity.list", of.Resource(s.opt.Units)) != nil {
		return invalid("feedback.activity.none", "there is no such activity", "choose one from the list, or leave it out")
	}
	return nil
}

// BindComplaint says which activity a complaint is about; zero: none. Whoever may answer
// it may say so.
func (s *Service) BindComplaint(ctx context.Context, a policy.Actor, id record.ID, revision int64, about record.ID) error {
	return s.act(ctx, a, id, "answer", revision, func(tx *store.Tx, c *Complaint) (*complaintBody, error) {
		if c.Activity == about {
			return nil, nil
		}
		return &complaintBody{Act: bound, Activity: about}, s.sees(ctx, tx, a, about)
	})
}

// BindRumour says which activity a rumour is about; zero: none.
func (s *Service) BindRumour(ctx context.Context, a policy.Actor, id record.ID, revision int64, about record.ID) error {
	return s.rumourAct(ctx, a, id, "rumour.spread", revision, func(tx *store.Tx, r *Rumour) (*rumourBody, error) {
		if r.Activity == about {
			return nil, nil
		}
		return &rumourBody{Act: rumourBound, Activity: about}, s.sees(ctx, tx, a, about)
	})
}

// Voices are what people said of an activity, as far as somebody may see it.
type Voices struct {
	Complaints []Complaint // without their texts
	Rumours    []Rumour
	Surveys    []Survey
}

// About gives what was said of an activity: of each sort what a may list, so that whoever
// may not see a complaint cannot count it.
func (s *Service) About(ctx context.Context, a policy.Actor, id record.ID) (v Voices, err error) {
	if err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error { return s.sees(ctx, tx, a, id) }); err != nil {
		return v, err
	}
	where, args, err := s.visible(ctx, a)
	if err != nil {
		return v, err
	}
	if v.Complaints, err = s.listed(ctx, "activity = ? AND ("+where+") ORDER BY first > 0, due", append([]any{id}, args...)); err != nil {
		return v, err
	}
	if v.Rumours, err = boundTo(ctx, s, a, "rumour.list", id, rumoursWhere); err != nil {
		return v, err
	}
	v.Surveys, err = boundTo(ctx, s, a, "survey.list", id, surveysWhere)
	return v, err
}

// boundTo reads what is about an activity, of a sort of which an action lists what a may see.
func boundTo[T any](ctx context.Context, s *Service, a policy.Actor, list policy.Action, id record.ID, read func(*store.Tx, string, ...any) ([]T, error)) (all []T, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, list)
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = read(tx, "activity = ? AND ("+where+") ORDER BY at DESC, id LIMIT ?", append(append([]any{id}, args...), MaxList)...)
		return err
	})
	return all, err
}
