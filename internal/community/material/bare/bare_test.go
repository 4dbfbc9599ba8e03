package bare

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"wasl/internal/base/fault"
)

// canary is what a file must not tell: it stands wherever makers write.
const canary = "CANARY Bassikounou 15.87 -5.95"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 24))
	for i := range 40 * 24 {
		m.Set(i%40, i/40, color.RGBA{uint8(i), uint8(i >> 2), 90, 255}) //nolint:gosec // a pattern
	}
	return m
}

func jpegOf(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(mark byte, body string) []byte {
	return append([]byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// telephone gives a JPEG as a telephone makes it: Exif with a place and which way is
// up, XMP, a comment, a maker's own segment, and a film behind the end.
func telephone(t *testing.T, order binary.ByteOrder, up uint16) []byte {
	plain := jpegOf(t)
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	if order == binary.LittleEndian {
		tiff = []byte("II*\x00\x08\x00\x00\x00")
	}
	word := func(v uint16) []byte { b := make([]byte, 2); order.PutUint16(b, v); return b }
	long := func(v uint32) []byte { b := make([]byte, 4); order.PutUint32(b, v); return b }
	tiff = append(tiff, word(2)...)
	tiff = append(append(append(append(tiff, word(0x010f)...), word(2)...), long(uint32(len(canary)))...), long(60)...) //nolint:gosec // short
	tiff = append(append(append(append(append(tiff, word(0x0112)...), word(3)...), long(1)...), word(up)...), 0, 0)
	tiff = append(tiff, make([]byte, 60-len(tiff))...)
	tiff = append(tiff, canary...)
	out := append([]byte{}, plain[:2]...)
	out = append(out, segment(0xe1, "Exif\x00\x00"+string(tiff))...)
	out = append(out, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+canary)...)
	out = append(out, segment(0xe2, "MPF\x00"+canary)...)
	out = append(out, segment(0xed, "Photoshop 3.0\x00"+canary)...)
	out = append(out, segment(0xfe, canary)...)
	out = append(out, plain[2:]...)
	return append(out, canary+"<script>"...)
}

func TestAPictureTellsNothingButWhatIsSeen(t *testing.T) {
	plain, err := jpeg.Decode(bytes.NewReader(jpegOf(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		for up := uint16(1); up <= 8; up++ {
			out, kind, err := Strip(telephone(t, order, up))
			if err != nil || kind != JPEG {
				t.Fatal(kind, err)
			}
			if bytes.Contains(out, []byte("CANARY")) || bytes.Contains(out, []byte("script")) {
				t.Fatal("what a telephone wrote is still there")
			}
			got, err := jpeg.Decode(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			for i := range 40 * 24 {
				if got.At(i%40, i/40) != plain.At(i%40, i/40) {
					t.Fatal("the picture is another")
				}
			}
			said := 1
			if i := bytes.Index(out, []byte(exifHead)); i >= 0 {
				said = orientation(out[i:])
			}
			if said != int(up) {
				t.Errorf("which way is up: %d, was %d", said, up)
			}
		}
	}
}

func chunk(name, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body))) //nolint:gosec // short
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func TestAPNGTellsNothingButWhatIsSeen(t *testing.T) {
	var buf bytes.Buffer
	if err := png.Encode(&buf, picture()); err != nil {
		t.Fatal(err)
	}
	plain := buf.Bytes()
	head := len(pngHead) + 25
	full := append([]byte{}, plain[:head]...)
	for _, c := range []string{"tEXt", "iTXt", "zTXt", "eXIf", "tIME", "iCCP", "acTL", "prVt"} {
		full = append(full, chunk(c, "Comment\x00"+canary)...)
	}
	full = append(append(full, plain[head:]...), canary...)
	out, kind, err := Strip(full)
	if err != nil || kind != PNG || !bytes.Equal(out, plain) {
		t.Fatalf("%v, %v: %d bytes, not the %d of the picture alone", kind, err, len(out), len(plain))
	}
	bad := bytes.Clone(plain)
	bad[head+12] ^= 1
	if _, _, err := Strip(bad); !fault.Is(err, fault.Invalid) {
		t.Errorf("a changed letter: %v", err)
	}
}

func sound(n int) []byte {
	frame := make([]byte, 417) // MPEG 1, 128 kbit/s, 44.1 kHz
	copy(frame, []byte{0xff, 0xfb, 0x90, 0x00})
	return bytes.Repeat(frame, n)
}

func TestARecordingKeepsItsSoundAlone(t *testing.T) {
	for _, before := range []string{"", "ID3\x04\x00\x00\x00\x00\x00\x30" + canary + strings.Repeat("\xff\xfb\x90\x00", 5)} {
		for _, after := range []string{"", "TAG" + canary, "APETAGEX" + canary + "\xff\xfb\x90", "\x00\x00\x00\x00\x00"} {
			out, kind, err := Strip([]byte(before + string(sound(40)) + after))
			if err != nil || kind != MP3 {
				t.Fatalf("%q %q: %v, %v", before, after, kind, err)
			}
			if !bytes.Equal(out, sound(40)) {
				t.Errorf("%q %q: %d bytes, not %d", before, after, len(out), len(sound(40)))
			}
		}
	}
	if _, _, err := Strip(sound(3)); !fault.Is(err, fault.Invalid) {
		t.Errorf("three frames are taken for a recording: %v", err)
	}
}

func box(name string, inner ...[]byte) []byte {
	body := bytes.Join(inner, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), name...), body...) //nolint:gosec // short
}

func recording(handler string) []byte {
	times := append(make([]byte, 4), "TIMETIME and more that is kept"...)
	hdlr := box("hdlr", make([]byte, 8), []byte(handler), make([]byte, 12), []byte(canary))
	return bytes.Join([][]byte{
		box("ftyp", []byte("M4A \x00\x00\x00\x00")),
		box("moov", box("mvhd", times), box("udta", box("\xa9xyz", []byte(canary))), box("meta", []byte(canary)),
			box("trak", box("tkhd", times), box("udta", []byte(canary)), box("mdia", box("mdhd", times), hdlr, box("minf", box("stbl", box("stsd", []byte("kept"))))))),
		box("uuid", []byte(canary)),
		box("mdat", []byte("the sound itself")),
	}, nil)
}

func TestARecordingInBoxesForgetsWhereItWasMade(t *testing.T) {
	was := recording("soun")
	out, kind, err := Strip(bytes.Clone(was))
	if err != nil || kind != M4A {
		t.Fatal(kind, err)
	}
	if bytes.Contains(out, []byte("CANARY")) || bytes.Contains(out, []byte("TIMETIME")) {
		t.Error("where or when it was made is still there")
	}
	if len(out) != len(was) || bytes.Index(out, []byte("the sound itself")) != bytes.Index(was, []byte("the sound itself")) {
		t.Error("the sound is no longer where the boxes say")
	}
	if !bytes.Contains(out, []byte("kept")) || !bytes.Contains(out, []byte("and more that is kept")) {
		t.Error("what the sound is played by is gone")
	}
	for _, other := range []string{"vide", "meta"} {
		if _, _, err := Strip(recording(other)); !fault.Is(err, fault.Unsupported) {
			t.Errorf("a track %q: %v", other, err)
		}
	}
}

func pdf(parts ...string) []byte {
	return []byte("%PDF-1.7\n" + strings.Join(parts, "\n") + "\nstartxref\n9\n%%EOF\n")
}

func packedStream(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return "<< /Filter /FlateDecode >> stream\n" + b.String() + "\nendstream"
}

func TestASheetThatActsIsRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"a script":                             pdf("1 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj"),
		"another spelling":                     pdf("1 0 obj << /S /J#61vaScript >> endobj"),
		"a file within":                        pdf("1 0 obj << /Type /EmbeddedFile >> endobj"),
		"a lock":                               pdf("trailer << /Encrypt 3 0 R >>"),
		"a script, packed":                     pdf(packedStream("1 0 2 5 << /S /JavaScript >>")),
		"its maker, packed":                    pdf(packedStream("1 0 2 5 << /Author (Somebody) >>")),
		"a program to start":                   pdf("1 0 obj << /S /Launch >> endobj"),
		"a capital, spelt":                     pdf("1 0 obj << /S /Java#53cript /J#53 (app.alert(1)) >> endobj"),
		"in objects that are not packed":       pdf("1 0 obj << /Type /ObjStm /N 1 >> stream\n2 0 << /S /JavaScript >>\nendstream endobj"),
		"its maker, in such":                   pdf("1 0 obj << /Type /ObjStm /N 1 >> stream\n2 0 << /Author (Somebody) >>\nendstream endobj"),
		"XMP without its frame":                pdf("1 0 obj << /Type /Metadata >> stream\n<x:xmpmeta>Somebody</x:xmpmeta>\nendstream endobj"),
		"in objects that are packed otherwise": pdf("1 0 obj << /Type/ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >> stream\n" + hex.EncodeToString([]byte("<< /S /JavaScript >>")) + ">\nendstream endobj"),
		"behind more than is looked through":   pdf("1 0 obj << /Type /ObjStm " + packedStream(strings.Repeat(" ", maxInflated) + "<< /S /JavaScript >>")[3:]),
		"after too much was opened":            pdf(strings.Repeat("1 0 obj << /Type /ObjStm "+packedStream(strings.Repeat(" ", maxInflated/2))[3:]+"\n", 3), "1 0 obj << /Type /ObjStm "+packedStream("<< /S /JavaScript >>")[3:]),
		"in a stream that begins otherwise":    pdf(strings.Replace("1 0 obj << /Type /ObjStm "+packedStream("<< /S /JavaScript >>")[3:], "stream\n", "stream \r", 1)),
	} {
		if _, _, err := Strip(b); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatCouldRunIsNoKind(t *testing.T) {
	for _, s := range []string{"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "<!doctype html>", "", "MZ", "PK\x03\x04", "GIF89a", "%!PS"} {
		if _, kind, err := Strip([]byte(s)); !fault.Is(err, fault.Unsupported) {
			t.Errorf("%q is taken as %q: %v", s, kind, err)
		}
	}
	if _, _, err := Strip(make([]byte, MaxSize+1)); !fault.Is(err, fault.TooLarge) {
		t.Error("too large, and taken")
	}
}

// FuzzStrip: whatever comes, nothing falls over, and what was stripped once is what
// it is when it is stripped again.
func FuzzStrip(f *testing.F) {
	t := &testing.T{}
	f.Add(telephone(t, binary.BigEndian, 6))
	f.Add(recording("soun"))
	f.Add(sound(31))
	f.Add(whole("/OpenAction 5 0 R", "/Annots [<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>]", "<</S/JavaScript/JS(x)>>"))
	for _, b := range sheets(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		out, kind, err := Strip(bytes.Clone(b))
		if err != nil {
			return
		}
		again, same, err := Strip(bytes.Clone(out))
		if err != nil || same != kind || !bytes.Equal(again, out) {
			t.Errorf("%q, then %q: %v", kind, same, err)
		}
	})
}
