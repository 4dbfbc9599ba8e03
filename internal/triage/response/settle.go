package response

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// ends is how a report ends whose incident ended so. One that was opened by mistake
// says nothing of its reports.
var ends = map[incident.Outcome]queue.Outcome{
	incident.Confirmed: queue.Confirmed, incident.Unfounded: queue.Unfounded, incident.Unresolved: queue.NoAction, incident.HandedOver: queue.Referred,
}

// Settle closes the reports behind an incident that has ended as it ended, those
// that are still open and that a may close. It gives which they were.
func (s *Service) Settle(ctx context.Context, a policy.Actor, of record.ID) (closed []record.ID, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.incidents.Allow(ctx, tx, a, "close", incident.About{Incident: of})
		return err
	})
	if err != nil {
		return nil, err
	}
	v, err := s.incidents.Look(ctx, a, of, time.Time{})
	if err != nil {
		return nil, err
	}
	as, known := ends[v.Outcome]
	if v.State != incident.Closed || !known {
		return nil, &fault.Error{
			Kind: fault.Conflict, Op: "response.Settle", Key: "response.settle.open", Msg: "the incident has not ended in a way that says how its reports end",
			Hint: "close the incident first, or close its reports one by one",
		}
	}
	done, err := s.Of(ctx, a, incident.About{Incident: of}, time.Time{})
	if err != nil {
		return nil, err
	}
	if as == queue.Confirmed && len(done.Responses) > 0 {
		as = queue.ActionTaken
	}
	for _, r := range v.Reports {
		if r.Hidden {
			continue
		}
		ended, err := s.settle(ctx, a, r.Report, as)
		if err != nil {
			return closed, err
		}
		if ended {
			closed = append(closed, r.Report)
		}
	}
	return closed, nil
}

// settle closes one report, if it is open and a may.
func (s *Service) settle(ctx context.Context, a policy.Actor, of record.ID, as queue.Outcome) (bool, error) {
	sum, err := s.queue.Summary(ctx, of)
	if err != nil {
		return false, err
	}
	if !slices.Contains([]queue.State{queue.New, queue.Checking, queue.NeedsAnswer}, sum.State) {
		return false, nil
	}
	_, err = s.queue.Close(ctx, a, queue.Act{Report: of, Revision: sum.Revision}, as, "")
	if fault.Is(err, fault.Missing) || fault.Is(err, fault.Denied) || fault.Is(err, fault.Conflict) {
		return false, nil // another's, or somebody is at it
	}
	return err == nil, err
}
