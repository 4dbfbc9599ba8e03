package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

type lookOut struct {
	Report SummaryOut `json:"report"`
	Drawn  time.Time  `json:"drawn"`
	Closer named      `json:"closer"`
	Rule   *named     `json:"rule,omitempty" doc:"that asked for it; missing where chance drew it"`
}

type looksOut struct {
	Items []lookOut `json:"items" nullable:"false" doc:"those that wait longest first"`
	More  bool      `json:"more"`
}

// VerdictIn is what somebody says who looked at a closed report again.
type VerdictIn struct {
	RevisionIn
	Points []string `json:"points" maxItems:"6" nullable:"false" enum:"grade,urgency,kind,outcome,answer,missed" doc:"what should have been otherwise; none: it was right"`
	Note   string   `json:"note,omitempty"`
}

type figuresOut struct {
	Items []figureOut `json:"items" nullable:"false"`
}

type figureOut struct {
	Unit    named       `json:"unit"`
	Share   int         `json:"share" doc:"per cent of closed reports that are looked at again"`
	Set     bool        `json:"set" doc:"the unit set the share itself"`
	Awaited int         `json:"awaited"`
	Agreed  int         `json:"agreed"`
	Differs int         `json:"differs"`
	Points  pointCounts `json:"points" doc:"of those that differ"`
	Can     []string    `json:"can" nullable:"false"`
}

// pointCounts is how often a second look found each thing.
type pointCounts struct {
	Grade   int `json:"grade"`
	Urgency int `json:"urgency"`
	Kind    int `json:"kind"`
	Outcome int `json:"outcome"`
	Answer  int `json:"answer"`
	Missed  int `json:"missed"`
}

type shareIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Percent int `json:"percent" minimum:"0" maximum:"100"`
	}
}

// reviews registers the second look at closed reports.
func (s *Server) reviews(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reviews", "listReviews", "Closed reports at which the caller is to look again"), s.listReviews)
	handle(s, api, op(http.MethodGet, "/reviews/figures", "reviewFigures", "What the second look found of reports closed in the last 90 days"), s.reviewFigures)
	handle(s, api, op(http.MethodPut, "/units/{id}/review", "setReview", "Say how many closed reports of a unit are looked at again"), s.setReview)
	acts(s, api, "review", func(ctx context.Context, a policy.Actor, act queue.Act, in *VerdictIn) (queue.Summary, error) {
		v := queue.Verdict{Note: in.Note}
		for _, p := range in.Points {
			v.Points = append(v.Points, queue.Point(p))
		}
		return s.Queue.Review(ctx, a, act, v)
	})
}

func (s *Server) listReviews(ctx context.Context, a policy.Actor, _ *none) (*body[looksOut], error) {
	all, more, err := s.Queue.Looks(ctx, a)
	out := looksOut{Items: []lookOut{}, More: more}
	for _, l := range all {
		one := lookOut{Report: s.summary(callerOf(ctx).language, l.Summary), Drawn: l.Drawn, Closer: named{l.Closer, s.Who.Name(l.Closer)}}
		if !l.Rule.Zero() {
			one.Rule = &named{l.Rule, s.Rules.Called(l.Rule)}
		}
		out.Items = append(out.Items, one)
	}
	return answer(out), err
}

// figuresSince is how far back the second look is counted: a season.
const figuresSince = 90 * 24 * time.Hour

func (s *Server) reviewFigures(ctx context.Context, a policy.Actor, _ *none) (*body[figuresOut], error) {
	all, err := s.Queue.ReviewFigures(ctx, a, s.Clock().Add(-figuresSince))
	out := figuresOut{Items: []figureOut{}}
	for _, f := range all {
		one := figureOut{
			Unit: named{f.Unit, s.Units.Name(f.Unit, callerOf(ctx).language)}, Share: f.Share, Set: f.Set, Awaited: f.Awaited, Agreed: f.Agreed, Differs: f.Differs,
			Points: pointCounts{f.Points[0], f.Points[1], f.Points[2], f.Points[3], f.Points[4], f.Points[5]}, Can: []string{},
		}
		if s.Policy.Allow(ctx, a, "review.set", s.Policy.At(policy.Review, f.Unit, f.Unit)) == nil {
			one.Can = append(one.Can, "review.set")
		}
		out.Items = append(out.Items, one)
	}
	return answer(out), err
}

func (s *Server) setReview(ctx context.Context, a policy.Actor, in *shareIn) (*none, error) {
	return nil, s.Queue.SetShare(ctx, a, in.ID, in.Body.Percent)
}
