package corroborate

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/taxonomy"
)

var module = store.Module{Name: "corroborate", Steps: []string{
	`
	CREATE TABLE traits (
		n     INTEGER PRIMARY KEY, -- as in reports; below zero: an incident
		at    INTEGER NOT NULL,    -- when it happened: milliseconds since 1970
		till  INTEGER NOT NULL,
		kind  TEXT NOT NULL,
		list  TEXT NOT NULL,
		place TEXT NOT NULL,
		lat   REAL,
		lon   REAL,
		marks BLOB NOT NULL,       -- eight bytes each
		gist  BLOB NOT NULL        -- the sketch, then two bytes a concept
	);
	-- what happened at a place, or in a square of the map, in the order of time
	CREATE TABLE spots (spot INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (spot, at, n)) WITHOUT ROWID;
	-- texts that may be copies of each other. By the time first, so that what is new lies together
	CREATE TABLE bands (season INTEGER NOT NULL, band INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (season, band, n)) WITHOUT ROWID;
	-- who names the same plate, telephone or person
	CREATE TABLE marks (mark INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (mark, n)) WITHOUT ROWID;
	-- what a person decided about two things, by their ids in order
	CREATE TABLE comparisons (
		a BLOB NOT NULL, b BLOB NOT NULL, verdict TEXT NOT NULL, why TEXT NOT NULL, seen TEXT NOT NULL, score REAL NOT NULL,
		note TEXT NOT NULL, author BLOB NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, rev BLOB NOT NULL, PRIMARY KEY (a, b)
	) WITHOUT ROWID;
	CREATE INDEX comparisons_b ON comparisons (b);`,
}}

// Part is the package's share of the field compartment. It comes after the
// report's part and the queue's, on whose rows it leans.
func Part() ledger.Part {
	return ledger.Part{
		Module: module, Kinds: []record.Kind{record.Report, record.Correction, record.Comparison},
		Ahead: readAhead, Apply: apply, Erase: erase,
	}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Report, record.Correction:
		return applyReport(tx, rev)
	case record.Comparison:
		return applyComparison(tx, rev)
	default:
		return fmt.Errorf("corroborate: no way to apply a %s", rev.Kind)
	}
}

// applyReport keeps the traits of a report, or of what puts it right.
func applyReport(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[report.Body](rev)
	if err != nil {
		return err
	}
	var n, received int64
	if err := tx.Row("SELECT q.n, q.at FROM queue q JOIN reports r USING (n) WHERE r.id = ?", rev.Subject).Scan(&n, &received); err != nil {
		return err
	}
	if rev.Kind == record.Correction {
		holds, err := report.Holds(tx, n, rev.Seq)
		if err != nil || !holds {
			return err
		}
		if err := Remove(tx, Thing(n)); err != nil {
			return err
		}
	}
	if !taxonomy.Tells(b.Kind) {
		return nil // that nothing happened is no thing that others may tell of
	}
	a := OfReport(b, time.UnixMilli(received).UTC())
	told, err := contentBy(rev, &a)
	if err != nil {
		return err
	}
	return put(tx, Thing(n), told.traits(&a))
}

// readAhead reads what a report tells, which takes longer than to write it down.
func readAhead(rev ledger.Revision) {
	if rev.Kind != record.Report && rev.Kind != record.Correction {
		return
	}
	b, err := ledger.Decode[report.Body](rev)
	if err != nil || !taxonomy.Tells(b.Kind) {
		return // Apply finds the error
	}
	a := OfReport(b, time.Time{})
	_, _ = contentBy(rev, &a)
}

// contentBy gives what the account of a report's revision tells.
func contentBy(rev ledger.Revision, a *Account) (*content, error) {
	return ledger.Work(rev, func() (*content, error) { return contentOf(a), nil })
}

// Put keeps the traits of a thing, which must not have any yet.
func Put(tx *store.Tx, t Thing, a Account) error { return put(tx, t, traitsOf(a)) }

func put(tx *store.Tx, t Thing, r *traits) error {
	var lat, lon *float64
	if r.point != nil {
		lat, lon = &r.point.Lat, &r.point.Lon
	}
	err := tx.Exec("INSERT INTO traits (n, at, till, kind, list, place, lat, lon, marks, gist) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		int64(t), r.at, r.till, r.kind, r.place.List, r.place.Code, lat, lon, packMarks(r.marks), packGist(&r.sketch, r.concepts))
	if err != nil {
		return err
	}
	return r.each(func(sql string, args ...any) error {
		return tx.Exec("INSERT OR IGNORE INTO "+sql, append(args, int64(t))...)
	}, "spots (spot, at, n) VALUES (?, ?, ?)", "bands (season, band, n) VALUES (?, ?, ?)", "marks (mark, n) VALUES (?, ?)")
}

// Remove forgets the traits of a thing, if there are any.
func Remove(tx *store.Tx, t Thing) error {
	r, err := load(tx, t)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	err = r.each(func(sql string, args ...any) error {
		return tx.Exec("DELETE FROM "+sql, append(args, int64(t))...)
	}, "spots WHERE spot = ? AND at = ? AND n = ?", "bands WHERE season = ? AND band = ? AND n = ?", "marks WHERE mark = ? AND n = ?")
	if err != nil {
		return err
	}
	return tx.Exec("DELETE FROM traits WHERE n = ?", int64(t))
}

// each goes through the rows of the indexes in which a thing stands.
func (r *traits) each(do func(sql string, args ...any) error, spots, bands, marks string) error {
	for _, s := range r.spots() {
		if err := do(spots, s, r.at); err != nil {
			return err
		}
	}
	for _, b := range r.sketch.bands() {
		if err := do(bands, seasonOf(r.at), b); err != nil {
			return err
		}
	}
	for _, m := range r.marks {
		if err := do(marks, m); err != nil {
			return err
		}
	}
	return nil
}

// seasonDays is how long a season is: long enough that a few seeks go through
// years, short enough that what is written now lies together.
const seasonDays = 64

func seasonOf(at int64) int64 { return at / (seasonDays * 24 * time.Hour.Milliseconds()) }

// erase forgets a report. It runs before the report's own part, which forgets its
// number. What was decided about it goes with it.
func erase(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM comparisons WHERE a = ?1 OR b = ?1", subject); err != nil {
		return err
	}
	var n int64
	err := tx.Row("SELECT n FROM reports WHERE id = ?", subject).Scan(&n)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return Remove(tx, Thing(n))
}

// traits are what is kept of an account to find it by.
type traits struct {
	at, till int64
	kind     string
	place    report.PlaceRef
	point    *report.Point
	content
}

// content is what the words of an account tell: of a report it depends on the body
// alone.
type content struct {
	marks    []int64
	sketch   sketch
	concepts []uint16
}

func contentOf(a *Account) *content {
	g := gistOf(a.Told)
	return &content{marks: numbers(marksOf(a)), sketch: g.sketch(), concepts: g.concepts}
}

func traitsOf(a Account) *traits { return contentOf(&a).traits(&a) }

// traits adds when and where it was.
func (t *content) traits(a *Account) *traits {
	return &traits{
		at: a.From.UnixMilli(), till: max(a.From.UnixMilli(), a.To.UnixMilli()), kind: a.Kind, place: a.Place, point: a.Point, content: *t,
	}
}

// squareSize is that of the squares of the map in which things are looked for
// that lie near, in degrees: some 20 km.
const squareSize = 0.2

// nowhere is the spot of what happened at no known place.
const nowhere = 0

// spots are the numbers of the places where a thing is looked for: its square of
// the map, and its place by name.
func (r *traits) spots() (all []int64) {
	if r.point != nil {
		x, y := squareOf(r.point)
		all = append(all, square(x, y))
	}
	if r.place.Code != "" {
		all = append(all, placeSpot(r.place))
	}
	if len(all) == 0 {
		all = append(all, nowhere)
	}
	return all
}

func squareOf(p *report.Point) (x, y int64) {
	return int64(math.Floor(p.Lon / squareSize)), int64(math.Floor(p.Lat / squareSize))
}

func square(x, y int64) int64 { return (y+1<<20)<<32 | (x + 1<<20) }

// placeSpot numbers a place below zero, where no square is.
func placeSpot(p report.PlaceRef) int64 { return hash("place "+p.List+" "+p.Code) | math.MinInt64 }

func packMarks(marks []int64) []byte {
	b := make([]byte, 0, 8*len(marks))
	for _, m := range marks {
		b = binary.BigEndian.AppendUint64(b, uint64(m))
	}
	return b
}

func unpackMarks(b []byte) (marks []int64) {
	for ; len(b) >= 8; b = b[8:] {
		marks = append(marks, int64(binary.BigEndian.Uint64(b)))
	}
	return marks
}

// packGist writes no sketch where there is none: its place is a zero byte.
func packGist(s *sketch, concepts []uint16) []byte {
	b := []byte{0}
	if !s.none() {
		b[0] = byte(len(s))
		for _, v := range s {
			b = binary.BigEndian.AppendUint32(b, v)
		}
	}
	for _, c := range concepts {
		b = binary.BigEndian.AppendUint16(b, c)
	}
	return b
}

func unpackGist(b []byte) (s sketch, concepts []uint16) {
	if len(b) == 0 {
		return s, nil
	}
	has := int(b[0]) == len(s)
	if b = b[1:]; has && len(b) >= 4*len(s) {
		for i := range s {
			s[i] = binary.BigEndian.Uint32(b[4*i:])
		}
		b = b[4*len(s):]
	}
	for ; len(b) >= 2; b = b[2:] {
		concepts = append(concepts, binary.BigEndian.Uint16(b))
	}
	return s, concepts
}

const traitColumns = "t.n, t.at, t.till, t.kind, t.list, t.place, t.lat, t.lon, t.marks, t.gist"

func load(tx *store.Tx, t Thing) (*traits, error) {
	rows := tx.Query("SELECT "+traitColumns+" FROM traits t WHERE n = ?", int64(t))
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return nil, store.ErrNone
	}
	_, r, err := scanTraits(rows)
	return r, err
}

// scanTraits reads traitColumns, and what stands after them into more.
func scanTraits(rows *store.Rows, more ...any) (Thing, *traits, error) {
	r := &traits{}
	var n int64
	var lat, lon *float64
	var marks, gist []byte
	dest := append([]any{&n, &r.at, &r.till, &r.kind, &r.place.List, &r.place.Code, &lat, &lon, &marks, &gist}, more...)
	if err := rows.Scan(dest...); err != nil {
		return 0, nil, err
	}
	if lat != nil && lon != nil {
		r.point = &report.Point{Lat: *lat, Lon: *lon}
	}
	r.marks = unpackMarks(marks)
	r.sketch, r.concepts = unpackGist(gist)
	return Thing(n), r, nil
}
