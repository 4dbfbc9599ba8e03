package course

import (
	"encoding/json"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "course", Steps: []string{
	`
	CREATE TABLE courses (
		id        TEXT NOT NULL,
		version   INTEGER NOT NULL,
		unit      BLOB NOT NULL,
		author    BLOB NOT NULL,
		at        INTEGER NOT NULL, -- published: milliseconds since 1970, as all times here
		compiled  TEXT NOT NULL,    -- JSON, see docs/courses.md
		source    TEXT NOT NULL,    -- JSON: the Markdown that it was made of
		withdrawn INTEGER NOT NULL DEFAULT 0,
		seq       INTEGER NOT NULL,
		PRIMARY KEY (id, version)
	) WITHOUT ROWID;
	CREATE TABLE course_media (id TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, ref TEXT NOT NULL, PRIMARY KEY (id, version, name)) WITHOUT ROWID;
	CREATE TABLE attempts (
		id       BLOB PRIMARY KEY,
		person   BLOB NOT NULL,
		activity BLOB NOT NULL,
		course   TEXT NOT NULL,
		version  INTEGER NOT NULL,
		test     TEXT NOT NULL,
		answers  TEXT NOT NULL,    -- as JSON
		score    TEXT NOT NULL,    -- as JSON
		passed   INTEGER NOT NULL,
		taken    INTEGER NOT NULL, -- by the clock of the device, which may be wrong
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX attempts_activity ON attempts (activity, course, seq);
	CREATE INDEX attempts_person ON attempts (person);
	CREATE INDEX attempts_passed ON attempts (at, person, course) WHERE passed = 1;
	CREATE TABLE practice (
		person   BLOB NOT NULL,
		activity BLOB NOT NULL,
		course   TEXT NOT NULL,
		skill    TEXT NOT NULL,
		done     INTEGER NOT NULL,
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		PRIMARY KEY (activity, course, person, skill)
	) WITHOUT ROWID;
	CREATE INDEX practice_person ON practice (person);`,
	// Who passed what, and when last: what refreshers are due by.
	`
	DROP INDEX attempts_passed;
	CREATE TABLE course_passed (
		course   TEXT NOT NULL,
		person   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		activity BLOB NOT NULL,
		PRIMARY KEY (course, person)
	) WITHOUT ROWID;
	CREATE INDEX course_passed_at ON course_passed (course, at, person, activity);
	` + passedSQL("TRUE"),
}}

// passedSQL fills course_passed from the attempts of some people: the last that was enough.
func passedSQL(where string) string {
	return "INSERT INTO course_passed (course, person, at, activity) SELECT course, person, max(at), activity FROM attempts WHERE passed = 1 AND " + where + " GROUP BY course, person"
}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Course, record.Attempt, record.Skill}, Apply: apply, Erase: erase}
}

const bodyVersion = 1

// body is a version of a course as the ledger keeps it, or that a course is
// withdrawn.
type body struct {
	V         int               `json:"v"`
	ID        string            `json:"id"`
	Version   int               `json:"version,omitempty"`
	Compiled  json.RawMessage   `json:"compiled,omitempty"`
	Source    map[string]string `json:"source,omitempty"` // Markdown, by the file's name
	Withdrawn bool              `json:"withdrawn,omitempty"`
}

// attemptBody is somebody's answers as the ledger keeps them, with the score that
// they had on the day: a course that is put right later changes no certificate.
type attemptBody struct {
	V        int       `json:"v"`
	Activity record.ID `json:"activity"`
	Course   string    `json:"course"`
	Version  int       `json:"version"`
	Test     Test      `json:"test"`
	Answers  Answers   `json:"answers"`
	Score    Score     `json:"score"`
	Passed   bool      `json:"passed"`
	Taken    time.Time `json:"taken"`
}

type skillBody struct {
	V        int       `json:"v"`
	Activity record.ID `json:"activity"`
	Course   string    `json:"course"`
	Skill    string    `json:"skill"`
	Done     bool      `json:"done"`
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Attempt:
		return applyAttempt(tx, rev)
	case record.Skill:
		return applySkill(tx, rev)
	default:
		return applyCourse(tx, rev)
	}
}

func applyCourse(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Withdrawn {
		return tx.Exec("UPDATE courses SET withdrawn = 1 WHERE id = ?", b.ID)
	}
	source, err := json.Marshal(b.Source)
	if err != nil {
		return err
	}
	var c Course
	if err := json.Unmarshal(b.Compiled, &c); err != nil {
		return err
	}
	for _, m := range c.Media {
		if err := tx.Exec("INSERT OR REPLACE INTO course_media (id, version, name, ref) VALUES (?, ?, ?, ?)", b.ID, b.Version, m.Name, m.Ref); err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO courses (id, version, unit, author, at, compiled, source, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id, version) DO UPDATE SET withdrawn = 0, seq = excluded.seq`,
		b.ID, b.Version, rev.Handling.Unit, rev.Author, rev.At.Millis(), string(b.Compiled), string(source), rev.Seq)
}

func applyAttempt(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[attemptBody](rev)
	if err != nil {
		return err
	}
	answers, err := json.Marshal(b.Answers)
	if err != nil {
		return err
	}
	score, err := json.Marshal(b.Score)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO attempts (id, person, activity, course, version, test, answers, score, passed, taken, author, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET answers = excluded.answers, score = excluded.score, passed = excluded.passed, author = excluded.author, seq = excluded.seq`,
		rev.Record, rev.Subject, b.Activity, b.Course, b.Version, string(b.Test), string(answers), string(score), b.Passed, b.Taken.UnixMilli(), rev.Author, rev.At.Millis(), rev.Seq)
	if err != nil {
		return err
	}
	// Answers that were put right may not be enough any more.
	if err := tx.Exec("DELETE FROM course_passed WHERE course = ? AND person = ?", b.Course, rev.Subject); err != nil {
		return err
	}
	return tx.Exec(passedSQL("course = ? AND person = ?"), b.Course, rev.Subject)
}

func applySkill(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[skillBody](rev)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO practice (person, activity, course, skill, done, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (activity, course, person, skill) DO UPDATE SET done = excluded.done, author = excluded.author, at = excluded.at`,
		rev.Subject, b.Activity, b.Course, b.Skill, b.Done, rev.Author, rev.At.Millis())
}

func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{"DELETE FROM attempts WHERE person = ?", "DELETE FROM course_passed WHERE person = ?", "DELETE FROM practice WHERE person = ?"} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

// References calls f for every file of a course, with the record that names it.
func References(tx *store.Tx, f func(of record.ID, ref string) error) error {
	rows := tx.Query("SELECT id, ref FROM course_media ORDER BY id, version, name")
	defer rows.Close()
	for rows.Next() {
		var id, ref string
		if err := rows.Scan(&id, &ref); err != nil {
			return err
		}
		if err := f(recordOf(id), ref); err != nil {
			return err
		}
	}
	return rows.Err()
}

// recordOf is the record of a course: all nodes name one course alike.
func recordOf(id string) record.ID { return record.IDOf("course/" + id) }

const columns = "id, version, unit, author, at, compiled, withdrawn"

func scan(rows *store.Rows) (*Version, error) {
	v := &Version{}
	var id, compiled string
	var version, at int64
	if err := rows.Scan(&id, &version, &v.Unit, &v.Author, &at, &compiled, &v.Withdrawn); err != nil {
		return nil, err
	}
	v.At, v.JSON = time.UnixMilli(at).UTC(), []byte(compiled)
	return v, json.Unmarshal(v.JSON, &v.Course)
}

// newest is the newest version of a course. It faults with Missing where there is
// none.
func newest(tx *store.Tx, id string) (*Version, error) {
	v, err := scan(tx.Row("SELECT "+columns+" FROM courses WHERE id = ? ORDER BY version DESC LIMIT 1", id))
	if store.None(err) {
		return nil, none()
	}
	return v, err
}

// load is one version of a course. It faults with Missing where there is none.
func load(tx *store.Tx, id string, version int) (*Version, error) {
	v, err := scan(tx.Row("SELECT "+columns+" FROM courses WHERE id = ? AND version = ?", id, version))
	if store.None(err) {
		return nil, none()
	}
	return v, err
}

func versions(tx *store.Tx) (all []*Version, err error) {
	rows := tx.Query("SELECT " + columns + " FROM courses ORDER BY id, version")
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
