package node

import (
	"context"
	"errors"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/duty"
)

// demoGuard stands watch while a demo's last days are played: alerts are raised,
// climb and are answered as they would have been.
type demoGuard struct {
	d       *Demo
	lookout *alert.Lookout
	ladder  *alert.Ladder
	heard   int64
}

// guard gives the demo its rosters and watches, and begins to follow.
func (d *Demo) guard(ctx context.Context) (*demoGuard, error) {
	end, err := d.Field.End(ctx)
	if err != nil {
		return nil, err
	}
	g := &demoGuard{d: d, lookout: d.Alerts.Lookout(), ladder: d.Alerts.Ladder(), heard: end}
	return g, errors.Join(d.rosters(ctx), d.watches(ctx))
}

// rosters are those of the two places where a demo has people.
func (d *Demo) rosters(ctx context.Context) error {
	week := []int{1, 2, 3, 4, 5, 6, 7}
	id := identity.DemoID
	err := d.Duty.Set(ctx, d.chief(), unit.IDOf("MR012-DESK"), duty.Plan{Shifts: []duty.Shift{
		{Days: week, From: 7 * 60, To: 19 * 60, Primary: id(policy.Desk), Deputies: []record.ID{id(policy.Chief)}},
		{Days: week, From: 19 * 60, To: 23 * 60, Primary: id(policy.Chief), Deputies: []record.ID{id(policy.Desk)}},
	}}, 0)
	if err != nil {
		return err
	}
	return d.Duty.Set(ctx, d.chief(), unit.IDOf("MR-HQ"), duty.Plan{Shifts: []duty.Shift{{Days: week, From: 8 * 60, To: 8 * 60, Primary: id(policy.Chief)}}}, 0)
}

// watches are three more than every node has: words, a number, and a silence.
func (d *Demo) watches(ctx context.Context) error {
	root, desk := d.Units.Tree().Root(), unit.IDOf("MR012-DESK")
	for _, w := range []alert.Watch{
		{
			ID: record.IDOf("demo/watch/words"), Unit: root, Urgency: report.Soon, Quiet: &alert.Quiet{From: 22 * 60, To: 6 * 60},
			Name: lang.Text{lang.French: "Hommes armés près des puits", lang.Arabic: "مسلحون قرب الآبار", lang.English: "Armed men near wells"},
			Rule: alert.Rule{Look: alert.Reports, Words: []string{"puits armés", "مسلحون بئر", "armed well"}},
		},
		{
			ID: record.IDOf("demo/watch/many"), Unit: root, Urgency: report.Soon,
			Name: lang.Text{lang.French: "Vols de bétail répétés", lang.Arabic: "تكرار سرقة المواشي", lang.English: "Repeated cattle thefts"},
			Rule: alert.Rule{Look: alert.Reports, Kinds: []string{"cattle_theft"}, Count: 3, Hours: 72, Senders: true},
		},
		{
			ID: record.IDOf("demo/watch/silence"), Unit: desk, Urgency: report.Routine,
			Name: lang.Text{lang.French: "Bureau sans nouvelles", lang.Arabic: "مكتب انقطعت أخباره", lang.English: "A desk that is silent"},
			Rule: alert.Rule{Look: alert.Silence, Units: []record.ID{desk}, Hours: 72},
		},
	} {
		if err := d.Alerts.Put(ctx, d.chief(), w); err != nil {
			return err
		}
	}
	return d.Alerts.Switch(ctx, d.chief(), record.IDOf("demo/watch/many"), true, "Quatre vols le mois dernier, tous à la même semaine", 0)
}

// round is how often the guard looks up in the last days; before, when something
// comes in.
const (
	round    = 10 * time.Minute
	lastDays = 6 * 24 * time.Hour
)

// until plays the guard's part up to a moment, and sets the demo's clock to it.
func (g *demoGuard) until(ctx context.Context, at time.Time) error {
	at = at.Truncate(time.Millisecond) // as the clock keeps it
	for {
		now := g.d.clock.now()
		if err := g.look(ctx, now); err != nil {
			return err
		}
		if !at.After(now) {
			return nil
		}
		next := now.Add(round)
		if next.After(at) || g.d.clock.real().Sub(at) > lastDays {
			next = at
		}
		g.d.clock.set(next)
	}
}

func (g *demoGuard) look(ctx context.Context, now time.Time) (err error) {
	if g.heard, err = play(ctx, g.d.Field, []Follower{g.lookout, g.ladder}, g.heard, now); err != nil {
		return err
	}
	return g.answer(ctx, now)
}

// Times in which a demo's people answer: most alerts at once, some only above, and
// those of the last hours not yet.
const (
	answered = 12 * time.Minute
	slowly   = 34 * time.Minute
	over     = 3 * time.Hour
	lately   = 100 * time.Minute
)

// answer lets the demo's people take alerts in hand, and end them.
func (g *demoGuard) answer(ctx context.Context, now time.Time) error {
	page, err := g.d.Alerts.List(ctx, g.d.chief(), alert.Query{})
	if err != nil {
		return err
	}
	people := []policy.Actor{{ID: identity.DemoID(policy.Desk), Roles: []policy.Role{policy.Desk}, Unit: unit.IDOf("MR012-DESK")}, g.d.chief()}
	for _, a := range page.Items {
		age, wait := now.Sub(a.Raised), answered
		if a.Number%3 == 0 {
			wait = slowly
		}
		switch {
		case a.State == alert.Open && age >= wait && g.d.clock.real().Sub(a.Raised) > lately:
			err = g.byFirst(people, func(p policy.Actor) error {
				_, err := g.d.Alerts.Acknowledge(ctx, p, a.ID, false)
				return err
			})
		case a.State == alert.Acknowledged && age >= over && a.Number%4 != 1:
			outcome, word := alert.True, "Patrouille sur place, signalements repris dans la file."
			if a.Number%5 == 0 {
				outcome, word = alert.FalseAlarm, "Vérifié par téléphone avec le chef de village : une fête."
			}
			err = g.byFirst(people, func(p policy.Actor) error {
				_, err := g.d.Alerts.End(ctx, p, a.ID, outcome, word)
				return err
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// byFirst lets the first of some people do what not all of them may.
func (g *demoGuard) byFirst(people []policy.Actor, do func(policy.Actor) error) (err error) {
	for _, p := range people {
		if err = do(p); err == nil {
			return nil
		}
	}
	return err
}
