package course

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
)

var packedAt = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

func scorm(t *testing.T) (files []File, source []File) {
	t.Helper()
	source = folder(nil)
	b, err := SCORM(Compile(source).Course, "fr", Player{[]byte("play()"), []byte("p{}")}, source, packedAt)
	if err != nil {
		t.Fatal(err)
	}
	if files, err = ReadZip(b); err != nil {
		t.Fatal(err)
	}
	return files, source
}

func content(files []File, name string) string {
	i := slices.IndexFunc(files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return ""
	}
	return string(files[i].Content)
}

// TestAPackageKeepsTheRulesOfSCORM reads the manifest as a system does: it is at the
// root, its default organization is there, every item names a resource, the resource
// is a SCO whose first page and files are in the package, and nothing that a learner
// loads is left out of its list.
func TestAPackageKeepsTheRulesOfSCORM(t *testing.T) {
	files, _ := scorm(t)
	if files[0].Name != "imsmanifest.xml" {
		t.Fatalf("the package begins with %s", files[0].Name)
	}
	var m struct {
		XMLName       xml.Name `xml:"http://www.imsproject.org/xsd/imscp_rootv1p1p2 manifest"`
		Identifier    string   `xml:"identifier,attr"`
		Schema        string   `xml:"metadata>schema"`
		Version       string   `xml:"metadata>schemaversion"`
		Organizations struct {
			Default string `xml:"default,attr"`
			All     []struct {
				Identifier string `xml:"identifier,attr"`
				Title      string `xml:"title"`
				Items      []struct {
					Identifier string `xml:"identifier,attr"`
					Ref        string `xml:"identifierref,attr"`
					Title      string `xml:"title"`
					Mastery    string `xml:"http://www.adlnet.org/xsd/adlcp_rootv1p2 masteryscore"`
				} `xml:"item"`
			} `xml:"organization"`
		} `xml:"organizations"`
		Resources []struct {
			Identifier string `xml:"identifier,attr"`
			Type       string `xml:"type,attr"`
			ScormType  string `xml:"http://www.adlnet.org/xsd/adlcp_rootv1p2 scormtype,attr"`
			Href       string `xml:"href,attr"`
			Files      []struct {
				Href string `xml:"href,attr"`
			} `xml:"file"`
		} `xml:"resources>resource"`
	}
	if err := xml.Unmarshal(files[0].Content, &m); err != nil {
		t.Fatal(err)
	}
	org, res := m.Organizations.All[0], m.Resources[0]
	if m.Identifier == "" || m.Schema != "ADL SCORM" || m.Version != "1.2" || org.Identifier != m.Organizations.Default || org.Title != "Premiers secours" {
		t.Errorf("%+v", m)
	}
	if it := org.Items[0]; it.Ref != res.Identifier || it.Title == "" || it.Mastery != "70" {
		t.Errorf("%+v", it)
	}
	if res.Type != "webcontent" || res.ScormType != "sco" || content(files, res.Href) == "" || res.Files[0].Href != res.Href {
		t.Errorf("%+v", res)
	}
	for _, f := range files[1:] {
		listed := slices.ContainsFunc(res.Files, func(l struct {
			Href string `xml:"href,attr"`
		},
		) bool {
			return l.Href == f.Name
		})
		if listed == strings.HasPrefix(f.Name, sourceDir) {
			t.Errorf("%s: listed %v", f.Name, listed)
		}
	}
}

// TestALongTitleIsCutInTheManifest: its schema takes 200 characters, in whatever script.
func TestALongTitleIsCutInTheManifest(t *testing.T) {
	source := folder(nil)
	c := Compile(source).Course
	for language, title := range map[lang.Language]string{"fr": strings.Repeat("É", 150) + strings.Repeat("a", 51), "ar": strings.Repeat("م", 201)} {
		c.Title[language] = title
		b, err := SCORM(c, language, Player{}, source, packedAt)
		if err != nil {
			t.Fatal(err)
		}
		files, err := ReadZip(b)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Titles []string `xml:"organizations>organization>title"`
			Items  []string `xml:"organizations>organization>item>title"`
		}
		if err := xml.Unmarshal(files[0].Content, &m); err != nil {
			t.Fatal(err)
		}
		for _, got := range append(m.Titles, m.Items...) {
			if utf8.RuneCountInString(got) != 200 || !strings.HasPrefix(title, got) {
				t.Errorf("%s: %q", language, got)
			}
		}
		if !strings.Contains(content(files, "index.html"), "<title>"+title+"</title>") {
			t.Errorf("%s: the page's title is cut", language)
		}
	}
}

func TestAPackageHoldsTheCourseAndNothingThatEndsItsScript(t *testing.T) {
	source := folder(map[string]string{"guide.fr.md": "# secret\n\n## x\n\ny\n"})
	c := Compile(source).Course
	c.Modules[0].Title["fr"] = "</script><script>alert(1)"
	b, err := SCORM(c, "ar", Player{}, source, packedAt)
	if err != nil {
		t.Fatal(err)
	}
	files, err := ReadZip(b)
	if err != nil {
		t.Fatal(err)
	}
	script := content(files, "course.js")
	if strings.Contains(script, "</") || strings.Contains(script, "secret") || !strings.Contains(content(files, "index.html"), `lang="ar" dir="rtl"`) {
		t.Errorf("%s", script)
	}
	var in struct{ Course Course }
	if err := json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(script, "window.wasl = "), ";\n")), &in); err != nil {
		t.Fatal(err)
	}
	if len(in.Course.Questions(Post)) != 1 || in.Course.Skills != nil {
		t.Errorf("%+v", in.Course)
	}
}

// TestAPackageOfOursComesBackWhole: what one node packed, another takes in.
func TestAPackageOfOursComesBackWhole(t *testing.T) {
	source := folder(nil)
	b, err := SCORM(Compile(source).Course, "fr", Player{}, source, packedAt)
	if err != nil {
		t.Fatal(err)
	}
	files, err := ReadPackage(b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(Compile(source).Course, Compile(files).Course); d != "" {
		t.Error(d)
	}
}

const foreignManifest = `<?xml version="1.0"?>
<manifest identifier="Com.Example Golf" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
 <organizations default="o"><organization identifier="o"><title>Hygiène</title>
  <item identifier="i1" identifierref="r1"><title>Se laver les mains</title></item>
  <item identifier="i2"><title>Plus</title><item identifier="i3" identifierref="r2"><title>L’eau</title></item></item>
 </organization></organizations>
 <resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="a/one.html"/><resource identifier="r2" type="webcontent" adlcp:scormtype="asset" href="two.html"/></resources>
</manifest>`

const foreignPage = `<html lang="fr"><head><title>x</title><style>p{color:red}</style><script>steal()</script></head><body onload="steal()">
<h1>Pourquoi</h1><p>Les mains <b>sales</b> rendent <i>malade</i>.</p><ul><li>avant de manger</li><li>après</li></ul>
<img src="../pic/hand.svg" alt="Deux mains"><img src="https://example.org/x.png"><p># pas un titre</p><iframe src="x"></iframe></body></html>`

func foreign(t *testing.T, more ...entry) []byte {
	t.Helper()
	return packed(t, append([]entry{
		{name: "imsmanifest.xml", content: foreignManifest},
		{name: "a/one.html", content: foreignPage},
		{name: "two.html", content: "<p>L’eau propre.</p>"},
		{name: "pic/hand.svg", content: drawing},
		{name: "api.js", content: "steal()"},
	}, more...)...)
}

// TestAForeignPackageGivesItsWordsAndPictures: its programs are left out, and nothing
// of it is run.
func TestAForeignPackageGivesItsWordsAndPictures(t *testing.T) {
	files, err := ReadPackage(foreign(t))
	if err != nil {
		t.Fatal(err)
	}
	c := Compile(files)
	if HasErrors(c.Problems) {
		t.Fatal(c.Problems)
	}
	if c.ID != "com-example-golf" || c.Title["fr"] != "Hygiène" || len(c.Modules) != 2 || c.Modules[0].Title["fr"] != "Se laver les mains" || c.Modules[1].Title["fr"] != "L’eau" {
		t.Fatalf("%+v", c.Course)
	}
	pages := c.Modules[0].Pages["fr"]
	b, err := json.Marshal(c.Course)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 1 || pages[0].Title != "Pourquoi" || len(pages[0].Blocks) != 4 || pages[0].Blocks[2].Source != "hand.svg" || plainText(pages[0].Blocks[3].Text) != "# pas un titre" {
		t.Errorf("%s", b)
	}
	for _, gone := range []string{"steal", "example.org", "color"} {
		if strings.Contains(string(b), gone) {
			t.Errorf("the course holds %q", gone)
		}
	}
}

func TestAHostilePackageIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		key string
		zip []byte
	}{
		"a path out":      {"course.archive.path", foreign(t, entry{name: "../../evil.html"})},
		"a path of below": {"course.archive.path", foreign(t, entry{name: "pages/../../../evil.html"})},
		"no manifest end": {"course.scorm.unreadable", packed(t, entry{name: "imsmanifest.xml", content: "<manifest>"})},
		"a document type": {"course.scorm.unreadable", packed(t, entry{name: "imsmanifest.xml", content: `<!DOCTYPE x [<!ENTITY a "b">]><manifest/>`})},
		"no pages":        {"course.scorm.unreadable", packed(t, entry{name: "imsmanifest.xml", content: `<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"/>`})},
		"items in items":  {"course.scorm.unreadable", packed(t, entry{name: "imsmanifest.xml", content: "<manifest><organizations>" + strings.Repeat("<item>", 20_000)})},
	} {
		files, err := ReadPackage(c.zip)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Hint == "" {
			t.Errorf("%s: read as %d files, %v, want %s", name, len(files), err, c.key)
		}
	}
}
