package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
	"wasl/internal/guard/policy"
)

// replyWordsIO is an answer in one language, as the public reads it.
type replyWordsIO struct {
	Headline string `json:"headline" minLength:"1" maxLength:"480"`
	Text     string `json:"text" minLength:"1" maxLength:"2048"`
}

// ReplyIO is an answer to a rumour.
type ReplyIO struct {
	Arabic  replyWordsIO `json:"ar"`
	French  replyWordsIO `json:"fr"`
	English replyWordsIO `json:"en"`
}

func (r *ReplyIO) reply() feedback.Reply {
	return feedback.Reply{lang.Arabic: feedback.Words(r.Arabic), lang.French: feedback.Words(r.French), lang.English: feedback.Words(r.English)}
}

func replyOut(r feedback.Reply) *ReplyIO {
	if r == nil {
		return nil
	}
	return &ReplyIO{replyWordsIO(r[lang.Arabic]), replyWordsIO(r[lang.French]), replyWordsIO(r[lang.English])}
}

type spreadOut struct {
	Way  string    `json:"way" enum:"activity,poster,radio,door,message"`
	Day  string    `json:"day" format:"date"`
	Said string    `json:"said,omitempty" doc:"what people said afterwards"`
	By   named     `json:"by"`
	At   time.Time `json:"at"`
}

// RumourOut is a rumour and what is answered to it.
type RumourOut struct {
	ID       record.ID   `json:"id" format:"uuid"`
	Unit     named       `json:"unit"`
	Text     string      `json:"text" doc:"as it is told"`
	Language string      `json:"language"`
	Place    *placeOut   `json:"place,omitempty"`
	Since    string      `json:"since,omitempty" doc:"the day from which it is told"`
	Heard    int         `json:"heard" doc:"how often it was heard"`
	Risk     string      `json:"risk" enum:"high,middle,low"`
	By       named       `json:"by"`
	At       time.Time   `json:"at"`
	Last     time.Time   `json:"last"`
	Pending  *ReplyIO    `json:"pending,omitempty" doc:"an answer that waits for a second person"`
	Sum      string      `json:"sum,omitempty" doc:"of what waits: a check must give it back"`
	Drafter  *named      `json:"drafter,omitempty"`
	Reply    *ReplyIO    `json:"reply,omitempty" doc:"what the public reads"`
	Checker  *named      `json:"checker,omitempty"`
	Checked  *time.Time  `json:"checked,omitempty"`
	Closed   bool        `json:"closed"`
	Activity *named      `json:"activity,omitempty" doc:"that it is about, where the caller sees it"`
	Can      []string    `json:"can" nullable:"false" enum:"hear,answer,check,spread,close"`
	Spread   []spreadOut `json:"spread,omitempty" nullable:"false" doc:"of one rumour alone"`
	Leaves   *time.Time  `json:"leaves,omitempty" doc:"when it is deleted, in the last 60 days before that"`
	Revision int64       `json:"revision"`
}

type rumoursOut struct {
	Items []RumourOut `json:"items" nullable:"false" doc:"the riskiest first"`
}

type hearIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Text     string    `json:"text" minLength:"1" maxLength:"2048"`
		Language string    `json:"language" maxLength:"10"`
		Place    *placeOut `json:"place,omitempty"`
		Since    string    `json:"since,omitempty" maxLength:"10"`
		Risk     string    `json:"risk" enum:"high,middle,low"`
		Named    bool      `json:"named,omitempty" doc:"what looks like a person's name is nobody's"`
	}
}

type onRumourIn struct {
	ID   record.ID `path:"id"`
	Body RevisionIn
}

type replyIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Reply ReplyIO `json:"reply"`
	}
}

type spreadIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		ID   record.ID `json:"id" format:"uuid" doc:"chosen by the sender, so that sending twice is harmless"`
		Way  string    `json:"way" enum:"activity,poster,radio,door,message"`
		Day  string    `json:"day" maxLength:"10"`
		Said string    `json:"said,omitempty" maxLength:"2048"`
	}
}

// rumours registers what is rumoured and what is answered to it.
func (s *Server) rumours(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/rumours", "listRumours", "Rumours, and what is answered to them"), s.listRumours)
	handle(s, api, op(http.MethodGet, "/community/rumours/{id}", "getRumour", "One rumour, with where its answer was spread"), s.getRumour)
	handle(s, api, op(http.MethodPut, "/community/rumours/{id}", "hearRumour", "Write a rumour down as it was heard, without names"), func(ctx context.Context, a policy.Actor, in *hearIn) (*body[RumourOut], error) {
		b := &in.Body
		return s.afterRumour(ctx, a, in.ID, s.Listening.Hear(ctx, a, feedback.Heard{
			ID: in.ID, Text: b.Text, Language: lang.Language(b.Language), Place: b.Place.ref(), Since: b.Since, Risk: feedback.Risk(b.Risk), Named: b.Named,
		}))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/again", "hearRumourAgain", "Count a rumour that was heard once more"), func(ctx context.Context, a policy.Actor, in *onRumourIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.HearAgain(ctx, a, in.ID, in.Body.Revision))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/answer", "answerRumour", "Write an answer: a second person is to check it"), func(ctx context.Context, a policy.Actor, in *replyIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.Draft(ctx, a, in.ID, in.Body.Revision, in.Body.Reply.reply()))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/check", "checkRumour", "Let out to the public what another person wrote"), func(ctx context.Context, a policy.Actor, in *releaseIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.Check(ctx, a, in.ID, in.Body.Sum))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/spread", "spreadRumour", "Note where an answer was told, and what people said"), func(ctx context.Context, a policy.Actor, in *spreadIn) (*body[RumourOut], error) {
		b := &in.Body
		return s.afterRumour(ctx, a, in.ID, s.Listening.Tell(ctx, a, in.ID, b.Revision, feedback.Spread{ID: b.ID, Way: feedback.Way(b.Way), Day: b.Day, Said: b.Said}))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/about", "bindRumour", "Say which activity a rumour is about"), func(ctx context.Context, a policy.Actor, in *bindIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.BindRumour(ctx, a, in.ID, in.Body.Revision, in.Body.Activity))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/renew", "renewRumour", "Keep a rumour for five years more, for a reason"), func(ctx context.Context, a policy.Actor, in *renewIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.RenewRumour(ctx, a, in.ID, in.Body.Revision, in.Body.Reason))
	})
	handle(s, api, op(http.MethodPost, "/community/rumours/{id}/close", "closeRumour", "Close a rumour that is told no more"), func(ctx context.Context, a policy.Actor, in *onRumourIn) (*body[RumourOut], error) {
		return s.afterRumour(ctx, a, in.ID, s.Listening.End(ctx, a, in.ID, in.Body.Revision))
	})
}

func (s *Server) rumourOut(ctx context.Context, a policy.Actor, r *feedback.Rumour) RumourOut {
	l := callerOf(ctx).language
	out := RumourOut{
		ID: r.ID, Unit: s.unitNamed(r.Unit, l), Text: r.Text, Language: string(r.Language), Place: s.placePart(r.Place, l), Since: r.Since, Heard: r.Heard, Risk: string(r.Risk),
		By: s.named(r.By), At: r.At, Last: r.Last, Pending: replyOut(r.Pending), Drafter: s.personNamed(r.Drafter), Reply: replyOut(r.Reply), Checker: s.personNamed(r.Checker),
		Checked: when(r.Checked), Closed: r.Closed, Activity: s.activityNamed(ctx, a, r.Activity), Can: s.Listening.MayRumour(ctx, a, r), Leaves: when(s.Listening.SoonGone(r.Leaves)), Revision: r.Revision,
	}
	if r.Pending != nil {
		out.Sum = r.Pending.Sum()
	}
	for _, x := range r.Spread {
		out.Spread = append(out.Spread, spreadOut{string(x.Way), x.Day, x.Said, s.named(x.By), x.At})
	}
	return out
}

func (s *Server) listRumours(ctx context.Context, a policy.Actor, in *struct {
	Which string `query:"which" enum:"open,ended,leaving" default:"open"`
},
) (*body[rumoursOut], error) {
	all, err := s.Listening.Rumours(ctx, a, feedback.Which(in.Which))
	out := rumoursOut{Items: []RumourOut{}}
	for i := range all {
		out.Items = append(out.Items, s.rumourOut(ctx, a, &all[i]))
	}
	return answer(out), err
}

func (s *Server) getRumour(ctx context.Context, a policy.Actor, in *idIn) (*body[RumourOut], error) {
	return s.afterRumour(ctx, a, in.ID, nil)
}

// afterRumour gives a rumour as it stands after an act.
func (s *Server) afterRumour(ctx context.Context, a policy.Actor, id record.ID, err error) (*body[RumourOut], error) {
	if err != nil {
		return nil, err
	}
	r, err := s.Listening.Rumour(ctx, a, id)
	return answer(s.rumourOut(ctx, a, &r)), err
}
