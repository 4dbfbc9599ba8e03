package certificate

import (
	"encoding/json"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "certificate", Steps: []string{
	`
	CREATE TABLE certificates (
		id       BLOB PRIMARY KEY,
		code     TEXT NOT NULL,           -- follows from id
		activity BLOB,                    -- NULL, as all that follows, once the person was erased
		person   BLOB,
		unit     BLOB,
		given    TEXT NOT NULL DEFAULT '',
		family   TEXT NOT NULL DEFAULT '',
		title    TEXT NOT NULL DEFAULT '', -- JSON, by language
		issuer   TEXT NOT NULL DEFAULT '', -- alike
		hours    INTEGER NOT NULL DEFAULT 0,
		issued   INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970, as all times here
		signer   TEXT NOT NULL DEFAULT '',
		carried  TEXT NOT NULL DEFAULT '', -- by the QR code: the signature and what is signed
		author   BLOB,
		reason   TEXT NOT NULL DEFAULT '', -- why it was taken back
		note     TEXT NOT NULL DEFAULT '',
		revoked  INTEGER NOT NULL DEFAULT 0,
		revoker  BLOB,
		seq      INTEGER NOT NULL DEFAULT 0
	) WITHOUT ROWID;
	CREATE INDEX certificates_code ON certificates (code);
	CREATE INDEX certificates_activity ON certificates (activity) WHERE activity IS NOT NULL;
	CREATE INDEX certificates_person ON certificates (person) WHERE person IS NOT NULL;
	CREATE INDEX certificates_reason ON certificates (code) WHERE reason <> '';`,
}}

// Part is the package's share of the compartment community. It reads headers as
// well: of a certificate whose person was erased there is its id, and so its code.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Certificate}, Apply: apply, Erase: erase, FromHeader: true}
}

type act string

const (
	issued  act = "issued"
	revoked act = "revoked"
)

// body is what the ledger keeps of an act.
type body struct {
	V        int       `json:"v"`
	Act      act       `json:"act"`
	Activity record.ID `json:"activity,omitzero"`
	Given    string    `json:"given,omitempty"`
	Family   string    `json:"family,omitempty"`
	Title    lang.Text `json:"title,omitempty"`
	Issuer   lang.Text `json:"issuer,omitempty"`
	Hours    int       `json:"hours,omitempty"`
	Issued   time.Time `json:"issued,omitzero"`
	Signer   string    `json:"signer,omitempty"`
	Carried  string    `json:"carried,omitempty"`
	Reason   Reason    `json:"reason,omitempty"`
	Note     string    `json:"note,omitempty"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Body == nil {
		return tx.Exec("INSERT INTO certificates (id, code, reason) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", rev.Record, CodeOf(rev.Record), string(Erased))
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Act == revoked {
		return tx.Exec("UPDATE certificates SET reason = ?, note = ?, revoked = ?, revoker = ?, seq = ? WHERE id = ?",
			string(b.Reason), b.Note, rev.At.Millis(), rev.Author, rev.Seq, rev.Record)
	}
	title, err := json.Marshal(b.Title)
	if err != nil {
		return err
	}
	issuer, err := json.Marshal(b.Issuer)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO certificates (id, code, activity, person, unit, given, family, title, issuer, hours, issued, signer, carried, author, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		rev.Record, CodeOf(rev.Record), b.Activity, rev.Subject, rev.Handling.Unit, b.Given, b.Family, string(title), string(issuer), b.Hours,
		b.Issued.UnixMilli(), b.Signer, b.Carried, rev.Author, rev.Seq)
}

// erase leaves of a person's certificates their codes alone.
func erase(tx *store.Tx, subject record.ID) error {
	return tx.Exec(`UPDATE certificates SET activity = NULL, person = NULL, unit = NULL, given = '', family = '', title = '', issuer = '', hours = 0, issued = 0,
		signer = '', carried = '', author = NULL, reason = ?, note = '', revoked = 0, revoker = NULL, seq = 0 WHERE person = ?`, string(Erased), subject)
}

const columns = "id, code, activity, person, unit, given, family, title, issuer, hours, issued, signer, carried, author, reason, note, revoked, revoker, seq"

func scan(rows *store.Rows) (*Certificate, error) {
	c := &Certificate{}
	var of, person, unit, author, revoker *record.ID
	var title, issuer, reason string
	var day, at int64
	err := rows.Scan(&c.ID, &c.Code, &of, &person, &unit, &c.Given, &c.Family, &title, &issuer, &c.Hours, &day, &c.Signer, &c.Carried, &author, &reason, &c.Note, &at, &revoker, &c.Revision)
	if err != nil {
		return nil, err
	}
	c.Activity, c.Person, c.Unit, c.Author, c.Revoker, c.Reason = or(of), or(person), or(unit), or(author), or(revoker), Reason(reason)
	if day != 0 {
		c.Issued = time.UnixMilli(day).UTC()
	}
	if at != 0 {
		c.Revoked = time.UnixMilli(at).UTC()
	}
	for _, t := range []struct {
		json string
		into *lang.Text
	}{{title, &c.Title}, {issuer, &c.Issuer}} {
		if t.json == "" {
			continue
		}
		if err := json.Unmarshal([]byte(t.json), t.into); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func or(id *record.ID) record.ID {
	if id == nil {
		return record.ID{}
	}
	return *id
}

// load reads one certificate by a condition. It faults with Missing where there is
// none.
func load(tx *store.Tx, where string, arg any) (*Certificate, error) {
	c, err := scan(tx.Row("SELECT "+columns+" FROM certificates WHERE "+where, arg))
	if store.None(err) {
		return nil, missing()
	}
	return c, err
}

// list reads the certificates of an activity.
func list(tx *store.Tx, of record.ID) (all []Certificate, err error) {
	rows := tx.Query("SELECT "+columns+" FROM certificates WHERE activity = ? ORDER BY given, family, id", of)
	defer rows.Close()
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, *c)
	}
	return all, rows.Err()
}
