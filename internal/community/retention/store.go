package retention

import (
	"fmt"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// endsSQL is when an activity of the table activities keeps nobody any more: its end, where
// a plan does not say one that nobody means (activity.Over). What is cancelled ends then, so
// that a mistake which is put right the day after has deleted nobody.
var endsSQL = fmt.Sprintf("CASE state WHEN 'cancelled' THEN min(ends, at) ELSE min(ends, at + %d) END", activity.Ahead.Milliseconds())

// What keeps somebody is the end of the last activity that they are enrolled in or were
// marked at, or else when they were registered.
const entrySQL = `INSERT INTO leaving (person, one, own, keep, renewed, child, due, stays, young)
	SELECT p.id, coalesce(p.into_id, p.id), max(p.at, coalesce((SELECT max(e.ends) FROM leaving_ends e WHERE e.activity IN (
		SELECT activity FROM enrolments WHERE person = p.id AND enrolled = 1 UNION ALL SELECT activity FROM marks WHERE person = p.id)), 0)),
		` + keepSQL + `, p.renewed, p.child, 0, 0, 0 FROM persons p WHERE `

// keepSQL is whether somebody asked to stay, to be told of refreshers: 1, or -1 of who took
// it back, under whichever entry. Then nothing is left that they would be kept for.
const keepSQL = `CASE WHEN EXISTS (SELECT 1 FROM consents c WHERE c.person = p.id AND c.scope = 'refresher')
		AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.person = p.id AND c.scope = 'refresher' AND c.withdrawn = 0) THEN -1 ELSE p.keep END`

// groupSQL is of all entries of one person: when they are deleted, that they stay until
// then since they asked to, that they are a child.
var groupSQL = fmt.Sprintf(`iif(%[1]s, max(max(o.own), max(o.renewed)) + %[2]d, max(o.own) + %[3]d) AS due, %[1]s AS stays, max(o.child) AS young`,
	"(max(o.keep) > 0 AND min(o.keep) >= 0 AND NOT max(o.child))", Longest.Milliseconds(), Keep.Milliseconds())

// The tables begin with what is there: a node that had people before it had these.
var module = store.Module{Name: "retention", Steps: []string{
	"CREATE TABLE leaving_ends (activity BLOB PRIMARY KEY, ends INTEGER NOT NULL) WITHOUT ROWID; CREATE TABLE leaving (person BLOB PRIMARY KEY) WITHOUT ROWID;",
	"",
	// Who asked to stay is deleted too, in the end; and no plan keeps anybody for ever.
	`
	DROP TABLE leaving;
	DELETE FROM leaving_ends; -- when each activity keeps nobody any more
	-- what keeps each entry of the register, and the one person of all entries who are one
	CREATE TABLE leaving (
		person  BLOB PRIMARY KEY,
		one     BLOB NOT NULL,    -- under whom the entry is counted
		own     INTEGER NOT NULL, -- of the entry alone: what keeps it, in milliseconds since 1970
		keep    INTEGER NOT NULL, -- 1: asked to stay; -1: took it back
		renewed INTEGER NOT NULL, -- when somebody decided that it is kept for longer; 0: never
		child   INTEGER NOT NULL,
		due     INTEGER NOT NULL, -- of the one person: when they are deleted
		stays   INTEGER NOT NULL, -- they asked to stay until then
		young   INTEGER NOT NULL  -- they are a child
	) WITHOUT ROWID;
	CREATE INDEX leaving_one ON leaving (one);
	CREATE INDEX leaving_due ON leaving (due, one, person, stays, young);
	CREATE INDEX leaving_stays ON leaving (due, person) WHERE stays = 1;
	INSERT INTO leaving_ends SELECT id, ` + endsSQL + ` FROM activities;
	` + entrySQL + `1;
	UPDATE leaving SET (due, stays, young) = (SELECT ` + groupSQL + ` FROM leaving o WHERE o.one = leaving.one);`,
}}

// Part is the package's share of the compartment community. It comes after those of
// activities, people and rolls: what keeps somebody is read off their rows.
func Part() ledger.Part {
	return ledger.Part{
		Module: module, Kinds: []record.Kind{record.Activity, record.Participant, record.Consent, record.Enrolment, record.Mark},
		Apply: apply, Erase: erase,
	}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	if rev.Kind == record.Activity {
		return applyActivity(tx, rev.Record)
	}
	return again(tx, rev.Subject)
}

// applyActivity looks again at everybody of an activity whose end was moved.
func applyActivity(tx *store.Tx, id record.ID) error {
	before, after := int64(-1), int64(-1)
	if err := tx.Row("SELECT ends FROM leaving_ends WHERE activity = ?", id).Scan(&before); err != nil && !store.None(err) {
		return err
	}
	if err := tx.Row("SELECT "+endsSQL+" FROM activities WHERE id = ?", id).Scan(&after); err != nil && !store.None(err) {
		return err
	}
	if before == after {
		return nil
	}
	if err := tx.Exec("INSERT OR REPLACE INTO leaving_ends (activity, ends) VALUES (?, ?)", id, after); err != nil {
		return err
	}
	return againAll(tx, tookPartSQL, id)
}

func withoutActivity(tx *store.Tx, id record.ID) error {
	if err := tx.Exec("DELETE FROM leaving_ends WHERE activity = ?", id); err != nil {
		return err
	}
	return againAll(tx, tookPartSQL, id)
}

const (
	tookPartSQL = "SELECT person FROM enrolments WHERE activity = ?1 UNION SELECT person FROM marks WHERE activity = ?1"
	countedSQL  = "SELECT person FROM leaving WHERE one = ?"
)

func againAll(tx *store.Tx, sql string, id record.ID) error {
	people, err := ids(tx.Query(sql, id))
	for _, person := range people {
		if err == nil {
			err = again(tx, person)
		}
	}
	return err
}

// again finds out anew what keeps an entry, and all who were or are one person with it.
func again(tx *store.Tx, person record.ID) error {
	before, err := oneOf(tx, person)
	if err != nil {
		return err
	}
	entries, err := ids(tx.Query(countedSQL, person)) // they go where it goes
	if err != nil {
		return err
	}
	for _, id := range append(entries, person) {
		if err := tx.Exec(entrySQL+`p.id = ? ON CONFLICT (person) DO UPDATE SET one = excluded.one, own = excluded.own, keep = excluded.keep, renewed = excluded.renewed, child = excluded.child`, id); err != nil {
			return err
		}
	}
	after, err := oneOf(tx, person)
	if err != nil {
		return err
	}
	if before != after {
		if err := together(tx, before); err != nil {
			return err
		}
	}
	return together(tx, after)
}

// oneOf is under whom an entry was counted when it was last looked at, or zero.
func oneOf(tx *store.Tx, person record.ID) (one record.ID, err error) {
	err = tx.Row("SELECT one FROM leaving WHERE person = ?", person).Scan(&one)
	if store.None(err) {
		err = nil
	}
	return one, err
}

// together tells all entries of one person when that person goes.
func together(tx *store.Tx, one record.ID) error {
	return tx.Exec(`UPDATE leaving SET due = g.due, stays = g.stays, young = g.young
		FROM (SELECT `+groupSQL+` FROM leaving o WHERE o.one = ?1) g
		WHERE one = ?1 AND (leaving.due, leaving.stays, leaving.young) <> (g.due, g.stays, g.young)`, one)
}

// erase forgets a person, whose entries stand alone then, or an activity. It runs before
// the parts that it reads forget them.
func erase(tx *store.Tx, subject record.ID) error {
	one, err := oneOf(tx, subject)
	if err != nil {
		return err
	}
	if one.Zero() {
		return withoutActivity(tx, subject)
	}
	entries, err := ids(tx.Query(countedSQL, subject))
	if err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM leaving WHERE person = ?", subject); err != nil {
		return err
	}
	if err := tx.Exec("UPDATE leaving SET one = person WHERE one = ?", subject); err != nil {
		return err
	}
	for _, id := range append(entries, one) {
		if err := together(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func ids(rows *store.Rows) (all []record.ID, err error) {
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
