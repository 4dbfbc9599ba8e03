package api

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/vault"
	"wasl/internal/triage/queue"
)

// reporter registers what the reporter app asks: without an account, and sealed
// to the node where it says something.
func (s *Server) reporter(t *route.Table) {
	s.plain(t, "GET /api/v1/reporter/config", s.config)
	s.plain(t, "GET /api/v1/reporter/forms/{id}", s.serveForm, "version")
	s.plain(t, "GET /api/v1/reporter/forms/{id}/media/{name}", s.formMedia, "version")
	s.openCourses(t)
	s.plain(t, "POST /api/v1/reporter/submissions", s.submission)
	s.plain(t, "POST /api/v1/reporter/threads/{receipt}", s.thread)
	s.plain(t, "POST /api/v1/reporter/threads/{receipt}/messages", s.reply)
	s.plain(t, "PUT /api/v1/reporter/blobs/{id}", s.putBlob)
	s.plain(t, "HEAD /api/v1/reporter/blobs/{id}", s.headBlob)
}

// enter lets a request of somebody who has no account in. Where very much is
// being sent it is taken with work done for it alone, or later.
func (s *Server) enter(r *http.Request, k flood.Kind, n int64) (flood.Pass, error) {
	return s.Gate.Enter(request.Source(r), k, n, r.Header.Get("Proof-Of-Work"))
}

type configForm struct {
	ID      string            `json:"id"`
	Version string            `json:"version"`
	Hash    string            `json:"hash"`
	Title   map[string]string `json:"title"`
}

type configOut struct {
	Name      map[string]string `json:"name"`
	Key       []byte            `json:"-"`
	Key64     string            `json:"key"`
	KeyID     string            `json:"key_id"`
	Languages []string          `json:"languages"`
	Forms     []configForm      `json:"forms"`
	MaxBlob   int64             `json:"max_blob"`
	Courses   int               `json:"courses"` // that anyone may read
	Surveys   int               `json:"surveys"` // that are being asked
	Demo      bool              `json:"demo"`
}

func (s *Server) config(w http.ResponseWriter, r *http.Request) error {
	asking, err := s.Listening.Asking(r.Context())
	if err != nil {
		return err
	}
	k := s.Vault.Key()
	out := configOut{
		Name: map[string]string{}, Key64: base64url(k.Public), KeyID: k.ID.String(), Languages: []string{"ar", "fr", "en"}, Forms: []configForm{},
		MaxBlob: report.MaxFile, Courses: len(s.Courses.Open()), Surveys: asking, Demo: s.Demo,
	}
	for l, t := range s.Name {
		out.Name[string(l)] = t
	}
	for _, p := range s.Forms.Current() {
		out.Forms = append(out.Forms, configForm{p.ID, p.Version, p.Hash, titles(p.Form)})
	}
	w.Header().Set("Cache-Control", "no-cache")
	respond.Write(w, http.StatusOK, out)
	return nil
}

// sealedType is the media type of what phones seal.
const sealedType = "application/wasl-sealed"

// open reads a sealed body and opens it.
func (s *Server) openSealed(w http.ResponseWriter, r *http.Request, kind vault.SealKind) ([]byte, error) {
	if r.Header.Get("Content-Type") != sealedType {
		return nil, &fault.Error{
			Kind: fault.Unsupported, Op: "api", Key: "api.sealed.type", Msg: "what is sent here is sealed to the node", Hint: "load the page again",
		}
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(vault.MaxSealed)))
	if err != nil {
		return nil, bodyFault(err)
	}
	return s.Vault.Open(kind, b)
}

func bodyFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return &fault.Error{
		Kind: fault.Invalid, Op: "api", Key: "api.body.cut", Msg: "what was sent did not arrive whole", Hint: "it is sent again by itself when the line is better", Err: err,
	}
}

type sealedFile struct {
	ID   record.ID `json:"id"`
	Name string    `json:"name"`
	Type string    `json:"type"`
	Size int64     `json:"size"`
	Key  string    `json:"key"`
}

type sealedReport struct {
	ID       string       `json:"id"`
	Form     string       `json:"form"`
	Version  string       `json:"version"`
	Language string       `json:"language"`
	XML      string       `json:"xml"`
	Blobs    []sealedFile `json:"blobs"`
}

func notUnderstood(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "api", Key: "api.sealed.content", Msg: "the report cannot be read", Hint: "load the page again and send it once more", Err: err,
	}
}

// submission takes a sealed report. Its attachments were put before it.
func (s *Server) submission(w http.ResponseWriter, r *http.Request) error {
	pass, err := s.enter(r, flood.Report, 1)
	if err != nil {
		return err
	}
	b, err := s.openSealed(w, r, vault.Submission)
	if err != nil {
		return err
	}
	var in sealedReport
	if err := decode(b, &in); err != nil {
		return notUnderstood(err)
	}
	files, err := s.takeBlobs(r, in.Blobs)
	if fault.Is(err, fault.Missing) {
		// The answer to the first sending was lost: its attachments are kept already.
		if known, e := s.Reports.Known(r.Context(), record.IDOf(in.ID)); e == nil && known {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	got, err := s.Intake.Submit(r.Context(), intake.Submission{
		XML: []byte(in.XML), Files: files, Channel: report.App, Language: in.Language, InstanceID: in.ID, Quarantine: pass.Quarantine,
	})
	if err != nil {
		return err
	}
	s.dropBlobs(r, in.Blobs)
	status := http.StatusCreated
	if got.Known {
		status = http.StatusOK
	}
	respond.Write(w, status, map[string]string{"receipt": got.Receipt})
	return nil
}

// thread shows what was said behind a receipt. It is a POST so that the receipt
// is in no log of what was asked for; wrong ones are throttled by the peer's
// address, because a receipt is twelve digits.
func (s *Server) thread(w http.ResponseWriter, r *http.Request) error {
	if err := strictly(w, r, &struct{}{}); err != nil {
		return err
	}
	t, err := s.behind(r)
	if err != nil {
		return err
	}
	out := struct {
		State    string       `json:"state"`
		Messages []messageOut `json:"messages"`
		Closed   bool         `json:"closed"`
	}{t.State.String(), []messageOut{}, t.State == queue.Closed}
	for _, m := range t.Messages {
		out.Messages = append(out.Messages, s.message(m, false))
	}
	w.Header().Set("Cache-Control", "no-store")
	respond.Write(w, http.StatusOK, out)
	return nil
}

func (s *Server) behind(r *http.Request) (queue.Thread, error) {
	source := request.Source(r)
	if err := s.Gate.Guessing(source); err != nil {
		return queue.Thread{}, err
	}
	receipt, err := receipt.Parse(r.PathValue("receipt"))
	if err != nil {
		return queue.Thread{}, err // a wrong check digit is a slip of the finger and tells nothing
	}
	t, err := s.Queue.Thread(r.Context(), receipt)
	if fault.Is(err, fault.Missing) {
		s.Gate.Wrong(source)
		return t, &fault.Error{
			Kind: fault.Missing, Op: "api", Key: "api.receipt.none", Msg: "no report has this receipt number here",
			Hint: "check the twelve digits; a report that still waits on the phone has none yet",
		}
	}
	return t, err
}

func (s *Server) reply(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.enter(r, flood.Report, 1); err != nil {
		return err
	}
	if _, err := s.behind(r); err != nil {
		return err
	}
	b, err := s.openSealed(w, r, vault.Message)
	if err != nil {
		return err
	}
	var in struct {
		ID       record.ID `json:"id"`
		Text     string    `json:"text"`
		Language string    `json:"language"`
	}
	if err := decode(b, &in); err != nil || in.ID.Zero() {
		return notUnderstood(err)
	}
	receipt, err := receipt.Parse(r.PathValue("receipt"))
	if err != nil {
		return err
	}
	if err := s.Queue.AddMessage(r.Context(), receipt, in.ID, in.Text, in.Language); err != nil {
		return err
	}
	respond.Write(w, http.StatusCreated, struct{}{})
	return nil
}

// takeBlobs opens the attachments that a submission names, and keeps each under
// the store's own seal.
func (s *Server) takeBlobs(r *http.Request, named []sealedFile) (files []report.File, err error) {
	if len(named) > report.MaxFiles {
		return nil, &fault.Error{
			Kind: fault.TooLarge, Op: "api", Key: "report.files.many", Msg: "the report has more than {0} files",
			Hint: "send the rest with a second report", Args: []string{strconv.Itoa(report.MaxFiles)},
		}
	}
	for _, f := range named {
		key, err := fromBase64url(f.Key)
		if err != nil {
			return nil, notUnderstood(err)
		}
		sealed, _, err := s.Blobs.Uploaded(f.ID)
		if err != nil {
			return nil, err
		}
		plain, err := vault.OpenBlob(key, sealed)
		if err != nil {
			return nil, errors.Join(err, sealed.Close())
		}
		ref, err := s.Blobs.Put(r.Context(), plain, f.Size)
		if err := errors.Join(err, sealed.Close()); err != nil {
			return nil, err
		}
		files = append(files, report.File{Name: report.FileName(f.Name), Type: f.Type, Size: ref.Size, Ref: ref.String(), Sum: ref.Sum()})
	}
	return files, nil
}

// dropBlobs removes the sealed attachments of a report that was accepted: they
// are kept under the store's own seal now.
func (s *Server) dropBlobs(r *http.Request, named []sealedFile) {
	for _, f := range named {
		if err := s.Blobs.Drop(f.ID); err != nil {
			s.Log.WarnContext(r.Context(), "drop an upload", "cause", err.Error())
		}
	}
}

// putBlob takes a part of a sealed attachment, from an offset on.
func (s *Server) putBlob(w http.ResponseWriter, r *http.Request) error {
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return wrong("Upload-Offset")
	}
	total, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	if err != nil || total <= 0 {
		return wrong("Upload-Length")
	}
	if offset == 0 {
		if _, err := s.enter(r, flood.Upload, total); err != nil {
			return err
		}
	}
	have, err := s.Blobs.Append(r.Context(), id, offset, total, http.MaxBytesReader(w, r.Body, vault.SealedBlobSize(report.MaxFile)+1))
	w.Header().Set("Upload-Offset", strconv.FormatInt(have, 10))
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) headBlob(w http.ResponseWriter, r *http.Request) error {
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	have, _, err := s.Blobs.Held(id)
	if err != nil {
		return err
	}
	w.Header().Set("Upload-Offset", strconv.FormatInt(have, 10))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func fromBase64url(s string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(s) }
