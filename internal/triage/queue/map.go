package queue

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Box is what a map shows: degrees, and the zoom of its tiles of 512 pixels.
type Box struct {
	West, South, East, North, Zoom float64
}

// Mark is one square of the map's grid with its reports' middle and number, or
// one report.
type Mark struct {
	Lat, Lon float64
	N        int
	Report   record.ID // zero for a square
	Kind     string
	Urgency  int
}

// MapQuery filters a map.
type MapQuery struct {
	Box
	States []State
	Kind   string
}

// maxMarks bounds what a map is given: beyond it nobody sees one mark from
// another, and a phone's browser stops.
const maxMarks = 2000

// Map gives the marks in the box, as far as a may see the reports, and how many
// reports they stand for.
func (s *Service) Map(ctx context.Context, a policy.Actor, q MapQuery) (marks []Mark, total int, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.map")
	if err != nil {
		return nil, 0, err
	}
	level, grid := levelFor(q.Zoom)
	x0, y0 := square(level, q.North, q.West)
	x1, y1 := square(level, q.South, q.East)
	states := [4]bool{}
	for _, st := range q.States {
		states[st] = true
	}
	all := len(q.States) == 0
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for y := y0; y <= y1 && len(marks) < maxMarks; y++ {
			var row []Mark
			var err error
			if grid {
				row, err = squares(tx, number(level, x0, y), number(level, x1, y), func(unit record.ID, state int, kind string, tlp record.TLP) bool {
					return (all || states[state]) && (q.Kind == "" || q.Kind == kind) && filter.Counts(unit, tlp)
				})
			} else {
				row, err = points(tx, number(level, x0, y), number(level, x1, y), func(unit record.ID, state int, kind string, tlp record.TLP, assignee *record.ID) bool {
					return (all || states[state]) && (q.Kind == "" || q.Kind == kind) && filter.Match(unit, tlp, assignee)
				})
			}
			if err != nil {
				return err
			}
			for _, m := range row {
				total += m.N
				marks = append(marks, m)
			}
		}
		return nil
	})
	return marks, total, err
}

func squares(tx *store.Tx, from, to int64, want func(record.ID, int, string, record.TLP) bool) (marks []Mark, err error) {
	rows := tx.Query("SELECT cell, unit, state, kind, tlp, n, lat, lon FROM cells WHERE cell BETWEEN ? AND ? ORDER BY cell", from, to)
	defer rows.Close()
	var last int64 = -1
	for rows.Next() {
		var c int64
		var unit record.ID
		var state, n int
		var kind string
		var tlp record.TLP
		var lat, lon float64
		if err := rows.Scan(&c, &unit, &state, &kind, &tlp, &n, &lat, &lon); err != nil {
			return nil, err
		}
		if n <= 0 || !want(unit, state, kind, tlp) {
			continue
		}
		if c != last {
			marks, last = append(marks, Mark{}), c
		}
		m := &marks[len(marks)-1]
		m.N += n
		m.Lat += lat
		m.Lon += lon
	}
	for i := range marks {
		marks[i].Lat /= float64(marks[i].N)
		marks[i].Lon /= float64(marks[i].N)
	}
	return marks, rows.Err()
}

func points(tx *store.Tx, from, to int64, want func(record.ID, int, string, record.TLP, *record.ID) bool) (marks []Mark, err error) {
	rows := tx.Query(`SELECT r.id, q.unit, q.state, q.kind, q.tlp, q.assignee, q.urgency, q.lat, q.lon
		FROM queue q JOIN reports r USING (n) WHERE q.cell BETWEEN ? AND ? LIMIT ?`, from, to, maxMarks)
	defer rows.Close()
	for rows.Next() {
		m := Mark{N: 1}
		var unit record.ID
		var state int
		var tlp record.TLP
		var assignee *record.ID
		if err := rows.Scan(&m.Report, &unit, &state, &m.Kind, &tlp, &assignee, &m.Urgency, &m.Lat, &m.Lon); err != nil {
			return nil, err
		}
		if want(unit, state, m.Kind, tlp, assignee) {
			marks = append(marks, m)
		}
	}
	return marks, rows.Err()
}

// UrgencyName is the urgency of a single report.
func (m Mark) UrgencyName() string { return string(urgencies[m.Urgency]) }
