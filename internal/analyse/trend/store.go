package trend

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// standing is how a report is to be counted, as the queue and the report have
// it: by the week in which it says that it happened, or else came in. What says that
// it happens later, or before 1970, has its clock wrong. Not counted is what waits
// in quarantine, what a desk found unfounded, and what tells of the same thing a
// second time.
const standing = `((CASE WHEN r.told BETWEEN 0 AND q.at THEN r.told ELSE q.at END) / 86400000 + 3) / 7,
	q.kind, q.list, q.place, q.unit, q.tlp FROM queue q JOIN reports r USING (n) WHERE q.state <> 4 AND q.outcome NOT IN ('unfounded', 'duplicate')`

// The tables begin with what is there: a node that had reports before it had
// trends counts them.
var module = store.Module{Name: "trend", Steps: []string{`
	-- how each report is counted, so that it can be taken back
	CREATE TABLE trend_reports (
		n INTEGER PRIMARY KEY, -- as in reports
		week INTEGER NOT NULL, -- since that of 29 December 1969, a Monday
		kind TEXT NOT NULL, list TEXT NOT NULL, place TEXT NOT NULL, unit BLOB NOT NULL, tlp INTEGER NOT NULL
	);
	CREATE INDEX trend_behind ON trend_reports (week, kind);
	-- how many. The place is the one that reports name: which moughataa it lies in
	-- is asked when the counts are read, as lists of places change
	CREATE TABLE trend_weeks (
		week INTEGER NOT NULL, kind TEXT NOT NULL, list TEXT NOT NULL, place TEXT NOT NULL, unit BLOB NOT NULL, tlp INTEGER NOT NULL,
		n INTEGER NOT NULL, PRIMARY KEY (week, kind, list, place, unit, tlp)
	) WITHOUT ROWID;
	INSERT INTO trend_reports SELECT q.n, ` + standing + `;
	INSERT INTO trend_weeks SELECT week, kind, list, place, unit, tlp, count(*) FROM trend_reports GROUP BY 1, 2, 3, 4, 5, 6;`}}

// Part is the package's share of the field compartment. It comes after the
// queue's own part: how a report is counted is read off the rows of that.
func Part() ledger.Part {
	return ledger.Part{
		Module: module,
		Kinds: []record.Kind{
			record.Report, record.Correction, record.State, record.Forward, record.Closing, record.Message,
		},
		Apply: apply,
		Erase: erase,
	}
}

// entry is under what a report is counted.
type entry struct {
	week              int64
	kind, list, place string
	unit              record.ID
	tlp               record.TLP
}

func (e *entry) scan(rows *store.Rows) error {
	return rows.Scan(&e.week, &e.kind, &e.list, &e.place, &e.unit, &e.tlp)
}

func (e *entry) key() []any { return []any{e.week, e.kind, e.list, e.place, e.unit, e.tlp} }

const (
	standingSQL = "SELECT " + standing + " AND q.n = ?"
	countedSQL  = "SELECT week, kind, list, place, unit, tlp FROM trend_reports WHERE n = ?"
)

// apply counts the report as it stands now, and takes back how it was counted
// before. It need not know what the revision changed.
func apply(tx *store.Tx, rev ledger.Revision) error {
	var n int64
	err := tx.Row("SELECT n FROM reports WHERE id = ?", rev.Subject).Scan(&n)
	if store.None(err) {
		return nil // erased since
	}
	if err != nil {
		return err
	}
	before, err := entryOf(tx, countedSQL, n)
	if err != nil {
		return err
	}
	after, err := entryOf(tx, standingSQL, n)
	if err != nil || before != nil && after != nil && *before == *after {
		return err
	}
	if err := take(tx, n, before); err != nil || after == nil {
		return err
	}
	if err := tx.Exec("INSERT INTO trend_reports (n, week, kind, list, place, unit, tlp) VALUES (?, ?, ?, ?, ?, ?, ?)", append([]any{n}, after.key()...)...); err != nil {
		return err
	}
	return tx.Exec("INSERT INTO trend_weeks VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1", after.key()...)
}

// entryOf gives an entry, or nil where there is none.
func entryOf(tx *store.Tx, sql string, n int64) (*entry, error) {
	e := &entry{}
	err := e.scan(tx.Row(sql, n))
	if store.None(err) {
		return nil, nil
	}
	return e, err
}

// take takes a report out of the counts. A count of nothing has no row, so that
// tables that are made again are the same.
func take(tx *store.Tx, n int64, e *entry) error {
	if e == nil {
		return nil
	}
	const of = " WHERE week = ? AND kind = ? AND list = ? AND place = ? AND unit = ? AND tlp = ?"
	if err := tx.Exec("DELETE FROM trend_weeks"+of+" AND n = 1", e.key()...); err != nil {
		return err
	}
	if tx.Changes() == 0 {
		if err := tx.Exec("UPDATE trend_weeks SET n = n - 1"+of, e.key()...); err != nil {
			return err
		}
	}
	return tx.Exec("DELETE FROM trend_reports WHERE n = ?", n)
}

// erase runs before the queue's and the report's parts, which forget the number n.
func erase(tx *store.Tx, subject record.ID) error {
	var n int64
	err := tx.Row("SELECT n FROM reports WHERE id = ?", subject).Scan(&n)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := entryOf(tx, countedSQL, n)
	if err != nil {
		return err
	}
	return take(tx, n, e)
}

// The tables number weeks from the Monday before 1970.
const daysToMonday = 3

func weekOf(t time.Time) int64 {
	const day = 24 * 60 * 60
	return (t.Unix()/day + daysToMonday) / 7
}

// monday is when a week begins.
func monday(week int64) time.Time {
	return time.Date(1970, 1, 1-daysToMonday+7*int(week), 0, 0, 0, 0, time.UTC)
}
