// Command bench measures the built binary as its users meet it, over HTTP on
// the same machine, and prints tables for docs/performance.md. `make bench`
// calls it; it is no test.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"time"
)

// options are the flags of every measurement.
type options struct {
	bin     string
	data    string
	seconds int
	reports int
	people  int
	clients int
	image   int
	seed    uint64
	profile string
	inside  bool // the server runs in this process, to be profiled with it
	out     io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

var measurements = []struct {
	name, help string
	run        func(context.Context, options) error
}{
	{"openrosa", "acknowledged reports a second through OpenRosa", openRosa},
	{"fill", "put --reports reports into --data through the intake", fill},
	{"pages", "a console's pages over the reports in --data", pages},
	{"consoles", "events to --clients open consoles (0 for 10,000), counted in each", consoles},
	{"follow", "reports a second through rules and watches, over the reports in --data", follow},
	{"people", "put --people people and a fifth as many activities into communities of --data", fillCommunity},
	{"community", "pages of communities over the people in --data", communityPages},
	{"upkeep", "how long a write of communities waits while those of --data are counted and deleted, as each night", upkeepWaits},
	{"start", "time to ready and memory over the reports in --data", start},
	{"rebuild", "revisions a second when the tables of --data are made again", rebuild},
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		for _, m := range measurements {
			fmt.Fprintf(os.Stderr, "  bench %-10s %s\n", m.name, m.help)
		}
		return fmt.Errorf("name a measurement")
	}
	opt := options{out: os.Stdout}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&opt.bin, "bin", "bin/wasl", "the built binary")
	flags.StringVar(&opt.data, "data", "", "data directory of a demo; empty for a new one that is removed after")
	flags.IntVar(&opt.clients, "clients", 0, "clients of openrosa (0 for 1, 8 and 32), or open consoles")
	flags.IntVar(&opt.image, "image", -1, "bytes of the picture; -1 for none and 100,000")
	flags.IntVar(&opt.seconds, "seconds", 10, "seconds of each measurement")
	flags.IntVar(&opt.reports, "reports", 1_000_000, "reports to fill in")
	flags.IntVar(&opt.people, "people", 100_000, "people to fill in")
	flags.BoolVar(&opt.inside, "inside", false, "run the server in this process, for --cpuprofile")
	flags.StringVar(&opt.profile, "cpuprofile", "", "file to write where the processor's time went to, without filling")
	flags.Uint64Var(&opt.seed, "seed", 1, "seed of what is made up")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	for _, m := range measurements {
		if m.name == args[0] {
			return m.run(ctx, opt)
		}
	}
	return fmt.Errorf("no measurement is named %q", args[0])
}

// profiled calls do, and writes where the processor's time went to if the user
// asked for it.
func (opt options) profiled(do func() error) (err error) {
	if opt.profile == "" {
		return do()
	}
	f, err := os.Create(opt.profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return do()
}

// at gives the value below which a share of what was measured lies, of a sorted list.
func at(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
