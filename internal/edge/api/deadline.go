package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/rule"
)

// TimesIO is how long reports may wait, in minutes by urgency; 0 says nothing.
type TimesIO struct {
	Now     int `json:"now,omitempty" minimum:"0" maximum:"129600"`
	Soon    int `json:"soon,omitempty" minimum:"0" maximum:"129600"`
	Routine int `json:"routine,omitempty" minimum:"0" maximum:"129600"`
}

// HoursIO are working hours by the node's clock; days count from Sunday, 0.
type HoursIO struct {
	Days []int  `json:"days" maxItems:"7" nullable:"false"`
	From string `json:"from" maxLength:"5"`
	To   string `json:"to" maxLength:"5"`
}

// DeadlinesIO says how long reports may wait until somebody looks at one, and until
// one is decided or its reporter answered.
type DeadlinesIO struct {
	Look   TimesIO  `json:"look"`
	Decide TimesIO  `json:"decide"`
	Hours  *HoursIO `json:"hours,omitempty" doc:"missing: as the unit above; lives at risk know no hours"`
}

type deadlineOut struct {
	Unit named       `json:"unit"`
	Own  DeadlinesIO `json:"own" doc:"what the unit has set itself"`
	Held DeadlinesIO `json:"held" doc:"what holds for it"`
}

type deadlinesOut struct {
	Items []deadlineOut `json:"items" nullable:"false"`
}

type deadlineIn struct {
	ID   record.ID `path:"id"`
	Body DeadlinesIO
}

// deadlines registers how soon units must act.
func (s *Server) deadlines(api huma.API) {
	handle(s, api, op(http.MethodGet, "/deadlines", "listDeadlines", "How long reports of each unit may wait"), s.listDeadlines)
	handle(s, api, op(http.MethodPut, "/units/{id}/deadlines", "setDeadlines", "Say how long reports of a unit may wait"), s.setDeadlines)
}

func (s *Server) listDeadlines(ctx context.Context, a policy.Actor, _ *none) (*body[deadlinesOut], error) {
	f, err := s.Policy.Filter(ctx, a, "deadline.list")
	if err != nil {
		return nil, err
	}
	out := deadlinesOut{Items: []deadlineOut{}}
	for _, id := range f.Units(s.Units.Tree().All()) {
		if !s.Units.Tree().Works(id) {
			continue
		}
		own, held := s.Queue.DeadlinesOf(id)
		out.Items = append(out.Items, deadlineOut{named{id, s.Units.Name(id, callerOf(ctx).language)}, deadlinesIO(own), deadlinesIO(held)})
	}
	return answer(out), nil
}

func (s *Server) setDeadlines(ctx context.Context, a policy.Actor, in *deadlineIn) (*none, error) {
	d := queue.Deadlines{Look: in.Body.Look.times(), Decide: in.Body.Decide.times()}
	if h := in.Body.Hours; h != nil {
		hours, ok := h.hours()
		if !ok {
			return nil, wrong("hours")
		}
		d.Hours = hours
	}
	return nil, s.Queue.SetDeadlines(ctx, a, in.ID, d)
}

func (t TimesIO) times() queue.Times {
	return queue.Times{time.Duration(t.Now) * time.Minute, time.Duration(t.Soon) * time.Minute, time.Duration(t.Routine) * time.Minute}
}

func timesIO(t queue.Times) TimesIO {
	return TimesIO{int(t[0] / time.Minute), int(t[1] / time.Minute), int(t[2] / time.Minute)}
}

func (h *HoursIO) hours() (*queue.Hours, bool) {
	out := &queue.Hours{}
	for _, d := range h.Days {
		if d < 0 || d >= len(out.Days) {
			return nil, false
		}
		out.Days[d] = true
	}
	var ok, ok2 bool
	out.From, ok = rule.ParseClock(h.From)
	out.To, ok2 = rule.ParseClock(h.To)
	return out, ok && ok2
}

func deadlinesIO(d queue.Deadlines) DeadlinesIO {
	out := DeadlinesIO{Look: timesIO(d.Look), Decide: timesIO(d.Decide)}
	if h := d.Hours; h != nil {
		out.Hours = &HoursIO{Days: []int{}, From: rule.Clock(h.From), To: rule.Clock(h.To)}
		for i, works := range h.Days {
			if works {
				out.Hours.Days = append(out.Hours.Days, i)
			}
		}
	}
	return out
}
