package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/edge/live"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/notice"
)

// AlertOut is an alert as lists show it.
type AlertOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Number   int64      `json:"number"`
	Title    string     `json:"title" doc:"what happened and where, or what was looked for"`
	Watch    *named     `json:"watch,omitempty" doc:"that raised it; missing where a person did"`
	Unit     named      `json:"unit" doc:"where it was raised"`
	TLP      string     `json:"tlp"`
	Urgency  string     `json:"urgency" enum:"now,soon,routine"`
	Kind     string     `json:"kind,omitempty"`
	Place    *placeOut  `json:"place,omitempty"`
	Exercise bool       `json:"exercise,omitempty"`
	State    string     `json:"state" enum:"open,acknowledged,ended"`
	Level    int        `json:"level" doc:"of levels, from 0"`
	Levels   []levelOut `json:"levels" nullable:"false"`
	Since    time.Time  `json:"since" doc:"when it came to its level"`
	Due      *time.Time `json:"due,omitempty" doc:"when it climbs or is told again; of one in hand, when its owner is asked how it stands"`
	Owner    *named     `json:"owner,omitempty" doc:"who has it in hand, or ended it"`
	First    *named     `json:"first,omitempty" doc:"who is to answer at its level"`
	Others   []named    `json:"others" nullable:"false" doc:"who else may"`
	Reports  int        `json:"reports"`
	Tasks    int        `json:"tasks,omitempty" doc:"overdue ones behind it, where it was raised for those"`
	Raised   time.Time  `json:"raised"`
	Acked    *time.Time `json:"acknowledged,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	Outcome  string     `json:"outcome,omitempty" enum:"true,false_alarm,exercise"`
	Mine     bool       `json:"mine" doc:"it waits for the caller, or the caller has it in hand"`
	Revision int64      `json:"revision"`
}

type levelOut struct {
	Unit     named            `json:"unit"`
	Minutes  int              `json:"minutes"`
	Owner    *named           `json:"owner,omitempty" doc:"whom the watch's ladder names to answer first"`
	Channels []notice.Channel `json:"channels,omitempty" nullable:"false" doc:"by which people hear of it; missing: as its urgency says"`
}

type alertsIn struct {
	State  string    `query:"state" enum:"open,acknowledged,ended"`
	Unit   record.ID `query:"unit" doc:"this one and those below"`
	Mine   bool      `query:"mine"`
	Cursor string    `query:"cursor" maxLength:"40"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type alertsOut struct {
	Items []AlertOut `json:"items" nullable:"false" doc:"the most pressing first, then what is due first; those that ended the newest first"`
	Next  *string    `json:"next" nullable:"true"`
	Open  int        `json:"open"`
	Hand  int        `json:"in_hand"`
	Mine  int        `json:"mine" doc:"open, and come to the caller"`
}

type wholeAlertOut struct {
	AlertOut
	Word    string      `json:"word,omitempty" doc:"of whoever raised it by hand"`
	History []eventOut  `json:"history" nullable:"false"`
	Notices []noticeOut `json:"notices" nullable:"false" doc:"who was told, by which way, and what became of it"`
	Behind  []behindOut `json:"behind" nullable:"false" doc:"reports, as far as the caller may see them"`
	Late    []TaskOut   `json:"late" nullable:"false" doc:"overdue tasks behind it, as far as the caller may see them"`
	Hidden  int         `json:"hidden" doc:"reports or tasks behind it that the caller may not see"`
	May     []string    `json:"may" nullable:"false"`
}

type eventOut struct {
	At   time.Time  `json:"at"`
	By   named      `json:"by"`
	Act  string     `json:"act" enum:"raise,join,level,remind,hand,acknowledge,nag,reopen,end,note,clock"`
	Call *callOut   `json:"call,omitempty" doc:"who is to answer"`
	Word string     `json:"word,omitempty"`
	N    int        `json:"n,omitempty" doc:"reports that joined"`
	End  string     `json:"end,omitempty"`
	Due  *time.Time `json:"due,omitempty"`
}

type callOut struct {
	Level int     `json:"level"`
	Unit  named   `json:"unit"`
	Why   string  `json:"why" enum:"raised,late,nobody,left,unreached,by_hand,again,handed,reopened"`
	Who   []named `json:"who" nullable:"false" doc:"the first first"`
	First bool    `json:"first" doc:"the first of them is first on duty"`
	Left  []named `json:"left" nullable:"false" doc:"would be, and work there no more"`
}

type noticeOut struct {
	To      named      `json:"to"`
	Channel string     `json:"channel,omitempty" enum:"push,sms,mail,webhook," doc:"missing: there is no way to them"`
	Why     string     `json:"why"`
	State   string     `json:"state" enum:"waiting,sent,delivered,failed,withdrawn"`
	Failure string     `json:"failure,omitempty"`
	Text    string     `json:"text,omitempty" doc:"as it was sent"`
	Queued  time.Time  `json:"queued"`
	Sent    *time.Time `json:"sent,omitempty"`
	Settled *time.Time `json:"settled,omitempty"`
}

type behindOut struct {
	ID      record.ID `json:"id" format:"uuid"`
	Title   string    `json:"title"`
	At      time.Time `json:"at"`
	Urgency string    `json:"urgency"`
	State   string    `json:"state"`
}

// alerts registers what is asked of alerts.
func (s *Server) alerts(api huma.API) {
	handle(s, api, op(http.MethodGet, "/alerts", "listAlerts", "Alerts"), s.listAlerts)
	handle(s, api, op(http.MethodPost, "/alerts", "raiseAlert", "Raise an alert by hand, or an exercise"), s.raiseAlert)
	handle(s, api, op(http.MethodGet, "/alerts/{id}", "getAlert", "An alert, its ladder, who was told"), s.getAlert)
	handle(s, api, op(http.MethodPost, "/alerts/{id}/acknowledge", "acknowledgeAlert", "Take an alert in hand: it climbs no more"), s.acknowledge)
	handle(s, api, op(http.MethodPost, "/alerts/{id}/climb", "climbAlert", "Send an alert up by hand"), s.climb)
	handle(s, api, op(http.MethodPost, "/alerts/{id}/note", "noteAlert", "Keep a word beside an alert"), s.noteAlert)
	handle(s, api, op(http.MethodPost, "/alerts/{id}/end", "endAlert", "End an alert"), s.endAlert)
	handle(s, api, op(http.MethodPost, "/alerts/{id}/reopen", "reopenAlert", "Take back the end of an alert, or let it go"), s.reopenAlert)
	handle(s, api, op(http.MethodGet, "/reports/{id}/alerts", "reportAlerts", "Alerts that a report is behind"), s.reportAlerts)
}

func (s *Server) named(id record.ID) named { return named{id, s.Who.Name(id)} }

func (s *Server) people(ids []record.ID) []named {
	out := []named{}
	for _, id := range ids {
		out = append(out, s.named(id))
	}
	return out
}

func (s *Server) unitNamed(id record.ID, l lang.Language) named {
	return named{id, s.Units.Name(id, l)}
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (s *Server) alertOut(l lang.Language, reader record.ID, a alert.Alert) AlertOut {
	out := AlertOut{
		ID: a.ID, Number: a.Number, Title: s.Alerts.Title(a, l), Unit: s.unitNamed(a.Unit, l), TLP: a.TLP.String(), Urgency: string(a.Urgency), Kind: a.Kind,
		Exercise: a.Exercise, State: a.State.String(), Level: a.Level, Levels: []levelOut{}, Since: a.Since, Due: when(a.Due), Others: s.people(a.Others),
		Reports: a.Reports, Raised: a.Raised, Acked: when(a.Acked), Ended: when(a.Ended), Outcome: string(a.Outcome), Revision: a.Revision,
	}
	for _, lv := range a.Levels {
		at := levelOut{Unit: s.unitNamed(lv.Unit, l), Minutes: lv.Minutes, Channels: lv.Channels}
		if !lv.Owner.Zero() {
			who := s.named(lv.Owner)
			at.Owner = &who
		}
		out.Levels = append(out.Levels, at)
	}
	if a.Place.Code != "" {
		out.Place = &placeOut{a.Place.List, a.Place.Code, s.Places.Name(a.Place.List, a.Place.Code, l)}
	}
	if !a.ByHand() {
		out.Watch = &named{a.Watch, a.Name.In(l)}
	}
	if !a.Owner.Zero() {
		who := s.named(a.Owner)
		out.Owner = &who
	}
	if !a.First.Zero() {
		who := s.named(a.First)
		out.First = &who
	}
	if a.Watch == alert.Overdue {
		out.Reports, out.Tasks = 0, a.Reports
	}
	out.Mine = a.For(reader)
	return out
}

func (s *Server) listAlerts(ctx context.Context, a policy.Actor, in *alertsIn) (*body[alertsOut], error) {
	q := alert.Query{Unit: in.Unit, Mine: in.Mine, Cursor: in.Cursor, Limit: in.Limit}
	if in.State != "" {
		st, _ := alert.ParseState(in.State)
		q.State = &st
	}
	p, err := s.Alerts.List(ctx, a, q)
	if err != nil {
		return nil, err
	}
	out := alertsOut{Items: []AlertOut{}, Next: next(p.Next), Open: p.Open, Hand: p.Hand, Mine: p.Mine}
	for _, one := range p.Items {
		out.Items = append(out.Items, s.alertOut(callerOf(ctx).language, a.ID, one))
	}
	return answer(out), nil
}

type raiseIn struct {
	Body struct {
		ID       record.ID        `json:"id" doc:"chosen by the caller: sent twice, raised once"`
		Unit     record.ID        `json:"unit"`
		Urgency  string           `json:"urgency" enum:"now,soon,routine"`
		Kind     string           `json:"kind,omitempty" maxLength:"80"`
		Place    *report.PlaceRef `json:"place,omitempty"`
		Word     string           `json:"word" maxLength:"2048"`
		Report   record.ID        `json:"report,omitzero"`
		Exercise bool             `json:"exercise,omitempty"`
	}
}

func (s *Server) raiseAlert(ctx context.Context, a policy.Actor, in *raiseIn) (*body[AlertOut], error) {
	b := in.Body
	r := alert.Raising{ID: b.ID, Unit: b.Unit, Urgency: report.Urgency(b.Urgency), Kind: b.Kind, Word: b.Word, Report: b.Report, Exercise: b.Exercise}
	if b.Place != nil {
		r.Place = *b.Place
	}
	if !b.Report.Zero() { // nobody raises an alert about what they may not see
		if err := s.sees(ctx, a, b.Report); err != nil {
			return nil, err
		}
	}
	return s.changed(ctx, a)(s.Alerts.Raise(ctx, a, r))
}

// changed answers with an alert as it stands after an act.
func (s *Server) changed(ctx context.Context, a policy.Actor) func(alert.Alert, error) (*body[AlertOut], error) {
	return func(one alert.Alert, err error) (*body[AlertOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.alertOut(callerOf(ctx).language, a.ID, one)), nil
	}
}

func (s *Server) getAlert(ctx context.Context, a policy.Actor, in *idIn) (*body[wholeAlertOut], error) {
	w, err := s.Alerts.Open(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := wholeAlertOut{
		AlertOut: s.alertOut(l, a.ID, w.Alert), Word: w.Word, History: []eventOut{}, Notices: []noticeOut{}, Behind: []behindOut{}, May: []string{},
	}
	for _, e := range w.History {
		out.History = append(out.History, s.alertEvent(l, e))
	}
	for _, n := range w.Notices {
		out.Notices = append(out.Notices, s.noticeOut(n))
	}
	out.Late = []TaskOut{}
	if w.Watch == alert.Overdue {
		for _, id := range w.Behind {
			if t, err := s.Tasks.Get(ctx, a, id); err == nil {
				out.Late = append(out.Late, s.taskOut(ctx, a, &t))
			}
		}
	}
	behind, err := s.Queue.Summaries(ctx, a, w.Behind)
	if err != nil {
		return nil, err
	}
	for i := range behind {
		sum := &behind[i]
		out.Behind = append(out.Behind, behindOut{sum.ID, sum.Title, sum.At, string(sum.Urgency), sum.State.String()})
	}
	out.Hidden = len(w.Behind) - len(behind) - len(out.Late)
	for _, action := range w.May {
		out.May = append(out.May, string(action))
	}
	return answer(out), nil
}

func (s *Server) alertEvent(l lang.Language, e alert.Event) eventOut {
	out := eventOut{At: e.At, By: s.named(e.By), Act: e.Act, Word: e.Word, N: e.N, End: string(e.End), Due: when(e.Due)}
	if c := e.Call; c != nil {
		out.Call = &callOut{Level: c.Level, Unit: s.unitNamed(c.Unit, l), Why: string(c.Why), Who: s.people(c.Others), First: !c.First.Zero(), Left: s.people(c.Left)}
		if !c.First.Zero() {
			out.Call.Who = append([]named{s.named(c.First)}, out.Call.Who...)
		}
	}
	return out
}

func (s *Server) noticeOut(n notice.Notice) noticeOut {
	out := noticeOut{
		To: s.named(n.Recipient), Channel: string(n.Channel), Why: string(n.Why), State: n.State.String(), Failure: string(n.Failure), Text: n.Text,
		Queued: n.Queued, Sent: when(n.Sent), Settled: when(n.Settled),
	}
	if n.Channel == notice.Webhook {
		out.To.Name = s.Notices.HookName(n.Recipient)
	}
	return out
}

// sees faults with Missing where the caller may not see a report in lists.
func (s *Server) sees(ctx context.Context, a policy.Actor, id record.ID) error {
	found, err := s.Queue.Summaries(ctx, a, []record.ID{id})
	if err == nil && len(found) == 0 {
		return policy.Hide()
	}
	return err
}

type acknowledgeIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Take bool `json:"take,omitempty" doc:"from another who has it in hand"`
	}
}

func (s *Server) acknowledge(ctx context.Context, a policy.Actor, in *acknowledgeIn) (*body[AlertOut], error) {
	return s.changed(ctx, a)(s.Alerts.Acknowledge(ctx, a, in.ID, in.Body.Take))
}

type wordIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Word string `json:"word" maxLength:"2048"`
	}
}

func (s *Server) climb(ctx context.Context, a policy.Actor, in *wordIn) (*body[AlertOut], error) {
	return s.changed(ctx, a)(s.Alerts.Climb(ctx, a, in.ID, in.Body.Word))
}

func (s *Server) reopenAlert(ctx context.Context, a policy.Actor, in *wordIn) (*body[AlertOut], error) {
	return s.changed(ctx, a)(s.Alerts.Reopen(ctx, a, in.ID, in.Body.Word))
}

type noteAlertIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		ID   record.ID `json:"id" doc:"chosen by the caller: sent twice, kept once"`
		Word string    `json:"word" maxLength:"2048"`
	}
}

func (s *Server) noteAlert(ctx context.Context, a policy.Actor, in *noteAlertIn) (*body[AlertOut], error) {
	return s.changed(ctx, a)(s.Alerts.Note(ctx, a, in.ID, in.Body.ID, in.Body.Word))
}

type endAlertIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Outcome string `json:"outcome" enum:"true,false_alarm,exercise"`
		Word    string `json:"word,omitempty" maxLength:"2048"`
	}
}

func (s *Server) endAlert(ctx context.Context, a policy.Actor, in *endAlertIn) (*body[AlertOut], error) {
	return s.changed(ctx, a)(s.Alerts.End(ctx, a, in.ID, alert.Outcome(in.Body.Outcome), in.Body.Word))
}

func (s *Server) reportAlerts(ctx context.Context, a policy.Actor, in *idIn) (*body[alertsOut], error) {
	if err := s.sees(ctx, a, in.ID); err != nil {
		return nil, err
	}
	all, err := s.Alerts.BehindReport(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := alertsOut{Items: []AlertOut{}}
	for _, one := range all {
		out.Items = append(out.Items, s.alertOut(callerOf(ctx).language, a.ID, one))
	}
	return answer(out), nil
}

// toldAlert is one event about an alert.
type toldAlert struct {
	ID    record.ID `json:"id"`
	Act   string    `json:"act"`
	Alert AlertOut  `json:"alert"`
}

func (s *Server) newsOfAlerts() live.Source {
	return live.Source{
		Event: "alert", Action: "alert.list", Kinds: []record.Kind{record.Alert, record.Notice},
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			one, named, err := s.Alerts.Stands(ctx, h.Subject)
			return live.Thing{
				Row: live.Row{Unit: one.Unit, TLP: one.TLP, Assignee: one.Owner, Named: named},
				// Whose it is each console tells from its own account: the same words go to all.
				Tell: func(l lang.Language) any {
					return toldAlert{h.Subject, h.Kind.String(), s.alertOut(l, record.ID{}, one)}
				},
			}, err
		},
	}
}
