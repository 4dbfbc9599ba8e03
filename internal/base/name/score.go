package name

// A How says in what way two tokens go together.
type How uint8

// The ways.
const (
	Same      How = iota // the same letters
	Spelling             // one name, spelt otherwise
	Script               // one name, in two scripts
	Cognate              // names of one origin: Mamadou, Mohamed
	Short                // one is short for the other
	Letter               // an initial
	Joined               // two words on one side, one on the other
	Missing              // nothing on the other side
	Different            // another name in its place
)

var hows = [...]string{"same", "spelling", "script", "cognate", "short", "initial", "joined", "missing", "different"}

func (h How) String() string { return hows[h] }

// A Pair is one token beside what it was compared with. A and B are indexes into
// Tokens, -1 for nothing.
type Pair struct {
	A, B int8
	How  How
	// Like is how alike they are, 0 to 1.
	Like float32
}

// A Sign is what counts for or against the whole, beside its tokens.
type Sign uint8

// The signs.
const (
	Reordered   Sign = 1 << iota // the same names in another order
	Generations                  // who is the father in one is the child in the other
	SexClash                     // ould against mint
	OtherGiven                   // the persons' own names differ
	OtherLast                    // the last names differ: of the family, the tribe, the place
	Thin                         // what matches is borne by many
)

// What a value means. The scale was set on the list of the United Nations: of two
// names there that share a word, those at 0.5 are one person's as often as not
// (docs/names.md).
const (
	Likely   = 0.8 // spellings of one name, with few exceptions
	Possible = 0.5 // worth a look
)

// A Score is how alike two names are.
type Score struct {
	// Value is from 0 to 1: see Likely and Possible.
	Value float64
	// Bits is how much the tokens in common tell: about one in 2^Bits people bears
	// them. Mohamed Ahmed is the same name as محمد احمد, but tells little.
	Bits  float64
	Signs Sign

	pairs [2 * MaxTokens]Pair
	n     int
}

// Pairs explains the score, token by token in the order of the first name.
func (s *Score) Pairs() []Pair { return s.pairs[:s.n] }

// Has says whether all of signs are there.
func (s *Score) Has(signs Sign) bool { return s.Signs&signs == signs }

func (s *Score) add(p Pair) {
	if s.n < len(s.pairs) {
		s.pairs[s.n] = p
		s.n++
	}
}

// Similarity compares two names. It is symmetric, and 1 for a name with itself.
func Similarity(a, b Name) Score {
	var m matching
	if before(b.tokens, a.tokens) { // of equals, both ways round take the same
		m.match(b.tokens, a.tokens)
		m.turn()
	} else {
		m.match(a.tokens, b.tokens)
	}
	var s Score
	m.explain(&s)
	m.weigh(&s, a, b)
	return s
}

// Penalties: what is left of the value when a sign is there.
const (
	keepGenerations = 0.45
	keepShifted     = 0.6 // Saddam Hussein is the father of Uday Saddam Hussein
	keepSexClash    = 0.4
	keepOtherGiven  = 0.6
	keepOtherLast   = 0.8
	keepReordered   = 0.93
	keepTurned      = 0.7 // Mohamed Ahmed is the son of an Ahmed
)

// Losses, in parts of the weight of what is missing or different.
const (
	lossDifferent = 1.2
	lossFirst     = 0.5
	lossLast      = 0.3
	lossMiddle    = 0.12
)

// enoughBits is what must match before names of which something is missing are
// believed: less than a rare name, or than two common ones, is thin.
const (
	enoughBits = 16
	thinness   = 0.6
	thinAt     = 4 // in full from a quarter on
)

// worth is what likeness counts: half as much for a name that is only half like
// another as its sounds would have it.
func worth(like float32) float64 {
	return max(0, min(1, (float64(like)-0.45)/0.47))
}

// weigh sets value, bits and signs.
func (m *matching) weigh(s *Score, a, b Name) {
	var matched, lost float64
	for i := range m.a {
		t := &m.a[i]
		if j := m.to[i]; j >= 0 {
			w := float64(t.bits+m.b[j].bits) / 2
			like := worth(m.like[i])
			matched += w * like
			lost += lossDifferent * w * (1 - like)
			s.Bits += float64(min(t.bits, m.b[j].bits)) * like
		}
	}
	unlike := lost
	restA, missA := m.rest(m.a, m.freeA)
	restB, missB := m.rest(m.b, m.freeB)
	if matched == 0 {
		return
	}
	// What is left on both sides is different; what one side has more is missing.
	both := min(restA, restB)
	lost += lossDifferent * both
	lost += missA*surplus(restA, both) + missB*surplus(restB, both)
	s.Value = matched / (matched + lost)
	if gone := (lost - unlike) / (matched + lost); gone > 0 && s.Bits < enoughBits {
		s.mark(Thin, 1-min(1, thinAt*gone)*thinness*(1-s.Bits/enoughBits))
	}
	m.signs(s, a, b)
}

// surplus is the part of rest that the other side has nothing against.
func surplus(rest, both float64) float64 {
	if rest == 0 {
		return 0
	}
	return (rest - both) / rest
}

// rest adds up the weight of the tokens that found nothing, and what it costs if
// they are merely missing.
func (m *matching) rest(tokens []Token, free [MaxTokens]bool) (weight, missing float64) {
	for i := range tokens {
		t := &tokens[i]
		if !free[i] || !t.compared() || t.Alias {
			continue
		}
		w := float64(t.bits)
		weight += w
		if t.Role == Initial {
			weight += w // another letter is another name
		}
		switch {
		case t.Role == Honorific, t.Role == Initial, t.Part >= 2:
			missing += w * lossMiddle
		case first(tokens, i):
			missing += w * lossFirst
		case i == len(tokens)-1:
			missing += w * lossLast
		default:
			missing += w * lossMiddle
		}
	}
	return weight, missing
}

// first says whether token i is the person's own first name.
func first(tokens []Token, i int) bool { return i == own(tokens) }

// own gives the first token that is the person's own name, -1 for none.
func own(tokens []Token) int {
	for i := range tokens {
		if t := &tokens[i]; t.Part == 0 && !t.Alias && (t.Role == Given || t.Role == Kunya || t.Role == Initial) {
			return i
		}
	}
	return -1
}

// last gives the last token that tells one family from another, -1 for none.
func last(tokens []Token) int {
	for i := len(tokens) - 1; i > 0; i-- {
		if t := &tokens[i]; !t.Alias && t.Role != Initial && t.Role != Title {
			return i
		}
	}
	return -1
}

// signs looks at the whole, and takes off for what speaks against it.
func (m *matching) signs(s *Score, a, b Name) {
	if a.link != Unknown && b.link != Unknown && a.link != b.link {
		s.mark(SexClash, keepSexClash)
	}
	i, j := own(m.a), own(m.b)
	if i >= 0 && j >= 0 && m.freeA[i] && m.freeB[j] {
		s.mark(OtherGiven, keepOtherGiven)
	} else if i, j := last(m.a), last(m.b); i >= 0 && j >= 0 && m.freeA[i] && m.freeB[j] {
		s.mark(OtherLast, keepOtherLast)
	}
	switch {
	case m.generations(i, j, a, b):
		s.mark(Generations, keepGenerations)
	case m.shifted(i, j):
		s.mark(Generations, keepShifted)
	case m.inverted():
		keep := keepReordered
		if m.turned(i, j) {
			keep = keepTurned
		}
		s.mark(Reordered, keep)
	}
}

func (s *Score) mark(sign Sign, keep float64) {
	s.Signs |= sign
	s.Value *= keep
}

// generations says whether the own name of one is a father's in the other, where
// both tell by ould or mint who is whose child.
func (m *matching) generations(i, j int, a, b Name) bool {
	if !a.linked || !b.linked || i < 0 || j < 0 {
		return false
	}
	there, here := m.to[i], m.from[j]
	if there >= 0 && m.b[there].Part == 0 || here >= 0 && m.a[here].Part == 0 {
		return false
	}
	return there >= 0 || here >= 0
}

// shifted says whether one name is the other with a child's name before it: its
// own first name has no fellow, and the other's stands where the father's does.
// A Mohamed or Ahmed before another forename is often left out, and tells nothing.
func (m *matching) shifted(i, j int) bool {
	if i < 0 || j < 0 || m.inverted() {
		return false
	}
	return m.freeA[i] && m.from[j] > i && m.a[i].telling() && m.b[j].forename() ||
		m.freeB[j] && m.to[i] > j && m.b[j].telling() && m.a[i].forename()
}

// telling says whether t is no such name as is put before another.
func (t *Token) telling() bool { return t.Role == Given && t.bits > shareBits[1] }

// inverted says whether two pairs cross.
func (m *matching) inverted() bool {
	last := -1
	for i := range m.a {
		if j := m.to[i]; j >= 0 {
			if j < last {
				return true
			}
			last = j
		}
	}
	return false
}

// turned says whether the order of two Arabic forenames, which tells who is the
// father, is another one. Where a family name stands is free.
func (m *matching) turned(i, j int) bool {
	if i < 0 || j < 0 || m.to[i] < 0 || m.from[j] < 0 || m.to[i] == j {
		return false
	}
	return m.a[i].forename() && m.b[m.to[i]].forename() && m.b[j].forename() && m.a[m.from[j]].forename()
}

func (t *Token) forename() bool {
	e := t.known[0].entry()
	return e != nil && !e.family && t.Role != Kunya
}
