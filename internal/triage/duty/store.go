package duty

import (
	"encoding/json"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "duty", Steps: []string{
	`
	CREATE TABLE rosters (
		unit    BLOB PRIMARY KEY,
		subject BLOB NOT NULL,
		plan    TEXT NOT NULL, -- a Plan, as JSON: it is read whole
		seq     INTEGER NOT NULL,
		rev     BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE swaps (
		id BLOB PRIMARY KEY, subject BLOB NOT NULL, unit BLOB NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
		giver BLOB NOT NULL, taker BLOB NOT NULL, turn TEXT NOT NULL, at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX swaps_unit ON swaps (unit, ends);
	CREATE INDEX swaps_giver ON swaps (giver, ends);
	CREATE INDEX swaps_taker ON swaps (taker, ends);`,
}}

// Module is the package's share of node.db: the secrets of calendars, which the
// ledger does not have.
var Module = store.Module{Name: "duty", Steps: []string{
	"CREATE TABLE calendars (hash BLOB PRIMARY KEY, account BLOB NOT NULL UNIQUE) WITHOUT ROWID",
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Duty}, Apply: apply, Erase: erase}
}

// body is what a revision about duty holds: a unit's whole plan, or a swap.
type body struct {
	V    int       `json:"v"`
	Unit record.ID `json:"unit"`
	Plan *Plan     `json:"plan,omitempty"`
	Swap *swapBody `json:"swap,omitempty"`
}

type swapBody struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Giver record.ID `json:"giver"`
	Taker record.ID `json:"taker"`
	Turn  Turn      `json:"turn"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if w := b.Swap; w != nil {
		return tx.Exec(`INSERT INTO swaps (id, subject, unit, begins, ends, giver, taker, turn, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET turn = excluded.turn`,
			rev.Record, rev.Subject, b.Unit, w.From.UnixMilli(), w.To.UnixMilli(), w.Giver, w.Taker, string(w.Turn), rev.At.Millis())
	}
	plan, err := json.Marshal(b.Plan)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO rosters (unit, subject, plan, seq, rev) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET plan = excluded.plan, seq = excluded.seq, rev = excluded.rev`,
		b.Unit, rev.Subject, string(plan), rev.Seq, rev.Hash)
}

func erase(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM rosters WHERE subject = ?", subject); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM swaps WHERE subject = ?", subject)
}

// Roster is the plan of a unit as it was written last.
type Roster struct {
	Unit     record.ID
	Plan     Plan
	Revision int64 // 0: the unit has no plan
	rev      record.Hash
}

func load(tx *store.Tx, unit record.ID) (r Roster, err error) {
	r.Unit = unit
	var plan string
	err = tx.Row("SELECT plan, seq, rev FROM rosters WHERE unit = ?", unit).Scan(&plan, &r.Revision, &r.rev)
	if store.None(err) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(plan), &r.Plan)
	}
	return r, err
}

const swapColumns = "id, unit, begins, ends, giver, taker, turn, at"

func swapsOf(tx *store.Tx, where string, args ...any) (ws []Swap, err error) {
	rows := tx.Query("SELECT "+swapColumns+" FROM swaps WHERE "+where, args...)
	defer rows.Close()
	for rows.Next() {
		var w Swap
		var begins, ends, at int64
		var turn string
		if err := rows.Scan(&w.ID, &w.Unit, &begins, &ends, &w.Giver, &w.Taker, &turn, &at); err != nil {
			return nil, err
		}
		w.From, w.To, w.At, w.Turn = millis(begins), millis(ends), millis(at), Turn(turn)
		ws = append(ws, w)
	}
	return ws, rows.Err()
}

// swapsAt gives the swaps of a unit that end after a moment.
func swapsAt(tx *store.Tx, unit record.ID, after time.Time) ([]Swap, error) {
	return swapsOf(tx, "unit = ? AND ends > ? ORDER BY at, id", unit, after.UnixMilli())
}

func millis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
