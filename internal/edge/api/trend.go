package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
)

// trends registers what is counted by kind, place and week, and what is unusual.
func (s *Server) trends(api huma.API) {
	handle(s, api, op(http.MethodGet, "/trends", "getTrends", "Counts by week with what was to be expected"), s.getTrends)
	handle(s, api, op(http.MethodGet, "/trends/alarms", "getAlarms", "Where more is reported than usual, and how far to trust it"), s.getAlarms)
	handle(s, api, op(http.MethodGet, "/trends/spots", "getSpots", "Hot spots in space and time"), s.getSpots)
	handle(s, api, op(http.MethodGet, "/trends/reports", "getBehind", "The reports behind a count, an alarm or a hot spot"), s.getBehind)
}

type trendsIn struct {
	By    string `query:"by" enum:"kind,place" default:"kind" doc:"a series for each kind, or for each moughataa"`
	Kind  string `query:"kind" maxLength:"100" doc:"of one kind alone"`
	Place string `query:"place" maxLength:"80" doc:"list/code: of the moughataa that it lies in alone"`
	Rule  string `query:"rule" enum:"farrington,ears_c1,ears_c2,ears_c3" default:"farrington"`
	Weeks int    `query:"weeks" minimum:"4" maximum:"106" default:"26"`
	Most  int    `query:"most" minimum:"1" maximum:"60" default:"12" doc:"series at most, beside the one over all"`
}

// TrendWeek is a count with what was to be expected.
type TrendWeek struct {
	Week     string  `json:"week" format:"date" doc:"the Monday on which it begins"`
	N        int     `json:"n"`
	Partial  bool    `json:"partial,omitempty" doc:"it is not over"`
	Judged   bool    `json:"judged" doc:"there is a range to be expected"`
	Expected float64 `json:"expected"`
	Low      int     `json:"low" doc:"19 of 20 such counts lie from here"`
	High     int     `json:"high" doc:"to here"`
	Alarm    bool    `json:"alarm,omitempty"`
}

type trendOut struct {
	Kind          string      `json:"kind,omitempty" doc:"missing: all kinds"`
	Place         *placeOut   `json:"place,omitempty" doc:"missing: all places"`
	Weeks         []TrendWeek `json:"weeks" nullable:"false" doc:"the running one last"`
	Total         int         `json:"total" doc:"in these weeks"`
	WeeksPerFalse int         `json:"weeks_per_false" doc:"in how many weeks a false alarm of this series is to be expected; 0: hardly ever"`
	Why           []string    `json:"why" nullable:"false" doc:"how the last whole week was judged"`
}

type trendsOut struct {
	At    time.Time  `json:"at" doc:"when it was counted"`
	Rule  string     `json:"rule"`
	All   trendOut   `json:"all"`
	Items []trendOut `json:"items" nullable:"false" doc:"those with alarms of late first, then those with most reports"`
	More  int        `json:"more" doc:"further series"`
}

// placeRef reads list/code.
func placeRef(s string) (place.Ref, error) {
	if s == "" {
		return place.Ref{}, nil
	}
	list, code, ok := strings.Cut(s, "/")
	if !ok {
		return place.Ref{}, wrong("place")
	}
	return place.Ref{List: list, Code: code}, nil
}

func (s *Server) placeOut(ref place.Ref, l lang.Language) *placeOut {
	if ref == (place.Ref{}) {
		return nil
	}
	return &placeOut{ref.List, ref.Code, s.Places.Name(ref.List, ref.Code, l)}
}

func (s *Server) getTrends(ctx context.Context, a policy.Actor, in *trendsIn) (*body[trendsOut], error) {
	ref, err := placeRef(in.Place)
	if err != nil {
		return nil, err
	}
	found, err := s.Trends.Charts(ctx, a, trend.Ask{By: in.By, Kind: in.Kind, Place: ref, Rule: in.Rule, Weeks: in.Weeks, Most: in.Most})
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := trendsOut{At: found.At, Rule: found.Rule, All: s.trendOut(&found.Charts[0], l), Items: []trendOut{}, More: found.More}
	for i := range found.Charts[1:] {
		out.Items = append(out.Items, s.trendOut(&found.Charts[i+1], l))
	}
	return answer(out), nil
}

func (s *Server) trendOut(c *trend.Chart, l lang.Language) trendOut {
	out := trendOut{Kind: c.Kind, Place: s.placeOut(c.Place, l), Weeks: []TrendWeek{}, Total: c.Total(), Why: []string{}}
	for i := range c.Verdicts {
		out.Weeks = append(out.Weeks, weekOut(&c.Verdicts[i], c.From.AddDate(0, 0, 7*i)))
	}
	if last, ok := c.Last(); ok {
		out.WeeksPerFalse = trend.WeeksPerFalse(last.False)
		out.Why = said(last.Reasons, l)
	}
	return out
}

func weekOut(v *trend.Verdict, begins time.Time) TrendWeek {
	w := TrendWeek{Week: begins.Format(time.DateOnly), N: v.Observed, Partial: v.Partial, Alarm: v.Alarm()}
	if w.Judged = v.State == trend.Judged || v.State == trend.TooFew; w.Judged {
		w.Expected, w.Low, w.High = v.Expected, int(v.Range.Low95), int(v.Range.High95)
	}
	return w
}

func said(reasons []trend.Reason, l lang.Language) []string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.In(l)
	}
	return out
}

type alarmsIn struct {
	Rule string `query:"rule" enum:"farrington,ears_c1,ears_c2,ears_c3" default:"farrington"`
}

type alarmOut struct {
	Kind          string    `json:"kind,omitempty"`
	Place         *placeOut `json:"place,omitempty"`
	WeeksPerFalse int       `json:"weeks_per_false" doc:"in how many weeks a false alarm of this series is to be expected; 0: hardly ever"`
	Span          int       `json:"span" doc:"how many weeks, up to this one, were judged together"`
	Reports       int       `json:"reports" doc:"in these weeks"`
	Why           []string  `json:"why" nullable:"false"`
	TrendWeek
}

type alarmsOut struct {
	At            time.Time  `json:"at"`
	Rule          string     `json:"rule"`
	Series        int        `json:"series" doc:"that were looked at"`
	Judged        int        `json:"judged" doc:"of them, those with enough history"`
	Expected      float64    `json:"expected" doc:"false alarms to be expected in one such look over all of them"`
	WeeksPerFalse int        `json:"weeks_per_false" doc:"in how many weeks a false alarm somewhere is to be expected; 0: hardly ever"`
	Items         []alarmOut `json:"items" nullable:"false" doc:"the least likely by chance first"`
}

// maxAlarms is more than anybody looks at.
const maxAlarms = 60

func (s *Server) getAlarms(ctx context.Context, a policy.Actor, in *alarmsIn) (*body[alarmsOut], error) {
	found, err := s.Trends.Alarms(ctx, a, in.Rule)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := alarmsOut{
		At: found.At, Rule: found.Rule, Series: found.Tally.Series, Judged: found.Tally.Judged, Expected: found.Tally.False,
		WeeksPerFalse: trend.WeeksPerFalse(found.Tally.False), Items: []alarmOut{},
	}
	for i := range found.Alarms[:min(len(found.Alarms), maxAlarms)] {
		alarm := &found.Alarms[i]
		out.Items = append(out.Items, alarmOut{
			Kind: alarm.Kind, Place: s.placeOut(alarm.Place, l), WeeksPerFalse: trend.WeeksPerFalse(alarm.False), Span: max(1, alarm.Span),
			Reports: alarm.Observed, Why: said(alarm.Reasons, l), TrendWeek: weekOut(&alarm.Verdict, alarm.At),
		})
	}
	return answer(out), nil
}

type spotsIn struct {
	Kind string `query:"kind" maxLength:"100"`
}

type spotOut struct {
	Lat      float64     `json:"lat"`
	Lon      float64     `json:"lon"`
	Radius   float64     `json:"radius" doc:"km; 0: one place"`
	Place    *placeOut   `json:"place,omitempty" doc:"the moughataa of its middle"`
	From     string      `json:"from" format:"date"`
	To       string      `json:"to" format:"date" doc:"its last day"`
	N        int         `json:"n"`
	Expected float64     `json:"expected" doc:"if place and time had nothing to do with each other"`
	P        float64     `json:"p" doc:"share of the shufflings with one as strong"`
	Days     int         `json:"days" doc:"after which chance alone brings one as strong"`
	Reports  []record.ID `json:"reports" nullable:"false" doc:"the first hundred"`
	Why      []string    `json:"why" nullable:"false"`
}

type spotsOut struct {
	At     time.Time `json:"at"`
	From   string    `json:"from" format:"date" doc:"of what was looked at"`
	Events int       `json:"events" doc:"that were looked at"`
	Items  []spotOut `json:"items" nullable:"false"`
}

// maxNamed bounds the reports that are named at once.
const maxNamed = 100

func (s *Server) getSpots(ctx context.Context, a policy.Actor, in *spotsIn) (*body[spotsOut], error) {
	found, err := s.Trends.Hot(ctx, a, in.Kind)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := spotsOut{At: found.At, From: found.From.Format(time.DateOnly), Events: found.Events, Items: []spotOut{}}
	for i := range found.Spots.Spots {
		sp := &found.Spots.Spots[i]
		o := spotOut{
			Lat: sp.Lat, Lon: sp.Lon, Radius: sp.Radius, From: sp.From.Format(time.DateOnly), To: sp.To.AddDate(0, 0, -1).Format(time.DateOnly),
			N: sp.Observed, Expected: sp.Expected, P: sp.P, Days: int(min(sp.Recurrence, maxDays)),
			Reports: sp.Events[:min(len(sp.Events), maxNamed)], Why: said(sp.Reasons, l),
		}
		if ref, ok := s.Trends.District(sp.Lat, sp.Lon); ok {
			o.Place = s.placeOut(ref, l)
		}
		out.Items = append(out.Items, o)
	}
	return answer(out), nil
}

// maxDays is the longest recurrence that is told: a hundred years.
const maxDays = 36_500

type trendReportsIn struct {
	Kind  string      `query:"kind" maxLength:"100"`
	Place string      `query:"place" maxLength:"80"`
	Week  string      `query:"week" maxLength:"10" format:"date" doc:"the Monday on which it begins"`
	Span  int         `query:"span" minimum:"1" maximum:"13" default:"1" doc:"weeks, up to this one"`
	IDs   []record.ID `query:"id" maxItems:"100" doc:"in place of all that: those of a hot spot"`
}

type trendReportsOut struct {
	Items []SummaryOut `json:"items" nullable:"false"`
	More  bool         `json:"more" doc:"there are others"`
}

func (s *Server) getBehind(ctx context.Context, a policy.Actor, in *trendReportsIn) (*body[trendReportsOut], error) {
	ids, more := in.IDs, false
	if len(ids) == 0 {
		ref, err := placeRef(in.Place)
		if err != nil {
			return nil, err
		}
		week, err := time.Parse(time.DateOnly, in.Week)
		if err != nil {
			return nil, wrong("week")
		}
		if ids, more, err = s.Trends.Behind(ctx, a, trend.Key{Kind: in.Kind, Place: ref}, week, in.Span); err != nil {
			return nil, err
		}
	}
	found, err := s.Queue.Some(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	return answer(trendReportsOut{Items: s.summaries(ctx, found), More: more}), nil
}
