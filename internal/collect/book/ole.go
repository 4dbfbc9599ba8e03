package book

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

var oleMagic = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// Numbers of sectors that are none.
const (
	lastSector = 0xfffffffa // above it stand markers: free, end of chain
	entryBytes = 128        // of a directory
)

// ole is the container that old workbooks, and new ones with a password, lie in.
type ole struct {
	b           []byte
	sector      int
	mini        int
	cutoff      int
	next, next2 []uint32 // the sector after each, and the small sector after each
	small       []byte   // small sectors
}

// openOLE yields the streams of a container by name.
func openOLE(b []byte) (map[string][]byte, error) {
	if len(b) < 512 {
		return nil, ErrBroken
	}
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	shift, mini := u16(b[30:]), u16(b[32:])
	if shift != 9 && shift != 12 || mini != 6 {
		return nil, ErrBroken
	}
	o := &ole{b: b, sector: 1 << shift, mini: 1 << mini, cutoff: int(u32(b[56:]))}
	o.table(u32(b[68:]), u32(b[72:]))
	directory, err := o.chain(u32(b[48:]), -1)
	if err != nil {
		return nil, err
	}
	table, err := o.chain(u32(b[60:]), -1)
	if err != nil {
		return nil, err
	}
	for i := 0; i+4 <= len(table); i += 4 {
		o.next2 = append(o.next2, u32(table[i:]))
	}
	return o.streams(directory)
}

// streams are those of a directory that are read; nothing else is held.
func (o *ole) streams(directory []byte) (map[string][]byte, error) {
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	found := map[string][]byte{}
	for e := range slices.Chunk(directory[:len(directory)/entryBytes*entryBytes], entryBytes) {
		start, size := u32(e[116:]), int(u32(e[120:]))
		name := strings.ToLower(utf16le(e[:max(0, min(64, int(u16(e[64:]))-2))]))
		var err error
		switch {
		case e[66] == 5: // the root, in which the small sectors lie
			o.small, err = o.chain(start, size)
		case e[66] != 2 || name != "workbook" && name != "book" && name != "encryptedpackage" || found[name] != nil:
		case size < o.cutoff:
			found[name], err = o.smallChain(start, size)
		default:
			found[name], err = o.chain(start, size)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// at is a sector, empty where the file ends before it.
func (o *ole) at(n uint32) []byte {
	from := (int64(n) + 1) * int64(o.sector)
	if n >= lastSector || from >= int64(len(o.b)) {
		return nil
	}
	return o.b[from:min(int64(len(o.b)), from+int64(o.sector))]
}

// table reads which sector comes after which.
func (o *ole) table(more, count uint32) {
	list := o.b[76:512]
	seen := 0
	for {
		for i := 0; i+4 <= len(list); i += 4 {
			n := binary.LittleEndian.Uint32(list[i:])
			if n >= lastSector {
				continue
			}
			s := o.at(n)
			if len(o.next)*4 > len(o.b)/o.sector*8+o.sector {
				return // a table of more sectors than there are
			}
			for j := 0; j+4 <= len(s); j += 4 {
				o.next = append(o.next, binary.LittleEndian.Uint32(s[j:]))
			}
		}
		s := o.at(more)
		if seen++; len(s) < o.sector || seen > int(min(count, uint32(len(o.b)/o.sector)))+1 {
			return
		}
		list, more = s[:o.sector-4], binary.LittleEndian.Uint32(s[o.sector-4:])
	}
}

// chain reads the sectors from one on, size bytes of them; all where size is below 0.
func (o *ole) chain(n uint32, size int) ([]byte, error) {
	var found bytes.Buffer
	for limit := len(o.b)/o.sector + 1; n < lastSector && (size < 0 || found.Len() < size); limit-- {
		s := o.at(n)
		if len(s) == 0 || limit == 0 {
			return nil, ErrBroken
		}
		found.Write(s)
		if int64(n) >= int64(len(o.next)) {
			break
		}
		n = o.next[n]
	}
	b := found.Bytes()
	if size >= 0 && size < len(b) {
		b = b[:size]
	}
	return b, nil
}

func (o *ole) smallChain(n uint32, size int) ([]byte, error) {
	var found []byte
	for limit := len(o.small)/o.mini + 1; n < lastSector && len(found) < size; limit-- {
		from := int64(n) * int64(o.mini)
		if from >= int64(len(o.small)) || int64(n) >= int64(len(o.next2)) || limit == 0 {
			return nil, ErrBroken
		}
		found = append(found, o.small[from:min(int64(len(o.small)), from+int64(o.mini))]...)
		n = o.next2[n]
	}
	return found[:min(len(found), max(0, size))], nil
}
