package form

import (
	"slices"
	"strings"
)

// loops writes out "begin loop over LIST": what is within stands once for every
// choice of the list, in a group called like it, with %(label)s and %(name)s
// replaced. It is old, and forms that use it are still about.
func (c *compiler) loops(rows []Row) []Row {
	var out []Row
	for i := 0; i < len(rows); i++ {
		cell, header := c.cell("survey", rows[i], "type")
		list, ok := strings.CutPrefix(rowWord(cell), "begin_loop_over_")
		if !ok || len(c.columns["survey/name"]) == 0 {
			out = append(out, rows[i])
			continue
		}
		end := i + 1
		for end < len(rows) && !c.isRow(rows[end], "end_loop") {
			if inner, _ := c.cell("survey", rows[end], "type"); strings.HasPrefix(rowWord(inner), "begin_loop_over_") {
				c.add("error", "survey", rows[end].N, header, "form.loop.nested")
				return nil
			}
			end++
		}
		words := strings.Fields(cell)
		if end == len(rows) {
			c.add("error", "survey", rows[i].N, header, "form.group.open", words[len(words)-1])
			return out
		}
		if _, known := c.f.Lists[words[len(words)-1]]; !known {
			c.noList(list, rows[i], header)
		} else if out = c.loop(out, rows[i], rows[i+1:end], words[len(words)-1]); len(out) > maxRows {
			c.add("error", "survey", rows[i].N, header, "form.loop.long", itoa(maxRows))
			return nil
		}
		i = end
	}
	return out
}

func (c *compiler) isRow(r Row, word string) bool {
	cell, _ := c.cell("survey", r, "type")
	return rowWord(cell) == word
}

func (c *compiler) loop(out []Row, begin Row, within []Row, list string) []Row {
	out = append(out, c.with(begin, map[string]string{"type": "begin group"}))
	for _, ch := range c.f.Lists[list] {
		group := c.with(Row{N: begin.N}, map[string]string{"type": "begin group", "name": ch.Name})
		for _, col := range c.columns["survey/label"] {
			c.put(&group, col.i, ch.Label.plain(col.language, c.f.DefaultLanguage))
		}
		out = append(out, group)
		for _, r := range within {
			out = append(out, c.about(r, ch))
		}
		if out = append(out, c.with(Row{N: begin.N}, map[string]string{"type": "end group"})); len(out) > maxRows {
			return out
		}
	}
	return append(out, c.with(Row{N: begin.N}, map[string]string{"type": "end group"}))
}

// about is a row within a loop, written for one choice.
func (c *compiler) about(r Row, ch Choice) Row {
	r.Cells = slices.Clone(r.Cells)
	for i, cell := range r.Cells {
		if !strings.Contains(cell, "%(") {
			continue
		}
		_, language := splitHeader(c.w.Sheets["survey"].Header[i])
		r.Cells[i] = strings.NewReplacer("%(name)s", ch.Name, "%(label)s", ch.Label.plain(language, c.f.DefaultLanguage)).Replace(cell)
	}
	return r
}

// with is a copy of a row with other cells in some columns.
func (c *compiler) with(r Row, cells map[string]string) Row {
	r.Cells = slices.Clone(r.Cells)
	for name, v := range cells {
		for _, col := range c.columns["survey/"+name] {
			c.put(&r, col.i, v)
		}
	}
	return r
}

func (c *compiler) put(r *Row, i int, v string) {
	for len(r.Cells) <= i {
		r.Cells = append(r.Cells, "")
	}
	r.Cells[i] = v
}
