package print

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/go-text/typesetting/font"
)

var errFont = errors.New("the font is not a TrueType font with outlines")

// tables that a reader of PDF needs of a font: it has its glyphs by number.
var needed = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

// subset gives the font with the outlines of the glyphs used alone. Glyphs keep
// their numbers, so that what was shaped still fits.
func subset(ttf []byte, used map[font.GID]string) ([]byte, error) {
	tables, err := tablesOf(ttf)
	if err != nil {
		return nil, err
	}
	head, loca, glyf := tables["head"], tables["loca"], tables["glyf"]
	if len(head) < 54 || len(loca) < 4 {
		return nil, errFont
	}
	long := binary.BigEndian.Uint16(head[50:]) == 1
	begins := offsets(loca, long)
	keep := make([]bool, len(begins)-1)
	keep[0] = true // the box for what is missing
	for g := range used {
		if err := keepGlyph(glyf, begins, int(g), keep, 0); err != nil {
			return nil, err
		}
	}
	var outlines []byte
	newLoca := make([]byte, 0, 4*len(begins))
	for g, kept := range keep {
		newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(outlines)))
		if kept {
			outlines = append(outlines, glyf[begins[g]:begins[g+1]]...)
			outlines = append(outlines, make([]byte, -len(outlines)&3)...)
		}
	}
	newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(outlines)))
	head = slices.Clone(head)
	binary.BigEndian.PutUint16(head[50:], 1) // places in loca are long
	tables["head"], tables["loca"], tables["glyf"] = head, newLoca, outlines
	return assemble(tables), nil
}

func tablesOf(ttf []byte) (map[string][]byte, error) {
	if len(ttf) < 12 {
		return nil, errFont
	}
	out := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		e := ttf[12+16*i:]
		at, n := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		if uint64(at)+uint64(n) > uint64(len(ttf)) {
			return nil, errFont
		}
		out[string(e[:4])] = ttf[at : at+n]
	}
	return out, nil
}

func offsets(loca []byte, long bool) []int {
	var out []int
	if long {
		for ; len(loca) >= 4; loca = loca[4:] {
			out = append(out, int(binary.BigEndian.Uint32(loca)))
		}
		return out
	}
	for ; len(loca) >= 2; loca = loca[2:] {
		out = append(out, 2*int(binary.BigEndian.Uint16(loca)))
	}
	return out
}

// maxParts bounds how deep a glyph may be made of others.
const maxParts = 8

// keepGlyph keeps a glyph, and those that it is made of: é is e and an accent.
func keepGlyph(glyf []byte, begins []int, g int, keep []bool, depth int) error {
	if g < 0 || g >= len(keep) || depth > maxParts || begins[g] > begins[g+1] || begins[g+1] > len(glyf) {
		return errFont
	}
	keep[g] = true
	outline := glyf[begins[g]:begins[g+1]]
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	const (
		words, scale, more, scale2, matrix = 1, 8, 32, 64, 128 // flags of a part (OpenType, glyf)
	)
	for part := outline[10:]; ; {
		if len(part) < 4 {
			return errFont
		}
		flags := binary.BigEndian.Uint16(part)
		if err := keepGlyph(glyf, begins, int(binary.BigEndian.Uint16(part[2:])), keep, depth+1); err != nil {
			return err
		}
		size := 6
		if flags&words != 0 {
			size += 2
		}
		switch {
		case flags&scale != 0:
			size += 2
		case flags&scale2 != 0:
			size += 4
		case flags&matrix != 0:
			size += 8
		}
		if flags&more == 0 {
			return nil
		}
		if len(part) < size {
			return errFont
		}
		part = part[size:]
	}
}

// assemble writes the tables that are needed as a font.
func assemble(tables map[string][]byte) []byte {
	names := slices.DeleteFunc(slices.Clone(needed), func(n string) bool { return tables[n] == nil })
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	out = binary.BigEndian.AppendUint16(out, uint16(len(names)))
	out = append(out, 0, 0, 0, 0, 0, 0) // for searching, which nobody does among nine
	at := len(out) + 16*len(names)
	var body []byte
	for _, n := range names {
		t := tables[n]
		out = append(out, n...)
		out = binary.BigEndian.AppendUint32(out, sumOf(t))
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		body = append(body, t...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(out, body...)
}

func sumOf(t []byte) (sum uint32) {
	for ; len(t) >= 4; t = t[4:] {
		sum += binary.BigEndian.Uint32(t)
	}
	var last [4]byte
	copy(last[:], t)
	return sum + binary.BigEndian.Uint32(last[:])
}
