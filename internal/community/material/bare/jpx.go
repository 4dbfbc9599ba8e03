package bare

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// jpxKept are the boxes that a picture of JPEG 2000 is shown by (ISO 15444-1, I).
var jpxKept = []string{"jP  ", "ftyp", "jp2h", "jp2c"}

// stripJPX keeps of a picture of JPEG 2000, as sheets hold them, what it is shown by.
func stripJPX(b []byte) ([]byte, error) {
	if bytes.HasPrefix(b, []byte("\xff\x4f")) {
		return jpxCode(b)
	}
	var out []byte
	for at := 0; at+8 <= len(b); {
		head, size := 8, int64(binary.BigEndian.Uint32(b[at:]))
		if size == 1 && at+16 <= len(b) {
			head, size = 16, int64(binary.BigEndian.Uint64(b[at+8:])) //nolint:gosec // held against the length below
		} else if size == 0 {
			size = int64(len(b) - at)
		}
		if size < int64(head) || size > int64(len(b)-at) {
			return nil, damaged()
		}
		called, inner := string(b[at+4:at+8]), b[at+head:at+int(size)]
		at += int(size)
		if called == "jp2c" {
			var err error
			if inner, err = jpxCode(inner); err != nil {
				return nil, err
			}
		}
		if slices.Contains(jpxKept, called) {
			out = binary.BigEndian.AppendUint32(out, uint32(8+len(inner))) //nolint:gosec // of a file of 20 MB
			out = append(append(out, called...), inner...)
		}
	}
	return out, nil
}

// jpxCode keeps the coded picture without the remarks of its maker, which stand before
// its first tile.
func jpxCode(b []byte) ([]byte, error) {
	const comment, tile = 0xff64, 0xff90
	if len(b) < 2 {
		return nil, damaged()
	}
	out := slices.Clone(b[:2])
	for at := 2; at+4 <= len(b); {
		mark := binary.BigEndian.Uint16(b[at:])
		if mark == tile {
			return append(out, b[at:]...), nil
		}
		end := at + 2 + int(binary.BigEndian.Uint16(b[at+2:]))
		if end < at+4 || end > len(b) {
			break
		}
		if mark != comment {
			out = append(out, b[at:end]...)
		}
		at = end
	}
	return nil, damaged()
}
