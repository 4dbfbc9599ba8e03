package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/incident"
)

// same registers what may tell of the same thing as a report.
func (s *Server) same(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports/{id}/same", "sameAsReport", "What may tell of the same thing, and why"), s.sameAsReport)
	handle(s, api, op(http.MethodPost, "/reports/{id}/link", "linkReport", "Say that a report and another thing tell of the same"), s.linkReport)
	handle(s, api, op(http.MethodPost, "/reports/{id}/compare", "compareReport", "Say that two things are not the same, or take that back"), s.compareReport)
}

type reasonOut struct {
	Code    string `json:"code"`
	Text    string `json:"text" doc:"in the caller's language"`
	Against bool   `json:"against,omitempty" doc:"it speaks against it"`
}

// sameOut is something that may tell of the same: a report, or an incident with the
// one of its reports that is most alike.
type sameOut struct {
	Incident *IncidentLine `json:"incident,omitempty"`
	Report   *SummaryOut   `json:"report,omitempty"`
	Score    float64       `json:"score" doc:"from 0 to 1"`
	Reasons  []reasonOut   `json:"reasons" nullable:"false"`
	Judged   *JudgedOut    `json:"judged,omitempty" doc:"what somebody decided before, where something has come up since"`
}

// JudgedOut is what somebody decided about two things.
type JudgedOut struct {
	Verdict string    `json:"verdict" enum:"different,undecided"`
	Grounds []string  `json:"grounds" nullable:"false"`
	Note    string    `json:"note,omitempty"`
	By      *named    `json:"by,omitempty"`
	At      time.Time `json:"at"`
}

type samesOut struct {
	Items  []sameOut      `json:"items" nullable:"false" doc:"the likeliest first"`
	Of     []IncidentLine `json:"of" nullable:"false" doc:"incidents that the report is part of"`
	Hidden int            `json:"hidden" doc:"incidents that it is part of and that may not be opened"`
	Apart  []apartOut     `json:"apart" nullable:"false" doc:"what was judged not the same"`
	Looked int            `json:"looked" doc:"things that were looked at"`
	Cut    bool           `json:"cut" doc:"more happened around the same place and time"`
	Within float64        `json:"within,omitempty" doc:"hours around it in which all were looked at, where there were more"`
}

// apartOut is a thing that somebody judged not the same.
type apartOut struct {
	JudgedOut
	Report   *titledOut    `json:"report,omitempty"`
	Incident *IncidentLine `json:"incident,omitempty"`
}

func (s *Server) sameAsReport(ctx context.Context, a policy.Actor, in *idIn) (*body[samesOut], error) {
	p, err := s.Incidents.Proposals(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out, err := s.samesOut(ctx, a, p)
	if err != nil {
		return nil, err
	}
	judged, err := s.Incidents.Judged(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out.Apart, err = s.apart(ctx, a, judged)
	return answer(out), err
}

func (s *Server) moreOfIncident(ctx context.Context, a policy.Actor, in *idIn) (*body[samesOut], error) {
	p, err := s.Incidents.More(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out, err := s.samesOut(ctx, a, p)
	return answer(out), err
}

func (s *Server) samesOut(ctx context.Context, a policy.Actor, p incident.Proposals) (samesOut, error) {
	out := samesOut{
		Items: []sameOut{}, Of: []IncidentLine{}, Apart: []apartOut{}, Hidden: p.Hidden, Looked: p.Looked, Cut: p.Cut, Within: p.Within.Hours(),
	}
	var ids []record.ID
	for _, x := range p.Items {
		if !x.Report.Zero() {
			ids = append(ids, x.Report)
		}
	}
	sums, err := s.reportsByID(ctx, a, ids)
	if err != nil {
		return out, err
	}
	l := callerOf(ctx).language
	for _, x := range p.Items {
		o := sameOut{Score: x.Score, Reasons: []reasonOut{}}
		if sum, ok := sums[x.Report]; ok {
			o.Report = &sum
		}
		if o.Incident, err = s.lineOfIncident(ctx, a, x.Incident); err != nil {
			return out, err
		}
		for _, r := range x.Reasons {
			o.Reasons = append(o.Reasons, reasonOut{string(r.Code), r.In(l, s.Places.Name), r.Weight < 0})
		}
		if x.Judged != nil {
			j := s.judged(*x.Judged)
			o.Judged = &j
		}
		out.Items = append(out.Items, o)
	}
	for _, id := range p.Of {
		line, err := s.lineOfIncident(ctx, a, id)
		if err != nil {
			return out, err
		}
		out.Of = append(out.Of, *line)
	}
	return out, nil
}

// lineOfIncident is an incident as lists show it, nil for the zero id.
func (s *Server) lineOfIncident(ctx context.Context, a policy.Actor, id record.ID) (*IncidentLine, error) {
	if id.Zero() {
		return nil, nil
	}
	sum, err := s.Incidents.Visible(ctx, a, id)
	if err != nil {
		return nil, err
	}
	line := s.incidentLine(callerOf(ctx).language, &sum)
	return &line, nil
}

func (s *Server) judged(c corroborate.Comparison) JudgedOut {
	out := JudgedOut{Verdict: string(c.Verdict), Grounds: []string{}, Note: c.Note, By: s.person(c.Author), At: c.At}
	for _, g := range c.Grounds {
		out.Grounds = append(out.Grounds, string(g))
	}
	return out
}

// apart gives what was judged not the same, the latest first.
func (s *Server) apart(ctx context.Context, a policy.Actor, judged map[record.ID]corroborate.Comparison) ([]apartOut, error) {
	out := []apartOut{}
	ids := slices.SortedFunc(maps.Keys(judged), func(x, y record.ID) int { return judged[y].At.Compare(judged[x].At) })
	sums, err := s.reportsByID(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if judged[id].Verdict != corroborate.Different {
			continue
		}
		o := apartOut{JudgedOut: s.judged(judged[id])}
		if sum, ok := sums[id]; ok {
			o.Report = &titledOut{id, sum.Title}
		} else if o.Incident, err = s.lineOfIncident(ctx, a, id); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

type linkIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		With  record.ID `json:"with" format:"uuid" doc:"a report, or an incident"`
		Fresh record.ID `json:"fresh" format:"uuid" doc:"the id of the incident that is opened where there is none yet, chosen by the sender"`
		Raise bool      `json:"raise,omitempty" doc:"mark the incident as closely as the report"`
	}
}

type linkedOut struct {
	Incident IncidentLine `json:"incident"`
	Started  bool         `json:"started" doc:"it was opened for both"`
}

func (s *Server) linkReport(ctx context.Context, a policy.Actor, in *linkIn) (*body[linkedOut], error) {
	done, err := s.Incidents.Link(ctx, a, in.ID, in.Body.With, in.Body.Fresh, in.Body.Raise)
	if err != nil {
		return nil, err
	}
	line, err := s.lineOfIncident(ctx, a, done.Incident)
	if err != nil {
		return nil, err
	}
	return answer(linkedOut{*line, done.Started}), nil
}

type compareIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		With    record.ID `json:"with" format:"uuid"`
		Verdict string    `json:"verdict" enum:"different,undecided" doc:"undecided takes it back"`
		Grounds []string  `json:"grounds,omitempty" maxItems:"6" enum:"time,place,people,kind,word,other"`
		Note    string    `json:"note,omitempty" maxLength:"500"`
	}
}

func (s *Server) compareReport(ctx context.Context, a policy.Actor, in *compareIn) (*none, error) {
	c := corroborate.Comparison{Verdict: corroborate.Verdict(in.Body.Verdict), Note: in.Body.Note}
	for _, g := range in.Body.Grounds {
		c.Grounds = append(c.Grounds, corroborate.Ground(g))
	}
	return nil, s.Incidents.Judge(ctx, a, in.ID, in.Body.With, c)
}
