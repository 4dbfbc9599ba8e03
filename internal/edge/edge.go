// Package edge is where wasl meets the network: it puts the interfaces under one
// handler, with the headers that every answer carries.
package edge

import (
	"errors"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"wasl/internal/edge/api"
	"wasl/internal/edge/openrosa"
	"wasl/web"
)

// Options say what is served.
type Options struct {
	API      *api.Server
	OpenRosa *openrosa.Server
	Log      *slog.Logger
	Ready    func() bool
}

// New gives the handler of everything.
func New(opt Options) (http.Handler, error) {
	mux := http.NewServeMux()
	opt.API.Register(mux)
	opt.OpenRosa.Register(mux)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if !opt.Ready() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n")) // whoever asks asks again
	})
	for _, app := range []struct{ name, base string }{{"reporter", "/r/"}, {"console", "/"}} {
		files, err := web.App(app.name)
		if err != nil {
			return nil, err
		}
		mux.Handle("GET "+app.base, http.StripPrefix(strings.TrimSuffix(app.base, "/"), static(files)))
	}
	// Writes from other sites' pages are refused by what browsers say of a
	// request's origin; programs say nothing and pass.
	guard := http.NewCrossOriginProtection()
	squeeze, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1024), gzhttp.ContentTypes([]string{"application/json", "text/xml", "application/geo+json"}),
		// Lists mix what the reader asked for with what must stay secret: padding at
		// random keeps their size from telling (BREACH).
		gzhttp.RandomJitter(32, 0, false),
	)
	if err != nil {
		return nil, err
	}
	return headers(guard.Handler(squeeze(mux))), nil
}

// policy lets pages load from this node alone. MapLibre starts its worker from a
// blob; pictures are drawn from blobs and from data made in the page.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if !strings.HasPrefix(r.URL.Path, "/v1/") && !strings.HasPrefix(r.URL.Path, "/openrosa/") {
			h.Set("Content-Security-Policy", policy)
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		h.Set("X-Content-Type-Options", "nosniff")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=63072000")
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
