package storetest

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// Restart brings the disk back after a cut: of what was not synced, a random
// part is there.
func (d *Disk) Restart() {
	d.mu.Lock()
	defer d.mu.Unlock()
	names := map[string]*inode{}
	for _, name := range slices.Sorted(maps.Keys(d.kept)) {
		if d.names[name] == nil && d.rng.IntN(2) == 0 {
			continue // removed, and the folder not synced
		}
		names[name] = d.kept[name]
	}
	for _, name := range slices.Sorted(maps.Keys(d.names)) {
		if d.kept[name] != d.names[name] && d.rng.IntN(2) == 0 { // made, or made anew, and the folder not synced
			names[name] = d.names[name]
		}
	}
	d.names, d.kept, d.size = map[string]*inode{}, map[string]*inode{}, 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		b := names[name].survive(d.rng)
		d.names[name] = &inode{data: b, base: append([]byte(nil), b...)}
		d.kept[name] = d.names[name]
		d.size += int64(len(b))
	}
	d.off, d.cutAt, d.fail = false, 0, nil
	d.life++
}

// Crash is what kill -9 does: programs are gone, and all that they wrote is there.
func (d *Disk) Crash() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, node := range d.names {
		d.names[name] = &inode{data: node.data, base: node.base, pending: node.pending}
		if d.kept[name] == node {
			d.kept[name] = d.names[name]
		}
	}
	d.off, d.cutAt, d.fail = false, 0, nil
	d.life++
}

// How much of what was not synced stays: one of these is drawn for every file.
const (
	nothing = iota
	everything
	few
	many
	any
	inOrder // what was written before a point, and that torn
	modes
)

// survive gives what a cut leaves of a file. Cutting a file short is a matter of
// the file system's journal: it came through or not, and what was written after
// one that did not is gone. Between two of them sectors reach the disk one by
// one, each as some moment had it.
func (n *inode) survive(rng *rand.Rand) []byte {
	mode := rng.IntN(modes)
	if mode == everything {
		return append([]byte(nil), n.data...)
	}
	runs := [][]change{nil}
	for _, c := range n.pending {
		if c.data == nil {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], c)
	}
	last := rng.IntN(len(runs))
	switch mode {
	case nothing:
		last = 0
	case many:
		last = len(runs) - 1
	}
	out := append([]byte(nil), n.base...)
	for _, run := range runs[:last] {
		for _, c := range run {
			out = c.on(out)
		}
	}
	return torn(rng, mode, out, runs[last])
}

// on makes the whole change.
func (c change) on(b []byte) []byte {
	b = resize(b, max(int64(len(b)), c.size))
	if c.data == nil {
		return resize(b, c.size)
	}
	copy(b[c.off:], c.data)
	return b
}

// torn makes a random part of the changes, of which the first alone may cut the
// file short.
func torn(rng *rand.Rand, mode int, b []byte, run []change) []byte {
	if len(run) > 0 && run[0].data == nil {
		b, run = run[0].on(b), run[1:]
	}
	if len(run) == 0 {
		return b
	}
	sizes := []int64{int64(len(b))}
	touched, end := map[int64][]int{}, int64(0)
	for i, c := range run {
		sizes = append(sizes, c.size)
		for s := c.off / Sector; s*Sector < c.off+int64(len(c.data)); s++ {
			touched[s] = append(touched[s], i)
			end = max(end, s+1)
		}
	}
	point := rng.IntN(len(run))
	for s := range end {
		for _, i := range touched[s][:through(rng, mode, point, touched[s])] {
			b = run[i].onSector(b, s)
		}
	}
	size := sizes[rng.IntN(len(sizes))]
	switch mode {
	case nothing:
		size = sizes[0]
	case inOrder:
		size = sizes[point+rng.IntN(2)]
	}
	return resize(b, size)
}

// through is how many of the changes to a sector came through.
func through(rng *rand.Rand, mode, point int, changes []int) int {
	switch mode {
	case nothing:
		return 0
	case inOrder:
		k := 0
		for k < len(changes) && (changes[k] < point || changes[k] == point && rng.IntN(2) == 0) {
			k++
		}
		return k
	case few:
		if rng.IntN(10) > 0 {
			return 0
		}
	case many:
		if rng.IntN(10) > 0 {
			return len(changes)
		}
	}
	return rng.IntN(len(changes) + 1)
}

// onSector makes the part of a write that lies in sector s.
func (c change) onSector(b []byte, s int64) []byte {
	from, to := max(c.off, s*Sector), min(c.off+int64(len(c.data)), (s+1)*Sector)
	if to > int64(len(b)) {
		b = resize(b, to)
	}
	copy(b[from:to], c.data[from-c.off:])
	return b
}
