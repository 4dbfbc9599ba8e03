package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"wasl/internal/base/lang"
	"wasl/internal/node"
)

// A node that serves has its data directory to itself. So that nobody must stop it
// to import units or to back it up, it listens on a socket in that directory: a
// command which finds the socket hands itself over, and the node runs it. Whoever
// can open the socket can read the directory, for both are the operator's alone.
const controlName = "control.sock"

// Bounds of an errand.
const (
	maxErrand  = 1 << 20          // bytes: flags and names of files
	errandTime = 10 * time.Second // to say what is wanted
)

// errand is a command that a node is to run: its place among the commands, and its
// flags. Names of files are whole paths.
type errand struct {
	Command string          `json:"command"`
	Flags   json.RawMessage `json:"flags"`
	Lang    lang.Language   `json:"lang"`
}

// reply is what comes of it, piece by piece; the last one has the exit code.
type reply struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Exit *int   `json:"exit,omitempty"`
}

// elsewhereError means that a command was run elsewhere, with that exit code.
type elsewhereError struct{ exit int }

func (elsewhereError) Error() string { return "the command was run by the node that serves" }

// handOver has the node that serves dir run the command. there is false where none
// does.
func (e *env) handOver(dir string) (there bool, err error) {
	conn, err := new(net.Dialer).DialContext(e.ctx, "unix", filepath.Join(dir, controlName))
	if err != nil {
		return false, nil // no node serves there, or one that fell
	}
	defer context.AfterFunc(e.ctx, func() { conn.Close() })() //nolint:errcheck // whoever reads notices
	defer conn.Close()                                        //nolint:errcheck // the answer is there
	flags, err := json.Marshal(e.command.Target.Interface())
	if err != nil {
		return true, err
	}
	if err := json.NewEncoder(conn).Encode(errand{Command: e.command.Path(), Flags: flags, Lang: e.lang}); err != nil {
		return true, fmt.Errorf("speak to the node that serves: %w", err)
	}
	for answers := json.NewDecoder(conn); ; {
		var r reply
		if err := answers.Decode(&r); err != nil {
			return true, fmt.Errorf("the node that serves stopped before it was done: %w", errors.Join(err, e.ctx.Err()))
		}
		if r.Exit != nil {
			return true, elsewhereError{*r.Exit}
		}
		if _, err := e.Stdout.Write(r.Out); err != nil {
			return true, err
		}
		if _, err := e.Stderr.Write(r.Err); err != nil {
			return true, err
		}
	}
}

// control runs errands for as long as the node serves.
type control struct {
	*World
	node *node.Node
	base string // address of the node, for links

	listener net.Listener
	running  sync.WaitGroup
}

// startControl listens in the node's directory. A file system without sockets, or
// a path too long for one, is no reason not to serve.
func startControl(e *env, dir, base string, n *node.Node) (stop func()) {
	name := filepath.Join(dir, controlName)
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) { // the node has the lock: it is of one that fell
		e.log.WarnContext(e.ctx, "remove an old socket", "cause", err.Error())
	}
	l, err := new(net.ListenConfig).Listen(e.ctx, "unix", name)
	if err == nil {
		err = os.Chmod(name, 0o600)
	}
	if err != nil {
		e.log.WarnContext(e.ctx, "commands cannot reach the node while it serves", "cause", err.Error())
		return func() {}
	}
	c := &control{World: e.World, node: n, base: base, listener: l}
	ctx, cancel := context.WithCancel(context.WithoutCancel(e.ctx))
	c.running.Go(func() { c.accept(ctx) })
	return func() {
		cancel()
		if err := l.Close(); err != nil {
			e.log.WarnContext(ctx, "close the socket", "cause", err.Error())
		}
		c.running.Wait()
	}
}

func (c *control) accept(ctx context.Context) {
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			return
		}
		c.running.Go(func() {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(ctx, func() { conn.Close() })() //nolint:errcheck // it ends who reads
			defer conn.Close()                                      //nolint:errcheck // all was said
			c.talk(ctx, cancel, conn)
		})
	}
}

// talk runs the errand of one connection, and ends it when whoever asked is gone.
func (c *control) talk(ctx context.Context, cancel func(), conn net.Conn) {
	late := time.AfterFunc(errandTime, func() { conn.Close() }) //nolint:errcheck // it ends the reading
	var do errand
	line, err := bufio.NewReader(io.LimitReader(conn, maxErrand)).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &do)
	}
	if !late.Stop() || err != nil {
		return
	}
	c.running.Go(func() {
		defer cancel()
		_, _ = conn.Read(make([]byte, 1)) // nothing comes: it returns when they are gone
	})
	t := &teller{to: json.NewEncoder(conn)}
	exit := c.run(ctx, do, t)
	_ = t.say(reply{Exit: &exit}) // or they are gone
}

// run finds the command, gives it its flags and runs it on the node.
func (c *control) run(ctx context.Context, do errand, t *teller) int {
	w := *c.World
	w.Stdout, w.Stderr = tellOut{t}, tellErr{t}
	var all command
	p, err := parser(&w, &all, func(int) {})
	if err != nil {
		fmt.Fprintln(w.Stderr, "wasl:", err)
		return 2
	}
	var found *kong.Node
	for _, leaf := range p.Model.Leaves(false) {
		if leaf.Path() == do.Command {
			found = leaf
		}
	}
	if found == nil {
		fmt.Fprintln(w.Stderr, "wasl: the node that serves is of another version")
		return 2
	}
	e := &env{World: &w, ctx: ctx, lang: do.Lang, log: c.node.Log(), command: found, running: c.node, base: c.base}
	if err := json.Unmarshal(do.Flags, found.Target.Addr().Interface()); err != nil {
		return e.end(err)
	}
	to, ok := found.Target.Addr().Interface().(interface{ Run(*env) error })
	if !ok {
		return e.end(fmt.Errorf("%s cannot be run", do.Command))
	}
	return e.end(to.Run(e))
}

// teller sends what a command prints.
type teller struct {
	mu sync.Mutex
	to *json.Encoder
}

func (t *teller) say(r reply) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.to.Encode(r)
}

type (
	tellOut struct{ *teller }
	tellErr struct{ *teller }
)

func (t tellOut) Write(p []byte) (int, error) { return len(p), t.say(reply{Out: p}) }
func (t tellErr) Write(p []byte) (int, error) { return len(p), t.say(reply{Err: p}) }
