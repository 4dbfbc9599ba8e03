package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/edge/api"
	"wasl/internal/node"
)

type demoCmd struct {
	Data   string `help:"data directory" default:"demo-data" type:"path" placeholder:"DIR"`
	Listen string `help:"address to serve on" default:"${listen}" placeholder:"ADDR"`
}

// Run serves a demo and prints where, one address a line, then "ready".
func (c *demoCmd) Run(e *env) error {
	l, err := listen(e.ctx, c.Listen)
	if err != nil {
		return err
	}
	last := -1
	d, err := node.OpenDemo(e.ctx, node.Config{Dir: c.Data, Clock: e.Clock, Log: e.log, Domain: "localhost", Origins: origins(l)}, func(done, total int) {
		if p := done * 10 / total; p != last {
			last = p
			fmt.Fprintf(e.Stderr, "filling the demo: %3d %%\n", p*10)
		}
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	base := "http://" + l.Addr().String()
	e.say("This is a DEMO: the network is invented, the events are real and public. Do not enter real reports.")
	e.say("console URL   %s/", base)
	e.say("reporter URL  %s/r/", base)
	e.say("openrosa URL  %s/v1/key/%s", base, d.OpenRosa)
	e.say("api URL       %s/api/v1 (token %s)", base, d.API)
	e.say("ready")
	return errors.Join(d.Serve(e.ctx, l), d.Close())
}

func origins(l net.Listener) []string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return []string{"http://localhost:" + port, "http://127.0.0.1:" + port}
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &fault.Error{
			Kind: fault.Conflict, Op: "cli.listen", Key: "cli.listen.taken", Msg: "the address {0} cannot be served on", Args: []string{addr},
			Hint: "another program may use it: give another with --listen", Err: err,
		}
	}
	return l, nil
}

type serveCmd struct {
	dataFlags
	Listen string `help:"address to serve on" default:"${listen}" placeholder:"ADDR"`
	Name   string `help:"name of the node, as people read it" default:"wasl" placeholder:"NAME"`
	Domain string `help:"domain under which the console is opened, for passkeys" default:"localhost" placeholder:"DOMAIN"`
	Origin string `help:"address under which the console is opened, for passkeys" placeholder:"URL"`
}

// Run serves a node. At its first start it prints the one-time link of the
// first account.
func (c *serveCmd) Run(e *env) error {
	n, err := c.open(e, c.Name, c.Domain, c.Origin)
	if err != nil {
		return err
	}
	l, err := listen(e.ctx, c.Listen)
	if err != nil {
		return errors.Join(err, n.Close())
	}
	base := "http://" + l.Addr().String()
	secret, err := n.Who.FirstLink(e.ctx, n.Units.Tree().Root())
	if err != nil {
		return errors.Join(err, n.Close())
	}
	if secret != "" {
		e.say("No account yet. Make the first administrator's with this link; it works once:")
		e.say("%s%s%s", base, api.InvitePath, secret)
	}
	e.say("console URL   %s/", base)
	e.say("reporter URL  %s/r/", base)
	e.say("ready")
	return errors.Join(n.Serve(e.ctx, l), n.Close())
}

func (d *dataFlags) open(e *env, name, domain, origin string) (*node.Node, error) {
	passphrase, err := d.passphrase(e)
	if err != nil {
		return nil, err
	}
	if passphrase == "" {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "cli.open", Key: "cli.passphrase.none", Msg: "a node's keys lie under a passphrase, and none was given",
			Hint: "give six words or more in WASL_PASSPHRASE or in a file named by --passphrase-file, and keep them: without them the data are lost",
		}
	}
	cfg := node.Config{
		Dir: d.Data, Passphrase: passphrase, Authority: d.Authority, Clock: e.Clock, Random: e.Random, Log: e.log, Domain: domain,
		Name: lang.Text{lang.French: name},
	}
	if origin != "" {
		cfg.Origins = strings.Split(origin, ",")
	}
	return node.Open(e.ctx, cfg)
}

// with opens the node for one command and closes it after.
func (d *dataFlags) with(e *env, f func(context.Context, *node.Node) error) error {
	n, err := d.any(e)
	if err != nil {
		return err
	}
	return errors.Join(f(e.ctx, n), n.Close())
}

// any opens a real node or, where the directory is one, a demo.
func (d *dataFlags) any(e *env) (*node.Node, error) {
	if node.IsDemo(d.Data) {
		demo, err := node.OpenDemo(e.ctx, node.Config{Dir: d.Data, Clock: e.Clock, Log: e.log, Domain: "localhost"}, nil)
		if err != nil {
			return nil, err
		}
		return demo.Node, nil
	}
	return d.open(e, "wasl", "localhost", "")
}
