package bare

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// place is an object taken over in a shape.
type place struct {
	ref
	*shape
}

// writer takes a sheet over, object by object. Objects get their numbers in the order
// in which they are come upon, and keys stand in the order of letters: the same sheet is
// always the same bytes.
type writer struct {
	paper
	shapes
	places   map[place]int
	queue    []place // in the order of their numbers
	done     int     // of the queue
	out      []written
	size     int
	inflated int // of pictures
	buf      []byte
	err      error
}

// written is an object as it is written, without its head.
type written struct {
	body   []byte
	stream bool
}

// number gives an object its number.
func (w *writer) number(p place) int {
	n, ok := w.places[p]
	if !ok {
		w.queue = append(w.queue, p)
		n = len(w.queue)
		w.places[p] = n
	}
	return n
}

// sheet writes what was numbered, then the catalog and what it leads to.
func (w *writer) sheet(catalog place) ([]byte, error) {
	w.drain()
	root := w.number(catalog)
	w.drain()
	if w.err != nil {
		return nil, w.err
	}
	out := w.file(root)
	if len(out) > MaxSize {
		return nil, tooLarge()
	}
	return out, nil
}

func (w *writer) drain() {
	for ; w.done < len(w.queue) && w.err == nil; w.done++ {
		p := w.queue[w.done]
		w.buf = nil
		s, is := w.objects[p.ref].(*stream)
		if is {
			w.stream(s, p.shape)
		} else {
			w.put(w.objects[p.ref], p.shape)
		}
		w.out = append(w.out, written{w.buf, is})
		if w.size += len(w.buf); w.size > 2*MaxSize {
			w.err = tooLarge()
		}
	}
}

// put writes what a shape keeps of a value, and tells whether that is anything.
func (w *writer) put(v any, s *shape) bool {
	switch v := v.(type) {
	case ref:
		return w.refer(v, s)
	case dict:
		if !s.keeps(v) {
			return false
		}
		w.buf = append(w.buf, "<<"...)
		w.keys(v, s)
		w.buf = append(w.buf, ">>"...)
	case array:
		w.buf = append(w.buf, '[')
		for i, one := range v {
			if i > 0 {
				w.buf = append(w.buf, ' ')
			}
			if !w.put(one, s) {
				w.buf = append(w.buf, "null"...)
			}
		}
		w.buf = append(w.buf, ']')
	case name:
		w.name(v)
	case text:
		w.text(v)
	case number:
		w.buf = append(w.buf, v...)
	case bool:
		w.buf = fmt.Append(w.buf, v)
	default:
		return false
	}
	return true
}

// keeps tells whether a dictionary fits a shape.
func (s *shape) keeps(d dict) bool {
	return (s.keys != nil || s.each != nil) && (s.when == nil || s.when(d))
}

// refer writes a number of an object that is taken over for it, or its value where that is small.
func (w *writer) refer(r ref, s *shape) bool {
	for _, as := range s.seen {
		if n, ok := w.places[place{r, as}]; ok {
			w.buf = fmt.Appendf(w.buf, "%d 0 R", n)
			return true
		}
	}
	switch v := w.objects[r].(type) {
	case ref:
		return false
	case dict:
		if !s.keeps(v) {
			return false
		}
	case *stream:
		if s.stream == nil {
			return false
		}
		s = s.stream
	case array:
	default:
		return w.put(v, s)
	}
	w.buf = fmt.Appendf(w.buf, "%d 0 R", w.number(place{r, s}))
	return true
}

func (w *writer) keys(d dict, s *shape) {
	for _, k := range slices.Sorted(maps.Keys(d)) {
		of := s.keys[k]
		if of == nil {
			of = s.each
		}
		if of != nil {
			w.key(k, d[k], of)
		}
	}
}

func (w *writer) key(k name, v any, s *shape) {
	before := len(w.buf)
	w.name(k)
	w.buf = append(w.buf, ' ')
	if !w.put(v, s) {
		w.buf = w.buf[:before]
	}
}

// stream writes a stream. Photos within a sheet are stripped as others are.
func (w *writer) stream(s *stream, as *shape) {
	kept, err := w.photo(s)
	if err != nil {
		w.err = err
		return
	}
	w.buf = append(w.buf, "<<"...)
	w.keys(kept.dict, as)
	w.key("Filter", kept.dict["Filter"], &shape{})
	w.key("DecodeParms", kept.dict["DecodeParms"], as)
	w.buf = fmt.Appendf(w.buf, "/Length %d>>\nstream\n", len(kept.data))
	w.buf = append(append(w.buf, kept.data...), "\nendstream"...)
}

// photos are how pictures are packed that may tell of where they were taken.
var photos = map[name]func([]byte) ([]byte, error){"DCTDecode": stripJPEG, "DCT": stripJPEG, "JPXDecode": stripJPX}

// photo gives a stream in which no photo tells of itself; what is no photo as it is.
func (w *writer) photo(s *stream) (*stream, error) {
	ways := w.filters(s)
	if len(ways) == 0 {
		return s, nil
	}
	last := len(ways) - 1
	strip := photos[ways[last]]
	if strip == nil {
		return s, nil
	}
	data, ok := opened(s.data, ways[:last], maxInflated-w.inflated)
	if !ok {
		return nil, unreadable()
	}
	if last > 0 {
		w.inflated += len(data)
	}
	data, err := strip(data)
	if err != nil {
		return nil, err
	}
	d := maps.Clone(s.dict)
	d["Filter"] = ways[last]
	if parms, many := w.get(d["DecodeParms"]).(array); many && len(parms) > last {
		d["DecodeParms"] = parms[last]
	}
	return &stream{d, data}, nil
}

func (w *writer) name(n name) {
	w.buf = append(w.buf, '/')
	for i := range len(n) {
		if c := n[i]; c <= ' ' || c > '~' || c == '#' || is(stops, c) {
			w.buf = fmt.Appendf(w.buf, "#%02X", c)
		} else {
			w.buf = append(w.buf, c)
		}
	}
}

var escapes = strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)", "\r", "\\r")

func (w *writer) text(t text) {
	w.buf = append(append(append(w.buf, '('), escapes.Replace(string(t))...), ')')
}

// perPack is how many objects are packed together.
const perPack = 200

// file puts all together: streams first, then the other objects in packs, and last
// where each of them is.
func (w *writer) file(root int) []byte {
	out := []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	where := make([][3]int, len(w.out)+1) // kind, place or pack, place within
	var loose []int
	for i, o := range w.out {
		if !o.stream {
			loose = append(loose, i+1)
			continue
		}
		where[i+1] = [3]int{1, len(out), 0}
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", i+1, o.body)
	}
	for pack := range slices.Chunk(loose, perPack) {
		for i, n := range pack {
			where[n] = [3]int{2, len(where), i}
		}
		where = append(where, [3]int{1, len(out), 0})
		out = w.pack(out, len(where)-1, pack)
	}
	start := len(out)
	where = append(where, [3]int{1, start, 0})
	table := make([]byte, 0, 7*len(where))
	for _, p := range where {
		table = append(table, byte(p[0]))
		table = binary.BigEndian.AppendUint32(table, uint32(p[1]))
		table = binary.BigEndian.AppendUint16(table, uint16(p[2]))
	}
	out = packed(out, len(where)-1, fmt.Sprintf("/Type/XRef/Root %d 0 R/Size %d/W[1 4 2]", root, len(where)), table)
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", start)
}

// pack writes some objects as one stream.
func (w *writer) pack(out []byte, id int, numbers []int) []byte {
	var head, body []byte
	for _, n := range numbers {
		head = fmt.Appendf(head, "%d %d ", n, len(body))
		body = append(append(body, w.out[n-1].body...), '\n')
	}
	return packed(out, id, fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(numbers), len(head)), append(head, body...))
}

func packed(out []byte, id int, keys string, data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // into memory
	_ = z.Close()
	return fmt.Appendf(out, "%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", id, keys, b.Len(), b.Bytes())
}
