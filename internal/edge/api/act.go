package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/edge/respond"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

// RevisionIn is the state of the report that the person saw.
type RevisionIn struct {
	Revision int64 `json:"revision,omitempty" minimum:"0"`
}

func (r RevisionIn) seen() int64 { return r.Revision }

type actIn[I any] struct {
	ID   record.ID `path:"id"`
	Body I
}

// acts registers one act on a report: POST /reports/{id}/NAME.
func acts[I any, P interface {
	*I
	seen() int64
}](s *Server, api huma.API, name string, do func(context.Context, policy.Actor, queue.Act, *I) (queue.Summary, error),
) {
	o := op(http.MethodPost, "/reports/{id}/"+name, name+"Report", "Act on a report: "+name)
	handle(s, api, o, func(ctx context.Context, a policy.Actor, in *actIn[I]) (*body[SummaryOut], error) {
		seen := P(&in.Body).seen()
		sum, err := do(ctx, a, queue.Act{Report: in.ID, Revision: seen}, &in.Body)
		if err != nil {
			return nil, s.explained(ctx, in.ID, seen, err)
		}
		return answer(s.summary(callerOf(ctx).language, sum)), nil
	})
}

// explained says of a conflict what others did since the state that the caller saw.
// Only who may act on the report comes as far as a conflict.
func (s *Server) explained(ctx context.Context, report record.ID, seen int64, err error) error {
	if !fault.Is(err, fault.Conflict) || seen == 0 {
		return err
	}
	history, e := s.Field.History(ctx, report)
	if e != nil {
		return errors.Join(err, e)
	}
	stale := &respond.StaleError{Err: err}
	for _, rev := range history {
		if rev.Seq <= seen || !slices.Contains(concerning, rev.Kind) {
			continue
		}
		h := s.act(callerOf(ctx).language, rev)
		c := respond.Change{At: h.At, Act: h.Act, Detail: h.Detail}
		if h.By != nil {
			c.By = h.By.Name
		}
		stale.Changes = append(stale.Changes, c)
	}
	return stale
}

// sorts registers the acts by which a desk sorts its reports.
func (s *Server) sorts(api huma.API) {
	acts(s, api, "grade", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Source      string `json:"source" enum:"A,B,C,D,E,F"`
		Information int    `json:"information" minimum:"1" maximum:"6"`
	},
	) (queue.Summary, error) {
		return s.Queue.SetGrade(ctx, a, act, queue.Grade{Source: in.Source, Information: in.Information})
	})
	acts(s, api, "state", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		State string `json:"state" enum:"new,checking,needs_answer"`
	},
	) (queue.Summary, error) {
		st, _ := queue.ParseState(in.State)
		return s.Queue.SetState(ctx, a, act, st)
	})
	acts(s, api, "urgency", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Urgency string `json:"urgency" enum:"now,soon,routine"`
	},
	) (queue.Summary, error) {
		u, _ := report.ParseUrgency(in.Urgency)
		return s.Queue.SetUrgency(ctx, a, act, u)
	})
	acts(s, api, "assign", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Account *record.ID `json:"account" nullable:"true"`
	},
	) (queue.Summary, error) {
		to := record.ID{}
		if in.Account != nil {
			to = *in.Account
		}
		return s.Queue.Assign(ctx, a, act, to)
	})
	acts(s, api, "forward", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Unit record.ID `json:"unit"`
		Note string    `json:"note,omitempty" maxLength:"8192"`
	},
	) (queue.Summary, error) {
		return s.Queue.Forward(ctx, a, act, in.Unit, in.Note)
	})
}

// words registers the acts that say something, and those that end the work.
func (s *Server) words(api huma.API) {
	acts(s, api, "answer", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		ID       record.ID `json:"id"`
		Text     string    `json:"text" maxLength:"8192"`
		Language string    `json:"language" maxLength:"10"`
	},
	) (queue.Summary, error) {
		return s.Queue.Answer(ctx, a, act, in.ID, in.Text, in.Language)
	})
	acts(s, api, "note", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		ID   record.ID `json:"id"`
		Text string    `json:"text" maxLength:"8192"`
	},
	) (queue.Summary, error) {
		return s.Queue.Note(ctx, a, act, in.ID, in.Text)
	})
	acts(s, api, "close", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Outcome string `json:"outcome" enum:"confirmed,action_taken,referred,unfounded,duplicate,no_action"`
		Note    string `json:"note,omitempty" maxLength:"8192"`
	},
	) (queue.Summary, error) {
		return s.Queue.Close(ctx, a, act, queue.Outcome(in.Outcome), in.Note)
	})
	acts(s, api, "reopen", func(ctx context.Context, a policy.Actor, act queue.Act, in *struct {
		RevisionIn
		Note string `json:"note" maxLength:"8192"`
	},
	) (queue.Summary, error) {
		return s.Queue.Reopen(ctx, a, act, in.Note)
	})
	acts(s, api, "correct", s.correct)
	handle(s, api, op(http.MethodPost, "/reports/{id}/erase", "eraseReport", "Erase a report and all about it"), s.eraseReport)
}

type correctIn struct {
	RevisionIn
	ID       record.ID `json:"id" doc:"of the correction, chosen by the sender"`
	Form     string    `json:"form,omitempty" maxLength:"128" doc:"id of the form; needed with answers"`
	Version  string    `json:"version,omitempty" maxLength:"100"`
	Language string    `json:"language,omitempty" maxLength:"10"`
	Reason   string    `json:"reason" minLength:"3" maxLength:"500"`
	AnswersIn
}

func (s *Server) correct(ctx context.Context, a policy.Actor, act queue.Act, in *correctIn) (queue.Summary, error) {
	// Whoever may not correct it learns nothing of what is wrong with the answers.
	if may, err := s.Queue.May(ctx, a, act.Report, []policy.Action{"report.correct"}); err != nil || len(may) == 0 {
		return s.Queue.Correct(ctx, a, act, report.Incoming{})
	}
	if in.ID.Zero() || in.ID == act.Report {
		return queue.Summary{}, wrong("id")
	}
	xml, err := s.submissionOf(in.AnswersIn, in.Form, in.Version, in.ID)
	if err != nil {
		return queue.Summary{}, err
	}
	amendment, err := s.Intake.Amendment(intake.Submission{XML: []byte(xml), Language: in.Language, Operator: a.ID}, in.ID, in.Reason)
	if err != nil {
		return queue.Summary{}, err
	}
	return s.Queue.Correct(ctx, a, act, amendment)
}

type eraseIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

func (s *Server) eraseReport(ctx context.Context, a policy.Actor, in *eraseIn) (*none, error) {
	files, err := s.Queue.Erase(ctx, a, in.ID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	for _, ref := range files {
		if err := s.Blobs.Delete(ctx, ref, func(ctx context.Context) (bool, error) { return s.Reports.Named(ctx, ref) }); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
