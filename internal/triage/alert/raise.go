package alert

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/notice"
)

func isJoined(tx *store.Tx, watch, report record.ID) (is bool, err error) {
	err = tx.Row("SELECT EXISTS (SELECT 1 FROM joined WHERE watch = ? AND report = ?)", watch, report).Scan(&is)
	return is, err
}

const tlpSQL = "SELECT coalesce(max(q.tlp), 0) FROM queue q JOIN reports r USING (n) WHERE r.id = ?"

// fresh leaves those reports that are in no alert of the watch, with the closest
// marking of them.
func fresh(tx *store.Tx, watch record.ID, reports []record.ID) (free []record.ID, tlp record.TLP, err error) {
	for _, id := range reports {
		is, err := isJoined(tx, watch, id)
		if err != nil {
			return nil, tlp, err
		}
		if is {
			continue
		}
		free = append(free, id)
		var own record.TLP
		if err := tx.Row(tlpSQL, id).Scan(&own); err != nil {
			return nil, tlp, err
		}
		tlp = max(tlp, own)
	}
	return free, tlp, nil
}

const latestSQL = "SELECT " + rowColumns + " FROM alerts INDEXED BY alerts_cause WHERE watch = ? AND cause = ? ORDER BY n DESC LIMIT 1"

// there gives the alert of a cause that has not ended, if reports of a moment join it.
func (s *Service) there(tx *store.Tx, w Watch, what string, at int64) (*row, error) {
	r := &row{}
	err := r.scan(tx.Row(latestSQL, w.ID, what))
	if store.None(err) || err == nil && (r.state == Ended || at-r.last >= w.join().Milliseconds()) {
		return nil, nil
	}
	return r, err
}

// admit draws up what reports that a watch looks for lead to: a new alert, or that
// they join the one that is there.
func (s *Service) admit(ctx context.Context, tx *store.Tx, t trigger) ([]ledger.Draft, error) {
	reports, tlp, err := fresh(tx, t.watch.ID, t.reports)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	r, err := s.there(tx, t.watch.Watch, t.cause, t.from)
	if err != nil {
		return nil, err
	}
	if r != nil {
		return s.join(ctx, tx, r, reports, tlp, t.seen.At)
	}
	_, drafts, err := s.raise(ctx, tx, rising{
		watch: t.watch.Watch, last: t.seen.At, cause: t.cause, key: reports[0].String(), unit: t.unit, tlp: tlp, kind: t.seen.Kind, place: t.seen.Place, reports: reports, author: Author,
	})
	return drafts, err
}

// inHandFor: where life is at risk, an alert that was taken on so long ago opens
// again when more is reported. It may be another thing, and whoever took it on
// asleep.
const inHandFor = time.Hour

// join draws up that reports join an alert. Whoever has it in hand hears of them;
// where nobody has, those who are to answer were told already.
func (s *Service) join(ctx context.Context, tx *store.Tx, r *row, reports []record.ID, tlp record.TLP, last int64) ([]ledger.Draft, error) {
	part := "joined after " + strconv.FormatInt(r.seq, 10)
	b := body{Act: join, Joined: reports, Last: last}
	if tlp > r.tlp {
		b.TLP = tlp.String()
		r.tlp = tlp
	}
	drafts := []ledger.Draft{r.draft(Author, part, b)}
	if r.state != Acknowledged {
		return drafts, nil
	}
	if urgencies[r.urgency] == report.Now && last-r.acked >= inHandFor.Milliseconds() {
		again, err := s.reopened(ctx, tx, r, Author, Reopened)
		return append(drafts, again...), err
	}
	told, err := s.tell(tx, r, word{part, notice.Joined, r.level, []record.ID{*r.owner}}, s.opt.Clock())
	return append(drafts, told...), err
}

// Found is something that another service found, such as an unusual count: the
// node hands it in.
type Found struct {
	Cause   string // of one cause there is one alert, until it has ended
	Key     string // of this finding: handing it in again is harmless
	Name    lang.Text
	Unit    record.ID
	TLP     record.TLP
	Urgency report.Urgency
	Kind    string
	Place   report.PlaceRef
	Reports []record.ID // or other things of which each joins once, such as tasks
}

// Find raises an alert about what another service found, under a watch that looks
// for that and is switched on; without one it does nothing. What is found again
// while its alert has not ended joins it.
func (s *Service) Find(ctx context.Context, watch record.ID, f Found) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		w, err := loadWatch(tx, watch)
		if store.None(err) || err == nil && (!w.On || w.Rule.Look != Signal || !s.opt.Units.Under(f.Unit, w.Unit)) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return s.found(ctx, tx, w, f)
	})
	return err
}

func (s *Service) found(ctx context.Context, tx *store.Tx, w Watch, f Found) ([]ledger.Draft, error) {
	now := s.opt.Clock().UnixMilli()
	reports, tlp, err := fresh(tx, w.ID, f.Reports)
	if err != nil {
		return nil, err
	}
	switch r, err := s.there(tx, w, f.Cause, now); {
	case err != nil || r != nil && len(reports) == 0:
		return nil, err
	case r != nil:
		return s.join(ctx, tx, r, reports, tlp, now)
	}
	if len(f.Name) > 0 {
		w.Name = f.Name
	}
	if u, ok := report.ParseUrgency(string(f.Urgency)); ok && f.Urgency != "" {
		w.Urgency = u
	}
	_, drafts, err := s.raise(ctx, tx, rising{
		watch: w, cause: f.Cause, key: f.Key, unit: f.Unit, tlp: max(tlp, f.TLP), kind: f.Kind, place: f.Place, reports: reports, author: Author,
	})
	return drafts, err
}

// silence raises an alert for every unit that is expected to report and has not
// for so many hours: one for each silence, however long it lasts.
func (l *Lookout) silence(ctx context.Context, now time.Time) error {
	for _, w := range l.engine.watchers {
		if w.Rule.Look != Silence {
			continue
		}
		for _, u := range w.Rule.Units {
			if err := l.s.silent(ctx, w.Watch, u, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) silent(ctx context.Context, w Watch, unit record.ID, now time.Time) error {
	if !s.opt.Units.Works(unit) || !s.opt.Units.Under(unit, w.Unit) {
		return nil
	}
	limit := now.Add(-time.Duration(w.Rule.Hours) * time.Hour)
	decide := func(tx *store.Tx) ([]ledger.Draft, error) {
		heard, err := s.lastHeard(tx, unit)
		if err != nil {
			return nil, err
		}
		if heard = later(heard, w.At); heard.After(limit) { // nobody was expected before the watch was there
			return nil, nil
		}
		// A unit that was silent, reported, and is silent again is silent anew.
		_, drafts, err := s.raise(ctx, tx, rising{
			watch: w, cause: "silence " + unit.String(), key: fmt.Sprint(heard.UnixMilli()), unit: unit, tlp: record.Amber, place: s.placeOf(unit), author: Author,
		})
		return drafts, err
	}
	var due bool
	if err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		drafts, err := decide(tx)
		due = len(drafts) > 0
		return err
	}); err != nil || !due {
		return err
	}
	_, err := s.opt.Ledger.Write(ctx, decide)
	return err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lastHeard is when a unit, or one below it, was last heard of; a report that
// there is nothing to report counts.
func (s *Service) lastHeard(tx *store.Tx, unit record.ID) (last time.Time, err error) {
	for _, u := range s.opt.Units.Subtree(unit) {
		var at int64
		err := tx.Row("SELECT at FROM heard WHERE unit = ?", u).Scan(&at)
		if err != nil && !store.None(err) {
			return last, err
		}
		last = later(last, millis(at))
	}
	return last, nil
}

// placeOf is the place that a unit answers for.
func (s *Service) placeOf(unit record.ID) report.PlaceRef {
	u, _ := s.opt.Units.Get(unit)
	return report.PlaceRef{List: u.PlaceList, Code: u.PlaceCode}
}
