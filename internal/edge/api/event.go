package api

import (
	"context"
	"net/http"
	"strconv"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/live"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

// events is GET /api/v1/events: what changes, for open consoles, as far as each
// may see it. Last-Event-ID resumes where a broken line stopped.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	c := s.watcher(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	s.listens.Do(func() {
		s.gate = &live.Gate{Policy: s.Policy, Tree: s.Units.Tree()}
		s.Feed.Tell(s.sources()...)
	})
	if err := s.Feed.Prime(r.Context(), s.Field); err != nil {
		return err
	}
	from, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil || from < 0 {
		from = -1
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	line := http.NewResponseController(w)
	_ = s.Feed.Listen(r.Context(), s.gate, live.Console{ // however the stream ends, whoever listens comes back
		From: from, Language: c.language,
		Who: func() (policy.Actor, bool) {
			a := s.watcher(r).actor
			return a, !a.ID.Zero()
		},
		Write: func(text []byte) error {
			if _, err := w.Write(text); err != nil {
				return err
			}
			return line.Flush()
		},
	})
	return nil
}

// sources are what open consoles are told of.
func (s *Server) sources() []live.Source {
	return []live.Source{
		s.newsOfReports(), s.newsOfAlerts(), s.newsOfAlarms(), s.newsOfIncidents(), s.newsOfRules(), s.newsOfTasks(), s.newsOfReferrals(),
		s.newsOfBulletins(), s.newsOfWarnings(),
	}
}

// concerning are the kinds that change what a console shows of a report.
var concerning = []record.Kind{
	record.Report, record.Correction, record.Grade, record.State, record.Urgency, record.Assignment, record.Forward, record.Answer,
	record.Message, record.Note, record.Closing, record.Blob, record.Erasure, record.Disclosure, record.Proposal,
	record.Review,
}

// told is one event about a report.
type told struct {
	ID     record.ID  `json:"id"`
	Act    string     `json:"act"`
	By     string     `json:"by,omitempty"`
	Report SummaryOut `json:"report"`
}

func (s *Server) newsOfReports() live.Source {
	return live.Source{
		Event: "report", Action: "report.list",
		Kinds: concerning,
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			sum, err := s.Queue.Summary(ctx, h.Subject)
			return live.Thing{
				Row: live.Row{Unit: sum.Unit, TLP: sum.TLP, Assignee: sum.Assignee},
				Tell: func(l lang.Language) any {
					return told{ID: h.Subject, Act: h.Kind.String(), By: s.Who.Name(h.Author), Report: s.summary(l, sum)}
				},
			}, err
		},
		Before: func(ctx context.Context, h ledger.Header) (live.Row, bool, error) {
			unit, moved, err := s.Queue.Before(ctx, h)
			return live.Row{Unit: unit, TLP: h.Handling.TLP}, moved, err
		},
	}
}

// rung is an alarm, for oversight.
type rung struct {
	Account record.ID   `json:"account"`
	Name    string      `json:"name"`
	Act     audit.Alarm `json:"act"`
	N       int         `json:"n"`
	Usual   int         `json:"usual"`
}

func (s *Server) newsOfAlarms() live.Source {
	return live.Source{
		Event: "alarm", Action: "audit.read", Kinds: []record.Kind{record.Alarm},
		Key: func(h ledger.Header) record.ID { return h.Record }, // each alarm about an account is one by itself
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			rev, err := s.Field.Read(ctx, h.Seq)
			if err != nil {
				return live.Thing{}, err
			}
			if rev.Body == nil { // erased since
				return live.Thing{}, policy.Hide()
			}
			out := rung{Account: h.Subject, Name: s.Who.Name(h.Subject)}
			out.Act, out.N, out.Usual, err = audit.Decode(rev)
			return live.Thing{Row: live.Row{Unit: h.Handling.Unit}, Tell: func(lang.Language) any { return out }}, err
		},
	}
}
