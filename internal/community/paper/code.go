package paper

import "hash/crc32"

// The code of a page is a band of dark and light cells, printed at its head and
// again at its foot, so that a thumb or a crease over one leaves the other:
//
//	4 bits version, 40 sheet, 8 page, 1 right to left, 3 sessions, 8 rows, 32 CRC-32
const (
	codeVersion = 1
	codeBits    = 96
	codeColumns = 48
	codePitch   = 3.2 // edge of a cell
)

// codeTops are where the first line of each band's cells lies.
var codeTops = [2]float64{nearEdge - codePitch/2, PageHeight - nearEdge - codePitch/2}

// codeCell is the middle of a cell.
func codeCell(top float64, i int) Spot {
	const left = (PageWidth - (codeColumns-1)*codePitch) / 2
	return Spot{left + float64(i%codeColumns)*codePitch, top + float64(i/codeColumns)*codePitch}
}

// SheetBits is how long the number of a sheet is.
const SheetBits = 40

func (p Page) code() (bits [codeBits]bool) {
	w := uint64(codeVersion)<<60 | (p.Sheet&(1<<SheetBits-1))<<20 | uint64(p.Number&0xff)<<12 | uint64(p.Sessions&7)<<8 | uint64(p.Rows&0xff)
	if p.RightToLeft {
		w |= 1 << 11
	}
	sum := checksum(w)
	for i := range bits {
		if i < 64 {
			bits[i] = w>>(63-i)&1 == 1
		} else {
			bits[i] = sum>>(95-i)&1 == 1
		}
	}
	return bits
}

// parse reads a code; ok is false where it is none of ours, or not whole.
func parse(bits [codeBits]bool) (p Page, ok bool) {
	var w uint64
	var sum uint32
	for i, b := range bits {
		one := uint64(0)
		if b {
			one = 1
		}
		if i < 64 {
			w = w<<1 | one
		} else {
			sum = sum<<1 | uint32(one)
		}
	}
	p = Page{Sheet: w >> 20 & (1<<SheetBits - 1), Number: int(w >> 12 & 0xff), RightToLeft: w>>11&1 == 1, Sessions: int(w >> 8 & 7), Rows: int(w & 0xff)}
	ok = checksum(w) == sum && w>>60 == codeVersion && p.Number > 0 && p.Rows > 0 && p.Rows <= MaxRows && p.Sessions > 0 && p.Sessions <= MaxSessions
	return p, ok
}

func checksum(w uint64) uint32 {
	var b [8]byte
	for i := range b {
		b[i] = byte(w >> (56 - 8*i))
	}
	return crc32.ChecksumIEEE(b[:])
}
