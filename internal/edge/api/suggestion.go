package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
)

// IdeaPart is an event as somebody proposes it.
type IdeaPart struct {
	Kind     string `json:"kind" enum:"training,caravan,workshop,forum,youth_event,materials"`
	Title    string `json:"title" minLength:"1" maxLength:"800"`
	Why      string `json:"why" minLength:"1" maxLength:"16000"`
	Where    string `json:"where,omitempty" maxLength:"800"`
	When     string `json:"when,omitempty" maxLength:"800" doc:"in words: after the harvest"`
	Audience string `json:"audience,omitempty" maxLength:"800"`
}

// SuggestionOut is an idea with what became of it.
type SuggestionOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Unit     named      `json:"unit"`
	Author   named      `json:"author"`
	Idea     IdeaPart   `json:"idea"`
	State    string     `json:"state" enum:"open,taken,closed"`
	Word     string     `json:"word,omitempty" doc:"why nothing comes of it"`
	Activity *record.ID `json:"activity,omitempty" format:"uuid" doc:"that came of it"`
	Votes    int        `json:"votes"`
	Mine     bool       `json:"mine" doc:"the caller is for it"`
	Comments int        `json:"comments"`
	Made     time.Time  `json:"made"`
	Can      []string   `json:"can" nullable:"false" enum:"comment,vote,take,close,reopen"`
}

type commentOut struct {
	ID   record.ID `json:"id" format:"uuid"`
	By   named     `json:"by"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

func (s *Server) suggestionOut(ctx context.Context, a policy.Actor, g *activity.Suggestion) SuggestionOut {
	out := SuggestionOut{
		ID: g.ID, Unit: s.unitNamed(g.Unit, callerOf(ctx).language), Author: s.named(g.Author),
		Idea:  IdeaPart{string(g.Kind), g.Title, g.Why, g.Where, g.When, g.Audience},
		State: "open", Word: g.Word, Votes: g.Votes, Mine: g.Mine, Comments: g.Comments, Made: g.Made,
		Can: append([]string{}, s.Activities.MaySuggest(ctx, a, g)...),
	}
	switch {
	case g.Taken:
		out.State = "taken"
	case !g.Open:
		out.State = "closed"
	}
	if !g.Activity.Zero() {
		out.Activity = &g.Activity
	}
	return out
}

type suggestionsOut struct {
	Items []SuggestionOut `json:"items" nullable:"false"`
}

type commentsOut struct {
	Items []commentOut `json:"items" nullable:"false"`
}

type suggestionIn[I any] struct {
	ID   record.ID `path:"id"`
	Body I
}

// suggestions registers what is proposed, discussed and voted on.
func (s *Server) suggestions(api huma.API) {
	one := func(ctx context.Context, a policy.Actor) func(activity.Suggestion, error) (*body[SuggestionOut], error) {
		return func(g activity.Suggestion, err error) (*body[SuggestionOut], error) {
			if err != nil {
				return nil, err
			}
			return answer(s.suggestionOut(ctx, a, &g)), nil
		}
	}
	handle(s, api, op(http.MethodGet, "/community/suggestions", "listSuggestions", "Ideas for events: the open ones, most wanted first, or the closed ones"), func(ctx context.Context, a policy.Actor, in *struct {
		Closed bool `query:"closed"`
	},
	) (*body[suggestionsOut], error) {
		all, err := s.Activities.Suggestions(ctx, a, !in.Closed)
		out := suggestionsOut{Items: []SuggestionOut{}}
		for i := range all {
			out.Items = append(out.Items, s.suggestionOut(ctx, a, &all[i]))
		}
		return answer(out), err
	})
	handle(s, api, op(http.MethodGet, "/community/suggestions/{id}/comments", "listComments", "What was said of an idea"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[commentsOut], error) {
		all, err := s.Activities.Comments(ctx, a, in.ID)
		out := commentsOut{Items: []commentOut{}}
		for _, c := range all {
			out.Items = append(out.Items, commentOut{c.ID, s.named(c.Author), c.Text, c.At})
		}
		return answer(out), err
	})
	handle(s, api, op(http.MethodPut, "/community/suggestions/{id}", "putSuggestion", "Propose an event"), func(ctx context.Context, a policy.Actor, in *suggestionIn[IdeaPart]) (*body[SuggestionOut], error) {
		i := in.Body
		return one(ctx, a)(s.Activities.Suggest(ctx, a, in.ID, activity.Idea{Kind: activity.Kind(i.Kind), Title: i.Title, Why: i.Why, Where: i.Where, When: i.When, Audience: i.Audience}))
	})
	handle(s, api, op(http.MethodPost, "/community/suggestions/{id}/comment", "commentSuggestion", "Say something of an idea"), func(ctx context.Context, a policy.Actor, in *suggestionIn[struct {
		ID   record.ID `json:"id"`
		Text string    `json:"text" maxLength:"16000"`
	}],
	) (*body[SuggestionOut], error) {
		return one(ctx, a)(s.Activities.Say(ctx, a, in.ID, in.Body.ID, in.Body.Text))
	})
	handle(s, api, op(http.MethodPost, "/community/suggestions/{id}/vote", "voteSuggestion", "Say that one is for it, or take that back"), func(ctx context.Context, a policy.Actor, in *suggestionIn[struct {
		Yes bool `json:"yes"`
	}],
	) (*body[SuggestionOut], error) {
		return one(ctx, a)(s.Activities.Vote(ctx, a, in.ID, in.Body.Yes))
	})
	handle(s, api, op(http.MethodPost, "/community/suggestions/{id}/take", "takeSuggestion", "Make an activity of it"), func(ctx context.Context, a policy.Actor, in *suggestionIn[struct {
		Activity record.ID `json:"activity" doc:"the number of the activity to be"`
	}],
	) (*body[SuggestionOut], error) {
		return one(ctx, a)(s.Activities.Take(ctx, a, in.ID, in.Body.Activity))
	})
	handle(s, api, op(http.MethodPost, "/community/suggestions/{id}/close", "closeSuggestion", "Say why nothing comes of it"), func(ctx context.Context, a policy.Actor, in *suggestionIn[struct {
		Word string `json:"word" maxLength:"16000"`
	}],
	) (*body[SuggestionOut], error) {
		return one(ctx, a)(s.Activities.Close(ctx, a, in.ID, in.Body.Word))
	})
	handle(s, api, op(http.MethodPost, "/community/suggestions/{id}/reopen", "reopenSuggestion", "Take the closing back"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[SuggestionOut], error) {
		return one(ctx, a)(s.Activities.OpenAgain(ctx, a, in.ID))
	})
}
