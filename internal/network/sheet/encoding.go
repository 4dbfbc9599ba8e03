package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"wasl/internal/base/fault"
)

// encodings are those that spreadsheets of this country wrote before UTF-8.
var encodings = map[string]encoding.Encoding{"windows-1256": charmap.Windows1256, "windows-1252": charmap.Windows1252}

// Decode gives a table as UTF-8 and says how it was written. With name "" that is
// found out: what is not UTF-8 is Arabic of Windows where Arabic letters stand
// together, else the letters of Western Europe. It faults with Invalid where b is
// no text, or no text in the encoding named.
func Decode(b []byte, name string) (text []byte, found string, err error) {
	switch name = strings.ToLower(name); name {
	case "", "utf-8", "utf-16":
		if utf8.Valid(b) || name != "" || bytes.IndexByte(b, 0) >= 0 { // Read tells the rest
			return b, "utf-8", nil
		}
		name = "windows-1252"
		if arabicRun(b) {
			name = "windows-1256"
		}
	}
	e := encodings[name]
	if e == nil {
		return nil, name, &fault.Error{
			Kind: fault.Unsupported, Op: "sheet.Decode", Key: "sheet.encoding.unknown", Args: []string{name},
			Msg: "the encoding {0} is not known here", Hint: "save the file anew as “CSV UTF-8”, or name utf-8, windows-1256 or windows-1252",
		}
	}
	if text, err = e.NewDecoder().Bytes(b); err != nil {
		return nil, name, notText(err)
	}
	return text, name, nil
}

// minRun is how many Arabic letters in a row make a text Arabic: in French, letters
// with accents stand alone or, in capitals, in twos.
const minRun = 3

func arabicRun(b []byte) bool {
	run := 0
	for _, c := range b {
		r := charmap.Windows1256.DecodeByte(c)
		if c < utf8.RuneSelf || r < 'ء' || r > 'ي' {
			run = 0
			continue
		}
		if run++; run == minRun {
			return true
		}
	}
	return false
}
