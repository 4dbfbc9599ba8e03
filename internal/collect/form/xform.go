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
	f *Form
	b strings.Builder
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
		for _, list := range w.f.usedLists() {
			for i, c := range w.f.Lists[list] {
				label := c.Label
				if len(label) == 0 { // clients stop at a text that is not there
					label = Texts{l: {{Text: c.Name}}}
				}
				w.value(list+"-"+itoa(i), label, l, nil, nil)
			}
		}
		w.raw("</translation>")
	}
	w.raw("</itext>")
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
	for _, kind := range []string{"image", "audio", "video", "big-image"} {
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

func (w *writer) instance() {
	w.raw(`<instance><` + w.f.Root + ` id="` + attr(w.f.ID) + `"`)
	if w.f.Version != "" {
		w.raw(` version="` + attr(w.f.Version) + `"`)
	}
	w.raw(">")
	w.empty(w.f.Nodes)
	w.raw("<orx:meta><orx:instanceID/>")
	if w.f.InstanceName != nil {
		w.raw("<orx:instanceName/>")
	}
	w.raw("</orx:meta></" + w.f.Root + "></instance>")
}

// empty writes the model's instance: written defaults stand in it.
func (w *writer) empty(ns []*Node) {
	for _, n := range ns {
		switch n.Kind {
		case Question:
			if n.Default != nil && n.Default.Op == "s" && n.Default.Str != "" {
				w.raw("<" + n.Name + ">")
				w.text(n.Default.Str)
				w.raw("</" + n.Name + ">")
			} else {
				w.raw("<" + n.Name + "/>")
			}
		case Group:
			w.raw("<" + n.Name + ">")
			w.empty(n.Nodes)
			w.raw("</" + n.Name + ">")
		case Repeat:
			if n.Count != nil && n.Count.Op != "ref" {
				w.raw("<" + n.Name + "_count/>")
			}
			w.raw("<" + n.Name + ` jr:template="">`)
			w.empty(n.Nodes)
			w.raw("</" + n.Name + ">")
			if n.Count == nil {
				w.raw("<" + n.Name + ">")
				w.empty(n.Nodes)
				w.raw("</" + n.Name + ">")
			}
		}
	}
}

func (w *writer) lists() {
	labels := w.f.asksLabel()
	for _, list := range w.f.usedLists() {
		w.raw(`<instance id="` + attr(list) + `"><root>`)
		for i, c := range w.f.Lists[list] {
			w.raw("<item><itextId>" + attr(list+"-"+itoa(i)) + "</itextId><name>")
			w.text(c.Name)
			w.raw("</name>")
			if labels {
				w.raw("<label>")
				w.text(c.Label.plain(w.f.DefaultLanguage))
				w.raw("</label>")
			}
			var columns []string
			for k := range c.Extra {
				if isName(k) && !slices.Contains([]string{"itextId", "name", "label"}, k) {
					columns = append(columns, k)
				}
			}
			slices.Sort(columns)
			for _, k := range columns {
				w.raw("<" + k + ">")
				w.text(c.Extra[k])
				w.raw("</" + k + ">")
			}
			w.raw("</item>")
		}
		w.raw("</root></instance>")
	}
}

var bindTypes = map[Type]string{
	Text: "string", Integer: "int", Decimal: "decimal", SelectOne: "string", SelectMultiple: "string", NoteType: "string", Date: "date",
	Time: "time", DateTime: "dateTime", Geopoint: "geopoint", Geotrace: "geotrace", Geoshape: "geoshape", Image: "binary", Audio: "binary",
	Video: "binary", FileType: "binary", Barcode: "barcode", Calculate: "string", Acknowledge: "string", Hidden: "string", Rank: "odk:rank",
	Start: "dateTime", End: "dateTime", Today: "date", DeviceID: "string", Username: "string", PhoneNumber: "string",
}

var preloads = map[Type]string{
	Start: `jr:preload="timestamp" jr:preloadParams="start"`, End: `jr:preload="timestamp" jr:preloadParams="end"`,
	Today: `jr:preload="date" jr:preloadParams="today"`, DeviceID: `jr:preload="property" jr:preloadParams="deviceid"`,
	Username: `jr:preload="property" jr:preloadParams="username"`, PhoneNumber: `jr:preload="property" jr:preloadParams="phonenumber"`,
}

func (w *writer) binds(ns []*Node) {
	for _, n := range ns {
		w.bind(n)
		w.binds(n.Nodes)
	}
}

func (w *writer) bind(n *Node) {
	if n.Kind != Question {
		if n.Relevant != nil {
			w.raw(`<bind nodeset="` + absolute(n.Path) + `" relevant="` + attr(w.xpath(n.Relevant, n)) + `"/>`)
		}
		if n.Kind == Repeat && n.Count != nil && n.Count.Op != "ref" {
			w.raw(`<bind nodeset="` + absolute(n.Path) + `_count" type="string" readonly="true()" calculate="` + attr(w.xpath(n.Count, n.parent)) + `"/>`)
		}
		return
	}
	w.raw(`<bind nodeset="` + absolute(n.Path) + `" type="` + w.bindType(n) + `"`)
	for _, x := range []struct {
		name string
		e    *Expr
	}{{"relevant", n.Relevant}, {"required", n.Required}, {"constraint", n.Constraint}, {"calculate", n.Calculate}} {
		if x.e == nil || x.name == "calculate" && len(n.Trigger) > 0 {
			continue
		}
		w.raw(" " + x.name + `="` + attr(w.xpath(x.e, n)) + `"`)
	}
	if len(n.ConstraintMessage) > 0 {
		w.raw(` jr:constraintMsg="jr:itext('` + absolute(n.Path) + `:jr:constraintMsg')"`)
	}
	if len(n.RequiredMessage) > 0 {
		w.raw(` jr:requiredMsg="jr:itext('` + absolute(n.Path) + `:jr:requiredMsg')"`)
	}
	if n.ReadOnly || n.Type == NoteType {
		w.raw(` readonly="true()"`)
	}
	if p, ok := preloads[n.Type]; ok {
		w.raw(" " + p)
	}
	w.raw("/>")
}

func (w *writer) bindType(n *Node) string {
	if n.Type == Range {
		for _, p := range []string{"start", "end", "step"} {
			if strings.Contains(n.Parameters[p], ".") {
				return "decimal"
			}
		}
		return "int"
	}
	return bindTypes[n.Type]
}

func (w *writer) metaBinds() {
	meta := "/" + w.f.Root + "/orx:meta/orx:"
	w.raw(`<bind nodeset="` + meta + `instanceID" type="string" readonly="true()" jr:preload="uid"/>`)
	if w.f.InstanceName != nil {
		w.raw(`<bind nodeset="` + meta + `instanceName" type="string" calculate="` + attr(w.xpath(w.f.InstanceName, nil)) + `"/>`)
	}
}

// actions writes computed defaults: at the form's first opening, or where they
// lie in a repeat at each new instance.
func (w *writer) actions(ns []*Node, repeat bool) {
	for _, n := range ns {
		if n.Kind == Repeat && !repeat {
			continue // its own stand in its body
		}
		if n.Kind != Question {
			w.actions(n.Nodes, repeat)
			continue
		}
		if n.Default != nil && n.Default.Op != "s" {
			event := "odk-instance-first-load"
			if repeat {
				event += " odk-new-repeat"
			}
			w.raw(`<setvalue event="` + event + `" ref="` + absolute(n.Path) + `" value="` + attr(w.xpath(n.Default, n)) + `"/>`)
		}
	}
}

func (w *writer) controls(ns []*Node) {
	for _, n := range ns {
		switch n.Kind {
		case Group:
			if len(n.Nodes) == 0 { // clients refuse a group that holds nothing
				continue
			}
			w.raw(`<group ref="` + absolute(n.Path) + `"` + w.appearance(n) + ">")
			w.label(n)
			w.controls(n.Nodes)
			w.raw("</group>")
		case Repeat:
			w.raw(`<group ref="` + absolute(n.Path) + `">`)
			w.label(n)
			w.raw(`<repeat nodeset="` + absolute(n.Path) + `"` + w.appearance(n))
			if n.Count != nil {
				count := absolute(n.Path) + "_count"
				if n.Count.Op == "ref" {
					count = w.xpath(n.Count, nil)
				}
				w.raw(` jr:count="` + attr(count) + `"`)
				if n.Count.Op != "ref" {
					w.raw(` jr:noAddRemove="true()"`)
				}
			}
			w.raw(">")
			w.controls(n.Nodes)
			w.actions(n.Nodes, true)
			w.raw("</repeat></group>")
		case Question:
			w.control(n)
		}
	}
}

func (w *writer) appearance(n *Node) string {
	if n.Appearance == "" {
		return ""
	}
	return ` appearance="` + attr(n.Appearance) + `"`
}

func (w *writer) label(n *Node) {
	if len(n.Label) > 0 || len(n.Media) > 0 {
		w.raw(`<label ref="jr:itext('` + absolute(n.Path) + `:label')"/>`)
	}
}

func (w *writer) hints(n *Node) {
	if len(n.Hint) > 0 || len(n.Guidance) > 0 {
		w.raw(`<hint ref="jr:itext('` + absolute(n.Path) + `:hint')"/>`)
	}
}

var mediaTypes = map[Type]string{Image: "image/*", Audio: "audio/*", Video: "video/*", FileType: "application/*"}

func (w *writer) control(n *Node) {
	if !n.Asked() || n.Calculate != nil && len(n.Label) == 0 {
		return
	}
	tag, more := "input", ""
	switch n.Type {
	case SelectOne:
		tag = "select1"
	case SelectMultiple:
		tag = "select"
	case Rank:
		tag = "odk:rank"
	case Image, Audio, Video, FileType:
		tag, more = "upload", ` mediatype="`+mediaTypes[n.Type]+`"`
	case Acknowledge:
		tag = "trigger"
	case Range:
		tag = "range"
		for _, p := range []struct{ name, otherwise string }{{"start", "1"}, {"end", "10"}, {"step", "1"}} {
			v := n.Parameters[p.name]
			if v == "" {
				v = p.otherwise
			}
			more += " " + p.name + `="` + attr(v) + `"`
		}
	}
	w.raw("<" + tag + ` ref="` + absolute(n.Path) + `"` + w.appearance(n) + more + ">")
	w.label(n)
	w.hints(n)
	if n.List != "" {
		w.itemset(n)
	}
	w.triggered(n)
	w.raw("</" + tag + ">")
}

func (w *writer) itemset(n *Node) {
	nodes := "instance('" + n.List + "')/root/item"
	if n.Filter != nil {
		nodes += "[" + w.filter(n.Filter, n) + "]"
	}
	if n.Parameters["randomize"] == "true" {
		nodes = "randomize(" + nodes
		if s := n.Parameters["seed"]; s != "" {
			nodes += ", " + s
		}
		nodes += ")"
	}
	w.raw(`<itemset nodeset="` + attr(nodes) + `"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>`)
}

// triggered writes the calculations that a change of this question sets off.
func (w *writer) triggered(n *Node) {
	for _, other := range w.f.all() {
		for _, t := range other.Trigger {
			if slices.Equal(t, n.Path) && other.Calculate != nil {
				w.raw(`<setvalue event="xforms-value-changed" ref="` + absolute(other.Path) + `" value="` + attr(w.xpath(other.Calculate, other)) + `"/>`)
			}
		}
	}
}
