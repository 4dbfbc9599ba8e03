package queue

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Overview is a desk's work in numbers, as far as an actor may see the reports.
type Overview struct {
	Open    [len(urgencies)]Counts // by urgency and state; quarantined and closed ones too
	Overdue int
	Mine    int   // open, worked on by the actor
	Days    []Day // received, the oldest first, each day there
	Kinds   []KindCount
	Units   []UnitCount
	Late    []UnitLate
}

// UnitLate is how many reports of a unit are overdue.
type UnitLate struct {
	Unit record.ID
	N    int
}

// Day is how many reports came on a day of UTC, by urgency.
type Day struct {
	Date time.Time
	By   [len(urgencies)]int
}

// KindCount is how many reports of a kind are open.
type KindCount struct {
	Kind string
	N    int
}

// UnitCount is how many reports of a unit are open, and how many of them say
// that lives are at risk.
type UnitCount struct {
	Unit   record.ID
	N, Now int
}

const (
	overviewDays = 14 // two weeks: a weekday beside the one before it
	overviewTop  = 8  // a list that is taken in at a glance
)

// Overview gives the numbers of the actor's queues as they stand at now.
func (s *Service) Overview(ctx context.Context, a policy.Actor, now time.Time) (o Overview, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return o, err
	}
	v := overview{filter: filter, actor: a.ID, units: filter.Units(s.units.All()), wait: s.waiting(), now: now, kinds: map[string]int{}, desks: map[record.ID]UnitCount{}, late: map[record.ID]int{}}
	for i := range overviewDays {
		v.Days = append(v.Days, Day{Date: millis(0).AddDate(0, 0, int(dayOf(now.UnixMilli()))-overviewDays+1+i)})
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, read := range []func(*store.Tx) error{v.tallies, v.overdue, v.mine, v.days, v.alone} {
			if err := read(tx); err != nil {
				return err
			}
		}
		return nil
	})
	v.top()
	return v.Overview, err
}

// overview is one in the making.
type overview struct {
	Overview
	filter policy.Filter
	actor  record.ID
	units  []record.ID
	wait   *waiting
	now    time.Time
	kinds  map[string]int
	desks  map[record.ID]UnitCount
	late   map[record.ID]int
}

// take counts n reports like r.
func (v *overview) take(r *row, n int) {
	v.Open[r.urgency][r.state] += n
	if r.state == Closed || r.state == Quarantine {
		return
	}
	v.kinds[r.kind] += n
	u := v.desks[r.unit]
	if u.Unit, u.N = r.unit, u.N+n; r.urgency == 0 {
		u.Now += n
	}
	v.desks[r.unit] = u
}

func (v *overview) tallies(tx *store.Tx) error {
	for _, u := range v.units {
		rows := tx.Query(tallySQL, u)
		for rows.Next() {
			r := row{unit: u}
			var state, n int
			if err := rows.Scan(&state, &r.kind, &r.urgency, &r.tlp, &n); err != nil {
				return err
			}
			if r.state = State(state); v.filter.Counts(u, r.tlp) {
				v.take(&r, n)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

const overdueSQL = "SELECT count(*) FROM queue INDEXED BY queue_due WHERE state < 3 AND unit = ? AND state = ? AND press = ? AND since < ? AND tlp <= ?"

// overdue counts what was due and is not done.
func (v *overview) overdue(tx *store.Tx) error {
	for _, u := range v.units {
		if v.desks[u].N == 0 {
			continue
		}
		n, err := v.wait.overdue(tx, u, v.now.UnixMilli(), v.filter)
		if err != nil {
			return err
		}
		if n > 0 {
			v.Overdue, v.late[u] = v.Overdue+n, n
		}
	}
	return nil
}

// overdue counts the reports of a unit that were due before an instant, as far as
// a list may count them.
func (w *waiting) overdue(tx *store.Tx, unit record.ID, before int64, filter policy.Filter) (all int, err error) {
	for _, st := range []State{New, Checking, NeedsAnswer} {
		for rank := range urgencies {
			var n int
			err := tx.Row(overdueSQL, unit, int(st), rank, w.since(unit, st, rank, before), filter.Counted(unit)).Scan(&n)
			if err != nil {
				return 0, err
			}
			all += n
		}
	}
	return all, nil
}

const mineSQL = "SELECT unit, tlp FROM queue INDEXED BY queue_assignee WHERE assignee = ? AND state IN (0, 1, 2)"

func (v *overview) mine(tx *store.Tx) error {
	rows := tx.Query(mineSQL, v.actor)
	for rows.Next() {
		var unit record.ID
		var tlp record.TLP
		if err := rows.Scan(&unit, &tlp); err != nil {
			return err
		}
		if v.filter.Match(unit, tlp, &v.actor) {
			v.Mine++
		}
	}
	return rows.Err()
}

const daysSQL = "SELECT day, unit, urgency, tlp, n FROM days WHERE day >= ? AND day <= ?"

func (v *overview) days(tx *store.Tx) error {
	last := dayOf(v.now.UnixMilli())
	rows := tx.Query(daysSQL, last-overviewDays+1, last)
	for rows.Next() {
		var day int64
		var unit record.ID
		var urgency, n int
		var tlp record.TLP
		if err := rows.Scan(&day, &unit, &urgency, &tlp, &n); err != nil {
			return err
		}
		if v.filter.Counts(unit, tlp) {
			v.Days[day-last+overviewDays-1].By[urgency] += n
		}
	}
	return rows.Err()
}

// alone adds what the actor alone sees of a unit.
func (v *overview) alone(tx *store.Tx) error {
	return onlyTheirs(tx, v.filter, v.actor, func(r *row) {
		v.take(r, 1)
		if v.wait.late(r, v.now.UnixMilli()) {
			v.Overdue++
			v.late[r.unit]++
		}
		if i := dayOf(r.at) - dayOf(v.now.UnixMilli()) + overviewDays - 1; i >= 0 && i < overviewDays && r.state != Quarantine {
			v.Days[i].By[r.urgency]++
		}
	})
}

// top keeps the kinds and units with most to do.
func (v *overview) top() {
	for k, n := range v.kinds {
		if n > 0 {
			v.Kinds = append(v.Kinds, KindCount{k, n})
		}
	}
	slices.SortFunc(v.Kinds, func(a, b KindCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind)) })
	v.Kinds = v.Kinds[:min(len(v.Kinds), overviewTop)]
	for _, u := range v.desks {
		if u.N > 0 {
			v.Units = append(v.Units, u)
		}
	}
	slices.SortFunc(v.Units, func(a, b UnitCount) int {
		return cmp.Or(cmp.Compare(b.Now, a.Now), cmp.Compare(b.N, a.N), slices.Compare(a.Unit[:], b.Unit[:]))
	})
	v.Units = v.Units[:min(len(v.Units), overviewTop)]
	for u, n := range v.late {
		v.Late = append(v.Late, UnitLate{u, n})
	}
	slices.SortFunc(v.Late, func(a, b UnitLate) int { return cmp.Or(cmp.Compare(b.N, a.N), slices.Compare(a.Unit[:], b.Unit[:])) })
	v.Late = v.Late[:min(len(v.Late), overviewTop)]
}
