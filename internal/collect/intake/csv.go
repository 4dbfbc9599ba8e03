package intake

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"

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
	Encoding string // of the file; "": found out
	DryRun   bool
	Operator record.ID
	Progress func(done, total int) // may be nil; told while reports are taken in
}

// Imported is what an import did, or with DryRun would do.
type Imported struct {
	Rows, New, Known int
	Encoding         string          // as which the file was read
	Problems         []sheet.Problem // if any, nothing was imported
}

// ImportCSV makes a report of every row of a CSV file. Every row is held against
// the form and against what is here already first; where one does not fit, none is
// imported. Importing the same file again changes nothing, so that an import which
// was interrupted is finished by doing it again.
func (s *Service) ImportCSV(ctx context.Context, r io.Reader, opt CSVOptions) (out Imported, err error) {
	f, _, err := s.Forms.Get(opt.Form, "")
	if err != nil {
		return out, err
	}
	unit, err := s.unit(opt.Unit)
	if err != nil {
		return out, err
	}
	b, err := io.ReadAll(io.LimitReader(r, sheet.MaxBytes+1))
	if err != nil {
		return out, err
	}
	b, out.Encoding, err = sheet.Decode(b, opt.Encoding)
	if err != nil {
		return out, err
	}
	t := newTable(f.Form, opt, s.Clock())
	if err := t.read(b); err != nil {
		return out, err
	}
	subs := t.submissions(unit)
	out.Rows = len(t.sheet.Rows)
	if out.Known, err = s.alreadyHere(ctx, t, subs); err != nil {
		return out, err
	}
	out.New = len(subs) - out.Known
	t.sheet.Sort()
	if out.Problems = t.sheet.Problems; len(out.Problems) > 0 || opt.DryRun {
		return out, nil
	}
	out.New, out.Known, err = s.takeAll(ctx, subs, opt.Progress)
	return out, err
}

func (s *Service) unit(code string) (id record.ID, err error) {
	if code == "" {
		return id, nil
	}
	u, ok := s.Units.ByCode(code)
	if !ok {
		return id, &fault.Error{
			Kind: fault.Missing, Op: "intake.ImportCSV", Key: "intake.unit.unknown", Msg: "there is no unit with the code {0}", Args: []string{code},
			Hint: "look the code up in the list of units",
		}
	}
	return u.ID, nil
}

// alreadyHere counts the rows that were imported before, and tells of those that
// say something else now.
func (s *Service) alreadyHere(ctx context.Context, t *table, subs []rowSubmission) (known int, err error) {
	for _, sub := range subs {
		here, same, err := s.Reports.Same(ctx, sub.id, string(sub.XML))
		if err != nil {
			return known, err
		}
		switch {
		case here && same:
			known++
		case here:
			t.fail(sub.row, t.opt.Key, &fault.Error{
				Kind: fault.Conflict, Op: "intake.row", Key: "intake.row.changed", Msg: "the row was imported before, with other answers",
				Hint: "correct the report at the desk, or give the row another key",
			})
		}
	}
	return known, nil
}

// atOnce is how many rows are handed in together: they share commits.
const atOnce = 64

// takeAll takes the rows in, many at once. Where one fails, those before it stay.
func (s *Service) takeAll(ctx context.Context, subs []rowSubmission, progress func(done, total int)) (fresh, known int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next := make(chan rowSubmission)
	var mu sync.Mutex // guards what follows, and progress
	done := 0
	var failed error
	var workers sync.WaitGroup
	for range min(atOnce, len(subs)) {
		workers.Go(func() {
			for sub := range next {
				got, err := s.Submit(ctx, sub.Submission)
				mu.Lock()
				switch done++; {
				case err != nil && failed == nil:
					failed = err
					stop()
				case err == nil && got.Known:
					known++
				case err == nil:
					fresh++
				}
				if progress != nil {
					progress(done, len(subs))
				}
				mu.Unlock()
			}
		})
	}
	for _, sub := range subs {
		select {
		case next <- sub:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return fresh, known, failed
}

// table is a table on its way to be reports.
type table struct {
	f      *form.Form
	opt    CSVOptions
	rows   *rows
	fields []string // of the sheet: questions, parts of points, the key
	sheet  *sheet.Sheet
}

// read reads the table's rows.
func (t *table) read(b []byte) (err error) {
	for name := range t.opt.Columns {
		if !slices.Contains(t.fields, name) {
			return &fault.Error{
				Kind: fault.Invalid, Op: "intake.ImportCSV", Key: "intake.map.unknown", Msg: "the form has no question {0} that a table can answer", Args: []string{name, strings.Join(t.rows.names, " ")},
				Hint: "its questions are: {1}",
			}
		}
	}
	if t.sheet, err = sheet.Read(bytes.NewReader(b), sheet.CSV, t.fields, nil, t.opt.Columns); err != nil {
		return err
	}
	for _, row := range t.sheet.Rows {
		for name := range t.rows.questions {
			if row.Get(name) != "" {
				return nil
			}
		}
	}
	return &fault.Error{
		Kind: fault.Invalid, Op: "intake.ImportCSV", Key: "intake.columns.none", Msg: "no column of the table is a question of the form", Args: []string{strings.Join(t.rows.names, " ")},
		Hint: "say which column answers which question; the form asks: {0}",
	}
}

// fail tells what is wrong with a row, under the header of the file.
func (t *table) fail(row int, question string, f *fault.Error) {
	column := question
	if mapped, ok := t.opt.Columns[question]; ok {
		column = mapped
	}
	t.sheet.Fail(row, column, f)
}

// rowSubmission is a row as a submission.
type rowSubmission struct {
	Submission
	id  record.ID
	row int
}

// submissions makes one of every row, and notes what is wrong.
func (t *table) submissions(unit record.ID) (subs []rowSubmission) {
	keys := map[string]int{}  // to the row that has it
	times := map[string]int{} // how often a content occurred
	for _, row := range t.sheet.Rows {
		name, first := t.nameOf(row, keys, times)
		if first > 0 {
			t.fail(row.N, t.opt.Key, &fault.Error{
				Kind: fault.Invalid, Op: "intake.row", Key: "intake.key.twice", Msg: "row {0} has the same key", Args: []string{itoa(first)},
				Hint: "give every row a key of its own, or import without one",
			})
			continue
		}
		id := record.IDOf("csv:" + t.f.ID + ":" + name)
		xml, ok := t.rows.xml(t, row, id)
		if !ok || len(t.sheet.Problems) >= sheet.MaxReport {
			continue
		}
		subs = append(subs, rowSubmission{
			Submission: Submission{XML: []byte(xml), Channel: report.CSV, Language: t.opt.Language, Operator: t.opt.Operator, Unit: unit}, id: id, row: row.N,
		})
	}
	return subs
}

// nameOf is what a row is known by for ever: its key, or else what it says, and
// how many rows above say the same. first is an earlier row with its key.
func (t *table) nameOf(row sheet.Row, keys, times map[string]int) (name string, first int) {
	if t.opt.Key != "" {
		if k := row.Get(t.opt.Key); k != "" {
			first = keys[k]
			keys[k] = row.N
			return "key:" + k, first
		}
	}
	content := t.rows.content(row)
	times[content]++
	return content + ":" + itoa(times[content]), 0
}
