package task

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
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
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Task, record.Referral, record.Handover, record.Forward}, Apply: apply, Erase: erase}
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
		if err := tx.Exec("UPDATE tasks SET unit = ? WHERE report = ?", rev.Handling.Unit, rev.Subject); err != nil {
			return err
		}
		return tx.Exec("UPDATE referrals SET unit = ? WHERE report = ?", rev.Handling.Unit, rev.Subject)
	default: // of a kind that Part does not ask for
		return nil
	}
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
		return tx.Exec(`INSERT OR IGNORE INTO tasks (id, report, unit, asked_of, asker, tlp, urgency, state, open, text, answer, at, due, taken, ended, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'asked', 1, ?, '', ?, ?, 0, 0, ?)`,
			rev.Record, orNull(b.Report), b.From, b.To, rev.Author, rev.Handling.TLP, u.Rank(), b.Text, at, b.Due.UnixMilli(), rev.Seq)
	case Accepted:
		return tx.Exec("UPDATE tasks SET state = 'accepted', assignee = ?, taken = ?, seq = ? WHERE id = ?", rev.Author, at, rev.Seq, rev.Record)
	default:
		return tx.Exec("UPDATE tasks SET state = ?, open = 0, answer = ?, ended = ?, seq = ? WHERE id = ?", string(b.Act), b.Text, at, rev.Seq, rev.Record)
	}
}

func orNull(id record.ID) *record.ID {
	if id.Zero() {
		return nil
	}
	return &id
}

func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM tasks WHERE report = ?1 OR id = ?1", "DELETE FROM referrals WHERE report = ?", "DELETE FROM handovers WHERE id = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

const taskColumns = "id, report, unit, asked_of, asker, assignee, tlp, urgency, state, text, answer, at, due, taken, ended, seq"

// load reads a task. It faults with Missing where there is none.
func load(tx *store.Tx, id record.ID) (*Task, error) {
	return scan(tx.Row("SELECT "+taskColumns+" FROM tasks WHERE id = ?", id))
}

func scan(rows *store.Rows) (*Task, error) {
	t := &Task{}
	var of, assignee *record.ID
	var urgency int
	var state string
	var at, due, taken, ended int64
	err := rows.Scan(&t.ID, &of, &t.From, &t.To, &t.Asker, &assignee, &t.TLP, &urgency, &state, &t.Text, &t.Answer, &at, &due, &taken, &ended, &t.Revision)
	if err != nil {
		return nil, err
	}
	if of != nil {
		t.Report = *of
	}
	if assignee != nil {
		t.Assignee = *assignee
	}
	t.Urgency = urgencies[urgency]
	t.State, t.Asked, t.Due, t.Taken, t.Ended = State(state), millis(at), millis(due), millis(taken), millis(ended)
	return t, nil
}

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
