package trend

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Policy *policy.Engine
	Places *place.Service
	Clock  func() time.Time
}

// Service gives a desk the series of what it may see, what is unusual in them,
// and the reports behind. It keeps what it reckoned for a while, as everybody of
// a unit with the same roles sees the same.
type Service struct {
	opt Options

	mu     sync.Mutex // guards sights
	sights map[string]*sight
}

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service { return &Service{opt: opt, sights: map[string]*sight{}} }

// action is what somebody must be allowed for a report to be counted for them.
const action policy.Action = "report.trend"

const (
	// fresh is how old numbers may be that are shown: weeks do not change faster
	// than people read, and reckoning them costs a second where reports are many.
	fresh = time.Minute
	// maxSights bounds the memory: more units and roles than have a page open at once.
	maxSights = 48
	// horizon is how far back counts are read: the five years that a rule compares
	// with, and the year that a chart shows.
	horizon = 6*53 + 8 // weeks
)

// A sight is what one unit's people of one set of roles see, as it was at a time.
type sight struct {
	mu sync.Mutex // held while it is reckoned: who else asks waits, and has it

	at      time.Time
	counted *counted
	alarms  map[string]*Alarms
	spots   map[string]*Hot
}

// of gives what a sees, reckoned anew where it is no longer fresh. The caller
// unlocks it.
func (s *Service) of(ctx context.Context, a policy.Actor) (*sight, error) {
	filter, err := s.opt.Policy.Filter(ctx, a, action)
	if err != nil {
		return nil, err
	}
	var own []entry // what a alone sees: few have any
	if err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		own, err = onlyTheirs(tx, filter, a.ID)
		return err
	}); err != nil {
		return nil, err
	}
	l := s.place(a, len(own) > 0)
	l.mu.Lock()
	now := s.opt.Clock()
	if l.counted != nil && now.Sub(l.at) < fresh && !now.Before(l.at) {
		return l, nil
	}
	c, err := s.count(ctx, filter, own, now)
	if err != nil {
		l.mu.Unlock()
		return nil, err
	}
	l.at, l.counted, l.alarms, l.spots = now, c, map[string]*Alarms{}, map[string]*Hot{}
	return l, nil
}

// place gives the sight that a shares with others, or a's own.
func (s *Service) place(a policy.Actor, alone bool) *sight {
	roles := make([]string, 0, len(a.Roles))
	for _, r := range a.Roles {
		roles = append(roles, string(r))
	}
	slices.Sort(roles)
	key := a.Unit.String() + " " + strings.Join(roles, " ")
	if alone {
		key += " " + a.ID.String()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.sights[key]
	if l == nil {
		if len(s.sights) >= maxSights {
			clear(s.sights) // they are reckoned again by whoever still asks
		}
		l = &sight{}
		s.sights[key] = l
	}
	return l
}

// counted are the counts that somebody may see, by kind and moughataa and over
// all of either.
type counted struct {
	now    time.Time
	from   int64         // the week of the first number
	since  map[Key]int64 // the first week in which a place, or a kind anywhere, was reported of
	counts map[Key][]int
}

const (
	weeksSQL = "SELECT week, kind, list, place, sum(n) FROM trend_weeks WHERE week BETWEEN ? AND ? AND (%) GROUP BY week, kind, list, place"

	onlyTheirsSQL = `SELECT t.week, t.kind, t.list, t.place, t.unit, t.tlp FROM queue q INDEXED BY queue_close JOIN trend_reports t USING (n)
		WHERE q.assignee = ? AND q.tlp >= 3`
)

// count reads the counts. Own are those of reports that the reader sees as the one
// who works on them, and not otherwise.
func (s *Service) count(ctx context.Context, f policy.Filter, own []entry, now time.Time) (*counted, error) {
	last := weekOf(now)
	c := &counted{now: now, from: last - horizon + 1, since: map[Key]int64{}, counts: map[Key][]int{}}
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		cond, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp"})
		rows := tx.Query(strings.Replace(weeksSQL, "%", cond, 1), append([]any{c.from, last}, args...)...)
		districts := s.districts()
		for rows.Next() {
			var e entry
			var n int
			if err := rows.Scan(&e.week, &e.kind, &e.list, &e.place, &n); err != nil {
				return err
			}
			c.add(&e, districts(e.list, e.place), n)
		}
		for i := range own {
			if e := &own[i]; e.week >= c.from && e.week <= last {
				c.add(e, districts(e.list, e.place), 1)
			}
		}
		return rows.Err()
	})
	return c, err
}

// onlyTheirs gives what an actor sees as the one who works on it: reports so
// closely marked that nobody else's counts hold them.
func onlyTheirs(tx *store.Tx, f policy.Filter, a record.ID) (own []entry, err error) {
	rows := tx.Query(onlyTheirsSQL, a)
	for rows.Next() {
		var e entry
		if err := e.scan(rows); err != nil {
			return nil, err
		}
		if f.Match(e.unit, e.tlp, &a) && !f.Counts(e.unit, e.tlp) {
			own = append(own, e)
		}
	}
	return own, rows.Err()
}

// districts gives the moughataa that a place lies in, the wilaya where it is known
// no closer, and none for a place abroad that has neither.
func (s *Service) districts() func(list, code string) place.Ref {
	known := map[place.Ref]place.Ref{}
	return func(list, code string) place.Ref {
		ref := place.Ref{List: list, Code: code}
		if code == "" {
			return place.Ref{}
		}
		found, ok := known[ref]
		if !ok {
			for _, p := range s.opt.Places.Path(list, code) { // from the smallest up
				if p.Level == place.Moughataa || p.Level == place.Wilaya {
					found = p.Ref()
					break
				}
			}
			known[ref] = found
		}
		return found
	}
}

// add counts n reports in all series that they belong to.
func (c *counted) add(e *entry, district place.Ref, n int) {
	keys := []Key{{}, {Kind: e.kind}}
	if district != (place.Ref{}) {
		keys = append(keys, Key{Place: district}, Key{Kind: e.kind, Place: district})
	}
	for _, k := range keys {
		counts := c.counts[k]
		if counts == nil {
			counts = make([]int, weekOf(c.now)-c.from+1)
			c.counts[k] = counts
		}
		counts[e.week-c.from] += n
	}
	for _, k := range []Key{{}, {Kind: e.kind}, {Place: district}} {
		if first, ok := c.since[k]; !ok || e.week < first {
			c.since[k] = e.week
		}
	}
}

// series gives one, and false where there is none. A place that has only begun to
// report, and a kind that no form asked for before, have no weeks before: not
// having looked is not the same as nothing to see. The first week was not
// observed whole, and is left out where it is not the only one, or counts were
// there before those that are read.
func (c *counted) series(k Key) (Series, bool) {
	counts := c.counts[k]
	if counts == nil {
		return Series{}, false
	}
	since := max(c.since[Key{Place: k.Place}], c.since[Key{Kind: k.Kind}])
	if k.Kind == "" {
		since = max(since, c.mixed(k.Place))
	}
	if now := weekOf(c.now); since > c.from && since < now {
		since++
	}
	counts = counts[min(since-c.from, int64(len(counts))):]
	return Series{Key: k, Start: monday(since), Counts: counts, Partial: true}, len(counts) > 0
}

// Of the kinds that a sum over all of them holds now, so many must have been there
// for its weeks to be comparable; now is the last two months.
const (
	mostOf   = 0.8
	mixWeeks = 8
)

// mixed gives the week since when most of what a place reports now has been
// reported: a sum that took in other kinds half way is no series.
func (c *counted) mixed(p place.Ref) int64 {
	type part struct {
		since int64
		n     int
	}
	var parts []part
	total := 0
	for k, counts := range c.counts {
		if k.Place != p || k.Kind == "" {
			continue
		}
		n := 0
		for _, x := range counts[max(0, len(counts)-mixWeeks):] {
			n += x
		}
		total += n
		parts = append(parts, part{c.since[Key{Kind: k.Kind}], n})
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.since, b.since) })
	got := 0
	for _, q := range parts {
		if got += q.n; float64(got) >= mostOf*float64(total) && q.n > 0 {
			return q.since
		}
	}
	return c.from
}
