package ledger

import (
	"bytes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// The ledger's own file. Ids are random, and an index over random values
// touches a page for every row: so there is one such index, over subjects, and
// all else goes by small numbers that grow.
var ledgerModule = store.Module{Name: "ledger", Steps: []string{
	`
	CREATE TABLE subjects (
		n   INTEGER PRIMARY KEY,
		id  BLOB NOT NULL UNIQUE,
		key BLOB              -- data key, sealed under the compartment's; NULL once erased
	);
	CREATE TABLE revisions (
		seq        INTEGER PRIMARY KEY,
		kind       INTEGER NOT NULL,
		record     BLOB NOT NULL,
		subject    INTEGER NOT NULL REFERENCES subjects (n),
		parents    BLOB NOT NULL,
		author     BLOB NOT NULL,
		node       BLOB NOT NULL,
		epoch      INTEGER NOT NULL,
		at         INTEGER NOT NULL,
		unit       BLOB NOT NULL,
		tlp        INTEGER NOT NULL,
		purpose    TEXT NOT NULL,
		prev       BLOB NOT NULL,
		commitment BLOB NOT NULL,
		hash       BLOB NOT NULL
	);
	CREATE INDEX revisions_subject ON revisions (subject, seq);
	CREATE INDEX revisions_kind ON revisions (kind, seq);
	-- kind 1 is a report, whose author is a source: not asked for by author
	CREATE INDEX revisions_author ON revisions (author, seq) WHERE kind <> 1;
	CREATE TABLE bodies (
		seq    INTEGER PRIMARY KEY REFERENCES revisions (seq),
		sealed BLOB NOT NULL
	);
	CREATE TABLE heads (
		last INTEGER PRIMARY KEY,
		sig  BLOB NOT NULL
	);`,
	`
	-- epochs that began because the ledger lost something: what, and after which revision
	CREATE TABLE epochs (
		n     INTEGER PRIMARY KEY,
		after INTEGER NOT NULL,
		why   TEXT NOT NULL
	);`,
}}

// tablesModule is the ledger's share of the tables file: how far it has come.
var tablesModule = store.Module{Name: "applied", Steps: []string{
	`
	CREATE TABLE applied (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL);
	INSERT INTO applied VALUES (1, 0, zeroblob(32));`,
}}

const columns = `seq, kind, record, (SELECT id FROM subjects WHERE n = subject), parents, author, node, epoch, at, unit, tlp, purpose, prev, commitment, hash`

func scanHeader(rows *store.Rows, more ...any) (Header, error) {
	var h Header
	var parents []byte
	var epoch int64
	dest := append([]any{
		&h.Seq, &h.Kind, &h.Record, &h.Subject, &parents, &h.Author, &h.Node, &epoch, &h.At, &h.Handling.Unit,
		&h.Handling.TLP, &h.Handling.Purpose, &h.Prev, &h.Commit, &h.Hash,
	}, more...)
	if err := rows.Scan(dest...); err != nil {
		return h, err
	}
	h.Epoch = uint32(epoch)
	if len(parents)%len(record.Hash{}) != 0 {
		return h, fmt.Errorf("revision %d: its parents have %d bytes", h.Seq, len(parents))
	}
	for ; len(parents) > 0; parents = parents[32:] {
		h.Parents = append(h.Parents, record.Hash(parents[:32]))
	}
	return h, nil
}

// insert writes a header and, unless it is nil, its sealed body.
func insert(lt *store.Tx, h *Header, subject int64, sealed []byte) error {
	parents := make([]byte, 0, 32*len(h.Parents))
	for _, p := range h.Parents {
		parents = append(parents, p[:]...)
	}
	err := lt.Exec(`INSERT INTO revisions (seq, kind, record, subject, parents, author, node, epoch, at, unit, tlp, purpose, prev, commitment, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		h.Seq, h.Kind, h.Record, subject, parents, h.Author, h.Node, int64(h.Epoch), h.At, h.Handling.Unit,
		h.Handling.TLP, h.Handling.Purpose, h.Prev, h.Commit, h.Hash)
	if err != nil || sealed == nil {
		return err
	}
	return lt.Exec("INSERT INTO bodies (seq, sealed) VALUES (?, ?)", h.Seq, sealed)
}

// dataKey gives the number of a subject and the cipher under which its bodies
// are sealed, and makes both for a subject not seen before.
func (k *keys) dataKey(lt *store.Tx, random io.Reader, id record.ID) (n int64, data cipher.AEAD, err error) {
	var sealed []byte
	err = lt.Row("SELECT n, key FROM subjects WHERE id = ?", id).Scan(&n, &sealed)
	known := err == nil
	if err != nil && !store.None(err) {
		return 0, nil, err
	}
	if known && sealed != nil {
		data, err = k.openKey(sealed, id)
		return n, data, err
	}
	key := make([]byte, KeySize)
	if _, err := io.ReadFull(random, key); err != nil {
		return 0, nil, err
	}
	if sealed, err = seal(k.wrap, random, key, id[:]); err != nil {
		return 0, nil, err
	}
	if known { // erased before: what is said of it from now on has a key of its own
		err = lt.Exec("UPDATE subjects SET key = ? WHERE n = ?", sealed, n)
	} else if err = lt.Exec("INSERT INTO subjects (id, key) VALUES (?, ?)", id, sealed); err == nil {
		n = lt.LastID()
	}
	if err != nil {
		return 0, nil, err
	}
	data, err = gcm(key)
	return n, data, err
}

func (k *keys) openKey(sealed []byte, id record.ID) (cipher.AEAD, error) {
	key, err := unseal(k.wrap, sealed, id[:])
	if err != nil {
		return nil, err
	}
	return gcm(key)
}

// read gives revisions with their bodies, in order of seq, of a query that
// selects the header's columns.
func (k *keys) read(lt *store.Tx, where string, args []any, each func(Revision) error) error {
	rows := lt.Query(`SELECT `+columns+`, (SELECT sealed FROM bodies b WHERE b.seq = revisions.seq), (SELECT key FROM subjects WHERE n = subject)
		FROM revisions `+where, args...)
	defer rows.Close()
	o := opener{keys: k}
	for rows.Next() {
		var sealed, key []byte
		h, err := scanHeader(rows, &sealed, &key)
		if err != nil {
			return err
		}
		rev := Revision{Header: h, made: new(made)}
		if sealed != nil {
			if rev.Body, err = o.open(&h, sealed, key); err != nil {
				return fmt.Errorf("revision %d: %w", h.Seq, err)
			}
		}
		if err := each(rev); err != nil {
			return err
		}
	}
	return rows.Err()
}

// opener opens bodies one after the other. Revisions of one subject often follow
// each other, so that it keeps the last key.
type opener struct {
	keys *keys
	id   record.ID
	key  []byte
	data cipher.AEAD
}

func (o *opener) open(h *Header, sealed, key []byte) (body []byte, err error) {
	if key == nil {
		return nil, errors.New("its body is there but its key is not")
	}
	if o.data == nil || o.id != h.Subject || !bytes.Equal(o.key, key) {
		if o.data, err = o.keys.openKey(key, h.Subject); err != nil {
			return nil, fmt.Errorf("its key: %w", err)
		}
		o.id, o.key = h.Subject, key
	}
	if body, err = openBody(o.data, sealed, h.Commit); err != nil {
		return nil, fmt.Errorf("its body: %w", err)
	}
	return body, nil
}

func marshal(body any) ([]byte, error) {
	switch b := body.(type) {
	case []byte:
		return b, nil
	case json.RawMessage:
		return b, nil
	}
	return json.Marshal(body)
}
