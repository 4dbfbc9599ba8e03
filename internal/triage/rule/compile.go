package rule

import (
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/search"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// Network is where the rules find units and places.
type Network struct {
	Units  *unit.Tree
	Places *place.Service
}

// A set is the rules that are switched on, made ready to be run. It is never
// changed: a change makes another.
type set struct {
	net   Network
	lists map[record.ID][]*compiled // by unit, in their order
	stems map[string]int32
}

// compiled is one rule of a set.
type compiled struct {
	Rule
	test  test
	terms []term // the words that it looks for, but those that must not be there
}

// test tells whether a condition is met.
type test func(*matter) bool

// term is a word or a phrase as somebody wrote it, and its stems.
type term struct {
	text  string
	stems []int32
}

// compile makes rules ready, each unit's in its order.
func compile(net Network, rules []Rule) *set {
	s := &set{net: net, lists: map[record.ID][]*compiled{}, stems: map[string]int32{}}
	for _, r := range rules {
		c := &compiled{Rule: r}
		c.test = s.compile(r.When, c, true)
		s.lists[r.Unit] = append(s.lists[r.Unit], c)
	}
	return s
}

// compile makes a test of a condition. The words of those that are to be met are
// kept, so that a rule can say why.
func (s *set) compile(cond Condition, c *compiled, asked bool) test {
	switch cond := cond.(type) {
	case All:
		return every(s.all(cond, c, asked))
	case Any:
		return some(s.all(cond, c, asked))
	case None:
		any := some(s.all(cond, c, false))
		return func(m *matter) bool { return !any(m) }
	case Kinds:
		return among(cond, func(m *matter) string { return m.Kind })
	case Forms:
		return among(cond, func(m *matter) string { return m.Form })
	case Languages:
		return among(cond, func(m *matter) string { return m.Language })
	case Urgencies:
		return func(m *matter) bool { return slices.Contains(cond, m.Urgency) }
	case Channels:
		return func(m *matter) bool { return slices.Contains(cond, m.Channel) }
	case Units:
		return func(m *matter) bool { return meet(cond, m.units) }
	case Places:
		here := s.net.current(cond)
		return func(m *matter) bool { return meet(here, m.places) }
	case Words:
		return s.words(cond, c, asked)
	case Hours:
		return cond.test
	case Count:
		return cond.test
	}
	return func(*matter) bool { return false } // another release's: it asks for what is not understood
}

func (s *set) all(cs []Condition, c *compiled, asked bool) (tests []test) {
	for _, cond := range cs {
		tests = append(tests, s.compile(cond, c, asked))
	}
	return tests
}

func every(tests []test) test {
	return func(m *matter) bool {
		for _, t := range tests {
			if !t(m) {
				return false
			}
		}
		return true
	}
}

func some(tests []test) test {
	return func(m *matter) bool {
		for _, t := range tests {
			if t(m) {
				return true
			}
		}
		return false
	}
}

func among(values []string, of func(*matter) string) test {
	return func(m *matter) bool { return slices.Contains(values, of(m)) }
}

// meet tells whether two lists, both short, have anything in common.
func meet[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// current gives places as their newest list has them: a rule that was written for
// an older list goes on.
func (n Network) current(refs []place.Ref) []place.Ref {
	out := make([]place.Ref, len(refs))
	for i, r := range refs {
		if out[i] = r; n.Places == nil {
			continue
		}
		if p, ok := n.Places.Get(r.List, r.Code); ok {
			out[i] = p.Ref()
		}
	}
	return out
}

func (s *set) words(w Words, c *compiled, asked bool) test {
	terms := make([]term, len(w.Of))
	tests := make([]test, len(w.Of))
	for i, text := range w.Of {
		t := term{text: text}
		for _, stem := range search.Stems(text) {
			t.stems = append(t.stems, s.number(stem))
		}
		terms[i], tests[i] = t, t.in
	}
	if asked {
		c.terms = append(c.terms, terms...)
	}
	if w.All {
		return every(tests)
	}
	return some(tests)
}

func (s *set) number(stem string) int32 {
	n, ok := s.stems[stem]
	if !ok {
		n = int32(len(s.stems)) //nolint:gosec // a set has some thousands
		s.stems[stem] = n
	}
	return n
}

// in tells whether a text has the word, or the phrase in its order.
func (t term) in(m *matter) bool {
	if len(t.stems) == 0 || !m.has[t.stems[0]] {
		return false
	}
	if len(t.stems) == 1 {
		return true
	}
	for i := range len(m.stems) - len(t.stems) + 1 {
		if slices.Equal(m.stems[i:i+len(t.stems)], t.stems) {
			return true
		}
	}
	return false
}

func (h Hours) test(m *matter) bool {
	at := m.At.UTC()
	minute := at.Hour()*60 + at.Minute()
	if h.Days != 0 && !h.Days.Has(int(at.Weekday())) {
		return false
	}
	if h.From < h.To {
		return minute >= h.From && minute < h.To
	}
	return minute >= h.From || minute < h.To
}

func (c Count) test(m *matter) bool {
	n := map[Harm]int{Dead: m.Dead, Injured: m.Injured, Missing: m.Missing}[c.Of]
	return n >= c.Least
}

// matter looks at a report once for all rules.
func (s *set) matter(f *Facts) *matter {
	m := &matter{Facts: f, units: s.net.Units.Path(f.Unit), has: make([]bool, len(s.stems))}
	if s.net.Places != nil && f.Place.Code != "" {
		for _, p := range s.net.Places.Path(f.Place.List, f.Place.Code) {
			m.places = append(m.places, p.Ref())
		}
	}
	if len(m.places) == 0 && f.Place.Code != "" {
		m.places = []place.Ref{{List: f.Place.List, Code: f.Place.Code}}
	}
	if len(s.stems) == 0 {
		return m
	}
	for _, stem := range f.stems() {
		n, ok := s.stems[stem]
		if !ok {
			n = unknown
		} else {
			m.has[n] = true
		}
		m.stems = append(m.stems, n)
	}
	return m
}

// run gives the rules that a report meets, in their order: those of the highest
// unit first, because what is said for all holds before what a desk says for
// itself. A rule that stops is the last.
func (s *set) run(m *matter) (met []*compiled) {
	for _, u := range slices.Backward(m.units) {
		if !s.net.Units.Works(u) {
			continue
		}
		for _, c := range s.lists[u] {
			if !c.test(m) {
				continue
			}
			if met = append(met, c); c.Stop {
				return met
			}
		}
	}
	return met
}

// why gives the words that the report has of those that the rule looks for.
func (c *compiled) why(m *matter) (words []string) {
	for _, t := range c.terms {
		if t.in(m) && !slices.Contains(words, t.text) {
			words = append(words, t.text)
		}
	}
	return words
}

// sends gives the unit to which an act sends a report, and false for an act that
// proposes, or where nobody answers for the place.
func (s *set) sends(a Act, m *matter) (record.ID, bool) {
	switch a := a.(type) {
	case Send:
		return a.To, true
	case SendDesk:
		return s.net.desk(a.Kind, m.places)
	case Urge, Rename, Give, Review:
	}
	return record.ID{}, false
}

// desk is the unit of a kind that answers for a place, or for the nearest that it
// lies in.
func (n Network) desk(kind unit.Kind, places []place.Ref) (found record.ID, ok bool) {
	for _, p := range places {
		for _, id := range n.Units.Seated(p.List, p.Code) {
			if u, _ := n.Units.Get(id); u.Kind == kind && !u.Closed {
				return id, true
			}
		}
	}
	return found, false
}
