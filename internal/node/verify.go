package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
)

// IsDemo tells whether a data directory is a demo's, be it half filled.
func IsDemo(dir string) bool {
	_, keys := os.Stat(filepath.Join(dir, plainKey))
	_, secrets := os.Stat(filepath.Join(dir, secretsFile))
	return keys == nil || secrets == nil
}

// Verify reads everything that the node keeps from end to end and gives a line for
// each thing that is damaged or missing.
func (n *Node) Verify(ctx context.Context, progress func(what string, done, total int64)) (lines []string, err error) {
	wrong, err := n.db.Check(ctx)
	if err != nil {
		return nil, err
	}
	for _, w := range wrong {
		lines = append(lines, "settings: "+w)
	}
	for _, c := range n.ledgers() {
		damage, err := c.l.Verify(ctx, func(done, total int64) { progress(c.name, done, total) })
		if err != nil {
			return nil, err
		}
		for _, d := range damage {
			if d.Seq > 0 {
				lines = append(lines, fmt.Sprintf("%s: revision %d: %s", c.name, d.Seq, d.What))
			} else {
				lines = append(lines, fmt.Sprintf("%s: %s", c.name, d.What))
			}
		}
	}
	for _, s := range n.stores() {
		if _, err = s.Verify(ctx, func(d blob.Damage) {
			lines = append(lines, strings.TrimSpace("attachment "+d.ID)+": "+d.Err.Error())
		}); err != nil {
			return nil, err
		}
		missing, err := s.missing(ctx)
		if err != nil {
			return nil, err
		}
		lines = append(lines, missing...)
	}
	return lines, nil
}

// Rebuild makes the tables of every compartment of a data directory again, and
// gives the number of revisions applied.
func Rebuild(ctx context.Context, cfg Config, progress func(what string, done, total int64)) (total int64, err error) {
	if err := checkDir(cfg.Dir, IsDemo(cfg.Dir)); err != nil {
		return 0, err
	}
	n := &Node{cfg: cfg}
	if err := n.takeLock(); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if n.keys, err = loadKeys(cfg.Dir, cfg.Passphrase, cfg.Random); err != nil {
		return 0, err
	}
	for _, name := range compartments {
		if !hasLedger(cfg.Dir, name) { // of an earlier release: it is made when the node is opened
			continue
		}
		applied, err := ledger.Rebuild(ctx, n.compartment(name), func(done, all int64) { progress(name, done, all) })
		if err != nil {
			return total, fmt.Errorf("rebuild %s: %w", name, err)
		}
		total += applied
	}
	return total, nil
}
