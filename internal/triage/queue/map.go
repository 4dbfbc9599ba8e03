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
	States []State // none: all but the quarantine
	Kind   string
}

// maxMarks bounds what a map is given: beyond it nobody sees one mark from
// another, and a phone's browser stops.
const maxMarks = 2000

// drawing is a map in the making.
type drawing struct {
	tx     *store.Tx
	filter policy.Filter
	actor  record.ID
	states [len(stateNames)]bool
	kind   string

	level          int
	grid           bool // squares, not single reports
	x0, y0, x1, y1 int64

	marks []Mark
	cells map[int64]int // a square's place in marks
}

func (d *drawing) wants(r *row) bool {
	return d.states[r.state] && (d.kind == "" || d.kind == r.kind)
}

// full tells that no further mark is taken. A square that is there grows on.
func (d *drawing) full() bool { return len(d.marks) >= maxMarks }

// Map gives the marks in the box, as far as a may see the reports, and how many
// reports they stand for.
func (s *Service) Map(ctx context.Context, a policy.Actor, q MapQuery) (marks []Mark, total int, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.map")
	if err != nil {
		return nil, 0, err
	}
	if len(q.States) == 0 {
		q.States = shown
	}
	d := &drawing{filter: filter, actor: a.ID, kind: q.Kind, cells: map[int64]int{}}
	for _, st := range q.States {
		d.states[st] = true
	}
	d.level, d.grid = levelFor(q.Zoom)
	d.x0, d.y0 = square(d.level, q.North, q.West)
	d.x1, d.y1 = square(d.level, q.South, q.East)
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		d.tx = tx
		return d.draw()
	})
	for i := range d.marks {
		m := &d.marks[i]
		total += m.N
		m.Lat, m.Lon = m.Lat/float64(m.N), m.Lon/float64(m.N)
	}
	return d.marks, total, err
}

func (d *drawing) draw() error {
	line := d.points
	if d.grid {
		line = d.squares
	}
	for y := d.y0; y <= d.y1 && !d.full(); y++ {
		if err := line(number(d.level, d.x0, y), number(d.level, d.x1, y)); err != nil {
			return err
		}
	}
	if !d.grid {
		return nil
	}
	return onlyTheirs(d.tx, d.filter, d.actor, func(r *row) {
		if r.lat == nil || !d.wants(r) {
			return
		}
		if x, y := square(d.level, *r.lat, *r.lon); x >= d.x0 && x <= d.x1 && y >= d.y0 && y <= d.y1 {
			d.add(number(d.level, x, y), 1, *r.lat, *r.lon)
		}
	})
}

// add counts n reports, whose coordinates add up to lat and lon, into a square.
func (d *drawing) add(cell int64, n int, lat, lon float64) {
	i, ok := d.cells[cell]
	if !ok {
		if d.full() {
			return
		}
		i = len(d.marks)
		d.cells[cell] = i
		d.marks = append(d.marks, Mark{})
	}
	m := &d.marks[i]
	m.N, m.Lat, m.Lon = m.N+n, m.Lat+lat, m.Lon+lon
}

const (
	squaresSQL = "SELECT cell, unit, state, kind, tlp, n, lat, lon FROM cells WHERE cell BETWEEN ? AND ?"
	pointsSQL  = `SELECT r.id, q.unit, q.state, q.kind, q.tlp, q.assignee, q.urgency, q.lat, q.lon
		FROM queue q JOIN reports r USING (n) WHERE q.cell BETWEEN ? AND ?`
)

// squares takes in a line of the grid, from the counts.
func (d *drawing) squares(from, to int64) error {
	rows := d.tx.Query(squaresSQL, from, to)
	for rows.Next() {
		var r row
		var cell int64
		var state, n int
		var lat, lon float64
		if err := rows.Scan(&cell, &r.unit, &state, &r.kind, &r.tlp, &n, &lat, &lon); err != nil {
			return err
		}
		if r.state = State(state); n > 0 && d.wants(&r) && d.filter.Counts(r.unit, r.tlp) {
			d.add(cell, n, lat, lon)
		}
	}
	return rows.Err()
}

// points takes in the reports of a line of the finest grid, one by one.
func (d *drawing) points(from, to int64) error {
	rows := d.tx.Query(pointsSQL, from, to)
	defer rows.Close()
	for rows.Next() && !d.full() {
		m := Mark{N: 1}
		var r row
		var state int
		if err := rows.Scan(&m.Report, &r.unit, &state, &r.kind, &r.tlp, &r.assignee, &m.Urgency, &m.Lat, &m.Lon); err != nil {
			return err
		}
		if r.state = State(state); d.wants(&r) && d.filter.Match(r.unit, r.tlp, r.assignee) {
			m.Kind = r.kind
			d.marks = append(d.marks, m)
		}
	}
	return rows.Err()
}

// UrgencyName is the urgency of a single report.
func (m Mark) UrgencyName() string { return string(urgencies[m.Urgency]) }
