package public

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/share/warning"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// notice is a warning as the page shows it.
type notice struct {
	Event, Headline, Instruction, Description, Contact string
	Level                                              string // of danger, for the colour and the sign
	Severity, Areas, Until, From, Sent                 string
	File                                               string
	Dir, Lang                                          string // of the words: French where a language has none
	Exercise, Cancel                                   bool
}

type tongue struct {
	Tag, Name string
	Here      bool
}

type pageView struct {
	Lang, Dir, Name, Title, None, Demo, Drill, Asof string
	Label                                           map[string]string
	Tongues                                         []tongue
	Now, Over                                       []notice
	Feed, Cert                                      string
}

// page is GET /public/warnings: for people, without a script.
func (s *Server) page(r *http.Request, l lang.Language) (sheet, error) {
	all, changed, err := s.current(r.Context())
	if err != nil {
		return sheet{}, err
	}
	v := pageView{
		Lang: string(l), Dir: direction(l), Name: s.name(l), Title: lang.Say(l, "public.title", "Warnings to the public"), None: lang.Say(l, "public.nothing", "No warning is in force."),
		Label: labels(l), Feed: feedPath, Cert: certPath, Tongues: tongues(l), Drill: lang.Say(l, "public.exercise", "Exercise: this is not happening"),
	}
	if s.Demo {
		v.Demo = lang.Say(l, "public.demo", "Demonstration: everything here is made up.")
	}
	for i := range all {
		n := s.notice(&all[i], l)
		if n.Cancel {
			v.Over = append(v.Over, n)
		} else {
			v.Now = append(v.Now, n)
		}
	}
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, v)
	return sheet{bytes: b.Bytes(), changed: changed}, err
}

func labels(l lang.Language) map[string]string {
	return map[string]string{
		"do": lang.Say(l, "public.do", "What to do"), "where": lang.Say(l, "public.where", "Where"), "until": lang.Say(l, "public.until", "Until"),
		"from": lang.Say(l, "public.from", "From"), "contact": lang.Say(l, "public.contact", "Contact"), "sent": lang.Say(l, "public.sent", "Given out"),
		"over": lang.Say(l, "public.over", "Taken back"), "file": lang.Say(l, "public.file", "For programs (CAP 1.2, signed)"), "feed": lang.Say(l, "public.feed", "Feed"),
		"cert": lang.Say(l, "public.cert", "Certificate"),
	}
}

func tongues(here lang.Language) (ts []tongue) {
	for _, l := range lang.All() {
		ts = append(ts, tongue{string(l), map[lang.Language]string{lang.Arabic: "العربية", lang.French: "Français", lang.English: "English"}[l], l == here})
	}
	return ts
}

func direction(l lang.Language) string {
	if l.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

func (s *Server) notice(g *warning.Given, l lang.Language) notice {
	c := &g.Content
	e, _ := warning.EventOf(c.Event)
	spoken := l
	if _, ok := c.Texts[l]; !ok {
		spoken = lang.French
	}
	w := words(c, l)
	n := notice{
		Event: e.Text.In(l), Headline: w.Headline, Instruction: w.Instruction, Description: w.Description, Contact: c.Contact, Level: level(c.Severity), Severity: severity(l, c.Severity),
		Areas: s.Warnings.Where(c, l), Until: s.moment(l, c.Expires), Sent: s.moment(l, g.Sent), File: feedPath + "/" + g.Message.String() + ".xml", Dir: direction(spoken), Lang: string(spoken),
		Exercise: c.Exercise, Cancel: g.Cancel,
	}
	if c.Onset.After(g.Sent) {
		n.From = s.moment(l, c.Onset)
	}
	return n
}

func level(severity string) string {
	switch severity {
	case "Extreme", "Severe":
		return "high"
	case "Moderate":
		return "middle"
	}
	return "low"
}

func severity(l lang.Language, s string) string {
	switch s {
	case "Extreme":
		return lang.Say(l, "public.severity.extreme", "Extreme danger")
	case "Severe":
		return lang.Say(l, "public.severity.severe", "Great danger")
	case "Moderate":
		return lang.Say(l, "public.severity.moderate", "Danger")
	case "Minor":
		return lang.Say(l, "public.severity.minor", "Take care")
	}
	return lang.Say(l, "public.severity.unknown", "Take care")
}

// moment tells a time as people here do.
func (s *Server) moment(l lang.Language, t time.Time) string {
	t = t.In(s.Zone)
	return lang.Date(l, t) + t.Format(" 15:04")
}
