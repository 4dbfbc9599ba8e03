package api

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
)

// momentOut is one thing that was done about an incident. Which members matter hangs
// on the act.
type momentOut struct {
	Seq     int64      `json:"seq" doc:"0 for what was asked and done about it"`
	At      time.Time  `json:"at"`
	By      *named     `json:"by,omitempty"`
	Act     string     `json:"act" enum:"start,amend,state,close,urgency,assign,mark,move,ask,reply,merge,unmerge,attach,judge,detach,task,task_accepted,task_done,task_declined,task_withdrawn,referral,referral_accepted,referral_done,referral_declined,referral_withdrawn,response,effect,lesson,told"`
	Report  *titledOut `json:"report,omitempty"`
	Hidden  bool       `json:"hidden,omitempty" doc:"it is about a report that may not be opened"`
	State   string     `json:"state,omitempty"`
	Outcome string     `json:"outcome,omitempty"`
	Urgency string     `json:"urgency,omitempty"`
	TLP     string     `json:"tlp,omitempty"`
	Unit    *named     `json:"unit,omitempty"`
	Account *named     `json:"account,omitempty"`
	Other   record.ID  `json:"other,omitzero" format:"uuid" required:"false" doc:"the incident that was taken in, or that took it in"`
	Text    string     `json:"text,omitempty" doc:"a note, a question, an answer, why a report was taken out, a title, what was asked or done, how many were told"`
	Tells   string     `json:"tells,omitempty"`
	Origin  *OriginIO  `json:"origin,omitempty"`
	Denies  bool       `json:"denies,omitempty"`
}

// titledOut names a report.
type titledOut struct {
	ID    record.ID `json:"id" format:"uuid"`
	Title string    `json:"title"`
}

type momentsOut struct {
	Items    []momentOut `json:"items" nullable:"false" doc:"the oldest first"`
	Versions []statedOut `json:"versions" nullable:"false" doc:"the statements that it has had, the oldest first"`
}

func (s *Server) incidentHistory(ctx context.Context, a policy.Actor, in *idIn) (*body[momentsOut], error) {
	all, err := s.Incidents.History(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	stated, err := s.Incidents.Stated(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	var ids []record.ID
	seen := map[record.ID]bool{}
	for i := range all {
		if m := &all[i]; !m.Report.Zero() && !seen[m.Report] {
			seen[m.Report] = true
			ids = append(ids, m.Report)
		}
	}
	sums, err := s.reportsByID(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	out := momentsOut{Items: []momentOut{}, Versions: []statedOut{}}
	for i := range all {
		out.Items = append(out.Items, s.moment(ctx, in.ID, &all[i], sums))
	}
	deeds, err := s.deedMoments(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out.Items = inOrder(append(out.Items, deeds...))
	for i := range stated {
		v := &stated[i]
		out.Versions = append(out.Versions, statedOut{v.Seq, v.At, s.person(v.By), s.statement(callerOf(ctx).language, &v.Statement)})
	}
	return answer(out), nil
}

func (s *Server) moment(ctx context.Context, of record.ID, m *incident.Moment, sums map[record.ID]SummaryOut) momentOut {
	out := momentOut{
		Seq: m.Seq, At: m.At, By: s.person(m.By), Act: m.Act, Hidden: m.Hidden, State: string(m.State), Outcome: string(m.Outcome), Urgency: m.Urgency, TLP: m.TLP,
		Account: s.person(m.Account), Other: m.Into, Text: m.Text, Tells: string(m.Tells), Denies: m.Denies,
	}
	if m.Title != "" {
		out.Text = m.Title
	}
	if out.Other == of {
		out.Other = m.Incident
	}
	if !m.Unit.Zero() {
		out.Unit = &named{m.Unit, s.Units.Name(m.Unit, callerOf(ctx).language)}
	}
	if sum, ok := sums[m.Report]; ok {
		out.Report = &titledOut{m.Report, sum.Title}
	}
	if m.Origin.Kind != "" {
		o := originIO(m.Origin)
		out.Origin = &o
	}
	return out
}
