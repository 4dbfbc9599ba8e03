package alert

import (
	"encoding/json"
	"fmt"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "alert", Steps: []string{
	`
	CREATE TABLE watches (
		id      BLOB PRIMARY KEY,
		unit    BLOB NOT NULL,
		body    TEXT NOT NULL, -- a watchBody, as JSON: it is read whole, into memory
		"on"    INTEGER NOT NULL,
		by      BLOB NOT NULL, -- who switched it last
		why     TEXT NOT NULL,
		at      INTEGER NOT NULL,
		tried   INTEGER NOT NULL,
		seq     INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE alerts (
		n        INTEGER PRIMARY KEY, -- its number, by which people call it
		id       BLOB NOT NULL UNIQUE,
		watch    BLOB NOT NULL,
		cause    TEXT NOT NULL,
		name     TEXT NOT NULL,    -- in every language, as JSON
		unit     BLOB NOT NULL,    -- where it was raised
		tlp      INTEGER NOT NULL,
		urgency  INTEGER NOT NULL,
		kind     TEXT NOT NULL,
		list     TEXT NOT NULL,
		place    TEXT NOT NULL,
		exercise INTEGER NOT NULL,
		levels   TEXT NOT NULL,    -- that it climbs, as JSON
		quiet    TEXT NOT NULL,    -- hours, as JSON; '' for none
		state    INTEGER NOT NULL,
		level    INTEGER NOT NULL,
		since    INTEGER NOT NULL, -- by the node's clock, like remind and due
		remind   INTEGER NOT NULL, -- 0: no more
		due      INTEGER NOT NULL, -- 0: never
		again    INTEGER NOT NULL, -- how often it was told at this level
		step     TEXT NOT NULL,    -- by which it came to those who are to answer: their notices are of it
		owner    BLOB,
		reports  INTEGER NOT NULL,
		raised   INTEGER NOT NULL,
		last     INTEGER NOT NULL, -- when a report joined it
		acked    INTEGER NOT NULL,
		ended    INTEGER NOT NULL,
		outcome  TEXT NOT NULL,
		seq      INTEGER NOT NULL
	);
	CREATE INDEX alerts_state ON alerts (state, urgency, due, n);
	CREATE INDEX alerts_due ON alerts (due) WHERE due > 0;
	CREATE INDEX alerts_remind ON alerts (remind) WHERE remind > 0;
	CREATE INDEX alerts_cause ON alerts (watch, cause, n);
	CREATE INDEX alerts_raised ON alerts (watch, raised);
	-- to whom it came at each level: they may read it whatever its marking
	CREATE TABLE called (
		alert INTEGER NOT NULL, account BLOB NOT NULL, level INTEGER NOT NULL, first INTEGER NOT NULL, place INTEGER NOT NULL,
		PRIMARY KEY (alert, account)
	) WITHOUT ROWID;
	-- the reports behind it: a report is in one alert of a watch
	CREATE TABLE joined (
		watch BLOB NOT NULL, report BLOB NOT NULL, alert INTEGER NOT NULL, PRIMARY KEY (watch, report)
	) WITHOUT ROWID;
	CREATE INDEX joined_alert ON joined (alert);
	CREATE INDEX joined_report ON joined (report);
	-- when each unit was last heard of
	CREATE TABLE heard (unit BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Report, record.Watch, record.Alert}, Apply: apply, Erase: erase}
}

// act is what was done about an alert.
type act string

const (
	raise       act = "raise"
	join        act = "join"
	level       act = "level"       // it came to a level
	remind      act = "remind"      // those of its level were reminded
	hand        act = "hand"        // the next shift has it
	acknowledge act = "acknowledge" // somebody has it in hand
	nag         act = "nag"         // and was asked how it stands
	reopen      act = "reopen"
	end         act = "end"
	say         act = "note"
	clock       act = "clock" // the node's clock was set back: its times were moved along
)

// body is what a revision about an alert holds: what the act needs of it.
type body struct {
	V      int         `json:"v"`
	Act    act         `json:"act"`
	Raise  *raiseBody  `json:"raise,omitempty"`
	Call   *callBody   `json:"call,omitempty"` // of level, hand and reopen: who is to answer
	Times  *timesBody  `json:"times,omitempty"`
	Joined []record.ID `json:"joined,omitempty"` // reports
	Last   int64       `json:"last,omitempty"`   // when the last of them came
	TLP    string      `json:"tlp,omitempty"`    // the closest of those that joined
	End    Outcome     `json:"end,omitempty"`
	Word   string      `json:"word,omitempty"`
}

type raiseBody struct {
	Number   int64           `json:"number"`
	Watch    record.ID       `json:"watch"`
	Cause    string          `json:"cause"`
	Name     lang.Text       `json:"name"`
	Urgency  report.Urgency  `json:"urgency"`
	Kind     string          `json:"kind,omitempty"`
	Place    report.PlaceRef `json:"place"`
	Exercise bool            `json:"exercise,omitempty"`
	Levels   []Level         `json:"levels"`
	Quiet    *Quiet          `json:"quiet,omitempty"`
}

// callBody says who is to answer at a level, and why it came to them.
type callBody struct {
	Level  int         `json:"level"`
	Unit   record.ID   `json:"unit"`
	Step   string      `json:"step"` // names the notices of it
	Why    Reason      `json:"why"`
	First  record.ID   `json:"first,omitzero"`
	Others []record.ID `json:"others,omitempty"`
	Left   []record.ID `json:"left,omitempty"` // would be, and work there no more
}

// timesBody are instants of the node's clock, in milliseconds since 1970.
type timesBody struct {
	Since  int64 `json:"since"`
	Remind int64 `json:"remind,omitempty"`
	Due    int64 `json:"due,omitempty"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind { //nolint:exhaustive // the part is told of these alone
	case record.Report:
		return tx.Exec("INSERT INTO heard (unit, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)", rev.Handling.Unit, rev.At.Millis())
	case record.Watch:
		return applyWatch(tx, rev)
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Act == raise {
		return enter(tx, rev, b)
	}
	r, err := load(tx, rev.Subject)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	change, known := changes[b.Act]
	if !known {
		return fmt.Errorf("alert: nothing is called %q", b.Act)
	}
	if err := change(tx, r, b, rev); err != nil {
		return err
	}
	r.seq = rev.Seq
	return r.save(tx)
}

// changes is what each act does to an alert's row.
var changes = map[act]func(*store.Tx, *row, *body, ledger.Revision) error{
	join: func(tx *store.Tx, r *row, b *body, _ ledger.Revision) error {
		r.last = max(r.last, b.Last)
		if tlp, err := record.ParseTLP(b.TLP); b.TLP != "" && err == nil {
			r.tlp = max(r.tlp, tlp)
		}
		return r.take(tx, b.Joined)
	},
	level: func(tx *store.Tx, r *row, b *body, _ ledger.Revision) error {
		if r.state, r.owner = Open, nil; b.Call.Why == Again {
			r.again++
		} else {
			r.again = 0
		}
		return r.call(tx, b)
	},
	hand: func(tx *store.Tx, r *row, b *body, _ ledger.Revision) error { return r.call(tx, b) },
	reopen: func(tx *store.Tx, r *row, b *body, _ ledger.Revision) error {
		r.state, r.owner, r.outcome, r.acked, r.ended, r.again = Open, nil, "", 0, 0, 0
		return r.call(tx, b)
	},
	remind: func(_ *store.Tx, r *row, _ *body, _ ledger.Revision) error {
		r.remind = 0
		return nil
	},
	acknowledge: func(_ *store.Tx, r *row, b *body, rev ledger.Revision) error {
		r.state, r.owner, r.acked, r.again = Acknowledged, &rev.Author, rev.At.Millis(), 0
		r.times(b.Times)
		return nil
	},
	nag: func(_ *store.Tx, r *row, b *body, _ ledger.Revision) error {
		r.again++
		r.times(b.Times)
		return nil
	},
	end: func(_ *store.Tx, r *row, b *body, rev ledger.Revision) error {
		r.state, r.outcome, r.ended, r.due, r.remind = Ended, string(b.End), rev.At.Millis(), 0, 0
		if r.owner == nil {
			r.owner = &rev.Author
		}
		return nil
	},
	say: func(*store.Tx, *row, *body, ledger.Revision) error { return nil },
	clock: func(_ *store.Tx, r *row, b *body, _ ledger.Revision) error {
		r.times(b.Times)
		return nil
	},
}

// enter puts a new alert into the tables.
func enter(tx *store.Tx, rev ledger.Revision, b *body) error {
	a := b.Raise
	r := row{
		n: a.Number, id: rev.Record, watch: a.Watch, cause: a.Cause, unit: rev.Handling.Unit, tlp: rev.Handling.TLP, urgency: a.Urgency.Rank(),
		kind: a.Kind, list: a.Place.List, place: a.Place.Code, exercise: a.Exercise, raised: rev.At.Millis(), last: b.Last, seq: rev.Seq,
		levels: a.Levels, quiet: a.Quiet, name: a.Name,
	}
	r.times(b.Times)
	if err := r.insert(tx); err != nil {
		return err
	}
	if err := r.take(tx, b.Joined); err != nil {
		return err
	}
	return r.save(tx)
}

// row is an alert in the tables.
type row struct {
	n        int64
	id       record.ID
	watch    record.ID
	cause    string
	name     lang.Text
	unit     record.ID
	tlp      record.TLP
	urgency  int
	kind     string
	list     string
	place    string
	exercise bool
	levels   []Level
	quiet    *Quiet

	state   State
	level   int
	since   int64
	remind  int64
	due     int64
	again   int
	step    string
	owner   *record.ID
	reports int
	raised  int64
	last    int64
	acked   int64
	ended   int64
	outcome string
	seq     int64
}

const rowColumns = `n, id, watch, cause, name, unit, tlp, urgency, kind, list, place, exercise, levels, quiet,
	state, level, since, remind, due, again, step, owner, reports, raised, last, acked, ended, outcome, seq`

const rowSQL = "SELECT " + rowColumns + " FROM alerts WHERE id = ?"

func load(tx *store.Tx, id record.ID) (*row, error) {
	r := &row{}
	return r, r.scan(tx.Row(rowSQL, id))
}

func (r *row) scan(rows *store.Rows) error {
	var state int
	var name, levels, quiet string
	err := rows.Scan(&r.n, &r.id, &r.watch, &r.cause, &name, &r.unit, &r.tlp, &r.urgency, &r.kind, &r.list, &r.place, &r.exercise, &levels, &quiet,
		&state, &r.level, &r.since, &r.remind, &r.due, &r.again, &r.step, &r.owner, &r.reports, &r.raised, &r.last, &r.acked, &r.ended, &r.outcome, &r.seq)
	if err != nil {
		return err
	}
	r.state = State(state)
	if err := json.Unmarshal([]byte(name), &r.name); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(levels), &r.levels); err != nil || quiet == "" {
		return err
	}
	return json.Unmarshal([]byte(quiet), &r.quiet)
}

func (r *row) insert(tx *store.Tx) error {
	name, e1 := json.Marshal(r.name)
	levels, e2 := json.Marshal(r.levels)
	quiet := []byte{}
	var e3 error
	if r.quiet != nil {
		quiet, e3 = json.Marshal(r.quiet)
	}
	for _, err := range []error{e1, e2, e3} {
		if err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO alerts (`+rowColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, 0, '', NULL, 0, ?, ?, 0, 0, '', ?)`,
		r.n, r.id, r.watch, r.cause, string(name), r.unit, r.tlp, r.urgency, r.kind, r.list, r.place, r.exercise, string(levels), string(quiet),
		r.since, r.remind, r.due, r.raised, r.last, r.seq)
}

func (r *row) save(tx *store.Tx) error {
	return tx.Exec(`UPDATE alerts SET tlp = ?, state = ?, level = ?, since = ?, remind = ?, due = ?, again = ?, step = ?, owner = ?, reports = ?, last = ?, acked = ?, ended = ?,
		outcome = ?, seq = ? WHERE n = ?`,
		r.tlp, int(r.state), r.level, r.since, r.remind, r.due, r.again, r.step, r.owner, r.reports, r.last, r.acked, r.ended, r.outcome, r.seq, r.n)
}

func (r *row) times(t *timesBody) {
	if t != nil {
		r.since, r.remind, r.due = t.Since, t.Remind, t.Due
	}
}

// take notes the reports behind the alert. One that is in an alert of the watch
// already stays there.
func (r *row) take(tx *store.Tx, reports []record.ID) error {
	for _, id := range reports {
		if err := tx.Exec("INSERT OR IGNORE INTO joined (watch, report, alert) VALUES (?, ?, ?)", r.watch, id, r.n); err != nil {
			return err
		}
		r.reports += int(tx.Changes())
	}
	return nil
}

// call notes who is to answer.
func (r *row) call(tx *store.Tx, b *body) error {
	c := b.Call
	r.level, r.step = c.Level, c.Step
	r.times(b.Times)
	if err := tx.Exec("UPDATE called SET level = -1 WHERE alert = ? AND level = ?", r.n, c.Level); err != nil {
		return err
	}
	for i, id := range c.everybody() {
		if err := tx.Exec(`INSERT INTO called (alert, account, level, first, place) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET level = excluded.level, first = excluded.first, place = excluded.place`, r.n, id, c.Level, id == c.First, i); err != nil {
			return err
		}
	}
	return nil
}

func (c *callBody) everybody() []record.ID {
	if c.First.Zero() {
		return c.Others
	}
	return append([]record.ID{c.First}, c.Others...)
}

// erase forgets the report in every alert, or the alert itself.
func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM joined WHERE report = ?1", "DELETE FROM joined WHERE alert = (SELECT n FROM alerts WHERE id = ?1)",
		"DELETE FROM called WHERE alert = (SELECT n FROM alerts WHERE id = ?1)", "DELETE FROM alerts WHERE id = ?1", "DELETE FROM watches WHERE id = ?1",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

// millis gives the zero time for 0.
func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// alert is the row as lists show it.
func (r *row) alert() Alert {
	a := Alert{
		ID: r.id, Number: r.n, Watch: r.watch, Name: r.name, Unit: r.unit, TLP: r.tlp, Urgency: urgencies[r.urgency], Kind: r.kind,
		Place: report.PlaceRef{List: r.list, Code: r.place}, Exercise: r.exercise, State: r.state, Level: r.level, Levels: r.levels,
		Since: millis(r.since), Due: millis(r.due), Reports: r.reports, Raised: millis(r.raised), Last: millis(r.last), Acked: millis(r.acked), Ended: millis(r.ended),
		Outcome: Outcome(r.outcome), Revision: r.seq,
	}
	if r.owner != nil {
		a.Owner = *r.owner
	}
	return a
}

const calledSQL = "SELECT account, level, first FROM called WHERE alert = ? ORDER BY place, account"

// calls gives everybody to whom an alert came, and of those at its level now who is
// first and who are the others.
func (r *row) calls(tx *store.Tx) (all []record.ID, first record.ID, others []record.ID, err error) {
	rows := tx.Query(calledSQL, r.n)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var level int
		var isFirst bool
		if err := rows.Scan(&id, &level, &isFirst); err != nil {
			return nil, first, nil, err
		}
		all = append(all, id)
		switch {
		case level != r.level:
		case isFirst:
			first = id
		default:
			others = append(others, id)
		}
	}
	return all, first, others, rows.Err()
}
