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

// compileFile reads and compiles a form with the files that lie beside it and that
// it names, and prints its problems.
func compileFile(e *env, name string) (*form.Form, form.Upload, error) {
	up := form.Upload{Name: filepath.Base(name)}
	var err error
	if up.Source, err = os.ReadFile(name); err != nil {
		return nil, up, missingFile(name, err)
	}
	if up.Files, err = beside(name, up.Source); err != nil {
		return nil, up, err
	}
	f, problems, err := up.Compile()
	if err != nil {
		return nil, up, err
	}
	for _, p := range problems {
		fmt.Fprintf(e.Stderr, "%s: %s\n", up.Name, p.In(string(e.lang)))
	}
	if form.HasErrors(problems) {
		return nil, up, errFound
	}
	return f, up, nil
}

// beside reads the tables, pictures and recordings in the form's folder that the
// form names.
func beside(name string, source []byte) (files []form.File, err error) {
	w, err := form.Read(filepath.Base(name), bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return nil, missingFile(filepath.Dir(name), err)
	}
	for _, d := range entries {
		f := form.File{Name: d.Name()}
		if f.Type() == "" || !d.Type().IsRegular() || !w.Mentions(f.Name) {
			continue
		}
		path := filepath.Join(filepath.Dir(name), f.Name)
		if f.Content, err = os.ReadFile(path); err != nil {
			return nil, missingFile(path, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func missingFile(name string, err error) error {
	return &fault.Error{
		Kind: fault.Missing, Op: "cli", Key: "cli.file.unreadable", Msg: "the file {0} cannot be read", Args: []string{name},
		Hint: "check its name and that you may read it", Err: err,
	}
}

type formCheckCmd struct {
	File string `arg:"" help:"XLSForm, .xlsx or .xls; tables, pictures and recordings that it names are taken from its folder"`
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
	File       string `arg:"" help:"XLSForm, .xlsx or .xls; tables, pictures and recordings that it names are taken from its folder" type:"path"`
	Assessment string `help:"short impact assessment: what could happen to people by these questions, and why they are asked all the same" required:"" placeholder:"TEXT"`
}

// Run publishes a form.
func (c *formPublishCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		_, up, err := compileFile(e, c.File)
		if err != nil {
			return err
		}
		up.Assessment = c.Assessment
		p, _, err := n.Forms.Publish(ctx, local(n), up)
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
