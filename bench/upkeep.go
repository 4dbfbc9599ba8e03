package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/node"
)

// A small write every few milliseconds stands for those who take rolls meanwhile.
const writeEvery = 20 * time.Millisecond

// daysOn is how much later than they were filled in the people of --data are looked at:
// most of them are due then.
const daysOn = 100

// upkeepWaits opens the node of --data, which begins its upkeep, and writes meanwhile.
func upkeepWaits(ctx context.Context, opt options) (err error) {
	if opt.data == "" {
		return errors.New("name a --data directory")
	}
	later := func() time.Time { return time.Now().AddDate(0, 0, daysOn) }
	n, err := node.OpenDemo(ctx, node.Config{Dir: opt.data, Clock: later, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	var waits []time.Duration
	unit, nobody := n.Units.Tree().Root(), personID(-1)
	for end := time.Now().Add(time.Duration(opt.seconds) * time.Second); time.Now().Before(end); time.Sleep(writeEvery) {
		begun := time.Now()
		_, err := n.Community.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
			return []ledger.Draft{{
				Kind: record.Participant, Record: nobody.Derive("same"), Subject: nobody, Handling: record.Handling{Unit: unit, TLP: record.AmberStrict, Purpose: "programme"},
				Body: map[string]any{"v": 1, "act": "split"},
			}}, nil
		})
		if err != nil {
			return err
		}
		waits = append(waits, time.Since(begun))
	}
	slices.Sort(waits)
	fmt.Fprintln(opt.out, "| writes | median | 99 % | longest |")
	fmt.Fprintln(opt.out, "|---|---|---|---|")
	fmt.Fprintf(opt.out, "| %d | %s | %s | %s |\n", len(waits), round(at(waits, 0.5)), round(at(waits, 0.99)), round(waits[len(waits)-1]))
	return nil
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }
