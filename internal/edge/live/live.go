// Package live tells open consoles of what changes, as far as each may see it.
//
// What was done about a thing is looked up and written out once, however many
// consoles are open. Each console then decides by its own filter, in memory, and
// takes all that it has not had yet in one piece. Nobody waits for a slow one: it
// is let go, and goes on from its last event when it comes back.
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

// A Source says of one sort of thing what open consoles are told of it.
type Source struct {
	Event  string        // its name on the wire, such as "report"
	Action policy.Action // by which the thing stands in lists, such as "report.list"
	Kinds  []record.Kind // of the revisions that change what is shown of it

	// Key is the thing that a revision is about; nil for its subject. Of several
	// revisions about one thing a console is told together.
	Key func(ledger.Header) record.ID
	// Load gives the thing as it stands after a revision, the last one about it. It
	// faults with Missing where it is not there any more.
	Load func(context.Context, ledger.Header) (Thing, error)
	// Before tells where the thing stood until a revision that took it elsewhere or
	// away, and false for one that did not. Nil: no revision does.
	Before func(context.Context, ledger.Header) (Row, bool, error)
}

// Row is what the policy's filter asks of a thing.
type Row struct {
	Unit     record.ID
	TLP      record.TLP
	Assignee record.ID   // zero for nobody
	Named    []record.ID // to read it whatever its marking
	Also     []Row       // where it stands as well: a task has to do with two units
}

// Thing is what consoles are told.
type Thing struct {
	Row
	Tell func(lang.Language) any // in a language, as JSON
}

// Gone is what is told of a thing that a console could see and may see no longer:
// one that shows it takes it off.
type Gone struct {
	ID   record.ID `json:"id"`
	Gone bool      `json:"gone"`
}

func (r *Row) seenBy(f policy.Filter) bool {
	return f.Match(r.Unit, r.TLP, &r.Assignee, r.Named...) || slices.ContainsFunc(r.Also, func(o Row) bool { return o.seenBy(f) })
}

// kept is how many news lie in memory: whoever missed more reads its lists anew,
// which is less to send.
const kept = 4096

// Feed carries what was committed to those who listen. Its zero value hears, and
// tells from the moment on when it is told of what.
type Feed struct {
	mu      sync.Mutex // guards what follows
	sources map[record.Kind]*Source
	news    []*item // by number; never changed in place, as readers hold parts of it
	floor   int64   // of what was until here nothing is kept
	last    int64   // heard so far
	things  map[thing]*known
	wake    chan struct{} // closed by what comes next
	primed  bool
	closed  bool
	open    int
}

type thing struct {
	source *Source
	id     record.ID
}

// item is a revision that consoles are told of.
type item struct {
	ledger.Header
	thing
	known *known
	was   atomic.Pointer[was]
}

// was is where a thing stood before an item; nowhere says that the item did not
// take it anywhere.
type was struct {
	row     Row
	nowhere bool
	gone    []byte
}

// known is what consoles are told of a thing, looked up by the first that asks.
type known struct {
	mu   sync.Mutex // held while it is looked up
	last atomic.Pointer[item]
	now  atomic.Pointer[told]
}

// comes notes the last item about the thing.
func (k *known) comes(i *item) { k.last.Store(i) }

// told is a thing as it stood after its last item, in every language.
type told struct {
	seq  int64
	gone bool
	row  Row
	text map[lang.Language][]byte
}

// Tell says what the feed tells of. It is called once, before it is listened to.
func (f *Feed) Tell(sources ...Source) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sources, f.things = map[record.Kind]*Source{}, map[thing]*known{}
	f.news, f.floor = nil, f.last
	for _, s := range sources {
		for _, k := range s.Kinds {
			if f.sources[k] != nil {
				panic(fmt.Sprintf("live: two sources tell of a %s", k))
			}
			f.sources[k] = &s
		}
	}
}

// Prime takes in what was committed before the feed began to hear, in order and up
// to the end of the ledger, so that consoles of a node that was started anew go on
// where they were. Only the first time does anything.
func (f *Feed) Prime(ctx context.Context, l *ledger.Ledger) error {
	f.mu.Lock()
	primed := f.primed
	f.mu.Unlock()
	if primed {
		return nil
	}
	end, err := l.End(ctx)
	if err != nil {
		return err
	}
	hs, err := l.Since(ctx, max(0, end-kept), kept)
	if err != nil {
		return err
	}
	f.prime(hs, end)
	return nil
}

func (f *Feed) prime(hs []ledger.Header, end int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.primed {
		return
	}
	f.primed = true
	if f.last == 0 {
		f.last, f.floor = end, end
	}
	hs = slices.DeleteFunc(hs, func(h ledger.Header) bool { return h.Seq > f.floor }) // heard meanwhile
	if len(hs) == 0 || hs[len(hs)-1].Seq != f.floor {
		return
	}
	heard := f.news
	f.news, f.floor = nil, hs[0].Seq-1
	for _, h := range hs {
		f.add(h)
	}
	f.news = append(f.news, heard...)
	for _, i := range heard {
		i.known.comes(i)
	}
}

// Hear takes in what was committed. It never waits.
func (f *Feed) Hear(hs []ledger.Header) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(hs) == 0 || f.closed {
		return
	}
	if f.last == 0 || hs[0].Seq > f.last+1 { // the first that it hears
		f.news, f.floor, f.last = nil, hs[0].Seq-1, hs[0].Seq-1
	}
	for _, h := range hs {
		if h.Seq > f.last {
			f.last = h.Seq
			f.add(h)
		}
	}
	if over := len(f.news) - kept; over > kept/4 { // in strides: each makes the list anew
		f.forget(over)
	}
	if f.wake != nil {
		close(f.wake)
		f.wake = nil
	}
}

func (f *Feed) add(h ledger.Header) {
	s := f.sources[h.Kind]
	if s == nil {
		return
	}
	t := thing{s, h.Subject}
	if s.Key != nil {
		t.id = s.Key(h)
	}
	if f.things[t] == nil {
		f.things[t] = &known{}
	}
	i := &item{Header: h, thing: t, known: f.things[t]}
	i.known.comes(i)
	f.news = append(f.news, i)
}

func (f *Feed) forget(n int) {
	for _, i := range f.news[:n] {
		if i.known.last.Load() == i {
			delete(f.things, i.thing)
		}
	}
	f.floor = f.news[n-1].Seq
	f.news = append(make([]*item, 0, kept+kept/2), f.news[n:]...)
}

// Close ends listening, when all have been told what was heard.
func (f *Feed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed = true; f.wake != nil {
		close(f.wake)
		f.wake = nil
	}
}

// Listeners is how many listen.
func (f *Feed) Listeners() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

// over is closed for ever.
var over = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// since gives the news after a number, up to where that is, and what is closed
// when more come. It gives false where something after the number is forgotten.
func (f *Feed) since(seq int64) (news []*item, last int64, wake <-chan struct{}, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if seq < f.floor {
		return nil, f.last, nil, false
	}
	at := len(f.news)
	for at > 0 && f.news[at-1].Seq > seq {
		at--
	}
	if f.closed {
		return f.news[at:len(f.news):len(f.news)], f.last, over, true
	}
	if f.wake == nil {
		f.wake = make(chan struct{})
	}
	return f.news[at:len(f.news):len(f.news)], f.last, f.wake, true
}

// look gives the thing as it stands after its last item.
func (k *known) look(ctx context.Context) (*told, error) {
	if now := k.now.Load(); now != nil && now.seq == k.last.Load().Seq {
		return now, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	i := k.last.Load()
	if now := k.now.Load(); now != nil && now.seq >= i.Seq {
		return now, nil
	}
	// One who asks looks for all who come after: their going away ends nothing.
	t, err := i.source.Load(context.WithoutCancel(ctx), i.Header)
	now := &told{seq: i.Seq, row: t.Row, gone: fault.Is(err, fault.Missing)}
	if err != nil && !now.gone {
		return nil, err
	}
	if !now.gone {
		now.text = map[lang.Language][]byte{}
		for _, l := range lang.All() {
			if now.text[l], err = event(i.source.Event, i.Seq, t.Tell(l)); err != nil {
				return nil, err
			}
		}
	}
	k.now.Store(now)
	return now, nil
}

// before gives where the thing stood until the item took it elsewhere, or nil.
func (i *item) before(ctx context.Context) (*was, error) {
	if i.source.Before == nil {
		return nil, nil
	}
	w := i.was.Load()
	if w == nil {
		row, moved, err := i.source.Before(context.WithoutCancel(ctx), i.Header)
		if err != nil {
			return nil, err
		}
		w = &was{row: row, nowhere: !moved}
		if w.gone, err = event(i.source.Event, i.Seq, Gone{ID: i.id, Gone: true}); err != nil {
			return nil, err
		}
		i.was.Store(w)
	}
	if w.nowhere {
		return nil, nil
	}
	return w, nil
}

func event(name string, seq int64, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "event: %s\nid: %d\ndata: %s\n\n", name, seq, b), nil
}
