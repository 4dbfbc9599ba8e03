package node

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"time"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	certs "wasl/internal/community/certificate"
	"wasl/internal/community/course"
	"wasl/internal/community/feedback"
	"wasl/internal/community/material"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
)

// gathering is a small programme in which something of every kind happens: a dozen
// adults, so that there are numbers that may be shown, and a child; one training of two
// sessions, and what was learned, made, said and asked around it; at the end some take
// back what they agreed to, and one is deleted.
type gathering struct {
	*busy
	training record.ID
	sessions []record.ID
	poster   record.ID

	boss, trainer, youth, guardian policy.Actor
}

// child is the number of the gathering's child; the others are adults.
const child = 14

func goldenID(of string) record.ID { return record.IDOf("golden/" + of) }

// gather plays it.
func (b *busy) gather() {
	b.t.Helper()
	g := &gathering{
		busy: b, training: goldenID("training"), poster: materialID("golden"),
		boss: b.organiser(), trainer: b.member(policy.Trainer, "MR012-CIV"),
		youth: b.member(policy.Mobiliser, "MBERA-COM"), guardian: b.member(policy.Safeguarding, "MR01-DESK"),
	}
	for _, act := range []func(context.Context){
		g.register, g.publish, g.train, g.takeRoll, g.learn, g.certify, g.propose, g.make, g.complain, g.hear, g.survey, g.leave,
	} {
		act(context.Background())
		b.pass(5 * time.Hour)
	}
}

func (g *gathering) register(ctx context.Context) {
	people, err := demo.People()
	g.ok(err)
	people[child-1] = people[len(people)-30] // of the workshop with children
	p := &program{g.Demo, g.time(), people[:child]}
	g.ok(p.register(ctx))
	g.ok(g.People.Agree(ctx, g.boss, personID(1), person.Consent{ID: goldenID("refresher"), Scope: person.Refresher, Language: "fr", How: "written"}))
}

// publish puts out a course, its next version, and another that is withdrawn.
func (g *gathering) publish(ctx context.Context) {
	text := func(front string) []course.File {
		return []course.File{
			{Name: "course.md", Content: []byte("---\n" + front + "\nreview: none\nopen: yes\nrefresh: 12\ntitle.fr: L’eau\ntopic.boil.fr: Bouillir\n---\n")},
			{Name: "01-water.fr.md", Content: []byte("# L’eau\n\n## Bouillir\n\nUne **minute**.\n\n### ? Combien ? {#m1 topic=boil}\n\n- [x] une minute\n- [ ] un instant\n\n> Les germes meurent.\n")},
			{Name: "test.fr.md", Content: []byte("# Test\n\n### ? Quelle eau boire ? {#q1 topic=boil}\n\n- [ ] trouble\n- [x] bouillie\n")},
			{Name: "skills.fr.md", Content: []byte("# Gestes\n\n## Eau\n\n- [ ] fait bouillir {#s1}\n- [ ] couvre {#s2}\n")},
			{Name: "guide.fr.md", Content: []byte("# Guide\n\n## Avant\n\nApportez une marmite.\n")},
		}
	}
	for _, front := range []string{"id: water\nversion: 1", "id: water\nversion: 2", "id: gone\nversion: 1"} {
		_, _, err := g.Courses.Publish(ctx, g.boss, text(front), course.Base{})
		g.ok(err)
	}
	g.ok(g.Courses.Withdraw(ctx, g.boss, "gone"))
}

// seen is the training as it stands.
func (g *gathering) seen(ctx context.Context) activity.Seen {
	of, err := g.Activities.Get(ctx, g.boss, g.training)
	g.ok(err)
	return activity.Seen{ID: g.training, Revision: of.Revision}
}

func (g *gathering) train(ctx context.Context) {
	day := g.time()
	plan := (&program{now: day}).firstAid("seule", "الوحيدة", "only")
	plan.Courses = []string{"water"}
	plan.Stops = []activity.Stop{{Place: communityPlace("MR01106"), Spot: "Marché", Day: day, Audience: "habitants"}}
	for i, name := range []string{"morning", "evening"} {
		start := day.Add(time.Duration(1+4*i) * time.Hour)
		g.sessions = append(g.sessions, goldenID(name))
		plan.Sessions = append(plan.Sessions, activity.Session{ID: goldenID(name), Start: start, End: start.Add(3 * time.Hour)})
	}
	at := unit.IDOf("MR012-DESK")
	_, err := g.Activities.Put(ctx, g.boss, g.training, at, 0, plan)
	g.ok(err)
	plan.Cost++
	_, err = g.Activities.Put(ctx, g.boss, g.training, at, g.seen(ctx).Revision, plan)
	g.ok(err)
	_, err = g.Activities.Confirm(ctx, g.boss, g.seen(ctx))
	g.ok(err)
	other := activity.Plan{Kind: activity.Forum, Title: lang.Text{lang.French: "Forum"}, Place: communityPlace("MR012"), Expected: 40, Sessions: []activity.Session{{ID: goldenID("forum 1"), Start: day, End: day.Add(time.Hour)}}}
	forum, err := g.Activities.Put(ctx, g.boss, goldenID("forum"), at, 0, other)
	g.ok(err)
	_, err = g.Activities.Cancel(ctx, g.boss, activity.Seen{ID: forum.ID, Revision: forum.Revision}, "La route est coupée.")
	g.ok(err)
}

// takeRoll takes the roll as it is taken: at the console, on a phone with a pass, and
// from a sheet of paper that says something else than the phone.
func (g *gathering) takeRoll(ctx context.Context) {
	var all []record.ID
	for n := 1; n <= child; n++ {
		all = append(all, personID(n))
	}
	g.ok(g.Rolls.Enrol(ctx, g.boss, g.training, all, true))
	g.ok(g.Rolls.Enrol(ctx, g.boss, g.training, all[child-1:], false))
	at := func(session, n int) attendance.Slot {
		return attendance.Slot{Session: g.sessions[session], Person: personID(n)}
	}
	states := []attendance.State{attendance.Present, attendance.Late, attendance.Partial, attendance.Absent}
	for n := 1; n < child; n++ {
		g.ok(g.Rolls.Mark(ctx, g.trainer, g.training, attendance.Say{Slot: at(0, n), State: states[(n-1)%len(states)]}))
	}
	p, secret, err := g.Rolls.Open(ctx, g.trainer, g.training, attendance.NewPass{ID: goldenID("pass"), Name: "Téléphone de Yahya"})
	g.ok(err)
	_, err = g.Rolls.Sync(ctx, secret, attendance.Sent{
		Device: goldenID("device"), Clock: g.time(),
		Newcomers: []attendance.Newcomer{{ID: goldenID("newcomer"), Name: "Salka", Sex: "female", Band: "18-24", Community: "host"}},
		Marks: []attendance.Said{
			{Slot: at(1, 1), N: 1, State: attendance.Present, Claim: g.time()},
			{Slot: at(1, 2), N: 2, State: attendance.Present},
			{Slot: attendance.Slot{Session: g.sessions[1], Person: goldenID("newcomer")}, N: 3, State: attendance.Present},
		},
	})
	g.ok(err)
	sheet, err := g.Papers.Print(ctx, g.trainer, g.training, g.sessions, lang.French)
	g.ok(err)
	g.ok(g.Papers.Keep(ctx, g.trainer, g.training, sheet.ID, 1, []attendance.Say{{Slot: at(1, 1), State: attendance.Present}, {Slot: at(1, 2), State: attendance.Absent}}))
	g.ok(g.Rolls.Revoke(ctx, g.trainer, p.ID))
}

// learn lets three take both tests, and one be seen doing something.
func (g *gathering) learn(ctx context.Context) {
	for n := 1; n <= 3; n++ {
		for right, test := range []course.Test{course.Pre, course.Post} {
			_, err := g.Courses.Take(ctx, g.trainer, course.Attempt{
				ID: goldenID(fmt.Sprint(test, n)), Person: personID(n), Activity: g.training, Course: "water", Version: 2, Test: test,
				Answers: course.Answers{"q1": {right}}, Taken: g.time(),
			})
			g.ok(err)
		}
	}
	for _, done := range []bool{true, false, true} {
		g.ok(g.Courses.Tick(ctx, g.trainer, g.training, "water", course.Seen{Person: personID(1), Skill: "s1", Done: done}))
	}
}

func (g *gathering) certify(ctx context.Context) {
	_, err := g.Activities.Finish(ctx, g.boss, g.seen(ctx), "Treize personnes formées.")
	g.ok(err)
	issued, err := g.Certificates.Issue(ctx, g.trainer, g.training, certs.Issuing{
		Issuer: lang.Text{lang.French: "Croissant-Rouge", lang.Arabic: "الهلال الأحمر"}, Signer: "Yahya ould Sidi", Hours: 6,
		Holders: []certs.Holder{{Person: personID(1), Given: "Aminetou", Family: "Sy"}, {Person: personID(3), Given: "Brahim", Family: "Ba"}},
	})
	g.ok(err)
	_, err = g.Certificates.Revoke(ctx, g.trainer, issued[1].ID, certs.Mistake, "nom mal écrit")
	g.ok(err)
}

// propose has two ideas: one is taken on, one is not.
func (g *gathering) propose(ctx context.Context) {
	for _, name := range []string{"football", "theatre"} {
		id := goldenID(name)
		_, err := g.Activities.Suggest(ctx, g.youth, id, activity.Idea{Kind: activity.YouthEvent, Title: name, Why: "Les jeunes se rencontrent.", Where: "Lycée", When: "en décembre", Audience: "jeunes"})
		g.ok(err)
		_, err = g.Activities.Say(ctx, g.boss, id, id.Derive("word"), "Prévoyons de l’eau.")
		g.ok(err)
		_, err = g.Activities.Vote(ctx, g.trainer, id, true)
		g.ok(err)
	}
	_, err := g.Activities.Vote(ctx, g.trainer, goldenID("theatre"), false)
	g.ok(err)
	_, err = g.Activities.Take(ctx, g.boss, goldenID("football"), goldenID("match"))
	g.ok(err)
	_, err = g.Activities.Close(ctx, g.boss, goldenID("theatre"), "La salle est prise.")
	g.ok(err)
}

// make makes a poster with a picture and names two who drew it; it is sent back, then
// agreed to, published, used, and goes out on a stick.
func (g *gathering) make(ctx context.Context) {
	p := &program{d: g.Demo}
	m, err := g.Materials.Write(ctx, g.boss, material.New{ID: g.poster, Kind: material.Poster, Texts: wellPoster})
	g.ok(err)
	read, write := io.Pipe()
	go func() { _ = write.CloseWithError(png.Encode(write, image.NewGray(image.Rect(0, 0, 16, 16)))) }()
	sending, sent := context.WithCancel(ctx)
	_, err = g.Materials.Attach(sending, g.boss, g.poster, material.File{ID: goldenID("picture"), Name: "Affiche", Alt: "Un puits."}, read)
	sent()
	g.ok(err)
	for _, by := range []struct {
		n     int
		named string // a child by its given name in the register, and its age
	}{{1, "Aminetou Sy"}, {child, ""}} {
		young := by.n == child
		g.ok(g.People.Agree(ctx, g.boss, personID(by.n), person.Consent{ID: materialConsent(by.n), Scope: person.Material, Language: "ar", How: "spoken", Guardian: young, Assent: young}))
		_, err = g.Materials.Credit(ctx, g.boss, g.poster, personID(by.n), by.named)
		g.ok(err)
	}
	g.ok(p.handedIn(ctx, "golden"))
	m, err = g.Materials.Get(ctx, g.guardian, m.ID)
	g.ok(err)
	_, err = g.Materials.Return(ctx, g.guardian, m.ID, material.Decision{Sum: m.Sum(), Remarks: "Le visage se voit."})
	g.ok(err)
	g.ok(p.published(ctx, "golden"))
	g.ok(g.Materials.Used(ctx, g.boss, material.Use{ID: goldenID("use"), Material: g.poster, Language: lang.French, Activity: g.training, Spot: "Mairie", Day: g.time(), Printed: 40, People: 80, Said: "À afficher au marché."}))
	_, _, err = g.Materials.Pack(ctx, g.boss, goldenID("kit"), "École de Fassala")
	g.ok(err)
}

func materialConsent(n int) record.ID { return goldenID(fmt.Sprint("consent ", n)) }

// complain thanks for something, and complains of somebody of the staff: that is
// answered, handed on and ended.
func (g *gathering) complain(ctx context.Context) {
	place := communityPlace("MR01106")
	_, err := g.Listening.Enter(ctx, g.youth, feedback.Incoming{ID: goldenID("thanks"), Kind: feedback.Thanks, Place: place, Language: lang.Arabic, Text: "شكرا على الدورة."})
	g.ok(err)
	id := goldenID("complaint")
	got, err := g.Listening.Accept(ctx, feedback.Incoming{ID: id, Kind: feedback.OfStaff, Place: place, Language: lang.French, Text: "Quelqu’un demande de l’argent pour la liste."})
	g.ok(err)
	revision := func() int64 {
		c, err := g.Listening.Open(ctx, g.guardian, id)
		g.ok(err)
		return c.Revision
	}
	g.ok(g.Listening.Answer(ctx, g.guardian, id, revision(), feedback.Word{ID: goldenID("answer"), Text: "Nous vous avons lu.", Language: lang.French}))
	g.ok(g.Listening.AddWord(ctx, got.Receipt, goldenID("word"), "Merci.", lang.French))
	g.ok(g.Listening.Close(ctx, g.guardian, id, revision(), feedback.Measures))
}

// hear takes a rumour from its first telling to its end.
func (g *gathering) hear(ctx context.Context) {
	id, day := goldenID("rumour"), g.time().Format(time.DateOnly)
	g.ok(g.Listening.Hear(ctx, g.youth, feedback.Heard{ID: id, Language: lang.French, Place: communityPlace("MR01106"), Since: day, Risk: feedback.Middle, Text: "On dit que les listes vont à la police."}))
	now := func() feedback.Rumour {
		r, err := g.Listening.Rumour(ctx, g.boss, id)
		g.ok(err)
		return r
	}
	g.ok(g.Listening.HearAgain(ctx, g.boss, id, now().Revision))
	g.ok(g.Listening.Draft(ctx, g.boss, id, now().Revision, feedback.Reply{
		lang.French:  {Headline: "Les listes iraient à la police.", Text: "Elles restent au programme."},
		lang.Arabic:  {Headline: "يقال إن القوائم تذهب إلى الشرطة.", Text: "القوائم تبقى عند البرنامج."},
		lang.English: {Headline: "The lists are said to go to the police.", Text: "They stay with the programme."},
	}))
	g.ok(g.Listening.Check(ctx, g.guardian, id, now().Pending.Sum()))
	g.ok(g.Listening.Tell(ctx, g.boss, id, now().Revision, feedback.Spread{ID: goldenID("told"), Way: feedback.OnRadio, Day: day, Said: "On l’a cru."}))
	g.ok(g.Listening.End(ctx, g.boss, id, now().Revision))
}

// survey asks how content people are, and ends the rounds.
func (g *gathering) survey(ctx context.Context) {
	id := goldenID("survey")
	g.ok(g.Listening.Ask(ctx, g.boss, feedback.Plan{ID: id, Upload: feedback.HowContent(), Activity: g.training, People: 13}))
	v, err := g.Listening.Survey(ctx, g.boss, id)
	g.ok(err)
	p := &program{g.Demo, g.time(), nil}
	for i, said := range []string{"very_content", "discontent"} {
		g.ok(p.answer(ctx, v, feedback.After, i, map[string]string{"agree": "yes", feedback.Satisfaction: said, "useful": "yes", "understood": "maybe", "respected": "yes", "sex": "female", "band": "18-24", "community": "host"}))
	}
	for _, r := range feedback.Rounds() {
		g.ok(g.Listening.EndRound(ctx, g.boss, id, r))
	}
}

// leave draws the numbers up; then consents are taken back, two entries turn out to be
// one person, and somebody asks to be deleted: sums stay.
func (g *gathering) leave(ctx context.Context) {
	_, err := g.Numbers.Renew(ctx)
	g.ok(err)
	g.ok(g.People.Withdraw(ctx, g.boss, personID(child), materialConsent(child)))
	g.ok(g.People.Withdraw(ctx, g.boss, personID(1), goldenID("refresher")))
	g.ok(g.People.Merge(ctx, g.boss, personID(3), personID(4)))
	g.ok(g.People.Apart(ctx, g.boss, personID(3), personID(5), true))
	g.ok(g.People.Erase(ctx, g.boss, personID(2), "La personne l’a demandé."))
	_, err = g.Numbers.Renew(ctx)
	g.ok(err)
}
