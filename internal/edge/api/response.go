package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/response"
)

// responses registers how soon units act.
func (s *Server) responses(api huma.API) {
	s.followUps(api)
	s.feedback(api)
	handle(s, api, op(http.MethodGet, "/response-times", "responseTimes", "How soon units act, in figures"), s.responseTimes)
}

// stageOut is how soon reports got to one stage.
type stageOut struct {
	Stage   string `json:"stage" enum:"taken_up,decided,acted,closed"`
	N       int    `json:"n" doc:"reports that got there"`
	Half    *int   `json:"half" nullable:"true" doc:"minutes within which half of them did; null where none did"`
	Ninety  *int   `json:"ninety" nullable:"true" doc:"minutes within which nine of ten did"`
	Beyond  bool   `json:"beyond,omitempty" doc:"nine of ten took longer than the minutes given"`
	Waiting int    `json:"waiting" doc:"open reports that have not got there"`
}

type timesOut struct {
	Unit   *named     `json:"unit,omitempty"`
	Level  int        `json:"level" doc:"0 the country, 1 a wilaya, 2 a moughataa, 3 all below"`
	Stages []stageOut `json:"stages" nullable:"false"`
}

type responseTimesOut struct {
	From   string     `json:"from"`
	To     string     `json:"to"`
	All    timesOut   `json:"all"`
	Levels []timesOut `json:"levels" nullable:"false"`
	Units  []timesOut `json:"units" nullable:"false"`
}

type timesIn struct {
	From    string `query:"from" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"the first month in which the reports came, such as 2026-09; two before the last, where it is left out"`
	To      string `query:"to" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"the last; this one, where it is left out"`
	Urgency string `query:"urgency" enum:"now,soon,routine"`
}

const monthForm = "2006-01"

func (s *Server) responseTimes(ctx context.Context, a policy.Actor, in *timesIn) (*body[responseTimesOut], error) {
	q := response.BoardQuery{To: s.Clock()}
	var err error
	if in.To != "" {
		if q.To, err = time.Parse(monthForm, in.To); err != nil {
			return nil, wrong("to")
		}
	}
	q.From = time.Date(q.To.Year(), q.To.Month()-2, 1, 0, 0, 0, 0, time.UTC)
	if in.From != "" {
		if q.From, err = time.Parse(monthForm, in.From); err != nil {
			return nil, wrong("from")
		}
	}
	if in.Urgency != "" {
		q.Urgencies = []report.Urgency{report.Urgency(in.Urgency)}
	}
	b, err := s.Deeds.Board(ctx, a, q)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := responseTimesOut{From: q.From.Format(monthForm), To: q.To.Format(monthForm), All: timesOut{Stages: stagesOut(&b.All)}, Levels: []timesOut{}, Units: []timesOut{}}
	for i := range b.Levels {
		out.Levels = append(out.Levels, timesOut{Level: i, Stages: stagesOut(&b.Levels[i])})
	}
	for i := range b.Units {
		u := s.unitNamed(b.Units[i].Unit, l)
		out.Units = append(out.Units, timesOut{Unit: &u, Level: b.Units[i].Level, Stages: stagesOut(&b.Units[i].Times)})
	}
	return answer(out), nil
}

func stagesOut(t *response.Times) []stageOut {
	out := []stageOut{}
	for _, stage := range response.Stages() {
		h := &t.Took[stage]
		o := stageOut{Stage: stage.String(), N: h.N(), Waiting: t.Waiting[stage]}
		if o.N > 0 {
			half, _ := h.Within(0.5)
			ninety, within := h.Within(0.9)
			m, n := int(half/time.Minute), int(ninety/time.Minute)
			o.Half, o.Ninety, o.Beyond = &m, &n, !within
		}
		out = append(out, o)
	}
	return out
}
