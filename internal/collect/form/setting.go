package form

import (
	"slices"
	"strings"
	"unicode"
)

// knownSettings are those of the settings sheet that mean something.
var knownSettings = []string{
	"form_id", "id_string", "set_form_id", "version", "form_title", "set_form_title", "title", "default_language", "instance_name", "style",
	"allow_choice_duplicates", "name", "xml_root", "prefix", "delimiter", "auto_send", "auto_delete",
}

// unsupportedSettings are those that other tools know, with what becomes of them.
var unsupportedSettings = map[string]string{
	"public_key": "form.setting.key", "submission_url": "form.setting.url", "omit_instanceid": "form.setting.unsupported",
	"clean_text_values": "form.setting.unsupported", "flat": "form.setting.unsupported", "instance_id": "form.setting.unsupported",
	"client_editable": "form.setting.unsupported", "namespaces": "form.setting.unsupported", "add_none_option": "form.setting.unsupported",
	"sms_keyword": "form.setting.unsupported", "sms_separator": "form.setting.unsupported", "sms_allow_media": "form.setting.unsupported",
	"sms_date_format": "form.setting.unsupported", "sms_datetime_format": "form.setting.unsupported", "sms_response": "form.setting.unsupported",
}

func (c *compiler) settings() {
	f := c.f
	f.ID = strings.ReplaceAll(c.w.Name, " ", "_")
	f.autoDelete = true // what was sent lies on no phone; a form may ask otherwise
	title, row := "", 0
	s := c.w.Sheets["settings"]
	if s != nil && len(s.Rows) > 0 {
		row = s.Rows[0].N
		for i, h := range s.Header {
			if i >= len(s.Rows[0].Cells) || h == "" || s.Rows[0].Cells[i] == "" {
				continue
			}
			if t := c.setting(h, s.Rows[0].Cells[i], row); t != "" {
				title = t
			}
		}
	}
	if title == "" && len(f.Title) == 0 {
		title = f.ID
	}
	if title != "" {
		f.Title[""] = []Piece{{Text: title}}
	}
	if f.Version == "" {
		c.add("warning", "settings", row, "", "form.version.missing")
	}
	if len(f.ID) > maxID || strings.ContainsFunc(f.ID, unicode.IsControl) {
		c.add("error", "settings", row, "form_id", "form.id.wrong", itoa(maxID))
	}
}

// setting takes one setting in; a title in no language is given back.
func (c *compiler) setting(h, v string, row int) (title string) {
	f := c.f
	name, _ := splitHeader(h)
	if language, ok := strings.CutPrefix(name, "form_title::"); ok {
		if _, written, ok := strings.Cut(h, "::"); ok {
			language = written
		}
		f.Title[languageOf(language)] = []Piece{{Text: v}}
		return ""
	}
	switch name {
	case "form_id", "id_string", "set_form_id":
		f.ID = v
	case "version":
		f.Version = v
	case "form_title", "set_form_title", "title":
		return v
	case "default_language":
		f.DefaultLanguage = languageOf(v)
	case "allow_choice_duplicates":
		c.allowTwice = truthy(v)
	case "style":
		f.style = v
	case "name", "xml_root":
		if isName(v) && len(v) <= maxName {
			f.Root = v
		} else {
			c.add("error", "settings", row, h, "form.name.wrong", v)
		}
	case "prefix":
		f.Prefix = v
	case "delimiter":
		f.Delimiter = v
	case "auto_send":
		f.autoSend = v
	case "auto_delete":
		f.autoDelete = !falsy(v)
	case "instance_name":
		c.exprs = append(c.exprs, pending{src: v, row: row, header: h, sheet: "settings", set: func(e *Expr) { f.InstanceName = e }})
	default:
		c.otherSetting(name, h, row)
	}
	return ""
}

func (c *compiler) otherSetting(name, h string, row int) {
	if key, ok := unsupportedSettings[name]; ok {
		c.add("warning", "settings", row, h, key, h)
		return
	}
	c.notKnown("settings", row, h, name, knownSettings)
}

// languages are those of the labels, in the order of the sheet; a bare column is
// in the default language, and without one in the unnamed language.
func (c *compiler) languages() {
	bare := false
	for _, sheet := range []string{"survey", "choices", "external_choices"} {
		for _, col := range slices.Concat(c.columns[sheet+"/label"], c.columns[sheet+"/hint"]) {
			bare = bare || col.language == ""
			if col.language != "" && !slices.Contains(c.f.Languages, col.language) {
				c.f.Languages = append(c.f.Languages, col.language)
			}
		}
	}
	// A bare column is written in the default language, where there is one.
	if l := c.f.DefaultLanguage; (bare || len(c.f.Languages) == 0) && !slices.Contains(c.f.Languages, l) {
		c.f.Languages = append(c.f.Languages, l)
	}
	if l := c.f.DefaultLanguage; !slices.Contains(c.f.Languages, l) {
		if l != "" {
			c.add("warning", "settings", 2, "default_language", "form.language.unknown", l)
		}
		c.f.DefaultLanguage = c.f.Languages[0]
	}
	if t, ok := c.f.Title[""]; ok && !slices.Contains(c.f.Languages, "") {
		delete(c.f.Title, "")
		if _, ok := c.f.Title[c.f.DefaultLanguage]; !ok {
			c.f.Title[c.f.DefaultLanguage] = t
		}
	}
}
