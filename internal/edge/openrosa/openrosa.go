// Package openrosa speaks OpenRosa 1.0 with ODK Collect and KoboCollect: the
// list of forms, the forms, and the submissions, whole or in parts.
// Source: https://docs.getodk.org/openrosa/ and the clients' own behaviour.
package openrosa

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/identity"
	"wasl/internal/keep/blob"
)

// Limits of a submission.
const (
	// AcceptLength is where clients split a submission: small, because a part
	// that a weak line cuts is sent again from its beginning.
	AcceptLength = 5_000_000
	// maxPost bounds one post in bytes: one large video with its report.
	maxPost = blob.MaxSize + 4<<20
	// maxParts bounds the parts of one post: clients break a batch at about 100 files.
	maxParts = report.MaxFiles + 10
	// maxField bounds a part that is not a file, such as *isIncomplete*.
	maxField = 1 << 10
)

// Server answers OpenRosa clients.
type Server struct {
	Forms  *form.Service
	Intake *intake.Service
	Who    *identity.Service
	Blobs  *blob.Store
	Log    *slog.Logger
}

// Register adds the paths under /v1/key/{token}/ and, for clients that sign in
// by a header, under /openrosa/.
func (s *Server) Register(mux *route.Table) {
	for _, base := range []string{"/v1/key/{token}", "/openrosa"} {
		mux.HandleFunc("GET "+base+"/formList", s.with(s.formList))
		mux.HandleFunc("GET "+base+"/forms/{id}", s.with(s.form))
		mux.HandleFunc("GET "+base+"/forms/{id}/manifest", s.with(s.manifest))
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

type xform struct {
	FormID      string `xml:"formID"`
	Name        string `xml:"name"`
	Version     string `xml:"version"`
	Hash        string `xml:"hash"`
	DownloadURL string `xml:"downloadUrl"`
}

type xforms struct {
	XMLName xml.Name `xml:"http://openrosa.org/xforms/xformsList xforms"`
	Forms   []xform  `xml:"xform"`
}

func (s *Server) formList(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	l := respond.Language(r)
	only := r.URL.Query().Get("formID")
	out := xforms{}
	for _, p := range s.Forms.Current() {
		if only != "" && only != p.ID {
			continue
		}
		out.Forms = append(out.Forms, xform{
			FormID: p.ID, Name: p.Name(string(l)), Version: p.Version, Hash: p.XFormHash,
			DownloadURL: base(r) + "/forms/" + url.PathEscape(p.ID) + "?version=" + url.QueryEscape(p.Version),
		})
	}
	return writeXML(w, http.StatusOK, out)
}

func (s *Server) form(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	p, _, err := s.Forms.Get(r.PathValue("id"), r.URL.Query().Get("version"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(p.XForm)))
	_, err = w.Write(p.XForm)
	return s.gone(r, err)
}

type manifest struct {
	XMLName xml.Name `xml:"http://openrosa.org/xforms/xformsManifest manifest"`
}

func (s *Server) manifest(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	if _, _, err := s.Forms.Get(r.PathValue("id"), ""); err != nil {
		return err
	}
	return writeXML(w, http.StatusOK, manifest{})
}

// head is the client's question before a submission. Another 2xx than 204 reads
// as a captive portal.
func (s *Server) head(w http.ResponseWriter, _ *http.Request, _ identity.Token) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

type answer struct {
	XMLName xml.Name `xml:"http://openrosa.org/http/response OpenRosaResponse"`
	Message message  `xml:"message"`
}

type message struct {
	Nature string `xml:"nature,attr,omitempty"`
	Text   string `xml:",chardata"`
}

// submission takes a report. 201 is success, 202 that more parts are awaited;
// 200 would be shown as a failed network sign-in.
func (s *Server) submission(w http.ResponseWriter, r *http.Request, t identity.Token) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxPost)
	post, err := s.read(r)
	if err != nil {
		return err
	}
	got, err := s.Intake.Submit(r.Context(), intake.Submission{
		XML: post.xml, Files: post.files, Channel: report.OpenRosa, Unit: t.Unit, Token: t.ID,
		Device: r.URL.Query().Get("deviceID"),
	})
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if post.incomplete {
		status = http.StatusAccepted
	}
	text := lang.Say(respond.Language(r), "openrosa.received", "Received. Your receipt number: {0}", group(got.Receipt))
	return writeXML(w, status, answer{Message: message{Nature: "submit_success", Text: text}})
}

// group shows a receipt as people read it out.
func group(receipt string) string {
	if len(receipt) != 12 {
		return receipt
	}
	return receipt[:4] + " " + receipt[4:8] + " " + receipt[8:]
}

type post struct {
	xml        []byte
	files      []report.File
	incomplete bool
}

// read takes the parts of a post: the answers into memory, files into the blob
// store as they come.
func (s *Server) read(r *http.Request) (p post, err error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return p, malformed("openrosa.post.type", "this is not a submission of a form", "send it from ODK Collect or KoboCollect", err)
	}
	mr := multipart.NewReader(r.Body, params["boundary"])
	for n := 0; ; n++ {
		part, err := mr.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p, readFault(err)
		}
		if n >= maxParts {
			return p, &fault.Error{
				Kind: fault.TooLarge, Op: "openrosa.read", Key: "openrosa.post.parts", Args: []string{strconv.Itoa(maxParts)},
				Msg: "the submission has more than {0} parts", Hint: "send it with fewer files",
			}
		}
		if err := s.part(r, part, &p); err != nil {
			return p, err
		}
	}
	if p.xml == nil {
		return p, malformed("openrosa.post.empty", "the submission has no answers", "send it again from the list of finished forms", nil)
	}
	return p, nil
}

func (s *Server) part(r *http.Request, part *multipart.Part, p *post) error {
	name, file := part.FormName(), fileName(part)
	switch {
	case name == "xml_submission_file":
		b, err := io.ReadAll(io.LimitReader(part, report.MaxXML+1))
		if err != nil {
			return readFault(err)
		}
		p.xml = b
	case file == "":
		b, err := io.ReadAll(io.LimitReader(part, maxField))
		if err != nil {
			return readFault(err)
		}
		if name == "*isIncomplete*" && strings.EqualFold(strings.TrimSpace(string(b)), "yes") {
			p.incomplete = true
		}
	default:
		ref, err := s.Blobs.Put(r.Context(), part, -1)
		if err != nil {
			return readFault(err)
		}
		p.files = append(p.files, report.File{Name: file, Type: mediaType(part, file), Size: ref.Size, Ref: ref.String(), Sum: ref.Sum()})
	}
	return nil
}

// fileName is the part's file name in UTF-8, without any folder. Clients send
// it raw, in Arabic too; what is not UTF-8 is read as Latin-1.
func fileName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	name := params["filename"]
	if err != nil || name == "" {
		name = rawFileName(part.Header.Get("Content-Disposition"))
	}
	if !utf8.ValidString(name) {
		rs := make([]rune, 0, len(name))
		for i := range len(name) {
			rs = append(rs, rune(name[i]))
		}
		name = string(rs)
	}
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	if name == "." || name == "/" || name == ".." {
		return ""
	}
	return name
}

// rawFileName finds filename="..." where the header is not ASCII, which the
// standard library refuses.
func rawFileName(header string) string {
	_, rest, ok := strings.Cut(header, `filename="`)
	if !ok {
		return ""
	}
	name, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return name
}

func mediaType(part *multipart.Part, file string) string {
	if t, _, err := mime.ParseMediaType(part.Header.Get("Content-Type")); err == nil && t != "application/octet-stream" {
		return t
	}
	if t, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(file))); err == nil {
		return t
	}
	return "application/octet-stream"
}

func malformed(key, msg, hint string, err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: "openrosa.read", Key: key, Msg: msg, Hint: hint, Err: err}
}

// readFault tells a body that is too large from one that was cut.
func readFault(err error) error {
	var f *fault.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return err
	case errors.As(err, &large):
		return &fault.Error{
			Kind: fault.TooLarge, Op: "openrosa.read", Key: "openrosa.post.large", Args: []string{strconv.Itoa(maxPost >> 20)},
			Msg: "the submission is larger than {0} MiB", Hint: "send it with fewer or smaller files", Err: err,
		}
	}
	return malformed("openrosa.post.cut", "the submission did not arrive whole, so nothing of it was kept", "send it again", err)
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := respond.Explain(respond.Language(r), err)
	respond.Log(r.Context(), s.Log, f, err)
	f.Headers(w.Header())
	if f.Status() == http.StatusUnauthorized && r.PathValue("token") == "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="wasl"`)
	}
	text := f.Message
	if f.Hint != "" {
		text = fmt.Sprintf("%s (%s)", f.Message, f.Hint)
	}
	if err := writeXML(w, f.Status(), answer{Message: message{Nature: "submit_error", Text: text}}); err != nil {
		s.Log.DebugContext(r.Context(), "answer not written", "cause", err.Error())
	}
}

func (s *Server) gone(r *http.Request, err error) error {
	if err != nil {
		s.Log.DebugContext(r.Context(), "the client went away", "cause", err.Error())
	}
	return nil
}

func writeXML(w http.ResponseWriter, status int, v any) error {
	b, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	b = append([]byte(xml.Header), b...)
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b) // the client went away: what it sent is kept, and it will ask again
	return nil
}
