package task

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
)

var module = store.Module{Name: "task", Steps: []string{
	`
	CREATE TABLE tasks (
		id       BLOB PRIMARY KEY,
		report   BLOB,             -- it was asked about
		unit     BLOB NOT NULL,    -- that asks
		asked_of BLOB NOT NULL,
		asker    BLOB NOT NULL,
		assignee BLOB,
		tlp      INTEGER NOT NULL,
		urgency  INTEGER NOT NULL,
		state    TEXT NOT NULL,
		open     INTEGER NOT NULL,
		text     TEXT NOT NULL,
		answer   TEXT NOT NULL,
		at       INTEGER NOT NULL, -- milliseconds since 1970, as all times here
		due      INTEGER NOT NULL,
		taken    INTEGER NOT NULL,
		ended    INTEGER NOT NULL,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX tasks_report ON tasks (report) WHERE report IS NOT NULL;
	CREATE INDEX tasks_asked_of ON tasks (asked_of, open, due);
	CREATE INDEX tasks_unit ON tasks (unit, open, due);
	CREATE INDEX tasks_assignee ON tasks (assignee, open, due) WHERE assignee IS NOT NULL;
	CREATE INDEX tasks_open ON tasks (open, due);`,
	`
	-- people handed on to protection services, by their pseudonyms: who they are stands in the vault
	CREATE TABLE referrals (
		id       BLOB PRIMARY KEY,
		report   BLOB NOT NULL,
		unit     BLOB NOT NULL,    -- that hands on
		helper   BLOB NOT NULL,    -- the unit that is to help
		asker    BLOB NOT NULL,
		assignee BLOB,
		tlp      INTEGER NOT NULL,
		need     TEXT NOT NULL,
		state    TEXT NOT NULL,
		open     INTEGER NOT NULL,
		text     TEXT NOT NULL,
		answer   TEXT NOT NULL,
		at       INTEGER NOT NULL,
		taken    INTEGER NOT NULL,
		ended    INTEGER NOT NULL,
		reads    INTEGER NOT NULL,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX referrals_report ON referrals (report);
	CREATE INDEX referrals_unit ON referrals (unit, open, at);
	CREATE INDEX referrals_helper ON referrals (helper, open, at);
	CREATE INDEX referrals_open ON referrals (open, at);
	-- what one shift left to the next
	CREATE TABLE handovers (
		id     BLOB PRIMARY KEY,
		unit   BLOB NOT NULL,
		tlp    INTEGER NOT NULL,
		author BLOB NOT NULL,
		text   TEXT NOT NULL,
		items  TEXT NOT NULL,      -- what was open: kinds and ids alone
		at     INTEGER NOT NULL,
		taker  BLOB,
		taken  INTEGER NOT NULL,
		remark TEXT NOT NULL,
		seq    INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX handovers_unit ON handovers (unit, at);`,
	`
	ALTER TABLE tasks RENAME COLUMN report TO about;
	ALTER TABLE tasks ADD COLUMN incident INTEGER NOT NULL DEFAULT 0; -- it is about one, and not about a report
	ALTER TABLE tasks ADD COLUMN ender BLOB;
	ALTER TABLE referrals RENAME COLUMN report TO about;
	ALTER TABLE referrals ADD COLUMN incident INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE referrals ADD COLUMN ender BLOB;`,
}}

// Part is the package's share of the field compartment. It comes after the
// incidents' own part, whose units it follows.
func Part() ledger.Part {
	return ledger.Part{
		Module: module, Kinds: []record.Kind{record.Task, record.Referral, record.Handover, record.Forward, record.Incident}, Apply: apply, Erase: erase,
	}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Task:
		return applyTask(tx, rev)
	case record.Referral:
		return applyReferral(tx, rev)
	case record.Handover:
		return applyHandover(tx, rev)
	case record.Forward: // the answer comes back to the report, wherever it is
		return follow(tx, rev.Subject, rev.Handling.Unit)
	case record.Incident:
		return regroup(tx, rev.Subject)
	default: // of a kind that Part does not ask for
		return nil
	}
}

// follow gives what was asked about a report or an incident to the unit whose that
// is now.
func follow(tx *store.Tx, about, unit record.ID) error {
	if err := tx.Exec("UPDATE tasks SET unit = ? WHERE about = ?", unit, about); err != nil {
		return err
	}
	return tx.Exec("UPDATE referrals SET unit = ? WHERE about = ?", unit, about)
}

// regroup lets what was asked about an incident, and those that it has taken in, go
// to the unit of the incident that they are part of now: it is merged, or apart
// again, or was handed to another unit.
func regroup(tx *store.Tx, id record.ID) error {
	all, err := incident.Family(tx, id)
	if err != nil || len(all) == 0 {
		return err
	}
	top, err := incident.Top(tx, id)
	if err != nil {
		return err
	}
	for _, in := range all {
		if err := follow(tx, in, top.Unit); err != nil {
			return err
		}
	}
	return nil
}

func applyTask(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case Asked:
		u, _ := report.ParseUrgency(b.Urgency)
		of := incident.About{Report: b.Report, Incident: b.Incident}
		return tx.Exec(`INSERT OR IGNORE INTO tasks (id, about, incident, unit, asked_of, asker, tlp, urgency, state, open, text, answer, at, due, taken, ended, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'asked', 1, ?, '', ?, ?, 0, 0, ?)`,
			rev.Record, orNull(of.ID()), !b.Incident.Zero(), b.From, b.To, rev.Author, rev.Handling.TLP, u.Rank(), b.Text, at, b.Due.UnixMilli(), rev.Seq)
	case Accepted:
		return tx.Exec("UPDATE tasks SET state = 'accepted', assignee = ?, taken = ?, seq = ? WHERE id = ?", rev.Author, at, rev.Seq, rev.Record)
	default:
		return tx.Exec("UPDATE tasks SET state = ?, open = 0, answer = ?, ended = ?, ender = ?, seq = ? WHERE id = ?", string(b.Act), b.Text, at, rev.Author, rev.Seq, rev.Record)
	}
}

func orNull(id record.ID) *record.ID {
	if id.Zero() {
		return nil
	}
	return &id
}

// erase runs before the incidents' own part: what an erased incident has taken in
// stands by itself from then on, and what was asked about that is its unit's again.
func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM tasks WHERE about = ?1 OR id = ?1", "DELETE FROM referrals WHERE about = ?", "DELETE FROM handovers WHERE id = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	parts, err := incident.Parts(tx, subject)
	if err != nil {
		return err
	}
	for _, part := range parts {
		all, err := incident.Family(tx, part.ID)
		if err != nil {
			return err
		}
		for _, in := range all {
			if err := follow(tx, in, part.Unit); err != nil {
				return err
			}
		}
	}
	return nil
}

const taskColumns = "id, about, incident, unit, asked_of, asker, assignee, tlp, urgency, state, text, answer, at, due, taken, ended, ender, seq"

// load reads a task. It faults with Missing where there is none.
func load(tx *store.Tx, id record.ID) (*Task, error) {
	return scan(tx.Row("SELECT "+taskColumns+" FROM tasks WHERE id = ?", id))
}

func scan(rows *store.Rows) (*Task, error) {
	t := &Task{}
	var of, assignee, ender *record.ID
	var onIncident bool
	var urgency int
	var state string
	var at, due, taken, ended int64
	err := rows.Scan(&t.ID, &of, &onIncident, &t.From, &t.To, &t.Asker, &assignee, &t.TLP, &urgency, &state, &t.Text, &t.Answer,
		&at, &due, &taken, &ended, &ender, &t.Revision)
	if err != nil {
		return nil, err
	}
	t.Report, t.Incident = place(of, onIncident)
	t.Assignee, t.Ender = orZero(assignee), orZero(ender)
	t.Urgency = urgencies[urgency]
	t.State, t.Asked, t.Due, t.Taken, t.Ended = State(state), millis(at), millis(due), millis(taken), millis(ended)
	return t, nil
}

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

// place tells whether what something is about is a report or an incident.
func place(of *record.ID, onIncident bool) (report, incident record.ID) {
	if onIncident {
		return report, orZero(of)
	}
	return orZero(of), incident
}

func orZero(id *record.ID) record.ID {
	if id == nil {
		return record.ID{}
	}
	return *id
}

func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
