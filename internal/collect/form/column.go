package form

import (
	"regexp"
	"slices"
	"strings"
)

// column is one column of a sheet: "label::Français (fr)" is label in fr.
type column struct {
	i        int
	language string
	header   string
}

// aliases of columns, in lower case with spaces and dashes as underscores.
var aliases = map[string]string{
	"relevance": "relevant", "calculate": "calculation", "list_name": "list", "list name": "list", "constraint_msg": "constraint_message",
	"constraintmsg": "constraint_message", "constraining_message": "constraint_message", "required_msg": "required_message",
	"requiredmsg": "required_message", "readonly": "read_only", "value": "name", "tag": "name", "command": "type",
	"caption": "label", "repeat": "repeat_count", "count": "repeat_count", "choicefilter": "choice_filter", "label_guidance": "guidance_hint",
	"jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "bind::relevant": "relevant", "bind::required": "required",
	"bind::constraint": "constraint", "bind::calculate": "calculation", "bind::readonly": "read_only", "control::appearance": "appearance",
	"body::appearance": "appearance", "jr:count": "repeat_count", "control::jr:count": "repeat_count", "bind::jr:constraintmsg": "constraint_message",
	"bind::jr:requiredmsg": "required_message", "instance::odk:tag": "compact_tag",
}

// surveyColumns are those of the survey sheet that mean something.
var surveyColumns = []string{
	"type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message", "constraint", "constraint_message",
	"calculation", "default", "appearance", "choice_filter", "parameters", "repeat_count", "trigger", "read_only", "image", "audio",
	"video", "big-image", "compact_tag", "disabled", "rows",
}

// remarks are columns for whoever writes the form.
var remarks = []string{"note", "notes", "comment", "comments", "remark", "remarks", "remarque", "remarques"}

// unsupported are columns that other tools know and that do nothing here.
var unsupported = regexp.MustCompile(`^(save_to|sms_.*|autoplay|noapperrorstring|no_app_error_string|instance::.*|bind::.*|body::.*|control::.*|hxl)$`)

var translated = []string{"label", "hint", "guidance_hint", "required_message", "constraint_message", "image", "audio", "video", "big-image"}

// mediaKinds are the columns that hold names of files.
var mediaKinds = []string{"image", "audio", "video", "big-image"}

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
		col := column{i, language, h}
		if first, twice := c.same(sheet, name, col); twice {
			c.add("error", sheet, 1, h, "form.column.twice", h, first)
			continue
		}
		c.columns[sheet+"/"+name] = append(c.columns[sheet+"/"+name], col)
		if sheet == "survey" {
			c.knownColumn(name, h)
		}
	}
}

// same finds a column that means the same as one before it: which of the two
// should hold, nobody can tell.
func (c *compiler) same(sheet, name string, col column) (first string, twice bool) {
	for _, other := range c.columns[sheet+"/"+name] {
		if other.language == col.language && (slices.Contains(surveyColumns, name) || slices.Contains(choiceColumns, name)) {
			return other.header, true
		}
	}
	return "", false
}

func (c *compiler) knownColumn(name, h string) {
	switch {
	case slices.Contains(surveyColumns, name), slices.Contains(remarks, name), strings.HasPrefix(h, "_"), strings.HasPrefix(h, "#"):
	case unsupported.MatchString(name):
		c.add("warning", "survey", 1, h, "form.column.unsupported", h)
	default:
		c.notKnown("survey", 1, h, name, surveyColumns)
	}
}

// notKnown tells of a header that means nothing, with the one it may be a slip of.
func (c *compiler) notKnown(sheet string, row int, h, name string, known []string) {
	if near := closest(name, slices.Clone(known)); edits(name, near) <= maxSlip {
		c.add("warning", sheet, row, h, "form.column.slip", h, near)
		return
	}
	c.add("warning", sheet, row, h, "form.column.unknown", h)
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
		if a, ok := aliases[strings.ReplaceAll(full, ":::", "::")]; ok {
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
	if !strings.Contains(s, "${") {
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

// files reads the columns image, audio and video of a row: names of files that
// are shown or played beside its text, by kind and language.
func (c *compiler) files(sheet string, r Row) map[string]map[string]string {
	var m map[string]map[string]string
	for _, kind := range mediaKinds {
		for _, col := range c.columns[sheet+"/"+kind] {
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
			if !wellNamed(r.Cells[col.i]) {
				c.add("error", sheet, r.N, col.header, "form.media.name", r.Cells[col.i])
			}
		}
	}
	return m
}
