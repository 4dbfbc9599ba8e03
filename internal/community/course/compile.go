package course

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"wasl/internal/base/lang"
)

// compiler turns a folder into a course and collects what is wrong on the way: all
// of it, not the first, because people mend a course file by file.
type compiler struct {
	course   *Course
	problems []Problem
	contents map[string][]byte // of media, by name
	media    map[string]Media
	shown    map[string]bool // media that a page shows
	links    []linked
	papers   map[string]map[lang.Language]*paper // by stem: 01-safety, post
	skills   map[lang.Language]*list
	texts    map[string]mark // the files in which a stem is written, for what lacks a language
}

// linked is a link, to be followed when all modules are known.
type linked struct {
	at mark
	to string
}

// Compiled is what came out of a folder.
type Compiled struct {
	*Course
	Problems []Problem
	Contents map[string][]byte // of the course's media, by name, as they are kept
}

// Compile makes a course of a folder. Problems of severity error mean that it must
// not be used.
func Compile(files []File) Compiled {
	c := &compiler{
		course:   &Course{Schema: Schema, Pass: 70, Title: lang.Text{}, Summary: lang.Text{}, Topics: map[string]lang.Text{}, Tests: map[Test]Asked{}, Guide: map[lang.Language][]Page{}},
		contents: map[string][]byte{}, media: map[string]Media{}, shown: map[string]bool{},
		papers: map[string]map[lang.Language]*paper{}, skills: map[lang.Language]*list{}, texts: map[string]mark{},
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	c.take(files)
	c.modules()
	c.tests()
	c.skillList()
	c.guide()
	c.follow()
	c.topics()
	c.weigh()
	return Compiled{c.course, c.problems, c.contents}
}

// take reads every file: course.md first, and media before the pages that show them.
func (c *compiler) take(files []File) {
	front := slices.IndexFunc(files, func(f File) bool { return f.Name == frontName })
	if front < 0 {
		c.fail(mark{file: frontName}, "course.front.absent")
	} else {
		c.front(files[front])
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name, mediaDir) {
			c.medium(f)
		}
	}
	for _, f := range files {
		if f.Name != frontName && !strings.HasPrefix(f.Name, mediaDir) {
			c.text(f)
		}
	}
}

var (
	textName   = regexp.MustCompile(`^([a-z0-9-]+)\.([a-z]{2,3})\.md$`)
	moduleName = regexp.MustCompile(`^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$`)
)

// The stems of files that are no modules.
const (
	bothTests  = "test"
	skillsStem = "skills"
	guideStem  = "guide"
)

// text reads a Markdown file of a language.
func (c *compiler) text(f File) {
	at := mark{file: f.Name}
	m := textName.FindStringSubmatch(f.Name)
	switch {
	case path.Ext(f.Name) != ".md" || strings.EqualFold(f.Name, "README.md"):
		c.warn(at, "course.file.unused")
		return
	case m == nil || len(m[1]) > maxWord || !knownStem(m[1]):
		c.fail(at, "course.file.name")
		return
	case len(f.Content) > maxText:
		c.fail(at, "course.file.long", itoa(maxText>>10))
		return
	case !utf8.Valid(f.Content):
		c.fail(at, "course.file.encoding")
		return
	}
	stem, l := m[1], lang.Language(m[2])
	if !slices.Contains(c.course.Languages, l) {
		c.fail(at, "course.file.language", string(l))
		return
	}
	if _, ok := c.texts[stem]; !ok {
		c.texts[stem] = at
	}
	if stem == skillsStem {
		c.skills[l] = c.list(f)
		return
	}
	if p := c.paper(f); p != nil {
		if c.papers[stem] == nil {
			c.papers[stem] = map[lang.Language]*paper{}
		}
		c.papers[stem][l] = p
	}
}

func knownStem(s string) bool {
	return moduleName.MatchString(s) || slices.Contains([]string{string(Pre), string(Post), bothTests, skillsStem, guideStem}, s)
}

// file is the name of a stem's file in a language.
func file(stem string, l lang.Language) string { return stem + "." + string(l) + ".md" }

// whole tells of languages in which a stem is not written.
func (c *compiler) whole(stem string, has func(lang.Language) bool) {
	for _, l := range c.course.Languages {
		if !has(l) {
			c.fail(mark{file: file(stem, l)}, "course.file.missing", c.texts[stem].file)
		}
	}
}

// modules puts the modules in their order and holds their languages equal.
func (c *compiler) modules() {
	ids := map[string]bool{}
	for _, stem := range c.stems(moduleName.MatchString) {
		papers := c.papers[stem]
		c.whole(stem, func(l lang.Language) bool { return papers[l] != nil })
		c.alike(stem, papers)
		m := Module{Name: stem, Title: lang.Text{}, Pages: map[lang.Language][]Page{}}
		for l, p := range papers {
			m.Title[l], m.Pages[l] = p.title, p.pages
			if len(p.pages) == 0 {
				c.fail(mark{file: file(stem, l)}, "course.file.empty")
			}
		}
		for _, l := range c.course.Languages {
			if p := papers[l]; p != nil {
				c.once(p, ids)
				break
			}
		}
		c.course.Modules = append(c.course.Modules, m)
	}
	if n := len(c.course.Modules); n == 0 || n > maxModules {
		c.fail(mark{file: frontName}, "course.modules.count", itoa(maxModules))
	}
}

func (c *compiler) stems(which func(string) bool) []string {
	var out []string
	for stem := range c.papers {
		if which(stem) {
			out = append(out, stem)
		}
	}
	slices.Sort(out)
	return out
}

// once holds the ids of questions to be used once: progress is kept by them.
func (c *compiler) once(p *paper, ids map[string]bool) {
	for _, q := range p.order {
		if q.ID != "" && ids[q.ID] {
			c.fail(p.asked[q], "course.id.twice", q.ID)
		}
		ids[q.ID] = true
	}
}

// alike holds the languages of a file equal in structure: the same pages, the same
// questions on them, the same answers right.
func (c *compiler) alike(stem string, papers map[lang.Language]*paper) {
	var first lang.Language
	for _, l := range c.course.Languages {
		if papers[l] == nil {
			continue
		}
		if first == "" {
			first = l
			continue
		}
		c.compare(stem, first, l, papers[first], papers[l])
	}
}

func (c *compiler) compare(stem string, first, other lang.Language, a, b *paper) {
	name := file(stem, first)
	if len(a.pages) != len(b.pages) {
		c.fail(mark{file: file(stem, other)}, "course.alike.pages", itoa(len(b.pages)), name, itoa(len(a.pages)))
		return
	}
	if len(a.order) != len(b.order) {
		c.fail(mark{file: file(stem, other)}, "course.alike.questions", itoa(len(b.order)), name, itoa(len(a.order)))
		return
	}
	for i, q := range b.order {
		if !sameQuestion(a.order[i], q) {
			c.fail(b.asked[q], "course.alike.question", name, itoa(a.asked[a.order[i]].line))
		}
	}
	for i := range a.pages {
		if x, y := count(a.pages[i], Asking), count(b.pages[i], Asking); x != y {
			c.fail(mark{file(stem, other), b.lines[i]}, "course.alike.place", name, itoa(a.lines[i]))
		}
		if x, y := count(a.pages[i], Picture), count(b.pages[i], Picture); x != y {
			c.warn(mark{file(stem, other), b.lines[i]}, "course.alike.pictures", itoa(y), name, itoa(x))
		}
	}
}

func sameQuestion(a, b *Question) bool {
	return a.ID == b.ID && a.Topic == b.Topic && (a.Why == nil) == (b.Why == nil) &&
		slices.EqualFunc(a.Answers, b.Answers, func(x, y Answer) bool { return x.Right == y.Right })
}

func count(p Page, k Kind) (n int) {
	for _, b := range p.Blocks {
		if b.Kind == k {
			n++
		}
	}
	return n
}

// tests takes the questions of pre, post, or test for both.
func (c *compiler) tests() {
	for _, stem := range []string{bothTests, string(Pre), string(Post)} {
		papers := c.papers[stem]
		if papers == nil {
			continue
		}
		if stem != bothTests && c.papers[bothTests] != nil {
			c.fail(c.texts[stem], "course.test.both")
			continue
		}
		c.whole(stem, func(l lang.Language) bool { return papers[l] != nil })
		c.alike(stem, papers)
		asked := Asked{}
		for l, p := range papers {
			asked[l] = c.questions(stem, l, p)
		}
		if stem != bothTests {
			c.course.Tests[Test(stem)] = asked
			continue
		}
		c.course.Tests[Pre], c.course.Tests[Post] = asked, asked
	}
	_, pre := c.course.Tests[Pre]
	_, post := c.course.Tests[Post]
	if pre != post {
		c.warn(mark{file: frontName}, "course.test.alone")
	}
}

func (c *compiler) questions(stem string, l lang.Language, p *paper) []Question {
	name := file(stem, l)
	c.once(p, map[string]bool{})
	out := make([]Question, 0, len(p.order))
	for _, q := range p.order {
		if q.Topic == "" {
			c.warn(p.asked[q], "course.test.topic", q.ID)
		}
		out = append(out, *q)
	}
	for i, page := range p.pages {
		if len(page.Blocks) > count(page, Asking) {
			c.warn(mark{name, p.lines[i]}, "course.test.more")
		}
	}
	if len(out) == 0 || len(out) > maxAsked {
		c.fail(mark{file: name}, "course.test.count", itoa(maxAsked))
	}
	return out
}

func (c *compiler) guide() {
	for l, p := range c.papers[guideStem] {
		c.course.Guide[l] = p.pages
	}
}

// follow looks where the links lead.
func (c *compiler) follow() {
	for _, link := range c.links {
		to := link.to
		if page, ok := strings.CutPrefix(to, "#"); ok {
			to = strings.Split(link.at.file, ".")[0] + "#" + page
		}
		stem, page, _ := strings.Cut(to, "#")
		stem, _, _ = strings.Cut(stem, ".")
		i := slices.IndexFunc(c.course.Modules, func(m Module) bool { return m.Name == stem })
		if i < 0 || strings.ContainsAny(to, ":/") || !c.hasPage(c.course.Modules[i], page) {
			c.fail(link.at, "course.link.out", shown(link.to))
		}
	}
}

func (c *compiler) hasPage(m Module, page string) bool {
	if page == "" {
		return true
	}
	for _, pages := range m.Pages {
		for i := range pages {
			if itoa(i+1) == page {
				return true
			}
		}
	}
	return false
}

// topics tells of topics that have no name to be shown by.
func (c *compiler) topics() {
	told := map[string]bool{}
	for _, t := range []Test{Pre, Post} {
		for _, q := range c.course.Questions(t) {
			if q.Topic != "" && !told[q.Topic] && len(c.course.Topics[q.Topic]) < len(c.course.Languages) {
				told[q.Topic] = true
				c.warn(mark{file: frontName}, "course.topic.unnamed", q.Topic)
			}
		}
	}
}

// weigh lists the media that are shown, and tells where a course is heavy.
func (c *compiler) weigh() {
	size := 0
	for name := range c.contents {
		m := c.media[name]
		if !c.shown[name] {
			c.warn(mark{file: mediaDir + name}, "course.media.unused")
			delete(c.contents, name)
			continue
		}
		c.course.Media = append(c.course.Media, m)
		if kindOf(m.Type) != Video {
			size += m.Size
		}
	}
	slices.SortFunc(c.course.Media, func(a, b Media) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return strings.Compare(a.File, b.File) })
	if size > Heavy {
		c.warn(mark{file: frontName}, "course.media.heavy", itoa(size>>10), itoa(Heavy>>20))
	}
}
