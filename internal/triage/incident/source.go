package incident

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/queue"
)

// A word is a report of an incident as sources are counted: who told it, whose
// word it repeats, and how it is graded. Of a report that the reader may not open
// nothing is known but that it is there.
type word struct {
	Member
	source  record.ID
	channel report.Channel
	grade   queue.Grade
	hidden  bool
}

// Source is one source of an incident: those reports that come down to one
// person's word, however many desks repeat it.
type Source struct {
	Root    string      // the key of the node at which its chain begins
	Reports []record.ID // from first to last, without those that are hidden
	Hidden  int
	Grade   queue.Grade // the best of what its reports are graded as; zero: none is
	Says    bool        // one of its reports says that it happened
	Denies  bool        // one says that it did not
	Folded  bool        // several of its reports are one reporter's own
	Unclear bool        // nobody has said whose word it repeats
	Own     bool        // it begins with somebody's own word, not with an outside source

	first queue.Grade // of the reports with which it begins
}

// Sources are who stands behind an incident.
type Sources struct {
	// Independent is how many sources say that it happened, each on its own word;
	// Denying how many say that it did not. Unclear are those of which nobody has
	// said whose word they repeat: they may be more, or the same again.
	Independent, Denying, Unclear int
	All                           []Source
	Chain                         []Link
	// Proposed are the credibilities that follow from it, by report: a person sets
	// them or doesn't.
	Proposed map[record.ID]int
}

// Link is one node in the picture of the chain, and what it hangs on.
type Link struct {
	Key    string
	Parent string // "" at a root
	Report record.ID
	Name   string // of an outside source
	Absent bool   // a report whose word is repeated and which is not among them
	Hidden bool
}

// count finds out which of the words come down to one source.
func count(words []word) Sources {
	c := &counter{words: map[record.ID]*word{}}
	for i := range words {
		c.words[words[i].Report] = &words[i]
	}
	s := Sources{Chain: c.chain(words), Proposed: map[record.ID]int{}}
	s.All = c.sources(words)
	for _, src := range s.All {
		switch {
		case src.Unclear && src.Says:
			s.Unclear++
		case src.Unclear:
		default:
			if src.Says {
				s.Independent++
			}
			if src.Denies {
				s.Denying++
			}
		}
	}
	s.propose(c)
	return s
}

type counter struct{ words map[record.ID]*word }

// root is where a report's chain begins: the key of its first node. A chain that
// comes back to itself, which two incidents merged into one may bring about,
// begins with the smallest of its ids.
func (c *counter) root(id record.ID) string {
	seen := []record.ID{}
	for {
		w := c.words[id]
		switch {
		case w == nil:
			return reportKey(id)
		case slices.Contains(seen, id):
			circle := seen[slices.Index(seen, id):]
			return reportKey(slices.MinFunc(circle, func(a, b record.ID) int { return bytes.Compare(a[:], b[:]) }))
		case w.Origin.Kind == Outside:
			return outsideKey(w.Origin.Name)
		case w.Origin.Kind != OfReport:
			return reportKey(id)
		}
		seen = append(seen, id)
		id = w.Origin.Report
	}
}

func reportKey(id record.ID) string { return "r:" + id.String() }

// outsideKey takes two spellings of a radio's name for one.
func outsideKey(name string) string { return "o:" + search.Fold(name) }

// sources puts together what has one root, and what is one reporter's own word in
// two reports.
func (c *counter) sources(words []word) (all []Source) {
	roots := map[string]string{} // of a source: the root that stands for it
	for _, w := range words {
		r := c.root(w.Report)
		roots[r] = r
	}
	find := func(r string) string {
		for roots[r] != r {
			r = roots[r]
		}
		return r
	}
	folded := map[string]bool{}
	own := slices.DeleteFunc(slices.Clone(words), func(w word) bool { return c.root(w.Report) != reportKey(w.Report) })
	for i := range own {
		for j := range i {
			a, b := find(reportKey(own[i].Report)), find(reportKey(own[j].Report))
			if a != b && corroborate.OneReporter(own[i].source, own[i].channel, own[j].source, own[j].channel) {
				a, b = min(a, b), max(a, b)
				roots[b], folded[a] = a, true
			}
		}
	}
	at := map[string]int{}
	for _, w := range words {
		r := find(c.root(w.Report))
		i, ok := at[r]
		if !ok {
			i = len(all)
			at[r] = i
			all = append(all, Source{Root: r, Unclear: true, Folded: folded[r]})
		}
		all[i].take(w, c)
	}
	return all
}

// take adds a report to its source.
func (s *Source) take(w word, c *counter) {
	if w.hidden {
		s.Hidden++
	} else {
		s.Reports = append(s.Reports, w.Report)
		s.Grade = better(s.Grade, w.grade)
	}
	if w.Denies {
		s.Denies = true
	} else {
		s.Says = true
	}
	// What is known of a source hangs on where it begins, not on who repeats it.
	first := c.words[w.Report]
	if first.Origin.Kind == OfReport {
		if first = c.byKey(c.root(w.Report)); first == nil || first.Origin.Kind == OfReport {
			s.Unclear = false // a report that is no more among them, or a circle
			return
		}
	}
	switch first.Origin.Kind {
	case OwnWord:
		s.Own, s.Unclear = true, false
		if first.Report == w.Report && !w.hidden {
			s.first = better(s.first, w.grade)
		}
	case Outside:
		s.Unclear = false
	case OfReport, Unjudged:
	}
}

// byKey is the report of a key, if it is among them.
func (c *counter) byKey(key string) *word {
	id, err := record.ParseID(strings.TrimPrefix(key, "r:"))
	if err != nil {
		return nil
	}
	return c.words[id]
}

// better is the better of two grades: by the source, then by the information.
func better(a, b queue.Grade) queue.Grade {
	if a.Source == "" || b.Source != "" && cmp.Or(cmp.Compare(b.Source, a.Source), cmp.Compare(b.Information, a.Information)) < 0 {
		return b
	}
	return a
}

// chain is the picture: every report under whose word it repeats.
func (c *counter) chain(words []word) (links []Link) {
	there := map[string]bool{}
	add := func(l Link) {
		if !there[l.Key] {
			there[l.Key] = true
			links = append(links, l)
		}
	}
	for _, w := range words {
		l := Link{Key: reportKey(w.Report), Report: w.Report, Hidden: w.hidden}
		switch w.Origin.Kind {
		case Outside:
			l.Parent = outsideKey(w.Origin.Name)
			add(Link{Key: l.Parent, Name: w.Origin.Name})
		case OfReport:
			if l.Parent = reportKey(w.Origin.Report); c.root(w.Report) == l.Key {
				l.Parent = "" // of a circle: it begins here
			} else if c.words[w.Origin.Report] == nil {
				add(Link{Key: l.Parent, Absent: true})
			}
		case OwnWord, Unjudged:
		}
		add(l)
	}
	return links
}

// enough says whether a source is good enough to confirm another: somebody's own
// word, graded fairly reliable and possibly true at least.
func (s *Source) enough() bool {
	return s.Own && s.Says && !s.Denies && s.first.Source != "" && s.first.Source <= "C" && s.first.Information <= 3
}

// propose finds the reports whose information another source confirms, which is
// what the credibility 1 means. Where a good source denies it nothing is proposed.
func (s *Sources) propose(c *counter) {
	for _, src := range s.All {
		if src.Denies && src.Own && src.first.Source != "" && src.first.Source <= "C" {
			return
		}
	}
	for i, src := range s.All {
		confirmed := slices.ContainsFunc(s.All, func(o Source) bool { return o.Root != s.All[i].Root && o.enough() })
		if !confirmed || src.Denies {
			continue
		}
		for _, id := range src.Reports {
			if g := c.words[id].grade; g.Information != 1 {
				s.Proposed[id] = 1
			}
		}
	}
}
