package openrosa_test

import (
	"bytes"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"wasl/internal/base/lang"
)

// hostile is what comes in from people who mean harm, from broken phones, and
// from the middle of a thunderstorm.
type hostile struct {
	body   []byte
	kind   string // of the content; "" for multipart
	status int
}

func xmlPart(xml string) []byte {
	m := &multi{}
	m.part(`form-data; name="xml_submission_file"; filename="a.xml"`, "text/xml", xml)
	return m.bytes()
}

func laughs() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE data [<!ENTITY l0 "ha">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	return b.String() + `]><data id="security-incident"><summary>&l9;</summary></data>`
}

func wrap(inside string) string {
	return `<data id="security-incident" version="2026112401">` + inside + `<meta><instanceID>uuid:hostile</instanceID></meta></data>`
}

func parts(n int) []byte {
	m := bodyOf("parts")
	for i := range n {
		m.part(fmt.Sprintf(`form-data; name="%d.jpg"; filename="%d.jpg"`, i, i), "image/jpeg", "x")
	}
	return m.bytes()
}

func hostiles() map[string]hostile {
	whole := xmlPart(instance("hostile", "Tirs entendus"))
	return map[string]hostile{
		"nothing at all":              {nil, "", 400},
		"no multipart":                {[]byte(instance("hostile", "x")), "text/xml", 400},
		"no boundary":                 {whole, "multipart/form-data", 400},
		"another boundary":            {whole, "multipart/form-data; boundary=other", 400},
		"a boundary of nothing":       {whole, `multipart/form-data; boundary=""`, 400},
		"no content type":             {whole, "\x00", 400},
		"form values":                 {[]byte("xml_submission_file=%3Cdata%2F%3E"), "application/x-www-form-urlencoded", 400},
		"no answers":                  {new(multi).bytes(), "", 400},
		"answers twice":               {append(bytes.TrimSuffix(whole, []byte("--"+boundary+"--\r\n")), whole...), "", 400},
		"empty answers":               {xmlPart(""), "", 400},
		"no XML":                      {xmlPart("hello"), "", 400},
		"cut XML":                     {xmlPart(instance("hostile", "x")[:400]), "", 400},
		"two roots":                   {xmlPart(wrap("") + wrap("")), "", 400},
		"no form":                     {xmlPart("<data/>"), "", 400},
		"an unknown form":             {xmlPart(strings.Replace(wrap(""), "security-incident", "nothing", 1)), "", 404},
		"an external entity":          {xmlPart(`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + wrap("<summary>&x;</summary>")), "", 400},
		"a billion laughs":            {xmlPart(laughs()), "", 400},
		"an entity that is not there": {xmlPart(wrap("<summary>&nothing;</summary>")), "", 400},
		"another charset":             {xmlPart(`<?xml version="1.0" encoding="UTF-16"?>` + wrap("")), "", 400},
		"broken UTF-8":                {xmlPart(wrap("<summary>\xff\xfe</summary>")), "", 400},
		"a zero byte":                 {xmlPart(wrap("<summary>a\x00b</summary>")), "", 400},
		"deep":                        {xmlPart(wrap(strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000))), "", 400},
		"wide":                        {xmlPart(wrap(strings.Repeat("<a/>", 60_000))), "", 400},
		"attributes":                  {xmlPart(`<data id="security-incident" ` + manyAttributes() + `/>`), "", 400},
		"too long":                    {xmlPart(wrap("<summary>" + strings.Repeat("x", 1<<20) + "</summary>")), "", 413},
		"10,000 parts":                {parts(10_000), "", 413},
		"a part without an end":       {[]byte("--" + boundary + "\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"a\"\r\n\r\n" + wrap("")), "", 400},
		"a header without an end":     {[]byte("--" + boundary + "\r\nContent-Disposition: " + strings.Repeat("x", 100_000)), "", 400},
		"10,000 headers":              {[]byte("--" + boundary + "\r\n" + strings.Repeat("X-A: b\r\n", 100_000) + "\r\n"), "", 400},
	}
}

func manyAttributes() string {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `a%d="b" `, i)
	}
	return b.String()
}

// maxMore is how much more memory a bad post may take than what it is of.
const maxMore = 64 << 20

func TestHostilePosts(t *testing.T) {
	p := newPost(t)
	before := p.revisions()
	for name, h := range hostiles() {
		t.Run(name, func(t *testing.T) {
			kind := h.kind
			if kind == "" {
				kind = (&multi{}).contentType()
			}
			var m0, m1 runtime.MemStats
			runtime.ReadMemStats(&m0)
			status, message := p.offer(bytes.NewReader(h.body), kind)
			runtime.ReadMemStats(&m1)
			if status != h.status {
				t.Errorf("%d, want %d: %s", status, h.status, message)
			}
			ar, fr, two := strings.Cut(message, "\n")
			if !two || !strings.Contains(ar, "(") || !strings.Contains(fr, "(") || strings.ContainsAny(ar, "abcdefghijklmnopqrstuvwxyz") && !strings.Contains(ar, "Collect") && !strings.Contains(ar, "nothing") {
				t.Errorf("the person reads no reason with a hint in both languages: %q", message)
			}
			if more := m1.TotalAlloc - m0.TotalAlloc; more > maxMore {
				t.Errorf("it took %d MiB", more>>20)
			}
		})
	}
	if n := p.revisions(); n != before {
		t.Errorf("hostile posts wrote %d revisions", n-before)
	}
	// After all that, a report comes through.
	if _, err := p.phone().upload("a.xml", instance("after", "Tirs entendus")); err != nil {
		t.Error(err)
	}
}

// What looks wrong and is a report all the same is kept, and marked.
func TestOddButAReport(t *testing.T) {
	p := newPost(t)
	phone := p.phone()
	for name, c := range map[string]struct {
		xml     string
		problem string
	}{
		"an old version":       {strings.Replace(instance("old", "Tirs entendus"), "2026112401", "2019010101", 1), "version"},
		"a clock of 1970":      {strings.Replace(instance("1970", "Tirs entendus"), "2026-11-23T10", "1970-01-01T00", 1), ""},
		"a clock of 2090":      {strings.Replace(instance("2090", "Tirs entendus"), "2026-11-23T10", "2090-01-01T00", 1), "/data/when constraint"},
		"a date of nowhere":    {strings.Replace(instance("0000", "Tirs entendus"), "2026-11-23T10:00:00.000+00:00", "99999-99-99", 1), "/data/when type"},
		"a choice of nobody":   {strings.Replace(instance("kind", "Tirs entendus"), "gunfire", "dragons", 1), "/data/kind choice"},
		"no urgency":           {strings.Replace(instance("urg", "Tirs entendus"), "<urgency>soon</urgency>", "", 1), "/data/urgency required"},
		"an unknown question":  {strings.Replace(instance("more", "Tirs entendus"), "<safety/>", "<safety/><new_question>نعم</new_question>", 1), ""},
		"Arabic with a plate":  {instance("plate", "مرّت سيارة رقمها 4711 AB 05 من بئر النور"), ""},
		"Arabic digits":        {strings.Replace(instance("digits", "Tirs entendus"), "<vehicles_seen>", "<people><people_dead>١٢</people_dead></people><vehicles_seen>", 1), ""},
		"comments and CDATA":   {strings.Replace(instance("cdata", "Tirs entendus"), "<safety/>", "<!-- hello --><safety/><details><![CDATA[<b>كلمة</b>]]></details>", 1), ""},
		"a byte-order mark":    {"\ufeff" + instance("bom", "Tirs entendus"), ""},
		"an emoji":             {instance("emoji", "Tirs entendus 🔥🔥"), ""},
		"a formula":            {instance("formula", "=HYPERLINK(&quot;http://x&quot;)"), ""},
		"a script":             {instance("script", "&lt;script&gt;alert(1)&lt;/script&gt;"), ""},
		"direction marks":      {instance("bidi", "\u202eTirs entendus\u202c"), ""},
		"white space all over": {"\n\n  " + instance("space", "  Tirs   entendus  ") + "\n\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := phone.upload("a.xml", c.xml)
			if err != nil {
				t.Fatal(err, out.message)
			}
			id := map[string]string{
				"an old version": "old", "a clock of 1970": "1970", "a clock of 2090": "2090", "a date of nowhere": "0000", "a choice of nobody": "kind", "no urgency": "urg",
				"an unknown question": "more", "Arabic with a plate": "plate", "Arabic digits": "digits", "comments and CDATA": "cdata", "a byte-order mark": "bom", "an emoji": "emoji",
				"a formula": "formula", "a script": "script", "direction marks": "bidi", "white space all over": "space",
			}[name]
			r := p.get(id)
			if got := strings.Join(r.Body.Problems, ","); got != c.problem {
				t.Errorf("marked %q, want %q", got, c.problem)
			}
			if r.Body.XML != c.xml {
				t.Error("the answers are not kept as they came")
			}
			switch name {
			case "Arabic with a plate":
				if r.Body.Title != "مرّت سيارة رقمها 4711 AB 05 من بئر النور" {
					t.Errorf("title %q", r.Body.Title)
				}
			case "Arabic digits":
				if r.Body.Dead != 12 {
					t.Errorf("%d dead", r.Body.Dead)
				}
			case "comments and CDATA":
				if !strings.Contains(r.Body.Text, "<b>كلمة</b>") {
					t.Errorf("text %q", r.Body.Text)
				}
			}
		})
	}
}

// Names of files are kept as they are, but for what no file system takes; no
// report is refused for them.
func TestFileNames(t *testing.T) {
	p := newPost(t)
	phone := p.phone()
	files, want := []attachment{}, map[string]string{}
	for sent, kept := range map[string]string{
		"صورة البئر.jpg": "صورة البئر.jpg", "photo d'été – nº 3.jpg": "photo d'été – nº 3.jpg", "../../etc/passwd": "passwd", `C:\Users\me\a.jpg`: "a.jpg", "..": "file",
		`quote"d.jpg`: `quote"d.jpg`, "semi;colon.jpg": "semi;colon.jpg", "name=x; filename=y.jpg": "name=x; filename=y.jpg", "line\nbreak.jpg": "linebreak.jpg", "100%.jpg": "100%.jpg",
		strings.Repeat("طويل", 60) + ".jpeg": strings.Repeat("طويل", 31) + "ط.jpeg", "\xe9t\xe9.jpg": "été.jpg", "emoji 🔥.png": "emoji 🔥.png",
	} {
		files = append(files, attachment{sent, "image/jpeg", "of " + kept})
		want[kept] = "of " + kept
	}
	if _, err := phone.upload("a.xml", instance("names", "Tirs entendus"), files...); err != nil {
		t.Fatal(err)
	}
	r := p.get("names")
	for _, f := range r.Files {
		if want[f.Name] != p.content(f) {
			t.Errorf("%q is kept with %q", f.Name, p.content(f))
		}
		delete(want, f.Name)
	}
	if len(want) > 0 {
		t.Errorf("not kept: %q", want)
	}
	// What browsers and other programs write.
	for disposition, kept := range map[string]string{
		`form-data; name="f"; filename*=UTF-8''%D8%B5%D9%88%D8%B1%D8%A9.jpg`: "صورة.jpg",
		`form-data; name=f; filename=plain.jpg`:                              "plain.jpg",
		`form-data; filename="back\"slash.jpg"; name="f"`:                    `back"slash.jpg`,
	} {
		m := bodyOf("other names")
		m.part(disposition, "image/jpeg", kept)
		if status, message := p.offer(bytes.NewReader(m.bytes()), m.contentType()); status != http.StatusCreated {
			t.Errorf("%s: %d %s", disposition, status, message)
		}
	}
	if got := p.get("other names").Files; len(got) != 3 {
		t.Errorf("%+v", got)
	}
}

// Whatever goes wrong is said in the person's language.
func TestFaultsInEveryLanguage(t *testing.T) {
	p := newPost(t)
	for l, want := range map[lang.Language]string{lang.Arabic: "تعذرت", lang.French: "illisibles", lang.English: "cannot be read"} {
		phone := p.phone()
		phone.language = string(l)
		out, err := phone.upload("a.xml", "<data id=")
		if err == nil || !strings.Contains(out.message, want) || strings.Contains(out.message, "\n") {
			t.Errorf("%s: %v, %q", l, err, out.message)
		}
	}
}
