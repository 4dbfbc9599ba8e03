package task

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// Why is why something is handed over.
type Why string

// The reasons, the most pressing first.
const (
	Pressing    Why = "pressing"     // lives are in danger
	Late        Why = "late"         // it was due
	Unanswered  Why = "unanswered"   // somebody wrote and waits
	TaskLate    Why = "task_late"    // the unit was asked, and should have answered
	TaskOpen    Why = "task_open"    // the unit was asked
	TaskAwaited Why = "task_awaited" // others were asked, and should have answered
)

// Whys lists them in their order.
func Whys() []Why { return []Why{Pressing, Late, Unanswered, TaskLate, TaskOpen, TaskAwaited} }

// Item is one thing that is open: a report or a task. Nothing of what it says is
// kept here: it is looked up when somebody reads, as far as they may.
type Item struct {
	Report record.ID `json:"report,omitzero"`
	Task   record.ID `json:"task,omitzero"`
	Why    Why       `json:"why"`
}

// MaxItems bounds a hand-over: nobody reads on.
const MaxItems = 100

// draftPages bounds how far down the queue a draft looks.
const draftPages = 5

// Handover is what one shift left to the next.
type Handover struct {
	ID       record.ID
	Unit     record.ID
	By       record.ID
	At       time.Time
	Text     string
	Items    []Item
	Taker    record.ID // zero: nobody has read it yet
	Taken    time.Time
	Remark   string
	Revision int64
}

type handoverBody struct {
	V     int       `json:"v"`
	Act   string    `json:"act"` // left, taken
	Unit  record.ID `json:"unit,omitzero"`
	Text  string    `json:"text,omitempty"`
	Items []Item    `json:"items,omitempty"`
}

// Draft gives what is open at a's unit, as far as a may see it, for a hand-over
// that a finishes: lives in danger first.
func (s *Service) Draft(ctx context.Context, a policy.Actor) (items []Item, err error) {
	if err := s.policy.Allow(ctx, a, "handover.write", s.shift(&Handover{Unit: a.Unit})); err != nil {
		return nil, err
	}
	if items, err = s.openReports(ctx, a); err != nil {
		return nil, err
	}
	now := s.clock()
	for _, box := range []Box{OfUnit, Sent} {
		tasks, _, err := s.List(ctx, a, Query{Box: box})
		if err != nil {
			return nil, err
		}
		for _, t := range tasks {
			late := t.Overdue(now)
			switch {
			case box == OfUnit && late:
				items = append(items, Item{Task: t.ID, Why: TaskLate})
			case box == OfUnit:
				items = append(items, Item{Task: t.ID, Why: TaskOpen})
			case late:
				items = append(items, Item{Task: t.ID, Why: TaskAwaited})
			}
		}
	}
	slices.SortStableFunc(items, func(x, y Item) int { return slices.Index(Whys(), x.Why) - slices.Index(Whys(), y.Why) })
	return items[:min(len(items), MaxItems)], nil
}

func (s *Service) openReports(ctx context.Context, a policy.Actor) (items []Item, err error) {
	q := queue.Query{States: []queue.State{queue.New, queue.Checking, queue.NeedsAnswer}, Unit: a.Unit, Sort: queue.Due, Limit: queue.MaxPage}
	now := s.clock()
	for range draftPages {
		page, err := s.queue.List(ctx, a, q)
		if err != nil {
			return nil, err
		}
		for i := range page.Items {
			if r := &page.Items[i]; r.Unit == a.Unit {
				if why := whyOf(r, now); why != "" {
					items = append(items, Item{Report: r.ID, Why: why})
				}
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" || len(items) >= MaxItems {
			break
		}
	}
	return items, nil
}

func whyOf(r *queue.Summary, now time.Time) Why {
	switch {
	case r.Urgency == report.Now:
		return Pressing
	case !r.Due.IsZero() && now.After(r.Due):
		return Late
	case r.State == queue.NeedsAnswer:
		return Unanswered
	}
	return ""
}

// shift is the row by which the policy is asked about a hand-over: it stays in the
// unit.
func (s *Service) shift(h *Handover) policy.Resource {
	r := s.policy.At(policy.Handover, h.ID, h.Unit)
	r.TLP, r.Asker = record.AmberStrict, h.By
	return r
}

// Leave writes a hand-over for the next shift of a's unit. Leaving the same twice
// changes nothing.
func (s *Service) Leave(ctx context.Context, a policy.Actor, id record.ID, text string, items []Item) (Handover, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		h := &Handover{ID: id, Unit: a.Unit, By: a.ID}
		if err := s.policy.Allow(ctx, a, "handover.write", s.shift(h)); err != nil {
			return nil, err
		}
		if err := checkHandover(id, text, items); err != nil {
			return nil, err
		}
		if old, err := loadHandover(tx, id); !store.None(err) {
			if err == nil && (old.By != a.ID || old.Unit != a.Unit) {
				err = ended()
			}
			return nil, err
		}
		return []ledger.Draft{h.draft(a.ID, handoverBody{Act: "left", Unit: a.Unit, Text: text, Items: items})}, nil
	})
	if err != nil {
		return Handover{}, err
	}
	return s.Handover(ctx, a, id)
}

func checkHandover(id record.ID, text string, items []Item) error {
	bad := func(i Item) bool { return !slices.Contains(Whys(), i.Why) || i.Report.Zero() == i.Task.Zero() }
	switch {
	case id.Zero():
		return invalid("task.id.missing", "the task has no number of its own", "load the page again and send it once more")
	case len(items) > MaxItems || slices.ContainsFunc(items, bad):
		return invalid("task.handover.items", "these are not things that are open", "load the page again: the draft is made anew")
	}
	return checkText(text)
}

func (h *Handover) draft(author record.ID, b handoverBody) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Handover, Record: h.ID, Author: author,
		Handling: record.Handling{Unit: h.Unit, TLP: record.AmberStrict, Purpose: purpose}, Body: b,
	}
}

// Take says that the next shift has read what was left, and takes it over. Whoever
// left it cannot.
func (s *Service) Take(ctx context.Context, a policy.Actor, id record.ID, remark string) (Handover, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		h, err := loadHandover(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.policy.Allow(ctx, a, "handover.take", s.shift(h)); err != nil {
			return nil, err
		}
		switch {
		case h.Taker == a.ID:
			return nil, nil
		case !h.Taker.Zero():
			return nil, ended()
		case len(remark) > MaxText:
			return nil, checkText(remark)
		}
		return []ledger.Draft{h.draft(a.ID, handoverBody{Act: "taken", Text: remark})}, nil
	})
	if err != nil {
		return Handover{}, err
	}
	return s.Handover(ctx, a, id)
}

// Handover gives one. It faults with Missing where there is none that a may see.
func (s *Service) Handover(ctx context.Context, a policy.Actor, id record.ID) (h Handover, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		got, err := loadHandover(tx, id)
		if err != nil {
			return err
		}
		h = *got
		return s.policy.Allow(ctx, a, "handover.open", s.shift(got))
	})
	if err != nil {
		return Handover{}, err
	}
	return h, nil
}

// MayTake tells whether a may take a hand-over over.
func (s *Service) MayTake(ctx context.Context, a policy.Actor, h *Handover) bool {
	return h.Taker.Zero() && s.policy.Allow(ctx, a, "handover.take", s.shift(h)) == nil
}

// maxHandovers bounds a list: ten days of three shifts.
const maxHandovers = 30

// Handovers lists what was left at a's unit, the latest first.
func (s *Service) Handovers(ctx context.Context, a policy.Actor) (all []Handover, err error) {
	f, err := s.policy.Filter(ctx, a, "handover.list")
	if err != nil {
		return nil, err
	}
	where, args := f.For(a.Unit).SQL(policy.Columns{Unit: "unit", TLP: "tlp"})
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+handoverColumns+" FROM handovers WHERE unit = ? AND ("+where+") ORDER BY at DESC, id LIMIT ?", append(append([]any{a.Unit}, args...), maxHandovers)...)
		defer rows.Close()
		for rows.Next() {
			h, err := scanHandover(rows)
			if err != nil {
				return err
			}
			all = append(all, *h)
		}
		return rows.Err()
	})
	return all, err
}

func applyHandover(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[handoverBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	if b.Act == "taken" {
		return tx.Exec("UPDATE handovers SET taker = ?, taken = ?, remark = ?, seq = ? WHERE id = ?", rev.Author, at, b.Text, rev.Seq, rev.Record)
	}
	items, err := json.Marshal(append([]Item{}, b.Items...))
	if err != nil {
		return err
	}
	return tx.Exec("INSERT OR IGNORE INTO handovers (id, unit, tlp, author, text, items, at, taken, remark, seq) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?)",
		rev.Record, b.Unit, rev.Handling.TLP, rev.Author, b.Text, string(items), at, rev.Seq)
}

const handoverColumns = "id, unit, author, text, items, at, taker, taken, remark, seq"

func loadHandover(tx *store.Tx, id record.ID) (*Handover, error) {
	return scanHandover(tx.Row("SELECT "+handoverColumns+" FROM handovers WHERE id = ?", id))
}

func scanHandover(rows *store.Rows) (*Handover, error) {
	h := &Handover{}
	var items string
	var taker *record.ID
	var at, taken int64
	if err := rows.Scan(&h.ID, &h.Unit, &h.By, &h.Text, &items, &at, &taker, &taken, &h.Remark, &h.Revision); err != nil {
		return nil, err
	}
	if taker != nil {
		h.Taker = *taker
	}
	h.At, h.Taken = millis(at), millis(taken)
	return h, json.Unmarshal([]byte(items), &h.Items)
}
