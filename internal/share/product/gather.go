package product

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
)

// markOf is what matters of a report: another grade, a correction, another end.
func markOf(r *queue.Summary) string {
	return fmt.Sprintf("%s%d %d %s", r.Grade.Source, r.Grade.Information, r.Corrections, r.Outcome)
}

// reports tells of those of the day that are graded well enough and part of no
// incident: kind, place, numbers and grade. What reporters wrote stays with them.
func (c *composer) reports(ctx context.Context) error {
	came, err := c.Queue.Came(ctx, c.actor, c.unit, c.from, c.to, 10*MaxParts)
	if err != nil {
		return err
	}
	ids := make([]record.ID, len(came.Graded))
	for i := range came.Graded {
		ids[i] = came.Graded[i].ID
	}
	held, err := c.Incidents.Held(ctx, ids)
	if err != nil {
		return err
	}
	low, told := 0, 0
	for i := range came.Graded {
		r := &came.Graded[i]
		switch {
		case held[r.ID] || r.Outcome == queue.Duplicate:
		case !Enough(r.Grade):
			low++
		case r.TLP > highest:
			c.omit(TooClose, OnReport, r.ID)
		case r.Outcome == queue.Unfounded:
			c.omit(Untrue, OnReport, r.ID)
		case told == MaxParts:
			came.More = true
		default:
			told++
			c.report(r)
		}
	}
	c.omitMany(TooLow, OnReport, low)
	c.omitMany(Ungraded, OnReport, came.Ungraded)
	if came.More {
		c.omitMany(TooMany, OnReport, 1)
	}
	return nil
}

func (c *composer) report(r *queue.Summary) {
	f := Fresh{
		Section: Reports, Key: "report/" + r.ID.String(), Subject: r.ID, TLP: max(record.Green, r.TLP), Area: coarse(c.Places, place.Ref(r.Place)),
		Basis: []Basis{{Kind: OnReport, ID: r.ID, Mark: markOf(r)}},
	}
	var hurt []incident.Harm
	for _, h := range []incident.Harm{{What: incident.Killed, Count: r.Dead}, {What: incident.Injured, Count: r.Injured}, {What: incident.Missing, Count: r.Missing}} {
		if h.Count > 0 {
			hurt = append(hurt, h)
		}
	}
	c.add(f, func(w *writer) string {
		when := w.on(r.At)
		if r.When != nil {
			when = w.on(*r.When)
		}
		return join(w.head(w.kindName(r.Kind), w.somewhere(place.Ref(r.Place), incident.Near), when), w.harmed(hurt), w.grade(r.Grade))
	})
}

// alerts tells of those that have not ended, and of those that ended on the day.
func (c *composer) alerts(ctx context.Context) error {
	living, err := c.Alerts.List(ctx, c.actor, alert.Query{Unit: c.unit})
	if err != nil {
		return err
	}
	over := alert.Ended
	ended, err := c.Alerts.List(ctx, c.actor, alert.Query{State: &over, Unit: c.unit})
	if err != nil {
		return err
	}
	told := 0
	for _, a := range append(living.Items, ended.Items...) {
		switch {
		case !a.Raised.Before(c.to) || a.State == alert.Ended && a.Ended.Before(c.from):
		case a.Exercise:
			c.omit(Drill, OnAlert, a.ID)
		case a.TLP > highest:
			c.omit(TooClose, OnAlert, a.ID)
		case told == MaxParts:
			c.omit(TooMany, OnAlert, a.ID)
		default:
			told++
			c.alert(&a)
		}
	}
	return nil
}

func (c *composer) alert(a *alert.Alert) {
	f := Fresh{
		Section: Alerts, Key: "alert/" + a.ID.String(), Subject: a.ID, TLP: max(record.Green, a.TLP), Area: coarse(c.Places, place.Ref(a.Place)),
		Basis: []Basis{{Kind: OnAlert, ID: a.ID, Mark: fmt.Sprintf("%s %d %s", a.State, a.Level, a.Outcome)}},
	}
	c.add(f, func(w *writer) string {
		what := a.Name.In(w.l)
		if a.Kind != "" {
			what = w.kindName(a.Kind)
		}
		head := lang.Say(w.l, "product.alert", "Alert {0}: {1} – {2}, raised {3}.", strconv.FormatInt(a.Number, 10), what, w.somewhere(place.Ref(a.Place), incident.Near), w.at(a.Raised))
		return join(head, w.inHand(a))
	})
}

// inHand says who has an alert in hand, and how it ended.
func (w *writer) inHand(a *alert.Alert) string {
	switch {
	case a.State == alert.Open && a.Level < len(a.Levels):
		return lang.Say(w.l, "product.alert.open", "Nobody has it in hand yet; it is with: {0}.", w.unitName(a.Levels[a.Level].Unit))
	case a.State == alert.Open:
		return lang.Say(w.l, "product.alert.waiting", "Nobody has it in hand yet.")
	case a.State == alert.Acknowledged:
		return lang.Say(w.l, "product.alert.hand", "It is in hand.")
	case a.Outcome == alert.FalseAlarm:
		return lang.Say(w.l, "product.alert.false", "It ended: a false alarm.")
	}
	return lang.Say(w.l, "product.alert.true", "It ended: it was true.")
}

// trends tells where more was reported than was to be expected in the week of the
// day, while that is a week that is judged.
func (c *composer) trends(ctx context.Context) error {
	found, err := c.Trends.Alarms(ctx, c.actor, trend.Steady)
	if err != nil {
		return err
	}
	week := trend.Week.Floor(c.from)
	told := 0
	for i := range found.Alarms {
		a := &found.Alarms[i]
		if !a.At.Equal(week) && !a.At.Equal(week.AddDate(0, 0, -7)) || !c.concerns(a.Place) {
			continue
		}
		if told++; told > MaxParts {
			c.omitMany(TooMany, "", 1)
			break
		}
		c.trend(a)
	}
	return nil
}

func (c *composer) trend(a *trend.Alarm) {
	key := fmt.Sprintf("trend/%s/%s/%s/%s", a.At.Format(time.DateOnly), a.Kind, a.Place.List, a.Place.Code)
	c.add(Fresh{Section: Trends, Key: key, TLP: figured, Area: a.Place}, func(w *writer) string {
		what := lang.Say(w.l, "product.trend.all", "All kinds of reports")
		if a.Kind != "" {
			what = w.kindName(a.Kind)
		}
		where := w.where(a.Place)
		if where == "" {
			where = lang.Say(w.l, "product.trend.everywhere", "all places")
		}
		say := lang.Say(w.l, "product.trend", "{0} – {1}: {2} in the week of {3}; between {4} and {5} were to be expected.", what, where,
			reportsCount.count(w.l, a.Observed), lang.Date(w.l, a.At), strconv.Itoa(int(a.Range.Low95)), strconv.Itoa(int(a.Range.High95)))
		if a.Partial {
			say += " " + lang.Say(w.l, "product.trend.running", "The week is not over.")
		}
		return say
	})
}

// concerns tells whether a place lies in what the unit answers for. A unit without
// a place answers for all.
func (c *composer) concerns(p place.Ref) bool {
	u, _ := c.Units.Get(c.unit)
	if u.PlaceCode == "" {
		return true
	}
	return slices.ContainsFunc(c.Places.Path(p.List, p.Code), func(up place.Place) bool { return up.Ref() == place.Ref{List: u.PlaceList, Code: u.PlaceCode} })
}

// deeds tells what was done on the day, without the words in which it was noted:
// those may name people.
func (c *composer) deeds(ctx context.Context) error {
	all, more, err := c.Deeds.During(ctx, c.actor, c.unit, c.from, c.to, MaxParts)
	if err != nil {
		return err
	}
	if more {
		c.omitMany(TooMany, OnResponse, 1)
	}
	for i := range all {
		d := &all[i]
		if d.Of.TLP > highest {
			c.omit(TooClose, OnResponse, d.ID)
			continue
		}
		where, kind, err := c.doneAbout(ctx, d)
		if err != nil {
			return err
		}
		c.deed(d, where, kind)
	}
	return nil
}

// doneAbout gives where and of what kind that is about which something was done.
func (c *composer) doneAbout(ctx context.Context, d *response.Deed) (where place.Ref, kind func(*writer) string, err error) {
	if !d.Incident.Zero() {
		in, err := c.Incidents.Get(ctx, d.Incident)
		if err != nil {
			return where, nil, err
		}
		return place.Ref(in.Statement.Where.Place), func(w *writer) string { return in.Statement.Kind.Name().In(w.l) }, nil
	}
	sum, err := c.Queue.Summary(ctx, d.Report)
	return place.Ref(sum.Place), func(w *writer) string { return w.kindName(sum.Kind) }, err
}

func (c *composer) deed(d *response.Deed, where place.Ref, kind func(*writer) string) {
	of, on := d.Of.ID, OnReport
	if !d.Incident.Zero() {
		on = OnIncident
	}
	f := Fresh{
		Section: Done, Key: "response/" + d.ID.String(), Subject: of, TLP: max(record.Green, d.Of.TLP), Area: coarse(c.Places, where),
		Basis: []Basis{{Kind: OnResponse, ID: d.ID, Of: of, On: on, Mark: string(d.Effect)}},
	}
	c.add(f, func(w *writer) string {
		say := lang.Say(w.l, "product.done", "{0} – {1} ({2}), {3}.", responseWords[d.Response.Kind].in(w.l), w.somewhere(where, incident.Near), kind(w), w.at(d.When))
		by := lang.Say(w.l, "product.done.by", "Done by: {0}.", w.unitName(d.Doer))
		if word, ok := effectWords[d.Effect]; ok {
			return join(say, by, lang.Say(w.l, "product.done.effect", "Effect: {0}.", word.in(w.l)))
		}
		return join(say, by)
	})
}

// late tells which units had reports overdue as the bulletin was drafted: of a day
// long past nobody can tell any more.
func (c *composer) late(ctx context.Context) error {
	if c.now.After(c.to.AddDate(0, 0, 1)) {
		return nil
	}
	o, err := c.Queue.Overview(ctx, c.actor, c.now)
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(o.Late, func(u queue.UnitLate) bool { return !c.Units.Under(u.Unit, c.unit) })
	slices.SortStableFunc(late, func(a, b queue.UnitLate) int { return cmp.Compare(b.N, a.N) })
	if len(late) == 0 {
		return nil
	}
	all := 0
	for _, u := range late {
		all += u.N
	}
	c.add(Fresh{Section: Late, Key: "late", TLP: figured}, func(w *writer) string {
		names := make([]string, len(late))
		for i, u := range late {
			names[i] = w.unitName(u.Unit) + " (" + strconv.Itoa(u.N) + ")"
		}
		return lang.Say(w.l, "product.late", "Overdue as this was drafted, {0}: {1}. By unit: {2}.", w.at(c.now), reportsCount.count(w.l, all), strings.Join(names, comma(w.l)))
	})
	return nil
}

// figures are the reports of the last two weeks, for the picture.
func (c *composer) figures(ctx context.Context) (err error) {
	c.out.Figures.Days, err = c.Queue.Received(ctx, c.actor, c.unit, c.from, figureDays)
	return err
}
