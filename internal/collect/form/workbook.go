package form

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/extrame/xls"
	"github.com/xuri/excelize/v2"

	"wasl/internal/base/fault"
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
		return nil, bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
	}
	w := &Workbook{Name: baseName(name), Sheets: map[string]*Sheet{}}
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		err = w.readXLSX(b)
	case bytes.HasPrefix(b, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		err = w.readXLS(b)
	default:
		return nil, bookFault("form.book.type", "this is not an Excel file", "save the form as .xlsx and try that", nil)
	}
	return w, err
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

// checkArchive refuses bombs before anything is unpacked.
func checkArchive(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
	}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
	}
	if len(z.File) > maxEntries || total > maxUnpack || total > uint64(len(b))*maxRatio+1<<20 {
		return bookFault("form.book.bomb", "the file unpacks to far more than a form holds", "copy the form's sheets into a new workbook", nil)
	}
	return nil
}

func (w *Workbook) readXLSX(b []byte) (err error) {
	if err := checkArchive(b); err != nil {
		return err
	}
	defer recoverFrom(&err)
	x, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		// Above the second limit the library would write sheets into a temporary file.
		UnzipSizeLimit: maxUnpack, UnzipXMLSizeLimit: maxUnpack,
		// A date is written as forms write it, whatever the country of the spreadsheet.
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	})
	if err != nil {
		return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
	}
	defer func() { _ = x.Close() }() // it was read from memory
	names := x.GetSheetList()
	for _, name := range names {
		known := sheetName(name)
		if len(names) == 1 { // one sheet alone is the survey, whatever its name
			known = "survey"
		}
		if known == "" || w.Sheets[known] != nil {
			w.Others = append(w.Others, name)
			continue
		}
		rows, err := x.Rows(name)
		if err != nil {
			return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
		}
		s := &Sheet{Name: known}
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns(excelize.Options{RawCellValue: false})
			if err != nil {
				return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
			}
			if err := s.add(n, cells); err != nil {
				return err
			}
		}
		if err := rows.Close(); err != nil {
			return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
		}
		w.Sheets[known] = s
	}
	return nil
}

// recoverFrom turns a panic of a reader of foreign files into a fault.
func recoverFrom(err *error) {
	if p := recover(); p != nil {
		*err = bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", fmt.Errorf("panic: %v", p))
	}
}

func (w *Workbook) readXLS(b []byte) (err error) {
	defer recoverFrom(&err)
	x, err := xls.OpenReader(bytes.NewReader(b), "utf-8")
	if err != nil {
		return bookFault("form.book.unreadable", "the file cannot be read", "save it again as .xlsx and try that", err)
	}
	for i := range x.NumSheets() {
		sheet := x.GetSheet(i)
		if sheet == nil {
			continue
		}
		known := sheetName(sheet.Name)
		if x.NumSheets() == 1 {
			known = "survey"
		}
		if known == "" || w.Sheets[known] != nil {
			w.Others = append(w.Others, sheet.Name)
			continue
		}
		s := &Sheet{Name: known}
		for n := 0; n <= int(sheet.MaxRow); n++ {
			cells := xlsRow(sheet, n)
			if err := s.add(n+1, cells); err != nil {
				return err
			}
		}
		w.Sheets[known] = s
	}
	return nil
}

// xlsRow reads one row of an old workbook; the library falls over rows that the
// file does not hold.
func xlsRow(sheet *xls.WorkSheet, n int) (cells []string) {
	defer func() {
		if recover() != nil {
			cells = nil
		}
	}()
	row := sheet.Row(n)
	for c := range row.LastCol() + 1 {
		cells = append(cells, row.Col(c))
	}
	return cells
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
		s.Header = cells
		return nil
	}
	cells = slices.Clone(cells[:min(len(cells), len(s.Header))]) // a stray cell far to the right would keep thousands
	if len(s.Rows) >= maxRows || len(s.Rows)*len(s.Header) > maxCells {
		return bookFault("form.book.rows", "the sheet {0} has more than {1} rows", "split the form", nil, s.Name, strconv.Itoa(maxRows))
	}
	s.Rows = append(s.Rows, Row{N: n, Cells: cells})
	return nil
}

// cleanCell takes off what people cannot see: space around, zero-width and
// non-breaking characters that word processors leave.
func cleanCell(c string) string {
	c = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\ufeff", "", "\r\n", "\n", "_x000D_", "").Replace(c)
	return strings.TrimSpace(c)
}

// columnName is a column as Excel calls it: A, B, ... AA.
func columnName(i int) string {
	n, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "?"
	}
	return n
}
