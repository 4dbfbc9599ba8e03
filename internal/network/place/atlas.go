package place

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"wasl/internal/keep/search"
)

// atlas is all places in memory, for looking up. It is never changed: a change
// makes another.
type atlas struct {
	places []Place // by level, list, code
	at     map[Ref]int
	older  map[Ref]int
	codes  map[string]int // the place that a code without a list means
	below  map[Ref][]int
	names  []string // folded, of each place: " nema النعمه "
	south  []int    // of the located places without located ones below, by latitude
}

func newAtlas(places []Place) *atlas {
	a := &atlas{
		places: places, at: make(map[Ref]int, len(places)), older: map[Ref]int{}, codes: make(map[string]int, len(places)),
		below: map[Ref][]int{}, names: make([]string, len(places)),
	}
	slices.SortFunc(places, func(p, q Place) int {
		return cmp.Or(cmp.Compare(p.Level, q.Level), strings.Compare(p.List, q.List), strings.Compare(p.Code, q.Code))
	})
	for i, p := range places {
		a.at[p.Ref()] = i
		a.names[i] = names(p)
		for _, o := range p.Older {
			a.older[o] = i
		}
	}
	parents := map[int]bool{}
	for i, p := range places {
		up, ok := a.parent(p)
		if ok {
			a.below[places[up].Ref()] = append(a.below[places[up].Ref()], i)
			if p.Located() {
				parents[up] = true
			}
		} else {
			a.below[Ref{}] = append(a.below[Ref{}], i)
		}
		a.meansNow(p.Code, i)
	}
	for o, i := range a.older {
		if _, taken := a.codes[o.Code]; !taken {
			a.codes[o.Code] = i
		}
	}
	for i, p := range places {
		if p.Located() && !parents[i] {
			a.south = append(a.south, i)
		}
	}
	slices.SortFunc(a.south, func(i, j int) int { return cmp.Compare(places[i].Lat, places[j].Lat) })
	return a
}

// meansNow notes that a code alone means place i, unless a newer list has it
// too. Lists end in their year, so the greater name is the newer list.
func (a *atlas) meansNow(code string, i int) {
	if j, taken := a.codes[code]; !taken || a.places[j].List < a.places[i].List {
		a.codes[code] = i
	}
}

func (a *atlas) parent(p Place) (int, bool) {
	if p.Parent == "" {
		return 0, false
	}
	if i, ok := a.at[Ref{p.List, p.Parent}]; ok {
		return i, true
	}
	i, ok := a.at[Ref{Countries, p.Parent}]
	return i, ok
}

func (a *atlas) get(r Ref) (Place, bool) {
	i, ok := a.at[r]
	if !ok {
		i, ok = a.older[r]
	}
	if !ok {
		return Place{}, false
	}
	return a.places[i], true
}

// maxDepth bounds a path: a tree of places has five levels, and two lists that
// name each other as parents must not hang a node.
const maxDepth = 16

func (a *atlas) path(r Ref) (path []Place) {
	p, ok := a.get(r)
	for ok && len(path) < maxDepth {
		path = append(path, p)
		var i int
		if i, ok = a.parent(p); ok {
			p = a.places[i]
		}
	}
	return path
}

// names gives what a place is found by.
func names(p Place) string {
	var b strings.Builder
	for _, n := range p.Name {
		b.WriteString(" " + bare(search.Fold(n)) + " |")
	}
	for _, n := range p.Also {
		b.WriteString(" " + bare(search.Fold(n)) + " |")
	}
	b.WriteString(" " + search.Fold(p.Code) + " |")
	return b.String()
}

// bare takes the article off the words of a folded name: النعمة is asked for as
// نعمة too.
func bare(folded string) string {
	ws := strings.Fields(folded)
	for i, w := range ws {
		if rest, ok := strings.CutPrefix(w, "ال"); ok && len(rest) >= 6 {
			ws[i] = rest
		}
	}
	return strings.Join(ws, " ")
}

func (a *atlas) search(text string, limit int) []Place {
	want := strings.Fields(bare(search.Fold(text)))
	if len(want) == 0 || len(want) > 8 {
		return nil
	}
	type hit struct{ i, rank int }
	var hits []hit
	whole := " " + strings.Join(want, " ") + " |"
	for i, n := range a.names {
		rank := 0
		for _, w := range want {
			if !strings.Contains(n, " "+w) {
				rank = -1
				break
			}
		}
		switch {
		case rank < 0:
			continue
		case strings.Contains(n, whole):
		case strings.Contains(n, strings.TrimSuffix(whole, " |")):
			rank = 1
		default:
			rank = 2
		}
		hits = append(hits, hit{i, rank})
	}
	slices.SortStableFunc(hits, func(x, y hit) int { return cmp.Compare(x.rank, y.rank) })
	found := make([]Place, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		found = append(found, a.places[h.i])
	}
	return found
}

// named gives the place that is called so, where one alone is: a wilaya before its
// moughataa, a moughataa before a village of its name.
func (a *atlas) named(text string) (found Place, ok bool) {
	want := bare(search.Fold(text))
	if want == "" {
		return Place{}, false
	}
	whole := " " + want + " |"
	for i, n := range a.names { // by level
		p := a.places[i]
		if ok && p.Level > found.Level {
			break
		}
		if !strings.Contains(n, whole) || a.codes[p.Code] != i {
			continue
		}
		if ok { // two of one level: which one is meant, nobody can tell
			return Place{}, false
		}
		found, ok = p, true
	}
	return found, ok
}

// maxFar is how far from a place a point may lie and still be of it, in
// kilometres: the desert communes are some 300 across.
const maxFar = 200

// nearest walks from the point's latitude north and south at once, until no
// place further on can be nearer than the best.
func (a *atlas) nearest(lat, lon float64) (best Place, found bool) {
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		return Place{}, false
	}
	least := float64(maxFar)
	mid, _ := slices.BinarySearchFunc(a.south, lat, func(i int, lat float64) int { return cmp.Compare(a.places[i].Lat, lat) })
	try := func(k int) bool {
		if k < 0 || k >= len(a.south) {
			return false
		}
		p := a.places[a.south[k]]
		if math.Abs(p.Lat-lat)*kmPerDegree > least {
			return false
		}
		if d := Distance(lat, lon, p.Lat, p.Lon); d < least {
			best, least, found = p, d, true
		}
		return true
	}
	for up, down := mid, mid-1; ; up, down = up+1, down-1 {
		n, s := try(up), try(down)
		if !n && !s {
			return best, found
		}
	}
}

const (
	earthRadius = 6371.0 // kilometres
	kmPerDegree = earthRadius * math.Pi / 180
)

// Distance is that between two points along the earth, in kilometres.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	rad := math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}
