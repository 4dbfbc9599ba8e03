package course

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wasl/internal/base/fault"
)

// ReadPackage reads a zip: a course's folder, a SCORM package that wasl made, which
// has the folder in it, or another SCORM 1.2 package. That one is pages with programs
// of their own. None of them is run here, on no node and on no phone: headings,
// paragraphs, lists and pictures are taken as Markdown to go on from, and all else is
// left out. Its questions are programs, and are to be written anew.
func ReadPackage(b []byte) ([]File, error) {
	files, err := ReadZip(b)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(files, func(f File) bool { return f.Name == manifestName })
	if at < 0 {
		return files, nil
	}
	var own []File
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Name, sourceDir); ok {
			own = append(own, File{name, f.Content})
		} else if strings.HasPrefix(f.Name, mediaDir) {
			own = append(own, f)
		}
	}
	if slices.ContainsFunc(own, func(f File) bool { return f.Name == frontName }) {
		return own, nil
	}
	return convert(files, files[at].Content)
}

func notRead(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "course.ReadPackage", Key: "course.scorm.unreadable", Err: err, Msg: "this SCORM package cannot be read: its list of contents is damaged or names no pages",
		Hint: "save it again as SCORM 1.2 where it was made",
	}
}

// foreignItem is an entry of a package's table of contents.
type foreignItem struct {
	Ref   string        `xml:"identifierref,attr"`
	Title string        `xml:"title"`
	Items []foreignItem `xml:"item"`
}

type foreignPackage struct {
	Identifier    string `xml:"identifier,attr"`
	Organizations []struct {
		Title string        `xml:"title"`
		Items []foreignItem `xml:"item"`
	} `xml:"organizations>organization"`
	Resources []struct {
		Identifier string `xml:"identifier,attr"`
		Href       string `xml:"href,attr"`
	} `xml:"resources>resource"`
}

const (
	maxForeign = 1 << 20 // bytes of a manifest
	maxNested  = 64      // elements within each other, of a manifest and of a page
)

// readManifest reads a manifest that is not nested without end: the decoder follows
// it by recursion.
func readManifest(b []byte) (*foreignPackage, error) {
	if len(b) > maxForeign {
		return nil, notRead(errors.New("large"))
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, notRead(err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.Directive:
			return nil, notRead(errors.New("a document type"))
		}
		if depth > maxNested {
			return nil, notRead(errors.New("deep"))
		}
	}
	var m foreignPackage
	if err := xml.Unmarshal(b, &m); err != nil {
		return nil, notRead(err)
	}
	return &m, nil
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes an id of what stands for one elsewhere.
func slug(s string) string {
	s = strings.Trim(notWord.ReplaceAllString(strings.ToLower(s), "-"), "-")
	if s = strings.Trim(cut(s, maxWord-3), "-"); s == "" {
		return "course"
	}
	return s
}

// convert makes a folder of a foreign package's pages.
func convert(files []File, manifest []byte) ([]File, error) {
	m, err := readManifest(manifest)
	if err != nil {
		return nil, err
	}
	c := &converter{files: map[string][]byte{}, media: map[string]string{}}
	for _, f := range files {
		c.files[f.Name] = f.Content
	}
	title := ""
	for _, o := range m.Organizations {
		if title == "" {
			title = oneLine(o.Title)
		}
		for _, it := range o.Items {
			c.item(m, it)
		}
	}
	if len(c.out) == 0 {
		return nil, notRead(errors.New("no pages"))
	}
	if c.language == "" {
		c.language = "fr"
	}
	if title == "" {
		title = slug(m.Identifier)
	}
	out := []File{{frontName, fmt.Appendf(nil, "---\nid: %s\nversion: 1\nreview: none\ntitle.%s: %s\n---\n", slug(m.Identifier), c.language, cut(title, maxTitle))}}
	for i, text := range c.out {
		out = append(out, File{fmt.Sprintf("%02d-page.%s.md", i+1, c.language), []byte(text)})
	}
	return append(out, c.pictures...), nil
}

// converter gathers the pages of a package.
type converter struct {
	files    map[string][]byte
	out      []string
	language string
	pictures []File
	media    map[string]string // names in media/, by those in the package
}

func (c *converter) item(m *foreignPackage, it foreignItem) {
	for _, r := range m.Resources {
		if r.Identifier == it.Ref && it.Ref != "" && len(c.out) < maxModules {
			c.page(r.Href, oneLine(it.Title))
		}
	}
	for _, below := range it.Items {
		c.item(m, below)
	}
}

// page makes a module of a page of HTML.
func (c *converter) page(href, title string) {
	name := inPackage("", href)
	content, ok := c.files[name]
	if !ok || len(content) > maxText*4 {
		return
	}
	doc, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		return
	}
	p := &pageText{c: c, dir: path.Dir(name)}
	p.walk(doc, 0)
	p.flush()
	if title == "" {
		title = "…"
	}
	body := p.b.String()
	if !strings.HasPrefix(body, "## ") {
		body = "## " + escaped(title) + "\n\n" + body
	}
	c.out = append(c.out, "# "+escaped(title)+"\n\n"+body)
}

// inPackage is where an address on a page of a folder leads; "" for out of the package.
func inPackage(dir, href string) string {
	u, err := url.Parse(href)
	if err != nil || u.IsAbs() || u.Host != "" {
		return ""
	}
	name := path.Join(dir, u.Path)
	if name == ".." || strings.HasPrefix(name, "../") || path.IsAbs(name) {
		return ""
	}
	return name
}

// pageText turns a page's elements into Markdown.
type pageText struct {
	c    *converter
	dir  string
	b    strings.Builder
	line strings.Builder
	lead string // of the line that is being gathered: "## ", "- "
}

// left are elements of which nothing is taken: what acts, and what is drawn by it.
var left = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Embed: true, atom.Form: true,
	atom.Svg: true, atom.Canvas: true, atom.Template: true, atom.Math: true, atom.Button: true, atom.Select: true, atom.Textarea: true,
}

// leads are how the lines of elements begin.
var leads = map[atom.Atom]string{
	atom.H1: "## ", atom.H2: "## ", atom.H3: "### ", atom.H4: "### ", atom.H5: "### ", atom.H6: "### ", atom.Li: "- ", atom.P: "", atom.Div: "", atom.Section: "", atom.Article: "",
	atom.Br: "", atom.Tr: "", atom.Blockquote: "> ", atom.Ul: "", atom.Ol: "", atom.Table: "", atom.Figure: "", atom.Figcaption: "", atom.Main: "", atom.Header: "", atom.Footer: "", atom.Hr: "",
}

func (p *pageText) walk(n *html.Node, depth int) {
	if depth > maxNested*4 || n.Type == html.ElementNode && left[n.DataAtom] {
		return
	}
	if n.Type == html.TextNode {
		p.line.WriteString(n.Data)
		return
	}
	lead, isBlock := leads[n.DataAtom]
	switch {
	case n.DataAtom == atom.Html:
		p.speak(n)
	case n.DataAtom == atom.Img:
		p.picture(n)
		return
	case isBlock:
		p.flush()
		p.lead = lead
	}
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		p.walk(d, depth+1)
	}
	if isBlock {
		p.flush()
	}
}

// speak takes the language that the first page says it is in.
func (p *pageText) speak(n *html.Node) {
	if l, ok := language(strings.ToLower(strings.Split(attribute(n, "lang"), "-")[0])); ok && p.c.language == "" {
		p.c.language = string(l)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// flush ends a line of the page.
func (p *pageText) flush() {
	text := escaped(oneLine(p.line.String()))
	lead := p.lead
	p.line.Reset()
	p.lead = ""
	if text == "" {
		return
	}
	if strings.HasPrefix(lead, "#") {
		text = strings.TrimLeft(text, "?؟ ")
	}
	p.b.WriteString(lead + text + "\n\n")
}

// picture takes a picture of the package along.
func (p *pageText) picture(n *html.Node) {
	p.flush()
	from := inPackage(p.dir, attribute(n, "src"))
	content, ok := p.c.files[from]
	if !ok || mediaTypes[strings.ToLower(path.Ext(from))].begin == nil {
		return
	}
	name, known := p.c.media[from]
	if !known {
		stem := strings.TrimSuffix(path.Base(from), path.Ext(from))
		name = slug(stem) + strings.ToLower(path.Ext(from))
		for i := 2; slices.ContainsFunc(p.c.pictures, func(f File) bool { return f.Name == mediaDir+name }); i++ {
			name = fmt.Sprintf("%s-%d%s", slug(stem), i, strings.ToLower(path.Ext(from)))
		}
		p.c.media[from] = name
		p.c.pictures = append(p.c.pictures, File{mediaDir + name, content})
	}
	alt := oneLine(attribute(n, "alt"))
	if alt == "" {
		alt = name
	}
	p.b.WriteString("![" + escaped(alt) + "](" + mediaDir + name + ")\n\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	acts  = regexp.MustCompile("[\\\\`*_\\[\\]<>#|&~{}]")
	opens = regexp.MustCompile(`^([+\-=]|\d+([.)]))`)
)

// escaped is text that Markdown reads as it is.
func escaped(s string) string {
	s = acts.ReplaceAllString(s, `\$0`)
	if m := opens.FindString(s); m != "" {
		s = m[:len(m)-1] + `\` + s[len(m)-1:]
	}
	return cut(s, maxLine/2)
}
