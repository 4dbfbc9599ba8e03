package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/duty"
)

type stretchOut struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	First  *named    `json:"first,omitempty"`
	Others []named   `json:"others" nullable:"false"`
	Left   []named   `json:"left" nullable:"false" doc:"in the plan, and able to answer no more"`
	Gap    bool      `json:"gap" doc:"nobody is on duty"`
}

type swapOut struct {
	ID    record.ID `json:"id" format:"uuid"`
	Unit  named     `json:"unit"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Giver named     `json:"giver"`
	Taker named     `json:"taker"`
	Turn  string    `json:"turn" enum:"asked,taken,refused,withdrawn"`
}

type onDutyOut struct {
	Unit    named       `json:"unit"`
	Planned bool        `json:"planned" doc:"else everybody of the unit is on duty"`
	Now     stretchOut  `json:"now"`
	Gap     *stretchOut `json:"gap,omitempty" doc:"the next within a week in which nobody is on duty"`
}

type onDutiesOut struct {
	Items []onDutyOut `json:"items" nullable:"false"`
}

type rosterOut struct {
	Unit      named        `json:"unit"`
	Planned   bool         `json:"planned"`
	Plan      duty.Plan    `json:"plan"`
	Revision  int64        `json:"revision"`
	Zone      string       `json:"zone" doc:"of the plan's hours"`
	Stretches []stretchOut `json:"stretches" nullable:"false"`
	Swaps     []swapOut    `json:"swaps" nullable:"false"`
	People    []named      `json:"people" nullable:"false" doc:"who could answer the unit's alerts"`
	Edit      bool         `json:"edit" doc:"the caller may change the plan"`
}

type ownDutyOut struct {
	Unit  named     `json:"unit"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	First bool      `json:"first"`
}

type mineOut struct {
	Items    []ownDutyOut `json:"items" nullable:"false"`
	Swaps    []swapOut    `json:"swaps" nullable:"false"`
	Calendar bool         `json:"calendar" doc:"the caller's calendar can be read by its address"`
}

// duties registers who is on duty.
func (s *Server) duties(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/duty", "listDuty", "Who is on duty now"), s.listDuty)
	handle(s, api, op(http.MethodGet, "/units/{id}/duty", "getDuty", "A unit's plan, and who is on duty from one moment to another"), s.getDuty)
	handle(s, api, op(http.MethodPut, "/units/{id}/duty", "putDuty", "Write a unit's plan"), s.putDuty)
	handle(s, api, op(http.MethodPost, "/duty/swaps", "askSwap", "Ask somebody to take a stretch of one's duty"), s.askSwap)
	handle(s, api, op(http.MethodPost, "/duty/swaps/{id}", "turnSwap", "Take, refuse or withdraw a swap"), s.turnSwap)
	mine(s, api, op(http.MethodGet, "/account/duty", "ownDuty", "One's own duty of the next weeks"), s.ownDuty)
	mine(s, api, op(http.MethodPost, "/account/calendar", "newCalendar", "A new address of one's calendar; shown once, the one before opens no more"), s.newCalendar)
	mine(s, api, op(http.MethodDelete, "/account/calendar", "dropCalendar", "Shut one's calendar"), s.dropCalendar)
	s.plain(t, "GET /api/v1/calendars/{secret}", s.calendar)
}

func (s *Server) stretch(st duty.Stretch) stretchOut {
	out := stretchOut{From: st.From, To: st.To, Others: s.people(st.Deputies), Left: s.people(st.Left), Gap: st.Gap()}
	if !st.Primary.Zero() {
		who := s.named(st.Primary)
		out.First = &who
	}
	return out
}

func (s *Server) swapsOut(l lang.Language, ws []duty.Swap) []swapOut {
	out := []swapOut{}
	for _, w := range ws {
		out = append(out, swapOut{w.ID, s.unitNamed(w.Unit, l), w.From, w.To, s.named(w.Giver), s.named(w.Taker), string(w.Turn)})
	}
	return out
}

func (s *Server) listDuty(ctx context.Context, a policy.Actor, _ *none) (*body[onDutiesOut], error) {
	lines, err := s.Duty.List(ctx, a)
	if err != nil {
		return nil, err
	}
	out := onDutiesOut{Items: []onDutyOut{}}
	for _, line := range lines {
		o := onDutyOut{Unit: s.unitNamed(line.Unit, callerOf(ctx).language), Planned: line.Planned, Now: s.stretch(line.Now)}
		if line.Gap != nil {
			gap := s.stretch(*line.Gap)
			o.Gap = &gap
		}
		out.Items = append(out.Items, o)
	}
	return answer(out), nil
}

type getDutyIn struct {
	ID   record.ID `path:"id"`
	From time.Time `query:"from" required:"true"`
	To   time.Time `query:"to" required:"true"`
}

func (s *Server) getDuty(ctx context.Context, a policy.Actor, in *getDutyIn) (*body[rosterOut], error) {
	look, err := s.Duty.Look(ctx, a, in.ID, in.From, in.To)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := rosterOut{
		Unit: s.unitNamed(in.ID, l), Planned: look.Planned, Plan: look.Plan, Revision: look.Revision, Zone: s.Duty.Zone().String(),
		Stretches: []stretchOut{}, Swaps: s.swapsOut(l, look.Swaps), People: []named{},
		Edit: s.Policy.Allow(ctx, a, "duty.edit", s.Policy.At(policy.Duty, record.ID{}, in.ID)) == nil,
	}
	for _, st := range look.Stretches {
		out.Stretches = append(out.Stretches, s.stretch(st))
	}
	for _, m := range s.Who.Members() {
		if s.Duty.Can(ctx, m.ID, in.ID) {
			out.People = append(out.People, named{m.ID, m.Name})
		}
	}
	return answer(out), nil
}

type putDutyIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Plan     duty.Plan `json:"plan"`
		Revision int64     `json:"revision" minimum:"0"`
	}
}

func (s *Server) putDuty(ctx context.Context, a policy.Actor, in *putDutyIn) (*none, error) {
	return nil, s.Duty.Set(ctx, a, in.ID, in.Body.Plan, in.Body.Revision)
}

type askSwapIn struct {
	Body struct {
		ID    record.ID `json:"id"`
		Unit  record.ID `json:"unit"`
		From  time.Time `json:"from"`
		To    time.Time `json:"to"`
		Taker record.ID `json:"taker"`
	}
}

func (s *Server) askSwap(ctx context.Context, a policy.Actor, in *askSwapIn) (*none, error) {
	b := in.Body
	return nil, s.Duty.AskSwap(ctx, a, duty.Swap{ID: b.ID, Unit: b.Unit, From: b.From, To: b.To, Taker: b.Taker})
}

type turnSwapIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Turn string `json:"turn" enum:"taken,refused,withdrawn"`
	}
}

func (s *Server) turnSwap(ctx context.Context, a policy.Actor, in *turnSwapIn) (*none, error) {
	return nil, s.Duty.Turn(ctx, a, in.ID, duty.Turn(in.Body.Turn))
}

// ownAhead is how far ahead one's own duty is shown.
const ownAhead = 28 * 24 * time.Hour

func (s *Server) ownDuty(ctx context.Context, c *caller, _ *none) (*body[mineOut], error) {
	now := s.Clock()
	own, err := s.Duty.Mine(ctx, c.actor.ID, now, now.Add(ownAhead))
	if err != nil {
		return nil, err
	}
	swaps, err := s.Duty.Swaps(ctx, c.actor.ID)
	if err != nil {
		return nil, err
	}
	out := mineOut{Items: []ownDutyOut{}, Swaps: s.swapsOut(c.language, swaps)}
	for _, o := range own {
		out.Items = append(out.Items, ownDutyOut{s.unitNamed(o.Unit, c.language), o.From, o.To, o.First})
	}
	out.Calendar, err = s.Duty.HasCalendar(ctx, c.actor.ID)
	return answer(out), err
}

type calendarOut struct {
	Path string `json:"path" doc:"whoever has it reads when and where the caller is on duty"`
}

func (s *Server) newCalendar(ctx context.Context, c *caller, _ *none) (*body[calendarOut], error) {
	secret, err := s.Duty.NewCalendar(ctx, c.actor.ID)
	return answer(calendarOut{"/api/v1/calendars/" + secret + ".ics"}), err
}

func (s *Server) dropCalendar(ctx context.Context, c *caller, _ *none) (*none, error) {
	return nil, s.Duty.DropCalendar(ctx, c.actor.ID)
}

// calendar is GET /api/v1/calendars/{secret}: one's duty for a telephone's calendar,
// which cannot sign in.
func (s *Server) calendar(w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("secret"), ".ics")
	if !ok {
		return store.ErrNone
	}
	b, err := s.Duty.Calendar(r.Context(), secret, respond.Language(r), s.Units.Name)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = w.Write(b) // whoever reads it comes back
	return nil
}
