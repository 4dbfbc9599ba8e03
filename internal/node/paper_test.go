package node

import (
	"bytes"
	"image"
	"image/jpeg"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	certs "wasl/internal/community/certificate"
	"wasl/internal/community/paper"
	"wasl/web"
)

// held plans an activity with one session in the unit of the realm's organiser, and
// puts people on its list through the services, as the console does.
func (r *realm) held(of record.ID, names ...string) (people []record.ID) {
	r.t.Helper()
	organiser := r.visitor("organiser")
	start := r.clock().Add(-3 * time.Hour)
	session := record.IDOf("a session")
	put := r.ask(organiser, "PUT", "/api/v1/community/activities/"+of.String(), map[string]any{
		"revision": 0, "unit": organiser.actor.Unit, "plan": map[string]any{
			"kind": "training", "title": map[string]string{"fr": "Premiers secours", "ar": "الإسعافات الأولية"},
			"sessions": []any{map[string]any{"id": session, "title": "Matin", "start": start, "end": start.Add(2 * time.Hour)}},
		},
	})
	if put.status != 200 {
		r.t.Fatalf("planned: %d %s", put.status, put.body)
	}
	for _, name := range names {
		id := record.IDOf("person " + name)
		got := r.ask(organiser, "PUT", "/api/v1/community/people/"+id.String(), map[string]any{
			"revision": 0, "unit": organiser.actor.Unit,
			"known": map[string]any{"name": name, "band": "25-34", "sex": "unsaid", "community": "unsaid", "disability": "unsaid", "role": "participant"},
		})
		if got.status != 200 {
			r.t.Fatalf("registered: %d %s", got.status, got.body)
		}
		people = append(people, id)
	}
	r.ok(r.Rolls.Enrol(r.t.Context(), organiser.actor, of, people, true))
	return people
}

// asPhoto draws the marks of a page as a photo of it would show them: the ovals of the
// first choice filled.
func asPhoto(t *testing.T, p paper.Page) []byte {
	t.Helper()
	const perMM = 6
	img := image.NewGray(image.Rect(0, 0, paper.PageWidth*perMM, paper.PageHeight*perMM))
	for i := range img.Pix {
		img.Pix[i] = 250
	}
	oval := func(x, y, rx, ry float64, v uint8) {
		for j := int((y - ry) * perMM); j <= int((y+ry)*perMM); j++ {
			for i := int((x - rx) * perMM); i <= int((x+rx)*perMM); i++ {
				if u, w := (float64(i)/perMM-x)/rx, (float64(j)/perMM-y)/ry; u*u+w*w <= 1 {
					img.Pix[j*img.Stride+i] = v
				}
			}
		}
	}
	for _, s := range p.Shapes() {
		switch s.Kind {
		case paper.Square:
			for j := int((s.Y - s.Height/2) * perMM); j < int((s.Y+s.Height/2)*perMM); j++ {
				for i := int((s.X - s.Width/2) * perMM); i < int((s.X+s.Width/2)*perMM); i++ {
					img.Pix[j*img.Stride+i] = 10
				}
			}
		case paper.Mark:
			for _, ring := range []struct {
				share float64
				v     uint8
			}{{0.5, 10}, {5.0 / 14, 250}, {3.0 / 14, 10}} {
				oval(s.X, s.Y, s.Width*ring.share, s.Width*ring.share, ring.v)
			}
		case paper.Outline:
		}
	}
	for row := range p.Rows {
		o := p.Oval(row, 0, paper.Present)
		oval(o.X, o.Y, 1.9, 1.4, 30)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// From the list of an activity to cards, a sheet, its photo, and the marks.
func TestARollOnPaperOverHTTP(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	of := record.IDOf("on paper")
	people := r.held(of, "Mariem Mint Ahmed", "Oumar Diallo")
	organiser, base := r.visitor("organiser"), "/api/v1/community/activities/"+of.String()
	for _, l := range []string{"ar", "fr", "en"} {
		if got := r.ask(organiser, "GET", base+"/cards.pdf?language="+l, nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF") || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("cards in %s: %d %.40q", l, got.status, got.body)
		}
	}
	made := r.ask(organiser, "POST", base+"/sheets", map[string]any{"sessions": []record.ID{record.IDOf("a session")}, "language": "ar"})
	sheet, _ := made.json(t)["id"].(string)
	if got := r.ask(organiser, "GET", base+"/sheets/"+sheet+"/sheet.pdf", nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF") {
		t.Fatalf("the sheet: %d %s", got.status, got.body)
	}
	_, all, err := r.Papers.Sheets(t.Context(), organiser.actor, of)
	r.ok(err)
	before := r.communityLines()
	read := r.ask(organiser, "POST", base+"/sheets/read", bytes.NewReader(asPhoto(t, all[0].Pages()[0])))
	got := read.json(t)
	rows, _ := got["rows"].([]any)
	if read.status != 200 || got["sheet"] != sheet || len(rows) != 2 {
		t.Fatalf("read: %d %.300s", read.status, read.body)
	}
	if len(r.communityLines()) != len(before) {
		t.Error("reading a photo kept something")
	}
	var marks []any
	for _, row := range rows {
		row := row.(map[string]any)
		answer := row["answers"].([]any)[0].(map[string]any)
		if answer["state"] != "present" || answer["certain"] != true || row["picture"] == "" {
			t.Errorf("row %v", answer)
		}
		marks = append(marks, map[string]any{"person": row["person"], "session": record.IDOf("a session"), "state": answer["state"]})
	}
	if kept := r.ask(organiser, "PUT", base+"/sheets/"+sheet+"/pages/1", map[string]any{"marks": marks}); kept.status != 204 {
		t.Fatalf("kept: %d %s", kept.status, kept.body)
	}
	roll, err := r.Rolls.Roll(t.Context(), organiser.actor, of)
	r.ok(err)
	if len(roll.Stands) != len(people) || roll.Stands[0].State != "present" {
		t.Errorf("the roll stands as %+v", roll.Stands)
	}
	if got := r.ask(organiser, "POST", base+"/sheets/read", strings.NewReader("no photo")); got.status != 422 && got.status != 400 || got.json(t)["key"] != "paper.photo.unreadable" {
		t.Errorf("what is no photo: %d %s", got.status, got.body)
	}
}

// A certificate is issued in the console and checked by nobody in particular.
func TestAnybodyChecksACertificate(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	of := record.IDOf("with certificates")
	people := r.held(of, "Mariem Mint Ahmed", "Oumar Diallo")
	organiser, nobody, base := r.visitor("organiser"), r.visitor("nobody"), "/api/v1/community/activities/"+of.String()+"/certificates"
	issued := r.ask(organiser, "POST", base, map[string]any{
		"issuer": map[string]string{"fr": "Croissant-Rouge"}, "hours": 18, "signer": "Dr Sow",
		"holders": []any{map[string]any{"person": people[0], "given": "Mariem", "family": "Mint Ahmed"}, map[string]any{"person": people[1], "given": "Oumar", "family": "Diallo"}},
	})
	items, _ := issued.json(t)["items"].([]any)
	if issued.status != 200 || len(items) != 2 {
		t.Fatalf("issued: %d %s", issued.status, issued.body)
	}
	if got := r.ask(organiser, "GET", base+".pdf?language=fr", nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF") {
		t.Errorf("on paper: %d %.100s", got.status, got.body)
	}
	_, papers, err := r.Certificates.Papers(t.Context(), organiser.actor, of, nil)
	r.ok(err)
	c := papers[0]
	page := r.ask(nobody, "GET", "/c/"+c.Code+"?lang=fr", nil)
	if page.status != 200 || !strings.Contains(page.body, "authentique") || !strings.Contains(page.body, c.Given) || strings.Contains(page.body, "<script") {
		t.Errorf("by its code: %d %s", page.status, page.body)
	}
	if got := r.ask(nobody, "GET", "/c/?code="+strings.ToLower(c.Code)+"&lang=ar", nil); got.status != 200 || !strings.Contains(got.body, "صحيحة") {
		t.Errorf("by the form: %d", got.status)
	}
	for text, want := range map[string]int{r.Certificates.Link(&c): 200, c.Carried[:120] + "A" + c.Carried[121:]: 400, "hello": 400} {
		form := strings.NewReader(url.Values{"text": {text}}.Encode())
		asked := *nobody
		asked.header = map[string][]string{"Content-Type": {"application/x-www-form-urlencoded"}}
		if got := r.ask(&asked, "POST", "/c/?lang=fr", form); got.status != want || want == 200 && !strings.Contains(got.body, "telle qu’elle a été signée") {
			t.Errorf("by the text %.30q: %d, not %d", text, got.status, want)
		}
	}
	id := items[0].(map[string]any)["id"].(string)
	if got := r.ask(organiser, "POST", "/api/v1/community/certificates/"+id+"/revoke", map[string]any{"reason": "mistake", "note": "Mariem"}); got.status != 200 {
		t.Fatalf("taken back: %d %s", got.status, got.body)
	}
	code := strings.ReplaceAll(items[0].(map[string]any)["code"].(string), "-", "")
	if got := r.ask(nobody, "GET", "/c/"+code+"?lang=fr", nil); got.status != 200 || !strings.Contains(got.body, "retiré") || strings.Contains(got.body, "Mariem") {
		t.Errorf("after it was taken back: %d %s", got.status, got.body)
	}
	list := r.ask(nobody, "GET", "/c/revoked", nil)
	if !strings.Contains(list.body, code+" ") || !strings.Contains(list.body, " mistake\nsignature ") || strings.Contains(list.body, "Mariem") {
		t.Errorf("the list: %s", list.body)
	}
	if key := r.ask(nobody, "GET", "/c/key", nil); !strings.HasPrefix(key.body, "ed25519 ") {
		t.Errorf("the key: %s", key.body)
	}
	offline := r.ask(nobody, "GET", "/c/offline.html?lang=ar", nil)
	if built, err := web.App("certificate"); err != nil || !has(built, "check.js") {
		if offline.status != 503 || !strings.Contains(offline.body, "make build") {
			t.Errorf("built without web apps, the page to keep: %d %s", offline.status, offline.body)
		}
		return
	}
	if offline.status != 200 || !strings.Contains(offline.body, code) || len(offline.body) > 28<<10 { // it goes over a weak line once, 9 KB packed
		t.Errorf("the page to keep: %d, %d bytes", offline.status, len(offline.body))
	}
}

func has(built fs.FS, name string) bool {
	_, err := fs.Stat(built, name)
	return err == nil
}

// Whoever tries codes is slowed down.
func TestCodesOfCertificatesAreNotTriedOut(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	nobody := r.visitor("nobody")
	nobody.address = "192.0.2.7:1"
	for i := range 200 {
		got := r.ask(nobody, "GET", "/c/"+certs.CodeOf(record.ID{byte(i)}), nil)
		if got.status == 429 {
			return
		}
		if got.status != 404 {
			t.Fatalf("a code that nobody has: %d %s", got.status, got.body)
		}
	}
	t.Error("200 codes were tried")
}
