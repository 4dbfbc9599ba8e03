package course

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"wasl/internal/base/lang"
)

// sourceDir is where a package of ours holds the course as it was written, so that
// another node takes all of it in.
const sourceDir = "wasl/"

// Player is what plays a course in a package: two files that web/scorm builds.
type Player struct{ Script, Style []byte }

// SCORM makes a package of a course for systems such as Moodle, after the rules of
// SCORM 1.2: one SCO that tells status, score, place and time to the system it runs
// in, and plays by itself where there is none. Its pages, tests and answers are in it
// in every language; language is the one that it begins in. The test after the course
// is what counts.
func SCORM(c *Course, language lang.Language, p Player, source []File, at time.Time) ([]byte, error) {
	data, err := scriptOf(c, language)
	if err != nil {
		return nil, err
	}
	files := []File{
		{"index.html", []byte(indexOf(c, language))}, {"course.js", data}, {"player.js", p.Script}, {"player.css", p.Style},
	}
	for _, f := range source {
		if strings.HasPrefix(f.Name, mediaDir) {
			files = append(files, f)
		}
	}
	shown := len(files)
	for _, f := range source {
		if !strings.HasPrefix(f.Name, mediaDir) {
			files = append(files, File{sourceDir + f.Name, f.Content})
		}
	}
	m, err := manifestOf(c, language, files[:shown])
	if err != nil {
		return nil, err
	}
	// The manifest stands first and at the root: systems look for it there.
	return Pack(append([]File{{manifestName, m}}, files...), at)
}

// scriptOf is the course as a script, which pages may load from a folder too, where
// they may fetch nothing. JSON as Go writes it holds no < that could end a script.
func scriptOf(c *Course, language lang.Language) ([]byte, error) {
	d := *c.ForLearners()
	d.Tests = c.Tests
	b, err := json.Marshal(struct {
		Course   *Course       `json:"course"`
		Language lang.Language `json:"language"`
	}{&d, language})
	return append(append([]byte("window.wasl = "), b...), ";\n"...), err
}

func indexOf(c *Course, language lang.Language) string {
	dir := "ltr"
	if language.RightToLeft() {
		dir = "rtl"
	}
	var title strings.Builder
	_ = xml.EscapeText(&title, []byte(c.Title.In(language))) // a Builder takes everything
	return fmt.Sprintf(`<!doctype html>
<html lang="%s" dir="%s">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>%s</title>
    <link rel="stylesheet" href="player.css" />
  </head>
  <body>
    <main id="course"></main>
    <script src="course.js"></script>
    <script src="player.js"></script>
  </body>
</html>
`, language, dir, title.String())
}

const (
	manifestName     = "imsmanifest.xml"
	maxManifestTitle = 200 // characters that the schema of IMS Content Packaging 1.1.2 takes as a title
)

// The manifest, as the content packaging of SCORM 1.2 asks for it (IMS Content
// Packaging 1.1.2 with ADL's additions).
type manifest struct {
	XMLName       xml.Name      `xml:"manifest"`
	Identifier    string        `xml:"identifier,attr"`
	Version       string        `xml:"version,attr"`
	NS            string        `xml:"xmlns,attr"`
	ADL           string        `xml:"xmlns:adlcp,attr"`
	Schema        string        `xml:"metadata>schema"`
	SchemaVersion string        `xml:"metadata>schemaversion"`
	Organizations organizations `xml:"organizations"`
	Resources     []resource    `xml:"resources>resource"`
}

type organizations struct {
	Default string       `xml:"default,attr"`
	One     organization `xml:"organization"`
}

type organization struct {
	Identifier string `xml:"identifier,attr"`
	Title      string `xml:"title"`
	Item       item   `xml:"item"`
}

type item struct {
	Identifier string `xml:"identifier,attr"`
	Ref        string `xml:"identifierref,attr"`
	Visible    bool   `xml:"isvisible,attr"`
	Title      string `xml:"title"`
	Mastery    int    `xml:"adlcp:masteryscore,omitempty"`
}

type resource struct {
	Identifier string   `xml:"identifier,attr"`
	Type       string   `xml:"type,attr"`
	ScormType  string   `xml:"adlcp:scormtype,attr"`
	Href       string   `xml:"href,attr"`
	Files      []hrefAt `xml:"file"`
}

type hrefAt struct {
	Href string `xml:"href,attr"`
}

func manifestOf(c *Course, language lang.Language, files []File) ([]byte, error) {
	title := firstOf(c.Title.In(language), maxManifestTitle)
	m := manifest{
		Identifier: "wasl-" + c.ID, Version: fmt.Sprint(c.Version), NS: "http://www.imsproject.org/xsd/imscp_rootv1p1p2", ADL: "http://www.adlnet.org/xsd/adlcp_rootv1p2",
		Schema: "ADL SCORM", SchemaVersion: "1.2",
		Organizations: organizations{Default: "course", One: organization{Identifier: "course", Title: title, Item: item{Identifier: "item", Ref: "sco", Visible: true, Title: title}}},
	}
	if len(c.Questions(Post)) > 0 {
		m.Organizations.One.Item.Mastery = c.Pass
	}
	sco := resource{Identifier: "sco", Type: "webcontent", ScormType: "sco", Href: "index.html"}
	for _, f := range files {
		sco.Files = append(sco.Files, hrefAt{f.Name})
	}
	m.Resources = []resource{sco}
	b, err := xml.MarshalIndent(m, "", "  ")
	return append([]byte(xml.Header), b...), err
}

// firstOf cuts a text after so many characters.
func firstOf(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
