package number

import (
	"encoding/json"
	"iter"
	"maps"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "number", Steps: []string{
	`
	-- when each edition was made; and what is shown: that of the newest, and of what it
	-- hides, what was shown last
	CREATE TABLE number_edition (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, people INTEGER NOT NULL);
	CREATE TABLE number_cells (
		time TEXT NOT NULL, place TEXT NOT NULL, who TEXT NOT NULL, -- of the key; place is its where
		shown INTEGER NOT NULL, edition INTEGER NOT NULL, hidden INTEGER NOT NULL,
		PRIMARY KEY (time, place, who)
	) WITHOUT ROWID;
	CREATE INDEX number_cells_all ON number_cells (time, place) WHERE who = '';
	CREATE TABLE number_figures (time TEXT NOT NULL, place TEXT NOT NULL, figures TEXT NOT NULL, PRIMARY KEY (time, place)) WITHOUT ROWID;
	-- who was deleted, in numbers
	CREATE TABLE number_frozen (time TEXT NOT NULL, place TEXT NOT NULL, who TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (time, place, who)) WITHOUT ROWID;
	CREATE TABLE number_frozen_figures (time TEXT NOT NULL, place TEXT NOT NULL, figures TEXT NOT NULL, PRIMARY KEY (time, place)) WITHOUT ROWID;
	-- the records that held these numbers; all but the last are to be erased
	CREATE TABLE number_tallies (n INTEGER PRIMARY KEY, id BLOB NOT NULL);`,
}}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Tally}, Apply: apply, Ahead: ahead, Erase: erase}
}

type act string

const (
	shown  act = "shown"  // an edition
	frozen act = "frozen" // the counts of all who were ever deleted
)

// body is what the ledger keeps of either.
type body struct {
	V       int                `json:"v"`
	Act     act                `json:"act"`
	N       int                `json:"n"`
	People  int64              `json:"people,omitempty"`
	Cells   map[string]cell    `json:"cells,omitempty"`
	Counts  map[string]int64   `json:"counts,omitempty"`
	Figures map[string]Figures `json:"figures,omitempty"`
}

type cell struct {
	N      int64 `json:"n,omitempty"`
	In     int   `json:"in,omitempty"`
	Hidden bool  `json:"hidden,omitempty"`
}

const bodyVersion = 1

// text writes a key as bodies keep it.
func (k Key) text() string { return k.Time + "|" + k.Where + "|" + k.Who }

func (s Slice) text() string { return s.Time + "|" + s.Where }

func keyOf(text string) Key {
	parts := append(strings.SplitN(text, "|", 3), "", "")
	return Key{Slice{parts[0], parts[1]}, parts[2]}
}

// ahead reads the numbers of a country, some megabytes, beside the writer.
func ahead(rev ledger.Revision) { _, _ = ledger.Decode[body](rev) }

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Act == frozen {
		return applyFrozen(tx, rev.Record, b)
	}
	if err := tx.Exec("INSERT OR REPLACE INTO number_edition (n, at, people) VALUES (?, ?, ?)", b.N, rev.At.Millis(), b.People); err != nil {
		return err
	}
	if err := applyCells(tx, b.Cells); err != nil {
		return err
	}
	return putFigures(tx, "number_figures", b.Figures)
}

// applyCells writes what changed of what is shown: of a country's numbers, little does
// from one edition to the next.
func applyCells(tx *store.Tx, cells map[string]cell) error {
	old, err := shownCells(tx)
	if err != nil {
		return err
	}
	for text, c := range cells {
		k, now := keyOf(text), Cell{c.N, c.In, c.Hidden}
		was, known := old[k]
		if delete(old, k); known && was == now {
			continue
		}
		if err := tx.Exec("INSERT OR REPLACE INTO number_cells (time, place, who, shown, edition, hidden) VALUES (?, ?, ?, ?, ?, ?)", k.Time, k.Where, k.Who, c.N, c.In, c.Hidden); err != nil {
			return err
		}
	}
	return without(tx, "number_cells", maps.Keys(old))
}

// applyFrozen writes what changed of the sum.
func applyFrozen(tx *store.Tx, id record.ID, b *body) error {
	old, _, err := frozenCounts(tx)
	if err != nil {
		return err
	}
	for text, n := range b.Counts {
		k := keyOf(text)
		was, known := old[k]
		if delete(old, k); known && was == n {
			continue
		}
		if err := tx.Exec("INSERT OR REPLACE INTO number_frozen (time, place, who, n) VALUES (?, ?, ?, ?)", k.Time, k.Where, k.Who, n); err != nil {
			return err
		}
	}
	if err := without(tx, "number_frozen", maps.Keys(old)); err != nil {
		return err
	}
	if err := tx.Exec("INSERT OR REPLACE INTO number_tallies (n, id) VALUES (?, ?)", b.N, id); err != nil {
		return err
	}
	return putFigures(tx, "number_frozen_figures", b.Figures)
}

func without(tx *store.Tx, table string, keys iter.Seq[Key]) error {
	for k := range keys {
		if err := tx.Exec("DELETE FROM "+table+" WHERE time = ? AND place = ? AND who = ?", k.Time, k.Where, k.Who); err != nil {
			return err
		}
	}
	return nil
}

func putFigures(tx *store.Tx, table string, all map[string]Figures) error {
	if err := tx.Exec("DELETE FROM " + table); err != nil {
		return err
	}
	for text, f := range all {
		k := keyOf(text)
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if err := tx.Exec("INSERT INTO "+table+" (time, place, figures) VALUES (?, ?, ?)", k.Time, k.Where, string(b)); err != nil {
			return err
		}
	}
	return nil
}

// erase forgets the record of an older sum: its numbers stand in the newer one.
func erase(tx *store.Tx, subject record.ID) error {
	return tx.Exec("DELETE FROM number_tallies WHERE id = ?", subject)
}

// edition reads the newest edition with everything in it; nil before the first.
func edition(tx *store.Tx) (*Edition, error) {
	e, err := newest(tx)
	if e == nil || err != nil {
		return nil, err
	}
	if e.Cells, err = shownCells(tx); err != nil {
		return nil, err
	}
	e.Figures, err = figures(tx, "number_figures")
	return e, err
}

func newest(tx *store.Tx) (*Edition, error) {
	e := &Edition{Cells: map[Key]Cell{}, Figures: map[Slice]Figures{}}
	var at int64
	err := tx.Row("SELECT n, at, people FROM number_edition ORDER BY n DESC LIMIT 1").Scan(&e.N, &at, &e.People)
	if store.None(err) {
		return nil, nil
	}
	e.At = time.UnixMilli(at).UTC()
	return e, err
}

func shownCells(tx *store.Tx) (map[Key]Cell, error) {
	cells := map[Key]Cell{}
	rows := tx.Query("SELECT time, place, who, shown, edition, hidden FROM number_cells")
	defer rows.Close()
	for rows.Next() {
		var k Key
		var c Cell
		if err := rows.Scan(&k.Time, &k.Where, &k.Who, &c.Shown, &c.In, &c.Hidden); err != nil {
			return nil, err
		}
		cells[k] = c
	}
	return cells, rows.Err()
}

func figures(tx *store.Tx, table string) (map[Slice]Figures, error) {
	all := map[Slice]Figures{}
	rows := tx.Query("SELECT time, place, figures FROM " + table)
	defer rows.Close()
	for rows.Next() {
		var s Slice
		var text string
		if err := rows.Scan(&s.Time, &s.Where, &text); err != nil {
			return nil, err
		}
		var f Figures
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			return nil, err
		}
		all[s] = f
	}
	return all, rows.Err()
}

// frozenCounts reads the numbers of who was deleted.
func frozenCounts(tx *store.Tx) (Counts, map[Slice]Figures, error) {
	c := Counts{}
	rows := tx.Query("SELECT time, place, who, n FROM number_frozen")
	defer rows.Close()
	for rows.Next() {
		var k Key
		var n int64
		if err := rows.Scan(&k.Time, &k.Where, &k.Who, &n); err != nil {
			return nil, nil, err
		}
		c[k] = n
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	f, err := figures(tx, "number_frozen_figures")
	return c, f, err
}

// tallies reads the records that hold the numbers of who was deleted, the newest last.
func tallies(tx *store.Tx) (n int, ids []record.ID, err error) {
	rows := tx.Query("SELECT n, id FROM number_tallies ORDER BY n")
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&n, &id); err != nil {
			return 0, nil, err
		}
		ids = append(ids, id)
	}
	return n, ids, rows.Err()
}

func frozenID(n int) record.ID { return record.IDOf("tally:frozen:" + strconv.Itoa(n)) }

// editionBody is an edition as the ledger keeps it.
func (e *Edition) body() body {
	b := body{V: bodyVersion, Act: shown, N: e.N, People: e.People, Cells: map[string]cell{}, Figures: map[string]Figures{}}
	for k, c := range e.Cells {
		b.Cells[k.text()] = cell{c.Shown, c.In, c.Hidden}
	}
	for s, f := range e.Figures {
		b.Figures[s.text()] = f
	}
	return b
}

func frozenBody(n int, c Counts, f map[Slice]Figures) body {
	b := body{V: bodyVersion, Act: frozen, N: n, Counts: map[string]int64{}, Figures: map[string]Figures{}}
	for k, n := range c {
		b.Counts[k.text()] = n
	}
	for s, f := range f {
		b.Figures[s.text()] = f
	}
	return b
}
