package product

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

func missing(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.Missing || store.None(err)
}

// Erasing a report takes what bulletins say of it, also of those that have gone out;
// they say that something was there. Made again from the ledger, the tables are the
// same.
func TestErasingReachesWhatHasGoneOut(t *testing.T) {
	o := newOffice(t)
	a, b, c := o.hear("a", record.Green, "B2"), o.hear("b", record.Green, "B2"), o.hear("c", record.Amber, "A2")
	one := o.start("one", record.Green, o.statement(), b)
	two := o.start("two", record.Green, o.statement())
	v := o.draft()
	n := len(v.Paragraphs)
	o.ok(o.Add(t.Context(), o.desk, On{Bulletin: v.ID}, ByHand{ID: record.IDOf("hand"), Section: Remarks, TLP: record.Green, Texts: map[lang.Language]string{lang.French: "Bonne nuit."}}))
	o.ok(o.release(v.ID))
	next, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, "une faute")
	o.ok(err)
	if d := o.get(o.desk, next); d.TLP != record.Amber {
		t.Errorf("the draft is %v", d.TLP)
	}
	for _, id := range []record.ID{a, b, c} {
		_, err := o.l.Erase(t.Context(), id, o.chief.ID, "sur demande")
		o.ok(err)
	}
	o.ok(o.Incidents.Erase(t.Context(), o.chief, two, "ouvert par erreur"))
	for _, id := range []record.ID{v.ID, next} {
		// a and c by themselves, one because its only report is gone, two itself
		v := o.get(o.desk, id)
		if v.Missing != 4 || len(v.Paragraphs) != n+1-4 || strings.Contains(allOf(v), "A2") {
			t.Errorf("%d are gone of %d, %v:\n%s", v.Missing, n, one, allOf(v))
		}
	}
	if d := o.get(o.desk, next); d.TLP != record.Green {
		t.Errorf("the draft is %v after all that was amber is gone", d.TLP)
	}
	o.sameAfterRebuild()
}

// Whatever is done, the tables made again from the ledger are the same.
func TestRebuiltTablesAreTheSame(t *testing.T) {
	o := newOffice(t)
	a, b := o.hear("a", record.Green, "B2"), o.hear("b", record.Green, "B2")
	o.start("i", record.Amber, o.statement(), b)
	v := o.draft()
	p := v.ID.Derive("report/" + a.String())
	for _, text := range []string{"Un.", "Deux."} {
		_, err := o.Edit(t.Context(), o.desk, On{Bulletin: v.ID}, Rewrite{Paragraph: p, Language: lang.French, Base: v.Find(p).Texts[lang.French].Seq, Text: text})
		o.ok(err)
	}
	order := v.ids()
	slices.Reverse(order)
	o.ok(o.Reorder(t.Context(), o.desk, On{Bulletin: v.ID}, order))
	o.ok(o.LeaveOut(t.Context(), o.desk, On{Bulletin: v.ID}, p, "deux fois"))
	o.ok(o.TakeIn(t.Context(), o.desk, On{Bulletin: v.ID}, p))
	o.ok(o.LeaveOut(t.Context(), o.desk, On{Bulletin: v.ID}, p, "encore"))
	o.hear("c", record.Green, "B2")
	o.ok(o.Redraft(t.Context(), o.desk, On{Bulletin: v.ID}))
	o.grade(b, "A1")
	v = o.get(o.desk, v.ID)
	i := v.ID.Derive("incident/" + record.IDOf("i").String())
	o.ok(o.Settle(t.Context(), o.desk, On{Bulletin: v.ID}, Answer{Paragraph: i, Mark: v.Marks[i], Anew: true}))
	o.ok(o.release(v.ID, post))
	next, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, "une faute")
	o.ok(err)
	o.ok(o.Withdraw(t.Context(), o.desk, On{Bulletin: next}, "inutile"))
	again, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, "une faute")
	if err == nil {
		o.ok(o.Withdraw(t.Context(), o.desk, On{Bulletin: again}, "inutile"))
	}
	o.sameAfterRebuild()
}

// sameAfterRebuild makes the tables again and holds them against what they were.
func (o *office) sameAfterRebuild() {
	o.t.Helper()
	before := o.dump()
	o.ok(o.l.Close())
	_, err := ledger.Rebuild(o.t.Context(), o.options(), nil)
	o.ok(err)
	o.open()
	if after := o.dump(); !slices.Equal(before, after) {
		o.t.Errorf("before\n%s\nafter\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

// dump is every row of the package's tables.
func (o *office) dump() (lines []string) {
	o.t.Helper()
	o.ok(o.l.View(o.t.Context(), func(tx *store.Tx) error {
		for _, sql := range []string{
			"SELECT hex(id) || hex(unit) || day || edition || state || tlp || doc FROM bulletins",
			"SELECT hex(id) || hex(bulletin) || hex(subject) || seq || tlp || doc FROM bulletin_paragraphs",
			"SELECT hex(report) || hex(paragraph) FROM bulletin_basis", "SELECT hex(bulletin) || hex(unit) || day || tlp FROM bulletin_readers",
		} {
			rows := tx.Query(sql)
			for rows.Next() {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				lines = append(lines, line)
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	}))
	if len(lines) == 0 {
		o.t.Fatal("there are no rows")
	}
	slices.Sort(lines)
	return lines
}

// What a list, a draft and an erasure read comes from indexes, however many reports
// there are.
func TestEverythingIsReadByAnIndex(t *testing.T) {
	o := newOffice(t)
	f, err := o.Policy.Filter(t.Context(), o.desk, "bulletin.list")
	o.ok(err)
	q := Query{From: today, To: today, Unit: north}
	released, drafts := q.released(f), q.drafts(f)
	id := record.IDOf("any")
	o.ok(o.l.View(t.Context(), func(tx *store.Tx) error {
		for _, s := range []statement{
			released, drafts,
			{latestSQL, []any{id, today}},
			{bulletinSQL, []any{id}},
			{paragraphSQL, []any{id}},
			{paragraphsSQL, []any{id}},
			{markingsSQL, []any{id}},
			{countSQL, []any{id}},
			{ofSubjectSQL, []any{id}},
			{onReportSQL, []any{id}},
			{movedSQL[OnReport], []any{id}},
			{movedSQL[OnIncident], []any{id}},
			{movedSQL[OnAlert], []any{id}},
			{movedSQL[OnResponse], []any{id}},
		} {
			plan, err := tx.Plan(s.sql, s.args...)
			if err != nil || plan == "" || strings.Contains(plan, "SCAN") {
				t.Errorf("%s\n%s %v", s.sql, plan, err)
			}
		}
		return nil
	}))
}
