// Package sheet reads tables that people make elsewhere, as CSV or GeoJSON, into
// rows of named fields, and says where they are wrong by row and column. What is
// written out again cannot start a formula in whoever's spreadsheet.
package sheet

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
)

// Limits of a file.
const (
	MaxBytes   = 50 << 20 // a country's villages with their outlines
	MaxRows    = 100_000  // more than the localities of any country around
	MaxColumns = 200      // the widest table of places has some 40
	MaxCell    = 4 << 10  // bytes; a name has some 100
	MaxReport  = 200      // problems told of one file: nobody reads more before mending those
)

// Format is how a file is written.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	GeoJSON Format = "geojson"
)

// Mapping says under which header, or property, a field stands in the file. A
// field that it doesn't name stands under its own name, in any letter case.
type Mapping map[string]string

// Row is one row with its fields.
type Row struct {
	N     int // as people count: the line in a CSV file, the feature in GeoJSON
	cells map[string]string
}

// Get gives a field, without spaces around it; "" where the file has none.
func (r Row) Get(field string) string { return strings.TrimSpace(r.cells[field]) }

// Problem is what is wrong in one place of a file.
type Problem struct {
	Row    int
	Column string // the field, or "" for the whole row
	Fault  *fault.Error
}

// In says it in l.
func (p Problem) In(l lang.Language) (message, hint string) { return lang.Fault(l, p.Fault) }

// Sheet is what a file holds.
type Sheet struct {
	Rows     []Row
	Problems []Problem // by row; at most MaxReport
}

// Fail adds a problem of a row.
func (s *Sheet) Fail(row int, column string, f *fault.Error) {
	if len(s.Problems) < MaxReport {
		s.Problems = append(s.Problems, Problem{row, column, f})
	}
}

// Sort puts the problems in the order of the rows.
func (s *Sheet) Sort() {
	slices.SortStableFunc(s.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), strings.Compare(a.Column, b.Column))
	})
}

// Read reads a file. Fields are those that the caller knows; a required one must
// have a column. It faults with Invalid or TooLarge where there is no table to
// speak of; what is wrong with single rows is in Problems.
func Read(r io.Reader, f Format, fields, required []string, m Mapping) (*Sheet, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxBytes {
		return nil, &fault.Error{
			Kind: fault.TooLarge, Op: "sheet.Read", Key: "sheet.file.large", Args: []string{strconv.Itoa(MaxBytes >> 20)},
			Msg: "the file is larger than {0} MiB", Hint: "cut it into several files",
		}
	}
	if b, err = text(b); err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.file.empty", Msg: "the file is empty",
			Hint: "give a file with a row of headers and rows below it",
		}
	}
	switch f {
	case CSV:
		return readCSV(b, fields, required, m)
	case GeoJSON:
		return readGeoJSON(b, fields, m)
	}
	return nil, &fault.Error{
		Kind: fault.Unsupported, Op: "sheet.Read", Key: "sheet.format.unknown", Args: []string{string(f)},
		Msg: "the format {0} is not known here", Hint: "give CSV or GeoJSON",
	}
}

// text gives b as UTF-8: spreadsheets write UTF-16 too, and marks before both.
func text(b []byte) ([]byte, error) {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		u, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), b)
		if err != nil {
			return nil, notText(err)
		}
		b = u
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return nil, notText(nil)
	}
	return b, nil
}

func notText(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.file.encoding", Msg: "the file is not text in UTF-8", Err: err,
		Hint: "save it anew and choose “CSV UTF-8”; other encodings lose Arabic names",
	}
}

func tooMany() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "sheet.Read", Key: "sheet.rows.many", Args: []string{strconv.Itoa(MaxRows)},
		Msg: "the file has more than {0} rows", Hint: "cut it into several files",
	}
}

// keep puts a cell into its row, or tells that it is too long.
func (s *Sheet) keep(row Row, field, cell string) {
	if len(cell) > MaxCell {
		s.Fail(row.N, field, &fault.Error{
			Kind: fault.TooLarge, Op: "sheet.Read", Key: "sheet.cell.long", Args: []string{strconv.Itoa(MaxCell)},
			Msg: "the cell holds more than {0} bytes", Hint: "shorten it",
		})
		return
	}
	if cell != "" {
		row.cells[field] = cell
	}
}
