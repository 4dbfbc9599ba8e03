package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

var (
	here  = report.PlaceRef{List: "L", Code: "MR012"}
	there = report.PlaceRef{List: "L", Code: "MR99"}
	inIt  = report.PlaceRef{List: "L", Code: "MR01201"}
)

// flat is a ground of one unit above all, and one place with another in it.
var flat = ground{
	under: func(unit, above record.ID) bool { return unit == above || above == record.IDOf("top") },
	within: func(p report.PlaceRef) []report.PlaceRef {
		if p == here {
			return []report.PlaceRef{here, inIt}
		}
		return []report.PlaceRef{p}
	},
	point: func(p report.PlaceRef) *report.Point {
		if p == here {
			return &report.Point{Lat: 15.88, Lon: -5.95}
		}
		return nil
	},
}

// engineOf has one watch, and knows of the alerts that it raised.
func engineOf(w Watch) *engine {
	e := &engine{watchers: []*watcher{newWatcher(w, flat)}, ground: flat}
	e.open = func(w *watcher, _ string, _ int64) bool {
		for _, win := range w.windows {
			for _, en := range win.entries {
				if en.taken {
					return true
				}
			}
		}
		return false
	}
	return e
}

func watchOf(r Rule) Watch {
	r.Look = Reports
	return Watch{
		ID: record.IDOf("watch"), Unit: record.IDOf("top"), Rule: r, Urgency: report.Now,
		Name: lang.Text{lang.French: "x", lang.Arabic: "x", lang.English: "x"},
	}
}

func sighting(change func(*Seen)) *Seen {
	s := &Seen{
		ID: record.IDOf(fmt.Sprint(rand.Int64())), Unit: record.IDOf("desk"), Kind: "attack", Urgency: report.Soon, Place: inIt, Source: record.IDOf("someone"),
		Text: "هجوم مسلح على القرية — attaque au puits, deux motos",
	}
	if change != nil {
		change(s)
	}
	return s
}

func TestWhatAWatchLooksFor(t *testing.T) {
	square := &Fence{Corners: []Corner{{15, -7}, {15, -5}, {17, -5}, {17, -7}}}
	for name, c := range map[string]struct {
		rule Rule
		seen func(*Seen)
		want bool
	}{
		"the kind":               {Rule{Kinds: []string{"theft", "attack"}}, nil, true},
		"another kind":           {Rule{Kinds: []string{"theft"}}, nil, false},
		"urgent enough":          {Rule{Urgency: report.Soon}, nil, true},
		"not urgent enough":      {Rule{Urgency: report.Now}, nil, false},
		"a place in the place":   {Rule{Places: []report.PlaceRef{here}}, nil, true},
		"another place":          {Rule{Places: []report.PlaceRef{there}}, nil, false},
		"no place":               {Rule{Places: []report.PlaceRef{here}}, func(s *Seen) { s.Place = report.PlaceRef{} }, false},
		"a word by its stem":     {Rule{Words: []string{"attaques"}}, nil, true},
		"a word in Arabic":       {Rule{Words: []string{"قرية"}}, nil, true},
		"several words":          {Rule{Words: []string{"moto puits"}}, nil, true},
		"several, one missing":   {Rule{Words: []string{"moto chameau"}}, nil, false},
		"one of two":             {Rule{Words: []string{"chameau", "moto"}}, nil, true},
		"no beginning of a word": {Rule{Words: []string{"mot"}}, nil, false},
		"a point in the fence":   {Rule{Fence: square}, func(s *Seen) { s.Point = &report.Point{Lat: 16, Lon: -6} }, true},
		"a point beyond it":      {Rule{Fence: square}, func(s *Seen) { s.Point = &report.Point{Lat: 18, Lon: -6}; s.Place = here }, false},
		"the middle of a place":  {Rule{Fence: square}, func(s *Seen) { s.Place = here }, true},
		"nowhere":                {Rule{Fence: square}, func(s *Seen) { s.Place = there }, false},
		"a circle":               {Rule{Fence: &Fence{Centre: &Corner{16, -6}, Metres: 5000}}, func(s *Seen) { s.Point = &report.Point{Lat: 16.04, Lon: -6} }, true},
		"beyond the circle":      {Rule{Fence: &Fence{Centre: &Corner{16, -6}, Metres: 5000}}, func(s *Seen) { s.Point = &report.Point{Lat: 16.05, Lon: -6} }, false},
		"all of it":              {Rule{Kinds: []string{"attack"}, Urgency: report.Soon, Places: []report.PlaceRef{here}, Words: []string{"هجوم"}}, nil, true},
	} {
		e := engineOf(watchOf(c.rule))
		if got := len(e.see(sighting(c.seen))) == 1; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	w := watchOf(Rule{Kinds: []string{"attack"}})
	w.Unit = record.IDOf("elsewhere")
	e := engineOf(w)
	if len(e.see(sighting(nil))) != 0 {
		t.Error("a watch looks at another unit's reports")
	}
}

func TestSoManyWithinSomeHours(t *testing.T) {
	hour := time.Hour.Milliseconds()
	at := func(h int64, change func(*Seen)) *Seen {
		return sighting(func(s *Seen) {
			s.At, s.Source = h*hour, s.ID
			if change != nil {
				change(s)
			}
		})
	}
	three := func(change func(*Rule)) *engine {
		r := Rule{Kinds: []string{"attack"}, Count: 3, Hours: 24}
		if change != nil {
			change(&r)
		}
		return engineOf(watchOf(r))
	}
	see := func(e *engine, ss ...*Seen) (got []int) {
		for _, s := range ss {
			n := 0
			for _, tr := range e.see(s) {
				n += len(tr.reports)
			}
			got = append(got, n)
		}
		return got
	}
	twice := at(1, nil)
	for name, c := range map[string]struct {
		got, want []int
	}{
		"the third is one, the next joins": {see(three(nil), at(0, nil), at(1, nil), at(2, nil), at(3, nil)), []int{0, 0, 3, 1}},
		"one too late":                     {see(three(nil), at(0, nil), at(23, nil), at(24, nil), at(25, nil)), []int{0, 0, 0, 3}},
		"the same one again is no second":  {see(three(nil), twice, twice, twice, at(2, nil)), []int{0, 0, 0, 0}},
		"heard again after the alert":      {see(three(nil), at(0, nil), at(1, nil), twice, twice), []int{0, 0, 3, 0}},
		"each unit for itself":             {see(three(nil), at(0, nil), at(0, nil), at(0, func(s *Seen) { s.Unit = record.IDOf("other") })), []int{0, 0, 0}},
		"over all units":                   {see(three(func(r *Rule) { r.Together = true }), at(0, nil), at(0, nil), at(0, func(s *Seen) { s.Unit = record.IDOf("other") })), []int{0, 0, 3}},
		"one sender thrice":                {see(three(func(r *Rule) { r.Senders = true }), at(0, one), at(0, one), at(0, one), at(0, nil), at(0, nil)), []int{0, 0, 0, 0, 5}},
		"senders whom nobody knows":        {see(three(func(r *Rule) { r.Senders = true }), at(0, unknown), at(0, unknown), at(0, unknown)), []int{0, 0, 3}},
		"others do not count":              {see(three(nil), at(0, nil), at(0, func(s *Seen) { s.Kind = "theft" }), at(0, nil)), []int{0, 0, 0}},
	} {
		if fmt.Sprint(c.got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	// When the alert has ended, counting begins anew.
	over := three(nil)
	over.open = func(*watcher, string, int64) bool { return false }
	if got := fmt.Sprint(see(over, at(0, nil), at(1, nil), at(2, nil), at(3, nil), at(4, nil), at(5, nil))); got != "[0 0 3 0 0 3]" {
		t.Error(got)
	}
	// A report that was put right long after counts for its own time.
	if got := fmt.Sprint(see(three(nil), at(100, nil), at(101, nil), at(1, nil), at(80, nil))); got != "[0 0 0 3]" {
		t.Error(got)
	}
	// What came before the watch was there counts; by itself it raises nothing.
	e := three(nil)
	none := func(record.ID, record.ID) bool { return false }
	e.fill(at(0, nil), none)
	e.fill(at(1, nil), none)
	if got := see(e, at(2, nil)); got[0] != 3 {
		t.Errorf("%v", got)
	}
}

func one(s *Seen)     { s.Source = record.IDOf("one") }
func unknown(s *Seen) { s.Source = record.ID{} }

// A window forgets, and never grows beyond its bound.
func TestAWindowIsBounded(t *testing.T) {
	e := engineOf(watchOf(Rule{Kinds: []string{"attack"}, Count: 1000, Hours: 700}))
	w := e.watchers[0]
	for i := range 3 * maxWindow {
		e.see(sighting(func(s *Seen) { s.At = int64(i) }))
	}
	win := w.windows[record.IDOf("desk")]
	if len(win.entries) != maxWindow || len(win.known) != maxWindow {
		t.Errorf("%d entries, %d known", len(win.entries), len(win.known))
	}
}

func TestFences(t *testing.T) {
	for name, f := range map[string]Fence{
		"nothing": {}, "a line": {Corners: []Corner{{1, 1}, {2, 2}, {3, 3}}}, "two corners": {Corners: []Corner{{1, 1}, {2, 2}}}, "off the earth": {Corners: []Corner{{1, 1}, {91, 2}, {3, 1}}},
		"no number": {Corners: []Corner{{1, 1}, {math.NaN(), 2}, {3, 1}}}, "a point": {Centre: &Corner{1, 1}}, "the whole earth": {Centre: &Corner{1, 1}, Metres: 1e8}, "both": {Centre: &Corner{1, 1}, Metres: 500, Corners: make([]Corner, 3)},
	} {
		if err := f.check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A star with a bay: what lies in the bay is outside.
	bay := Fence{Corners: []Corner{{0, 0}, {0, 10}, {10, 10}, {2, 5}, {10, 0}}}
	if err := bay.check(); err != nil || !bay.holds(1, 5) || bay.holds(8, 5) || !bay.holds(8, 9.5) {
		t.Errorf("%v", err)
	}
	// Nouakchott to Bassikounou are some 1,100 km (measured on a map).
	if d := metres(18.0858, -15.9785, 15.8667, -5.9500); math.Abs(d-1_095_000) > 15_000 {
		t.Errorf("%.0f m", d)
	}
}

func TestQuietHours(t *testing.T) {
	night := &Quiet{From: 22 * 60, To: 6 * 60}
	noon := &Quiet{From: 12 * 60, To: 14 * 60}
	day := func(h, m int) time.Time { return time.Date(2026, 11, 24, h, m, 0, 0, time.UTC) }
	for _, c := range []struct {
		q     *Quiet
		from  time.Time
		d     time.Duration
		after time.Time
	}{
		{nil, day(23, 0), time.Hour, day(24, 0)},
		{night, day(10, 0), time.Hour, day(11, 0)},
		{night, day(21, 30), time.Hour, day(30, 30)},
		{night, day(23, 0), time.Hour, day(31, 0)},
		{night, day(5, 0), 30 * time.Minute, day(6, 30)},
		{noon, day(11, 0), 2 * time.Hour, day(15, 0)},
		{night, day(10, 0), 40 * time.Hour, day(10+40+16, 0)},
	} {
		if got := c.q.after(c.from, c.d, time.UTC); !got.Equal(c.after) {
			t.Errorf("%+v %s after %s is %s, want %s", c.q, c.d, c.from.Format("15:04"), got.Format("2 15:04"), c.after.Format("2 15:04"))
		}
	}
}

func TestWatchesThatCannotBe(t *testing.T) {
	for want, change := range map[string]func(*Watch){
		"alert.watch.name": func(w *Watch) { delete(w.Name, lang.Arabic) }, "alert.watch.urgency": func(w *Watch) { w.Urgency = "x" },
		"alert.ladder.wrong": func(w *Watch) { w.Ladder = []Step{{Minutes: 0}} },
		"alert.ladder.channel": func(w *Watch) {
			w.Ladder = []Step{{Minutes: 5, Channels: []notice.Channel{notice.SMS, notice.SMS}}}
		},
		"alert.ladder.ways": func(w *Watch) {
			w.Urgency, w.Ladder = report.Now, []Step{{Minutes: 5, Channels: []notice.Channel{notice.SMS}}}
		}, "alert.quiet.wrong": func(w *Watch) { w.Quiet = &Quiet{From: 0, To: duty.Hour(60)} },
		"alert.join.wrong": func(w *Watch) { w.Join = -1 }, "alert.rule.large": func(w *Watch) { w.Rule.Count = maxCount + 1 }, "alert.rule.word": func(w *Watch) { w.Rule.Words = []string{"le"} },
		"alert.rule.everything": func(w *Watch) { w.Rule = Rule{Look: Reports, Urgency: report.Routine} }, "alert.rule.hours": func(w *Watch) { w.Rule.Count = 3 },
		"alert.rule.silence": func(w *Watch) { w.Rule = Rule{Look: Silence} }, "alert.rule.look": func(w *Watch) { w.Rule.Look = "stars" }, "alert.fence.wrong": func(w *Watch) { w.Rule.Fence = &Fence{} },
	} {
		w := watchOf(Rule{Kinds: []string{"attack"}})
		if err := w.Check(); err != nil {
			t.Fatal(err)
		}
		change(&w)
		if f, ok := w.Check().(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
			t.Errorf("%v, want %s", w.Check(), want)
		}
	}
}
