package public

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/community/material/bare"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/shelf"
	"wasl/internal/guard/flood"
)

// What communities made. Nothing here says whether something is being worked on, was
// taken back or never was: an address that nobody may read is one that there is not.

// MaterialsPath is the address of the list of materials: it stands on posters, so it
// never changes.
const MaterialsPath = "/public/materials"

// shelf is how the pages are set.
func (s *Server) shelf() *shelf.Shelf {
	return &shelf.Shelf{
		Name: s.name, Zone: s.Zone, Demo: s.Demo,
		Foot: func(l lang.Language) []shelf.Link {
			return []shelf.Link{
				{Href: pagePath + "?lang=" + string(l), Name: lang.Say(l, "public.title", "Warnings to the public")},
				{Href: CalendarPath + "?lang=" + string(l), Name: lang.Say(l, "public.calendar", "Calendar of public events")},
			}
		},
		Links: shelf.Links{
			List: func(l lang.Language, page int) string {
				q := url.Values{"lang": {string(l)}}
				if page > 1 {
					q.Set("page", strconv.Itoa(page))
				}
				return MaterialsPath + "?" + q.Encode()
			},
			One: func(l lang.Language, id record.ID, in lang.Language) string {
				q := url.Values{"lang": {string(l)}}
				if in != "" {
					q.Set("in", string(in))
				}
				return MaterialsPath + "/" + id.String() + "?" + q.Encode()
			},
			File:  func(g *material.Given, f *material.File) string { return filePath(g, f) },
			Small: func(g *material.Given, f *material.File) string { return filePath(g, f) + "?small=1" },
		},
	}
}

func filePath(g *material.Given, f *material.File) string {
	return MaterialsPath + "/" + g.ID.String() + "/" + f.ID.String()
}

// afresh lets whoever has a page keep it, and has them ask each time whether it still
// holds: what was taken back is gone at once, and a question that is answered with
// "as it was" is some 200 bytes.
const afresh = "no-cache"

// materials is GET /public/materials: the list.
func (s *Server) materials(r *http.Request, l lang.Language) (sheet, error) {
	all, err := s.Materials.Shelf(r.Context())
	if err != nil {
		return sheet{}, err
	}
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || page < 1 || page > 1+len(all)/shelf.PageSize {
		page = 1
	}
	b, err := s.shelf().List(l, all, page)
	return sheet{bytes: b, cache: afresh, policy: shelf.PagePolicy + "; frame-ancestors 'none'"}, err
}

// material is GET /public/materials/{id}: one of them.
func (s *Server) material(r *http.Request, l lang.Language) (sheet, error) {
	id, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return s.gone(l)
	}
	g, err := s.Materials.Open(r.Context(), id)
	if fault.Is(err, fault.Missing) {
		return s.gone(l)
	}
	if err != nil {
		return sheet{}, err
	}
	b, err := s.shelf().One(l, lang.Language(r.URL.Query().Get("in")), g)
	return sheet{bytes: b, cache: afresh, policy: shelf.PagePolicy + "; frame-ancestors 'none'"}, err
}

// gone is the page of an address that nobody may read: the same for what never was.
func (s *Server) gone(l lang.Language) (sheet, error) {
	b, err := s.shelf().Gone(l)
	return sheet{bytes: b, cache: afresh, policy: shelf.PagePolicy + "; frame-ancestors 'none'", status: http.StatusNotFound}, err
}

// perRead is how many bytes of a file count as one page that is read.
const perRead = 256 << 10

// materialFile is GET /public/materials/{id}/{file}: a file to save, or its small
// picture.
func (s *Server) materialFile(w http.ResponseWriter, r *http.Request) {
	err := func() error {
		id, err := record.ParseID(r.PathValue("id"))
		file, e := record.ParseID(r.PathValue("file"))
		if err != nil || e != nil {
			return goneFile()
		}
		f, err := s.Materials.OpenFile(r.Context(), id, file)
		if err != nil {
			return err
		}
		ref, kind, size, tag := f.Ref, f.Kind.Type(), f.Size, f.ID.String()
		if r.URL.Query().Get("small") != "" && f.Small != "" {
			ref, kind, size, tag = f.Small, bare.JPEG.Type(), f.SmallOf, tag+"-small"
		}
		if _, err := s.Gate.Enter(request.Source(r), flood.Read, 1+size/perRead, ""); err != nil {
			return err
		}
		b, err := s.Blobs.Open(r.Context(), ref)
		if err != nil {
			return err
		}
		defer b.Close()
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy", shelf.FilePolicy)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "wasl-" + f.ID.String()[:8] + "." + f.Kind.Ext()}))
		h.Set("Cache-Control", afresh)
		h.Set("ETag", strconv.Quote(tag))
		http.ServeContent(w, r, "", time.Time{}, b)
		return nil
	}()
	if fault.Is(err, fault.Missing) {
		err = goneFile()
	}
	if err != nil {
		respond.JSON(w, r, s.Log, err)
	}
}

func goneFile() error {
	return &fault.Error{Kind: fault.Missing, Op: "public", Key: "shelf.gone", Msg: "there is nothing at this address", Hint: "see the list of what is published"}
}
