package form

import (
	"regexp"
	"slices"
	"strings"
)

// kinds of group in the survey sheet.
var beginnings = map[string]Kind{"begin_group": Group, "begin_repeat": Repeat}

var endings = map[string]Kind{"end_group": Group, "end_repeat": Repeat}

// typeAliases are the ways in which people write types.
var typeAliases = map[string]Type{
	"string": Text, "int": Integer, "float": Decimal, "double": Decimal, "datetime": DateTime, "dateTime": DateTime, "date_time": DateTime,
	"gps": Geopoint, "location": Geopoint, "photo": Image, "picture": Image, "trigger": Acknowledge, "start-geopoint": Hidden, "phone_number": Text,
	"trace": Geotrace, "shape": Geoshape, "simserial": Hidden, "subscriberid": Hidden, "email": Hidden, "audit": Hidden, "background-audio": Audio,
	"starttime": Start, "endtime": End, "device_id": DeviceID, "calculation": Calculate, "xml-external": Hidden, "csv-external": Hidden,
	"osm": FileType, "background-geopoint": Hidden, "percentage": Integer, "number": Integer, "instance": Hidden, "imei": Hidden, "uri:deviceid": Hidden,
	"uri:username": Hidden, "uri:phonenumber": Hidden, "uri:subscriberid": Hidden, "uri:simserial": Hidden, "uri:email": Hidden, "carrier": Hidden,
}

// notQuestions are rows that mean nothing here and are passed over.
var notQuestions = []string{"audit", "xml-external", "csv-external", "start-geopoint", "background-geopoint", "instance"}

var biometric = regexp.MustCompile(`biometr|fingerprint|iris_scan|face_scan`)

// typeOf reads a type cell: the type, the list of a select, and whether "other"
// is added to it.
func typeOf(cell string) (t Type, list string, other, ok bool) {
	words := strings.Fields(cell)
	if len(words) == 0 {
		return "", "", false, false
	}
	head := strings.ToLower(words[0])
	rest := words[1:]
	if (head == "select" || head == "add") && len(rest) > 0 { // "select one", "select multiple", "select all that apply"
		head, rest = head+"_"+strings.ToLower(rest[0]), rest[1:]
	}
	for len(rest) > 0 && slices.Contains([]string{"from", "that", "apply", "prompt", "using"}, strings.ToLower(rest[0])) {
		rest = rest[1:]
	}
	if n := len(rest); n > 1 && strings.EqualFold(rest[n-1], "or_other") || n > 2 && strings.EqualFold(strings.Join(rest[n-2:], "_"), "or_other") {
		other = true
	}
	first := ""
	if len(rest) > 0 {
		first = rest[0]
	}
	switch head {
	case "select_one", "select1", "select_one_prompt", "select_one_from_file":
		return SelectOne, first, other, true
	case "select_multiple", "select_all", "select_multiple_from_file", "select_multi":
		return SelectMultiple, first, other, true
	case "rank":
		return Rank, first, false, true
	case "select_one_external":
		return SelectOne, first + ".csv", false, true
	case "osm":
		return FileType, "", false, true
	}
	whole := strings.ToLower(strings.Join(words, "_"))
	for _, t := range Types() {
		if strings.ToLower(string(t)) == whole {
			return t, "", false, true
		}
	}
	if t, ok := typeAliases[whole]; ok {
		return t, "", false, true
	}
	if t, ok := typeAliases[strings.ToLower(words[0])]; ok && len(words) == 1 {
		return t, "", false, true
	}
	return "", "", false, false
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
	for _, r := range s.Rows {
		cell, header := c.cell("survey", r, "type")
		name, nameHeader := c.cell("survey", r, "name")
		if off, _ := c.cell("survey", r, "disabled"); truthy(off) {
			continue
		}
		if cell == "" {
			if name != "" {
				c.add("error", "survey", r.N, header, "form.type.missing")
			}
			continue
		}
		word := strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(cell), "_")), "-", "_")
		word = strings.TrimSuffix(strings.Replace(word, "begin_loop", "begin_repeat", 1), "_")
		if strings.HasPrefix(word, "begin_loop") || strings.HasPrefix(word, "begin_repeat") {
			word = "begin_repeat"
		}
		if k, ok := beginnings[word]; ok {
			n := c.group(k, r, name, nameHeader, parentOf(open))
			if len(open) >= maxDepth/2 {
				c.add("error", "survey", r.N, header, "form.group.deep")
				return
			}
			open = append(open, n)
			continue
		}
		if k, ok := endings[strings.Replace(word, "end_loop", "end_repeat", 1)]; ok {
			if len(open) == 0 || open[len(open)-1].Kind != k {
				c.add("error", "survey", r.N, header, "form.group.unopened", string(k))
				if len(open) > 0 {
					open = open[:len(open)-1]
				}
				continue
			}
			open = open[:len(open)-1]
			continue
		}
		if slices.Contains(notQuestions, strings.ToLower(cell)) || strings.HasPrefix(strings.ToLower(cell), "audit") {
			continue
		}
		c.question(r, cell, header, name, nameHeader, parentOf(open))
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
	if other := c.byPath[key(n.Path)]; other != nil {
		c.add("error", "survey", r.N, header, "form.name.twice", n.Name, itoa(other.row))
	} else {
		c.byPath[key(n.Path)] = n
	}
	*siblings = append(*siblings, n)
	c.byName[n.Name] = append(c.byName[n.Name], n)
}

func (c *compiler) named(r Row, name, header string) string {
	switch {
	case name == "":
		c.add("error", "survey", r.N, header, "form.name.missing")
		return "row_" + itoa(r.N)
	case !isName(name):
		c.add("error", "survey", r.N, header, "form.name.wrong", name)
		return "row_" + itoa(r.N)
	}
	return name
}

func (c *compiler) group(k Kind, r Row, name, header string, parent *Node) *Node {
	n := &Node{Kind: k}
	if name == "" && k == Group { // a group without a name only holds things together
		n.Name = "group_" + itoa(r.N)
	} else {
		n.Name = c.named(r, name, header)
	}
	c.attach(n, r, header, parent)
	n.Label = c.texts("survey", r, "label", n)
	n.Hint = c.texts("survey", r, "hint", n)
	n.Appearance, _ = c.cell("survey", r, "appearance")
	c.expr(n, r, "relevant", func(e *Expr) { n.Relevant = e })
	if k == Repeat {
		c.expr(n, r, "repeat_count", func(e *Expr) { n.Count = e })
	}
	return n
}

func (c *compiler) question(r Row, cell, header, name, nameHeader string, parent *Node) {
	if biometric.MatchString(strings.ToLower(cell)) {
		c.add("error", "survey", r.N, header, "form.type.biometric")
		return
	}
	t, list, other, ok := typeOf(cell)
	if !ok {
		c.add("error", "survey", r.N, header, "form.type.unknown", cell, closest(strings.Fields(cell)[0], typeNames()))
		return
	}
	n := &Node{Kind: Question, Type: t}
	if name == "" && (t == NoteType || t == Start || t == End || t == Today || t == DeviceID || t == Username || t == PhoneNumber) {
		name = string(t)
		if t == NoteType {
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
	n.Media = c.media(r)
	n.Appearance, _ = c.cell("survey", r, "appearance")
	c.parameters(n, r)
	if v, _ := c.cell("survey", r, "read_only"); truthy(v) {
		n.ReadOnly = true
	}
	c.selects(n, r, cell, header, list, other)
	c.logic(n, r)
	c.labelled(n, r)
}

func typeNames() []string {
	var names []string
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return append(names, "begin_group", "end_group", "begin_repeat", "end_repeat")
}

func (c *compiler) selects(n *Node, r Row, cell, header, list string, other bool) {
	switch n.Type {
	case SelectOne, SelectMultiple, Rank:
	default:
		return
	}
	if strings.Contains(strings.ToLower(cell), "_from_file") || strings.HasSuffix(list, ".csv") || strings.HasSuffix(list, ".xml") || strings.HasSuffix(list, ".geojson") {
		c.add("warning", "survey", r.N, header, "form.file.list", list)
		n.Type = Text
		return
	}
	if list == "" {
		c.add("error", "survey", r.N, header, "form.list.none")
		return
	}
	if strings.HasPrefix(list, "${") { // choices made of a repeat's answers: typed in as text
		n.Type = Text
		return
	}
	if _, ok := c.f.Lists[list]; !ok {
		var known []string
		for l := range c.f.Lists {
			known = append(known, l)
		}
		near := ""
		if len(known) > 0 {
			near = " (" + closest(list, known) + "?)"
		}
		c.add("error", "survey", r.N, header, "form.list.missing", list, near)
		return
	}
	n.List = list
	if other && c.f.choice(list, "other") == nil {
		c.f.Lists[list] = append(c.f.Lists[list], orOther...)
	}
	if src, h := c.cell("survey", r, "choice_filter"); src != "" {
		c.exprs = append(c.exprs, pending{n: n, src: src, row: r.N, header: h, sheet: "survey", filter: true, set: func(e *Expr) { n.Filter = e }})
	}
}

// dynamic tells a default that is computed from one that is written.
var dynamic = regexp.MustCompile(`\$\{|^[a-z][a-z:-]*\(.*\)$`)

func (c *compiler) logic(n *Node, r Row) {
	c.expr(n, r, "relevant", func(e *Expr) { n.Relevant = e })
	c.expr(n, r, "constraint", func(e *Expr) { n.Constraint = e })
	c.expr(n, r, "calculation", func(e *Expr) { n.Calculate = e })
	if v, _ := c.cell("survey", r, "calculation"); v == "" && n.Type == Calculate {
		if d, _ := c.cell("survey", r, "default"); d == "" {
			c.add("warning", "survey", r.N, "calculation", "form.calculation.missing")
		}
	}
	switch v, _ := c.cell("survey", r, "required"); {
	case v == "" || falsy(v):
	case truthy(v):
		n.Required = call("true")
	default:
		c.expr(n, r, "required", func(e *Expr) { n.Required = e })
	}
	if v, h := c.cell("survey", r, "default"); v != "" {
		if dynamic.MatchString(v) && n.Type != NoteType {
			c.exprs = append(c.exprs, pending{n: n, src: v, row: r.N, header: h, sheet: "survey", set: func(e *Expr) { n.Default = e }})
		} else {
			n.Default = text(v)
		}
	}
	if v, h := c.cell("survey", r, "trigger"); v != "" {
		for _, m := range reference.FindAllString(v, -1) {
			c.exprs = append(c.exprs, pending{n: n, src: m, row: r.N, header: h, sheet: "survey", set: func(e *Expr) { n.Trigger = append(n.Trigger, e.Path) }})
		}
	}
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

func (c *compiler) parameters(n *Node, r Row) {
	v, _ := c.cell("survey", r, "parameters")
	for _, p := range strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ';' || r == ',' || r == '\n' }) {
		k, val, ok := strings.Cut(p, "=")
		if !ok {
			continue
		}
		if n.Parameters == nil {
			n.Parameters = map[string]string{}
		}
		n.Parameters[strings.TrimSpace(k)] = strings.Trim(strings.TrimSpace(val), `"'`)
	}
}

// silent are the types that nobody is asked.
var silent = []Type{Calculate, Hidden, Start, End, Today, DeviceID, Username, PhoneNumber}

// Asked tells whether a person sees the question.
func (n *Node) Asked() bool { return n.Kind == Question && !slices.Contains(silent, n.Type) }

func (c *compiler) labelled(n *Node, r Row) {
	if !n.Asked() || n.Calculate != nil {
		return
	}
	if len(n.Label) == 0 && len(n.Media) == 0 && len(n.Hint) == 0 {
		c.add("warning", "survey", r.N, "label", "form.label.missing")
		return
	}
	for _, l := range c.f.Languages {
		if _, ok := n.Label[l]; !ok && len(n.Label) > 0 && l != "" {
			c.add("warning", "survey", r.N, "label", "form.label.language", l)
		}
	}
}
