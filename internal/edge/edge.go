// Package edge is where wasl meets the network: it puts the interfaces under one
// handler, with the headers that every answer carries.
package edge

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"net/netip"
	"path"
	"runtime/debug"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"wasl/internal/base/fault"
	"wasl/internal/edge/api"
	"wasl/internal/edge/openrosa"
	"wasl/internal/edge/public"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/web"
)

// Options say what is served.
type Options struct {
	API      *api.Server
	OpenRosa *openrosa.Server
	Public   *public.Server
	Log      *slog.Logger
	Random   io.Reader
	Ready    func() bool
	Proxies  []netip.Prefix // reverse proxies whose word on their clients is taken
}

// Edge serves everything.
type Edge struct {
	handler http.Handler
	table   *route.Table
}

// New puts together what is served.
func New(opt Options) (*Edge, error) {
	t := route.New()
	opt.API.Register(t)
	opt.OpenRosa.Register(t)
	opt.Public.Register(t)
	t.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if !opt.Ready() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n")) // whoever asks asks again
	})
	none := nothing(t, opt.Log)
	for _, app := range []struct{ name, base string }{{"reporter", "/r/"}, {"roll", "/roll/"}, {"console", "/"}} {
		files, err := web.App(app.name)
		if err != nil {
			return nil, err
		}
		t.Handle(app.base, http.StripPrefix(strings.TrimSuffix(app.base, "/"), pages(static(files), none)))
	}
	t.HandleFunc(rest, none)
	squeeze, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1024), gzhttp.ContentTypes([]string{"application/json", "text/xml", "application/geo+json", "application/atom+xml", "application/cap+xml", "text/html"}),
		// Lists mix what the reader asked for with what must stay secret: padding at
		// random keeps their size from telling (BREACH).
		gzhttp.RandomJitter(32, 0, false),
	)
	if err != nil {
		return nil, err
	}
	h := caught(opt.Log, paced(headers(sameOrigin(opt.Log, squeeze(t)))))
	return &Edge{request.Forwarded(opt.Proxies, request.Numbered(opt.Random, h)), t}, nil
}

// ServeHTTP serves a request.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.handler.ServeHTTP(w, r) }

// Table is all that is served, by pattern.
func (e *Edge) Table() *route.Table { return e.table }

// rest takes in what the interface does not have, which would else be answered
// with the console's first page.
const rest = "/api/"

// pages are only read.
func pages(app, other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			other.ServeHTTP(w, r)
			return
		}
		app.ServeHTTP(w, r)
	})
}

func nothing(t *route.Table, log *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if allowed := t.Allowed(r.URL.Path); len(allowed) > 0 || w.Header().Get("Allow") != "" {
			w.Header().Set("Allow", cmp.Or(strings.Join(allowed, ", "), w.Header().Get("Allow")))
			respond.Write(w, http.StatusMethodNotAllowed, respond.Explain(respond.Language(r), &fault.Error{
				Kind: fault.Invalid, Op: "edge", Key: "edge.method.wrong", Msg: "this address is not asked in this way", Hint: "see the description of the interface",
			}))
			return
		}
		respond.JSON(w, r, log, &fault.Error{
			Kind: fault.Missing, Op: "edge", Key: "edge.path.none", Msg: "the interface has nothing at this address", Hint: "see the description of the interface",
		})
	}
}

// sameOrigin refuses writes from other sites' pages by what browsers say of a
// request's origin; programs say nothing and pass.
func sameOrigin(log *slog.Logger, next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		respond.JSON(w, r, log, &fault.Error{
			Kind: fault.Denied, Op: "edge", Key: "edge.origin.other", Msg: "this was sent by another site's page, so nothing was done",
			Hint: "open the console under the node's own address",
		})
	}))
	return guard.Handler(next)
}

// caught turns a handler's panic into a fault. The operator reads where it was;
// who asked, and from where, stands in no log.
func caught(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			respond.JSON(w, r, log, &fault.Error{Kind: fault.Internal, Op: "edge", Err: fmt.Errorf("panic: %v\n%s", p, debug.Stack())})
		}()
		next.ServeHTTP(w, r)
	})
}

// policy lets pages load from this node alone. MapLibre starts its worker from a
// blob; pictures are drawn from blobs and from data made in the page.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// data is the policy of what is no page: shown as one, it loads nothing.
const data = "default-src 'none'; frame-ancestors 'none'"

// headers are what every answer carries. What people reported stays in no cache;
// what may, says so itself. OpenRosa clients are no browsers, and every byte
// costs on their lines.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		if request.Secure(r) {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		switch {
		case strings.HasPrefix(r.URL.Path, "/v1/"), strings.HasPrefix(r.URL.Path, "/openrosa/"):
		case strings.HasPrefix(r.URL.Path, rest):
			h.Set("Content-Security-Policy", data)
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		default:
			h.Set("Content-Security-Policy", policy)
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		next.ServeHTTP(w, r)
	})
}

// static serves a built app: files whose names carry a hash for ever, all else
// only as long as it is the same; what is not a file is the app's first page.
// A file packed beforehand is sent as it lies.
func static(files fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == "" {
			name = "index.html"
		}
		if _, err := fs.Stat(files, name); errors.Is(err, fs.ErrNotExist) {
			if path.Ext(name) != "" {
				http.NotFound(w, r)
				return
			}
			name = "index.html"
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		serve(w, r, files, name)
	})
}

func serve(w http.ResponseWriter, r *http.Request, files fs.FS, name string) {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		w.Header().Set("Content-Type", t)
	}
	w.Header().Add("Vary", "Accept-Encoding")
	for _, packed := range []struct{ encoding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), packed.encoding) {
			continue
		}
		if b, err := fs.ReadFile(files, name+packed.ending); err == nil {
			w.Header().Set("Content-Encoding", packed.encoding)
			_, _ = w.Write(b) // a browser that went away asks again
			return
		}
	}
	b, err := fs.ReadFile(files, name)
	if err != nil {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("This binary was built without its pages: run `make build`.\n"))
		return
	}
	_, _ = w.Write(b) // a browser that went away asks again
}
