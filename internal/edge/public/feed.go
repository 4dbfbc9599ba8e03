package public

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
)

// The feed is Atom (RFC 4287), as those of other alerting authorities are: an entry
// for the last message of each warning.
type feedXML struct {
	XMLName xml.Name   `xml:"feed"`
	NS      string     `xml:"xmlns,attr"`
	Lang    string     `xml:"xml:lang,attr"`
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Author  authorXML  `xml:"author"`
	Links   []linkXML  `xml:"link"`
	Entries []entryXML `xml:"entry"`
}

type authorXML struct {
	Name string `xml:"name"`
}

type linkXML struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type entryXML struct {
	ID        string    `xml:"id"`
	Title     string    `xml:"title"`
	Updated   string    `xml:"updated"`
	Published string    `xml:"published"`
	Summary   string    `xml:"summary,omitempty"`
	Links     []linkXML `xml:"link"`
}

// feed is GET /public/cap: the warnings that hold, and those taken back that would
// still hold.
func (s *Server) feed(r *http.Request, l lang.Language) (sheet, error) {
	all, changed, err := s.current(r.Context())
	if err != nil {
		return sheet{}, err
	}
	out := feedXML{
		NS: "http://www.w3.org/2005/Atom", Lang: string(l), ID: s.Warnings.Sender(), Title: lang.Say(l, "public.title", "Warnings to the public"), Updated: stamp(changed),
		Author: authorXML{s.name(l)},
		Links:  []linkXML{{"self", "application/atom+xml", feedPath}, {"alternate", "text/html", pagePath}},
	}
	for i := range all {
		g := &all[i]
		w := words(&g.Content, l)
		out.Entries = append(out.Entries, entryXML{
			ID: "urn:uuid:" + g.Message.String(), Title: headline(l, g), Updated: stamp(g.Sent), Published: stamp(g.Sent), Summary: w.Instruction,
			Links: []linkXML{{"alternate", cap.MediaType, feedPath + "/" + g.Message.String() + ".xml"}},
		})
	}
	b, err := xml.MarshalIndent(out, "", " ")
	return sheet{bytes: append([]byte(xml.Header), b...), changed: changed}, err
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (s *Server) name(l lang.Language) string {
	if n := strings.TrimSpace(s.Name.In(l)); n != "" {
		return n
	}
	return "wasl"
}

// words are those of a reader's language, or French.
func words(c *warning.Content, l lang.Language) warning.Words {
	if w, ok := c.Texts[l]; ok {
		return w
	}
	return c.Texts[lang.French]
}

func headline(l lang.Language, g *warning.Given) string {
	h := words(&g.Content, l).Headline
	if g.Cancel {
		return lang.Say(l, "warning.cancel.headline", "No longer in force: {0}", h)
	}
	return h
}
