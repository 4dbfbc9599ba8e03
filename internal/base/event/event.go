// Package event carries what was committed to those who listen, in order. A
// listener that cannot keep up is let go rather than waited for: it asks the
// ledger for what it missed.
package event

import "sync"

// buffer is how many events a listener may lag behind.
const buffer = 256

// Hub carries events of type T from one source to many listeners. Its zero
// value is ready.
type Hub[T any] struct {
	mu        sync.Mutex // guards what follows
	listeners map[*Listener[T]]struct{}
	closed    bool
}

// Listener receives events until it is closed or falls behind.
type Listener[T any] struct {
	hub *Hub[T]
	ch  chan T
}

// Listen starts listening.
func (h *Hub[T]) Listen() *Listener[T] {
	l := &Listener[T]{hub: h, ch: make(chan T, buffer)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(l.ch)
		return l
	}
	if h.listeners == nil {
		h.listeners = map[*Listener[T]]struct{}{}
	}
	h.listeners[l] = struct{}{}
	return l
}

// Events is closed when the listener fell behind or the hub was closed.
func (l *Listener[T]) Events() <-chan T { return l.ch }

// Close ends listening.
func (l *Listener[T]) Close() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.hub.drop(l)
}

func (h *Hub[T]) drop(l *Listener[T]) {
	if _, ok := h.listeners[l]; ok {
		delete(h.listeners, l)
		close(l.ch)
	}
}

// Send gives e to every listener without waiting for any.
func (h *Hub[T]) Send(e T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		select {
		case l.ch <- e:
		default:
			h.drop(l)
		}
	}
}

// Listeners is how many listen.
func (h *Hub[T]) Listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.listeners)
}

// Close lets every listener go.
func (h *Hub[T]) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.listeners {
		h.drop(l)
	}
}
