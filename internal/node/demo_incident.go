package node

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wasl/demo"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/taxonomy"
)

// happenings are what the desk took to have happened, step by step.
func (d *Demo) happenings(ctx context.Context, now time.Time) ([]step, error) {
	all, err := demo.Incidents()
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, in := range all {
		h := &happening{Incident: in, d: d, ctx: ctx, now: now, on: incidents.On{Incident: record.IDOf("demo/incident/" + in.ID)}}
		steps = append(steps, h.steps()...)
	}
	return steps, nil
}

// happening is one incident of the demo.
type happening struct {
	demo.Incident
	d   *Demo
	ctx context.Context //nolint:containedctx // it travels with the steps
	now time.Time
	on  incidents.On
}

func (h *happening) desk() policy.Actor {
	return policy.Actor{ID: identity.DemoID(policy.Desk), Roles: []policy.Role{policy.Desk}, Unit: h.d.Units.Tree().Root()}
}

func (h *happening) steps() []step {
	all := []step{h.at(h.Sent, h.start)}
	for _, b := range h.Reports {
		if b.Sent != 0 {
			all = append(all, h.at(b.Sent, func() error { return h.d.Incidents.Attach(h.ctx, h.desk(), h.on, attachment(b), true) }))
		}
	}
	for _, a := range h.Amended {
		all = append(all, h.at(a.At, func() error { return h.amend(a) }))
	}
	for i, q := range h.Questions {
		id := h.on.Incident.Derive(fmt.Sprint("question/", i))
		all = append(all, h.at(q.Sent, func() error { return h.d.Incidents.Ask(h.ctx, h.desk(), h.on, id, q.Text) }))
		if q.Answer != "" {
			all = append(all, h.at(q.Answered, func() error { return h.d.Incidents.Reply(h.ctx, h.desk(), h.on, id, q.Answer) }))
		}
	}
	switch incidents.State(h.State) {
	case incidents.Watched:
		all = append(all, h.at(h.Ended, func() error { return h.d.Incidents.SetState(h.ctx, h.desk(), h.on, incidents.Watched, h.Note) }))
	case incidents.Closed:
		all = append(all, h.at(h.Ended, func() error { return h.d.Incidents.Close(h.ctx, h.desk(), h.on, incidents.Outcome(h.Outcome), h.Note) }))
	case incidents.Open:
	}
	return all
}

func (h *happening) at(minutes int, do func() error) step {
	return step{h.now.Add(-time.Duration(minutes) * time.Minute), func() error {
		if err := do(); err != nil {
			return fmt.Errorf("incident %s: %w", h.ID, err)
		}
		return nil
	}}
}

// start opens the incident as a desk does: from what its first reports say.
func (h *happening) start() error {
	first := slices.DeleteFunc(slices.Clone(h.Reports), func(b demo.Behind) bool { return b.Sent != 0 })
	var ids []record.ID
	var put []incidents.Attachment
	for _, b := range first {
		ids, put = append(ids, reportID(b.ID)), append(put, attachment(b))
	}
	draft, err := h.d.Incidents.Draft(h.ctx, h.desk(), ids)
	if err != nil {
		return err
	}
	st := draft.Statement
	st.Kind, st.Title = taxonomy.Kind(h.Kind), h.Title
	fillIn(&st, h.Stated)
	return h.d.Incidents.Start(h.ctx, h.desk(), incidents.Opening{
		ID: h.on.Incident, Unit: draft.Unit, TLP: max(draft.TLP, record.Amber), Urgency: draft.Urgency, Statement: st, Reports: put,
	})
}

func (h *happening) amend(s demo.Stated) error {
	v, err := h.d.Incidents.Look(h.ctx, h.desk(), h.on.Incident, time.Time{})
	if err != nil {
		return err
	}
	st := v.Statement
	fillIn(&st, s)
	_, err = h.d.Incidents.Amend(h.ctx, h.desk(), h.on, incidents.Amendment{Base: v.Seq, Statement: st})
	return err
}

// fillIn puts what is stated into a statement.
func fillIn(st *incidents.Statement, s demo.Stated) {
	st.Harmed, st.Known, st.Assessed = nil, nil, nil
	for _, h := range s.Harmed {
		st.Harmed = append(st.Harmed, incidents.Harm{What: incidents.What(h.What), Sex: incidents.Sex(h.Sex), Age: incidents.Age(h.Age), Count: h.Count, About: h.About})
	}
	for _, k := range s.Known {
		st.Known = append(st.Known, incidents.Saying{As: incidents.Standing(k.As), Text: k.Text, Reports: reportIDs(k.Reports)})
	}
	for _, a := range s.Assessed {
		st.Assessed = append(st.Assessed, incidents.Assessment{Likelihood: incidents.Likelihood(a.Likelihood), Text: a.Text, Reports: reportIDs(a.Reports)})
	}
}

func reportID(name string) record.ID { return record.IDOf("demo/" + name) }

func reportIDs(names []string) (ids []record.ID) {
	for _, n := range names {
		ids = append(ids, reportID(n))
	}
	return ids
}

func attachment(b demo.Behind) incidents.Attachment {
	origin := incidents.Origin{Kind: incidents.OriginKind(b.Origin)}
	if name, ok := strings.CutPrefix(b.Origin, "outside:"); ok {
		origin = incidents.Origin{Kind: incidents.Outside, Name: name}
	} else if origin.Kind != incidents.OwnWord && origin.Kind != incidents.Unjudged {
		origin = incidents.Origin{Kind: incidents.OfReport, Report: reportID(b.Origin)}
	}
	return incidents.Attachment{Report: reportID(b.ID), Tells: incidents.Tells(cmp.Or(b.Tells, string(incidents.ByEar))), Origin: origin, Denies: b.Denies}
}
