package task

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// What is open is drafted, the most pressing first, finished by a person, and
// taken over by another.
func TestOneShiftLeavesToTheNext(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	first, asks, calm := o.take("lives", record.Amber), o.take("asks", record.Amber), o.take("calm", record.Amber)
	_, err := o.queue.SetUrgency(ctx, o.desk, queue.Act{Report: first}, report.Now)
	o.ok(err)
	_, err = o.queue.SetState(ctx, o.desk, queue.Act{Report: asks}, queue.NeedsAnswer)
	o.ok(err)
	_, err = o.queue.Close(ctx, o.desk, queue.Act{Report: calm}, queue.NoAction, "")
	o.ok(err)
	awaited := o.ask("awaited", first, post)
	own := o.asks("own", record.ID{}, north)
	own.Due = own.Due.Add(24 * time.Hour)
	_, err = o.Ask(ctx, o.head, own)
	o.ok(err)
	o.pass(7 * time.Hour)
	items, err := o.Draft(ctx, o.desk)
	o.ok(err)
	var got []string
	for _, i := range items {
		got = append(got, string(i.Why))
	}
	if s := strings.Join(got, " "); s != "pressing unanswered task_open task_awaited" && s != "pressing late task_open task_awaited" {
		t.Errorf("the draft: %s", s)
	}
	if items[0].Report != first || items[3].Task != awaited.ID {
		t.Errorf("the draft: %+v", items)
	}
	id := record.IDOf("night")
	left, err := o.Leave(ctx, o.desk, id, "La nuit a été longue.", items)
	o.ok(err)
	if left.Unit != north || left.By != o.desk.ID || len(left.Items) != 4 || !left.Taker.Zero() {
		t.Errorf("left: %+v", left)
	}
	o.refused(fault.Denied, "policy.denied", "taking over from oneself", func() error {
		_, err := o.Take(ctx, o.desk, id, "")
		return err
	})
	o.refused(fault.Missing, "", "another unit", func() error {
		_, err := o.Take(ctx, o.head, id, "")
		return err
	})
	next := policy.Actor{ID: record.IDOf("next"), Unit: north, Roles: []policy.Role{policy.Desk}}
	taken, err := o.Take(ctx, next, id, "bien lu")
	o.ok(err)
	if taken.Taker != next.ID || taken.Taken.IsZero() || taken.Remark != "bien lu" {
		t.Errorf("taken: %+v", taken)
	}
	o.refused(fault.Conflict, "task.state.ended", "taking over twice", func() error {
		_, err := o.Take(ctx, o.chief, id, "")
		return err
	})
	all, err := o.Handovers(ctx, next)
	o.ok(err)
	if len(all) != 1 || fmt.Sprint(all[0]) != fmt.Sprint(taken) {
		t.Errorf("the list: %+v", all)
	}
	if all, err := o.Handovers(ctx, o.head); err != nil || len(all) != 0 {
		t.Errorf("the capital reads the hand-overs of others: %v, %v", all, err)
	}
	if _, err := o.Handover(ctx, o.head, id); !store.None(err) {
		t.Errorf("the capital reads one: %v", err)
	}
}

func TestAHandoverNeedsWordsAndWhatIsOpen(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	id := record.IDOf("night")
	for what, do := range map[string]func() error{
		"task.text.missing": func() error { _, err := o.Leave(ctx, o.desk, id, "", nil); return err },
		"task.id.missing":   func() error { _, err := o.Leave(ctx, o.desk, record.ID{}, "x", nil); return err },
		"task.handover.items": func() error {
			_, err := o.Leave(ctx, o.desk, id, "x", []Item{{Report: id, Task: id, Why: Late}})
			return err
		},
	} {
		o.refused(fault.Invalid, what, what, do)
	}
	o.refused(fault.Denied, "policy.denied", "an analyst", func() error {
		_, err := o.Leave(ctx, policy.Actor{ID: record.IDOf("a"), Unit: north, Roles: []policy.Role{policy.Analyst}}, id, "x", nil)
		return err
	})
}
