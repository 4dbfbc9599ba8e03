package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/community/feedback"
	"wasl/internal/community/number"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
)

type surveyRoundOut struct {
	Round   string     `json:"round" enum:"before,after"`
	Answers int        `json:"answers" doc:"people who answered"`
	ByCode  int        `json:"by_code" doc:"of these, without an account: whoever has the code may have answered more than once"`
	Ended   *time.Time `json:"ended,omitempty" doc:"results are shown from then on"`
}

// SurveyOut is a survey of how people feel.
type SurveyOut struct {
	ID       record.ID         `json:"id" format:"uuid"`
	Unit     named             `json:"unit"`
	Title    map[string]string `json:"title"`
	Activity *named            `json:"activity,omitempty" doc:"that it is about, where the caller sees it"`
	People   int64             `json:"people,omitempty" doc:"from whom people are chosen"`
	Code     string            `json:"code,omitempty" doc:"by which a phone fills it in without an account; for those who may ask"`
	At       time.Time         `json:"at"`
	Rounds   []surveyRoundOut  `json:"rounds" nullable:"false"`
	Can      []string          `json:"can" nullable:"false" enum:"fill,close,results"`
}

type surveysOut struct {
	Items []SurveyOut `json:"items" nullable:"false" doc:"the newest first"`
}

type askIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Name     string    `json:"name,omitempty" maxLength:"255" doc:"of the file"`
		Workbook []byte    `json:"workbook,omitempty" maxLength:"1500000" doc:"an XLSForm; left out: one that every node brings"`
		Standard string    `json:"standard,omitempty" enum:"feeling-safe,satisfaction" default:"feeling-safe" doc:"which of those that every node brings"`
		Activity record.ID `json:"activity,omitzero"`
		People   int64     `json:"people,omitempty" minimum:"0" maximum:"100000000"`
	}
}

type fillIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		ID    record.ID `json:"id" format:"uuid" doc:"of the answers, so that sending twice is harmless"`
		Round string    `json:"round" enum:"before,after"`
		XML   string    `json:"xml" maxLength:"65536"`
	}
}

type endRoundIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Round string `json:"round" enum:"before,after"`
	}
}

type surveyShareOut struct {
	Hidden bool    `json:"hidden,omitempty" doc:"of fewer than ten people, or what they could be worked out from"`
	N      int64   `json:"n"`
	Share  float64 `json:"share"`
	Low    float64 `json:"low" doc:"of the interval (Wilson), 19 of 20"`
	High   float64 `json:"high"`
}

type surveyChangeOut struct {
	By   float64 `json:"by"`
	Low  float64 `json:"low" doc:"of the interval (Newcombe), 19 of 20"`
	High float64 `json:"high"`
	Sure bool    `json:"sure" doc:"it is more than chance makes of itself"`
}

type surveyChoiceOut struct {
	Name   string                      `json:"name"`
	Label  map[string]string           `json:"label"`
	Rounds map[string][]surveyShareOut `json:"rounds" doc:"by group"`
	Change []*surveyChangeOut          `json:"change" nullable:"false" doc:"by group; null where it cannot be told"`
}

type surveyQuestionOut struct {
	Name    string                      `json:"name"`
	Label   map[string]string           `json:"label"`
	Asked   map[string][]surveyShareOut `json:"asked" doc:"who answered, by group"`
	Choices []surveyChoiceOut           `json:"choices" nullable:"false"`
}

type surveyGroupOut struct {
	Of    string            `json:"of" doc:"sex, band, community; empty for everybody"`
	Name  string            `json:"name"`
	Label map[string]string `json:"label"`
}

type resultsOut struct {
	Groups    []surveyGroupOut    `json:"groups" nullable:"false"`
	Questions []surveyQuestionOut `json:"questions" nullable:"false"`
}

type sampleIn struct {
	People     int64   `query:"people" minimum:"0" maximum:"100000000" doc:"from whom people are chosen; 0: many, or not known"`
	Margin     float64 `query:"margin" default:"0.05" doc:"that the answer may be off"`
	Confidence float64 `query:"confidence" default:"0.95"`
	Cluster    float64 `query:"cluster" default:"1" doc:"how many times more people asking whole groups needs"`
	Answering  float64 `query:"answering" default:"1" doc:"the share who will answer"`
}

type sampleOut struct {
	Ask int64 `json:"ask" doc:"how many people to ask"`
}

// surveys registers surveys of how people feel.
func (s *Server) surveys(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/surveys", "listSurveys", "Surveys of how people feel"), s.listSurveys)
	handle(s, api, op(http.MethodPut, "/community/surveys/{id}", "askSurvey", "Begin a survey"), func(ctx context.Context, a policy.Actor, in *askIn) (*body[SurveyOut], error) {
		up := feedback.Standard()
		switch {
		case len(in.Body.Workbook) > 0:
			up = form.Upload{Name: in.Body.Name, Source: in.Body.Workbook}
		case in.Body.Standard == "satisfaction":
			up = feedback.HowContent()
		}
		return s.afterSurvey(ctx, a, in.ID, s.Listening.Ask(ctx, a, feedback.Plan{ID: in.ID, Upload: up, Activity: in.Body.Activity, People: in.Body.People}))
	})
	handle(s, api, op(http.MethodGet, "/community/surveys/{id}/form", "getSurveyForm", "The form of a survey, compiled"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[json.RawMessage], error) {
		v, err := s.Listening.Survey(ctx, a, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(json.RawMessage(v.Compiled)), nil
	})
	handle(s, api, op(http.MethodPost, "/community/surveys/{id}/answers", "fillSurvey", "Hand in one person's answers"), func(ctx context.Context, a policy.Actor, in *fillIn) (*struct{}, error) {
		return nil, s.Listening.Fill(ctx, a, in.ID, feedback.Filled{ID: in.Body.ID, Round: feedback.Round(in.Body.Round), XML: in.Body.XML})
	})
	handle(s, api, op(http.MethodPost, "/community/surveys/{id}/end", "endSurvey", "End a round: its results are shown, and nobody is asked any more"), func(ctx context.Context, a policy.Actor, in *endRoundIn) (*body[SurveyOut], error) {
		return s.afterSurvey(ctx, a, in.ID, s.Listening.EndRound(ctx, a, in.ID, feedback.Round(in.Body.Round)))
	})
	handle(s, api, op(http.MethodGet, "/community/surveys/{id}/results", "getSurveyResults", "What people said in the rounds that have ended"), s.surveyResults)
	handle(s, api, op(http.MethodGet, "/community/sample", "sampleSize", "How many people to ask"), func(_ context.Context, _ policy.Actor, in *sampleIn) (*body[sampleOut], error) {
		n, err := number.Asking{People: in.People, Margin: in.Margin, Confidence: in.Confidence, Cluster: in.Cluster, Answering: in.Answering}.Needed()
		return answer(sampleOut{n}), err
	})
	s.plain(t, "GET /api/v1/reporter/surveys/{code}", s.reporterSurvey)
	s.plain(t, "POST /api/v1/reporter/surveys", s.surveyAnswers)
}

func (s *Server) surveyOut(ctx context.Context, a policy.Actor, v *feedback.Survey) SurveyOut {
	out := SurveyOut{ID: v.ID, Unit: s.unitNamed(v.Unit, callerOf(ctx).language), Title: texts(v.Title()), People: v.People, At: v.At, Can: []string{}}
	out.Activity = s.activityNamed(ctx, a, v.Activity)
	for _, r := range feedback.Rounds() {
		out.Rounds = append(out.Rounds, surveyRoundOut{string(r), v.Answers[r], v.Coded[r], when(v.Ended[r])})
	}
	for _, can := range []string{"fill", "close", "results"} {
		if s.Listening.MaySurvey(ctx, a, v, policy.Action("survey."+can)) {
			out.Can = append(out.Can, can)
		}
	}
	if slices.Contains(out.Can, "fill") {
		out.Code = v.Code
	}
	return out
}

// activityNamed is an activity that something is about, by its title; nil for none, and
// for one that a does not see.
func (s *Server) activityNamed(ctx context.Context, a policy.Actor, id record.ID) *named {
	if id.Zero() {
		return nil
	}
	of, err := s.Activities.Get(ctx, a, id)
	if err != nil {
		return nil
	}
	return &named{id, of.Title.In(callerOf(ctx).language)}
}

func (s *Server) listSurveys(ctx context.Context, a policy.Actor, _ *none) (*body[surveysOut], error) {
	all, err := s.Listening.Surveys(ctx, a)
	out := surveysOut{Items: []SurveyOut{}}
	for i := range all {
		out.Items = append(out.Items, s.surveyOut(ctx, a, &all[i]))
	}
	return answer(out), err
}

func (s *Server) afterSurvey(ctx context.Context, a policy.Actor, id record.ID, err error) (*body[SurveyOut], error) {
	if err != nil {
		return nil, err
	}
	v, err := s.Listening.Survey(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return answer(s.surveyOut(ctx, a, v)), nil
}

func (s *Server) surveyResults(ctx context.Context, a policy.Actor, in *idIn) (*body[resultsOut], error) {
	res, err := s.Listening.Results(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := resultsOut{Groups: []surveyGroupOut{}, Questions: []surveyQuestionOut{}}
	for _, g := range res.Groups {
		out.Groups = append(out.Groups, surveyGroupOut{g.Of, g.Name, texts(g.Label)})
	}
	for _, q := range res.Questions {
		one := surveyQuestionOut{Name: q.Name, Label: texts(q.Label), Asked: map[string][]surveyShareOut{}, Choices: []surveyChoiceOut{}}
		for r, counts := range q.Asked {
			for _, c := range counts {
				one.Asked[string(r)] = append(one.Asked[string(r)], surveyShareOut{Hidden: c.Hidden, N: c.N})
			}
		}
		for i := range q.Choices {
			one.Choices = append(one.Choices, choiceOf(&q.Choices[i]))
		}
		out.Questions = append(out.Questions, one)
	}
	return answer(out), nil
}

func choiceOf(c *feedback.Answer) surveyChoiceOut {
	out := surveyChoiceOut{Name: c.Name, Label: texts(c.Label), Rounds: map[string][]surveyShareOut{}, Change: []*surveyChangeOut{}}
	for r, shares := range c.Rounds {
		for _, x := range shares {
			out.Rounds[string(r)] = append(out.Rounds[string(r)], surveyShareOut{x.Hidden, x.N, x.Share, x.Interval.Low, x.Interval.High})
		}
	}
	for _, x := range c.Change {
		var one *surveyChangeOut
		if x != nil {
			one = &surveyChangeOut{x.By, x.Interval.Low, x.Interval.High, x.Sure()}
		}
		out.Change = append(out.Change, one)
	}
	return out
}

// reporterSurvey gives a survey to a phone that was handed its code.
func (s *Server) reporterSurvey(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.enter(r, flood.Receipt, 1); err != nil {
		return err
	}
	v, err := s.Listening.ByCode(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	open := []string{}
	for _, round := range feedback.Rounds() {
		if v.Open(round) {
			open = append(open, string(round))
		}
	}
	respond.Write(w, http.StatusOK, map[string]any{"form": json.RawMessage(v.Compiled), "open": open})
	return nil
}

// surveyAnswers takes one person's answers that a phone has sealed. It says that they
// are kept, so that a gate that answers yes to everything is not believed.
func (s *Server) surveyAnswers(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.enter(r, flood.Report, 1); err != nil {
		return err
	}
	b, err := s.openSealed(w, r, vault.Submission)
	if err != nil {
		return err
	}
	var in struct {
		sealedReport
		Survey string `json:"survey"`
		Round  string `json:"round"`
	}
	if err := decode(b, &in); err != nil {
		return notUnderstood(err)
	}
	err = s.Listening.FillByCode(r.Context(), in.Survey, feedback.Filled{ID: record.IDOf(in.ID), Round: feedback.Round(in.Round), XML: in.XML})
	if err != nil {
		return err
	}
	respond.Write(w, http.StatusCreated, map[string]bool{"kept": true})
	return nil
}
