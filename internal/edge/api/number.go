package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/number"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
)

// numbers registers what activities came to, and who is deleted when.
func (s *Server) numbers(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/numbers", "communityNumbers", "What activities came to, in numbers that tell of nobody"), s.communityNumbers)
	handle(s, api, op(http.MethodPost, "/community/numbers", "renewCommunityNumbers", "Make the numbers anew, if ten people came since"), func(ctx context.Context, a policy.Actor, _ *struct{}) (*struct{}, error) {
		return nil, s.Numbers.Ask(ctx, a)
	})
	handle(s, api, op(http.MethodGet, "/community/retention", "communityRetention", "How many people are deleted in the next weeks"), s.communityRetention)
	handle(s, api, op(http.MethodPost, "/community/people/{id}/own", "ownPerson", "All that is kept of somebody, for that person to have"), s.ownPerson)
	s.plain(t, "GET /api/v1/community/numbers/export", s.exportNumbers, "time", "place", "kind", "whole", "format")
}

// headsOut is one number that is shown.
type headsOut struct {
	Who    string `json:"who" doc:"of whom, as indicators name it: sex=female.band=18-24; empty for everybody"`
	N      *int64 `json:"n" nullable:"true" doc:"null where it was never shown"`
	Hidden bool   `json:"hidden,omitempty" doc:"it is hidden now, and n is what was shown last"`
}

type headsMonth struct {
	Month   string    `json:"month"`
	Reached headsOut  `json:"reached"`
	Trained *headsOut `json:"trained,omitempty"`
}

// shareOut is a share or a mean with its interval.
type shareOut struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Of    int64   `json:"of" doc:"how many it is of"`
}

type numbersOut struct {
	At      *time.Time `json:"at,omitempty" doc:"when these numbers were made; missing where there are none yet"`
	Edition int        `json:"edition"`
	// The slice.
	Reached      []headsOut   `json:"reached" nullable:"false"`
	Trained      []headsOut   `json:"trained" nullable:"false"`
	Months       []headsMonth `json:"months" nullable:"false"`
	Activities   int64        `json:"activities"`
	Attendance   *shareOut    `json:"attendance,omitempty"`
	Gain         *shareOut    `json:"gain,omitempty"`
	Satisfaction *shareOut    `json:"satisfaction,omitempty"`
	Cost         int64        `json:"cost,omitempty" doc:"hundredths of the currency"`
	CostEach     int64        `json:"cost_each,omitempty" doc:"of each person reached, alike"`
	Currency     string       `json:"currency"`
	// What there is to choose.
	Years  []string   `json:"years" nullable:"false"`
	Places []placeOut `json:"places" nullable:"false"`
	Kinds  []string   `json:"kinds" nullable:"false"`
	Renew  bool       `json:"renew" doc:"the caller may have them made anew"`
}

type numbersIn struct {
	Time  string `query:"time" pattern:"^[0-9]{4}$" doc:"a year; since the beginning, where it is left out"`
	Place string `query:"place" maxLength:"80" doc:"a moughataa, as list/code"`
	Kind  string `query:"kind" enum:"training,caravan,workshop,forum,youth_event,materials"`
}

func (in *numbersIn) query() number.Query {
	return number.Query{Time: in.Time, Place: in.Place, Kind: in.Kind}
}

func (s *Server) communityNumbers(ctx context.Context, a policy.Actor, in *numbersIn) (*body[numbersOut], error) {
	b, err := s.Numbers.Board(ctx, a, in.query())
	if err != nil {
		return nil, err
	}
	out := numbersOut{
		Reached: allHeadsOut(b.Reached), Trained: allHeadsOut(b.Trained), Months: []headsMonth{}, Currency: activity.Currency,
		Years: append([]string{}, b.Years...), Places: []placeOut{}, Kinds: append([]string{}, b.Kinds...),
		Renew: s.Policy.Allow(ctx, a, "number.renew", policy.Resource{Type: policy.Node, Unit: a.Unit}) == nil,
	}
	if b.Edition != nil {
		out.At, out.Edition = &b.Edition.At, b.Edition.N
	}
	l := callerOf(ctx).language
	for _, m := range b.Months {
		month := headsMonth{Month: m.Name, Reached: headsOf("", m.Reached)}
		if m.Trained != (number.Cell{}) {
			trained := headsOf("", m.Trained)
			month.Trained = &trained
		}
		out.Months = append(out.Months, month)
	}
	for _, p := range b.Places {
		list, code, _ := strings.Cut(p, "/")
		if code != "" {
			out.Places = append(out.Places, placeOut{list, code, s.Places.Name(list, code, l)})
		}
	}
	f := b.Figures
	out.Activities, out.Attendance, out.Gain, out.Satisfaction, out.Cost = f.Activities, partOf(f.Attendance()), partOf(f.Learned()), partOf(f.Satisfaction()), f.Cost
	if all := b.Reached[""]; all.Shown > 0 {
		out.CostEach = (2*f.Cost + all.Shown) / (2 * all.Shown)
	}
	return answer(out), nil
}

func headsOf(who string, c number.Cell) headsOut {
	o := headsOut{Who: who, Hidden: c.Hidden}
	if !c.Hidden || c.In > 0 {
		o.N = &c.Shown
	}
	return o
}

// allHeadsOut lists numbers in the order of groups; what is nobody's is left out.
func allHeadsOut(cells map[string]number.Cell) []headsOut {
	out := []headsOut{}
	for _, group := range number.Groups() {
		if c, is := cells[group]; is {
			out = append(out, headsOf(group, c))
		}
	}
	return out
}

// partOf gives a share to two digits, as exports do.
func partOf(x number.Share) *shareOut {
	if x.Of == 0 {
		return nil
	}
	return &shareOut{number.Rounded(x.Value), number.Rounded(x.Low), number.Rounded(x.High), x.Of}
}

// exportNumbers is GET /api/v1/community/numbers/export: a table for spreadsheets and
// for whoever reads HXL.
func (s *Server) exportNumbers(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	q := r.URL.Query()
	in := numbersIn{q.Get("time"), q.Get("place"), q.Get("kind")}
	f := number.Format(q.Get("format"))
	types := map[number.Format]string{
		number.CSV: "text/csv; charset=utf-8", number.HXL: "text/csv; charset=utf-8",
		number.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
	if types[f] == "" {
		return wrong("format")
	}
	if in.Kind != "" && !slices.Contains(activity.Kinds(), activity.Kind(in.Kind)) {
		return wrong("kind")
	}
	var out bytes.Buffer
	if err := s.Numbers.Export(r.Context(), c.actor, in.query(), q.Get("whole") != "", f, c.language, &out); err != nil {
		return err
	}
	name := map[number.Format]string{number.CSV: "numbers.csv", number.HXL: "numbers-hxl.csv", number.XLSX: "numbers.xlsx"}[f]
	w.Header().Set("Content-Type", types[f])
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(out.Bytes())
	return err
}

type comingOut struct {
	Day      string `json:"day" doc:"as 2026-11-26"`
	People   int    `json:"people"`
	Children int    `json:"children" doc:"among them"`
	Stayed   int    `json:"stayed" doc:"among them: adults who asked to stay, five years ago"`
}

type retentionOut struct {
	Days   int         `json:"days" doc:"after the last activity that somebody took part in"`
	Coming []comingOut `json:"coming" nullable:"false"`
}

func (s *Server) communityRetention(ctx context.Context, a policy.Actor, _ *struct{}) (*body[retentionOut], error) {
	all, err := s.Retention.Coming(ctx, a)
	if err != nil {
		return nil, err
	}
	out := retentionOut{Days: s.Retention.Days(), Coming: []comingOut{}}
	for _, c := range all {
		out.Coming = append(out.Coming, comingOut{c.Day.Format(time.DateOnly), c.People, c.Children, c.Stayed})
	}
	return answer(out), nil
}

// keptOut is one thing that is kept of a person, as the ledger has it.
type keptOut struct {
	At   time.Time       `json:"at"`
	What string          `json:"what" doc:"its kind: participant, consent, enrolment, mark, attempt, …"`
	Kept json.RawMessage `json:"kept"`
}

type ownOut struct {
	Person record.ID `json:"person"`
	Kept   []keptOut `json:"kept"`
}

// ownPerson is POST /api/v1/community/people/{id}/own. The reason is written by a person:
// it goes with the body, since addresses stay in histories and logs.
func (s *Server) ownPerson(ctx context.Context, a policy.Actor, in *onPersonIn[personWhyIn]) (*body[ownOut], error) {
	p, err := s.People.Open(ctx, a, in.ID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	all, err := s.Retention.Own(ctx, a, p)
	out := ownOut{in.ID, []keptOut{}}
	for _, e := range all {
		out.Kept = append(out.Kept, keptOut{e.At, e.What, e.Kept})
	}
	return answer(out), err
}
