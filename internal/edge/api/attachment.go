package api

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

// attachment gives the bytes of a file of a report. It is never shown as a page
// of ours: what somebody sent may be a script. Each opening leaves an audit line.
func (s *Server) attachment(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	name := r.PathValue("name")
	f, goesOn := s.playing.file(c.actor.ID, id, name, r.Header.Get("Range"), s.Clock())
	if goesOn {
		may, err := s.Queue.May(r.Context(), c.actor, id, []policy.Action{"report.open"})
		if err == nil && len(may) == 0 {
			err = policy.Hide()
		}
		if err != nil {
			return err
		}
	} else {
		if f, err = s.Queue.OpenFile(r.Context(), c.actor, id, name); err != nil {
			return err
		}
		s.playing.open(c.actor.ID, id, f, s.Clock())
	}
	return s.sendFile(w, r, f)
}

func (s *Server) sendFile(w http.ResponseWriter, r *http.Request, f report.File) error {
	b, err := s.Blobs.Open(r.Context(), f.Ref)
	if err != nil {
		return err
	}
	defer b.Close()
	h := w.Header()
	h.Set("Content-Type", safeType(f.Type))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'")
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+escape(f.Name))
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", strconv.Quote(f.Sum))
	http.ServeContent(w, r, "", time.Time{}, b)
	return nil
}

// A browser that plays a recording asks for it in ranges, ten times over. They
// are one opening: those that follow the first within playTime are let through
// on its line.
const (
	playTime = 10 * time.Minute
	// maxPlaying bounds what is remembered; beyond, a range leaves one line more.
	maxPlaying = 1_000
)

type playKey struct {
	reader, report record.ID
	name           string
}

type play struct {
	file  report.File
	until time.Time
}

// plays are the recordings that are being played. It is safe for use by many
// goroutines.
type plays struct {
	mu  sync.Mutex // guards what follows
	all map[playKey]play
}

func (p *plays) open(reader, id record.ID, f report.File, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) >= maxPlaying || p.all == nil {
		p.all = map[playKey]play{}
	}
	p.all[playKey{reader, id, f.Name}] = play{f, now.Add(playTime)}
}

// file gives the file of a range that goes on with an opening.
func (p *plays) file(reader, id record.ID, name, byteRange string, now time.Time) (report.File, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one, ok := p.all[playKey{reader, id, name}]
	return one.file, ok && byteRange != "" && now.Before(one.until)
}
