package node

import (
	"context"
	"fmt"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/network/unit"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/response"
	"wasl/internal/triage/task"
)

// deed is something that is done about a report of the demo, so many minutes ago.
type deed struct {
	ago int
	do  func(ctx context.Context, now time.Time) error
}

// acting is somebody of the demo who acts for a unit.
func acting(who policy.Role, as policy.Role, code string) policy.Actor {
	return policy.Actor{ID: identity.DemoID(who), Roles: []policy.Role{as}, Unit: unit.IDOf(code)}
}

// The desk of the demo is at Bassikounou.
const demoDesk = "MR012-DESK"

func demoReport(id string) record.ID { return record.IDOf("demo/" + id) }

// deeds are what was asked and done in the demo's last days.
func (d *Demo) deeds(ctx context.Context, now time.Time) (steps []step) {
	var all []deed
	all = append(all, d.demoTasks()...)
	all = append(all, d.demoReferrals()...)
	all = append(all, d.demoResponses()...)
	all = append(all, d.demoCase()...)
	all = append(all, d.demoHandovers()...)
	all = append(all, d.demoBulletins()...)
	for _, one := range all {
		at := now.Add(-time.Duration(one.ago) * time.Minute)
		steps = append(steps, step{at, func() error {
			if err := one.do(ctx, d.clock.now()); err != nil {
				return fmt.Errorf("deed of %d minutes ago: %w", one.ago, err)
			}
			return nil
		}})
	}
	return steps
}

// asks is a task of the demo.
func (d *Demo) asks(ago, wait int, who policy.Actor, name, of, to, text string) deed {
	return deed{ago, func(ctx context.Context, now time.Time) error {
		n := task.New{ID: record.IDOf("demo/task/" + name), To: unit.IDOf(to), Text: text, Due: now.Add(time.Duration(wait) * time.Minute)}
		if of != "" {
			n.Report = demoReport(of)
		}
		_, err := d.Tasks.Ask(ctx, who, n)
		return err
	}}
}

func (d *Demo) demoTasks() []deed {
	desk, hq := acting(policy.Desk, policy.Desk, demoDesk), acting(policy.Chief, policy.Chief, "MR-HQ")
	posts := acting(policy.Chief, policy.Chief, "MR012-GEN")
	act := func(name string) task.Act { return task.Act{ID: record.IDOf("demo/task/" + name)} }
	return []deed{
		d.asks(30, 240, desk, "cattle", "fassala-cattle-1", "MR012-GEN", "Suivez les traces au nord du puits et dites-nous dans quelle direction va le troupeau."),
		{22, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Accept(ctx, posts, act("cattle"))
			return err
		}},
		d.asks(130, 60, desk, "arrivals", "fassala-arrivals-1", "MR012-HEA", "عدد الوافدين وحالتهم الصحية، وخاصة الأطفال والحوامل."),
		d.asks(220, 180, desk, "shell", "megve-shell-1", "MR012-GEN", "Allez voir le point d’impact ; ne touchez à rien, gardez les curieux à distance."),
		{200, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Accept(ctx, posts, act("shell"))
			return err
		}},
		{90, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Finish(ctx, posts, act("shell"), "Un cratère de deux mètres à l’est du village, personne n’est blessé. Le lieu est gardé.")
			return err
		}},
		d.asks(400, 300, hq, "figures", "", demoDesk, "Envoyez le nombre des ménages arrivés cette semaine, même approximatif."),
		d.asks(55, 360, hq, "list", "", demoDesk, "How many households came this week, and how many have no water? One line is enough."),
	}
}

func (d *Demo) demoReferrals() []deed {
	desk := acting(policy.Desk, policy.Desk, demoDesk)
	refer := func(ago int, name, of, to string, need task.Need, text string, p vault.Person) deed {
		return deed{ago, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Refer(ctx, desk, task.NewReferral{
				ID: record.IDOf("demo/referral/" + name), Report: demoReport(of), To: unit.IDOf(to), Need: need, Text: text, Person: p,
			})
			return err
		}}
	}
	return []deed{
		refer(120, "girl", "fassala-arrivals-1", "MR012-NGO", task.Child, "Une fille d’une dizaine d’années est arrivée seule ; elle cherche sa tante.",
			vault.Person{Name: "Oumou Dicko", Place: "chez la présidente de la coopérative", Note: "parle tamasheq"}),
		{100, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.AcceptReferral(ctx, acting(policy.Operator, policy.Desk, "MR012-NGO"), task.Act{ID: record.IDOf("demo/referral/girl")})
			return err
		}},
		refer(45, "woman", "fassala-arrivals-4", "MR012-HEA", task.Wounded, "امرأة حامل في شهرها الأخير، منهكة بعد ثلاثة أيام من المشي.",
			vault.Person{Name: "Fatma Walet", Place: "sous l’acacia près du puits"}),
	}
}

func (d *Demo) demoResponses() []deed {
	desk := acting(policy.Desk, policy.Desk, demoDesk)
	did := func(ago int, name, of, by string, kind response.Kind, text string, effect response.Effect, came string) deed {
		return deed{ago, func(ctx context.Context, now time.Time) error {
			return d.Deeds.Record(ctx, desk, response.New{
				ID: record.IDOf("demo/response/" + name), Report: demoReport(of), Doer: unit.IDOf(by), Kind: kind, Text: text, When: now, Effect: effect, Came: came,
			})
		}}
	}
	return []deed{
		did(85, "shell", "megve-shell-1", "MR012-GEN", response.Patrol, "Une patrouille a gardé le lieu et prévenu les familles.", response.Achieved, "Personne ne s’est approché."),
		did(240, "well", "dhar-well-1", demoDesk, response.Mediation, "اجتمع الطرفان عند شيخ القرية واتفقا على أوقات السقي.", response.Partly, "يبقى الاتفاق على الليل."),
		{80, func(ctx context.Context, _ time.Time) error {
			return d.Deeds.Learn(ctx, desk, incidents.About{Report: demoReport("megve-shell-1")}, "La patrouille était sur place en deux heures.", "Prévenir les villages voisins dès le premier appel.")
		}},
	}
}

// demoCase is the work on the demo's incidents: what was asked about them, answered
// and done, and who was told.
func (d *Demo) demoCase() []deed {
	desk, hq := acting(policy.Desk, policy.Desk, demoDesk), acting(policy.Chief, policy.Chief, "MR-HQ")
	posts := acting(policy.Chief, policy.Chief, "MR012-GEN")
	on := func(name string) record.ID { return record.IDOf("demo/incident/" + name) }
	did := func(ago int, who policy.Actor, name, of, by string, kind response.Kind, text string, effect response.Effect, came string) deed {
		return deed{ago, func(ctx context.Context, now time.Time) error {
			return d.Deeds.Record(ctx, who, response.New{
				ID: record.IDOf("demo/response/" + name), Incident: on(of), Doer: unit.IDOf(by), Kind: kind, Text: text, When: now, Effect: effect, Came: came,
			})
		}}
	}
	return []deed{
		{17, func(ctx context.Context, now time.Time) error {
			_, err := d.Tasks.Ask(ctx, desk, task.New{
				ID: record.IDOf("demo/task/crossing"), Incident: on("cattle"), To: unit.IDOf("MR012-GEN"), Due: now.Add(3 * time.Hour),
				Text: "Placez quelqu’un au passage au nord de Fassala et dites-nous si le troupeau y passe, et combien d’hommes le mènent.",
			})
			return err
		}},
		{13, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Accept(ctx, posts, task.Act{ID: record.IDOf("demo/task/crossing")})
			return err
		}},
		{6, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Finish(ctx, posts, task.Act{ID: record.IDOf("demo/task/crossing")}, "مر القطيع قبل ساعة متجها شمالا، ومعه أربعة رجال على دراجتين.")
			return err
		}},
		did(5, desk, "herders", "cattle", demoDesk, response.Warning, "Les éleveurs des trois puits voisins ont été appelés.", "", ""),
		did(326, hq, "radio", "town", demoDesk, response.Warning, "The prefect spoke on the local radio: the town is calm, nobody has been hurt.", response.Achieved, "Shops opened again in the morning."),
		{325, func(ctx context.Context, _ time.Time) error {
			return d.Deeds.Learn(ctx, hq, incidents.About{Incident: on("town")}, "La radio a parlé en moins d’une heure.", "Appeler d’abord l’imam et le chef de village : on les croit plus vite.")
		}},
	}
}

func (d *Demo) demoHandovers() []deed {
	desk, night := acting(policy.Desk, policy.Desk, demoDesk), acting(policy.Operator, policy.Desk, demoDesk)
	leave := func(ago int, who policy.Actor, name, text string) deed {
		return deed{ago, func(ctx context.Context, _ time.Time) error {
			items, err := d.Tasks.Draft(ctx, who)
			if err == nil {
				_, err = d.Tasks.Leave(ctx, who, record.IDOf("demo/handover/"+name), text, items)
			}
			return err
		}}
	}
	return []deed{
		leave(1000, desk, "evening", "هدوء في النهار. سيعاود رئيس المركز الصحي الاتصال قبل منتصف الليل."),
		{960, func(ctx context.Context, _ time.Time) error {
			_, err := d.Tasks.Take(ctx, night, record.IDOf("demo/handover/evening"), "Bien lu.")
			return err
		}},
		leave(15, night, "night", "Nuit longue : deux appels de Fassala au sujet du troupeau. Le poste rappelle à midi, ne pas le laisser sans réponse."),
	}
}
