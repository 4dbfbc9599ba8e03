package number

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// hanging gives how the numbers of a family hang together: what each is the sum of.
// Months make a year and years make ever; places and kinds make everything, and so do
// each of the things by which people are told apart.
func hanging(c Counts) func(k Key) [][]Key {
	c.hide(nil)
	months, years, places, kinds := map[string][]string{}, []string{}, []string{}, []string{}
	once := func(list []string, v string) []string {
		if slices.Contains(list, v) {
			return list
		}
		return append(list, v)
	}
	for k := range c {
		switch {
		case len(k.Time) == len("2026-11"):
			months[k.Time[:4]] = once(months[k.Time[:4]], k.Time)
		case k.Time != "":
			years = once(years, k.Time)
		}
		switch {
		case strings.HasPrefix(k.Where, placeIs):
			places = once(places, k.Where)
		case strings.HasPrefix(k.Where, kindIs):
			kinds = once(kinds, k.Where)
		}
	}
	split := func(of []string, put func(string) Key) (parts []Key) {
		for _, v := range of {
			parts = append(parts, put(v))
		}
		return parts
	}
	return func(k Key) (ways [][]Key) {
		time := func(v string) Key { return Key{Slice{v, k.Where}, k.Who} }
		where := func(v string) Key { return Key{Slice{k.Time, v}, k.Who} }
		who := func(v string) Key { return Key{k.Slice, v} }
		switch len(k.Time) {
		case 0:
			ways = append(ways, split(years, time))
		case len("2026"):
			ways = append(ways, split(months[k.Time], time))
		}
		both := []string{trainedIs + k.Where, otherIs + k.Where}
		switch {
		case k.Where == "":
			ways = append(ways, split(places, where), split(kinds, where), split(both, where))
		case k.Where == trainedIs || k.Where == otherIs:
			ways = append(ways, split(places, func(p string) Key { return where(k.Where + p) }))
		case strings.HasPrefix(k.Where, placeIs):
			ways = append(ways, split(both, where))
		}
		switch {
		case k.Who == "":
			for _, values := range things {
				ways = append(ways, split(values, who))
			}
		case slices.Contains(things[0], k.Who):
			ways = append(ways, split(things[1], func(band string) Key { return who(k.Who + "." + band) }))
		case slices.Contains(things[1], k.Who):
			ways = append(ways, split(things[0], func(sex string) Key { return who(sex + "." + k.Who) }))
		}
		return ways
	}
}

// familyAttack knows every number that is shown in every table, and how they hang
// together.
func familyAttack(c Counts, hidden map[Key]bool) (*attack, map[Key]int) {
	var keys []Key
	for k, h := range hidden {
		if h {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y Key) int {
		return slices.Compare([]string{x.Time, x.Where, x.Who}, []string{y.Time, y.Where, y.Who})
	})
	a, unknown := &attack{n: len(keys)}, map[Key]int{}
	for i, k := range keys {
		unknown[k] = i
	}
	ways := hanging(c)
	for whole := range hidden {
	next:
		for _, parts := range ways(whole) {
			of, to := map[int]float64{}, 0.0
			for i, k := range append([]Key{whole}, parts...) {
				by := 1.0
				if i == 0 {
					by = -1
				}
				switch h, known := hidden[k]; {
				case !known:
					continue next // no table has the parts
				case h:
					of[unknown[k]] += by
				default:
					to -= by * float64(c.value(k))
				}
			}
			if len(of) > 0 {
				a.equal(of, to)
			}
		}
	}
	return a, unknown
}

// additive is a network in which nobody takes part twice: then all sums are exact, and
// whoever attacks knows most.
func additive(r *rand.Rand, people int) Counts {
	c := Counts{}
	pick := func(of ...string) string { return of[min(r.IntN(len(of)), r.IntN(len(of)))] }
	for range people {
		p := Presence{pick("2025-11", "2026-01", "2026-02"), pick("a", "b", "c"), pick("training", "caravan"), false}
		p.Completed = p.Kind == "training" && r.IntN(8) > 0
		c.Add(Who{pick("female", "male"), pick("18-24", "25-34", "12-17"), pick("host", "refugee"), pick("no", "no", "yes")}, []Presence{p})
	}
	return c
}

// tells whether a small number may be known: of those who did not complete, how many
// there are, and what they are where everybody is.
func tells(c Counts, k Key) bool {
	if !strings.HasPrefix(k.Where, otherIs) {
		return false
	}
	rest := Slice{k.Time, strings.TrimPrefix(k.Where, otherIs)}
	return k.Who == "" || c[Key{rest, k.Who}] == c[Key{rest, ""}]
}

// Whoever has every table finds nothing small in all of them together.
func TestTheFamilyHoldsTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	asked, shown := 0, 0
	for i := range tables(t, 60) {
		c := additive(r, 10+r.IntN([]int{30, 100, 400}[i%3]))
		hidden := c.hide(nil)
		a, unknown := familyAttack(c, hidden)
		for k, h := range hidden {
			v := c.value(k)
			if !h && 0 < v && v < Few && !tells(c, k) {
				t.Fatalf("%+v shows %d", k, v)
			}
			if !h && v > 0 {
				shown++
			}
		}
		// What the lines say together, besides each by itself: an unknown that they
		// determine stands alone in one of these.
		lines := slices.Clone(a.rows)
		for i := range a.rows {
			a.rows[i] = slices.Clone(a.rows[i])
		}
		a.reduced(t)
		a.rows = append(a.rows, lines...)
		bounds := a.narrowed()
		for k, u := range unknown {
			if v := c.value(k); 0 < v && v < Few && !tells(c, k) {
				asked++
				if b := bounds[u]; b.High-b.Low < 1 {
					t.Fatalf("network %d of %d: %+v is found out: %v", i, c[Key{}], k, b)
				}
			}
		}
	}
	if asked < 1000 || shown < 1000 {
		t.Errorf("only %d numbers were attacked, %d shown", asked, shown)
	}
}
