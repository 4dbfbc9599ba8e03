package trend

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// MaxBehind bounds the reports that are listed behind a count: more is a matter for
// the queue's own filters.
const MaxBehind = 200

// maxSpan is how many weeks' reports can be asked for at once: a quarter.
const maxSpan = 13

const behindSQL = `SELECT r.id, t.list, t.place FROM trend_reports t INDEXED BY trend_behind JOIN queue q USING (n) JOIN reports r USING (n)
	WHERE t.week = ? AND (?2 = '' OR t.kind = ?2) AND (%) ORDER BY q.at DESC`

// Behind gives the reports behind a series' counts of some weeks, the last first,
// as far as a may see them. More tells that there are others.
func (s *Service) Behind(ctx context.Context, a policy.Actor, k Key, week time.Time, span int) (ids []record.ID, more bool, err error) {
	last := weekOf(week)
	if !week.Equal(monday(last)) || last > weekOf(s.opt.Clock()) || last <= weekOf(s.opt.Clock())-horizon || span < 1 || span > maxSpan {
		return nil, false, wrongWeek("trend.Behind")
	}
	filter, err := s.opt.Policy.Filter(ctx, a, action)
	if err != nil {
		return nil, false, err
	}
	cond, args := filter.SQL(policy.Columns{Unit: "q.unit", TLP: "q.tlp", Assignee: "q.assignee"})
	sql := strings.Replace(behindSQL, "%", cond, 1)
	district := s.districts()
	in := district(k.Place.List, k.Place.Code)
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for w := last; w > last-int64(span) && !more && err == nil; w-- {
			rows := tx.Query(sql, append([]any{w, k.Kind}, args...)...)
			ids, more, err = pick(rows, ids, func(e *entry) bool { return in == (place.Ref{}) || district(e.list, e.place) == in })
		}
		return err
	})
	return ids, more, err
}

// pick adds the rows that are wanted to ids, as far as there is room.
func pick(rows *store.Rows, ids []record.ID, wanted func(*entry) bool) (_ []record.ID, more bool, err error) {
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var e entry
		if err := rows.Scan(&id, &e.list, &e.place); err != nil {
			return nil, false, err
		}
		if !wanted(&e) {
			continue
		}
		if len(ids) == MaxBehind {
			return ids, true, nil
		}
		ids = append(ids, id)
	}
	return ids, false, rows.Err()
}

// Hot are the hot spots of now.
type Hot struct {
	At   time.Time
	From time.Time // of what was looked at
	Spots
}

// Of what is looked at for hot spots: a year tells what is usual in a place, and so
// many events take a second or two.
const (
	scanWeeks = 52
	maxScan   = 6_000
)

// Hot looks for hot spots that last until now, of one kind or over all. The
// same reports give the same answer.
func (s *Service) Hot(ctx context.Context, a policy.Actor, kind string) (*Hot, error) {
	v, err := s.of(ctx, a)
	if err != nil {
		return nil, err
	}
	defer v.mu.Unlock()
	if found := v.spots[kind]; found != nil {
		return found, nil
	}
	filter, err := s.opt.Policy.Filter(ctx, a, action)
	if err != nil {
		return nil, err
	}
	events, from, err := s.events(ctx, filter, kind, v.at)
	if err != nil {
		return nil, err
	}
	const seed = 2005 // any: of Kulldorff's paper
	spots, err := NewScan().Find(ctx, events, from, v.at, rand.New(rand.NewPCG(seed, seed)))
	if err != nil {
		return nil, err
	}
	out := &Hot{At: v.at, From: from, Spots: spots}
	v.spots[kind] = out
	return out, nil
}

const eventsSQL = `SELECT r.id, CASE WHEN r.told BETWEEN 0 AND q.at THEN r.told ELSE q.at END, q.list, q.place, q.lat, q.lon
	FROM trend_reports t INDEXED BY trend_behind JOIN queue q USING (n) JOIN reports r USING (n) WHERE t.week = ? AND (?2 = '' OR t.kind = ?2) AND (%)`

// events gives those of the last weeks, the newest weeks first, as many as may be
// looked at, and since when all are among them. What has no coordinates is taken
// to lie in the middle of its place.
func (s *Service) events(ctx context.Context, f policy.Filter, kind string, now time.Time) (events []Event, from time.Time, err error) {
	cond, args := f.SQL(policy.Columns{Unit: "q.unit", TLP: "q.tlp", Assignee: "q.assignee"})
	sql := strings.Replace(eventsSQL, "%", cond, 1)
	last := weekOf(now)
	from = monday(last)
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for w := last; w > last-scanWeeks; w-- {
			found, err := s.eventsOf(tx.Query(sql, append([]any{w, kind}, args...)...))
			if err != nil || len(events)+len(found) > maxScan && w < last {
				return err
			}
			events, from = append(events, found...), monday(w)
		}
		return nil
	})
	if over := len(events) - maxEvents; over > 0 { // of one week: more than a country reports
		events = slices.Delete(events, 0, over)
	}
	return events, from, err
}

func (s *Service) eventsOf(rows *store.Rows) (events []Event, err error) {
	for rows.Next() {
		var e Event
		var at int64
		var list, code string
		var lat, lon *float64
		if err := rows.Scan(&e.ID, &at, &list, &code, &lat, &lon); err != nil {
			return nil, err
		}
		e.At = time.UnixMilli(at).UTC()
		if lat != nil {
			e.Located, e.Lat, e.Lon = true, *lat, *lon
		} else if p, ok := s.opt.Places.Get(list, code); ok && p.Located() {
			e.Located, e.Lat, e.Lon = true, p.Lat, p.Lon
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

// District names the moughataa nearest to a point, and false where none is near.
func (s *Service) District(lat, lon float64) (place.Ref, bool) {
	p, ok := s.opt.Places.Nearest(lat, lon)
	if !ok {
		return place.Ref{}, false
	}
	d := s.districts()(p.List, p.Code)
	return d, d != (place.Ref{})
}
