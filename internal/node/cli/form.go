package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/guard/policy"
	"wasl/internal/node"
)

type formCmd struct {
	Check   formCheckCmd   `cmd:"" help:"Say what is wrong with an XLSForm, by sheet, row and column."`
	Xform   formXformCmd   `cmd:"" help:"Print an XLSForm as an XForm for ODK Collect, or with --json as wasl compiles it."`
	Publish formPublishCmd `cmd:"" help:"Publish an XLSForm on the node."`
}

// compileFile reads and compiles a file, and prints its problems.
func compileFile(e *env, name string) (*form.Form, []byte, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, fileFault(name, err)
	}
	w, err := form.Read(filepath.Base(name), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, err
	}
	f, problems := form.Compile(w)
	for _, p := range problems {
		fmt.Fprintf(e.Stderr, "%s: %s\n", filepath.Base(name), p.In(string(e.lang)))
	}
	if form.HasErrors(problems) {
		return nil, nil, errFound
	}
	return f, b, nil
}

func fileFault(name string, err error) error {
	return &fault.Error{
		Kind: fault.Missing, Op: "cli", Key: "cli.file.unreadable", Msg: "the file {0} cannot be read", Args: []string{name},
		Hint: "check its name and that you may read it", Err: err,
	}
}

type formCheckCmd struct {
	File string `arg:"" help:"XLSForm, .xlsx or .xls"`
}

// Run checks a form.
func (c *formCheckCmd) Run(e *env) error {
	f, _, err := compileFile(e, c.File)
	if err != nil {
		return err
	}
	e.say("%s: form %s, version %q, %d questions, languages %v: can be published", filepath.Base(c.File), f.ID, f.Version, len(f.Questions()), f.Languages)
	return nil
}

type formXformCmd struct {
	File string `arg:"" help:"XLSForm, .xlsx or .xls"`
	JSON bool   `help:"print the compiled JSON instead"`
}

// Run prints a form as an XForm or as JSON.
func (c *formXformCmd) Run(e *env) error {
	f, _, err := compileFile(e, c.File)
	if err != nil {
		return err
	}
	b, err := f.XForm()
	if c.JSON {
		if b, err = f.JSON(); err == nil {
			var out bytes.Buffer
			err = json.Indent(&out, b, "", "  ")
			b = append(out.Bytes(), '\n')
		}
	}
	if err != nil {
		return err
	}
	_, err = e.Stdout.Write(b)
	return err
}

type formPublishCmd struct {
	dataFlags
	File       string `arg:"" help:"XLSForm, .xlsx or .xls"`
	Assessment string `help:"short impact assessment: why each question is needed" placeholder:"TEXT"`
}

// Run publishes a form on a node that is not running.
func (c *formPublishCmd) Run(e *env) error {
	_, source, err := compileFile(e, c.File)
	if err != nil {
		return err
	}
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		p, _, err := n.Forms.Publish(ctx, local(n), filepath.Base(c.File), source, c.Assessment)
		if err != nil {
			return err
		}
		e.say("published %s, version %q", p.ID, p.Version)
		return nil
	})
}

// local is whoever has the machine and the passphrase: an administrator.
func local(n *node.Node) policy.Actor {
	return policy.Actor{ID: record.IDOf("wasl/local"), Roles: []policy.Role{policy.Administrator}, Unit: n.Units.Tree().Root()}
}
