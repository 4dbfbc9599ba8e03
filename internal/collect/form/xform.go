package form

import (
	"encoding/xml"
	"slices"
	"strings"
)

// XForm writes the form for OpenRosa clients (https://getodk.github.io/xforms-spec).
// The same form gives the same bytes: clients tell versions apart by their hash.
func (f *Form) XForm() ([]byte, error) {
	w := &writer{f: f}
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.raw(`<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events" ` +
		`xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms" ` +
		`xmlns:xsd="http://www.w3.org/2001/XMLSchema">`)
	w.raw("<h:head><h:title>")
	w.text(f.Name(f.DefaultLanguage))
	w.raw("</h:title><model odk:xforms-version=\"1.0.0\">")
	w.itext()
	w.instance()
	w.lists()
	w.submission()
	w.binds(f.Nodes)
	w.metaBinds()
	w.actions(f.Nodes, false)
	w.raw("</model></h:head>")
	style := ""
	if f.style != "" {
		style = ` class="` + attr(f.style) + `"`
	}
	w.raw("<h:body" + style + ">")
	w.controls(f.Nodes)
	w.raw("</h:body></h:html>\n")
	return []byte(w.b.String()), nil
}

type writer struct {
	f    *Form
	b    strings.Builder
	sets map[string][]*Node // what a question sets off, by its path
}

func (w *writer) raw(s string)  { w.b.WriteString(s) }
func (w *writer) text(s string) { escapeXML(&w.b, s) }

func attr(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

func absolute(path []string) string { return "/" + strings.Join(path, "/") }

// languageName is what clients show in their list of languages.
func languageName(l string) string {
	switch l {
	case "":
		return "default"
	case "ar":
		return "العربية (ar)"
	case "fr":
		return "Français (fr)"
	case "en":
		return "English (en)"
	}
	return l
}

// itext holds every text in every language. A text missing in one is given in
// the form's own, as clients show nothing for what is not there.
func (w *writer) itext() {
	w.raw("<itext>")
	for _, l := range w.f.Languages {
		mark := ""
		if l == w.f.DefaultLanguage {
			mark = ` default="true()"`
		}
		w.raw(`<translation lang="` + attr(languageName(l)) + `"` + mark + ">")
		for _, n := range w.f.all() {
			id := absolute(n.Path)
			if len(n.Label) > 0 || len(n.Media) > 0 {
				w.value(id+":label", n.Label, l, n, n.Media)
			}
			w.hint(id+":hint", n, l)
			w.value(id+":jr:constraintMsg", n.ConstraintMessage, l, n, nil)
			w.value(id+":jr:requiredMsg", n.RequiredMessage, l, n, nil)
		}
		w.choiceTexts(l)
		w.raw("</translation>")
	}
	w.raw("</itext>")
}

// choiceTexts holds the labels of the choices, by list and place.
func (w *writer) choiceTexts(l string) {
	for _, list := range w.f.usedLists() {
		if w.f.plainly(list) {
			continue
		}
		for i, c := range w.f.Lists[list] {
			label := c.Label
			if len(label) == 0 { // clients stop at a text that is not there
				label = Texts{l: {{Text: c.Name}}}
			}
			w.value(list+"-"+itoa(i), label, l, nil, c.Media)
		}
	}
}

func (w *writer) value(id string, t Texts, l string, at *Node, media map[string]map[string]string) {
	if len(t) == 0 && len(media) == 0 {
		return
	}
	w.raw(`<text id="` + attr(id) + `">`)
	if len(t) > 0 {
		w.raw("<value>")
		w.parts(t, l, at)
		w.raw("</value>")
	}
	for _, kind := range mediaKinds {
		file := media[kind][l]
		if file == "" {
			file = media[kind][""]
		}
		if file != "" {
			folder := "images"
			if kind == "audio" || kind == "video" {
				folder = kind
			}
			w.raw(`<value form="` + kind + `">jr://` + folder + "/" + attr(file) + "</value>")
		}
	}
	w.raw("</text>")
}

// hint writes a question's hint and, beside it, the guidance for who wants more.
func (w *writer) hint(id string, n *Node, l string) {
	if len(n.Hint) == 0 && len(n.Guidance) == 0 {
		return
	}
	w.raw(`<text id="` + attr(id) + `">`)
	if len(n.Hint) > 0 {
		w.raw("<value>")
		w.parts(n.Hint, l, n)
		w.raw("</value>")
	}
	if len(n.Guidance) > 0 {
		w.raw(`<value form="guidance">`)
		w.parts(n.Guidance, l, n)
		w.raw("</value>")
	}
	w.raw("</text>")
}

func (w *writer) parts(t Texts, l string, at *Node) {
	parts, ok := t[l]
	if !ok {
		if parts, ok = t[w.f.DefaultLanguage]; !ok {
			for _, k := range slices.Sorted(keysOf(t)) {
				parts = t[k]
				break
			}
		}
	}
	for _, p := range parts {
		if p.Expr != nil {
			w.raw(`<output value="` + attr(w.xpath(p.Expr, at)) + `"/>`)
			continue
		}
		w.text(p.Text)
	}
}

func (f *Form) all() []*Node {
	if f.order == nil {
		f.link()
	}
	return f.order
}

func (f *Form) usedLists() []string {
	var used []string
	for _, n := range f.all() {
		if n.List != "" && !slices.Contains(used, n.List) {
			used = append(used, n.List)
		}
	}
	for l := range f.Lists {
		if !slices.Contains(used, l) && f.mentions(l) {
			used = append(used, l)
		}
	}
	slices.Sort(used)
	return used
}

// mentions tells whether an expression looks something up in a list.
func (f *Form) mentions(list string) bool {
	found := false
	f.exprs(func(e *Expr) { found = found || e.Op == "item" && e.Str == list })
	return found
}

// exprs calls each with every expression of the form and all within them.
func (f *Form) exprs(each func(*Expr)) {
	f.InstanceName.walk(each)
	f.Title.exprs(func(e *Expr) { e.walk(each) })
	for _, n := range f.all() {
		n.exprs(func(e *Expr) { e.walk(each) })
	}
}

// asksLabel tells whether an expression reads the labels of choices: they stand
// among the texts of the languages, where expressions cannot see them.
func (f *Form) asksLabel() bool {
	found := false
	f.exprs(func(e *Expr) {
		found = found || e.Op == "item" && e.Path[0] == "label" || e.Op == "col" && e.Str == "label"
	})
	return found
}

// plainly tells whether the labels of a list may stand beside its choices: they
// have words alone, in one language. Long lists open faster so.
func (f *Form) plainly(list string) bool {
	if len(f.Languages) > 1 {
		return false
	}
	for i := range f.Lists[list] {
		c := &f.Lists[list][i]
		if len(c.Media) > 0 || strings.Contains(c.Label.plain(f.DefaultLanguage), "…") {
			return false
		}
	}
	return true
}

// renamed tells whether a file names the choices of a list by another column than
// name, and has a column name besides.
func (f *Form) renamed(list string) bool {
	return slices.ContainsFunc(f.Lists[list], func(c Choice) bool { _, ok := c.Extra["name"]; return ok })
}
