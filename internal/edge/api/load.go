package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

type loadsOut struct {
	Items []loadOut `json:"items" nullable:"false"`
}

type loadOut struct {
	Unit    named      `json:"unit"`
	Open    countsOut  `json:"open" doc:"by state"`
	Now     int        `json:"now" doc:"open, and lives at risk"`
	Overdue int        `json:"overdue"`
	Week    int        `json:"week" doc:"received in the last seven days of UTC"`
	People  []handsOut `json:"people" nullable:"false" doc:"who has most first"`
}

type handsOut struct {
	ID      record.ID `json:"id" format:"uuid"`
	Name    string    `json:"name"`
	Open    int       `json:"open"`
	Overdue int       `json:"overdue"`
}

// loads registers who has how much to do.
func (s *Server) loads(api huma.API) {
	handle(s, api, op(http.MethodGet, "/load", "listLoad", "How much each desk has to do, and who of it; for chiefs"), s.listLoad)
}

func (s *Server) listLoad(ctx context.Context, a policy.Actor, _ *none) (*body[loadsOut], error) {
	staff := map[record.ID][]record.ID{}
	for _, m := range s.Who.Members() {
		if !m.Closed && (slices.Contains(m.Roles, policy.Desk) || slices.Contains(m.Roles, policy.Chief)) {
			staff[m.Unit] = append(staff[m.Unit], m.ID)
		}
	}
	all, err := s.Queue.Load(ctx, a, func(unit record.ID) []record.ID { return staff[unit] }, s.Clock())
	out := loadsOut{Items: []loadOut{}}
	for i := range all {
		l := &all[i]
		one := loadOut{
			Unit: named{l.Unit, s.Units.Name(l.Unit, callerOf(ctx).language)}, Open: counts(l.Open), Now: l.Now, Overdue: l.Overdue, Week: l.Week, People: []handsOut{},
		}
		for _, h := range l.Busiest() {
			one.People = append(one.People, handsOut{h.Account, s.Who.Name(h.Account), h.Open, h.Overdue})
		}
		out.Items = append(out.Items, one)
	}
	return answer(out), err
}
