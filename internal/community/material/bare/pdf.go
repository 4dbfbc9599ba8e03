package bare

import (
	"bytes"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
)

// A sheet is written anew: what its pages are drawn, read and gone through by is
// taken over, and nothing else is there any more: no maker, no time, no earlier state, no
// script, no file within (docs/adr/0014-sheets-are-written-anew.md).

// stripPDF gives a sheet of a file's pages.
func stripPDF(b []byte) ([]byte, error) {
	if !bytes.Contains(b[max(0, len(b)-1<<10):], []byte("%%EOF")) {
		return nil, damaged()
	}
	p, err := papers(b)
	if err != nil {
		return nil, err
	}
	root, tree, ok := p.root()
	if !ok {
		return nil, damaged()
	}
	w := writer{paper: p, shapes: sheetShapes(), places: map[place]int{}}
	order := w.tree(tree, nil, map[ref]bool{}, 0)
	if len(order) == 0 {
		return nil, damaged()
	}
	for _, page := range order { // first, for all else may only point to them
		w.number(place{page, w.page})
	}
	return w.sheet(place{root, w.catalog})
}

// root finds where a sheet and its tree of pages begin, in its newest state.
func (p paper) root() (root, tree ref, ok bool) {
	for _, r := range slices.Backward(p.roots) {
		root, _ = r["Root"].(ref)
		d, _ := p.objects[root].(dict)
		if tree, ok = d["Pages"].(ref); ok {
			return root, tree, true
		}
	}
	return 0, 0, false
}

// maxTree bounds pages within pages; trees of ten thousand pages are five deep.
const maxTree = 50

// tree makes a tree of pages whole: every page is in it once, and knows where. It
// gives all that is in it, and nothing where there is no page.
func (p paper) tree(at ref, parent any, been map[ref]bool, depth int) (order []ref) {
	d, is := p.objects[at].(dict)
	if !is || been[at] || depth > maxTree {
		return nil
	}
	been[at] = true
	d["Parent"] = parent
	kids, is := p.get(d["Kids"]).(array)
	if !is {
		delete(d, "Kids")
		p.flatten(d)
		return []ref{at}
	}
	kept := array{}
	count := 0
	for _, kid := range kids {
		k, _ := kid.(ref)
		if below := p.tree(k, at, been, depth+1); len(below) > 0 {
			kept = append(kept, k)
			order = append(order, below...)
			count += p.count(k)
		}
	}
	if d["Kids"], d["Count"] = kept, number(strconv.Itoa(count)); count == 0 {
		return nil
	}
	return append(order, at)
}

// count is how many pages a part of a tree has.
func (p paper) count(at ref) int {
	d, _ := p.objects[at].(dict)
	if d["Kids"] == nil {
		return 1
	}
	n, _ := strconv.Atoi(string(numberOf(d["Count"])))
	return n
}

// flatten makes of a page's fields what they look like: a stamp shows the same and
// cannot be filled in.
func (p paper) flatten(page dict) {
	notes, _ := p.get(page["Annots"]).(array)
	for _, n := range notes {
		if d, _ := p.get(n).(dict); d["Subtype"] == name("Widget") {
			d["Subtype"] = name("Stamp")
		}
	}
}

// get is a value, or the object that it refers to.
func (p paper) get(v any) any {
	if r, is := v.(ref); is {
		return p.objects[r]
	}
	return v
}

func locked() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "bare.Strip", Key: "material.file.locked", Msg: "the sheet is locked with a password",
		Hint: "open it, print it to a PDF anew or save it without a password, then choose that",
	}
}

func unreadable() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "bare.Strip", Key: "material.file.sheet", Msg: "the sheet is written in a way that cannot be looked into whole",
		Hint: "open it, print it to a PDF anew or export it as PDF/A, then choose that",
	}
}
