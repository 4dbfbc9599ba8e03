// Package public serves everybody, without an account: the warnings that hold now, as a
// feed of CAP messages for other authorities and programs and as a page for people;
// a page to complain, to thank and to read the answer; the answers to what is rumoured;
// what a certificate is checked by; what communities made; the dates of what is open to
// all. Pages are small enough for the weakest line. Nothing about who asks is kept.
package public

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/certificate"
	"wasl/internal/community/feedback"
	"wasl/internal/community/material"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
)

// Server answers the public. All members are set by the node.
type Server struct {
	Warnings     *warning.Service
	Listening    *feedback.Service
	Certificates *certificate.Service
	Materials    *material.Service
	Blobs        *blob.Store // of communities
	Activities   *activity.Service
	Feeds        *activity.Feeds                      // of accounts' own calendars
	People       func(record.ID) (policy.Actor, bool) // who an account is, and false for none that works here
	Places       *place.Service
	Random       interface{ Read([]byte) (int, error) }
	Gate         *flood.Gate
	Clock        func() time.Time
	Zone         *time.Location // that times are told in
	Name         lang.Text
	Demo         bool
	Log          *slog.Logger
}

// The addresses. They are in other authorities' programs: they never change.
const (
	feedPath = "/public/cap"
	pagePath = "/public/warnings"
	certPath = "/public/certificate.pem"
)

// Register enters the addresses in the table.
func (s *Server) Register(t *route.Table) {
	s.serve(t, "GET "+feedPath, "application/atom+xml", s.feed)
	s.serve(t, "GET "+feedPath+"/{file}", cap.MediaType, s.message)
	s.serve(t, "GET "+pagePath, "text/html", s.page)
	s.serve(t, "GET "+MaterialsPath, "text/html", s.materials)
	s.serve(t, "GET "+MaterialsPath+"/{id}", "text/html", s.material)
	t.HandleFunc("GET "+MaterialsPath+"/{id}/{file}", s.materialFile)
	s.serve(t, "GET "+CalendarPath, calendarType, s.calendar)
	s.serve(t, "GET "+OwnCalendarPath+"{file}", calendarType, s.ownCalendar)
	s.serve(t, "GET "+certPath, "application/x-pem-file", s.certificate)
	s.listening(t)
	s.certificates(t)
}

// sheet is what is served: bytes, and when they were last others.
type sheet struct {
	bytes   []byte
	changed time.Time
	forever bool   // it never changes
	cache   string // how caches are to keep it, where that is another than maxAge
	policy  string // of content, where it is closer than that of all pages
	status  int    // 0 for 200
}

// maxAge is how long caches may keep what changes: a minute is how late somebody
// may hear of a warning by it.
const maxAge = "public, max-age=60"

// serve enters one address. It lets each source read so much, and answers who has it
// already in a few bytes.
func (s *Server) serve(t *route.Table, pattern, kind string, make func(*http.Request, lang.Language) (sheet, error)) {
	t.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		l, asked := language(r)
		_, err := s.Gate.Enter(request.Source(r), flood.Read, 1, "")
		var out sheet
		if err == nil {
			out, err = make(r, l)
		}
		if err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
		sum := sha256.Sum256(out.bytes)
		h := w.Header()
		h.Set("Content-Type", kind+"; charset=utf-8")
		h.Set("ETag", `W/"`+hex.EncodeToString(sum[:12])+`"`) // weak: it goes out packed as well
		h.Set("Cache-Control", maxAge)
		if out.forever {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if out.cache != "" {
			h.Set("Cache-Control", out.cache)
		}
		if out.policy != "" {
			h.Set("Content-Security-Policy", out.policy)
		}
		if !asked {
			h.Add("Vary", "Accept-Language")
		}
		if out.status != 0 {
			w.WriteHeader(out.status)
			_, _ = w.Write(out.bytes) // a browser that went away asks again
			return
		}
		http.ServeContent(w, r, "", out.changed, bytes.NewReader(out.bytes))
	})
}

// language is the one that is asked for in the address, else the browser's. All else
// that an address carries, such as what networks add to a link that is shared,
// keeps nobody from a warning.
func language(r *http.Request) (l lang.Language, asked bool) {
	if l, ok := lang.Parse(r.URL.Query().Get("lang")); ok {
		return l, true
	}
	return respond.Language(r), false
}

// message is GET /public/cap/{identifier}.xml: a message as it went out, signed.
func (s *Server) message(r *http.Request, _ lang.Language) (sheet, error) {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".xml")
	id, err := record.ParseID(name)
	if !ok || err != nil {
		return sheet{}, none()
	}
	xml, sent, err := s.Warnings.Message(r.Context(), id)
	if fault.Is(err, fault.Missing) {
		return sheet{}, none()
	}
	return sheet{bytes: []byte(xml), changed: sent, forever: true}, err
}

func none() error {
	return &fault.Error{Kind: fault.Missing, Op: "public", Key: "public.none", Msg: "there is no such warning", Hint: "see the list of those that hold"}
}

// certificate is GET /public/certificate.pem: by which messages are checked.
func (s *Server) certificate(r *http.Request, _ lang.Language) (sheet, error) {
	b, err := s.Warnings.Certificate(r.Context())
	return sheet{bytes: b}, err
}

// current gives what holds, and when that last changed.
func (s *Server) current(ctx context.Context) (all []warning.Given, changed time.Time, err error) {
	if all, err = s.Warnings.Current(ctx); err != nil {
		return nil, changed, err
	}
	changed, err = s.Warnings.Changed(ctx)
	return all, changed, err
}
