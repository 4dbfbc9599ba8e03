// Package request is what the edge knows of a request beside what was asked: its
// number, whether it came over TLS, and the place that it came from, which
// throttles count by and nothing keeps.
package request

import (
	"context"
	"encoding/base32"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
)

type facts struct {
	id     string
	secure bool
}

type key struct{}

func of(ctx context.Context) facts {
	f, _ := ctx.Value(key{}).(facts)
	return f
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// idBytes is the length of a request's number: enough that two of one day differ.
const idBytes = 5

// Numbered gives the request a number, by which a person who saw a fault and the
// operator who reads the log speak of the same thing. The number is in the
// answer's X-Request-Id; one that the client sent counts for nothing.
func Numbered(random io.Reader, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := make([]byte, idBytes)
		if _, err := io.ReadFull(random, b); err != nil {
			panic("request: no randomness: " + err.Error())
		}
		f := of(r.Context())
		f.id = letters.EncodeToString(b)
		w.Header().Set("X-Request-Id", f.id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, f)))
	})
}

// ID is the request's number.
func ID(ctx context.Context) string { return of(ctx).id }

// Secure tells whether the client's side of the request is TLS, as the node saw
// it or as a proxy that it trusts says.
func Secure(r *http.Request) bool { return r.TLS != nil || of(r.Context()).secure }

// MarkSecure gives the request as one that came to a trusted proxy over TLS.
func MarkSecure(r *http.Request) *http.Request {
	f := of(r.Context())
	f.secure = true
	return r.WithContext(context.WithValue(r.Context(), key{}, f))
}

// Source is what stands for whoever holds the request's address: of IPv6 the
// network of 64 bits, as its holder has all of it. It is for counting within
// memory: no log, no table and no answer has it.
func Source(r *http.Request) string {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	addr := a.Addr().Unmap().WithZone("")
	if addr.Is6() {
		p, _ := addr.Prefix(64)
		return p.String()
	}
	return addr.String()
}

// logs adds the request's number to every line that is logged for it.
type logs struct{ slog.Handler }

// Logs gives a handler of log lines that names the request by its number.
func Logs(h slog.Handler) slog.Handler { return logs{h} }

// Handle writes a line.
func (l logs) Handle(ctx context.Context, r slog.Record) error {
	if id := ID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return l.Handler.Handle(ctx, r)
}

// WithAttrs keeps the numbers in what is made of the handler.
func (l logs) WithAttrs(as []slog.Attr) slog.Handler { return logs{l.Handler.WithAttrs(as)} }

// WithGroup keeps the numbers in what is made of the handler.
func (l logs) WithGroup(name string) slog.Handler { return logs{l.Handler.WithGroup(name)} }

// Forwarded takes what a reverse proxy says of its client, from proxies at the
// addresses given alone: address, host and whether it was TLS. From everybody
// else such words are thrown away, so that nobody chooses what is counted
// against them.
func Forwarded(proxies []netip.Prefix, next http.Handler) http.Handler {
	trusted := func(a netip.Addr) bool {
		for _, p := range proxies {
			if p.Contains(a.Unmap()) {
				return true
			}
		}
		return false
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chain, proto, host := r.Header.Values("X-Forwarded-For"), last(r.Header.Values("X-Forwarded-Proto")), last(r.Header.Values("X-Forwarded-Host"))
		for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-Ip"} {
			r.Header.Del(name)
		}
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !trusted(peer.Addr()) {
			next.ServeHTTP(w, r)
			return
		}
		if client := clientOf(strings.Join(chain, ","), trusted); client.IsValid() {
			r.RemoteAddr = netip.AddrPortFrom(client, 0).String()
		}
		if host != "" {
			r.Host = host
		}
		if strings.EqualFold(proto, "https") {
			r = MarkSecure(r)
		}
		next.ServeHTTP(w, r)
	})
}

// last is the word of the nearest proxy: those before it may be the client's own.
func last(values []string) string {
	parts := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(parts[len(parts)-1])
}

// clientOf goes through a chain of addresses from its near end to the first that
// is no proxy of ours.
func clientOf(chain string, trusted func(netip.Addr) bool) (client netip.Addr) {
	parts := strings.Split(chain, ",")
	for i := len(parts) - 1; i >= 0; i-- {
		a, err := parseAddr(strings.TrimSpace(parts[i]))
		if err != nil {
			return client
		}
		if client = a; !trusted(a) {
			return client
		}
	}
	return client
}

func parseAddr(s string) (netip.Addr, error) {
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr(), nil
	}
	return netip.ParseAddr(strings.Trim(s, "[]"))
}
