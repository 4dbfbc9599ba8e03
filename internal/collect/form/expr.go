package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Expr is an expression's tree, as docs/protocol/form.md writes it.
type Expr struct {
	Op    string   // n s ref self col pos neg call item, or an operator
	Num   float64  // of n
	Str   string   // of s, col, call (the function) and item (the list)
	Path  []string // of ref; of item: the one column
	Preds []Pred   // of ref
	Args  []*Expr
}

// Pred is a predicate on the repeat at one step of a path.
type Pred struct {
	Step int
	Expr *Expr
}

// operators in the tree, all of two arguments.
var operators = []string{"+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or", "|"}

// MarshalJSON writes the array of docs/protocol/form.md.
func (e *Expr) MarshalJSON() ([]byte, error) {
	a := []any{e.Op}
	switch e.Op {
	case "n":
		a = append(a, e.Num)
	case "s", "col":
		a = append(a, e.Str)
	case "ref":
		a = append(a, e.Path)
		for _, p := range e.Preds {
			a = append(a, []any{p.Step, p.Expr})
		}
	case "self", "pos":
	case "call":
		a = append(a, e.Str)
		for _, x := range e.Args {
			a = append(a, x)
		}
	case "item":
		a = append(a, e.Str, e.Args[0], e.Path[0])
	default:
		for _, x := range e.Args {
			a = append(a, x)
		}
	}
	return marshalPlain(a)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Expr) UnmarshalJSON(b []byte) error {
	var a []json.RawMessage
	if err := json.Unmarshal(b, &a); err != nil {
		return err
	}
	if len(a) == 0 {
		return fmt.Errorf("an expression is empty")
	}
	if err := json.Unmarshal(a[0], &e.Op); err != nil {
		return err
	}
	rest := a[1:]
	want := func(n int) error {
		if len(rest) != n {
			return fmt.Errorf("%q has %d members, not %d", e.Op, len(rest), n)
		}
		return nil
	}
	args := func(from int) error {
		for _, r := range rest[from:] {
			x := new(Expr)
			if err := json.Unmarshal(r, x); err != nil {
				return err
			}
			e.Args = append(e.Args, x)
		}
		return nil
	}
	switch e.Op {
	case "n":
		if err := want(1); err != nil {
			return err
		}
		return json.Unmarshal(rest[0], &e.Num)
	case "s", "col":
		if err := want(1); err != nil {
			return err
		}
		return json.Unmarshal(rest[0], &e.Str)
	case "self", "pos":
		return want(0)
	case "ref":
		return e.unmarshalRef(rest)
	case "call":
		if len(rest) < 1 {
			return fmt.Errorf("a call names no function")
		}
		if err := json.Unmarshal(rest[0], &e.Str); err != nil {
			return err
		}
		return args(1)
	case "item":
		if err := want(3); err != nil {
			return err
		}
		e.Path = make([]string, 1)
		if err := json.Unmarshal(rest[0], &e.Str); err != nil {
			return err
		}
		if err := json.Unmarshal(rest[2], &e.Path[0]); err != nil {
			return err
		}
		x := new(Expr)
		e.Args = []*Expr{x}
		return json.Unmarshal(rest[1], x)
	case "neg":
		if err := want(1); err != nil {
			return err
		}
		return args(0)
	}
	if !slices.Contains(operators, e.Op) {
		return fmt.Errorf("no expression is called %q", e.Op)
	}
	if err := want(2); err != nil {
		return err
	}
	return args(0)
}

func (e *Expr) unmarshalRef(rest []json.RawMessage) error {
	if len(rest) == 0 {
		return fmt.Errorf("a reference has no path")
	}
	if err := json.Unmarshal(rest[0], &e.Path); err != nil {
		return err
	}
	if len(e.Path) == 0 {
		return fmt.Errorf("a reference has no path")
	}
	for _, r := range rest[1:] {
		var pair []json.RawMessage
		p := Pred{Expr: new(Expr)}
		if err := json.Unmarshal(r, &pair); err != nil || len(pair) != 2 {
			return fmt.Errorf("a predicate is not a step and an expression")
		}
		if err := json.Unmarshal(pair[0], &p.Step); err != nil {
			return err
		}
		if err := json.Unmarshal(pair[1], p.Expr); err != nil {
			return err
		}
		if p.Step < 0 || p.Step >= len(e.Path) {
			return fmt.Errorf("a predicate is on step %d of %d", p.Step, len(e.Path))
		}
		e.Preds = append(e.Preds, p)
	}
	return nil
}

// refs calls each with every path that the expression refers to.
func (e *Expr) refs(each func(path []string)) {
	if e == nil {
		return
	}
	if e.Op == "ref" {
		each(e.Path)
		for _, p := range e.Preds {
			p.Expr.refs(each)
		}
	}
	for _, a := range e.Args {
		a.refs(each)
	}
}

// equal tells whether two trees are the same.
func (e *Expr) equal(o *Expr) bool {
	a, err := json.Marshal(e)
	b, err2 := json.Marshal(o)
	return err == nil && err2 == nil && bytes.Equal(a, b)
}

func call(f string, args ...*Expr) *Expr { return &Expr{Op: "call", Str: f, Args: args} }
func text(s string) *Expr                { return &Expr{Op: "s", Str: s} }
func num(n float64) *Expr                { return &Expr{Op: "n", Num: n} }
