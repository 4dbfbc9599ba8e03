package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/edge/api"
	"wasl/internal/node"
)

type demoCmd struct {
	Data   string `help:"data directory (${default} here if none is named)" default:"demo-data" type:"path" placeholder:"DIR"`
	Listen string `help:"address to serve on (${default})" default:"${listen}" placeholder:"ADDR"`
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
	e.say("public URL    %s/public/warnings", base)
	e.say("openrosa URL  %s/v1/key/%s", base, d.OpenRosa)
	e.say("api URL       %s/api/v1 (token %s)", base, d.API)
	stop := startControl(e, c.Data, base, d.Node)
	e.say("ready")
	err = d.Serve(e.ctx, l)
	stop()
	return errors.Join(err, d.Close())
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
	Listen  string   `help:"address to serve on (${default})" default:"${listen}" placeholder:"ADDR"`
	URL     string   `help:"address under which people open the node, such as https://desk.example.org: for links and passkeys" placeholder:"URL"`
	Name    string   `help:"name of the node, as people read it" default:"wasl" placeholder:"NAME"`
	TLSCert string   `name:"tls-cert" help:"certificate with those that sign it (PEM); read again when it changes" type:"path" placeholder:"FILE"`
	TLSKey  string   `name:"tls-key" help:"its key (PEM)" type:"path" placeholder:"FILE"`
	Proxy   []string `help:"address or network of the reverse proxy before the node: its word is taken on who asks, and nobody else may connect" placeholder:"ADDR"`
}

// Help is what `wasl serve --help` says besides the flags.
func (serveCmd) Help() string {
	return `At its first start the node makes its keys, under a passphrase that is yours to keep, and prints a link by which the first administrator makes an account. The passphrase
is read from a file or from WASL_PASSPHRASE: six words or more that have nothing to do with each other.

The node speaks in the clear to its own machine alone. Give it a certificate, or put it behind a reverse proxy and name that.

    wasl serve --data /srv/wasl --passphrase-file /etc/wasl/passphrase --authority APD/2026/1 \
        --listen :443 --url https://desk.example.org --tls-cert cert.pem --tls-key key.pem

    wasl serve --data /srv/wasl --passphrase-file /etc/wasl/passphrase --authority APD/2026/1 \
        --listen 127.0.0.1:8400 --url https://desk.example.org --proxy 127.0.0.1`
}

// Run serves a node. At its first start it prints the one-time link of the
// first account.
func (c *serveCmd) Run(e *env) error {
	cfg, err := c.served()
	if err != nil {
		return err
	}
	n, err := c.open(e, cfg)
	if err != nil {
		return err
	}
	l, err := listen(e.ctx, c.Listen)
	if err != nil {
		return errors.Join(err, n.Close())
	}
	base := c.base(l)
	secret, err := n.Who.FirstLink(e.ctx, n.Units.Tree().Root())
	if err != nil {
		return errors.Join(err, l.Close(), n.Close())
	}
	if secret != "" {
		e.say("No account yet. Make the first administrator's with this link; it works once, within a day:")
		e.say("%s%s%s", base, api.InvitePath, secret)
	}
	e.say("console URL   %s/", base)
	e.say("reporter URL  %s/r/", base)
	stop := startControl(e, c.Data, base, n)
	e.say("ready")
	err = n.Serve(e.ctx, l)
	stop()
	return errors.Join(err, n.Close())
}

// served makes the node's configuration of the flags, and refuses to speak in
// the clear to more than the machine itself.
func (c *serveCmd) served() (cfg node.Config, err error) {
	cfg = node.Config{Name: lang.Text{lang.French: c.Name}, Cert: c.TLSCert, Key: c.TLSKey}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return cfg, invalid("cli.tls.half", "a certificate goes with its key", "give both --tls-cert and --tls-key")
	}
	for _, p := range c.Proxy {
		prefix, err := parsePrefix(p)
		if err != nil {
			return cfg, invalid("cli.proxy.wrong", "{0} is neither an address nor a network", "give such as --proxy 10.0.0.5 or --proxy 10.0.0.0/24", p)
		}
		cfg.Proxies = append(cfg.Proxies, prefix)
	}
	if c.URL != "" {
		u, err := url.Parse(c.URL)
		if err != nil || u.Scheme != "https" && u.Hostname() != "localhost" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			return cfg, invalid("cli.url.wrong", "{0} is not the address of a node", "give such as --url https://desk.example.org, without a path", c.URL)
		}
		cfg.Domain, cfg.Origins = u.Hostname(), []string{u.Scheme + "://" + u.Host}
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return cfg, invalid("cli.listen.wrong", "{0} is not an address to serve on", "give such as --listen 127.0.0.1:8400 or --listen :443", c.Listen)
	}
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) && cfg.Cert == "" && len(cfg.Proxies) == 0 {
		return cfg, invalid("cli.listen.clear", "whoever is on the way could read what is said at {0}",
			"give a certificate with --tls-cert and --tls-key, or serve on 127.0.0.1 behind a reverse proxy, or name the proxy with --proxy", c.Listen)
	}
	return cfg, nil
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "cli", Key: key, Msg: msg, Hint: hint, Args: args}
}

func parsePrefix(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

// base is the address that people are told.
func (c *serveCmd) base(l net.Listener) string {
	switch {
	case c.URL != "":
		return strings.TrimRight(c.URL, "/")
	case c.TLSCert != "":
		return "https://" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}

// open opens a real node.
func (d *dataFlags) open(e *env, cfg node.Config) (*node.Node, error) {
	own, err := d.config(e)
	if err != nil {
		return nil, err
	}
	cfg.Dir, cfg.Passphrase, cfg.Authority, cfg.Clock, cfg.Random, cfg.Log = own.Dir, own.Passphrase, own.Authority, own.Clock, own.Random, own.Log
	return node.Open(e.ctx, cfg)
}

// config is what the flags say of a real node.
func (d *dataFlags) config(e *env) (cfg node.Config, err error) {
	passphrase, err := d.passphrase(e)
	if err != nil {
		return cfg, err
	}
	if passphrase == "" {
		return cfg, invalid("cli.passphrase.none", "a node's keys lie under a passphrase, and none was given",
			"give six words or more in WASL_PASSPHRASE or in a file named by --passphrase-file, and keep them: without them the data are lost")
	}
	return node.Config{Dir: d.Data, Passphrase: passphrase, Authority: d.Authority, Clock: e.Clock, Random: e.Random, Log: e.log}, nil
}

// with opens the node for one command and closes it after. A node that serves
// there is asked to run the command itself.
func (d *dataFlags) with(e *env, f func(context.Context, *node.Node) error) error {
	if e.running != nil {
		return f(e.ctx, e.running)
	}
	if there, err := e.handOver(d.Data); there {
		return err
	}
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
	return d.open(e, node.Config{})
}
