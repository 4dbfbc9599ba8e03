package cli

import (
	"context"
	"fmt"
	"os"

	"wasl/internal/collect/intake"
	"wasl/internal/node"
)

type verifyCmd struct {
	dataFlags
}

// Run verifies every compartment.
func (c *verifyCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		damage, err := n.Verify(ctx, func(what string, done, total int64) {
			fmt.Fprintf(e.Stderr, "verify %s: %d of %d revisions\n", what, done, total)
		})
		if err != nil {
			return err
		}
		for _, d := range damage {
			e.say("%s", d)
		}
		if len(damage) > 0 {
			fmt.Fprintln(e.Stderr, "damage was found: put the compartment back from a backup or ask a peer; wasl rebuild mends tables alone")
			return errFound
		}
		e.say("everything is sound")
		return nil
	})
}

type rebuildCmd struct {
	dataFlags
}

// Run makes the tables of every compartment again.
func (c *rebuildCmd) Run(e *env) error {
	passphrase, err := c.passphrase(e)
	if err != nil {
		return err
	}
	n, err := node.Rebuild(e.ctx, node.Config{Dir: c.Data, Passphrase: passphrase, Clock: e.Clock, Random: e.Random, Log: e.log}, func(what string, done, total int64) {
		fmt.Fprintf(e.Stderr, "rebuild %s: %d of %d revisions\n", what, done, total)
	})
	if err != nil {
		return err
	}
	e.say("rebuilt from %d revisions", n)
	return nil
}

type importCmd struct {
	dataFlags
	File     string            `arg:"" help:"CSV with a header"`
	Form     string            `help:"id of the form that the rows answer" required:"" placeholder:"ID"`
	Map      map[string]string `help:"under which column a question's answers stand: --map kind=Type" placeholder:"QUESTION=COLUMN"`
	Unit     string            `help:"code of the unit that receives the reports; else by their place" placeholder:"CODE"`
	Language string            `help:"language of the answers" default:"fr" placeholder:"LANG"`
	Key      string            `help:"column that names a row for ever: importing it again changes nothing" placeholder:"COLUMN"`
	DryRun   bool              `help:"check every row, and import none"`
}

// Run imports reports.
func (c *importCmd) Run(e *env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return missingFile(c.File, err)
	}
	defer f.Close()
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		r, err := n.Intake.ImportCSV(ctx, f, intake.CSVOptions{
			Form: c.Form, Columns: c.Map, Unit: c.Unit, Language: c.Language, Key: c.Key, DryRun: c.DryRun, Operator: local(n).ID,
		})
		if err != nil {
			return err
		}
		for _, p := range r.Problems {
			message, hint := p.In(e.lang)
			fmt.Fprintf(e.Stderr, "row %d: %s: %s (%s)\n", p.Row, p.Column, message, hint)
		}
		if len(r.Problems) > 0 {
			fmt.Fprintln(e.Stderr, "nothing was imported")
			return errFound
		}
		if c.DryRun {
			e.say("all %d rows can be imported", r.Rows)
			return nil
		}
		e.say("imported %d reports; %d were here already", r.New, r.Known)
		return nil
	})
}
