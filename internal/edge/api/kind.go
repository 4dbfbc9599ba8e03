package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/guard/policy"
)

type kindOut struct {
	Kind string            `json:"kind"`
	Form string            `json:"form"`
	Name map[string]string `json:"name"`
}

type kindsOut struct {
	Items []kindOut `json:"items" nullable:"false"`
}

// kinds registers what reports can be about, by the forms: lists and filters
// show a kind's name, where the report holds its code.
func (s *Server) kinds(api huma.API) {
	handle(s, api, op(http.MethodGet, "/kinds", "listKinds", "What reports can be about, by the forms"), func(context.Context, policy.Actor, *none) (*body[kindsOut], error) {
		out := kindsOut{Items: []kindOut{}}
		seen := map[string]bool{}
		for _, p := range s.Forms.All() {
			for _, k := range p.Kinds() {
				if !seen[k.Name] {
					seen[k.Name] = true
					out.Items = append(out.Items, kindOut{k.Name, p.ID, k.Label})
				}
			}
		}
		return answer(out), nil
	})
}
