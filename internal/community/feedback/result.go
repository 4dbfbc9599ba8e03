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

// tabulate counts the answers. Every table is of one round and one question; fewer than
// number.Few are hidden, and what they could be worked out from.
func tabulate(f *form.Form, all map[Round][]map[string]string) Results {
	groups, dim := groupsOf(f)
	res := Results{Groups: groups}
	for _, n := range tabled(f) {
		q := Question{Name: n.Name, Label: textOf(f, n.Label), Asked: map[Round][]Count{}}
		var choices []string
		for _, c := range f.Lists[n.List] {
			choices = append(choices, c.Name)
			q.Choices = append(q.Choices, Answer{Name: c.Name, Label: textOf(f, c.Label), Rounds: map[Round][]Share{}})
		}
		for round, answers := range all {
			t := count(answers, n.Name, choices, dim(), groups)
			q.read(round, t, len(groups))
		}
		for i := range q.Choices {
			q.Choices[i].compare(q.Asked)
		}
		res.Questions = append(res.Questions, q)
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

// count makes the table of one question in one round.
func count(answers []map[string]string, question string, choices []string, people *number.Dim, groups []Group) *number.Table {
	t := number.NewTable(number.NewDim(Everybody).Part(choices...), people)
	for _, a := range answers {
		chose := 1 + slices.Index(choices, a[question])
		if chose == 0 {
			continue // not answered, or not a choice any more
		}
		for g := range groups {
			if in(a, groups[g], groups) {
				t.Values[t.At(0, g)]++
				t.Values[t.At(chose, g)]++
			}
		}
	}
	return t
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
func (q *Question) read(r Round, t *number.Table, groups int) {
	hidden := t.Hidden()
	for g := range groups {
		at := t.At(0, g)
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
