package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/live"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
)

// WordsIO is what the public reads in one language.
type WordsIO struct {
	Headline    string `json:"headline" maxLength:"640"`
	Description string `json:"description" maxLength:"3072"`
	Instruction string `json:"instruction" maxLength:"3072" doc:"what to do, in plain words"`
}

type textsIO struct {
	French  *WordsIO `json:"fr,omitempty"`
	Arabic  *WordsIO `json:"ar,omitempty"`
	English *WordsIO `json:"en,omitempty"`
}

type pointIO struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lon float64 `json:"lon" minimum:"-180" maximum:"180"`
}

type shapeIO struct {
	Corners []pointIO `json:"corners,omitempty" nullable:"false" maxItems:"100" doc:"three or more; rounded to a hundredth of a degree"`
	Centre  *pointIO  `json:"centre,omitempty"`
	Km      float64   `json:"km,omitempty" doc:"the circle's radius, 5 at least"`
}

// ContentIO is what a warning says.
type ContentIO struct {
	Event     string     `json:"event" maxLength:"40" doc:"of events"`
	Exercise  bool       `json:"exercise,omitempty"`
	Urgency   string     `json:"urgency" enum:"Immediate,Expected,Future,Past,Unknown"`
	Severity  string     `json:"severity" enum:"Extreme,Severe,Moderate,Minor,Unknown"`
	Certainty string     `json:"certainty" enum:"Observed,Likely,Possible,Unlikely,Unknown"`
	Response  string     `json:"response,omitempty" enum:"Shelter,Evacuate,Prepare,Execute,Avoid,Monitor,Assess,AllClear,None"`
	Onset     *time.Time `json:"onset,omitempty" doc:"when the danger begins; left out: it is there"`
	Expires   time.Time  `json:"expires"`
	Places    []placeOut `json:"places,omitempty" nullable:"false" maxItems:"30" doc:"communes at the smallest"`
	Shape     *shapeIO   `json:"shape,omitempty"`
	Texts     textsIO    `json:"texts" doc:"Arabic and French; English if there is one"`
	Contact   string     `json:"contact,omitempty" maxLength:"200" doc:"of an office"`
}

func (c *ContentIO) content() warning.Content {
	out := warning.Content{
		Event: c.Event, Exercise: c.Exercise, Urgency: c.Urgency, Severity: c.Severity, Certainty: c.Certainty, Response: c.Response, Expires: c.Expires, Contact: c.Contact,
		Texts: map[lang.Language]warning.Words{},
	}
	if c.Onset != nil {
		out.Onset = *c.Onset
	}
	for _, p := range c.Places {
		out.Places = append(out.Places, place.Ref{List: p.List, Code: p.Code})
	}
	if s := c.Shape; s != nil {
		out.Shape = &warning.Shape{Km: s.Km}
		for _, p := range s.Corners {
			out.Shape.Corners = append(out.Shape.Corners, cap.Point(p))
		}
		if s.Centre != nil {
			p := cap.Point(*s.Centre)
			out.Shape.Centre = &p
		}
	}
	for l, w := range map[lang.Language]*WordsIO{lang.French: c.Texts.French, lang.Arabic: c.Texts.Arabic, lang.English: c.Texts.English} {
		if w != nil {
			out.Texts[l] = warning.Words(*w)
		}
	}
	return out
}

func (s *Server) contentOut(c *warning.Content, l lang.Language) *ContentIO {
	if c == nil {
		return nil
	}
	words := func(l lang.Language) *WordsIO {
		w, ok := c.Texts[l]
		if !ok {
			return nil
		}
		out := WordsIO(w)
		return &out
	}
	out := &ContentIO{
		Event: c.Event, Exercise: c.Exercise, Urgency: c.Urgency, Severity: c.Severity, Certainty: c.Certainty, Response: c.Response, Onset: when(c.Onset), Expires: c.Expires,
		Texts: textsIO{words(lang.French), words(lang.Arabic), words(lang.English)}, Contact: c.Contact,
	}
	for _, p := range c.Places {
		out.Places = append(out.Places, placeOut{p.List, p.Code, s.Places.Name(p.List, p.Code, l)})
	}
	if g := c.Shape; g != nil {
		out.Shape = &shapeIO{Km: g.Km}
		for _, p := range g.Corners {
			out.Shape.Corners = append(out.Shape.Corners, pointIO(p))
		}
		if g.Centre != nil {
			p := pointIO(*g.Centre)
			out.Shape.Centre = &p
		}
	}
	return out
}

type pendingOut struct {
	Act     string     `json:"act" enum:"publish,update,cancel"`
	Content *ContentIO `json:"content"`
	By      named      `json:"by"`
	At      time.Time  `json:"at"`
	Word    string     `json:"word,omitempty"`
	Sum     string     `json:"sum" doc:"what a release must give back: that of the text that was read"`
}

type drawnFrom struct {
	ID   record.ID `json:"id" format:"uuid"`
	Kind string    `json:"kind" enum:"alert,incident"`
}

type courseOut struct {
	At   time.Time `json:"at"`
	By   named     `json:"by"`
	Act  string    `json:"act" enum:"publish,update,cancel,released,refused"`
	Word string    `json:"word,omitempty"`
}

// WarningOut is a warning to the public.
type WarningOut struct {
	ID       record.ID   `json:"id" format:"uuid"`
	Unit     named       `json:"unit"`
	State    string      `json:"state" enum:"waiting,holds,expired,cancelled,refused"`
	About    *drawnFrom  `json:"about,omitempty"`
	Now      *ContentIO  `json:"now,omitempty" doc:"what the public reads, or read last"`
	Pending  *pendingOut `json:"pending,omitempty" doc:"what waits for a second person"`
	Messages int         `json:"messages" doc:"given to the public"`
	Message  record.ID   `json:"message,omitzero" doc:"the last of them: /public/cap/{message}.xml"`
	Sent     *time.Time  `json:"sent,omitempty"`
	Drafter  *named      `json:"drafter,omitempty"`
	Released *named      `json:"released,omitempty"`
	Refusal  string      `json:"refusal,omitempty"`
	Refuser  *named      `json:"refuser,omitempty"`
	Can      []string    `json:"can" nullable:"false" enum:"edit,cancel,release,refuse,withdraw"`
	Course   []courseOut `json:"course,omitempty" nullable:"false" doc:"of one warning alone"`
	Revision int64       `json:"revision"`
}

func (s *Server) warningOut(ctx context.Context, a policy.Actor, w *warning.Warning) WarningOut {
	l := callerOf(ctx).language
	out := WarningOut{
		ID: w.ID, Unit: s.unitNamed(w.Unit, l), State: string(w.State(s.Clock())), About: s.sourceOf(ctx, a, w.About), Now: s.contentOut(w.Now, l), Messages: w.Messages,
		Message: w.Message, Sent: when(w.Sent), Drafter: s.personNamed(w.Drafter), Released: s.personNamed(w.Released), Refusal: w.Refusal, Refuser: s.personNamed(w.Refuser),
		Can: append([]string{}, s.Warnings.May(ctx, a, w)...), Revision: w.Revision,
	}
	if p := w.Pending; p != nil {
		out.Pending = &pendingOut{string(p.Act), s.contentOut(&p.Content, l), s.named(p.By), p.At, p.Word, p.Sum()}
	}
	return out
}

// sourceOf names what a warning is drawn from, for those who may know of it.
func (s *Server) sourceOf(ctx context.Context, a policy.Actor, id record.ID) *drawnFrom {
	if id.Zero() {
		return nil
	}
	if _, err := s.Alerts.Visible(ctx, a, id); err == nil {
		return &drawnFrom{id, "alert"}
	}
	if _, err := s.Incidents.Visible(ctx, a, id); err == nil {
		return &drawnFrom{id, "incident"}
	}
	return nil
}

type dangerOut struct {
	Name string            `json:"name"`
	Text map[string]string `json:"text"`
}

type warningsIn struct {
	About record.ID `query:"about" doc:"an alert or an incident: those drawn from it alone"`
}

type warningsOut struct {
	Items  []WarningOut `json:"items" nullable:"false" doc:"what waits first, then what holds, then the latest"`
	Events []dangerOut  `json:"events" nullable:"false" doc:"the dangers that are warned of"`
	Sender string       `json:"sender" doc:"how the node's messages name it"`
	May    []string     `json:"may" nullable:"false" enum:"propose,import,trust"`
}

// ProposeIn is a warning as somebody drafts it.
type ProposeIn struct {
	RevisionIn
	About   record.ID `json:"about,omitzero" doc:"the alert or the incident that it is drawn from"`
	Content ContentIO `json:"content"`
	Word    string    `json:"word,omitempty" maxLength:"2048" doc:"for the second person"`
}

type onWarningIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Word string `json:"word,omitempty" maxLength:"2048"`
	}
}

type releaseIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Sum string `json:"sum" maxLength:"100" doc:"of what waits, as it was read"`
	}
}

// warnings registers how the public is warned, and how other authorities' warnings
// come in.
func (s *Server) warnings(api huma.API) {
	handle(s, api, op(http.MethodGet, "/warnings", "listWarnings", "Warnings to the public"), s.listWarnings)
	handle(s, api, op(http.MethodGet, "/warnings/{id}", "getWarning", "One warning, with its course"), s.getWarning)
	handle(s, api, op(http.MethodPut, "/warnings/{id}", "proposeWarning", "Draft a warning, or another text of one: a second person is to release it"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body ProposeIn
	},
	) (*body[WarningOut], error) {
		return s.oneWarning(ctx, a)(s.Warnings.Propose(ctx, a, warning.New{ID: in.ID, About: in.Body.About, Content: in.Body.Content.content(), Revision: in.Body.Revision, Word: in.Body.Word}))
	})
	handle(s, api, op(http.MethodPost, "/warnings/{id}/cancel", "cancelWarning", "Ask for a warning to be taken back: a second person is to release that"), func(ctx context.Context, a policy.Actor, in *onWarningIn) (*body[WarningOut], error) {
		return s.oneWarning(ctx, a)(s.Warnings.ProposeCancel(ctx, a, in.ID, in.Body.Revision, in.Body.Word))
	})
	handle(s, api, op(http.MethodPost, "/warnings/{id}/release", "releaseWarning", "Let out to the public what another person drafted"), func(ctx context.Context, a policy.Actor, in *releaseIn) (*body[WarningOut], error) {
		return s.oneWarning(ctx, a)(s.Warnings.Release(ctx, a, in.ID, in.Body.Sum))
	})
	handle(s, api, op(http.MethodPost, "/warnings/{id}/refuse", "refuseWarning", "Say why it does not go out, or take back one's own draft"), func(ctx context.Context, a policy.Actor, in *onWarningIn) (*body[WarningOut], error) {
		return s.oneWarning(ctx, a)(s.Warnings.Refuse(ctx, a, in.ID, in.Body.Revision, in.Body.Word))
	})
	s.received(api)
}

func (s *Server) oneWarning(ctx context.Context, a policy.Actor) func(warning.Warning, error) (*body[WarningOut], error) {
	return func(w warning.Warning, err error) (*body[WarningOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.warningOut(ctx, a, &w)), nil
	}
}

func (s *Server) listWarnings(ctx context.Context, a policy.Actor, in *warningsIn) (*body[warningsOut], error) {
	all, err := s.Warnings.List(ctx, a, in.About)
	if err != nil {
		return nil, err
	}
	out := warningsOut{Items: []WarningOut{}, Events: []dangerOut{}, Sender: s.Warnings.Sender(), May: []string{}}
	for i := range all {
		out.Items = append(out.Items, s.warningOut(ctx, a, &all[i]))
	}
	for _, e := range warning.Events() {
		text := map[string]string{}
		for l, t := range e.Text {
			text[string(l)] = t
		}
		out.Events = append(out.Events, dangerOut{e.Name, text})
	}
	can, err := s.Policy.Can(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, may := range []struct{ name, action string }{{"propose", "warning.propose"}, {"import", "warning.import"}} {
		if slices.Contains(can, policy.Action(may.action)) {
			out.May = append(out.May, may.name)
		}
	}
	if s.Warnings.MayTrust(ctx, a) {
		out.May = append(out.May, "trust")
	}
	return answer(out), nil
}

func (s *Server) getWarning(ctx context.Context, a policy.Actor, in *idIn) (*body[WarningOut], error) {
	w, err := s.Warnings.Get(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	steps, err := s.Warnings.Course(ctx, a, &w)
	if err != nil {
		return nil, err
	}
	out := s.warningOut(ctx, a, &w)
	for _, step := range steps {
		out.Course = append(out.Course, courseOut{step.At, s.named(step.By), string(step.Act), step.Word})
	}
	return answer(out), nil
}

// toldWarning is one event about a warning: consoles read their lists anew.
type toldWarning struct {
	ID record.ID `json:"id"`
}

func (s *Server) newsOfWarnings() live.Source {
	return live.Source{
		Event: "warning", Action: "warning.list", Kinds: []record.Kind{record.Warning},
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			r, err := s.Warnings.Row(ctx, h.Subject)
			return live.Thing{
				Row: live.Row{Unit: r.Unit, TLP: r.TLP}, Tell: func(lang.Language) any { return toldWarning{h.Subject} },
			}, err
		},
	}
}
