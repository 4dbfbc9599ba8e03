package incident

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/taxonomy"
)

// Every order of the list reads its rows from its index, in that order.
func TestEveryOrderUsesItsIndex(t *testing.T) {
	o := newOffice(t)
	filter, err := o.Policy.Filter(t.Context(), o.desk, "incident.list")
	o.ok(err)
	o.ok(o.l.View(t.Context(), func(tx *store.Tx) error {
		for name, by := range orders {
			for _, after := range []bool{false, true} {
				w := o.where(filter, &Query{Kinds: []taxonomy.Kind{taxonomy.Attack}, From: noon, Unit: north})
				if after {
					w.add(by.after, 1, -1)
				}
				plan, err := tx.Plan(by.sql(w), append(w.args, 50)...)
				if err != nil {
					return err
				}
				if !strings.Contains(plan, by.index) || strings.Contains(plan, "TEMP B-TREE") {
					t.Errorf("%s: %s", name, plan)
				}
			}
		}
		for sql, index := range map[string]string{
			touchedSQL: "incident_log_seq", absorbedSQL: "incidents_merged", incidentsOfSQL: "incident_reports", logSQL: "incident_log",
		} {
			plan, err := tx.Plan(sql, 1)
			if err != nil {
				return err
			}
			if !strings.Contains(plan, "SEARCH") || strings.Contains(plan, "SCAN") {
				t.Errorf("%s: %s, want %s", sql, plan, index)
			}
		}
		return nil
	}))
}

// Pages give every incident once, in order, whatever the order and the filter.
func TestPages(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	kinds := taxonomy.Kinds()
	for i := range 23 {
		s := statement(fmt.Sprintf("camels of well %d", i))
		s.Kind, s.When.From = kinds[i%3], noon.Add(time.Duration(i%7)*time.Hour)
		o.ok(o.Start(ctx, o.desk, Opening{ID: record.IDOf(s.Title), Unit: []record.ID{north, well}[i%2], Urgency: urgencies[i%3], TLP: record.Amber, Statement: s}))
	}
	for _, q := range []Query{
		{Sort: Latest},
		{Sort: Changed},
		{Sort: Urgent},
		{Text: "camels"},
		{Unit: well},
		{Kinds: kinds[:1]},
		{Urgencies: []report.Urgency{report.Now}},
		{From: noon.Add(2 * time.Hour)},
		{To: noon.Add(2 * time.Hour)},
		{Lead: &record.ID{}},
		{Places: []report.PlaceRef{{List: "L", Code: "MR01"}}},
		{States: []State{Closed}},
	} {
		q.Limit = 100
		whole, err := o.List(ctx, o.desk, q)
		o.ok(err)
		if whole.Next != "" || len(whole.Items) == 0 != (len(q.States) > 0) {
			t.Errorf("%+v: %d items, next %q", q, len(whole.Items), whole.Next)
		}
		if q.Limit = 4; len(q.States) == 0 && whole.Counts[Open] != len(whole.Items) {
			t.Errorf("%+v: counted %d, there are %d", q, whole.Counts[Open], len(whole.Items))
		}
		var paged []string
		for range 10 {
			page, err := o.List(ctx, o.desk, q)
			o.ok(err)
			for _, x := range page.Items {
				paged = append(paged, x.Statement.Title)
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
		var want []string
		for _, x := range whole.Items {
			want = append(want, x.Statement.Title)
		}
		if strings.Join(paged, "|") != strings.Join(want, "|") {
			t.Errorf("%+v: paged %v, want %v", q, paged, want)
		}
	}
	marks, more, err := o.Marks(ctx, o.desk, Query{})
	o.ok(err)
	if len(marks) != 23 || more {
		t.Errorf("%d marks, more %v", len(marks), more)
	}
}

// A list shows what the policy shows, for everybody.
func TestListsAreFiltered(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief := o.hire("chief", capital, policy.Chief)
	for _, u := range []record.ID{capital, north, south, well} {
		for tlp := record.Clear; tlp <= record.Red; tlp++ {
			by := chief
			if tlp > record.Amber {
				by = o.hire("chief of "+u.String(), u, policy.Chief)
			}
			id := record.IDOf(u.String() + tlp.String())
			o.ok(o.Start(ctx, by, Opening{ID: id, Unit: u, TLP: tlp, Statement: statement(id.String())}))
		}
	}
	for _, role := range policy.Roles() {
		for _, u := range []record.ID{capital, north, well} {
			a := policy.Actor{ID: record.IDOf("x"), Unit: u, Roles: []policy.Role{role}}
			page, err := o.List(ctx, a, Query{Limit: 100})
			o.ok(err)
			listed := map[record.ID]bool{}
			for _, x := range page.Items {
				listed[x.ID] = true
			}
			for _, of := range []record.ID{capital, north, south, well} {
				for tlp := record.Clear; tlp <= record.Red; tlp++ {
					id := record.IDOf(of.String() + tlp.String())
					_, err := o.Visible(ctx, a, id)
					if listed[id] != (err == nil) {
						t.Errorf("%s of %s: listed %v, but %v", role, u, listed[id], err)
					}
				}
			}
		}
	}
}

// A revision touches its incident, and the one that has taken that in.
func TestTouched(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	a := o.hear(heard{name: "a"})
	one, two := o.start("one"), o.start("two")
	o.ok(o.Merge(ctx, o.desk, two, one.Incident))
	o.attach(one, a, own())
	got, err := o.Touched(ctx, o.end())
	o.ok(err)
	if !sameIDs(got, []record.ID{one.Incident}) {
		t.Errorf("touched: %v", got)
	}
	o.ok(o.Unmerge(ctx, o.desk, two))
	if got, err = o.Touched(ctx, o.end()); err != nil || !sameIDs(got, []record.ID{one.Incident, two.Incident}) {
		t.Errorf("touched: %v, %v", got, err)
	}
}
