package paper

import (
	"encoding/json"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "paper", Steps: []string{
	`
	CREATE TABLE sheets (
		id       BLOB PRIMARY KEY,
		activity BLOB NOT NULL,
		number   INTEGER NOT NULL,
		content  TEXT NOT NULL,    -- who stands where, as JSON
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL  -- milliseconds since 1970, as all times here
	) WITHOUT ROWID;
	CREATE INDEX sheets_activity ON sheets (activity, at);
	CREATE TABLE sheet_pages (
		sheet  BLOB NOT NULL,
		page   INTEGER NOT NULL,
		marked INTEGER NOT NULL,
		author BLOB NOT NULL,
		at     INTEGER NOT NULL,
		PRIMARY KEY (sheet, page)
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Sheet}, Apply: apply, Erase: erase}
}

// body is what the ledger keeps: of a sheet that was printed, or of a page of it that
// was checked. The marks themselves are attendance's.
type body struct {
	V       int      `json:"v"`
	Number  uint64   `json:"number,omitempty"`
	Content *content `json:"content,omitempty"`
	Page    int      `json:"page,omitempty"`
	Marked  int      `json:"marked,omitempty"`
}

type content struct {
	Language lang.Language `json:"language"`
	Sessions []record.ID   `json:"sessions"`
	People   []record.ID   `json:"people"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Content == nil {
		return tx.Exec(`INSERT INTO sheet_pages (sheet, page, marked, author, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (sheet, page) DO UPDATE SET marked = excluded.marked, author = excluded.author, at = excluded.at`,
			rev.Record, b.Page, b.Marked, rev.Author, rev.At.Millis())
	}
	text, err := json.Marshal(b.Content)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT INTO sheets (id, activity, number, content, author, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
		rev.Record, rev.Subject, int64(b.Number), string(text), rev.Author, rev.At.Millis())
}

func erase(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM sheet_pages WHERE sheet IN (SELECT id FROM sheets WHERE activity = ?)", subject); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM sheets WHERE activity = ?", subject)
}

// load reads the sheets of an activity that a condition holds for, the latest first.
func load(tx *store.Tx, activity record.ID, and string, args ...any) (all []Sheet, err error) {
	rows := tx.Query("SELECT id, activity, number, content, author, at FROM sheets WHERE activity = ? "+and+" ORDER BY at DESC, id", append([]any{activity}, args...)...)
	defer rows.Close()
	for rows.Next() {
		var s Sheet
		var text string
		var number, at int64
		if err := rows.Scan(&s.ID, &s.Activity, &number, &text, &s.Author, &at); err != nil {
			return nil, err
		}
		var c content
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return nil, err
		}
		s.Number, s.Language, s.Sessions, s.People, s.Printed = uint64(number), c.Language, c.Sessions, c.People, time.UnixMilli(at).UTC()
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Checked, err = checked(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func checked(tx *store.Tx, sheet record.ID) (all []Checked, err error) {
	rows := tx.Query("SELECT page, author, at, marked FROM sheet_pages WHERE sheet = ? ORDER BY page", sheet)
	defer rows.Close()
	for rows.Next() {
		var c Checked
		var at int64
		if err := rows.Scan(&c.Page, &c.By, &at, &c.Marked); err != nil {
			return nil, err
		}
		c.At = time.UnixMilli(at).UTC()
		all = append(all, c)
	}
	return all, rows.Err()
}
