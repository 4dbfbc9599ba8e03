package node

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/material"
	"wasl/internal/community/person"
)

// maker takes one material through the interface, as the console does.
type maker struct {
	*realm
	id, file                       record.ID
	mobiliser, guardian, organiser *visitor
}

func newMaker(t *testing.T) *maker {
	t.Helper()
	r := newRealm(t)
	m := &maker{realm: r, id: record.IDOf("the story"), file: record.IDOf("the poster"), mobiliser: r.visitor("mobiliser"), guardian: r.visitor("safeguarding"), organiser: r.visitor("organiser")}
	m.want(200, m.ask(m.mobiliser, "PUT", m.at(""), map[string]any{"revision": 0, "kind": "story", "texts": map[string]any{
		"fr": map[string]string{"title": "Le puits partagé", "summary": "Une histoire sur l’eau.", "body": "Il était une fois."},
		"ar": map[string]string{"title": "البئر المشتركة", "summary": "قصة عن الماء.", "body": "كان يا ما كان."},
	}}))
	m.want(200, m.upload("Affiche", "Un puits"))
	return m
}

func (m *maker) at(more string) string { return "/api/v1/community/materials/" + m.id.String() + more }

func (m *maker) want(status int, h heard) heard {
	m.t.Helper()
	if h.status != status {
		m.t.Fatalf("%d %s, want %d", h.status, h.body, status)
	}
	return h
}

func (m *maker) upload(name, alt string) heard {
	m.t.Helper()
	var picture, b bytes.Buffer
	m.ok(jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil))
	// As a telephone writes it: where it was taken, behind the picture's beginning.
	exif := append([]byte{0xff, 0xe1, 0, 2 + 6 + 12}, "Exif\x00\x00CANARY 15.87"...)
	taken := append(append(bytes.Clone(picture.Bytes()[:2]), exif...), picture.Bytes()[2:]...)
	w := multipart.NewWriter(&b)
	m.ok(w.WriteField("name", name))
	m.ok(w.WriteField("alt", alt))
	part, err := w.CreateFormFile("file", "file")
	m.ok(err)
	_, err = part.Write(taken)
	m.ok(err)
	m.ok(w.Close())
	v := *m.mobiliser
	v.header = v.header.Clone()
	v.header.Set("Content-Type", w.FormDataContentType())
	return m.ask(&v, "PUT", m.at("/files/"+m.file.String()), io.Reader(&b))
}

// publish has it read and let out.
func (m *maker) publish() {
	m.t.Helper()
	revision := func() any { return m.want(200, m.ask(m.mobiliser, "GET", m.at(""), nil)).json(m.t)["revision"] }
	m.want(200, m.ask(m.mobiliser, "POST", m.at("/handin"), map[string]any{"revision": revision()}))
	sum := m.want(200, m.ask(m.guardian, "GET", m.at(""), nil)).json(m.t)["sum"]
	m.want(200, m.ask(m.guardian, "POST", m.at("/approve"), map[string]any{"sum": sum, "checks": material.Checks()}))
	m.want(200, m.ask(m.organiser, "POST", m.at("/publish"), map[string]any{"revision": revision()}))
}

// The public reads what was published, without an account, and can tell nothing of
// what was not.
func TestThePublicReadsMaterials(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	nobody := m.visitor("nobody")
	page, file := "/public/materials/"+m.id.String()+"?lang=fr", "/public/materials/"+m.id.String()+"/"+m.file.String()
	never, neverFile := "/public/materials/"+record.IDOf("never").String()+"?lang=fr", "/public/materials/"+record.IDOf("never").String()+"/"+m.file.String()
	unknown := func(what string) {
		t.Helper()
		if !m.ask(nobody, "GET", page, nil).same(m.ask(nobody, "GET", never, nil)) || !m.ask(nobody, "GET", file, nil).same(m.ask(nobody, "GET", neverFile, nil)) {
			t.Errorf("%s: the answer tells that it is there", what)
		}
		if got := m.ask(nobody, "GET", page, nil); got.status != 404 {
			t.Errorf("%s: %d", what, got.status)
		}
		if got := m.want(200, m.ask(nobody, "GET", "/public/materials?lang=fr", nil)); strings.Contains(got.body, "puits") {
			t.Errorf("%s: the list names it", what)
		}
	}
	unknown("a draft")
	m.publish()
	list := m.want(200, m.ask(nobody, "GET", "/public/materials?lang=ar&utm_source=x", nil))
	if !strings.Contains(list.body, "البئر المشتركة") || !strings.Contains(list.body, `dir="rtl"`) {
		t.Errorf("the list: %s", list.body)
	}
	got := m.want(200, m.ask(nobody, "GET", page, nil))
	if got.header.Get("Cache-Control") != "no-cache" || !strings.Contains(got.header.Get("Content-Security-Policy"), "default-src 'none'") || strings.Contains(got.body, "<script") {
		t.Errorf("%v", got.header)
	}
	if again := m.ask(&visitor{header: http.Header{"If-None-Match": {got.header.Get("Etag")}}}, "GET", page, nil); again.status != 304 {
		t.Errorf("asked again: %d", again.status)
	}
	f := m.want(200, m.ask(nobody, "GET", file, nil))
	if strings.Contains(f.body, "CANARY") || f.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(f.header.Get("Content-Disposition"), "attachment") ||
		!strings.HasPrefix(f.header.Get("Content-Security-Policy"), "sandbox") || f.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a download: %v", f.header)
	}
	m.want(200, m.ask(nobody, "GET", file+"?small=1", nil))
	m.want(200, m.ask(m.organiser, "POST", m.at("/take"), map[string]any{"revision": 0, "word": "une erreur"}))
	unknown("taken back")
}

// A preview is for those who work on it, runs nothing, and may be framed by the
// console alone.
func TestAPreviewRunsNothing(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	got := m.want(200, m.ask(m.guardian, "GET", m.at("/preview?lang=ar&in=ar"), nil))
	if p := got.header.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || !strings.Contains(p, "frame-ancestors 'self'") || strings.Contains(p, "script-src") {
		t.Error(p)
	}
	if !strings.Contains(got.body, "البئر المشتركة") || !strings.Contains(got.body, "/files/"+m.file.String()) {
		t.Error(got.body)
	}
	m.want(200, m.ask(m.guardian, "GET", m.at("/files/"+m.file.String()+"?small=1"), nil))
	for _, who := range []string{"chief", "oversight", "programme"} {
		if got := m.ask(m.visitor(who), "GET", m.at("/preview"), nil); got.status != 404 {
			t.Errorf("%s: %d", who, got.status)
		}
	}
}

// A kit is what the public reads, packed or in a folder, and is written down.
func TestAKitForAStick(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	if got := m.ask(m.organiser, "POST", "/api/v1/community/kits/"+record.IDOf("early").String(), map[string]string{"whom": "École"}); got.status != 409 {
		t.Errorf("an empty kit: %d %s", got.status, got.body)
	}
	m.publish()
	got := m.want(200, m.ask(m.organiser, "POST", "/api/v1/community/kits/"+record.IDOf("kit").String(), map[string]string{"whom": "École de Mbera 2"}))
	z, err := zip.NewReader(strings.NewReader(got.body), int64(len(got.body)))
	m.ok(err)
	packed := map[string]bool{}
	for _, f := range z.File {
		_, name, _ := strings.Cut(f.Name, "/")
		packed[name] = true
	}
	dir := filepath.Join(t.TempDir(), "stick")
	made, err := m.Kit(t.Context(), dir, "Radio de Bassikounou")
	m.ok(err)
	lying := 0
	m.ok(filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			lying++
			name, _ := filepath.Rel(dir, path)
			if !packed[filepath.ToSlash(name)] {
				t.Errorf("%s lies on the stick alone", name)
			}
		}
		return err
	}))
	if lying != len(packed) || made.Files != lying || made.Materials != 1 || !packed["index.html"] || !packed["SHA256SUMS"] {
		t.Errorf("%d files on the stick, %d packed, %+v", lying, len(packed), made)
	}
	if _, err := m.Kit(t.Context(), dir, "Radio"); err == nil {
		t.Error("a kit is laid over another one")
	}
	kits := m.want(200, m.ask(m.organiser, "GET", "/api/v1/community/kits", nil))
	if !strings.Contains(kits.body, "École de Mbera 2") {
		t.Errorf("what went out: %s", kits.body)
	}
}

// Whoever takes a consent back is gone from all that can be reached, and it is told
// which kits cannot.
func TestAWithdrawnConsentReachesThePublic(t *testing.T) {
	t.Parallel()
	m := newMaker(t)
	child := record.IDOf("child")
	at := m.organiser.actor.Unit
	_, err := m.People.Put(t.Context(), m.organiser.actor, child, at, 0, person.Known{Name: "Aïcha", Band: "6-11", Sex: "female", Community: "refugee", Disability: "no", Role: "participant"})
	m.ok(err)
	consent := record.IDOf("consent")
	m.ok(m.People.Agree(t.Context(), m.organiser.actor, child, person.Consent{ID: consent, Scope: person.Material, Language: "ar", How: "spoken", Guardian: true, Assent: true}))
	m.want(200, m.ask(m.mobiliser, "POST", m.at("/credits"), map[string]any{"person": child}))
	m.publish()
	page := "/public/materials/" + m.id.String() + "?lang=fr"
	if got := m.ask(m.visitor("nobody"), "GET", page, nil); !strings.Contains(got.body, "\u2068Aïcha\u2069, 6-11 ans") {
		t.Errorf("not named: %s", got.body)
	}
	m.want(200, m.ask(m.organiser, "POST", "/api/v1/community/kits/"+record.IDOf("kit").String(), map[string]string{"whom": "École"}))
	m.ok(m.People.Withdraw(t.Context(), m.organiser.actor, child, consent))
	if got := m.ask(m.visitor("nobody"), "GET", page, nil); got.status != 200 || strings.Contains(got.body, "Aïcha") {
		t.Errorf("still named: %s", got.body)
	}
	if got := m.want(200, m.ask(m.organiser, "GET", "/api/v1/community/people/"+child.String()+"/kits", nil)); !strings.Contains(got.body, "École") {
		t.Errorf("kits that went out: %s", got.body)
	}
}

// Calendars: what is marked public for everybody, one's own at an address that ends
// when another is made.
func TestCalendars(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	organiser := r.visitor("organiser")
	plan := func(name string, public, children bool) {
		p := activity.Plan{
			Kind: activity.Forum, Title: lang.Text{lang.French: name}, Spot: "École " + name, Public: public, Children: children, Risks: "SECRET", NoHarm: "SECRET",
			Trainers: []activity.Trainer{{Name: "SECRET A", Vetted: r.now.AddDate(0, -1, 0)}, {Name: "SECRET B", Vetted: r.now.AddDate(0, -1, 0)}},
			Sessions: []activity.Session{{ID: record.IDOf("session " + name), Start: r.now.Add(48 * time.Hour), End: r.now.Add(50 * time.Hour)}},
		}
		a, err := r.Activities.Put(t.Context(), organiser.actor, record.IDOf(name), organiser.actor.Unit, 0, p)
		r.ok(err)
		_, err = r.Activities.Confirm(t.Context(), organiser.actor, activity.Seen{ID: a.ID, Revision: a.Revision})
		r.ok(err)
	}
	plan("Ouvert", true, false)
	plan("Enfants", true, true)
	plan("Interne", false, false)
	got := r.ask(r.visitor("nobody"), "GET", "/public/calendar.ics?lang=fr", nil)
	if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %v", got.status, got.header)
	}
	for what, in := range map[string]bool{"SUMMARY:Ouvert": true, "LOCATION:École Ouvert": true, "SUMMARY:Enfants": true, "École Enfants": false, "Interne": false, "SECRET": false} {
		if strings.Contains(got.body, what) != in {
			t.Errorf("%q in the public calendar: %v", what, !in)
		}
	}
	first := r.ask(organiser, "POST", "/api/v1/community/calendar", nil).json(t)["path"].(string)
	own := r.ask(r.visitor("nobody"), "GET", first, nil)
	if own.status != 200 || !strings.Contains(own.body, "SUMMARY:Interne") || strings.Contains(own.body, "SECRET") || own.header.Get("Cache-Control") != "private, no-cache" {
		t.Errorf("one's own: %d %s", own.status, own.body)
	}
	if strings.Contains(r.logged.String(), strings.TrimSuffix(filepath.Base(first), ".ics")) {
		t.Error("the secret address stands in the log")
	}
	second := r.ask(organiser, "POST", "/api/v1/community/calendar", nil).json(t)["path"].(string)
	if second == first {
		t.Error("the address is not renewed")
	}
	never := r.ask(r.visitor("nobody"), "GET", "/public/calendar/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics", nil)
	if ended := r.ask(r.visitor("nobody"), "GET", first, nil); ended.status != 404 || !ended.same(never) {
		t.Errorf("the earlier address: %d %s", ended.status, ended.body)
	}
	r.ask(organiser, "DELETE", "/api/v1/community/calendar", nil)
	if ended := r.ask(r.visitor("nobody"), "GET", second, nil); ended.status != 404 {
		t.Errorf("an address that was ended: %d", ended.status)
	}
}
