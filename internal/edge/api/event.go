package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

const (
	// beat is how often a quiet stream says that it lives: networks drop
	// connections that are still for half a minute.
	beat = 20 * time.Second
	// writeTime bounds one write to a console: a line that takes longer is cut,
	// and the console comes back with the number of the last event.
	writeTime = 15 * time.Second
	// maxMissed is how many revisions a console that comes back is told one by
	// one; beyond it, it loads its lists anew.
	maxMissed = 1000
)

// concerning are the kinds that change what a console shows of a report.
var concerning = map[record.Kind]bool{
	record.Report: true, record.Correction: true, record.Grade: true, record.State: true, record.Urgency: true, record.Assignment: true,
	record.Forward: true, record.Answer: true, record.Message: true, record.Note: true, record.Closing: true, record.Blob: true,
	record.Erasure: true,
}

// events is GET /api/v1/events: what changes, for open consoles, as far as each
// may see it. Last-Event-ID resumes where a broken line stopped.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	c := s.watcher(r)
	if c.actor.ID.Zero() {
		failPlain(w, r, s.Log, notSignedIn)
		return
	}
	listener := s.Hub.Listen() // before the end is read: nothing falls between
	defer listener.Close()
	st := &stream{s: s, w: w, rc: http.NewResponseController(w), actor: c.actor, lang: c.language}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := st.hello(r.Context(), r.Header.Get("Last-Event-ID")); err != nil {
		return
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-tick.C:
			if err := st.write(": \n\n"); err != nil {
				return
			}
			if cookie, err := r.Cookie(sessionCookie); err == nil {
				if _, err := s.Who.Watch(r.Context(), cookie.Value); err != nil {
					return // signed out meanwhile
				}
			}
		case hs, open := <-listener.Events():
			if !open {
				return // it fell behind, and comes back with its last event
			}
			if err := st.send(r.Context(), hs); err != nil {
				return
			}
		}
	}
}

type stream struct {
	s     *Server
	w     http.ResponseWriter
	rc    *http.ResponseController
	actor policy.Actor
	lang  lang.Language
	last  int64
}

func (st *stream) write(text string) error {
	if err := st.rc.SetWriteDeadline(time.Now().Add(writeTime)); err != nil { //nolint:forbidigo // a socket's deadline is the machine's time
		return err
	}
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.rc.Flush()
}

func (st *stream) hello(ctx context.Context, lastID string) error {
	end, err := st.s.Field.End(ctx)
	if err != nil {
		return err
	}
	from, err := strconv.ParseInt(lastID, 10, 64)
	if err != nil || from > end {
		from = end
	}
	st.last = from
	missed := end-from > maxMissed
	if err := st.write(fmt.Sprintf("event: hello\nid: %d\ndata: {\"reload\":%t}\nretry: 3000\n\n", end, missed)); err != nil {
		return err
	}
	if missed || from == end {
		st.last = end
		return nil
	}
	hs, err := st.s.Field.Since(ctx, from, maxMissed)
	if err != nil {
		return err
	}
	return st.send(ctx, hs)
}

// send tells of each report once a group, however much was done about it.
func (st *stream) send(ctx context.Context, hs []ledger.Header) error {
	last := map[record.ID]ledger.Header{}
	var order []record.ID
	for _, h := range hs {
		if h.Seq <= st.last || !concerning[h.Kind] {
			continue
		}
		if _, seen := last[h.Subject]; !seen {
			order = append(order, h.Subject)
		}
		last[h.Subject] = h
	}
	if len(hs) > 0 {
		st.last = max(st.last, hs[len(hs)-1].Seq)
	}
	for _, id := range order {
		if err := st.tell(ctx, last[id]); err != nil {
			return err
		}
	}
	return nil
}

// told is one event. A report that the actor may no longer see is told as gone,
// with its id alone: a console that shows it takes it off.
type told struct {
	ID     record.ID   `json:"id"`
	Act    string      `json:"act,omitempty"`
	Gone   bool        `json:"gone,omitempty"`
	By     string      `json:"by,omitempty"`
	Report *SummaryOut `json:"report,omitempty"`
}

func (st *stream) tell(ctx context.Context, h ledger.Header) error {
	t := told{ID: h.Subject, Act: h.Kind.String(), By: st.s.Who.Name(h.Author)}
	sum, err := st.s.Queue.Visible(ctx, st.actor, h.Subject)
	switch {
	case err == nil:
		out := st.s.summary(st.lang, sum)
		t.Report = &out
	case h.Kind == record.Forward || h.Kind == record.Erasure:
		t = told{ID: h.Subject, Gone: true}
	case fault.Is(err, fault.Denied), fault.Is(err, fault.Missing):
		return nil
	default:
		return err
	}
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return st.write(fmt.Sprintf("event: report\nid: %d\ndata: %s\n\n", h.Seq, b))
}
