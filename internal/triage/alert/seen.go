package alert

import (
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// seenOf is what a watch sees of a report that was just taken in.
func seenOf(rev ledger.Revision, b *report.Body) *Seen {
	s := &Seen{
		ID: rev.Record, Unit: rev.Handling.Unit, TLP: rev.Handling.TLP, Kind: b.Kind, Urgency: b.Urgency, Point: b.Point, Source: b.Source,
		At: rev.At.Millis(), Text: b.Title + "\n" + b.Text, read: func() *search.Text { return report.Words(rev, b) },
	}
	if b.Place != nil {
		s.Place = *b.Place
	}
	return s
}

const seenSQL = `SELECT r.id, q.unit, q.tlp, q.kind, q.urgency, q.list, q.place, q.lat, q.lon, r.source, q.at, q.state, coalesce(t.text, '')
	FROM queue q CROSS JOIN reports r USING (n) LEFT JOIN texts t USING (n)`

// scanSeen reads a report as it stands now.
func scanSeen(rows *store.Rows) (s *Seen, st queue.State, err error) {
	s = &Seen{}
	var urgency, state int
	var lat, lon *float64
	err = rows.Scan(&s.ID, &s.Unit, &s.TLP, &s.Kind, &urgency, &s.Place.List, &s.Place.Code, &lat, &lon, &s.Source, &s.At, &state, &s.Text)
	if err != nil {
		return nil, 0, err
	}
	if s.Urgency = urgencies[urgency]; lat != nil {
		s.Point = &report.Point{Lat: *lat, Lon: *lon}
	}
	return s, queue.State(state), nil
}

const seenOneSQL = seenSQL + " WHERE q.n = (SELECT n FROM reports WHERE id = ?)"

// loadSeen reads one report. It faults with Missing where it was erased.
func loadSeen(tx *store.Tx, id record.ID) (*Seen, queue.State, error) {
	return scanSeen(tx.Row(seenOneSQL, id))
}
