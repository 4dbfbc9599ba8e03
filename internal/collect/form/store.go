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
	`
	ALTER TABLE forms ADD COLUMN files TEXT NOT NULL DEFAULT '[]'; -- JSON: what is shown or played beside it
	CREATE TABLE form_files (
		id      TEXT NOT NULL,
		version TEXT NOT NULL,
		name    TEXT NOT NULL,
		content BLOB NOT NULL,
		PRIMARY KEY (id, version, name)
	);`,
	`
	-- whose a form is: the unit that published it first
	CREATE TABLE form_owners (id TEXT PRIMARY KEY, unit BLOB NOT NULL) WITHOUT ROWID;`,
}}

// publishedBody is a form as the ledger keeps it.
type publishedBody struct {
	V          int             `json:"v"`
	ID         string          `json:"id"`
	Version    string          `json:"version"`
	Compiled   json.RawMessage `json:"compiled,omitempty"`
	XForm      string          `json:"xform,omitempty"`
	Source     []byte          `json:"source,omitempty"` // the XLSForm itself
	Files      []attached      `json:"files,omitempty"`  // tables and media that lay beside it
	Flags      []string        `json:"flags,omitempty"`  // what the linter said of people's safety: key and cell
	Assessment string          `json:"assessment,omitempty"`
	Withdrawn  bool            `json:"withdrawn,omitempty"`
}

// attached is a file beside a form.
type attached struct {
	Name    string `json:"name"`
	Content []byte `json:"content"`
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
		return tx.Exec("UPDATE forms SET withdrawn = 1 WHERE id = ?", b.ID)
	}
	if err := tx.Exec("INSERT OR IGNORE INTO form_owners (id, unit) VALUES (?, ?)", b.ID, rev.Handling.Unit); err != nil {
		return err
	}
	var media []Media
	for _, f := range b.Files {
		if m := mediaOf(f); m.Type != tableType {
			media = append(media, m)
			if err := tx.Exec("INSERT OR REPLACE INTO form_files (id, version, name, content) VALUES (?, ?, ?, ?)", b.ID, b.Version, f.Name, f.Content); err != nil {
				return err
			}
		}
	}
	files, err := json.Marshal(media)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT OR REPLACE INTO forms (id, version, at, author, compiled, xform, withdrawn, seq, files) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
		b.ID, b.Version, rev.At.Millis(), rev.Author, string(b.Compiled), b.XForm, rev.Seq, string(files))
}

// owner is the unit whose a form is. It faults with Missing where there is no
// such form.
func owner(tx *store.Tx, id string) (unit record.ID, err error) {
	err = tx.Row("SELECT unit FROM form_owners WHERE id = ?", id).Scan(&unit)
	return unit, err
}
