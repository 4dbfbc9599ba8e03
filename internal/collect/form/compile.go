package form

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// compiler turns a workbook into a form and collects what is wrong on the way:
// all of it, not the first, because people mend a form row by row.
type compiler struct {
	w        *Workbook
	f        *Form
	problems []Problem

	columns map[string][]column // of survey and choices, by name
	byName  map[string][]*Node
	byPath  map[string]*Node
	exprs   []pending

	allowTwice bool // settings: allow_choice_duplicates
}

// column is one column of a sheet: "label::Français (fr)" is label in fr.
type column struct {
	i        int
	language string
	header   string
}

// pending is an expression found before all names are known.
type pending struct {
	n      *Node
	src    string
	row    int
	header string
	sheet  string
	filter bool
	set    func(*Expr)
}

// Compile makes the form. Problems of severity error mean that it must not be
// used; the form is nil where nothing could be made of it.
func Compile(w *Workbook) (*Form, []Problem) {
	c := &compiler{w: w, byName: map[string][]*Node{}, byPath: map[string]*Node{}, columns: map[string][]column{}}
	c.f = &Form{Schema: Schema, Root: "data", Title: Texts{}, Lists: map[string][]Choice{}}
	if w.Sheets["survey"] == nil {
		c.add("error", "survey", 0, "", "form.sheet.missing", "survey")
		return nil, c.problems
	}
	c.header("survey")
	c.header("choices")
	c.settings()
	c.languages()
	c.choices()
	c.survey()
	c.compileExprs()
	c.cycles()
	c.f.link()
	c.lint()
	if len(c.f.Questions()) == 0 {
		c.add("error", "survey", 0, "", "form.form.empty")
	}
	if err := c.f.seal(); err != nil {
		c.add("error", "survey", 0, "", err.Error())
	}
	return c.f, c.problems
}

func (c *compiler) add(severity, sheet string, row int, header, key string, args ...string) {
	switch {
	case len(c.problems) > maxFound:
		return
	case len(c.problems) == maxFound:
		severity, sheet, row, header, key, args = "error", "survey", 0, "", "form.problems.many", []string{itoa(maxFound)}
	}
	p := newProblem(severity, key, args...)
	p.Sheet, p.Row, p.Column = sheet, row, header
	if s := c.w.Sheets[sheet]; s != nil && header != "" && row > 0 {
		if i := slices.Index(s.Header, header); i >= 0 {
			p.Cell = fmt.Sprintf("%s%d", columnName(i), row)
		}
	}
	c.problems = append(c.problems, p)
}

// aliases of columns, in lower case with spaces and dashes as underscores.
var aliases = map[string]string{
	"relevance": "relevant", "calculate": "calculation", "list_name": "list", "list name": "list", "constraint_msg": "constraint_message",
	"constraintmsg": "constraint_message", "required_msg": "required_message", "readonly": "read_only", "value": "name", "command": "type",
	"caption": "label", "repeat": "repeat_count", "choicefilter": "choice_filter", "label_guidance": "guidance_hint", "noapperrorstring": "required_message",
	"jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "bind::relevant": "relevant", "bind::required": "required",
	"bind::constraint": "constraint", "bind::calculate": "calculation", "bind::readonly": "read_only", "control::appearance": "appearance",
	"body::appearance": "appearance", "jr:count": "repeat_count", "control::jr:count": "repeat_count", "bind::jr:constraintmsg": "constraint_message",
}

// known columns of the two sheets; others are kept on choices and named once on
// the survey.
var surveyColumns = []string{
	"type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message", "constraint", "constraint_message",
	"calculation", "default", "appearance", "choice_filter", "parameters", "repeat_count", "trigger", "read_only", "save_to", "image", "audio",
	"video", "big-image", "compact_tag", "disabled", "note", "notes", "comment", "comments", "media",
}

var translated = []string{"label", "hint", "guidance_hint", "required_message", "constraint_message", "image", "audio", "video", "big-image"}

var languageCode = regexp.MustCompile(`\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$`)

// languageOf is the tag in parentheses, or the name itself.
func languageOf(s string) string {
	s = strings.TrimSpace(s)
	if m := languageCode.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}

// header reads a sheet's first row.
func (c *compiler) header(sheet string) {
	s := c.w.Sheets[sheet]
	if s == nil {
		return
	}
	for i, h := range s.Header {
		if h == "" {
			continue
		}
		name, language := splitHeader(h)
		c.columns[sheet+"/"+name] = append(c.columns[sheet+"/"+name], column{i, language, h})
		if sheet == "survey" && !slices.Contains(surveyColumns, name) && !strings.Contains(name, "::") && !strings.HasPrefix(name, "instance::") {
			c.add("warning", sheet, 1, h, "form.column.unknown", h)
		}
	}
}

func splitHeader(h string) (name, language string) {
	sep := "::"
	if !strings.Contains(h, sep) && strings.Contains(h, ":") && !strings.HasPrefix(h, "jr:") {
		sep = ":"
	}
	parts := strings.Split(h, sep)
	name = strings.ToLower(strings.TrimSpace(parts[0]))
	rest := parts[1:]
	if name == "media" && len(rest) > 0 {
		name, rest = strings.ToLower(strings.TrimSpace(rest[0])), rest[1:]
	}
	name = strings.ReplaceAll(strings.ReplaceAll(name, " ", "_"), "-", "_")
	if name == "big_image" {
		name = "big-image"
	}
	if a, ok := aliases[name]; ok {
		name = a
	}
	if slices.Contains(translated, name) {
		if len(rest) > 0 {
			language = languageOf(strings.Join(rest, sep))
		}
		return name, language
	}
	if len(rest) > 0 {
		full := strings.ToLower(name + "::" + strings.TrimSpace(strings.Join(rest, "::")))
		if a, ok := aliases[full]; ok {
			return a, ""
		}
		return full, ""
	}
	return name, ""
}

// cell gives a row's value in a column, and the column's header.
func (c *compiler) cell(sheet string, r Row, name string) (value, header string) {
	for _, col := range c.columns[sheet+"/"+name] {
		header = col.header
		if col.i < len(r.Cells) && r.Cells[col.i] != "" {
			return r.Cells[col.i], col.header
		}
	}
	return "", header
}

func (c *compiler) settings() {
	f := c.f
	f.ID = strings.ReplaceAll(c.w.Name, " ", "_")
	title := ""
	if s := c.w.Sheets["settings"]; s != nil && len(s.Rows) > 0 {
		r := s.Rows[0]
		for i, h := range s.Header {
			if i >= len(r.Cells) || r.Cells[i] == "" {
				continue
			}
			v := r.Cells[i]
			name, language := splitHeader(h)
			switch {
			case name == "form_id" || name == "id_string":
				f.ID = v
			case name == "version":
				f.Version = v
			case name == "form_title" || name == "set_form_title" || name == "title":
				title = v
			case strings.HasPrefix(name, "form_title::"):
				f.Title[languageOf(strings.TrimPrefix(h, h[:strings.Index(h, "::")+2]))] = []Piece{{Text: v}}
			case name == "default_language":
				f.DefaultLanguage = languageOf(v)
			case name == "allow_choice_duplicates":
				c.allowTwice = truthy(v)
			case name == "style":
				f.style = v
			case name == "name" && isName(v):
				f.Root = v
			case name == "instance_name":
				c.exprs = append(c.exprs, pending{src: v, row: r.N, header: h, sheet: "settings", set: func(e *Expr) { f.InstanceName = e }})
			}
			_ = language
		}
	}
	if title == "" && len(f.Title) == 0 {
		title = f.ID
	}
	if title != "" {
		f.Title[""] = []Piece{{Text: title}}
	}
}

// languages are those of the labels, in the order of the sheet; a bare column
// is the unnamed language where no other column names one.
func (c *compiler) languages() {
	bare := false
	for _, sheet := range []string{"survey", "choices"} {
		for _, name := range []string{"label", "hint"} {
			for _, col := range c.columns[sheet+"/"+name] {
				if col.language == "" {
					bare = true
				} else if !slices.Contains(c.f.Languages, col.language) {
					c.f.Languages = append(c.f.Languages, col.language)
				}
			}
		}
	}
	if len(c.f.Languages) == 0 || bare && c.f.DefaultLanguage == "" {
		c.f.Languages = append(c.f.Languages, "")
	}
	if c.f.DefaultLanguage == "" || !slices.Contains(c.f.Languages, c.f.DefaultLanguage) {
		c.f.DefaultLanguage = c.f.Languages[0]
	}
	if t, ok := c.f.Title[""]; ok && !slices.Contains(c.f.Languages, "") {
		delete(c.f.Title, "")
		if _, ok := c.f.Title[c.f.DefaultLanguage]; !ok {
			c.f.Title[c.f.DefaultLanguage] = t
		}
	}
}

var orOther = []Choice{{Name: "other", Label: Texts{"ar": {{Text: "غير ذلك"}}, "fr": {{Text: "Autre"}}, "en": {{Text: "Other"}}}}}

func (c *compiler) choices() {
	s := c.w.Sheets["choices"]
	if s == nil {
		return
	}
	if len(c.columns["choices/list"]) == 0 {
		c.add("warning", "choices", 1, "", "form.column.missing", "list_name")
		return
	}
	seen := map[[2]string]int{} // list and name, to the place in the list
	for _, r := range s.Rows {
		list, _ := c.cell("choices", r, "list")
		name, header := c.cell("choices", r, "name")
		if list == "" {
			continue
		}
		switch {
		case name == "":
			c.add("error", "choices", r.N, header, "form.choice.name")
			continue
		case strings.ContainsAny(name, " \t\n"):
			c.add("warning", "choices", r.N, header, "form.choice.space", name)
		}
		ch := Choice{Name: name, Label: c.texts("choices", r, "label", nil)}
		for key, cols := range c.columns {
			col, ok := strings.CutPrefix(key, "choices/")
			if !ok || slices.Contains(translated, col) || col == "list" || col == "name" {
				continue
			}
			if v, _ := c.cell("choices", r, col); v != "" {
				if ch.Extra == nil {
					ch.Extra = map[string]string{}
				}
				ch.Extra[strings.TrimSpace(cols[0].header)] = v
			}
		}
		if i, twice := seen[[2]string{list, name}]; twice {
			// In a cascade the same name may stand under several parents.
			severity := "error"
			if !maps.Equal(c.f.Lists[list][i].Extra, ch.Extra) || c.allowTwice {
				severity = "warning"
			}
			c.add(severity, "choices", r.N, header, "form.choice.twice", name)
		} else {
			seen[[2]string{list, name}] = len(c.f.Lists[list])
		}
		c.f.Lists[list] = append(c.f.Lists[list], ch)
	}
}

// texts reads a translated column. Where n is set, ${x} in it is compiled later.
func (c *compiler) texts(sheet string, r Row, name string, n *Node) Texts {
	var t Texts
	for _, col := range c.columns[sheet+"/"+name] {
		if col.i >= len(r.Cells) || r.Cells[col.i] == "" {
			continue
		}
		language := col.language
		if language == "" && !slices.Contains(c.f.Languages, "") {
			language = c.f.DefaultLanguage
			if _, ok := t[language]; ok {
				continue
			}
		}
		if t == nil {
			t = Texts{}
		}
		t[language] = c.parts(sheet, r.Cells[col.i], r.N, col.header, n)
	}
	return t
}

var reference = regexp.MustCompile(`\$\{[^}]*\}`)

func (c *compiler) parts(sheet, s string, row int, header string, n *Node) []Piece {
	if n == nil || !strings.Contains(s, "${") {
		return []Piece{{Text: s}}
	}
	var parts []Piece
	last := 0
	for _, m := range reference.FindAllStringIndex(s, -1) {
		if m[0] > last {
			parts = append(parts, Piece{Text: s[last:m[0]]})
		}
		parts = append(parts, Piece{Expr: &Expr{}})
		e := parts[len(parts)-1].Expr
		c.exprs = append(c.exprs, pending{n: n, src: s[m[0]:m[1]], row: row, header: header, sheet: sheet, set: func(x *Expr) { *e = *x }})
		last = m[1]
	}
	if last < len(s) {
		parts = append(parts, Piece{Text: s[last:]})
	}
	return parts
}

// media reads the columns image, audio and video.
func (c *compiler) media(r Row) map[string]map[string]string {
	var m map[string]map[string]string
	for _, kind := range []string{"image", "audio", "video", "big-image"} {
		for _, col := range c.columns["survey/"+kind] {
			if col.i >= len(r.Cells) || r.Cells[col.i] == "" {
				continue
			}
			if m == nil {
				m = map[string]map[string]string{}
			}
			if m[kind] == nil {
				m[kind] = map[string]string{}
			}
			m[kind][col.language] = r.Cells[col.i]
		}
	}
	return m
}

func (c *compiler) compileExprs() {
	for _, p := range c.exprs {
		at := []string{c.f.Root}
		if p.n != nil {
			at = p.n.Path
		}
		var ambiguous string
		s := scope{at: at, columns: p.filter, lists: func(list string) bool { return c.f.Lists[list] != nil }}
		s.resolve = func(name string) ([]string, bool) {
			ns := c.byName[name]
			if len(ns) > 1 {
				if n := nearest(ns, at); n != nil {
					return n.Path, true
				}
				ambiguous = name
			}
			if len(ns) == 0 {
				return nil, false
			}
			return ns[0].Path, true
		}
		e, err := parseExpr(p.src, s)
		if ambiguous != "" {
			c.add("error", p.sheet, p.row, p.header, "form.expr.ambiguous", ambiguous)
			continue
		}
		var se *syntaxError
		if err == nil {
			err = c.known(e, p)
		}
		if errors.As(err, &se) {
			c.add("error", p.sheet, p.row, p.header, se.key, c.suggest(se)...)
			continue
		}
		p.set(e)
	}
}

// known holds the paths and columns of an expression against the form.
func (c *compiler) known(e *Expr, p pending) error {
	var wrong error
	var columns string // of which list
	if p.filter {
		columns = p.n.List
	}
	var look func(e *Expr, columns string)
	look = func(e *Expr, columns string) {
		switch {
		case wrong != nil:
			return
		case e.Op == "ref" && !c.leads(e.Path):
			wrong = wrongAt("form.expr.nowhere", absolute(e.Path), e.Path[len(e.Path)-1])
		case e.Op == "col" && !c.hasColumn(columns, e.Str):
			wrong = wrongAt("form.expr.column", e.Str)
		case e.Op == "item" && !c.hasColumn(e.Str, e.Path[0]):
			wrong = wrongAt("form.expr.column", e.Path[0])
		case e.Op == "item":
			columns = e.Str
		}
		for _, a := range e.Args {
			look(a, columns)
		}
		for _, p := range e.Preds {
			look(p.Expr, columns)
		}
	}
	look(e, columns)
	return wrong
}

// leads tells whether there is something at a path: a node, the root, or what
// every submission says of itself.
func (c *compiler) leads(path []string) bool {
	return path[0] == c.f.Root && (len(path) == 1 || path[1] == "meta" || c.byPath[key(path)] != nil)
}

// hasColumn tells whether choices of a list have a column; where no choice of the
// list fills it in, the sheet's header is enough.
func (c *compiler) hasColumn(list, name string) bool {
	if name == "name" || name == "value" || name == "label" {
		return true
	}
	for _, ch := range c.f.Lists[list] {
		if _, ok := ch.Extra[name]; ok {
			return true
		}
	}
	s := c.w.Sheets["choices"]
	return s != nil && slices.Contains(s.Header, name)
}

// nearest is the node of a name in the innermost group that holds the place too.
func nearest(ns []*Node, at []string) *Node {
	for i := len(at) - 1; i > 0; i-- {
		for _, n := range ns {
			if len(n.Path) == i+1 && slices.Equal(n.Path[:i], at[:i]) {
				return n
			}
		}
	}
	return nil
}

func (c *compiler) suggest(e *syntaxError) []string {
	var known []string
	switch e.key {
	case "form.expr.unknown":
		for n := range c.byName {
			known = append(known, n)
		}
	case "form.expr.function":
		for n := range functions {
			known = append(known, n)
		}
	case "form.expr.nowhere":
		for n := range c.byName {
			known = append(known, n)
		}
		return []string{e.args[0], closest(e.args[1], known)}
	case "form.expr.column":
		known = slices.DeleteFunc(slices.Clone(c.w.Sheets["choices"].Header), func(h string) bool { return h == "" || strings.Contains(h, "::") })
	default:
		return e.args
	}
	return append(slices.Clone(e.args), closest(e.args[0], known))
}

// closest is the known word with the fewest letters changed.
func closest(word string, known []string) string {
	slices.Sort(known)
	known = known[:min(len(known), maxSuggest)]
	best, at := "", 1<<30
	for _, k := range known {
		if d := edits(strings.ToLower(word), strings.ToLower(k)); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return "—"
	}
	return best
}

func edits(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > maxDepth || len(rb) > maxDepth { // a name as long as that is no slip of the finger
		return 1 << 20
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j := range rb {
			cost := diagonal
			if ra[i] != rb[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(rb)]
}

// cycles finds calculations that wait for each other.
func (c *compiler) cycles() {
	state := map[*Node]int{} // 1: on the way, 2: done
	var path []string
	var visit func(n *Node) bool
	visit = func(n *Node) bool {
		switch state[n] {
		case 1:
			c.add("error", "survey", n.row, "calculation", "form.cycle", strings.Join(append(path, n.Name), " → "))
			return true
		case 2:
			return false
		}
		state[n] = 1
		path = append(path, n.Name)
		found := false
		n.Calculate.refs(func(p []string) {
			if m := c.byPath[key(p)]; m != nil && m.Calculate != nil && !found {
				if m == n && n.Calculate.Op == "call" && n.Calculate.Str == "once" {
					return
				}
				found = visit(m)
			}
		})
		path = path[:len(path)-1]
		state[n] = 2
		return found
	}
	for _, n := range c.flat() {
		if n.Calculate != nil && visit(n) {
			return
		}
	}
}

func (c *compiler) flat() []*Node {
	var out []*Node
	var walk func([]*Node)
	walk = func(ns []*Node) {
		for _, n := range ns {
			out = append(out, n)
			walk(n.Nodes)
		}
	}
	walk(c.f.Nodes)
	return out
}

// lint warns of questions that put people at risk.
func (c *compiler) lint() {
	words := func(n *Node) string {
		s := " " + strings.ReplaceAll(strings.ToLower(n.Name), "_", " ") + " "
		for _, l := range c.f.Languages {
			s += strings.ToLower(n.Label.plain(l)) + " "
		}
		return s
	}
	for _, n := range c.f.Questions() {
		s := words(n)
		for _, rule := range lintRules {
			if rule.types != nil && !slices.Contains(rule.types, n.Type) {
				continue
			}
			if rule.words == nil || rule.words.MatchString(s) {
				c.add("warning", "survey", n.row, "type", rule.key)
			}
		}
	}
}

var lintRules = []struct {
	key   string
	types []Type
	words *regexp.Regexp
}{
	{"form.lint.gps", []Type{Geopoint, Geotrace, Geoshape}, nil},
	{"form.lint.face", []Type{Image, Video}, nil},
	{"form.lint.name", []Type{Text}, regexp.MustCompile(`\b(first|last|full|sur|family|your|his|her|victim'?s?) ?name\b|\bname of (the )?(person|victim|suspect|respondent)|\bnom (et|de la personne|de la victime|du suspect|complet)|\bprénom|\bnom de famille|اسم (الشخص|الضحية|العائلة|المشتبه)|الاسم (الكامل|الشخصي|العائلي)|اسمك`)},
	{"form.lint.phone", []Type{Text, Integer, Barcode}, regexp.MustCompile(`\bphone\b|\bmobile number|\btéléphone|\bnuméro de tél|هاتف`)},
	{"form.lint.belonging", nil, regexp.MustCompile(`\bethni|\btribe|\btribal|\breligio|\bnationalit|\bethnie|\btribu\b|\bcroyance|\bclan\b|قبيلة|القبيلة|عرق|ديانة|الدين |جنسية|الجنسية`)},
}
