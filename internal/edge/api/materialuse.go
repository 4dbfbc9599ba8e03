package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/guard/policy"
)

// UseIO is where a material was used.
type UseIO struct {
	Language string    `json:"language,omitempty" maxLength:"8"`
	Activity record.ID `json:"activity,omitzero" format:"uuid" doc:"at which it was used"`
	Spot     string    `json:"spot" maxLength:"480" doc:"the village, the school, the market, the radio"`
	Day      time.Time `json:"day"`
	Printed  int       `json:"printed" minimum:"0" maximum:"1000000" doc:"copies"`
	People   int       `json:"people" minimum:"0" maximum:"5000000" doc:"who saw or heard it"`
	Said     string    `json:"said,omitempty" maxLength:"2048" doc:"what people said; nobody's name"`
}

// UseOut is a use with who wrote it down.
type UseOut struct {
	UseIO
	ID       record.ID `json:"id" format:"uuid"`
	Unit     named     `json:"unit"`
	By       named     `json:"by"`
	Number   int       `json:"number" doc:"of the version"`
	Mine     bool      `json:"mine" doc:"of the caller's own unit: may be changed and taken back"`
	Revision int64     `json:"revision"`
}

type usesOut struct {
	Items   []UseOut `json:"items" nullable:"false" doc:"of the units that the caller answers for, the latest first"`
	Times   int      `json:"times" doc:"in all units, as the two that follow"`
	Printed int      `json:"printed"`
	People  int      `json:"people"`
}

// UseOfMaterial names a use of a material.
type UseOfMaterial struct {
	ID  record.ID `path:"id"`
	Use record.ID `path:"use"`
}

// materialUses registers where a material was used.
func (s *Server) materialUses(api huma.API, path string) {
	handle(s, api, op(http.MethodGet, path+"/{id}/uses", "listUses", "Where a material was used"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[usesOut], error) {
		return s.usesOf(ctx, a, in.ID)
	})
	handle(s, api, op(http.MethodPut, path+"/{id}/uses/{use}", "putUse", "Write down where a material was used, or correct it"), func(ctx context.Context, a policy.Actor, in *struct {
		UseOfMaterial
		Body struct {
			RevisionIn
			UseIO
		}
	},
	) (*body[usesOut], error) {
		b := &in.Body
		u := material.Use{
			ID: in.Use, Material: in.ID, Language: lang.Language(b.Language), Activity: b.Activity, Spot: b.Spot, Day: b.Day, Printed: b.Printed, People: b.People, Said: b.Said,
			Revision: b.Revision,
		}
		if err := s.Materials.Used(ctx, a, u); err != nil {
			return nil, err
		}
		return s.usesOf(ctx, a, in.ID)
	})
	handle(s, api, op(http.MethodDelete, path+"/{id}/uses/{use}", "dropUse", "Take back what was written down of a use"), func(ctx context.Context, a policy.Actor, in *UseOfMaterial) (*body[usesOut], error) {
		if err := s.Materials.Unused(ctx, a, in.ID, in.Use); err != nil {
			return nil, err
		}
		return s.usesOf(ctx, a, in.ID)
	})
}

func (s *Server) usesOf(ctx context.Context, a policy.Actor, id record.ID) (*body[usesOut], error) {
	all, sum, err := s.Materials.Uses(ctx, a, id)
	if err != nil {
		return nil, err
	}
	out := usesOut{Items: []UseOut{}, Times: sum.Times, Printed: sum.Printed, People: sum.People}
	for i := range all {
		u := &all[i]
		out.Items = append(out.Items, UseOut{
			UseIO: UseIO{string(u.Language), u.Activity, u.Spot, u.Day, u.Printed, u.People, u.Said},
			ID:    u.ID, Unit: s.unitNamed(u.Unit, callerOf(ctx).language), By: s.named(u.By), Number: u.Number, Mine: s.Materials.MayUse(ctx, a, u), Revision: u.Revision,
		})
	}
	return answer(out), nil
}

// materialCredits registers who made a material with others.
func (s *Server) materialCredits(api huma.API, path string) {
	handle(s, api, op(http.MethodPost, path+"/{id}/credits", "creditMaterial", "Name somebody who agreed to it"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Person record.ID `json:"person" format:"uuid"`
			Name   string    `json:"name,omitempty" maxLength:"320" doc:"as an adult agreed to be called; a child is named by given name and age"`
		}
	},
	) (*body[MaterialOut], error) {
		return s.oneMaterial(ctx, a)(s.Materials.Credit(ctx, a, in.ID, in.Body.Person, in.Body.Name))
	})
	handle(s, api, op(http.MethodDelete, path+"/{id}/credits/{credit}", "uncreditMaterial", "Name somebody no longer"), func(ctx context.Context, a policy.Actor, in *struct {
		ID     record.ID `path:"id"`
		Credit record.ID `path:"credit"`
	},
	) (*body[MaterialOut], error) {
		return s.oneMaterial(ctx, a)(s.Materials.Uncredit(ctx, a, in.ID, in.Credit))
	})
	type mentioned struct {
		Items []personOption `json:"items" nullable:"false"`
	}
	handle(s, api, op(http.MethodGet, "/community/authors", "listAuthors", "Who agreed to be named in materials"), func(ctx context.Context, a policy.Actor, _ *none) (*body[mentioned], error) {
		all, err := s.Materials.Willing(ctx, a)
		if err != nil {
			return nil, err
		}
		out := mentioned{Items: []personOption{}}
		for _, p := range all {
			out.Items = append(out.Items, personOption{p.ID, p.Name, p.Child, p.Band})
		}
		return answer(out), nil
	})
}

type personOption struct {
	ID    record.ID `json:"id" format:"uuid"`
	Name  string    `json:"name"`
	Child bool      `json:"child,omitempty"`
	Band  string    `json:"band,omitempty"`
}
