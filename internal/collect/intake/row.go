package intake

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/network/sheet"
)

func itoa(n int) string { return strconv.Itoa(n) }

// rows makes submissions of rows: it reads cells as people write them.
type rows struct {
	questions map[string]*form.Node
	names     []string // of the questions, in the order of the form
	labels    *form.Labels
	now       time.Time
}

// Parts of a point that may stand in columns of their own.
const (
	latPart = ".lat"
	lonPart = ".lon"
)

func newTable(f *form.Form, opt CSVOptions, now time.Time) *table {
	t := &table{f: f, opt: opt, rows: &rows{questions: map[string]*form.Node{}, labels: form.NewLabels(f), now: now}}
	for _, q := range f.Questions() {
		if !q.Asked() || q.Type == form.NoteType || q.Repeated() || t.rows.questions[q.Name] != nil {
			continue
		}
		t.rows.questions[q.Name] = q
		t.rows.names = append(t.rows.names, q.Name)
		t.fields = append(t.fields, q.Name)
		if q.Type == form.Geopoint {
			t.fields = append(t.fields, q.Name+latPart, q.Name+lonPart)
		}
	}
	if opt.Key != "" && !slices.Contains(t.fields, opt.Key) {
		t.fields = append(t.fields, opt.Key)
	}
	return t
}

// content is the same for rows that say the same.
func (r *rows) content(row sheet.Row) string {
	sum := sha256.New()
	for _, name := range r.names {
		for _, part := range []string{"", latPart, lonPart} {
			if v := row.Get(name + part); v != "" {
				fmt.Fprintf(sum, "%s%s=%s\x00", name, part, v) //nolint:errcheck // a hash takes everything
			}
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// xml writes a row as a submission, and tells the table what is wrong with it.
func (r *rows) xml(t *table, row sheet.Row, id record.ID) (xml string, ok bool) {
	answers, ok := map[string]string{}, true
	for _, name := range r.names {
		q := r.questions[name]
		said := row.Get(name)
		if q.Type == form.Geopoint && said == "" && row.Get(name+latPart)+row.Get(name+lonPart) != "" {
			said = row.Get(name+latPart) + " " + row.Get(name+lonPart)
		}
		if said == "" {
			continue
		}
		v, f := r.value(q, said)
		if f != nil {
			t.fail(row.N, name, f)
			ok = false
			continue
		}
		answers[q.XPath()] = v
	}
	xml, err := t.f.FromAnswers(id.String(), answers, r.now)
	if err != nil {
		t.fail(row.N, "", &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: "intake.row.wrong", Msg: "the row does not fit the form", Hint: "check its columns", Err: err})
		return "", false
	}
	inst, err := form.DecodeInstance(strings.NewReader(xml), report.MaxXML)
	if err != nil {
		t.fail(row.N, "", &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: "intake.row.wrong", Msg: "the row does not fit the form", Hint: "check its columns", Err: err})
		return "", false
	}
	for _, p := range t.f.Validate(inst, r.now) {
		name := p.Path[strings.LastIndexByte(p.Path, '/')+1:]
		if q := r.questions[name]; q == nil || answers[q.XPath()] == "" && p.Kind != "required" || !ok && p.Kind == "required" {
			continue // what was told already, or what no table answers
		}
		t.fail(row.N, name, answerFault(t, p, row.Get(name)))
		ok = false
	}
	return xml, ok
}

// value reads a cell as an answer of the question's type.
func (r *rows) value(q *form.Node, said string) (string, *fault.Error) {
	switch q.Type {
	case form.SelectOne, form.SelectMultiple, form.Rank:
		if q.List == "" {
			return said, nil
		}
		if names, ok := r.labels.Names(q, said); ok {
			return names, nil
		}
		return "", &fault.Error{
			Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.choice", Msg: "“{0}” is none of the choices, or more than one", Args: []string{said, r.labels.Near(q, said)},
			Hint: "write the name or the label of a choice; did you mean {1}?",
		}
	case form.Integer, form.Decimal, form.Range:
		return numeral(said), nil
	case form.Date:
		return strings.TrimSuffix(moment(said), midnight), nil
	case form.DateTime:
		return moment(said), nil
	case form.Time:
		return strings.NewReplacer("h", ":", "H", ":").Replace(form.Western(said)), nil
	case form.Geopoint:
		return strings.Join(strings.Fields(strings.NewReplacer(", ", " ", ";", " ", "،", " ").Replace(points(said))), " "), nil
	case form.Acknowledge:
		if slices.Contains([]string{"1", "yes", "oui", "نعم", "ok", "true", "vrai", "x"}, strings.ToLower(said)) {
			return "OK", nil
		}
	default: // as it is written
	}
	return said, nil
}

// points writes the commas of decimals as points where that is what they are:
// "18,0735 -15,9582", but not "18.0735,-15.9582".
func points(said string) string {
	said = form.Western(said)
	if strings.Contains(said, ".") || len(strings.Fields(said)) < 2 {
		return strings.ReplaceAll(said, ",", " ")
	}
	return strings.ReplaceAll(said, ",", ".")
}

// numeral reads a number as spreadsheets show it: 1 234,5 is 1234.5.
func numeral(said string) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '’' || r == '\'' {
			return -1
		}
		return r
	}, form.Western(said))
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	return s
}

const midnight = "T00:00:00.000Z"

// written are the ways in which people write a day and an hour; the day comes
// before the month here. Times are those of Nouakchott, which is UTC.
var written = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
	"2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006", "2-1-2006", "2.1.2006", "2/1/2006 15h04", "2/1/2006 à 15:04", "2006/1/2",
}

// moment reads a day, with or without an hour; what is none stays as it is.
func moment(said string) string {
	s := strings.TrimSpace(form.Western(said))
	for _, layout := range written {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format("2006-01-02T15:04:05.000Z07:00")
		}
	}
	return said
}

const answerHint = "correct the cell, or map another column to this question"

// answerFault says what is wrong with an answer: in the form's own words, where it
// has some.
func answerFault(t *table, p form.AnswerProblem, said string) *fault.Error {
	why := t.f.Say(p.Message, t.opt.Language)
	switch {
	case p.Kind == "required":
		return &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.required", Msg: "the answer is missing", Hint: answerHint}
	case p.Kind == "type":
		return &fault.Error{
			Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.type", Msg: "“{0}” is not of the question's type", Hint: answerHint, Args: []string{said},
		}
	case p.Kind == "choice":
		return &fault.Error{
			Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.offered", Msg: "“{0}” is not offered with the other answers", Hint: answerHint, Args: []string{said},
		}
	case p.Kind == "constraint" && why != "":
		return &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.refused", Msg: "“{0}”: {1}", Hint: answerHint, Args: []string{said, why}}
	case p.Kind == "constraint":
		return &fault.Error{
			Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.constraint", Msg: "“{0}” is outside what the form allows", Hint: answerHint, Args: []string{said},
		}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.steps", Msg: "the form takes too long to check", Hint: answerHint}
}
