package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/fault"
	"wasl/internal/community/activity"
	"wasl/internal/community/feedback"
	"wasl/internal/guard/policy"
)

// What the board of what is coming looks at.
const (
	aheadDays  = 28  // to come
	behindDays = 30  // gone by: after that nobody remembers who was there
	maxAhead   = 40  // activities of each: more is a list, and no board
	looked     = 120 // at which they are looked for: some were cancelled, most are done
)

// AheadItem is an activity on the board.
type AheadItem struct {
	Activity ActivityOut `json:"activity"`
	Expected int         `json:"expected" doc:"people on its list"`
	Missing  int         `json:"missing" doc:"sessions that are over and have no roll"`
}

// AheadWait is something that waits for somebody like the caller. How many complaints
// do is asked for at /community/waiting, by the menu as well.
type AheadWait struct {
	What  string `json:"what" enum:"rumours,checks,leaving_rumours,materials,ideas,leaving"`
	Count int    `json:"count"`
}

// AheadOut is the board of what is coming.
type AheadOut struct {
	Coming []AheadItem `json:"coming" nullable:"false" doc:"of the next four weeks, the first that begins first"`
	Behind []AheadItem `json:"behind" nullable:"false" doc:"of the last month, without a roll or without a word on how it went: the latest first"`
	More   bool        `json:"more" doc:"there are more to come than a board shows"`
	Waits  []AheadWait `json:"waits" nullable:"false"`
}

// ahead registers the board of what is coming with communities.
func (s *Server) ahead(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/ahead", "communityAhead", "What is coming, what was left undone, what waits"), func(ctx context.Context, a policy.Actor, _ *none) (*body[AheadOut], error) {
		out := AheadOut{Coming: []AheadItem{}, Behind: []AheadItem{}, Waits: []AheadWait{}}
		now := s.Clock()
		coming, more, err := s.Activities.List(ctx, a, activity.Query{From: now, To: now.AddDate(0, 0, aheadDays), Limit: looked})
		if err != nil {
			return nil, err
		}
		out.More = more
		if out.Coming, err = s.aheadItems(ctx, a, coming, stillComing); err != nil {
			return nil, err
		}
		past, _, err := s.Activities.List(ctx, a, activity.Query{From: now.AddDate(0, 0, -behindDays), To: now, Latest: true, Limit: looked})
		if err != nil {
			return nil, err
		}
		if out.Behind, err = s.aheadItems(ctx, a, past, leftUndone(now)); err != nil {
			return nil, err
		}
		out.More = out.More || len(out.Coming) == maxAhead
		out.Waits, err = s.aheadWaits(ctx, a)
		return answer(out), err
	})
}

func stillComing(of *activity.Activity, _ int) bool {
	return of.State == activity.Draft || of.State == activity.Confirmed
}

// leftUndone tells whether something of an activity that began is still to be done: a
// roll, or the word on how it went.
func leftUndone(now time.Time) func(of *activity.Activity, missing int) bool {
	return func(of *activity.Activity, missing int) bool {
		return missing > 0 || of.State == activity.Confirmed && of.End().Before(now)
	}
}

func (s *Server) aheadItems(ctx context.Context, a policy.Actor, all []activity.Activity, is func(of *activity.Activity, missing int) bool) ([]AheadItem, error) {
	taken, err := s.Rolls.Taken(ctx, a, all)
	out := []AheadItem{}
	for i := range all {
		t := taken[all[i].ID]
		if len(out) < maxAhead && is(&all[i], t.Missing) {
			out = append(out, AheadItem{s.activityOut(ctx, a, &all[i]), t.Expected, t.Missing})
		}
	}
	return out, err
}

// aheadWaits counts what waits for somebody like the caller; of what the caller may
// not see there is nothing.
func (s *Server) aheadWaits(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	out := []AheadWait{}
	for _, ask := range []func(context.Context, policy.Actor) ([]AheadWait, error){s.waitingRumours, s.leavingRumours, s.waitingMaterials, s.waitingIdeas, s.leavingPeople} {
		got, err := ask(ctx, a)
		if err != nil && !fault.Is(err, fault.Denied) {
			return nil, err
		}
		for _, w := range got {
			if w.Count > 0 {
				out = append(out, w)
			}
		}
	}
	return out, nil
}

func (s *Server) waitingRumours(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	all, err := s.Listening.Rumours(ctx, a, feedback.Open)
	unanswered, checks := 0, 0
	for i := range all {
		switch r := &all[i]; {
		case len(r.Pending) > 0 && r.Drafter != a.ID:
			checks++
		case len(r.Pending) == 0 && len(r.Reply) == 0:
			unanswered++
		}
	}
	return []AheadWait{{"rumours", unanswered}, {"checks", checks}}, err
}

func (s *Server) waitingMaterials(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	n, err := s.Materials.Reviews(ctx, a)
	return []AheadWait{{"materials", n}}, err
}

func (s *Server) waitingIdeas(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	all, err := s.Activities.Suggestions(ctx, a, true)
	return []AheadWait{{"ideas", len(all)}}, err
}

// leavingRumours counts those that are deleted before long, for whoever decides on them.
func (s *Server) leavingRumours(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	all, err := s.Listening.Rumours(ctx, a, feedback.Leaving)
	n := 0
	for i := range all {
		if slices.Contains(s.Listening.MayRumour(ctx, a, &all[i]), "close") {
			n++
		}
	}
	return []AheadWait{{"leaving_rumours", n}}, err
}

func (s *Server) leavingPeople(ctx context.Context, a policy.Actor) ([]AheadWait, error) {
	all, err := s.Retention.Leaving(ctx, a)
	return []AheadWait{{"leaving", len(all)}}, err
}
