package bare

import (
	"encoding/binary"
	"slices"
)

// maxDepth bounds boxes within boxes: those that are gone into lie five deep.
const maxDepth = 8

// stripM4A blanks, in a recording in boxes (ISO 14496-12), all but the boxes that
// sound is played by, and the times when it was made. What is blanked keeps its
// place, because the sound is found by it. A recording with pictures, or with a track
// of where the telephone was, is refused: such tracks lie among the sound.
func stripM4A(b []byte) ([]byte, error) {
	return b, blankBoxes(b, 0, []string{"soun"})
}

// Film blanks, in a film or a recording in boxes, what it tells of where, when and with
// what it was made. b is changed. It faults with Invalid where the film is damaged, and
// with Unsupported where it holds more than pictures and sound.
func Film(b []byte) error { return blankBoxes(b, 0, []string{"soun", "vide"}) }

// gone into are the boxes that hold boxes.
var goneInto = []string{"moov", "trak", "mdia", "minf", "stbl", "dinf", "edts", "moof", "traf", "mvex"}

// played are the boxes that sound and films are played by.
var played = []string{
	"ftyp", "styp", "mdat", "mvhd", "tkhd", "mdhd", "hdlr", "smhd", "vmhd", "dref", "elst", "stsd", "stts", "stsc", "stsz", "stz2", "stco", "co64", "ctts", "stss", "sgpd", "sbgp",
	"mfhd", "tfhd", "tfdt", "trun", "trex", "mehd", "sidx",
}

func blankBoxes(b []byte, depth int, tracks []string) error {
	if depth > maxDepth {
		return damaged()
	}
	for at := 0; at < len(b); {
		head, size := 8, int64(0)
		if at+8 <= len(b) {
			size = int64(binary.BigEndian.Uint32(b[at:]))
		}
		if size == 1 && at+16 <= len(b) {
			head, size = 16, int64(binary.BigEndian.Uint64(b[at+8:])) //nolint:gosec // held against the length below
		} else if size == 0 && at+8 <= len(b) && depth == 0 {
			size = int64(len(b) - at) // to the end
		}
		if size < int64(head) || size > int64(len(b)-at) {
			return damaged()
		}
		box := b[at : at+int(size)]
		if err := blankBox(box, head, depth, tracks); err != nil {
			return err
		}
		at += int(size)
	}
	return nil
}

func blankBox(box []byte, head, depth int, tracks []string) error {
	name, inner := string(box[4:8]), box[head:]
	switch {
	case slices.Contains(goneInto, name):
		return blankBoxes(inner, depth+1, tracks)
	case !slices.Contains(played, name):
		copy(box[4:8], "free")
		clear(inner)
	case name == "mvhd" || name == "tkhd" || name == "mdhd":
		n := 8 // two times of 32 bits, of 64 in the second version
		if len(inner) > 0 && inner[0] == 1 {
			n = 16
		}
		if len(inner) < 4+n {
			return damaged()
		}
		clear(inner[4 : 4+n])
	case name == "hdlr":
		if len(inner) < 24 {
			return damaged()
		}
		if !slices.Contains(tracks, string(inner[8:12])) {
			return notSound()
		}
		clear(inner[24:]) // what the maker calls it
	}
	return nil
}
