package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
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
	Open    int               `json:"open" doc:"reports that are not closed, as far as the caller may see them"`
	Members int               `json:"members" doc:"as far as the caller may see who they are"`
	Closed  bool              `json:"closed"`
}

type unitsOut struct {
	Items []unitOut `json:"items" nullable:"false"`
}

type memberOut struct {
	ID     record.ID `json:"id"`
	Name   string    `json:"name"`
	Login  string    `json:"login"`
	Roles  []string  `json:"roles" nullable:"false"`
	Unit   named     `json:"unit"`
	Closed bool      `json:"closed"`
}

type membersOut struct {
	Items []memberOut `json:"items" nullable:"false"`
}

// network registers what is asked of units, members and places.
func (s *Server) network(api huma.API) {
	handle(s, api, op(http.MethodGet, "/units", "listUnits", "The tree of units, as far as the caller sees it"), s.listUnits)
	handle(s, api, op(http.MethodPut, "/units/{id}", "putUnit", "Add a unit, or change its name, code, kind, place or the unit above it"), s.putUnit)
	handle(s, api, op(http.MethodPost, "/units/{id}/close", "closeUnit", "Close a unit; its open reports go to the unit above"), s.closeUnit)
	handle(s, api, op(http.MethodPost, "/units/{id}/reopen", "reopenUnit", "Let a closed unit work again"), s.reopenUnit)
	handle(s, api, op(http.MethodGet, "/members", "listMembers", "Who belongs to a unit"), s.listMembers)
	handle(s, api, op(http.MethodPut, "/members/{id}", "setMember", "Change somebody's name, roles or unit, or close the account"), s.setMember)
	handle(s, api, op(http.MethodPost, "/members/{id}/link", "linkMember", "A link by which somebody who forgot the password sets a new one; shown once"), s.linkMember)
	handle(s, api, op(http.MethodGet, "/places", "listPlaces", "Places below one, or by name"), s.listPlaces)
	handle(s, api, op(http.MethodGet, "/places/{list}/{code}", "getPlace", "A place by its code in a list, older lists included"), s.getPlace)
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
	known, err := s.Policy.Filter(ctx, a, "member.list")
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
		o := unitOut{ID: u.ID, Code: u.Code, Kind: string(u.Kind), Name: map[string]string{}, Open: open[u.ID], Closed: u.Closed}
		if known.Counts(u.ID, record.Clear) {
			o.Members = members[u.ID]
		}
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
	return nil, s.Units.Set(ctx, s.Policy, a, unit.Unit{
		ID: in.ID, Code: in.Body.Code, Parent: in.Body.Parent, Kind: unit.Kind(in.Body.Kind), Name: text(in.Body.Name),
		PlaceList: in.Body.PlaceList, PlaceCode: in.Body.PlaceCode,
	})
}

type closedOut struct {
	Moved int   `json:"moved" doc:"reports that went to the unit above"`
	To    named `json:"to"`
}

// closeUnit closes a unit and hands on what lies in its queue. Closing it again
// hands on what is left of a closing that was cut off.
func (s *Server) closeUnit(ctx context.Context, a policy.Actor, in *idIn) (*body[closedOut], error) {
	if err := s.Units.Close(ctx, s.Policy, a, in.ID, false, identity.CountAt); err != nil {
		return nil, err
	}
	moved, err := s.Queue.Inherit(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	to := s.Units.Tree().Open(in.ID)
	return answer(closedOut{moved, named{to, s.Units.Name(to, callerOf(ctx).language)}}), nil
}

func (s *Server) reopenUnit(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
	return nil, s.Units.Close(ctx, s.Policy, a, in.ID, true, identity.CountAt)
}

type membersIn struct {
	Unit   record.ID `query:"unit"`
	Closed bool      `query:"closed" doc:"those too who sign in no more"`
}

func (s *Server) listMembers(ctx context.Context, a policy.Actor, in *membersIn) (*body[membersOut], error) {
	f, err := s.Policy.Filter(ctx, a, "member.list")
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := membersOut{Items: []memberOut{}}
	for _, m := range s.Who.Everybody() {
		if !f.Counts(m.Unit, record.Clear) || !in.Unit.Zero() && m.Unit != in.Unit || m.Closed && !in.Closed {
			continue
		}
		out.Items = append(out.Items, memberOut{
			ID: m.ID, Name: m.Name, Login: m.Login, Roles: m.RoleNames(), Unit: named{m.Unit, s.Units.Name(m.Unit, l)}, Closed: m.Closed,
		})
	}
	return answer(out), nil
}

type setMemberIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Name   string    `json:"name" minLength:"1" maxLength:"200"`
		Roles  []string  `json:"roles" minItems:"1" maxItems:"7"`
		Unit   record.ID `json:"unit"`
		Closed bool      `json:"closed,omitempty"`
	}
}

func (s *Server) setMember(ctx context.Context, a policy.Actor, in *setMemberIn) (*none, error) {
	rs, err := rolesOf(in.Body.Roles)
	if err != nil {
		return nil, err
	}
	return nil, s.Who.SetMember(ctx, a, in.ID, identity.Change{Name: in.Body.Name, Roles: rs, Unit: in.Body.Unit, Closed: in.Body.Closed})
}

func rolesOf(names []string) (rs []policy.Role, err error) {
	for _, n := range names {
		r, ok := policy.ParseRole(n)
		if !ok {
			return nil, wrong("roles")
		}
		rs = append(rs, r)
	}
	return rs, nil
}

func (s *Server) linkMember(ctx context.Context, a policy.Actor, in *idIn) (*body[invitationOut], error) {
	made, secret, err := s.Who.InviteAgain(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := s.invitation(callerOf(ctx), made)
	out.Link = InvitePath + secret
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
		out.Items = append(out.Items, lineOf(p))
	}
	return answer(out), nil
}

func lineOf(p place.Place) placeLine {
	line := placeLine{List: p.List, Code: p.Code, Parent: p.Parent, Level: p.Level.String(), Name: map[string]string{}}
	for k, v := range p.Name {
		line.Name[string(k)] = v
	}
	if p.Located() {
		line.Lat, line.Lon = &p.Lat, &p.Lon
	}
	return line
}

type placeIn struct {
	List string `path:"list" maxLength:"40"`
	Code string `path:"code" maxLength:"40"`
}

type placeWhole struct {
	placeLine
	Also  []string    `json:"also" nullable:"false" doc:"other spellings"`
	Older []place.Ref `json:"older" nullable:"false" doc:"the same place in older lists"`
	Path  []placeLine `json:"path" nullable:"false" doc:"those that it lies in, up to its country"`
}

// getPlace gives the place of a code in the list that is named: MR01 of one list
// is not MR01 of another.
func (s *Server) getPlace(_ context.Context, _ policy.Actor, in *placeIn) (*body[placeWhole], error) {
	p, ok := s.Places.Get(in.List, in.Code)
	if !ok {
		return nil, policy.Hide()
	}
	out := placeWhole{placeLine: lineOf(p), Also: append([]string{}, p.Also...), Older: append([]place.Ref{}, p.Older...), Path: []placeLine{}}
	for _, up := range s.Places.Path(p.List, p.Code) {
		if up.Ref() != p.Ref() {
			out.Path = append(out.Path, lineOf(up))
		}
	}
	return answer(out), nil
}

func names(t lang.Text) map[string]string {
	out := map[string]string{}
	for l, name := range t {
		out[string(l)] = name
	}
	return out
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
