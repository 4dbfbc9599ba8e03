package form

import (
	"encoding/json"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "form", Steps: []string{
	`
	CREATE TABLE forms (
		id        TEXT NOT NULL,
		version   TEXT NOT NULL,
		at        INTEGER NOT NULL, -- published: milliseconds since 1970
		author    BLOB NOT NULL,
		compiled  TEXT NOT NULL,    -- JSON, see docs/protocol/form.md
		xform     TEXT NOT NULL,    -- for OpenRosa clients, served byte by byte as hashed
		withdrawn INTEGER NOT NULL,
		seq       INTEGER NOT NULL,
		PRIMARY KEY (id, version)
	) WITHOUT ROWID;`,
}}

// publishedBody is a form as the ledger keeps it.
type publishedBody struct {
	V          int             `json:"v"`
	ID         string          `json:"id"`
	Version    string          `json:"version"`
	Compiled   json.RawMessage `json:"compiled,omitempty"`
	XForm      string          `json:"xform,omitempty"`
	Source     []byte          `json:"source,omitempty"` // the XLSForm itself
	Assessment string          `json:"assessment,omitempty"`
	Withdrawn  bool            `json:"withdrawn,omitempty"`
}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Form}, Apply: apply}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	var b publishedBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	if b.Withdrawn {
		return tx.Exec("UPDATE forms SET withdrawn = 1, seq = ? WHERE id = ?", rev.Seq, b.ID)
	}
	return tx.Exec("INSERT OR REPLACE INTO forms (id, version, at, author, compiled, xform, withdrawn, seq) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
		b.ID, b.Version, rev.At.Millis(), rev.Author, string(b.Compiled), b.XForm, rev.Seq)
}
