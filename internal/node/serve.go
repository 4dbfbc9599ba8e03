package node

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"time"
)

// Times of a connection. A request's head must come within headTime: a
// slow-loris holds a socket and nothing else. Bodies and answers take as long as
// a line of 32 kbit/s needs (edge/pace.go).
const (
	headTime = 20 * time.Second
	idleTime = 2 * time.Minute
	stopTime = 10 * time.Second
	// maxConns bounds the connections of a node: 10,000 open consoles and a crowd of
	// phones beside them. Debian gives a service as many file descriptors thirty times over.
	maxConns = 16384
)

// Serve answers on l until ctx ends; then it lets the requests under way finish.
func (n *Node) Serve(ctx context.Context, l net.Listener) error {
	srv, c, err := n.server(ctx)
	if err != nil {
		return err
	}
	if c != nil {
		defer c.follow(ctx, n.cfg.Log)()
	}
	if len(n.cfg.Proxies) > 0 && n.cfg.Cert == "" {
		l = &fromProxies{l, n.cfg.Proxies}
	}
	// Those who follow the ledger work while the node serves.
	stopFollowing, err := n.followers.start(context.WithoutCancel(ctx), followOptions{Field: n.Field, Cursors: n.db, Clock: n.cfg.Clock, Log: n.cfg.Log})
	if err != nil {
		return err
	}
	defer stopFollowing()
	n.ready.Store(true)
	served := make(chan error, 1)
	go func() { served <- run(srv, l) }()
	select {
	case err = <-served:
		return err
	case <-ctx.Done():
	}
	n.ready.Store(false)
	n.Feed.Close() // streams of events end by themselves
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err = srv.Shutdown(stop); errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close() // whoever is still sending sends it again
	}
	if e := <-served; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

func run(srv *http.Server, l net.Listener) error {
	if srv.TLSConfig != nil {
		return srv.ServeTLS(l, "", "")
	}
	return srv.Serve(l)
}

func (n *Node) server(ctx context.Context) (*http.Server, *certificate, error) {
	h, err := n.Handler()
	if err != nil {
		return nil, nil, err
	}
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, IdleTimeout: idleTime, MaxHeaderBytes: 32 << 10, ConnState: newCrowd(maxConns).state,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:    slog.NewLogLogger(withoutAddresses{n.cfg.Log.Handler()}, slog.LevelDebug),
	}
	if n.cfg.Cert == "" {
		return srv, nil, nil
	}
	c, err := openCertificate(n.cfg.Cert, n.cfg.Key)
	if err != nil {
		return nil, nil, err
	}
	// Phones of ten years ago speak 1.2; all others take 1.3.
	srv.TLSConfig = &tls.Config{GetCertificate: c.get, MinVersion: tls.VersionTLS12}
	return srv, c, nil
}

// fromProxies lets in who comes from a proxy that the node trusts or from the
// machine itself: what others would say reaches them unsealed.
type fromProxies struct {
	net.Listener
	proxies []netip.Prefix
}

// Accept waits for the next connection of a proxy.
func (f *fromProxies) Accept() (net.Conn, error) {
	for {
		c, err := f.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if f.known(c.RemoteAddr()) {
			return c, nil
		}
		_ = c.Close() // a stranger: there is nothing to say to them
	}
}

func (f *fromProxies) known(a net.Addr) bool {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return false
	}
	addr := ap.Addr().Unmap()
	if addr.IsLoopback() {
		return true
	}
	for _, p := range f.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// withoutAddresses takes the addresses out of what the server logs of its
// connections: who reported from where stands nowhere.
type withoutAddresses struct{ slog.Handler }

var address = regexp.MustCompile(`(\[[0-9a-fA-F:.]+(%[0-9A-Za-z]+)?\]|[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)(:[0-9]+)?`)

// Handle writes a line.
func (w withoutAddresses) Handle(ctx context.Context, r slog.Record) error {
	r.Message = address.ReplaceAllString(r.Message, "somewhere")
	return w.Handler.Handle(ctx, r)
}

// WithAttrs keeps addresses out of what is made of the handler.
func (w withoutAddresses) WithAttrs(as []slog.Attr) slog.Handler {
	return withoutAddresses{w.Handler.WithAttrs(as)}
}

// WithGroup keeps addresses out of what is made of the handler.
func (w withoutAddresses) WithGroup(name string) slog.Handler {
	return withoutAddresses{w.Handler.WithGroup(name)}
}
