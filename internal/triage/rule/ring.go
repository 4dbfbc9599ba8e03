package rule

import (
	"slices"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// A ring is a way by which rules would send a report from desk to desk and back to
// where it began. It is looked for when a rule is switched on. What is not told
// apart counts as possible: a ring that is found may be one that no report ever
// goes, and a condition that leaves it out takes it away. At run time a list of
// rules sends a report on once, and never to where it was.

// maxTurns bounds the steps of one search: beyond it the rules are too many to be
// overlooked by a person, too.
const maxTurns = 100_000

// ring gives a ring that a rule would close with those that run, as the codes of
// its desks, or "".
func (s *Service) ring(running []Rule, with Rule) string {
	g := graph{net: s.net, rules: []Rule{with}, turns: maxTurns}
	for _, r := range running {
		if r.ID != with.ID {
			g.rules = append(g.rules, r)
		}
	}
	if !g.close(with) {
		return ""
	}
	return g.tell()
}

// graph is a search for a ring.
type graph struct {
	net   Network
	rules []Rule
	turns int

	lists []record.ID // whose rules have sent the report on
	desks []record.ID // where it came to, one after the other
	begun record.ID
}

// close follows a report that the first rule sends on, and tells whether it may
// come back to a desk from which that rule sent it.
func (g *graph) close(first Rule) bool {
	for _, b := range boxes(g.net, first.When) {
		for to, at := range g.sends(first, b) {
			g.lists, g.desks = []record.ID{first.Unit}, []record.ID{to}
			if g.follow(first, to, at) {
				return true
			}
		}
	}
	return false
}

// follow looks where a report that came to a desk may go from there.
func (g *graph) follow(first Rule, at record.ID, b box) bool {
	for _, r := range g.rules {
		if slices.Contains(g.lists, r.Unit) || !g.looks(r, at) {
			continue
		}
		for _, asked := range boxes(g.net, r.When) {
			both, ok := b.with(g.net, asked)
			if !ok {
				continue
			}
			for to, there := range g.sends(r, both) {
				if to != at && g.step(first, r.Unit, to, there) {
					return true
				}
			}
		}
	}
	return false
}

// step sends the report on to a desk by a unit's list, and tells whether that is
// where it began, or leads there.
func (g *graph) step(first Rule, list, to record.ID, b box) bool {
	if g.turns--; g.turns < 0 || slices.Contains(g.desks, to) {
		return false
	}
	if g.looks(first, to) {
		g.begun = to
		return true
	}
	g.lists, g.desks = append(g.lists, list), append(g.desks, to)
	if g.follow(first, to, b) {
		return true
	}
	g.lists, g.desks = g.lists[:len(g.lists)-1], g.desks[:len(g.desks)-1]
	return false
}

// tell names the desks of the ring by their codes, which are the same in every
// language.
func (g *graph) tell() string {
	var codes []string
	for _, id := range append(append([]record.ID{g.begun}, g.desks...), g.begun) {
		u, _ := g.net.Units.Get(id)
		codes = append(codes, u.Code)
	}
	return strings.Join(codes, " → ")
}

// looks tells whether a rule looks at what comes to a desk.
func (g *graph) looks(r Rule, desk record.ID) bool {
	path := g.net.Units.Path(desk)
	return g.net.Units.Works(desk) && slices.Contains(path, r.Unit) && fits(r.When, path) != never
}

// sends gives the units to which a rule may send a report, and what is known of
// the report there.
func (g *graph) sends(r Rule, b box) map[record.ID]box {
	to := map[record.ID]box{}
	for _, a := range r.Then {
		switch a := a.(type) {
		case Send:
			to[a.To] = b
		case SendDesk:
			g.sendsDesk(a.Kind, b, to)
		case Urge, Rename, Give, Review:
		}
	}
	return to
}

func (g *graph) sendsDesk(kind unit.Kind, b box, to map[record.ID]box) {
	for _, id := range g.net.Units.All() {
		u, _ := g.net.Units.Get(id)
		if u.Kind != kind || u.Closed || u.PlaceCode == "" {
			continue
		}
		if there, ok := b.with(g.net, box{places: []place.Ref{{List: u.PlaceList, Code: u.PlaceCode}}}); ok {
			to[id] = there
		}
	}
}

// chance is whether a condition is met where only the desk is known.
type chance int

const (
	never chance = iota
	perhaps
	surely
)

func fits(c Condition, path []record.ID) chance {
	of, held := inner(c)
	switch c := c.(type) {
	case Units:
		if meet(c, path) {
			return surely
		}
		return never
	case All:
		least := surely
		for _, in := range of {
			least = min(least, fits(in, path))
		}
		return least
	case Any, None:
		most := never
		for _, in := range of {
			most = max(most, fits(in, path))
		}
		if _, none := c.(None); none && held {
			return surely - most
		}
		return most
	default:
		return perhaps
	}
}

// box is what a report must be for a condition to be met, as far as that is told
// by lists of values: nil is anything.
type box struct {
	values [5][]string // kinds, forms, urgencies, channels, languages
	places []place.Ref
}

// maxBoxes bounds what a condition is taken apart into; what is more is taken for
// anything.
const maxBoxes = 64

// boxes takes a condition apart: it is met only by reports that lie in one of them.
func boxes(net Network, c Condition) []box {
	one := func(i int, values []string) []box {
		var b box
		b.values[i] = values
		return []box{b}
	}
	switch c := c.(type) {
	case Kinds:
		return one(0, c)
	case Forms:
		return one(1, c)
	case Urgencies:
		return one(2, names(c))
	case Channels:
		return one(3, names(c))
	case Languages:
		return one(4, c)
	case Places:
		return []box{{places: net.current(c)}}
	case Any:
		var all []box
		for _, in := range c {
			all = append(all, boxes(net, in)...)
		}
		return few(all)
	case All:
		all := []box{{}}
		for _, in := range c {
			all = crossed(net, all, boxes(net, in))
		}
		return few(all)
	default: // what is not told apart: words, hours, numbers, desks, and all that must not be
		return []box{{}}
	}
}

func few(all []box) []box {
	if len(all) > maxBoxes {
		return []box{{}}
	}
	return all
}

func crossed(net Network, as, bs []box) (all []box) {
	for _, a := range as {
		for _, b := range bs {
			if both, ok := a.with(net, b); ok {
				all = append(all, both)
			}
		}
	}
	return all
}

// with is what lies in both boxes; false where nothing does.
func (b box) with(net Network, o box) (both box, ok bool) {
	for i := range b.values {
		if both.values[i], ok = common(b.values[i], o.values[i]); !ok {
			return both, false
		}
	}
	switch {
	case b.places == nil:
		both.places = o.places
	case o.places == nil:
		both.places = b.places
	default:
		both.places = append(within(net, b.places, o.places), within(net, o.places, b.places)...)
		return both, len(both.places) > 0
	}
	return both, true
}

func common(a, b []string) ([]string, bool) {
	if a == nil || b == nil {
		return append(slices.Clone(a), b...), true
	}
	both := slices.DeleteFunc(slices.Clone(a), func(v string) bool { return !slices.Contains(b, v) })
	return both, len(both) > 0
}

// within gives those of places that lie in one of others.
func within(net Network, places, others []place.Ref) (in []place.Ref) {
	for _, p := range places {
		for _, up := range net.Places.Path(p.List, p.Code) {
			if slices.Contains(others, up.Ref()) {
				in = append(in, p)
				break
			}
		}
	}
	return in
}
