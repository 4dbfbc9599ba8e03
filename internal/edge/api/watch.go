package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/alert"
)

// WatchIO is what a watch looks for, and how its alerts climb.
type WatchIO struct {
	Unit    record.ID         `json:"unit"`
	Name    map[string]string `json:"name" doc:"in Arabic, French and English"`
	Rule    alert.Rule        `json:"rule"`
	Urgency string            `json:"urgency" enum:"now,soon,routine"`
	Ladder  []alert.Step      `json:"ladder,omitempty" maxItems:"10" nullable:"false" doc:"missing: up the tree of units, in the times of its urgency"`
	Quiet   *alert.Quiet      `json:"quiet,omitempty" doc:"hours in which what is not urgent waits"`
	Join    int               `json:"join,omitempty" doc:"hours for which a report joins the alert before it; 0: twelve"`
}

func (in *WatchIO) watch(id record.ID) alert.Watch {
	return alert.Watch{ID: id, Unit: in.Unit, Name: text(in.Name), Rule: in.Rule, Urgency: report.Urgency(in.Urgency), Ladder: in.Ladder, Quiet: in.Quiet, Join: in.Join}
}

type watchOut struct {
	ID record.ID `json:"id" format:"uuid"`
	WatchIO
	UnitName string     `json:"unit_name"`
	On       bool       `json:"on"`
	By       *named     `json:"by,omitempty" doc:"who switched it last"`
	Why      string     `json:"why,omitempty"`
	At       time.Time  `json:"at"`
	Tried    int        `json:"tried,omitempty" doc:"alerts that it would have raised before it was switched on"`
	Raised   int        `json:"raised" doc:"alerts of the last ninety days"`
	Minutes  []int      `json:"minutes" nullable:"false" doc:"of its levels, where it has no ladder of its own"`
	Can      []string   `json:"can" nullable:"false"`
	Revision int64      `json:"revision"`
	Names    []placeOut `json:"places" nullable:"false" doc:"of its rule, with their names"`
}

type watchesOut struct {
	Items []watchOut `json:"items" nullable:"false" doc:"those switched on first"`
}

// watches registers what is looked for.
func (s *Server) watches(api huma.API) {
	handle(s, api, op(http.MethodGet, "/watches", "listWatches", "When alerts are raised"), s.listWatches)
	handle(s, api, op(http.MethodPut, "/watches/{id}", "putWatch", "Write a watch, new or anew"), s.putWatch)
	handle(s, api, op(http.MethodPost, "/watches/{id}/switch", "switchWatch", "Switch a watch on or off"), s.switchWatch)
	handle(s, api, op(http.MethodPost, "/watches/try", "tryWatch", "What a watch would have done in the last ninety days"), s.tryWatch)
}

func (s *Server) listWatches(ctx context.Context, a policy.Actor, _ *none) (*body[watchesOut], error) {
	ws, raised, err := s.Alerts.Watches(ctx, a)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := watchesOut{Items: []watchOut{}}
	for i := range ws {
		w := &ws[i]
		o := watchOut{
			ID: w.ID, UnitName: s.Units.Name(w.Unit, l), On: w.On, Why: w.Why, At: w.At, Tried: w.Tried, Raised: raised[w.ID], Revision: w.Revision,
			Minutes: alert.Times(w.Urgency), Can: []string{}, Names: []placeOut{},
			WatchIO: WatchIO{Unit: w.Unit, Name: names(w.Name), Rule: w.Rule, Urgency: string(w.Urgency), Ladder: w.Ladder, Quiet: w.Quiet, Join: w.Join},
		}
		if w.By != alert.Author {
			by := s.named(w.By)
			o.By = &by
		}
		for _, p := range w.Rule.Places {
			o.Names = append(o.Names, placeOut{p.List, p.Code, s.Places.Name(p.List, p.Code, l)})
		}
		for _, action := range []policy.Action{"watch.edit", "watch.switch"} {
			if s.Policy.Allow(ctx, a, action, s.Policy.At(policy.Watch, w.ID, w.Unit)) == nil {
				o.Can = append(o.Can, string(action))
			}
		}
		out.Items = append(out.Items, o)
	}
	return answer(out), nil
}

type putWatchIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		WatchIO
		Revision int64 `json:"revision" minimum:"0" doc:"that the caller saw; 0: it is not there yet"`
	}
}

func (s *Server) putWatch(ctx context.Context, a policy.Actor, in *putWatchIn) (*none, error) {
	w := in.Body.watch(in.ID)
	w.Revision = in.Body.Revision
	return nil, s.Alerts.Put(ctx, a, w)
}

type switchWatchIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		On       bool   `json:"on"`
		Why      string `json:"why" maxLength:"500"`
		Revision int64  `json:"revision,omitempty" minimum:"0"`
	}
}

func (s *Server) switchWatch(ctx context.Context, a policy.Actor, in *switchWatchIn) (*none, error) {
	return nil, s.Alerts.Switch(ctx, a, in.ID, in.Body.On, in.Body.Why, in.Body.Revision)
}

type tryWatchIn struct {
	Body struct {
		ID record.ID `json:"id"`
		WatchIO
	}
}

type watchTrialOut struct {
	From   time.Time  `json:"from"`
	To     time.Time  `json:"to"`
	Looked int        `json:"looked" doc:"reports"`
	Whole  bool       `json:"whole" doc:"all of the ninety days; else the newest alone"`
	Alerts int        `json:"alerts"`
	Joined int        `json:"joined" doc:"reports that they would have been of"`
	Daily  []int      `json:"daily" nullable:"false"`
	Each   []wouldOut `json:"each" nullable:"false" doc:"the newest first"`
}

type wouldOut struct {
	At      time.Time   `json:"at"`
	Unit    named       `json:"unit"`
	Kind    string      `json:"kind,omitempty"`
	Reports []record.ID `json:"reports" nullable:"false"`
	N       int         `json:"n"`
}

func (s *Server) tryWatch(ctx context.Context, a policy.Actor, in *tryWatchIn) (*body[watchTrialOut], error) {
	t, err := s.Alerts.Try(ctx, a, in.Body.watch(in.Body.ID))
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := watchTrialOut{From: t.From, To: t.To, Looked: t.Looked, Whole: t.Whole, Alerts: t.Alerts, Joined: t.Joined, Daily: t.Daily, Each: []wouldOut{}}
	for _, w := range t.Each {
		out.Each = append(out.Each, wouldOut{w.At, s.unitNamed(w.Unit, l), w.Kind, w.Reports, w.N})
	}
	return answer(out), nil
}
