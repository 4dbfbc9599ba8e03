package queue

import (
	"context"
	"math"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
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
	By       [len(urgencies)]int // how many of each urgency
	Report   record.ID           // zero for a square
	Kind     string
}

// Urgency is the most pressing that the mark holds.
func (m *Mark) Urgency() report.Urgency {
	for i, n := range m.By {
		if n > 0 {
			return urgencies[i]
		}
	}
	return report.Routine
}

// MapQuery filters a map.
type MapQuery struct {
	Box
	States    []State // none: all but the quarantine
	Unit      record.ID
	Kinds     []string
	Urgencies []report.Urgency
	From, To  time.Time // when it was received
	MarksOnly bool      // without the newest: a board has no list beside its map
}

// Drawing is a map: marks, how many reports they stand for, and the newest of
// them. Partial tells that there is more than was looked through.
type Drawing struct {
	Marks   []Mark
	Total   int
	Newest  []Summary
	Partial bool
}

// Limits of a map.
const (
	maxMarks  = 2000  // beyond it nobody sees one mark from another, and a phone's browser stops
	maxTimed  = 20000 // reports of a stretch of time, which are looked at one by one: some 50 ms
	maxNewest = 40    // what stands beside the map: a list that is read, not searched
	maxBehind = 3000  // reports looked at for those: a map of a quiet district shows fewer
)

// drawing is a map in the making.
type drawing struct {
	tx     *store.Tx
	filter policy.Filter
	actor  record.ID
	query  MapQuery
	states [len(stateNames)]bool
	units  map[record.ID]bool // nil: all

	level          int
	grid           bool // squares, not single reports
	x0, y0, x1, y1 int64

	marks  []Mark
	cells  map[int64]int // a square's place in marks
	newest []int64
	single []int64 // drawn one by one
}

// wants tells whether a row is asked for, wherever it lies.
func (d *drawing) wants(r *row) bool {
	q := &d.query
	return d.states[r.state] && (d.units == nil || d.units[r.unit]) &&
		(len(q.Kinds) == 0 || slices.Contains(q.Kinds, r.kind)) &&
		(len(q.Urgencies) == 0 || slices.Contains(q.Urgencies, urgencies[r.urgency]))
}

// within gives the square in which a row lies, if the map shows it.
func (d *drawing) within(r *row) (cell int64, ok bool) {
	if r.lat == nil {
		return 0, false
	}
	x, y := square(d.level, *r.lat, *r.lon)
	return number(d.level, x, y), x >= d.x0 && x <= d.x1 && y >= d.y0 && y <= d.y1
}

// full tells that no further mark is taken. A square that is there grows on.
func (d *drawing) full() bool { return len(d.marks) >= maxMarks }

// drawing makes ready to draw what q asks for.
func (s *Service) drawing(ctx context.Context, a policy.Actor, q MapQuery) (*drawing, error) {
	filter, err := s.policy.Filter(ctx, a, "report.map")
	if err != nil {
		return nil, err
	}
	if len(q.States) == 0 {
		q.States = shown
	}
	d := &drawing{filter: filter, actor: a.ID, query: q, cells: map[int64]int{}}
	for _, st := range q.States {
		d.states[st] = true
	}
	if !q.Unit.Zero() {
		d.units = map[record.ID]bool{}
		for _, u := range s.scope(filter, q.Unit) {
			d.units[u] = true
		}
	}
	d.level, d.grid = levelFor(q.Zoom)
	d.x0, d.y0 = square(d.level, q.North, q.West)
	d.x1, d.y1 = square(d.level, q.South, q.East)
	return d, nil
}

// Map gives the marks in the box, as far as a may see the reports.
func (s *Service) Map(ctx context.Context, a policy.Actor, q MapQuery) (out Drawing, err error) {
	d, err := s.drawing(ctx, a, q)
	if err != nil {
		return out, err
	}
	w := s.waiting()
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		d.tx = tx
		if out.Partial, err = d.draw(); err != nil {
			return err
		}
		for _, n := range d.newest {
			sum, err := summary(tx, n, w)
			if err != nil {
				return err
			}
			out.Newest = append(out.Newest, sum)
		}
		return nil
	})
	if err == nil {
		err = s.show(ctx, a, append(d.single, d.newest...))
	}
	if err != nil {
		return Drawing{}, err
	}
	for i := range d.marks {
		m := &d.marks[i]
		out.Total += m.N
		m.Lat, m.Lon = m.Lat/float64(m.N), m.Lon/float64(m.N)
	}
	out.Marks = d.marks
	return out, nil
}

func (d *drawing) draw() (partial bool, err error) {
	if !d.query.From.IsZero() || !d.query.To.IsZero() {
		return d.timed(maxTimed, true)
	}
	line := d.points
	if d.grid {
		line = d.squares
	}
	for y := d.y0; y <= d.y1 && !d.full(); y++ {
		if err := line(number(d.level, d.x0, y), number(d.level, d.x1, y)); err != nil {
			return false, err
		}
	}
	if d.grid {
		err = onlyTheirs(d.tx, d.filter, d.actor, func(r *row) {
			if cell, ok := d.within(r); ok && d.wants(r) {
				d.add(cell, r.urgency, 1, *r.lat, *r.lon)
			}
		})
	}
	if err == nil && !d.query.MarksOnly {
		_, err = d.timed(maxBehind, false)
	}
	return d.full(), err
}

// add counts n reports of an urgency, whose coordinates add up to lat and lon,
// into a square.
func (d *drawing) add(cell int64, urgency, n int, lat, lon float64) {
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
	m.By[urgency] += n
}

const (
	squaresSQL = "SELECT cell, unit, state, kind, urgency, tlp, n, lat, lon FROM cells WHERE cell BETWEEN ? AND ?"
	pointsSQL  = `SELECT q.n, r.id, q.unit, q.state, q.kind, q.urgency, q.tlp, q.assignee, q.lat, q.lon
		FROM queue q JOIN reports r USING (n) WHERE q.cell BETWEEN ? AND ?`
	timedSQL = `SELECT n, unit, state, kind, urgency, tlp, assignee, lat, lon FROM queue INDEXED BY queue_time
		WHERE at >= ? AND at < ? ORDER BY at DESC, n DESC`
	idSQL = "SELECT id FROM reports WHERE n = ?"
)

// squares takes in a line of the grid, from the counts.
func (d *drawing) squares(from, to int64) error {
	rows := d.tx.Query(squaresSQL, from, to)
	for rows.Next() {
		var r row
		var cell int64
		var state, n int
		var lat, lon int64
		if err := rows.Scan(&cell, &r.unit, &state, &r.kind, &r.urgency, &r.tlp, &n, &lat, &lon); err != nil {
			return err
		}
		if r.state = State(state); n > 0 && d.wants(&r) && d.filter.Counts(r.unit, r.tlp) {
			d.add(cell, r.urgency, n, float64(lat)/parts, float64(lon)/parts)
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
		if err := rows.Scan(&r.n, &m.Report, &r.unit, &state, &r.kind, &r.urgency, &r.tlp, &r.assignee, &m.Lat, &m.Lon); err != nil {
			return err
		}
		if r.state = State(state); d.wants(&r) && d.filter.Match(r.unit, r.tlp, r.assignee) {
			m.Kind = r.kind
			m.By[r.urgency] = 1
			d.marks, d.single = append(d.marks, m), append(d.single, r.n)
		}
	}
	return rows.Err()
}

// timed goes through the reports of the stretch of time that is asked for, the
// newest first, but through no more than most: for the list beside the map, and
// for the marks too where no counts serve. It tells whether more were there.
func (d *drawing) timed(most int, mark bool) (partial bool, err error) {
	from, to := int64(0), int64(math.MaxInt64)
	if !d.query.From.IsZero() {
		from = d.query.From.UnixMilli()
	}
	if !d.query.To.IsZero() {
		to = d.query.To.UnixMilli()
	}
	rows := d.tx.Query(timedSQL, from, to)
	defer rows.Close()
	for looked := 0; rows.Next(); looked++ {
		if looked == most || !mark && len(d.newest) == maxNewest {
			return true, nil
		}
		var r row
		var state int
		if err := rows.Scan(&r.n, &r.unit, &state, &r.kind, &r.urgency, &r.tlp, &r.assignee, &r.lat, &r.lon); err != nil {
			return false, err
		}
		r.state = State(state)
		cell, ok := d.within(&r)
		if !ok || !d.wants(&r) || !d.filter.Match(r.unit, r.tlp, r.assignee) {
			continue
		}
		if len(d.newest) < maxNewest && !d.query.MarksOnly {
			d.newest = append(d.newest, r.n)
		}
		if err := d.mark(&r, cell, mark); err != nil {
			return false, err
		}
	}
	return false, rows.Err()
}

// mark draws one report, as a mark of its own or into its square.
func (d *drawing) mark(r *row, cell int64, wanted bool) error {
	switch {
	case !wanted:
	case d.grid:
		d.add(cell, r.urgency, 1, *r.lat, *r.lon)
	case !d.full():
		m := Mark{N: 1, Lat: *r.lat, Lon: *r.lon, Kind: r.kind}
		m.By[r.urgency] = 1
		if err := d.tx.Row(idSQL, r.n).Scan(&m.Report); err != nil {
			return err
		}
		d.marks, d.single = append(d.marks, m), append(d.single, r.n)
	}
	return nil
}
