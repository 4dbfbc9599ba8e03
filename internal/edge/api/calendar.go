package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/edge/public"
	"wasl/internal/guard/policy"
)

// OwnCalendarOut is where somebody's own calendar stands.
type OwnCalendarOut struct {
	Public string     `json:"public" doc:"path of the calendar that anybody may read"`
	Made   *time.Time `json:"made,omitempty" doc:"when the address of one's own was made; missing where there is none"`
	Path   string     `json:"path,omitempty" doc:"of one's own: told once, when it is made"`
}

// calendars registers the addresses that telephones' calendars subscribe to.
func (s *Server) calendars(api huma.API) {
	answered := func(ctx context.Context, a policy.Actor, secret string) (*body[OwnCalendarOut], error) {
		at, err := s.Calendars.Made(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		out := OwnCalendarOut{Public: public.CalendarPath, Made: when(at)}
		if secret != "" {
			out.Path = public.OwnCalendarPath + secret + ".ics"
		}
		return answer(out), nil
	}
	handle(s, api, op(http.MethodGet, "/community/calendar", "getCalendar", "Where calendars stand"), func(ctx context.Context, a policy.Actor, _ *none) (*body[OwnCalendarOut], error) {
		return answered(ctx, a, "")
	})
	handle(s, api, op(http.MethodPost, "/community/calendar", "renewCalendar", "Make the secret address of one's own calendar, or another one: the earlier ends"), func(ctx context.Context, a policy.Actor, _ *none) (*body[OwnCalendarOut], error) {
		secret, err := s.Calendars.Renew(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		return answered(ctx, a, secret)
	})
	handle(s, api, op(http.MethodDelete, "/community/calendar", "endCalendar", "End the secret address of one's own calendar"), func(ctx context.Context, a policy.Actor, _ *none) (*body[OwnCalendarOut], error) {
		if err := s.Calendars.End(ctx, a.ID); err != nil {
			return nil, err
		}
		return answered(ctx, a, "")
	})
}
