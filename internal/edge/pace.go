package edge

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// A client may be slow: 32 kbit/s that it shares. It may not be so slow that it
// only holds a socket. A body must come at leastRate after a grace; an answer
// must get on by writeStep within writeTime.
const (
	bodyGrace = 30 * time.Second
	leastRate = 512 // bytes a second: an eighth of 32 kbit/s
	writeTime = time.Minute
	writeStep = 32 << 10 // bytes
)

// paced sets deadlines on a request's socket as its bytes come and go.
func paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rc := http.NewResponseController(w)
		if err := rc.SetWriteDeadline(time.Time{}); err != nil { // that of the request before
			next.ServeHTTP(w, r)
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &pacedBody{ReadCloser: r.Body, rc: rc, begun: time.Now()} //nolint:forbidigo // a socket's deadline is the machine's time
		}
		next.ServeHTTP(&pacedWriter{ResponseWriter: w, rc: rc}, r)
	})
}

type pacedBody struct {
	io.ReadCloser
	rc    *http.ResponseController
	begun time.Time
	n     int64
}

// Read reads what has come. After the last byte the socket waits without a
// deadline again: the handler works, and the server listens for the client
// going away.
func (b *pacedBody) Read(p []byte) (int, error) {
	due := b.begun.Add(bodyGrace + time.Duration(b.n)*time.Second/leastRate)
	if err := b.rc.SetReadDeadline(due); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if errors.Is(err, io.EOF) {
		if err := b.rc.SetReadDeadline(time.Time{}); err != nil {
			return n, err
		}
	}
	return n, err
}

type pacedWriter struct {
	http.ResponseWriter
	rc *http.ResponseController
}

// Unwrap lets a handler reach the socket.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write writes step by step, each with a time of its own.
func (w *pacedWriter) Write(p []byte) (n int, err error) {
	for {
		if err := w.rc.SetWriteDeadline(time.Now().Add(writeTime)); err != nil { //nolint:forbidigo // a socket's deadline is the machine's time
			return n, err
		}
		m, err := w.ResponseWriter.Write(p[n:min(len(p), n+writeStep)])
		if n += m; err != nil || n == len(p) {
			return n, err
		}
	}
}
