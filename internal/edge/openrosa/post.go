package openrosa

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/keep/blob"
)

// Limits of one post.
const (
	// maxPost bounds it in bytes: one large video with its report.
	maxPost = blob.MaxSize + 4<<20
	// maxParts bounds its parts: clients break a batch after 101 files.
	maxParts = 128
	// maxField bounds a part that is not a file, such as *isIncomplete*.
	maxField = 1 << 10
)

// head is the client's question before a submission. Another 2xx than 204 reads
// as a captive portal; without a Location the client posts to where it asked.
func (s *Server) head(w http.ResponseWriter, _ *http.Request, _ identity.Token) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
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
	var said []string
	for _, l := range languages(r) {
		said = append(said, lang.Say(l, "openrosa.received", "Received. Your receipt number: {0}", group(got.Receipt)))
	}
	s.write(w, r, status, answer{Message: message{Nature: "submit_success", Text: strings.Join(said, "\n")}})
	return nil
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

// read takes the parts of a post, in whatever order: the answers into memory,
// files into the blob store as they come. Where the post does not come whole, no
// report names them, and the store drops them later.
func (s *Server) read(r *http.Request) (p post, err error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
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

// answersPart is the name of the part that holds the answers.
const answersPart = "xml_submission_file"

func (s *Server) part(r *http.Request, part *multipart.Part, p *post) error {
	name, file := names(part.Header.Get("Content-Disposition"))
	switch {
	case name == answersPart && p.xml != nil:
		return malformed("openrosa.post.two", "the submission has answers twice", "send it again from the list of finished forms", nil)
	case name == answersPart:
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
	case errors.As(err, &large):
		return &fault.Error{
			Kind: fault.TooLarge, Op: "openrosa.read", Key: "openrosa.post.large", Args: []string{strconv.Itoa(maxPost >> 20)},
			Msg: "the submission is larger than {0} MiB", Hint: "send it with fewer or smaller files", Err: err,
		}
	case errors.As(err, &f):
		return err
	}
	return malformed("openrosa.post.cut", "the submission did not arrive whole, so nothing of it was kept", "send it again", err)
}
