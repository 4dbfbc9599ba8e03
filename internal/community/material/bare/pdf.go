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
	pdfHidden = regexp.MustCompile(`/[A-Za-z]*#[46-7][0-9A-Fa-f]`)
	// Who made it, when, with what.
	pdfMaker  = regexp.MustCompile(`/(Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate|Company|Manager|SourceModified|LastModified|PTEX\.[A-Za-z]+)\s*[(<]`)
	pdfXMP    = regexp.MustCompile(`(?s)<\?xpacket begin.*?<\?xpacket end[^>]*\?>`)
	pdfStream = regexp.MustCompile(`stream\r?\n`)
)

// maxInflated bounds what a stream of a sheet is opened to, to look into it.
const maxInflated = 8 << 20

// stripPDF blanks who made a sheet, and refuses what acts.
func stripPDF(b []byte) ([]byte, error) {
	if !bytes.Contains(b[max(0, len(b)-1<<10):], []byte("%%EOF")) {
		return nil, damaged()
	}
	var inflated int64
	for _, part := range plainOf(b) {
		if pdfActive.Match(part) || pdfHidden.Match(part) {
			return nil, active()
		}
	}
	for _, at := range pdfStream.FindAllIndex(b, -1) {
		inner := inflate(b[at[1]:], &inflated)
		if (pdfActive.Match(inner) || pdfHidden.Match(inner)) && looksLikeObjects(inner) {
			return nil, active()
		}
		if m := pdfMaker.FindIndex(inner); m != nil && looksLikeObjects(inner) && filled(inner[m[1]-1:]) {
			return nil, active()
		}
		if pdfXMP.Match(inner) || bytes.Contains(inner, []byte("<x:xmpmeta")) {
			return nil, active()
		}
	}
	for _, at := range pdfXMP.FindAllIndex(b, -1) {
		blank(b[at[0]:at[1]], ' ')
	}
	for _, part := range plainOf(b) {
		for _, at := range pdfMaker.FindAllIndex(part, -1) {
			blankString(part[at[1]-1:])
		}
	}
	blankExif(b)
	return b, nil
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

// inflate opens a stream as far as it can be and total allows.
func inflate(b []byte, total *int64) []byte {
	if len(b) < 2 || b[0]&0x0f != 8 || binary.BigEndian.Uint16(b)%31 != 0 || *total >= maxTotal {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, maxInflated)) // what could be read is looked into
	*total += int64(len(out))
	return out
}

// maxTotal bounds what all streams of a sheet are opened to: pictures are the most
// of it, and nothing of theirs is looked for.
const maxTotal = 64 << 20

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
