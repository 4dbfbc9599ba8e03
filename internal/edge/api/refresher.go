package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/course"
	"wasl/internal/guard/policy"
)

type refreshersIn struct {
	Course   string `query:"course" required:"true" maxLength:"64"`
	Standing string `query:"standing" enum:"overdue,soon,later" default:"overdue" doc:"soon: within 90 days"`
	After    string `query:"after" maxLength:"100" doc:"next of the page before"`
}

// RefreshedOut is somebody who is to refresh a course.
type RefreshedOut struct {
	Person record.ID `json:"person" format:"uuid"`
	Name   string    `json:"name"`
	Passed time.Time `json:"passed"`
	Due    time.Time `json:"due"`
}

type refreshersOut struct {
	Items   []RefreshedOut `json:"items" nullable:"false" doc:"the longest due first"`
	Next    string         `json:"next,omitempty" doc:"of the next page"`
	Overdue int            `json:"overdue" doc:"at most 500"`
	Soon    int            `json:"soon" doc:"at most 500"`
}

// refreshers enters who is to refresh what they passed.
func (s *Server) refreshers(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/refreshers", "listRefreshers", "Who passed a course, asked to be told of refreshers, and is to refresh it"),
		func(ctx context.Context, a policy.Actor, in *refreshersIn) (*body[refreshersOut], error) {
			page, err := s.Courses.Refreshers(ctx, a, course.Refreshers{Course: in.Course, Standing: course.Standing(in.Standing), After: in.After})
			if err != nil {
				return nil, err
			}
			out := refreshersOut{Items: []RefreshedOut{}, Next: page.Next, Overdue: page.Overdue, Soon: page.Soon}
			for _, p := range page.People {
				out.Items = append(out.Items, RefreshedOut(p))
			}
			return answer(out), nil
		})
}
