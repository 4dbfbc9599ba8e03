package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/edge/live"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/task"
)

// aboutOut is a report as a task or a hand-over names it, for those who may see the
// report.
type aboutOut struct {
	ID    record.ID `json:"id" format:"uuid"`
	Title string    `json:"title"`
	Kind  string    `json:"kind"`
	State string    `json:"state" enum:"new,checking,needs_answer,closed,quarantine"`
}

// aboutReport gives it, and nil where the caller may not know of the report.
func (s *Server) aboutReport(ctx context.Context, a policy.Actor, id record.ID) *aboutOut {
	if id.Zero() {
		return nil
	}
	may, err := s.Queue.May(ctx, a, id, []policy.Action{"report.list"})
	if err != nil || len(may) == 0 {
		return nil
	}
	sum, err := s.Queue.Summary(ctx, id)
	if err != nil {
		return nil
	}
	return &aboutOut{ID: id, Title: sum.Title, Kind: sum.Kind, State: sum.State.String()}
}

// aboutIncident gives an incident as a task names it, and nil where the caller may
// not know of it.
func (s *Server) aboutIncident(ctx context.Context, a policy.Actor, id record.ID) *partOut {
	if id.Zero() {
		return nil
	}
	in, err := s.Incidents.Get(ctx, id)
	if err != nil || len(s.Incidents.May(ctx, a, in, []policy.Action{"incident.list"})) == 0 {
		return nil
	}
	st := s.statement(callerOf(ctx).language, &in.Statement)
	return &partOut{id, &st}
}

// TaskOut is a task as the units that have to do with it see it.
type TaskOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Report   *aboutOut  `json:"report,omitempty" doc:"it was asked about, or an incident"`
	Incident *partOut   `json:"incident,omitempty"`
	From     named      `json:"from"`
	To       named      `json:"to"`
	Asker    named      `json:"asker"`
	Assignee *named     `json:"assignee,omitempty"`
	TLP      string     `json:"tlp"`
	Urgency  string     `json:"urgency" enum:"now,soon,routine"`
	State    string     `json:"state" enum:"asked,accepted,done,declined,withdrawn"`
	Overdue  bool       `json:"overdue"`
	Text     string     `json:"text"`
	Answer   string     `json:"answer,omitempty"`
	Asked    time.Time  `json:"asked"`
	Due      time.Time  `json:"due"`
	Taken    *time.Time `json:"taken,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	Ender    *named     `json:"ender,omitempty" doc:"who ended it"`
	Can      []string   `json:"can" nullable:"false" enum:"accept,finish,decline,withdraw"`
	Revision int64      `json:"revision"`
}

func (s *Server) personNamed(id record.ID) *named {
	if id.Zero() {
		return nil
	}
	out := s.named(id)
	return &out
}

func (s *Server) taskOut(ctx context.Context, a policy.Actor, t *task.Task) TaskOut {
	l := callerOf(ctx).language
	return TaskOut{
		ID: t.ID, Report: s.aboutReport(ctx, a, t.Report), Incident: s.aboutIncident(ctx, a, t.Incident), From: s.unitNamed(t.From, l), To: s.unitNamed(t.To, l), Asker: s.named(t.Asker),
		Assignee: s.personNamed(t.Assignee), TLP: t.TLP.String(), Urgency: string(t.Urgency), State: string(t.State), Overdue: t.Overdue(s.Clock()),
		Text: t.Text, Answer: t.Answer, Asked: t.Asked, Due: t.Due, Taken: when(t.Taken), Ended: when(t.Ended), Ender: s.personNamed(t.Ender),
		Can: append([]string{}, s.Tasks.May(ctx, a, t)...), Revision: t.Revision,
	}
}

func (s *Server) tasksOut(ctx context.Context, a policy.Actor, all []task.Task) []TaskOut {
	out := []TaskOut{}
	for i := range all {
		out = append(out, s.taskOut(ctx, a, &all[i]))
	}
	return out
}

type tasksIn struct {
	Box   string `query:"box" enum:"mine,unit,sent,all" default:"unit" doc:"that one took on oneself; that the own unit was asked; that it asked of others; all that one may see"`
	Ended bool   `query:"ended" doc:"the ended ones, the latest first; else the open ones: lives in danger first, then what is due first"`
}

type waitingOut struct {
	Open        int `json:"open"`
	Overdue     int `json:"overdue"`
	Sent        int `json:"sent"`
	SentOverdue int `json:"sent_overdue"`
}

type tasksOut struct {
	Items   []TaskOut  `json:"items" nullable:"false"`
	More    bool       `json:"more" doc:"there are more than a list shows"`
	Waiting waitingOut `json:"waiting" doc:"of the own unit, and what it asked of others"`
}

// NewTaskIn is a task as somebody asks it.
type NewTaskIn struct {
	ID      record.ID `json:"id"`
	To      record.ID `json:"to"`
	Text    string    `json:"text" maxLength:"4096"`
	Due     time.Time `json:"due"`
	Urgency string    `json:"urgency,omitempty" enum:"now,soon,routine" doc:"that of what it is about, where it is left out"`
}

func (in *NewTaskIn) task(of incident.About) task.New {
	return task.New{
		ID: in.ID, Report: of.Report, Incident: of.Incident, To: in.To, Text: in.Text, Due: in.Due, Urgency: report.Urgency(in.Urgency),
	}
}

// actOnIn is an act on a task, a referral: the state that the person saw, and what
// they say.
type actOnIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Text string `json:"text,omitempty" maxLength:"4096"`
	}
}

func (in *actOnIn) act() task.Act { return task.Act{ID: in.ID, Revision: in.Body.Revision} }

// tasks registers what units ask of each other.
func (s *Server) tasks(api huma.API) {
	handle(s, api, op(http.MethodGet, "/tasks", "listTasks", "Tasks: one's own, the unit's, those sent"), s.listTasks)
	handle(s, api, op(http.MethodPost, "/tasks", "askTask", "Ask a unit to do something, about nothing that was reported"), func(ctx context.Context, a policy.Actor, in *struct{ Body NewTaskIn }) (*body[TaskOut], error) {
		return s.oneTask(ctx, a)(s.Tasks.Ask(ctx, a, in.Body.task(incident.About{})))
	})
	about(s, api, "task", "Ask a unit to go and look: the answer comes back to the {0}", func(ctx context.Context, a policy.Actor, of incident.About, in *NewTaskIn) (*body[TaskOut], error) {
		return s.oneTask(ctx, a)(s.Tasks.Ask(ctx, a, in.task(of)))
	})
	handle(s, api, op(http.MethodGet, "/tasks/{id}", "getTask", "One task"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[TaskOut], error) {
		return s.oneTask(ctx, a)(s.Tasks.Get(ctx, a, in.ID))
	})
	acts := func(name, summary string, do func(context.Context, policy.Actor, task.Act, string) (task.Task, error)) {
		handle(s, api, op(http.MethodPost, "/tasks/{id}/"+name, name+"Task", summary), func(ctx context.Context, a policy.Actor, in *actOnIn) (*body[TaskOut], error) {
			return s.oneTask(ctx, a)(do(ctx, a, in.act(), in.Body.Text))
		})
	}
	acts("accept", "Take a task on", func(ctx context.Context, a policy.Actor, act task.Act, _ string) (task.Task, error) {
		return s.Tasks.Accept(ctx, a, act)
	})
	acts("finish", "Say what was found", s.Tasks.Finish)
	acts("decline", "Say why the unit will not", s.Tasks.Decline)
	acts("withdraw", "Take a task back", s.Tasks.Withdraw)
}

func (s *Server) oneTask(ctx context.Context, a policy.Actor) func(task.Task, error) (*body[TaskOut], error) {
	return func(t task.Task, err error) (*body[TaskOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.taskOut(ctx, a, &t)), nil
	}
}

func (s *Server) listTasks(ctx context.Context, a policy.Actor, in *tasksIn) (*body[tasksOut], error) {
	all, more, err := s.Tasks.List(ctx, a, task.Query{Box: task.Box(in.Box), Ended: in.Ended})
	if err != nil {
		return nil, err
	}
	w, err := s.Tasks.Count(ctx, a)
	return answer(tasksOut{s.tasksOut(ctx, a, all), more, waitingOut{w.Open, w.Overdue, w.Sent, w.SentOverdue}}), err
}

// toldTask is one event about a task or a referral: consoles read their lists anew.
type toldTask struct {
	ID       record.ID `json:"id"`
	State    string    `json:"state"`
	From     named     `json:"from"`
	To       named     `json:"to"`
	Report   record.ID `json:"report,omitzero"`
	Incident record.ID `json:"incident,omitzero"`
}

// stands is where a thing of two units stands for those who listen.
func stands(from, to policy.Resource) live.Row {
	row := func(r policy.Resource) live.Row {
		return live.Row{Unit: r.Unit, TLP: r.TLP, Assignee: r.Assignee, Named: r.Recipients}
	}
	out := row(from)
	out.Also = []live.Row{row(to)}
	return out
}

func (s *Server) newsOfTasks() live.Source {
	return live.Source{
		Event: "task", Action: "task.list", Kinds: []record.Kind{record.Task}, Key: func(h ledger.Header) record.ID { return h.Record },
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			t, from, to, err := s.Tasks.Row(ctx, h.Record)
			return live.Thing{Row: stands(from, to), Tell: func(l lang.Language) any {
				return toldTask{t.ID, string(t.State), s.unitNamed(t.From, l), s.unitNamed(t.To, l), t.Report, t.Incident}
			}}, err
		},
	}
}

func (s *Server) newsOfReferrals() live.Source {
	return live.Source{
		Event: "referral", Action: "referral.list", Kinds: []record.Kind{record.Referral}, Key: func(h ledger.Header) record.ID { return h.Record },
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			r, from, to, err := s.Tasks.ReferralRow(ctx, h.Record)
			return live.Thing{Row: stands(from, to), Tell: func(l lang.Language) any {
				return toldTask{r.ID, string(r.State), s.unitNamed(r.From, l), s.unitNamed(r.To, l), r.Report, r.Incident}
			}}, err
		},
	}
}
