package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/response"
)

type feedbackOut struct {
	Text     string `json:"text"`
	Language string `json:"language"`
}

// spokenOut is a draft in one language, and how many are told in it.
type spokenOut struct {
	Text     string `json:"text"`
	Language string `json:"language" enum:"fr,ar,en"`
	To       int    `json:"to"`
}

// muteOut is a reporter who is not told.
type muteOut struct {
	Report SummaryOut `json:"report" doc:"the last that they sent"`
	Why    string     `json:"why" enum:"no_receipt,held,not_yours,no_text"`
}

// tellingOut is feedback to everybody who reported what is behind an incident.
type tellingOut struct {
	Drafts []spokenOut `json:"drafts" nullable:"false" doc:"one in each language that is needed"`
	To     int         `json:"to" doc:"reporters who are told, each once"`
	Mute   []muteOut   `json:"mute" nullable:"false" doc:"those who are not, and why"`
	Hidden int         `json:"hidden" doc:"reports that the caller may not open"`
}

type toldOut struct {
	Told int       `json:"told" doc:"reporters who were told"`
	Mute []muteOut `json:"mute" nullable:"false"`
}

type tellIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		ID    record.ID `json:"id" format:"uuid" doc:"chosen by the sender, so that sending twice is harmless"`
		Texts []struct {
			Language string `json:"language" enum:"fr,ar,en"`
			Text     string `json:"text" minLength:"1" maxLength:"4096"`
		} `json:"texts" minItems:"1" maxItems:"3" nullable:"false" doc:"who reported in another language is not told"`
	}
}

// feedback registers how those who reported hear what was done.
func (s *Server) feedback(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports/{id}/feedback", "draftFeedback", "A draft of what the reporter is told in the end"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[feedbackOut], error) {
		f, err := s.Deeds.DraftFeedback(ctx, a, in.ID)
		return answer(feedbackOut{f.Text, string(f.Language)}), err
	})
	handle(s, api, op(http.MethodPost, "/reports/{id}/feedback", "feedbackReport", "Tell the reporter what was done"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			ID       record.ID `json:"id"`
			Text     string    `json:"text" maxLength:"4096"`
			Language string    `json:"language" maxLength:"10"`
		}
	},
	) (*struct{}, error) {
		return nil, s.Deeds.SendFeedback(ctx, a, in.Body.ID, in.ID, in.Body.Text, lang.Language(in.Body.Language))
	})
	handle(s, api, op(http.MethodGet, "/incidents/{id}/feedback", "planFeedback", "What those who reported an incident would be told, and who cannot be"), s.planFeedback)
	handle(s, api, op(http.MethodPost, "/incidents/{id}/feedback", "feedbackIncident", "Tell everybody who reported an incident what was done, each once"), s.tellAll)
	handle(s, api, op(http.MethodPost, "/incidents/{id}/settle", "settleIncident", "Close the open reports behind a closed incident, as it ended"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[settledOut], error) {
		closed, err := s.Deeds.Settle(ctx, a, in.ID)
		return answer(settledOut{append([]record.ID{}, closed...)}), err
	})
}

type settledOut struct {
	Closed []record.ID `json:"closed" nullable:"false"`
}

func (s *Server) planFeedback(ctx context.Context, a policy.Actor, in *idIn) (*body[tellingOut], error) {
	t, err := s.Deeds.PlanFeedback(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := tellingOut{Drafts: []spokenOut{}, To: len(t.To), Hidden: t.Hidden}
	for _, d := range t.Drafts {
		n := 0
		for _, h := range t.To {
			if h.Language == d.Language {
				n++
			}
		}
		out.Drafts = append(out.Drafts, spokenOut{d.Text, string(d.Language), n})
	}
	out.Mute, err = s.mutes(ctx, a, t.Mute)
	return answer(out), err
}

func (s *Server) mutes(ctx context.Context, a policy.Actor, all []response.Mute) ([]muteOut, error) {
	out := []muteOut{}
	var ids []record.ID
	for _, m := range all {
		ids = append(ids, m.Report)
	}
	sums, err := s.reportsByID(ctx, a, ids)
	for _, m := range all {
		if sum, ok := sums[m.Report]; ok {
			out = append(out, muteOut{sum, string(m.Why)})
		}
	}
	return out, err
}

func (s *Server) tellAll(ctx context.Context, a policy.Actor, in *tellIn) (*body[toldOut], error) {
	texts := map[lang.Language]string{}
	for _, t := range in.Body.Texts {
		texts[lang.Language(t.Language)] = t.Text
	}
	n, left, err := s.Deeds.TellAll(ctx, a, in.ID, in.Body.ID, texts)
	if err != nil {
		return nil, err
	}
	mute, err := s.mutes(ctx, a, left)
	return answer(toldOut{n, mute}), err
}
