package course

import (
	"slices"

	"github.com/yuin/goldmark/ast"

	"wasl/internal/base/lang"
)

// list is skills.LANGUAGE.md, read.
type list struct {
	topics []string
	lines  []int
	items  [][]skill
}

type skill struct {
	id, text string
	at       mark
}

// list reads practical skills: lists of boxes below headings that name their topic.
func (c *compiler) list(f File) *list {
	r, root := c.parse(f)
	if r == nil {
		return nil
	}
	l := &list{}
	w := &composer{r: r, p: &paper{}}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level > 1 {
				l.begin(plainText(r.inlines(n)), r.at(n).line)
			}
		case *ast.List:
			l.take(w, n)
		}
	}
	if len(l.topics) == 0 {
		c.fail(mark{file: f.Name}, "course.skill.none")
	}
	return l
}

func (l *list) begin(topic string, line int) {
	l.topics, l.lines, l.items = append(l.topics, cut(topic, maxTitle)), append(l.lines, line), append(l.items, nil)
}

func (l *list) take(w *composer, n *ast.List) {
	if len(l.topics) == 0 {
		l.begin("", w.r.at(n).line)
	}
	last := len(l.items) - 1
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		at := w.r.at(item)
		if checkbox(item) == nil {
			w.r.c.fail(at, "course.skill.box")
			continue
		}
		t, id, _ := w.attributes(trimmed(w.r.inlines(item.FirstChild())), at)
		l.items[last] = append(l.items[last], skill{id, cut(plainText(t), maxTitle), at})
	}
}

// skillList joins the languages of the skills, which must be alike.
func (c *compiler) skillList() {
	if len(c.skills) == 0 {
		return
	}
	c.whole(skillsStem, func(l lang.Language) bool { return c.skills[l] != nil })
	var first *list
	for _, l := range c.course.Languages {
		s := c.skills[l]
		switch {
		case s == nil:
			continue
		case first == nil:
			first = s
			c.onceOnly(s)
			c.course.Skills = make([]Topic, len(s.topics))
		case !s.like(first):
			c.fail(mark{file: file(skillsStem, l)}, "course.alike.skills", c.texts[skillsStem].file)
			continue
		}
		c.addSkills(l, s)
	}
}

func (l *list) like(o *list) bool {
	return slices.EqualFunc(l.items, o.items, func(a, b []skill) bool {
		return slices.EqualFunc(a, b, func(x, y skill) bool { return x.id == y.id })
	})
}

func (c *compiler) onceOnly(l *list) {
	ids := map[string]bool{}
	for _, items := range l.items {
		for _, s := range items {
			if ids[s.id] && s.id != "" {
				c.fail(s.at, "course.id.twice", s.id)
			}
			ids[s.id] = true
		}
	}
	if len(ids) > maxSkills {
		c.fail(mark{file: c.texts[skillsStem].file}, "course.skill.many", itoa(maxSkills))
	}
}

func (c *compiler) addSkills(l lang.Language, s *list) {
	for i, topic := range s.topics {
		to := &c.course.Skills[i]
		if to.Title == nil {
			to.Title, to.Skills = lang.Text{}, make([]Item, len(s.items[i]))
		}
		to.Title[l] = topic
		for j, item := range s.items[i] {
			if to.Skills[j].Text == nil {
				to.Skills[j] = Item{item.id, lang.Text{}}
			}
			to.Skills[j].Text[l] = item.text
		}
	}
}
