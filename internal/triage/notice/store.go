package notice

import (
	"fmt"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "notice", Steps: []string{
	`
	CREATE TABLE notices (
		id        BLOB PRIMARY KEY,
		about     BLOB NOT NULL,
		recipient BLOB NOT NULL,
		channel   TEXT NOT NULL,
		why       TEXT NOT NULL,
		urgency   INTEGER NOT NULL,
		step      TEXT NOT NULL,    -- of the alert's course
		state     INTEGER NOT NULL,
		failure   TEXT NOT NULL DEFAULT '',
		text      TEXT NOT NULL DEFAULT '', -- as it was sent
		message   BLOB,             -- the sending that it went with
		ref       TEXT NOT NULL DEFAULT '', -- the gateway's own number
		after     INTEGER NOT NULL, -- not to be sent before; 0: at once
		queued    INTEGER NOT NULL,
		sent      INTEGER NOT NULL DEFAULT 0,
		settled   INTEGER NOT NULL DEFAULT 0
	) WITHOUT ROWID;
	CREATE INDEX notices_about ON notices (about, queued);
	CREATE INDEX notices_waiting ON notices (channel, urgency, queued) WHERE state = 0;
	CREATE INDEX notices_message ON notices (message) WHERE message IS NOT NULL;
	CREATE INDEX notices_last ON notices (recipient, channel, sent) WHERE sent > 0;
	CREATE INDEX notices_sent ON notices (channel, sent) WHERE sent > 0;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Notice}, Apply: apply, Erase: erase}
}

// act is what happened to a notice.
type act string

const (
	queued    act = "queued"
	sent      act = "sent"
	delayed   act = "delayed" // tried, and to be tried again
	delivered act = "delivered"
	failed    act = "failed"
	withdrawn act = "withdrawn"
	changed   act = "gateway" // an administrator changed a gateway: it is about no notice
)

// body is what a revision of a notice holds: of queuing, to whom and why; of
// sending, what was said.
type body struct {
	V         int            `json:"v"`
	Act       act            `json:"act"`
	Recipient record.ID      `json:"recipient,omitzero"`
	Channel   Channel        `json:"channel,omitempty"`
	Why       Why            `json:"why,omitempty"`
	Urgency   report.Urgency `json:"urgency,omitempty"`
	Step      string         `json:"step,omitempty"`
	After     *time.Time     `json:"after,omitempty"`
	Failure   Failure        `json:"failure,omitempty"`
	Language  lang.Language  `json:"language,omitempty"`
	Text      string         `json:"text,omitempty"`
	Message   record.ID      `json:"message,omitzero"`
	Ref       string         `json:"ref,omitempty"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case queued:
		return enter(tx, rev, b)
	case sent:
		return tx.Exec("UPDATE notices SET state = ?, failure = '', text = ?, message = ?, ref = ?, sent = ? WHERE id = ?", int(Sent), b.Text, b.Message, b.Ref, at, rev.Record)
	case delayed:
		return tx.Exec("UPDATE notices SET failure = ? WHERE id = ?", string(b.Failure), rev.Record)
	case delivered:
		return tx.Exec("UPDATE notices SET state = ?, failure = '', settled = ? WHERE id = ?", int(Delivered), at, rev.Record)
	case failed:
		return tx.Exec("UPDATE notices SET state = ?, failure = ?, settled = ? WHERE id = ?", int(Failed), string(b.Failure), at, rev.Record)
	case withdrawn:
		return tx.Exec("UPDATE notices SET state = ?, failure = ?, settled = ? WHERE id = ?", int(Withdrawn), string(b.Failure), at, rev.Record)
	case changed:
		return nil
	}
	return fmt.Errorf("notice: nothing is called %q", b.Act)
}

func enter(tx *store.Tx, rev ledger.Revision, b *body) error {
	var after int64
	if b.After != nil {
		after = b.After.UnixMilli()
	}
	state := Waiting
	if b.Failure != "" { // there is no way to this recipient
		state = Failed
	}
	return tx.Exec(`INSERT OR IGNORE INTO notices (id, about, recipient, channel, why, urgency, step, state, failure, after, queued) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		rev.Record, rev.Subject, b.Recipient, string(b.Channel), string(b.Why), b.Urgency.Rank(), b.Step, int(state), string(b.Failure), after, rev.At.Millis())
}

func erase(tx *store.Tx, subject record.ID) error {
	return tx.Exec("DELETE FROM notices WHERE about = ?", subject)
}

// row is a notice as the outbox works with it.
type row struct {
	id, about, recipient record.ID
	channel              Channel
	why                  Why
	urgency              int
	step                 string
	failure              Failure
	queued               time.Time
}

const rowColumns = "id, about, recipient, channel, why, urgency, step, failure, queued"

const waitingSQL = `SELECT ` + rowColumns + ` FROM notices INDEXED BY notices_waiting
	WHERE channel = ? AND state = 0 AND after <= ? ORDER BY urgency, queued LIMIT ?`

func waiting(tx *store.Tx, c Channel, now time.Time, limit int) ([]row, error) {
	return rowsOf(tx.Query(waitingSQL, string(c), now.UnixMilli(), limit))
}

const messageSQL = "SELECT " + rowColumns + " FROM notices WHERE message = ? AND state = 1"

func rowsOf(rows *store.Rows) (rs []row, err error) {
	defer rows.Close()
	for rows.Next() {
		var r row
		var channel, why, failure string
		var at int64
		if err := rows.Scan(&r.id, &r.about, &r.recipient, &channel, &why, &r.urgency, &r.step, &failure, &at); err != nil {
			return nil, err
		}
		r.channel, r.why, r.failure, r.queued = Channel(channel), Why(why), Failure(failure), millis(at)
		rs = append(rs, r)
	}
	return rs, rows.Err()
}

const stillSQL = "SELECT EXISTS (SELECT 1 FROM notices WHERE id = ? AND state IN (0, 1))"

// still tells whether it is open what becomes of a notice.
func still(tx *store.Tx, id record.ID) (is bool, err error) {
	err = tx.Row(stillSQL, id).Scan(&is)
	return is, err
}

const thereSQL = "SELECT EXISTS (SELECT 1 FROM notices WHERE id = ?)"

func there(tx *store.Tx, id record.ID) (is bool, err error) {
	err = tx.Row(thereSQL, id).Scan(&is)
	return is, err
}

const pendingSQL = "SELECT EXISTS (SELECT 1 FROM notices WHERE about = ? AND recipient = ? AND channel = ? AND state = 0)"

// pending tells whether word of the alert waits already for the recipient on the
// channel: one message tells of it as it stands when it is sent.
func pending(tx *store.Tx, about, recipient record.ID, c Channel) (is bool, err error) {
	err = tx.Row(pendingSQL, about, recipient, string(c)).Scan(&is)
	return is, err
}

const lastSQL = "SELECT coalesce(max(sent), 0) FROM notices WHERE recipient = ? AND channel = ? AND sent > 0 AND urgency <= ?"

// last is when the recipient was last sent word of an urgency, or of a closer one.
func last(tx *store.Tx, recipient record.ID, c Channel, urgency int) (time.Time, error) {
	var at int64
	err := tx.Row(lastSQL, recipient, string(c), urgency).Scan(&at)
	return millis(at), err
}

const aboutSQL = `SELECT id, recipient, channel, why, urgency, state, text, failure, queued, sent, settled FROM notices WHERE about = ? ORDER BY queued, id`

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

// Of gives every notice about an alert, in the order in which they were queued.
func Of(tx *store.Tx, about record.ID) (ns []Notice, err error) {
	rows := tx.Query(aboutSQL, about)
	defer rows.Close()
	for rows.Next() {
		n := Notice{About: about}
		var urgency, state int
		var queued, sent, settled int64
		var channel, why, failure string
		if err := rows.Scan(&n.ID, &n.Recipient, &channel, &why, &urgency, &state, &n.Text, &failure, &queued, &sent, &settled); err != nil {
			return nil, err
		}
		n.Channel, n.Why, n.Failure, n.Urgency, n.State = Channel(channel), Why(why), Failure(failure), urgencies[urgency], State(state)
		n.Queued, n.Sent, n.Settled = millis(queued), millis(sent), millis(settled)
		ns = append(ns, n)
	}
	return ns, rows.Err()
}

// Reach tells how far word of a step of an alert came.
type Reach int

// How far.
const (
	NoWay    Reach = iota // nobody had an address: it is read in the console alone
	Nobody                // no word left the node
	Somebody              // some did
)

const reachSQL = "SELECT count(*), coalesce(sum(state IN (1, 2)), 0) FROM notices WHERE about = ? AND step = ? AND channel NOT IN ('', 'webhook')"

// Reached tells how far word of a step of an alert came.
func Reached(tx *store.Tx, about record.ID, step string) (Reach, error) {
	var all, gone int
	err := tx.Row(reachSQL, about, step).Scan(&all, &gone)
	switch {
	case all == 0:
		return NoWay, err
	case gone == 0:
		return Nobody, err
	}
	return Somebody, err
}

// millis gives the zero time for 0.
func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
