package book

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// Records of a workbook that are read.
const (
	recFormula   = 0x0006
	recEOF       = 0x000a
	recDateMode  = 0x0022
	recFilePass  = 0x002f
	recContinue  = 0x003c
	recCodePage  = 0x0042
	recSheet     = 0x0085
	recMulRK     = 0x00bd
	recRString   = 0x00d6
	recXF        = 0x00e0
	recTexts     = 0x00fc
	recLabelText = 0x00fd
	recNumber    = 0x0203
	recLabel     = 0x0204
	recBool      = 0x0205
	recString    = 0x0207
	recRK        = 0x027e
	recFormat    = 0x041e
	recBOF       = 0x0809

	version5, version8 = 0x0500, 0x0600
)

// pages are the code pages of workbooks older than 1997.
var pages = map[uint16]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252,
	1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256,
}

type xls struct {
	b        []byte // the stream of records
	version  uint16
	page     encoding.Encoding
	sheets   []int // where each begins
	texts    []string
	formats  map[int]string
	styles   []int // the format of each style
	moments  []bool
	from1904 bool
	cells    int
}

func openXLS(b []byte) (*Book, error) {
	streams, err := openOLE(b)
	if err != nil {
		return nil, err
	}
	if streams["encryptedpackage"] != nil {
		return nil, ErrLocked
	}
	x := &xls{b: streams["workbook"], page: charmap.Windows1252, formats: map[int]string{}}
	if x.b == nil {
		x.b = streams["book"]
	}
	if x.b == nil {
		return nil, ErrType
	}
	names, err := x.globals()
	if err != nil {
		return nil, err
	}
	for _, f := range x.styles {
		x.moments = append(x.moments, isMoment(f, x.formats[f]))
	}
	return &Book{names: names, rows: x.rows}, nil
}

// record is one, with where the next begins.
func (x *xls) record(at int) (kind int, data []byte, next int) {
	if at < 0 || at+4 > len(x.b) {
		return recEOF, nil, len(x.b)
	}
	kind, n := int(binary.LittleEndian.Uint16(x.b[at:])), int(binary.LittleEndian.Uint16(x.b[at+2:]))
	end := min(len(x.b), at+4+n)
	return kind, x.b[at+4 : end], end
}

// u16 is a number at a place of a record, 0 where the record ends before.
func u16(b []byte, at int) int {
	if at+2 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b[at:]))
}

func u32(b []byte, at int) uint32 {
	if at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}

func from(b []byte, at int) []byte { return b[min(at, len(b)):] }

func (x *xls) globals() (names []string, err error) {
	kind, data, next := x.record(0)
	x.version = uint16(u16(data, 0)) //nolint:gosec // two bytes
	if kind != recBOF || x.version != version5 && x.version != version8 {
		return nil, ErrType // older than 1993
	}
	for next < len(x.b) {
		at := next
		kind, data, next = x.record(at)
		switch kind {
		case recEOF:
			return names, nil
		case recFilePass:
			return nil, ErrLocked
		case recDateMode:
			x.from1904 = u16(data, 0) == 1
		case recCodePage:
			if p := pages[uint16(u16(data, 0))]; p != nil { //nolint:gosec // two bytes
				x.page = p
			}
		case recSheet:
			if len(data) > 6 && data[5] == 0 && len(names) < maxEntries { // a sheet of cells
				names = append(names, x.shortText(data[6:]))
				x.sheets = append(x.sheets, int(u32(data, 0)))
			}
		case recFormat:
			x.formats[u16(data, 0)] = x.format(from(data, 2))
		case recXF:
			if x.styles = append(x.styles, u16(data, 2)); len(x.styles) > maxFormats {
				return nil, ErrBomb
			}
		case recTexts:
			if x.texts, err = x.shared(at); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

// decode is a text of a workbook older than 1997.
func (x *xls) decode(b []byte) string {
	s, err := x.page.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

// shortText is one whose length is a byte.
func (x *xls) shortText(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	n := int(b[0])
	if x.version == version5 {
		return x.decode(b[1:min(len(b), 1+n)])
	}
	return letters(from(b, 1), n)
}

func (x *xls) format(b []byte) string {
	if x.version == version5 {
		return x.shortText(b)
	}
	return letters(from(b, 2), u16(b, 0))
}

// letters are n letters behind a byte that says how wide they are.
func letters(b []byte, n int) string {
	if len(b) == 0 {
		return ""
	}
	wide, b := b[0]&1 == 1, b[1:]
	if b0 := 0; wide {
		return utf16le(b[b0:min(len(b), 2*n)])
	}
	return latin(b[:min(len(b), n)])
}

func latin(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// text is one whose length is two bytes.
func (x *xls) text(b []byte) string {
	if x.version == version5 {
		return x.decode(from(b, 2)[:min(u16(b, 0), len(from(b, 2)))])
	}
	r := &reader{x: x, data: from(b, 2), next: -1}
	return r.text(u16(b, 0))
}

// reader reads texts that go on in the records after.
type reader struct {
	x    *xls
	data []byte
	next int // where the record after begins; -1 where none is to be read
}

// more goes on in the next record, if it is one that continues.
func (r *reader) more() bool {
	for len(r.data) == 0 {
		if r.next < 0 {
			return false
		}
		kind, data, next := r.x.record(r.next)
		if kind != recContinue {
			r.next = -1
			return false
		}
		r.data, r.next = data, next
	}
	return true
}

func (r *reader) take(n int) []byte {
	var found []byte
	for n > 0 && r.more() {
		m := min(n, len(r.data))
		if found == nil && m == n {
			found, r.data = r.data[:m], r.data[m:]
			return found
		}
		found, r.data, n = append(found, r.data[:m]...), r.data[m:], n-m
	}
	return found
}

func (r *reader) skip(n int) {
	for n > 0 && r.more() {
		m := min(n, len(r.data))
		r.data, n = r.data[m:], n-m
	}
}

// text is one of n letters; where it goes on in another record, that says anew how
// wide they are.
func (r *reader) text(n int) string {
	flags := r.take(1)
	if len(flags) == 0 {
		return ""
	}
	wide, runs, spoken := flags[0]&1 == 1, 0, 0
	if flags[0]&8 != 0 {
		runs = u16(r.take(2), 0)
	}
	if flags[0]&4 != 0 {
		spoken = int(min(u32(r.take(4), 0), uint32(len(r.x.b)))) //nolint:gosec // shorter than the file
	}
	var s strings.Builder
	for n > 0 {
		if len(r.data) == 0 {
			if !r.more() {
				break
			}
			wide, r.data = r.data[0]&1 == 1, r.data[1:]
			continue
		}
		width := 1
		if wide {
			width = 2
		}
		m := min(n, len(r.data)/width)
		if m == 0 {
			r.data = nil // half a letter
			continue
		}
		if wide {
			s.WriteString(utf16le(r.data[:2*m]))
		} else {
			s.WriteString(latin(r.data[:m]))
		}
		r.data, n = r.data[m*width:], n-m
	}
	r.skip(4*runs + spoken)
	return s.String()
}

// shared reads the texts that cells share.
func (x *xls) shared(at int) (texts []string, err error) {
	_, data, next := x.record(at)
	r := &reader{x: x, data: from(data, 8), next: next}
	total := 0
	for range u32(data, 4) {
		n := r.take(2)
		if len(n) < 2 {
			break
		}
		s := r.text(u16(n, 0))
		texts = append(texts, s)
		if total += len(s); total > maxText || len(texts) > maxTexts {
			return nil, ErrBomb
		}
	}
	return texts, nil
}

type place struct {
	row, column int
	text        string
}

func (x *xls) rows(sheet int, yield func(n int, cells []string) error) error {
	cells, err := x.sheet(x.sheets[sheet])
	if err != nil {
		return err
	}
	slices.SortStableFunc(cells, func(a, b place) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.column - b.column
	})
	var r row
	for i, c := range cells {
		r.put(c.column, c.text)
		if i+1 == len(cells) || cells[i+1].row != c.row {
			if err := r.flush(c.row+1, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// sheet reads the cells from where a sheet begins.
func (x *xls) sheet(at int) (cells []place, err error) {
	kind, _, next := x.record(at)
	if kind != recBOF {
		return nil, ErrBroken
	}
	charts := 0
	put := func(row, column int, s string) {
		if s != "" {
			x.cells++
			cells = append(cells, place{row, column, s})
		}
	}
	for {
		if x.cells > maxCells {
			return nil, ErrBomb
		}
		var data []byte
		kind, data, next = x.record(next)
		row, column, style := u16(data, 0), u16(data, 2), u16(data, 4)
		switch {
		case kind == recBOF:
			charts++ // a chart within the sheet
		case kind == recEOF:
			if charts--; charts < 0 {
				return cells, nil
			}
		case charts > 0:
		case kind == recLabelText:
			if i := u32(data, 6); int64(i) < int64(len(x.texts)) {
				put(row, column, x.texts[i])
			}
		case kind == recLabel, kind == recRString:
			put(row, column, x.text(from(data, 6)))
		case kind == recNumber && len(data) >= 14:
			put(row, column, x.number(math.Float64frombits(binary.LittleEndian.Uint64(data[6:])), style))
		case kind == recRK:
			put(row, column, x.number(rk(u32(data, 6)), style))
		case kind == recMulRK:
			for i := 4; i+6 <= len(data)-2; i += 6 {
				put(row, column+(i-4)/6, x.number(rk(u32(data, i+2)), u16(data, i)))
			}
		case kind == recBool && len(data) >= 8:
			put(row, column, boolOrError(data[6], data[7] == 1))
		case kind == recFormula && len(data) >= 14:
			var s string
			s, next = x.formula(data, style, next)
			put(row, column, s)
		}
	}
}

// formula is what one yielded last.
func (x *xls) formula(data []byte, style, next int) (found string, after int) {
	result := data[6:14]
	if result[6] != 0xff || result[7] != 0xff {
		return x.number(math.Float64frombits(binary.LittleEndian.Uint64(result)), style), next
	}
	switch result[0] {
	case 0: // a text, in a record after; another may stand between
		for at, i := next, 0; i < 3; i++ {
			kind, data, then := x.record(at)
			if kind == recString {
				if x.version == version5 {
					return x.text(data), then
				}
				r := &reader{x: x, data: from(data, 2), next: then}
				return r.text(u16(data, 0)), then
			}
			at = then
		}
	case 1, 2:
		return boolOrError(result[2], result[0] == 2), next
	}
	return "", next
}

func (x *xls) number(f float64, style int) string {
	if style < len(x.moments) && x.moments[style] {
		return moment(f, x.from1904)
	}
	return number(f)
}

// rk is a number in 30 bits, perhaps a hundred times too large.
func rk(n uint32) float64 {
	f := math.Float64frombits(uint64(n&^3) << 32)
	if n&2 != 0 {
		f = float64(int32(n) >> 2) //nolint:gosec // its bits are a number with a sign
	}
	if n&1 != 0 {
		f /= 100
	}
	return f
}

var errorNames = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A"}

func boolOrError(b byte, isError bool) string {
	if isError {
		return errorNames[b]
	}
	return truth(b != 0)
}
