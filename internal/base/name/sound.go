package name

import "unicode/utf8"

// A sound is what both scripts come down to. Latin letters have vowels that
// Arabic leaves out; Arabic has letters that Latin writes in several ways. What
// may stand for what, and at what cost, cost.go says.
type sound uint8

// Vowels as Latin writes them, then what Arabic has for them (w and y of Latin
// are waw and ya where they are consonants), then consonants. The rest are runes
// of other scripts.
const (
	none sound = iota
	vA
	vE // between a and i: Ahmed, Salem
	vI
	vO
	vU
	alef
	waw
	ya
	ayn // only Arabic writes it
	ta  // ة or ه at the end
	sB
	sP
	sT
	sTh
	sJ
	sH
	sKh
	sD
	sDh
	sR
	sZ
	sS
	sSh
	sGh
	sF
	sV
	sQ
	sK
	sG
	sL
	sM
	sN
	soundCount

	firstOther sound = 64
)

func (s sound) vowel() bool { return s >= vA && s <= vU }

// weak says whether s is a vowel or may be one.
func (s sound) weak() bool { return s < sB }

// maxSounds bounds the sounds of a token: the longest compound has 20.
const maxSounds = 24

type sounds struct {
	at     [maxSounds]sound
	n      uint8
	child  uint8  // so many at the start may be a ben written without a gap: Benali
	joined uint8  // so many at the start may be an article written without a gap: Lemine, Elghazouani
	mask   uint32 // the consonants that occur
}

func (s *sounds) list() []sound { return s.at[:s.n] }

// put adds a sound. Doubled ones are one: Mohammed, Mohamed.
func (s *sounds) put(x sound) {
	if s.n > 0 && s.at[s.n-1] == x || int(s.n) == maxSounds {
		return
	}
	s.at[s.n] = x
	s.n++
	if !x.weak() {
		s.mask |= 1 << x.mark()
	}
}

// marks groups the consonants that may stand for each other.
var marks = [soundCount]uint8{
	sB: 1, sP: 1, sT: 2, sTh: 2, sD: 3, sDh: 3, sJ: 4, sH: 5, sKh: 6, sGh: 6, sQ: 6, sK: 6, sG: 6, sR: 7, sZ: 8, sS: 8, sSh: 9,
	sF: 10, sV: 10, sL: 11, sM: 12, sN: 13,
}

// mark is the group of a consonant, below 32.
func (s sound) mark() uint8 {
	if s >= soundCount {
		return 14 + uint8(s%16)
	}
	return marks[s]
}

// add adds the sounds of a folded word.
func (s *sounds) add(w []byte, sc script) {
	switch sc {
	case latin:
		s.addLatin(w)
	case arabic:
		s.addArabic(w)
	default:
		for len(w) > 0 {
			r, size := utf8.DecodeRune(w)
			s.put(firstOther + sound(r%(256-int32(firstOther))))
			w = w[size:]
		}
	}
}

// arabicSounds by letter, folded.
var arabicSounds = map[rune]sound{
	'ا': alef, 'ب': sB, 'ت': sT, 'ث': sTh, 'ج': sJ, 'ح': sH, 'خ': sKh, 'د': sD, 'ذ': sDh, 'ر': sR, 'ز': sZ, 'س': sS, 'ش': sSh, 'ص': sS,
	'ض': sDh, 'ط': sT, 'ظ': sDh, 'ع': ayn, 'غ': sGh, 'ف': sF, 'ق': sQ, 'ك': sK, 'ل': sL, 'م': sM, 'ن': sN, 'ه': sH, 'و': waw, 'ي': ya,
}

// arabicTable is arabicSounds from the first letter on.
var arabicTable = func() (t [0x50]sound) {
	for r, x := range arabicSounds {
		t[r-0x620] = x
	}
	return t
}()

func (s *sounds) addArabic(w []byte) {
	for len(w) > 0 {
		r, size := utf8.DecodeRune(w)
		w = w[size:]
		var x sound
		if i := int(r) - 0x620; i >= 0 && i < len(arabicTable) {
			x = arabicTable[i]
		}
		switch {
		case x == none:
			continue // an extension that is nobody's name here
		case r == 'ه' && len(w) == 0:
			x = ta
		}
		s.put(x)
	}
}

// addLatin reads Latin letters the way that French and English write names of
// the region: ou is u, or w before a vowel; ch and sh are one; di before a vowel
// opens Diallo as j opens Jallow.
func (s *sounds) addLatin(w []byte) {
	for i := 0; i < len(w); {
		i += s.latinAt(w, i)
	}
}

// latinAt adds what stands at i and says how many letters it took.
func (s *sounds) latinAt(w []byte, i int) int {
	next := byteAt(w, i+1)
	switch c := w[i]; c {
	case 'a', 'e', 'i', 'o', 'u', 'w', 'y':
		return s.latinVowel(w, i, c, next)
	case 'h':
		if i == len(w)-1 && i > 0 && isVowel(w[i-1]) {
			return 1 // Fatimah
		}
		s.put(sH)
		return 1
	case 'c', 'g', 'q', 'x':
		return s.latinBack(w, i, c, next)
	default:
		return s.latinPlain(w, i, c, next)
	}
}

// withH are the consonants that an h after them changes.
var withH = [256]sound{'s': sSh, 'k': sKh, 't': sTh, 'd': sDh, 'p': sF, 'z': sZ}

var alone = [256]sound{
	'b': sB, 'd': sD, 'f': sF, 'j': sJ, 'k': sK, 'l': sL, 'm': sM, 'n': sN, 'p': sP, 'r': sR, 's': sS, 't': sT, 'v': sV, 'z': sZ,
}

func (s *sounds) latinPlain(w []byte, i int, c, next byte) int {
	if x := withH[c]; next == 'h' && x != none {
		s.put(x)
		return 2
	}
	rest := string(w[i:min(i+3, len(w))])
	switch {
	case rest == "sch":
		s.put(sSh)
		return 3
	case rest == "tch":
		s.put(sSh)
		return 3
	case c == 'd' && next == 'j':
		s.put(sJ)
		return 2
	case c == 'd' && next == 'i' && isVowel(byteAt(w, i+2)) && (i == 0 || i == 1 && w[0] == 'n'):
		s.put(sJ)
		return 2
	}
	s.put(alone[c])
	return 1
}

// latinBack reads the letters whose sound hangs on what follows.
func (s *sounds) latinBack(w []byte, i int, c, next byte) int {
	soft := next == 'e' || next == 'i' || next == 'y'
	switch {
	case c == 'c' && next == 'h':
		s.put(sSh)
		return 2
	case c == 'c' && (next == 'k' || next == 'q'):
		return 1
	case c == 'c' && soft:
		s.put(sS)
	case c == 'c':
		s.put(sK)
	case c == 'g' && next == 'h':
		s.put(sGh)
		return 2
	case c == 'g' && next == 'n' && i > 0:
		s.put(sN)
		return 2
	case c == 'g' && next == 'u' && isVowel(byteAt(w, i+2)) && byteAt(w, i+2) != 'a':
		s.put(sG)
		return 2
	case c == 'g' && soft:
		s.put(sJ)
	case c == 'g':
		s.put(sG)
	case c == 'q':
		s.put(sQ)
		if next == 'u' && isVowel(byteAt(w, i+2)) {
			return 2
		}
	default: // x
		s.put(sK)
		s.put(sS)
	}
	return 1
}

// latinVowel reads vowels and the glides between them.
func (s *sounds) latinVowel(w []byte, i int, c, next byte) int {
	after := byteAt(w, i+2)
	before := isVowel(next) && next != c
	switch {
	case (c == 'a' || c == 'e') && (next == 'i' || next == 'y') && !isVowel(after):
		s.put(vE) // Cheikh, Zeinab, Naim
		return 2
	case c == 'e' && next == 'e':
		s.put(vI)
		return 2
	case c == 'o':
		return s.latinO(next, after)
	case c == 'w', c == 'u' && before:
		s.put(waw)
	case c == 'y' && isVowel(next), c == 'i' && before && i > 0:
		s.put(ya)
	default:
		s.put(vowels[c])
	}
	return 1
}

var vowels = [256]sound{'a': vA, 'e': vE, 'i': vI, 'y': vI, 'u': vU}

// latinO reads o, ou, oo and ow.
func (s *sounds) latinO(next, after byte) int {
	switch {
	case next == 'u' && isVowel(after) && after != 'u':
		s.put(waw)
	case next == 'u' || next == 'o':
		s.put(vU)
	case next == 'w' && !isVowel(after):
		s.put(vO)
	default:
		s.put(vO)
		return 1
	}
	return 2
}

func byteAt(w []byte, i int) byte {
	if i < len(w) {
		return w[i]
	}
	return 0
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// end marks how much of a token may be an article: Elghazouani, Lemine, لعيون.
func (s *sounds) end(sc script) {
	at := s.list()
	switch {
	case len(at) >= 5 && at[0] == sB && (at[1] == vE || at[1] == vI) && at[2] == sN:
		s.child = 3
	case len(at) >= 4 && sc == arabic && at[0] == sB && at[1] == sN:
		s.child = 2
	}
	switch {
	case len(at) < 4:
	case sc == arabic && at[0] == sL && (!at[1].weak() || at[1] == ayn):
		s.joined = 1
	case sc != latin || len(at) < 5:
	case at[0] == sL && !at[1].weak():
		s.joined = 1
	case at[2].weak():
	case (at[0] == vA || at[0] == vE) && at[1] == sL, at[0] == sL && (at[1] == vE || at[1] == vA):
		s.joined = 2
	}
}
