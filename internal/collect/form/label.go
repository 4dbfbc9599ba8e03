package form

import (
	"strings"

	"wasl/internal/keep/search"
)

// Labels finds the choices of a form by what people call them, in any of its
// languages and however they spell it. It is made once for many answers.
type Labels struct {
	f    *Form
	byIt map[string]map[string]string // list, folded label, name; "" where two choices are called so
}

// NewLabels makes the finder of a form's choices.
func NewLabels(f *Form) *Labels { return &Labels{f: f, byIt: map[string]map[string]string{}} }

// Name gives the name of the choice that is meant by a name or a label. It is
// false where none is, or more than one.
func (l *Labels) Name(n *Node, said string) (name string, ok bool) {
	if l.f.choice(n.List, said) != nil {
		return said, true
	}
	called := l.byIt[n.List]
	if called == nil {
		called = map[string]string{}
		for i := range l.f.Lists[n.List] {
			c := &l.f.Lists[n.List][i]
			for _, language := range l.f.Languages {
				word := search.Fold(c.Label.plain(language))
				if other, taken := called[word]; taken && other != c.Name {
					called[word] = ""
				} else {
					called[word] = c.Name
				}
			}
		}
		l.byIt[n.List] = called
	}
	name = called[search.Fold(said)]
	return name, name != ""
}

// Names gives the names of the choices that are meant by what is written of a
// question with many answers, apart by spaces, commas or the like.
func (l *Labels) Names(n *Node, said string) (names string, ok bool) {
	if n.Type == SelectOne {
		return l.Name(n, strings.TrimSpace(said))
	}
	var out []string
	for _, part := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(",;|/،؛\n", r) }) {
		if name, ok := l.Name(n, strings.TrimSpace(part)); ok {
			out = append(out, name)
			continue
		}
		for _, word := range strings.Fields(part) { // names, as submissions write them
			name, ok := l.Name(n, word)
			if !ok {
				return "", false
			}
			out = append(out, name)
		}
	}
	return strings.Join(out, " "), true
}

// Near gives the choice whose name or label is most like what was written.
func (l *Labels) Near(n *Node, said string) string {
	var known []string
	for i := range l.f.Lists[n.List] {
		c := &l.f.Lists[n.List][i]
		known = append(known, c.Name)
		for _, language := range l.f.Languages {
			if s := c.Label.plain(language); s != "" {
				known = append(known, s)
			}
		}
	}
	return closest(said, known)
}
