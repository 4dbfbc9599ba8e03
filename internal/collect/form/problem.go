package form

import (
	"fmt"

	"wasl/internal/base/fault"
)

// Problem is one thing wrong with a form, or worth a second look.
type Problem struct {
	Severity string            `json:"severity"` // "error" or "warning"
	Sheet    string            `json:"sheet,omitempty"`
	Row      int               `json:"row,omitempty"`
	Column   string            `json:"column,omitempty"` // the column's header
	Cell     string            `json:"cell,omitempty"`   // as Excel names it: C7
	Key      string            `json:"key"`
	Message  map[string]string `json:"message"` // by language
	Hint     map[string]string `json:"hint"`
}

// String is the problem in English, as the command line shows it.
func (p Problem) String() string { return p.In("en") }

// In is the problem in one line of a language.
func (p Problem) In(language string) string {
	where := p.Sheet
	if p.Row > 0 {
		where += fmt.Sprintf(":%d", p.Row)
	}
	if p.Column != "" {
		where += ":" + p.Column
	}
	s := fmt.Sprintf("%s: %s: %s", where, p.Severity, p.Message[language])
	if h := p.Hint[language]; h != "" {
		s += " (" + h + ")"
	}
	return s
}

// HasErrors tells whether a form with these problems cannot be used.
func HasErrors(ps []Problem) bool {
	for _, p := range ps {
		if p.Severity == "error" {
			return true
		}
	}
	return false
}

// said is a problem's words: message and hint in English, French and Arabic.
type said struct{ en, fr, ar, hintEn, hintFr, hintAr string }

func newProblem(severity, key string, args ...string) Problem {
	w, ok := problemWords[key]
	if !ok {
		w = said{en: key, fr: key, ar: key}
	}
	fill := func(s string) string { return fault.Fill(s, args) }
	return Problem{
		Severity: severity, Key: key,
		Message: map[string]string{"en": fill(w.en), "fr": fill(w.fr), "ar": fill(w.ar)},
		Hint:    map[string]string{"en": fill(w.hintEn), "fr": fill(w.hintFr), "ar": fill(w.hintAr)},
	}
}
