package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/edge/api"
	"wasl/internal/node"
)

type accountCmd struct {
	List accountListCmd `cmd:"" help:"List who has an account, with roles and unit."`
	Link accountLinkCmd `cmd:"" help:"Make a one-time link by which somebody who lost password or phone gets in again."`
}

type accountListCmd struct {
	dataFlags
}

// Run lists the accounts.
func (c *accountListCmd) Run(e *env) error {
	return c.with(e, func(_ context.Context, n *node.Node) error {
		w := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "LOGIN\tNAME\tROLES\tUNIT\t")
		for _, m := range n.Who.Everybody() {
			u, _ := n.Units.Tree().Get(m.Unit)
			roles := make([]string, len(m.Roles))
			for i, r := range m.Roles {
				roles[i] = string(r)
			}
			state := ""
			if m.Closed {
				state = "closed"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", m.Login, m.Name, strings.Join(roles, ","), u.Code, state)
		}
		return w.Flush()
	})
}

type accountLinkCmd struct {
	dataFlags
	Login string `arg:"" help:"of the account"`
	URL   string `help:"address under which people open the node, to begin the link with" placeholder:"URL"`
}

// Help is what `wasl account link --help` says besides the flags.
func (accountLinkCmd) Help() string {
	return `For when the only administrator has lost the password or the phone: nobody else can help them then, and whoever has the machine and the node's passphrase can.
Whoever opens the link chooses a new password; the second factor and passkeys of before go, and so do the account's sessions. It works once and for a time only.
Oversight is told that such a link was made.`
}

// Run makes a link.
func (c *accountLinkCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		in, secret, err := n.Who.Recover(ctx, strings.TrimSpace(c.Login))
		if fault.Is(err, fault.Missing) {
			return errors.Join(&fault.Error{
				Kind: fault.Missing, Op: "cli.account", Key: "cli.account.none", Msg: "nobody has an account with the login {0}", Args: []string{c.Login},
				Hint: "see wasl account list",
			})
		}
		if err != nil {
			return err
		}
		e.say("%s can get in again with this link, once, until %s UTC:", in.Name, in.Expires.UTC().Format(time.DateTime))
		e.say("%s%s%s", e.address(c.URL), api.InvitePath, secret)
		e.say("Hand it over in person: whoever opens it first has the account. Oversight is told of it.")
		return nil
	})
}

// address is where people open the node: as was given, else as it is served, else
// where it would be served.
func (e *env) address(given string) string {
	switch {
	case given != "":
		return strings.TrimRight(given, "/")
	case e.base != "":
		return e.base
	}
	return "http://" + defaultListen
}
