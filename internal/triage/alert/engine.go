package alert

import (
	"cmp"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
)

// Seen is what a watch sees of a report.
type Seen struct {
	ID      record.ID
	Unit    record.ID
	TLP     record.TLP
	Kind    string
	Urgency report.Urgency
	Place   report.PlaceRef
	Point   *report.Point
	Source  record.ID // zero: nobody is known
	At      int64     // received, in milliseconds since 1970
	Text    string

	read  func() *search.Text // reads Text once for all; nil: as it stands
	words *search.Text        // of Text, once some watch asks for words
}

func (s *Seen) in(q search.Query) bool {
	switch {
	case s.words != nil:
	case s.read != nil:
		s.words = s.read()
	default:
		s.words = search.NewText(s.Text)
	}
	return q.In(s.words)
}

// trigger is a watch that found what it looks for.
type trigger struct {
	watch   *watcher
	cause   string    // what happened: of one cause there is one alert
	unit    record.ID // where the alert is raised
	seen    *Seen     // the report that did it, the last of those gathered
	from    int64     // when the first of them came
	reports []record.ID
}

// engine holds the watches that are switched on against reports as they come. It
// belongs to one goroutine.
type engine struct {
	watchers []*watcher
	ground   ground
	// open tells whether reports of a cause join an alert that is there.
	open func(w *watcher, cause string, at int64) bool
}

// ground is what an engine asks of the network.
type ground struct {
	under  func(unit, above record.ID) bool
	within func(report.PlaceRef) []report.PlaceRef // the place and those that lie in it
	point  func(report.PlaceRef) *report.Point     // the middle of a place, or nil
}

// watcher is a watch made ready, and what it has counted.
type watcher struct {
	Watch
	words   []search.Query
	kinds   map[string]bool
	places  map[report.PlaceRef]bool
	windows map[record.ID]*window // by unit; zero: over all
}

// newWatcher makes a watch ready.
func newWatcher(w Watch, g ground) *watcher {
	c := &watcher{Watch: w, windows: map[record.ID]*window{}}
	for _, word := range w.Rule.Words {
		c.words = append(c.words, search.Whole(word))
	}
	if len(w.Rule.Kinds) > 0 {
		c.kinds = map[string]bool{}
		for _, k := range w.Rule.Kinds {
			c.kinds[k] = true
		}
	}
	if len(w.Rule.Places) > 0 {
		c.places = map[report.PlaceRef]bool{}
		for _, p := range w.Rule.Places {
			for _, in := range g.within(p) {
				c.places[in] = true
			}
		}
	}
	return c
}

// wants tells whether a report is what the watch looks for. What is cheap to ask
// is asked first.
func (w *watcher) wants(s *Seen, g ground) bool {
	r := &w.Rule
	switch {
	case w.kinds != nil && !w.kinds[s.Kind],
		r.Urgency != "" && s.Urgency.Rank() > r.Urgency.Rank(),
		w.places != nil && !w.places[s.Place],
		!g.under(s.Unit, w.Unit):
		return false
	case r.Fence != nil && !w.fenced(s, g):
		return false
	}
	return len(w.words) == 0 || slices.ContainsFunc(w.words, s.in)
}

// fenced tells whether the report is from within the fence: by its point, else by
// the middle of its place.
func (w *watcher) fenced(s *Seen, g ground) bool {
	p := s.Point
	if p == nil && s.Place.Code != "" {
		p = g.point(s.Place)
	}
	return p != nil && w.Rule.Fence.holds(p.Lat, p.Lon)
}

// see gives what a report triggers.
func (e *engine) see(s *Seen) (ts []trigger) {
	for _, w := range e.watchers {
		if w.Rule.Look != Reports || !w.wants(s, e.ground) {
			continue
		}
		if t, ok := e.count(w, s); ok {
			ts = append(ts, t)
		}
	}
	return ts
}

// fill counts a report that came before, and triggers nothing. Taken tells that it
// is in an alert of the watch.
func (e *engine) fill(s *Seen, taken func(watch, report record.ID) bool) {
	for _, w := range e.watchers {
		if w.Rule.Look != Reports || w.Rule.Count < 2 || !w.wants(s, e.ground) {
			continue
		}
		win := w.window(s)
		win.add(s, w.span())
		if taken(w.ID, s.ID) {
			win.mark([]record.ID{s.ID}, true)
		}
	}
}

// count gives the trigger of a report that the watch looks for, where it is one
// by itself, or the last of so many, or joins an alert that is there.
func (e *engine) count(w *watcher, s *Seen) (trigger, bool) {
	if w.Rule.Count < 2 {
		return trigger{w, s.Kind + " " + s.Unit.String() + " " + s.Place.Code, s.Unit, s, s.At, []record.ID{s.ID}}, true
	}
	win := w.window(s)
	win.add(s, w.span())
	t := trigger{watch: w, cause: "many", unit: w.Unit, seen: s, from: s.At}
	if !w.Rule.Together {
		t.cause, t.unit = "many "+s.Unit.String(), s.Unit
	}
	free := win.free()
	if number(free, w.Rule.Senders) < w.Rule.Count && (len(free) == 0 || !e.open(w, t.cause, s.At)) {
		return trigger{}, false
	}
	for _, f := range free {
		t.reports = append(t.reports, f.id)
	}
	win.mark(t.reports, true)
	return t, true
}

func (w *watcher) span() time.Duration { return time.Duration(w.Rule.Hours) * time.Hour }

func (w *watcher) window(s *Seen) *window {
	var key record.ID
	if !w.Rule.Together {
		key = s.Unit
	}
	win := w.windows[key]
	if win == nil {
		win = &window{known: map[record.ID]bool{}}
		w.windows[key] = win
	}
	return win
}

// maxWindow bounds the reports that a window remembers: four times the most that
// are ever counted.
const maxWindow = 4 * maxCount

// window is the reports of some hours, in the order in which they came.
type window struct {
	entries []entry
	known   map[record.ID]bool
}

type entry struct {
	id, source record.ID
	at         int64
	taken      bool // it is in an alert
}

// add counts a report once, however often it comes, and forgets those that are
// older than span. One that is too old itself, such as a report that was put right
// a month later, is not counted.
func (w *window) add(s *Seen, span time.Duration) {
	newest := s.At
	if n := len(w.entries); n > 0 {
		newest = max(newest, w.entries[n-1].at)
	}
	before := newest - span.Milliseconds()
	if !w.known[s.ID] && s.At > before {
		w.known[s.ID] = true
		i, _ := slices.BinarySearchFunc(w.entries, s.At+1, func(e entry, at int64) int { return cmp.Compare(e.at, at) })
		w.entries = slices.Insert(w.entries, i, entry{s.ID, s.Source, s.At, false})
	}
	n := max(0, len(w.entries)-maxWindow)
	for n < len(w.entries) && w.entries[n].at <= before {
		n++
	}
	for _, e := range w.entries[:n] {
		delete(w.known, e.id)
	}
	w.entries = slices.Delete(w.entries, 0, n)
}

// free gives the reports that are in no alert yet.
func (w *window) free() (es []entry) {
	for _, e := range w.entries {
		if !e.taken {
			es = append(es, e)
		}
	}
	return es
}

// mark notes that reports are in an alert, or could not be put into one.
func (w *window) mark(ids []record.ID, taken bool) {
	for i := range w.entries {
		if slices.Contains(ids, w.entries[i].id) {
			w.entries[i].taken = taken
		}
	}
}

// number is how many reports there are, or from how many senders: reports of
// which nobody knows the sender count one by one.
func number(es []entry, senders bool) int {
	if !senders {
		return len(es)
	}
	seen := map[record.ID]bool{}
	for _, e := range es {
		if e.source.Zero() {
			seen[e.id] = true
		} else {
			seen[e.source] = true
		}
	}
	return len(seen)
}
