package node

import (
	"context"
	"fmt"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/rule"
)

// ruledFor is how long ago the demo's rules were switched on: some of its reports
// came before them, on which they were tried.
const ruledFor = 2000 * time.Minute

// demoRules are those that the demo's desks have written. The last one is not on.
var demoRules = []struct {
	unit, name, why string
	when            rule.Condition
	then            rule.Act
}{
	{
		"MR-HQ", "Un enfant sans ses parents", "Trois fois ce mois-ci un enfant a attendu une nuit.",
		rule.All{
			rule.Words{Of: []string{"enfants sans parent", "children without a parent", "enfant seul", "أطفال"}},
			rule.None{rule.Urgencies{report.Now}},
		},
		rule.Urge{To: report.Now},
	},
	{
		"MR-HQ", "Contrebande et armes : la douane du lieu", "Les bureaux transmettaient tous, un jour trop tard.",
		rule.Kinds{"smuggling", "weapons"},
		rule.SendDesk{Kind: unit.Customs},
	},
	{
		"MR012-DESK", "السوق والأسعار: مراجعة ثانية", "أُغلقت بلاغات عن الأسعار قبل سؤال التجار.",
		rule.Any{rule.Kinds{"market"}, rule.Words{Of: []string{"prix du mil", "أسعار", "السوق"}}},
		rule.Review{},
	},
	{
		"MR012-DESK", "La nuit, des motos près des puits", "",
		rule.All{rule.Hours{From: 22 * 60, To: 5 * 60}, rule.Words{Of: []string{"moto", "دراجة", "motorbike"}}, rule.Words{Of: []string{"puits", "بئر", "well"}}},
		rule.Urge{To: report.Soon},
	},
}

// rules writes them, tries them on what came before, and lets them run; and says
// how soon the demo's own desk acts, and how much of what is closed is looked at
// again.
func (d *Demo) rules(ctx context.Context) error {
	for i, r := range demoRules {
		id := record.IDOf("demo/rule/" + r.name)
		if err := d.Rules.Put(ctx, d.chief(), id, rule.Draft{Unit: unit.IDOf(r.unit), Name: r.name, When: r.when, Then: []rule.Act{r.then}}, 0); err != nil {
			return fmt.Errorf("rule %s: %w", r.name, err)
		}
		if i == len(demoRules)-1 {
			break
		}
		if _, err := d.Rules.Try(ctx, d.chief(), id, 30); err != nil {
			return fmt.Errorf("try rule %s: %w", r.name, err)
		}
		if err := d.Rules.On(ctx, d.chief(), id, r.why, 0); err != nil {
			return fmt.Errorf("switch on rule %s: %w", r.name, err)
		}
	}
	if err := d.Queue.SetShare(ctx, d.chief(), d.Units.Tree().Root(), 10); err != nil {
		return err
	}
	return d.Queue.SetDeadlines(ctx, d.chief(), unit.IDOf("MR012-DESK"), queue.Deadlines{Look: queue.Times{15 * time.Minute, 6 * time.Hour, 2 * 24 * time.Hour}})
}

// ruled lets the rules look at a report that has come in, as they do by themselves
// once the node serves.
func (d *Demo) ruled(ctx context.Context, id record.ID) error {
	revs, err := d.Field.History(ctx, id)
	if err != nil {
		return err
	}
	for _, rev := range revs {
		if err := d.Rules.Follow(ctx, rev); err != nil {
			return err
		}
	}
	return d.Rules.Settle(ctx)
}
