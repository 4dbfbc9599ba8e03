package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

// proposalOut is what a rule proposes for a report, and what became of it.
type proposalOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Idea     string     `json:"idea" enum:"urgency,kind,person,review,halt"`
	Value    string     `json:"value,omitempty" doc:"an urgency, a kind, an account's or a unit's id"`
	Name     string     `json:"name,omitempty" doc:"of the value, in the caller's language"`
	Why      []string   `json:"why" nullable:"false" doc:"the words that the report speaks of; of a halt: back or ring"`
	Rule     named      `json:"rule"`
	Standing string     `json:"standing" enum:"open,taken,left,passed"`
	At       time.Time  `json:"at"`
	By       *named     `json:"by,omitempty"`
	Answered *time.Time `json:"answered,omitempty"`
}

// proposed gives what rules propose for a report. The caller has asked the policy.
func (s *Server) proposed(ctx context.Context, l lang.Language, report record.ID) ([]proposalOut, error) {
	all, err := s.Queue.Proposals(ctx, report)
	out := []proposalOut{}
	for _, p := range all {
		out = append(out, s.proposal(l, p))
	}
	return out, err
}

func (s *Server) proposal(l lang.Language, p queue.Proposal) proposalOut {
	out := proposalOut{
		ID: p.ID, Idea: string(p.Idea), Value: p.Value, Why: append([]string{}, p.Why...), Rule: named{p.Rule, s.Rules.Called(p.Rule)},
		Standing: p.Standing.String(), At: p.At,
	}
	id, _ := record.ParseID(p.Value) // a value that is none has no name
	switch p.Idea {
	case queue.ProposeKind:
		out.Name = s.kindName(p.Value, l)
	case queue.ProposePerson:
		out.Name = s.Who.Name(id)
	case queue.Halted:
		out.Name = s.Units.Name(id, l)
	case queue.ProposeUrgency, queue.SecondLook:
	}
	if !p.Answered.IsZero() {
		out.By, out.Answered = &named{p.By, s.Who.Name(p.By)}, &p.Answered
	}
	return out
}

type proposalIn struct {
	ID       record.ID `path:"id"`
	Proposal record.ID `path:"proposal"`
	Body     RevisionIn
}

// proposals registers how a person answers what rules propose.
func (s *Server) proposals(api huma.API) {
	answers := func(take bool) func(context.Context, policy.Actor, *proposalIn) (*body[SummaryOut], error) {
		return func(ctx context.Context, a policy.Actor, in *proposalIn) (*body[SummaryOut], error) {
			sum, err := s.Queue.AnswerProposal(ctx, a, queue.Act{Report: in.ID, Revision: in.Body.Revision}, in.Proposal, take)
			if err != nil {
				return nil, s.explained(ctx, in.ID, in.Body.Revision, err)
			}
			return answer(s.summary(callerOf(ctx).language, sum)), nil
		}
	}
	handle(s, api, op(http.MethodPost, "/reports/{id}/proposals/{proposal}/take", "takeProposal", "Do what a rule proposes"), answers(true))
	handle(s, api, op(http.MethodPost, "/reports/{id}/proposals/{proposal}/leave", "leaveProposal", "Leave what a rule proposes"), answers(false))
}
