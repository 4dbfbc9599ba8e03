package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

type unitOut struct {
	ID      record.ID         `json:"id"`
	Code    string            `json:"code"`
	Parent  *record.ID        `json:"parent" nullable:"true"`
	Kind    string            `json:"kind"`
	Name    map[string]string `json:"name"`
	Place   *placeOut         `json:"place,omitempty"`
	Open    int               `json:"open"`
	Members int               `json:"members"`
}

type unitsOut struct {
	Items []unitOut `json:"items" nullable:"false"`
}

type memberOut struct {
	ID    record.ID `json:"id"`
	Name  string    `json:"name"`
	Login string    `json:"login"`
	Roles []string  `json:"roles" nullable:"false"`
	Unit  named     `json:"unit"`
}

type membersOut struct {
	Items []memberOut `json:"items" nullable:"false"`
}

// network registers what is asked of units, members and places.
func (s *Server) network(api huma.API) {
	handle(s, api, op(http.MethodGet, "/units", "listUnits", "The tree of units, as far as the caller sees it"), s.listUnits)
	handle(s, api, op(http.MethodPut, "/units/{id}", "putUnit", "Add or change a unit"), s.putUnit)
	handle(s, api, op(http.MethodGet, "/members", "listMembers", "Who belongs to a unit"), s.listMembers)
	handle(s, api, op(http.MethodGet, "/places", "listPlaces", "Places below one, or by name"), s.listPlaces)
}

func (s *Server) listUnits(ctx context.Context, a policy.Actor, _ *none) (*body[unitsOut], error) {
	f, err := s.Policy.Filter(ctx, a, "unit.list")
	if err != nil {
		return nil, err
	}
	open, err := s.Queue.OpenByUnit(ctx, a)
	if err != nil {
		return nil, err
	}
	members := s.Who.CountByUnit()
	l := callerOf(ctx).language
	tree := s.Units.Tree()
	out := unitsOut{Items: []unitOut{}}
	for _, id := range f.Units(tree.All()) {
		u, ok := tree.Get(id)
		if !ok {
			continue
		}
		o := unitOut{ID: u.ID, Code: u.Code, Kind: string(u.Kind), Name: map[string]string{}, Open: open[u.ID], Members: members[u.ID]}
		for k, v := range u.Name {
			o.Name[string(k)] = v
		}
		if !u.Parent.Zero() {
			o.Parent = &u.Parent
		}
		if u.PlaceCode != "" {
			o.Place = &placeOut{u.PlaceList, u.PlaceCode, s.Places.Name(u.PlaceList, u.PlaceCode, l)}
		}
		out.Items = append(out.Items, o)
	}
	return answer(out), nil
}

type putUnitIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Code      string            `json:"code" minLength:"1" maxLength:"40"`
		Parent    record.ID         `json:"parent"`
		Kind      string            `json:"kind" maxLength:"40"`
		Name      map[string]string `json:"name"`
		PlaceList string            `json:"place_list,omitempty" maxLength:"40"`
		PlaceCode string            `json:"place_code,omitempty" maxLength:"40"`
	}
}

func (s *Server) putUnit(ctx context.Context, a policy.Actor, in *putUnitIn) (*none, error) {
	if err := s.Policy.Allow(ctx, a, "unit.edit", policy.Resource{Type: policy.Unit, ID: in.ID, Unit: in.Body.Parent, UnitPath: s.Units.Tree().Path(in.Body.Parent)}); err != nil {
		return nil, err
	}
	return nil, s.Units.Put(ctx, a.ID, unit.Unit{
		ID: in.ID, Code: in.Body.Code, Parent: in.Body.Parent, Kind: unit.Kind(in.Body.Kind), Name: text(in.Body.Name),
		PlaceList: in.Body.PlaceList, PlaceCode: in.Body.PlaceCode,
	})
}

type membersIn struct {
	Unit record.ID `query:"unit"`
}

func (s *Server) listMembers(ctx context.Context, a policy.Actor, in *membersIn) (*body[membersOut], error) {
	f, err := s.Policy.Filter(ctx, a, "member.list")
	if err != nil {
		return nil, err
	}
	seen := map[record.ID]bool{}
	for _, u := range f.Units(s.Units.Tree().All()) {
		seen[u] = true
	}
	l := callerOf(ctx).language
	out := membersOut{Items: []memberOut{}}
	for _, m := range s.Who.Members() {
		if !seen[m.Unit] || !in.Unit.Zero() && m.Unit != in.Unit {
			continue
		}
		out.Items = append(out.Items, memberOut{ID: m.ID, Name: m.Name, Login: m.Login, Roles: m.RoleNames(), Unit: named{m.Unit, s.Units.Name(m.Unit, l)}})
	}
	return answer(out), nil
}

type placesIn struct {
	Parent string `query:"parent" maxLength:"40"`
	List   string `query:"list" maxLength:"40"`
	Q      string `query:"q" maxLength:"100"`
}

type placeLine struct {
	List   string            `json:"list"`
	Code   string            `json:"code"`
	Parent string            `json:"parent,omitempty"`
	Level  string            `json:"level"`
	Name   map[string]string `json:"name"`
	Lat    *float64          `json:"lat" nullable:"true"`
	Lon    *float64          `json:"lon" nullable:"true"`
}

type placesOut struct {
	Items []placeLine `json:"items" nullable:"false"`
}

// maxPlaces bounds a list of places: people choose from tens.
const maxPlaces = 300

func (s *Server) listPlaces(_ context.Context, _ policy.Actor, in *placesIn) (*body[placesOut], error) {
	var found []place.Place
	if in.Q != "" {
		found = s.Places.Search(in.Q, maxPlaces)
	} else {
		found = s.Places.Below(in.List, in.Parent)
	}
	out := placesOut{Items: []placeLine{}}
	for _, p := range found {
		line := placeLine{List: p.List, Code: p.Code, Parent: p.Parent, Level: p.Level.String(), Name: map[string]string{}}
		for k, v := range p.Name {
			line.Name[string(k)] = v
		}
		if p.Lat != 0 || p.Lon != 0 {
			line.Lat, line.Lon = &p.Lat, &p.Lon
		}
		out.Items = append(out.Items, line)
	}
	return answer(out), nil
}

func text(names map[string]string) lang.Text {
	t := lang.Text{}
	for l, name := range names {
		if known, ok := lang.Parse(l); ok && name != "" {
			t[known] = name
		}
	}
	return t
}
