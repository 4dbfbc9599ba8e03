package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/response"
)

// ResponseOut is one thing that was done about a report.
type ResponseOut struct {
	ID     record.ID `json:"id" format:"uuid"`
	Doer   named     `json:"doer" doc:"the unit that did it"`
	By     named     `json:"by" doc:"who wrote it down"`
	Kind   string    `json:"kind" enum:"patrol,search,rescue,care,protection,mediation,warning,aid,operation,other"`
	Text   string    `json:"text"`
	When   time.Time `json:"when"`
	Effect string    `json:"effect,omitempty" enum:"achieved,partly,none,unknown"`
	Came   string    `json:"came,omitempty" doc:"what came of it"`
	At     time.Time `json:"at"`
}

type lessonOut struct {
	Well   string    `json:"well"`
	Better string    `json:"better"`
	By     named     `json:"by"`
	At     time.Time `json:"at"`
}

// FollowUpOut is what was asked, and done, about a report.
type FollowUpOut struct {
	Tasks     []TaskOut     `json:"tasks" nullable:"false"`
	Referrals []ReferralOut `json:"referrals" nullable:"false"`
	Responses []ResponseOut `json:"responses" nullable:"false"`
	Lesson    *lessonOut    `json:"lesson,omitempty"`
	Can       []string      `json:"can" nullable:"false" enum:"report.task,report.refer,report.respond,report.answer"`
}

type feedbackOut struct {
	Text     string `json:"text"`
	Language string `json:"language"`
}

// responses registers what is done about reports, and how soon.
func (s *Server) responses(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports/{id}/follow-up", "followUp", "Tasks, referrals and responses of a report"), s.followUp)
	handle(s, api, op(http.MethodPost, "/reports/{id}/respond", "respondReport", "Write down what was done"), s.respond)
	handle(s, api, op(http.MethodPost, "/reports/{id}/effect", "effectReport", "Say what came of something that was done"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Response record.ID `json:"response"`
			Effect   string    `json:"effect" enum:"achieved,partly,none,unknown"`
			Came     string    `json:"came,omitempty" maxLength:"4096"`
		}
	},
	) (*body[FollowUpOut], error) {
		if err := s.Deeds.SetEffect(ctx, a, in.ID, in.Body.Response, response.Effect(in.Body.Effect), in.Body.Came); err != nil {
			return nil, err
		}
		return s.followUp(ctx, a, &idIn{in.ID})
	})
	handle(s, api, op(http.MethodPost, "/reports/{id}/lesson", "lessonReport", "The after-action note"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Well   string `json:"well,omitempty" maxLength:"4096"`
			Better string `json:"better,omitempty" maxLength:"4096"`
		}
	},
	) (*body[FollowUpOut], error) {
		if err := s.Deeds.Learn(ctx, a, in.ID, in.Body.Well, in.Body.Better); err != nil {
			return nil, err
		}
		return s.followUp(ctx, a, &idIn{in.ID})
	})
	handle(s, api, op(http.MethodGet, "/reports/{id}/feedback", "draftFeedback", "A draft of what the reporter is told in the end"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[feedbackOut], error) {
		f, err := s.Deeds.DraftFeedback(ctx, a, in.ID)
		return answer(feedbackOut{f.Text, string(f.Language)}), err
	})
	handle(s, api, op(http.MethodPost, "/reports/{id}/feedback", "feedbackReport", "Tell the reporter what was done"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			ID       record.ID `json:"id"`
			Text     string    `json:"text" maxLength:"4096"`
			Language string    `json:"language" maxLength:"10"`
		}
	},
	) (*struct{}, error) {
		_, err := s.Deeds.SendFeedback(ctx, a, in.Body.ID, []record.ID{in.ID}, in.Body.Text, lang.Language(in.Body.Language))
		return nil, err
	})
	handle(s, api, op(http.MethodGet, "/response-times", "responseTimes", "How soon units act, in figures"), s.responseTimes)
}

func (s *Server) respond(ctx context.Context, a policy.Actor, in *struct {
	ID   record.ID `path:"id"`
	Body struct {
		ID     record.ID  `json:"id"`
		Doer   *record.ID `json:"doer,omitempty" format:"uuid" doc:"one's own unit, where it is left out"`
		Kind   string     `json:"kind" enum:"patrol,search,rescue,care,protection,mediation,warning,aid,operation,other"`
		Text   string     `json:"text" maxLength:"4096"`
		When   time.Time  `json:"when"`
		Effect string     `json:"effect,omitempty" enum:"achieved,partly,none,unknown"`
		Came   string     `json:"came,omitempty" maxLength:"4096"`
	}
},
) (*body[FollowUpOut], error) {
	b := &in.Body
	n := response.New{ID: b.ID, Report: in.ID, Kind: response.Kind(b.Kind), Text: b.Text, When: b.When, Effect: response.Effect(b.Effect), Came: b.Came}
	if b.Doer != nil {
		n.Doer = *b.Doer
	}
	if err := s.Deeds.Record(ctx, a, n); err != nil {
		return nil, err
	}
	return s.followUp(ctx, a, &idIn{in.ID})
}

// followActions are what the panel of a report may offer.
var followActions = []policy.Action{"report.task", "report.refer", "report.respond", "report.answer"}

func (s *Server) followUp(ctx context.Context, a policy.Actor, in *idIn) (*body[FollowUpOut], error) {
	done, lesson, err := s.Deeds.Of(ctx, a, in.ID) // it asks the policy
	if err != nil {
		return nil, err
	}
	tasks, err := s.Tasks.Of(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	referrals, err := s.Tasks.Referrals(ctx, a, in.ID, false)
	if err != nil {
		return nil, err
	}
	may, err := s.Queue.May(ctx, a, in.ID, followActions)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := FollowUpOut{Tasks: s.tasksOut(ctx, a, tasks), Referrals: s.referralsOut(ctx, a, referrals), Responses: []ResponseOut{}, Can: []string{}}
	for _, r := range done {
		out.Responses = append(out.Responses, ResponseOut{
			ID: r.ID, Doer: s.unitNamed(r.Doer, l), By: s.named(r.By), Kind: string(r.Kind), Text: r.Text, When: r.When,
			Effect: string(r.Effect), Came: r.Came, At: r.At,
		})
	}
	if lesson != nil {
		out.Lesson = &lessonOut{lesson.Well, lesson.Better, s.named(lesson.By), lesson.At}
	}
	for _, action := range may {
		out.Can = append(out.Can, string(action))
	}
	return answer(out), nil
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
