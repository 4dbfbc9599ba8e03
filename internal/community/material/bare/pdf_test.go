package bare

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wasl/internal/base/fault"
)

// whole is a sheet of one page that says Eau, with more keys of its catalog and its
// page, and more objects from the fifth on.
func whole(catalog, page string, more ...string) []byte {
	objects := append([]string{
		"<< /Type /Catalog /Pages 2 0 R " + catalog + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 120 80] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + " >>",
		"<< /Length 37 >> stream\n" + drawing + "\nendstream",
	}, more...)
	for i, o := range objects {
		objects[i] = fmt.Sprintf("%d 0 obj\n%s\nendobj", i+1, o)
	}
	return pdf(append(objects, "trailer << /Root 1 0 R /Info << /Author (CANARY) >> >>")...)
}

const drawing = "BT /F1 18 Tf 10 40 Td (Eau pure) Tj ET"

// sheets are those of testdata: made by eight tools, each a few shapes on a page of 120
// by 80 points, by somebody called CANARY.
func sheets(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(paths) != 8 {
		t.Fatalf("the sheets of eight tools are not there: %d, %v", len(paths), err)
	}
	out := map[string][]byte{}
	for _, p := range paths {
		if out[filepath.Base(p)], err = os.ReadFile(p); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// spread is a file with all that is packed in it behind it.
func spread(b []byte) []byte {
	out := bytes.Clone(b)
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("stream\n"))
		if i < 0 {
			return out
		}
		at += i + len("stream\n")
		if r, err := zlib.NewReader(bytes.NewReader(b[at:])); err == nil {
			inner, _ := io.ReadAll(r) // as far as it goes
			out = append(out, inner...)
		}
	}
}

func stripped(t *testing.T, b []byte) []byte {
	t.Helper()
	out, kind, err := Strip(bytes.Clone(b))
	if err != nil || kind != PDF {
		t.Fatal(kind, err)
	}
	return out
}

func TestSheetsOfOrdinaryToolsAreTaken(t *testing.T) {
	for name, b := range sheets(t) {
		t.Run(name, func(t *testing.T) {
			all := spread(stripped(t, b))
			for _, told := range []string{"CANARY", "C\x00A\x00N", "/Producer", "/Creat", "/ID", "/Info", "xpacket", "cairo", "Skia", "Ghostscript", "LibreOffice", "typst", "pdf-lib", "2026"} {
				if bytes.Contains(all, []byte(told)) {
					t.Errorf("it tells %q still", told)
				}
			}
		})
	}
}

// Held against a program of somebody else: the picture is the same, point by point.
func TestASheetLooksAsItDid(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not installed (Debian: poppler-utils)")
	}
	all := sheets(t)
	all["form.pdf"] = whole("/AcroForm << /Fields [5 0 R] >>", "/Annots [5 0 R]",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (CANARY) /V (CANARY) /Rect [5 5 60 25] /AP << /N 6 0 R >> >>",
		"<< /Subtype /Form /BBox [0 0 55 20] /Length 24 >> stream\n1 0 0 rg 0 0 55 20 re f \nendstream")
	for name, b := range all {
		t.Run(name, func(t *testing.T) {
			before, after := drawn(t, b), drawn(t, stripped(t, b))
			if !bytes.Equal(before, after) {
				t.Error("it looks otherwise")
			}
			if blank := bytes.Count(before, []byte{0xff}); blank == len(before)-len("P6\n250 167\n255\n") {
				t.Error("there is nothing to be seen on it")
			}
		})
	}
}

func drawn(t *testing.T, b []byte) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftoppm", "-r", "150", path).Output()
	if err != nil || len(out) < 1000 {
		t.Fatalf("nothing is drawn: %d bytes, %v", len(out), err)
	}
	return out
}

func TestASheetForgetsItsMaker(t *testing.T) {
	photo := string(segment(0xe1, exifHead+"CANARY"))
	photo = string(jpegOf(t)[:2]) + photo + string(jpegOf(t)[2:])
	was := whole("/Metadata 5 0 R /PieceInfo << /X << /Private (CANARY) >> >> /Outlines << /Title (CANARY) >>",
		"/LastModified (CANARY) /Thumb 5 0 R /VP [<< /Measure << /GPTS [15.87 -5.95] /Name (CANARY) >> >>] /Resources << /XObject << /I 6 0 R >> /Font << >> >> /Annots [7 0 R 8 0 R]",
		"<< /Type /Metadata >> stream\n<?xpacket begin='' id=''?><x>CANARY</x><?xpacket end='w'?>\nendstream",
		"<< /Subtype /Image /Width 40 /Height 24 /Filter /DCTDecode /Metadata 5 0 R >> stream\n"+photo+"\nendstream",
		"<< /Subtype /Text /T (CANARY) /Contents (CANARY) >>", "<< /Subtype /Highlight /T (CANARY) /Contents (CANARY) /M (CANARY) /QuadPoints [1 2 3 4 5 6 7 8] >>")
	was = append(was, "3 0 obj << /Type /Page /Contents 4 0 R >> endobj %%EOF\n"...) // changed, so that what it was would be there still
	was = append(was, whole("", "", "(CANARY)")[9:]...)
	for _, b := range [][]byte{was, whole("/Metadata 5 0 R", "/Annots [7 0 R]", "(CANARY)", "(CANARY)", "<< /Subtype /Stamp /T (CANARY) >>")} {
		if all := spread(stripped(t, b)); bytes.Contains(all, []byte("CANARY")) {
			t.Errorf("who made it is still there: %q", all)
		}
	}
}

// What acts, opens or carries something hangs in many places of a sheet. The sheet is
// taken without it.
func TestASheetActsNoMore(t *testing.T) {
	acts := `<< /S /JavaScript /JS (CANARY) >>`
	for name, b := range map[string][]byte{
		"when it is opened":           whole("/OpenAction "+acts, ""),
		"spelt otherwise":             whole("/Open#41ction << /S /J#61vaScript /J#53 (CANARY) >>", ""),
		"an address when opened":      whole("/OpenAction << /S /URI /URI (https://CANARY) >>", ""),
		"on other occasions":          whole("/AA << /WC "+acts+" >>", "/AA << /O "+acts+" >>"),
		"by its name":                 whole("/Names << /JavaScript << /Names [(CANARY) "+acts+"] >> >>", ""),
		"files within":                whole("/Names << /EmbeddedFiles << /Names [(CANARY) 5 0 R] >> >> /AF [5 0 R]", "/AF [5 0 R]", "<< /Type /Filespec /F (CANARY) /EF << /F 6 0 R >> >>", "<< /Type /EmbeddedFile >> stream\nCANARY\nendstream"),
		"the office's own file":       whole("/AdditionalStreams [/a 5 0 R]", "", "<< /Length 6 >> stream\nCANARY\nendstream"),
		"a form":                      whole("/AcroForm << /XFA 5 0 R /Fields [] >>", "", "<< >> stream\nCANARY\nendstream"),
		"a program to start":          whole("", "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (CANARY) >> >>]"),
		"an address that is a script": whole("", "/Annots [<< /Subtype /Link /A << /S /URI /URI (javascript:CANARY) >> >> << /Subtype /Link /A << /S /URI /URI (file:///CANARY) >> >>]"),
		"then something else":         whole("", "/Annots [<< /Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] /Next "+acts+" >> >>]"),
		"in a bookmark":               whole("/Outlines << /First << /Title (x) /A "+acts+" /SE (CANARY) >> >>", ""),
		"a film":                      whole("", "/Annots [<< /Subtype /Screen /A << /S /Rendition /R (CANARY) >> /AP << /N 4 0 R >> >> << /Subtype /RichMedia /RichMediaContent (CANARY) >>]"),
		"in a field":                  whole("", "/Annots [<< /Subtype /Widget /AP << /N 4 0 R >> /A "+acts+" /AA "+acts+" /V (CANARY) >>]"),
		"a drawing's own":             whole("", "/Resources << /XObject << /X << /JS (CANARY) /OPI (CANARY) >> >> >>"),
		"a picture elsewhere":         whole("", "/Contents 5 0 R", "<< /F (CANARY) /FFilter /CANARY >> stream\nBT ET\nendstream"),
		"a page of another document":  whole("", "/Annots [<< /Subtype /Link /Dest [5 0 R /Fit] >>]", "<< /Type /Page /Contents 6 0 R >>", "<< >> stream\nCANARY\nendstream"),
		"hidden notes":                whole("", "/Annots [<< /Subtype /FreeText /F 2 /AP << /N 5 0 R >> >>]", "<< >> stream\nCANARY\nendstream"),
		"objects in a pack": whole("/OpenAction 9 0 R /Metadata 10 0 R", "",
			strings.Replace(packedStream("9 0 10 35 << /S /JavaScript /JS (CANARY) >> (CANARY)"), "<<", "<< /Type /ObjStm /N 2 /First 10", 1)),
	} {
		out := stripped(t, b)
		all := spread(out)
		for _, act := range []string{"CANARY", "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/Filespec", "/Rendition", "/AA", "/OpenAction", "/AcroForm", "/XFA", "/Widget"} {
			if bytes.Contains(all, []byte(act)) {
				t.Errorf("%s: %s is there still: %q", name, act, all)
			}
		}
		if !bytes.Contains(all, []byte("ET")) {
			t.Errorf("%s: the page is empty", name)
		}
	}
}

// What is read aloud, gone through and touched stays.
func TestASheetStaysUseful(t *testing.T) {
	out := stripped(t, whole(`/Lang (ar) /ViewerPreferences << /Direction /R2L >> /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R /Outlines << /First << /Title (Chapitre) /Dest [3 0 R /Fit] >> >>
			/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] >> >>`,
		"/Annots [8 0 R] /StructParents 0 /Resources << /Properties << /MC0 7 0 R >> >>",
		"<< /Type /StructTreeRoot /K 6 0 R /ParentTree << /Nums [0 [6 0 R]] >> >>",
		"<< /Type /StructElem /S /Figure /P 5 0 R /Pg 3 0 R /Alt (une main) /T (CANARY) /K [0 << /Type /OBJR /Obj 8 0 R >>] >>",
		"<< /Type /OCG /Name (calque) >>",
		"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.org) >> >>"))
	p, err := papers(out)
	if err != nil {
		t.Fatal(err)
	}
	all := spread(out)
	for _, part := range []string{drawing, "/Helvetica", "/Lang (ar)", "/Direction /R2L", "/Marked true", "/Alt (une main)", "(Chapitre)", "(https://example.org)", "(calque)", "/OBJR"} {
		if !bytes.Contains(all, []byte(part)) {
			t.Errorf("%q is gone: %q", part, all)
		}
	}
	root, _, ok := p.root()
	if !ok {
		t.Fatal("it has no beginning")
	}
	catalog := p.objects[root].(dict)
	layers := catalog["OCProperties"].(dict)
	if groups, off := layers["OCGs"].(array), layers["D"].(dict)["OFF"].(array); groups[0] != off[0] {
		t.Error("a layer that was off is another than the one that there is")
	}
}

// Old programs wrote the names of fonts with a space in them: the text is there still.
func TestANameWithASpaceTakesNoTextAway(t *testing.T) {
	b := bytes.Replace(whole("", ""), []byte("/BaseFont /Helvetica"), []byte("/BaseFont /Arial,Unicode MS /Encoding /WinAnsiEncoding"), 1)
	if got := spread(stripped(t, b)); !bytes.Contains(got, []byte("/Arial,Unicode")) || !bytes.Contains(got, []byte("/WinAnsiEncoding")) {
		t.Errorf("the font is gone: %s", got)
	}
}

func TestASheetThatCannotBeLookedIntoIsRefused(t *testing.T) {
	pack := func(keys, body string) []byte {
		return whole("", "", strings.Replace(packedStream(body), "<< /Filter /FlateDecode", "<< /Type /ObjStm /N 1 /First 4 "+keys, 1))
	}
	for name, c := range map[string]struct {
		b   []byte
		key string
	}{
		"locked":                 {append(whole("", ""), "trailer << /Encrypt 9 0 R >> %%EOF"...), "material.file.locked"},
		"packed otherwise":       {pack("/Filter /LZWDecode", "9 0 (x)"), "material.file.sheet"},
		"and predicted":          {pack("/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", "9 0 (x)"), "material.file.sheet"},
		"packed, it says":        {whole("", "", "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n9 0 (x)\nendstream"), "material.file.sheet"},
		"a bomb":                 {pack("/Filter /FlateDecode", "9 0 "+strings.Repeat(" ", maxInflated)), "material.file.sheet"},
		"more than is read":      {whole("", "", "["+strings.Repeat("0 ", maxValues)+"]"), "material.file.sheet"},
		"a photo that is none":   {whole("", "/Contents 5 0 R", "<< /Filter /DCTDecode >> stream\nx\nendstream"), "material.file.damaged"},
		"no page":                {bytes.Replace(whole("", ""), []byte("[3 0 R]"), []byte("[]"), 1), "material.file.damaged"},
		"pages that are within":  {bytes.Replace(whole("", ""), []byte("[3 0 R]"), []byte("[2 0 R]"), 1), "material.file.damaged"},
		"cut":                    {bytes.Replace(whole("", ""), []byte("%%EOF"), nil, 1), "material.file.damaged"},
		"a photo that goes on":   {whole("", "/Contents 5 0 R", strings.Replace(packedStream(strings.Repeat("\xff", maxInflated)), "/FlateDecode", "[/FlateDecode /DCTDecode]", 1)), "material.file.damaged"},
		"a photo that is a bomb": {whole("", "/Contents 5 0 R", strings.Replace(packedStream(strings.Repeat("\xff", maxInflated+1)), "/FlateDecode", "[/FlateDecode /DCTDecode]", 1)), "material.file.sheet"},
	} {
		_, _, err := Strip(c.b)
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Key != c.key || f.Hint == "" {
			t.Errorf("%s: %v, not %s", name, err, c.key)
		}
	}
}

// Files made to keep a reader busy are read once, in the order of their length.
func TestHostileSheetsAreReadOnce(t *testing.T) {
	many := 1 << 20
	for name, b := range map[string][]byte{
		"brackets within brackets": whole("", "", strings.Repeat("[", many)),
		"words that do not end":    whole("", "", strings.Repeat("5 0 obj (", many/8)),
		"streams that do not end":  whole("", "", strings.Repeat("5 0 obj <<>> stream\n", many/16)),
		"lengths that lie":         whole("", "", strings.Repeat("<</Length 99999999>>stream\nendstream endobj 5 0 obj", many/32)),
		"one word after another":   whole("", "", strings.Repeat("trailer", many/8)),
		"remarks within remarks":   whole("", "", strings.Repeat("5 0 obj % ", many/8)),
		"lengths that lead far":    whole("", "", strings.Repeat("<</Length 900000>>stream\nendstream endobj 5 0 obj", many/32)),
		"a pack read many times":   whole("", "", "<< /Type /ObjStm /N 20000 /First 120000 >> stream\n"+strings.Repeat("9 0   ", 20_000)+"("+strings.Repeat(" ", many)+")\nendstream"),
		"objects that go around":   whole("/Names << /Dests 5 0 R >> /Outlines 6 0 R", "", "<< /Kids [5 0 R 5 0 R] >>", "<< /Next 6 0 R /First 6 0 R /Dest 7 0 R >>", "7 0 R"),
	} {
		if _, _, err := Strip(b); err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPageIsFoundWhereverTheSheetKeepsIt(t *testing.T) {
	plain := whole("", "")
	long := bytes.Replace(plain, []byte("/Length 37"), []byte("/Length 5 0 R"), 1)
	for name, b := range map[string][]byte{
		"a length elsewhere": bytes.Replace(long, []byte("trailer"), []byte("5 0 obj 38 endobj trailer"), 1),
		"a wrong length":     bytes.Replace(plain, []byte("/Length 37"), []byte("/Length 7"), 1),
		"no length":          bytes.Replace(plain, []byte("/Length 37"), nil, 1),
		"remarks between":    bytes.Replace(plain, []byte("/Type /Page "), []byte("/Type % a page\r\n/Page "), 1),
		"a newer state":      append(bytes.Replace(plain, []byte("(Eau pure)"), []byte("(CANARY..)"), 1), "4 0 obj <<>> stream\n"+drawing+"\nendstream endobj %%EOF"...),
	} {
		all := spread(stripped(t, b))
		if n := len(regexp.MustCompile(regexp.QuoteMeta(drawing)).FindAll(all, -1)); n != 1 || bytes.Contains(all, []byte("CANARY")) {
			t.Errorf("%s: the page is there %d times: %q", name, n, all)
		}
	}
}
