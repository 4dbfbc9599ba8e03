package live

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/guard/policy"
)

// Times of a stream.
const (
	// beat is how often a quiet stream says that it lives: networks drop
	// connections that are still for half a minute.
	beat = 20 * time.Second
	// gather is how long a stream rests after it told something. What is told in a
	// burst then goes out in one piece; what is told after a quiet time goes at once.
	gather = 200 * time.Millisecond
)

// Tree is the network as the filters see it. Its version grows with each change.
type Tree interface{ Version() uint64 }

// Gate makes the filters of those who listen. Many have the same unit and roles,
// and share what is made for one.
type Gate struct {
	Policy *policy.Engine
	Tree   Tree

	mu      sync.Mutex // guards what follows
	version uint64
	classes map[string]*class
}

// class is what some roles at a unit may see.
type class struct {
	version uint64
	filters map[policy.Action]policy.Filter
}

func classOf(a policy.Actor) string {
	var b strings.Builder
	b.Write(a.Unit[:])
	for _, r := range a.Roles {
		b.WriteString(" " + string(r))
	}
	return b.String()
}

func (g *Gate) of(ctx context.Context, a policy.Actor, actions []policy.Action) (*class, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if v := g.Tree.Version(); v != g.version || g.classes == nil {
		g.version, g.classes = v, map[string]*class{}
	}
	key := classOf(a)
	if c := g.classes[key]; c != nil {
		return c, nil
	}
	c := &class{version: g.version, filters: map[policy.Action]policy.Filter{}}
	for _, action := range actions {
		f, err := g.Policy.Filter(ctx, a, action)
		if err != nil {
			return nil, err
		}
		c.filters[action] = f
	}
	g.classes[key] = c
	return c, nil
}

// Console is somebody who listens.
type Console struct {
	From     int64 // the number of the last event that it heard; below 0: none
	Language lang.Language
	// Who gives who listens. It is asked anew before anything is told: they may have
	// signed out, or have another role or unit since. False ends the stream.
	Who func() (policy.Actor, bool)
	// Write sends. An error ends the stream.
	Write func([]byte) error
}

// ear is a console that listens.
type ear struct {
	Console
	feed    *Feed
	gate    *Gate
	last    int64
	actor   policy.Actor
	class   *class
	filters map[policy.Action]policy.Filter // of the class, as the actor's own
}

// Listen tells a console what happens until ctx ends, it cannot be written to, who
// listens may no longer, or it fell too far behind. Whatever the end, who comes back
// with the number of its last event has lost nothing.
func (f *Feed) Listen(ctx context.Context, g *Gate, c Console) error {
	f.count(1)
	defer f.count(-1)
	e := &ear{Console: c, feed: f, gate: g}
	if err := e.hello(); err != nil {
		return err
	}
	timer := time.NewTimer(beat)
	defer timer.Stop()
	for {
		news, last, wake, ok := f.since(e.last)
		if !ok || !e.here() {
			return nil
		}
		pause := time.Duration(0)
		if len(news) > 0 {
			told, err := e.tell(ctx, news)
			if err != nil {
				return err
			}
			if told {
				pause = gather
			}
		}
		e.last = last
		if more, err := e.wait(ctx, timer, wake, pause); !more {
			return err
		}
	}
}

// wait rests for a pause after something was told, and then until there is more.
func (e *ear) wait(ctx context.Context, timer *time.Timer, wake <-chan struct{}, pause time.Duration) (more bool, err error) {
	if pause > 0 && !e.feed.ended() {
		timer.Reset(pause)
		select {
		case <-ctx.Done():
			return false, nil
		case <-timer.C:
		}
	}
	timer.Reset(beat)
	for {
		select {
		case <-ctx.Done():
			return false, nil
		case <-wake:
			return !e.feed.done(e.last), nil
		case <-timer.C:
			if err := e.Write([]byte(": \n\n")); err != nil {
				return false, err
			}
			if !e.here() {
				return false, nil
			}
			timer.Reset(beat)
		}
	}
}

func (f *Feed) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open += n
}

func (f *Feed) ended() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// done tells whether nothing comes after a number any more.
func (f *Feed) done(seq int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed && f.last <= seq
}

// hello begins a stream: from where it goes on, and whether so much was missed that
// the console reads its lists anew.
func (e *ear) hello() error {
	_, last, _, ok := e.feed.since(max(e.From, 0))
	reload := e.From >= 0 && (!ok || e.From > last)
	if e.last = e.From; e.From < 0 || reload {
		e.last = last
	}
	return e.Write(fmt.Appendf(nil, "event: hello\nid: %d\ndata: {\"reload\":%t}\nretry: 3000\n\n", e.last, reload))
}

// here asks who listens, and makes their filters anew where something changed.
func (e *ear) here() bool {
	a, ok := e.Who()
	if !ok {
		return false
	}
	if e.class != nil && e.class.version == e.gate.Tree.Version() && a.ID == e.actor.ID && a.Unit == e.actor.Unit && slices.Equal(a.Roles, e.actor.Roles) {
		return true
	}
	e.actor, e.class = a, nil
	return true
}

func (e *ear) filter(ctx context.Context, action policy.Action) (policy.Filter, error) {
	if e.class == nil {
		c, err := e.gate.of(ctx, e.actor, e.feed.actions())
		if err != nil {
			return policy.Filter{}, err
		}
		e.class, e.filters = c, map[policy.Action]policy.Filter{}
	}
	f, ok := e.filters[action]
	if !ok {
		f = e.class.filters[action].As(e.actor.ID)
		e.filters[action] = f
	}
	return f, nil
}

func (f *Feed) actions() (all []policy.Action) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.sources {
		if !slices.Contains(all, s.Action) {
			all = append(all, s.Action)
		}
	}
	return all
}

// tell sends of the news what the console may see, in one piece.
func (e *ear) tell(ctx context.Context, news []*item) (bool, error) {
	held := pieces.Get().(*[]byte) //nolint:forcetypeassert // nothing else is put there
	text := (*held)[:0]
	defer func() {
		if *held = text; cap(text) <= maxHeld {
			pieces.Put(held)
		}
	}()
	for _, i := range news {
		more, err := e.of(ctx, i)
		if err != nil {
			return false, err
		}
		text = append(text, more...)
	}
	if len(text) == 0 {
		return false, nil
	}
	return true, e.Write(text)
}

// pieces are lent to streams while they write, as there are more streams than
// ever write at once.
var pieces = sync.Pool{New: func() any { return new([]byte) }}

// maxHeld bounds the memory of a burst that is kept for the next one, in bytes.
const maxHeld = 64 << 10

// of gives what the console is told of an item: the thing as it stands, that it is
// gone, or nothing. What came after the item tells the rest.
func (e *ear) of(ctx context.Context, i *item) ([]byte, error) {
	f, err := e.filter(ctx, i.source.Action)
	if err != nil || f.None() {
		return nil, err
	}
	w, err := i.before(ctx)
	if err != nil {
		return nil, err
	}
	if w == nil && i.known.last.Load() != i {
		return nil, nil // told with a later item
	}
	now, err := i.known.look(ctx)
	switch {
	case err != nil:
		return nil, err
	case !now.gone && now.row.seenBy(f):
		if now.seq != i.Seq {
			return nil, nil
		}
		return now.text[e.Language], nil
	case w != nil && w.row.seenBy(f):
		return w.gone, nil
	}
	return nil, nil
}
