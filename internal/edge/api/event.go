package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"wasl/internal/base/event"
	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

const (
	// beat is how often a quiet stream says that it lives: networks drop
	// connections that are still for half a minute.
	beat = 20 * time.Second
	// maxMissed is how many revisions a console that comes back is told one by
	// one; beyond it, it loads its lists anew.
	maxMissed = 1000
)

// concerning are the kinds that change what a console shows of a report.
var concerning = map[record.Kind]bool{
	record.Report: true, record.Correction: true, record.Grade: true, record.State: true, record.Urgency: true, record.Assignment: true,
	record.Forward: true, record.Answer: true, record.Message: true, record.Note: true, record.Closing: true, record.Blob: true,
	record.Erasure: true, record.Disclosure: true,
}

// events is GET /api/v1/events: what changes, for open consoles, as far as each
// may see it. Last-Event-ID resumes where a broken line stopped.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	c := s.watcher(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	listener := s.Hub.Listen() // before the end is read: nothing falls between
	defer listener.Close()
	st := &stream{s: s, w: w, r: r, rc: http.NewResponseController(w), actor: c.actor, lang: c.language}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := st.hello(r.Context(), r.Header.Get("Last-Event-ID")); err == nil {
		st.run(listener)
	}
	return nil // the stream ended: whoever listens comes back
}

// run tells what happens until the line or the listener's leave ends.
func (st *stream) run(listener *event.Listener[[]ledger.Header]) {
	ctx := st.r.Context()
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			err = st.write(": \n\n")
		case hs, open := <-listener.Events():
			if !open {
				return // it fell behind, and comes back with its last event
			}
			if !st.here() {
				return
			}
			err = st.send(ctx, hs)
		}
		if err != nil || !st.here() {
			return
		}
	}
}

// here asks anew who listens: they may have signed out, or have another role or
// unit since.
func (st *stream) here() bool {
	st.actor = st.s.watcher(st.r).actor
	return !st.actor.ID.Zero()
}

type stream struct {
	s     *Server
	w     http.ResponseWriter
	r     *http.Request
	rc    *http.ResponseController
	actor policy.Actor
	lang  lang.Language
	last  int64
}

func (st *stream) write(text string) error {
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
	acts := map[record.ID][]ledger.Header{}
	var order []record.ID
	for _, h := range hs {
		if h.Seq <= st.last {
			continue
		}
		if h.Kind == record.Alarm {
			if err := st.alarm(ctx, h); err != nil {
				return err
			}
		}
		if !concerning[h.Kind] {
			continue
		}
		if _, seen := acts[h.Subject]; !seen {
			order = append(order, h.Subject)
		}
		acts[h.Subject] = append(acts[h.Subject], h)
	}
	if len(hs) > 0 {
		st.last = max(st.last, hs[len(hs)-1].Seq)
	}
	for _, id := range order {
		if err := st.tell(ctx, acts[id]); err != nil {
			return err
		}
	}
	return nil
}

// told is one event. A report that the actor could see and may see no longer is
// told as gone, with its id alone: a console that shows it takes it off.
type told struct {
	ID     record.ID   `json:"id"`
	Act    string      `json:"act,omitempty"`
	Gone   bool        `json:"gone,omitempty"`
	By     string      `json:"by,omitempty"`
	Report *SummaryOut `json:"report,omitempty"`
}

// tell tells of what was done about one report.
func (st *stream) tell(ctx context.Context, acts []ledger.Header) error {
	last := acts[len(acts)-1]
	sum, err := st.s.Queue.Visible(ctx, st.actor, last.Subject)
	switch {
	case err == nil:
		out := st.s.summary(st.lang, sum)
		return st.event("report", last.Seq, told{ID: last.Subject, Act: last.Kind.String(), By: st.s.Who.Name(last.Author), Report: &out})
	case !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Missing):
		return err
	}
	for _, h := range acts {
		saw, err := st.s.Queue.SawBefore(ctx, st.actor, h)
		if err != nil {
			return err
		}
		if saw {
			return st.event("report", last.Seq, told{ID: last.Subject, Gone: true})
		}
	}
	return nil
}

// rung is an alarm, for oversight.
type rung struct {
	Account record.ID   `json:"account"`
	Name    string      `json:"name"`
	Act     audit.Alarm `json:"act"`
	N       int         `json:"n"`
	Usual   int         `json:"usual"`
}

func (st *stream) alarm(ctx context.Context, h ledger.Header) error {
	if !st.oversees(ctx, h.Handling.Unit) {
		return nil
	}
	rev, err := st.s.Field.Read(ctx, h.Seq)
	if err != nil || rev.Body == nil {
		return err
	}
	out := rung{Account: h.Subject, Name: st.s.Who.Name(h.Subject)}
	if out.Act, out.N, out.Usual, err = audit.Decode(rev); err != nil {
		return err
	}
	return st.event("alarm", h.Seq, out)
}

func (st *stream) oversees(ctx context.Context, unit record.ID) bool {
	return st.s.Policy.Allow(ctx, st.actor, "audit.read", policy.Resource{Type: policy.Audit, Unit: unit, UnitPath: st.s.Units.Tree().Path(unit)}) == nil
}

func (st *stream) event(name string, seq int64, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return st.write(fmt.Sprintf("event: %s\nid: %d\ndata: %s\n\n", name, seq, b))
}
