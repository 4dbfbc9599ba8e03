package ledger

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// made is what was worked out of one body: each kind of thing once, however many
// apply the revision or follow it, and whichever goroutine asks first.
type made struct {
	mu    sync.Mutex
	works []any // *work[T], one for each T
}

type work[T any] struct {
	once sync.Once
	out  *T
	err  error
}

// Work gives what do makes of the body of rev. It is made once for all who ask for a
// T of this revision: who asks while another goroutine makes it waits. do must
// use nothing but the body, and nobody may change what it gives. If it panics,
// all who ask get an error.
func Work[T any](rev Revision, do func() (*T, error)) (*T, error) {
	if rev.made == nil {
		return do()
	}
	w := workOf[T](rev.made)
	w.once.Do(func() {
		defer func() {
			if p := recover(); p != nil {
				w.err = fmt.Errorf("read %s %d: panic: %v\n%s", rev.Kind, rev.Seq, p, debug.Stack())
			}
		}()
		w.out, w.err = do()
	})
	return w.out, w.err
}

func workOf[T any](m *made) *work[T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, known := range m.works {
		if w, ok := known.(*work[T]); ok {
			return w
		}
	}
	w := new(work[T])
	m.works = append(m.works, w)
	return w
}

// ahead lets the parts begin what they will need of a revision. A part that panics
// has begun nothing: its Apply does that work itself, and its panic is caught
// there.
func (l *Ledger) ahead(rev Revision) {
	defer func() { _ = recover() }()
	if rev.Body == nil {
		return // erased
	}
	for _, begin := range l.begin[rev.Kind] {
		begin(rev)
	}
}
