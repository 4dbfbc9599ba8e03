package store

import (
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// maxStatements bounds the prepared statements that a connection keeps: lists
// make their SQL from the filters asked for, and there are many of those.
const maxStatements = 256

// conn is one connection with its prepared statements. Statements in use are
// taken out of the map, so the same SQL may be running twice.
type conn struct {
	c     *sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
}

func (k *conn) close() error {
	var err error
	for _, s := range k.stmts {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, k.c.Close())
}

func (k *conn) take(sql string) (*sqlite3.Stmt, error) {
	if s, ok := k.stmts[sql]; ok {
		delete(k.stmts, sql)
		return s, nil
	}
	s, tail, err := k.c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	if tail != "" {
		return nil, errors.Join(fmt.Errorf("more than one statement: %q", tail), s.Close())
	}
	return s, nil
}

func (k *conn) give(sql string, s *sqlite3.Stmt) error {
	err := s.Reset()
	if err != nil || len(k.stmts) >= maxStatements || k.stmts[sql] != nil {
		return errors.Join(err, s.Close())
	}
	if err := s.ClearBindings(); err != nil {
		return err
	}
	k.stmts[sql] = s
	return nil
}

// log is the connection's write-ahead log; nil before it has one.
func (k *conn) log() (*logFile, error) {
	f, err := k.c.FileControl("main", sqlite3.FCNTL_JOURNAL_POINTER)
	l, _ := f.(*logFile)
	return l, err
}

// forget drops what a transaction that has ended left waiting for the log.
func (k *conn) forget() error {
	l, err := k.log()
	if l != nil {
		l.forget()
	}
	return err
}

// fold writes the log into the file and empties it. Where somebody reads an older
// moment for long, it gives sqlite3.BUSY.
func (k *conn) fold() error {
	if err := k.c.BusyTimeout(foldWait); err != nil {
		return Fault("store.Fold", err)
	}
	_, _, err := k.c.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	return Fault("store.Fold", errors.Join(err, k.forget(), k.c.BusyTimeout(busyTime)))
}

// beforeSealed sees to it that an encrypted file is made with room for its
// seals, and without a journal on the disk: a journal would hold pages.
func (k *conn) beforeSealed() error {
	if _, err := k.c.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES, reserved); err != nil {
		return err
	}
	var pages int64
	if err := (&Tx{c: k}).Row("PRAGMA page_count").Scan(&pages); err != nil || pages > 0 {
		return err
	}
	return k.c.Exec("PRAGMA journal_mode = MEMORY")
}

func (k *conn) prepareFile(opt Options) error {
	tx := &Tx{c: k}
	var app, objects int64
	if err := tx.Row("PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if err := tx.Row("SELECT count(*) FROM sqlite_schema").Scan(&objects); err != nil {
		return err
	}
	if app != ApplicationID {
		if app != 0 || objects > 0 {
			return &fault.Error{
				Kind: fault.Invalid, Op: "store.Open", Key: "store.open.foreign", Args: []string{opt.Path},
				Msg: "{0} is not a file of wasl", Hint: "give another directory",
			}
		}
		// SQLite has no checksum of a page unless asked for: with one, a bit that
		// flips on the disk is an error and not another answer.
		// An encrypted page has its seal.
		if opt.Key == nil {
			if err := k.c.EnableChecksums("main"); err != nil {
				return err
			}
		}
		if err := k.c.Exec(fmt.Sprintf("PRAGMA application_id = %d", ApplicationID)); err != nil {
			return err
		}
	}
	return k.migrate(opt)
}

// migrate runs the steps that this file has not seen, all in one transaction.
func (k *conn) migrate(opt Options) (err error) {
	tx := &Tx{c: k}
	if err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Exec("ROLLBACK"))
		}
	}()
	if err := tx.Exec("CREATE TABLE IF NOT EXISTS schema_steps (module TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (module, step)) WITHOUT ROWID"); err != nil {
		return err
	}
	for _, m := range opt.Modules {
		var done int
		if err := tx.Row("SELECT count(*) FROM schema_steps WHERE module = ?", m.Name).Scan(&done); err != nil {
			return err
		}
		if done > len(m.Steps) {
			return &fault.Error{
				Kind: fault.Invalid, Op: "store.Open", Key: "store.open.newer", Args: []string{opt.Path},
				Msg: "{0} was written by a newer wasl", Hint: "install the newer version",
			}
		}
		for i := done; i < len(m.Steps); i++ {
			if err := k.c.Exec(m.Steps[i]); err != nil {
				return fmt.Errorf("migrate %s to step %d: %w", m.Name, i+1, err)
			}
			if err := tx.Exec("INSERT INTO schema_steps (module, step) VALUES (?, ?)", m.Name, i+1); err != nil {
				return err
			}
		}
	}
	return tx.Exec("COMMIT")
}

func bind(s *sqlite3.Stmt, i int, v any) error {
	switch v := v.(type) {
	case nil:
		return s.BindNull(i)
	case int:
		return s.BindInt64(i, int64(v))
	case int64:
		return s.BindInt64(i, v)
	case string:
		return s.BindText(i, v)
	case []byte:
		if v == nil {
			return s.BindNull(i)
		}
		return s.BindBlob(i, v)
	case record.ID:
		return s.BindBlob(i, v[:])
	case record.Hash:
		return s.BindBlob(i, v[:])
	case bool:
		return s.BindBool(i, v)
	case float64:
		return s.BindFloat(i, v)
	case record.Instant:
		return s.BindInt64(i, int64(v))
	case record.Kind:
		return s.BindInt64(i, int64(v))
	case record.TLP:
		return s.BindInt64(i, int64(v))
	}
	return bindOther(s, i, v)
}

// bindOther binds what a pointer points to, NULL for none, and what says itself
// how it is kept.
func bindOther(s *sqlite3.Stmt, i int, v any) error {
	switch v := v.(type) {
	case *int64:
		return bindPtr(s, i, v)
	case *float64:
		return bindPtr(s, i, v)
	case *string:
		return bindPtr(s, i, v)
	case *record.ID:
		return bindPtr(s, i, v)
	case driver.Valuer:
		d, err := v.Value()
		if err != nil {
			return err
		}
		return bind(s, i, d)
	}
	return fmt.Errorf("store: cannot bind a %T", v)
}

func bindPtr[T any](s *sqlite3.Stmt, i int, p *T) error {
	if p == nil {
		return s.BindNull(i)
	}
	return bind(s, i, *p)
}

func scan(s *sqlite3.Stmt, i int, dest any) error {
	switch d := dest.(type) {
	case *int64:
		*d = s.ColumnInt64(i)
	case *int:
		*d = s.ColumnInt(i)
	case *string:
		*d = s.ColumnText(i)
	case *[]byte:
		*d = s.ColumnBlob(i, nil)
	case *bool:
		*d = s.ColumnBool(i)
	case *float64:
		*d = s.ColumnFloat(i)
	case *record.ID:
		return fixed(s, i, d[:])
	case *record.Hash:
		return fixed(s, i, d[:])
	case *record.Instant:
		*d = record.Instant(s.ColumnInt64(i))
	case *record.Kind:
		*d = record.Kind(s.ColumnInt64(i))
	case *record.TLP:
		*d = record.TLP(s.ColumnInt64(i))
	case **int64:
		return scanPtr(s, i, d)
	case **float64:
		return scanPtr(s, i, d)
	case **string:
		return scanPtr(s, i, d)
	case **record.ID:
		return scanPtr(s, i, d)
	default:
		return fmt.Errorf("store: cannot scan into a %T", dest)
	}
	return nil
}

// fixed reads a value of a fixed length; NULL is all zeros.
func fixed(s *sqlite3.Stmt, i int, d []byte) error {
	b := s.ColumnRawBlob(i)
	if b == nil {
		clear(d)
		return nil
	}
	if len(b) != len(d) {
		return fmt.Errorf("store: column %d has %d bytes, want %d", i, len(b), len(d))
	}
	copy(d, b)
	return nil
}

func scanPtr[T any](s *sqlite3.Stmt, i int, d **T) error {
	if s.ColumnType(i) == sqlite3.NULL {
		*d = nil
		return nil
	}
	*d = new(T)
	return scan(s, i, *d)
}
