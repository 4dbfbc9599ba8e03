package task

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

func (o *office) asks(name string, of record.ID, to record.ID) New {
	return New{ID: record.IDOf(name), Report: of, To: to, Text: "Allez voir au puits : " + name, Due: o.clock().Add(6 * time.Hour)}
}

func (o *office) ask(name string, of, to record.ID) Task {
	o.t.Helper()
	t, err := o.Ask(o.t.Context(), o.desk, o.asks(name, of, to))
	o.ok(err)
	return t
}

// The life of a task, seen by both units, and nothing twice.
func TestATaskIsAskedAcceptedAndAnswered(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber)
	n := o.asks("look", of, post)
	asked, err := o.Ask(ctx, o.desk, n)
	o.ok(err)
	if asked.State != Asked || asked.From != north || asked.Urgency != report.Soon || asked.TLP != record.Amber || !asked.Due.Equal(n.Due.Truncate(time.Millisecond)) {
		t.Errorf("asked: %+v", asked)
	}
	before := o.end()
	if _, err := o.Ask(ctx, o.desk, n); err != nil || o.end() != before {
		t.Errorf("asked twice: %v, %d revisions", err, o.end()-before)
	}
	if got := o.May(ctx, o.police, &asked); strings.Join(got, " ") != "accept finish decline" {
		t.Errorf("the post may %v", got)
	}
	if got := o.May(ctx, o.chief, &asked); strings.Join(got, " ") != "accept finish decline withdraw" { // it is above the post
		t.Errorf("the chief may %v", got)
	}
	taken, err := o.Accept(ctx, o.police, Act{asked.ID, asked.Revision})
	o.ok(err)
	if taken.State != Accepted || taken.Assignee != o.police.ID || taken.Taken.IsZero() {
		t.Errorf("taken: %+v", taken)
	}
	o.refused(fault.Conflict, "task.revision.old", "acting on what was seen before", func() error {
		_, err := o.Withdraw(ctx, o.desk, Act{asked.ID, asked.Revision}, "plus besoin")
		return err
	})
	done, err := o.Finish(ctx, o.police, Act{asked.ID, taken.Revision}, "Deux voitures, parties vers le nord")
	o.ok(err)
	if done.State != Done || done.Ended.IsZero() || done.Answer == "" {
		t.Errorf("done: %+v", done)
	}
	back, err := o.Of(ctx, o.desk, of)
	o.ok(err)
	if len(back) != 1 || back[0].Answer != done.Answer {
		t.Errorf("what comes back to the report: %+v", back)
	}
	o.refused(fault.Conflict, "task.state.ended", "taking back what is done", func() error {
		_, err := o.Withdraw(ctx, o.desk, Act{ID: asked.ID}, "plus besoin")
		return err
	})
	history, err := o.l.History(ctx, of)
	o.ok(err)
	if acts := kinds(history, record.Task); acts != 3 {
		t.Errorf("%d acts in the report's history", acts)
	}
}

func kinds(revs []ledger.Revision, k record.Kind) (n int) {
	for _, rev := range revs {
		if rev.Kind == k {
			n++
		}
	}
	return n
}

// Whoever has nothing to do with it does not know of it; whoever sees it from one
// side does not act for the other.
func TestWhoMayDoWhatWithATask(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	amber := o.ask("look", o.take("two cars", record.Amber), south)
	if _, err := o.Get(ctx, o.police, amber.ID); !store.None(err) {
		t.Errorf("a post that was not asked: %v", err)
	}
	o.refused(fault.Denied, "policy.denied", "answering what one asked", func() error {
		_, err := o.Finish(ctx, o.desk, Act{ID: amber.ID}, "vu")
		return err
	})
	o.refused(fault.Denied, "policy.denied", "taking back what one was asked", func() error {
		_, err := o.Withdraw(ctx, o.other, Act{ID: amber.ID}, "non")
		return err
	})
	analyst := policy.Actor{ID: record.IDOf("analyst"), Unit: south, Roles: []policy.Role{policy.Analyst}}
	if _, err := o.Get(ctx, analyst, amber.ID); err != nil {
		t.Errorf("an analyst of the unit reads: %v", err)
	}
	o.refused(fault.Denied, "policy.denied", "an analyst answers", func() error {
		_, err := o.Accept(ctx, analyst, Act{ID: amber.ID})
		return err
	})
	o.refused(fault.Missing, "", "asking about a report that one may not know of", func() error {
		_, err := o.Ask(ctx, o.other, o.asks("spy", record.IDOf("two cars"), south))
		return err
	})
	// What is marked more closely stays with the two units.
	strict := o.ask("strict", o.take("a name in it", record.AmberStrict), south)
	if _, err := o.Get(ctx, o.head, strict.ID); !store.None(err) {
		t.Errorf("the capital reads what stays in two units: %v", err)
	}
	if _, err := o.Get(ctx, o.other, strict.ID); err != nil {
		t.Errorf("the unit that was asked: %v", err)
	}
}

func TestATaskNeedsAUnitATimeAndWords(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber)
	for key, spoil := range map[string]func(*New){
		"task.unit.none":    func(n *New) { n.To = record.IDOf("nowhere") },
		"task.due.past":     func(n *New) { n.Due = n.Due.Add(-24 * time.Hour) },
		"task.due.far":      func(n *New) { n.Due = n.Due.Add(MaxWait) },
		"task.text.missing": func(n *New) { n.Text = "" },
		"task.text.long":    func(n *New) { n.Text = strings.Repeat("x", MaxText+1) },
		"task.id.missing":   func(n *New) { n.ID = record.ID{} },
	} {
		n := o.asks("look", of, post)
		spoil(&n)
		kind := fault.Invalid
		if key == "task.text.long" {
			kind = fault.TooLarge
		}
		o.refused(kind, key, key, func() error {
			_, err := o.Ask(ctx, o.desk, n)
			return err
		})
	}
	o.ask("look", of, post)
	o.refused(fault.Conflict, "task.state.ended", "the number of another task", func() error {
		_, err := o.Ask(ctx, o.desk, o.asks("look", of, south))
		return err
	})
	o.refused(fault.Invalid, "task.text.missing", "declining without a reason", func() error {
		_, err := o.Decline(ctx, o.police, Act{ID: record.IDOf("look")}, "")
		return err
	})
}

// Lists: lives in danger first, then what is due first, each box its own, under
// the filter of the policy.
func TestListsOfTasks(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber)
	for i, name := range []string{"late", "later", "now", "elsewhere"} {
		n := o.asks(name, of, post)
		n.Due = n.Due.Add(time.Duration(i) * time.Hour)
		switch name {
		case "now":
			n.Urgency = report.Now
		case "elsewhere":
			n.To = south
		}
		_, err := o.Ask(ctx, o.desk, n)
		o.ok(err)
	}
	free := o.asks("of none", record.ID{}, post)
	_, err := o.Ask(ctx, o.desk, free)
	o.ok(err)
	_, err = o.Accept(ctx, o.police, Act{ID: record.IDOf("later")})
	o.ok(err)
	_, err = o.Decline(ctx, o.police, Act{ID: free.ID}, "pas de voiture")
	o.ok(err)
	for _, c := range []struct {
		who  policy.Actor
		q    Query
		want string
	}{
		{o.police, Query{Box: OfUnit}, "now late later"},
		{o.police, Query{Box: Mine}, "later"},
		{o.police, Query{Box: Sent}, ""},
		{o.police, Query{Box: OfUnit, Ended: true}, "of none"},
		{o.desk, Query{Box: Sent}, "now late later elsewhere"},
		{o.other, Query{Box: Visible}, "elsewhere"},
		{o.head, Query{Box: Visible}, "now late later elsewhere"},
	} {
		all, more, err := o.List(ctx, c.who, c.q)
		o.ok(err)
		var names []string
		for _, task := range all {
			names = append(names, strings.TrimPrefix(task.Text, "Allez voir au puits : "))
		}
		if got := strings.Join(names, " "); got != c.want || more {
			t.Errorf("%v of %v: %s, want %s", c.q, c.who.Roles, got, c.want)
		}
	}
	o.pass(7*time.Hour + 30*time.Minute)
	w, err := o.Count(ctx, o.police)
	o.ok(err)
	if w != (Waiting{Open: 3, Overdue: 2}) {
		t.Errorf("the post: %+v", w)
	}
	if w, err = o.Count(ctx, o.desk); err != nil || w != (Waiting{Sent: 4, SentOverdue: 2}) {
		t.Errorf("the desk: %+v, %v", w, err)
	}
}

// The answer comes back to the report wherever it went, and goes with it.
func TestATaskGoesWithItsReport(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber)
	task := o.ask("look", of, post)
	_, err := o.queue.Forward(ctx, o.desk, queue.Act{Report: of}, south, "à vous")
	o.ok(err)
	if got, err := o.Get(ctx, o.other, task.ID); err != nil || got.From != south {
		t.Errorf("the next desk: %+v, %v", got, err)
	}
	chief := policy.Actor{ID: record.IDOf("chief south"), Unit: south, Roles: []policy.Role{policy.Chief}}
	_, err = o.queue.Erase(ctx, chief, of, "demandé par la personne")
	o.ok(err)
	if _, err := o.Get(ctx, o.police, task.ID); !store.None(err) {
		t.Errorf("a task about a report that was erased: %v", err)
	}
}

// Every list runs over an index.
func TestListsUseAnIndex(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	for _, where := range []string{
		"about = ? AND open = 1", "asked_of = ? AND open = 1 ORDER BY due", "unit = ? AND open = 0", "assignee = ? AND open = 1", "open = 1 AND (tlp <= 1)",
	} {
		o.ok(o.l.View(ctx, func(tx *store.Tx) error {
			plan, err := tx.Plan("SELECT id FROM tasks WHERE "+where, record.ID{})
			if where[:4] == "open" {
				plan, err = tx.Plan("SELECT id FROM tasks WHERE " + where)
			}
			if !strings.Contains(plan, "USING") || strings.Contains(plan, "SCAN") {
				t.Errorf("%s: %s", where, plan)
			}
			return err
		}))
	}
}

// Tables made again are the same.
func TestRebuiltTasksAreTheSame(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	o.ask("look", o.take("two cars", record.Amber), post)
	_, err := o.Accept(ctx, o.police, Act{ID: record.IDOf("look")})
	o.ok(err)
	want, err := o.Get(ctx, o.desk, record.IDOf("look"))
	o.ok(err)
	o.ok(o.l.Close())
	if _, err := ledger.Rebuild(ctx, o.field(), nil); err != nil {
		t.Fatal(err)
	}
	o.l = ledgertest.Open(t, o.field())
	o.ledger = o.l
	if got, err := o.Get(ctx, o.desk, record.IDOf("look")); err != nil || got != want {
		t.Errorf("made again: %+v, %v, want %+v", got, err, want)
	}
}
