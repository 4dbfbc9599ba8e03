package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/response"
)

// about registers what is asked and done about a report and about an incident alike:
// POST /reports/{id}/NAME and POST /incidents/{id}/NAME.
func about[I, O any](s *Server, api huma.API, name, summary string, do func(context.Context, policy.Actor, incident.About, *I) (*O, error)) {
	say := func(what string) string { return strings.ReplaceAll(summary, "{0}", what) }
	handle(s, api, op(http.MethodPost, "/reports/{id}/"+name, name+"Report", say("report")), func(ctx context.Context, a policy.Actor, in *actIn[I]) (*O, error) {
		return do(ctx, a, incident.About{Report: in.ID}, &in.Body)
	})
	handle(s, api, op(http.MethodPost, "/incidents/{id}/"+name, name+"Incident", say("incident")), func(ctx context.Context, a policy.Actor, in *actIn[I]) (*O, error) {
		return do(ctx, a, incident.About{Incident: in.ID}, &in.Body)
	})
}

// ResponseOut is one thing that was done about a report or an incident.
type ResponseOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Incident *record.ID `json:"incident,omitempty" format:"uuid" doc:"it was done about: the one asked for, or one that it has taken in"`
	Doer     named      `json:"doer" doc:"the unit that did it"`
	By       named      `json:"by" doc:"who wrote it down"`
	Kind     string     `json:"kind" enum:"patrol,search,rescue,care,protection,mediation,warning,aid,operation,other"`
	Text     string     `json:"text"`
	When     time.Time  `json:"when"`
	Effect   string     `json:"effect,omitempty" enum:"achieved,partly,none,unknown"`
	Came     string     `json:"came,omitempty" doc:"what came of it"`
	Said     *time.Time `json:"said,omitempty" doc:"when that was said, where it was later"`
	At       time.Time  `json:"at"`
}

type lessonOut struct {
	Of     record.ID `json:"of" format:"uuid" doc:"the report, the incident, or one that it has taken in"`
	Well   string    `json:"well"`
	Better string    `json:"better"`
	By     named     `json:"by"`
	At     time.Time `json:"at"`
}

// roundOut is one time that those who reported were told what was done.
type roundOut struct {
	By   named     `json:"by"`
	Told int       `json:"told" doc:"how many"`
	At   time.Time `json:"at"`
}

// FollowUpOut is what was asked, and done, about a report or an incident.
type FollowUpOut struct {
	Tasks     []TaskOut     `json:"tasks" nullable:"false"`
	Referrals []ReferralOut `json:"referrals" nullable:"false"`
	Responses []ResponseOut `json:"responses" nullable:"false"`
	Lessons   []lessonOut   `json:"lessons" nullable:"false" doc:"the own one first, then those of incidents that it has taken in"`
	Rounds    []roundOut    `json:"rounds" nullable:"false" doc:"of feedback to all who reported, as they were sent"`
	Can       []string      `json:"can" nullable:"false" enum:"task,refer,respond,answer"`
}

// followActs are what the panel of a report or an incident may offer.
var followActs = []string{"task", "refer", "respond"}

func (s *Server) followUp(ctx context.Context, a policy.Actor, of incident.About, at time.Time) (*body[FollowUpOut], error) {
	done, err := s.Deeds.Of(ctx, a, of, at) // it asks the policy
	if err != nil {
		return nil, err
	}
	out := FollowUpOut{Responses: []ResponseOut{}, Lessons: []lessonOut{}, Rounds: []roundOut{}}
	l := callerOf(ctx).language
	for _, r := range done.Responses {
		o := ResponseOut{
			ID: r.ID, Doer: s.unitNamed(r.Doer, l), By: s.named(r.By), Kind: string(r.Kind), Text: r.Text, When: r.When,
			Effect: string(r.Effect), Came: r.Came, Said: when(r.Said), At: r.At,
		}
		if !r.Incident.Zero() {
			o.Incident = &r.Incident
		}
		out.Responses = append(out.Responses, o)
	}
	for _, n := range done.Lessons {
		out.Lessons = append(out.Lessons, lessonOut{n.Of, n.Well, n.Better, s.named(n.By), n.At})
	}
	for _, r := range done.Rounds {
		out.Rounds = append(out.Rounds, roundOut{s.named(r.By), r.Told, r.At})
	}
	if err := s.asked(ctx, a, of, at, &out); err != nil {
		return nil, err
	}
	out.Can, err = s.mayFollow(ctx, a, of)
	return answer(out), err
}

// wholeOf are the records that what was asked hangs on: the report, or the incident
// with those that it has taken in.
func (s *Server) wholeOf(ctx context.Context, a policy.Actor, of incident.About, at time.Time) ([]record.ID, error) {
	if of.Incident.Zero() {
		return []record.ID{of.Report}, nil
	}
	return s.Incidents.Whole(ctx, a, of.Incident, at)
}

// asked adds the tasks and referrals that the caller may see, as they stood.
func (s *Server) asked(ctx context.Context, a policy.Actor, of incident.About, at time.Time, out *FollowUpOut) error {
	all, err := s.wholeOf(ctx, a, of, at)
	if err != nil {
		return err
	}
	tasks, err := s.Tasks.Of(ctx, a, all...)
	if err != nil {
		return err
	}
	referrals, err := s.Tasks.ReferralsOf(ctx, a, all...)
	if err != nil {
		return err
	}
	if at.IsZero() {
		out.Tasks, out.Referrals = s.tasksOut(ctx, a, tasks), s.referralsOut(ctx, a, referrals)
		return nil
	}
	out.Tasks, out.Referrals = []TaskOut{}, []ReferralOut{}
	for i := range tasks {
		if t, was := tasks[i].Then(at); was {
			o := s.taskOut(ctx, a, &t)
			o.Can, o.Overdue = []string{}, t.Overdue(at)
			out.Tasks = append(out.Tasks, o)
		}
	}
	for i := range referrals {
		if r, was := referrals[i].Then(at); was {
			o := s.referralOut(ctx, a, &r)
			o.Can = []string{}
			out.Referrals = append(out.Referrals, o)
		}
	}
	return nil
}

func (s *Server) mayFollow(ctx context.Context, a policy.Actor, of incident.About) ([]string, error) {
	can := []string{}
	if !of.Incident.Zero() {
		return append(can, s.Incidents.MayDo(ctx, a, of.Incident, followActs)...), nil
	}
	actions := []policy.Action{"report.answer"}
	for _, do := range followActs {
		actions = append(actions, policy.Action("report."+do))
	}
	may, err := s.Queue.May(ctx, a, of.Report, actions)
	for _, action := range may {
		can = append(can, strings.TrimPrefix(string(action), "report."))
	}
	return can, err
}

// RespondIn is something that was done.
type RespondIn struct {
	ID     record.ID  `json:"id"`
	Doer   *record.ID `json:"doer,omitempty" format:"uuid" doc:"one's own unit, where it is left out"`
	Kind   string     `json:"kind" enum:"patrol,search,rescue,care,protection,mediation,warning,aid,operation,other"`
	Text   string     `json:"text" maxLength:"4096"`
	When   time.Time  `json:"when"`
	Effect string     `json:"effect,omitempty" enum:"achieved,partly,none,unknown"`
	Came   string     `json:"came,omitempty" maxLength:"4096"`
}

// EffectIn is what came of something that was done.
type EffectIn struct {
	Response record.ID `json:"response"`
	Effect   string    `json:"effect" enum:"achieved,partly,none,unknown"`
	Came     string    `json:"came,omitempty" maxLength:"4096"`
}

// LessonIn is an after-action note.
type LessonIn struct {
	Well   string `json:"well,omitempty" maxLength:"4096"`
	Better string `json:"better,omitempty" maxLength:"4096"`
}

// followUps registers what was asked and done about a report or an incident.
func (s *Server) followUps(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports/{id}/follow-up", "followUp", "Tasks, referrals and responses of a report"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[FollowUpOut], error) {
		return s.followUp(ctx, a, incident.About{Report: in.ID}, time.Time{})
	})
	handle(s, api, op(http.MethodGet, "/incidents/{id}/follow-up", "followUpIncident", "Tasks, referrals and responses of an incident, now or as they were known"), func(ctx context.Context, a policy.Actor, in *struct {
		ID record.ID `path:"id"`
		At time.Time `query:"at" doc:"as it was known then"`
	},
	) (*body[FollowUpOut], error) {
		return s.followUp(ctx, a, incident.About{Incident: in.ID}, in.At)
	})
	after := func(ctx context.Context, a policy.Actor, of incident.About, err error) (*body[FollowUpOut], error) {
		if err != nil {
			return nil, err
		}
		return s.followUp(ctx, a, of, time.Time{})
	}
	about(s, api, "respond", "Write down what was done about the {0}", func(ctx context.Context, a policy.Actor, of incident.About, in *RespondIn) (*body[FollowUpOut], error) {
		n := response.New{
			ID: in.ID, Report: of.Report, Incident: of.Incident, Kind: response.Kind(in.Kind), Text: in.Text, When: in.When,
			Effect: response.Effect(in.Effect), Came: in.Came,
		}
		if in.Doer != nil {
			n.Doer = *in.Doer
		}
		return after(ctx, a, of, s.Deeds.Record(ctx, a, n))
	})
	about(s, api, "effect", "Say what came of something that was done about the {0}", func(ctx context.Context, a policy.Actor, of incident.About, in *EffectIn) (*body[FollowUpOut], error) {
		return after(ctx, a, of, s.Deeds.SetEffect(ctx, a, of, in.Response, response.Effect(in.Effect), in.Came))
	})
	about(s, api, "lesson", "The after-action note of the {0}", func(ctx context.Context, a policy.Actor, of incident.About, in *LessonIn) (*body[FollowUpOut], error) {
		return after(ctx, a, of, s.Deeds.Learn(ctx, a, of, in.Well, in.Better))
	})
}
