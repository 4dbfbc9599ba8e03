package task

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

var girl = vault.Person{Name: "Zeinabou mint Canari", Phone: "+222 36 99 11 77", Place: "derrière la mosquée canari", Note: "parle soninké, canari"}

func (o *office) refer(name string, of record.ID) Referral {
	o.t.Helper()
	r, err := o.Refer(o.t.Context(), o.desk, NewReferral{ID: record.IDOf(name), Report: of, To: shelter, Need: Child, Text: "une fille seule, huit ans environ", Person: girl})
	o.ok(err)
	return r
}

const why = "je vais la chercher ce soir"

// Only the service that took the person on learns who it is, and each time it is
// written down.
func TestOnlyWhoHelpsLearnsWhoItIs(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	r := o.refer("girl", o.take("a girl at the bus station", record.Amber))
	if r.State != Asked || !strings.HasPrefix(r.Pseudonym(), "P-") || len(r.Pseudonym()) != 8 {
		t.Errorf("referred: %+v %s", r, r.Pseudonym())
	}
	identify := func(a policy.Actor) func() error {
		return func() error {
			_, err := o.Identify(ctx, a, r.ID, why)
			return err
		}
	}
	o.refused(fault.Denied, "task.referral.waiting", "before it is accepted", identify(o.carer))
	_, err := o.AcceptReferral(ctx, o.carer, Act{r.ID, r.Revision})
	o.ok(err)
	for name, a := range map[string]policy.Actor{"the desk that handed her on": o.desk, "its chief": o.chief, "the capital": o.head} {
		o.refused(fault.Denied, "policy.denied", name, identify(a))
	}
	for name, a := range map[string]policy.Actor{
		"the police": o.police, "another desk": o.other, "an administrator": {ID: record.IDOf("admin"), Unit: shelter, Roles: []policy.Role{policy.Administrator}},
		"oversight": {ID: record.IDOf("over"), Unit: capital, Roles: []policy.Role{policy.Oversight}},
	} {
		o.refused(fault.Missing, "", name, identify(a))
	}
	o.refused(fault.Denied, "policy.denied", "an analyst of the service", identify(policy.Actor{ID: record.IDOf("analyst"), Unit: shelter, Roles: []policy.Role{policy.Analyst}}))
	o.refused(fault.Invalid, "vault.reason.missing", "without a reason", func() error {
		_, err := o.Identify(ctx, o.carer, r.ID, "")
		return err
	})
	got, err := o.Identify(ctx, o.carer, r.ID, why)
	o.ok(err)
	if got != girl {
		t.Errorf("the service reads %+v", got)
	}
	if seen, err := o.Referral(ctx, o.desk, r.ID); err != nil || seen.Reads != 1 || seen.State != Accepted {
		t.Errorf("what the desk sees of it: %+v, %v", seen, err)
	}
	lines, err := o.kept.History(ctx, r.ID)
	o.ok(err)
	if kinds(lines, record.Referral) != 2 || !strings.Contains(string(lines[1].Body), why) {
		t.Errorf("%d lines in the vault", len(lines))
	}
}

// Nothing that is kept outside the vault tells who it is.
func TestNoCanaryOutsideTheVault(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	r := o.refer("girl", o.take("a girl at the bus station", record.Amber))
	_, err := o.AcceptReferral(ctx, o.carer, Act{ID: r.ID})
	o.ok(err)
	_, err = o.Identify(ctx, o.carer, r.ID, why)
	o.ok(err)
	_, err = o.FinishReferral(ctx, o.carer, Act{ID: r.ID}, "elle est en sécurité")
	o.ok(err)
	revs, err := o.l.Follow(ctx, 0, 1000)
	o.ok(err)
	var all strings.Builder
	for _, rev := range revs {
		all.Write(rev.Body)
	}
	o.ok(o.l.View(ctx, func(tx *store.Tx) error {
		var tables []string
		rows := tx.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			tables = append(tables, name)
		}
		for _, name := range tables {
			columns := tx.Query("SELECT name FROM pragma_table_info(?)", name)
			var quoted []string
			for columns.Next() {
				var c string
				if err := columns.Scan(&c); err != nil {
					return err
				}
				quoted = append(quoted, "coalesce(CAST("+c+" AS TEXT), '')")
			}
			content := tx.Query("SELECT " + strings.Join(quoted, " || ' ' || ") + " FROM " + name)
			for content.Next() {
				var s string
				if err := content.Scan(&s); err != nil {
					return err
				}
				all.WriteString(s)
			}
		}
		return rows.Err()
	}))
	text := strings.ToLower(all.String())
	if !strings.Contains(text, "une fille seule") {
		t.Fatal("the test looks in the wrong place")
	}
	for _, canary := range []string{"canari", "zeinabou", "36 99 11 77", "soninké"} {
		if strings.Contains(text, canary) {
			t.Errorf("%q stands outside the vault", canary)
		}
	}
}

// A text that others read and that names the person is not taken.
func TestATextThatNamesThePersonIsNotTaken(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("a girl at the bus station", record.Amber)
	for _, text := range []string{"aidez ZEÏNABOU vite", "appelez le 36991177 (22236991177)", "Mint Canari, seule"} {
		o.refused(fault.Invalid, "task.referral.named", text, func() error {
			_, err := o.Refer(ctx, o.desk, NewReferral{ID: record.IDOf("x"), Report: of, To: shelter, Need: Child, Text: text, Person: girl})
			return err
		})
	}
	r := o.refer("girl", of)
	_, err := o.AcceptReferral(ctx, o.carer, Act{ID: r.ID})
	o.ok(err)
	o.refused(fault.Invalid, "task.referral.named", "an answer that names her", func() error {
		_, err := o.FinishReferral(ctx, o.carer, Act{ID: r.ID}, "Zeinabou est chez sa tante")
		return err
	})
	arabic := vault.Person{Name: "فاطمة ولد أحمد", Place: "x"}
	for text, want := range map[string]bool{"هذه فاطمه وحدها": true, "ولد صغير": false, "بنت صغيرة": false} {
		if got := arabic.Mentions(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestPeopleAreHandedOnToThoseWhoHelp(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("a girl at the bus station", record.Amber)
	for key, spoil := range map[string]func(*NewReferral){
		"task.referral.unit":   func(n *NewReferral) { n.To = post },
		"task.referral.need":   func(n *NewReferral) { n.Need = "curiosity" },
		"task.text.missing":    func(n *NewReferral) { n.Text = "" },
		"vault.person.missing": func(n *NewReferral) { n.Person = vault.Person{Phone: "1"} },
	} {
		n := NewReferral{ID: record.IDOf("x"), Report: of, To: shelter, Need: Child, Text: "seule", Person: girl}
		spoil(&n)
		o.refused(fault.Invalid, key, key, func() error {
			_, err := o.Refer(ctx, o.desk, n)
			return err
		})
	}
	o.refused(fault.Missing, "", "about a report that one may not know of", func() error {
		_, err := o.Refer(ctx, o.other, NewReferral{ID: record.IDOf("x"), Report: of, To: shelter, Need: Child, Text: "seule", Person: girl})
		return err
	})
	if people, err := o.vault.People(ctx, record.ID{}); err != nil || len(people) != 0 {
		t.Errorf("what was refused is kept: %v, %v", people, err)
	}
}

// Who it was is removed where nobody helps, where the help has ended long ago, and
// with the report.
func TestWhoItWasIsForgotten(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("a bus station", record.Amber)
	kept := func() (n int) {
		people, err := o.vault.People(ctx, record.ID{})
		o.ok(err)
		return len(people)
	}
	declined, withdrawn, done, erased := o.refer("declined", of), o.refer("withdrawn", of), o.refer("done", of), o.refer("erased", o.take("another", record.Amber))
	_, err := o.DeclineReferral(ctx, o.carer, Act{ID: declined.ID}, "nous sommes pleins")
	o.ok(err)
	_, err = o.WithdrawReferral(ctx, o.desk, Act{ID: withdrawn.ID}, "sa mère est venue")
	o.ok(err)
	if n := kept(); n != 2 {
		t.Errorf("%d are kept after one was declined and one taken back, want 2", n)
	}
	_, err = o.AcceptReferral(ctx, o.carer, Act{ID: done.ID})
	o.ok(err)
	_, err = o.FinishReferral(ctx, o.carer, Act{ID: done.ID}, "elle est en sécurité")
	o.ok(err)
	o.pass(keptAfter - time.Hour)
	forget := o.Forgetter()
	o.ok(forget.Tick(ctx, o.clock()))
	if n := kept(); n != 2 {
		t.Errorf("%d are kept before the time is over, want 2", n)
	}
	o.pass(2 * time.Hour)
	o.ok(forget.Tick(ctx, o.clock()))
	if n := kept(); n != 1 {
		t.Errorf("%d are kept after the time is over, want 1", n)
	}
	_, err = o.Identify(ctx, o.carer, done.ID, why)
	if err == nil {
		t.Error("who it was is told after it was removed")
	}
	_, err = o.queue.Erase(ctx, policy.Actor{ID: record.IDOf("chief"), Unit: north, Roles: []policy.Role{policy.Chief}}, erased.Report, "demandé")
	o.ok(err)
	revs, err := o.l.Follow(ctx, 0, 1000)
	o.ok(err)
	for range 2 { // it hears some again after a crash
		for _, rev := range revs {
			o.ok(forget.Follow(ctx, rev))
		}
	}
	if n := kept(); n != 0 {
		t.Errorf("%d are kept after the report was erased", n)
	}
	lines, err := o.kept.History(ctx, erased.ID)
	o.ok(err)
	for _, l := range lines {
		if l.Kind == record.Referral && l.Body != nil {
			t.Error("a body is left in the vault")
		}
	}
}

// The desk follows what becomes of somebody, by the pseudonym, wherever the report
// goes; other units know nothing of it.
func TestListsOfReferrals(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("a bus station", record.Amber)
	r := o.refer("girl", of)
	list := func(a policy.Actor) string {
		all, err := o.Referrals(ctx, a, false)
		o.ok(err)
		return fmt.Sprint(len(all))
	}
	if got := list(o.desk) + list(o.carer) + list(o.head) + list(o.police) + list(o.other); got != "11100" {
		t.Errorf("desk, carer, capital, police and another desk see %s", got)
	}
	for who, want := range map[*policy.Actor]string{&o.desk: "withdraw", &o.carer: "accept decline", &o.police: ""} {
		if got := strings.Join(o.MayReferral(ctx, *who, &r), " "); got != want {
			t.Errorf("%v may %s, want %s", who, got, want)
		}
	}
	_, err := o.queue.Forward(ctx, o.desk, queue.Act{Report: of}, south, "à vous")
	o.ok(err)
	if all, err := o.ReferralsOf(ctx, o.other, of); err != nil || len(all) != 1 {
		t.Errorf("the next desk sees %d, %v", len(all), err)
	}
	want, err := o.Referral(ctx, o.carer, r.ID)
	o.ok(err)
	o.ok(o.l.Close())
	if _, err := ledger.Rebuild(ctx, o.field(), nil); err != nil {
		t.Fatal(err)
	}
	o.l = ledgertest.Open(t, o.field())
	o.ledger = o.l
	if got, err := o.Referral(ctx, o.carer, r.ID); err != nil || got != want {
		t.Errorf("made again: %+v, %v, want %+v", got, err, want)
	}
}
