package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/triage/queue"
)

type mapIn struct {
	AskedIn
	West  float64 `query:"west" minimum:"-180" maximum:"180"`
	South float64 `query:"south" minimum:"-90" maximum:"90"`
	East  float64 `query:"east" minimum:"-180" maximum:"180"`
	North float64 `query:"north" minimum:"-90" maximum:"90"`
	Zoom  float64 `query:"zoom" minimum:"0" maximum:"24"`
}

type cellOut struct {
	Lat     float64    `json:"lat"`
	Lon     float64    `json:"lon"`
	N       int        `json:"n"`
	ID      *record.ID `json:"id,omitempty" doc:"of a single report"`
	Kind    string     `json:"kind,omitempty"`
	Urgency string     `json:"urgency" enum:"now,soon,routine" doc:"the most pressing of them"`
	Now     int        `json:"now,omitempty" doc:"how many of them say that lives are at risk"`
}

type mapOut struct {
	Cells   []cellOut    `json:"cells" nullable:"false"`
	Total   int          `json:"total"`
	Newest  []SummaryOut `json:"newest" nullable:"false" doc:"of what is in the box"`
	Partial bool         `json:"partial" doc:"there is more than was looked through: the newest are shown"`
}

// maps registers reports by where they are.
func (s *Server) maps(api huma.API) {
	handle(s, api, op(http.MethodGet, "/map", "mapReports", "Reports on the map"), s.mapReports)
	handle(s, api, op(http.MethodGet, "/map/areas", "countAreas", "How many reports the districts have, by the places that reports name"), s.countAreas)
}

func (in *mapIn) query() queue.MapQuery {
	return queue.MapQuery{
		Box: queue.Box{West: in.West, South: in.South, East: in.East, North: in.North, Zoom: in.Zoom}, States: in.states(), Unit: in.Unit,
		Kinds: in.Kind, Urgencies: in.urgencies(), From: in.From, To: in.To,
	}
}

func (s *Server) mapReports(ctx context.Context, a policy.Actor, in *mapIn) (*body[mapOut], error) {
	m, err := s.Queue.Map(ctx, a, in.query())
	if err != nil {
		return nil, err
	}
	out := mapOut{Cells: []cellOut{}, Total: m.Total, Newest: s.summaries(ctx, m.Newest), Partial: m.Partial}
	for _, m := range m.Marks {
		c := cellOut{Lat: m.Lat, Lon: m.Lon, N: m.N, Kind: m.Kind, Urgency: string(m.Urgency()), Now: m.By[0]}
		if !m.Report.Zero() {
			c.ID = &m.Report
		}
		out.Cells = append(out.Cells, c)
	}
	return answer(out), nil
}

type areasIn struct {
	State   []string  `query:"state" maxItems:"10" enum:"new,checking,needs_answer,closed,quarantine,open,all"`
	Unit    record.ID `query:"unit"`
	Urgency []string  `query:"urgency" maxItems:"10" enum:"now,soon,routine"`
	Kind    []string  `query:"kind" maxItems:"40" maxLength:"100"`
}

type areaOut struct {
	List string            `json:"list"`
	Code string            `json:"code"`
	Name map[string]string `json:"name"`
	N    int               `json:"n"`
}

type areasOut struct {
	Items []areaOut `json:"items" nullable:"false"`
}

// countAreas adds the places that reports name up to the highest district each
// lies in, a wilaya.
func (s *Server) countAreas(ctx context.Context, a policy.Actor, in *areasIn) (*body[areasOut], error) {
	asked := AskedIn{State: in.State, Unit: in.Unit, Urgency: in.Urgency, Kind: in.Kind}
	places, err := s.Queue.Areas(ctx, a, queue.MapQuery{States: asked.states(), Unit: in.Unit, Kinds: in.Kind, Urgencies: asked.urgencies()})
	if err != nil {
		return nil, err
	}
	type key struct{ list, code string }
	found := map[key]*areaOut{}
	for ref, n := range places {
		path := s.Places.Path(ref.List, ref.Code)
		i := highest(path)
		if i < 0 {
			continue
		}
		p := path[i]
		k := key{p.List, p.Code}
		if found[k] == nil {
			found[k] = &areaOut{List: p.List, Code: p.Code, Name: map[string]string{}}
			for l, name := range p.Name {
				found[k].Name[string(l)] = name
			}
		}
		found[k].N += n
	}
	out := areasOut{Items: []areaOut{}}
	for _, area := range found {
		out.Items = append(out.Items, *area)
	}
	return answer(out), nil
}

// highest is the widest place of a path below a country.
func highest(path []place.Place) int {
	found := -1
	for i, p := range path {
		if p.Level != place.Country && (found < 0 || p.Level < path[found].Level) {
			found = i
		}
	}
	return found
}
