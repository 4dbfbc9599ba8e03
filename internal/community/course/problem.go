package course

import (
	"fmt"

	"wasl/internal/base/fault"
)

// Problem is one thing wrong with a course's folder, or worth a second look.
type Problem struct {
	Severity string            `json:"severity" enum:"error,warning"`
	File     string            `json:"file"`
	Line     int               `json:"line,omitempty"`
	Key      string            `json:"key"`
	Message  map[string]string `json:"message"` // by language
	Hint     map[string]string `json:"hint"`
}

// String is the problem in English, on one line.
func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where += fmt.Sprintf(":%d", p.Line)
	}
	return fmt.Sprintf("%s: %s: %s (%s)", where, p.Severity, p.Message["en"], p.Hint["en"])
}

func (p Problem) is(at mark, key string) bool {
	return at.line > 0 && p.File == at.file && p.Line == at.line && p.Key == key
}

// HasErrors tells whether a course with these problems cannot be used.
func HasErrors(ps []Problem) bool {
	for _, p := range ps {
		if p.Severity == isError {
			return true
		}
	}
	return false
}

const (
	isError   = "error"
	isWarning = "warning"
)

// said is a problem's words: message and hint in English, French and Arabic.
type said struct{ en, fr, ar, hintEn, hintFr, hintAr string }

// mark is a place in a file.
type mark struct {
	file string
	line int
}

func newProblem(severity string, at mark, key string, args ...string) Problem {
	w := problemWords[key]
	fill := func(s string) string { return fault.Fill(s, args) }
	return Problem{
		Severity: severity, File: at.file, Line: at.line, Key: key,
		Message: map[string]string{"en": fill(w.en), "fr": fill(w.fr), "ar": fill(w.ar)},
		Hint:    map[string]string{"en": fill(w.hintEn), "fr": fill(w.hintFr), "ar": fill(w.hintAr)},
	}
}

func (c *compiler) add(severity string, at mark, key string, args ...string) {
	if n := len(c.problems); n >= maxFound || n > 0 && c.problems[n-1].is(at, key) { // one line is told once of one thing
		return
	}
	c.problems = append(c.problems, newProblem(severity, at, key, args...))
}

func (c *compiler) fail(at mark, key string, args ...string) { c.add(isError, at, key, args...) }
func (c *compiler) warn(at mark, key string, args ...string) { c.add(isWarning, at, key, args...) }
