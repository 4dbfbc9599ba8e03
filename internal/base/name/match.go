package name

import (
	"math/bits"
	"slices"
)

// matching finds for each token of one name its fellow in the other.
type matching struct {
	a, b         []Token
	likeness     [MaxTokens][MaxTokens]float32
	how          [MaxTokens][MaxTokens]How
	to, from     [MaxTokens]int // -1 for none
	like         [MaxTokens]float32
	way          [MaxTokens]How
	freeA, freeB [MaxTokens]bool
}

// leastLike is what two tokens must have in common to be thought one name.
const leastLike = 0.63

func (m *matching) match(a, b []Token) {
	m.a, m.b = a, b
	for i := range a {
		m.to[i], m.freeA[i] = -1, true
		for j := range b {
			m.likeness[i][j], m.how[i][j] = compare(&a[i], &b[j])
		}
	}
	for j := range b {
		m.from[j], m.freeB[j] = -1, true
	}
	// What is plain first; then words that were joined, before their halves find
	// somebody else; then the rest.
	for m.next(plainLike) {
	}
	m.join(m.a, m.b, false)
	m.join(m.b, m.a, true)
	for m.next(leastLike) {
	}
}

// before puts two names in an order, whichever it is.
func before(a, b []Token) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	for i := range a {
		if a[i].Text != b[i].Text {
			return a[i].Text < b[i].Text
		}
	}
	return false
}

// turn makes the second name the first.
func (m *matching) turn() {
	var like [MaxTokens]float32
	var way [MaxTokens]How
	for j := range m.b {
		if i := m.from[j]; i >= 0 {
			like[j], way[j] = m.like[i], m.way[i]
		}
	}
	m.a, m.b = m.b, m.a
	m.to, m.from = m.from, m.to
	m.freeA, m.freeB = m.freeB, m.freeA
	m.like, m.way = like, way
}

// plainLike is likeness that leaves little doubt.
const plainLike = 0.85

// next takes the best pair that is left, if it is like enough.
func (m *matching) next(least float32) bool {
	best, at, bt := float32(0), -1, -1
	for i := range m.a {
		if !m.freeA[i] {
			continue
		}
		for j := range m.b {
			if !m.freeB[j] || m.likeness[i][j] < least {
				continue
			}
			// Of equals the one in the same place.
			if v := m.likeness[i][j] - 0.001*float32(apart(i, j)) - 0.005*float32(apart(m.a[i].Part, m.b[j].Part)); v > best {
				best, at, bt = v, i, j
			}
		}
	}
	if at < 0 {
		return false
	}
	m.pair(at, bt, m.likeness[at][bt], m.how[at][bt])
	return true
}

func apart(i, j int) int { return max(i-j, j-i) }

func (m *matching) pair(i, j int, like float32, how How) {
	m.to[i], m.from[j] = j, i
	m.like[i], m.way[i] = like, how
	m.freeA[i], m.freeB[j] = false, false
}

// join looks for two neighbours of one side that are one word of the other.
func (m *matching) join(apartSide, joinedSide []Token, turned bool) {
	freeTwo, freeOne := &m.freeA, &m.freeB
	if turned {
		freeTwo, freeOne = freeOne, freeTwo
	}
	for j := range joinedSide {
		one := &joinedSide[j]
		if !freeOne[j] || one.sounds.n < 5 {
			continue
		}
		for i := 0; i+1 < len(apartSide); i++ {
			x, y := &apartSide[i], &apartSide[i+1]
			if !freeTwo[i] || !freeTwo[i+1] || x.script != one.script && x.script == y.script && x.script == other {
				continue
			}
			like := together(x, y, one)
			if like < joinLike {
				continue
			}
			freeTwo[i+1] = false
			if turned {
				m.pair(j, i, like, Joined)
			} else {
				m.pair(i, j, like, Joined)
			}
			break
		}
	}
}

// joinLike is asked of words written as one: they share more sounds by chance.
const joinLike = 0.85

// together compares two tokens, said in one breath, with one.
func together(x, y, one *Token) float32 {
	s := x.sounds
	for _, next := range y.sounds.list() {
		s.put(next)
	}
	if x.sounds.n == 0 || y.sounds.n == 0 || apart(int(s.n), int(one.sounds.n)) > 3 {
		return 0
	}
	return alike(s.list(), one.sounds.list(), x.script != one.script)
}

// compare says how alike two tokens are, 0 below leastLike, and in what way.
func compare(a, b *Token) (float32, How) {
	if !a.compared() || !b.compared() {
		return 0, Different
	}
	if a.Role == Initial || b.Role == Initial {
		return compareInitial(a, b)
	}
	like, how := compareNames(a, b)
	if like < plainLike {
		if bare := max(childOf(a, b), childOf(b, a)); bare > like {
			like, how = bare, Joined
		}
	}
	if (a.Role == Kunya) != (b.Role == Kunya) {
		like *= 0.55 // the father of Yahya is not Yahya
	}
	if like < leastLike {
		return 0, Different
	}
	return like, how
}

// childOf compares a, if it begins with a ben that was written together with its
// name, with b, if that stands after a ben: Benali, Ben Ali.
func childOf(a, b *Token) float32 {
	if a.sounds.child == 0 || b.Part == 0 {
		return 0
	}
	x, y := a.sounds.list()[a.sounds.child:], b.sounds.list()
	cross := a.script != b.script
	like := alike(x, y, cross)
	if len(x) > 4 && x[0].weak() && x[1] == sL {
		like = max(like, alike(x[2:], y, cross)) // Binalshibh
	}
	return like * likeBare
}

// likeInitial is what a letter says of a name.
const likeInitial = 0.75

func compareInitial(a, b *Token) (float32, How) {
	if a.sounds.n == 0 || b.sounds.n == 0 {
		return 0, Different
	}
	x, y := a.sounds.at[0], b.sounds.at[0]
	if substitute(x, y) > 15 {
		return 0, Different
	}
	if a.Role == b.Role {
		return 1, Same
	}
	return likeInitial, Letter
}

func compareNames(a, b *Token) (float32, How) {
	how := Spelling
	switch {
	case a.script != b.script:
		how = Script
	case a.Text == b.Text:
		return 1, Same
	case slices.Equal(a.sounds.list(), b.sounds.list()):
		return 1, Spelling
	}
	if a.known[0].id != 0 && b.known[0].id != 0 {
		return compareKnown(a, b, how)
	}
	return compareSounds(a, b), how
}

// Likeness of names of the table that are not the same.
const (
	likeShort   = 0.8
	likeCognate = 0.7
)

// compareKnown compares two names of the table, which knows better than the ear.
func compareKnown(a, b *Token, how How) (float32, How) {
	best, way := float32(0), Different
	for _, x := range a.known {
		for _, y := range b.known {
			if x.id == 0 || y.id == 0 {
				break // what is known comes first
			}
			ex, ey := x.entry(), y.entry()
			switch {
			case x.id == y.id && !x.short && !y.short:
				return 1, how
			case x.id == y.id:
				best, way = likeShort, Short
			case ex.kin != "" && ex.kin == ey.kin && best < likeCognate:
				best, way = likeCognate, Cognate
			}
		}
	}
	return best, way
}

// likeBare is what a likeness counts that takes for an article what nothing on
// the other side says is one.
const likeBare = 0.93

// maxApart is how many kinds of consonants may be on one side only: with more,
// two tokens are not leastLike, and need not be compared sound by sound.
const maxApart = 4

// compareSounds compares by ear.
func compareSounds(a, b *Token) float32 {
	cross := a.script != b.script
	if bits.OnesCount32(a.sounds.mask^b.sounds.mask) > maxApart {
		return 0
	}
	like := alike(a.sounds.list(), b.sounds.list(), cross)
	// An article that was written together with its name on one side only.
	if like < plainLike && a.sounds.joined+b.sounds.joined > 0 {
		x, y := a.sounds.list(), b.sounds.list()
		bare := alike(x[a.sounds.joined:], y[b.sounds.joined:], cross)
		if !a.article && !b.article {
			bare *= likeBare
		}
		like = max(like, bare)
	}
	return like
}

// explain lists the pairs in the order of the first name, then what is left of
// the second.
func (m *matching) explain(s *Score) {
	var told [MaxTokens]bool
	for i := range m.a {
		switch {
		case !m.a[i].compared():
		case m.to[i] >= 0:
			s.add(Pair{int8(i), int8(m.to[i]), m.way[i], m.like[i]})
		case !m.freeA[i]:
			s.add(Pair{int8(i), int8(m.to[i-1]), Joined, m.like[i-1]})
		default:
			p := Pair{int8(i), -1, Missing, 0}
			if j := m.instead(i, &told); j >= 0 {
				p.B, p.How, told[j] = int8(j), Different, true
			}
			s.add(p)
		}
	}
	for j := range m.b {
		switch {
		case !m.b[j].compared() || m.from[j] >= 0 || told[j]:
		case !m.freeB[j]:
			s.add(Pair{int8(m.from[j-1]), int8(j), Joined, m.like[m.from[j-1]]})
		default:
			s.add(Pair{-1, int8(j), Missing, 0})
		}
	}
}

// instead gives the token that stands in the other name where i has no fellow, -1
// for none: the first that is left of the same generation.
func (m *matching) instead(i int, told *[MaxTokens]bool) int {
	for j := range m.b {
		t := &m.b[j]
		if m.freeB[j] && !told[j] && t.compared() && t.Part == m.a[i].Part && t.Alias == m.a[i].Alias {
			return j
		}
	}
	return -1
}
