package search

import (
	"math"
	"strings"

	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// module keeps the texts beside the index: FTS5 takes a row out of an index
// only by the words that were put in, and a list of what was found shows them.
// secure-delete makes it rewrite the pages that held a word, where it would
// else add a note that the word is gone.
//
// A change of what tokens gives needs a new index: TestTokensAreWhatIsIndexed
// says so, and a step here must then empty both tables and the applied mark.
var module = store.Module{Name: "search", Steps: []string{
	`
	CREATE TABLE texts (n INTEGER PRIMARY KEY, text TEXT NOT NULL);
	CREATE VIRTUAL TABLE search USING fts5(words, content = '', tokenize = 'ascii', columnsize = 0);
	CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, 'instance');
	INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
	INSERT INTO search (rowid, words) VALUES (0, '§');`, // row 0 belongs to rewrite
}}

// Part is the index's share of a compartment's tables. It applies no kind of
// record: the parts that have texts index them.
func Part() ledger.Part { return ledger.Part{Module: module} }

// Index makes row n be found by a text. The row must not be indexed already.
func Index(tx *store.Tx, n int64, t *Text) error {
	if err := tx.Exec("INSERT INTO texts (n, text) VALUES (?, ?)", n, t.text); err != nil {
		return err
	}
	return tx.Exec("INSERT INTO search (rowid, words) VALUES (?, ?)", n, strings.Join(t.stems, " "))
}

// Replace makes row n be found by another text than before.
func Replace(tx *store.Tx, n int64, t *Text) error {
	if err := take(tx, n, nil); err != nil {
		return err
	}
	return Index(tx, n, t)
}

// Remove takes row n out of the index so that no page of it holds a word that
// only this row had. The log of the file must be folded after the commit, as an
// erasure does.
func Remove(tx *store.Tx, n int64) error {
	var words string
	if err := take(tx, n, &words); err != nil || words == "" {
		return err
	}
	return forget(tx, words)
}

// take removes the row as FTS5 does, and tells its words.
func take(tx *store.Tx, n int64, words *string) error {
	var text string
	if err := tx.Row("SELECT text FROM texts WHERE n = ?", n).Scan(&text); err != nil {
		if store.None(err) {
			return nil
		}
		return err
	}
	indexed := tokens(text)
	if words != nil {
		*words = indexed
	}
	if err := tx.Exec("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", n, indexed); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM texts WHERE n = ?", n)
}

// forget looks for what secure-delete leaves behind: the beginning of a word
// that parts two pages of the index stays in the list of its pages. Where no
// other row has a word that begins so, the index is written anew, which for a
// million reports takes seconds and happens in one erasure of hundreds.
func forget(tx *store.Tx, words string) error {
	pieces, err := pieces(tx)
	if err != nil {
		return err
	}
	for w := range strings.FieldsSeq(words) {
		for _, piece := range pieces {
			parts, err := separators(tx, piece, w)
			if err != nil {
				return err
			}
			for _, p := range parts {
				if living, err := begins(tx, p); err != nil {
					return err
				} else if !living {
					return rewrite(tx)
				}
			}
		}
	}
	return nil
}

// begins tells whether an indexed word begins with p.
func begins(tx *store.Tx, p string) (bool, error) {
	var w string
	err := tx.Row("SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1", p, p+lastRune).Scan(&w)
	if store.None(err) {
		return false, nil
	}
	return err == nil, err
}

// lastRune sorts after whatever may follow the beginning of a word.
const lastRune = "\U0010ffff"

// pieces are the numbers of the segments that FTS5 keeps the index in.
func pieces(tx *store.Tx) (ids []int64, err error) {
	for last := int64(0); ; {
		var next *int64
		if err := tx.Row("SELECT min(segid) FROM search_idx WHERE segid > ?", last).Scan(&next); err != nil || next == nil {
			return ids, err
		}
		ids = append(ids, *next)
		last = *next
	}
}

// separators gives the beginnings of w that part two pages of a segment, by
// leaping to the nearest one at or before what may still be one.
func separators(tx *store.Tx, piece int64, w string) (parts []string, err error) {
	for bound := w; bound != ""; {
		var term []byte
		// FTS5 writes '0' before a word of the index proper.
		err := tx.Row("SELECT term FROM search_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1", piece, []byte("0"+bound)).Scan(&term)
		if store.None(err) || err == nil && len(term) < 2 {
			break
		}
		if err != nil {
			return nil, err
		}
		near := string(term[1:])
		if strings.HasPrefix(w, near) {
			parts = append(parts, near)
			bound = near[:len(near)-1]
		} else {
			bound = common(near, bound)
		}
	}
	return parts, nil
}

// common is the beginning that a and b share.
func common(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// rewrite writes the index anew, with the words that are left. FTS5 does nothing
// where the index is of one piece already, so row 0, whose word nobody can look
// for, is taken out and put in as a second one.
func rewrite(tx *store.Tx) error {
	for _, sql := range []string{
		"INSERT INTO search (search, rowid, words) VALUES ('delete', 0, '§')",
		"INSERT INTO search (rowid, words) VALUES (0, '§')",
		"INSERT INTO search (search) VALUES ('optimize')",
	} {
		if err := tx.Exec(sql); err != nil {
			return err
		}
	}
	return nil
}

// Find gives the rows that match what somebody typed, the newest first: at most
// limit of those below before, where it is not 0.
func Find(tx *store.Tx, text string, before int64, limit int) ([]int64, error) {
	q := Parse(text)
	if q.Empty() {
		return nil, nil
	}
	match, err := q.match(tx)
	if err != nil {
		return nil, err
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	return numbers(tx.Query("SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?", match, before, limit))
}

// FindAmong is Find for those rows alone that another table has under the same
// number, in column, and that meet a condition on that table's columns. Rows may
// have numbers below zero, and so may before.
func FindAmong(tx *store.Tx, text string, before int64, limit int, table, column, cond string, args []any) ([]int64, error) {
	q := Parse(text)
	if q.Empty() {
		return nil, nil
	}
	match, err := q.match(tx)
	if err != nil {
		return nil, err
	}
	if before == 0 {
		before = math.MaxInt64
	}
	// CROSS JOIN keeps the planner from going through the other table instead.
	return numbers(tx.Query("SELECT s.rowid FROM search s CROSS JOIN "+table+" ON "+table+"."+column+" = s.rowid"+
		" WHERE s.search MATCH ? AND s.rowid < ? AND ("+cond+") ORDER BY s.rowid DESC LIMIT ?",
		append(append([]any{match, before}, args...), limit)...))
}

// Among gives those of rows that match text, in the order given. It asks the
// index row by row, at some 50 µs each: for somebody who may see few rows that
// is cheaper than to find the many that match and drop those not theirs.
func Among(tx *store.Tx, text string, rows []int64) (found []int64, err error) {
	q := Parse(text)
	if q.Empty() {
		return nil, nil
	}
	match, err := q.match(tx)
	if err != nil {
		return nil, err
	}
	for _, n := range rows {
		got, err := numbers(tx.Query("SELECT rowid FROM search WHERE search MATCH ? AND rowid = ?", match, n))
		if err != nil {
			return nil, err
		}
		found = append(found, got...)
	}
	return found, nil
}

func numbers(rows *store.Rows) (ns []int64, err error) {
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		ns = append(ns, n)
	}
	return ns, rows.Err()
}
