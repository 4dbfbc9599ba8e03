package bare

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// What a sheet is made of (ISO 32000-2, 7.3). Values are bool, number, text, name,
// array, dict, ref and *stream; nil is null.
type (
	number string // as it was written
	text   string
	name   string
	array  []any
	dict   map[name]any
	ref    int // generations are passed over: the newest of a number is the one shown
	stream struct {
		dict
		data []byte
	}
)

// Limits of what is read.
const (
	maxNested = 64      // values within values; tools write some ten
	maxValues = 500_000 // of a sheet: some 120 MB of memory. Of 1,481 sheets all but one had less than 120,000
	// maxInflated bounds what all packed objects of a sheet, or a picture packed twice, are opened to.
	maxInflated = 32 << 20
)

// lexer reads values from a place in b on.
type lexer struct {
	b    []byte
	at   int
	left *int // values that may still be read
}

const (
	spaces = "\x00\t\n\f\r "
	stops  = spaces + "()<>[]{}/%"
)

func is(set string, c byte) bool { return strings.IndexByte(set, c) >= 0 }

// skip goes past spaces and remarks.
func (l *lexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case is(spaces, c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word is what stands here up to a space or a bracket.
func (l *lexer) word() string {
	from := min(l.at, len(l.b)) // what was cut short is read to one beyond the end
	for l.at < len(l.b) && !is(stops, l.b[l.at]) {
		l.at++
	}
	return string(l.b[from:min(l.at, len(l.b))])
}

// took goes past s where it stands here.
func (l *lexer) took(s string) bool {
	if !bytes.HasPrefix(l.b[min(l.at, len(l.b)):], []byte(s)) {
		return false
	}
	l.at += len(s)
	return true
}

// value reads the next value, and tells whether there was one. Where there was none,
// the lexer stands before what it could not read.
func (l *lexer) value(depth int) (any, bool) {
	l.skip()
	if *l.left--; l.at >= len(l.b) || depth > maxNested || *l.left < 0 {
		return nil, false
	}
	switch c := l.b[l.at]; {
	case c == '/':
		l.at++
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case l.took("<<"):
		return l.dict(depth)
	case c == '<':
		return l.hex(), true
	case c == '[':
		l.at++
		return l.array(depth)
	case is("+-.0123456789", c):
		return l.number(), true
	}
	switch {
	case l.took("true"):
		return true, true
	case l.took("false"):
		return false, true
	}
	return nil, l.took("null")
}

func (l *lexer) name() name {
	w := l.word()
	if !strings.Contains(w, "#") {
		return name(w)
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if n, err := strconv.ParseUint(w[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, w[i])
	}
	return name(out)
}

var refRest = regexp.MustCompile(`^[\x00\t\n\f\r ]+\d{1,5}[\x00\t\n\f\r ]+R(?:[\x00\t\n\f\r ()<>\[\]{}/%]|$)`)

// number reads a number, or what refers to an object by its number.
func (l *lexer) number() any {
	from := l.at
	for l.at < len(l.b) && is("+-.0123456789", l.b[l.at]) {
		l.at++
	}
	s := string(l.b[from:l.at])
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return number(s)
	}
	rest := l.b[l.at:min(len(l.b), l.at+16)]
	if m := refRest.Find(rest); m != nil {
		l.at += bytes.IndexByte(m, 'R') + 1
		return ref(n)
	}
	return number(s)
}

// escaped are the letters that stand for another behind a backslash.
var escaped = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() text {
	var out []byte
	depth := 1
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return text(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return text(out)
}

// escape reads what stands behind a backslash, and stays on its last letter.
func (l *lexer) escape(out []byte) []byte {
	l.at++
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	switch {
	case c == '\r' || c == '\n': // the line goes on
		if c == '\r' && l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c >= '0' && c <= '7':
		n := 0
		for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
			n = n<<3 | int(l.b[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(n))
	case escaped[c] != 0:
		c = escaped[c]
	}
	return append(out, c)
}

func (l *lexer) hex() text {
	var out []byte
	half, digits := byte(0), 0
	for l.at++; l.at < len(l.b) && l.b[l.at] != '>'; l.at++ {
		d := strings.IndexByte("0123456789abcdef", l.b[l.at]|' ')
		if d < 0 {
			continue
		}
		if digits++; digits%2 == 0 {
			out = append(out, half|byte(d))
		}
		half = byte(d) << 4
	}
	if digits%2 == 1 {
		out = append(out, half)
	}
	l.at++
	return text(out)
}

func (l *lexer) array(depth int) (any, bool) {
	out := array{}
	for {
		if l.skip(); l.took("]") {
			return out, true
		}
		v, ok := l.value(depth + 1)
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) (any, bool) {
	out := dict{}
	for {
		if l.skip(); l.took(">>") {
			return out, true
		}
		if !l.took("/") {
			if l.word() == "" {
				return nil, false
			}
			continue // an old program wrote a name with a space in it: its rest is passed over
		}
		key := l.name()
		v, ok := l.value(depth + 1)
		if !ok {
			return nil, false
		}
		out[key] = v
	}
}
