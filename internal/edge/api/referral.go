package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/task"
)

// ReferralOut is somebody handed on, by the pseudonym: who it is stands in no list.
type ReferralOut struct {
	ID        record.ID  `json:"id" format:"uuid"`
	Pseudonym string     `json:"pseudonym"`
	Report    *aboutOut  `json:"report,omitempty"`
	Incident  *partOut   `json:"incident,omitempty"`
	From      named      `json:"from"`
	To        named      `json:"to"`
	Asker     named      `json:"asker"`
	Assignee  *named     `json:"assignee,omitempty"`
	Need      string     `json:"need" enum:"child,victim,wounded,shelter"`
	State     string     `json:"state" enum:"asked,accepted,done,declined,withdrawn"`
	Text      string     `json:"text"`
	Answer    string     `json:"answer,omitempty"`
	Asked     time.Time  `json:"asked"`
	Taken     *time.Time `json:"taken,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	Reads     int        `json:"reads" doc:"how often the service read who it is"`
	Can       []string   `json:"can" nullable:"false" enum:"accept,decline,finish,identify,withdraw"`
	Revision  int64      `json:"revision"`
}

// PersonIO is who needs help. It is taken in, and told to the service that has taken
// the person on, and to nobody else.
type PersonIO struct {
	Name  string `json:"name,omitempty" maxLength:"200"`
	Phone string `json:"phone,omitempty" maxLength:"60"`
	Place string `json:"place,omitempty" maxLength:"500" doc:"where the person is found"`
	Note  string `json:"note,omitempty" maxLength:"2000" doc:"what helpers must know"`
}

// ReferIn is somebody who is handed on.
type ReferIn struct {
	ID     record.ID `json:"id"`
	To     record.ID `json:"to" doc:"a unit that helps: health, an association, civil protection"`
	Need   string    `json:"need" enum:"child,victim,wounded,shelter"`
	Text   string    `json:"text" maxLength:"4096" doc:"what help is needed; refused where it names the person"`
	Person PersonIO  `json:"person"`
}

type referralsOut struct {
	Items []ReferralOut `json:"items" nullable:"false"`
}

func (s *Server) referralOut(ctx context.Context, a policy.Actor, r *task.Referral) ReferralOut {
	l := callerOf(ctx).language
	return ReferralOut{
		ID: r.ID, Pseudonym: r.Pseudonym(), Report: s.aboutReport(ctx, a, r.Report), Incident: s.aboutIncident(ctx, a, r.Incident),
		From: s.unitNamed(r.From, l), To: s.unitNamed(r.To, l), Asker: s.named(r.Asker), Assignee: s.personNamed(r.Assignee), Need: string(r.Need), State: string(r.State), Text: r.Text, Answer: r.Answer,
		Asked: r.Asked, Taken: when(r.Taken), Ended: when(r.Ended), Reads: r.Reads, Can: append([]string{}, s.Tasks.MayReferral(ctx, a, r)...), Revision: r.Revision,
	}
}

func (s *Server) referralsOut(ctx context.Context, a policy.Actor, all []task.Referral) []ReferralOut {
	out := []ReferralOut{}
	for i := range all {
		out = append(out, s.referralOut(ctx, a, &all[i]))
	}
	return out
}

// referrals registers how people are handed on to those who help.
func (s *Server) referrals(api huma.API) {
	one := func(ctx context.Context, a policy.Actor, r task.Referral, err error) (*body[ReferralOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.referralOut(ctx, a, &r)), nil
	}
	handle(s, api, op(http.MethodGet, "/referrals", "listReferrals", "People handed on, by their pseudonyms"), func(ctx context.Context, a policy.Actor, in *struct {
		Ended bool `query:"ended"`
	},
	) (*body[referralsOut], error) {
		all, err := s.Tasks.Referrals(ctx, a, in.Ended)
		return answer(referralsOut{s.referralsOut(ctx, a, all)}), err
	})
	about(s, api, "refer", "Hand somebody met in the {0} on to a protection service", func(ctx context.Context, a policy.Actor, of incident.About, in *ReferIn) (*body[ReferralOut], error) {
		r, err := s.Tasks.Refer(ctx, a, task.NewReferral{
			ID: in.ID, Report: of.Report, Incident: of.Incident, To: in.To, Need: task.Need(in.Need), Text: in.Text, Person: vault.Person(in.Person),
		})
		return one(ctx, a, r, err)
	})
	acts := func(name, summary string, do func(context.Context, policy.Actor, task.Act, string) (task.Referral, error)) {
		handle(s, api, op(http.MethodPost, "/referrals/{id}/"+name, name+"Referral", summary), func(ctx context.Context, a policy.Actor, in *actOnIn) (*body[ReferralOut], error) {
			r, err := do(ctx, a, in.act(), in.Body.Text)
			return one(ctx, a, r, err)
		})
	}
	acts("accept", "Take somebody on", func(ctx context.Context, a policy.Actor, act task.Act, _ string) (task.Referral, error) {
		return s.Tasks.AcceptReferral(ctx, a, act)
	})
	acts("decline", "Say why the service cannot help", s.Tasks.DeclineReferral)
	acts("finish", "Say what became of it, without a name", s.Tasks.FinishReferral)
	acts("withdraw", "Take it back before it was taken on", s.Tasks.WithdrawReferral)
	handle(s, api, op(http.MethodPost, "/referrals/{id}/identify", "identifyReferral", "Who it is, for the service that took the person on; leaves a line"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Reason string `json:"reason" maxLength:"2000"`
		}
	},
	) (*body[PersonIO], error) {
		p, err := s.Tasks.Identify(ctx, a, in.ID, in.Body.Reason)
		return answer(PersonIO(p)), err
	})
}
