package form

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// rowWord is a type cell as it is compared: begin_group, end_repeat, text.
func rowWord(cell string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(cell), "_")), "-", "_")
}

var beginnings = map[string]Kind{
	"begin_group": Group, "begin_repeat": Repeat, "begin_lgroup": Repeat, "begin_looped_group": Repeat, "begingroup": Group, "beginrepeat": Repeat,
}

var endings = map[string]Kind{
	"end_group": Group, "end_repeat": Repeat, "end_lgroup": Repeat, "end_looped_group": Repeat, "endgroup": Group, "endrepeat": Repeat,
}

// survey reads the survey sheet into the tree of nodes.
func (c *compiler) survey() {
	s := c.w.Sheets["survey"]
	for _, name := range []string{"type", "name"} {
		if len(c.columns["survey/"+name]) == 0 {
			c.add("error", "survey", 1, "", "form.column.missing", name)
			return
		}
	}
	var open []*Node
	for _, r := range c.loops(s.Rows) {
		if off, _ := c.cell("survey", r, "disabled"); truthy(off) {
			continue
		}
		cell, header := c.cell("survey", r, "type")
		word := rowWord(cell)
		begin, begins := beginnings[word]
		end, ends := endings[word]
		switch {
		case begins && len(open) >= maxDepth/2:
			c.add("error", "survey", r.N, header, "form.group.deep")
			return
		case begins:
			open = append(open, c.group(begin, r, parentOf(open)))
		case ends && (len(open) == 0 || open[len(open)-1].Kind != end):
			c.add("error", "survey", r.N, header, "form.group.unopened", string(end))
			open = open[:max(len(open)-1, 0)]
		case ends:
			open = open[:len(open)-1]
		default:
			c.row(r, cell, header, parentOf(open))
		}
	}
	for _, n := range open {
		c.add("error", "survey", n.row, "type", "form.group.open", n.Name)
	}
	for _, n := range c.flat() {
		if n.Kind != Question && len(n.Nodes) == 0 {
			c.add("warning", "survey", n.row, "type", "form.group.empty", n.Name)
		}
	}
}

// row reads a row that is no beginning and no end.
func (c *compiler) row(r Row, cell, header string, parent *Node) {
	if cell == "" {
		if name, _ := c.cell("survey", r, "name"); name != "" {
			c.add("error", "survey", r.N, header, "form.type.missing")
		}
		return
	}
	if biometric.MatchString(strings.ToLower(cell)) {
		c.add("error", "survey", r.N, header, "form.type.biometric")
		return
	}
	c.question(r, cell, header, parent)
}

func parentOf(open []*Node) *Node {
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1]
}

func truthy(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "true", "true()", "1", "oui", "نعم", "x":
		return true
	}
	return false
}

func falsy(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "no", "false", "false()", "0", "non", "لا":
		return true
	}
	return false
}

// attach puts a node into the tree under a name that is free there.
func (c *compiler) attach(n *Node, r Row, header string, parent *Node) {
	path, siblings := []string{c.f.Root}, &c.f.Nodes
	if parent != nil {
		path, siblings = parent.Path, &parent.Nodes
	}
	n.row, n.parent = r.N, parent
	n.Path = append(slices.Clone(path), n.Name)
	switch other := c.byPath[key(n.Path)]; {
	case other != nil:
		c.add("error", "survey", r.N, header, "form.name.twice", n.Name, itoa(other.row))
	case parent == nil && (n.Name == "meta" || n.Kind != Question && n.Name == c.f.Root):
		c.add("error", "survey", r.N, header, "form.name.taken", n.Name)
	default:
		c.byPath[key(n.Path)] = n
		folded := key(append(slices.Clone(path), strings.ToLower(n.Name)))
		if s := c.byFolded[folded]; s != nil {
			c.add("warning", "survey", r.N, header, "form.name.case", n.Name, itoa(s.row))
		} else {
			c.byFolded[folded] = n
		}
	}
	*siblings = append(*siblings, n)
	c.byName[n.Name] = append(c.byName[n.Name], n)
}

func (c *compiler) named(r Row, name, header string) string {
	switch {
	case name == "":
		c.add("error", "survey", r.N, header, "form.name.missing")
	case len(name) > maxName:
		c.add("error", "survey", r.N, header, "form.name.long", itoa(maxName))
	case !isName(name):
		c.add("error", "survey", r.N, header, "form.name.wrong", name)
	default:
		return name
	}
	return "row_" + itoa(r.N)
}

func (c *compiler) group(k Kind, r Row, parent *Node) *Node {
	name, header := c.cell("survey", r, "name")
	n := &Node{Kind: k, Name: c.named(r, name, header)}
	c.attach(n, r, header, parent)
	n.Label = c.texts("survey", r, "label", n)
	n.Hint = c.texts("survey", r, "hint", n)
	n.Media = c.files("survey", r)
	n.Appearance, _ = c.cell("survey", r, "appearance")
	c.expr(n, r, "relevant", func(e *Expr) { n.Relevant = e })
	if k == Repeat {
		c.expr(n, r, "repeat_count", func(e *Expr) { n.Count = e })
	}
	return n
}

// unnamed are the types that get a name of their own where the form gives none.
var unnamed = []Type{NoteType, Start, End, Today, DeviceID, Username, PhoneNumber}

func (c *compiler) question(r Row, cell, header string, parent *Node) {
	w, ok := typeOf(cell)
	if w.skip {
		c.outside(r, w, header)
		return
	}
	if !ok {
		c.add("error", "survey", r.N, header, "form.type.unknown", cell, c.closest(strings.Fields(cell)[0], typeNames))
		return
	}
	if w.notice != "" {
		c.add("warning", "survey", r.N, header, w.notice, cell)
	}
	n := &Node{Kind: Question, Type: w.t}
	name, nameHeader := c.cell("survey", r, "name")
	if name == "" && slices.Contains(unnamed, w.t) {
		name = string(w.t)
		if w.t == NoteType {
			name = "note_" + itoa(r.N)
		}
	}
	n.Name = c.named(r, name, nameHeader)
	c.attach(n, r, nameHeader, parent)
	n.Label = c.texts("survey", r, "label", n)
	n.Hint = c.texts("survey", r, "hint", n)
	n.Guidance = c.texts("survey", r, "guidance_hint", n)
	n.ConstraintMessage = c.texts("survey", r, "constraint_message", n)
	n.RequiredMessage = c.texts("survey", r, "required_message", n)
	n.Media = c.files("survey", r)
	n.Appearance, _ = c.cell("survey", r, "appearance")
	n.Tag, _ = c.cell("survey", r, "compact_tag")
	c.parameters(n, r)
	c.selects(n, r, w, header)
	c.logic(n, r)
	c.labelled(n, r)
	if w.other {
		c.specify(n, r, parent)
	}
}

// specify adds the question that "or_other" asks after "other" was chosen.
func (c *compiler) specify(of *Node, r Row, parent *Node) {
	n := &Node{Kind: Question, Type: Text, Name: of.Name + "_other", Label: c.said(orOtherLabel)}
	c.attach(n, r, "type", parent)
	n.Relevant = call("selected", &Expr{Op: "ref", Path: slices.Clone(of.Path)}, text("other"))
}

// outside takes a row that holds no answer: a table to read, or what is not done.
func (c *compiler) outside(r Row, w typed, header string) {
	if w.notice != "" {
		c.add("warning", "survey", r.N, header, w.notice, w.word)
		return
	}
	name, _ := c.cell("survey", r, "name") // csv-external
	if _, ok := c.fileList(name+".csv", "name", "label"); !ok {
		c.add("error", "survey", r.N, header, "form.file.missing", name+".csv")
	}
}

func (c *compiler) logic(n *Node, r Row) {
	c.expr(n, r, "relevant", func(e *Expr) { n.Relevant = e })
	c.expr(n, r, "constraint", func(e *Expr) { n.Constraint = e })
	c.expr(n, r, "calculation", func(e *Expr) { n.Calculate = e })
	c.expr(n, r, "read_only", func(e *Expr) { n.ReadOnly = unlessFalse(e) })
	if v, _ := c.cell("survey", r, "calculation"); v == "" && n.Type == Calculate {
		if d, _ := c.cell("survey", r, "default"); d == "" {
			c.add("error", "survey", r.N, c.headerOf("calculation"), "form.calculation.missing")
		}
	}
	if v, h := c.cell("survey", r, "required"); n.Type == NoteType && v != "" && !falsy(v) {
		c.add("warning", "survey", r.N, h, "form.note.required")
	} else {
		c.expr(n, r, "required", func(e *Expr) { n.Required = unlessFalse(e) })
	}
	c.defaults(n, r)
	if v, h := c.cell("survey", r, "trigger"); v != "" {
		found := reference.FindAllString(v, -1)
		for _, m := range found {
			c.exprs = append(c.exprs, pending{n: n, src: m, row: r.N, header: h, sheet: "survey", set: func(e *Expr) { n.Trigger = append(n.Trigger, e.Path) }})
		}
		if len(found) == 0 {
			c.add("error", "survey", r.N, h, "form.trigger.wrong", v)
		}
	}
}

// unlessFalse leaves out what never holds.
func unlessFalse(e *Expr) *Expr {
	if e.Op == "call" && e.Str == "false" {
		return nil
	}
	return e
}

func (c *compiler) headerOf(column string) string {
	for _, col := range c.columns["survey/"+column] {
		return col.header
	}
	return column
}

func (c *compiler) defaults(n *Node, r Row) {
	v, h := c.cell("survey", r, "default")
	v = fromSerial(n.Type, v)
	switch {
	case v == "":
	case n.Type == NoteType:
		n.Default = text(v)
	case slices.Contains(fileTypes, n.Type):
		c.add("warning", "survey", r.N, h, "form.default.file")
	case dynamic(v):
		c.exprs = append(c.exprs, pending{n: n, src: v, row: r.N, header: h, sheet: "survey", set: func(e *Expr) { n.Default = e }})
	case !wellTyped(n.Type, v):
		c.add("error", "survey", r.N, h, "form.default.type", v, string(n.Type))
	case n.List != "" && !c.chosenFrom(n, v):
		c.add("warning", "survey", r.N, h, "form.default.choice", v, n.List)
		n.Default = text(v)
	default:
		n.Default = text(v)
	}
}

// fromSerial writes a date or time that a spreadsheet keeps as days since the end
// of 1899 as forms write it.
func fromSerial(t Type, v string) string {
	layout := map[Type]string{Date: time.DateOnly, Time: "15:04:05.000", DateTime: instantLayout}[t]
	days, ok := parseNumber(v)
	if layout == "" || !ok {
		return v
	}
	at, ok := dateOf(days - serialEpoch)
	if !ok {
		return v
	}
	return at.Format(layout)
}

// serialEpoch is 1970-01-01 in the days of a spreadsheet.
const serialEpoch = 25_569

func (c *compiler) chosenFrom(n *Node, v string) bool {
	names := []string{v}
	if n.Type != SelectOne {
		names = fields(v)
	}
	for _, name := range names {
		if c.f.choice(n.List, name) == nil {
			return false
		}
	}
	return true
}

// dynamic tells a default that is computed from one that is written: it refers to
// an answer, or calls a function.
func dynamic(v string) bool {
	if strings.Contains(v, "${") {
		return true
	}
	ts, err := lex(v)
	if err != nil {
		return false
	}
	for i := range ts[:len(ts)-1] {
		_, known := functions[ts[i].text]
		if ts[i].kind == tName && known && ts[i+1].text == "(" {
			return true
		}
	}
	return false
}

func (c *compiler) expr(n *Node, r Row, column string, set func(*Expr)) {
	src, h := c.cell("survey", r, column)
	if src == "" {
		return
	}
	if column != "repeat_count" && column != "calculation" {
		switch { // yes and no, as people write them, and TRUE and FALSE, as Excel does
		case truthy(src):
			src = "true()"
		case falsy(src):
			src = "false()"
		}
	}
	c.exprs = append(c.exprs, pending{n: n, src: src, row: r.N, header: h, sheet: "survey", set: set})
}

// silent are the types that nobody is asked.
var silent = []Type{Calculate, Hidden, Start, End, Today, DeviceID, Username, PhoneNumber}

// fileTypes are the types whose answer is a file.
var fileTypes = []Type{Image, Audio, Video, FileType}

// Asked tells whether a person sees the question.
func (n *Node) Asked() bool { return n.Kind == Question && !slices.Contains(silent, n.Type) }

func (c *compiler) labelled(n *Node, r Row) {
	if !n.Asked() {
		return
	}
	if calculated, _ := c.cell("survey", r, "calculation"); calculated != "" {
		return
	}
	if len(n.Label) == 0 && len(n.Media) == 0 && len(n.Hint) == 0 {
		c.add("warning", "survey", r.N, c.headerOf("label"), "form.label.missing")
		return
	}
	if len(n.Label) > 0 {
		c.missingIn(n.Label, "survey", r.N)
	}
}

var biometric = regexp.MustCompile(`biometr|finger_?-?print|iris_?-?scan|face_?-?scan|retina`)
