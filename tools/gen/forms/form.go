package main

// T is one text in the three languages of the network.
type T struct {
	Ar string `json:"ar"`
	Fr string `json:"fr"`
	En string `json:"en"`
}

// A Form is one XLSForm. Lists are the choices its selects name.
type Form struct {
	ID        string
	Title     T
	Questions []Question
	Lists     []List
}

// A Question is one row of the survey sheet, or a group or repeat with the
// rows within it.
type Question struct {
	Type, Name                                  string
	Label, Hint                                 T
	Required                                    string // "yes", or the expression that decides
	Relevant, Constraint, Default, Calc, Filter string
	Message                                     T // why the constraint refused
	Appearance                                  string
	Within                                      []Question
}

// A List is a named list of choices.
type List struct {
	Name    string
	Choices []Choice
}

// A Choice is one answer to choose; Extra is a column for choice_filter.
type Choice struct {
	Name  string
	Label T
	Extra map[string]string
}

// ask is a question that must be answered.
func ask(kind, name string, label, hint T) Question {
	return Question{Type: kind, Name: name, Label: label, Hint: hint, Required: "yes"}
}

// may is a question that may be left out.
func may(kind, name string, label, hint T) Question {
	return Question{Type: kind, Name: name, Label: label, Hint: hint}
}

// group holds the questions that a phone shows on one page.
func group(name string, label T, within ...Question) Question {
	return Question{Type: "group", Name: name, Label: label, Appearance: "field-list", Within: within}
}

// when gives q only if the expression holds.
func (q Question) when(expr string) Question { q.Relevant = expr; return q }

// check refuses answers for which expr does not hold, and says why.
func (q Question) check(expr string, why T) Question { q.Constraint, q.Message = expr, why; return q }

// from starts with the answer def.
func (q Question) from(def string) Question { q.Default = def; return q }

// only offers the choices for which expr holds.
func (q Question) only(expr string) Question { q.Filter = expr; return q }

// must requires an answer if expr holds.
func (q Question) must(expr string) Question { q.Required = expr; return q }

// as shows the question in that way.
func (q Question) as(appearance string) Question { q.Appearance = appearance; return q }
