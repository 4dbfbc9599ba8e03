package person

import (
	"encoding/json"
	"time"

	"wasl/internal/base/name"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "person", Steps: []string{
	`
	CREATE TABLE persons (
		id         BLOB PRIMARY KEY,
		unit       BLOB NOT NULL,
		name       TEXT NOT NULL,
		band       TEXT NOT NULL,
		sex        TEXT NOT NULL,
		community  TEXT NOT NULL,
		disability TEXT NOT NULL,
		role       TEXT NOT NULL,
		child      INTEGER NOT NULL,
		keep       INTEGER NOT NULL,
		known      TEXT NOT NULL,             -- all of it, as JSON
		into_id    BLOB,                      -- the same person, under whom this one is counted
		author     BLOB NOT NULL,
		at         INTEGER NOT NULL,          -- milliseconds since 1970, as all times here
		seq        INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX persons_unit ON persons (unit, at DESC);
	CREATE INDEX persons_at ON persons (at DESC);
	CREATE INDEX persons_into ON persons (into_id) WHERE into_id IS NOT NULL;
	-- by which people of alike names are found
	CREATE TABLE person_keys (key TEXT NOT NULL, person BLOB NOT NULL, PRIMARY KEY (key, person)) WITHOUT ROWID;
	CREATE INDEX person_keys_person ON person_keys (person);
	-- two whom somebody said to be different people: a is the smaller
	CREATE TABLE person_apart (a BLOB NOT NULL, b BLOB NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
	CREATE INDEX person_apart_b ON person_apart (b);
	CREATE TABLE consents (
		id        BLOB PRIMARY KEY,
		person    BLOB NOT NULL,
		scope     TEXT NOT NULL,
		content   TEXT NOT NULL,              -- as JSON
		at        INTEGER NOT NULL,
		withdrawn INTEGER NOT NULL DEFAULT 0
	) WITHOUT ROWID;
	CREATE INDEX consents_person ON consents (person, at);`,
	// Thousands bear a common name: of those under one key the latest are read, and no
	// row besides.
	`
	CREATE TABLE person_names (key TEXT NOT NULL, at INTEGER NOT NULL, person BLOB NOT NULL, unit BLOB NOT NULL, PRIMARY KEY (key, at DESC, person)) WITHOUT ROWID;
	INSERT INTO person_names SELECT k.key, p.at, p.id, p.unit FROM person_keys k JOIN persons p ON p.id = k.person;
	DROP TABLE person_keys;
	CREATE INDEX person_names_person ON person_names (person);`,
	// Whom a page lists is read off these alone, whatever units somebody may see.
	`
	DROP INDEX persons_at;
	CREATE INDEX persons_listed ON persons (at DESC, id, unit, role);
	CREATE INDEX consents_scope ON consents (scope, person) WHERE withdrawn = 0;`,
	// Who was deleted, by a number that says nothing of anybody: a phone that hears late
	// that it was heard sends them again, and they must not come back.
	"CREATE TABLE persons_gone (id BLOB PRIMARY KEY) WITHOUT ROWID;",
	// Of whom somebody said that this is the same person: with whom an entry goes when that
	// one is said to be a third, or not to be the third any more.
	`
	ALTER TABLE persons ADD COLUMN said BLOB;
	UPDATE persons SET said = into_id;
	CREATE INDEX persons_said ON persons (said) WHERE said IS NOT NULL;`,
	// When somebody last decided that a person who asked to stay is kept for longer.
	"ALTER TABLE persons ADD COLUMN renewed INTEGER NOT NULL DEFAULT 0;",
}}

// Part is the package's share of the compartment community. It reads headers as well:
// of whoever was deleted there is the number.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Participant, record.Consent}, Apply: apply, Erase: erase, FromHeader: true}
}

const (
	known    = "known"
	merged   = "merged"
	split    = "split"
	apart    = "apart"
	together = "together" // apart, taken back
	given    = "given"
	taken    = "withdrawn"
	renewed  = "renewed" // who asked to stay is kept for longer
)

// body is what the ledger keeps of an act on a person, or on a consent of theirs.
type body struct {
	V       int       `json:"v"`
	Act     string    `json:"act"`
	Known   *Known    `json:"known,omitempty"`
	Other   record.ID `json:"other,omitzero"` // who is the same, or another; of who is the same the one under whom both are counted
	With    record.ID `json:"with,omitzero"`  // of whom it was said, where that is not Other
	Consent *Consent  `json:"consent,omitempty"`
	Why     string    `json:"why,omitempty"` // somebody is kept for longer
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Body == nil {
		return tx.Exec("INSERT OR IGNORE INTO persons_gone VALUES (?)", rev.Subject)
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	switch b.Act {
	case known:
		return applyKnown(tx, rev, b.Known)
	case merged:
		// Whoever was counted under the one is counted under the other as well.
		with := b.With
		if with.Zero() {
			with = b.Other
		}
		return tx.Exec(`UPDATE persons SET into_id = ?1, said = CASE WHEN id = ?2 THEN ?4 ELSE said END, seq = CASE WHEN id = ?2 THEN ?3 ELSE seq END
			WHERE id = ?2 OR into_id = ?2`, b.Other, rev.Subject, rev.Seq, with)
	case split:
		return tx.Exec("UPDATE persons SET into_id = NULL, said = NULL, seq = ? WHERE id = ?", rev.Seq, rev.Subject)
	case apart:
		x, y := ordered(rev.Subject, b.Other)
		return tx.Exec("INSERT OR IGNORE INTO person_apart VALUES (?, ?)", x, y)
	case together:
		x, y := ordered(rev.Subject, b.Other)
		return tx.Exec("DELETE FROM person_apart WHERE a = ? AND b = ?", x, y)
	case given:
		content, err := json.Marshal(b.Consent)
		if err != nil {
			return err
		}
		return tx.Exec("INSERT OR IGNORE INTO consents (id, person, scope, content, at) VALUES (?, ?, ?, ?, ?)",
			rev.Record, rev.Subject, string(b.Consent.Scope), string(content), rev.At.Millis())
	case taken:
		return tx.Exec("UPDATE consents SET withdrawn = ? WHERE id = ? AND withdrawn = 0", rev.At.Millis(), rev.Record)
	case renewed:
		return tx.Exec("UPDATE persons SET renewed = ?, seq = ? WHERE id = ?", rev.At.Millis(), rev.Seq, rev.Subject)
	}
	return nil
}

func ordered(a, b record.ID) (record.ID, record.ID) {
	if string(a[:]) > string(b[:]) {
		return b, a
	}
	return a, b
}

func applyKnown(tx *store.Tx, rev ledger.Revision, k *Known) error {
	content, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := tx.Exec(`INSERT INTO persons (id, unit, name, band, sex, community, disability, role, child, keep, known, author, at, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, band = excluded.band, sex = excluded.sex, community = excluded.community,
			disability = excluded.disability, role = excluded.role, child = excluded.child, keep = excluded.keep, known = excluded.known, seq = excluded.seq`,
		rev.Subject, rev.Handling.Unit, k.Name, string(k.Band), string(k.Sex), string(k.Community), string(k.Disability), string(k.Role),
		k.Child(), k.Keep, string(content), rev.Author, rev.At.Millis(), rev.Seq); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM person_names WHERE person = ?", rev.Subject); err != nil {
		return err
	}
	for _, key := range keysOf(k.Name) {
		if err := tx.Exec("INSERT OR IGNORE INTO person_names (key, at, person, unit) SELECT ?, at, id, unit FROM persons WHERE id = ?", key, rev.Subject); err != nil {
			return err
		}
	}
	return nil
}

// keysOf are the keys of a name, and of each part of it by itself: whoever searches
// knows one name of several.
func keysOf(s string) []string {
	whole := name.Parse(s)
	keys := whole.LooseKeys(nil)
	for _, t := range whole.Tokens() {
		keys = append(keys, name.Parse(t.Text).LooseKeys(nil)...)
	}
	return keys
}

// erase deletes a person, and lets whoever was counted under them stand alone.
func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"INSERT OR IGNORE INTO persons_gone SELECT id FROM persons WHERE id = ?", "DELETE FROM persons WHERE id = ?", "UPDATE persons SET into_id = NULL, said = NULL WHERE into_id = ?", "DELETE FROM person_names WHERE person = ?",
		"DELETE FROM person_apart WHERE a = ?1 OR b = ?1", "DELETE FROM consents WHERE person = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

// Unheard tells whether nobody is or was in the register under an id: whoever was
// deleted must not come back by what is sent late.
func Unheard(tx *store.Tx, id record.ID) (fresh bool, err error) {
	err = tx.Row("SELECT NOT EXISTS (SELECT 1 FROM persons WHERE id = ?1 UNION ALL SELECT 1 FROM persons_gone WHERE id = ?1)", id).Scan(&fresh)
	return fresh, err
}

const columns = "id, unit, known, into_id, author, at, seq"

// Load reads a person with the consents. It faults with Missing where there is none.
func Load(tx *store.Tx, id record.ID) (*Person, error) {
	p, err := scan(tx.Row("SELECT "+columns+" FROM persons WHERE id = ?", id))
	if store.None(err) {
		return nil, None()
	}
	if err != nil {
		return nil, err
	}
	p.Consents, err = consentsOf(tx, id)
	return p, err
}

// Brief reads a person without the consents: for rolls.
func Brief(tx *store.Tx, id record.ID) (*Person, error) {
	p, err := scan(tx.Row("SELECT "+columns+" FROM persons WHERE id = ?", id))
	if store.None(err) {
		return nil, None()
	}
	return p, err
}

// Canonical is the person under whom somebody is counted: oneself, or whoever is the
// same.
func Canonical(tx *store.Tx, id record.ID) (record.ID, error) {
	var into *record.ID
	err := tx.Row("SELECT into_id FROM persons WHERE id = ?", id).Scan(&into)
	if store.None(err) || err == nil && into == nil {
		return id, nil
	}
	if err != nil {
		return id, err
	}
	return *into, nil
}

// Entries gives all entries of the register that are the person of one of them, that one
// among them: what was said under any of them was said by that person.
func Entries(tx *store.Tx, id record.ID) ([]record.ID, error) {
	top, err := Canonical(tx, id)
	if err != nil {
		return nil, err
	}
	all, err := under(tx, top)
	return append(all, top), err
}

func scan(rows *store.Rows) (*Person, error) {
	p := &Person{}
	var into *record.ID
	var content string
	var at int64
	if err := rows.Scan(&p.ID, &p.Unit, &content, &into, &p.Author, &at, &p.Revision); err != nil {
		return nil, err
	}
	p.At = time.UnixMilli(at).UTC()
	if into != nil {
		p.Into = *into
	}
	return p, json.Unmarshal([]byte(content), &p.Known)
}

func consentsOf(tx *store.Tx, id record.ID) (all []Consent, err error) {
	rows := tx.Query("SELECT content, at, withdrawn FROM consents WHERE person = ? ORDER BY at, id", id)
	defer rows.Close()
	for rows.Next() {
		var content string
		var at, withdrawn int64
		if err := rows.Scan(&content, &at, &withdrawn); err != nil {
			return nil, err
		}
		var c Consent
		if err := json.Unmarshal([]byte(content), &c); err != nil {
			return nil, err
		}
		if c.At = time.UnixMilli(at).UTC(); withdrawn != 0 {
			c.Withdrawn = time.UnixMilli(withdrawn).UTC()
		}
		all = append(all, c)
	}
	return all, rows.Err()
}
