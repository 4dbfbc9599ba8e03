package store

import (
	"errors"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"wasl/internal/base/fault"
)

// Tx is a transaction: of the one writer, or a reader's snapshot. It belongs to
// one goroutine.
type Tx struct {
	c  *conn
	db *DB // nil in a snapshot
}

// Exec runs one statement. Arguments are nil, int, int64, string, []byte, bool,
// float64, record.ID, record.Hash, record.Instant, or pointers (nil is NULL).
func (tx *Tx) Exec(sql string, args ...any) error {
	s, err := tx.start(sql, args)
	if err != nil {
		return Fault("store.Exec", err)
	}
	for s.Step() {
	}
	return Fault("store.Exec", errors.Join(s.Err(), tx.c.give(sql, s)))
}

func (tx *Tx) start(sql string, args []any) (*sqlite3.Stmt, error) {
	s, err := tx.c.take(sql)
	if err != nil {
		return nil, err
	}
	for i, a := range args {
		if err := bind(s, i+1, a); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// Changes is how many rows the last Exec changed.
func (tx *Tx) Changes() int64 { return tx.c.c.Changes() }

// LastID is the rowid of the last row put in.
func (tx *Tx) LastID() int64 { return tx.c.c.LastInsertRowID() }

// Query runs a statement for its rows. Close the rows, or read them to the end.
func (tx *Tx) Query(sql string, args ...any) *Rows {
	s, err := tx.start(sql, args)
	return &Rows{c: tx.c, sql: sql, s: s, err: err}
}

// Row runs a statement for its first row.
func (tx *Tx) Row(sql string, args ...any) *Rows { return tx.Query(sql, args...) }

// Rows are a statement's rows:
//
//	for rows.Next() { rows.Scan(&a, &b) }
//	return rows.Err()
type Rows struct {
	c   *conn
	sql string
	s   *sqlite3.Stmt
	err error
}

// Next goes to the next row; after the last it closes the rows.
func (r *Rows) Next() bool {
	if r.err != nil || r.s == nil {
		return false
	}
	if r.s.Step() {
		return true
	}
	r.err = r.s.Err()
	r.Close()
	return false
}

// Values copies the row's columns into dest; an error is kept for Err.
func (r *Rows) values(dest []any) {
	for i, d := range dest {
		if err := scan(r.s, i, d); err != nil && r.err == nil {
			r.err = err
		}
	}
}

// Scan copies the columns of the row into dest. Called before Next, it takes
// the first row and closes the rows: it faults with Missing if there is none.
func (r *Rows) Scan(dest ...any) error {
	if r.s != nil && r.s.Busy() {
		r.values(dest)
		return Fault("store.Scan", r.err)
	}
	defer r.Close()
	if !r.Next() {
		if r.err != nil {
			return Fault("store.Scan", r.err)
		}
		return ErrNone
	}
	r.values(dest)
	return Fault("store.Scan", r.err)
}

// Err is the first error met.
func (r *Rows) Err() error { return Fault("store.Query", r.err) }

// Close gives the statement back. Closing twice is harmless.
func (r *Rows) Close() {
	if r.s == nil {
		return
	}
	if err := r.c.give(r.sql, r.s); err != nil && r.err == nil {
		r.err = err
	}
	r.s = nil
}

// ErrNone is what Scan gives where there is no row.
var ErrNone = &fault.Error{Kind: fault.Missing, Op: "store.Row", Key: "store.row.none", Msg: "there is no such thing"}

// None tells whether err says that there was no row, and nothing worse.
func None(err error) bool { return errors.Is(err, ErrNone) }

// Savepoint marks a place in the transaction to roll back to.
func (tx *Tx) Savepoint() error { return tx.Exec("SAVEPOINT s") }

// Release keeps what was done since the savepoint.
func (tx *Tx) Release() error { return tx.Exec("RELEASE s") }

// Undo takes back what was done since the savepoint.
func (tx *Tx) Undo() error {
	if err := tx.Exec("ROLLBACK TO s"); err != nil {
		return err
	}
	return tx.Exec("RELEASE s")
}

// Commit ends a write transaction. After a failed commit nothing of it is kept
// here; where its sync failed, the disk may have it all the same and show it
// after a crash.
func (tx *Tx) Commit() error {
	err := tx.Exec("COMMIT")
	if err != nil && !tx.c.c.GetAutocommit() {
		err = errors.Join(err, tx.Exec("ROLLBACK"))
	}
	return errors.Join(err, tx.end())
}

// Rollback ends a write transaction and takes back all that it did.
func (tx *Tx) Rollback() error {
	var err error
	if !tx.c.c.GetAutocommit() { // SQLite itself rolls back on some errors, a full disk among them
		err = tx.Exec("ROLLBACK")
	}
	return errors.Join(err, tx.end())
}

func (tx *Tx) end() error {
	err := tx.c.forget()
	tx.db.writing <- tx.c
	return err
}

// Plan is how SQLite would run a statement, a line a step: tests hold every
// list against it.
func (tx *Tx) Plan(sql string, args ...any) (string, error) {
	rows := tx.Query("EXPLAIN QUERY PLAN "+sql, args...)
	var lines []string
	for rows.Next() {
		var id, parent, unused int64
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		lines = append(lines, detail)
	}
	return strings.Join(lines, "\n"), rows.Err()
}
