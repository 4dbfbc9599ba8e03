package bare

import (
	"bytes"
	"math/bits"
	"slices"
)

// Elements of a film (RFC 9559). Their numbers are their own wherever they stand.
var (
	webmInto = []uint64{0x18538067 /* Segment */, 0x1549a966 /* Info */, 0x1654ae6b /* Tracks */, 0xae /* TrackEntry */, 0x1f43b675 /* Cluster */, 0xa0 /* BlockGroup */}
	// What a film is played and found its way in by.
	webmPlayed = []uint64{
		0x1a45dfa3, 0x114d9b74, 0x1c53bb6b, 0x2ad7b1, 0x4489, // heads, where things are, scale, length
		0xd7, 0x73c5, 0x83, 0xb9, 0x88, 0x55aa, 0x9c, 0x6de7, 0x23e383, 0x55ee, 0x22b59c, 0x86, 0x63a2, 0x56aa, 0x56bb, 0xe0, 0xe1, // of a track
		0xe7, 0xa7, 0xab, 0xa3, 0xa1, 0x9b, 0xfb, 0x75a1, 0x75a2, // of what is played
	}
	webmPrograms = []uint64{0x4d80, 0x5741} // which must be named
)

const (
	webmHead, webmVoid     = 0x1a45dfa3, 0xec
	webmTrack, webmPrivate = 0x83, 0x63a2
)

// WebM blanks what a film tells of where, when and with what it was made. b is changed; what is blanked keeps its
// place. It faults with Invalid where the film is damaged, and with Unsupported where
// it holds more than pictures and sound.
func WebM(b []byte) error {
	if id, _, ok := vint(b, false); !ok || id != webmHead {
		return damaged()
	}
	return blankElements(b, 0)
}

func blankElements(b []byte, depth int) error {
	for at := 0; at < len(b); {
		id, n, ok := vint(b[at:], false)
		size, m, also := vint(b[min(len(b), at+n):], true)
		if !ok || !also || depth > maxDepth {
			return damaged()
		}
		into, head := slices.Contains(webmInto, id), n+m
		if size == 1<<(7*m)-1 { // its length was not known when it was begun: what is in it follows
			if !into {
				return damaged()
			}
			at += head
			continue
		}
		if size > uint64(len(b)-at-head) {
			return damaged()
		}
		element := b[at : at+head+int(size)] //nolint:gosec // held against the length above
		at += len(element)
		err := error(nil)
		if into {
			err = blankElements(element[head:], depth+1)
		} else {
			err = blankElement(id, element, head)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// blankElement blanks an element that holds none.
func blankElement(id uint64, element []byte, head int) error {
	inner := element[head:]
	switch {
	case slices.Contains(webmPrograms, id):
		blank(inner, ' ')
	case !slices.Contains(webmPlayed, id):
		voidElement(element, head)
	case id == webmTrack:
		if kind := bytes.TrimLeft(inner, "\x00"); len(kind) != 1 || kind[0] != 1 && kind[0] != 2 {
			return notSound()
		}
	case id == webmPrivate:
		blankXiph(inner)
	}
	return nil
}

// voidElement makes an element one that says nothing, as long as it was.
func voidElement(element []byte, head int) {
	clear(element)
	wide := min(8, head-1) // of the length: it fits, for it did before in fewer bytes
	rest := len(element) - 1 - wide
	element[0] = webmVoid
	for i := wide; i > 0; i-- {
		element[i] = byte(rest)
		rest >>= 8
	}
	element[1] |= 1 << (8 - wide)
}

// blankXiph blanks the remarks that a sound of Vorbis begins with: three packets, the
// lengths of the first two before them.
func blankXiph(b []byte) {
	if len(b) < 3 || b[0] != 2 {
		return
	}
	at, lengths := 1, [2]int{}
	for i := range lengths {
		for at < len(b) {
			n := int(b[at])
			at++
			if lengths[i] += n; n < 255 {
				break
			}
		}
	}
	if from := at + lengths[0]; from+lengths[1] <= len(b) {
		blankComments(b[from : from+lengths[1]])
	}
}

// vint reads a number of a film: its own length stands in front, as part of it or, of
// what is a value, not.
func vint(b []byte, value bool) (v uint64, n int, ok bool) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0, false
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if n > len(b) {
		return 0, 0, false
	}
	for _, c := range b[:n] {
		v = v<<8 | uint64(c)
	}
	if value {
		v &^= 1 << (7 * n)
	}
	return v, n, true
}
