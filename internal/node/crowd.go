package node

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// crowd keeps the connections of a server within a number. Beyond it, the one
// that has waited longest without a request under way gives way: whoever opens
// thousands and says nothing pushes out their own.
type crowd struct {
	most int

	mu      sync.Mutex // guards what follows
	all     int
	waiting *list.List // of net.Conn, the longest first
	place   map[net.Conn]*list.Element
}

func newCrowd(most int) *crowd {
	return &crowd{most: most, waiting: list.New(), place: map[net.Conn]*list.Element{}}
}

// state is told what becomes of each connection.
func (c *crowd) state(conn net.Conn, s http.ConnState) {
	c.mu.Lock()
	var push net.Conn
	switch s {
	case http.StateNew:
		c.all++
		c.wait(conn)
		if c.all > c.most {
			push, _ = c.waiting.Front().Value.(net.Conn)
			c.leave(push)
		}
	case http.StateIdle:
		c.wait(conn)
	case http.StateActive:
		c.leave(conn)
	case http.StateClosed, http.StateHijacked:
		c.leave(conn)
		c.all--
	}
	c.mu.Unlock()
	if push != nil {
		_ = push.Close() // the server finds out, and tells state
	}
}

func (c *crowd) wait(conn net.Conn) {
	if c.place[conn] == nil {
		c.place[conn] = c.waiting.PushBack(conn)
	}
}

func (c *crowd) leave(conn net.Conn) {
	if e := c.place[conn]; e != nil {
		c.waiting.Remove(e)
		delete(c.place, conn)
	}
}
