// Package bare takes out of a file what it tells beyond what is to be seen or heard
// in it: where and when a picture was taken, by which telephone, who wrote a sheet.
//
// What is kept is named, all else goes: whatever a maker of telephones thinks of
// next is gone as well. What a file is, its bytes say and never its name. What could
// run in a browser, such as SVG and HTML, is none of the kinds.
package bare

import (
	"bytes"

	"wasl/internal/base/fault"
)

// Kind is what a file is.
type Kind string

// The kinds.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	PDF  Kind = "pdf"
	MP3  Kind = "mp3"
	M4A  Kind = "m4a"
)

// Type is the kind's media type.
func (k Kind) Type() string {
	switch k {
	case JPEG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	case PDF:
		return "application/pdf"
	case MP3:
		return "audio/mpeg"
	case M4A:
		return "audio/mp4"
	}
	return "application/octet-stream"
}

// Ext is how names of the kind's files end, without the dot.
func (k Kind) Ext() string {
	if k == JPEG {
		return "jpg"
	}
	return string(k)
}

// Picture tells whether the kind is looked at in place.
func (k Kind) Picture() bool { return k == JPEG || k == PNG }

// Sound tells whether the kind is listened to.
func (k Kind) Sound() bool { return k == MP3 || k == M4A }

// MaxSize bounds a file in bytes: a poster of A3 for printing, or twelve minutes of
// radio. A village's line carries no more.
const MaxSize = 20 << 20

// kindOf finds what a file is, or "".
func kindOf(b []byte) Kind {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}):
		return JPEG
	case bytes.HasPrefix(b, []byte(pngHead)):
		return PNG
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return PDF
	case len(b) > 8 && string(b[4:8]) == "ftyp":
		return M4A
	case bytes.HasPrefix(b, []byte("ID3")):
		return MP3
	}
	if _, ok := frameAt(b, 0); ok {
		return MP3
	}
	return ""
}

// Strip gives a file without what it need not tell, and what it is. b is changed.
// It faults with Unsupported where the file is none of the kinds, with TooLarge, and
// with Invalid where it is damaged or holds what could act by itself.
func Strip(b []byte) (out []byte, k Kind, err error) {
	if len(b) > MaxSize {
		return nil, "", tooLarge()
	}
	switch k = kindOf(b); k {
	case JPEG:
		out, err = stripJPEG(b)
	case PNG:
		out, err = stripPNG(b)
	case PDF:
		out, err = stripPDF(b)
	case MP3:
		out, err = stripMP3(b)
	case M4A:
		out, err = stripM4A(b)
	default:
		return nil, "", &fault.Error{
			Kind: fault.Unsupported, Op: "bare.Strip", Key: "material.file.type", Msg: "the file is neither a picture (JPEG, PNG), a sheet (PDF) nor a recording (MP3, M4A)",
			Hint: "save it as one of these, then choose it again",
		}
	}
	return out, k, err
}

func tooLarge() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "bare.Strip", Key: "material.file.large", Msg: "the file is larger than 20 MB", Hint: "save it smaller: it is to reach people over weak lines",
	}
}

func damaged() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "bare.Strip", Key: "material.file.damaged", Msg: "the file is damaged or was cut on its way", Hint: "open it on your device to see whether it is whole, then choose it again",
	}
}

func notSound() error {
	return &fault.Error{
		Kind: fault.Unsupported, Op: "bare.Strip", Key: "material.file.video", Msg: "the recording holds more than sound: a film, or where the telephone was",
		Hint: "save the sound alone, as MP3 or M4A, then choose it again",
	}
}
