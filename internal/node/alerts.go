package node

import (
	"context"
	"net/url"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/gateway"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

// zone is the network's: the hours of duty and of quiet are told in it. Mauritania
// keeps UTC the whole year.
var zone = time.UTC

// openAlerts puts together who is on duty, the outbox and the alerts. Followers are
// set going when the node serves.
func (n *Node) openAlerts(ctx context.Context) (err error) {
	tree := n.Units.Tree()
	n.Duty = duty.NewService(duty.Options{
		Ledger: n.Field, Node: n.db, Policy: n.Policy, Units: tree, People: n.Who.Actor, Staff: n.staff, Zone: zone, Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	n.Notices, err = notice.NewService(ctx, notice.Options{
		Ledger: n.Field, Node: n.db, Key: n.keys.Settings, Policy: n.Policy, Root: tree.Root, People: n.Who.Actor, Language: n.Who.Language,
		Describe: func(ctx context.Context, about record.ID) (notice.Brief, error) { return n.Alerts.Brief(ctx, about) },
		Senders:  gateway.Senders(gateway.Options{Clock: n.cfg.Clock}), Link: n.alertPage, Zone: zone, Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	if err != nil {
		return err
	}
	n.Alerts = alert.NewService(alert.Options{
		Ledger: n.Field, Policy: n.Policy, Units: tree, Places: n.Places, Duty: n.Duty, Notices: n.Notices, People: n.Who.Actor, Kind: n.kindName,
		Zone: zone, Clock: n.cfg.Clock,
	})
	n.followers.all = append(n.followers.all, n.Alerts.Lookout(), n.Alerts.Ladder(), &unusual{n: n}, &overdue{n: n})
	for _, c := range n.Notices.Couriers() {
		n.followers.all = append(n.followers.all, c)
	}
	return nil
}

// staff gives everybody who belongs to a unit.
func (n *Node) staff(unit record.ID) (all []policy.Actor) {
	for _, m := range n.Who.Members() {
		if m.Unit != unit {
			continue
		}
		if a, works := n.Who.Actor(m.ID); works {
			all = append(all, a)
		}
	}
	return all
}

// kindName is what reports of a kind are called, by the forms.
func (n *Node) kindName(kind string) lang.Text {
	for _, p := range n.Forms.All() {
		for _, k := range p.Kinds() {
			if k.Name == kind {
				name := lang.Text{}
				for l, text := range k.Label {
					name[lang.Language(l)] = text
				}
				return name
			}
		}
	}
	return nil
}

// alertPage is an alert's page in the console, where the node knows by which
// address people reach it.
func (n *Node) alertPage(about record.ID) string {
	if len(n.cfg.Origins) == 0 {
		return ""
	}
	if _, err := url.Parse(n.cfg.Origins[0]); err != nil {
		return ""
	}
	return strings.TrimSuffix(n.cfg.Origins[0], "/") + "/#/alerts/" + about.String()
}
