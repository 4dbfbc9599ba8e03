package unit

import (
	"encoding/json"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "unit", Steps: []string{
	`
	CREATE TABLE units (
		id   BLOB PRIMARY KEY,
		body TEXT NOT NULL, -- a Unit, as JSON: it is read whole, into memory
		rev  BLOB NOT NULL
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Unit}, Apply: apply}
}

// body is what a revision of a unit holds.
type body struct {
	V int `json:"v"`
	Unit
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	var b body
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	text, err := json.Marshal(b.Unit)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO units (id, body, rev) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET body = excluded.body, rev = excluded.rev`, rev.Record, string(text), rev.Hash)
}

// readAll gives the units and the revision that each is of.
func readAll(tx *store.Tx) (units []Unit, revs map[record.ID]record.Hash, err error) {
	revs = map[record.ID]record.Hash{}
	rows := tx.Query("SELECT id, body, rev FROM units")
	for rows.Next() {
		var id record.ID
		var text string
		var rev record.Hash
		if err := rows.Scan(&id, &text, &rev); err != nil {
			return nil, nil, err
		}
		var u Unit
		if err := json.Unmarshal([]byte(text), &u); err != nil {
			return nil, nil, err
		}
		u.ID = id
		units = append(units, u)
		revs[id] = rev
	}
	return units, revs, rows.Err()
}
