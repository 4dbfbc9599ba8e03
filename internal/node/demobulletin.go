package node

import (
	"context"
	"fmt"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/share/product"
)

// demoBulletins are yesterday's bulletin, which has gone out, and today's draft.
func (d *Demo) demoBulletins() []deed {
	desk := acting(policy.Desk, policy.Desk, demoDesk)
	day := func(now time.Time, back int) string { return now.In(zone).AddDate(0, 0, -back).Format(time.DateOnly) }
	return []deed{
		{14, func(ctx context.Context, now time.Time) error {
			id, err := d.Bulletins.Draft(ctx, desk, day(now, 1))
			if err != nil {
				return err
			}
			return d.demoRemark(ctx, desk, id, "yesterday", record.Amber, map[lang.Language]string{
				lang.French: "La piste de Fassala reste praticable. Prochain point : demain à 8 h.",
				lang.Arabic: "ما زال طريق فصالة سالكًا. الإحاطة التالية: غدًا في الساعة الثامنة.",
			})
		}},
		{12, func(ctx context.Context, now time.Time) error { return d.demoRelease(ctx, desk, day(now, 1)) }},
		{4, func(ctx context.Context, now time.Time) error {
			id, err := d.Bulletins.Draft(ctx, desk, day(now, 0))
			if err != nil {
				return err
			}
			return d.demoRemark(ctx, desk, id, "today", record.Green, map[lang.Language]string{
				lang.French: "Le marché de samedi est maintenu ; une patrouille y sera.",
			})
		}},
	}
}

func (d *Demo) demoRemark(ctx context.Context, who policy.Actor, id record.ID, name string, tlp record.TLP, texts map[lang.Language]string) error {
	return d.Bulletins.Add(ctx, who, product.On{Bulletin: id}, product.ByHand{ID: record.IDOf("demo/remark/" + name), Section: product.Remarks, TLP: tlp, Texts: texts})
}

// demoRelease lets a bulletin go out to the posts below: what stays in the unit is
// left out first.
func (d *Demo) demoRelease(ctx context.Context, who policy.Actor, day string) error {
	id := product.IDOf(who.Unit, day, 1)
	v, err := d.Bulletins.Get(ctx, who, id)
	if err != nil {
		return err
	}
	for _, p := range v.Paragraphs {
		if p.TLP > record.Amber {
			if err := d.Bulletins.LeaveOut(ctx, who, product.On{Bulletin: id}, p.ID, "reste au bureau"); err != nil {
				return err
			}
		}
	}
	if v, err = d.Bulletins.Get(ctx, who, id); err != nil {
		return err
	}
	r := product.Release{Read: true, To: []record.ID{unit.IDOf("MR012-GEN"), unit.IDOf("MR012-HEA")}}
	for _, p := range v.Shown() {
		r.Shown = append(r.Shown, p.ID)
	}
	if err := d.Bulletins.Release(ctx, who, product.On{Bulletin: id, Revision: v.Revision}, r); err != nil {
		return fmt.Errorf("release the bulletin of %s: %w", day, err)
	}
	return nil
}
