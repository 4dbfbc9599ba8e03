package audit

import (
	"encoding/json"
	"fmt"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Somebody who opens far more records than they ever did is either in a very bad
// hour or no desk officer: oversight is told, and beyond a number that nobody
// reads in an hour the node stops. Records are counted once an hour, however
// often they are opened again.
const (
	alarmFloor  = 60  // in an hour: below it nobody is asked
	alarmFactor = 3   // times somebody's own busiest hour of the last two weeks
	maxHour     = 300 // twelve seconds for each
	remembered  = 14 * 24
)

var module = store.Module{Name: "audit", Steps: []string{
	`
	-- what was opened in this hour and the one before
	CREATE TABLE openings (actor BLOB NOT NULL, hour INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (actor, hour, subject)) WITHOUT ROWID;
	-- how much in each hour of the last two weeks
	CREATE TABLE reading (actor BLOB NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (actor, hour)) WITHOUT ROWID;
	CREATE TABLE alarms (id BLOB PRIMARY KEY, actor BLOB NOT NULL, hour INTEGER NOT NULL) WITHOUT ROWID;`,
}}

// Part is the package's share of a compartment whose records are opened.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Opening, record.Alarm}, Apply: apply, FromHeader: true, Erase: erase}
}

func hourOf(ms int64) int64 { return ms / time.Hour.Milliseconds() }

func apply(tx *store.Tx, rev ledger.Revision) error {
	hour := hourOf(rev.At.Millis())
	if rev.Kind == record.Alarm {
		return tx.Exec("INSERT OR IGNORE INTO alarms (id, actor, hour) VALUES (?, ?, ?)", rev.Record, rev.Subject, hour)
	}
	if err := tx.Exec("INSERT OR IGNORE INTO openings (actor, hour, subject) VALUES (?, ?, ?)", rev.Author, hour, rev.Subject); err != nil {
		return err
	}
	if tx.Changes() == 0 {
		return nil
	}
	if err := tx.Exec("INSERT INTO reading (actor, hour, n) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1", rev.Author, hour); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM openings WHERE actor = ? AND hour < ?", rev.Author, hour-1); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM reading WHERE actor = ? AND hour < ?", rev.Author, hour-remembered)
}

// erase forgets who opened a record that is no more; how much they read stays.
func erase(tx *store.Tx, subject record.ID) error {
	return tx.Exec("DELETE FROM openings WHERE subject = ?", subject)
}

// Alarm is why oversight is told of somebody.
type Alarm string

// The alarms.
const (
	ManyOpened Alarm = "many opened"
	Stopped    Alarm = "stopped"
	ManyListed Alarm = "many listed"
	// A link by which somebody takes over an account that is there: its owner
	// forgot the password, or somebody else wants to be its owner.
	AccountLink Alarm = "account link"
	// Somebody who has nothing to do with communities asked for what is theirs.
	Trespass Alarm = "trespass"
	// The node was put back to an earlier moment from a backup.
	PutBack Alarm = "put back"
)

type alarmBody struct {
	V     int   `json:"v"`
	Act   Alarm `json:"act"`
	N     int   `json:"n"`
	Usual int   `json:"usual"`
}

// Raise draws up an alarm about an account: the same one once an hour.
func Raise(tx *store.Tx, a policy.Actor, why Alarm, n, usual int, now time.Time) ([]ledger.Draft, error) {
	id := a.ID.Derive(fmt.Sprintf("alarm/%s/%d", why, hourOf(now.UnixMilli())))
	var known int
	if err := tx.Row("SELECT count(*) FROM alarms WHERE id = ?", id).Scan(&known); err != nil || known > 0 {
		return nil, err
	}
	return []ledger.Draft{{
		Kind: record.Alarm, Record: id, Subject: a.ID, Handling: record.Handling{Unit: a.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
		Body: alarmBody{V: bodyVersion, Act: why, N: n, Usual: usual},
	}}, nil
}

// Open draws up the line of a reading, with an alarm where its reader reads far
// more than is usual. stopped says that this is beyond all measure: then the
// alarm alone is written, and nothing opened. It is asked in the command that
// decides whether the record may be opened.
func Open(tx *store.Tx, r Reading, now time.Time) (drafts []ledger.Draft, stopped bool, err error) {
	line, err := Opening(r)
	if err != nil {
		return nil, false, err
	}
	hour := hourOf(now.UnixMilli())
	var again, n, usual int
	if err := tx.Row("SELECT count(*) FROM openings WHERE actor = ? AND hour = ? AND subject = ?", r.Reader.ID, hour, line.Subject).Scan(&again); err != nil {
		return nil, false, err
	}
	if again > 0 {
		return []ledger.Draft{line}, false, nil
	}
	if err := tx.Row("SELECT coalesce(sum(n), 0) FROM reading WHERE actor = ? AND hour = ?", r.Reader.ID, hour).Scan(&n); err != nil {
		return nil, false, err
	}
	if n++; n <= alarmFloor {
		return []ledger.Draft{line}, false, nil
	}
	if err := tx.Row("SELECT coalesce(max(n), 0) FROM reading WHERE actor = ? AND hour < ?", r.Reader.ID, hour).Scan(&usual); err != nil {
		return nil, false, err
	}
	if n > maxHour {
		alarm, err := Raise(tx, r.Reader, Stopped, n, usual, now)
		return alarm, true, err
	}
	if n > alarmFactor*usual {
		if drafts, err = Raise(tx, r.Reader, ManyOpened, n, usual, now); err != nil {
			return nil, false, err
		}
	}
	return append(drafts, line), false, nil
}

// TooMuch is the fault of a reader who was stopped.
func TooMuch(now time.Time) error {
	left := now.Truncate(time.Hour).Add(time.Hour).Sub(now)
	return &fault.Error{
		Kind: fault.Throttled, Op: "audit.Open", Key: "audit.rate.stopped", Msg: "you have opened more reports in this hour than anybody reads; oversight has been told",
		Hint: "go on in {0} seconds; if your work needs more, speak to oversight", Args: []string{fmt.Sprint(int(left.Seconds()) + 1)},
	}
}

// Decode reads an alarm.
func Decode(rev ledger.Revision) (why Alarm, n, usual int, err error) {
	var b alarmBody
	err = json.Unmarshal(rev.Body, &b)
	return b.Act, b.N, b.Usual, err
}
