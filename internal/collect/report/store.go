package report

import (
	"fmt"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "report", Steps: []string{
	`
	CREATE TABLE reports (
		n        INTEGER PRIMARY KEY,
		id       BLOB NOT NULL UNIQUE,
		form     TEXT NOT NULL,
		version  TEXT NOT NULL,
		language TEXT NOT NULL,
		channel  TEXT NOT NULL,
		source   BLOB NOT NULL,
		receipt  INTEGER NOT NULL UNIQUE,
		title    TEXT NOT NULL,
		excerpt  TEXT NOT NULL,
		told     INTEGER,          -- when it happened, as the report says: milliseconds since 1970
		list     TEXT NOT NULL,
		place    TEXT NOT NULL,
		dead     INTEGER NOT NULL,
		injured  INTEGER NOT NULL,
		missing  INTEGER NOT NULL,
		sum      BLOB NOT NULL,    -- SHA-256 of the first XML: tells a repetition from another report
		latest   INTEGER NOT NULL, -- seq of the revision that holds the answers now
		rev      BLOB NOT NULL     -- its hash: what a correction names as its parent
	);
	-- the ids of corrections and of devices' edits lead to the report
	CREATE TABLE instances (id BLOB PRIMARY KEY, n INTEGER NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID;
	CREATE INDEX instances_n ON instances (n);
	CREATE TABLE files (
		n    INTEGER NOT NULL,
		name TEXT NOT NULL,
		type TEXT NOT NULL,
		size INTEGER NOT NULL,
		ref  TEXT NOT NULL,
		sum  TEXT NOT NULL,
		PRIMARY KEY (n, name)
	) WITHOUT ROWID;
	CREATE TABLE conflicts (n INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (n, seq)) WITHOUT ROWID;`,
	`
	ALTER TABLE reports ADD COLUMN origin BLOB; -- hash of the report's first revision
	ALTER TABLE instances ADD COLUMN rev BLOB;  -- hash of the revision in which it came; NULL: only its correction did
	ALTER TABLE conflicts ADD COLUMN rev BLOB;  -- hash of that revision`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{
		Module: module,
		Kinds:  []record.Kind{record.Report, record.Correction, record.Blob},
		Ahead:  ahead,
		Apply:  apply,
		Erase:  erase,
	}
}

// fileBody is the body of a Blob revision: a file that came after its report.
type fileBody struct {
	V int `json:"v"`
	File
}

// ahead reads the body, and the words of what it tells.
func ahead(rev ledger.Revision) {
	if rev.Kind != record.Report && rev.Kind != record.Correction {
		return
	}
	if b, err := ledger.Decode[Body](rev); err == nil { // else Apply finds the error
		Words(rev, b)
	}
}

// Words gives what a report, or what puts it right, says, as it is indexed: it is
// read once for the index and for all who look for words in it.
func Words(rev ledger.Revision, b *Body) *search.Text {
	read := func() *search.Text { return search.NewText(b.Title, b.Text) }
	t, err := ledger.Work(rev, func() (*search.Text, error) { return read(), nil })
	if err != nil { // it panicked, and does so again where that is told
		return read()
	}
	return t
}

// apply writes the rows that queries read. It runs when the revision is
// committed, here and on every replica, and again on rebuild.
func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Report:
		return applyReport(tx, rev)
	case record.Correction:
		return applyCorrection(tx, rev)
	case record.Blob:
		return applyFile(tx, rev)
	default:
		return fmt.Errorf("report: no way to apply a %s", rev.Kind)
	}
}

func applyReport(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[Body](rev)
	if err != nil {
		return err
	}
	var told *int64
	if b.When != nil {
		ms := b.When.UnixMilli()
		told = &ms
	}
	place := PlaceRef{}
	if b.Place != nil {
		place = *b.Place
	}
	receipt, err := receiptNumber(b.Receipt)
	if err != nil {
		return err
	}
	// The number is the revision's, so that it is the same when the tables are made
	// again without what was erased meanwhile.
	n := rev.Seq
	err = tx.Exec(`INSERT INTO reports (n, id, form, version, language, channel, source, receipt, title, excerpt, told, list, place, dead, injured, missing, sum, latest, rev, origin)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n, rev.Record, b.Form, b.Version, b.Language, string(b.Channel), b.Source, receipt, b.Title, b.Excerpt, told, place.List, place.Code,
		b.Dead, b.Injured, b.Missing, sumXML(b.XML), rev.Seq, rev.Hash, rev.Hash)
	if err != nil {
		return err
	}
	if !b.Replaces.Zero() && b.Replaces != rev.Record { // what it puts right is still on its way
		if err := tx.Exec("INSERT OR IGNORE INTO instances (id, n, sum) VALUES (?, ?, ?)", b.Replaces, n, record.Hash{}); err != nil {
			return err
		}
	}
	if err := putFiles(tx, n, b.Files); err != nil {
		return err
	}
	return search.Index(tx, n, Words(rev, b))
}

// applyCorrection puts a correction in the place of what it was written from. Two
// corrections of one state are both kept and shown, the first holds; a person
// settles it by a correction that has both as parents.
func applyCorrection(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[Body](rev)
	if err != nil {
		return err
	}
	var n int64
	var head record.Hash
	if err := tx.Row("SELECT n, rev FROM reports WHERE id = ?", rev.Subject).Scan(&n, &head); err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO instances (id, n, sum, rev) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET sum = excluded.sum, rev = excluded.rev WHERE instances.rev IS NULL`, rev.Record, n, sumXML(b.XML), rev.Hash)
	if err != nil {
		return err
	}
	if err := putFiles(tx, n, b.Files); err != nil {
		return err
	}
	switch {
	case b.Late:
		return nil
	case !slices.Contains(rev.Parents, head):
		return tx.Exec("INSERT OR IGNORE INTO conflicts (n, seq, rev) VALUES (?, ?, ?)", n, rev.Seq, rev.Hash)
	}
	for _, p := range rev.Parents {
		if err := tx.Exec("DELETE FROM conflicts WHERE n = ? AND rev = ?", n, p); err != nil {
			return err
		}
	}
	return hold(tx, n, rev, b)
}

// hold makes a revision the one whose answers hold.
func hold(tx *store.Tx, n int64, rev ledger.Revision, b *Body) error {
	var told *int64
	if b.When != nil {
		ms := b.When.UnixMilli()
		told = &ms
	}
	place := PlaceRef{}
	if b.Place != nil {
		place = *b.Place
	}
	err := tx.Exec("UPDATE reports SET title = ?, excerpt = ?, told = ?, list = ?, place = ?, dead = ?, injured = ?, missing = ?, latest = ?, rev = ? WHERE n = ?",
		b.Title, b.Excerpt, told, place.List, place.Code, b.Dead, b.Injured, b.Missing, rev.Seq, rev.Hash, n)
	if err != nil {
		return err
	}
	return search.Replace(tx, n, Words(rev, b))
}

// Holds tells whether the answers of a revision are those that hold of a report.
func Holds(tx *store.Tx, n, seq int64) (holds bool, err error) {
	err = tx.Row("SELECT latest = ? FROM reports WHERE n = ?", seq, n).Scan(&holds)
	return holds, err
}

func applyFile(tx *store.Tx, rev ledger.Revision) error {
	f, err := ledger.Decode[fileBody](rev)
	if err != nil {
		return err
	}
	var n int64
	if err := tx.Row("SELECT n FROM reports WHERE id = ?", rev.Subject).Scan(&n); err != nil {
		return err
	}
	return putFiles(tx, n, []File{f.File})
}

func putFiles(tx *store.Tx, n int64, files []File) error {
	for _, f := range files {
		err := tx.Exec("INSERT OR REPLACE INTO files (n, name, type, size, ref, sum) VALUES (?, ?, ?, ?, ?, ?)", n, f.Name, f.Type, f.Size, f.Ref, f.Sum)
		if err != nil {
			return err
		}
	}
	return nil
}

// FileOf gives an attachment of the report with number n by its name. It faults
// with Missing where there is none.
func FileOf(tx *store.Tx, n int64, name string) (f File, err error) {
	err = tx.Row("SELECT name, type, size, ref, sum FROM files WHERE n = ? AND name = ?", n, name).Scan(&f.Name, &f.Type, &f.Size, &f.Ref, &f.Sum)
	return f, err
}

// References gives the reference of every attachment with the report that names it.
func References(tx *store.Tx, each func(report record.ID, ref string) error) error {
	rows := tx.Query("SELECT r.id, f.ref FROM files f JOIN reports r USING (n)")
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var ref string
		if err := rows.Scan(&id, &ref); err != nil {
			return err
		}
		if err := each(id, ref); err != nil {
			return err
		}
	}
	return rows.Err()
}

// OwnFiles gives the references of the attachments that the report alone names:
// the same picture may hang on several reports and is kept once. It reads the
// whole table, as an index would cost every picture something and erasing is rare.
func OwnFiles(tx *store.Tx, id record.ID) (refs []string, err error) {
	rows := tx.Query(`SELECT ref FROM files WHERE n = (SELECT n FROM reports WHERE id = ?1)
		EXCEPT SELECT ref FROM files WHERE n <> (SELECT n FROM reports WHERE id = ?1)`, id)
	for rows.Next() {
		var ref string
		if err := rows.Scan(&ref); err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, rows.Err()
}

func erase(tx *store.Tx, subject record.ID) error {
	var n int64
	if err := tx.Row("SELECT n FROM reports WHERE id = ?", subject).Scan(&n); err != nil {
		if store.None(err) {
			return nil
		}
		return err
	}
	for _, sql := range []string{
		"DELETE FROM instances WHERE n = ?", "DELETE FROM files WHERE n = ?",
		"DELETE FROM conflicts WHERE n = ?", "DELETE FROM reports WHERE n = ?",
	} {
		if err := tx.Exec(sql, n); err != nil {
			return err
		}
	}
	return search.Remove(tx, n)
}
