package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
)

// disclosures registers how it is asked, decided and read who sent a report, and
// how that is forgotten. It takes two people and a reason.
func (s *Server) disclosures(api huma.API) {
	handle(s, api, op(http.MethodPost, "/reports/{id}/reveal", "askSource", "Ask who sent a report; a second person decides"), s.askSource)
	handle(s, api, op(http.MethodPost, "/reports/{id}/forget", "forgetSource", "Forget who sent a report, for good; the report stays"), s.forgetSource)
	handle(s, api, op(http.MethodGet, "/disclosures", "listDisclosures", "Who asked who sent what, as far as it concerns the caller"), s.listDisclosures)
	handle(s, api, op(http.MethodPost, "/disclosures/{id}/decide", "decideDisclosure", "Approve or refuse a question"), s.decideDisclosure)
	handle(s, api, op(http.MethodPost, "/disclosures/{id}/read", "readDisclosure", "Read the answer to one's own question; leaves an audit line"), s.readDisclosure)
}

type disclosureOut struct {
	ID      record.ID  `json:"id"`
	Report  record.ID  `json:"report"`
	Unit    named      `json:"unit"`
	Asker   named      `json:"asker"`
	Reason  string     `json:"reason"`
	At      time.Time  `json:"at"`
	State   string     `json:"state" enum:"asked,approved,refused,lapsed"`
	Decider *named     `json:"decider,omitempty"`
	Decided *time.Time `json:"decided,omitempty"`
	Answer  string     `json:"answer,omitempty" doc:"why it was approved or refused"`
	Reads   int        `json:"reads"`
	Can     []string   `json:"can" nullable:"false" enum:"decide,read,forget"`
}

func (s *Server) disclosure(c *caller, d vault.Disclosure) disclosureOut {
	out := disclosureOut{
		ID: d.ID, Report: d.Report, Unit: named{d.Unit, s.Units.Name(d.Unit, c.language)}, Asker: named{d.Asker, s.Who.Name(d.Asker)},
		Reason: d.Reason, At: d.At, State: string(d.State), Answer: d.Answer, Reads: d.Reads, Can: []string{},
	}
	if !d.Decider.Zero() {
		out.Decider, out.Decided = &named{d.Decider, s.Who.Name(d.Decider)}, &d.Decided
	}
	if d.Decides {
		out.Can = append(out.Can, "decide")
	}
	if d.Mine {
		out.Can = append(out.Can, "read")
	}
	if d.Forgets {
		out.Can = append(out.Can, "forget")
	}
	return out
}

type reasonIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"2000"`
	}
}

func (s *Server) askSource(ctx context.Context, a policy.Actor, in *reasonIn) (*body[disclosureOut], error) {
	report, source, err := s.Queue.Source(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Vault.Ask(ctx, a, report, source, in.Body.Reason)
	if err == nil {
		err = s.Queue.Disclosed(ctx, a.ID, in.ID, "asked")
	}
	if err != nil {
		return nil, err
	}
	return answer(s.disclosure(callerOf(ctx), d)), nil
}

func (s *Server) forgetSource(ctx context.Context, a policy.Actor, in *reasonIn) (*none, error) {
	report, source, err := s.Queue.Source(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Vault.Forget(ctx, a, report, source, in.Body.Reason); err != nil {
		return nil, err
	}
	return nil, s.Queue.Disclosed(ctx, a.ID, in.ID, "forgotten")
}

type disclosuresOut struct {
	Items []disclosureOut `json:"items" nullable:"false"`
}

func (s *Server) listDisclosures(ctx context.Context, a policy.Actor, _ *none) (*body[disclosuresOut], error) {
	ds, err := s.Vault.Disclosures(ctx, a)
	if err != nil {
		return nil, err
	}
	out := disclosuresOut{Items: []disclosureOut{}}
	for _, d := range ds {
		out.Items = append(out.Items, s.disclosure(callerOf(ctx), d))
	}
	return answer(out), nil
}

type decideIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Approve bool   `json:"approve"`
		Reason  string `json:"reason" maxLength:"2000"`
	}
}

func (s *Server) decideDisclosure(ctx context.Context, a policy.Actor, in *decideIn) (*none, error) {
	d, err := s.Vault.Decide(ctx, a, in.ID, in.Body.Approve, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	act := vault.Refused
	if in.Body.Approve {
		act = vault.Approved
	}
	return nil, s.Queue.Disclosed(ctx, a.ID, d.Report, string(act))
}

type reporterOut struct {
	Token   *named `json:"token,omitempty" doc:"under which the device sends"`
	Account *named `json:"account,omitempty" doc:"of the operator who entered it"`
	Device  string `json:"device,omitempty"`
	Phone   string `json:"phone,omitempty"`
}

func (s *Server) readDisclosure(ctx context.Context, a policy.Actor, in *idIn) (*body[reporterOut], error) {
	r, report, err := s.Vault.Reveal(ctx, a, in.ID, func(report record.ID) (policy.Resource, error) {
		now, _, err := s.Queue.Source(ctx, report)
		return now, err
	})
	if err == nil {
		err = s.Queue.Disclosed(ctx, a.ID, report, "read")
	}
	if err != nil {
		return nil, err
	}
	out := reporterOut{Device: r.Device, Phone: r.Phone}
	if !r.Token.Zero() {
		name, err := s.Who.TokenName(ctx, r.Token)
		if err != nil {
			return nil, err
		}
		out.Token = &named{r.Token, name}
	}
	if !r.Account.Zero() {
		out.Account = &named{r.Account, s.Who.Name(r.Account)}
	}
	return answer(out), nil
}
