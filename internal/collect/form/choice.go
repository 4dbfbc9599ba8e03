package form

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// choiceColumns are those of the sheet choices that mean the same in every form;
// all others are kept, for choice filters.
var choiceColumns = []string{"list", "name", "label", "image", "audio", "video", "big-image"}

// orOther is the choice that "or_other" adds, and orOtherLabel what is asked
// after it. XLSForm has them in English alone.
var (
	orOther      = Choice{Name: "other", Label: Texts{"ar": {{Text: "غير ذلك"}}, "fr": {{Text: "Autre"}}, "en": {{Text: "Other"}}}}
	orOtherLabel = Texts{"ar": {{Text: "وضّح"}}, "fr": {{Text: "Précisez"}}, "en": {{Text: "Specify other."}}}
)

// said gives our own words in the languages of the form; English stands in for
// those that we do not speak.
func (c *compiler) said(t Texts) Texts {
	out := Texts{}
	for _, l := range c.f.Languages {
		short, _, _ := strings.Cut(strings.ToLower(l), "-")
		words, ok := t[short]
		if !ok {
			words = t["en"]
		}
		out[l] = words
	}
	return out
}

func (c *compiler) choices() {
	s := c.w.Sheets["choices"]
	if s == nil {
		return
	}
	if len(c.columns["choices/list"]) == 0 {
		c.add("warning", "choices", 1, "", "form.column.missing", "list_name")
		return
	}
	c.rowsOf("choices", func(list string) string { return list })
}

// externalChoices are the lists of select_one_external. Other tools keep them
// apart because phones were slow with long lists; here a list is a list.
func (c *compiler) externalChoices() {
	if c.w.Sheets["external_choices"] == nil {
		return
	}
	c.rowsOf("external_choices", c.externalList)
}

// externalList is the name under which a list of external_choices is kept: its
// own, where the sheet choices has none of that name.
func (c *compiler) externalList(list string) string {
	if s := c.w.Sheets["choices"]; s != nil {
		for _, r := range s.Rows {
			if l, _ := c.cell("choices", r, "list"); l == list {
				return list + "-external"
			}
		}
	}
	return list
}

// rowsOf reads the lists of a sheet. keep says under which name a list is kept.
func (c *compiler) rowsOf(sheet string, keep func(string) string) {
	seen := map[[2]string]int{} // list and name, to the place in the list
	kept := map[string]string{}
	for _, r := range c.w.Sheets[sheet].Rows {
		list, _ := c.cell(sheet, r, "list")
		if list == "" {
			continue
		}
		to, ok := kept[list]
		if !ok {
			to = keep(list)
			kept[list] = to
			c.tables[to] = c.w.Sheets[sheet].Header
		}
		ch, header, ok := c.choice(sheet, r)
		if !ok {
			continue
		}
		if i, twice := seen[[2]string{to, ch.Name}]; twice {
			// In a cascade the same name may stand under several parents.
			severity := "error"
			if !maps.Equal(c.f.Lists[to][i].Extra, ch.Extra) || c.allowTwice {
				severity = "warning"
			}
			c.add(severity, sheet, r.N, header, "form.choice.twice", ch.Name)
		} else {
			seen[[2]string{to, ch.Name}] = len(c.f.Lists[to])
		}
		c.f.Lists[to] = append(c.f.Lists[to], ch)
	}
}

func (c *compiler) choice(sheet string, r Row) (ch Choice, header string, ok bool) {
	name, header := c.cell(sheet, r, "name")
	switch {
	case name == "":
		c.add("error", sheet, r.N, header, "form.choice.name")
		return ch, header, false
	case strings.ContainsAny(name, " \t\n"):
		c.add("warning", sheet, r.N, header, "form.choice.space", name)
	}
	ch = Choice{Name: name, Label: c.texts(sheet, r, "label", nil), Media: c.files(sheet, r)}
	if len(ch.Label) == 0 && len(ch.Media) == 0 {
		c.add("warning", sheet, r.N, "label", "form.choice.label", name)
	}
	if len(ch.Label) > 0 {
		c.missingIn(ch.Label, sheet, r.N)
	}
	for _, col := range c.extraColumns(sheet) {
		if col.i >= len(r.Cells) || r.Cells[col.i] == "" {
			continue
		}
		if ch.Extra == nil {
			ch.Extra = map[string]string{}
		}
		ch.Extra[strings.TrimSpace(col.header)] = r.Cells[col.i]
	}
	return ch, header, true
}

// extraColumns are the columns of choices that forms make up themselves.
func (c *compiler) extraColumns(sheet string) (cols []column) {
	for key, named := range c.columns {
		name, ok := strings.CutPrefix(key, sheet+"/")
		if ok && !slices.Contains(choiceColumns, name) && !slices.Contains(translated, name) {
			cols = append(cols, named...)
		}
	}
	return cols
}

// missingIn notes the languages in which a text is missing.
func (c *compiler) missingIn(t Texts, sheet string, row int) {
	for _, l := range c.f.Languages {
		if _, ok := t[l]; !ok && l != "" {
			k := [2]string{sheet, l}
			c.missing[k] = append(c.missing[k], row)
		}
	}
}

// maxListed bounds the rows that one problem names.
const maxListed = 12

// translations tells once for every sheet and language in which rows a text is
// missing: a line for each would bury all else.
func (c *compiler) translations() {
	for _, sheet := range sheetNames {
		for _, l := range c.f.Languages {
			rows := c.missing[[2]string{sheet, l}]
			if len(rows) == 0 {
				continue
			}
			list := make([]string, 0, maxListed)
			for _, r := range rows[:min(len(rows), maxListed)] {
				list = append(list, itoa(r))
			}
			if len(rows) > maxListed {
				list = append(list, "…")
			}
			c.add("warning", sheet, rows[0], "label", "form.label.language", l, itoa(len(rows)), strings.Join(list, " "))
		}
	}
}

// fileList makes a list of a table that lies beside the form. The list is called
// like the file, without its ending, as in instance('fruits'); where its choices
// are named by other columns than name and label, those are added.
func (c *compiler) fileList(file, value, label string) (list string, ok bool) {
	t := c.w.Files[file]
	if t == nil {
		return "", false
	}
	list = strings.TrimSuffix(file, path.Ext(file))
	if value != "name" || label != "label" {
		list += "-" + value + "-" + label
	}
	if c.fromFile[list] {
		return list, true
	}
	if _, taken := c.f.Lists[list]; taken {
		return c.fileListAs(list+"-file", t, value, label), true
	}
	return c.fileListAs(list, t, value, label), true
}

func (c *compiler) fileListAs(list string, t *Sheet, value, label string) string {
	if c.fromFile[list] {
		return list
	}
	c.fromFile[list] = true
	c.tables[list] = t.Header
	c.f.Lists[list] = nil
	for _, r := range t.Rows {
		c.f.Lists[list] = append(c.f.Lists[list], c.fileChoice(t, r, value, label))
	}
	return list
}

func (c *compiler) fileChoice(t *Sheet, r Row, value, label string) Choice {
	ch := Choice{Label: Texts{}}
	for i, h := range t.Header {
		if i >= len(r.Cells) || h == "" || r.Cells[i] == "" {
			continue
		}
		v := r.Cells[i]
		name, language, _ := strings.Cut(h, "::")
		switch {
		case h == value:
			ch.Name = v
		case name == label:
			if language = languageOf(language); !slices.Contains(c.f.Languages, language) {
				language = c.f.DefaultLanguage
			}
			ch.Label[language] = []Piece{{Text: v}}
		default:
			if ch.Extra == nil {
				ch.Extra = map[string]string{}
			}
			ch.Extra[h] = v
		}
	}
	return ch
}
