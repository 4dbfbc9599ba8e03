package bare

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"regexp"
)

// A sheet is not written anew: it is read by rules that fill a book, and what is
// rewritten by half is shown by half. What tells of its maker is blanked where it
// stands, so that every place in the file stays where it was; what acts by itself,
// or cannot be looked into, is refused.

var (
	// What runs, opens or holds something else, and what is locked. "#" may write any
	// letter of a name in another way.
	pdfActive = regexp.MustCompile(`/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|Rendition|Movie|Sound|Encrypt)\b`)
	pdfHidden = regexp.MustCompile(`/[A-Za-z]*#[4-7][0-9A-Fa-f]`)
	// Of these no picture has one by chance.
	pdfSurely = regexp.MustCompile(`/(JavaScript|Launch|EmbeddedFiles?|Filespec|RichMedia|SubmitForm|ImportData|Rendition|Encrypt)\b`)
	// Who made it, when, with what.
	pdfMaker  = regexp.MustCompile(`/(Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate|Company|Manager|SourceModified|LastModified|PTEX\.[A-Za-z]+)\s*[(<]`)
	pdfXMP    = regexp.MustCompile(`(?s)<\?xpacket begin.*?<\?xpacket end[^>]*\?>`)
	pdfStream = regexp.MustCompile(`stream[ \t]*(\r\n|\n|\r)`)
	// Objects may lie within a stream; of the ways to pack them the one that all
	// programs write is looked into.
	pdfObjects = regexp.MustCompile(`/ObjStm\b`)
	pdfPacked  = regexp.MustCompile(`/(Filter|Predictor)\b`)
	pdfFlate   = regexp.MustCompile(`/Filter\s*(/FlateDecode\b|\[\s*/FlateDecode\s*\])`)
)

// stripPDF blanks who made a sheet, and refuses what acts.
func stripPDF(b []byte) ([]byte, error) {
	if !bytes.Contains(b[max(0, len(b)-1<<10):], []byte("%%EOF")) {
		return nil, damaged()
	}
	for _, part := range plainOf(b) {
		if pdfActive.Match(part) || pdfHidden.Match(part) {
			return nil, active()
		}
	}
	for _, at := range pdfXMP.FindAllIndex(b, -1) {
		blank(b[at[0]:at[1]], ' ')
	}
	all := pdfStream.FindAllIndex(b, maxStreams)
	if len(all) == maxStreams {
		return nil, damaged()
	}
	l := look{b: b}
	for _, at := range all {
		if ends := bytes.HasSuffix(b[:at[0]], []byte("end")); !ends && l.tells(at[0], at[1]) {
			return nil, active()
		}
	}
	for _, part := range plainOf(b) {
		for _, at := range pdfMaker.FindAllIndex(part, -1) {
			blankString(part[at[1]-1:])
		}
	}
	blankExif(b)
	return b, nil
}

// Limits of what is looked into.
const (
	maxStreams = 20_000   // of a sheet, and as many of their ends
	maxOwn     = 64 << 10 // bytes of what stands before a stream and says what it is
	// maxInflated bounds what a stream of a sheet is opened to.
	maxInflated = 8 << 20
	// maxTotal bounds what all of them are opened to: pictures are the most of it, and
	// nothing of theirs is looked for.
	maxTotal = 64 << 20
)

// look goes through the streams of a sheet, from its beginning.
type look struct {
	b        []byte
	raw      int // up to here what is not packed was looked at
	inflated int64
}

// tells reports whether the stream that begins behind its word, from to at, acts, says
// who made the sheet, or holds objects that cannot be looked into.
func (l *look) tells(from, at int) bool {
	own := l.b[max(0, from-maxOwn):from]
	own = own[bytes.LastIndex(own, []byte("endobj"))+1:]
	objects, packed := pdfObjects.Match(own), pdfPacked.Match(own)
	inner, whole := inflate(l.b[at:], &l.inflated)
	if objects && packed && (!whole || !pdfFlate.Match(own) || bytes.Contains(own, []byte("/Predictor"))) {
		return true
	}
	return says(inner, objects) || (inner == nil || objects && !packed) && says(l.plain(at), objects)
}

// plain gives a stream as it stands, but for what was looked at.
func (l *look) plain(at int) []byte {
	at = max(at, l.raw)
	l.raw = len(l.b)
	if end := bytes.Index(l.b[at:], []byte("endstream")); end >= 0 {
		l.raw = at + end
	}
	return l.b[at:l.raw]
}

// says reports whether what stands in a stream acts, or who made the sheet.
func says(inner []byte, objects bool) bool {
	if pdfSurely.Match(inner) || bytes.Contains(inner, []byte("<x:xmpmeta")) || pdfXMP.Match(inner) {
		return true
	}
	if !objects && !looksLikeObjects(inner) {
		return false
	}
	m := pdfMaker.FindIndex(inner)
	return pdfActive.Match(inner) || pdfHidden.Match(inner) || m != nil && filled(inner[m[1]-1:])
}

// plainOf gives the parts of a sheet that stand outside its streams.
func plainOf(b []byte) (parts [][]byte) {
	for {
		at := pdfStream.FindIndex(b)
		if at == nil {
			return append(parts, b)
		}
		parts = append(parts, b[:at[0]])
		end := bytes.Index(b[at[1]:], []byte("endstream"))
		if end < 0 {
			return parts
		}
		b = b[at[1]+end+len("endstream"):]
	}
}

// inflate opens a stream as far as it can be and total allows, and tells whether that
// was all of it; nil for what is not packed.
func inflate(b []byte, total *int64) (out []byte, whole bool) {
	if len(b) < 2 || b[0]&0x0f != 8 || binary.BigEndian.Uint16(b)%31 != 0 || *total >= maxTotal {
		return nil, false
	}
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	out, err = io.ReadAll(io.LimitReader(r, maxInflated+1)) // what could be read is looked into
	*total += int64(len(out))
	return out, err == nil && len(out) <= maxInflated
}

// looksLikeObjects tells a stream of objects from a picture in which the same bytes
// stand by chance: objects are letters.
func looksLikeObjects(b []byte) bool {
	head := b[:min(len(b), 512)]
	odd := 0
	for _, c := range head {
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			odd++
		}
	}
	return odd*10 <= len(head)
}

// filled tells whether a string says anything.
func filled(b []byte) bool {
	return len(b) > 1 && !bytes.HasPrefix(b, []byte("()")) && !bytes.HasPrefix(b, []byte("<>")) && !bytes.HasPrefix(b, []byte("<<"))
}

// blankString blanks what stands between the brackets that b begins with.
func blankString(b []byte) {
	if b[0] == '<' {
		if end := bytes.IndexByte(b, '>'); end > 1 && b[1] != '<' {
			blank(b[1:end], '0')
			if (end-1)%2 == 1 { // of an odd number of digits the last stands for two
				b[end-1] = ' '
			}
		}
		return
	}
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				blank(b[1:i], ' ')
				return
			}
		}
	}
}

func blank(b []byte, with byte) {
	for i := range b {
		b[i] = with
	}
}

// blankExif blanks what pictures within a sheet tell of where they were taken: a
// picture is put in as it came from the telephone.
func blankExif(b []byte) {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte(exifHead))
		if i < 0 {
			return
		}
		at += i
		if at >= 4 && b[at-4] == 0xff && b[at-3] == markAPP1 {
			end := at - 2 + int(binary.BigEndian.Uint16(b[at-2:]))
			if end > at && end <= len(b) {
				clear(b[at+len(exifHead) : end])
			}
		}
		at += len(exifHead)
	}
}
