// Package course keeps what is taught: courses written as a folder of Markdown,
// compiled into a small document that players show offline; their versions; the
// tests taken on them and what was learned; skills that a trainer ticks off; and
// who is due for a refresher. docs/courses.md describes the format.
package course

import (
	"encoding/json"
	"slices"

	"wasl/internal/base/lang"
)

// Schema is the version of the compiled document.
const Schema = 1

// Course is one version of a course, compiled.
type Course struct {
	Schema    int                      `json:"schema"`
	ID        string                   `json:"id"`
	Version   int                      `json:"version"`
	Hours     int                      `json:"hours,omitempty"`   // of teaching
	Refresh   int                      `json:"refresh,omitempty"` // months after which it is to be refreshed; 0 for never
	Pass      int                      `json:"pass"`              // per cent of the post-test
	Audience  string                   `json:"audience,omitempty"`
	Open      bool                     `json:"open,omitempty"`     // anyone may read it, without an account
	Tablet    bool                     `json:"tablet,omitempty"`   // its tests may be taken on a device that can be lost, though it is not open
	Review    Review                   `json:"review"`             // who has to look at it
	Reviewed  string                   `json:"reviewed,omitempty"` // by whom and when; "" for not yet
	Sources   string                   `json:"sources,omitempty"`  // where its facts are from
	Title     lang.Text                `json:"title"`
	Summary   lang.Text                `json:"summary,omitempty"`
	Languages []lang.Language          `json:"languages"`
	Topics    map[string]lang.Text     `json:"topics,omitempty"`
	Modules   []Module                 `json:"modules"`
	Tests     map[Test]Asked           `json:"tests,omitempty"`
	Skills    []Topic                  `json:"skills,omitempty"`
	Guide     map[lang.Language][]Page `json:"guide,omitempty"` // not for learners
	Media     []Media                  `json:"media,omitempty"`
}

// Review says whose review a course needs before it is taught.
type Review string

// The reviews a course may need.
const (
	ByDoctor Review = "doctor"
	ByLawyer Review = "lawyer"
	ByNobody Review = "none"
)

// Module is a part of a course: a title and pages in each language.
type Module struct {
	Name  string                   `json:"name"`
	Title lang.Text                `json:"title"`
	Pages map[lang.Language][]Page `json:"pages"`
}

// Page is what a learner sees at once.
type Page struct {
	Title  string  `json:"title,omitempty"`
	Blocks []Block `json:"blocks"`
}

// Kind is what a block is.
type Kind string

// The kinds of block.
const (
	Paragraph Kind = "p"
	Heading   Kind = "h"
	List      Kind = "ul"
	Numbered  Kind = "ol"
	Quote     Kind = "quote"
	Code      Kind = "code"
	Table     Kind = "table"
	Rule      Kind = "hr"
	Picture   Kind = "img"
	Audio     Kind = "audio"
	Video     Kind = "video"
	Asking    Kind = "q"
)

// Block is a piece of a page. Which of its fields are set follows from its kind.
type Block struct {
	Kind     Kind         `json:"k"`
	Level    int          `json:"l,omitempty"` // of a heading: 3 to 6
	Text     []Inline     `json:"t,omitempty"` // of a paragraph, heading, code; what a picture shows
	Items    [][]Block    `json:"i,omitempty"` // of a list; one for a quote
	Rows     [][][]Inline `json:"r,omitempty"` // of a table, its header first
	Source   string       `json:"s,omitempty"` // name of the file in media/
	Question *Question    `json:"q,omitempty"`
}

// Mark is how a run of text stands out.
type Mark string

// The marks of text.
const (
	Plain    Mark = ""
	Emphasis Mark = "i"
	Strong   Mark = "b"
	Literal  Mark = "c"
	Link     Mark = "a"
	Break    Mark = "br"
)

// Inline is a run of text. In JSON plain text is a string and all else a list: the
// mark, of a link where it leads, and what is in it.
type Inline struct {
	Mark Mark
	Text string   // of plain and literal text
	To   string   // of a link: MODULE or MODULE#PAGE, pages counted from 1
	Of   []Inline // what an emphasis or a link holds
}

// MarshalJSON writes the run in its short form.
func (n Inline) MarshalJSON() ([]byte, error) {
	switch n.Mark {
	case Plain:
		return json.Marshal(n.Text)
	case Literal:
		return json.Marshal([]string{string(n.Mark), n.Text})
	case Emphasis, Strong, Link, Break:
	}
	list := []any{n.Mark}
	if n.Mark == Link {
		list = append(list, n.To)
	}
	for _, of := range n.Of {
		list = append(list, of)
	}
	return json.Marshal(list)
}

// UnmarshalJSON reads the short form.
func (n *Inline) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &n.Text)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil || len(parts) == 0 {
		return err
	}
	if err := json.Unmarshal(parts[0], &n.Mark); err != nil {
		return err
	}
	rest := parts[1:]
	switch {
	case n.Mark == Literal && len(rest) > 0:
		return json.Unmarshal(rest[0], &n.Text)
	case n.Mark == Link && len(rest) > 0:
		if err := json.Unmarshal(rest[0], &n.To); err != nil {
			return err
		}
		rest = rest[1:]
	}
	for _, r := range rest {
		var of Inline
		if err := json.Unmarshal(r, &of); err != nil {
			return err
		}
		n.Of = append(n.Of, of)
	}
	return nil
}

// Question is asked on a page or in a test.
type Question struct {
	ID      string   `json:"id"`
	Topic   string   `json:"topic,omitempty"`
	Text    []Inline `json:"t"`
	Body    []Block  `json:"body,omitempty"` // between the question and its answers, such as a picture
	Many    bool     `json:"many,omitempty"` // several answers are right: all of them, and no other, must be chosen
	Answers []Answer `json:"answers"`
	Why     []Block  `json:"why,omitempty"` // shown when it was answered
}

// Answer is one of those that a learner chooses from.
type Answer struct {
	Text  []Inline `json:"t"`
	Right bool     `json:"right,omitempty"`
}

// Test is which of a course's tests.
type Test string

// The tests of a course.
const (
	Pre  Test = "pre"
	Post Test = "post"
)

// Asked are a test's questions in each language, equal in number and order.
type Asked map[lang.Language][]Question

// Topic is a group of practical skills.
type Topic struct {
	Title  lang.Text `json:"title"`
	Skills []Item    `json:"skills"`
}

// Item is one practical skill that a trainer sees a person do.
type Item struct {
	ID   string    `json:"id"`
	Text lang.Text `json:"text"`
}

// Media is a file that pages show or play.
type Media struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"` // in bytes
	Ref  string `json:"ref"`  // SHA-256 of the content, in hex
}

// Questions are a test's questions in the course's first language: what a score is
// counted by.
func (c *Course) Questions(t Test) []Question {
	for _, l := range c.Languages {
		if qs := c.Tests[t][l]; qs != nil {
			return qs
		}
	}
	return nil
}

// OnTablets tells whether the tests of the course may lie on a device that can be lost:
// those that anyone may read, and those whose author says so.
func (c *Course) OnTablets() bool { return c.Open || c.Tablet }

// Medium finds a file of media/ by its name.
func (c *Course) Medium(name string) (Media, bool) {
	i := slices.IndexFunc(c.Media, func(m Media) bool { return m.Name == name })
	if i < 0 {
		return Media{}, false
	}
	return c.Media[i], true
}

// ForLearners is the course without what is the trainers' alone: the guide, the
// skills' list, and the tests with their answers.
func (c *Course) ForLearners() *Course {
	d := *c
	d.Tests, d.Skills, d.Guide = nil, nil, nil
	return &d
}
