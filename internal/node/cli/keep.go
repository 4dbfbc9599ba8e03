package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"wasl/internal/node"
)

type verifyCmd struct {
	dataFlags
}

// Help is what `wasl verify --help` says besides the flags.
func (verifyCmd) Help() string {
	return `Every page, every link and signature of the chain, every sealed body, every attachment is read: one changed byte is found. Let it run once a week, and after every
failure of a disk. It exits with 1 where something is damaged, and changes nothing.`
}

// Run verifies every compartment.
func (c *verifyCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		damage, err := n.Verify(ctx, e.progress("verify"))
		if err != nil {
			return err
		}
		return e.verdict(damage)
	})
}

// progress tells on standard error how far something has come.
func (e *env) progress(what string) func(of string, done, total int64) {
	return func(of string, done, total int64) {
		fmt.Fprintf(e.Stderr, "%s %s: %d of %d\n", what, of, done, total)
	}
}

// verdict says what a verification found.
func (e *env) verdict(damage []string) error {
	for _, d := range damage {
		e.say("%s", d)
	}
	if len(damage) > 0 {
		fmt.Fprintln(e.Stderr, "damage was found: put the node back from a backup, or ask a peer for what is lost; wasl rebuild mends tables alone")
		return errFound
	}
	e.say("everything is sound")
	return nil
}

type rebuildCmd struct {
	dataFlags
}

// Help is what `wasl rebuild --help` says besides the flags.
func (rebuildCmd) Help() string {
	return `The tables that the console reads are made of the ledgers, which alone matter. A node makes them again by itself where they are damaged; this command is for whoever
does not want to wait for that. The node must not run.`
}

// Run makes the tables of every compartment again.
func (c *rebuildCmd) Run(e *env) error {
	passphrase, err := c.passphrase(e)
	if err != nil {
		return err
	}
	n, err := node.Rebuild(e.ctx, node.Config{Dir: c.Data, Passphrase: passphrase, Clock: e.Clock, Random: e.Random, Log: e.log}, e.progress("rebuild"))
	if err != nil {
		return err
	}
	e.say("rebuilt from %d revisions", n)
	return nil
}

type backupCmd struct {
	dataFlags
	Dir  string `arg:"" help:"where the data go, best on another disk" type:"path"`
	Keys string `help:"where the keys go: another place than the data" required:"" type:"path" placeholder:"DIR"`
}

// Help is what `wasl backup --help` says besides the flags.
func (backupCmd) Help() string {
	return `A backup is two files, named after the moment. The one ends in .backup: reports, answers, attachments, all that happened, sealed. Keep it as long as you like. The other
ends in .keys: without it the first is noise, and without the node's passphrase both are. Keep the two in different places.

Files of keys are removed after 30 days, and that is on purpose: what a person had erased is then gone from old backups as well. To put an old backup back, take the
newest keys.

The node may run meanwhile. Every revision is verified on the way; where something is damaged the backup is made all the same, the damage is told, and the command exits
with 1.

    wasl backup /mnt/disk/wasl --keys /mnt/stick/wasl-keys`
}

// Run makes a backup.
func (c *backupCmd) Run(e *env) error {
	if node.IsDemo(c.Data) {
		return invalid("cli.backup.demo", "a demo's data are invented: there is nothing to back up", "start a node with wasl serve")
	}
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		b, err := n.Backup(ctx, c.Dir, c.Keys)
		if err != nil {
			return err
		}
		e.say("data  %s", b.Data)
		e.say("keys  %s", b.Keys)
		e.say("backed up %d revisions, %d MB", b.Revisions, (b.Bytes+1<<20-1)>>20)
		if b.Dropped > 0 {
			e.say("removed %d files of keys that were older than 30 days", b.Dropped)
		}
		for _, d := range b.Damage {
			e.say("%s", d)
		}
		if len(b.Damage) > 0 {
			fmt.Fprintln(e.Stderr, "the node is damaged, and the backup is as it is: keep earlier ones")
			return errFound
		}
		return nil
	})
}

type restoreCmd struct {
	dataFlags
	Backup string `arg:"" help:"file that ends in .backup" type:"path"`
	Keys   string `arg:"" help:"file that ends in .keys, of the same moment or later" type:"path"`
}

// Help is what `wasl restore --help` says besides the flags.
func (restoreCmd) Help() string {
	return `The data directory must be empty, or not there. What was erased since the backup was made is erased again, as far as the keys are newer. Everybody must sign in anew,
invitations that were not used are void, and oversight is told. What was reported after the backup is not there: phones that kept a report can be asked to send it again.

    wasl restore wasl-20261124T020000Z.backup wasl-20261124T020000Z.keys --data /srv/wasl`
}

// Run puts a backup back.
func (c *restoreCmd) Run(e *env) error {
	cfg, err := c.config(e)
	if err != nil {
		return err
	}
	for _, name := range []string{c.Backup, c.Keys} {
		if _, err := os.Stat(name); err != nil {
			return missingFile(name, err)
		}
	}
	r, err := node.Restore(e.ctx, cfg, c.Backup, c.Keys, e.progress("verify"))
	if err != nil {
		return err
	}
	e.say("put back what the node held on %s UTC: %d revisions", r.At.UTC().Format(time.DateTime), r.Revisions)
	if r.Erased > 0 {
		e.say("erased again what had been erased since: %d records", r.Erased)
	}
	return e.verdict(r.Damage)
}

type keysCmd struct {
	Rotate     keysRotateCmd     `cmd:"" help:"Give phones a new key to seal reports to."`
	Passphrase keysPassphraseCmd `cmd:"" help:"Put the node's keys under another passphrase."`
}

type keysRotateCmd struct {
	dataFlags
}

// Help is what `wasl keys rotate --help` says besides the flags.
func (keysRotateCmd) Help() string {
	return `Phones take the new key with their next contact. What they sealed to the old one opens for another 90 days, then its secret is destroyed: who steals the keys later
cannot open what was sent before.`
}

// Run makes a new key.
func (c *keysRotateCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		if _, err := n.Vault.Rotate(ctx, local(n)); err != nil {
			return err
		}
		e.say("phones get a new key; what is sealed to the old one opens for another 90 days")
		return nil
	})
}

type keysPassphraseCmd struct {
	dataFlags
	New string `help:"file with the new passphrase" required:"" type:"existingfile" placeholder:"FILE"`
}

// Help is what `wasl keys passphrase --help` says besides the flags.
func (keysPassphraseCmd) Help() string {
	return `For when somebody who knows the passphrase leaves. The node must not run. Files of keys in backups stay under the old passphrase until they are removed: make a new backup,
and destroy the old files of keys if you must.`
}

// Run changes the passphrase.
func (c *keysPassphraseCmd) Run(e *env) error {
	cfg, err := c.config(e)
	if err != nil {
		return err
	}
	next, err := os.ReadFile(c.New)
	if err != nil {
		return missingFile(c.New, err)
	}
	if err := node.ChangePassphrase(cfg, strings.TrimRight(string(next), "\r\n")); err != nil {
		return err
	}
	e.say("the keys are under the new passphrase; start the node with it from now on")
	return nil
}
