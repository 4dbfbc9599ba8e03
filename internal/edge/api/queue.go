package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

// AskedIn is what lists, the map and search are narrowed by. Where several
// values are given, any of them fits.
type AskedIn struct {
	State   []string  `query:"state" maxItems:"10" enum:"new,checking,needs_answer,closed,quarantine,open,all" doc:"open: new, checking and needs_answer; all, as none: every state but the quarantine"`
	Unit    record.ID `query:"unit" doc:"and those below it"`
	Urgency []string  `query:"urgency" maxItems:"10" enum:"now,soon,routine"`
	Kind    []string  `query:"kind" maxItems:"40" maxLength:"100"`
	From    time.Time `query:"from" doc:"received at or after"`
	To      time.Time `query:"to" doc:"received before"`
}

func (in *AskedIn) states() []queue.State {
	var out []queue.State
	for _, name := range in.State {
		switch st, ok := queue.ParseState(name); {
		case ok:
			out = append(out, st)
		case name == "open":
			out = append(out, queue.New, queue.Checking, queue.NeedsAnswer)
		default:
			return nil
		}
	}
	return out
}

func (in *AskedIn) urgencies() (out []report.Urgency) {
	for _, name := range in.Urgency {
		u, _ := report.ParseUrgency(name)
		out = append(out, u)
	}
	return out
}

// SiftIn is what lists and search are narrowed by beyond what indexes hold.
type SiftIn struct {
	Language []string `query:"language" maxItems:"20" maxLength:"10"`
	Place    string   `query:"place" maxLength:"80" doc:"list/code of a place, with all places within it"`
	Graded   string   `query:"graded" enum:"yes,no,"`
	Unread   bool     `query:"unread" doc:"words of the reporter that no desk has answered"`
}

func (s *Server) sift(in *SiftIn) (queue.Sift, error) {
	out := queue.Sift{Languages: in.Language, Unread: in.Unread}
	if in.Graded != "" {
		graded := in.Graded == "yes"
		out.Graded = &graded
	}
	if in.Place != "" {
		list, code, ok := strings.Cut(in.Place, "/")
		if !ok {
			return out, wrong("place")
		}
		out.Places = s.within(list, code)
	}
	return out, nil
}

// within gives a place and all within it.
func (s *Server) within(list, code string) []report.PlaceRef {
	all := []report.PlaceRef{{List: list, Code: code}}
	for i := 0; i < len(all) && i < maxPlaces; i++ {
		for _, p := range s.Places.Below(list, all[i].Code) {
			all = append(all, report.PlaceRef{List: list, Code: p.Code})
		}
	}
	return all
}

type listIn struct {
	AskedIn
	SiftIn
	Assignee string `query:"assignee" maxLength:"36" doc:"me, none, or an account"`
	Overdue  bool   `query:"overdue" doc:"open, and due before now"`
	Sort     string `query:"sort" enum:"-at,at,urgency,due" default:"-at" doc:"due: lives at risk first, then what is due first"`
	Cursor   string `query:"cursor" maxLength:"100"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type listOut struct {
	Items  []SummaryOut `json:"items" nullable:"false"`
	Next   *string      `json:"next" nullable:"true" doc:"there may be a next page where this one is short, or empty"`
	Counts *countsOut   `json:"counts,omitempty" doc:"under unit, kind and urgency; missing where more is asked for"`
}

// countsOut is how many reports are in each state.
type countsOut struct {
	New         int `json:"new"`
	Checking    int `json:"checking"`
	NeedsAnswer int `json:"needs_answer"`
	Closed      int `json:"closed"`
	Quarantine  int `json:"quarantine"`
}

func counts(n queue.Counts) countsOut {
	return countsOut{
		New: n[queue.New], Checking: n[queue.Checking], NeedsAnswer: n[queue.NeedsAnswer], Closed: n[queue.Closed], Quarantine: n[queue.Quarantine],
	}
}

// queue registers what a desk has before it: lists, numbers, search.
func (s *Server) queue(api huma.API) {
	handle(s, api, op(http.MethodGet, "/reports", "listReports", "The queue"), s.listReports)
	handle(s, api, op(http.MethodGet, "/overview", "getOverview", "A desk's work in numbers"), s.overview)
	handle(s, api, op(http.MethodGet, "/search", "searchReports", "Search in reports"), s.searchReports)
}

func (s *Server) listReports(ctx context.Context, a policy.Actor, in *listIn) (*body[listOut], error) {
	sift, err := s.sift(&in.SiftIn)
	if err != nil {
		return nil, err
	}
	q := queue.Query{
		States: in.states(), Unit: in.Unit, Kinds: in.Kind, Urgencies: in.urgencies(), From: in.From, To: in.To, Sift: sift,
		Sort: queue.Sort(in.Sort), Cursor: in.Cursor, Limit: in.Limit,
	}
	if in.Overdue {
		q.Late = s.Clock()
	}
	switch in.Assignee {
	case "":
	case "me":
		q.Assignee = &a.ID
	case "none":
		q.Assignee = &record.ID{}
	default:
		id, err := record.ParseID(in.Assignee)
		if err != nil {
			return nil, wrong("assignee")
		}
		q.Assignee = &id
	}
	page, err := s.Queue.List(ctx, a, q)
	if err != nil {
		return nil, err
	}
	out := listOut{Items: s.summaries(ctx, page.Items), Next: next(page.Next)}
	if page.Counted {
		c := counts(page.Counts)
		out.Counts = &c
	}
	return answer(out), nil
}

func (s *Server) summaries(ctx context.Context, qs []queue.Summary) []SummaryOut {
	out := make([]SummaryOut, 0, len(qs))
	for _, q := range qs {
		out = append(out, s.summary(callerOf(ctx).language, q))
	}
	return out
}

type overviewOut struct {
	Open    openOut     `json:"open" doc:"by urgency, then by state"`
	Overdue int         `json:"overdue"`
	Mine    int         `json:"mine" doc:"open, worked on by the caller"`
	Days    []dayOut    `json:"days" nullable:"false" doc:"received, the last fourteen days of UTC, the oldest first"`
	Kinds   []kindCount `json:"kinds" nullable:"false" doc:"open, the most first"`
	Units   []unitCount `json:"units" nullable:"false" doc:"open, those with lives at risk first"`
}

type openOut struct {
	Now     countsOut `json:"now"`
	Soon    countsOut `json:"soon"`
	Routine countsOut `json:"routine"`
}

type dayOut struct {
	Date    string `json:"date" format:"date"`
	Now     int    `json:"now"`
	Soon    int    `json:"soon"`
	Routine int    `json:"routine"`
}

type kindCount struct {
	Kind string `json:"kind"`
	N    int    `json:"n"`
}

type unitCount struct {
	Unit named `json:"unit"`
	N    int   `json:"n"`
	Now  int   `json:"now"`
}

func (s *Server) overview(ctx context.Context, a policy.Actor, _ *none) (*body[overviewOut], error) {
	o, err := s.Queue.Overview(ctx, a, s.Clock())
	if err != nil {
		return nil, err
	}
	out := overviewOut{
		Open: openOut{counts(o.Open[0]), counts(o.Open[1]), counts(o.Open[2])}, Overdue: o.Overdue, Mine: o.Mine,
		Days: []dayOut{}, Kinds: []kindCount{}, Units: []unitCount{},
	}
	for _, d := range o.Days {
		out.Days = append(out.Days, dayOut{d.Date.Format(time.DateOnly), d.By[0], d.By[1], d.By[2]})
	}
	for _, k := range o.Kinds {
		out.Kinds = append(out.Kinds, kindCount(k))
	}
	l := callerOf(ctx).language
	for _, u := range o.Units {
		out.Units = append(out.Units, unitCount{named{u.Unit, s.Units.Name(u.Unit, l)}, u.N, u.Now})
	}
	return answer(out), nil
}

type searchIn struct {
	AskedIn
	SiftIn
	Q      string `query:"q" maxLength:"500"`
	Cursor string `query:"cursor" maxLength:"30"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type foundOut struct {
	SummaryOut
	Snippet string `json:"snippet"`
}

type searchOut struct {
	Items []foundOut `json:"items" nullable:"false"`
	Next  *string    `json:"next" nullable:"true"`
}

func (s *Server) searchReports(ctx context.Context, a policy.Actor, in *searchIn) (*body[searchOut], error) {
	sift, err := s.sift(&in.SiftIn)
	if err != nil {
		return nil, err
	}
	found, more, err := s.Queue.Search(ctx, a, queue.SearchQuery{
		Text: in.Q, States: in.states(), Unit: in.Unit, Kinds: in.Kind, Urgencies: in.urgencies(), From: in.From, To: in.To, Sift: sift,
		Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	out := searchOut{Items: []foundOut{}, Next: next(more)}
	for _, f := range found {
		out.Items = append(out.Items, foundOut{s.summary(callerOf(ctx).language, f.Summary), f.Snippet})
	}
	return answer(out), nil
}
