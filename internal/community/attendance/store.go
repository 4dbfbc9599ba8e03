package attendance

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "attendance", Steps: []string{
	`
	-- who is expected at an activity
	CREATE TABLE enrolments (
		activity BLOB NOT NULL,
		person   BLOB NOT NULL,
		enrolled INTEGER NOT NULL, -- 0: was taken off the list
		at       INTEGER NOT NULL, -- milliseconds since 1970, as all times here
		seq      INTEGER NOT NULL,
		PRIMARY KEY (activity, person)
	) WITHOUT ROWID;
	CREATE INDEX enrolments_person ON enrolments (person);
	-- what each source last said of somebody at a session
	CREATE TABLE marks (
		activity BLOB NOT NULL,
		session  BLOB NOT NULL,
		person   BLOB NOT NULL,
		source   BLOB NOT NULL,    -- the device, or the account at the console
		n        INTEGER NOT NULL, -- the device's own count
		saw      INTEGER NOT NULL,
		state    TEXT NOT NULL,
		author   BLOB NOT NULL,
		settle   INTEGER NOT NULL, -- by an account
		at       INTEGER NOT NULL, -- the node's clock
		claim    INTEGER NOT NULL, -- the device's, whatever it says
		head     INTEGER NOT NULL, -- nothing that was said since puts it aside
		seq      INTEGER NOT NULL,
		PRIMARY KEY (activity, session, person, source)
	) WITHOUT ROWID;
	CREATE INDEX marks_person ON marks (person);
	-- what lets a phone or tablet take a roll
	CREATE TABLE passes (
		id       BLOB PRIMARY KEY,
		activity BLOB NOT NULL,
		hash     BLOB NOT NULL,
		name     TEXT NOT NULL,
		sessions TEXT NOT NULL,    -- as JSON
		every    INTEGER NOT NULL, -- for all sessions, also those planned later
		author   BLOB NOT NULL,
		made     INTEGER NOT NULL,
		revoker  BLOB,
		revoked  INTEGER NOT NULL DEFAULT 0
	) WITHOUT ROWID;
	CREATE UNIQUE INDEX passes_hash ON passes (hash);
	CREATE INDEX passes_activity ON passes (activity, made);`,
	// Tests are taken with some passes, in the courses that were planned then.
	`
	ALTER TABLE passes ADD COLUMN tests INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE passes ADD COLUMN courses TEXT NOT NULL DEFAULT 'null'; -- as JSON`,
}}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Enrolment, record.Mark, record.Pass}, Apply: apply, Erase: erase}
}

const bodyVersion = 1

type enrolmentBody struct {
	V        int       `json:"v"`
	Activity record.ID `json:"activity"`
	Enrolled bool      `json:"enrolled"`
}

type markBody struct {
	V        int       `json:"v"`
	Activity record.ID `json:"activity"`
	Session  record.ID `json:"session"`
	State    State     `json:"state"`
	Source   record.ID `json:"source"`
	N        int64     `json:"n,omitempty"`
	Saw      int64     `json:"saw,omitempty"`
	Settle   bool      `json:"settle,omitempty"`
	Claim    time.Time `json:"claim,omitzero"`
}

type passBody struct {
	V        int         `json:"v"`
	Hash     record.Hash `json:"hash,omitzero"`
	Name     string      `json:"name,omitempty"`
	Sessions []record.ID `json:"sessions,omitempty"`
	Every    bool        `json:"every,omitempty"`
	Tests    bool        `json:"tests,omitempty"`
	Courses  []string    `json:"courses,omitempty"`
	Revoked  bool        `json:"revoked,omitempty"`
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Enrolment:
		return applyEnrolment(tx, rev)
	case record.Mark:
		return applyMark(tx, rev)
	case record.Pass:
		return applyPass(tx, rev)
	default: // of a kind that Part does not ask for
		return nil
	}
}

func applyEnrolment(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[enrolmentBody](rev)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO enrolments (activity, person, enrolled, at, seq) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (activity, person) DO UPDATE SET enrolled = excluded.enrolled, at = excluded.at, seq = excluded.seq`,
		b.Activity, rev.Subject, b.Enrolled, rev.At.Millis(), rev.Seq)
}

func applyMark(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[markBody](rev)
	if err != nil {
		return err
	}
	slot := Slot{b.Session, rev.Subject}
	c, err := cell(tx, b.Activity, slot)
	if err != nil {
		return err
	}
	w := Word{
		Source: b.Source, N: b.N, Saw: b.Saw, Seq: rev.Seq, State: b.State, By: rev.Author, Settle: b.Settle,
		At: time.UnixMilli(rev.At.Millis()), Claim: b.Claim,
	}
	if !c.Take(w) {
		return nil
	}
	for _, w := range c {
		if err := tx.Exec(`INSERT INTO marks (activity, session, person, source, n, saw, state, author, settle, at, claim, head, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (activity, session, person, source) DO UPDATE SET n = excluded.n, saw = excluded.saw, state = excluded.state, author = excluded.author,
				settle = excluded.settle, at = excluded.at, claim = excluded.claim, head = excluded.head, seq = excluded.seq`,
			b.Activity, slot.Session, slot.Person, w.Source, w.N, w.Saw, string(w.State), w.By, w.Settle, w.At.UnixMilli(), claimed(w.Claim), w.Head, w.Seq); err != nil {
			return err
		}
	}
	return nil
}

func applyPass(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[passBody](rev)
	if err != nil {
		return err
	}
	if b.Revoked {
		return tx.Exec("UPDATE passes SET revoked = ?, revoker = ? WHERE id = ? AND revoked = 0", rev.At.Millis(), rev.Author, rev.Record)
	}
	sessions, err := json.Marshal(b.Sessions)
	if err != nil {
		return err
	}
	courses, err := json.Marshal(b.Courses)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT OR IGNORE INTO passes (id, activity, hash, name, sessions, every, tests, courses, author, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		rev.Record, rev.Subject, b.Hash, b.Name, string(sessions), b.Every, b.Tests, string(courses), rev.Author, rev.At.Millis())
}

// erase removes what is kept of a person, or of an activity.
func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM enrolments WHERE person = ?1 OR activity = ?1", "DELETE FROM marks WHERE person = ?1 OR activity = ?1", "DELETE FROM passes WHERE activity = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

const wordColumns = "session, person, source, n, saw, state, author, settle, at, claim, head, seq"

func scanWord(rows *store.Rows) (s Slot, w Word, err error) {
	var state string
	var at, claim int64
	err = rows.Scan(&s.Session, &s.Person, &w.Source, &w.N, &w.Saw, &state, &w.By, &w.Settle, &at, &claim, &w.Head, &w.Seq)
	w.State, w.At = State(state), time.UnixMilli(at).UTC()
	if claim != noClaim {
		w.Claim = time.UnixMilli(claim).UTC()
	}
	return s, w, err
}

// noClaim stands for a mark without a device's time: 0 is a moment of 1970, which
// some tablets live in.
const noClaim = -1 << 62

func claimed(t time.Time) int64 {
	if t.IsZero() {
		return noClaim
	}
	return t.UnixMilli()
}

// cell reads what was said about a slot.
func cell(tx *store.Tx, activity record.ID, s Slot) (c Cell, err error) {
	rows := tx.Query("SELECT "+wordColumns+" FROM marks WHERE activity = ? AND session = ? AND person = ?", activity, s.Session, s.Person)
	defer rows.Close()
	for rows.Next() {
		_, w, err := scanWord(rows)
		if err != nil {
			return nil, err
		}
		c = append(c, w)
	}
	return c, rows.Err()
}

// Stands reads how every slot of an activity stands that something was said about,
// by session and person. What was said of two entries of the register who are one
// person is said of that person.
func Stands(tx *store.Tx, activity record.ID) (all []Stand, err error) {
	said := map[Slot]*gathered{}
	top := tops{}
	rows := tx.Query("SELECT "+wordColumns+" FROM marks WHERE activity = ? ORDER BY seq", activity)
	defer rows.Close()
	for rows.Next() {
		s, w, err := scanWord(rows)
		if err != nil {
			return nil, err
		}
		of := s.Person
		if s.Person, err = top.of(tx, of); err != nil {
			return nil, err
		}
		if said[s] == nil {
			said[s] = &gathered{of: of}
		}
		said[s].add(of, w)
	}
	for slot, g := range said {
		all = append(all, g.stand(slot))
	}
	slices.SortFunc(all, func(x, y Stand) int {
		return cmp.Or(slices.Compare(x.Session[:], y.Session[:]), slices.Compare(x.Person[:], y.Person[:]))
	})
	return all, rows.Err()
}

// tops remembers under whom people of the register are counted.
type tops map[record.ID]record.ID

func (t tops) of(tx *store.Tx, id record.ID) (top record.ID, err error) {
	top, known := t[id]
	if !known {
		top, err = person.Canonical(tx, id)
		t[id] = top
	}
	return top, err
}

// gathered is what was said about a slot, in the order of the ledger.
type gathered struct {
	of    record.ID // the first entry of the register that it was said of
	mixed bool      // it was said of others as well
	cell  Cell
}

func (g *gathered) add(of record.ID, w Word) {
	g.mixed = g.mixed || of != g.of
	g.cell = append(g.cell, w)
}

func (g *gathered) stand(s Slot) Stand {
	if !g.mixed {
		return g.cell.Stand(s)
	}
	var c Cell // as if it had been said of one from the beginning
	for _, w := range g.cell {
		c.Take(w)
	}
	return c.Stand(s)
}

// Mark is how somebody stands at a session, for those who count.
type Mark struct {
	Session, Person record.ID
	State           State
	At              time.Time // when the node heard what stands
	Device          record.ID // that said it, or the account
	Conflict        bool      // devices differ, and nobody has settled it: State is what was heard last
}

// Marks reads the roll of an activity: one mark for everybody who was marked at a
// session, without those whose mark was taken back.
func Marks(tx *store.Tx, activity record.ID) (all []Mark, err error) {
	stands, err := Stands(tx, activity)
	for _, s := range stands {
		if s.State == Unmarked {
			continue
		}
		last := s.Words[len(s.Words)-1]
		all = append(all, Mark{Session: s.Session, Person: s.Person, State: s.State, At: last.At, Device: last.Source, Conflict: s.Conflict})
	}
	return all, err
}

// list is who is on the list of an activity.
type list struct {
	on   []record.ID        // in the order in which they were put there; of two entries who are one person that person
	ever map[record.ID]bool // who is or was on it, under either entry
	rows map[record.ID][]record.ID
}

func listOf(tx *store.Tx, activity record.ID) (l list, err error) {
	l.ever, l.rows = map[record.ID]bool{}, map[record.ID][]record.ID{}
	top := tops{}
	rows := tx.Query("SELECT person, enrolled FROM enrolments WHERE activity = ? ORDER BY at, person", activity)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var on bool
		if err := rows.Scan(&id, &on); err != nil {
			return l, err
		}
		one, err := top.of(tx, id)
		if err != nil {
			return l, err
		}
		l.ever[id], l.ever[one] = true, true
		if on {
			if l.rows[one] == nil {
				l.on = append(l.on, one)
			}
			l.rows[one] = append(l.rows[one], id)
		}
	}
	return l, rows.Err()
}

// Enrolled reads who is expected at an activity, in the order in which they were
// enrolled: each person once.
func Enrolled(tx *store.Tx, activity record.ID) ([]record.ID, error) {
	l, err := listOf(tx, activity)
	return l.on, err
}

// Of reads the activities that somebody is or was enrolled in, under this entry of
// the register.
func Of(tx *store.Tx, person record.ID) (all []record.ID, err error) {
	rows := tx.Query("SELECT activity FROM enrolments WHERE person = ? ORDER BY at, activity", person)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}
