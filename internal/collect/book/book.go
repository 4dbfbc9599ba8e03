// Package book reads Excel workbooks, .xlsx and .xls, that strangers hand in. It
// yields what a cell holds and not how it is shown: 0.5 and not 50 %, 2026-11-24
// and not 24/11/26. What it reads is bounded before it is unpacked, a row is kept
// no longer than it is looked at, and no file stops the program.
package book

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// What a file can be, other than a workbook.
var (
	ErrType   = errors.New("this is no Excel workbook")
	ErrLocked = errors.New("the workbook asks for a password")
	ErrBomb   = errors.New("the workbook unpacks to more than it may")
	ErrBroken = errors.New("the workbook is damaged")
)

// Limits, each with its reason.
const (
	maxEntries = 10_000    // files in an archive
	maxRatio   = 100       // unpacked to packed: a bomb has thousands
	maxPart    = 24 << 20  // bytes of one part unpacked: the largest real form has 3 MiB in all
	maxText    = 16 << 20  // bytes of all texts: 15,000 places in three languages are 3 MiB
	maxTexts   = 400_000   // of them
	maxCells   = 1_000_000 // that hold something, in a workbook
	maxColumns = 1_024     // read of a sheet, from the left
	maxRow     = 1 << 20   // the last of a sheet: Excel's own limit
	maxDepth   = 64        // of elements in elements
	maxFormats = 65_536    // of cells
)

// Book is a workbook whose sheets can be read.
type Book struct {
	names []string
	rows  func(sheet int, yield func(n int, cells []string) error) error
}

// Open reads what a workbook consists of; which kind it is, the content says.
func Open(b []byte) (*Book, error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return openXLSX(b)
	case bytes.HasPrefix(b, oleMagic):
		return openXLS(b)
	default:
		return nil, ErrType
	}
}

// Names are the sheets' names, in the order of the workbook.
func (b *Book) Names() []string { return b.names }

// Rows calls yield for each row that holds something, with its number from 1, from
// the top. The cells are yield's as long as it runs.
func (b *Book) Rows(sheet int, yield func(n int, cells []string) error) error {
	return b.rows(sheet, yield)
}

// row gathers the cells of a row; it is used for one row after another.
type row struct {
	cells []string
	used  int
}

func (r *row) put(column int, s string) {
	if column < 0 || column >= maxColumns || s == "" {
		return
	}
	for len(r.cells) <= column {
		r.cells = append(r.cells, "")
	}
	r.cells[column] = s
	r.used = max(r.used, column+1)
}

// flush hands the row on and makes room for the next.
func (r *row) flush(n int, yield func(int, []string) error) error {
	if r.used == 0 {
		return nil
	}
	err := yield(n, r.cells[:r.used])
	clear(r.cells[:r.used])
	r.used = 0
	return err
}

// number is a number as people write it: 5 for a cell that holds 5.0.
func number(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatInt(int64(f), 10)
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return ""
	}
	if a := math.Abs(f); a < 1e-9 || a >= 1e21 {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// moment is a day, a time of day, or both, as the workbook counts days.
func moment(f float64, from1904 bool) string {
	if !(f >= 0 && f < 2_958_466) { // the year 10000; NaN too
		return number(f)
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if f < 61 && f >= 1 {
		start = start.AddDate(0, 0, 1) // Excel has a 29 February 1900
	}
	days, rest := math.Modf(f)
	seconds := math.Round(rest * 24 * 60 * 60)
	t := start.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case days == 0 && seconds > 0:
		return t.Format("15:04:05")
	case seconds == 0:
		return t.Format("2006-01-02")
	default:
		return t.Format("2006-01-02T15:04:05")
	}
}

// isMoment tells whether a format shows days or times.
func isMoment(id int, code string) bool {
	if code == "" {
		return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
	}
	quoted := false
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inner := strings.Trim(code[i+1:i+end], "hms"); inner == "" && end > 1 {
				return true // [h]: hours beyond a day
			}
			i += end
		case c == 'g' && strings.HasPrefix(code[i:], "general"):
			i += len("general") - 1
		case strings.IndexByte("ymdhs", c) >= 0:
			return true
		}
	}
	return false
}

func utf16le(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
}
