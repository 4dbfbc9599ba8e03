package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/node"
	"wasl/internal/triage/alert"
)

// watched is how many watches look at every report beside those that a node has.
const watched = 20

// settler is who follows the ledger and gathers what it has to do.
type settler interface {
	Name() string
	Follow(ctx context.Context, rev ledger.Revision) error
	Settle(ctx context.Context) error
}

// follow lets the rules and the watches hear every report of --data again, and
// tells how many a second each takes: what they write has ids of its own, so that
// hearing twice changes nothing.
func follow(ctx context.Context, opt options) (err error) {
	dir := opt.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "wasl-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder that stays harms nobody
	}
	d, err := node.OpenDemo(ctx, node.Config{Dir: dir, Clock: time.Now, Random: rand.Reader}, nil)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // it was only read
	if err := watches(ctx, d); err != nil {
		return err
	}
	fmt.Fprintf(opt.out, "| follower | reports | a second |\n|---|---|---|\n")
	for _, f := range []settler{d.Rules, d.Alerts.Lookout()} {
		n, took, err := replay(ctx, d, f)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name(), err)
		}
		fmt.Fprintf(opt.out, "| %s | %d | %.0f |\n", f.Name(), n, float64(n)/took.Seconds())
	}
	return nil
}

// watches switches some on that ask for all that costs: words, a fence, a number.
func watches(ctx context.Context, d *node.Demo) error {
	root := d.Units.Tree().Root()
	chief := policy.Actor{ID: record.IDOf("bench"), Roles: []policy.Role{policy.Chief}, Unit: root}
	for i := range watched {
		w := alert.Watch{
			ID: record.IDOf(fmt.Sprint("bench watch ", i)), Unit: root, Urgency: report.Now,
			Name: lang.Text{lang.French: "essai", lang.Arabic: "تجربة", lang.English: "bench"},
			Rule: alert.Rule{Look: alert.Reports, Words: []string{"puits abandonné", "سيارة بلا لوحات", "abandoned well"}},
		}
		switch i % 3 {
		case 1:
			w.Rule.Fence = &alert.Fence{Centre: &alert.Corner{Lat: 15.6, Lon: -5.9}, Metres: 40_000}
		case 2:
			w.Rule.Words, w.Rule.Kinds, w.Rule.Count, w.Rule.Hours, w.Rule.Senders = nil, []string{"cattle_theft"}, 500, 24, true
		}
		if err := d.Alerts.Put(ctx, chief, w); err != nil {
			return err
		}
		if err := d.Alerts.Switch(ctx, chief, w.ID, true, "bench", 0); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how many revisions are read at once, as the node reads them.
const atOnce = 256

// replay lets a follower hear the ledger from its beginning. The time is the
// follower's alone.
func replay(ctx context.Context, d *node.Demo, f settler) (reports int, took time.Duration, err error) {
	for seq := int64(0); ; {
		revs, err := d.Field.Follow(ctx, seq, atOnce)
		if err != nil || len(revs) == 0 {
			return reports, took, err
		}
		begun := time.Now()
		for _, rev := range revs {
			if err := f.Follow(ctx, rev); err != nil {
				return reports, took, err
			}
			if seq = rev.Seq; rev.Kind == record.Report {
				reports++
			}
		}
		if err := f.Settle(ctx); err != nil {
			return reports, took, err
		}
		took += time.Since(begun)
	}
}
