package openrosa_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/node"
)

// post is a node with a server before it and a token for a phone.
type post struct {
	*node.Node
	t       *testing.T
	handler http.Handler
	url     string
	token   string
	tokenID record.ID
	admin   policy.Actor
}

func newPost(t *testing.T) *post {
	t.Helper()
	n, err := node.Open(t.Context(), node.Config{Dir: t.TempDir(), Demo: true, Clock: time.Now, Random: rand.Reader, Domain: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	p := &post{Node: n, t: t}
	hq := unit.Unit{ID: unit.IDOf("HQ"), Code: "HQ", Kind: unit.Administration, Name: lang.Text{lang.French: "Direction"}}
	if err := n.Units.Put(t.Context(), record.ID{}, hq); err != nil {
		t.Fatal(err)
	}
	p.admin = policy.Actor{ID: record.IDOf("admin"), Roles: []policy.Role{policy.Administrator}, Unit: hq.ID}
	tok, secret, err := n.Who.IssueToken(t.Context(), p.admin, identity.NewToken{Name: "phone", Unit: hq.ID, Channel: "openrosa"})
	if err != nil {
		t.Fatal(err)
	}
	p.token, p.tokenID = secret, tok.ID
	if p.handler, err = n.Handler(); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(p.handler)
	p.url = srv.URL
	t.Cleanup(func() {
		n.Feed.Close()
		srv.Close()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	p.ship("security-incident")
	return p
}

func (p *post) publish(up form.Upload) {
	p.t.Helper()
	up.Assessment = "asked to help people, and nothing that names them"
	if _, problems, err := p.Forms.Publish(p.t.Context(), p.admin, up); err != nil {
		p.t.Fatal(err, problems)
	}
}

func (p *post) ship(id string) {
	p.t.Helper()
	b, err := demo.XLSX(id)
	if err != nil {
		p.t.Fatal(err)
	}
	p.publish(form.Upload{Name: id + ".xlsx", Source: b})
}

func (p *post) phone() *collect { return &collect{t: p.t, server: p.url + "/v1/key/" + p.token} }

// instance is a finished form, as Collect writes it.
func instance(id, summary string) string { return replacing(id, "", summary) }

func replacing(id, before, summary string) string {
	meta := ""
	if id != "" {
		meta = "<orx:instanceID>uuid:" + record.IDOf(id).String() + "</orx:instanceID>"
	}
	if before != "" {
		meta += "<orx:deprecatedID>uuid:" + record.IDOf(before).String() + "</orx:deprecatedID>"
	}
	return `<?xml version='1.0' ?><data id="security-incident" version="2026112401" xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms" ` +
		`xmlns:odk="http://www.opendatakit.org/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">` +
		`<safety/><kind>gunfire</kind><urgency>soon</urgency><when>2026-11-23T10:00:00.000+00:00</when><place><wilaya>MR01</wilaya><where_place>MR012</where_place></place>` +
		`<vehicles_seen>no</vehicles_seen><summary>` + summary + `</summary><source_kind>seen</source_kind><photo>صورة البئر.jpg</photo>` +
		`<orx:meta>` + meta + `</orx:meta></data>`
}

func (p *post) get(id string) *report.Report {
	p.t.Helper()
	r, err := p.Reports.Get(p.t.Context(), record.IDOf("uuid:"+record.IDOf(id).String()))
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

// revisions is how many the node wrote: nothing else happened where it is the same.
func (p *post) revisions() int64 {
	p.t.Helper()
	n, err := p.Field.End(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

func (p *post) content(f report.File) string {
	p.t.Helper()
	b, err := p.Blobs.Open(p.t.Context(), f.Ref)
	if err != nil {
		p.t.Fatal(err)
	}
	defer b.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(b); err != nil {
		p.t.Fatal(err)
	}
	return out.String()
}

var receipt = regexp.MustCompile(`\d{4} \d{4} \d{4}`)

// A form with a picture and a recording, on the sheets of a workbook.
func pictured(t *testing.T, version string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for sheet, rows := range map[string][][]string{
		"survey":   {{"type", "name", "label::العربية (ar)", "label::Français (fr)", "image", "audio::العربية (ar)"}, {"text", "what", "ماذا؟", "Quoi ?", "البئر.png", "quoi.mp3"}},
		"settings": {{"form_id", "form_title", "version"}, {"بلاغ مصور", "Photo", version}},
	} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormsReachThePhone(t *testing.T) {
	p := newPost(t)
	files := []form.File{{Name: "البئر.png", Content: []byte("\x89PNG well")}, {Name: "quoi.mp3", Content: []byte("ID3 quoi")}}
	p.publish(form.Upload{Name: "p.xlsx", Source: pictured(t, "1"), Files: files})
	phone := p.phone()
	list := phone.formList("")
	if len(list) != 2 {
		t.Fatalf("%d forms", len(list))
	}
	for _, f := range list {
		xform, media := phone.download(f)
		if !bytes.Contains(xform, []byte("<h:html")) {
			t.Errorf("%s is no XForm: %.100s", f.ID, xform)
		}
		if f.ID == "بلاغ مصور" {
			if string(media["البئر.png"]) != "\x89PNG well" || string(media["quoi.mp3"]) != "ID3 quoi" {
				t.Errorf("media: %q", media)
			}
			if !bytes.Contains(xform, []byte("jr://images/البئر.png")) || !bytes.Contains(xform, []byte("jr://audio/quoi.mp3")) {
				t.Error("the XForm names no media")
			}
		} else if f.Manifest != "" {
			t.Errorf("%s has nothing beside it and a manifest", f.ID)
		}
	}
	if one := phone.formList("?formID=security-incident&deviceID=collect%3Ax&verbose=true"); len(one) != 1 || one[0].Text == "" {
		t.Errorf("one form: %+v", one)
	}
	if none := phone.formList("?formID=nothing"); len(none) != 0 {
		t.Errorf("a form that is not there: %+v", none)
	}
	// Another picture needs another version; the phone then sees another hash.
	again := form.Upload{Name: "p.xlsx", Source: pictured(t, "1"), Files: files[:1], Assessment: "asked to help people"}
	if _, _, err := p.Forms.Publish(t.Context(), p.admin, again); err == nil {
		t.Error("a version was published with other files")
	}
	p.publish(form.Upload{Name: "p.xlsx", Source: pictured(t, "2"), Files: files})
	i := slices.IndexFunc(list, func(f listed) bool { return f.ID == "بلاغ مصور" })
	for _, f := range phone.formList("?formID=" + url.QueryEscape(list[i].ID)) {
		if f.Version != "2" || f.Hash == list[i].Hash {
			t.Errorf("after a new version: %+v", f)
		}
	}
	// The old one can still be got, and a withdrawn one is not listed.
	phone.download(list[i])
	if err := p.Forms.Withdraw(t.Context(), p.admin, "بلاغ مصور"); err != nil {
		t.Fatal(err)
	}
	if left := phone.formList(""); len(left) != 1 {
		t.Errorf("after withdrawing: %+v", left)
	}
	for _, path := range []string{"/forms/nothing", "/forms/nothing/manifest", "/forms/security-incident/media/none.jpg"} {
		if b, err := phone.get(phone.server+path, false); err == nil || !strings.Contains(string(b), "OpenRosaResponse") {
			t.Errorf("%s: %v %s", path, err, b)
		}
	}
}

func TestAReportGetsItsReceipt(t *testing.T) {
	p := newPost(t)
	for language, want := range map[string][]string{"": {"وصل بلاغك", "Reçu"}, "ar-MR": {"وصل بلاغك"}, "fr": {"Reçu"}, "en-GB,en": {"Received"}} {
		phone := p.phone()
		phone.language = language
		got, err := phone.upload("حادث أمني_2026-11-24_10-00-00.xml", instance("r"+language, "Tirs entendus"), attachment{"صورة البئر.jpg", "image/jpeg", "picture"})
		if err != nil {
			t.Fatalf("%q: %v", language, err)
		}
		for _, w := range want {
			if !strings.Contains(got.message, w) {
				t.Errorf("%q: the person reads %q", language, got.message)
			}
		}
		if n := len(receipt.FindAllString(got.message, -1)); n != len(want) || !slices.Equal(got.posts, []int{http.StatusCreated}) {
			t.Errorf("%q: %d receipts in %q, posts %v", language, n, got.message, got.posts)
		}
		r := p.get("r" + language)
		if len(r.Files) != 1 || r.Files[0].Name != "صورة البئر.jpg" || r.Files[0].Type != "image/jpeg" || p.content(r.Files[0]) != "picture" {
			t.Errorf("files %+v", r.Files)
		}
		if r.Body.Channel != report.OpenRosa || len(r.Body.Problems) != 0 || r.Body.Kind != "gunfire" {
			t.Errorf("the report: %+v", r.Body)
		}
	}
}

// A weak line splits what is large, and Collect what is many.
func TestSplitPosts(t *testing.T) {
	p := newPost(t)
	phone := p.phone()
	large := []attachment{}
	for i := range 4 {
		large = append(large, attachment{fmt.Sprintf("فيديو %d.mp4", i), "video/mp4", strings.Repeat(string(rune('a'+i)), 2_000_000)})
	}
	got, err := phone.upload("large.xml", instance("large", "Large"), large...)
	if err != nil || !slices.Equal(got.posts, []int{202, 201}) {
		t.Errorf("large: %v, %v", got.posts, err)
	}
	many := []attachment{}
	for i := range 250 {
		many = append(many, attachment{fmt.Sprintf("%d.jpg", i), "image/jpeg", fmt.Sprint("picture ", i)})
	}
	if got, err = phone.upload("many.xml", instance("many", "Many"), many...); err != nil || !slices.Equal(got.posts, []int{202, 202, 201}) {
		t.Errorf("many: %v, %v", got.posts, err)
	}
	for id, files := range map[string][]attachment{"large": large, "many": many} {
		r := p.get(id)
		if len(r.Files) != len(files) {
			t.Errorf("%s: %d of %d files were kept", id, len(r.Files), len(files))
		}
		for _, f := range r.Files {
			i := slices.IndexFunc(files, func(a attachment) bool { return a.name == f.Name })
			if i < 0 || p.content(f) != files[i].content {
				t.Errorf("%s: %s is not what was sent", id, f.Name)
			}
		}
	}
	before := p.revisions()
	if again, err := phone.upload("many.xml", instance("many", "Many"), many...); err != nil || again.message != got.message {
		t.Errorf("sent again: %q for %q, %v", again.message, got.message, err)
	}
	if n := p.revisions(); n != before {
		t.Errorf("sending again wrote %d revisions", n-before)
	}
}

// ODK Central answers 409 to some of two simultaneous copies, drops a file that
// the answers don't mention and says 201, and makes a second row of a report
// without an id that is sent again.
func TestWhatOthersGetWrong(t *testing.T) {
	p := newPost(t)
	const copies = 16
	got := make([]string, copies)
	var wg sync.WaitGroup
	for i := range copies {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out, err := p.phone().upload("a.xml", instance("twin", "Twin"), attachment{"unmentioned.jpg", "image/jpeg", "kept"})
			if err != nil || !slices.Equal(out.posts, []int{http.StatusCreated}) {
				t.Errorf("copy %d: %v, %v", i, out.posts, err)
			}
			got[i] = out.message
		}()
	}
	wg.Wait()
	if slices.Sort(got); got[0] != got[copies-1] || !receipt.MatchString(got[0]) {
		t.Errorf("the copies' receipts differ: %q", got)
	}
	if files := p.get("twin").Files; len(files) != 1 || p.content(files[0]) != "kept" {
		t.Errorf("a file that the answers do not mention: %+v", files)
	}
	before := p.revisions()
	first, err := p.phone().upload("b.xml", instance("", "No id"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again, err := p.phone().upload("b.xml", instance("", "No id")); err != nil || again.message != first.message {
			t.Errorf("without an id, again: %q for %q, %v", again.message, first.message, err)
		}
	}
	if n := p.revisions(); n != before+1 {
		t.Errorf("a report without an id made %d revisions", n-before)
	}
}

func TestEditsAndOtherAnswers(t *testing.T) {
	p := newPost(t)
	phone := p.phone()
	first, err := phone.upload("a.xml", instance("a", "Before"))
	if err != nil {
		t.Fatal(err)
	}
	before := p.revisions()
	out, err := phone.upload("a.xml", instance("a", "Something else"))
	if err == nil || !slices.Equal(out.posts, []int{http.StatusConflict}) || !strings.Contains(out.message, "بلاغ") {
		t.Errorf("other answers under the same id: %v, %q", out.posts, out.message)
	}
	if n := p.revisions(); n != before {
		t.Error("refused answers were kept")
	}
	for range 2 {
		edit, err := phone.upload("a.xml", replacing("b", "a", "After"))
		if err != nil || edit.message != first.message {
			t.Errorf("an edit: %q for %q, %v", edit.message, first.message, err)
		}
	}
	if r := p.get("a"); r.Body.Title != "After" || len(r.Conflicts) != 0 {
		t.Errorf("%q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
	if _, err := phone.upload("a.xml", replacing("c", "a", "A rival")); err != nil {
		t.Error(err)
	}
	if r := p.get("a"); r.Body.Title != "After" || len(r.Conflicts) != 1 {
		t.Errorf("after a rival %q holds, conflicts %v", r.Body.Title, r.Conflicts)
	}
}

// A phone whose token ended must not ask for a password that nobody has; one
// that signs in by a header is asked once.
func TestWhoMaySend(t *testing.T) {
	p := newPost(t)
	wrong := p.phone()
	wrong.server = p.url + "/v1/key/" + strings.Repeat("a", len(p.token))
	if out, err := wrong.upload("a.xml", instance("a", "A")); err == nil || !slices.Equal(out.posts, []int{http.StatusForbidden}) || out.message == "" {
		t.Errorf("a wrong token: %v, %v", out, err)
	}
	if err := p.Who.RevokeToken(t.Context(), p.admin, p.tokenID); err != nil {
		t.Fatal(err)
	}
	if out, err := p.phone().upload("a.xml", instance("a", "A")); err == nil || !slices.Equal(out.posts, []int{http.StatusForbidden}) {
		t.Errorf("a revoked token: %v, %v", out, err)
	}
	_, secret, err := p.Who.IssueToken(t.Context(), p.admin, identity.NewToken{Name: "other", Unit: p.admin.Unit, Channel: "openrosa"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(password string) (status int, challenges []string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, p.url+"/openrosa/submission", nil)
		if err != nil {
			t.Fatal(err)
		}
		if password != "" {
			req.SetBasicAuth("phone", password)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode, res.Header.Values("WWW-Authenticate")
	}
	if status, challenges := ask(""); status != http.StatusUnauthorized || len(challenges) != 1 || !strings.HasPrefix(challenges[0], "Basic ") {
		t.Errorf("nobody: %d %q", status, challenges)
	}
	if status, challenges := ask(secret); status != http.StatusNoContent || len(challenges) != 0 {
		t.Errorf("by a header: %d %q", status, challenges)
	}
	if status, _ := ask("wrong"); status != http.StatusUnauthorized {
		t.Errorf("a wrong password: %d", status)
	}
}
