package place

import (
	"encoding/json"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "place", Steps: []string{
	`
	CREATE TABLE places (
		list TEXT NOT NULL,
		code TEXT NOT NULL,
		body TEXT NOT NULL, -- a Place, as JSON: it is read whole, into memory
		rev  BLOB NOT NULL,
		PRIMARY KEY (list, code)
	) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Place}, Apply: apply}
}

// body is what a revision of a place holds.
type body struct {
	V int `json:"v"`
	Place
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	var b body
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	text, err := json.Marshal(b.Place)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO places (list, code, body, rev) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET body = excluded.body, rev = excluded.rev`, b.List, b.Code, string(text), rev.Hash)
}

// known is a place as the tables have it.
type known struct {
	Place
	rev record.Hash
}

func readAll(tx *store.Tx) (places []known, err error) {
	rows := tx.Query("SELECT body, rev FROM places")
	for rows.Next() {
		var text string
		var k known
		if err := rows.Scan(&text, &k.rev); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &k.Place); err != nil {
			return nil, err
		}
		places = append(places, k)
	}
	return places, rows.Err()
}
