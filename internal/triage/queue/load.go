package queue

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Load is how much a desk has to do, and who of it.
type Load struct {
	Unit    record.ID
	Open    Counts // by state; closed ones and the quarantine too
	Now     int    // open, and lives at risk
	Overdue int
	Week    int // received in the last seven days of UTC
	People  []Hands
}

// Hands is what one person works on.
type Hands struct {
	Account       record.ID
	Open, Overdue int
}

// loadDays is how far back a load counts what came in.
const loadDays = 7

// Load gives the load of every unit whose chief a is, or that lies below theirs.
// people gives who works at a unit: somebody without a report in hand is told of,
// too.
func (s *Service) Load(ctx context.Context, a policy.Actor, people func(unit record.ID) []record.ID, now time.Time) (all []Load, err error) {
	units, err := s.policy.Filter(ctx, a, "unit.load")
	if err != nil {
		return nil, err
	}
	reports, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, err
	}
	l := loads{filter: reports, wait: s.waiting(), now: now, of: map[record.ID]*Load{}}
	for _, unit := range units.Units(s.units.All()) {
		if s.units.Works(unit) {
			l.of[unit] = &Load{Unit: unit}
			l.order = append(l.order, unit)
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		if err := l.desks(tx); err != nil {
			return err
		}
		return l.hands(tx, s.units.All(), people)
	})
	for _, unit := range l.order {
		all = append(all, *l.of[unit])
	}
	return all, err
}

// loads are those of several units in the making.
type loads struct {
	filter policy.Filter // of the reports that are counted
	wait   *waiting
	now    time.Time
	of     map[record.ID]*Load
	order  []record.ID
}

// desks counts what lies at each unit.
func (l *loads) desks(tx *store.Tx) error {
	for _, unit := range l.order {
		if err := l.unit(tx, l.of[unit]); err != nil {
			return err
		}
	}
	return l.week(tx)
}

// hands counts what each person works on, wherever they belong to.
func (l *loads) hands(tx *store.Tx, units []record.ID, people func(record.ID) []record.ID) error {
	for _, unit := range units {
		for _, account := range people(unit) {
			if err := l.person(tx, unit, account); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loads) unit(tx *store.Tx, one *Load) (err error) {
	rows := tx.Query(tallySQL, one.Unit)
	for rows.Next() {
		var kind string
		var state, urgency, n int
		var tlp record.TLP
		if err := rows.Scan(&state, &kind, &urgency, &tlp, &n); err != nil {
			return err
		}
		if !l.filter.Counts(one.Unit, tlp) {
			continue
		}
		if one.Open[state] += n; State(state).open() && urgency == 0 {
			one.Now += n
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	one.Overdue, err = l.wait.overdue(tx, one.Unit, l.now.UnixMilli(), l.filter)
	return err
}

func (l *loads) week(tx *store.Tx) error {
	last := dayOf(l.now.UnixMilli())
	rows := tx.Query(daysSQL, last-loadDays+1, last)
	for rows.Next() {
		var day int64
		var unit record.ID
		var urgency, n int
		var tlp record.TLP
		if err := rows.Scan(&day, &unit, &urgency, &tlp, &n); err != nil {
			return err
		}
		if one := l.of[unit]; one != nil && l.filter.Counts(unit, tlp) {
			one.Week += n
		}
	}
	return rows.Err()
}

const handsSQL = `SELECT unit, state, urgency, proposed, since, tlp FROM queue INDEXED BY queue_assignee
	WHERE assignee = ? AND state IN (0, 1, 2) LIMIT ?`

// person adds what somebody has in hand, to each unit whose reports they are. Those
// of the own unit are told of also where they have nothing.
func (l *loads) person(tx *store.Tx, home, account record.ID) error {
	hands := map[record.ID]*Hands{}
	if l.of[home] != nil {
		hands[home] = &Hands{Account: account}
	}
	rows := tx.Query(handsSQL, account, maxMine)
	for rows.Next() {
		var r row
		var state int
		if err := rows.Scan(&r.unit, &state, &r.urgency, &r.proposed, &r.since, &r.tlp); err != nil {
			return err
		}
		if r.state = State(state); l.of[r.unit] == nil || !l.filter.Counts(r.unit, r.tlp) {
			continue
		}
		h := hands[r.unit]
		if h == nil {
			h = &Hands{Account: account}
			hands[r.unit] = h
		}
		if h.Open++; l.wait.late(&r, l.now.UnixMilli()) {
			h.Overdue++
		}
	}
	for unit, h := range hands {
		l.of[unit].People = append(l.of[unit].People, *h)
	}
	return rows.Err()
}

// Busiest puts people in order: who has most first.
func (l *Load) Busiest() []Hands {
	return slices.SortedStableFunc(slices.Values(l.People), func(x, y Hands) int { return y.Open - x.Open })
}
