package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"wasl/internal/keep/store/storetest"
)

// pairs is what flows write: rows whose content tells whether it is whole, and
// how many transactions there were.
var pairs = Module{Name: "pairs", Steps: []string{
	"CREATE TABLE pairs (k INTEGER PRIMARY KEY, v BLOB NOT NULL); CREATE INDEX pairs_v ON pairs (substr(v, 1, 8))",
	"CREATE TABLE done (n INTEGER NOT NULL); INSERT INTO done VALUES (0)",
}}

// keys bounds the rows of a flow.
const keys = 60

// state is what a file holds: the seed of each row's content.
type state map[int]int64

func (s state) with(change map[int]int64) state {
	out := state{}
	for k, v := range s {
		out[k] = v
	}
	for k, v := range change {
		if out[k] = v; v == 0 {
			delete(out, k)
		}
	}
	return out
}

// value is a row's content: some bytes, or some pages.
func value(k int, seed int64) []byte {
	rng := rand.New(rand.NewPCG(uint64(k), uint64(seed)))
	b := make([]byte, 8+rng.IntN(900))
	if rng.IntN(12) == 0 {
		b = make([]byte, 4000+rng.IntN(30000))
	}
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], rng.Uint64())
	}
	return b
}

// flow writes to a file at random, and knows what must be in it.
type flow struct {
	rng    *rand.Rand
	states []state // after each transaction that was begun; states[0] is empty
	acked  int     // the last one whose commit was acknowledged
	made   bool    // the file was opened once
}

func newFlow(seed uint64) *flow {
	return &flow{rng: rand.New(rand.NewPCG(seed, 2)), states: []state{{}}}
}

// tune makes everything that is rare happen often: checkpoints, and pages that
// leave the cache before their commit.
func tune(ctx context.Context, db *DB, rng *rand.Rand) error {
	w := <-db.writing
	defer func() { db.writing <- w }()
	return w.c.Exec(fmt.Sprintf("PRAGMA wal_autocheckpoint = %d; PRAGMA cache_size = %d", 5+rng.IntN(60), 5+rng.IntN(40)))
}

// step does one thing to the file.
func (f *flow) step(ctx context.Context, db *DB) error {
	switch n := f.rng.IntN(20); {
	case n == 0:
		return db.Fold(ctx)
	case n == 1:
		return f.vacuum(db)
	case n <= 4:
		return f.undone(ctx, db)
	case n <= 6:
		return f.beside(ctx, db)
	}
	return f.write(ctx, db)
}

// write commits one transaction, a part of which may have been undone.
func (f *flow) write(ctx context.Context, db *DB) error {
	change := map[int]int64{}
	n := 1 + f.rng.IntN(12)
	if f.rng.IntN(6) == 0 {
		n = 40 + f.rng.IntN(80)
	}
	at := len(f.states)
	err := db.Update(ctx, func(tx *Tx) error {
		// What is decided here is known before the first error, so that it does not
		// depend on where a disk fails.
		f.states = append(f.states, nil)
		for range n {
			k, seed := f.rng.IntN(keys), f.seed()
			change[k] = seed
			if err := put(tx, k, seed); err != nil {
				return err
			}
		}
		if f.rng.IntN(4) == 0 {
			if err := f.savepoint(tx); err != nil {
				return err
			}
		}
		return tx.Exec("UPDATE done SET n = ?", at)
	})
	if len(f.states) > at {
		f.states[at] = f.states[at-1].with(change)
	}
	if err != nil {
		return err
	}
	f.acked = at
	return nil
}

// failed forgets the transaction that could not be committed: whoever goes on
// writing does not see it. After a cut it may be there all the same.
func (f *flow) failed() { f.states = f.states[:f.acked+1] }

func (f *flow) seed() int64 {
	if f.rng.IntN(5) == 0 {
		return 0 // the row goes
	}
	return f.rng.Int64()
}

func put(tx *Tx, k int, seed int64) error {
	if seed == 0 {
		return tx.Exec("DELETE FROM pairs WHERE k = ?", k)
	}
	return tx.Exec("INSERT OR REPLACE INTO pairs VALUES (?, ?)", k, value(k, seed))
}

func (f *flow) savepoint(tx *Tx) error {
	if err := tx.Savepoint(); err != nil {
		return err
	}
	for range f.rng.IntN(60) {
		if err := put(tx, f.rng.IntN(keys), f.seed()); err != nil {
			return err
		}
	}
	return tx.Undo()
}

// undone writes and rolls back: more than the cache holds, often.
func (f *flow) undone(ctx context.Context, db *DB) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	for range f.rng.IntN(80) {
		if err := put(tx, f.rng.IntN(keys), f.seed()); err != nil {
			return fmt.Errorf("%w, %w", err, tx.Rollback())
		}
	}
	return tx.Rollback()
}

// beside writes while a reader holds an old moment, so that a checkpoint can do
// only a part of its work, and holds what the reader sees against that moment.
func (f *flow) beside(ctx context.Context, db *DB) error {
	return db.View(ctx, func(tx *Tx) error {
		n, _, err := read(tx)
		if err != nil {
			return err
		}
		for range 1 + f.rng.IntN(4) {
			if err := f.write(ctx, db); err != nil {
				return err
			}
		}
		again, got, err := read(tx)
		if err != nil {
			return err
		}
		if again != n {
			return fmt.Errorf("a reader's moment went from %d to %d", n, again)
		}
		if err := f.states[n].equal(got); err != nil {
			return fmt.Errorf("a reader of moment %d: %w", n, err)
		}
		// Whoever begins now sees the last commit, wherever a checkpoint stands.
		return db.View(ctx, func(tx *Tx) error { return f.holds(tx, f.acked, f.acked) })
	})
}

func (f *flow) vacuum(db *DB) error {
	w := <-db.writing
	defer func() { db.writing <- w }()
	err := w.c.Exec("VACUUM")
	return Fault("vacuum", errors.Join(err, w.forget()))
}

// read gives what a file holds.
func read(tx *Tx) (n int, rows map[int][]byte, err error) {
	if err := tx.Row("SELECT n FROM done").Scan(&n); err != nil {
		return 0, nil, err
	}
	rows = map[int][]byte{}
	r := tx.Query("SELECT k, v FROM pairs")
	for r.Next() {
		var k int
		var v []byte
		if err := r.Scan(&k, &v); err != nil {
			return 0, nil, err
		}
		rows[k] = v
	}
	return n, rows, r.Err()
}

func (s state) equal(rows map[int][]byte) error {
	if len(rows) != len(s) {
		return fmt.Errorf("%d rows, want %d", len(rows), len(s))
	}
	for k, seed := range s {
		if !bytes.Equal(rows[k], value(k, seed)) {
			return fmt.Errorf("row %d is not what was written", k)
		}
	}
	return nil
}

// holds says what is wrong with the file: it must be as after one of the
// transactions from least to most.
func (f *flow) holds(tx *Tx, least, most int) error {
	n, rows, err := read(tx)
	if err != nil {
		return err
	}
	if n < least || n > most {
		return fmt.Errorf("the file is as after transaction %d, want %d to %d", n, least, most)
	}
	if err := f.states[n].equal(rows); err != nil {
		return fmt.Errorf("after transaction %d: %w", n, err)
	}
	return nil
}

// settle takes what the file holds as what there is.
func (f *flow) settle(ctx context.Context, db *DB, least int) error {
	return db.View(ctx, func(tx *Tx) error {
		if err := f.holds(tx, least, len(f.states)-1); err != nil {
			return err
		}
		n, _, err := read(tx)
		f.states, f.acked = f.states[:n+1], n
		return err
	})
}

// sealed and plain are the two ways in which wasl keeps files.
func sealed(d *storetest.Disk) Options {
	return Options{Path: "/t.db", VFS: d.Name, Key: bytes.Repeat([]byte{7}, KeySize), Modules: []Module{pairs}, CacheKB: 256}
}

func plain(d *storetest.Disk) Options {
	return Options{Path: "/t.db", VFS: d.Name, Durable: true, Modules: []Module{pairs}, CacheKB: 256}
}

// sound says what Check finds, and what SQLite finds.
func sound(t testing.TB, db *DB) error {
	t.Helper()
	wrong, err := db.Check(context.Background())
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("check: %v", wrong)
	}
	return err
}
