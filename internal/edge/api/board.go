package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/queue"
)

type boardOut struct {
	At       time.Time    `json:"at"`
	Unit     named        `json:"unit" doc:"the caller's"`
	Open     openOut      `json:"open" doc:"by urgency, then by state"`
	Overdue  int          `json:"overdue"`
	Days     []dayOut     `json:"days" nullable:"false" doc:"received, the last fourteen days of UTC, the oldest first"`
	Units    []unitCount  `json:"units" nullable:"false" doc:"open, those with lives at risk first"`
	Late     []unitLate   `json:"late" nullable:"false" doc:"units with overdue reports, the most first"`
	Pressing []SummaryOut `json:"pressing" nullable:"false" doc:"overdue reports, lives at risk first, then what was due first"`
	Cells    []cellOut    `json:"cells" nullable:"false" doc:"open reports on the map"`
	Located  int          `json:"located" doc:"open reports on the map"`
	Alerts   []AlertOut   `json:"alerts" nullable:"false" doc:"open, the most pressing first"`
	Alarmed  int          `json:"alarmed" doc:"open alerts"`
}

type unitLate struct {
	Unit named `json:"unit"`
	N    int   `json:"n"`
}

// boards registers the situation board: what a wall shows, and what is printed of it.
func (s *Server) boards(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/board", "getBoard", "The situation at a glance"), s.getBoard)
	s.plain(t, "GET /api/v1/board.pdf", s.printBoard, "language")
}

// Of a board: as much as is read from across a room.
const (
	boardLines = 8
	boardZoom  = 3.5 // of the grid: circles of some 100 km
)

// country is the box that a board's map shows, Mauritania with its edges.
var country = queue.Box{West: -18.6, South: 14.1, East: -4, North: 27.7, Zoom: boardZoom}

func (s *Server) getBoard(ctx context.Context, a policy.Actor, _ *none) (*body[boardOut], error) {
	out, err := s.board(ctx, a, callerOf(ctx).language)
	if err != nil {
		return nil, err
	}
	return answer(out), nil
}

// board gathers what the board shows, as far as a may see the reports: counts from
// the tables of counts, and a few lines from the heads of indexes.
func (s *Server) board(ctx context.Context, a policy.Actor, l lang.Language) (out boardOut, err error) {
	now := s.Clock()
	o, err := s.Queue.Overview(ctx, a, now)
	if err != nil {
		return out, err
	}
	open := []queue.State{queue.New, queue.Checking, queue.NeedsAnswer}
	late, err := s.Queue.List(ctx, a, queue.Query{States: open, Late: now, Sort: queue.Due, Limit: boardLines})
	if err != nil {
		return out, err
	}
	drawing, err := s.Queue.Map(ctx, a, queue.MapQuery{Box: country, States: open, MarksOnly: true})
	if err != nil {
		return out, err
	}
	alerts, err := s.listAlerts(ctx, a, &alertsIn{State: "open", Limit: boardLines})
	if err != nil {
		return out, err
	}
	out = boardOut{
		At: now, Unit: named{a.Unit, s.Units.Name(a.Unit, l)}, Open: openOut{counts(o.Open[0]), counts(o.Open[1]), counts(o.Open[2])}, Overdue: o.Overdue,
		Days: []dayOut{}, Units: []unitCount{}, Late: []unitLate{}, Pressing: []SummaryOut{}, Cells: []cellOut{}, Located: drawing.Total,
		Alerts: alerts.Body.Items, Alarmed: alerts.Body.Open,
	}
	for _, d := range o.Days {
		out.Days = append(out.Days, dayOut{d.Date.Format(time.DateOnly), d.By[0], d.By[1], d.By[2]})
	}
	for _, u := range o.Units {
		out.Units = append(out.Units, unitCount{named{u.Unit, s.Units.Name(u.Unit, l)}, u.N, u.Now})
	}
	for _, u := range o.Late {
		out.Late = append(out.Late, unitLate{named{u.Unit, s.Units.Name(u.Unit, l)}, u.N})
	}
	for _, sum := range late.Items {
		out.Pressing = append(out.Pressing, s.summary(l, sum))
	}
	for i := range drawing.Marks {
		m := &drawing.Marks[i]
		out.Cells = append(out.Cells, cellOut{Lat: m.Lat, Lon: m.Lon, N: m.N, Urgency: string(m.Urgency()), Now: m.By[0]})
	}
	return out, nil
}

// firstOf gives the first text that says something.
func firstOf(names ...string) string {
	for _, n := range names {
		if strings.TrimSpace(n) != "" {
			return n
		}
	}
	return ""
}
