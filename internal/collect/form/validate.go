package form

import (
	"encoding/xml"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
)

func itoa(n int) string { return strconv.Itoa(n) }

// AnswerProblem is an answer that does not fit its question.
type AnswerProblem struct {
	Path    string // as in the submission: /data/r[2]/age
	Kind    string // required, constraint, type, choice, or steps
	Message Texts  // the form's own words, where it has some
}

// Validate holds a submission against its form: what is asked for and missing,
// and what was answered and does not fit. now is what now() and today() say.
func (f *Form) Validate(inst *Instance, now time.Time) []AnswerProblem {
	steps := 0
	c := &checker{env: env{form: f, inst: inst, now: now, steps: &steps}}
	if inst.Root == nil || inst.Encrypted {
		return nil
	}
	c.nodes(f.Nodes, inst.Root, "/"+inst.Root.Name)
	return c.found
}

type checker struct {
	env
	found []AnswerProblem
	stop  bool
}

func (c *checker) add(path, kind string, message Texts) {
	c.found = append(c.found, AnswerProblem{path, kind, message})
}

// test evaluates a condition at an element; a nil one is what missing says.
func (c *checker) test(e *Expr, at *Element, self string, missing bool) bool {
	if e == nil || c.stop {
		return missing
	}
	in := c.env
	in.at, in.self = at, self
	v, err := in.eval(e)
	if err != nil {
		c.stop = true
		c.add("", "steps", nil)
		return missing
	}
	return toBool(v)
}

func (c *checker) nodes(ns []*Node, parent *Element, path string) {
	for _, n := range ns {
		switch n.Kind {
		case Question:
			c.question(n, parent, path+"/"+n.Name)
		case Group:
			e := parent.child(n.Name)
			if e == nil {
				e = &Element{Name: n.Name, Parent: parent}
			}
			c.within(n, e, path+"/"+n.Name)
		case Repeat:
			i := 0
			for _, e := range parent.Children {
				if e.Name == n.Name {
					i++
					c.within(n, e, path+"/"+n.Name+"["+itoa(i)+"]")
				}
			}
		}
		if c.stop {
			return
		}
	}
}

// within checks what lies in a group, or in one instance of a repeat.
func (c *checker) within(n *Node, e *Element, path string) {
	if c.test(n.Relevant, e, "", true) {
		c.nodes(n.Nodes, e, path)
	}
}

func (c *checker) question(n *Node, parent *Element, path string) {
	e := parent.child(n.Name)
	value := ""
	if e != nil {
		value = strings.TrimSpace(e.value())
	} else {
		e = &Element{Name: n.Name, Parent: parent}
	}
	if value == "" {
		if n.Required != nil && n.Asked() && n.Type != NoteType && c.test(n.Relevant, e, "", true) && c.test(n.Required, e, "", false) {
			c.add(path, "required", n.RequiredMessage)
		}
		return
	}
	if !n.Asked() || n.Calculate != nil || !c.test(n.Relevant, e, value, true) {
		return
	}
	if !wellTyped(n.Type, value) {
		c.add(path, "type", nil)
		return
	}
	if (n.List != "" || n.From != nil) && !c.offered(n, e, value) {
		c.add(path, "choice", nil)
		return
	}
	if !c.test(n.Constraint, e, value, true) {
		c.add(path, "constraint", n.ConstraintMessage)
	}
}

func (c *checker) offered(n *Node, e *Element, value string) bool {
	chosen := []string{value}
	if n.Type != SelectOne {
		chosen = fields(value)
	}
	if n.Filter == nil && n.From == nil {
		for _, v := range chosen {
			if c.form.choice(n.List, v) == nil {
				return false
			}
		}
		return true
	}
	in := c.env
	in.at = e
	names, err := in.choices(n)
	if err != nil {
		c.stop = true
		c.add("", "steps", nil)
		return true
	}
	for _, v := range chosen {
		if !slices.Contains(names, v) {
			return false
		}
	}
	return true
}

// wellTyped tells whether a value can be one of the type.
func wellTyped(t Type, v string) bool {
	switch t {
	case Integer:
		n, err := strconv.ParseInt(Western(v), 10, 64)
		return err == nil && n > -1<<53 && n < 1<<53
	case Decimal, Range:
		_, ok := parseNumber(v)
		return ok
	case Date:
		_, err := time.Parse(time.DateOnly, v[:min(len(v), 10)])
		return err == nil
	case DateTime:
		_, ok := parseDate(v)
		return ok
	case Time:
		return wellTimed(v)
	case Geopoint:
		return wellPlaced(v)
	case Geotrace, Geoshape:
		for _, p := range strings.Split(strings.Trim(v, "; "), ";") {
			if !wellPlaced(p) {
				return false
			}
		}
	case Acknowledge:
		return v == "OK"
	default: // what is written, chosen or a file's name can be anything
		return true
	}
	return true
}

func wellTimed(v string) bool {
	for _, layout := range []string{"15:04:05.999Z07:00", "15:04:05.999", "15:04Z07:00", "15:04"} {
		if _, err := time.Parse(layout, v); err == nil {
			return true
		}
	}
	return false
}

func wellPlaced(v string) bool {
	f := strings.Fields(v)
	if len(f) < 2 || len(f) > 4 {
		return false
	}
	for i, s := range f {
		n, err := strconv.ParseFloat(Western(s), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || i == 0 && math.Abs(n) > 90 || i == 1 && math.Abs(n) > 180 {
			return false
		}
	}
	return true
}

// Answer is one answer as people read it.
type Answer struct {
	Path  string // as in the submission
	Label string
	Value string // as sent
	Text  string // as read: labels for choices
	Type  Type
	Group string // label of the innermost group that has one
}

// Answers gives what was answered, in the order of the form, in a language.
func (f *Form) Answers(inst *Instance, language string) []Answer {
	r := reading{f: f, language: language}
	if inst.Root != nil {
		r.below(f.Nodes, inst.Root, "/"+inst.Root.Name, "")
	}
	return r.out
}

// reading gathers answers.
type reading struct {
	f        *Form
	language string
	out      []Answer
}

func (r *reading) below(ns []*Node, parent *Element, path, group string) {
	for _, n := range ns {
		i := 0
		for _, e := range parent.Children {
			if e.Name != n.Name {
				continue
			}
			i++
			if n.Kind == Question {
				if a, ok := r.f.answer(n, e, r.language); ok {
					a.Path, a.Group = path+"/"+n.Name, group
					r.out = append(r.out, a)
				}
				break
			}
			r.inside(n, e, i, path, group)
		}
	}
}

// inside reads a group or the i-th instance of a repeat.
func (r *reading) inside(n *Node, e *Element, i int, path, group string) {
	p, g := path+"/"+n.Name, n.Label.plain(r.language, r.f.DefaultLanguage)
	if g == "" {
		g = group
	}
	if n.Kind == Repeat {
		p += "[" + itoa(i) + "]"
		g = strings.TrimSpace(g + " " + itoa(i))
	}
	r.below(n.Nodes, e, p, g)
}

func (f *Form) answer(n *Node, e *Element, language string) (Answer, bool) {
	v := strings.TrimSpace(e.value())
	if v == "" || n.Type == NoteType || !n.Asked() {
		return Answer{}, false
	}
	a := Answer{Label: n.Label.plain(language, f.DefaultLanguage), Value: v, Text: v, Type: n.Type}
	if a.Label == "" {
		a.Label = n.Name
	}
	if n.List == "" {
		return a, true
	}
	chosen := []string{v}
	if n.Type != SelectOne {
		chosen = fields(v)
	}
	for i, name := range chosen {
		if c := f.choice(n.List, name); c != nil {
			if l := c.Label.plain(language, f.DefaultLanguage); l != "" {
				chosen[i] = l
			}
		}
	}
	a.Text = strings.Join(chosen, listComma(language))
	return a, true
}

func listComma(language string) string {
	if strings.HasPrefix(language, "ar") {
		return "، "
	}
	return ", "
}

// FromAnswers writes a submission from a program's answers by path, such as
// /data/place/where or /data/vehicle[2]/kind; what the form calculates is
// calculated. It faults with Invalid where a path is none of the form's.
func (f *Form) FromAnswers(instanceID string, answers map[string]string, now time.Time) (string, error) {
	root := &Element{Name: f.Root}
	room := maxInstanceElements
	for path, value := range answers {
		if err := f.put(root, path, value, &room); err != nil {
			return "", err
		}
	}
	f.complete(root, instanceID, now)
	var b strings.Builder
	b.WriteString("<" + f.Root + ` xmlns:orx="http://openrosa.org/xforms" id="`)
	escapeXML(&b, f.ID)
	b.WriteString(`" version="`)
	escapeXML(&b, f.Version)
	b.WriteString(`">`)
	f.write(&b, f.Nodes, root)
	b.WriteString("<orx:meta><orx:instanceID>uuid:")
	escapeXML(&b, strings.TrimPrefix(instanceID, "uuid:"))
	b.WriteString("</orx:instanceID></orx:meta></" + f.Root + ">")
	return b.String(), nil
}

func escapeXML(b *strings.Builder, s string) {
	_ = xml.EscapeText(b, []byte(s)) // a Builder does not fail
}

// maxIndex bounds the instances of a repeat that a program may name.
const maxIndex = 1000

func noQuestion(path string) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "form.FromAnswers", Key: "form.answer.path", Msg: "the form has no question at {0}", Args: []string{path},
		Hint: "look up the paths in the form's description",
	}
}

// put writes an answer where its path leads, and makes what lies on the way as
// long as there is room for more elements.
func (f *Form) put(root *Element, path, value string, room *int) error {
	steps := strings.Split(strings.Trim(path, "/"), "/")
	if len(steps) < 2 || steps[0] != f.Root {
		return noQuestion(path)
	}
	names, e := []string{f.Root}, root
	var n *Node
	for _, step := range steps[1:] {
		name, index, ok := indexed(step)
		names = append(names, name)
		if n != nil && n.Kind == Question || !ok {
			return noQuestion(path)
		}
		if n = f.index[key(names)]; n == nil || index > 1 && n.Kind != Repeat {
			return noQuestion(path)
		}
		if e = e.nth(name, index, room); e == nil {
			return &fault.Error{
				Kind: fault.TooLarge, Op: "form.FromAnswers", Key: "form.instance.large", Msg: "the answers are too large",
				Hint: "shorten the longest texts, or send two reports",
			}
		}
	}
	if n.Kind != Question {
		return noQuestion(path)
	}
	e.Text = value
	return nil
}

// indexed reads a step: vehicle[2], or kind, which is the first.
func indexed(step string) (name string, index int, ok bool) {
	name, rest, has := strings.Cut(step, "[")
	if !has {
		return step, 1, true
	}
	index, err := strconv.Atoi(strings.TrimSuffix(rest, "]"))
	return name, index, err == nil && strings.HasSuffix(rest, "]") && index >= 1 && index <= maxIndex
}

// nth is the element's n-th child of a name; those that are not there are made, as
// long as there is room. Without room it is nil.
func (e *Element) nth(name string, n int, room *int) *Element {
	for _, c := range e.Children {
		if c.Name == name {
			if n--; n == 0 {
				return c
			}
		}
	}
	if *room -= n; *room < 0 {
		return nil
	}
	for ; n > 0; n-- {
		e.Children = append(e.Children, &Element{Name: name, Parent: e})
	}
	return e.Children[len(e.Children)-1]
}

func (f *Form) write(b *strings.Builder, ns []*Node, parent *Element) {
	for _, n := range ns {
		for _, e := range parent.Children {
			if e.Name != n.Name {
				continue
			}
			b.WriteString("<" + n.Name + ">")
			if n.Kind == Question {
				escapeXML(b, e.Text)
			} else {
				f.write(b, n.Nodes, e)
			}
			b.WriteString("</" + n.Name + ">")
		}
	}
}

// nodeOf finds the node that an element is an answer to.
func (f *Form) nodeOf(e *Element) *Node {
	var path []string
	for _, x := range e.chain() {
		path = append(path, x.Name)
	}
	return f.index[key(path)]
}
