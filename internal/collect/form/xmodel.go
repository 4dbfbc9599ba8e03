package form

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (w *writer) instance() {
	w.raw(`<instance><` + w.f.Root + ` id="` + attr(w.f.ID) + `"`)
	for _, a := range []struct{ name, value string }{{"version", w.f.Version}, {"odk:prefix", w.f.Prefix}, {"odk:delimiter", w.f.Delimiter}} {
		if a.value != "" {
			w.raw(" " + a.name + `="` + attr(a.value) + `"`)
		}
	}
	w.raw(">")
	w.empty(w.f.Nodes, beside)
	w.raw("<orx:meta><orx:instanceID/>")
	if w.f.InstanceName != nil {
		w.raw("<orx:instanceName/>")
	}
	w.raw("</orx:meta></" + w.f.Root + "></instance>")
}

// where a template of a repeat stands: once beside the outermost instance, and
// inside the template of a repeat around it. An engine that finds it twice begins
// with an instance too many.
type where int

const (
	beside where = iota
	inTemplate
	inInstance
)

// empty writes the model's instance: written defaults stand in it.
func (w *writer) empty(ns []*Node, at where) {
	for _, n := range ns {
		switch n.Kind {
		case Question:
			w.emptyAnswer(n)
		case Group:
			w.raw("<" + n.Name + ">")
			w.empty(n.Nodes, at)
			w.raw("</" + n.Name + ">")
		case Repeat:
			if n.Count != nil && n.Count.Op != "ref" {
				w.raw("<" + w.counter(n) + "/>")
			}
			if at != inInstance {
				w.raw("<" + n.Name + ` jr:template="">`)
				w.empty(n.Nodes, inTemplate)
				w.raw("</" + n.Name + ">")
			}
			if at != inTemplate && n.Count == nil {
				w.raw("<" + n.Name + ">")
				w.empty(n.Nodes, inInstance)
				w.raw("</" + n.Name + ">")
			}
		}
	}
}

func (w *writer) emptyAnswer(n *Node) {
	w.raw("<" + n.Name)
	if n.Tag != "" {
		w.raw(` odk:tag="` + attr(n.Tag) + `"`)
	}
	if n.Default == nil || n.Default.Op != "s" || n.Default.Str == "" {
		w.raw("/>")
		return
	}
	w.raw(">")
	w.text(n.Default.Str)
	w.raw("</" + n.Name + ">")
}

// counter is the name of the element that holds how often a repeat is to be
// there; no question beside it has the name.
func (w *writer) counter(n *Node) string {
	name := n.Name + "_count"
	for w.f.index[key(append(slices.Clone(n.Path[:len(n.Path)-1]), name))] != nil {
		name += "_"
	}
	return name
}

func (w *writer) counterPath(n *Node) string {
	return absolute(append(slices.Clone(n.Path[:len(n.Path)-1]), w.counter(n)))
}

func (w *writer) lists() {
	labels := w.f.asksLabel()
	for _, list := range w.f.usedLists() {
		plainly, renamed := w.f.plainly(list), w.f.renamed(list)
		w.raw(`<instance id="` + attr(list) + `"><root>`)
		for i := range w.f.Lists[list] {
			c := &w.f.Lists[list][i]
			w.raw("<item>")
			if !plainly {
				w.element("itextId", list+"-"+itoa(i))
			}
			w.element(valueElement(renamed), c.Name)
			if plainly || labels {
				label := c.Label.plain(w.f.DefaultLanguage)
				if label == "" {
					label = c.Name
				}
				w.element("label", label)
			}
			w.columns(c, renamed)
			w.raw("</item>")
		}
		w.raw("</root></instance>")
	}
}

// valueElement is the element of an item whose value is the answer.
func valueElement(renamed bool) string {
	if renamed {
		return "answerValue"
	}
	return "name"
}

func (w *writer) element(name, s string) {
	w.raw("<" + name + ">")
	w.text(s)
	w.raw("</" + name + ">")
}

// columns writes what a choice has besides its name and label.
func (w *writer) columns(c *Choice, renamed bool) {
	for _, k := range slices.Sorted(maps.Keys(c.Extra)) {
		if isName(k) && k != "itextId" && k != "label" && (k != "name" || renamed) {
			w.element(k, c.Extra[k])
		}
	}
}

// submission says what a client does once a report is there: what was sent lies on
// no phone, unless the form asks for it.
func (w *writer) submission() {
	w.raw("<submission")
	if w.f.autoSend != "" {
		w.raw(fmt.Sprintf(` orx:auto-send="%t"`, !falsy(w.f.autoSend)))
	}
	w.raw(fmt.Sprintf(` orx:auto-delete="%t"/>`, w.f.autoDelete))
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
			w.raw(`<bind nodeset="` + w.counterPath(n) + `" type="string" readonly="true()" calculate="` + attr(w.xpath(n.Count, n.parent)) + `"/>`)
		}
		return
	}
	w.raw(`<bind nodeset="` + absolute(n.Path) + `" type="` + w.bindType(n) + `"`)
	for _, x := range []struct {
		name string
		e    *Expr
	}{{"relevant", n.Relevant}, {"required", n.Required}, {"constraint", n.Constraint}, {"calculate", n.Calculate}, {"readonly", readOnly(n)}} {
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
	for _, p := range bindParameters {
		if v := n.Parameters[p.parameter]; v != "" && n.Type == p.of {
			w.raw(" " + p.attribute + `="` + attr(v) + `"`)
		}
	}
	if p, ok := preloads[n.Type]; ok {
		w.raw(" " + p)
	}
	w.raw("/>")
}

func readOnly(n *Node) *Expr {
	if n.Type == NoteType {
		return call("true")
	}
	return n.ReadOnly
}

// bindParameters and controlParameters are parameters of questions that clients
// read from attributes.
var bindParameters = []struct {
	of                   Type
	parameter, attribute string
}{
	{Image, "max-pixels", "orx:max-pixels"},
	{Audio, "quality", "odk:quality"},
	{Geopoint, "allow-mock-accuracy", "odk:allow-mock-accuracy"},
	{Geotrace, "allow-mock-accuracy", "odk:allow-mock-accuracy"},
	{Geoshape, "allow-mock-accuracy", "odk:allow-mock-accuracy"},
}

var controlParameters = []struct {
	of                   Type
	parameter, attribute string
}{
	{Text, "rows", "rows"},
	{Image, "app", "intent"},
	{Geopoint, "capture-accuracy", "accuracyThreshold"},
	{Geopoint, "warning-accuracy", "unacceptableAccuracyThreshold"},
	{Geotrace, "incremental", "incremental"},
	{Geoshape, "incremental", "incremental"},
	{Range, "tick_interval", "odk:tick-interval"},
	{Range, "placeholder", "odk:placeholder"},
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
