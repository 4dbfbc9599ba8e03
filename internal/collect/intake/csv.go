package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/network/sheet"
)

// CSVOptions say how to make reports of a table's rows.
type CSVOptions struct {
	Form     string
	Columns  map[string]string // question's name to column; a question not named stands under its own name
	Unit     string            // code of the unit that receives them; "": by place
	Language string
	Key      string // column that names a row for ever; "": the row's content does
	DryRun   bool
	Operator record.ID
}

// Imported is what an import did.
type Imported struct {
	Rows, New, Known int
	Problems         []sheet.Problem // if any, nothing was imported
}

// ImportCSV makes a report of every row of a CSV file. Every row is held against
// the form first; where one does not fit, none is imported. Importing the same
// file again changes nothing.
func (s *Service) ImportCSV(ctx context.Context, r io.Reader, opt CSVOptions) (out Imported, err error) {
	f, _, err := s.Forms.Get(opt.Form, "")
	if err != nil {
		return out, err
	}
	var unitID record.ID
	if opt.Unit != "" {
		u, ok := s.Units.ByCode(opt.Unit)
		if !ok {
			return out, &fault.Error{
				Kind: fault.Missing, Op: "intake.ImportCSV", Key: "intake.unit.unknown", Msg: "there is no unit with the code {0}", Args: []string{opt.Unit},
				Hint: "look the code up in the list of units",
			}
		}
		unitID = u.ID
	}
	names, paths := questions(f.Form)
	if opt.Key != "" {
		names = append(names, opt.Key)
	}
	table, err := sheet.Read(r, sheet.CSV, names, nil, opt.Columns)
	if err != nil {
		return out, err
	}
	out.Problems, out.Rows = table.Problems, len(table.Rows)
	subs := make([]Submission, 0, len(table.Rows))
	for _, row := range table.Rows {
		sub, problems := s.row(f.Form, row, opt, names, paths)
		sub.Unit = unitID
		subs = append(subs, sub)
		if len(out.Problems) < sheet.MaxReport {
			out.Problems = append(out.Problems, problems...)
		}
	}
	if len(out.Problems) > 0 || opt.DryRun {
		return out, nil
	}
	for _, sub := range subs {
		got, err := s.Submit(ctx, sub)
		if err != nil {
			return out, err
		}
		if got.Known {
			out.Known++
		} else {
			out.New++
		}
	}
	return out, nil
}

// questions gives the questions that a row may answer: those outside repeats.
func questions(f *form.Form) (names []string, paths map[string]string) {
	paths = map[string]string{}
	for _, q := range f.Questions() {
		if q.Asked() && !q.Repeated() && !slices.Contains(names, q.Name) {
			names = append(names, q.Name)
			paths[q.Name] = q.XPath()
		}
	}
	return names, paths
}

func (s *Service) row(f *form.Form, row sheet.Row, opt CSVOptions, names []string, paths map[string]string) (Submission, []sheet.Problem) {
	answers := map[string]string{}
	sum := sha256.New()
	for _, name := range names {
		if v := row.Get(name); v != "" {
			fmt.Fprintf(sum, "%s=%s\x00", name, v) //nolint:errcheck // a hash takes everything
			if path, ok := paths[name]; ok {
				answers[path] = v
			}
		}
	}
	id := record.IDOf(fmt.Sprintf("csv:%s:%x", f.ID, sum.Sum(nil)))
	if opt.Key != "" && row.Get(opt.Key) != "" {
		id = record.IDOf("csv:" + f.ID + ":" + row.Get(opt.Key))
	}
	problem := func(column, key, msg, hint string, args ...string) sheet.Problem {
		return sheet.Problem{Row: row.N, Column: column, Fault: &fault.Error{Kind: fault.Invalid, Op: "intake.row", Key: key, Msg: msg, Hint: hint, Args: args}}
	}
	xml, err := f.FromAnswers(id.String(), answers)
	if err != nil {
		return Submission{}, []sheet.Problem{problem("", "intake.row.wrong", "the row does not fit the form", "check its columns")}
	}
	inst, err := form.DecodeInstance(bytes.NewReader([]byte(xml)), report.MaxXML)
	if err != nil {
		return Submission{}, []sheet.Problem{problem("", "intake.row.wrong", "the row does not fit the form", "check its columns")}
	}
	var problems []sheet.Problem
	for _, p := range f.Validate(inst, s.Clock()) {
		problems = append(problems, sheet.Problem{Row: row.N, Column: p.Path, Fault: answerFaults[p.Kind]})
	}
	return Submission{XML: []byte(xml), Channel: report.CSV, Language: opt.Language, Operator: opt.Operator}, problems
}

const answerHint = "correct the cell, or map another column to this question"

// answerFaults say what is wrong with an answer, by its kind.
var answerFaults = map[string]*fault.Error{
	"required":   {Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.required", Msg: "the answer is missing", Hint: answerHint},
	"type":       {Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.type", Msg: "the answer is not of the question's type", Hint: answerHint},
	"choice":     {Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.choice", Msg: "the answer is none of the choices", Hint: answerHint},
	"constraint": {Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.constraint", Msg: "the answer is outside what the form allows", Hint: answerHint},
	"steps":      {Kind: fault.Invalid, Op: "intake.row", Key: "intake.answer.steps", Msg: "the form takes too long to check", Hint: answerHint},
}
