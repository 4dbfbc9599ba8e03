// Package route is the table of everything that the edge serves: each pattern is
// entered once, by one of two doors, so that a test can walk all of it.
package route

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Table is a mux that remembers what was entered.
type Table struct {
	mux      *http.ServeMux
	patterns []string
}

// New makes an empty table.
func New() *Table { return &Table{mux: http.NewServeMux()} }

// HandleFunc enters a handler under a pattern such as "GET /api/v1/reports".
func (t *Table) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	t.Handle(pattern, http.HandlerFunc(h))
}

// Handle enters a handler under a pattern.
func (t *Table) Handle(pattern string, h http.Handler) {
	t.patterns = append(t.patterns, pattern)
	t.mux.Handle(pattern, h)
}

// ServeHTTP serves a request by the pattern that fits it best.
func (t *Table) ServeHTTP(w http.ResponseWriter, r *http.Request) { t.mux.ServeHTTP(w, r) }

// Patterns lists every pattern, by name.
func (t *Table) Patterns() []string { return slices.Sorted(slices.Values(t.patterns)) }

// Pattern is the pattern that serves a request, or "".
func (t *Table) Pattern(r *http.Request) string {
	_, p := t.mux.Handler(r)
	return p
}

// methods are those that a pattern may be of.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
}

// Allowed lists the methods by which a path is served under a pattern that names
// its method.
func (t *Table) Allowed(path string) (allowed []string) {
	for _, m := range methods {
		r := &http.Request{Method: m, URL: &url.URL{Path: path}}
		if strings.HasPrefix(t.Pattern(r), m+" ") || m == http.MethodHead && strings.HasPrefix(t.Pattern(r), "GET ") {
			allowed = append(allowed, m)
		}
	}
	return allowed
}
