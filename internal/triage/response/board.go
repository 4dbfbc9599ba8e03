package response

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// MaxMonths bounds what a board looks at.
const MaxMonths = 60

// Levels is how many levels of the network a board tells apart: the country, the
// wilayas, the moughataas, and all below.
const Levels = 4

// BoardQuery asks for a board: of the reports that came in the months from From to
// To, both included.
type BoardQuery struct {
	From, To  time.Time
	Urgencies []report.Urgency // none: every urgency
}

// Times is how soon reports got to each stage, and how many wait for it now.
type Times struct {
	Took    [4]Histogram
	Waiting [4]int
}

func (t *Times) plus(o *Times) {
	for s := range t.Took {
		t.Took[s].plus(&o.Took[s])
		t.Waiting[s] += o.Waiting[s]
	}
}

// UnitTimes is how soon one unit was.
type UnitTimes struct {
	Unit  record.ID
	Level int
	Times
}

// Board is how soon units act.
type Board struct {
	All    Times
	Levels [Levels]Times
	Units  []UnitTimes // those with anything to tell, the nearest to the capital first
}

// Board gives the figures of all units that a may see figures of, without the
// reports that are marked so closely that there being one tells too much.
func (s *Service) Board(ctx context.Context, a policy.Actor, q BoardQuery) (b Board, err error) {
	f, err := s.policy.Filter(ctx, a, "response.figures")
	if err != nil {
		return b, err
	}
	if f.None() {
		return b, policy.Deny("response.figures")
	}
	from, to := monthOf(q.From), monthOf(q.To)
	if from > to || to-from >= MaxMonths {
		return b, &fault.Error{
			Kind: fault.Invalid, Op: "response.Board", Key: "response.months.wrong", Msg: "these are no months to look at",
			Hint: "choose a first month and a later one, five years at most",
		}
	}
	units := map[record.ID]*UnitTimes{}
	of := func(unit record.ID) *UnitTimes {
		if units[unit] == nil {
			units[unit] = &UnitTimes{Unit: unit, Level: s.level(unit)}
		}
		return units[unit]
	}
	wanted := func(unit record.ID, urgency int, tlp record.TLP) bool {
		return f.Counts(unit, tlp) && (len(q.Urgencies) == 0 || slices.ContainsFunc(q.Urgencies, func(u report.Urgency) bool { return u.Rank() == urgency }))
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		if err := readTimes(tx, from, to, wanted, of); err != nil {
			return err
		}
		return readWaiting(tx, wanted, of)
	})
	for _, u := range units {
		b.All.plus(&u.Times)
		b.Levels[u.Level].plus(&u.Times)
		b.Units = append(b.Units, *u)
	}
	slices.SortFunc(b.Units, func(x, y UnitTimes) int {
		if x.Level != y.Level {
			return x.Level - y.Level
		}
		return slices.Compare(x.Unit[:], y.Unit[:])
	})
	return b, err
}

// level is how far a unit is from the head of the network.
func (s *Service) level(unit record.ID) int {
	return min(max(len(s.units.Path(unit))-1, 0), Levels-1)
}

func readTimes(tx *store.Tx, from, to int, wanted func(record.ID, int, record.TLP) bool, of func(record.ID) *UnitTimes) error {
	rows := tx.Query("SELECT unit, stage, urgency, tlp, counts FROM response_times WHERE month >= ? AND month <= ?", from, to)
	defer rows.Close()
	for rows.Next() {
		var unit record.ID
		var stage, urgency int
		var tlp record.TLP
		var raw []byte
		if err := rows.Scan(&unit, &stage, &urgency, &tlp, &raw); err != nil {
			return err
		}
		if wanted(unit, urgency, tlp) {
			h := decode(raw)
			of(unit).Took[stage].plus(&h)
		}
	}
	return rows.Err()
}

func readWaiting(tx *store.Tx, wanted func(record.ID, int, record.TLP) bool, of func(record.ID) *UnitTimes) error {
	rows := tx.Query("SELECT unit, urgency, tlp, taken_up, decided, acted, closed FROM response_waiting")
	defer rows.Close()
	for rows.Next() {
		var unit record.ID
		var urgency int
		var tlp record.TLP
		var w [4]int
		if err := rows.Scan(&unit, &urgency, &tlp, &w[0], &w[1], &w[2], &w[3]); err != nil {
			return err
		}
		if wanted(unit, urgency, tlp) {
			u := of(unit)
			for i, n := range w {
				u.Waiting[i] += n
			}
		}
	}
	return rows.Err()
}
