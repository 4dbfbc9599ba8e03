package node

import (
	"context"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/task"
)

// overdue raises an alert at the unit that asked, where a task should have been
// answered: one for what the tasks are about, which others join, and once for each
// task, however often it looks and whatever the clock does. It ends when the last of
// them has.
type overdue struct {
	n     *Node
	asked time.Time
	told  map[record.ID]bool // in this life of the node: the alerts themselves know it too
}

// overdueEvery is how often it looks: life at risk waits for nothing longer.
const overdueEvery = 5 * time.Second

func (o *overdue) Name() string { return "alerts/overdue" }

// Follow hears nothing: what is due stands in the tables.
func (o *overdue) Follow(context.Context, ledger.Revision) error { return nil }

// Tick looks, where it is time to.
func (o *overdue) Tick(ctx context.Context, now time.Time) error {
	if since := now.Sub(o.asked); since >= 0 && since < overdueEvery {
		return nil
	}
	o.asked = now
	if on, err := o.n.Alerts.On(ctx, alert.Overdue); err != nil || !on {
		o.told = nil
		return err
	}
	if o.told == nil {
		o.told = map[record.ID]bool{}
	}
	late, err := o.n.Tasks.Late(ctx, now)
	if err != nil {
		return err
	}
	for i := range late {
		if t := &late[i]; !o.told[t.ID] {
			if err := o.tell(ctx, t); err != nil {
				return err
			}
			o.told[t.ID] = true
		}
	}
	return o.n.Alerts.Settle(ctx, alert.Overdue, o.over)
}

// over tells whether a task waits for nobody any more.
func (o *overdue) over(ctx context.Context, id record.ID) (bool, error) {
	t, _, _, err := o.n.Tasks.Row(ctx, id)
	if store.None(err) {
		return true, nil // what it was about was erased
	}
	return err == nil && !t.State.Open(), err
}

var lateNames = lang.Text{lang.French: "Tâche en retard : ", lang.Arabic: "مهمة متأخرة: ", lang.English: "Task overdue: "}

func (o *overdue) tell(ctx context.Context, t *task.Task) error {
	about := t.About().ID()
	if about.Zero() {
		about = t.ID
	}
	name := lang.Text{}
	for l, text := range lateNames {
		name[l] = text + o.n.Units.Name(t.To, l)
	}
	return o.n.Alerts.Find(ctx, alert.Overdue, alert.Found{
		Cause: "overdue " + string(t.Urgency) + " " + about.String(), Key: t.ID.String(), Name: name, Unit: t.From, TLP: t.TLP, Urgency: t.Urgency,
		Reports: []record.ID{t.ID},
	})
}
