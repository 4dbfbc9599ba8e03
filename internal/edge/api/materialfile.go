package api

import (
	"archive/zip"
	"context"
	"io"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/community/material/bare"
	"wasl/internal/edge/route"
	"wasl/internal/edge/shelf"
	"wasl/internal/guard/policy"
)

// MaterialFileIn is what is said of a file.
type MaterialFileIn struct {
	RevisionIn
	Language string      `json:"language,omitempty" maxLength:"8"`
	Name     string      `json:"name" maxLength:"320"`
	Alt      string      `json:"alt,omitempty" maxLength:"1200"`
	People   []record.ID `json:"people,omitempty" nullable:"false" maxItems:"40"`
}

// FileOfMaterial names a file of a material.
type FileOfMaterial struct {
	ID   record.ID `path:"id"`
	File record.ID `path:"file"`
}

type attachIn struct {
	FileOfMaterial
	RawBody huma.MultipartFormFiles[struct {
		File     huma.FormFile `form:"file" required:"true" doc:"JPEG, PNG, PDF, MP3 or M4A; what it tells of who made it, when and where is taken out"`
		Name     string        `form:"name" required:"true" maxLength:"320"`
		Language string        `form:"language" required:"false" maxLength:"8"`
		Alt      string        `form:"alt" required:"false" maxLength:"1200"`
	}]
}

// materialFiles registers the files of a material.
func (s *Server) materialFiles(api huma.API, t *route.Table, path string) {
	attach := op(http.MethodPut, path+"/{id}/files/{file}", "attachMaterialFile", "Add a file; its id is chosen by whoever sends it")
	attach.MaxBodyBytes = bare.MaxSize + 1<<20
	handle(s, api, attach, func(ctx context.Context, a policy.Actor, in *attachIn) (*body[MaterialOut], error) {
		for part, files := range in.RawBody.Form.File {
			if part != "file" || len(files) != 1 {
				return nil, wrong(part)
			}
		}
		d := in.RawBody.Data()
		f := material.File{ID: in.File, Language: lang.Language(d.Language), Name: d.Name, Alt: d.Alt}
		return s.oneMaterial(ctx, a)(s.Materials.Attach(ctx, a, in.ID, f, d.File))
	})
	handle(s, api, op(http.MethodPost, path+"/{id}/files/{file}", "labelMaterialFile", "Say anew what a file is"), func(ctx context.Context, a policy.Actor, in *struct {
		FileOfMaterial
		Body MaterialFileIn
	},
	) (*body[MaterialOut], error) {
		f := material.File{ID: in.File, Language: lang.Language(in.Body.Language), Name: in.Body.Name, Alt: in.Body.Alt, People: in.Body.People}
		return s.oneMaterial(ctx, a)(s.Materials.Label(ctx, a, in.ID, in.Body.Revision, f))
	})
	handle(s, api, op(http.MethodDelete, path+"/{id}/files/{file}", "detachMaterialFile", "Take a file out"), func(ctx context.Context, a policy.Actor, in *FileOfMaterial) (*body[MaterialOut], error) {
		return s.oneMaterial(ctx, a)(s.Materials.Detach(ctx, a, in.ID, in.File))
	})
	s.plain(t, "GET /api/v1"+path+"/{id}/files/{file}", s.materialFile, "small")
	s.plain(t, "GET /api/v1"+path+"/{id}/preview", s.previewMaterial, "lang", "in")
}

// materialFile is GET /api/v1/community/materials/{id}/files/{file}: its bytes, or
// those of its small picture, for those who may open the material.
func (s *Server) materialFile(w http.ResponseWriter, r *http.Request) error {
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	file, err := record.ParseID(r.PathValue("file"))
	if err != nil {
		return wrong("file")
	}
	f, err := s.Materials.File(r.Context(), s.caller(r).actor, id, file)
	if err != nil {
		return err
	}
	ref, kind := f.Ref, f.Kind.Type()
	if r.URL.Query().Get("small") != "" && f.Small != "" {
		ref, kind = f.Small, bare.JPEG.Type()
	}
	b, err := s.CommunityBlobs.Open(r.Context(), ref)
	if err != nil {
		return err
	}
	defer b.Close()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", shelf.FilePolicy)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "wasl." + f.Kind.Ext()}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, b)
	return nil
}

// previewMaterial is GET /api/v1/community/materials/{id}/preview: the version being
// worked on as the public will see it. The console shows it in a frame that runs
// nothing.
func (s *Server) previewMaterial(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	g, err := s.Materials.Preview(r.Context(), c.actor, id)
	if err != nil {
		return err
	}
	l := c.language
	if asked, ok := lang.Parse(r.URL.Query().Get("lang")); ok {
		l = asked
	}
	base := "/api/v1/community/materials/" + id.String()
	link := func(l, in lang.Language) string { return base + "/preview?lang=" + string(l) + "&in=" + string(in) }
	pages := &shelf.Shelf{Name: s.nodeName, Zone: time.UTC, Demo: s.Demo, Links: shelf.Links{
		List:  func(l lang.Language, _ int) string { return link(l, "") },
		One:   func(l lang.Language, _ record.ID, in lang.Language) string { return link(l, in) },
		File:  func(_ *material.Given, f *material.File) string { return base + "/files/" + f.ID.String() },
		Small: func(_ *material.Given, f *material.File) string { return base + "/files/" + f.ID.String() + "?small=1" },
	}}
	b, err := pages.One(l, lang.Language(r.URL.Query().Get("in")), g)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", shelf.PagePolicy+"; frame-ancestors 'self'")
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(b)
	return err
}

func (s *Server) nodeName(l lang.Language) string {
	if n := s.Name.In(l); n != "" {
		return n
	}
	return "wasl"
}

// KitOut is a kit that went out.
type KitOut struct {
	ID        record.ID `json:"id" format:"uuid"`
	Unit      named     `json:"unit"`
	Whom      string    `json:"whom" doc:"who was to have it"`
	By        named     `json:"by"`
	At        time.Time `json:"at"`
	Materials int       `json:"materials"`
	Files     int       `json:"files"`
}

type kitsOut struct {
	Items []KitOut `json:"items" nullable:"false" doc:"the latest first"`
}

func (s *Server) kitsOf(ctx context.Context, all []material.Kit, err error) (*body[kitsOut], error) {
	if err != nil {
		return nil, err
	}
	out := kitsOut{Items: []KitOut{}}
	for i := range all {
		k := &all[i]
		o := KitOut{ID: k.ID, Unit: s.unitNamed(k.Unit, callerOf(ctx).language), Whom: k.Whom, By: s.named(k.By), At: k.At, Materials: len(k.Held)}
		for _, h := range k.Held {
			o.Files += h.Files
		}
		out.Items = append(out.Items, o)
	}
	return answer(out), nil
}

// kits registers what goes out on sticks.
func (s *Server) kits(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/kits", "listKits", "Kits that went out on sticks"), func(ctx context.Context, a policy.Actor, _ *none) (*body[kitsOut], error) {
		all, err := s.Materials.Kits(ctx, a)
		return s.kitsOf(ctx, all, err)
	})
	handle(s, api, op(http.MethodGet, "/community/people/{id}/kits", "listKitsOfPerson", "Kits that went out with somebody named or seen in them"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[kitsOut], error) {
		all, err := s.Materials.Carried(ctx, a, in.ID)
		return s.kitsOf(ctx, all, err)
	})
	s.plain(t, "POST /api/v1/community/kits/{id}", s.makeKit)
}

// makeKit is POST /api/v1/community/kits/{id}: a kit of all that is public, packed. It
// is written down before the first byte goes out.
func (s *Server) makeKit(w http.ResponseWriter, r *http.Request) error {
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return wrong("id")
	}
	var in struct {
		Whom string `json:"whom"`
	}
	if err := strictly(w, r, &in); err != nil {
		return err
	}
	k, given, err := s.Materials.Pack(r.Context(), s.caller(r).actor, id, in.Whom)
	if err != nil {
		return err
	}
	folder := "wasl-" + k.At.UTC().Format("2006-01-02")
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": folder + ".zip"}))
	h.Set("Cache-Control", "no-store")
	z := zip.NewWriter(w)
	err = shelf.Pack(shelf.Packing{Kit: k, Given: given, Name: s.nodeName, Demo: s.Demo, Open: func(ref string) (io.ReadCloser, error) {
		return s.CommunityBlobs.Open(r.Context(), ref)
	}}, func(name string, write func(io.Writer) error) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: path.Join(folder, name), Method: zip.Deflate, Modified: k.At})
		if err != nil {
			return err
		}
		return write(f)
	})
	if err == nil {
		err = z.Close()
	}
	if err != nil { // the answer has begun: whoever gets it must see that it is not whole
		s.Log.ErrorContext(r.Context(), "make a kit", "cause", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}
