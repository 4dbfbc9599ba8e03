// Package respond is the edge's one way to say that something went wrong: the
// user hears what and what to do, in their language; the operator's log alone
// hears why.
package respond

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/edge/request"
	"wasl/internal/guard/flood"
)

// Fault is a fault on the wire.
type Fault struct { //nolint:errname // the protocol's own word
	Kind    string   `json:"kind"`
	Key     string   `json:"key,omitempty"`
	Message string   `json:"message"`
	Hint    string   `json:"hint,omitempty"`
	Fields  []Field  `json:"fields,omitempty"`
	Request string   `json:"request,omitempty" doc:"the request's number, where the fault is the node's own: the operator finds its cause by it"`
	Proof   *Proof   `json:"proof,omitempty" doc:"what makes the node take the request although it is flooded"`
	Changes []Change `json:"changes,omitempty" doc:"what others did since the state that the caller saw, the oldest first"`

	status int
	retry  int // seconds
}

// Proof is the work that a node asks for when it is flooded (docs/protocol/api.md).
type Proof struct {
	Challenge string `json:"challenge"`
	Bits      int    `json:"bits"`
}

// Change is what somebody else did meanwhile.
type Change struct {
	At     time.Time      `json:"at"`
	By     string         `json:"by,omitempty" doc:"their name; missing for the network itself"`
	Act    string         `json:"act"`
	Detail map[string]any `json:"detail,omitempty"`
}

// StaleError is a conflict with what others did meanwhile.
type StaleError struct {
	Err     error
	Changes []Change
}

// Error is the conflict's.
func (e *StaleError) Error() string { return e.Err.Error() }

// Unwrap gives the conflict.
func (e *StaleError) Unwrap() error { return e.Err }

// Field is what is wrong with one member of a request or one answer of a form.
type Field struct {
	Path    string `json:"path"`
	Key     string `json:"key,omitempty"`
	Message string `json:"message"`
}

var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusBadRequest, fault.Denied: http.StatusForbidden,
	fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Offline: http.StatusServiceUnavailable,
	fault.Unknown: http.StatusUnauthorized, fault.Throttled: http.StatusTooManyRequests,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unsupported: http.StatusUnsupportedMediaType,
	fault.Full: http.StatusInsufficientStorage,
}

// retryAfter is how long a throttled caller waits where the fault does not say.
const retryAfter = 60

// Explain makes of an error what the user may hear of it.
func Explain(l lang.Language, err error) *Fault {
	var e *fault.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &large):
		e = &fault.Error{
			Kind: fault.TooLarge, Key: "respond.body.large", Msg: "what was sent is larger than {0} KiB", Hint: "send less at once",
			Args: []string{strconv.FormatInt(large.Limit>>10, 10)},
		}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		e = &fault.Error{
			Kind: fault.Offline, Key: "respond.time.out", Msg: "the request took too long and was stopped",
			Hint: "try again in a minute",
		}
	default:
		e = &fault.Error{Kind: fault.Internal}
	}
	message, hint := lang.Fault(l, e)
	f := &Fault{Kind: e.Kind.String(), Key: e.Key, Message: message, Hint: hint, status: statuses[e.Kind]}
	var busy *flood.BusyError
	if errors.As(err, &busy) {
		f.Proof = &Proof{busy.Challenge, busy.Bits}
	}
	var stale *StaleError
	if errors.As(err, &stale) {
		f.Changes = stale.Changes
	}
	if e.Kind == fault.Throttled {
		f.retry = retryAfter
		if len(e.Args) > 0 {
			if s, err := strconv.Atoi(e.Args[0]); err == nil {
				f.retry = s
			}
		}
	}
	return f
}

// Status is the fault's HTTP status.
func (f *Fault) Status() int { return f.status }

// GetStatus is Status under the name that huma asks for.
func (f *Fault) GetStatus() int { return f.status }

// Error is the message: a Fault may be returned where an error is.
func (f *Fault) Error() string { return f.Message }

// Headers says when a throttled caller may come back.
func (f *Fault) Headers(h http.Header) {
	if f.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(f.retry))
	}
}

// GetHeaders is Headers as huma asks for it.
func (f *Fault) GetHeaders() http.Header {
	h := http.Header{}
	f.Headers(h)
	return h
}

// Log tells the operator of a fault that is the node's own, and gives it the
// request's number, which the user may read out.
func Log(ctx context.Context, log *slog.Logger, f *Fault, err error) {
	if f.status >= http.StatusInternalServerError {
		f.Request = request.ID(ctx)
		log.ErrorContext(ctx, "request", "status", f.status, "cause", err.Error())
	}
}

// JSON answers a plain handler's request with the fault that err is.
func JSON(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	f := Explain(Language(r), err)
	Log(r.Context(), log, f, err)
	f.Headers(w.Header())
	Write(w, f.status, f)
}

// Write answers with v as JSON.
func Write(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"kind":"internal"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b) // a client that went away asks again
}

// Language is the language of the answer to r.
func Language(r *http.Request) lang.Language {
	return lang.Negotiate(r.Header.Get("Accept-Language"), lang.French)
}
