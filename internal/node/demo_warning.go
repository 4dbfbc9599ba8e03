package node

import (
	"context"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
)

// warned plays the warnings of a demo: one that holds, one taken back, one that waits
// for a second person, one from outside. All of it is made up, and marked as a test.
func (d *Demo) warned(ctx context.Context, now time.Time) []step {
	ago := func(h float64) time.Time { return now.Add(-time.Duration(h * float64(time.Hour))) }
	flood := d.demoWarning("flood", "Severe", "MR041", now.Add(40*time.Hour), map[lang.Language]warning.Words{
		lang.French:  {Headline: "Crue du fleuve à Kaédi", Description: "Le fleuve est monté de deux mètres depuis hier. Les quartiers bas peuvent être inondés cette nuit.", Instruction: "Quittez les berges. Mettez les enfants et le bétail sur les hauteurs. Ne traversez pas l’eau à pied."},
		lang.Arabic:  {Headline: "فيضان النهر في كيهيدي", Description: "ارتفع النهر مترين منذ أمس. قد تغمر المياه الأحياء المنخفضة هذه الليلة.", Instruction: "غادروا ضفاف النهر. انقلوا الأطفال والماشية إلى الأماكن المرتفعة. لا تعبروا الماء مشيا."},
		lang.English: {Headline: "River flood at Kaédi", Description: "The river has risen by two metres since yesterday. Low quarters may be flooded tonight.", Instruction: "Leave the banks. Take children and cattle to high ground. Do not wade through the water."},
	})
	sand := d.demoWarning("sandstorm", "Moderate", "MR021", now.Add(30*time.Hour), map[lang.Language]warning.Words{
		lang.French: {Headline: "Vent de sable sur Aïoun", Description: "On y verra à moins de cent mètres sur la route de l’Espoir.", Instruction: "Ne prenez pas la route. Fermez portes et fenêtres. Couvrez-vous la bouche et le nez."},
		lang.Arabic: {Headline: "عاصفة رملية في لعيون", Description: "ستقل الرؤية عن مائة متر على طريق الأمل.", Instruction: "لا تسلكوا الطريق. أغلقوا الأبواب والنوافذ. غطوا أفواهكم وأنوفكم."},
	})
	fire := d.demoWarning("fire", "Severe", "MR012", now.Add(20*time.Hour), map[lang.Language]warning.Words{
		lang.French: {Headline: "Feu de brousse à l’est de Bassikounou", Description: "Le feu avance vers l’ouest avec le vent. Deux pâturages ont brûlé.", Instruction: "Éloignez les troupeaux vers l’ouest. N’allumez aucun feu. Prévenez vos voisins."},
		lang.Arabic: {Headline: "حريق في المراعي شرق باسكنو", Description: "يتقدم الحريق غربا مع الريح. احترق مرعيان.", Instruction: "أبعدوا القطعان نحو الغرب. لا توقدوا نارا. أخبروا جيرانكم."},
	})
	fire.Content.Shape = &warning.Shape{Centre: &cap.Point{Lat: 15.9, Lon: -5.75}, Km: 25}
	return []step{
		{ago(50), func() error { return d.giveOut(ctx, sand) }},
		{ago(26), func() error { return d.takeBack(ctx, sand.ID) }},
		{ago(9), func() error { return d.giveOut(ctx, flood) }},
		{ago(4), func() error { return d.broughtIn(ctx, ago(4.2), now.Add(28*time.Hour)) }},
		{ago(0.6), func() error { _, err := d.Warnings.Propose(ctx, d.border(), fire); return err }},
	}
}

// border is the desk at Bassikounou.
func (d *Demo) border() policy.Actor {
	return policy.Actor{ID: identity.DemoID(policy.Desk), Roles: []policy.Role{policy.Desk}, Unit: unit.IDOf("MR012-DESK")}
}

func (d *Demo) demoWarning(event, severity, code string, until time.Time, texts map[lang.Language]warning.Words) warning.New {
	return warning.New{ID: record.IDOf("demo/warning/" + event), Content: warning.Content{
		Event: event, Urgency: "Immediate", Severity: severity, Certainty: "Likely", Expires: until, Places: []place.Ref{{List: "OCHA-COD-2024", Code: code}}, Texts: texts, Contact: "118",
	}}
}

// giveOut has one person draft and another release.
func (d *Demo) giveOut(ctx context.Context, n warning.New) error {
	w, err := d.Warnings.Propose(ctx, d.border(), n)
	if err != nil {
		return err
	}
	_, err = d.Warnings.Release(ctx, d.chief(), w.ID, w.Pending.Sum())
	return err
}

func (d *Demo) takeBack(ctx context.Context, id record.ID) error {
	w, err := d.Warnings.Get(ctx, d.border(), id)
	if err != nil {
		return err
	}
	if w, err = d.Warnings.ProposeCancel(ctx, d.border(), id, w.Revision, "Le vent est tombé, la route est rouverte."); err != nil {
		return err
	}
	_, err = d.Warnings.Release(ctx, d.chief(), id, w.Pending.Sum())
	return err
}

// broughtIn is a warning of another authority, which the watch for them hears.
func (d *Demo) broughtIn(ctx context.Context, sent, until time.Time) error {
	area := []cap.Area{{Desc: "Hodh Ech Chargui", Circles: []cap.Circle{{Centre: cap.Point{Lat: 16.3, Lon: -7.2}, Radius: 60}}}}
	info := func(l, event, headline, description, instruction string) cap.Info {
		return cap.Info{
			Language: l, Categories: []string{"Met"}, Event: event, Urgency: "Expected", Severity: "Severe", Certainty: "Likely", Expires: until.Truncate(time.Second), SenderName: "Service météorologique (inventé)",
			Headline: headline, Description: description, Instruction: instruction, Areas: area,
		}
	}
	file, err := cap.Encode(&cap.Alert{
		Identifier: "meteo-demo-17", Sender: "alertes@meteo.example", Sent: sent.UTC().Truncate(time.Second), Status: cap.Actual, MsgType: cap.First, Scope: cap.Public,
		Infos: []cap.Info{
			info("fr", "Orages violents", "Orages violents attendus sur Néma et Oualata", "Pluies de plus de 60 mm en trois heures, rafales à 80 km/h.", "Évitez les oueds et ne campez pas dans les lits asséchés."),
			info("ar", "عواصف رعدية", "عواصف رعدية شديدة متوقعة على النعمة وولاتة", "أمطار تتجاوز 60 ملم في ثلاث ساعات ورياح تبلغ 80 كم في الساعة.", "تجنبوا الأودية ولا تخيموا في مجاريها الجافة."),
		},
	})
	if err != nil {
		return err
	}
	from, err := d.Field.End(ctx)
	if err != nil {
		return err
	}
	if _, err := d.Warnings.Import(ctx, d.border(), file); err != nil {
		return err
	}
	revs, err := d.Field.Follow(ctx, from, 1)
	if err != nil {
		return err
	}
	for _, rev := range revs {
		if err := d.Warnings.Lookout().Follow(ctx, rev); err != nil {
			return err
		}
	}
	return nil
}
