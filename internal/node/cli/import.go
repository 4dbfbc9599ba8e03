package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"wasl/internal/collect/intake"
	"wasl/internal/node"
)

type importCmd struct {
	dataFlags
	File     string            `arg:"" help:"CSV with a row of headers" type:"path"`
	Form     string            `help:"id of the form that the rows answer" required:"" placeholder:"ID"`
	Map      map[string]string `help:"under which column a question's answers stand, where it is not the question's own name; a point may be in two: --map gps.lat=Lat --map gps.lon=Lon" placeholder:"QUESTION=COLUMN"`
	Unit     string            `help:"code of the unit that receives the reports; else it goes by their place" placeholder:"CODE"`
	Language string            `help:"language in which the answers are written" default:"fr" placeholder:"LANG"`
	Key      string            `help:"column that names a row for ever; without one, a row is known by what it says" placeholder:"COLUMN"`
	Encoding string            `help:"of the file: utf-8, windows-1256 (Arabic) or windows-1252; else it is found out" placeholder:"NAME"`
	DryRun   bool              `help:"check every row, say what would be imported, and import nothing"`
}

// Help is what `wasl import --help` says besides the flags.
func (importCmd) Help() string {
	return `Every row becomes a report, through the same checks as one from a phone. All rows are checked first; where one is wrong, nothing is imported, and each
fault is told by row and column. Importing the same file again changes nothing, so that an import which was interrupted is finished by doing it again.

Cells are written as people write them: the name or the label of a choice in any of the form's languages, 24/11/2026 14:30 or 2026-11-24, 1 234,5, Arabic digits.
Separators , ; and tab are told apart, and so is the encoding.

    wasl import incidents.csv --form security-incident --map kind=Type --map when=Date --map summary=Résumé --key Numéro --dry-run`
}

// Run imports reports.
func (c *importCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		f, err := os.Open(c.File)
		if err != nil {
			return missingFile(c.File, err)
		}
		defer f.Close()
		last := e.Clock()
		r, err := n.Intake.ImportCSV(ctx, f, intake.CSVOptions{
			Form: c.Form, Columns: c.Map, Unit: c.Unit, Language: c.Language, Key: c.Key, Encoding: c.Encoding, DryRun: c.DryRun, Operator: local(n).ID,
			Progress: func(done, total int) {
				if now := e.Clock(); done == total || now.Sub(last) >= time.Second {
					last = now
					fmt.Fprintf(e.Stderr, "%d of %d\n", done, total)
				}
			},
		})
		if err != nil {
			if r.New+r.Known > 0 {
				fmt.Fprintf(e.Stderr, "%d reports were imported before this; import the file again to finish\n", r.New)
			}
			return err
		}
		return c.result(e, r)
	})
}

func (c *importCmd) result(e *env, r intake.Imported) error {
	for _, p := range r.Problems {
		message, hint := p.In(e.lang)
		where := fmt.Sprintf("%s:%d", filepath.Base(c.File), p.Row)
		if p.Column != "" {
			where += ":" + p.Column
		}
		fmt.Fprintf(e.Stderr, "%s: %s (%s)\n", where, message, hint)
	}
	switch {
	case len(r.Problems) > 0:
		fmt.Fprintln(e.Stderr, "nothing was imported")
		return errFound
	case c.DryRun:
		e.say("all %d rows can be imported: %d new, %d here already (read as %s)", r.Rows, r.New, r.Known, r.Encoding)
	default:
		e.say("imported %d reports; %d were here already", r.New, r.Known)
	}
	return nil
}
