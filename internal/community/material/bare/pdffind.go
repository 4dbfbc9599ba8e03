package bare

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
	"strconv"
	"strings"
)

// paper is all that a file holds: its objects by number, those of its newest state.
type paper struct {
	objects map[ref]any
	roots   []dict // what says where the sheet begins, oldest first
}

// finder goes through a file from its beginning to its end and takes every object
// that it meets; of two with one number the later is the newer, as programs write
// changes behind what was there. Tables that say where objects are it does not
// believe: they may be wrong, and are made anew.
type finder struct {
	lexer
	paper
	lengths  map[ref]int // objects that are a number: the length of a stream may be one
	lastEnd  int         // where the last stream ends
	inflated int
	err      error
}

// papers reads a file. It faults where it is locked, and where what it holds cannot be
// looked into whole.
func papers(b []byte) (paper, error) {
	left := maxValues
	f := &finder{lexer: lexer{b: b, left: &left}, paper: paper{objects: map[ref]any{}}, lengths: map[ref]int{}, lastEnd: bytes.LastIndex(b, []byte("endstream"))}
	f.measure()
	for f.next() && f.err == nil {
	}
	if *f.left < 0 {
		return paper{}, unreadable()
	}
	return f.paper, f.err
}

// measure finds the objects that are a number.
func (f *finder) measure() {
	for at := 0; ; {
		n := bytes.Index(f.b[at:], []byte("obj"))
		if n < 0 {
			return
		}
		at += n + len("obj")
		id, ok := numbered(f.b[:at-len("obj")])
		if !ok {
			continue
		}
		l := lexer{b: f.b[:min(len(f.b), at+near)], at: at, left: f.left}
		l.skip()
		from := l.at
		for l.at < len(l.b) && is("0123456789", l.b[l.at]) {
			l.at++
		}
		length, err := strconv.Atoi(string(l.b[from:l.at]))
		if l.skip(); err == nil && l.took("endobj") {
			f.lengths[id] = length
		}
	}
}

// next takes the next object in, and tells whether there was one.
func (f *finder) next() bool {
	n := bytes.Index(f.b[min(f.at, len(f.b)):], []byte("obj"))
	end := len(f.b)
	if n >= 0 {
		end = f.at + n
	}
	f.trailers(min(f.at, len(f.b)), end)
	if n < 0 {
		return false
	}
	f.at = end + len("obj")
	id, ok := numbered(f.b[:end])
	if !ok {
		return true
	}
	v, ok := f.value(0)
	if d, is := v.(dict); ok && is {
		v = f.stream(d)
	}
	if ok {
		f.take(id, v)
	}
	return true
}

// numbered reads the two numbers before the word obj that b ends before.
func numbered(b []byte) (ref, bool) {
	const digits = "0123456789"
	gap := back(b, spaces)
	second := back(gap, digits)
	between := back(second, spaces)
	first := back(between, digits)
	if len(gap) == len(b) || len(second) == len(gap) || len(between) == len(second) {
		return 0, false
	}
	n, err := strconv.Atoi(string(between[len(first):]))
	return ref(n), err == nil
}

// near is how far is looked for what stands beside something, in bytes.
const near = 32

// back is b without the letters of a set that it ends with, a few of them at most.
func back(b []byte, set string) []byte {
	for i := 0; i < near && len(b) > 0 && is(set, b[len(b)-1]); i++ {
		b = b[:len(b)-1]
	}
	return b
}

// trailers takes what stands between two objects and says where the sheet begins.
func (f *finder) trailers(from, to int) {
	for from < to {
		n := bytes.Index(f.b[from:to], []byte("trailer"))
		if n < 0 {
			return
		}
		l := lexer{b: f.b[:to], at: from + n + len("trailer"), left: f.left}
		if v, ok := l.value(0); ok {
			if d, is := v.(dict); is {
				f.root(d)
			}
		}
		from = l.at
	}
}

func (f *finder) root(d dict) {
	if d["Encrypt"] != nil {
		f.err = locked()
	}
	f.roots = append(f.roots, d)
}

// stream reads what belongs to a dictionary where a stream follows it.
func (f *finder) stream(d dict) any {
	f.skip()
	if !f.took("stream") {
		return d
	}
	for f.took(" ") || f.took("\t") {
	}
	if !f.took("\r\n") && !f.took("\n") {
		f.took("\r")
	}
	from, length := f.at, -1
	switch n := d["Length"].(type) {
	case number:
		length, _ = strconv.Atoi(string(n))
	case ref:
		if known, ok := f.lengths[n]; ok {
			length = known
		}
	}
	if length >= 0 && length <= len(f.b)-from {
		end := from + length
		rest := bytes.TrimLeft(f.b[end:min(len(f.b), end+near)], spaces)
		if bytes.HasPrefix(rest, []byte("endstream")) {
			f.at = end
			return &stream{d, f.b[from:end]}
		}
	}
	if from > f.lastEnd {
		return nil // it was cut
	}
	end := from + bytes.Index(f.b[from:], []byte("endstream"))
	f.at = end + len("endstream")
	data := f.b[from:end]
	if cut, ok := bytes.CutSuffix(data, []byte("\n")); ok {
		data = cut
	}
	return &stream{d, bytes.TrimSuffix(data, []byte("\r"))}
}

// take keeps an object, and the objects within it.
func (f *finder) take(id ref, v any) {
	f.objects[id] = v
	s, ok := v.(*stream)
	if !ok {
		return
	}
	switch s.dict["Type"] {
	case name("XRef"):
		f.root(s.dict)
	case name("ObjStm"):
		if !f.unpack(s) {
			f.err = unreadable()
		}
	}
}

// unpack takes the objects out of a stream of objects, and tells whether it could be
// looked into whole.
func (f *finder) unpack(s *stream) bool {
	data, ok := opened(s.data, f.filters(s), maxInflated-f.inflated)
	if !ok || predicted(s) {
		return false
	}
	f.inflated += len(data)
	count, _ := strconv.Atoi(string(numberOf(s.dict["N"])))
	first, err := strconv.Atoi(string(numberOf(s.dict["First"])))
	if err != nil || first < 0 || first > len(data) {
		return false
	}
	head, body := lexer{b: data[:first], left: f.left}, lexer{b: data[first:], left: f.left}
	for range min(count, first) {
		id, ok := head.int()
		at, on := head.int()
		if !ok || !on || at < body.at { // they follow each other: nothing is read twice
			continue
		}
		body.at = at
		if v, ok := body.value(0); ok {
			f.objects[ref(id)] = v
		}
	}
	return true
}

func numberOf(v any) number { n, _ := v.(number); return n }

func (l *lexer) int() (int, bool) {
	v, _ := l.value(0)
	n, err := strconv.Atoi(string(numberOf(v)))
	return n, err == nil
}

// filters are how a stream is packed, the outermost first.
func (p paper) filters(s *stream) []name {
	switch v := p.get(s.dict["Filter"]).(type) {
	case name:
		return []name{v}
	case array:
		out := make([]name, 0, len(v))
		for _, one := range v {
			n, _ := p.get(one).(name)
			out = append(out, n)
		}
		return out
	}
	return nil
}

// opened opens what is packed in those ways, up to limit bytes, and tells whether it
// could.
func opened(data []byte, ways []name, limit int) ([]byte, bool) {
	for _, way := range ways {
		var r io.Reader
		var err error
		switch way {
		case "FlateDecode", "Fl":
			if r, err = zlib.NewReader(bytes.NewReader(data)); err != nil {
				return nil, false
			}
		case "ASCII85Decode", "A85":
			data, _, _ = bytes.Cut(bytes.TrimPrefix(data, []byte("<~")), []byte("~"))
			r = ascii85.NewDecoder(bytes.NewReader(data))
		case "ASCIIHexDecode", "AHx":
			l := lexer{b: append([]byte("<"), data...)}
			r = strings.NewReader(string(l.hex()))
		default:
			return nil, false
		}
		if data, err = io.ReadAll(io.LimitReader(r, int64(limit)+1)); err != nil || len(data) > limit {
			return nil, false
		}
	}
	return data, true
}

// predicted tells whether a stream is more than packed: no tool writes objects so.
func predicted(s *stream) bool {
	d, is := s.dict["DecodeParms"].(dict)
	if all, many := s.dict["DecodeParms"].(array); many && len(all) > 0 {
		d, is = all[0].(dict)
	}
	return is && d["Predictor"] != nil && d["Predictor"] != number("1")
}
