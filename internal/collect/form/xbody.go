package form

import (
	"strings"
)

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
				count := w.counterPath(n)
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
	// A table of questions is one page of them where a client knows no tables.
	return ` appearance="` + attr(strings.ReplaceAll(n.Appearance, "table-list", "field-list")) + `"`
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

var uploadTypes = map[Type]string{Image: "image/*", Audio: "audio/*", Video: "video/*", FileType: "application/*"}

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
		tag, more = "upload", ` mediatype="`+uploadTypes[n.Type]+`"`
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
	default: // all else is typed in
	}
	for _, p := range controlParameters {
		if v := n.Parameters[p.parameter]; v != "" && n.Type == p.of {
			more += " " + p.attribute + `="` + attr(v) + `"`
		}
	}
	w.raw("<" + tag + ` ref="` + absolute(n.Path) + `"` + w.appearance(n) + more + ">")
	w.label(n)
	w.hints(n)
	switch {
	case n.List != "":
		w.itemset(n)
	case n.From != nil:
		w.answered(n)
	}
	w.triggered(n)
	w.raw("</" + tag + ">")
}

func (w *writer) itemset(n *Node) {
	nodes := "instance(" + quoted(n.List) + ")/root/item"
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
	label := "jr:itext(itextId)"
	if w.f.plainly(n.List) {
		label = "label"
	}
	w.raw(`<itemset nodeset="` + attr(nodes) + `"><value ref="` + valueElement(w.f.renamed(n.List)) + `"/><label ref="` + label + `"/></itemset>`)
}

// answered offers what was answered to a question of a repeat.
func (w *writer) answered(n *Node) {
	at := len(n.From) - 1
	for at > 1 && (w.f.index[key(n.From[:at])] == nil || w.f.index[key(n.From[:at])].Kind != Repeat) {
		at--
	}
	ref := strings.Join(n.From[at:], "/")
	nodes := absolute(n.From[:at]) + "[./" + ref + " != ''"
	if n.Filter != nil {
		in := &xpathWriter{f: w.f, at: n.From[:at], origin: w.f.placeOf(n)}
		nodes += " and " + in.write(n.Filter, strength["and"]+1)
	}
	w.raw(`<itemset nodeset="` + attr(nodes+"]") + `"><value ref="` + ref + `"/><label ref="` + ref + `"/></itemset>`)
}

// triggered writes the calculations that a change of this question sets off.
func (w *writer) triggered(n *Node) {
	if w.sets == nil {
		w.sets = map[string][]*Node{}
		for _, other := range w.f.all() {
			for _, t := range other.Trigger {
				w.sets[key(t)] = append(w.sets[key(t)], other)
			}
		}
	}
	for _, other := range w.sets[key(n.Path)] {
		if other.Calculate != nil {
			w.raw(`<setvalue event="xforms-value-changed" ref="` + absolute(other.Path) + `" value="` + attr(w.xpath(other.Calculate, other)) + `"/>`)
		}
	}
}
