package activity

import (
	"encoding/json"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "activity", Steps: []string{
	`
	CREATE TABLE activities (
		id         BLOB PRIMARY KEY,
		unit       BLOB NOT NULL,
		kind       TEXT NOT NULL,
		state      TEXT NOT NULL,
		plan       TEXT NOT NULL,              -- as JSON
		word       TEXT NOT NULL DEFAULT '',
		suggestion BLOB,
		author     BLOB NOT NULL,
		place      TEXT NOT NULL,              -- the code of its place, or ''
		children   INTEGER NOT NULL,
		public     INTEGER NOT NULL,
		starts     INTEGER NOT NULL,           -- milliseconds since 1970, as all times here; 0: not known
		ends       INTEGER NOT NULL,
		at         INTEGER NOT NULL,
		seq        INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX activities_starts ON activities (starts, id);
	CREATE INDEX activities_ends ON activities (ends, id);
	CREATE INDEX activities_unit ON activities (unit, starts);
	CREATE INDEX activities_public ON activities (starts) WHERE public = 1;
	-- accounts named in a plan
	CREATE TABLE activity_named (activity BLOB NOT NULL, account BLOB NOT NULL, PRIMARY KEY (activity, account)) WITHOUT ROWID;
	CREATE INDEX activity_named_account ON activity_named (account);
	CREATE TABLE suggestions (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		author   BLOB NOT NULL,
		plan     TEXT NOT NULL,
		open     INTEGER NOT NULL,
		outcome  TEXT NOT NULL DEFAULT '',
		word     TEXT NOT NULL DEFAULT '',
		activity BLOB,                         -- that came of it
		comments INTEGER NOT NULL DEFAULT 0,
		made     INTEGER NOT NULL,
		at       INTEGER NOT NULL,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX suggestions_open ON suggestions (open, made);
	CREATE TABLE suggestion_comments (
		id         BLOB PRIMARY KEY,
		suggestion BLOB NOT NULL,
		author     BLOB NOT NULL,
		text       TEXT NOT NULL,
		at         INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX suggestion_comments_of ON suggestion_comments (suggestion, at);
	CREATE TABLE suggestion_votes (suggestion BLOB NOT NULL, account BLOB NOT NULL, PRIMARY KEY (suggestion, account)) WITHOUT ROWID;`,
	// What a page lists is read off this alone, whatever units somebody may see.
	`
	DROP INDEX activities_starts;
	CREATE INDEX activities_listed ON activities (starts, id, unit, ends, kind, state);`,
	// A draft that was dropped was never anybody else's business: only what was announced
	// is told to be cancelled.
	`
	ALTER TABLE activities ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;
	UPDATE activities SET announced = 1 WHERE state IN ('confirmed', 'done');`,
}}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Activity, record.Suggestion}, Apply: apply, Erase: erase}
}

// act is what was done about an activity.
type act string

const (
	planned   act = "planned" // a new draft, or a changed plan
	confirmed act = "confirmed"
	reopened  act = "reopened" // it is a draft again: cancelled or confirmed by mistake
	cancelled act = "cancelled"
	done      act = "done"
)

// body is what the ledger keeps of an act.
type body struct {
	V          int       `json:"v"`
	Act        act       `json:"act"`
	Plan       *Plan     `json:"plan,omitempty"`
	Word       string    `json:"word,omitempty"`
	Suggestion record.ID `json:"suggestion,omitzero"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Kind == record.Suggestion {
		return applySuggestion(tx, rev)
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case planned:
		return applyPlan(tx, rev, b)
	case confirmed:
		return tx.Exec("UPDATE activities SET state = 'confirmed', announced = 1, word = '', at = ?, seq = ? WHERE id = ?", at, rev.Seq, rev.Record)
	case reopened:
		return tx.Exec("UPDATE activities SET state = 'draft', word = '', at = ?, seq = ? WHERE id = ?", at, rev.Seq, rev.Record)
	case cancelled, done:
		return tx.Exec("UPDATE activities SET state = ?, word = ?, at = ?, seq = ? WHERE id = ?", string(b.Act), b.Word, at, rev.Seq, rev.Record)
	}
	return nil
}

func applyPlan(tx *store.Tx, rev ledger.Revision, b *body) error {
	plan, err := json.Marshal(b.Plan)
	if err != nil {
		return err
	}
	if err := tx.Exec(`INSERT INTO activities (id, unit, kind, state, plan, suggestion, author, place, children, public, starts, ends, at, seq)
		VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, kind = excluded.kind, plan = excluded.plan, place = excluded.place, children = excluded.children,
			public = excluded.public, starts = excluded.starts, ends = excluded.ends, at = excluded.at, seq = excluded.seq`,
		rev.Record, rev.Handling.Unit, string(b.Plan.Kind), string(plan), orNull(b.Suggestion), rev.Author, b.Plan.Place.Code, b.Plan.Children, b.Plan.Public,
		millis(b.Plan.Start()), millis(b.Plan.End()), rev.At.Millis(), rev.Seq); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM activity_named WHERE activity = ?", rev.Record); err != nil {
		return err
	}
	for _, account := range b.Plan.Accounts() {
		if err := tx.Exec("INSERT OR IGNORE INTO activity_named VALUES (?, ?)", rev.Record, account); err != nil {
			return err
		}
	}
	return nil
}

func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM activities WHERE id = ?", "DELETE FROM activity_named WHERE activity = ?", "DELETE FROM suggestions WHERE id = ?",
		"DELETE FROM suggestion_comments WHERE suggestion = ?", "DELETE FROM suggestion_votes WHERE suggestion = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

const columns = "id, unit, state, plan, word, suggestion, author, at, seq"

// Load reads an activity. It faults with Missing where there is none.
func Load(tx *store.Tx, id record.ID) (*Activity, error) {
	a, err := scan(tx.Row("SELECT "+columns+" FROM activities WHERE id = ?", id))
	if store.None(err) {
		return nil, missing("activity")
	}
	return a, err
}

func scan(rows *store.Rows) (*Activity, error) {
	a := &Activity{}
	var suggestion *record.ID
	var plan, state string
	var at int64
	if err := rows.Scan(&a.ID, &a.Unit, &state, &plan, &a.Word, &suggestion, &a.Author, &at, &a.Revision); err != nil {
		return nil, err
	}
	a.State, a.At = State(state), time.UnixMilli(at).UTC()
	if suggestion != nil {
		a.Suggestion = *suggestion
	}
	return a, json.Unmarshal([]byte(plan), &a.Plan)
}

func orNull(id record.ID) *record.ID {
	if id.Zero() {
		return nil
	}
	return &id
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
