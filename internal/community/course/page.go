package course

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// paper is a Markdown file, read: a title and pages. Tests, lists of skills and
// guides are read as pages too.
type paper struct {
	title string
	pages []Page
	lines []int              // where each page begins
	asked map[*Question]mark // where each question stands
	order []*Question
}

// composer puts blocks onto pages, and gathers a question's parts.
type composer struct {
	r   *reader
	p   *paper
	cur *Question // whose picture or answers come next
	end bool      // its answers are there: only why may follow
}

// paper reads a file's pages. It gives nil where the file cannot be used.
func (c *compiler) paper(f File) *paper {
	r, root := c.parse(f)
	if r == nil {
		return nil
	}
	w := &composer{r: r, p: &paper{asked: map[*Question]mark{}}}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		w.take(n)
	}
	w.close()
	if w.p.title == "" {
		c.fail(mark{f.Name, 1}, "course.file.untitled")
	}
	if len(w.p.pages) > maxPages {
		c.fail(mark{file: f.Name}, "course.file.pages", itoa(maxPages))
	}
	return w.p
}

func (w *composer) take(n ast.Node) {
	h, isHeading := n.(*ast.Heading)
	switch {
	case isHeading:
		w.close()
		w.heading(h)
	case w.cur != nil && !w.end:
		w.answers(n)
	case w.cur != nil && isQuote(n):
		w.cur.Why = w.r.blocks(n, 1)
		w.cur = nil
	default:
		w.cur = nil
		w.put(n, w.r.block(n, 1)...)
	}
}

func isQuote(n ast.Node) bool { return n.Kind() == ast.KindBlockquote }

func (w *composer) heading(h *ast.Heading) {
	t := w.r.inlines(h)
	at := w.r.at(h)
	question, isQuestion := asQuestion(t)
	switch {
	case h.Level == 1 && w.p.title == "" && len(w.p.pages) == 0:
		w.p.title = cut(plainText(t), maxTitle)
	case h.Level == 1:
		w.r.c.fail(at, "course.file.titles")
	case isQuestion:
		if h.Level == 2 {
			w.page(Page{}, at)
		}
		w.ask(question, at)
	case h.Level == 2:
		w.page(Page{Title: cut(plainText(t), maxTitle)}, at)
	default:
		w.put(h, Block{Kind: Heading, Level: h.Level, Text: t})
	}
}

func (w *composer) page(p Page, at mark) {
	w.p.pages = append(w.p.pages, p)
	w.p.lines = append(w.p.lines, at.line)
}

// put puts blocks onto the page that is being written. What stands before the first
// page is one of its own, without a title.
func (w *composer) put(n ast.Node, bs ...Block) {
	if len(bs) == 0 {
		return
	}
	if len(w.p.pages) == 0 {
		w.page(Page{}, w.r.at(n))
	}
	last := &w.p.pages[len(w.p.pages)-1]
	if len(last.Blocks)+len(bs) > maxBlocks {
		w.r.c.fail(w.r.at(n), "course.page.long", itoa(maxBlocks))
		return
	}
	last.Blocks = append(last.Blocks, bs...)
}

// asQuestion tells a question from a heading by the ? at its beginning.
func asQuestion(t []Inline) ([]Inline, bool) {
	if len(t) == 0 || t[0].Mark != Plain {
		return nil, false
	}
	rest, ok := strings.CutPrefix(t[0].Text, "?")
	if !ok {
		rest, ok = strings.CutPrefix(t[0].Text, "؟")
	}
	if !ok {
		return nil, false
	}
	t[0].Text = strings.TrimSpace(rest)
	return t, true
}

func (w *composer) ask(t []Inline, at mark) {
	q := &Question{}
	q.Text, q.ID, q.Topic = w.attributes(t, at)
	w.p.asked[q] = at
	w.p.order = append(w.p.order, q)
	if len(w.p.pages) == 0 {
		w.page(Page{}, at)
	}
	last := &w.p.pages[len(w.p.pages)-1]
	last.Blocks = append(last.Blocks, Block{Kind: Asking, Question: q})
	w.cur, w.end = q, false
}

// named is {#q1 topic=bleeding} at the end of a question or a skill.
var named = regexp.MustCompile(`\s*\{#([A-Za-z0-9-]+)((?:\s+[a-z]+=[a-z0-9-]+)*)\s*\}\s*$`)

func (w *composer) attributes(t []Inline, at mark) (rest []Inline, id, topic string) {
	if len(t) == 0 || t[len(t)-1].Mark != Plain {
		w.r.c.fail(at, "course.id.missing")
		return t, "", ""
	}
	last := &t[len(t)-1]
	m := named.FindStringSubmatchIndex(last.Text)
	if m == nil {
		w.r.c.fail(at, "course.id.missing")
		return t, "", ""
	}
	id = last.Text[m[2]:m[3]]
	for _, pair := range strings.Fields(last.Text[m[4]:m[5]]) {
		if key, value, _ := strings.Cut(pair, "="); key == "topic" {
			topic = value
		} else {
			w.r.c.warn(at, "course.attribute.unknown", key)
		}
	}
	if !isWord(strings.ToLower(id)) || topic != "" && !isWord(topic) {
		w.r.c.fail(at, "course.id.wrong", itoa(maxWord))
	}
	last.Text = last.Text[:m[0]]
	return t, id, topic
}

// answers takes what follows a question: pictures and words, then the answers.
func (w *composer) answers(n ast.Node) {
	list, ok := n.(*ast.List)
	if !ok || !isTasks(list) {
		w.cur.Body = append(w.cur.Body, w.r.block(n, 2)...)
		return
	}
	right := 0
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		box := checkbox(item)
		if box == nil {
			w.r.c.fail(w.r.at(item), "course.answer.box")
			continue
		}
		a := Answer{Text: trimmed(w.r.inlines(item.FirstChild())), Right: box.IsChecked}
		if blank(a.Text) {
			w.r.c.fail(w.r.at(item), "course.answer.empty")
		}
		if a.Right {
			right++
		}
		w.cur.Answers = append(w.cur.Answers, a)
	}
	w.cur.Many, w.end = right > 1, true
	w.r.images = nil // an answer is words
	if n := len(w.cur.Answers); right == 0 || n < 2 || n > maxAnswers {
		w.r.c.fail(w.p.asked[w.cur], "course.answer.count", w.cur.ID, itoa(maxAnswers))
	}
}

// close ends a question whose answers must have come.
func (w *composer) close() {
	if w.cur != nil && !w.end {
		w.r.c.fail(w.p.asked[w.cur], "course.answer.none", w.cur.ID)
	}
	w.cur = nil
}

func isTasks(l *ast.List) bool { return l.FirstChild() != nil && checkbox(l.FirstChild()) != nil }

func checkbox(item ast.Node) *east.TaskCheckBox {
	if item.FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*east.TaskCheckBox)
	return box
}

// trimmed takes the space off that a box leaves before its words.
func trimmed(t []Inline) []Inline {
	if len(t) > 0 && t[0].Mark == Plain {
		t[0].Text = strings.TrimLeft(t[0].Text, " ")
	}
	return t
}

// plainText is a run without its marks.
func plainText(ns []Inline) string {
	var b strings.Builder
	for _, n := range ns {
		b.WriteString(n.Text + plainText(n.Of))
	}
	return strings.TrimSpace(b.String())
}

func itoa(n int) string { return strconv.Itoa(n) }
