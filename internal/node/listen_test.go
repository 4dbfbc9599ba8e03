package node

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"wasl/internal/base/lang"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
	"wasl/internal/guard/vault"
)

// talk sends the page's form, as a browser without scripts does.
func (r *realm) talk(path string, fields map[string]string) heard {
	r.t.Helper()
	form := url.Values{}
	for name, value := range fields {
		form.Set(name, value)
	}
	v := &visitor{header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"}}}
	return r.ask(v, "POST", path, strings.NewReader(form.Encode()))
}

var shownReceipt = regexp.MustCompile(`\d{4} \d{4} \d{4}`)

// Anybody complains on a page without a script, an account or a name, and comes back by
// the receipt to read the answer and to add a word.
func TestAnybodyComplains(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	for _, l := range lang.All() {
		page := r.ask(&visitor{}, "GET", "/public/listen?lang="+string(l), nil)
		if page.status != 200 || strings.Contains(page.body, "<script") || len(page.body) > 12<<10 || page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the page in %s: %d, %d bytes, %v", l, page.status, len(page.body), page.header)
		}
	}
	fields := map[string]string{"id": record.IDOf("one").String(), "kind": "staff", "text": "canary of staff", "where": "Bassikounou"}
	got := r.talk("/public/listen?lang=fr", fields)
	number := shownReceipt.FindString(got.body)
	if _, err := receipt.Parse(number); got.status != 200 || err != nil || strings.Contains(got.body, "canary") {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if again := r.talk("/public/listen?lang=fr", fields); shownReceipt.FindString(again.body) != number {
		t.Error("the same form sent again has another receipt")
	}
	reader := r.visitor("safeguarding")
	all, err := r.Listening.List(t.Context(), reader.actor, feedback.Open)
	r.ok(err)
	id := all[0].ID
	c, err := r.Listening.Open(t.Context(), reader.actor, id)
	r.ok(err)
	if c.Place.Code == "" || c.Text != "canary of staff" {
		t.Errorf("it is %+v", c)
	}
	r.ok(r.Listening.Answer(t.Context(), reader.actor, id, c.Revision, feedback.Word{ID: record.IDOf("answer"), Text: "nous vous avons lu", Language: lang.French}))
	if behind := r.talk("/public/listen/answer?lang=fr", map[string]string{"receipt": number}); behind.status != 200 || !strings.Contains(behind.body, "nous vous avons lu") || strings.Contains(behind.body, reader.actor.ID.String()) {
		t.Errorf("behind the receipt: %d %s", behind.status, behind.body)
	}
	word := map[string]string{"receipt": number, "id": record.IDOf("word").String(), "word": "canary goes on"}
	for range 2 {
		if got = r.talk("/public/listen/word?lang=fr", word); got.status != 200 || !strings.Contains(got.body, "canary goes on") {
			t.Errorf("a word: %d %s", got.status, got.body)
		}
	}
	if c, err = r.Listening.Open(t.Context(), reader.actor, id); err != nil || len(c.Words) != 2 {
		t.Errorf("%d words, %v", len(c.Words), err)
	}
	if logged := r.logged.String(); strings.Contains(logged, "canary") || strings.Contains(logged, strings.ReplaceAll(number, " ", "")) {
		t.Error("the log tells of it")
	}
}

// What goes wrong is said on the page, and what was written is still in it; receipts are
// not guessed.
func TestThePageLosesNothing(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	got := r.talk("/public/listen?lang=ar", map[string]string{"id": record.IDOf("x").String(), "text": "canary <b>\u202e", "about": "Sidi"})
	if got.status != 400 || !strings.Contains(got.body, "canary &lt;b&gt;") || !strings.Contains(got.body, `value="Sidi"`) || !strings.Contains(got.body, `role="alert"`) {
		t.Errorf("a sign that steers: %d %s", got.status, got.body)
	}
	for _, path := range []string{"/public/listen?place=%zz", "/public/listen?place=MR012;x=1", "/public/listen?lang=%"} {
		if got := r.ask(&visitor{}, "GET", path, nil); got.status != 200 || !strings.Contains(got.body, `value="staff"`) {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := r.talk("/public/listen", map[string]string{"text": strings.Repeat("x", 200_000)}); got.status != 413 || !strings.Contains(got.body, `value="staff"`) {
		t.Errorf("a book: %d", got.status)
	}
	tries := map[int]int{}
	for i := range 40 {
		tries[r.talk("/public/listen/answer", map[string]string{"receipt": receipt.Of([]byte("guess"), record.IDOf(fmt.Sprint(i)), 0)}).status]++
	}
	if tries[404] != 10 || tries[429] != 30 {
		t.Errorf("forty guesses gave %v", tries)
	}
	for i := range 200 {
		got = r.talk("/public/listen", map[string]string{"id": record.IDOf(fmt.Sprint("flood", i)).String(), "kind": "thanks", "text": "canary"})
	}
	if got.status != 429 || !strings.Contains(got.body, "canary") || got.header.Get("Retry-After") == "" {
		t.Errorf("a flood: %d", got.status)
	}
}

// What somebody says of where it was is heard beside what a poster's address says.
func TestWhereItWasIsHeardBesideThePoster(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	for i, where := range []string{"behind the canary school", "Bassikounou"} {
		got := r.talk("/public/listen", map[string]string{"id": record.IDOf(where).String(), "kind": "staff", "text": "x", "place": "MR011", "where": where})
		if got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		reader := r.visitor("safeguarding")
		all, err := r.Listening.List(t.Context(), reader.actor, feedback.Open)
		r.ok(err)
		c, err := r.Listening.Open(t.Context(), reader.actor, all[len(all)-1].ID)
		r.ok(err)
		if heard := strings.Contains(c.Text, where); heard == (i == 1) || (c.Place.Code == "MR011") != (i == 0) {
			t.Errorf("of %q is heard %+v", where, c)
		}
	}
}

// A link or a poster says where and what about, and puts no word into anybody's mouth:
// least of all who must not read it.
func TestALinkSaysNothingInAnybodysPlace(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	link := "/public/listen?lang=fr&kind=staff&place=MR012&about=CANARY&reader=1&text=CANARY&where=CANARY&word=CANARY&receipt=CANARY"
	page := r.ask(&visitor{}, "GET", link, nil)
	if page.status != 200 || strings.Contains(page.body, "CANARY") || strings.Contains(page.body, `name="reader" value="1" checked`) ||
		!strings.Contains(page.body, `value="staff" required checked`) || !strings.Contains(page.body, `value="MR012"`) {
		t.Errorf("%d %s", page.status, page.body)
	}
	reader := r.visitor("safeguarding")
	got := r.talk(link, map[string]string{"id": record.IDOf("x").String(), "text": "money was taken"})
	all, err := r.Listening.List(t.Context(), reader.actor, feedback.Open)
	r.ok(err)
	if got.status != 200 || len(all) != 1 {
		t.Errorf("sent over such a link, %d complaints reach the reader: %d", len(all), got.status)
	}
}

// To every role but one, and to whoever it is about, the interface says the same with a
// complaint about staff and without it, to the letter.
func TestNobodyCanTellThatSomebodyComplainedOfStaff(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	r.withCommunities()
	sent := record.IDOf("about staff")
	id := sent.Derive("complaint told by " + record.ID{}.String()) // as its readers have it
	ask := func() (told []string) {
		for _, v := range r.visitors {
			if v.name == "safeguarding" {
				continue
			}
			for _, path := range []string{"/api/v1/community/complaints", "/api/v1/community/complaints?which=ended", "/api/v1/community/complaints?which=leaving"} {
				got := r.ask(v, "GET", path, nil)
				told = append(told, fmt.Sprint(v.name, path, got.status, got.body))
			}
			for _, act := range []string{"open", "answers", "pass", "hand", "keep", "close"} {
				body := map[string]any{"revision": 1}
				switch act {
				case "open":
					body = map[string]any{}
				case "answers":
					body["id"], body["text"], body["language"] = record.IDOf("w"), "x", "fr"
				case "hand", "keep":
					body["account"] = v.actor.ID
				case "close":
					body["outcome"] = "changed"
				}
				got := r.ask(v, "POST", "/api/v1/community/complaints/"+id.String()+"/"+act, body)
				if got.status != 404 && got.status != 401 {
					t.Errorf("%s %s: %d %s", v.name, act, got.status, got.body)
				}
				told = append(told, fmt.Sprint(v.name, act, got.status, got.body))
			}
		}
		return told
	}
	before := ask()
	if got := r.talk("/public/listen", map[string]string{"id": sent.String(), "kind": "staff", "text": "canary"}); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for i, after := range ask() {
		if after != before[i] {
			t.Errorf("without: %s\nwith:    %s", before[i], after)
		}
	}
	got := r.ask(r.visitor("safeguarding"), "GET", "/api/v1/community/complaints", nil)
	if got.status != 200 || !strings.Contains(got.body, id.String()) || strings.Contains(got.body, "canary") {
		t.Errorf("safeguarding lists %d %s", got.status, got.body)
	}
}

// What a community says stays there: no complaint, rumour or answer to a survey leaves
// anything in the compartment of reports, nor is anybody there told.
func TestListeningNeverBecomesIntelligence(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	before, err := r.Field.End(t.Context())
	r.ok(err)
	organiser := r.visitor("organiser")
	r.talk("/public/listen", map[string]string{"id": record.IDOf("x").String(), "kind": "help", "text": "x"})
	r.ok(r.Listening.Hear(t.Context(), organiser.actor, feedback.Heard{ID: record.IDOf("r"), Text: "armed men are said to come", Risk: feedback.High}))
	r.ok(r.Listening.Ask(t.Context(), organiser.actor, feedback.Plan{ID: record.IDOf("s"), Upload: feedback.Standard()}))
	if after, err := r.Field.End(t.Context()); err != nil || after != before {
		t.Errorf("the field compartment went from %d to %d, %v", before, after, err)
	}
	if config := r.ask(&visitor{}, "GET", "/api/v1/reporter/config", nil); strings.Contains(config.body, "feeling-safe") {
		t.Error("phones that report are offered the survey")
	}
	if answers := r.ask(&visitor{}, "GET", "/public/answers", nil); answers.status != 200 || strings.Contains(answers.body, "armed men") {
		t.Errorf("the public reads %s", answers.body)
	}
}

// A phone with a survey's code gets the form, and hands in sealed answers, without an
// account.
func TestASurveyIsFilledInWithoutAnAccount(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	organiser := r.visitor("organiser")
	r.ok(r.Listening.Ask(t.Context(), organiser.actor, feedback.Plan{ID: record.IDOf("s"), Upload: feedback.Standard()}))
	v, err := r.Listening.Survey(t.Context(), organiser.actor, record.IDOf("s"))
	r.ok(err)
	if got := r.ask(&visitor{}, "GET", "/api/v1/reporter/surveys/"+v.Code, nil); got.status != 200 || !strings.Contains(got.body, "safe_night") {
		t.Errorf("by its code: %d %s", got.status, got.body)
	}
	for role, shown := range map[string]bool{"organiser": true, "mobiliser": true, "programme": false} {
		if got := r.ask(r.visitor(role), "GET", "/api/v1/community/surveys", nil); got.status != 200 || strings.Contains(got.body, v.Code) != shown {
			t.Errorf("the code, to %s: %d %s", role, got.status, got.body)
		}
	}
	if config := r.ask(&visitor{}, "GET", "/api/v1/reporter/config", nil); config.json(t)["surveys"] != float64(1) {
		t.Errorf("phones are told %s", config.body)
	}
	if got := r.ask(&visitor{}, "GET", "/api/v1/reporter/surveys/aaaaaaaaaaaaaaaa", nil); got.status != 404 {
		t.Errorf("by no code: %d", got.status)
	}
	id := record.IDOf("answers").String()
	xml := `<data id="feeling-safe" version="2026112401"><agree>no</agree></data>`
	sealed, err := vault.Seal(r.Vault.Key(), vault.Submission, []byte(`{"id":"`+id+`","form":"feeling-safe","version":"","language":"ar","xml":`+strconv.Quote(xml)+`,"blobs":[],"survey":"`+v.Code+`","round":"before"}`), true)
	r.ok(err)
	phone := &visitor{header: http.Header{"Content-Type": {"application/wasl-sealed"}}}
	for range 2 { // the answer was lost: it is sent again
		if got := r.ask(phone, "POST", "/api/v1/reporter/surveys", bytes.NewReader(sealed)); got.status != 201 || got.json(t)["kept"] != true {
			t.Errorf("sealed answers: %d %s", got.status, got.body)
		}
	}
	if v, err = r.Listening.Survey(t.Context(), organiser.actor, v.ID); err != nil || v.Answers[feedback.Before] != 1 {
		t.Errorf("%v answered, %v", v.Answers, err)
	}
	if res := r.ask(r.visitor("programme"), "GET", "/api/v1/community/surveys/"+record.IDOf("s").String()+"/results", nil); res.status != 200 {
		t.Errorf("results: %d %s", res.status, res.body)
	}
	if n := r.ask(r.visitor("mobiliser"), "GET", "/api/v1/community/sample?people=5000&margin=0.05", nil); n.status != 200 || n.json(t)["ask"] != float64(357) {
		t.Errorf("the sample: %d %s", n.status, n.body)
	}
	r.visitor("safeguarding")
	if n := len(r.complaintReaders(t.Context())); n != 1 {
		t.Errorf("%d hold the role, want one", n)
	}
}

// Whoever comes back by the receipt after five years is told that it went, in each
// language, and loses no try by it: it was no guess.
func TestTheReceiptOfWhatWentSaysSoOnThePage(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	got := r.talk("/public/listen?lang=fr", map[string]string{"id": record.IDOf("one").String(), "kind": "staff", "text": "canary of staff"})
	number := shownReceipt.FindString(got.body)
	r.pass(feedback.Longest)
	if n, err := r.Listening.Purge(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d went: %v", n, err)
	}
	for range 10 {
		for l, says := range map[lang.Language]string{lang.French: "rien n’est gardé plus de cinq ans", lang.Arabic: "لا يُحفظ شيء أكثر من خمس سنوات", lang.English: "nothing is kept for more than five years"} {
			got := r.talk("/public/listen/answer?lang="+string(l), map[string]string{"receipt": number})
			if got.status != 404 || !strings.Contains(got.body, says) || strings.Contains(got.body, "canary") {
				t.Fatalf("in %s: %d %s", l, got.status, got.body)
			}
		}
	}
	if got := r.talk("/public/listen/word?lang=fr", map[string]string{"receipt": number, "id": record.IDOf("w").String(), "word": "and now?"}); got.status != 404 || !strings.Contains(got.body, ">and now?</textarea>") {
		t.Errorf("a word: %d %s", got.status, got.body)
	}
}
