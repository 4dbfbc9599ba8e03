package openrosa

import (
	"encoding/xml"
	"net/http"
	"net/url"

	"wasl/internal/collect/form"
	"wasl/internal/edge/respond"
	"wasl/internal/guard/identity"
)

type xform struct {
	FormID      string `xml:"formID"`
	Name        string `xml:"name"`
	Version     string `xml:"version"`
	Hash        string `xml:"hash"`
	Description string `xml:"descriptionText,omitempty"`
	DownloadURL string `xml:"downloadUrl"`
	ManifestURL string `xml:"manifestUrl,omitempty"`
}

type xforms struct {
	XMLName xml.Name `xml:"http://openrosa.org/xforms/xformsList xforms"`
	Forms   []xform  `xml:"xform"`
}

// formList lists what may be filled in; with formID one form alone, with verbose
// also in how many languages it asks.
func (s *Server) formList(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	q := r.URL.Query()
	l := string(respond.Language(r))
	out := xforms{}
	for _, p := range s.Forms.Current() {
		if only := q.Get("formID"); only != "" && only != p.ID {
			continue
		}
		x := xform{FormID: p.ID, Name: p.Name(l), Version: p.Version, Hash: p.XFormHash, DownloadURL: address(r, p, "")}
		if len(p.Files) > 0 {
			x.ManifestURL = address(r, p, "/manifest")
		}
		if q.Get("verbose") == "true" {
			x.Description = p.Name(l)
		}
		out.Forms = append(out.Forms, x)
	}
	s.write(w, r, http.StatusOK, out)
	return nil
}

// address is where a form, or what is below it, is got.
func address(r *http.Request, p *form.Published, below string) string {
	return base(r) + "/forms/" + url.PathEscape(p.ID) + below + "?version=" + url.QueryEscape(p.Version)
}

func (s *Server) asked(r *http.Request) (*form.Published, error) {
	p, _, err := s.Forms.Get(r.PathValue("id"), r.URL.Query().Get("version"))
	return p, err
}

func (s *Server) form(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	p, err := s.asked(r)
	if err != nil {
		return err
	}
	s.send(w, r, http.StatusOK, "text/xml; charset=utf-8", p.XForm)
	return nil
}

type mediaFile struct {
	Name        string `xml:"filename"`
	Hash        string `xml:"hash"`
	DownloadURL string `xml:"downloadUrl"`
}

type manifest struct {
	XMLName xml.Name    `xml:"http://openrosa.org/xforms/xformsManifest manifest"`
	Files   []mediaFile `xml:"mediaFile"`
}

// manifest lists the pictures and recordings of a form.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	p, err := s.asked(r)
	if err != nil {
		return err
	}
	out := manifest{}
	for _, m := range p.Files {
		out.Files = append(out.Files, mediaFile{m.Name, "md5:" + m.MD5, address(r, p, "/media/"+url.PathEscape(m.Name))})
	}
	s.write(w, r, http.StatusOK, out)
	return nil
}

func (s *Server) media(w http.ResponseWriter, r *http.Request, _ identity.Token) error {
	p, err := s.asked(r)
	if err != nil {
		return err
	}
	m, content, err := s.Forms.File(r.Context(), p, r.PathValue("name"))
	if err != nil {
		return err
	}
	s.send(w, r, http.StatusOK, m.Type, content)
	return nil
}
