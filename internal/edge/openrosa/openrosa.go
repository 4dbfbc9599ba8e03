// Package openrosa speaks OpenRosa 1.0 with ODK Collect and KoboCollect: the
// list of forms, the forms and what lies beside them, and the submissions, whole
// or in parts.
// Source: https://docs.getodk.org/openrosa/ and the clients' own behaviour.
package openrosa

import (
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/identity"
	"wasl/internal/keep/blob"
)

// AcceptLength is where clients split a submission, in bytes: small, because a
// part that a weak line cuts is sent again from its beginning.
const AcceptLength = 5_000_000

// Server answers OpenRosa clients.
type Server struct {
	Forms  *form.Service
	Intake *intake.Service
	Who    *identity.Service
	Blobs  *blob.Store
	Log    *slog.Logger
}

// Register adds the paths under /v1/key/{token}/ and, for clients that sign in
// by a header, under /openrosa/. A client is told one of the two as its server's
// address and puts formList and submission behind it.
func (s *Server) Register(mux *route.Table) {
	for _, base := range []string{"/v1/key/{token}", "/openrosa"} {
		mux.HandleFunc("GET "+base+"/formList", s.with(s.formList))
		mux.HandleFunc("GET "+base+"/forms/{id}", s.with(s.form))
		mux.HandleFunc("GET "+base+"/forms/{id}/manifest", s.with(s.manifest))
		mux.HandleFunc("GET "+base+"/forms/{id}/media/{name}", s.with(s.media))
		mux.HandleFunc("HEAD "+base+"/submission", s.with(s.head))
		mux.HandleFunc("POST "+base+"/submission", s.with(s.submission))
	}
}

type handler func(w http.ResponseWriter, r *http.Request, t identity.Token) error

// with finds the device's token, and turns a fault into OpenRosa's answer: the
// message is shown to the person as it stands.
func (s *Server) with(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-OpenRosa-Version", "1.0")
		w.Header().Set("X-OpenRosa-Accept-Content-Length", strconv.Itoa(AcceptLength))
		t, err := s.token(r)
		if err == nil {
			err = h(w, r, t)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *Server) token(r *http.Request) (identity.Token, error) {
	secret := r.PathValue("token")
	if secret == "" {
		if _, password, ok := r.BasicAuth(); ok {
			secret = password
		} else if b, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			secret = b
		}
	}
	t, err := s.Who.Token(r.Context(), secret)
	if err == nil && t.Channel != identity.OpenRosa { // a program's token is for the API
		return s.Who.Token(r.Context(), "")
	}
	return t, err
}

// base is the address of the client's own root: what it is told to download
// stays on the host that it asked.
func base(r *http.Request) string {
	scheme := "http"
	if request.Secure(r) {
		scheme = "https"
	}
	root := "/openrosa"
	if t := r.PathValue("token"); t != "" {
		root = "/v1/key/" + url.PathEscape(t)
	}
	return scheme + "://" + r.Host + root
}

type answer struct {
	XMLName xml.Name `xml:"http://openrosa.org/http/response OpenRosaResponse"`
	Message message  `xml:"message"`
}

type message struct {
	Nature string `xml:"nature,attr,omitempty"`
	Text   string `xml:",chardata"`
}

// languages are those in which the person is told. ODK Collect does not say which
// one it speaks: then it is both of the country's.
func languages(r *http.Request) []lang.Language {
	if r.Header.Get("Accept-Language") != "" {
		return []lang.Language{respond.Language(r)}
	}
	return []lang.Language{lang.Arabic, lang.French}
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var said []string
	var f *respond.Fault
	for _, l := range languages(r) {
		f = respond.Explain(l, err)
		text := f.Message
		if f.Hint != "" {
			text = fmt.Sprintf("%s (%s)", f.Message, f.Hint)
		}
		said = append(said, text)
	}
	respond.Log(r.Context(), s.Log, f, err)
	f.Headers(w.Header())
	status := f.Status()
	if status == http.StatusUnauthorized {
		if r.PathValue("token") == "" {
			w.Header().Set("WWW-Authenticate", `Basic realm="wasl", charset="UTF-8"`)
		} else {
			// To a client, 401 means that a name and a password are asked for, which no
			// person has: it would ask for them again and again.
			status = http.StatusForbidden
		}
	}
	s.write(w, r, status, answer{Message: message{Nature: "submit_error", Text: strings.Join(said, "\n")}})
}

// write answers in XML. A client that went away asks again: what it sent is kept.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, v any) {
	b, err := xml.Marshal(v)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "an answer cannot be written", "cause", err.Error())
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	s.send(w, r, status, "text/xml; charset=utf-8", append([]byte(xml.Header), b...))
}

func (s *Server) send(w http.ResponseWriter, r *http.Request, status int, mediaType string, b []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	if _, err := w.Write(b); err != nil {
		s.Log.DebugContext(r.Context(), "the client went away", "cause", err.Error())
	}
}
