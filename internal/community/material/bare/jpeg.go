package bare

import (
	"bytes"
	"encoding/binary"
)

// Markers of a JPEG (ITU-T T.81).
const (
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markCOM  = 0xfe
	markAPP0 = 0xe0
	markAPP1 = 0xe1
	markAPPe = 0xee // Adobe's: how its colours are to be read
	markAPPf = 0xef
)

// stripJPEG keeps the picture's own segments. Exif, XMP, comments, small pictures of
// what a larger one once was, and whatever follows the end are gone; which way is
// up is said anew.
func stripJPEG(b []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(b)), 0xff, markSOI)
	up := 1
	for at := 2; ; {
		for at+1 < len(b) && b[at] == 0xff && b[at+1] == 0xff { // filling
			at++
		}
		if at+2 > len(b) || b[at] != 0xff {
			return nil, damaged()
		}
		mark := b[at+1]
		if mark == markEOI {
			return withUp(append(out, 0xff, markEOI), up), nil
		}
		if at+4 > len(b) {
			return nil, damaged()
		}
		end := at + 2 + int(binary.BigEndian.Uint16(b[at+2:]))
		if end < at+4 || end > len(b) {
			return nil, damaged()
		}
		segment := b[at:end]
		if o := orientation(segment[4:]); mark == markAPP1 && o != 0 {
			up = o
		}
		out = append(out, shownBy(mark, segment)...)
		at = end
		if mark == markSOS {
			n := scanned(b[at:])
			out = append(out, b[at:at+n]...)
			at += n
		}
	}
}

// shownBy gives of a segment what the picture is shown by.
func shownBy(mark byte, segment []byte) []byte {
	switch {
	case mark == markAPP0 && bytes.HasPrefix(segment[4:], []byte("JFIF\x00")) && len(segment) >= 18:
		plain := append([]byte{0xff, markAPP0, 0, 16}, segment[4:16]...)
		return append(plain, 0, 0) // without its small picture
	case mark == markAPPe && bytes.HasPrefix(segment[4:], []byte("Adobe")):
		return segment
	case mark >= markAPP0 && mark <= markAPPf, mark == markCOM:
		return nil
	}
	return segment
}

// scanned is how long the coded picture that b begins with is: up to a marker that
// is none of its own.
func scanned(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && (b[i+1] < 0xd0 || b[i+1] > 0xd7) {
			return i
		}
	}
	return len(b)
}

const (
	exifHead       = "Exif\x00\x00"
	tagOrientation = 0x0112
)

// orientation reads which way is up in an Exif segment: 1 to 8, or 0.
func orientation(b []byte) int {
	b, ok := bytes.CutPrefix(b, []byte(exifHead))
	if !ok || len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 0
	}
	n := int64(order.Uint16(b[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(b)) {
			return 0
		}
		if order.Uint16(b[e:]) == tagOrientation {
			if v := int(order.Uint16(b[e+8:])); v >= 1 && v <= 8 {
				return v
			}
		}
	}
	return 0
}

// withUp puts an Exif segment that says which way is up, and nothing else, behind
// the picture's beginning.
func withUp(b []byte, up int) []byte {
	if up == 1 {
		return b
	}
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(up), 0, 0, 0, 0, 0, 0}
	segment := append([]byte{0xff, markAPP1, 0, byte(2 + len(exifHead) + len(tiff))}, exifHead...)
	return append(append(append([]byte{0xff, markSOI}, segment...), tiff...), b[2:]...)
}
