package form

import (
	"slices"
	"time"
)

// maxPasses bounds how often calculations that hang on each other are done again,
// as on a phone.
const maxPasses = 10

// complete does the calculations of answers that no phone filled in, but for those
// that hang on the moment.
func (f *Form) complete(root *Element, instanceID string, now time.Time) {
	steps := 0
	c := &calculator{env: env{form: f, inst: &Instance{FormID: f.ID, Version: f.Version, InstanceID: instanceID, Root: root}, now: now, steps: &steps}}
	for range maxPasses {
		c.changed = false
		c.below(f.Nodes, root)
		if !c.changed || c.stop {
			return
		}
	}
}

// passing tells whether an expression says something else at another moment: the
// same answers handed in again must be the same report.
func (e *Expr) passing() bool {
	found := false
	e.walk(func(x *Expr) {
		found = found || x.Op == "call" && slices.Contains([]string{"now", "today", "random", "uuid"}, x.Str)
	})
	return found
}

type calculator struct {
	env
	changed, stop bool
}

func (c *calculator) below(ns []*Node, parent *Element) {
	for _, n := range ns {
		if n.Kind == Question {
			if n.Calculate != nil && len(n.Trigger) == 0 && !n.Calculate.passing() {
				c.calculate(n, parent)
			}
			continue
		}
		for _, e := range parent.Children {
			if e.Name == n.Name && c.holds(n.Relevant, e) {
				c.below(n.Nodes, e)
			}
		}
	}
}

func (c *calculator) calculate(n *Node, parent *Element) {
	e := parent.child(n.Name)
	if e == nil {
		e = &Element{Name: n.Name, Parent: parent}
	}
	if !c.holds(n.Relevant, e) {
		return
	}
	in := c.env
	in.at, in.self = e, e.Text
	v, err := in.eval(n.Calculate)
	if err != nil {
		c.stop = true
		return
	}
	s := toString(v)
	if s == "NaN" {
		s = "" // what cannot be calculated yet is left empty, as phones leave it
	}
	if s == e.Text {
		return
	}
	if parent.child(n.Name) == nil {
		parent.Children = append(parent.Children, e)
	}
	e.Text, c.changed = s, true
}

func (c *calculator) holds(relevant *Expr, at *Element) bool {
	if relevant == nil {
		return true
	}
	in := c.env
	in.at = at
	v, err := in.eval(relevant)
	c.stop = c.stop || err != nil
	return err == nil && toBool(v)
}
