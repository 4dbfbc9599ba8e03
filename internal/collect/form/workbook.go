package form

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/collect/book"
)

// Workbook is an XLSForm as it was written: its sheets, cell by cell.
type Workbook struct {
	Name   string // of the file, without its ending: the form's id where settings have none
	Sheets map[string]*Sheet
	Others []string          // sheets that are not a form's, as they are called
	Files  map[string]*Sheet // tables that lie beside the form, by their file names: fruits.csv
	Media  []string          // names of the pictures and recordings that lie beside it
}

// Sheet is one sheet: its header, and the rows below it that are not empty.
type Sheet struct {
	Name   string
	Header []string
	Rows   []Row
}

// Row is a row with its number in the sheet, from 1.
type Row struct {
	N     int
	Cells []string
}

// sheetNames are the sheets that are read, or known and said to be passed over.
var sheetNames = []string{"survey", "choices", "settings", "external_choices", "entities", "osm"}

func bookFault(key, msg, hint string, err error, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "form.Read", Key: key, Msg: msg, Hint: hint, Err: err, Args: args}
}

// Read reads an XLSForm, .xlsx or .xls; which of the two it is, the content
// says and not the name. It faults with Invalid where it is neither.
func Read(name string, r io.Reader, size int64) (*Workbook, error) {
	if size > maxBook {
		return nil, &fault.Error{
			Kind: fault.TooLarge, Op: "form.Read", Key: "form.book.large", Args: []string{strconv.Itoa(maxBook >> 20)},
			Msg: "the file is larger than {0} MiB", Hint: "take pictures and unused sheets out of it",
		}
	}
	b, err := io.ReadAll(io.LimitReader(r, maxBook+1))
	if err != nil {
		return nil, unreadable(err)
	}
	x, err := book.Open(b)
	if err != nil {
		return nil, unreadable(err)
	}
	w := &Workbook{Name: baseName(name), Sheets: map[string]*Sheet{}}
	return w, w.read(x)
}

// unreadable says what is the matter with a file that is no workbook to read.
func unreadable(err error) error {
	switch {
	case errors.Is(err, book.ErrType):
		return bookFault("form.book.type", "this is not an Excel file", "save the form as .xlsx and try that", nil)
	case errors.Is(err, book.ErrBomb):
		return bookFault("form.book.bomb", "the file unpacks to far more than a form holds", "copy the form's sheets into a new workbook", nil)
	case errors.Is(err, book.ErrLocked):
		return bookFault("form.book.locked", "the file asks for a password", "save it again without one and try that", nil)
	default:
		return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
	}
}

func (w *Workbook) read(x *book.Book) error {
	names := x.Names()
	for i, name := range names {
		known := sheetName(name)
		if len(names) == 1 { // one sheet alone is the survey, whatever its name
			known = "survey"
		}
		if known == "" || w.Sheets[known] != nil {
			w.Others = append(w.Others, name)
			continue
		}
		s := &Sheet{Name: known}
		if err := x.Rows(i, s.add); err != nil {
			if _, told := errors.AsType[*fault.Error](err); told {
				return err
			}
			return unreadable(err)
		}
		w.Sheets[known] = s
	}
	return nil
}

func baseName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return name
}

func sheetName(name string) string {
	n := strings.ToLower(strings.TrimSpace(name))
	for _, s := range sheetNames {
		if n == s {
			return s
		}
	}
	return ""
}

// add takes a row in: the first one that is not empty is the header.
func (s *Sheet) add(n int, cells []string) error {
	empty := true
	for i, c := range cells {
		if letters(c) > maxCell {
			return bookFault("form.book.cell", "row {0} of the sheet {1} has a cell of more than {2} letters", "shorten it", nil, strconv.Itoa(n), s.Name, strconv.Itoa(maxCell))
		}
		cells[i] = cleanCell(c)
		empty = empty && cells[i] == ""
	}
	if empty {
		return nil
	}
	if s.Header == nil {
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > maxColumns {
			return bookFault("form.book.columns", "the sheet {0} has more than {1} columns", "take out the columns that are not used", nil, s.Name, strconv.Itoa(maxColumns))
		}
		s.Header = slices.Clone(cells)
		return nil
	}
	cells = slices.Clone(cells[:min(len(cells), len(s.Header))]) // a stray cell far to the right would keep thousands
	if len(s.Rows) >= maxRows || len(s.Rows)*len(s.Header) > maxCells {
		return bookFault("form.book.rows", "the sheet {0} has more than {1} rows", "split the form", nil, s.Name, strconv.Itoa(maxRows))
	}
	s.Rows = append(s.Rows, Row{N: n, Cells: cells})
	return nil
}

// unseen is what people cannot see: non-breaking and zero-width characters that word
// processors leave.
var unseen = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\ufeff", "", "\r\n", "\n", "_x000D_", "")

func cleanCell(c string) string {
	if c == "" {
		return ""
	}
	return strings.TrimSpace(unseen.Replace(c))
}

// columnName is a column as Excel calls it: A, B, ... AA.
func columnName(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}
