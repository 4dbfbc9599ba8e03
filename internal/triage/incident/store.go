package incident

import (
	"encoding/json"
	"fmt"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/triage/corroborate"
)

var module = store.Module{Name: "incident", Steps: []string{
	`
	CREATE TABLE incidents (
		n        INTEGER PRIMARY KEY, -- below zero, the later the higher: reports have the numbers above
		id       BLOB NOT NULL UNIQUE,
		unit     BLOB NOT NULL,
		tlp      INTEGER NOT NULL,
		assignee BLOB,                -- who leads it
		kind     TEXT NOT NULL,
		state    TEXT NOT NULL,
		urgency  INTEGER NOT NULL,
		happened INTEGER NOT NULL,    -- milliseconds since 1970; when it was opened, where nobody knows
		list     TEXT NOT NULL,
		place    TEXT NOT NULL,
		merged   BLOB,                -- the incident that has taken this one in
		seq      INTEGER NOT NULL,    -- of the last revision about it
		doc      TEXT NOT NULL        -- the incident
	);
	CREATE INDEX incidents_happened ON incidents (happened, n) WHERE merged IS NULL;
	CREATE INDEX incidents_changed ON incidents (seq, n) WHERE merged IS NULL;
	CREATE INDEX incidents_urgency ON incidents (urgency, happened DESC, n DESC) WHERE merged IS NULL;
	CREATE INDEX incidents_merged ON incidents (merged) WHERE merged IS NOT NULL;
	-- which reports are part of which incidents
	CREATE TABLE incident_reports (report BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (report, n)) WITHOUT ROWID;
	-- the revisions that tell of an incident, and whom they are about besides
	CREATE TABLE incident_log (n INTEGER NOT NULL, seq INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (n, seq)) WITHOUT ROWID;
	CREATE INDEX incident_log_seq ON incident_log (seq);`,
}}

// Part is the package's share of the field compartment. It comes after those of
// reports, the queue and what is kept to compare them.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Incident, record.Membership}, Apply: apply, Erase: erase}
}

// firstNumber leaves room for more incidents than will ever be, all below zero.
const firstNumber = -1 << 40

// apply takes a revision into the incidents that it tells of.
func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Kind == record.Membership {
		b, err := ledger.Decode[memberBody](rev)
		if err != nil {
			return err
		}
		return applyTo(tx, b.Incident, rev)
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Act == Start {
		return insert(tx, rev)
	}
	if b.Act == Merge || b.Act == Unmerge { // the other one's history tells of it too
		if err := applyTo(tx, b.Into, rev); err != nil {
			return err
		}
	}
	return applyTo(tx, rev.Subject, rev)
}

func insert(tx *store.Tx, rev ledger.Revision) error {
	in := &Incident{ID: rev.Subject}
	if err := in.fold(rev); err != nil {
		return err
	}
	r := row{n: firstNumber, in: in}
	var last *int64
	if err := tx.Row("SELECT max(n) FROM incidents").Scan(&last); err != nil {
		return err
	}
	if last != nil {
		r.n = *last + 1
	}
	if err := tx.Exec("INSERT INTO incidents (n, id, unit, tlp, kind, state, urgency, happened, list, place, seq, doc) VALUES (?, ?, ?, 0, '', '', 0, 0, '', '', 0, '')",
		r.n, in.ID, in.Unit); err != nil {
		return err
	}
	return r.save(tx, rev, true)
}

// applyTo takes a revision into an incident. One that was erased is passed over.
func applyTo(tx *store.Tx, id record.ID, rev ledger.Revision) error {
	r, err := load(tx, id)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	before, compared := r.in.Rev, r.in.compared()
	if err := r.in.fold(rev); err != nil {
		return err
	}
	return r.save(tx, rev, r.in.Rev != before || r.in.compared() != compared)
}

// row is an incident with its number.
type row struct {
	n  int64
	in *Incident
}

const (
	rowSQL    = "SELECT n, seq, doc FROM incidents WHERE id = ?"
	numberSQL = "SELECT n, seq, doc FROM incidents WHERE n = ?"
)

// load reads an incident. It faults with Missing where there is none.
func load(tx *store.Tx, id record.ID) (*row, error) {
	return scan(tx, tx.Row(rowSQL, id))
}

func scan(tx *store.Tx, rows *store.Rows) (*row, error) {
	r := &row{in: &Incident{}}
	var seq int64
	var doc string
	if err := rows.Scan(&r.n, &seq, &doc); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(doc), r.in); err != nil {
		return nil, fmt.Errorf("read incident %d: %w", r.n, err)
	}
	r.in.Revision = seq
	var err error
	r.in.Absorbed, err = absorbed(tx, r.in.ID)
	return r, err
}

const absorbedSQL = "SELECT id FROM incidents WHERE merged = ? ORDER BY n"

// absorbed are the incidents that one has taken in by itself.
func absorbed(tx *store.Tx, id record.ID) (all []record.ID, err error) {
	rows := tx.Query(absorbedSQL, id)
	for rows.Next() {
		var other record.ID
		if err := rows.Scan(&other); err != nil {
			return nil, err
		}
		all = append(all, other)
	}
	return all, rows.Err()
}

// save writes an incident that a revision has changed; said tells that what it is
// found by is another thing now.
func (r *row) save(tx *store.Tx, rev ledger.Revision, said bool) error {
	if err := tx.Exec("INSERT OR IGNORE INTO incident_log (n, seq, subject) VALUES (?, ?, ?)", r.n, rev.Seq, rev.Subject); err != nil {
		return err
	}
	if rev.Kind == record.Membership {
		if err := r.saveMember(tx, rev.Subject); err != nil {
			return err
		}
	}
	if err := r.write(tx); err != nil || !said {
		return err
	}
	if err := search.Replace(tx, r.n, search.NewText(r.in.text())); err != nil {
		return err
	}
	return r.compare(tx)
}

// compare keeps what reports are compared with.
func (r *row) compare(tx *store.Tx) error {
	if err := corroborate.Remove(tx, corroborate.Thing(r.n)); err != nil || !r.in.compared() {
		return err
	}
	return corroborate.Put(tx, corroborate.Thing(r.n), r.in.account())
}

// compared tells whether reports are compared with the incident: not with one that
// was opened by mistake, or that is part of another.
func (in *Incident) compared() bool { return in.Into.Zero() && in.Outcome != Mistaken }

func (r *row) saveMember(tx *store.Tx, report record.ID) error {
	if r.in.member(report) == nil {
		return tx.Exec("DELETE FROM incident_reports WHERE report = ? AND n = ?", report, r.n)
	}
	return tx.Exec("INSERT OR IGNORE INTO incident_reports (report, n) VALUES (?, ?)", report, r.n)
}

// write writes the row. Its seq is that of the last revision of its log: what told
// of a report that was erased since counts no more.
func (r *row) write(tx *store.Tx) error {
	doc, err := json.Marshal(r.in)
	if err != nil {
		return err
	}
	in := r.in
	var lead, merged *record.ID
	if !in.Lead.Zero() {
		lead = &in.Lead
	}
	if !in.Into.Zero() {
		merged = &in.Into
	}
	return tx.Exec(`UPDATE incidents SET unit = ?, tlp = ?, assignee = ?, kind = ?, state = ?, urgency = ?, happened = ?, list = ?, place = ?, merged = ?,
		seq = (SELECT coalesce(max(seq), 0) FROM incident_log l WHERE l.n = incidents.n), doc = ? WHERE n = ?`,
		in.Unit, in.TLP, lead, string(in.Statement.Kind), string(in.State), in.Urgency.Rank(), in.happened().UnixMilli(),
		in.Statement.Where.Place.List, in.Statement.Where.Place.Code, merged, string(doc), r.n)
}

// erase forgets a report in every incident, or an incident. It runs before the
// parts on whose rows it leans.
func erase(tx *store.Tx, subject record.ID) error {
	if err := release(tx, subject); err != nil {
		return err
	}
	r, err := load(tx, subject)
	if err == nil {
		err = r.erase(tx)
	} else if store.None(err) {
		err = nil
	}
	if err != nil {
		return err
	}
	return forgetIn(tx, subject)
}

// release lets the incidents that an erased one had taken in stand by themselves.
func release(tx *store.Tx, id record.ID) error {
	all, err := absorbed(tx, id)
	if err != nil {
		return err
	}
	for _, other := range all {
		r, err := load(tx, other)
		if err != nil {
			return err
		}
		r.in.Into = record.ID{}
		if err := r.write(tx); err != nil {
			return err
		}
		if err := r.compare(tx); err != nil {
			return err
		}
	}
	return nil
}

// leave takes a report that is erased out of an incident, with all that told of it.
func leave(tx *store.Tx, n int64, report record.ID) error {
	r, err := scan(tx, tx.Row(numberSQL, n))
	if err != nil {
		return err
	}
	for i, m := range r.in.Members {
		if m.Report == report {
			r.in.Members = append(r.in.Members[:i], r.in.Members[i+1:]...)
			break
		}
	}
	if err := tx.Exec("DELETE FROM incident_reports WHERE report = ? AND n = ?", report, n); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM incident_log WHERE n = ? AND subject = ?", n, report); err != nil {
		return err
	}
	return r.write(tx)
}

// forgetIn takes a report or another incident that is erased out of every incident
// that it is part of, or once was. It reads the whole log, as an index would cost
// every revision something and erasing is rare.
func forgetIn(tx *store.Tx, subject record.ID) error {
	numbers, err := list(tx.Query("SELECT DISTINCT n FROM incident_log WHERE subject = ?", subject))
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if err := leave(tx, n, subject); err != nil {
			return err
		}
	}
	return nil
}

func list(rows *store.Rows) (numbers []int64, err error) {
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, rows.Err()
}

const incidentsOfSQL = "SELECT n FROM incident_reports WHERE report = ? ORDER BY n"

// incidentsOf are the numbers of the incidents that a report is part of.
func incidentsOf(tx *store.Tx, report record.ID) ([]int64, error) {
	return list(tx.Query(incidentsOfSQL, report))
}

// erase forgets an incident.
func (r *row) erase(tx *store.Tx) error {
	if err := search.Remove(tx, r.n); err != nil {
		return err
	}
	if err := corroborate.Remove(tx, corroborate.Thing(r.n)); err != nil {
		return err
	}
	for _, sql := range []string{"DELETE FROM incident_reports WHERE n = ?", "DELETE FROM incident_log WHERE n = ?", "DELETE FROM incidents WHERE n = ?"} {
		if err := tx.Exec(sql, r.n); err != nil {
			return err
		}
	}
	return nil
}

// urgencies are in the order of their ranks.
var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}
