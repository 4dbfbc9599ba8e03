package queue

import (
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "queue", Steps: []string{
	`
	CREATE TABLE queue (
		n           INTEGER PRIMARY KEY, -- as in reports
		unit        BLOB NOT NULL,
		state       INTEGER NOT NULL,
		urgency     INTEGER NOT NULL,
		kind        TEXT NOT NULL,
		at          INTEGER NOT NULL,    -- received: milliseconds since 1970
		tlp         INTEGER NOT NULL,
		assignee    BLOB,
		source      TEXT NOT NULL,
		information INTEGER NOT NULL,
		outcome     TEXT NOT NULL,
		language    TEXT NOT NULL,
		list        TEXT NOT NULL,       -- of the place's code; '' where no place is known
		place       TEXT NOT NULL,
		lat         REAL,
		lon         REAL,
		cell        INTEGER,             -- of the finest grid
		unread      INTEGER NOT NULL,
		forwards    INTEGER NOT NULL DEFAULT 0, -- from desk to desk
		seq         INTEGER NOT NULL     -- of the last revision about the report
	);
	CREATE INDEX queue_at ON queue (unit, state, at);
	CREATE INDEX queue_kind ON queue (unit, state, kind, at);
	CREATE INDEX queue_urgency ON queue (unit, state, urgency, at);
	CREATE INDEX queue_kind_urgency ON queue (unit, state, kind, urgency, at);
	-- the same of what is clear or green, which is little and open to every desk
	CREATE INDEX queue_at_free ON queue (unit, state, at) WHERE tlp <= 1;
	CREATE INDEX queue_kind_free ON queue (unit, state, kind, at) WHERE tlp <= 1;
	CREATE INDEX queue_urgency_free ON queue (unit, state, urgency, at) WHERE tlp <= 1;
	CREATE INDEX queue_kind_urgency_free ON queue (unit, state, kind, urgency, at) WHERE tlp <= 1;
	CREATE INDEX queue_assignee ON queue (assignee, state, at) WHERE assignee IS NOT NULL;
	-- what only the one who works on it sees, which is counted by hand
	CREATE INDEX queue_close ON queue (assignee) WHERE tlp >= 3 AND assignee IS NOT NULL;
	CREATE INDEX queue_cell ON queue (cell) WHERE cell IS NOT NULL;
	CREATE INDEX queue_time ON queue (at);
	-- how many, for the tabs
	CREATE TABLE tally (
		unit BLOB NOT NULL, state INTEGER NOT NULL, kind TEXT NOT NULL, urgency INTEGER NOT NULL, tlp INTEGER NOT NULL,
		n INTEGER NOT NULL, PRIMARY KEY (unit, state, kind, urgency, tlp)
	) WITHOUT ROWID;
	-- how many, for the map: sums of coordinates give each square's middle
	CREATE TABLE cells (
		cell INTEGER NOT NULL, unit BLOB NOT NULL, state INTEGER NOT NULL, kind TEXT NOT NULL, urgency INTEGER NOT NULL, tlp INTEGER NOT NULL,
		n INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, -- sums, in ten-millionths of a degree
		PRIMARY KEY (cell, unit, state, kind, urgency, tlp)
	) WITHOUT ROWID;
	-- how many, by place, for maps of districts
	CREATE TABLE areas (
		list TEXT NOT NULL, place TEXT NOT NULL, unit BLOB NOT NULL, state INTEGER NOT NULL, kind TEXT NOT NULL, urgency INTEGER NOT NULL,
		tlp INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (list, place, unit, state, kind, urgency, tlp)
	) WITHOUT ROWID;
	-- how many came on a day (of UTC, in days since 1970), without the quarantine
	CREATE TABLE days (
		day INTEGER NOT NULL, unit BLOB NOT NULL, urgency INTEGER NOT NULL, tlp INTEGER NOT NULL,
		n INTEGER NOT NULL, PRIMARY KEY (day, unit, urgency, tlp)
	) WITHOUT ROWID;
	CREATE TABLE messages (
		id BLOB PRIMARY KEY, n INTEGER NOT NULL, desk INTEGER NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL,
		at INTEGER NOT NULL, author BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX messages_n ON messages (n, at);
	-- the ids of notes, whose text stands in the history alone
	CREATE TABLE notes (id BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
	CREATE INDEX notes_n ON notes (n);`,
	`
	ALTER TABLE queue ADD COLUMN since INTEGER NOT NULL DEFAULT 0;    -- when it began to wait for what it waits for now
	ALTER TABLE queue ADD COLUMN proposed INTEGER NOT NULL DEFAULT 3; -- the most pressing urgency that is proposed and not answered; 3 for none
	ALTER TABLE queue ADD COLUMN press INTEGER NOT NULL DEFAULT 2;    -- the urgency by which its time runs
	UPDATE queue SET press = urgency, since = CASE state
		WHEN 2 THEN coalesce((SELECT max(m.at) FROM messages m WHERE m.n = queue.n AND NOT m.desk), at) ELSE at END;
	-- what a desk has to do, in the order in which it is due
	CREATE INDEX queue_due ON queue (unit, state, press, since) WHERE state < 3;
	CREATE INDEX queue_kind_due ON queue (unit, state, kind, press, since) WHERE state < 3;
	CREATE INDEX queue_due_free ON queue (unit, state, press, since) WHERE state < 3 AND tlp <= 1;
	CREATE INDEX queue_kind_due_free ON queue (unit, state, kind, press, since) WHERE state < 3 AND tlp <= 1;
	CREATE TABLE deadlines (unit BLOB PRIMARY KEY, body TEXT NOT NULL, rev BLOB NOT NULL) WITHOUT ROWID;
	-- what rules proposed, and what became of it
	CREATE TABLE proposals (
		id BLOB PRIMARY KEY, n INTEGER NOT NULL, rule BLOB NOT NULL, version INTEGER NOT NULL, idea TEXT NOT NULL, value TEXT NOT NULL,
		why TEXT NOT NULL, standing INTEGER NOT NULL, at INTEGER NOT NULL, author BLOB, answered INTEGER
	) WITHOUT ROWID;
	CREATE INDEX proposals_n ON proposals (n, at);
	CREATE INDEX proposals_rule ON proposals (rule, at);
	-- the desks that a report has left: a rule sends none back to where it was
	CREATE TABLE moves (n INTEGER NOT NULL, seq INTEGER NOT NULL, unit BLOB NOT NULL, rule BLOB, list BLOB, at INTEGER NOT NULL, PRIMARY KEY (n, seq)) WITHOUT ROWID;
	CREATE INDEX moves_rule ON moves (rule, at) WHERE rule IS NOT NULL;`,
	`
	-- how many in a hundred closed reports are looked at again
	CREATE TABLE review_shares (unit BLOB PRIMARY KEY, percent INTEGER NOT NULL) WITHOUT ROWID;
	-- which closed reports were drawn, and what came of it
	CREATE TABLE reviews (
		n INTEGER NOT NULL, seq INTEGER NOT NULL, unit BLOB NOT NULL, closer BLOB NOT NULL, rule BLOB, at INTEGER NOT NULL,
		standing INTEGER NOT NULL, points INTEGER NOT NULL, author BLOB, looked INTEGER, PRIMARY KEY (n, seq)
	) WITHOUT ROWID;
	CREATE INDEX reviews_waiting ON reviews (unit, at) WHERE standing = 0;
	CREATE INDEX reviews_unit ON reviews (unit, at);`,
	`
	-- with the marking, so that what is overdue is counted without its rows; n stands
	-- before it, for the order of a list
	DROP INDEX queue_due;
	CREATE INDEX queue_due ON queue (unit, state, press, since, n, tlp) WHERE state < 3;`,
}}

// Part is the package's share of the field compartment. It comes after the
// report's own part, whose rows it counts on.
func Part() ledger.Part {
	return ledger.Part{
		Module: module,
		Kinds: []record.Kind{
			record.Report, record.Correction, record.State, record.Urgency, record.Grade, record.Assignment, record.Forward,
			record.Answer, record.Message, record.Note, record.Closing, record.Blob, record.Proposal, record.Deadline, record.Review,
		},
		Apply: apply,
		Erase: erase,
	}
}

// row is a report's place in the queue.
type row struct {
	n        int64
	unit     record.ID
	state    State
	urgency  int
	kind     string
	at       int64
	tlp      record.TLP
	assignee *record.ID
	grade    Grade
	outcome  Outcome
	list     string
	place    string
	lat, lon *float64
	unread   int
	forwards int
	since    int64
	proposed int        // unproposed for none
	closer   *record.ID // where a second look is awaited
	seq      int64
}

const rowSQL = `SELECT q.n, unit, state, urgency, kind, at, tlp, assignee, q.source, information, outcome, q.list, q.place, lat, lon, unread, forwards, since, proposed,
		(SELECT closer FROM reviews v WHERE v.n = q.n AND v.standing = 0), seq
	FROM queue q JOIN reports r USING (n) WHERE r.id = ?`

func load(tx *store.Tx, id record.ID) (*row, error) {
	r := &row{}
	state, outcome := 0, ""
	err := tx.Row(rowSQL, id).
		Scan(&r.n, &r.unit, &state, &r.urgency, &r.kind, &r.at, &r.tlp, &r.assignee, &r.grade.Source, &r.grade.Information, &outcome, &r.list, &r.place, &r.lat, &r.lon, &r.unread,
			&r.forwards, &r.since, &r.proposed, &r.closer, &r.seq)
	r.state, r.outcome = State(state), Outcome(outcome)
	return r, err
}

// dayOf is the day of an instant, in days since 1970. Nouakchott keeps UTC.
func dayOf(millis int64) int64 { return millis / (24 * 60 * 60 * 1000) }

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Report:
		return enter(tx, rev)
	case record.Deadline:
		return applyDeadline(tx, rev)
	case record.Review:
		if isShare(rev) {
			return applyShare(tx, rev)
		}
		return change(tx, rev)
	default:
		return change(tx, rev)
	}
}

// change does to the report's row what a revision about it says.
func change(tx *store.Tx, rev ledger.Revision) error {
	r, err := load(tx, rev.Subject)
	if store.None(err) {
		return nil // about a report that was erased since
	}
	if err != nil {
		return err
	}
	counted := *r
	if do := changes[rev.Kind]; do != nil {
		if err := do(r, tx, rev); err != nil {
			return err
		}
	}
	if err := r.settleProposals(tx, rev); err != nil {
		return err
	}
	if err := r.lapse(tx, counted.state); err != nil {
		return err
	}
	r.waits(counted.state, rev)
	if !machine(rev) {
		r.seq = rev.Seq
	}
	if counted.unit != r.unit || counted.state != r.state || counted.kind != r.kind || counted.urgency != r.urgency ||
		counted.list != r.list || counted.place != r.place || !samePoint(&counted, r) {
		if err := counted.count(tx, -1); err != nil {
			return err
		}
		if err := r.count(tx, 1); err != nil {
			return err
		}
	}
	return tx.Exec(`UPDATE queue SET unit = ?, state = ?, urgency = ?, kind = ?, assignee = ?, source = ?, information = ?, outcome = ?,
		list = ?, place = ?, lat = ?, lon = ?, cell = ?, unread = ?, forwards = ?, since = ?, proposed = ?, press = ?, seq = ? WHERE n = ?`,
		r.unit, int(r.state), r.urgency, r.kind, r.assignee, r.grade.Source, r.grade.Information, string(r.outcome),
		r.list, r.place, r.lat, r.lon, r.finestCell(), r.unread, r.forwards, r.since, r.proposed, r.pressing(), r.seq, r.n)
}

// waits notes since when the report waits, where that begins anew: it was let in
// or taken up again, its reporter wrote, or was answered and waits for a decision.
// Handing it on does not: whoever reported waits all the same.
func (r *row) waits(before State, rev ledger.Revision) {
	switch {
	case !before.open() && r.state.open(),
		before != NeedsAnswer && r.state == NeedsAnswer,
		before == NeedsAnswer && rev.Kind == record.Answer:
		r.since = rev.At.Millis()
	}
}

func samePoint(a, b *row) bool {
	if a.lat == nil || b.lat == nil {
		return a.lat == b.lat
	}
	return *a.lat == *b.lat && *a.lon == *b.lon
}

func (r *row) finestCell() *int64 {
	if r.lat == nil {
		return nil
	}
	c := cell(finest, *r.lat, *r.lon)
	return &c
}

// settle takes in where the report says that it happened.
func (r *row) settle(b *report.Body) {
	r.list, r.place, r.lat, r.lon = "", "", nil, nil
	if b.Place != nil {
		r.list, r.place = b.Place.List, b.Place.Code
	}
	if b.Point != nil {
		r.lat, r.lon = &b.Point.Lat, &b.Point.Lon
	}
}

// enter puts a new report into the queue of the unit that owns it.
func enter(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[report.Body](rev)
	if err != nil {
		return err
	}
	r := row{proposed: unproposed, unit: rev.Handling.Unit, urgency: b.Urgency.Rank(), kind: b.Kind, at: rev.At.Millis(), tlp: rev.Handling.TLP, seq: rev.Seq}
	if b.Quarantine {
		r.state = Quarantine
	}
	r.settle(b)
	if err := tx.Row("SELECT n FROM reports WHERE id = ?", rev.Record).Scan(&r.n); err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO queue (n, unit, state, urgency, kind, at, tlp, assignee, source, information, outcome, language, list, place, lat, lon, cell, unread, since, press, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '', 0, '', ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
		r.n, r.unit, int(r.state), r.urgency, r.kind, r.at, r.tlp, b.Language, r.list, r.place, r.lat, r.lon, r.finestCell(), r.at, r.urgency, r.seq)
	if err != nil {
		return err
	}
	return r.count(tx, 1)
}

// erase runs before the report's own part, which forgets the number n.
func erase(tx *store.Tx, subject record.ID) error {
	r, err := load(tx, subject)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.count(tx, -1); err != nil {
		return err
	}
	for _, table := range []string{"messages", "notes", "proposals", "moves", "reviews"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE n = ?", r.n); err != nil {
			return err
		}
	}
	return tx.Exec("DELETE FROM queue WHERE n = ?", r.n)
}
