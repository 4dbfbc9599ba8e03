package print

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// file writes PDF 1.7 (ISO 32000-1): objects one after the other, then the table
// of where each begins.
type file struct {
	buf     bytes.Buffer
	offsets []int
}

// reserve gives the number of an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

func (f *file) object(n int, body string) {
	f.offsets[n-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

// stream writes an object of bytes, packed unless they are packed already.
func (f *file) stream(n int, dict string, content []byte, packed bool) {
	if !packed {
		var z bytes.Buffer
		w, _ := zlib.NewWriterLevel(&z, zlib.BestCompression) // the level is one there is
		_, _ = w.Write(content)                               // memory takes everything
		_ = w.Close()
		content, dict = z.Bytes(), dict+" /Filter /FlateDecode"
	}
	f.offsets[n-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n<< %s /Length %d >>\nstream\n", n, strings.TrimSpace(dict), len(content))
	f.buf.Write(content)
	f.buf.WriteString("\nendstream\nendobj\n")
}

// text writes a string of any letters.
func text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

func (d *Document) write(w io.Writer) error {
	f := &file{}
	catalog, tree, info := f.reserve(), f.reserve(), f.reserve()
	resources := f.reserve()
	var kids []string
	for _, p := range d.pages {
		page, content := f.reserve(), f.reserve()
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
		f.object(page, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R >>",
			tree, num(d.width*pointsPerMM), num(d.height*pointsPerMM), resources, content))
		f.stream(content, "", p.content.Bytes(), false)
	}
	var fontRefs, pictureRefs string
	for _, t := range []*typeface{d.fonts.regular, d.fonts.bold} {
		if len(t.used) == 0 {
			continue
		}
		n, err := f.font(t)
		if err != nil {
			return err
		}
		fontRefs += fmt.Sprintf("/%s %d 0 R ", t.name, n)
	}
	for i, pic := range d.pictures {
		n := f.reserve()
		f.stream(n, pic.dict, pic.content, pic.packed)
		pictureRefs += fmt.Sprintf("/I%d %d 0 R ", i+1, n)
	}
	f.object(resources, fmt.Sprintf("<< /Font << %s>> /XObject << %s>> >>", fontRefs, pictureRefs))
	f.object(tree, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids)))
	direction := "L2R"
	if d.pages[0].rightToLeft() {
		direction = "R2L"
	}
	f.object(catalog, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /Direction /%s /DisplayDocTitle true >> >>",
		tree, d.pages[0].opt.Language, direction))
	f.object(info, fmt.Sprintf("<< /Title %s /Producer (wasl) >>", text(d.opt.Title)))
	return f.end(w, catalog, info)
}

func (f *file) end(w io.Writer, catalog, info int) error {
	const head = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
	id := sha256.Sum256(f.buf.Bytes())
	var tail strings.Builder
	fmt.Fprintf(&tail, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, o := range f.offsets {
		fmt.Fprintf(&tail, "%010d 00000 n \n", o+len(head))
	}
	fmt.Fprintf(&tail, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, catalog, info, id[:16], id[:16], len(head)+f.buf.Len())
	for _, part := range [][]byte{[]byte(head), f.buf.Bytes(), []byte(tail.String())} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// font writes a font with the glyphs that the document uses, and the text that
// each stands for, so that it can be searched and copied.
func (f *file) font(t *typeface) (int, error) {
	small, err := subset(t.file, t.used)
	if err != nil {
		return 0, fmt.Errorf("cut the font %s down: %w", t.name, err)
	}
	root, below, descriptor, data, unicode := f.reserve(), f.reserve(), f.reserve(), f.reserve(), f.reserve()
	const family = "WASLAA+Amiri"
	scale := 1000 / float64(t.face.Upem())
	var widths strings.Builder
	for _, g := range slices.Sorted(maps.Keys(t.used)) {
		fmt.Fprintf(&widths, "%d [%s] ", g, num(float64(t.face.HorizontalAdvance(g))*scale))
	}
	f.object(root, fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", family, below, unicode))
	f.object(below, fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "+
		"/FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 500 /W [%s] >>", family, descriptor, widths.String()))
	f.object(descriptor, fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-1000 -500 2000 1200] /ItalicAngle 0 "+
		"/Ascent 1124 /Descent -634 /CapHeight 646 /StemV 80 /FontFile2 %d 0 R >>", family, data))
	f.stream(data, fmt.Sprintf("/Length1 %d", len(small)), small, false)
	f.stream(unicode, "", toUnicode(t), false)
	return root, nil
}

// maxMapped is how many entries a block of a character map may hold.
const maxMapped = 100

func toUnicode(t *typeface) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /wasl def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for block := range slices.Chunk(slices.Sorted(maps.Keys(t.used)), maxMapped) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, g := range block {
			fmt.Fprintf(&b, "<%04X> <", uint16(g))
			for _, u := range utf16.Encode([]rune(t.used[g])) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}
