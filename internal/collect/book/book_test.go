package book

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// archive packs parts as a workbook.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook is one of a single sheet, with parts in place of the usual.
func workbook(sheet string, more map[string]string) map[string]string {
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="u"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
	for k, v := range more {
		parts[k] = v
	}
	return parts
}

// rowsOf are the rows of every sheet, each with its number.
func rowsOf(b []byte) (rows []string, err error) {
	x, err := Open(b)
	if err != nil {
		return nil, err
	}
	for i, name := range x.Names() {
		err = x.Rows(i, func(n int, cells []string) error {
			rows = append(rows, fmt.Sprintf("%s %d: %s", name, n, strings.Join(cells, "|")))
			return nil
		})
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

const styleSheet = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="0.00&quot; days&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="9"/></cellXfs></styleSheet>`

func TestXLSX(t *testing.T) {
	for _, tt := range []struct {
		name, sheet string
		more        map[string]string
		want        []string
	}{
		{"texts that cells share", `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="s"><v>0</v></c><c t="s"><v>9</v></c></row>`, map[string]string{
			"xl/sharedStrings.xml": `<sst><si><t xml:space="preserve"> بئر </t></si><si><r><t>a</t></r><r><t>&amp;b</t></r><rPh sb="0"><t>spoken</t></rPh></si></sst>`,
		}, []string{"survey 2: a&b|| بئر "}},
		{"texts in cells", `<row><c t="inlineStr"><is><t>x</t></is></c><c t="str"><f>A1&amp;"y"</f><v>xy</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>`, nil, []string{"survey 1: x|xy|#N/A|TRUE|FALSE"}},
		{"numbers", `<row><c><v>5.0</v></c><c><v>1.1000000000000001</v></c><c><v>20231124153000</v></c><c><v>-0.5</v></c><c><v>1E-3</v></c><c><v>what</v></c></row>`, nil, []string{"survey 1: 5|1.1|20231124153000|-0.5|0.001|what"}},
		{
			"days, not numbers that are shown as days would be", `<row><c s="1"><v>46350</v></c><c s="2"><v>46350.5</v></c><c s="1"><v>0.25</v></c><c s="3"><v>0.25</v></c><c s="4"><v>3</v></c><c s="5"><v>0.5</v></c><c s="1"><v>1</v></c><c s="1"><v>-1</v></c><c s="99"><v>7</v></c></row>`,
			map[string]string{"xl/styles.xml": styleSheet},
			[]string{"survey 1: 2026-11-24|2026-11-24T12:00:00|06:00:00|06:00:00|3|0.5|1900-01-01|-1|7"},
		},
		{"days counted from 1904", `<row><c s="1"><v>44888</v></c></row>`, map[string]string{
			"xl/styles.xml":   styleSheet,
			"xl/workbook.xml": `<workbook xmlns:r="u"><workbookPr date1904="1"/><sheets><sheet name="survey" r:id="rId1"/></sheets></workbook>`,
		}, []string{"survey 1: 2026-11-24"}},
		{"rows out of order, and cells far to the right", `<row r="5"><c r="A5"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row><row r="9"><c r="XFD9"><v>3</v></c></row>`, nil, []string{"survey 5: 1", "survey 6: |2"}},
		{"other letters for prefixes", `</sheetData><x:sheetData><x:row><x:c><x:v>4</x:v></x:c></x:row></x:sheetData><sheetData>`, nil, []string{"survey 1: 4"}},
		{"nothing", ``, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rowsOf(archive(t, workbook(tt.sheet, tt.more)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// container packs streams as old Office programs did.
func container(streams map[string][]byte) []byte {
	const sector, free, last = 512, 0xffffffff, 0xfffffffe
	var data, fat, directory bytes.Buffer
	put := func(b *bytes.Buffer, v any) { _ = binary.Write(b, binary.LittleEndian, v) }
	n := uint32(1) // the first sector holds the table
	entry := func(name string, kind byte, start uint32, size int) {
		u := utf16.Encode([]rune(name))
		raw := make([]byte, 64)
		for i, c := range u {
			binary.LittleEndian.PutUint16(raw[2*i:], c)
		}
		directory.Write(raw)
		put(&directory, uint16(2*len(u)+2)) //nolint:gosec // a short name
		directory.Write([]byte{kind, 1})
		directory.Write(make([]byte, 48))
		put(&directory, start)
		put(&directory, uint32(size)) //nolint:gosec // a short stream
		directory.Write(make([]byte, 4))
	}
	put(&fat, uint32(0xfffffffd))
	entry("Root Entry", 5, last, 0)
	chain := func(b []byte) (start uint32) {
		start = n
		for i := 0; i < len(b); i += sector {
			s := make([]byte, sector)
			copy(s, b[i:])
			data.Write(s)
			n++
			if i+sector < len(b) {
				put(&fat, n)
			} else {
				put(&fat, uint32(last))
			}
		}
		return start
	}
	for name, b := range streams {
		b = append(b, make([]byte, max(0, 4096-len(b)))...) // shorter ones would lie in small sectors
		entry(name, 2, chain(b), len(b))
	}
	at := chain(directory.Bytes())
	for fat.Len() < sector {
		put(&fat, uint32(free))
	}
	header := make([]byte, 512)
	copy(header, oleMagic)
	le := binary.LittleEndian
	le.PutUint16(header[30:], 9)
	le.PutUint16(header[32:], 6)
	le.PutUint32(header[44:], 1)
	le.PutUint32(header[48:], at)
	le.PutUint32(header[56:], 4096)
	le.PutUint32(header[60:], last)
	le.PutUint32(header[68:], last)
	for i := 80; i < 512; i += 4 {
		le.PutUint32(header[i:], free)
	}
	return append(append(header, fat.Bytes()[:sector]...), data.Bytes()...)
}

// records are what a stream consists of.
type records struct{ b bytes.Buffer }

func (r *records) add(kind uint16, parts ...any) *records {
	var data bytes.Buffer
	for _, p := range parts {
		if s, ok := p.(string); ok {
			data.WriteString(s)
			continue
		}
		_ = binary.Write(&data, binary.LittleEndian, p)
	}
	_ = binary.Write(&r.b, binary.LittleEndian, []uint16{kind, uint16(data.Len())}) //nolint:gosec // short
	r.b.Write(data.Bytes())
	return r
}

func wide(s string) string {
	var b strings.Builder
	for _, c := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(c))
		b.WriteByte(byte(c >> 8))
	}
	return b.String()
}

func oldBook() []byte {
	var r records
	r.add(recBOF, uint16(version8), uint16(5), uint32(0), uint32(0))
	r.add(recXF, uint16(0), uint16(0)).add(recXF, uint16(0), uint16(14)).add(recXF, uint16(0), uint16(200))
	r.add(recFormat, uint16(200), uint16(10), byte(0), `yyyy-mm-dd`)
	place := r.b.Len() + 4
	r.add(recSheet, uint32(0), byte(0), byte(0), byte(6), byte(0), "survey")
	// The second text goes on in the record after, in wider letters.
	r.add(recTexts, uint32(3), uint32(3), uint16(1), byte(0), "a", uint16(4), byte(0), "ab").
		add(recContinue, byte(1), wide("بئ"), uint16(2), byte(1|8), uint16(1), wide("ém"), uint32(0))
	r.add(recEOF)
	binary.LittleEndian.PutUint32(r.b.Bytes()[place:], uint32(r.b.Len())) //nolint:gosec // short
	at := func(row, column, style uint16) []uint16 { return []uint16{row, column, style} }
	r.add(recBOF, uint16(version8), uint16(16), uint32(0), uint32(0))
	r.add(recLabelText, at(1, 0, 0), uint32(1)).add(recLabelText, at(0, 1, 0), uint32(0)).add(recLabelText, at(0, 0, 0), uint32(2)).add(recLabelText, at(9, 0, 0), uint32(99))
	r.add(recNumber, at(1, 1, 0), math.Float64bits(2.5)).add(recNumber, at(1, 2, 1), math.Float64bits(46350)).add(recRK, at(1, 3, 2), uint32(46350<<2|2))
	r.add(recMulRK, uint16(2), uint16(1), uint16(0), uint32(7<<2|2), uint16(0), uint32(250<<2|3), uint16(2))
	r.add(recBool, at(3, 0, 0), byte(1), byte(0)).add(recBool, at(3, 1, 0), byte(0x2a), byte(1)).add(recLabel, at(3, 2, 0), uint16(2), byte(0), "hi")
	r.add(recFormula, at(4, 0, 0), math.Float64bits(8), make([]byte, 8)).
		add(recFormula, at(4, 1, 0), []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8)).add(recString, uint16(3), byte(0), "yes").
		add(recFormula, at(4, 2, 0), []byte{1, 0, 1, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
	r.add(recBOF, uint16(version8), uint16(32)).add(recNumber, at(7, 0, 0), math.Float64bits(1)).add(recEOF) // a chart
	r.add(recEOF)
	return container(map[string][]byte{"Workbook": r.b.Bytes()})
}

func TestXLS(t *testing.T) {
	got, err := rowsOf(oldBook())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"survey 1: ém|a", "survey 2: abبئ|2.5|2026-11-24|2026-11-24", "survey 3: |7|2.5", "survey 4: TRUE|#N/A|hi", "survey 5: 8|yes|TRUE",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXLSOfOldCodePages(t *testing.T) {
	var r records
	r.add(recBOF, uint16(version5), uint16(5)).add(recCodePage, uint16(1256))
	place := r.b.Len() + 4
	r.add(recSheet, uint32(0), byte(0), byte(0), byte(3), "abc").add(recEOF)
	binary.LittleEndian.PutUint32(r.b.Bytes()[place:], uint32(r.b.Len())) //nolint:gosec // short
	r.add(recBOF, uint16(version5), uint16(16)).add(recLabel, []uint16{0, 0, 0}, uint16(3), "\xc8\xc6\xd1").add(recEOF)
	got, err := rowsOf(container(map[string][]byte{"Book": r.b.Bytes()}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"abc 1: بئر"}, got); diff != "" {
		t.Error(diff)
	}
}

// lying packs one part with a size that it does not have.
func lying(t *testing.T, says uint64) []byte {
	t.Helper()
	parts := workbook("", nil)
	delete(parts, "xl/worksheets/sheet1.xml")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	content := []byte(`<worksheet><sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 1_500_000) + `</sheetData></worksheet>`)
	packed := packedBytes(t, content)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(len(packed)), UncompressedSize64: says,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(packed); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packedBytes(t *testing.T, content []byte) []byte {
	t.Helper()
	b := archive(t, map[string]string{"a": string(content)})
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	at, err := z.File[0].DataOffset()
	if err != nil {
		t.Fatal(err)
	}
	return b[at : at+int64(z.File[0].CompressedSize64)] //nolint:gosec // short
}

// read reads all of a workbook: the processor's time for it, and what is held
// after it.
func read(t *testing.T, b []byte) (took time.Duration, held uint64, err error) {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := busy(t)
	defer func() { took = busy(t) - start }()
	x, err := Open(b)
	if err != nil {
		return took, 0, err
	}
	for i := range x.Names() {
		if err = x.Rows(i, func(int, []string) error { return nil }); err != nil {
			break
		}
	}
	runtime.ReadMemStats(&after)
	return took, max(after.HeapAlloc, before.HeapAlloc) - before.HeapAlloc, err
}

// Whatever a file does, reading it ends soon, in little memory, with a word for it.
func TestHostileBooks(t *testing.T) {
	noise := func(n int) string { // what does not pack well, so that the ratio is no hindrance
		var b strings.Builder
		x := uint32(1)
		for b.Len() < n {
			x = x*1664525 + 1013904223
			fmt.Fprintf(&b, "%08x", x)
		}
		return b.String()
	}
	loop := oldBook()
	for i := 512 + 4; i < 1024; i += 4 {
		binary.LittleEndian.PutUint32(loop[i:], 1) // every sector comes before the first
	}
	ordinary, _, err := read(t, archive(t, workbook(strings.Repeat(`<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>`, 30_000), map[string]string{"x": noise(1 << 20)})))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		make func(t *testing.T) []byte
		want error
	}{
		{"nothing", func(*testing.T) []byte { return nil }, ErrType},
		{"no archive", func(*testing.T) []byte { return []byte("PK\x03\x04 and nothing") }, ErrBroken},
		{"another archive", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, map[string]string{"word/document.xml": "<x/>"})
		}, ErrType},
		{"10,001 parts", func(t *testing.T) []byte {
			t.Helper()
			parts := map[string]string{}
			for i := range maxEntries + 1 {
				parts[fmt.Sprint(i)] = ""
			}
			return archive(t, parts)
		}, ErrBomb},
		{"a part of a gigabyte of nothing", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook(strings.Repeat(" ", 64<<20), nil))
		}, ErrBomb},
		{"a part that says it is small", func(t *testing.T) []byte { t.Helper(); return lying(t, 1000) }, ErrBroken},
		{"a part that says it is larger than it is", func(t *testing.T) []byte { t.Helper(); return lying(t, 1<<40) }, ErrBomb},
		{"elements in elements", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook(strings.Repeat("<row>", maxDepth+1), nil))
		}, ErrBomb},
		{"a million texts that no cell has", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook(noise(1<<20), map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 1_000_000) + "</sst>"}))
		}, ErrBomb},
		{"texts of 20 MiB", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook("", map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + noise(20<<20) + "</t></si></sst>"}))
		}, ErrBomb},
		{"a million styles", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook(noise(1<<20), map[string]string{"xl/styles.xml": "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", 1_000_000) + "</cellXfs></styleSheet>"}))
		}, ErrBomb},
		{"a million rows, each with a cell far to the right", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 500_000), map[string]string{"x": noise(1 << 20)}))
		}, nil},
		{"more cells than a form has", func(t *testing.T) []byte {
			t.Helper()
			return archive(t, workbook("<row>"+strings.Repeat(`<c><v>1</v></c>`, maxCells+1)+"</row>", map[string]string{"x": noise(1 << 20)}))
		}, ErrBomb},
		{"entities", func(t *testing.T) []byte {
			t.Helper()
			parts := workbook("", nil)
			parts["xl/worksheets/sheet1.xml"] = `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`
			return archive(t, parts)
		}, ErrBroken},
		{"a file on this computer", func(t *testing.T) []byte {
			t.Helper()
			parts := workbook("", nil)
			parts["xl/worksheets/sheet1.xml"] = `<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`
			return archive(t, parts)
		}, ErrBroken},
		{"an old workbook cut off", func(*testing.T) []byte { return oldBook()[:700] }, ErrBroken},
		{"an old workbook that goes round in circles", func(*testing.T) []byte { return loop }, ErrBroken},
		{"an old document", func(*testing.T) []byte { return container(map[string][]byte{"WordDocument": []byte("x")}) }, ErrType},
		{"a new workbook with a password", func(*testing.T) []byte {
			return container(map[string][]byte{"EncryptedPackage": []byte("x")})
		}, ErrLocked},
		{"an old workbook with a password", func(*testing.T) []byte {
			var r records
			return container(map[string][]byte{"Workbook": r.add(recBOF, uint16(version8), uint16(5)).add(recFilePass, uint16(1)).b.Bytes()})
		}, ErrLocked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := tt.make(t)
			took, held, err := read(t, b)
			if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if took > 40*ordinary || held > 64<<20 {
				t.Errorf("%v and %d MiB; an ordinary one takes %v", took, held>>20, ordinary)
			}
			t.Logf("%d KiB: %v in %v", len(b)>>10, err, took.Round(time.Millisecond))
		})
	}
}

// busy is the processor time of this program: other programs on the machine do not
// count.
func busy(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func FuzzBook(f *testing.F) {
	f.Add(oldBook())
	f.Add(archive(f, workbook(`<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>46350.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>type</t></si></sst>`, "xl/styles.xml": styleSheet,
	})))
	for dir := "../../.."; len(dir) < 40; dir += "/.." {
		found, _ := filepath.Glob(dir + "/shared/data/forms/*/*.xls")
		for i, name := range found {
			if b, err := os.ReadFile(name); err == nil && i%4 == 0 && len(b) < 30_000 {
				f.Add(b)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		start := busy(t)
		rows, err := rowsOf(b)
		if took := busy(t) - start; took > 4*time.Second {
			t.Fatalf("%v for %d bytes: %d rows, %v", took, len(b), len(rows), err)
		}
		if err != nil && !errors.Is(err, ErrType) && !errors.Is(err, ErrBomb) && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrLocked) {
			t.Fatal(err)
		}
	})
}
