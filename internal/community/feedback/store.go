package feedback

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

var module = store.Module{Name: "feedback", Steps: []string{
	`
	CREATE TABLE complaints (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		kind     TEXT NOT NULL,
		staff    INTEGER NOT NULL,            -- it is sealed
		list     TEXT NOT NULL,               -- of the place; '': not said
		code     TEXT NOT NULL,
		channel  TEXT NOT NULL,
		language TEXT NOT NULL,
		text     TEXT NOT NULL,
		at       INTEGER NOT NULL,            -- milliseconds since 1970, as all times here
		due      INTEGER NOT NULL,            -- the first answer
		receipt  TEXT NOT NULL UNIQUE,
		sum      BLOB NOT NULL,               -- of what was sent, to know it again
		handler  BLOB,
		state    TEXT NOT NULL,
		first    INTEGER NOT NULL DEFAULT 0,  -- answer
		outcome  TEXT NOT NULL DEFAULT '',
		ended    INTEGER NOT NULL DEFAULT 0,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX complaints_open ON complaints (due) WHERE state <> 'closed';
	CREATE INDEX complaints_ended ON complaints (ended) WHERE state = 'closed';
	CREATE TABLE complaint_words (
		id        BLOB PRIMARY KEY,
		complaint BLOB NOT NULL,
		answer    INTEGER NOT NULL,
		author    BLOB NOT NULL,
		text      TEXT NOT NULL,
		language  TEXT NOT NULL,
		at        INTEGER NOT NULL,
		seq       INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX complaint_words_of ON complaint_words (complaint, seq);
	-- accounts that a complaint is about, and that never read it
	CREATE TABLE complaint_concerned (complaint BLOB NOT NULL, account BLOB NOT NULL, PRIMARY KEY (complaint, account)) WITHOUT ROWID;` + rumourTables + surveyTables,
	aboutTables,
	purgeTables,
	surveyCodedTables,
}}

// Part is the package's share of the compartment community.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Complaint, record.Rumour, record.Survey}, Apply: apply, Erase: erase}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Complaint:
		return applyComplaint(tx, rev)
	case record.Rumour:
		return applyRumour(tx, rev)
	default:
		return applySurvey(tx, rev)
	}
}

func erase(tx *store.Tx, subject record.ID) error {
	return errors.Join(eraseComplaint(tx, subject), eraseRumour(tx, subject), eraseSurvey(tx, subject))
}

// act is what was done about a complaint.
type act string

const (
	made     act = "made"
	word     act = "word"     // of the complainant
	answered act = "answered" // by the programme
	handed   act = "handed"
	kept     act = "kept" // accounts that it is about were kept from it
	passed   act = "passed"
	bound    act = "bound" // to an activity, or to none
	closed   act = "closed"
	renewed  act = "renewed" // it is kept for longer
	gone     act = "gone"    // of no complaint: receipts of those that were deleted
)

// complaintBody is what the ledger keeps of an act.
type complaintBody struct {
	V         int           `json:"v"`
	Act       act           `json:"act"`
	Kind      Kind          `json:"kind,omitempty"`
	Place     *place.Ref    `json:"place,omitempty"`
	Channel   Channel       `json:"channel,omitempty"`
	Language  lang.Language `json:"language,omitempty"`
	Text      string        `json:"text,omitempty"`
	Receipt   string        `json:"receipt,omitempty"`
	Word      record.ID     `json:"word,omitzero"`
	Handler   record.ID     `json:"handler,omitzero"`
	Concerned []record.ID   `json:"concerned,omitempty"`
	Activity  record.ID     `json:"activity,omitzero"`
	Outcome   Outcome       `json:"outcome,omitempty"`
	Why       string        `json:"why,omitempty"`   // it is kept for longer
	Marks     [][]byte      `json:"marks,omitempty"` // of receipts of complaints that were deleted
}

const bodyVersion = 1

func applyComplaint(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[complaintBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case made:
		err = applyMade(tx, rev, b)
	case word:
		if err = putWord(tx, rev, b, false); err == nil { // what was closed is not, and what was answered waits again
			err = errors.Join(concern(tx, rev.Record, b.Concerned), tx.Exec("UPDATE complaints SET state = 'waiting', outcome = '', ended = 0, begun = ? WHERE id = ?", at, rev.Record))
		}
	case answered:
		if err = putWord(tx, rev, b, true); err == nil {
			err = tx.Exec(`UPDATE complaints SET state = CASE state WHEN 'closed' THEN state ELSE 'answered' END, first = CASE first WHEN 0 THEN ? ELSE first END,
				handler = coalesce(handler, ?) WHERE id = ?`, at, rev.Author, rev.Record)
		}
	case handed:
		err = tx.Exec("UPDATE complaints SET handler = ? WHERE id = ?", b.Handler, rev.Record)
	case kept:
		err = concern(tx, rev.Record, b.Concerned)
	case passed:
		if err = concern(tx, rev.Record, b.Concerned); err == nil {
			err = tx.Exec("UPDATE complaints SET kind = ?, staff = 1, due = min(due, ?), handler = NULL WHERE id = ?", string(OfStaff), at+StaffWithin.Milliseconds(), rev.Record)
		}
	case bound:
		err = tx.Exec("UPDATE complaints SET activity = ? WHERE id = ?", b.Activity, rev.Record)
	case closed:
		err = tx.Exec("UPDATE complaints SET state = 'closed', outcome = ?, ended = ? WHERE id = ?", string(b.Outcome), at, rev.Record)
	case renewed:
		err = tx.Exec("UPDATE complaints SET begun = ? WHERE id = ?", at, rev.Record)
	case gone:
		return forget(tx, b.Marks)
	}
	if err != nil {
		return err
	}
	return tx.Exec("UPDATE complaints SET seq = ? WHERE id = ?", rev.Seq, rev.Record)
}

func applyMade(tx *store.Tx, rev ledger.Revision, b *complaintBody) error {
	staff := b.Kind == OfStaff
	in := Incoming{Kind: b.Kind, Text: b.Text}
	if b.Place != nil {
		in.Place = *b.Place
	}
	sum := in.sum()
	err := tx.Exec(`INSERT INTO complaints (id, unit, kind, staff, list, code, channel, language, text, at, begun, due, receipt, sum, state, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
		rev.Record, rev.Handling.Unit, string(b.Kind), staff, in.Place.List, in.Place.Code, string(b.Channel), string(b.Language), b.Text, rev.At.Millis(), rev.At.Millis(), rev.At.Millis()+within(staff).Milliseconds(), b.Receipt, sum, rev.Seq)
	if err != nil {
		return err
	}
	return concern(tx, rev.Record, b.Concerned)
}

// sum tells one complaint from another that comes under the same id.
func (in *Incoming) sum() record.Hash {
	return sha256.Sum256([]byte(string(in.Kind) + "\x00" + in.Place.List + "\x00" + in.Place.Code + "\x00" + in.Text))
}

func putWord(tx *store.Tx, rev ledger.Revision, b *complaintBody, answer bool) error {
	return tx.Exec("INSERT INTO complaint_words (id, complaint, answer, author, text, language, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		b.Word, rev.Record, answer, rev.Author, b.Text, string(b.Language), rev.At.Millis(), rev.Seq)
}

func concern(tx *store.Tx, id record.ID, accounts []record.ID) error {
	for _, a := range accounts {
		if err := tx.Exec("INSERT OR IGNORE INTO complaint_concerned (complaint, account) VALUES (?, ?)", id, a); err != nil {
			return err
		}
	}
	return nil
}

func eraseComplaint(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM complaint_words WHERE complaint = ?", "DELETE FROM complaint_concerned WHERE complaint = ?", "DELETE FROM complaints WHERE id = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

const complaintColumns = "id, unit, kind, list, code, channel, language, text, at, receipt, handler, state, first, outcome, ended, due, begun, activity, seq"

func scan(rows *store.Rows) (*Complaint, error) {
	c := &Complaint{}
	var at, first, ended, due, begun int64
	err := rows.Scan(&c.ID, &c.Unit, (*string)(&c.Kind), &c.Place.List, &c.Place.Code, (*string)(&c.Channel), (*string)(&c.Language), &c.Text, &at, &c.Receipt, &c.Handler,
		(*string)(&c.State), &first, (*string)(&c.Outcome), &ended, &due, &begun, &c.Activity, &c.Revision)
	c.At, c.First, c.Ended, c.Due, c.Leaves = millis(at), millis(first), millis(ended), millis(due), millis(begun).Add(Longest)
	return c, err
}

// load reads a complaint with the accounts that it is about. It faults with Missing
// where there is none.
func load(tx *store.Tx, id record.ID) (*Complaint, error) {
	c, err := scan(tx.Row("SELECT "+complaintColumns+" FROM complaints WHERE id = ?", id))
	if err != nil {
		return nil, err
	}
	return c, about(tx, c)
}

func about(tx *store.Tx, c *Complaint) error {
	rows := tx.Query("SELECT account FROM complaint_concerned WHERE complaint = ? ORDER BY account", c.ID)
	defer rows.Close()
	for rows.Next() {
		var a record.ID
		if err := rows.Scan(&a); err != nil {
			return err
		}
		c.About = append(c.About, a)
	}
	return rows.Err()
}

type sent struct {
	receipt string
	sum     record.Hash
}

// knownAs gives the complaint that was sent under an id, and nil for none.
func knownAs(tx *store.Tx, id record.ID) (*sent, error) {
	k := &sent{}
	err := tx.Row("SELECT receipt, sum FROM complaints WHERE id = ?", id).Scan(&k.receipt, &k.sum)
	if store.None(err) {
		return nil, nil
	}
	return k, err
}

func words(tx *store.Tx, id record.ID) (ws []Word, err error) {
	rows := tx.Query("SELECT id, answer, author, text, language, at FROM complaint_words WHERE complaint = ? ORDER BY seq", id)
	defer rows.Close()
	for rows.Next() {
		var w Word
		var at int64
		if err := rows.Scan(&w.ID, &w.Answer, &w.By, &w.Text, (*string)(&w.Language), &at); err != nil {
			return nil, err
		}
		w.At = millis(at)
		ws = append(ws, w)
	}
	return ws, rows.Err()
}

// MaxList bounds a list: what is open in a whole network, and the last that ended.
const MaxList = 500

// Which complaints a list has.
type Which string

// The lists.
const (
	Open    Which = "open"    // first whoever had no answer yet, by when it is due
	Ended   Which = "ended"   // the last first
	Leaving Which = "leaving" // that are deleted before long, the first first
)

// List gives the complaints that a may see, without their texts.
func (s *Service) List(ctx context.Context, a policy.Actor, which Which) (all []Complaint, err error) {
	where, args, err := s.visible(ctx, a)
	if err != nil {
		return nil, err
	}
	switch which {
	case Ended:
		return s.listed(ctx, "state = 'closed' AND ("+where+") ORDER BY ended DESC", args)
	case Leaving:
		return s.listed(ctx, "begun < ? AND ("+where+") ORDER BY begun", append([]any{s.leavesBefore()}, args...))
	default:
		return s.listed(ctx, "state <> 'closed' AND ("+where+") ORDER BY first > 0, due", args)
	}
}

func (s *Service) listed(ctx context.Context, where string, args []any) (all []Complaint, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+complaintColumns+" FROM complaints WHERE "+where+", id LIMIT ?", append(args, MaxList)...)
		defer rows.Close()
		for rows.Next() {
			c, err := scan(rows)
			if err != nil {
				return err
			}
			c.Text, c.Receipt = "", ""
			all = append(all, *c)
		}
		return rows.Err()
	})
	return all, err
}

// Backlog is how many complaints wait for somebody.
type Backlog struct {
	Open    int
	Overdue int // of these, nobody answered in time
	Soon    int // the time is nearly over
	Leaving int // of all, also those that ended: it is deleted before long
}

// Waiting counts the open complaints that a may see. Whoever may not see one counts
// nothing of it.
func (s *Service) Waiting(ctx context.Context, a policy.Actor) (w Backlog, err error) {
	where, args, err := s.visible(ctx, a)
	if err != nil {
		return w, err
	}
	now := s.opt.Clock().UnixMilli()
	args = append([]any{now, now, now + soon(true).Milliseconds(), now + soon(false).Milliseconds()}, args...)
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row(`SELECT count(*), coalesce(sum(first = 0 AND due < ?), 0), coalesce(sum(first = 0 AND due BETWEEN ? AND CASE staff WHEN 1 THEN ? ELSE ? END), 0)
			FROM complaints WHERE state <> 'closed' AND (`+where+`)`, args...).Scan(&w.Open, &w.Overdue, &w.Soon)
	})
	if err == nil {
		w.Leaving, err = s.leaving(ctx, where, args[4:])
	}
	return w, err
}

// visible is the condition of what a may list: to the letter what the rules say of
// each row, which a test holds.
func (s *Service) visible(ctx context.Context, a policy.Actor) (string, []any, error) {
	var ors []string
	var args []any
	for _, of := range []struct {
		action policy.Action
		where  string
	}{{"complaint.list", "staff = 0"}, {"allegation.list", "staff = 1"}} {
		f, err := s.opt.Policy.Filter(ctx, a, of.action)
		if err != nil {
			return "", nil, err
		}
		where, more := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
		ors, args = append(ors, of.where+" AND ("+where+")"), append(args, more...)
	}
	// Who is concerned is in the rules a thing of the row alone: no filter knows it.
	return "(" + strings.Join(ors, " OR ") + ") AND NOT EXISTS (SELECT 1 FROM complaint_concerned WHERE complaint = complaints.id AND account = ?)", append(args, a.ID), nil
}

func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
