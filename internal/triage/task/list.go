package task

import (
	"context"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Box is whose tasks a list shows.
type Box string

// The boxes.
const (
	Mine    Box = "mine" // that the actor took on
	OfUnit  Box = "unit" // that the actor's unit was asked
	Sent    Box = "sent" // that the actor's unit asked of others
	Visible Box = "all"  // all that the actor may see: the unit's and those below
)

// Boxes lists them.
func Boxes() []Box { return []Box{Mine, OfUnit, Sent, Visible} }

// MaxListed bounds a list of tasks: a desk that has more open than this has other
// troubles than a long list.
const MaxListed = 200

// Query asks for tasks.
type Query struct {
	Box   Box
	Ended bool // the ended ones, the latest first; else the open ones, what is due first
}

// List gives tasks: of the open ones those about lives in danger first, then what
// is due first. more says that there are more than MaxListed.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (all []Task, more bool, err error) {
	where, args, err := s.visible(ctx, a)
	if err != nil {
		return nil, false, err
	}
	switch q.Box {
	case Mine:
		where, args = "assignee = ? AND ("+where+")", append([]any{a.ID}, args...)
	case OfUnit:
		where, args = "asked_of = ? AND ("+where+")", append([]any{a.Unit}, args...)
	case Sent:
		where, args = "unit = ? AND ("+where+")", append([]any{a.Unit}, args...)
	case Visible:
	}
	order := " AND open = 1 ORDER BY urgency > 0, due, id"
	if q.Ended {
		order = " AND open = 0 ORDER BY ended DESC, id"
	}
	all, err = s.read(ctx, "("+where+")"+order+" LIMIT ?", append(args, MaxListed+1)...)
	if len(all) > MaxListed {
		all, more = all[:MaxListed], true
	}
	return all, more, err
}

// Of gives the tasks asked about reports or incidents that a may see, the latest
// first.
func (s *Service) Of(ctx context.Context, a policy.Actor, of ...record.ID) ([]Task, error) {
	where, args, err := s.visible(ctx, a)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	return s.read(ctx, among("about", of)+" AND ("+where+") ORDER BY open DESC, at DESC, id LIMIT ?", append(append(anys(of), args...), MaxListed)...)
}

// among asks for a column that is one of some ids.
func among(column string, ids []record.ID) string {
	return column + " IN (?" + strings.Repeat(", ?", len(ids)-1) + ")"
}

func anys(ids []record.ID) (all []any) {
	for _, id := range ids {
		all = append(all, id)
	}
	return all
}

// visible is the condition by which a sees tasks, from either side.
func (s *Service) visible(ctx context.Context, a policy.Actor) (string, []any, error) {
	f, err := s.policy.Filter(ctx, a, "task.list")
	if err != nil {
		return "", nil, err
	}
	from, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp", Named: "asker = ?"})
	to, more := f.SQL(policy.Columns{Unit: "asked_of", TLP: "tlp", Assignee: "assignee"})
	return from + " OR " + to, append(args, more...), nil
}

func (s *Service) read(ctx context.Context, where string, args ...any) (all []Task, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+taskColumns+" FROM tasks WHERE "+where, args...)
		defer rows.Close()
		for rows.Next() {
			t, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, *t)
		}
		return rows.Err()
	})
	return all, err
}

// Waiting is how many open tasks the actor's unit has, how many of them are
// overdue, and how many it asked of others that are.
type Waiting struct {
	Open, Overdue, Sent, SentOverdue int
}

// Count counts what a's unit has to do and waits for.
func (s *Service) Count(ctx context.Context, a policy.Actor) (w Waiting, err error) {
	where, args, err := s.visible(ctx, a)
	if err != nil {
		return w, err
	}
	now := s.clock().UnixMilli()
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, c := range []struct {
			column     string
			open, late *int
		}{{"asked_of", &w.Open, &w.Overdue}, {"unit", &w.Sent, &w.SentOverdue}} {
			sql := "SELECT count(*), coalesce(sum(due < ?), 0) FROM tasks WHERE open = 1 AND " + c.column + " = ? AND (" + where + ")"
			if err := tx.Row(sql, append([]any{now, a.Unit}, args...)...).Scan(c.open, c.late); err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

// patience is how long after its due time an unanswered task is somebody's alarm: of
// life at risk at once.
var patience = map[report.Urgency]time.Duration{report.Now: 0, report.Soon: time.Hour, report.Routine: 24 * time.Hour}

// maxLate bounds the tasks that one look takes on, life at risk first: the next
// look comes in seconds, and one that is alarmed about is not before its end again.
const maxLate = 500

// Late gives the open tasks that should have been answered so long ago that it
// matters, the longest due first. The caller asks nobody: it is the node.
func (s *Service) Late(ctx context.Context, now time.Time) (late []Task, err error) {
	due, err := s.read(ctx, "open = 1 AND due <= ? ORDER BY urgency, due, id LIMIT ?", now.UnixMilli(), maxLate)
	for _, t := range due {
		if now.Sub(t.Due) >= patience[t.Urgency] {
			late = append(late, t)
		}
	}
	return late, err
}
