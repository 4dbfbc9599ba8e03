package warning

import (
	"encoding/json"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/share/cap"
)

var module = store.Module{Name: "warning", Steps: []string{
	`
	CREATE TABLE warnings (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		tlp      INTEGER NOT NULL,
		about    BLOB,
		content  TEXT NOT NULL DEFAULT '', -- that the public reads, as JSON
		pending  TEXT NOT NULL DEFAULT '', -- that waits for a second person, as JSON
		messages INTEGER NOT NULL DEFAULT 0,
		message  BLOB,                     -- the last of them
		sent     INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970, as all times here
		expires  INTEGER NOT NULL DEFAULT 0, -- of what the public reads
		released BLOB,
		drafter  BLOB,
		cancel   INTEGER NOT NULL DEFAULT 0,
		refusal  TEXT NOT NULL DEFAULT '',
		refuser  BLOB,
		at       INTEGER NOT NULL,         -- of the last act
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX warnings_expires ON warnings (expires) WHERE messages > 0;
	CREATE INDEX warnings_at ON warnings (at);
	CREATE INDEX warnings_about ON warnings (about) WHERE about IS NOT NULL;
	-- what was given to the public, to the letter
	CREATE TABLE given (
		id      BLOB PRIMARY KEY,
		warning BLOB NOT NULL,
		number  INTEGER NOT NULL,
		sent    INTEGER NOT NULL,
		xml     TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX given_warning ON given (warning, number);
	-- warnings of other authorities
	CREATE TABLE received (
		id          BLOB PRIMARY KEY,
		unit        BLOB NOT NULL,
		tlp         INTEGER NOT NULL,
		sender      TEXT NOT NULL,
		identifier  TEXT NOT NULL,
		sent        INTEGER NOT NULL,
		fingerprint TEXT NOT NULL,
		summary     TEXT NOT NULL,         -- as JSON
		xml         TEXT NOT NULL,
		expires     INTEGER NOT NULL,      -- 0: it does not say
		cause       TEXT NOT NULL,         -- of its alerts: the first message of its chain
		ended       BLOB,                  -- the message that took its place or took it back
		how         TEXT NOT NULL DEFAULT '',
		author      BLOB NOT NULL,
		at          INTEGER NOT NULL,
		seq         INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX received_at ON received (at);
	CREATE INDEX received_message ON received (sender, identifier, sent);
	CREATE TABLE received_refs (sender TEXT NOT NULL, identifier TEXT NOT NULL, sent INTEGER NOT NULL, by BLOB NOT NULL, PRIMARY KEY (sender, identifier, sent, by)) WITHOUT ROWID;
	CREATE TABLE known_senders (
		fingerprint TEXT PRIMARY KEY,
		sender      TEXT NOT NULL,
		name        TEXT NOT NULL,
		author      BLOB NOT NULL,
		at          INTEGER NOT NULL
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Warning}, Apply: apply, Erase: erase}
}

// body is what the ledger keeps of an act.
type body struct {
	V        int       `json:"v"`
	Act      Act       `json:"act"`
	Unit     record.ID `json:"unit,omitzero"`
	About    record.ID `json:"about,omitzero"`
	Content  *Content  `json:"content,omitempty"`
	Word     string    `json:"word,omitempty"`
	Sum      string    `json:"sum,omitempty"`     // of what the second person agreed to
	Message  string    `json:"message,omitempty"` // as it went out, or came in
	Sent     time.Time `json:"sent,omitzero"`
	Received *Received `json:"received,omitempty"`
	Sender   *Known    `json:"sender,omitempty"`
}

const bodyVersion = 1

// waits is a proposal as its row keeps it.
type waits struct {
	Act     Act       `json:"act"`
	Content Content   `json:"content"`
	By      record.ID `json:"by"`
	At      int64     `json:"at"`
	Word    string    `json:"word,omitempty"`
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	switch b.Act {
	case Publish, Update, Cancel:
		return applyProposal(tx, rev, b)
	case released:
		return applyRelease(tx, rev, b)
	case refused:
		return tx.Exec("UPDATE warnings SET pending = '', refusal = ?, refuser = ?, at = ?, seq = ? WHERE id = ?", b.Word, rev.Author, rev.At.Millis(), rev.Seq, rev.Record)
	case received:
		return applyReceived(tx, rev, b)
	case trusted:
		return tx.Exec("INSERT INTO known_senders (fingerprint, sender, name, author, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET sender = excluded.sender, name = excluded.name, author = excluded.author, at = excluded.at",
			b.Sender.Fingerprint, b.Sender.Sender, b.Sender.Name, rev.Author, rev.At.Millis())
	case dropped:
		return tx.Exec("DELETE FROM known_senders WHERE fingerprint = ?", b.Sender.Fingerprint)
	}
	return nil
}

func applyProposal(tx *store.Tx, rev ledger.Revision, b *body) error {
	at := rev.At.Millis()
	p := waits{Act: b.Act, By: rev.Author, At: at, Word: b.Word}
	if b.Act == Cancel { // it takes back what the public reads
		w, err := load(tx, rev.Record)
		if err != nil {
			return err
		}
		p.Content = *w.Now
	} else {
		p.Content = *b.Content
	}
	pending, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO warnings (id, unit, tlp, about, pending, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET pending = excluded.pending, refusal = '', refuser = NULL, at = excluded.at, seq = excluded.seq`,
		rev.Record, rev.Handling.Unit, rev.Handling.TLP, orNull(b.About), string(pending), at, rev.Seq)
}

func applyRelease(tx *store.Tx, rev ledger.Revision, b *body) error {
	w, err := load(tx, rev.Record)
	if err != nil {
		return err
	}
	id := messageID(w.ID, w.Messages+1)
	if err := tx.Exec("INSERT INTO given (id, warning, number, sent, xml) VALUES (?, ?, ?, ?, ?)", id, w.ID, w.Messages+1, b.Sent.UnixMilli(), b.Message); err != nil {
		return err
	}
	content, err := json.Marshal(w.Pending.Content)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE warnings SET tlp = ?, content = ?, pending = '', messages = messages + 1, message = ?, sent = ?, expires = ?, released = ?, drafter = ?, cancel = ?,
		refusal = '', refuser = NULL, at = ?, seq = ? WHERE id = ?`,
		record.Clear, string(content), id, b.Sent.UnixMilli(), w.Pending.Content.Expires.UnixMilli(), rev.Author, w.Pending.By, w.Pending.Act == Cancel, rev.At.Millis(), rev.Seq, w.ID)
}

func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM given WHERE warning = ?", "DELETE FROM warnings WHERE id = ?", "DELETE FROM received_refs WHERE by = ?", "DELETE FROM received WHERE id = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

const warningColumns = "id, unit, tlp, about, content, pending, messages, message, sent, released, drafter, cancel, refusal, refuser, seq"

// load reads a warning. It faults with Missing where there is none.
func load(tx *store.Tx, id record.ID) (*Warning, error) {
	return scan(tx.Row("SELECT "+warningColumns+" FROM warnings WHERE id = ?", id))
}

func scan(rows *store.Rows) (*Warning, error) {
	w := &Warning{}
	var about, message, by, drafter, refuser *record.ID
	var content, pending string
	var sent int64
	err := rows.Scan(&w.ID, &w.Unit, &w.TLP, &about, &content, &pending, &w.Messages, &message, &sent, &by, &drafter, &w.Cancel, &w.Refusal, &refuser, &w.Revision)
	if err != nil {
		return nil, err
	}
	w.About, w.Message, w.Released, w.Drafter, w.Refuser, w.Sent = or(about), or(message), or(by), or(drafter), or(refuser), millis(sent)
	if content != "" {
		w.Now = &Content{}
		if err := json.Unmarshal([]byte(content), w.Now); err != nil {
			return nil, err
		}
	}
	if pending != "" {
		var p waits
		if err := json.Unmarshal([]byte(pending), &p); err != nil {
			return nil, err
		}
		w.Pending = &Proposal{p.Act, p.Content, p.By, millis(p.At), p.Word}
	}
	return w, nil
}

// referencesOf names the messages of a warning that went out.
func referencesOf(tx *store.Tx, id record.ID, sender string) (rs []cap.Reference, err error) {
	rows := tx.Query("SELECT id, sent FROM given WHERE warning = ? ORDER BY number", id)
	defer rows.Close()
	for rows.Next() {
		var m record.ID
		var sent int64
		if err := rows.Scan(&m, &sent); err != nil {
			return nil, err
		}
		rs = append(rs, cap.Reference{Sender: sender, Identifier: m.String(), Sent: millis(sent)})
	}
	return rs, rows.Err()
}

func or(id *record.ID) record.ID {
	if id == nil {
		return record.ID{}
	}
	return *id
}

func orNull(id record.ID) *record.ID {
	if id.Zero() {
		return nil
	}
	return &id
}

func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
