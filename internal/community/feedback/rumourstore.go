package feedback

import (
	"encoding/json"
	"errors"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

const rumourTables = `
	CREATE TABLE rumours (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		text     TEXT NOT NULL,
		language TEXT NOT NULL,
		list     TEXT NOT NULL,
		code     TEXT NOT NULL,
		since    TEXT NOT NULL,
		heard    INTEGER NOT NULL DEFAULT 1,
		risk     TEXT NOT NULL,
		rank     INTEGER NOT NULL,           -- of the risk: 0 is the worst
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		last     INTEGER NOT NULL,
		pending  TEXT NOT NULL DEFAULT '',   -- an answer that waits, as JSON
		drafter  BLOB,
		reply    TEXT NOT NULL DEFAULT '',   -- that was checked, as JSON
		checker  BLOB,
		checked  INTEGER NOT NULL DEFAULT 0,
		closed   INTEGER NOT NULL DEFAULT 0,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX rumours_open ON rumours (closed, rank, heard);
	CREATE INDEX rumours_public ON rumours (checked) WHERE reply <> '' AND closed = 0;
	CREATE TABLE rumour_spread (
		id     BLOB PRIMARY KEY,
		rumour BLOB NOT NULL,
		way    TEXT NOT NULL,
		day    TEXT NOT NULL,
		said   TEXT NOT NULL,
		author BLOB NOT NULL,
		at     INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX rumour_spread_of ON rumour_spread (rumour, day);`

// rumourStep is what was done about a rumour.
type rumourStep string

const (
	rumourHeard   rumourStep = "heard"
	rumourAgain   rumourStep = "again"
	rumourDrafted rumourStep = "drafted"
	rumourChecked rumourStep = "checked"
	rumourSpread  rumourStep = "spread"
	rumourBound   rumourStep = "bound" // to an activity, or to none
	rumourClosed  rumourStep = "closed"
	rumourRenewed rumourStep = "renewed" // it is kept for longer
)

// rumourBody is what the ledger keeps of an act about a rumour.
type rumourBody struct {
	V        int           `json:"v"`
	Act      rumourStep    `json:"act"`
	Text     string        `json:"text,omitempty"`
	Language lang.Language `json:"language,omitempty"`
	Place    *place.Ref    `json:"place,omitempty"`
	Since    string        `json:"since,omitempty"`
	Risk     Risk          `json:"risk,omitempty"`
	Reply    Reply         `json:"reply,omitempty"`
	Sum      string        `json:"sum,omitempty"` // of what the second person agreed to
	Spread   record.ID     `json:"spread,omitzero"`
	Way      Way           `json:"way,omitempty"`
	Day      string        `json:"day,omitempty"`
	Activity record.ID     `json:"activity,omitzero"`
	Why      string        `json:"why,omitempty"` // it is kept for longer
}

func applyRumour(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[rumourBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case rumourHeard:
		err = applyHeard(tx, rev, b)
	case rumourAgain:
		err = tx.Exec("UPDATE rumours SET heard = heard + 1, last = ?1, begun = ?1, closed = 0 WHERE id = ?2", at, rev.Record)
	case rumourDrafted:
		var reply []byte
		if reply, err = json.Marshal(b.Reply); err == nil {
			err = tx.Exec("UPDATE rumours SET pending = ?, drafter = ? WHERE id = ?", string(reply), rev.Author, rev.Record)
		}
	case rumourChecked:
		err = tx.Exec("UPDATE rumours SET reply = pending, pending = '', checker = ?, checked = ? WHERE id = ?", rev.Author, at, rev.Record)
	case rumourSpread:
		err = tx.Exec("INSERT INTO rumour_spread (id, rumour, way, day, said, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)", b.Spread, rev.Record, string(b.Way), b.Day, b.Text, rev.Author, at)
	case rumourBound:
		err = tx.Exec("UPDATE rumours SET activity = ? WHERE id = ?", b.Activity, rev.Record)
	case rumourClosed:
		err = tx.Exec("UPDATE rumours SET closed = 1 WHERE id = ?", rev.Record)
	case rumourRenewed:
		err = tx.Exec("UPDATE rumours SET begun = ? WHERE id = ?", at, rev.Record)
	}
	if err != nil {
		return err
	}
	return tx.Exec("UPDATE rumours SET seq = ? WHERE id = ?", rev.Seq, rev.Record)
}

func applyHeard(tx *store.Tx, rev ledger.Revision, b *rumourBody) error {
	var p place.Ref
	if b.Place != nil {
		p = *b.Place
	}
	rank := len(Risks())
	for i, r := range Risks() {
		if r == b.Risk {
			rank = i
		}
	}
	return tx.Exec("INSERT INTO rumours (id, unit, text, language, list, code, since, risk, rank, author, at, last, begun, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		rev.Record, rev.Handling.Unit, b.Text, string(b.Language), p.List, p.Code, b.Since, string(b.Risk), rank, rev.Author, rev.At.Millis(), rev.At.Millis(), rev.At.Millis(), rev.Seq)
}

func eraseRumour(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM rumour_spread WHERE rumour = ?", subject); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM rumours WHERE id = ?", subject)
}

func loadRumour(tx *store.Tx, id record.ID) (*Rumour, error) {
	all, err := rumoursWhere(tx, "id = ?", id)
	if err == nil && len(all) == 0 {
		err = store.ErrNone
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

func rumoursWhere(tx *store.Tx, where string, args ...any) (all []Rumour, err error) {
	rows := tx.Query("SELECT id, unit, text, language, list, code, since, heard, risk, author, at, last, pending, drafter, reply, checker, checked, closed, begun, activity, seq FROM rumours WHERE "+where, args...)
	defer rows.Close()
	for rows.Next() {
		var r Rumour
		var at, last, checked, begun int64
		var pending, reply string
		err := rows.Scan(&r.ID, &r.Unit, &r.Text, (*string)(&r.Language), &r.Place.List, &r.Place.Code, &r.Since, &r.Heard, (*string)(&r.Risk), &r.By, &at, &last,
			&pending, &r.Drafter, &reply, &r.Checker, &checked, &r.Closed, &begun, &r.Activity, &r.Revision)
		if err != nil {
			return nil, err
		}
		r.At, r.Last, r.Checked, r.Leaves = millis(at), millis(last), millis(checked), millis(begun).Add(Longest)
		if err := errors.Join(readReply(pending, &r.Pending), readReply(reply, &r.Reply)); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func readReply(text string, to *Reply) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}

func spreadOf(tx *store.Tx, id record.ID) (all []Spread, err error) {
	rows := tx.Query("SELECT id, way, day, said, author, at FROM rumour_spread WHERE rumour = ? ORDER BY day, at, id", id)
	defer rows.Close()
	for rows.Next() {
		var s Spread
		var at int64
		if err := rows.Scan(&s.ID, (*string)(&s.Way), &s.Day, &s.Said, &s.By, &at); err != nil {
			return nil, err
		}
		s.At = millis(at)
		all = append(all, s)
	}
	return all, rows.Err()
}
