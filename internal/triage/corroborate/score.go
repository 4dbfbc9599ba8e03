package corroborate

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/collect/report"
	"wasl/internal/network/place"
	"wasl/internal/triage/taxonomy"
)

// A comparison adds up evidence in natural logarithms of odds, as if each sign were
// independent of the others; what is alike in two ways is then counted twice, so
// the weights were set on made-up and on written reports, and docs/corroboration.md
// has what they find. The score is the probability that comes out: an order, not
// a chance to be quoted.
const (
	prior = -5.6 // of something that is merely around

	samePlace  = 0.8 // by name, where one of them has no point
	otherPlace = -0.8
	sameKind   = 1.1
	kindred    = 0.5
	unlike     = -1.0
	leastCopy  = 0.15
	samePlate  = 6.0
	samePhone  = 5.0
	samePerson = 4.5
	sameName   = 1.3 // of a place or whatever else has one
	mostNames  = 2.6
	otherName  = -0.8
	perRare    = 0.06 // a bit
	mostRare   = 1.8
	perConcept = 6.0 // times the agreement
	noConcept  = -0.8
	sameCount  = 1.3
	mostCounts = 2.6
	sameHarm   = 0.8
	otherHarm  = -0.4
	oneSource  = 0.5
)

// curve is a weight that falls with a distance: pairs of distance and weight.
type curve [][2]float64

// at gives the weight at x, between the points by a straight line.
func (c curve) at(x float64) float64 {
	if x <= c[0][0] {
		return c[0][1]
	}
	for i := 1; i < len(c); i++ {
		if x <= c[i][0] {
			from, to := c[i-1], c[i]
			return from[1] + (to[1]-from[1])*(x-from[0])/(to[0]-from[0])
		}
	}
	return c[len(c)-1][1]
}

var (
	hours      = curve{{0, 3.2}, {1, 3}, {3, 2.4}, {12, 1.4}, {24, 0.7}, {72, -1.2}, {168, -2.8}, {720, -5}}
	kilometres = curve{{0, 1.6}, {2, 1.5}, {10, 0.9}, {30, 0.2}, {60, -0.6}, {150, -1.6}}
	copies     = curve{{0, 0}, {0.3, 1.6}, {0.5, 3.4}, {0.7, 7}, {1, 12}} // by the part of pairs of words in common
)

// apart is how long lies between two accounts, 0 where they overlap.
func apart(a, b Account) time.Duration {
	return max(0, b.From.Sub(a.To), a.From.Sub(b.To))
}

// distance is how far two points are from each other in kilometres, less what they
// are unsure of.
func distance(a, b *report.Point) float64 {
	km := place.Distance(a.Lat, a.Lon, b.Lat, b.Lon)
	return max(0, km-(a.Accuracy+b.Accuracy)/1000)
}

func where(a, b *Account) float64 {
	switch {
	case a.Point != nil && b.Point != nil:
		return kilometres.at(distance(a.Point, b.Point))
	case a.Place.Code == "" || b.Place.Code == "":
		return 0
	case a.Place == b.Place:
		return samePlace
	}
	return otherPlace
}

func ofKind(a, b string) float64 {
	switch taxonomy.Alike(a, b) {
	case taxonomy.Same:
		return sameKind
	case taxonomy.Kindred:
		return kindred
	case taxonomy.Unlike:
		return unlike
	default: // Unclear
		return 0
	}
}

// spoken weighs what two texts speak of.
func spoken(a, b, both []uint16) float64 {
	if len(a) < 3 || len(b) < 3 {
		return perConcept / 2 * agreement(a, b, both)
	}
	return noConcept + perConcept*agreement(a, b, both)
}

// glance weighs what the traits alone say, so that the best are read in full.
func (f *finder) glance(c *candidate) float64 {
	a, b := &f.account, Account{From: time.UnixMilli(c.traits.at), To: time.UnixMilli(c.traits.till), Point: c.traits.point, Place: c.traits.place}
	sum := hours.at(apart(*a, b).Hours()) + where(a, &b) + ofKind(a.Kind, c.traits.kind)
	sum += spoken(f.traits.concepts, c.traits.concepts, common(f.traits.concepts, c.traits.concepts))
	sum += copies.at(f.traits.sketch.like(&c.traits.sketch))
	sum += min(mostRare, perRare*10*float64(c.words))
	for _, m := range f.traits.marks {
		if slices.Contains(c.traits.marks, m) {
			sum += samePerson
		}
	}
	return sum
}

// teller is an account ready to be compared.
type teller struct {
	account Account
	gist    *gist
	marks   []mark
	names   *heard
}

func (a Account) telling() *teller {
	return &teller{account: a, gist: gistOf(a.Told), marks: marksOf(&a)}
}

// weighing is a comparison as it goes on.
type weighing struct {
	a, b    *teller
	sum     float64
	reasons []Reason
}

// add counts a sign, and says it where it weighs enough for a person to hear of.
func (w *weighing) add(weight float64, r Reason) {
	w.sum += weight
	if r.Code == "" || math.Abs(weight) < leastSaid {
		return
	}
	r.Weight = weight
	w.reasons = append(w.reasons, r)
}

// leastSaid is the weight of the smallest sign that a person is told of.
const leastSaid = 0.25

// compare holds two accounts side by side. rarity is what the words of a tell, in
// bits.
func compare(a, b *teller, rarity map[string]float64) Match {
	w := &weighing{a: a, b: b, sum: prior}
	w.timeAndPlace()
	w.kind()
	w.text(rarity)
	w.named()
	w.counted()
	if SameReporter(a.account, b.account) {
		w.add(oneSource, Reason{Code: SameSource})
	}
	slices.SortStableFunc(w.reasons, func(x, y Reason) int {
		return cmp.Compare(y.Weight, x.Weight)
	})
	return Match{Score: 1 / (1 + math.Exp(-w.sum)), Reasons: w.reasons}
}

func (w *weighing) timeAndPlace() {
	a, b := &w.a.account, &w.b.account
	gap := apart(*a, *b)
	w.add(hours.at(gap.Hours()), Reason{Code: Time, Apart: gap})
	r := Reason{Code: Place, Place: a.Place}
	if a.Point != nil && b.Point != nil {
		r = Reason{Code: Distance, Km: distance(a.Point, b.Point)}
	} else if a.Place != b.Place {
		r = Reason{Code: OtherPlace}
	}
	w.add(where(a, b), r)
}

func (w *weighing) kind() {
	code := Kind
	switch taxonomy.Alike(w.a.account.Kind, w.b.account.Kind) {
	case taxonomy.Kindred:
		code = KindredKind
	case taxonomy.Unlike:
		code = OtherKind
	case taxonomy.Same, taxonomy.Unclear:
	}
	w.add(ofKind(w.a.account.Kind, w.b.account.Kind), Reason{Code: code})
}

func (w *weighing) text(rarity map[string]float64) {
	c := copied(w.a.gist, w.b.gist)
	if c >= leastCopy {
		w.add(copies.at(c), Reason{Code: Copy, Part: c})
	}
	both := common(w.a.gist.concepts, w.b.gist.concepts)
	w.add(spoken(w.a.gist.concepts, w.b.gist.concepts, both), Reason{Code: Topics, Topics: mostTelling(both)})
	bits, words := 0.0, []string(nil)
	for _, s := range w.a.gist.stems {
		if rarity[s] >= rare && slices.Contains(w.b.gist.stems, s) && !slices.Contains(words, s) {
			words = append(words, s)
			bits += rarity[s]
		}
	}
	if len(words) > 0 {
		w.add(min(mostRare, perRare*bits), Reason{Code: Words, Words: w.asWritten(words)})
	}
}

// rare is how much a word must tell, in bits: to be in one report of 32.
const rare = 5

// named weighs what both name: plates, telephones, people, and names that sound
// alike in two scripts.
func (w *weighing) named() {
	marks, found := shared(w.a.marks, w.b.marks)
	weights := map[MarkKind]float64{Plate: samePlate, Phone: samePhone, Person: samePerson}
	for i, m := range marks {
		words := []string{m.text}
		if found[i] != m.text {
			words = append(words, found[i])
		}
		w.add(weights[m.kind], Reason{Code: Code(m.kind), Words: words})
	}
	switch pairs, apart := naming(w.a, w.b); {
	case len(pairs) > 0:
		w.add(min(mostNames, sameName*float64(len(pairs))), Reason{Code: Sound, Words: pairs})
	case apart:
		w.add(otherName, Reason{Code: OtherName})
	}
}

func (w *weighing) counted() {
	var counts []int
	for _, n := range common(w.a.gist.counts, w.b.gist.counts) {
		if n >= leastCount && (n < 1900 || n > 2100) && !w.ofMarks(n) { // no year, no plate
			counts = append(counts, n)
		}
	}
	if len(counts) > 0 {
		w.add(min(mostCounts, sameCount*float64(len(counts))), Reason{Code: Count, Counts: counts})
	}
	a, b := w.a.account, w.b.account
	for _, harm := range [...][2]int{{a.Dead, b.Dead}, {a.Hurt, b.Hurt}, {a.Lost, b.Lost}} {
		switch least, most := min(harm[0], harm[1]), max(harm[0], harm[1]); {
		case least == 0:
		case least == most:
			w.add(sameHarm, Reason{Code: Harm, Counts: []int{most}})
		case most > 2*least:
			w.add(otherHarm, Reason{Code: OtherHarm})
		}
	}
}

// ofMarks tells whether a number is part of a plate or a telephone.
func (w *weighing) ofMarks(n int) bool {
	return slices.ContainsFunc(w.a.marks, func(m mark) bool { return m.kind != Person && strings.Contains(m.text, strconv.Itoa(n)) })
}

// leastCount is the smallest number that is no coincidence: twos and threes are in
// every text.
const leastCount = 13
