// Package cli is the command `wasl`: it reads what an operator typed, opens the
// node, and says in plain words what it did.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/node"
)

// World is what a command may touch of the machine.
type World struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Clock  func() time.Time
	Random io.Reader
	Getenv func(string) string
}

// command is every command of the binary.
type command struct {
	Lang    string `help:"language of messages: ar, fr or en; else that of the terminal" placeholder:"LANG"`
	Verbose bool   `help:"say more, on standard error" short:"v"`

	Demo  demoCmd  `cmd:"" group:"serve" help:"Serve an invented network with real events, for trying."`
	Serve serveCmd `cmd:"" group:"serve" help:"Serve a node."`

	Units   unitsCmd   `cmd:"" group:"network" help:"Import or export units."`
	Places  placesCmd  `cmd:"" group:"network" help:"Import or export places."`
	Form    formCmd    `cmd:"" group:"network" help:"Check, convert and publish forms (XLSForm)."`
	Import  importCmd  `cmd:"" group:"network" help:"Import reports from a CSV file."`
	Kit     kitCmd     `cmd:"" group:"network" help:"Write a stick with all that communities made and the public may read."`
	Account accountCmd `cmd:"" group:"network" help:"List accounts, and help somebody in again."`

	Backup  backupCmd  `cmd:"" group:"keep" help:"Write a backup: data in one file, keys in another."`
	Restore restoreCmd `cmd:"" group:"keep" help:"Put a node back from a backup."`
	Verify  verifyCmd  `cmd:"" group:"keep" help:"Read everything that the node keeps and say what is damaged."`
	Rebuild rebuildCmd `cmd:"" group:"keep" help:"Make the tables again from the ledgers."`
	Keys    keysCmd    `cmd:"" group:"keep" help:"Change the passphrase, or the key that phones seal to."`
	Version versionCmd `cmd:"" group:"keep" help:"Say which wasl this is."`
}

// groups are the headings of the help.
var groups = map[string]string{"serve": "Serve:", "network": "Set up the network:", "keep": "Keep it safe:"}

const about = `wasl: an information network for the safety of communities. One program, one directory of data.

To try it:            wasl demo
To run it for real:   wasl serve --data /srv/wasl --authority REF --url https://desk.example.org
What a command does:  wasl COMMAND --help

Commands may be given while the node serves. They then need neither passphrase nor authority.`

// env is what commands run with.
type env struct {
	*World
	ctx     context.Context //nolint:containedctx // it lasts as long as the command
	lang    lang.Language
	log     *slog.Logger
	command *kong.Node // that runs

	// Of a command that a node which serves runs for another process.
	running *node.Node
	base    string
}

func (e *env) say(format string, args ...any) { fmt.Fprintf(e.Stdout, format+"\n", args...) }

// errFound means that a command did its work and found something wrong: it has
// said what, and the exit code tells.
var errFound = errors.New("something is wrong")

// defaultListen is where a node serves that is told nothing else.
const defaultListen = "127.0.0.1:8400"

// parser makes the parser that fills c.
func parser(w *World, c *command, exit func(int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("wasl"), kong.Description(about), kong.Writers(w.Stdout, w.Stderr), kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, NoAppDescFormat: true, WrapUpperBound: 110}),
		kong.ExplicitGroups([]kong.Group{{Key: "serve", Title: groups["serve"]}, {Key: "network", Title: groups["network"]}, {Key: "keep", Title: groups["keep"]}}),
		kong.Vars{"listen": defaultListen},
	)
}

// Run runs the command that was typed and gives the process's exit code: 0 when
// all went well, 1 when not, 2 when it was not understood.
func Run(ctx context.Context, w *World) int {
	var c command
	exit := -1
	p, err := parser(w, &c, func(code int) { exit = code })
	if err != nil {
		fmt.Fprintln(w.Stderr, "wasl:", err)
		return 2
	}
	parsed, err := p.Parse(w.Args)
	if exit >= 0 { // help was asked for
		return exit
	}
	if err != nil {
		fmt.Fprintf(w.Stderr, "wasl: %v\nTry: wasl --help\n", err)
		return 2
	}
	e := &env{World: w, ctx: ctx, lang: language(w, c.Lang), command: parsed.Selected()}
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelDebug
	}
	e.log = slog.New(slog.NewTextHandler(w.Stderr, &slog.HandlerOptions{Level: level}))
	return e.end(parsed.Run(e))
}

// end says what a command came to, and gives the exit code.
func (e *env) end(err error) int {
	var elsewhere elsewhereError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &elsewhere):
		return elsewhere.exit
	}
	e.fail(err)
	return 1
}

// language is what was asked for, else the terminal's, else English.
func language(w *World, asked string) lang.Language {
	for _, tag := range []string{asked, w.Getenv("LC_ALL"), w.Getenv("LANG")} {
		tag, _, _ = strings.Cut(tag, ".")
		if l, ok := lang.Parse(tag); ok {
			return l
		}
	}
	return lang.English
}

// fail says what went wrong, what to do, and for the operator why.
func (e *env) fail(err error) {
	if errors.Is(err, errFound) {
		return
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		fmt.Fprintln(e.Stderr, "wasl:", err)
		return
	}
	message, hint := lang.Fault(e.lang, f)
	fmt.Fprintln(e.Stderr, "wasl:", message)
	if hint != "" {
		fmt.Fprintln(e.Stderr, "     ", hint)
	}
	if f.Err != nil {
		e.log.InfoContext(e.ctx, "cause", "error", f.Err.Error())
	}
}

// dataFlags name the data directory and its passphrase.
type dataFlags struct {
	Data           string `help:"data directory (${default} here if none is named)" default:"wasl-data" type:"path" placeholder:"DIR"`
	PassphraseFile string `help:"file with the passphrase of the keys; else WASL_PASSPHRASE" type:"existingfile" placeholder:"FILE"`
	Authority      string `help:"reference of the data-protection authority's approval" env:"WASL_AUTHORITY" placeholder:"REF"`
}

func (d *dataFlags) passphrase(e *env) (string, error) {
	if d.PassphraseFile == "" {
		return e.Getenv("WASL_PASSPHRASE"), nil
	}
	b, err := os.ReadFile(d.PassphraseFile)
	return strings.TrimRight(string(b), "\r\n"), err
}

type versionCmd struct{}

// Version is set when a release is built.
var version = "dev"

// Run says the version.
func (versionCmd) Run(e *env) error {
	e.say("wasl %s", version)
	return nil
}
