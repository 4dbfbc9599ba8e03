package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/edge/route"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
)

type formOut struct {
	ID        string            `json:"id"`
	Version   string            `json:"version"`
	Title     map[string]string `json:"title"`
	Languages []string          `json:"languages" nullable:"false"`
	Hash      string            `json:"hash"`
	Questions int               `json:"questions"`
	At        time.Time         `json:"at"`
	By        *named            `json:"by,omitempty"`
	Withdrawn bool              `json:"withdrawn"`
	Files     []mediaOut        `json:"files" nullable:"false" doc:"pictures and recordings that came with it"`
}

type mediaOut struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

type formsOut struct {
	Items []formOut `json:"items" nullable:"false"`
}

func titles(f *form.Form) map[string]string {
	out := map[string]string{}
	for _, l := range f.Languages {
		out[l] = f.Name(l)
	}
	return out
}

func (s *Server) formOut(p *form.Published) formOut {
	out := formOut{
		ID: p.ID, Version: p.Version, Title: titles(p.Form), Languages: p.Languages, Hash: p.Hash, Questions: len(p.Questions()), At: p.At,
		Withdrawn: p.Withdrawn, Files: []mediaOut{},
	}
	for _, m := range p.Files {
		out.Files = append(out.Files, mediaOut{m.Name, m.Type, m.Size})
	}
	if name := s.Who.Name(p.Author); name != "" {
		out.By = &named{p.Author, name}
	}
	return out
}

// maxUpload bounds an uploaded XLSForm: pictures do not belong into one.
const maxUpload = 50 << 20

type uploadIn struct {
	RawBody huma.MultipartFormFiles[struct {
		File       huma.FormFile   `form:"file" required:"true" doc:"XLSForm, .xlsx or .xls"`
		Files      []huma.FormFile `form:"files" required:"false" doc:"tables (.csv), pictures and recordings that the form names"`
		Assessment string          `form:"assessment" required:"false" maxLength:"4000" doc:"what could happen to people by it, and why it is asked all the same; publishing needs it"`
	}]
}

type checkOut struct {
	Form      json.RawMessage `json:"form"`
	Problems  []form.Problem  `json:"problems" nullable:"false"`
	XFormHash string          `json:"xform_hash,omitempty"`
}

// forms registers the forms and the tokens of devices and programs.
func (s *Server) forms(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/forms", "listForms", "The forms"), func(_ context.Context, _ policy.Actor, _ *none) (*body[formsOut], error) {
		out := formsOut{Items: []formOut{}}
		for _, p := range s.Forms.All() {
			out.Items = append(out.Items, s.formOut(p))
		}
		return answer(out), nil
	})
	upload := func(path, id, summary string) huma.Operation {
		o := op(http.MethodPost, path, id, summary)
		o.MaxBodyBytes = maxUpload + 1<<20
		return o
	}
	handle(s, api, upload("/forms/check", "checkForm", "Compile an XLSForm and say what is wrong with it"), s.checkForm)
	handle(s, api, upload("/forms", "publishForm", "Publish an XLSForm"), s.publishForm)
	handle(s, api, op(http.MethodDelete, "/forms/{id}", "withdrawForm", "Take a form out of the lists"), func(ctx context.Context, a policy.Actor, in *struct {
		ID string `path:"id" maxLength:"200"`
	},
	) (*none, error) {
		return nil, s.Forms.Withdraw(ctx, a, in.ID)
	})
	s.plain(t, "GET /api/v1/forms/{id}", s.compiledForm, "version")
	s.tokens(api)
}

// readUpload reads the files of an upload, and refuses parts that it does not know.
func readUpload(in *uploadIn) (up form.Upload, err error) {
	for part := range in.RawBody.Form.Value {
		if part != "assessment" {
			return up, wrong(part)
		}
	}
	for part, files := range in.RawBody.Form.File {
		if part != "files" && (part != "file" || len(files) != 1) {
			return up, wrong(part)
		}
	}
	data := in.RawBody.Data()
	up.Name, up.Assessment = data.File.Filename, data.Assessment
	if up.Source, err = io.ReadAll(io.LimitReader(data.File, maxUpload+1)); err != nil {
		return up, err
	}
	for _, f := range data.Files {
		b, err := io.ReadAll(io.LimitReader(f, maxUpload+1))
		if err != nil {
			return up, err
		}
		up.Files = append(up.Files, form.File{Name: f.Filename, Content: b})
	}
	return up, nil
}

func (s *Server) checkForm(ctx context.Context, a policy.Actor, in *uploadIn) (*body[checkOut], error) {
	if err := s.Policy.Allow(ctx, a, "form.check", policy.Resource{Type: policy.Form, Unit: a.Unit}); err != nil {
		return nil, err
	}
	up, err := readUpload(in)
	if err != nil {
		return nil, err
	}
	f, problems, err := up.Compile()
	if err != nil {
		return nil, err
	}
	out := checkOut{Problems: problems, Form: json.RawMessage("null")}
	if out.Problems == nil {
		out.Problems = []form.Problem{}
	}
	if f != nil && !form.HasErrors(problems) {
		if out.Form, err = f.JSON(); err != nil {
			return nil, err
		}
	}
	return answer(out), nil
}

func (s *Server) publishForm(ctx context.Context, a policy.Actor, in *uploadIn) (*body[formOut], error) {
	up, err := readUpload(in)
	if err != nil {
		return nil, err
	}
	p, _, err := s.Forms.Publish(ctx, a, up)
	if err != nil {
		return nil, err
	}
	return answer(s.formOut(p)), nil
}

// compiledForm is GET /api/v1/forms/{id}: the compiled document, for whoever may
// fill it in.
func (s *Server) compiledForm(w http.ResponseWriter, r *http.Request) error {
	if s.caller(r).actor.ID.Zero() {
		return errNotSignedIn
	}
	return s.serveForm(w, r)
}

var errNoForm = &fault.Error{
	Kind: fault.Missing, Op: "api", Key: "api.form.none", Msg: "there is no such form", Hint: "go back to the list of forms",
}

func (s *Server) serveForm(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.Forms.Get(r.PathValue("id"), r.URL.Query().Get("version"))
	if err != nil {
		return errNoForm
	}
	etag := `"` + p.Hash + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(p.JSON) // a client that went away asks again
	return nil
}

// formMedia gives a picture or recording of a form.
func (s *Server) formMedia(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.Forms.Get(r.PathValue("id"), r.URL.Query().Get("version"))
	if err != nil {
		return err
	}
	m, content, err := s.Forms.File(r.Context(), p, r.PathValue("name"))
	if err != nil {
		return err
	}
	etag := `"` + m.MD5 + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", m.Type)
	_, _ = w.Write(content) // a client that went away asks again
	return nil
}

type tokenOut struct {
	ID      record.ID `json:"id"`
	Name    string    `json:"name"`
	Unit    named     `json:"unit"`
	Channel string    `json:"channel"`
	Made    time.Time `json:"made"`
	Revoked bool      `json:"revoked"`
	Secret  string    `json:"secret,omitempty"`
	URL     string    `json:"url,omitempty"`
}

type tokensOut struct {
	Items []tokenOut `json:"items" nullable:"false"`
}

func (s *Server) tokenOut(ctx context.Context, t identity.Token) tokenOut {
	return tokenOut{ID: t.ID, Name: t.Name, Unit: named{t.Unit, s.Units.Name(t.Unit, callerOf(ctx).language)}, Channel: t.Channel, Made: t.Made, Revoked: t.Revoked}
}

func (s *Server) tokens(api huma.API) {
	handle(s, api, op(http.MethodGet, "/tokens", "listTokens", "Tokens of devices and programs"), func(ctx context.Context, a policy.Actor, _ *none) (*body[tokensOut], error) {
		ts, err := s.Who.Tokens(ctx, a)
		if err != nil {
			return nil, err
		}
		out := tokensOut{Items: []tokenOut{}}
		for _, t := range ts {
			out.Items = append(out.Items, s.tokenOut(ctx, t))
		}
		return answer(out), nil
	})
	handle(s, api, op(http.MethodPost, "/tokens", "issueToken", "Make a token; its secret is shown once"), func(ctx context.Context, a policy.Actor, in *body[struct {
		ID      record.ID `json:"id,omitempty"`
		Name    string    `json:"name" minLength:"1" maxLength:"200"`
		Unit    record.ID `json:"unit"`
		Channel string    `json:"channel" enum:"openrosa,api"`
	}],
	) (*body[tokenOut], error) {
		t, secret, err := s.Who.IssueToken(ctx, a, identity.NewToken{ID: in.Body.ID, Name: in.Body.Name, Unit: in.Body.Unit, Channel: in.Body.Channel})
		if err != nil {
			return nil, err
		}
		out := s.tokenOut(ctx, t)
		out.Secret = secret
		if t.Channel == "openrosa" {
			out.URL = "/v1/key/" + secret
		}
		return answer(out), nil
	})
	handle(s, api, op(http.MethodDelete, "/tokens/{id}", "revokeToken", "End a token at once"), func(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
		return nil, s.Who.RevokeToken(ctx, a, in.ID)
	})
}
