package bare

import (
	"encoding/binary"
	"slices"
)

// webpKept are the chunks that a picture is shown by (RFC 9649).
var webpKept = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"}

// WebP gives a picture without what it tells of where, when and with what it was made.
// It faults with Invalid where it is damaged.
func WebP(b []byte) ([]byte, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return nil, damaged()
	}
	size := int64(binary.LittleEndian.Uint32(b[4:])) + 8
	if size < 12 || size > int64(len(b)) {
		return nil, damaged()
	}
	chunks, err := webpChunks(b[12:size], 0)
	if err != nil || len(chunks) == 0 {
		return nil, damaged()
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+len(chunks))) //nolint:gosec // of a file of 20 MB
	return append(append(out, "WEBP"...), chunks...), nil
}

// webpChunks keeps the chunks that a picture is shown by; one of a moving picture holds
// chunks again.
func webpChunks(b []byte, depth int) ([]byte, error) {
	const extended, colours, exif, xmp, frame = 10, 0x20, 0x08, 0x04, 16
	var out []byte
	for at := 0; at < len(b); {
		if at+8 > len(b) {
			return nil, damaged()
		}
		name, end := string(b[at:at+4]), int64(at)+8+int64(binary.LittleEndian.Uint32(b[at+4:]))
		if end > int64(len(b)) {
			return nil, damaged()
		}
		body := slices.Clone(b[at+8 : end])
		at = int(end + end&1)
		switch {
		case !slices.Contains(webpKept, name):
			continue
		case name == "VP8X" && len(body) >= extended:
			body[0] &^= colours | exif | xmp
		case name == "ANMF" && depth == 0 && len(body) >= frame:
			inner, err := webpChunks(body[frame:], depth+1)
			if err != nil {
				return nil, err
			}
			body = append(body[:frame], inner...)
		case name == "VP8X", name == "ANMF":
			return nil, damaged()
		}
		out = binary.LittleEndian.AppendUint32(append(out, name...), uint32(len(body))) //nolint:gosec // of a file of 20 MB
		if out = append(out, body...); len(body)%2 == 1 {
			out = append(out, 0)
		}
	}
	return out, nil
}
