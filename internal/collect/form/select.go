package form

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// searching is the appearance by which other clients look choices up in a file.
var searching = regexp.MustCompile(`(^|\s)search\s*\(`)

func (c *compiler) selects(n *Node, r Row, w typed, header string) {
	if !slices.Contains([]Type{SelectOne, SelectMultiple, Rank}, n.Type) {
		return
	}
	list := w.list
	switch {
	case list == "":
		c.add("error", "survey", r.N, header, "form.list.none")
		return
	case strings.HasPrefix(list, "${"):
		c.fromRepeat(n, r, list, header)
		return
	case w.file:
		var ok bool
		if list, ok = c.listOfFile(n, r, list, header); !ok {
			return
		}
	case w.outer:
		list = c.externalList(list)
	}
	if searching.MatchString(n.Appearance) {
		_, h := c.cell("survey", r, "appearance")
		c.add("error", "survey", r.N, h, "form.appearance.search")
	}
	if _, ok := c.f.Lists[list]; !ok {
		c.noList(list, r, header)
		return
	}
	n.List = list
	filter, h := c.cell("survey", r, "choice_filter")
	if w.other && c.f.choice(list, orOther.Name) == nil {
		if filter != "" {
			c.add("error", "survey", r.N, h, "form.other.filter")
		}
		c.f.Lists[list] = append(c.f.Lists[list], Choice{Name: orOther.Name, Label: c.said(orOther.Label)})
	}
	if filter != "" {
		c.exprs = append(c.exprs, pending{n: n, src: filter, row: r.N, header: h, sheet: "survey", filter: true, set: func(e *Expr) { n.Filter = e }})
	}
}

func (c *compiler) noList(list string, r Row, header string) {
	near := ""
	if len(c.f.Lists) > 0 {
		near = " (" + c.closest(list, func() []string { return slices.Collect(maps.Keys(c.f.Lists)) }) + "?)"
	}
	c.add("error", "survey", r.N, header, "form.list.missing", list, near)
}

// listOfFile takes the choices of select_one_from_file out of the file beside the
// form. The parameters say which of its columns name and label them.
func (c *compiler) listOfFile(n *Node, r Row, file, header string) (list string, ok bool) {
	if path.Ext(file) != ".csv" {
		c.add("error", "survey", r.N, header, "form.file.kind", file)
		return "", false
	}
	value, label := n.Parameters["value"], n.Parameters["label"]
	if value == "" {
		value = "name"
	}
	if label == "" {
		label = "label"
	}
	if list, ok = c.fileList(file, value, label); !ok {
		c.add("error", "survey", r.N, header, "form.file.missing", file)
		return "", false
	}
	for _, column := range []string{value, label} {
		if !slices.ContainsFunc(c.tables[list], func(h string) bool { name, _, _ := strings.Cut(h, "::"); return name == column }) {
			c.add("error", "survey", r.N, header, "form.file.column", file, column)
			return "", false
		}
	}
	return list, true
}

// fromRepeat offers what was answered to a question of a repeat: select_one ${name}.
func (c *compiler) fromRepeat(n *Node, r Row, src, header string) {
	c.exprs = append(c.exprs, pending{n: n, src: src, row: r.N, header: header, sheet: "survey", set: func(e *Expr) { n.From = e.Path }})
	if filter, h := c.cell("survey", r, "choice_filter"); filter != "" {
		c.exprs = append(c.exprs, pending{n: n, src: filter, row: r.N, header: h, sheet: "survey", within: true, set: func(e *Expr) { n.Filter = e }})
	}
}

// parameter is one that a type of question takes; ok tells a value that fits.
type parameter struct {
	name string
	ok   func(string) bool
}

var (
	anyValue = func(string) bool { return true }
	numeric  = func(s string) bool { _, ok := parseNumber(s); return ok }
	whole    = func(s string) bool { n, err := strconv.Atoi(s); return err == nil && n >= 0 }
	onOff    = func(s string) bool { return s == "true" || s == "false" }
	accuracy = parameter{"allow-mock-accuracy", onOff}
)

// parametersOf are those that each type of question takes.
var parametersOf = map[Type][]parameter{
	Text:           {{"rows", whole}},
	Image:          {{"max-pixels", whole}, {"app", anyValue}},
	Audio:          {{"quality", func(s string) bool { return slices.Contains([]string{"voice-only", "low", "normal", "external"}, s) }}},
	Geopoint:       {{"capture-accuracy", numeric}, {"warning-accuracy", numeric}, accuracy},
	Geotrace:       {{"incremental", onOff}, accuracy},
	Geoshape:       {{"incremental", onOff}, accuracy},
	Range:          {{"start", numeric}, {"end", numeric}, {"step", numeric}, {"tick_interval", numeric}, {"placeholder", onOff}, {"tick_labelset", anyValue}},
	SelectOne:      {{"randomize", onOff}, {"seed", anyValue}, {"value", anyValue}, {"label", anyValue}},
	SelectMultiple: {{"randomize", onOff}, {"seed", anyValue}, {"value", anyValue}, {"label", anyValue}},
	Rank:           {{"randomize", onOff}, {"seed", anyValue}, {"value", anyValue}, {"label", anyValue}},
}

var aroundEquals = regexp.MustCompile(`\s*=\s*`)

func (c *compiler) parameters(n *Node, r Row) {
	v, h := c.cell("survey", r, "parameters")
	if rows, _ := c.cell("survey", r, "rows"); rows != "" && n.Type == Text { // an old column
		v += " rows=" + rows
	}
	v = aroundEquals.ReplaceAllString(v, "=")
	for _, p := range strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ';' || r == ',' || r == '\n' }) {
		k, val, ok := strings.Cut(p, "=")
		k, val = strings.ToLower(k), strings.Trim(val, `"'`)
		if !ok || val == "" {
			c.add("error", "survey", r.N, h, "form.parameter.wrong", p)
			continue
		}
		c.parameter(n, r, h, k, val)
	}
	if n.Type == Range {
		c.steps(n, r, h)
	}
}

func (c *compiler) parameter(n *Node, r Row, h, k, val string) {
	takes := parametersOf[n.Type]
	i := slices.IndexFunc(takes, func(p parameter) bool { return p.name == k })
	switch {
	case i < 0:
		c.add("warning", "survey", r.N, h, "form.parameter.unknown", k, string(n.Type))
		return
	case !takes[i].ok(val):
		c.add("error", "survey", r.N, h, "form.parameter.value", k, val)
		return
	}
	if n.Parameters == nil {
		n.Parameters = map[string]string{}
	}
	n.Parameters[k] = val
	if k == "seed" && strings.HasPrefix(val, "${") {
		c.exprs = append(c.exprs, pending{n: n, src: val, row: r.N, header: h, sheet: "survey", set: func(e *Expr) { n.Parameters["seed"] = absolute(e.Path) }})
	} else if k == "seed" && !numeric(val) {
		c.add("error", "survey", r.N, h, "form.parameter.value", k, val)
	}
}

// maxRangeSteps bounds a range: a slider with more can be set by no finger.
const maxRangeSteps = 100_000

// steps holds a range's numbers against each other.
func (c *compiler) steps(n *Node, r Row, h string) {
	at := func(name string, otherwise float64) float64 {
		if x, ok := parseNumber(n.Parameters[name]); ok {
			return x
		}
		return otherwise
	}
	start, end, step := at("start", 1), at("end", 10), at("step", 1)
	if step <= 0 || start == end || (end-start)/step > maxRangeSteps || (start-end)/step > maxRangeSteps {
		c.add("error", "survey", r.N, h, "form.parameter.range")
	}
}
