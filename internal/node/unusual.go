package node

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/triage/alert"
)

// unusual lets the trends speak up: every hour it hands what is more than was to
// be expected to the watch for unusual counts, where that is switched on.
type unusual struct {
	n     *Node
	asked time.Time
}

// unusualEvery is how often it looks: counts are of weeks, and a look costs a
// second of a large node.
const unusualEvery = time.Hour

func (u *unusual) Name() string { return "alerts/unusual" }

// Follow hears nothing: what is counted stands in the tables.
func (u *unusual) Follow(context.Context, ledger.Revision) error { return nil }

// Tick looks, where an hour is over.
func (u *unusual) Tick(ctx context.Context, now time.Time) error {
	if since := now.Sub(u.asked); since >= 0 && since < unusualEvery {
		return nil
	}
	u.asked = now
	if on, err := u.n.Alerts.On(ctx, alert.Unusual); err != nil || !on {
		return err
	}
	// It sees what the chief of the whole network does, and nothing marked more closely.
	eyes := policy.Actor{ID: alert.Author, Roles: []policy.Role{policy.Chief}, Unit: u.n.Units.Tree().Root()}
	found, err := u.n.Trends.Alarms(ctx, eyes, "")
	if err != nil {
		return err
	}
	alarms := slices.Clone(found.Alarms)
	slices.SortStableFunc(alarms, func(a, b trend.Alarm) int { return cmp.Compare(narrowness(b.Key), narrowness(a.Key)) })
	told := map[record.ID]bool{}
	for i := range alarms {
		if err := u.tell(ctx, eyes, &alarms[i], told); err != nil {
			return err
		}
	}
	return nil
}

// narrowness is higher for what says where to look: one kind in one place before either alone.
func narrowness(k trend.Key) int {
	switch {
	case k.Place.Code == "":
		return 0
	case k.Kind == "":
		return 1
	}
	return 2
}

// tell hands one alarm in. A rise of one kind in one place is one of the place and
// one of the kind too: what is told already in the main is not told again.
func (u *unusual) tell(ctx context.Context, eyes policy.Actor, a *trend.Alarm, told map[record.ID]bool) error {
	ids, _, err := u.n.Trends.Behind(ctx, eyes, a.Key, a.At, a.Span)
	if err != nil {
		return err
	}
	known := 0
	for _, id := range ids {
		if told[id] {
			known++
		}
		told[id] = true
	}
	if len(ids) == 0 || 2*known > len(ids) {
		return nil
	}
	unit, ok := u.n.Units.Tree().DeskOf(a.Place.List, a.Place.Code)
	if !ok {
		unit = eyes.Unit
	}
	cause := fmt.Sprintf("unusual %s %s/%s", a.Kind, a.Place.List, a.Place.Code)
	return u.n.Alerts.Find(ctx, alert.Unusual, alert.Found{
		Cause: cause, Key: a.At.Format(time.DateOnly), Unit: unit, TLP: record.Amber, Kind: a.Kind,
		Place: report.PlaceRef{List: a.Place.List, Code: a.Place.Code}, Reports: ids,
	})
}
