package main

import (
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"
)

// language is a language as XLSForm writes it: its own name and its code.
var languages = []string{"العربية (ar)", "Français (fr)", "English (en)"}

// french sets a text as French is printed: a space that does not break before
// what is high, and a round apostrophe. What is the same in English is a name.
var french = strings.NewReplacer("'", "’", " ?", "\u00a0?", " !", "\u00a0!", " :", "\u00a0:", " ;", "\u00a0;", "« ", "«\u00a0", " »", "\u00a0»")

// each gives a text in the order of languages.
func each(t T) []string {
	if t.Fr == t.En {
		return []string{t.Ar, t.Fr, t.En}
	}
	return []string{t.Ar, french.Replace(t.Fr), t.En}
}

// headers gives column::language for every language.
func headers(column string) (h []string) {
	for _, l := range languages {
		h = append(h, column+"::"+l)
	}
	return h
}

// xlsx writes the form as a workbook of three sheets.
func (f Form) xlsx() ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", "survey"); err != nil {
		return nil, err
	}
	sheets := []struct {
		name string
		rows [][]string
	}{{"survey", f.survey()}, {"choices", f.choices()}, {"settings", f.settings()}}
	for _, s := range sheets {
		if _, err := book.NewSheet(s.name); err != nil {
			return nil, err
		}
		if err := fill(book, s.name, s.rows); err != nil {
			return nil, err
		}
	}
	// The author and the instant are fixed, or the bytes would differ each time.
	const instant = "2026-11-24T00:00:00Z"
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "wasl", Title: f.Title.En, Created: instant, Modified: instant}); err != nil {
		return nil, err
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fill writes rows as text, so that no cell is ever a formula or a number.
func fill(book *excelize.File, sheet string, rows [][]string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, row := range rows {
		for j, text := range row {
			if text == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(sheet, cell, text); err != nil {
				return err
			}
		}
	}
	if err := book.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return err
	}
	return book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// survey gives the header and rows of the survey sheet.
func (f Form) survey() [][]string {
	head := []string{"type", "name"}
	head = append(head, headers("label")...)
	head = append(head, headers("hint")...)
	head = append(head, "required", "relevant", "constraint")
	head = append(head, headers("constraint_message")...)
	head = append(head, "default", "calculation", "choice_filter", "appearance")
	return rowsOf([][]string{head}, f.Questions)
}

func rowsOf(rows [][]string, qs []Question) [][]string {
	for _, q := range qs {
		kind := q.Type
		if q.Within != nil {
			kind = "begin_" + q.Type
		}
		row := append([]string{kind, q.Name}, each(q.Label)...)
		row = append(row, each(q.Hint)...)
		row = append(row, q.Required, q.Relevant, q.Constraint)
		row = append(row, each(q.Message)...)
		rows = append(rows, append(row, q.Default, q.Calc, q.Filter, q.Appearance))
		if q.Within != nil {
			rows = append(rowsOf(rows, q.Within), []string{"end_" + q.Type, q.Name})
		}
	}
	return rows
}

// choices gives the header and rows of the choices sheet.
func (f Form) choices() [][]string {
	extra := map[string]bool{}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			for column := range c.Extra {
				extra[column] = true
			}
		}
	}
	var columns []string
	for c := range extra {
		columns = append(columns, c)
	}
	sort.Strings(columns)
	rows := [][]string{append(append([]string{"list_name", "name"}, headers("label")...), columns...)}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			row := append([]string{l.Name, c.Name}, each(c.Label)...)
			for _, column := range columns {
				row = append(row, c.Extra[column])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// settings gives the settings sheet. XLSForm knows one title; ours stands in
// three languages besides, which other tools pass over.
func (f Form) settings() [][]string {
	head := append([]string{"form_title", "form_id", "version", "default_language"}, headers("form_title")...)
	row := append([]string{f.Title.Fr, f.ID, Version, languages[0]}, each(f.Title)...)
	return [][]string{head, row}
}
