package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// A Cell of a workbook is a text, or a number where Number is set.
type Cell struct {
	Text   string
	Number bool // Text is one, as strconv writes it
}

// A Book is one sheet of a workbook as it is written out.
type Book struct {
	Name      string // of the sheet
	Head      int    // how many rows stay in sight and are set bold
	RightLeft bool   // the first column stands to the right
	Rows      [][]Cell
}

// WriteXLSX writes the sheet as a workbook (ECMA-376). The same sheet gives the same
// bytes. Texts are texts in the file already, and none can start a formula; yet where
// one would, were it saved as CSV, an apostrophe stands before it as well.
func (b *Book) WriteXLSX(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", bookTypes},
		{"_rels/.rels", bookRels},
		{"xl/_rels/workbook.xml.rels", sheetRels},
		{"xl/workbook.xml", strings.Replace(workbook, "NAME", escaped(sheetName(b.Name)), 1)},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet1.xml", b.sheet()},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate}) // without a time
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xml.Header+part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

const (
	mainNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relOf  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	typeOf = `application/vnd.openxmlformats-officedocument.spreadsheetml.`

	bookTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + typeOf + `sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + typeOf + `worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + typeOf + `styles+xml"/></Types>`
	bookRels  = `<Relationships ` + relNS + `><Relationship Id="r1" Type="` + relOf + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	sheetRels = `<Relationships ` + relNS + `><Relationship Id="r1" Type="` + relOf + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="r2" Type="` + relOf + `/styles" Target="styles.xml"/></Relationships>`
	workbook = `<workbook ` + mainNS + ` xmlns:r="` + relOf + `"><sheets><sheet name="NAME" sheetId="1" r:id="r1"/></sheets></workbook>`
	styles   = `<styleSheet ` + mainNS + `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
		`<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`
)

func (b *Book) sheet() string {
	var s strings.Builder
	s.WriteString(`<worksheet ` + mainNS + `><sheetViews><sheetView workbookViewId="0"`)
	if b.RightLeft {
		s.WriteString(` rightToLeft="1"`)
	}
	s.WriteString(`>`)
	if b.Head > 0 {
		s.WriteString(`<pane ySplit="` + strconv.Itoa(b.Head) + `" topLeftCell="A` + strconv.Itoa(b.Head+1) + `" state="frozen"/>`)
	}
	s.WriteString(`</sheetView></sheetViews><sheetData>`)
	for i, row := range b.Rows {
		s.WriteString("<row>")
		for _, c := range row {
			c.write(&s, i < b.Head)
		}
		s.WriteString("</row>")
	}
	s.WriteString(`</sheetData></worksheet>`)
	return s.String()
}

func (c Cell) write(s *strings.Builder, head bool) {
	style := ""
	if head {
		style = ` s="1"`
	}
	if c.Number {
		if _, err := strconv.ParseFloat(c.Text, 64); err == nil {
			s.WriteString("<c" + style + "><v>" + c.Text + "</v></c>")
			return
		}
	}
	s.WriteString("<c" + style + ` t="inlineStr"><is><t xml:space="preserve">` + escaped(Safe(c.Text)) + "</t></is></c>")
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// sheetName is a name that a sheet may have: 31 letters at most, none of them reserved.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	return name
}
