package feedback

import (
	"encoding/json"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

const surveyTables = `
	CREATE TABLE surveys (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		form     TEXT NOT NULL,              -- compiled, as JSON
		activity BLOB,
		people   INTEGER NOT NULL,
		code     TEXT NOT NULL UNIQUE,
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		before   INTEGER NOT NULL DEFAULT 0, -- when the round ended; 0: it is open
		after    INTEGER NOT NULL DEFAULT 0,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX surveys_at ON surveys (at);
	CREATE TABLE survey_answers (
		id     BLOB PRIMARY KEY,
		survey BLOB NOT NULL,
		round  TEXT NOT NULL,
		chosen TEXT NOT NULL                 -- as JSON: question and choice
	) WITHOUT ROWID;
	CREATE INDEX survey_answers_of ON survey_answers (survey, round);`

// Of answers of before it is not known how they came: they may have come by the code.
const surveyCodedTables = "ALTER TABLE survey_answers ADD COLUMN coded INTEGER NOT NULL DEFAULT 1"

// surveyStep is what was done about a survey.
type surveyStep string

const (
	surveyAsked    surveyStep = "asked"
	surveyAnswered surveyStep = "answered"
	surveyEnded    surveyStep = "ended"
)

// surveyBody is what the ledger keeps of a survey and of the answers to it.
type surveyBody struct {
	V        int               `json:"v"`
	Act      surveyStep        `json:"act"`
	Form     string            `json:"form,omitempty"`
	Activity record.ID         `json:"activity,omitzero"`
	People   int64             `json:"people,omitempty"`
	Code     string            `json:"code,omitempty"`
	Round    Round             `json:"round,omitempty"`
	Chosen   map[string]string `json:"chosen,omitempty"`
}

func applySurvey(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[surveyBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case surveyAsked:
		return tx.Exec("INSERT INTO surveys (id, unit, form, activity, people, code, author, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			rev.Record, rev.Handling.Unit, b.Form, b.Activity, b.People, b.Code, rev.Author, at, rev.Seq)
	case surveyAnswered:
		chosen, err := json.Marshal(b.Chosen)
		if err != nil {
			return err
		}
		return tx.Exec("INSERT INTO survey_answers (id, survey, round, chosen, coded) VALUES (?, ?, ?, ?, ?)", rev.Record, rev.Subject, string(b.Round), string(chosen), rev.Author.Zero())
	case surveyEnded:
		column := map[Round]string{Before: "before", After: "after"}[b.Round]
		return tx.Exec("UPDATE surveys SET "+column+" = ?, seq = ? WHERE id = ?", at, rev.Seq, rev.Record)
	}
	return nil
}

func eraseSurvey(tx *store.Tx, subject record.ID) error {
	if err := tx.Exec("DELETE FROM survey_answers WHERE survey = ?1 OR id = ?1", subject); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM surveys WHERE id = ?", subject)
}

func loadSurvey(tx *store.Tx, id record.ID) (*Survey, error) { return oneSurvey(tx, "id = ?", id) }

func surveyByCode(tx *store.Tx, code string) (*Survey, error) {
	return oneSurvey(tx, "code = ?", code)
}

func oneSurvey(tx *store.Tx, where string, arg any) (*Survey, error) {
	all, err := surveysWhere(tx, where, arg)
	if err == nil && len(all) == 0 {
		err = store.ErrNone
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

func surveysWhere(tx *store.Tx, where string, args ...any) (all []Survey, err error) {
	rows := tx.Query(`SELECT id, unit, form, activity, people, code, author, at, before, after, seq,
		(SELECT count(*) FROM survey_answers WHERE survey = surveys.id AND round = 'before'), (SELECT count(*) FROM survey_answers WHERE survey = surveys.id AND round = 'after'),
		(SELECT count(*) FROM survey_answers WHERE survey = surveys.id AND round = 'before' AND coded), (SELECT count(*) FROM survey_answers WHERE survey = surveys.id AND round = 'after' AND coded)
		FROM surveys WHERE `+where, args...)
	defer rows.Close()
	for rows.Next() {
		var v Survey
		var at, before, after int64
		var first, then, firstCoded, thenCoded int
		if err := rows.Scan(&v.ID, &v.Unit, &v.Compiled, &v.Activity, &v.People, &v.Code, &v.By, &at, &before, &after, &v.Revision, &first, &then, &firstCoded, &thenCoded); err != nil {
			return nil, err
		}
		v.At, v.Answers, v.Coded, v.Ended = millis(at), map[Round]int{Before: first, After: then}, map[Round]int{Before: firstCoded, After: thenCoded}, map[Round]time.Time{Before: millis(before), After: millis(after)}
		if v.Form, err = form.ParseForm([]byte(v.Compiled)); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// answeredAs tells whether answers were taken in before. It faults with Conflict where
// their number is that of answers to another survey or of another round.
func answeredAs(tx *store.Tx, survey record.ID, in *Filled) (known bool, err error) {
	var same bool
	err = tx.Row("SELECT survey = ? AND round = ? FROM survey_answers WHERE id = ?", survey, string(in.Round), in.ID).Scan(&same)
	if store.None(err) {
		return false, nil
	}
	if err == nil && !same {
		err = conflict("feedback.id.taken", "something else was sent under the same number", "load the page again and send it once more")
	}
	return same, err
}

// answersOf gives the choices of everybody who answered in a round.
func answersOf(tx *store.Tx, id record.ID, r Round) (all []map[string]string, err error) {
	rows := tx.Query("SELECT chosen FROM survey_answers WHERE survey = ? AND round = ?", id, string(r))
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		one := map[string]string{}
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
