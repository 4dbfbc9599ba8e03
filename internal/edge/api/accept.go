package api

import (
	"context"
	"net/http"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

// AnswersIn are the answers of a report, as its form asks for them: all of them,
// when a report is corrected too.
type AnswersIn struct {
	XML     string            `json:"xml,omitempty" doc:"the submission as docs/protocol/form.md has it; instead of answers"`
	Answers map[string]string `json:"answers,omitempty" doc:"path of the question to its answer, such as /data/vehicles[2]/kind; instead of xml"`
}

type acceptIn struct {
	ID   record.ID `path:"id" doc:"chosen by whoever sends: sending twice is harmless"`
	Body struct {
		Form     string `json:"form,omitempty" maxLength:"128" doc:"id of the form; needed with answers"`
		Version  string `json:"version,omitempty" maxLength:"100"`
		Language string `json:"language,omitempty" maxLength:"10"`
		Channel  string `json:"channel,omitempty" enum:"api,operator" default:"api"`
		AnswersIn
	}
}

type acceptedOut struct {
	Status int
	Body   struct {
		Receipt  string   `json:"receipt"`
		Problems []string `json:"problems" nullable:"false" doc:"what does not fit the form: kept and shown to the desk, not refused"`
	}
}

func (s *Server) acceptReport(ctx context.Context, a policy.Actor, in *acceptIn) (*acceptedOut, error) {
	if err := s.Policy.Allow(ctx, a, "report.accept", policy.Resource{Type: policy.Report, Unit: a.Unit, UnitPath: s.Units.Tree().Path(a.Unit), Purpose: "community-safety"}); err != nil {
		return nil, err
	}
	xml, err := s.submissionOf(in.Body.AnswersIn, in.Body.Form, in.Body.Version, in.ID)
	if err != nil {
		return nil, err
	}
	sub := intake.Submission{XML: []byte(xml), Channel: report.API, Language: in.Body.Language, Unit: a.Unit, InstanceID: in.ID.String()}
	if callerOf(ctx).session != nil {
		sub.Channel, sub.Operator = report.Operator, a.ID
	} else {
		sub.Token = a.ID
	}
	got, err := s.Intake.Submit(ctx, sub)
	if err != nil {
		return nil, err
	}
	out := &acceptedOut{Status: http.StatusCreated}
	if got.Known {
		out.Status = http.StatusOK
	}
	out.Body.Receipt, out.Body.Problems = got.Receipt, append([]string{}, got.Problems...)
	return out, nil
}

// submissionOf gives the submission that is meant by answers or by XML, whose id
// must be the one it is sent under.
func (s *Server) submissionOf(in AnswersIn, formID, version string, id record.ID) (string, error) {
	if (in.XML == "") == (len(in.Answers) == 0) {
		return "", &fault.Error{
			Kind: fault.Invalid, Op: "api.accept", Key: "api.answers.one", Msg: "a report needs either answers or xml", Hint: "give one of the two",
		}
	}
	if in.XML != "" {
		return in.XML, intake.CheckID([]byte(in.XML), id)
	}
	f, _, err := s.Forms.Get(formID, version)
	if err != nil {
		return "", err
	}
	return f.FromAnswers(id.String(), in.Answers, s.Clock())
}
