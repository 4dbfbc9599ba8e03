package bare

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that a picture is shown by. Texts, times, Exif, profiles of
// cameras and moving pictures are not among them.
var pngKept = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

// stripPNG keeps what a picture is shown by, up to its end.
func stripPNG(b []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(b)), pngHead...)
	for at := len(pngHead); at+12 <= len(b); {
		size := int64(binary.BigEndian.Uint32(b[at:]))
		end := int64(at) + 12 + size
		if end > int64(len(b)) {
			break
		}
		chunk := b[at:end]
		if crc32.ChecksumIEEE(chunk[4:8+size]) != binary.BigEndian.Uint32(chunk[8+size:]) {
			break
		}
		name := string(chunk[4:8])
		if slices.Contains(pngKept, name) {
			out = append(out, chunk...)
		}
		if name == "IEND" {
			return out, nil
		}
		at = int(end)
	}
	return nil, damaged()
}
