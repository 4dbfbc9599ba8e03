package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
)

func newReader(s string) io.Reader { return strings.NewReader(s) }

// escape writes a name into one segment of a path.
func escape(name string) string { return url.PathEscape(name) }

// plain enters a handler that is not huma's: of a stream, of bytes, or of what a
// phone sealed. It refuses parameters that nobody asked for, as huma does for
// all others.
func (s *Server) plain(t *route.Table, pattern string, h func(http.ResponseWriter, *http.Request) error, params ...string) {
	t.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		var err error
		if s.ofCommunities(r.URL.Path) {
			err = s.enterPlain(r)
		}
		if err == nil {
			err = known(r, params)
		}
		if err == nil {
			err = h(w, r)
		}
		if err != nil {
			failPlain(w, r, s.Log, err)
		}
	})
}

func known(r *http.Request, params []string) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return wrong("?")
	}
	for name, values := range q {
		if !slices.Contains(params, name) || len(values) > 1 {
			return wrong(name)
		}
	}
	return nil
}

// maxWords bounds a plain body that says little.
const maxWords = 4 << 10

// strictly reads a JSON body into v: one value, and no member that v lacks.
func strictly(w http.ResponseWriter, r *http.Request, v any) error {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWords))
	if err != nil {
		return err
	}
	return decode(b, v)
}

func decode(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return &fault.Error{
			Kind: fault.Invalid, Op: "api", Key: "api.request.wrong", Msg: "the request is not as the interface describes it",
			Hint: "see the fields; if you use the console, load it again", Err: err,
		}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return wrong("body")
	}
	return nil
}

func failPlain(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	respond.JSON(w, r, log, err)
}

// shown are the types of attachment that a browser may show in place; all else
// is for saving.
var shown = []string{
	"image/jpeg", "image/png", "image/gif", "image/webp", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/x-wav",
	"audio/amr", "audio/aac", "video/mp4", "video/webm", "video/3gpp", "text/plain",
}

func safeType(t string) string {
	if base, _, err := mime.ParseMediaType(t); err == nil && slices.Contains(shown, base) {
		return base
	}
	return "application/octet-stream"
}
