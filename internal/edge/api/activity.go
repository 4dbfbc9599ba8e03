package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
)

// trainerOut is somebody who leads an activity.
type trainerOut struct {
	Account      record.ID  `json:"account,omitzero" format:"uuid"`
	Name         string     `json:"name" minLength:"1" maxLength:"480"`
	Organisation string     `json:"organisation,omitempty" maxLength:"480"`
	Vetted       *time.Time `json:"vetted,omitempty" doc:"the day on which the organisation looked into who that is"`
}

type sessionPart struct {
	ID    record.ID `json:"id" format:"uuid"`
	Title string    `json:"title,omitempty" maxLength:"800"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

type stopPart struct {
	Place    *placeOut `json:"place,omitempty"`
	Spot     string    `json:"spot,omitempty" maxLength:"800"`
	Day      time.Time `json:"day"`
	Audience string    `json:"audience,omitempty" maxLength:"800"`
}

// PlanPart is a plan, as it is read and as it is written: the name of a place is
// read alone.
type PlanPart struct {
	Kind      string            `json:"kind" enum:"training,caravan,workshop,forum,youth_event,materials"`
	Title     map[string]string `json:"title"`
	Summary   map[string]string `json:"summary,omitempty"`
	Place     *placeOut         `json:"place,omitempty"`
	Spot      string            `json:"spot,omitempty" maxLength:"800" doc:"the school, the square"`
	Audience  string            `json:"audience,omitempty" maxLength:"800"`
	Expected  int               `json:"expected,omitempty" minimum:"0"`
	Languages []string          `json:"languages,omitempty" maxItems:"30"`
	Partners  []string          `json:"partners,omitempty" maxItems:"30"`
	Courses   []string          `json:"courses,omitempty" maxItems:"30" doc:"ids of the courses that are taught"`
	Trainers  []trainerOut      `json:"trainers,omitempty" maxItems:"40"`
	Team      []record.ID       `json:"team,omitempty" maxItems:"40" doc:"accounts that see it beside the trainers"`
	Children  bool              `json:"children,omitempty" doc:"children come: two vetted adults are needed"`
	Risks     string            `json:"risks,omitempty" maxLength:"16000"`
	NoHarm    string            `json:"no_harm,omitempty" maxLength:"16000"`
	Line      string            `json:"line,omitempty" maxLength:"800" doc:"of the budget"`
	Budget    int64             `json:"budget,omitempty" minimum:"0" doc:"hundredths of MRU"`
	Cost      int64             `json:"cost,omitempty" minimum:"0" doc:"what it came to, alike"`
	Sessions  []sessionPart     `json:"sessions,omitempty" maxItems:"120"`
	Stops     []stopPart        `json:"stops,omitempty" maxItems:"60" doc:"of a caravan"`
	Public    bool              `json:"public,omitempty" doc:"anybody may know when and where"`
}

// ActivityOut is an activity as those see it who work with communities.
type ActivityOut struct {
	ID         record.ID  `json:"id" format:"uuid"`
	Unit       named      `json:"unit"`
	Plan       PlanPart   `json:"plan"`
	State      string     `json:"state" enum:"draft,confirmed,done,cancelled"`
	Word       string     `json:"word,omitempty" doc:"why it was cancelled, or how it went"`
	Lacks      []string   `json:"lacks" nullable:"false" enum:"time,place,leader,risks,adults" doc:"what is missing before it can be confirmed"`
	Start      *time.Time `json:"start,omitempty"`
	End        *time.Time `json:"end,omitempty"`
	Team       []named    `json:"team" nullable:"false" doc:"who was named beside the trainers"`
	Suggestion *record.ID `json:"suggestion,omitempty" format:"uuid" doc:"the idea that it came from"`
	Author     named      `json:"author"`
	At         time.Time  `json:"at"`
	Can        []string   `json:"can" nullable:"false" enum:"edit,confirm,cancel,finish,reopen,people,register"`
	Revision   int64      `json:"revision"`
}

func (s *Server) placePart(r place.Ref, l lang.Language) *placeOut {
	if r == (place.Ref{}) {
		return nil
	}
	return &placeOut{r.List, r.Code, s.Places.Name(r.List, r.Code, l)}
}

func (p *placeOut) ref() place.Ref {
	if p == nil {
		return place.Ref{}
	}
	return place.Ref{List: p.List, Code: p.Code}
}

func (s *Server) planOut(p *activity.Plan, l lang.Language) PlanPart {
	out := PlanPart{
		Kind: string(p.Kind), Title: texts(p.Title), Summary: texts(p.Summary), Place: s.placePart(p.Place, l), Spot: p.Spot, Audience: p.Audience,
		Expected: p.Expected, Languages: p.Languages, Partners: p.Partners, Courses: p.Courses, Team: p.Team, Children: p.Children, Risks: p.Risks, NoHarm: p.NoHarm,
		Line: p.Line, Budget: p.Budget, Cost: p.Cost, Public: p.Public,
	}
	for _, t := range p.Trainers {
		out.Trainers = append(out.Trainers, trainerOut{t.Account, t.Name, t.Organisation, when(t.Vetted)})
	}
	for _, e := range p.Sessions {
		out.Sessions = append(out.Sessions, sessionPart(e))
	}
	for _, e := range p.Stops {
		out.Stops = append(out.Stops, stopPart{s.placePart(e.Place, l), e.Spot, e.Day, e.Audience})
	}
	return out
}

func (p *PlanPart) plan() activity.Plan {
	out := activity.Plan{
		Kind: activity.Kind(p.Kind), Title: text(p.Title), Summary: text(p.Summary), Place: p.Place.ref(), Spot: p.Spot, Audience: p.Audience,
		Expected: p.Expected, Languages: p.Languages, Partners: p.Partners, Courses: p.Courses, Team: p.Team, Children: p.Children, Risks: p.Risks, NoHarm: p.NoHarm,
		Line: p.Line, Budget: p.Budget, Cost: p.Cost, Public: p.Public,
	}
	for _, t := range p.Trainers {
		out.Trainers = append(out.Trainers, activity.Trainer{Account: t.Account, Name: t.Name, Organisation: t.Organisation, Vetted: orNever(t.Vetted)})
	}
	for _, e := range p.Sessions {
		out.Sessions = append(out.Sessions, activity.Session{ID: e.ID, Title: e.Title, Start: e.Start.UTC(), End: e.End.UTC()})
	}
	for _, e := range p.Stops {
		out.Stops = append(out.Stops, activity.Stop{Place: e.Place.ref(), Spot: e.Spot, Day: e.Day.UTC(), Audience: e.Audience})
	}
	return out
}

func orNever(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

func (s *Server) activityOut(ctx context.Context, a policy.Actor, of *activity.Activity) ActivityOut {
	l := callerOf(ctx).language
	out := ActivityOut{
		ID: of.ID, Unit: s.unitNamed(of.Unit, l), Plan: s.planOut(&of.Plan, l), State: string(of.State), Word: of.Word, Lacks: []string{},
		Start: when(of.Start()), End: when(of.End()), Team: s.people(of.Team), Author: s.named(of.Author), At: of.At,
		Can: append([]string{}, s.Activities.May(ctx, a, of)...), Revision: of.Revision,
	}
	if of.State == activity.Draft || of.State == activity.Confirmed {
		for _, lack := range of.Lacks() {
			out.Lacks = append(out.Lacks, string(lack))
		}
	}
	if !of.Suggestion.Zero() {
		out.Suggestion = &of.Suggestion
	}
	return out
}

type activitiesIn struct {
	From    time.Time `query:"from" doc:"those that end then or later"`
	To      time.Time `query:"to" doc:"those that begin before"`
	Kind    string    `query:"kind" enum:"training,caravan,workshop,forum,youth_event,materials"`
	State   string    `query:"state" enum:"draft,confirmed,done,cancelled"`
	Undated bool      `query:"undated" doc:"those that have no day yet, instead"`
	Latest  bool      `query:"latest" doc:"the last that begins comes first"`
}

type activitiesOut struct {
	Items []ActivityOut `json:"items" nullable:"false"`
	More  bool          `json:"more" doc:"there are more than a list shows"`
}

type putActivityIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Unit record.ID `json:"unit"`
		Plan PlanPart  `json:"plan"`
	}
}

type actOnActivityIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Word string `json:"word,omitempty" maxLength:"16000"`
	}
}

// activities registers what is planned with communities.
func (s *Server) activities(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/activities", "listActivities", "Activities with communities that touch a period"), func(ctx context.Context, a policy.Actor, in *activitiesIn) (*body[activitiesOut], error) {
		all, more, err := s.Activities.List(ctx, a, activity.Query{From: in.From, To: in.To, Kind: activity.Kind(in.Kind), State: activity.State(in.State), Undated: in.Undated, Latest: in.Latest})
		out := activitiesOut{Items: []ActivityOut{}, More: more}
		for i := range all {
			out.Items = append(out.Items, s.activityOut(ctx, a, &all[i]))
		}
		return answer(out), err
	})
	handle(s, api, op(http.MethodGet, "/community/activities/{id}", "getActivity", "One activity"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[ActivityOut], error) {
		return s.oneActivity(ctx, a)(s.Activities.Get(ctx, a, in.ID))
	})
	handle(s, api, op(http.MethodPut, "/community/activities/{id}", "putActivity", "Plan an activity, or change its plan"), func(ctx context.Context, a policy.Actor, in *putActivityIn) (*body[ActivityOut], error) {
		return s.oneActivity(ctx, a)(s.Activities.Put(ctx, a, in.ID, in.Body.Unit, in.Body.Revision, in.Body.Plan.plan()))
	})
	acts := func(name, summary string, do func(context.Context, policy.Actor, activity.Seen, string) (activity.Activity, error)) {
		handle(s, api, op(http.MethodPost, "/community/activities/{id}/"+name, name+"Activity", summary), func(ctx context.Context, a policy.Actor, in *actOnActivityIn) (*body[ActivityOut], error) {
			return s.oneActivity(ctx, a)(do(ctx, a, activity.Seen{ID: in.ID, Revision: in.Body.Revision}, in.Body.Word))
		})
	}
	wordless := func(do func(context.Context, policy.Actor, activity.Seen) (activity.Activity, error)) func(context.Context, policy.Actor, activity.Seen, string) (activity.Activity, error) {
		return func(ctx context.Context, a policy.Actor, seen activity.Seen, _ string) (activity.Activity, error) {
			return do(ctx, a, seen)
		}
	}
	acts("confirm", "Say that it will be held: nothing may be missing", wordless(s.Activities.Confirm))
	acts("cancel", "Say that it will not be held, and why", s.Activities.Cancel)
	acts("finish", "Say how it went", s.Activities.Finish)
	acts("reopen", "Make a draft of it again", wordless(s.Activities.Reopen))
}

func (s *Server) oneActivity(ctx context.Context, a policy.Actor) func(activity.Activity, error) (*body[ActivityOut], error) {
	return func(of activity.Activity, err error) (*body[ActivityOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.activityOut(ctx, a, &of)), nil
	}
}
