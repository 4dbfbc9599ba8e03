package response

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
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
	`
	ALTER TABLE responses RENAME COLUMN report TO about;
	ALTER TABLE responses ADD COLUMN incident INTEGER NOT NULL DEFAULT 0; -- it was done about one, and not about a report
	ALTER TABLE responses ADD COLUMN said INTEGER NOT NULL DEFAULT 0;     -- when its effect was
	ALTER TABLE lessons RENAME COLUMN report TO about;
	-- when those behind an incident were told what was done, and how many
	CREATE TABLE response_rounds (id BLOB PRIMARY KEY, about BLOB NOT NULL, author BLOB NOT NULL, told INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
	CREATE INDEX response_rounds_about ON response_rounds (about);
	-- stages that a report reached by what was asked and done about an incident
	CREATE TABLE response_shared (
		n INTEGER NOT NULL, -- as in reports
		stage INTEGER NOT NULL, unit BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (n, stage)
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment. It comes after the parts of
// reports, incidents and tasks, on whose rows it counts.
func Part() ledger.Part {
	return ledger.Part{
		Module: module,
		Kinds: []record.Kind{
			record.Report, record.State, record.Message, record.Urgency, record.Assignment, record.Answer, record.Note, record.Grade, record.Closing,
			record.Forward, record.Task, record.Referral, record.Response, record.Membership, record.Incident,
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
		return shareAbout(tx, rev) // of an incident, of nothing that is kept, or of a report that was erased since
	}
	if err != nil {
		return err
	}
	before := *m
	if err := m.follow(rev); err != nil {
		return err
	}
	if m.at != before.at || rev.Kind == record.Membership {
		if err := m.share(tx, rev.Subject, record.ID{}); err != nil {
			return err
		}
	}
	return m.replace(tx, &before)
}

// replace takes the counts and the rows from before to what the mark is now.
func (m *mark) replace(tx *store.Tx, before *mark) error {
	if *m == *before {
		return nil
	}
	if err := recount(tx, before, m); err != nil {
		return err
	}
	if m.shared != before.shared {
		if err := m.saveShared(tx); err != nil {
			return err
		}
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
		return tx.Exec("INSERT OR IGNORE INTO responses (id, about, incident, doer, author, kind, text, done, effect, came, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			rev.Record, rev.Subject, b.Incident, b.Doer, rev.Author, string(b.Kind), b.Text, b.When.UnixMilli(), string(b.Effect), b.Came, at, rev.Seq)
	case effect:
		return tx.Exec("UPDATE responses SET effect = ?, came = ?, said = ?, seq = ? WHERE id = ?", string(b.Effect), b.Came, at, rev.Seq, rev.Record)
	case told:
		return tx.Exec("INSERT OR IGNORE INTO response_rounds (id, about, author, told, at) VALUES (?, ?, ?, ?, ?)", rev.Record, rev.Subject, rev.Author, b.Told, at)
	default:
		return tx.Exec("INSERT OR REPLACE INTO lessons (about, well, better, author, at) VALUES (?, ?, ?, ?, ?)", rev.Subject, b.Well, b.Better, rev.Author, at)
	}
}

// erase runs before the parts of tasks, incidents and reports: those behind an
// incident that is erased are counted as if it were gone already.
func erase(tx *store.Tx, subject record.ID) error {
	if err := unshare(tx, subject); err != nil {
		return err
	}
	for _, sql := range []string{"DELETE FROM responses WHERE about = ?", "DELETE FROM lessons WHERE about = ?", "DELETE FROM response_rounds WHERE about = ?"} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
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
	if err := tx.Exec("DELETE FROM response_shared WHERE n = ?", m.n); err != nil {
		return err
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
	if err != nil {
		return m, err
	}
	return m, m.loadShared(tx)
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

const columns = "id, about, incident, doer, author, kind, text, done, effect, came, said, at, seq"

func load(tx *store.Tx, id record.ID) (*Response, error) {
	return scan(tx.Row("SELECT "+columns+" FROM responses WHERE id = ?", id))
}

func scan(rows *store.Rows) (*Response, error) {
	r := &Response{}
	var kind, eff string
	var of record.ID
	var onIncident bool
	var when, said, at int64
	err := rows.Scan(&r.ID, &of, &onIncident, &r.Doer, &r.By, &kind, &r.Text, &when, &eff, &r.Came, &said, &at, &r.Revision)
	if r.Report = of; onIncident {
		r.Report, r.Incident = record.ID{}, of
	}
	r.Kind, r.Effect, r.When, r.Said, r.At = Kind(kind), Effect(eff), millis(when), millis(said), millis(at)
	return r, err
}

func (r *Response) about() incident.About {
	return incident.About{Report: r.Report, Incident: r.Incident}
}

// millis gives the zero time for 0.
func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// read adds what was done about one report or incident.
func (d *Done) read(tx *store.Tx, of record.ID) error {
	rows := tx.Query("SELECT "+columns+" FROM responses WHERE about = ? ORDER BY done, id", of)
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return err
		}
		d.Responses = append(d.Responses, *one)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	l := Lesson{Of: of}
	var at int64
	err := tx.Row("SELECT well, better, author, at FROM lessons WHERE about = ?", of).Scan(&l.Well, &l.Better, &l.By, &at)
	if err == nil {
		l.At = millis(at)
		d.Lessons = append(d.Lessons, l)
	} else if !store.None(err) {
		return err
	}
	rounds := tx.Query("SELECT author, told, at FROM response_rounds WHERE about = ? ORDER BY at, id", of)
	defer rounds.Close()
	for rounds.Next() {
		var r Round
		if err := rounds.Scan(&r.By, &r.Told, &at); err != nil {
			return err
		}
		r.At = millis(at)
		d.Rounds = append(d.Rounds, r)
	}
	return rounds.Err()
}
