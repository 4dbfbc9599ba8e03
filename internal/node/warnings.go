package node

import (
	"context"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/share/warning"
)

// openWarnings puts together how the public is warned.
func (n *Node) openWarnings() error {
	name := n.cfg.Name.In(lang.French)
	if name == "" {
		name = "wasl"
	}
	keys, err := warning.NewKeys(n.db, n.keys.Settings, n.cfg.Random, name, n.cfg.Clock)
	if err != nil {
		return err
	}
	n.Warnings = warning.NewService(warning.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), Places: n.Places, Vault: n.Vault, Alerts: n.Alerts, Behind: n.behindWarning, People: n.Who.Actor,
		Staff: n.staffNames, Signer: keys.Signer, Node: n.keys.Node, Name: n.cfg.Name, Page: n.publicPage(), Demo: n.cfg.Demo, Clock: n.cfg.Clock,
	})
	n.followers.all = append(n.followers.all, n.Warnings.Lookout())
	return nil
}

// behindWarning gives what is behind an alert or an incident that somebody draws a
// warning from.
func (n *Node) behindWarning(ctx context.Context, a policy.Actor, id record.ID) (b warning.Behind, err error) {
	w, err := n.Alerts.Open(ctx, a, id)
	if err == nil {
		return warning.Behind{Reports: w.Behind, Exercise: w.Exercise}, nil
	}
	if !store.None(err) {
		return b, err
	}
	sum, err := n.Incidents.Visible(ctx, a, id)
	if err != nil {
		return b, err
	}
	for _, m := range sum.Members {
		b.Reports = append(b.Reports, m.Report)
	}
	return b, nil
}

func (n *Node) staffNames() (names []string) {
	for _, m := range n.Who.Everybody() {
		names = append(names, m.Name)
	}
	return names
}

// publicPage is the address of the page of warnings, where the node knows by which
// address people reach it.
func (n *Node) publicPage() string {
	if len(n.cfg.Origins) == 0 {
		return ""
	}
	return strings.TrimSuffix(n.cfg.Origins[0], "/") + "/public/warnings"
}
