package form

import (
	"bytes"
	"encoding/json"
	"errors"
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

// UnmarshalJSON reads what MarshalJSON writes. A plain true, as documents had it
// for read_only, is what it says.
func (e *Expr) UnmarshalJSON(b []byte) error {
	if string(b) == "true" {
		*e = *call("true")
		return nil
	}
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
	if n, fixed := members[e.Op]; fixed && len(rest) != n {
		return fmt.Errorf("%q has %d members, not %d", e.Op, len(rest), n)
	}
	switch e.Op {
	case "n":
		return json.Unmarshal(rest[0], &e.Num)
	case "s", "col":
		return json.Unmarshal(rest[0], &e.Str)
	case "self", "pos":
		return nil
	case "ref":
		return e.unmarshalRef(rest)
	case "call":
		if len(rest) < 1 {
			return fmt.Errorf("a call names no function")
		}
		return errors.Join(json.Unmarshal(rest[0], &e.Str), e.unmarshalArgs(rest[1:]))
	case "item":
		e.Path = make([]string, 1)
		return errors.Join(json.Unmarshal(rest[0], &e.Str), json.Unmarshal(rest[2], &e.Path[0]), e.unmarshalArgs(rest[1:2]))
	case "neg":
		return e.unmarshalArgs(rest)
	}
	if !slices.Contains(operators, e.Op) {
		return fmt.Errorf("no expression is called %q", e.Op)
	}
	if len(rest) != 2 {
		return fmt.Errorf("%q has %d members, not 2", e.Op, len(rest))
	}
	return e.unmarshalArgs(rest)
}

// members is how many an expression has after its name, where that is fixed.
var members = map[string]int{"n": 1, "s": 1, "col": 1, "self": 0, "pos": 0, "item": 3, "neg": 1}

func (e *Expr) unmarshalArgs(rest []json.RawMessage) error {
	for _, r := range rest {
		x := new(Expr)
		if err := json.Unmarshal(r, x); err != nil {
			return err
		}
		e.Args = append(e.Args, x)
	}
	return nil
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

// equal tells whether two trees are the same.
func (e *Expr) equal(o *Expr) bool {
	a, err := json.Marshal(e)
	b, err2 := json.Marshal(o)
	return err == nil && err2 == nil && bytes.Equal(a, b)
}

func call(f string, args ...*Expr) *Expr { return &Expr{Op: "call", Str: f, Args: args} }
func text(s string) *Expr                { return &Expr{Op: "s", Str: s} }
func num(n float64) *Expr                { return &Expr{Op: "n", Num: n} }
