package form

import (
	"fmt"
	"slices"
	"strings"
)

// compiler turns a workbook into a form and collects what is wrong on the way:
// all of it, not the first, because people mend a form row by row.
type compiler struct {
	w        *Workbook
	f        *Form
	problems []Problem
	told     map[string]int // problems, by severity

	columns  map[string][]column // of the sheets, by "sheet/name"
	byName   map[string][]*Node
	byPath   map[string]*Node
	byFolded map[string]*Node // by path, the name in small letters
	looked   int              // words looked through for one that is like another
	exprs    []pending
	tables   map[string][]string // the header above each list

	missing  map[[2]string][]int // rows without a text, by sheet and language
	fromFile map[string]bool     // lists that were read from tables beside the form

	allowTwice bool // settings: allow_choice_duplicates
}

// pending is an expression found before all names are known.
type pending struct {
	n      *Node
	src    string
	row    int
	header string
	sheet  string
	filter bool // a choice filter: names are columns
	within bool // a filter of what was answered in a repeat
	set    func(*Expr)
}

// Compile makes the form. Problems of severity error mean that it must not be
// used; the form is nil where nothing could be made of it.
func Compile(w *Workbook) (*Form, []Problem) {
	c := &compiler{
		w: w, byName: map[string][]*Node{}, byPath: map[string]*Node{}, byFolded: map[string]*Node{}, columns: map[string][]column{}, tables: map[string][]string{},
		told: map[string]int{}, fromFile: map[string]bool{}, missing: map[[2]string][]int{},
	}
	c.f = &Form{Schema: Schema, Root: "data", Title: Texts{}, Lists: map[string][]Choice{}}
	c.sheets()
	if w.Sheets["survey"] == nil {
		c.add("error", "survey", 0, "", "form.sheet.missing", "survey")
		return nil, c.problems
	}
	for _, sheet := range []string{"survey", "choices", "external_choices"} {
		c.header(sheet)
	}
	c.settings()
	c.languages()
	c.choices()
	c.externalChoices()
	c.survey()
	c.compileExprs()
	c.cycles()
	c.f.link()
	c.translations()
	c.media()
	c.lint()
	if len(c.f.Questions()) == 0 {
		c.add("error", "survey", 0, "", "form.form.empty")
	}
	if err := c.f.seal(); err != nil {
		c.add("error", "survey", 0, "", err.Error())
	}
	return c.f, c.problems
}

// sheets tells of sheets that are not read: those that are known and mean
// nothing here, and those whose name is nearly one that is read.
func (c *compiler) sheets() {
	for _, known := range []string{"entities", "osm"} {
		if s := c.w.Sheets[known]; s != nil && len(s.Rows) > 0 {
			c.add("warning", known, 1, "", "form.sheet.unsupported", known)
		}
	}
	for _, name := range c.w.Others {
		near := closest(name, slices.Clone(sheetNames))
		if c.w.Sheets[near] == nil && !strings.HasPrefix(name, "_") && edits(strings.ToLower(name), near) <= maxSlip {
			c.add("warning", name, 0, "", "form.sheet.like", name, near)
		}
	}
}

// maxSlip is how many letters a name may differ from one that is known to be
// taken for a slip of the finger.
const maxSlip = 2

func (c *compiler) add(severity, sheet string, row int, header, key string, args ...string) {
	switch n := c.told[severity]; {
	case n > maxFound:
		return
	case n == maxFound:
		sheet, row, header, key, args = "survey", 0, "", "form.problems.many", []string{itoa(maxFound)}
	}
	c.told[severity]++
	p := newProblem(severity, key, args...)
	p.Sheet, p.Row, p.Column = sheet, row, header
	if s := c.w.Sheets[sheet]; s != nil && header != "" && row > 0 {
		if i := slices.Index(s.Header, header); i >= 0 {
			p.Cell = fmt.Sprintf("%s%d", columnName(i), row)
		}
	}
	c.problems = append(c.problems, p)
}

// closest is the known word that is most like one; a form with thousands of slips
// is told about the first ones.
func (c *compiler) closest(word string, known func() []string) string {
	if c.looked > maxLooked || c.told["error"] > maxFound {
		return "—"
	}
	words := known()
	c.looked += len(words)
	return closest(word, words)
}

// closest is the known word with the fewest letters changed.
func closest(word string, known []string) string {
	slices.Sort(known)
	known = known[:min(len(known), maxSuggest)]
	best, at := "", 1<<30
	for _, k := range known {
		if d := edits(strings.ToLower(word), strings.ToLower(k)); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return "—"
	}
	return best
}

// edits is the number of letters to change, add or leave out that make b of a.
func edits(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > maxDepth || len(rb) > maxDepth { // a name as long as that is no slip of the finger
		return 1 << 20
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j := range rb {
			cost := diagonal
			if ra[i] != rb[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(rb)]
}

func (c *compiler) flat() []*Node {
	var out []*Node
	var walk func([]*Node)
	walk = func(ns []*Node) {
		for _, n := range ns {
			out = append(out, n)
			walk(n.Nodes)
		}
	}
	walk(c.f.Nodes)
	return out
}
