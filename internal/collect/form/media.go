package form

import (
	"slices"
	"strings"
)

// wellNamed tells whether a file may be called so: one name, without folders.
func wellNamed(name string) bool {
	return name != "" && name != "." && name != ".." && len(name) <= maxFileName && !strings.ContainsAny(name, "/\\:\x00\n\"<>")
}

// MediaNames are the files that the form shows or plays beside its questions and
// choices, in the order of their names.
func (f *Form) MediaNames() []string {
	var names []string
	take := func(files map[string]map[string]string) {
		for _, byLanguage := range files {
			for _, name := range byLanguage {
				names = append(names, name)
			}
		}
	}
	for _, n := range f.all() {
		take(n.Media)
	}
	for _, list := range f.Lists {
		for i := range list {
			take(list[i].Media)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// media holds the files that the form names against those that lie beside it.
func (c *compiler) media() {
	named := c.f.MediaNames()
	for _, name := range named {
		if !slices.Contains(c.w.Media, name) {
			sheet, row, header := c.whereMedia(name)
			c.add("warning", sheet, row, header, "form.media.missing", name)
		}
	}
	for _, name := range c.w.Media {
		if !slices.Contains(named, name) {
			c.add("warning", "survey", 0, "", "form.media.unused", name)
		}
	}
}

// whereMedia finds the first cell that names a file.
func (c *compiler) whereMedia(name string) (sheet string, row int, header string) {
	for _, sheet := range []string{"survey", "choices", "external_choices"} {
		for _, kind := range mediaKinds {
			for _, col := range c.columns[sheet+"/"+kind] {
				for _, r := range c.w.Sheets[sheet].Rows {
					if col.i < len(r.Cells) && r.Cells[col.i] == name {
						return sheet, r.N, col.header
					}
				}
			}
		}
	}
	return "survey", 0, ""
}
