package name

import (
	"cmp"
	"slices"
)

// Keys find candidates by an index: two spellings of one name share at least one,
// two names that have nothing to do with each other rarely do. Each stands for a
// token that is rare, or for two tokens that are rare together, in any order, by
// their consonants alone.
//
// Strict keys keep consonants apart that only a slip makes one of; loose ones
// take more for the same, find more and find more in vain. Look for the loose
// ones of a name where somebody waits for all there is, for the strict ones
// where thousands of names are compared with millions.
//
// Stored keys are stale once known.txt has changed: make them again then.

// StrictKeys appends the strict keys of n to dst.
func (n Name) StrictKeys(dst []string) []string { return n.keys(dst, &strictCode) }

// LooseKeys appends the loose keys of n to dst.
func (n Name) LooseKeys(dst []string) []string { return n.keys(dst, &looseCode) }

const (
	keyTokens  = 4  // tokens of a name that keys are made of, the rarest first
	aloneKey   = 9  // bits from which one token is a key
	joinedCode = 3  // letters that a key of two words in one has at least
	togetherIn = 10 // bits from which two are
)

// A coding says which letter stands for a consonant in a key, how many count, and
// how many a token needs to be a key alone: AS and DR are too many names.
type coding struct {
	letter        [soundCount]byte
	length, alone int
	loose         bool // neighbours are keyed as one word too, and Ali is L
}

var strictCode = coding{length: 6, alone: 3, letter: [soundCount]byte{
	sB: 'B', sP: 'B', sT: 'T', sTh: 'T', sD: 'D', sDh: 'D', sJ: 'J', sKh: 'X', sGh: 'K', sQ: 'K', sK: 'K', sG: 'K', sR: 'R', sZ: 'Z', sS: 'S',
	sSh: 'C', sF: 'F', sV: 'F', sL: 'L', sM: 'M', sN: 'N',
}}

var looseCode = coding{length: 4, alone: 2, loose: true, letter: [soundCount]byte{
	sB: 'B', sP: 'B', sT: 'T', sTh: 'T', sD: 'D', sDh: 'D', sJ: 'J', sKh: 'K', sGh: 'K', sQ: 'K', sK: 'K', sG: 'K', sR: 'R', sZ: 'S', sS: 'S',
	sSh: 'S', sF: 'F', sV: 'F', sL: 'L', sM: 'M', sN: 'M',
}}

// keyed is a token as keys see it.
type keyed struct {
	code string
	bits float32
}

func (n Name) keys(dst []string, c *coding) []string {
	var buf [2 * MaxTokens]keyed
	tokens := buf[:0]
	for i := range n.tokens {
		if t := &n.tokens[i]; t.Role != Title && t.Role != Initial && t.Role != Honorific {
			tokens = t.codes(tokens, c)
		}
	}
	slices.SortStableFunc(tokens, func(x, y keyed) int {
		return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.code, y.code))
	})
	tokens = tokens[:min(len(tokens), keyTokens)]
	from := len(dst)
	for i, x := range tokens {
		if x.bits >= aloneKey && len(x.code) >= c.alone || len(tokens) == 1 {
			dst = addKey(dst, from, x.code)
		}
		for _, y := range tokens[i+1:] {
			if x.bits+y.bits >= togetherIn || len(tokens) == 2 {
				dst = addKey(dst, from, min(x.code, y.code)+"+"+max(x.code, y.code))
			}
		}
	}
	if c.loose {
		dst = n.joinedKeys(dst, from, c)
	}
	return dst
}

// joinedKeys adds keys for neighbours that somebody may write as one word.
func (n Name) joinedKeys(dst []string, from int, c *coding) []string {
	added := 0
	for i := 0; i+1 < len(n.tokens) && added < keyTokens; i++ {
		x, y := &n.tokens[i], &n.tokens[i+1]
		if x.Part != y.Part || x.Role != Given || y.Role != Given || x.script != y.script {
			continue
		}
		one := x.sounds
		for _, s := range y.sounds.list() {
			one.put(s)
		}
		if code := one.code(c); len(code) >= joinedCode {
			dst = addKey(dst, from, code)
			added++
		}
	}
	return dst
}

// addKey adds a key that is not there yet.
func addKey(dst []string, from int, key string) []string {
	if slices.Contains(dst[from:], key) {
		return dst
	}
	return append(dst, key)
}

// codes appends what t may be coded as: names of the table by their first
// spelling, so that all spellings have one code.
func (t *Token) codes(dst []keyed, c *coding) []keyed {
	if t.known[0].id == 0 {
		return append(dst, keyed{t.sounds.code(c), t.bits})
	}
	from := len(dst)
	for _, k := range t.known {
		e := k.entry()
		if e == nil {
			continue
		}
		code := e.sounds.code(c)
		if !slices.ContainsFunc(dst[from:], func(k keyed) bool { return k.code == code }) {
			dst = append(dst, keyed{code, t.bits})
		}
	}
	return dst
}

// code writes the consonants as letters. A name with fewer than two has the vowel
// that it begins with as well: Ali is AL, Ba is B.
func (s *sounds) code(c *coding) string {
	list := s.list()
	if rest := list[max(s.joined, s.child):]; consonants(rest) >= 2 {
		list = rest
	}
	var buf [8]byte
	out := buf[:0]
	if consonants(list) < 2 && len(list) > 0 && list[0].weak() {
		if l := initial(list[0]); l != 'A' || !c.loose {
			out = append(out, l)
		}
	}
	for _, x := range list {
		l := byte('0' + x%64)
		if x < soundCount {
			l = c.letter[x]
		}
		if l == 0 || len(out) > 0 && out[len(out)-1] == l {
			continue
		}
		if out = append(out, l); len(out) == c.length {
			break
		}
	}
	return string(out)
}

func consonants(list []sound) (n int) {
	for _, x := range list {
		if !x.weak() && x != sH {
			n++
		}
	}
	return n
}

func initial(x sound) byte {
	switch x {
	case waw:
		return 'W'
	case ya:
		return 'Y'
	default:
		return 'A'
	}
}
