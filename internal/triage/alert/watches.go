package alert

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Watches gives the watches that a may see, those switched on first, with how many
// alerts each raised in the last ninety days.
func (s *Service) Watches(ctx context.Context, a policy.Actor) (ws []Watch, raised map[record.ID]int, err error) {
	filter, err := s.opt.Policy.Filter(ctx, a, "watch.list")
	if err != nil {
		return nil, nil, err
	}
	raised = map[record.ID]int{}
	since := s.opt.Clock().Add(-trialTime).UnixMilli()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err := allWatches(tx)
		if err != nil {
			return err
		}
		for _, w := range all {
			if !filter.Counts(w.Unit, record.Clear) {
				continue
			}
			ws = append(ws, w)
			var n int
			if err := tx.Row("SELECT count(*) FROM alerts INDEXED BY alerts_raised WHERE watch = ? AND raised >= ?", w.ID, since).Scan(&n); err != nil {
				return err
			}
			raised[w.ID] = n
		}
		return nil
	})
	slices.SortFunc(ws, func(a, b Watch) int {
		return cmp.Or(cmp.Compare(off(a), off(b)), cmp.Compare(a.Urgency.Rank(), b.Urgency.Rank()), strings.Compare(a.Name.In(lang.French), b.Name.In(lang.French)))
	})
	return ws, raised, err
}

func off(w Watch) int {
	if w.On {
		return 0
	}
	return 1
}

func (s *Service) watchAt(id, unit record.ID) policy.Resource {
	return s.opt.Policy.At(policy.Watch, id, unit)
}

// Put adds or changes a watch. One that looks for something else than before is
// switched off until it has been tried again. Revision is the one that the person
// saw; 0 is a watch that is not there yet.
func (s *Service) Put(ctx context.Context, a policy.Actor, w Watch) error {
	if err := w.Check(); err != nil {
		return err
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		old, err := loadWatch(tx, w.ID)
		if err != nil && !store.None(err) {
			return nil, err
		}
		if err := s.mayPut(ctx, a, w, old); err != nil {
			return nil, err
		}
		if err := s.fits(ctx, w); err != nil {
			return nil, err
		}
		if old.Revision != w.Revision {
			return nil, oldWatch(old)
		}
		b := w.body()
		b.On = stays(old, w)
		return []ledger.Draft{s.watchDraft(a.ID, w, b)}, nil
	})
	return err
}

// stays tells whether a watch that is changed stays switched on.
func stays(old, w Watch) bool { return old.On && old.same(w) }

// mayPut asks about the watch as it stands and as it is to be; what a change would
// switch off, only those change who may switch it.
func (s *Service) mayPut(ctx context.Context, a policy.Actor, w, old Watch) error {
	ask := func(action policy.Action, unit record.ID) error {
		return s.opt.Policy.Allow(ctx, a, action, s.watchAt(w.ID, unit))
	}
	if old.Revision == 0 {
		return ask("watch.make", w.Unit)
	}
	for _, unit := range []record.ID{old.Unit, w.Unit} {
		if err := ask("watch.edit", unit); err != nil {
			return err
		}
	}
	if old.On && !stays(old, w) {
		return ask("watch.switch", old.Unit)
	}
	return nil
}

func oldWatch(w Watch) error {
	return conflict("alert.watch.old", "somebody else changed this watch while you had it open", "look at the change, then do it again if it still fits", strconv.FormatInt(w.Revision, 10))
}

// fits tells whether the units that a watch names are there, and whether those
// that are to be heard of are its own.
func (s *Service) fits(ctx context.Context, w Watch) error {
	bad := !s.opt.Units.Works(w.Unit)
	for _, step := range w.Ladder {
		bad = bad || !step.Unit.Zero() && !s.opt.Units.Works(step.Unit)
		// Of the alert's own unit, which is not known yet, whoever is named answers if they may then.
		if unit := cmp.Or(step.Unit, w.Unit); !step.Owner.Zero() && !s.opt.Duty.Can(ctx, step.Owner, unit) {
			return invalid("alert.ladder.owner", "somebody whom the ladder names works here no more, or could not answer there", "choose somebody of the level's unit or of one above it, or leave it to those on duty")
		}
	}
	for _, u := range w.Rule.Units {
		bad = bad || !s.opt.Units.Under(u, w.Unit)
	}
	if bad {
		return invalid("alert.watch.unit", "a unit of this watch is not there, is closed, or is not one of its own", "choose units of the network, those expected to report below the watch's")
	}
	return nil
}

func (s *Service) watchDraft(author record.ID, w Watch, b watchBody) ledger.Draft {
	return ledger.Draft{
		Kind: record.Watch, Record: w.ID, Author: author, Body: b, Handling: record.Handling{Unit: w.Unit, TLP: record.Amber, Purpose: purpose},
	}
}

// maxADay bounds how many alerts a day a watch would have raised for it to be
// switched on: who is alerted more often hears nothing any more.
const maxADay = 10

// Switch switches a watch on or off, with a reason that stands beside it. Before it
// is switched on it is tried on what was reported: one that would have raised more
// than ten alerts a day stays off.
func (s *Service) Switch(ctx context.Context, a policy.Actor, id record.ID, on bool, why string, revision int64) error {
	if err := checkWord(why, true); err != nil {
		return err
	}
	var w Watch
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		if w, err = loadWatch(tx, id); err != nil {
			return err
		}
		return s.opt.Policy.Allow(ctx, a, "watch.switch", s.watchAt(id, w.Unit))
	})
	if err != nil {
		return err
	}
	tried := 0
	if on {
		if tried, err = s.bearable(ctx, w); err != nil {
			return err
		}
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		now, err := loadWatch(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "watch.switch", s.watchAt(id, now.Unit)); err != nil {
			return nil, err
		}
		if now.Revision != w.Revision || revision != 0 && now.Revision != revision {
			return nil, oldWatch(now)
		}
		if now.On == on {
			return nil, nil
		}
		b := now.body()
		b.On, b.Switch, b.Why, b.Tried = on, true, strings.TrimSpace(why), tried
		return []ledger.Draft{s.watchDraft(a.ID, now, b)}, nil
	})
	return err
}

// bearable tries a watch and gives how many alerts it would have raised. It faults
// with Invalid where that is too many; where life is at risk there is no too many.
func (s *Service) bearable(ctx context.Context, w Watch) (int, error) {
	if w.Rule.Look != Reports {
		return 0, nil
	}
	t, err := s.try(ctx, w, nil)
	if err != nil {
		return 0, err
	}
	if days := max(1, t.Days()); t.Alerts > maxADay*days && w.Urgency != report.Now {
		return 0, invalid("alert.watch.loud", "this watch would have raised {0} alerts in {1} days", "ask for more: who is alerted too often hears nothing any more", strconv.Itoa(t.Alerts), strconv.Itoa(days))
	}
	return t.Alerts, nil
}

// The watches that every node has.
var (
	LifeAtRisk = record.IDOf("wasl/watch/now")     // a report says that life is at risk
	Unusual    = record.IDOf("wasl/watch/unusual") // a count is beyond what is expected
	Outside    = record.IDOf("wasl/watch/outside") // another authority warns of something close
	Overdue    = record.IDOf("wasl/watch/overdue") // a unit has not answered what it was asked: tasks join these alerts, not reports
)

// shipped gives them as a node of a unit has them at its first start: life at risk
// is watched for from the first report on.
func shipped(root record.ID) []Watch {
	return []Watch{
		{
			ID: LifeAtRisk, Unit: root, Urgency: report.Now, Rule: Rule{Look: Reports, Urgency: report.Now}, On: true,
			Name: lang.Text{lang.French: "Vie en danger", lang.Arabic: "حياة في خطر", lang.English: "Life at risk"},
		},
		{
			ID: Unusual, Unit: root, Urgency: report.Soon, Rule: Rule{Look: Signal}, Quiet: &Quiet{From: 22 * 60, To: 6 * 60},
			Name: lang.Text{lang.French: "Nombre inhabituel", lang.Arabic: "عدد غير معتاد", lang.English: "Unusual count"},
		},
		{
			ID: Outside, Unit: root, Urgency: report.Soon, Rule: Rule{Look: Signal}, On: true,
			Name: lang.Text{lang.French: "Alerte d’une autre autorité", lang.Arabic: "إنذار من جهة أخرى", lang.English: "Warning from another authority"},
		},
		{
			ID: Overdue, Unit: root, Urgency: report.Soon, Rule: Rule{Look: Signal}, On: true,
			Name: lang.Text{lang.French: "Tâche en retard", lang.Arabic: "مهمة متأخرة", lang.English: "Task overdue"},
		},
	}
}

// On tells whether a watch is switched on.
func (s *Service) On(ctx context.Context, watch record.ID) (on bool, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		w, err := loadWatch(tx, watch)
		if store.None(err) {
			return nil
		}
		on = w.On
		return err
	})
	return on, err
}

// Ship gives a node the watches that every node has, where it has them not yet.
func (s *Service) Ship(ctx context.Context) error {
	root := s.opt.Units.Root()
	if root.Zero() {
		return nil
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		for _, w := range shipped(root) {
			if _, err := loadWatch(tx, w.ID); !store.None(err) {
				if err != nil {
					return nil, err
				}
				continue
			}
			b := w.body()
			b.Switch = w.On
			drafts = append(drafts, s.watchDraft(Author, w, b))
		}
		return drafts, nil
	})
	return err
}

// trialTime is how far back a watch is tried.
const trialTime = 90 * 24 * time.Hour
