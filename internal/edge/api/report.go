package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/triage/queue"
)

// named is a thing with its name in the caller's language.
type named struct {
	ID   record.ID `json:"id" format:"uuid"`
	Name string    `json:"name"`
}

// placeOut is a place by its code and the version of its list.
type placeOut struct {
	List string `json:"list"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// SummaryOut is a report as lists show it.
type SummaryOut struct {
	ID          record.ID  `json:"id" format:"uuid"`
	ReceiptTail string     `json:"receipt_tail"`
	Form        string     `json:"form"`
	Kind        string     `json:"kind"`
	Title       string     `json:"title"`
	Excerpt     string     `json:"excerpt,omitempty"`
	Language    string     `json:"language"`
	Unit        named      `json:"unit"`
	Place       *placeOut  `json:"place,omitempty"`
	At          time.Time  `json:"at"`
	When        *time.Time `json:"when" nullable:"true"`
	State       string     `json:"state" enum:"new,checking,needs_answer,closed,quarantine"`
	Urgency     string     `json:"urgency" enum:"now,soon,routine"`
	Source      *string    `json:"source" nullable:"true"`
	Information *int       `json:"information" nullable:"true"`
	Assignee    *named     `json:"assignee,omitempty"`
	Outcome     string     `json:"outcome,omitempty"`
	Channel     string     `json:"channel"`
	Attachments int        `json:"attachments"`
	Unread      int        `json:"unread"`
	Lat         *float64   `json:"lat" nullable:"true"`
	Lon         *float64   `json:"lon" nullable:"true"`
	TLP         string     `json:"tlp"`
	Revision    int64      `json:"revision"`
	Since       time.Time  `json:"since" doc:"when it began to wait for what it waits for now"`
	Due         *time.Time `json:"due" nullable:"true" doc:"null where nothing is awaited of the desk"`
	Proposed    string     `json:"proposed,omitempty" enum:"now,soon,routine" doc:"the most pressing urgency that a rule proposes and nobody has answered"`
	Dead        int        `json:"dead,omitempty"`
	Injured     int        `json:"injured,omitempty"`
	Missing     int        `json:"missing,omitempty"`
}

func (s *Server) summary(l lang.Language, q queue.Summary) SummaryOut {
	out := SummaryOut{
		ID: q.ID, ReceiptTail: q.Receipt, Form: q.Form, Kind: q.Kind, Title: q.Title, Excerpt: q.Excerpt, Language: q.Language,
		Unit: named{q.Unit, s.Units.Name(q.Unit, l)}, At: q.At, When: q.When, State: q.State.String(), Urgency: string(q.Urgency),
		Outcome: string(q.Outcome), Channel: string(q.Channel), Attachments: q.Files, Unread: q.Unread, TLP: q.TLP.String(),
		Revision: q.Revision, Since: q.Since, Proposed: string(q.Proposed), Dead: q.Dead, Injured: q.Injured, Missing: q.Missing,
	}
	if !q.Due.IsZero() {
		out.Due = &q.Due
	}
	if q.Place.Code != "" {
		out.Place = &placeOut{q.Place.List, q.Place.Code, s.Places.Name(q.Place.List, q.Place.Code, l)}
	}
	if q.Grade.Source != "" {
		out.Source, out.Information = &q.Grade.Source, &q.Grade.Information
	}
	if !q.Assignee.Zero() {
		out.Assignee = &named{q.Assignee, s.Who.Name(q.Assignee)}
	}
	if q.Point != nil {
		out.Lat, out.Lon = &q.Point.Lat, &q.Point.Lon
	}
	return out
}

func next(cursor string) *string {
	if cursor == "" {
		return nil
	}
	return &cursor
}

// reports registers what a desk reads and does with one report.
func (s *Server) reports(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports/{id}", "openReport", "One report, whole; leaves an audit line"), s.openReport)
	handle(s, api, op(http.MethodPut, "/reports/{id}", "acceptReport", "Take a report from a program or an operator"), s.acceptReport)
}

func wrong(what string) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "api", Key: "api.member.wrong", Msg: "{0} is not what it should be", Args: []string{what},
		Hint: "see the description of the interface",
	}
}

type openIn struct {
	ID     record.ID `path:"id"`
	Reason string    `query:"reason" maxLength:"500"`
}

type answerOut struct {
	Path  string            `json:"path"`
	Label map[string]string `json:"label"`
	Value string            `json:"value"`
	Text  map[string]string `json:"text"`
	Type  string            `json:"type"`
	Group map[string]string `json:"group,omitempty" doc:"what the group that it stands in is called, by language"`
}

type fileOut struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

type messageOut struct {
	ID       record.ID `json:"id"`
	From     string    `json:"from" enum:"desk,reporter"`
	Text     string    `json:"text"`
	Language string    `json:"language"`
	At       time.Time `json:"at"`
	By       *named    `json:"by,omitempty"`
}

type historyOut struct {
	At     time.Time      `json:"at"`
	By     *named         `json:"by,omitempty"`
	Act    string         `json:"act"`
	Detail map[string]any `json:"detail"`
	Seq    int64          `json:"seq"`
}

type reportOut struct {
	SummaryOut
	Version     string          `json:"version"`
	Answers     []answerOut     `json:"answers" nullable:"false"`
	Files       []fileOut       `json:"files" nullable:"false"`
	Messages    []messageOut    `json:"messages" nullable:"false"`
	History     []historyOut    `json:"history" nullable:"false"`
	Conflicts   []int64         `json:"conflicts" nullable:"false" doc:"the corrections that contradict the answers"`
	Corrections []correctionOut `json:"corrections" nullable:"false" doc:"what was put right, the oldest first"`
	Problems    []string        `json:"problems" nullable:"false"`
	Point       *report.Point   `json:"point,omitempty"`
	Proposals   []proposalOut   `json:"proposals" nullable:"false" doc:"of rules, the oldest first"`
	Can         []string        `json:"can" nullable:"false"`
	SourceRef   string          `json:"source_ref"`
	SourceCount int             `json:"source_count,omitempty"`
}

// deskActions are what a report's page may offer.
var deskActions = []policy.Action{
	"report.state", "report.urgency", "report.grade", "report.assign", "report.forward", "report.answer", "report.note", "report.close",
	"report.reopen", "report.correct", "report.review", "report.erase", "vault.reveal", "vault.forget",
}

func (s *Server) openReport(ctx context.Context, a policy.Actor, in *openIn) (*body[reportOut], error) {
	l := callerOf(ctx).language
	history, err := s.Queue.Open(ctx, a, in.ID, in.Reason)
	if err != nil {
		return nil, err
	}
	sum, err := s.Queue.Summary(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	rep, err := s.Reports.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out, err := s.whole(s.summary(l, sum), rep, history)
	if err != nil {
		return nil, err
	}
	ms, err := s.Queue.Messages(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		out.Messages = append(out.Messages, s.message(m, true))
	}
	for _, rev := range history {
		out.History = append(out.History, s.act(l, rev))
	}
	if out.Proposals, err = s.proposed(ctx, l, in.ID); err != nil {
		return nil, err
	}
	may, err := s.Queue.May(ctx, a, in.ID, deskActions)
	for _, action := range may {
		if rep.Body.Source.Zero() && (action == "vault.reveal" || action == "vault.forget") {
			continue // it came without a name: there is nothing to ask for
		}
		out.Can = append(out.Can, string(action))
	}
	return answer(*out), err
}

// whole is a report with all that came in of it.
func (s *Server) whole(sum SummaryOut, rep *report.Report, history []ledger.Revision) (out *reportOut, err error) {
	out = &reportOut{
		SummaryOut: sum, Version: rep.Body.Version, Point: rep.Body.Point,
		Problems: append([]string{}, rep.Body.Problems...), Conflicts: append([]int64{}, rep.Conflicts...),
		Files: []fileOut{}, Messages: []messageOut{}, History: []historyOut{}, Can: []string{},
	}
	if !rep.Body.Source.Zero() {
		out.SourceRef = rep.Body.Source.String()[:8]
	}
	if out.Answers, err = s.answers(&rep.Body); err != nil {
		return nil, err
	}
	if out.Corrections, err = s.corrections(rep, out.Answers, history); err != nil {
		return nil, err
	}
	for _, f := range rep.Files {
		out.Files = append(out.Files, fileOut{f.Name, f.Type, f.Size, fmt.Sprintf("/api/v1/reports/%s/attachments/%s", sum.ID, escape(f.Name))})
	}
	return out, nil
}

func (s *Server) message(m queue.Message, desk bool) messageOut {
	out := messageOut{ID: m.ID, From: "reporter", Text: m.Text, Language: m.Language, At: m.At}
	if m.FromDesk {
		out.From = "desk"
		if desk {
			out.By = &named{m.Author, s.Who.Name(m.Author)}
		}
	}
	return out
}

// answers gives the answers with the labels of their form in every language.
func (s *Server) answers(b *report.Body) ([]answerOut, error) {
	f, _, err := s.Forms.Get(b.Form, b.Version)
	if err != nil {
		return nil, err
	}
	inst, err := form.DecodeInstance(newReader(b.XML), report.MaxXML)
	if err != nil {
		return nil, err
	}
	out := []answerOut{}
	for i, language := range f.Languages {
		for j, a := range f.Answers(inst, language) {
			if i == 0 {
				out = append(out, answerOut{Path: a.Path, Label: map[string]string{}, Value: a.Value, Text: map[string]string{}, Type: string(a.Type), Group: map[string]string{}})
			}
			out[j].Label[language] = a.Label
			out[j].Text[language] = a.Text
			if a.Group != "" {
				out[j].Group[language] = a.Group
			}
		}
	}
	return out, nil
}

// hidden are members of bodies that a history does not show: the answers stand
// beside it.
var hidden = []string{"v", "xml", "text", "source", "receipt", "files", "problems"}

func (s *Server) act(l lang.Language, rev ledger.Revision) historyOut {
	h := historyOut{At: rev.At.Time(), Act: rev.Kind.String(), Detail: map[string]any{}, Seq: rev.Seq}
	if name := s.Who.Name(rev.Author); name != "" {
		h.By = &named{rev.Author, name}
	}
	if rev.Kind == record.Report || rev.Kind == record.Correction {
		return h
	}
	if err := json.Unmarshal(rev.Body, &h.Detail); err != nil {
		return h
	}
	for _, k := range hidden {
		// A note is its text; the source of a grade is a letter, and nobody's.
		if (k != "text" || rev.Kind != record.Note) && (k != "source" || rev.Kind != record.Grade) {
			delete(h.Detail, k)
		}
	}
	for k, name := range map[string]func(record.ID) string{
		"unit": s.unitName(l), "from": s.unitName(l), "to": s.unitName(l), "doer": s.unitName(l), "list": s.unitName(l), "rule": s.Rules.Called, "account": s.Who.Name,
	} {
		if id, ok := h.Detail[k].(string); ok {
			if parsed, err := record.ParseID(id); err == nil {
				h.Detail[k] = named{parsed, name(parsed)}
			}
		}
	}
	return h
}

func (s *Server) unitName(l lang.Language) func(record.ID) string {
	return func(id record.ID) string { return s.Units.Name(id, l) }
}
