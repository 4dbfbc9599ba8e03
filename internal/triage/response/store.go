package response

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "response", Steps: []string{
	`
	CREATE TABLE responses (
		id BLOB PRIMARY KEY, report BLOB NOT NULL, doer BLOB NOT NULL, author BLOB NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
		done INTEGER NOT NULL, effect TEXT NOT NULL, came TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX responses_report ON responses (report, done);
	CREATE TABLE lessons (report BLOB PRIMARY KEY, well TEXT NOT NULL, better TEXT NOT NULL, author BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
	-- how far each report has come, and whose it was at each stage
	CREATE TABLE response_marks (
		n INTEGER PRIMARY KEY, -- as in reports
		unit BLOB NOT NULL, tlp INTEGER NOT NULL, urgency INTEGER NOT NULL, at INTEGER NOT NULL, held INTEGER NOT NULL, closed INTEGER NOT NULL,
		unit0 BLOB, at0 INTEGER NOT NULL, unit1 BLOB, at1 INTEGER NOT NULL, unit2 BLOB, at2 INTEGER NOT NULL, unit3 BLOB, at3 INTEGER NOT NULL
	);
	-- how many reports of a month took how long, a histogram a row
	CREATE TABLE response_times (
		month INTEGER NOT NULL, unit BLOB NOT NULL, stage INTEGER NOT NULL, urgency INTEGER NOT NULL, tlp INTEGER NOT NULL,
		counts BLOB NOT NULL, PRIMARY KEY (month, unit, stage, urgency, tlp)
	) WITHOUT ROWID;
	-- how many wait for each stage
	CREATE TABLE response_waiting (
		unit BLOB NOT NULL, urgency INTEGER NOT NULL, tlp INTEGER NOT NULL,
		taken_up INTEGER NOT NULL, decided INTEGER NOT NULL, acted INTEGER NOT NULL, closed INTEGER NOT NULL,
		PRIMARY KEY (unit, urgency, tlp)
	) WITHOUT ROWID;`,
	"CREATE INDEX responses_done ON responses (done);",
}}

// Part is the package's share of the field compartment. It comes after the report's
// own part, whose numbers it counts on.
func Part() ledger.Part {
	return ledger.Part{
		Module: module,
		Kinds: []record.Kind{
			record.Report, record.State, record.Message, record.Urgency, record.Assignment, record.Answer, record.Note, record.Grade, record.Closing,
			record.Forward, record.Task, record.Referral, record.Response,
		},
		Apply: apply, Erase: erase,
	}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Kind == record.Report {
		return enter(tx, rev)
	}
	if rev.Kind == record.Response {
		if err := applyResponse(tx, rev); err != nil {
			return err
		}
	}
	m, err := loadMark(tx, rev.Subject)
	if store.None(err) {
		return nil // a task about no report, or a report that was erased since
	}
	if err != nil {
		return err
	}
	before := *m
	if err := m.follow(rev); err != nil || *m == before {
		return err
	}
	if err := recount(tx, &before, m); err != nil {
		return err
	}
	return m.save(tx)
}

func enter(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[report.Body](rev)
	if err != nil {
		return err
	}
	m := mark{unit: rev.Handling.Unit, tlp: rev.Handling.TLP, urgency: b.Urgency.Rank(), at: rev.At.Millis(), held: b.Quarantine}
	if err := tx.Row("SELECT n FROM reports WHERE id = ?", rev.Record).Scan(&m.n); err != nil {
		return err
	}
	if err := recount(tx, nil, &m); err != nil {
		return err
	}
	return m.save(tx)
}

func applyResponse(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case done:
		return tx.Exec("INSERT OR IGNORE INTO responses (id, report, doer, author, kind, text, done, effect, came, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			rev.Record, rev.Subject, b.Doer, rev.Author, string(b.Kind), b.Text, b.When.UnixMilli(), string(b.Effect), b.Came, at, rev.Seq)
	case effect:
		return tx.Exec("UPDATE responses SET effect = ?, came = ?, seq = ? WHERE id = ?", string(b.Effect), b.Came, rev.Seq, rev.Record)
	default:
		return tx.Exec("INSERT OR REPLACE INTO lessons (report, well, better, author, at) VALUES (?, ?, ?, ?, ?)", rev.Subject, b.Well, b.Better, rev.Author, at)
	}
}

// erase runs before the report's own part, which forgets the number n.
func erase(tx *store.Tx, subject record.ID) error {
	m, err := loadMark(tx, subject)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := recount(tx, m, nil); err != nil {
		return err
	}
	for _, sql := range []string{"DELETE FROM responses WHERE report = ?", "DELETE FROM lessons WHERE report = ?"} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return tx.Exec("DELETE FROM response_marks WHERE n = ?", m.n)
}

func loadMark(tx *store.Tx, id record.ID) (*mark, error) {
	m := &mark{}
	var units [stages]*record.ID
	err := tx.Row(`SELECT m.n, m.unit, m.tlp, m.urgency, m.at, m.held, m.closed, unit0, at0, unit1, at1, unit2, at2, unit3, at3
		FROM response_marks m JOIN reports r USING (n) WHERE r.id = ?`, id).
		Scan(&m.n, &m.unit, &m.tlp, &m.urgency, &m.at, &m.held, &m.closed,
			&units[0], &m.stages[0].at, &units[1], &m.stages[1].at, &units[2], &m.stages[2].at, &units[3], &m.stages[3].at)
	for i, u := range units {
		if u != nil {
			m.stages[i].unit = *u
		}
	}
	return m, err
}

func (m *mark) save(tx *store.Tx) error {
	args := []any{m.n, m.unit, m.tlp, m.urgency, m.at, m.held, m.closed}
	for _, r := range m.stages {
		if r.at == 0 {
			args = append(args, nil, 0)
		} else {
			args = append(args, r.unit, r.at)
		}
	}
	return tx.Exec("INSERT OR REPLACE INTO response_marks (n, unit, tlp, urgency, at, held, closed, unit0, at0, unit1, at1, unit2, at2, unit3, at3) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", args...)
}

const columns = "id, report, doer, author, kind, text, done, effect, came, at, seq"

func load(tx *store.Tx, id record.ID) (*Response, error) {
	return scan(tx.Row("SELECT "+columns+" FROM responses WHERE id = ?", id))
}

func scan(rows *store.Rows) (*Response, error) {
	r := &Response{}
	var kind, eff string
	var when, at int64
	err := rows.Scan(&r.ID, &r.Report, &r.Doer, &r.By, &kind, &r.Text, &when, &eff, &r.Came, &at, &r.Revision)
	r.Kind, r.Effect, r.When, r.At = Kind(kind), Effect(eff), time.UnixMilli(when).UTC(), time.UnixMilli(at).UTC()
	return r, err
}
