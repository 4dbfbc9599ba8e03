package feedback

import (
	"slices"

	"wasl/internal/base/lang"
	"wasl/internal/collect/form"
	"wasl/internal/community/number"
)

// groupings are the questions by which answers are told apart, by their names. A form
// of one's own may ask any of them.
var groupings = []string{"sex", "band", "community"}

// unsaid is the choice of whoever was not asked, or would not say.
const unsaid = "unsaid"

// Everybody is the group of all.
const Everybody = "all"

// Results are what people said in the rounds that have ended.
type Results struct {
	Groups    []Group // of which the first is everybody
	Questions []Question
}

// Group is people of whom results are told: everybody, the women, the refugees.
type Group struct {
	Of    string // sex, band, community, or "" for everybody
	Name  string // of the choice
	Label lang.Text
}

// Question is one question, and what was answered to it.
type Question struct {
	Name    string
	Label   lang.Text
	Asked   map[Round][]Count // who answered, by group
	Choices []Answer
}

// Answer is one choice of a question, and who chose it.
type Answer struct {
	Name   string
	Label  lang.Text
	Rounds map[Round][]Share // by group
	Change []*Change         // by group; nil where it cannot be told
}

// Count is a number of people, or hidden.
type Count struct {
	N      int64
	Hidden bool
}

// Share is the part of a group that chose an answer, and where it lies among everybody
// they stand for, with number.Confidence.
type Share struct {
	Count
	Share    float64
	Interval number.Interval
}

// Change is by how much a share has grown from before to after, and where that lies.
type Change struct {
	By       float64
	Interval number.Interval
}

// Sure tells whether the change is more than chance makes of itself.
func (c *Change) Sure() bool { return c.Interval.Low > 0 || c.Interval.High < 0 }

// tabled are the questions that are counted.
func tabled(f *form.Form) (qs []*form.Node) {
	for _, n := range f.Questions() {
		if n.Type == form.SelectOne && !n.Repeated() && !slices.Contains(groupings, n.Name) && len(f.Lists[n.List]) > 0 {
			qs = append(qs, n)
		}
	}
	return qs
}

// tabulate counts the answers. Every table is of one round and one question, and leans on
// how many answered in the round: that stands beside the results, by group where it may
// be told. Fewer than number.Few are hidden, and what they could be worked out from.
func tabulate(f *form.Form, all map[Round][]map[string]string) Results {
	groups, dim := groupsOf(f)
	res := Results{Groups: groups}
	for _, n := range tabled(f) {
		q := Question{Name: n.Name, Label: textOf(f, n.Label), Asked: map[Round][]Count{}}
		for _, c := range f.Lists[n.List] {
			q.Choices = append(q.Choices, Answer{Name: c.Name, Label: textOf(f, c.Label), Rounds: map[Round][]Share{}})
		}
		res.Questions = append(res.Questions, q)
	}
	for round, answers := range all {
		s := sampleOf(answers, dim(), groups)
		for i := range res.Questions {
			s.count(&res.Questions[i], round)
		}
	}
	for _, q := range res.Questions {
		for i := range q.Choices {
			q.Choices[i].compare(q.Asked)
		}
	}
	return res
}

// groupsOf gives the groups that a form tells apart, and the dimension of tables that
// has them as its nodes, in the same order.
func groupsOf(f *form.Form) ([]Group, func() *number.Dim) {
	groups := []Group{{Label: lang.Texts("feedback.group.all", "everybody")}}
	var parts [][]string
	for _, name := range groupings {
		i := slices.IndexFunc(f.Questions(), func(n *form.Node) bool { return n.Name == name && n.Type == form.SelectOne })
		if i < 0 {
			continue
		}
		var names []string
		for _, c := range f.Lists[f.Questions()[i].List] {
			names = append(names, c.Name)
			groups = append(groups, Group{name, c.Name, textOf(f, c.Label)})
		}
		if !slices.Contains(names, unsaid) {
			names = append(names, unsaid)
			groups = append(groups, Group{name, unsaid, lang.Texts("feedback.group.unsaid", "not said")})
		}
		parts = append(parts, names)
	}
	return groups, func() *number.Dim {
		d := number.NewDim(Everybody)
		for _, names := range parts {
			d.Part(names...)
		}
		return d
	}
}

// A sample is those who answered in a round, and how many of each group they are, of
// which some is hidden.
type sample struct {
	answers []map[string]string
	people  *number.Dim
	groups  []Group
	hidden  []bool // of each group
}

func sampleOf(answers []map[string]string, people *number.Dim, groups []Group) *sample {
	s := &sample{answers, people, groups, make([]bool, len(groups))}
	t := number.NewTable(people)
	for _, a := range answers {
		for g := range groups {
			if in(a, groups[g], groups) {
				t.Values[g]++
			}
		}
	}
	total := make([]bool, len(groups))
	total[0], s.hidden[0] = true, 0 < len(answers) && len(answers) < number.Few
	t.Lean(s.hidden, total)
	return s
}

// count puts what may be shown of a question's answers into it. Where no table by groups
// is safe there is one of everybody.
func (s *sample) count(q *Question, r Round) {
	var choices []string
	for _, c := range q.Choices {
		choices = append(choices, c.Name)
	}
	t := number.NewTable(answering(choices), s.people)
	silent := 1 + len(choices)
	for _, a := range s.answers {
		chose := 1 + slices.Index(choices, a[q.Name])
		of := []int{0, chose, silent + 1}
		if chose == 0 { // not answered, or not a choice any more
			of = []int{0, silent}
		}
		for g := range s.groups {
			if !in(a, s.groups[g], s.groups) {
				continue
			}
			for _, n := range of {
				t.Values[t.At(n, g)]++
			}
		}
	}
	hidden, fixed := make([]bool, len(t.Values)), make([]bool, len(t.Values))
	t.Known = make([]bool, len(t.Values))
	for g := range s.groups {
		// How many were not asked, or said nothing, tells of nobody what they think.
		t.Known[t.At(silent, g)] = true
		// Of a hidden group nothing is shown in any table: whoever is moved out of it, or
		// into it, is so in all of them.
		fixed[t.At(0, g)] = !s.hidden[g]
		for n := range t.Dims[0].Nodes {
			hidden[t.At(n, g)] = s.hidden[g]
		}
	}
	if !t.Lean(hidden, fixed) {
		s.everybody(t, hidden)
	}
	q.read(r, t, hidden, len(s.groups))
}

// answering is the dimension of what people answered to a question: the choices, then
// those who said nothing, then all others together.
func answering(choices []string) *number.Dim {
	d := number.NewDim(Everybody).Part(append(slices.Clone(choices), "silent")...)
	said := make([]int, len(choices))
	for i := range said {
		said[i] = i
	}
	return d.Sum("answered", said...)
}

// everybody shows what may be shown of all people together.
func (s *sample) everybody(t *number.Table, hidden []bool) {
	all := number.NewTable(t.Dims[0])
	n := len(all.Values)
	all.Known = make([]bool, n)
	one, fixed := make([]bool, n), make([]bool, n)
	for node := range all.Values {
		all.Values[node], all.Known[node] = t.Values[t.At(node, 0)], t.Known[t.At(node, 0)]
	}
	one[0], fixed[0] = s.hidden[0], true
	all.Lean(one, fixed)
	for node := range one {
		hidden[t.At(node, 0)] = one[node]
	}
}

// in tells whether somebody is of a group. Who said nothing that the form offers is of
// those who would not say.
func in(a map[string]string, g Group, groups []Group) bool {
	if g.Of == "" || a[g.Of] == g.Name {
		return true
	}
	return g.Name == unsaid && !slices.ContainsFunc(groups, func(x Group) bool { return x.Of == g.Of && x.Name == a[g.Of] })
}

// read takes what may be shown of a table.
func (q *Question) read(r Round, t *number.Table, hidden []bool, groups int) {
	answered := len(q.Choices) + 2
	for g := range groups {
		at := t.At(answered, g)
		q.Asked[r] = append(q.Asked[r], shown(t.Values[at], hidden[at]))
	}
	for c := range q.Choices {
		for g := range groups {
			at := t.At(c+1, g)
			s := Share{Count: shown(t.Values[at], hidden[at] || q.Asked[r][g].Hidden)}
			if n := q.Asked[r][g].N; !s.Hidden && n > 0 {
				s.Share, s.Interval = float64(s.N)/float64(n), number.Wilson(s.N, n, number.Confidence)
			}
			q.Choices[c].Rounds[r] = append(q.Choices[c].Rounds[r], s)
		}
	}
}

func shown(n int64, hidden bool) Count {
	if hidden {
		return Count{Hidden: true}
	}
	return Count{N: n}
}

// compare holds after against before, group by group, where both may be told.
func (a *Answer) compare(asked map[Round][]Count) {
	before, after := a.Rounds[Before], a.Rounds[After]
	for g := range max(len(before), len(after)) {
		var c *Change
		if g < len(before) && g < len(after) && !before[g].Hidden && !after[g].Hidden && asked[Before][g].N > 0 && asked[After][g].N > 0 {
			by, i := number.Difference(after[g].N, asked[After][g].N, before[g].N, asked[Before][g].N, number.Confidence)
			c = &Change{by, i}
		}
		a.Change = append(a.Change, c)
	}
}

func textOf(f *form.Form, t form.Texts) lang.Text {
	out := lang.Text{}
	for _, l := range lang.All() {
		out[l] = f.Say(t, string(l))
	}
	return out
}
