package course

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads CommonMark with tables and lists of tasks. Nothing is rendered by
// it: pages are built of our own few kinds of block, so that no text of a course
// ever becomes HTML.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList)).Parser()

// reader turns one Markdown file into blocks.
type reader struct {
	c      *compiler
	name   string
	source []byte
	images []Block // met in the text that is being read
}

// at is the place of a node: of its first line of text.
func (r *reader) at(n ast.Node) mark {
	for d := n; d != nil; d = d.FirstChild() {
		if d.Type() != ast.TypeInline {
			if lines := d.Lines(); lines != nil && lines.Len() > 0 {
				return mark{r.name, r.line(lines.At(0).Start)}
			}
		} else if t, ok := d.(*ast.Text); ok {
			return mark{r.name, r.line(t.Segment.Start)}
		}
	}
	return mark{file: r.name}
}

func (r *reader) line(offset int) int {
	return bytes.Count(r.source[:min(offset, len(r.source))], []byte("\n")) + 1
}

// markers are the beginnings of lists and quotes within each other on one line.
var markers = regexp.MustCompile(`^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){17,}`)

// parse reads a file's Markdown, after a look at what would cost the reader of
// Markdown itself too much. It gives nil where the file cannot be used.
func (c *compiler) parse(f File) (*reader, ast.Node) {
	source := bytes.ReplaceAll(bytes.TrimPrefix(f.Content, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	ok := true
	for i, line := range bytes.Split(source, []byte("\n")) {
		if len(line) > maxLine {
			c.fail(mark{f.Name, i + 1}, "course.line.long", itoa(maxLine))
			ok = false
		}
		if markers.Match(line) || indent(line) > 4*maxMarkers {
			c.fail(mark{f.Name, i + 1}, "course.line.deep", itoa(maxMarkers))
			ok = false
		}
	}
	if !ok {
		return nil, nil
	}
	return &reader{c: c, name: f.Name, source: source}, markdown.Parse(text.NewReader(source))
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// blocks reads what stands in a container, such as an item of a list.
func (r *reader) blocks(parent ast.Node, depth int) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n, depth)...)
	}
	return out
}

// block reads one block. A paragraph with pictures in it gives several.
func (r *reader) block(n ast.Node, depth int) []Block {
	if depth > maxDepth {
		r.c.fail(r.at(n), "course.block.deep", itoa(maxDepth))
		return nil
	}
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n)
	case *ast.Heading:
		return []Block{{Kind: Heading, Level: max(n.Level, 3), Text: r.inlines(n)}}
	case *ast.List:
		return []Block{r.list(n, depth)}
	case *ast.Blockquote:
		return []Block{{Kind: Quote, Items: [][]Block{r.blocks(n, depth+1)}}}
	case *ast.ThematicBreak:
		return []Block{{Kind: Rule}}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return []Block{{Kind: Code, Text: []Inline{{Text: r.raw(n)}}}}
	case *ast.HTMLBlock: // shown as what it is: text
		r.c.warn(r.at(n), "course.html.shown")
		return []Block{{Kind: Paragraph, Text: []Inline{{Text: strings.TrimSpace(r.raw(n))}}}}
	case *east.Table:
		return []Block{r.table(n)}
	}
	return r.blocks(n, depth+1)
}

func (r *reader) raw(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		b.Write(s.Value(r.source))
	}
	if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
		b.Write(h.ClosureLine.Value(r.source))
	}
	return b.String()
}

func (r *reader) paragraph(n ast.Node) []Block {
	t := r.inlines(n)
	images := r.images
	r.images = nil
	if blank(t) {
		return images
	}
	return append([]Block{{Kind: Paragraph, Text: t}}, images...)
}

func blank(ns []Inline) bool {
	for _, n := range ns {
		if n.Mark == Link || strings.TrimSpace(n.Text) != "" || !blank(n.Of) {
			return false
		}
	}
	return true
}

func (r *reader) list(n *ast.List, depth int) Block {
	b := Block{Kind: List}
	if n.IsOrdered() {
		b.Kind = Numbered
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		b.Items = append(b.Items, r.blocks(item, depth+1))
	}
	return b
}

func (r *reader) table(n *east.Table) Block {
	b := Block{Kind: Table}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]Inline
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.inlines(cell))
		}
		b.Rows = append(b.Rows, cells)
	}
	return b
}

// inlines reads the text of a block. Pictures are put aside: they stand below it.
func (r *reader) inlines(parent ast.Node) []Inline {
	var out []Inline
	add := func(n Inline) {
		if last := len(out) - 1; n.Mark == Plain && last >= 0 && out[last].Mark == Plain {
			out[last].Text += n.Text
			return
		}
		out = append(out, n)
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			add(Inline{Text: unescape(n.Segment.Value(r.source))})
			if n.HardLineBreak() {
				add(Inline{Mark: Break})
			} else if n.SoftLineBreak() {
				add(Inline{Text: " "})
			}
		case *ast.String:
			add(Inline{Text: string(n.Value)})
		case *ast.CodeSpan:
			add(Inline{Mark: Literal, Text: r.plain(n)})
		case *ast.Emphasis:
			m := Emphasis
			if n.Level > 1 {
				m = Strong
			}
			add(Inline{Mark: m, Of: r.inlines(n)})
		case *ast.Link:
			add(r.link(n))
		case *ast.Image:
			r.image(n)
		case *ast.AutoLink: // an address is text: pages lead nowhere else
			add(Inline{Text: string(n.Label(r.source))})
		case *ast.RawHTML:
			r.c.warn(r.at(parent), "course.html.shown")
			for i := range n.Segments.Len() {
				s := n.Segments.At(i)
				add(Inline{Text: string(s.Value(r.source))})
			}
		case *east.TaskCheckBox: // read by whoever asked for answers
		default:
			for _, of := range r.inlines(n) {
				add(of)
			}
		}
	}
	return out
}

// plain is the text below a node without its marks.
func (r *reader) plain(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(r.source))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		default:
			b.WriteString(r.plain(n))
		}
	}
	return b.String()
}

// link reads where a link leads: a module of the same course, and a page of it.
func (r *reader) link(n *ast.Link) Inline {
	to := string(n.Destination)
	r.c.links = append(r.c.links, linked{r.at(n.Parent()), to})
	module, page, _ := strings.Cut(to, "#")
	module = strings.TrimSuffix(module, ".md")
	module, _, _ = strings.Cut(module, ".")
	if module == "" {
		module = r.module()
	}
	if page != "" {
		module += "#" + page
	}
	return Inline{Mark: Link, To: module, Of: r.inlines(n)}
}

func (r *reader) module() string {
	module, _, _ := strings.Cut(r.name, ".")
	return module
}

// image reads a picture, or what is played: ![audio: title](media/x.mp3).
func (r *reader) image(n *ast.Image) {
	at, alt := r.at(n.Parent()), strings.TrimSpace(unescape([]byte(r.plain(n))))
	name, inside := strings.CutPrefix(string(n.Destination), mediaDir)
	m, known := r.c.media[name]
	if !inside || !known {
		r.c.fail(at, "course.media.missing", shown(string(n.Destination)))
		return
	}
	r.c.shown[name] = true
	b := Block{Kind: kindOf(m.Type), Source: name}
	if head, title, ok := strings.Cut(alt, ":"); ok && (head == string(Audio) || head == string(Video)) {
		alt = strings.TrimSpace(title)
	}
	if alt == "" {
		r.c.fail(at, "course.media.alt", name)
	}
	b.Text = []Inline{{Text: alt}}
	r.images = append(r.images, b)
}

// unescape resolves what Markdown writes with a backslash or as an entity.
func unescape(b []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b))))
}
