package bare

import (
	"bytes"
	"encoding/binary"
)

// Ogg blanks what a recording (Vorbis or Opus, RFC 3533) tells of where, when and with what it was made.
// b is changed; what is blanked keeps its place. It faults with Invalid where the
// recording is damaged, and with Unsupported where it holds anything else.
func Ogg(b []byte) error {
	tracks := map[uint32]*oggTrack{}
	var pages [][]byte
	for rest := b; len(rest) > 0; {
		page, lacing, body, ok := oggPage(rest)
		if !ok {
			return damaged()
		}
		rest = rest[len(page):]
		pages = append(pages, page)
		serial := binary.LittleEndian.Uint32(page[14:])
		if first := page[5]&2 != 0; first || tracks[serial] == nil {
			if !first {
				return damaged()
			}
			tracks[serial] = &oggTrack{}
		}
		if err := tracks[serial].page(lacing, body); err != nil {
			return err
		}
	}
	if len(tracks) == 0 {
		return damaged()
	}
	for _, t := range tracks {
		if t.packets < 2 {
			return damaged()
		}
	}
	for _, page := range pages {
		clear(page[22:26])
		binary.LittleEndian.PutUint32(page[22:], oggSum(page))
	}
	return nil
}

// oggPage reads the page that b begins with: how its packets are laced, and they.
func oggPage(b []byte) (page, lacing, body []byte, ok bool) {
	const head = 27
	if len(b) < head || string(b[:5]) != "OggS\x00" || len(b) < head+int(b[26]) {
		return nil, nil, nil, false
	}
	at := head + int(b[26])
	lacing = b[head:at]
	end := at
	for _, n := range lacing {
		end += int(n)
	}
	if end > len(b) {
		return nil, nil, nil, false
	}
	return b[:end], lacing, b[at:end], true
}

// oggTrack is one sound of a recording, as far as it was read.
type oggTrack struct {
	packets int
	parts   [][]byte // of the packet that is being read; of the first two alone
}

// page takes a page of the track in.
func (t *oggTrack) page(lacing, body []byte) error {
	for _, n := range lacing {
		if t.packets < 2 {
			t.parts = append(t.parts, body[:n])
		}
		if body = body[n:]; n == 255 {
			continue // the packet goes on
		}
		if err := t.packet(); err != nil {
			return err
		}
	}
	return nil
}

// packet looks at a packet that is whole: the first says what the track is, the second
// who made it.
func (t *oggTrack) packet() error {
	t.packets++
	if t.packets > 2 {
		return nil
	}
	whole := bytes.Join(t.parts, nil)
	if t.packets == 1 {
		t.parts = nil
		if !bytes.HasPrefix(whole, []byte("\x01vorbis")) && !bytes.HasPrefix(whole, []byte("OpusHead")) {
			return notSound()
		}
		return nil
	}
	if !blankComments(whole) {
		return damaged()
	}
	for _, p := range t.parts {
		whole = whole[copy(p, whole):]
	}
	t.parts = nil
	return nil
}

// blankComments makes of the remarks of a track the name of a program that is spaces,
// as long as they were, and no remark. It tells whether they were such.
func blankComments(b []byte) bool {
	last := 0 // Vorbis ends with a bit that is set
	_, ok := bytes.CutPrefix(b, []byte("OpusTags"))
	head := len("OpusTags")
	if !ok {
		if _, ok = bytes.CutPrefix(b, []byte("\x03vorbis")); !ok {
			return false
		}
		head, last = len("\x03vorbis"), 1
	}
	n := len(b) - head - 4 - 4 - last
	if n < 0 {
		return false
	}
	binary.LittleEndian.PutUint32(b[head:], uint32(n)) //nolint:gosec // of a file of 20 MB
	blank(b[head+4:head+4+n], ' ')
	clear(b[head+4+n:])
	if last == 1 {
		b[len(b)-1] = 1
	}
	return true
}

// oggTable is of the sum of Ogg: 0x04c11db7, the highest bit first, which hash/crc32 does not know.
var oggTable = func() (t [256]uint32) {
	for i := range t {
		c := uint32(i) << 24 //nolint:gosec // below 256
		for range 8 {
			if c>>31 == 1 {
				c = c<<1 ^ 0x04c11db7
			} else {
				c <<= 1
			}
		}
		t[i] = c
	}
	return t
}()

func oggSum(b []byte) (sum uint32) {
	for _, c := range b {
		sum = sum<<8 ^ oggTable[byte(sum>>24)^c]
	}
	return sum
}

func blank(b []byte, with byte) {
	for i := range b {
		b[i] = with
	}
}
