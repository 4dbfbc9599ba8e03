package alert

import (
	"context"
	"math"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
)

// Trial is what a watch would have done in the last ninety days.
type Trial struct {
	From, To time.Time // what was looked through
	Looked   int       // reports
	Whole    bool      // all of the ninety days; else the newest reports alone
	Alerts   int
	Joined   int     // reports that they would have been of
	Each     []Would // the newest first, at most maxWould
	Daily    []int   // alerts on each day from From on
}

// Would is an alert that would have been raised.
type Would struct {
	At      time.Time
	Unit    record.ID
	Kind    string
	Reports []record.ID // behind it, at most maxShown, as far as the reader may see them
	N       int         // how many there are
}

// Bounds of a trial.
const (
	maxTried = 60_000 // reports: some two seconds
	maxFound = 20_000 // of those that hold a word
	maxWould = 100
	maxShown = 20
)

// Days is how many days were looked through.
func (t Trial) Days() int { return int(math.Ceil(t.To.Sub(t.From).Hours() / 24)) }

// Try holds a watch, written or yet to be, against what was reported in the last
// ninety days, as far as a may see it.
func (s *Service) Try(ctx context.Context, a policy.Actor, w Watch) (Trial, error) {
	if err := s.opt.Policy.Allow(ctx, a, "watch.make", s.watchAt(w.ID, w.Unit)); err != nil {
		return Trial{}, err
	}
	if err := w.Check(); err != nil {
		return Trial{}, err
	}
	if w.Rule.Look != Reports {
		return Trial{}, invalid("alert.try.look", "only a watch for reports can be tried on the past", "switch it on when you are sure of it")
	}
	filter, err := s.opt.Policy.Filter(ctx, a, "report.list")
	if err != nil {
		return Trial{}, err
	}
	return s.try(ctx, w, &filter)
}

// try looks through the past in the order in which it was reported.
func (s *Service) try(ctx context.Context, w Watch, f *policy.Filter) (t Trial, err error) {
	t.To = s.opt.Clock().UTC()
	t.From, t.Whole = t.To.Add(-trialTime), true
	var seen []*Seen
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		seen, err = s.past(tx, w, &t, f)
		return err
	})
	if err != nil {
		return t, err
	}
	t.Looked, t.Daily = len(seen), make([]int, max(1, t.Days()))
	p := &past{trial: &t, last: map[string]int64{}, at: map[string]int{}}
	e := &engine{watchers: []*watcher{newWatcher(w, s.ground())}, ground: s.ground(), open: p.open}
	for i, v := range seen {
		if i%1000 == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		for _, tr := range e.see(v) {
			p.take(tr)
		}
	}
	slices.Reverse(t.Each)
	t.Each = t.Each[:min(len(t.Each), maxWould)]
	return t, nil
}

// past is the alerts that a trial raises.
type past struct {
	trial *Trial
	last  map[string]int64 // by cause: when a report joined
	at    map[string]int   // and which of Each it is
}

func (p *past) open(w *watcher, what string, at int64) bool {
	last, ok := p.last[what]
	return ok && at-last < w.join().Milliseconds()
}

func (p *past) take(tr trigger) {
	t, at := p.trial, tr.seen.At
	t.Joined += len(tr.reports)
	if !p.open(tr.watch, tr.cause, at) {
		t.Alerts++
		t.Daily[min(max(0, int(millis(at).Sub(t.From).Hours()/24)), len(t.Daily)-1)]++
		p.at[tr.cause] = len(t.Each)
		t.Each = append(t.Each, Would{At: millis(at), Unit: tr.unit, Kind: tr.seen.Kind})
	}
	p.last[tr.cause] = at
	w := &t.Each[p.at[tr.cause]]
	w.N += len(tr.reports)
	w.Reports = append(w.Reports, tr.reports...)
	w.Reports = w.Reports[:min(len(w.Reports), maxShown)]
}

var reportColumns = policy.Columns{Unit: "q.unit", TLP: "q.tlp", Assignee: "q.assignee"}

// past gives the reports of the last ninety days that may hold what the watch looks
// for, the oldest first. Words are looked up in the index: without it a rare word
// costs as much as a common one.
func (s *Service) past(tx *store.Tx, w Watch, t *Trial, f *policy.Filter) (seen []*Seen, err error) {
	cond, args := "1", []any{}
	if f != nil {
		cond, args = f.SQL(reportColumns)
	}
	if len(w.Rule.Words) > 0 {
		seen, err = s.holding(tx, w, t, cond, args)
	} else {
		sql := seenSQL + " WHERE q.at > ? AND q.state <> 4 AND (" + cond + ") ORDER BY q.at DESC LIMIT ?"
		seen, err = scanAll(tx.Query(sql, append(append([]any{t.From.UnixMilli()}, args...), maxTried)...))
		if len(seen) == maxTried {
			t.From, t.Whole = millis(seen[len(seen)-1].At), false
		}
	}
	slices.Reverse(seen)
	return seen, err
}

// holding gives the reports that hold one of the watch's words, the newest first.
func (s *Service) holding(tx *store.Tx, w Watch, t *Trial, cond string, args []any) (seen []*Seen, err error) {
	rows := map[int64]bool{}
	for _, word := range w.Rule.Words {
		found, err := search.Find(tx, word+" ", 0, maxFound)
		if err != nil {
			return nil, err
		}
		t.Whole = t.Whole && len(found) < maxFound
		for _, n := range found {
			rows[n] = true
		}
	}
	sql := seenSQL + " WHERE q.n = ? AND q.at > ? AND q.state <> 4 AND (" + cond + ")"
	for n := range rows {
		one, err := scanAll(tx.Query(sql, append([]any{n, t.From.UnixMilli()}, args...)...))
		if err != nil {
			return nil, err
		}
		seen = append(seen, one...)
	}
	slices.SortFunc(seen, func(a, b *Seen) int { return int(b.At - a.At) })
	return seen, nil
}

func scanAll(rows *store.Rows) (all []*Seen, err error) {
	defer rows.Close()
	for rows.Next() {
		s, _, err := scanSeen(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
