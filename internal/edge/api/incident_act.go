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
)

// AttachmentIO is a report that is put into an incident.
type AttachmentIO struct {
	Report record.ID `json:"report" format:"uuid"`
	Tells  string    `json:"tells" enum:"witness,hearsay,media,official"`
	Origin OriginIO  `json:"origin"`
	Denies bool      `json:"denies,omitempty"`
}

func (t AttachmentIO) attachment() incident.Attachment {
	return incident.Attachment{Report: t.Report, Tells: incident.Tells(t.Tells), Origin: t.Origin.origin(), Denies: t.Denies}
}

type startIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Unit      record.ID      `json:"unit,omitzero" format:"uuid" required:"false" doc:"missing: the nearest unit above all its reports where the caller has business"`
		TLP       string         `json:"tlp" enum:"clear,green,amber,amber+strict,red"`
		Urgency   string         `json:"urgency" enum:"now,soon,routine"`
		Statement StatementIO    `json:"statement"`
		Reports   []AttachmentIO `json:"reports" maxItems:"500" nullable:"false"`
	}
}

type draftIn struct {
	Body struct {
		Reports []record.ID `json:"reports" maxItems:"500" nullable:"false"`
	}
}

type incidentDraftOut struct {
	Unit      named          `json:"unit"`
	TLP       string         `json:"tlp"`
	Urgency   string         `json:"urgency"`
	Statement StatementIO    `json:"statement"`
	Reports   []AttachmentIO `json:"reports" nullable:"false"`
}

// onIncident registers one act on an incident: POST /incidents/{id}/NAME.
func onIncident[I any, P interface {
	*I
	seen() int64
}](s *Server, api huma.API, name string, do func(context.Context, policy.Actor, incident.On, *I) error,
) {
	o := op(http.MethodPost, "/incidents/{id}/"+name, name+"Incident", "Act on an incident: "+name)
	handle(s, api, o, func(ctx context.Context, a policy.Actor, in *actIn[I]) (*body[incidentOut], error) {
		if err := do(ctx, a, incident.On{Incident: in.ID, Revision: P(&in.Body).seen()}, &in.Body); err != nil {
			return nil, err
		}
		return s.lookAt(ctx, a, in.ID)
	})
}

// lookAt shows an incident to somebody who has just acted on it.
func (s *Server) lookAt(ctx context.Context, a policy.Actor, id record.ID) (*body[incidentOut], error) {
	v, err := s.Incidents.Look(ctx, a, id, time.Time{})
	if err != nil {
		return nil, err
	}
	return s.incidentOut(ctx, a, v)
}

// states registers how an incident is opened and stated, and how the work on it goes.
func (s *Server) states(api huma.API) {
	handle(s, api, op(http.MethodPost, "/incidents/draft", "draftIncident", "What an incident would be that is opened from reports"), s.draftIncident)
	handle(s, api, op(http.MethodPut, "/incidents/{id}", "startIncident", "Open an incident"), s.startIncident)
	handle(s, api, op(http.MethodPost, "/incidents/{id}/statement", "amendIncident", "State anew what happened"), s.amendIncident)
	onIncident(s, api, "state", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		State string `json:"state" enum:"open,watched"`
		Note  string `json:"note,omitempty" maxLength:"2000"`
	},
	) error {
		return s.Incidents.SetState(ctx, a, on, incident.State(in.State), in.Note)
	})
	onIncident(s, api, "close", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Outcome string `json:"outcome" enum:"confirmed,unfounded,unresolved,handed_over,mistaken"`
		Note    string `json:"note,omitempty" maxLength:"2000"`
	},
	) error {
		return s.Incidents.Close(ctx, a, on, incident.Outcome(in.Outcome), in.Note)
	})
	onIncident(s, api, "urgency", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Urgency string `json:"urgency" enum:"now,soon,routine"`
	},
	) error {
		u, _ := report.ParseUrgency(in.Urgency)
		return s.Incidents.SetUrgency(ctx, a, on, u)
	})
	onIncident(s, api, "mark", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		TLP string `json:"tlp" enum:"clear,green,amber,amber+strict,red"`
	},
	) error {
		tlp, err := record.ParseTLP(in.TLP)
		if err != nil {
			return err
		}
		return s.Incidents.SetTLP(ctx, a, on, tlp)
	})
	handle(s, api, op(http.MethodPost, "/incidents/{id}/assign", "assignIncident", "Say who leads an incident"), s.assignIncident)
	handle(s, api, op(http.MethodPost, "/incidents/{id}/move", "moveIncident", "Hand an incident to another unit"), s.moveIncident)
	handle(s, api, op(http.MethodPost, "/incidents/{id}/erase", "eraseIncident", "Erase an incident; its reports stay"), s.eraseIncident)
}

// gathers registers what goes into an incident: reports, questions, other incidents.
func (s *Server) gathers(api huma.API) {
	onIncident(s, api, "attach", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		AttachmentIO
		Raise bool `json:"raise,omitempty" doc:"mark the incident as closely as the report"`
	},
	) error {
		return s.Incidents.Attach(ctx, a, on, in.attachment(), in.Raise)
	})
	onIncident(s, api, "detach", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Report record.ID `json:"report" format:"uuid"`
		Why    string    `json:"why,omitempty" maxLength:"2000"`
	},
	) error {
		return s.Incidents.Detach(ctx, a, on, in.Report, in.Why)
	})
	onIncident(s, api, "ask", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		ID   record.ID `json:"id" format:"uuid" doc:"chosen by the sender"`
		Text string    `json:"text" minLength:"1" maxLength:"2000"`
	},
	) error {
		return s.Incidents.Ask(ctx, a, on, in.ID, in.Text)
	})
	onIncident(s, api, "reply", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Question record.ID `json:"question" format:"uuid"`
		Text     string    `json:"text" maxLength:"2000" doc:"empty: the answer is taken back"`
	},
	) error {
		return s.Incidents.Reply(ctx, a, on, in.Question, in.Text)
	})
	onIncident(s, api, "merge", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Into record.ID `json:"into" format:"uuid"`
	},
	) error {
		return s.Incidents.Merge(ctx, a, on, in.Into)
	})
	handle(s, api, op(http.MethodGet, "/incidents/{id}/joined", "joinedIncident", "What would become of a merge; nothing is written"), s.joinedIncident)
	onIncident(s, api, "pass", func(ctx context.Context, a policy.Actor, on incident.On, in *struct {
		RevisionIn
		Report record.ID `json:"report" format:"uuid"`
		Into   record.ID `json:"into" format:"uuid" doc:"the incident that the report goes to"`
		Raise  bool      `json:"raise,omitempty" doc:"mark that incident as closely as the report"`
	},
	) error {
		return s.Incidents.Pass(ctx, a, on, in.Report, in.Into, in.Raise)
	})
	onIncident(s, api, "unmerge", func(ctx context.Context, a policy.Actor, on incident.On, _ *RevisionIn) error {
		return s.Incidents.Unmerge(ctx, a, on)
	})
}

// joinedOut is what one incident would be that has taken another one in.
type joinedOut struct {
	Into      IncidentLine `json:"into" doc:"as it would be"`
	Before    int          `json:"before" doc:"independent sources of the one that would take the other in, as it is now"`
	Shared    int          `json:"shared" doc:"reports that are behind both"`
	Unclear   int          `json:"unclear" doc:"sources of which nobody has said whose word they repeat"`
	Incidents int          `json:"incidents" doc:"that would be part of it"`
}

func (s *Server) joinedIncident(ctx context.Context, a policy.Actor, in *struct {
	ID   record.ID `path:"id"`
	Into record.ID `query:"into" required:"true" format:"uuid"`
},
) (*body[joinedOut], error) {
	j, err := s.Incidents.Joined(ctx, a, in.ID, in.Into)
	if err != nil {
		return nil, err
	}
	now, err := s.Incidents.Visible(ctx, a, in.Into)
	if err != nil {
		return nil, err
	}
	sum := j.Summary()
	return answer(joinedOut{s.incidentLine(callerOf(ctx).language, &sum), now.Independent, j.Shared, j.Sources.Unclear, len(j.Parts)}), nil
}

func (s *Server) draftIncident(ctx context.Context, a policy.Actor, in *draftIn) (*body[incidentDraftOut], error) {
	l := callerOf(ctx).language
	d, err := s.Incidents.Draft(ctx, a, in.Body.Reports)
	if err != nil {
		return nil, err
	}
	out := incidentDraftOut{
		Unit: named{d.Unit, s.Units.Name(d.Unit, l)}, TLP: d.TLP.String(), Urgency: string(d.Urgency), Statement: s.statement(l, &d.Statement), Reports: []AttachmentIO{},
	}
	for _, t := range d.Reports {
		out.Reports = append(out.Reports, AttachmentIO{t.Report, string(t.Tells), originIO(t.Origin), t.Denies})
	}
	return answer(out), nil
}

func (s *Server) startIncident(ctx context.Context, a policy.Actor, in *startIn) (*body[incidentOut], error) {
	tlp, err := record.ParseTLP(in.Body.TLP)
	if err != nil {
		return nil, err
	}
	u, _ := report.ParseUrgency(in.Body.Urgency)
	o := incident.Opening{ID: in.ID, Unit: in.Body.Unit, TLP: tlp, Urgency: u, Statement: in.Body.Statement.statement()}
	for _, t := range in.Body.Reports {
		o.Reports = append(o.Reports, t.attachment())
	}
	if err := s.Incidents.Start(ctx, a, o); err != nil {
		return nil, err
	}
	return s.lookAt(ctx, a, in.ID)
}

type amendIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Base      int64       `json:"base" doc:"seq of the statement that it was written from"`
		Statement StatementIO `json:"statement"`
		Settles   []int64     `json:"settles,omitempty" maxItems:"20" doc:"statements beside it that this one settles"`
	}
}

type amendOut struct {
	Joined   bool        `json:"joined" doc:"others had changed other parts meanwhile: both hold"`
	Conflict bool        `json:"conflict" doc:"others had changed the same part: both are kept, and a person chooses"`
	Incident incidentOut `json:"incident"`
}

func (s *Server) amendIncident(ctx context.Context, a policy.Actor, in *amendIn) (*body[amendOut], error) {
	done, err := s.Incidents.Amend(ctx, a, incident.On{Incident: in.ID}, incident.Amendment{
		Base: in.Body.Base, Statement: in.Body.Statement.statement(), Settles: in.Body.Settles,
	})
	if err != nil {
		return nil, err
	}
	now, err := s.lookAt(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(amendOut{done.Joined, done.Conflict, now.Body}), nil
}

type moveIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Unit record.ID `json:"unit" format:"uuid"`
	}
}

type leadIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Account *record.ID `json:"account" nullable:"true"`
	}
}

// assignIncident and moveIncident answer without the incident: whoever gives it away
// may not read it any more.
func (s *Server) assignIncident(ctx context.Context, a policy.Actor, in *leadIn) (*none, error) {
	to := record.ID{}
	if in.Body.Account != nil {
		to = *in.Body.Account
	}
	return nil, s.Incidents.Assign(ctx, a, incident.On{Incident: in.ID, Revision: in.Body.Revision}, to)
}

func (s *Server) moveIncident(ctx context.Context, a policy.Actor, in *moveIn) (*none, error) {
	return nil, s.Incidents.SetUnit(ctx, a, incident.On{Incident: in.ID, Revision: in.Body.Revision}, in.Body.Unit)
}

func (s *Server) eraseIncident(ctx context.Context, a policy.Actor, in *eraseIn) (*none, error) {
	return nil, s.Incidents.Erase(ctx, a, in.ID, in.Body.Reason)
}

// incidentNews is one event about an incident. How many reports are behind it is for
// each console to ask: not all may know of the same.
type incidentNews struct {
	ID   record.ID `json:"id"`
	Into record.ID `json:"into,omitzero"`
	Act  string    `json:"act"`
	By   string    `json:"by,omitempty"`
}

func (s *Server) newsOfIncidents() live.Source {
	return live.Source{
		Event: "incident", Action: "incident.list", Kinds: []record.Kind{record.Incident, record.Membership, record.Response},
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			of := s.Incidents.Of
			if h.Kind == record.Response { // what was done about an incident; of a report it tells nothing here
				of = func(ctx context.Context, _ int64) (*incident.Incident, error) { return s.Incidents.Get(ctx, h.Subject) }
			}
			in, err := of(ctx, h.Seq)
			if err != nil {
				return live.Thing{}, err
			}
			news := incidentNews{ID: in.ID, Into: in.Into, Act: h.Kind.String(), By: s.Who.Name(h.Author)}
			return live.Thing{
				Row:  live.Row{Unit: in.Unit, TLP: in.TLP, Assignee: in.Lead},
				Tell: func(lang.Language) any { return news },
			}, nil
		},
	}
}
