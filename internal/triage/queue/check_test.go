package queue

import (
	"context"
	"maps"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

func (c *crowd) checkAll() {
	c.t.Helper()
	c.checkSums()
	shown, hidden := 0, 0
	for _, a := range c.people {
		for range 2 {
			q := c.query(a)
			got, counts := c.all(a, q)
			want, wantCounts := c.wanted(a, q)
			if !slices.Equal(ids(got), want) {
				c.t.Errorf("%v of %v asks %+v: %d shown, want %d", a.Roles, a.Unit, q, len(got), len(want))
			}
			if counts != wantCounts {
				c.t.Errorf("%v of %v asks %+v: counts %v, want %v", a.Roles, a.Unit, q, counts, wantCounts)
			}
			shown += len(got)
			for _, s := range got {
				c.same(s)
			}
		}
		c.checkSearch(a)
		c.checkMap(a)
		c.checkOpen(a)
		for _, id := range c.order {
			if !c.may(a, "report.list", c.reports[id]) {
				hidden++
			}
		}
	}
	if shown < 50 || hidden < 100 {
		c.t.Errorf("%d shown and %d hidden: the test asks too little", shown, hidden)
	}
}

func (c *crowd) same(s Summary) {
	c.t.Helper()
	k := c.reports[s.ID]
	if s.Unit != k.unit || s.State != k.state || s.Kind != k.kind || s.Language != k.language || s.Place != k.place || s.Urgency != k.urgency || s.TLP != k.tlp || s.Assignee != k.assignee ||
		s.Grade != k.grade || s.Outcome != k.outcome || s.Unread != k.unread || (s.Point == nil) != (k.told.at == nil) {
		c.t.Errorf("the list shows %+v, want %+v", s, k)
	}
	if k.state.open() != !s.Due.IsZero() || k.state.open() && (!s.Since.Equal(k.since) || !s.Due.Equal(c.due(k))) || (s.Proposed != "") != (len(k.proposed) > 0) {
		c.t.Errorf("the list shows %+v due, waiting since %v", s, k.since)
	}
}

func (c *crowd) checkSearch(a policy.Actor) {
	c.t.Helper()
	for _, word := range []string{"chameau", kinds[0]} {
		q := SearchQuery{Text: word, Limit: 7}
		if c.r.IntN(2) == 0 {
			l := c.query(a)
			q.States, q.Unit, q.Kinds, q.Urgencies, q.From, q.To, q.Sift = l.States, l.Unit, l.Kinds, l.Urgencies, l.From, l.To, c.sift()
		}
		list := Query{Unit: q.Unit, Kinds: q.Kinds, Urgencies: q.Urgencies}
		var got, want []record.ID
		for {
			found, next, err := c.Search(context.Background(), a, q)
			if err != nil {
				c.t.Fatal(err)
			}
			for _, f := range found {
				got = append(got, f.ID)
			}
			if len(found) == 0 && next != "" {
				c.t.Fatalf("%v of %v searches %s: an empty page tells of more", a.Roles, a.Unit, word)
			}
			if q.Cursor = next; next == "" {
				break
			}
		}
		for _, id := range c.order {
			k := c.reports[id]
			if !c.may(a, "report.search", k) || word != "chameau" && k.text != "chameau "+word || !list.asked(c, k) || !q.Sift.lets(k) ||
				len(q.States) > 0 && !slices.Contains(q.States, k.state) ||
				!q.From.IsZero() && k.at.Before(q.From) || !q.To.IsZero() && !k.at.Before(q.To) {
				continue
			}
			want = append(want, id)
		}
		byID := func(x, y record.ID) int { return slices.Compare(x[:], y[:]) }
		slices.SortFunc(got, byID)
		slices.SortFunc(want, byID)
		if !slices.Equal(got, want) {
			c.t.Errorf("%v of %v searches %+v: %d found, want %d", a.Roles, a.Unit, q, len(got), len(want))
		}
	}
}

// drawn draws a question that a map may ask, and tells which reports it is about.
func (c *crowd) drawn(a policy.Actor, q MapQuery) (MapQuery, func(*known) bool) {
	l := c.query(a)
	if c.r.IntN(2) == 0 {
		q.Kinds, q.Urgencies, q.Unit = l.Kinds, l.Urgencies, l.Unit
	}
	if c.r.IntN(2) == 0 {
		q.States = []State{States()[c.r.IntN(5)]}
	}
	if c.r.IntN(2) == 0 {
		q.From, q.To = l.From, l.To
	}
	list := Query{Unit: q.Unit, Kinds: q.Kinds, Urgencies: q.Urgencies}
	return q, func(k *known) bool {
		return c.may(a, "report.map", k) && list.asked(c, k) &&
			(len(q.States) == 0 && k.state != Quarantine || slices.Contains(q.States, k.state))
	}
}

func (c *crowd) checkMap(a policy.Actor) {
	c.t.Helper()
	box := Box{West: -9.5, South: 14, East: 0, North: 16.2}
	for _, zoom := range []float64{2, 5, 9, 11} {
		box.Zoom = zoom
		q, asked := c.drawn(a, MapQuery{Box: box, MarksOnly: zoom == 5})
		m, err := c.Map(context.Background(), a, q)
		if err != nil {
			c.t.Fatal(err)
		}
		level, grid := levelFor(zoom)
		x0, y0 := square(level, box.North, box.West)
		x1, y1 := square(level, box.South, box.East)
		want := map[int64][len(urgencies)]int{}
		var newest []record.ID
		for _, id := range c.order {
			k := c.reports[id]
			if k.told.at == nil || !asked(k) || !q.From.IsZero() && k.at.Before(q.From) || !q.To.IsZero() && !k.at.Before(q.To) {
				continue
			}
			if x, y := square(level, k.told.at.Lat, k.told.at.Lon); x >= x0 && x <= x1 && y >= y0 && y <= y1 {
				by := want[number(level, x, y)]
				by[k.urgency.Rank()]++
				want[number(level, x, y)] = by
				newest = append(newest, id)
			}
		}
		got := map[int64][len(urgencies)]int{}
		for _, m := range m.Marks {
			if grid != m.Report.Zero() {
				c.t.Errorf("at zoom %v a mark is %+v", zoom, m)
			}
			by := got[cell(level, m.Lat, m.Lon)]
			for i := range by {
				by[i] += m.By[i]
			}
			got[cell(level, m.Lat, m.Lon)] = by
		}
		if m.Total != len(newest) || !maps.Equal(got, want) || m.Partial {
			c.t.Errorf("%v of %v at zoom %v %+v: %d reports %v, want %d %v", a.Roles, a.Unit, zoom, q, m.Total, got, len(newest), want)
		}
		slices.SortFunc(newest, func(x, y record.ID) int { return c.reports[y].at.Compare(c.reports[x].at) })
		if q.MarksOnly {
			newest = nil
		}
		if !slices.Equal(ids(m.Newest), newest[:min(len(newest), maxNewest)]) {
			c.t.Errorf("%v of %v at zoom %v %+v: %d beside the map, want the newest of %d", a.Roles, a.Unit, zoom, q, len(m.Newest), len(newest))
		}
	}
	c.checkAreas(a)
	c.checkOverview(a)
}

func (c *crowd) checkAreas(a policy.Actor) {
	c.t.Helper()
	q, asked := c.drawn(a, MapQuery{})
	got, err := c.Areas(context.Background(), a, q)
	if err != nil {
		c.t.Fatal(err)
	}
	want := map[report.PlaceRef]int{}
	for _, k := range c.reports {
		if k.place.Code != "" && asked(k) {
			want[k.place]++
		}
	}
	if !maps.Equal(got, want) {
		c.t.Errorf("%v of %v counts places by %+v: %v, want %v", a.Roles, a.Unit, q, got, want)
	}
}

func (c *crowd) checkOverview(a policy.Actor) {
	c.t.Helper()
	now := c.reports[c.order[len(c.order)-1]].at.Add(90 * time.Minute)
	got, err := c.Overview(context.Background(), a, now)
	if err != nil {
		c.t.Fatal(err)
	}
	var want Overview
	kinds, units, today := map[string]int{}, map[record.ID]int{}, 0
	for _, k := range c.reports {
		if !c.may(a, "report.list", k) {
			continue
		}
		want.Open[k.urgency.Rank()][k.state]++
		if k.state.open() && c.due(k).Before(now) {
			want.Overdue++
		}
		if k.state != Quarantine {
			today++
		}
		if k.state == Closed || k.state == Quarantine {
			continue
		}
		kinds[k.kind]++
		units[k.unit]++
		if k.assignee == a.ID {
			want.Mine++
		}
	}
	days := 0
	for _, d := range got.Days {
		days += d.By[0] + d.By[1] + d.By[2]
	}
	if got.Open != want.Open || got.Overdue != want.Overdue || got.Mine != want.Mine || days != today || len(got.Days) != overviewDays ||
		len(got.Kinds) != len(kinds) || len(got.Units) != len(units) {
		c.t.Errorf("%v of %v sees %+v with %d in two weeks, want %+v with %d, %v, %v", a.Roles, a.Unit, got, days, want, today, kinds, units)
	}
	for _, k := range got.Kinds {
		if kinds[k.Kind] != k.N {
			c.t.Errorf("%v of %v sees %d %s, want %d", a.Roles, a.Unit, k.N, k.Kind, kinds[k.Kind])
		}
	}
}

func (c *crowd) checkOpen(a policy.Actor) {
	c.t.Helper()
	got, err := c.OpenByUnit(context.Background(), a)
	if err != nil {
		c.t.Fatal(err)
	}
	want := map[record.ID]int{}
	for _, k := range c.reports {
		if k.state != Closed && c.may(a, "report.list", k) {
			want[k.unit]++
		}
	}
	for _, u := range []record.ID{capital, north, south, well, pass} {
		if got[u] != want[u] {
			c.t.Errorf("%v of %v is told of %d open at %v, want %d", a.Roles, a.Unit, got[u], u, want[u])
		}
	}
}
