package public

import (
	"bytes"
	"net/http"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/community/activity"
	"wasl/internal/network/place"
)

// The addresses of calendars. They are in people's telephones: they never change.
const (
	CalendarPath    = "/public/calendar.ics"
	OwnCalendarPath = "/public/calendar/"
	calendarType    = "text/calendar"
)

// calendar is GET /public/calendar.ics: the dates that anybody may know.
func (s *Server) calendar(r *http.Request, l lang.Language) (sheet, error) {
	c, err := s.Activities.PublicCalendar(r.Context(), l, s.name(l), s.place)
	return written(c, err)
}

// ownCalendar is GET /public/calendar/{secret}.ics: the dates of one account. The
// secret is the permission, as long as the account works here.
func (s *Server) ownCalendar(r *http.Request, l lang.Language) (sheet, error) {
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	account, err := s.Feeds.Of(r.Context(), secret)
	if !ok || fault.Is(err, fault.Missing) {
		return sheet{}, noCalendar()
	}
	if err != nil {
		return sheet{}, err
	}
	actor, works := s.People(account)
	if !works {
		return sheet{}, noCalendar()
	}
	out, err := written(s.Activities.OwnCalendar(r.Context(), actor, l, s.name(l), s.place))
	out.cache = "private, no-cache"
	return out, err
}

func written(c activity.Calendar, err error) (sheet, error) {
	if err != nil {
		return sheet{}, err
	}
	var b bytes.Buffer
	err = c.Write(&b)
	return sheet{bytes: b.Bytes()}, err
}

func noCalendar() error {
	return &fault.Error{Kind: fault.Missing, Op: "public", Key: "public.calendar.none", Msg: "there is no calendar at this address", Hint: "the address may have been renewed: take the new one from the console"}
}

// place is what a place is called.
func (s *Server) place(p place.Ref, l lang.Language) string { return s.Places.Name(p.List, p.Code, l) }
