package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
)

func readCSV(b []byte, fields, required []string, m Mapping) (*Sheet, error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma = separator(b)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return nil, broken(err)
	}
	width := len(header)
	at, err := columns(header, fields, required, m)
	if err != nil {
		return nil, err
	}
	s := &Sheet{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		if len(s.Rows) == MaxRows {
			return nil, tooMany()
		}
		line, _ := r.FieldPos(0)
		s.row(line, record, width, at)
	}
}

func (s *Sheet) row(line int, record []string, width int, at map[string]int) {
	if strings.TrimSpace(strings.Join(record, "")) == "" {
		return
	}
	row := Row{N: line, cells: make(map[string]string, len(at))}
	for field, i := range at {
		if i < len(record) {
			s.keep(row, field, strings.Clone(record[i]))
		}
	}
	if len(record) > width && strings.TrimSpace(strings.Join(record[width:], "")) != "" {
		s.Fail(line, "", &fault.Error{
			Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.row.long", Args: []string{strconv.Itoa(len(record)), strconv.Itoa(width)},
			Msg: "the row has {0} cells, but the table {1} columns", Hint: "put quotation marks around a cell that holds the separator",
		})
	}
	s.Rows = append(s.Rows, row)
}

// columns finds the place of each field in the header.
func columns(header, fields, required []string, m Mapping) (map[string]int, error) {
	if len(header) > MaxColumns {
		return nil, &fault.Error{
			Kind: fault.TooLarge, Op: "sheet.Read", Key: "sheet.columns.many", Args: []string{strconv.Itoa(MaxColumns)},
			Msg: "the table has more than {0} columns", Hint: "leave out those that are not needed",
		}
	}
	place := map[string]int{}
	twice := map[string]bool{}
	for i, h := range header {
		h = strings.ToLower(strings.TrimSpace(h))
		_, known := place[h]
		twice[h] = twice[h] || known
		place[h] = i
	}
	at := map[string]int{}
	for _, field := range fields {
		name, mapped := m[field]
		if !mapped {
			name = field
		}
		key := strings.ToLower(strings.TrimSpace(name))
		i, there := place[key]
		switch {
		case there && twice[key]:
			return nil, &fault.Error{
				Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.column.twice", Args: []string{name},
				Msg: "two columns are called {0}", Hint: "give one of them another name",
			}
		case there:
			at[field] = i
		case mapped || contains(required, field):
			return nil, &fault.Error{
				Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.column.missing", Args: []string{name},
				Msg: "the table has no column {0}", Hint: "check the first row, or say which column stands for which",
			}
		}
	}
	return at, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// separator is the one that occurs most in the first line: spreadsheets write a
// semicolon where the decimal sign is a comma.
func separator(b []byte) rune {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func broken(err error) error {
	line := "1"
	var p *csv.ParseError
	if errors.As(err, &p) {
		line = strconv.Itoa(p.Line)
	}
	return &fault.Error{
		Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.csv.broken", Args: []string{line}, Err: err,
		Msg: "line {0} is not CSV: a quotation mark is missing or too many", Hint: "open that line in a spreadsheet, mend it and save anew",
	}
}

// Write writes a table as CSV with a mark that tells spreadsheets it is UTF-8.
func Write(w io.Writer, header []string, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Safe(cell)
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Safe gives a cell that no spreadsheet takes for a formula: an apostrophe
// stands before what would be one. Numbers stay as they are.
func Safe(cell string) string {
	t := strings.TrimLeft(cell, " \u00a0\ufeff\u200b\u200e\u200f")
	if t == "" || !strings.ContainsRune("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", []rune(t)[0]) {
		return cell
	}
	if _, err := strconv.ParseFloat(t, 64); err == nil && t[0] != '+' && len(t) == len(cell) {
		return cell
	}
	return "'" + cell
}
