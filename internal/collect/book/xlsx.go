package book

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

type xlsx struct {
	parts               map[string]*zip.File
	targets             []string // of the sheets
	stylePart, textPart string
	texts               []string
	moments             []bool // whether the format of that number shows days
	from1904            bool
	cells               int
}

func broken(err error) error {
	if errors.Is(err, ErrBomb) || errors.Is(err, ErrBroken) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

func openXLSX(b []byte) (*Book, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, broken(err)
	}
	if len(z.File) > maxEntries {
		return nil, ErrBomb
	}
	x := &xlsx{parts: make(map[string]*zip.File, len(z.File))}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if total > uint64(len(b))*maxRatio+1<<20 {
			return nil, ErrBomb
		}
		if name := partName(f.Name); x.parts[name] == nil {
			x.parts[name] = f
		}
	}
	names, err := x.workbook()
	if err != nil {
		return nil, err
	}
	if err := x.styles(); err != nil {
		return nil, err
	}
	if err := x.strings(); err != nil {
		return nil, err
	}
	return &Book{names: names, rows: x.rows}, nil
}

// partName is a part's name whatever program wrote it.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(s, `\`, "/")), "/"))
}

// walk hands the elements of a part to start, with what stands in them to text; end
// is told of each end. A part that is missing has no elements.
func (x *xlsx) walk(part string, start func(xml.StartElement) error, text func([]byte), end func(string) error) error {
	f := x.parts[partName(part)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > maxPart {
		return ErrBomb
	}
	r, err := f.Open()
	if err != nil {
		return broken(err)
	}
	defer func() { _ = r.Close() }() // nothing was written
	d := xml.NewDecoder(&limited{r: r, left: maxPart})
	w := walker{start: start, text: text, end: end}
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if err := w.token(t); err != nil {
			return err
		}
	}
}

type walker struct {
	depth int
	start func(xml.StartElement) error
	text  func([]byte)
	end   func(string) error
}

func (w *walker) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if w.depth++; w.depth > maxDepth {
			return ErrBomb
		}
		return w.start(t)
	case xml.EndElement:
		w.depth--
		if w.end != nil {
			return w.end(t.Name.Local)
		}
	case xml.CharData:
		if w.text != nil {
			w.text(t)
		}
	}
	return nil
}

// limited ends with ErrBomb what is longer than it said.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrBomb
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relations are the parts that a part names: by the name it gives them, and by what
// they are to it.
func (x *xlsx) relations(of string) (byID, byKind map[string]string, err error) {
	byID, byKind = map[string]string{}, map[string]string{}
	dir := path.Dir(of)
	err = x.walk(path.Join(dir, "_rels", path.Base(of)+".rels"), func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		byID[attr(e, "Id")], byKind[path.Base(attr(e, "Type"))] = target, target
		return nil
	}, nil, nil)
	return byID, byKind, err
}

func (x *xlsx) workbook() (names []string, err error) {
	_, kinds, err := x.relations(".")
	if err != nil {
		return nil, err
	}
	part := cmp.Or(kinds["officeDocument"], "xl/workbook.xml")
	if x.parts[partName(part)] == nil {
		return nil, ErrType // a document, or another archive
	}
	targets, kinds, err := x.relations(part)
	if err != nil {
		return nil, err
	}
	x.stylePart, x.textPart = cmp.Or(kinds["styles"], "xl/styles.xml"), cmp.Or(kinds["sharedStrings"], "xl/sharedStrings.xml")
	err = x.walk(part, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			d := attr(e, "date1904")
			x.from1904 = d == "1" || d == "true"
		case "sheet":
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" && targets[a.Value] != "" {
					names = append(names, attr(e, "name"))
					x.targets = append(x.targets, targets[a.Value])
				}
			}
		}
		return nil
	}, nil, nil)
	return names, err
}

// styles finds the formats that show days.
func (x *xlsx) styles() error {
	codes := map[string]string{}
	within := false
	return x.walk(x.stylePart, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			codes[attr(e, "numFmtId")] = attr(e, "formatCode")
		case "cellXfs":
			within = true
		case "xf":
			if within {
				id := attr(e, "numFmtId")
				n, err := strconv.Atoi(id)
				x.moments = append(x.moments, err == nil && isMoment(n, codes[id]))
			}
		}
		if len(x.moments) > maxFormats || len(codes) > maxFormats {
			return ErrBomb
		}
		return nil
	}, nil, func(name string) error {
		within = within && name != "cellXfs"
		return nil
	})
}

// strings reads the texts that cells share. How a text is pronounced is left out.
func (x *xlsx) strings() error {
	var b strings.Builder
	total, inText, spoken := 0, false, false
	return x.walk(x.textPart, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "t":
			inText = true
		case "rPh":
			spoken = true
		}
		return nil
	}, func(s []byte) {
		if inText && !spoken {
			b.Write(s)
		}
	}, func(name string) error {
		switch name {
		case "t":
			inText = false
		case "rPh":
			spoken = false
		case "si":
			x.texts = append(x.texts, b.String())
			total += b.Len()
			b = strings.Builder{}
			if len(x.texts) > maxTexts || total > maxText {
				return ErrBomb
			}
		}
		return nil
	})
}

func (x *xlsx) rows(sheet int, yield func(n int, cells []string) error) error {
	r := &rowReader{x: x, yield: yield}
	return x.walk(x.targets[sheet], r.start, r.text, r.end)
}

// rowReader goes through the elements of a sheet.
type rowReader struct {
	x     *xlsx
	yield func(n int, cells []string) error
	row   row
	n     int // of the row

	inRow, inCell, inValue, spoken bool

	// The cell that is read.
	column, style int
	kind          string
	value         strings.Builder
}

func (r *rowReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		r.inRow, r.column = true, -1
		if at, err := strconv.Atoi(attr(e, "r")); err == nil && at > r.n && at <= maxRow {
			r.n = at
		} else {
			r.n++
		}
	case "c":
		if r.inRow {
			r.cell(e)
		}
	case "v":
		r.inValue = r.inCell && r.kind != "inlineStr"
	case "t":
		r.inValue = r.inCell && r.kind == "inlineStr" && !r.spoken
	case "rPh":
		r.spoken = true
	}
	return nil
}

func (r *rowReader) cell(e xml.StartElement) {
	r.inCell, r.kind, r.style = true, attr(e, "t"), -1
	r.value.Reset()
	if s, err := strconv.Atoi(attr(e, "s")); err == nil {
		r.style = s
	}
	r.column++
	if at, ok := columnOf(attr(e, "r")); ok {
		r.column = at
	}
}

func (r *rowReader) text(s []byte) {
	if r.inValue {
		r.value.Write(s)
	}
}

func (r *rowReader) end(name string) error {
	switch name {
	case "v", "t":
		r.inValue = false
	case "rPh":
		r.spoken = false
	case "c":
		r.inCell = false
		if r.value.Len() == 0 {
			return nil
		}
		if r.x.cells++; r.x.cells > maxCells {
			return ErrBomb
		}
		r.row.put(r.column, r.x.cell(r.kind, r.value.String(), r.style))
		r.value.Reset()
	case "row":
		r.inRow = false
		return r.row.flush(r.n, r.yield)
	}
	return nil
}

// columnOf is the column of AB12, from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := range len(ref) {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			return n - 1, n > 0
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			return n, true
		}
	}
	return n - 1, n > 0
}

// cell is what a cell holds.
func (x *xlsx) cell(kind, s string, style int) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && i >= 0 && i < len(x.texts) {
			return x.texts[i]
		}
		return ""
	case "b":
		return truth(strings.TrimSpace(s) == "1" || s == "true")
	case "str", "inlineStr", "e", "d":
		return s
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	switch {
	case err != nil:
		return s
	case style >= 0 && style < len(x.moments) && x.moments[style]:
		return moment(f, x.from1904)
	default:
		return number(f)
	}
}

func truth(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}
