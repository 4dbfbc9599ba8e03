package cli

import (
	"context"
	"fmt"

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
