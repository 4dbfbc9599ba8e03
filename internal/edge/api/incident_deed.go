package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
)

// deedMoments are what was asked and done about an incident, as its timeline tells
// it: as far as the caller may see the tasks and the people handed on.
func (s *Server) deedMoments(ctx context.Context, a policy.Actor, id record.ID) ([]momentOut, error) {
	got, err := s.followUp(ctx, a, incident.About{Incident: id}, time.Time{})
	if err != nil {
		return nil, err
	}
	f := &got.Body
	var m moments
	for i := range f.Tasks {
		t := &f.Tasks[i]
		m.add(momentOut{At: t.Asked, By: &t.Asker, Act: "task", Unit: &t.To, Text: t.Text})
		m.course("task", t.Taken, t.Ended, t.State, momentOut{By: t.Assignee, Unit: &t.To}, momentOut{By: t.Ender, Unit: &t.To, Text: t.Answer})
	}
	for i := range f.Referrals {
		r := &f.Referrals[i]
		m.add(momentOut{At: r.Asked, By: &r.Asker, Act: "referral", Unit: &r.To, Text: r.Pseudonym})
		said := momentOut{By: &r.To, Unit: &r.To, Text: r.Pseudonym}
		m.course("referral", r.Taken, r.Ended, r.State, said, said)
	}
	for i := range f.Responses {
		r := &f.Responses[i]
		m.add(momentOut{At: r.At, By: &r.By, Act: "response", Unit: &r.Doer, Text: r.Text})
		if r.Said != nil {
			m.add(momentOut{At: *r.Said, By: &r.Doer, Act: "effect", Unit: &r.Doer, Text: r.Text, State: r.Effect})
		}
	}
	for i := range f.Lessons {
		m.add(momentOut{At: f.Lessons[i].At, By: &f.Lessons[i].By, Act: "lesson"})
	}
	for i := range f.Rounds {
		r := &f.Rounds[i]
		m.add(momentOut{At: r.At, By: &r.By, Act: "told", Text: fmt.Sprint(r.Told)})
	}
	return m, nil
}

type moments []momentOut

func (m *moments) add(one momentOut) { *m = append(*m, one) }

// course adds when a task was taken on, and how it ended.
func (m *moments) course(what string, taken, ended *time.Time, state string, began, end momentOut) {
	if taken != nil {
		began.At, began.Act = *taken, what+"_accepted"
		m.add(began)
	}
	if ended != nil {
		end.At, end.Act = *ended, what+"_"+state
		m.add(end)
	}
}

// inOrder puts moments into the order in which they were.
func inOrder(all []momentOut) []momentOut {
	slices.SortStableFunc(all, func(x, y momentOut) int { return x.At.Compare(y.At) })
	return all
}
