package alert

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/triage/queue"
)

// Lookout follows the ledger and holds what is reported against the watches. A
// report that is the first of its cause raises an alert at once; those that join
// one are gathered for a moment, so that a thousand reports of one thing are not a
// thousand steps.
type Lookout struct {
	s      *Service
	engine *engine
	stale  bool               // the watches must be read again
	open   map[cause]int64    // alerts that have not ended: when a report joined each last
	joins  map[cause]*trigger // reports that are to join one
	asked  time.Time          // about silence
	at     int64              // of the last revision heard; 0: none yet
}

// cause is what an alert is about.
type cause struct {
	watch record.ID
	what  string
}

// Lookout gives the follower that holds reports against the watches.
func (s *Service) Lookout() *Lookout {
	return &Lookout{s: s, stale: true, joins: map[cause]*trigger{}}
}

// Name says under which the follower's place is kept.
func (l *Lookout) Name() string { return "alerts/watches" }

// Follow looks at one revision. Hearing it again raises nothing again: a report is
// in one alert of a watch.
func (l *Lookout) Follow(ctx context.Context, rev ledger.Revision) error {
	l.at = rev.At.Millis()
	if l.stale {
		if err := l.reload(ctx); err != nil {
			return err
		}
	}
	switch rev.Kind { //nolint:exhaustive // what else there is concerns no watch
	case record.Watch, record.Place:
		l.stale = true
	case record.Alert:
		return l.heardOf(ctx, rev)
	case record.Report:
		if rev.Body == nil {
			return nil // erased since
		}
		b, err := ledger.Decode[report.Body](rev)
		if err != nil || b.Quarantine {
			return err // a flood is looked at when a desk has let it in
		}
		return l.look(ctx, seenOf(rev, b))
	case record.Correction, record.Urgency, record.State:
		return l.lookAgain(ctx, rev.Subject)
	}
	return nil
}

// lookAgain looks at a report about which something was changed.
func (l *Lookout) lookAgain(ctx context.Context, id record.ID) error {
	var seen *Seen
	var state queue.State
	err := l.s.opt.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		seen, state, err = loadSeen(tx, id)
		return err
	})
	switch {
	case store.None(err):
		return nil
	case err != nil || state == queue.Quarantine || state == queue.Closed:
		return err
	}
	return l.look(ctx, seen)
}

// heardOf keeps up with which alerts there are.
func (l *Lookout) heardOf(ctx context.Context, rev ledger.Revision) error {
	if rev.Body == nil {
		return nil
	}
	b, err := ledger.Decode[body](rev)
	if err == nil && slices.Contains([]act{raise, end, reopen}, b.Act) {
		err = l.reopen(ctx)
	}
	return err
}

// reopen reads which alerts there are. What is on its way into one has joined it.
func (l *Lookout) reopen(ctx context.Context) (err error) {
	if l.open, err = l.s.causes(ctx); err != nil {
		return err
	}
	for c, j := range l.joins {
		l.open[c] = max(l.open[c], j.seen.At)
	}
	return nil
}

const causesSQL = "SELECT watch, cause, last FROM alerts INDEXED BY alerts_state WHERE state IN (0, 1)"

// causes gives the alerts that have not ended by what they are about.
func (s *Service) causes(ctx context.Context) (map[cause]int64, error) {
	open := map[cause]int64{}
	return open, s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(causesSQL)
		defer rows.Close()
		for rows.Next() {
			var c cause
			var last int64
			if err := rows.Scan(&c.watch, &c.what, &last); err != nil {
				return err
			}
			open[c] = max(open[c], last)
		}
		return rows.Err()
	})
}

// look holds a report against the watches.
func (l *Lookout) look(ctx context.Context, seen *Seen) error {
	for _, t := range l.engine.see(seen) {
		c := cause{t.watch.ID, t.cause}
		if l.isOpen(t.watch, t.cause, seen.At) {
			l.gather(c, t)
			continue
		}
		if err := l.admit(ctx, t); err != nil {
			return err
		}
	}
	if l.waiting() < atMost {
		return nil
	}
	return l.flush(ctx)
}

// atMost bounds the reports that wait to join alerts.
const atMost = 500

func (l *Lookout) waiting() (n int) {
	for _, j := range l.joins {
		n += len(j.reports)
	}
	return n
}

// isOpen tells whether a report of a moment joins an alert that is there.
func (l *Lookout) isOpen(w *watcher, what string, at int64) bool {
	last, ok := l.open[cause{w.ID, what}]
	return ok && at-last < w.join().Milliseconds()
}

func (l *Lookout) gather(c cause, t trigger) {
	j := l.joins[c]
	if j == nil {
		j = &trigger{watch: t.watch, cause: t.cause, unit: t.unit, from: t.seen.At}
		l.joins[c] = j
	}
	j.reports, j.seen = append(j.reports, t.reports...), t.seen
	l.open[c] = max(l.open[c], t.seen.At)
}

// flush lets what was gathered join its alerts.
func (l *Lookout) flush(ctx context.Context) error {
	for c, j := range l.joins {
		if err := l.admit(ctx, *j); err != nil {
			return err
		}
		delete(l.joins, c)
	}
	return nil
}

// admit raises an alert, or lets reports join the one that is there.
func (l *Lookout) admit(ctx context.Context, t trigger) error {
	_, err := l.s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) { return l.s.admit(ctx, tx, t) })
	if err != nil {
		for _, win := range t.watch.windows {
			win.mark(t.reports, false)
		}
		return err
	}
	c := cause{t.watch.ID, t.cause}
	l.open[c] = max(l.open[c], t.seen.At)
	return nil
}

// Settle lets what was gathered join its alerts: until then what was heard does not
// count as heard.
func (l *Lookout) Settle(ctx context.Context) error { return l.flush(ctx) }

// Tick asks who is silent.
func (l *Lookout) Tick(ctx context.Context, now time.Time) error {
	if l.stale {
		if err := l.reload(ctx); err != nil {
			return err
		}
	}
	if since := now.Sub(l.asked); since >= 0 && since < checkEvery {
		return nil
	}
	l.asked = now
	return l.silence(ctx, now)
}

// reload makes the watches ready that are switched on, with what they counted.
func (l *Lookout) reload(ctx context.Context) (err error) {
	if err := l.flush(ctx); err != nil {
		return err
	}
	e := &engine{ground: l.s.ground(), open: l.isOpen}
	err = l.s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err := allWatches(tx)
		for _, w := range all {
			if w.On {
				e.watchers = append(e.watchers, newWatcher(w, e.ground))
			}
		}
		if err != nil {
			return err
		}
		return recount(tx, e, l.at)
	})
	if err == nil {
		err = l.reopen(ctx)
	}
	if err == nil {
		l.engine, l.stale = e, false
	}
	return err
}

// maxCounted bounds the reports that are looked through for what watches have
// counted: the newest, when a node starts.
const maxCounted = 50_000

const countedSQL = seenSQL + " WHERE q.at > ? AND q.at <= ? AND q.state <> 4 ORDER BY q.at DESC LIMIT ?"

// recount lets watches count what came within their hours before a moment: a
// lookout that is behind has yet to hear the rest. 0 is after all that there is.
func recount(tx *store.Tx, e *engine, at int64) error {
	span := time.Duration(0)
	for _, w := range e.watchers {
		if w.Rule.Look == Reports && w.Rule.Count > 1 {
			span = max(span, w.span())
		}
	}
	if span == 0 {
		return nil
	}
	if at == 0 {
		if err := tx.Row("SELECT coalesce(max(at), 0) FROM queue").Scan(&at); err != nil {
			return err
		}
	}
	var seen []*Seen
	rows := tx.Query(countedSQL, at-span.Milliseconds(), at, maxCounted)
	defer rows.Close()
	for rows.Next() {
		s, _, err := scanSeen(rows)
		if err != nil {
			return err
		}
		seen = append(seen, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var err error
	for _, s := range slices.Backward(seen) { // the oldest first
		e.fill(s, func(watch, report record.ID) bool {
			taken, e := isJoined(tx, watch, report)
			err = cmp.Or(err, e)
			return taken
		})
	}
	return err
}

// ground is the network as the engine asks about it.
func (s *Service) ground() ground {
	return ground{
		under: s.opt.Units.Under,
		within: func(p report.PlaceRef) []report.PlaceRef {
			return placesIn(s.opt.Places, p)
		},
		point: func(p report.PlaceRef) *report.Point {
			if at, ok := s.opt.Places.Get(p.List, p.Code); ok && at.Located() {
				return &report.Point{Lat: at.Lat, Lon: at.Lon}
			}
			return nil
		},
	}
}

// maxWithin bounds the places that lie in one: a country's.
const maxWithin = 20_000

// placesIn gives a place and all that lie in it.
func placesIn(places *place.Service, p report.PlaceRef) []report.PlaceRef {
	all := []report.PlaceRef{p}
	if at, ok := places.Get(p.List, p.Code); ok {
		all[0] = report.PlaceRef(at.Ref()) // an older list's code is the same place
	}
	for i := 0; i < len(all) && len(all) < maxWithin; i++ {
		for _, below := range places.Below(all[i].List, all[i].Code) {
			all = append(all, report.PlaceRef(below.Ref()))
		}
	}
	return all
}
