package trend

import (
	"bytes"
	"fmt"
	mrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	index "wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/triage/queue"
)

// book is a ledger of reports, and a clock that the test turns.
type book struct {
	*ledger.Ledger
	t   *testing.T
	dir string
	now time.Time
}

func (b *book) parts(counting bool) []ledger.Part {
	parts := []ledger.Part{index.Part(), report.Part(), queue.Part()}
	if counting {
		parts = append(parts, Part())
	}
	return parts
}

func (b *book) options(counting bool) ledger.Options {
	return ledgertest.Options(b.dir, func() time.Time { return b.now }, b.parts(counting)...)
}

func (b *book) open(counting bool) {
	b.t.Helper()
	b.Ledger = ledgertest.Open(b.t, b.options(counting))
}

func newBook(t *testing.T, counting bool) *book {
	t.Helper()
	b := &book{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	b.open(counting)
	return b
}

func (b *book) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// unit of all reports but those that are forwarded.
var unit = record.IDOf("unit")

func (b *book) take(name, kind, place string, told time.Time, held bool) record.ID {
	b.t.Helper()
	id := record.IDOf(name)
	body := report.Body{Form: "f", Version: "1", XML: "<data>" + name + "</data>", Kind: kind, Title: name, When: &told, Quarantine: held}
	if place != "" {
		body.Place = &report.PlaceRef{List: "L", Code: place}
	}
	_, err := report.New(b.Ledger, bytes.Repeat([]byte{3}, 32)).Accept(b.t.Context(), report.Incoming{ID: id, Unit: unit, TLP: record.Amber, Author: record.IDOf("source"), Body: body})
	b.ok(err)
	return id
}

// act writes a revision about a report as its desk would.
func (b *book) act(kind record.Kind, id, at record.ID, body map[string]any) {
	b.t.Helper()
	body["v"] = 1
	_, err := b.Write(b.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: kind, Record: id.Derive(fmt.Sprint(kind)), Subject: id, Author: record.IDOf("desk"),
			Handling: record.Handling{Unit: at, TLP: record.Amber, Purpose: "community-safety"}, Body: body,
		}}, nil
	})
	b.ok(err)
}

func (b *book) erase(id record.ID) {
	b.t.Helper()
	_, err := b.Erase(b.t.Context(), id, record.IDOf("desk"), "demandé")
	b.ok(err)
}

// rows gives a table's rows as text, in order.
func (b *book) rows(sql string) (out []string) {
	b.t.Helper()
	b.ok(b.View(b.t.Context(), func(tx *store.Tx) error {
		rows := tx.Query(sql)
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			out = append(out, s)
		}
		return rows.Err()
	}))
	slices.Sort(out)
	return out
}

func (b *book) weeks() []string {
	return b.rows("SELECT json_array(week, kind, list, place, hex(unit), tlp, n) FROM trend_weeks")
}

// counts gives how many are counted in a week, over all.
func (b *book) counts(at time.Time) (n int) {
	b.t.Helper()
	b.ok(b.View(b.t.Context(), func(tx *store.Tx) error {
		return tx.Row("SELECT coalesce(sum(n), 0) FROM trend_weeks WHERE week = ?", weekOf(at)).Scan(&n)
	}))
	return n
}

func TestWeeksBeginOnMonday(t *testing.T) {
	for _, c := range []struct{ at, monday string }{
		{"1970-01-01", "1969-12-29"}, {"1970-01-05", "1970-01-05"}, {"2026-11-22", "2026-11-16"}, {"2026-11-23", "2026-11-23"}, {"2026-11-29", "2026-11-23"},
	} {
		if got := monday(weekOf(day(c.at).Add(23 * time.Hour))); !got.Equal(day(c.monday)) || !got.Equal(Week.Floor(day(c.at))) {
			t.Errorf("the week of %s begins on %s, want %s", c.at, got, c.monday)
		}
	}
}

// A report counts in the week in which it says that it happened; one whose clock is
// wrong in the week in which it came.
func TestAReportCountsWhenItHappened(t *testing.T) {
	b := newBook(t, true)
	b.take("in August", "theft", "MR012", day("2026-08-12"), false)
	b.take("tomorrow", "theft", "MR012", day("2026-12-24"), false)
	b.take("before computers", "theft", "MR012", day("1911-01-01"), false)
	if n := b.counts(day("2026-08-12")); n != 1 {
		t.Errorf("%d in August", n)
	}
	if n := b.counts(b.now); n != 2 {
		t.Errorf("%d this week, want the two that cannot be", n)
	}
}

// What a desk finds unfounded, or told a second time, counts no more; what is taken
// up again does.
func TestWhatTurnsOutOtherwiseIsTakenBack(t *testing.T) {
	b := newBook(t, true)
	at := day("2026-11-17")
	expect := func(n int, after string) {
		t.Helper()
		if got := b.counts(at); got != n {
			t.Errorf("%s: %d count, want %d", after, got, n)
		}
	}
	id := b.take("one", "theft", "MR012", at, false)
	expect(1, "taken in")
	held := b.take("flood", "theft", "MR012", at, true)
	expect(1, "held in quarantine")
	b.act(record.State, held, unit, map[string]any{"state": "new"})
	expect(2, "let in")
	b.act(record.Closing, id, unit, map[string]any{"outcome": "confirmed"})
	expect(2, "confirmed")
	b.act(record.Closing, id, unit, map[string]any{"outcome": "unfounded"})
	expect(1, "unfounded")
	b.act(record.State, id, unit, map[string]any{"state": "checking", "note": "encore"})
	expect(2, "taken up again")
	b.act(record.Closing, held, unit, map[string]any{"outcome": "duplicate"})
	expect(1, "a duplicate")
	b.act(record.Forward, id, record.IDOf("other"), map[string]any{"unit": record.IDOf("other"), "from": unit})
	expect(1, "forwarded")
	if got := b.rows("SELECT hex(unit) FROM trend_weeks"); len(got) != 1 || got[0] != strings.ToUpper(strings.ReplaceAll(record.IDOf("other").String(), "-", "")) {
		t.Errorf("it counts for %v", got)
	}
	b.erase(id)
	expect(0, "erased")
	if left := b.rows("SELECT n FROM trend_reports UNION ALL SELECT n FROM trend_weeks"); len(left) > 0 {
		t.Errorf("rows are left of what was erased: %v", left)
	}
}

// Whatever was done, the tables are those that come of counting anew: by a rebuild,
// and on a node that had reports before it had these tables.
func TestTablesMadeAgainAreEqual(t *testing.T) {
	rnd := mrand.New(mrand.NewPCG(7, 7))
	b := newBook(t, true)
	var ids []record.ID
	for i := range 120 {
		ids = append(ids, b.take(fmt.Sprint("report ", i), []string{"theft", "attack", ""}[rnd.IntN(3)], []string{"MR012", "MR031", ""}[rnd.IntN(3)],
			b.now.AddDate(0, 0, -rnd.IntN(60)), rnd.IntN(10) == 0))
		id := ids[rnd.IntN(len(ids))]
		switch rnd.IntN(6) {
		case 0:
			b.act(record.Closing, id, unit, map[string]any{"outcome": []string{"confirmed", "unfounded", "duplicate"}[rnd.IntN(3)]})
		case 1:
			b.act(record.State, id, unit, map[string]any{"state": []string{"new", "checking", "quarantine"}[rnd.IntN(3)]})
		case 2:
			b.act(record.Forward, id, record.IDOf("other"), map[string]any{"unit": record.IDOf("other"), "from": unit})
		case 3:
			if i%4 == 0 {
				b.erase(id)
			}
		}
	}
	want := b.weeks()
	behind := b.rows("SELECT json_array(n, week, kind, list, place, hex(unit), tlp) FROM trend_reports")
	if len(want) < 40 || len(behind) < 60 {
		t.Fatalf("%d counts of %d reports: the test does too little", len(want), len(behind))
	}
	same := func(how string) {
		t.Helper()
		if got := b.weeks(); !slices.Equal(got, want) {
			t.Errorf("%s: the counts differ: %d, before %d", how, len(got), len(want))
		}
		if got := b.rows("SELECT json_array(n, week, kind, list, place, hex(unit), tlp) FROM trend_reports"); !slices.Equal(got, behind) {
			t.Errorf("%s: the reports differ", how)
		}
	}
	b.ok(b.Close())
	_, err := ledger.Rebuild(t.Context(), b.options(true), nil)
	b.ok(err)
	b.open(true)
	same("rebuilt")

	b.ok(b.Close())
	_, err = ledger.Rebuild(t.Context(), b.options(false), nil) // tables of an earlier release
	b.ok(err)
	b.open(true)
	same("counted for the first time")
}

// What is asked of the tables reads none from end to end, and sorts no counts.
func TestQueriesUseIndexes(t *testing.T) {
	b := newBook(t, true)
	for what, c := range map[string]struct {
		sql  string
		args []any
	}{
		"how it stands":    {standingSQL, []any{1}},
		"how it counts":    {countedSQL, []any{1}},
		"the counts":       {strings.Replace(weeksSQL, "%", "tlp <= 2", 1), []any{1, 2}},
		"seen alone":       {onlyTheirsSQL, []any{unit}},
		"the reports":      {strings.Replace(behindSQL, "%", "q.tlp <= 2", 1), []any{1, "theft"}},
		"events of a week": {strings.Replace(eventsSQL, "%", "q.tlp <= 2", 1), []any{1, ""}},
	} {
		b.ok(b.View(t.Context(), func(tx *store.Tx) error {
			plan, err := tx.Plan(c.sql, c.args...)
			// The reports of one week are few, and are sorted by when they came.
			if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") && what != "the reports" {
				t.Errorf("%s: %s", what, plan)
			}
			return err
		}))
	}
}
