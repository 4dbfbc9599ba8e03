package name

import "strings"

// A Plate is the registration of a vehicle, written one way: 4711-AB-05.
type Plate struct {
	// Country is where its form is used, as in ISO 3166: "MR"; "" where several
	// use it.
	Country string
	Text    string
}

// String gives the plate as it is written and compared.
func (p Plate) String() string { return p.Text }

// maxPlateMarks bounds the groups of a plate: Mali's of 2024, with its letters
// apart in Arabic, has nine.
const maxPlateMarks = 9

// A group of a form: how many digits or letters. Digits are filled up with
// zeros: 711 AB 05 is 0711 AB 05.
type group struct {
	least, most int
	digits      bool
	pad         int
	allowed     func(s string) bool // nil for any
}

func digits(least, most, pad int) group {
	return group{least: least, most: most, digits: true, pad: pad}
}
func letters(least, most int) group { return group{least: least, most: most} }

func (g group) of(allowed func(string) bool) group {
	g.allowed = allowed
	return g
}

func among(list string) func(string) bool {
	return func(s string) bool { return strings.Contains(" "+list+" ", " "+s+" ") }
}

func upTo(last string) func(string) bool { return func(s string) bool { return s <= last } }

// A form of plates. What is loose, such as two numbers with a letter between, is
// found in a text only where a word says that a plate comes.
type form struct {
	country string
	groups  []group
	loose   bool
}

// forms in the order in which they are tried. Sources: NOTICE. Mauritania's older
// plates had one letter and no leading zero; those of the state, of diplomats
// and of the United Nations have words of their own.
var forms = []form{
	{country: "ML", groups: []group{letters(2, 2).of(among("ML")), letters(2, 2), digits(3, 3, 3), letters(2, 2), letters(3, 3), letters(2, 2).of(among("AD CO")), digits(1, 1, 1)}},
	{country: "ML", groups: []group{letters(2, 2), digits(3, 3, 3), letters(2, 2), letters(3, 3), letters(2, 2).of(among("AD CO")), digits(1, 1, 1)}},
	{country: "MR", groups: []group{digits(2, 2, 2), letters(2, 3).of(among("CD CC CMD ONU")), digits(1, 4, 4)}},
	{country: "MR", groups: []group{digits(3, 4, 4), letters(2, 2), digits(2, 2, 2).of(upTo("15"))}},
	{country: "BF", groups: []group{digits(2, 2, 2), letters(2, 2), digits(4, 4, 4)}},
	{country: "SN", groups: []group{letters(2, 2).of(among(senegal)), digits(3, 4, 4), letters(1, 2)}},
	{country: "ML", groups: []group{letters(1, 1), digits(3, 4, 4), letters(1, 1).of(among("M")), digits(1, 1, 1)}},
	{country: "ML", groups: []group{letters(1, 1), digits(3, 4, 4), letters(2, 2).of(among("MD"))}},
	{country: "", groups: []group{letters(2, 2), digits(3, 3, 3), letters(2, 2)}}, // Senegal since 2019, Mali since 2024
	{country: "TD", groups: []group{digits(2, 2, 2), letters(1, 1), digits(4, 4, 4), letters(1, 1)}},
	{country: "MR", groups: []group{digits(1, 4, 4), letters(1, 2), digits(1, 2, 2).of(upTo("15"))}, loose: true},
	{country: "MA", groups: []group{digits(1, 5, 1), letters(1, 1), digits(1, 2, 1).of(upTo("89"))}, loose: true},
	{country: "DZ", groups: []group{digits(5, 6, 5), digits(3, 3, 3), digits(2, 2, 2).of(upTo("58"))}, loose: true},
}

// senegal are the letters of its regions.
const senegal = "DK DB FK KA KL KE KD LG MT SL SE TC TH ZG"

// ParsePlate reads a plate: Latin or Arabic letters and digits, with spaces,
// dashes or nothing between. It is false for what has no form known here.
func ParsePlate(s string) (Plate, bool) {
	if len(s) > MaxBytes {
		return Plate{}, false
	}
	k := marker{text: s}
	var marks [maxPlateMarks]mark
	n := 0
	for n < len(marks) && k.next(&marks[n]) {
		n++
	}
	var rest mark
	if k.next(&rest) {
		return Plate{}, false
	}
	p, _, used := readPlate(marks[:n])
	if used == 0 || used < n {
		return Plate{}, false
	}
	return p, true
}

// FindPlates finds plates in a text in French or Arabic: in capitals, or written
// without a gap, or after a word such as immatriculé or لوحة.
func FindPlates(text string) []Found[Plate] {
	text = within(text)
	var found []Found[Plate]
	k := marker{text: text}
	var window [maxPlateMarks]mark
	n := 0
	for len(found) < MaxFound {
		for n < len(window) && k.next(&window[n]) {
			n++
		}
		if n == 0 {
			return found
		}
		used := 1
		if p, took := seenPlate(text, window[:n]); took > 0 {
			found = append(found, Found[Plate]{p, window[0].start, window[took-1].end})
			used = took
		}
		n = copy(window[:], window[used:n])
	}
	return found
}

// seenPlate reads a plate that a text shows to be one.
func seenPlate(text string, marks []mark) (Plate, int) {
	p, loose, used := readPlate(marks)
	if used == 0 {
		return Plate{}, 0
	}
	if !loose && p.shown(marks[:used]) || announces(text, marks[0].start, plateWords) {
		return p, used
	}
	return Plate{}, 0
}

// units are letters between numbers that are no plate's: 2000 UM 12, 20 H 30.
var units = among("UM KM KG FR ET DE DU LE LA AU OU UN EN HA MM CM MN")

// shown says whether the way it is written shows a plate: nothing between its
// groups, or capitals, or Arabic letters one by one.
func (p Plate) shown(marks []mark) bool {
	close, capitals := true, true
	for i := range marks {
		m := &marks[i]
		if m.digits {
			close = close && (i == 0 || m.gap == 0)
			continue
		}
		close = close && (i == 0 || m.gap == 0)
		capitals = capitals && m.upper && !units(m.string()) && (!m.arabic || m.n == 1)
	}
	return close || capitals
}

// readPlate reads a plate from the first marks and says whether its form is a
// loose one, and how many marks it took.
func readPlate(marks []mark) (p Plate, loose bool, used int) {
	for i := range forms {
		f := &forms[i]
		if text, used := f.read(marks); used > 0 {
			return Plate{Country: f.country, Text: text}, f.loose, used
		}
	}
	return Plate{}, false, 0
}

// read reads the form from the first marks and says how many it took, 0 for none.
func (f *form) read(marks []mark) (string, int) {
	var b strings.Builder
	used := 0
	for i, g := range f.groups {
		text, n := g.read(marks[used:], used == 0)
		if n == 0 {
			return "", 0
		}
		used += n
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(text)
	}
	if used < len(marks) && marks[used].gap == 0 {
		return "", 0 // goes on: it is something else
	}
	return b.String(), used
}

// read reads one group: one mark, or Arabic letters that stand one by one.
func (g group) read(marks []mark, first bool) (string, int) {
	text, used := "", 0
	for used < len(marks) && (used == 0 || len(text) < g.most && marks[used-1].single() && marks[used].single()) {
		m := &marks[used]
		apart := (used > 0 || !first) && !joins(m.gap)
		if m.digits != g.digits || m.long || m.n > g.most || apart {
			break
		}
		text += m.string()
		used++
	}
	text = pad(text, g.pad)
	if used == 0 || len(text) < max(g.least, g.pad) || len(text) > g.most || g.allowed != nil && !g.allowed(text) || strings.Contains(text, "?") {
		return "", 0
	}
	return text, used
}

// single says whether m is one Arabic letter.
func (m *mark) single() bool { return m.arabic && m.n == 1 }

func pad(s string, n int) string {
	if len(s) >= n {
		return s
	}
	return strings.Repeat("0", n-len(s)) + s
}

// joins says whether a gap may stand within a number.
func joins(gap rune) bool {
	switch gap {
	case 0, ' ', '-', '.', '/', '_', '–', '‑', '|', '·':
		return true
	}
	return false
}

// Near says whether one could be a misreading of the other: one sign is another,
// or two neighbours are swapped.
func (p Plate) Near(q Plate) bool {
	a, b := p.Text, q.Text
	if len(a) != len(b) {
		return false
	}
	first, last, n := -1, -1, 0
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
		n++
	}
	return n <= 1 || n == 2 && last == first+1 && a[first] == b[last] && a[last] == b[first]
}

// plateWords announce a plate.
var plateWords = []string{
	"immatricul", "plaque", "matricule", "لوحة", "لوحه", "لوحت", "ترقيم", "رقم السيارة", "رقم السياره", "رقمها", "مرقم", "المرقم", "plate", "registration",
}

// announceWithin is how far before a number the word for it may stand, in bytes.
const announceWithin = 48

// announces says whether one of words stands shortly before a place in the text,
// in the same sentence.
func announces(text string, at int, words []string) bool {
	before := text[max(0, at-announceWithin):at]
	if i := strings.LastIndexAny(before, ".!?؟\n;"); i >= 0 {
		before = before[i+1:]
	}
	before = strings.ToLower(before)
	for _, w := range words {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}
