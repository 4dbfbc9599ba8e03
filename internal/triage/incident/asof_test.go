package incident

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// shown is all that a view shows, in a form that can be compared.
func shown(t *testing.T, v *View) string {
	t.Helper()
	x := *v
	x.At = time.Time{}
	b, err := json.Marshal(struct {
		View
		Sources  Sources
		Revision int64
	}{x, v.Sources, v.Revision})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// live does something to one of two incidents.
func (o *office) live(rng *rand.Rand, on [2]On, reports []record.ID) {
	o.t.Helper()
	ctx, i := o.t.Context(), on[rng.IntN(2)]
	r, other := reports[rng.IntN(len(reports))], reports[rng.IntN(len(reports))]
	v := o.look(i)
	s := v.Statement
	switch rng.IntN(12) {
	case 0:
		s.Title = fmt.Sprint("title ", rng.IntN(100))
		_, _ = o.Amend(ctx, o.desk, i, Amendment{Base: v.Seq, Statement: s}) // refused where it is part of another
	case 1:
		s.Harmed = []Harm{{What: Killed, Sex: Male, Age: Adult, Count: 1 + rng.IntN(9)}}
		_, _ = o.Amend(ctx, o.desk, i, Amendment{Base: max(1, v.Seq-int64(rng.IntN(20))), Statement: s})
	case 2, 3, 4:
		_ = o.Attach(ctx, o.desk, i, Attachment{Report: r, Tells: ByEar, Origin: own()}, false)
	case 5:
		_ = o.Attach(ctx, o.desk, i, Attachment{Report: r, Tells: ByEar, Origin: Origin{Kind: OfReport, Report: other}}, false)
	case 6:
		_ = o.Detach(ctx, o.desk, i, r, "")
	case 7:
		_ = o.SetUrgency(ctx, o.desk, i, urgencies[rng.IntN(3)])
	case 8:
		_ = o.Ask(ctx, o.desk, i, record.IDOf(fmt.Sprint("q", rng.IntN(5))), "Qui ?")
	case 9:
		_ = o.Reply(ctx, o.desk, i, record.IDOf(fmt.Sprint("q", rng.IntN(5))), fmt.Sprint("eux ", rng.IntN(3)))
	case 10:
		if rng.IntN(2) == 0 {
			_ = o.Merge(ctx, o.desk, on[0], on[1].Incident)
		} else {
			_ = o.Unmerge(ctx, o.desk, on[0])
		}
	case 11:
		o.grade(r, "ABCDEF"[rng.IntN(6):][:1], 1+rng.IntN(6))
	}
}

// Whatever is done: what is shown of any instant is what was shown at that instant,
// and the tables made again from the ledger are the same.
func TestAnyInstantIsShownAsItWas(t *testing.T) {
	o := newOffice(t)
	rng := rand.New(rand.NewPCG(7, 7))
	var reports []record.ID
	for i := range 8 {
		reports = append(reports, o.hear(heard{name: fmt.Sprint("r", i), source: fmt.Sprint("s", i%5)}))
	}
	on := [2]On{o.start("one", reports[0]), o.start("two")}
	type seen struct {
		on   On
		at   time.Time
		what string
	}
	var all []seen
	for range 240 {
		o.live(rng, on, reports)
		for _, i := range on {
			all = append(all, seen{i, o.pass(time.Second), shown(t, o.look(i))})
		}
	}
	for n, s := range all {
		if diff := cmp.Diff(s.what, shown(t, o.look(s.on, s.at))); diff != "" {
			t.Fatalf("look %d: %s", n, diff)
		}
	}
	if n := o.end(); n < 120 {
		t.Errorf("only %d things were done", n)
	}
	want := o.rows()
	o.ok(o.l.Close())
	_, err := ledger.Rebuild(context.Background(), o.options(), nil)
	o.ok(err)
	o.open()
	if diff := cmp.Diff(want, o.rows()); diff != "" {
		t.Errorf("made again: %s", diff)
	}
}

// rows are those of the package's tables.
func (o *office) rows() (all []string) {
	o.t.Helper()
	o.ok(o.l.View(o.t.Context(), func(tx *store.Tx) error {
		for _, sql := range []string{
			"SELECT json_array(n, hex(id), hex(unit), tlp, hex(assignee), kind, state, urgency, happened, list, place, hex(merged), seq, doc) FROM incidents ORDER BY n",
			"SELECT json_array(hex(report), n) FROM incident_reports ORDER BY 1", "SELECT json_array(n, seq, hex(subject)) FROM incident_log ORDER BY n, seq",
			"SELECT json_array(n, at, till, kind, list, place) FROM traits ORDER BY n",
		} {
			rows := tx.Query(sql)
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					return err
				}
				all = append(all, s)
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	}))
	return all
}

// Before it was opened there was no incident, and what came later is not in it.
func TestAsOf(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	before := o.pass(time.Hour)
	on := o.start("camels", o.hear(heard{name: "a"}))
	first := o.pass(time.Hour)
	o.ok(o.SetUrgency(ctx, o.desk, on, report.Now))
	if _, err := o.Look(ctx, o.desk, on.Incident, before); err == nil {
		t.Error("it was there before it was opened")
	}
	if v := o.look(on, first); v.Urgency != report.Soon || v.At != first {
		t.Errorf("then: %+v", v.Incident)
	}
	if v := o.look(on); v.Urgency != report.Now || !v.At.IsZero() {
		t.Errorf("now: %+v", v.Incident)
	}
}
