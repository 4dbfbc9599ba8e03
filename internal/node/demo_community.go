package node

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	certs "wasl/internal/community/certificate"
	"wasl/internal/community/course"
	"wasl/internal/community/feedback"
	"wasl/internal/community/person"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// The programme of a demo, as that of 2017-18 was: two first-aid sessions with 54
// people, the November caravan, a workshop that makes materials with children and
// parents, a public forum, a course for the police; and what is coming.

// program is what the demo's communities did and will do.
type program struct {
	d      *Demo
	now    time.Time
	people []demo.Person
}

// planned is an activity of the program: when it begins, in days from now, and who
// was expected.
type planned struct {
	code   string
	days   int   // from now
	hours  []int // at which its sessions begin, on each day
	length int   // days
	who    []int // people, by their numbers
	plan   activity.Plan
	state  activity.State
	word   string
}

func (d *Demo) member(role policy.Role, code string) policy.Actor {
	return policy.Actor{ID: identity.DemoID(role), Roles: []policy.Role{role}, Unit: unit.IDOf(code)}
}

func (d *Demo) organiser() policy.Actor { return d.member(policy.Organiser, "MR01-DESK") }

// communityPlace is where all of it is: the moughataa of Bassikounou.
func communityPlace(code string) place.Ref { return place.Ref{List: "OCHA-COD-2024", Code: code} }

// numbers gives the numbers from one to another.
func numbers(from, to int) (all []int) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

// communities plays the program of a demo.
func (d *Demo) communities(ctx context.Context, now time.Time) ([]step, error) {
	people, err := demo.People()
	if err != nil {
		return nil, err
	}
	p := &program{d, now.Truncate(24 * time.Hour), people}
	steps := []step{{p.at(-46, 9), func() error { return p.register(ctx) }}}
	for _, a := range p.activities() {
		steps = append(steps, p.play(ctx, a)...)
	}
	steps = append(steps, p.lessons(ctx)...)
	steps = append(steps, p.heard(ctx)...)
	steps = append(steps, p.made(ctx)...)
	steps = append(steps, p.asked(ctx)...)
	steps = append(steps, p.contentment(ctx)...)
	return append(steps, p.ideas(ctx)...), nil
}

func (p *program) at(days, hour int) time.Time {
	return p.now.AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour)
}

func personID(n int) record.ID { return record.IDOf(fmt.Sprintf("demo/person/p%02d", n)) }

func (p *program) register(ctx context.Context) error {
	return each(p.people, func(i int, k demo.Person) error {
		_, err := p.d.People.Put(ctx, p.d.organiser(), personID(i+1), unit.IDOf("MR012-DESK"), 0, person.Known{
			Name: k.Name, Band: person.Band(k.Band), Sex: person.Sex(k.Sex), Community: person.Community(k.Community),
			Disability: person.Disability(cmp.Or(k.Disability, "no")), Role: person.Role(k.Role), Organisation: k.Organisation, Keep: k.Keep,
		})
		if err != nil {
			return fmt.Errorf("person %s: %w", k.ID, err)
		}
		return nil
	})
}

// sessions are those of an activity on each of its days.
func (p *program) sessions(a *planned) (all []activity.Session) {
	for day := range a.length {
		for _, hour := range a.hours {
			start := p.at(a.days+day, hour)
			all = append(all, activity.Session{ID: record.IDOf(fmt.Sprintf("demo/session/%s/%d/%d", a.code, day, hour)), Start: start, End: start.Add(3 * time.Hour)})
		}
	}
	return all
}

// play plans an activity four weeks before it, confirms it a week later, and says how
// it went on its last evening.
func (p *program) play(ctx context.Context, a planned) []step {
	id, boss := record.IDOf("demo/activity/"+a.code), p.d.organiser()
	a.plan.Sessions = p.sessions(&a)
	act := func(do func(activity.Seen) (activity.Activity, error)) func() error {
		return func() error {
			of, err := p.d.Activities.Get(ctx, boss, id)
			if err == nil {
				_, err = do(activity.Seen{ID: id, Revision: of.Revision})
			}
			if err != nil {
				return fmt.Errorf("activity %s: %w", a.code, err)
			}
			return nil
		}
	}
	steps := []step{{p.at(min(a.days-21, -2), 10), func() error {
		_, err := p.d.Activities.Put(ctx, boss, id, unit.IDOf("MR012-DESK"), 0, a.plan)
		if err != nil {
			return fmt.Errorf("activity %s: %w", a.code, err)
		}
		return nil
	}}}
	if a.state == activity.Draft {
		return steps
	}
	steps = append(steps, step{p.at(min(a.days-14, -1), 11), act(func(seen activity.Seen) (activity.Activity, error) {
		return p.d.Activities.Confirm(ctx, boss, seen)
	})})
	steps = append(steps, p.roll(ctx, id, &a)...)
	if a.state == activity.Done {
		steps = append(steps, step{p.at(a.days+a.length-1, 20), act(func(seen activity.Seen) (activity.Activity, error) {
			return p.d.Activities.Finish(ctx, boss, seen, a.word)
		})})
	}
	return steps
}

// roll puts people on the list of an activity, and takes the roll of each session that
// is over.
func (p *program) roll(ctx context.Context, id record.ID, a *planned) (steps []step) {
	if len(a.who) == 0 {
		return nil
	}
	trainer := p.d.member(policy.Trainer, "MR012-CIV")
	steps = append(steps, step{p.at(min(a.days-5, -1), 15), func() error {
		people := make([]record.ID, len(a.who))
		for i, n := range a.who {
			people[i] = personID(n)
		}
		return p.d.Rolls.Enrol(ctx, p.d.organiser(), id, people, true)
	}})
	if a.state != activity.Done {
		return steps
	}
	for k, s := range a.plan.Sessions {
		steps = append(steps, step{s.End, func() error {
			return each(a.who, func(_ int, n int) error {
				slot := attendance.Slot{Session: s.ID, Person: personID(n)}
				return p.d.Rolls.Mark(ctx, trainer, id, attendance.Say{Slot: slot, State: stood(n, k)})
			})
		}})
	}
	return steps
}

// stood is how somebody stood at a session: nearly all are there, some late, some in
// part, and now and then one is not. Everybody is at the first.
func stood(n, session int) attendance.State {
	switch {
	case session > 0 && (n*7+session*3)%23 == 0:
		return attendance.Absent
	case (n+session)%11 == 0:
		return attendance.Late
	case (n*3+session)%17 == 0:
		return attendance.Partial
	}
	return attendance.Present
}

// lessons are the courses that wasl ships, published; the certificates of the first
// first-aid session; and the numbers of what was done.
func (p *program) lessons(ctx context.Context) []step {
	return []step{
		{p.at(-45, 9), func() error {
			shipped, err := course.Shipped()
			if err != nil {
				return err
			}
			for _, id := range slices.Sorted(maps.Keys(shipped)) {
				if _, wrong, err := p.d.Courses.Publish(ctx, p.d.organiser(), shipped[id], course.Base{}); err != nil {
					return fmt.Errorf("course %s: %w (%v)", id, err, wrong)
				}
			}
			return nil
		}},
		{p.at(-24, 9), func() error { return p.tested(ctx, course.Pre, 9) }},
		{p.at(-22, 18), func() error { return p.tested(ctx, course.Post, 17) }},
		{p.at(-20, 9), func() error {
			in := certs.Issuing{
				Issuer: lang.Text{lang.French: "Protection civile et Croissant-Rouge mauritanien", lang.Arabic: "الحماية المدنية والهلال الأحمر الموريتاني"},
				Signer: "Yahya ould Sidi", Hours: 18,
			}
			for _, n := range append(numbers(1, 15), numbers(31, 42)...) {
				given, family := person.Split(p.people[n-1].Name)
				in.Holders = append(in.Holders, certs.Holder{Person: personID(n), Given: given, Family: family})
			}
			_, err := p.d.Certificates.Issue(ctx, p.d.member(policy.Trainer, "MR012-CIV"), record.IDOf("demo/activity/aid1"), in)
			return err
		}},
		{p.at(0, 0), func() error {
			_, err := p.d.Numbers.Renew(ctx)
			return err
		}},
	}
}

// tested lets those of the first first-aid session take a test: somebody has as many of
// twenty questions right as is usual, some more and some fewer.
func (p *program) tested(ctx context.Context, test course.Test, usual int) error {
	trainer := p.d.member(policy.Trainer, "MR012-CIV")
	v, err := p.d.Courses.Get(ctx, trainer, "first-aid", 0)
	if err != nil {
		return err
	}
	return each(append(numbers(1, 15), numbers(31, 42)...), func(_, n int) error {
		answers := course.Answers{}
		for i, q := range v.Questions(test) {
			if knows := (i*7+n*3)%20 < usual+n%4-1; knows {
				for k, a := range q.Answers {
					if a.Right {
						answers[q.ID] = append(answers[q.ID], k)
					}
				}
			}
		}
		_, err := p.d.Courses.Take(ctx, trainer, course.Attempt{
			ID: record.IDOf(fmt.Sprintf("demo/attempt/%s/%d", test, n)), Person: personID(n), Activity: record.IDOf("demo/activity/aid1"),
			Course: v.ID, Version: v.Version, Test: test, Answers: answers,
		})
		return err
	})
}

// heard is what people said: thanks, a complaint, a rumour.
func (p *program) heard(ctx context.Context) []step {
	youth := p.d.member(policy.Mobiliser, "MBERA-COM")
	bassikounou := communityPlace("MR01106")
	return []step{
		{p.at(-20, 11), func() error {
			_, err := p.d.Listening.Enter(ctx, youth, feedback.Incoming{
				ID: record.IDOf("demo/said/thanks"), Kind: feedback.Thanks, Place: bassikounou, Language: lang.Arabic,
				Text: "شكرا على دورة الإسعافات. أنقذت ابنتي جارنا من الاختناق.",
			})
			return err
		}},
		{p.at(-3, 10), func() error {
			_, err := p.d.Listening.Accept(ctx, feedback.Incoming{
				ID: record.IDOf("demo/said/help"), Kind: feedback.OfHelp, Place: bassikounou, Language: lang.French,
				Text: "Au forum, les femmes du camp n’ont pas eu la parole. Prévoyez une heure pour elles.",
			})
			return err
		}},
		{p.at(-2, 9), func() error {
			return p.d.Listening.Hear(ctx, youth, feedback.Heard{
				ID: record.IDOf("demo/rumour/lists"), Language: lang.French, Place: bassikounou, Since: p.at(-4, 0).Format(time.DateOnly), Risk: feedback.Middle,
				Text: "On dit que les listes des formations sont données à la police.",
			})
		}},
	}
}

// ideas are proposed by young people of the camp and of the town.
func (p *program) ideas(ctx context.Context) []step {
	youth := p.d.member(policy.Mobiliser, "MBERA-COM")
	propose := func(code string, idea activity.Idea) func() error {
		return func() error {
			_, err := p.d.Activities.Suggest(ctx, youth, record.IDOf("demo/idea/"+code), idea)
			return err
		}
	}
	vote := func(code string, by policy.Actor) error {
		_, err := p.d.Activities.Vote(ctx, by, record.IDOf("demo/idea/"+code), true)
		return err
	}
	return []step{
		{p.at(-9, 16), propose("football", activity.Idea{
			Kind: activity.YouthEvent, Title: "Tournoi de football entre la ville et le camp", Why: "Les jeunes de Bassikounou et de Mbera jouent ensemble, en équipes mêlées.",
			Where: "Terrain du lycée", When: "un vendredi de décembre", Audience: "jeunes de 15 à 25 ans",
		})},
		{p.at(-7, 17), propose("theatre", activity.Idea{
			Kind: activity.YouthEvent, Title: "مسرحية عن مخاطر الطريق", Why: "يحكي الشباب في مشاهد قصيرة ما يتعرض له من يسافر مع المهربين.",
			Where: "ساحة السوق", When: "قبل نهاية السنة", Audience: "الشباب والأمهات",
		})},
		{p.at(-6, 18), func() error { return vote("football", p.d.member(policy.Trainer, "MR012-CIV")) }},
		{p.at(-6, 19), func() error { return vote("football", youth) }},
		{p.at(-5, 9), func() error { return vote("football", p.d.organiser()) }},
		{p.at(-5, 12), func() error { return vote("theatre", youth) }},
		{p.at(-5, 13), func() error {
			_, err := p.d.Activities.Say(ctx, p.d.organiser(), record.IDOf("demo/idea/football"), record.IDOf("demo/idea/football/1"), "Bonne idée. Prévoyons aussi un match de filles, et de l’eau.")
			return err
		}},
	}
}

// activities are the program.
func (p *program) activities() []planned { return append(p.held(), p.coming()...) }

// trainers are two, of two organisations, and vetted.
func (p *program) trainers() []activity.Trainer {
	return []activity.Trainer{
		{Account: identity.DemoID(policy.Trainer), Name: "Yahya ould Sidi", Organisation: "Protection civile", Vetted: p.at(-200, 0)},
		{Name: "Mariem mint Abdallahi", Organisation: "Croissant-Rouge mauritanien", Vetted: p.at(-180, 0)},
	}
}

func team() []record.ID { return []record.ID{identity.DemoID(policy.Mobiliser)} }

func (p *program) firstAid(n, nAr, nEn string) activity.Plan {
	return activity.Plan{
		Kind: activity.Training, Title: lang.Text{lang.French: "Premiers secours, " + n + " session", lang.Arabic: "الإسعافات الأولية، الدورة " + nAr, lang.English: "First aid, " + nEn + " session"},
		Summary: lang.Text{lang.French: "Trois jours de gestes qui sauvent, avec la protection civile et le Croissant-Rouge.", lang.Arabic: "ثلاثة أيام في حركات تنقذ الأرواح، مع الحماية المدنية والهلال الأحمر."},
		Place:   communityPlace("MR01106"), Spot: "Maison des jeunes de Bassikounou", Audience: "15 jeunes et 12 agents de la police et des ONG", Expected: 27,
		Languages: []string{"ar", "fr"}, Partners: []string{"Protection civile", "Croissant-Rouge mauritanien"}, Trainers: p.trainers(), Team: team(),
		Risks: "Chaleur l’après-midi ; trajet du camp à la ville.", NoHarm: "Eau et ombre ; transport commun depuis Mbera ; personne n’est photographié sans accord.",
		Line: "1.2 Premiers secours", Budget: 480_000_00, Cost: 462_500_00,
	}
}

// held is what is over.
func (p *program) held() []planned {
	trainers, team := p.trainers(), team()
	return []planned{
		{code: "aid1", days: -24, hours: []int{9, 15}, length: 3, who: slices.Concat(numbers(1, 15), numbers(31, 42)), plan: p.firstAid("première", "الأولى", "first"), state: activity.Done, word: "27 personnes formées, deux gestes à revoir au rappel."},
		{code: "aid2", days: -17, hours: []int{9, 15}, length: 3, who: slices.Concat(numbers(16, 30), numbers(43, 54)), plan: p.firstAid("deuxième", "الثانية", "second"), state: activity.Done, word: "27 personnes formées ; le groupe veut un rappel dans six mois."},
		{code: "caravan", days: -12, hours: []int{17}, length: 4, plan: activity.Plan{
			Kind: activity.Caravan, Title: lang.Text{lang.French: "Caravane de novembre", lang.Arabic: "قافلة نوفمبر", lang.English: "November caravan"},
			Summary: lang.Text{lang.French: "Théâtre, musique et discussion sur les dangers de la route, de village en village.", lang.Arabic: "مسرح وموسيقى ونقاش حول مخاطر الطريق، من قرية إلى قرية."},
			Place:   communityPlace("MR012"), Audience: "villages de la frontière et camp de Mbera", Expected: 600, Trainers: trainers, Team: team, Languages: []string{"ar", "fr", "bm"},
			Risks: "Rassemblements de nuit ; route de Fassala.", NoHarm: "Tout finit avant 20 h ; le trajet n’est pas annoncé d’avance en dehors des villages.", Line: "1.3 Caravanes", Budget: 900_000_00, Cost: 871_000_00, Public: true,
			Stops: []activity.Stop{
				{Place: communityPlace("MR01106"), Spot: "Place du marché, Bassikounou", Day: p.at(-12, 0), Audience: "habitants"},
				{Place: communityPlace("MR01107"), Spot: "El Megve", Day: p.at(-11, 0), Audience: "éleveurs"},
				{Place: communityPlace("MR01108"), Spot: "Fassala", Day: p.at(-10, 0), Audience: "jeunes et commerçants"},
				{Place: communityPlace("MR01106"), Spot: "Camp de Mbera", Day: p.at(-9, 0), Audience: "réfugiés"},
			},
		}, who: numbers(1, 12), state: activity.Done, word: "Quatre étapes, sans incident."},
		{code: "materials", days: -8, hours: []int{9, 15}, length: 1, who: numbers(55, 74), plan: activity.Plan{
			Kind: activity.Materials, Title: lang.Text{lang.French: "La paix en images, avec enfants et parents", lang.Arabic: "السلام في صور، مع الأطفال والآباء", lang.English: "Peace in pictures, with children and parents"},
			Summary: lang.Text{lang.French: "Enfants et parents dessinent des affiches et racontent des histoires de bon voisinage.", lang.Arabic: "يرسم الأطفال والآباء ملصقات ويحكون قصصا عن حسن الجوار."},
			Place:   communityPlace("MR01106"), Spot: "École n° 2 de Bassikounou", Audience: "12 enfants et 8 parents", Expected: 20, Children: true, Trainers: trainers, Team: team,
			Risks: "Enfants seuls sur le chemin ; images d’enfants.", NoHarm: "Les parents accompagnent ; aucune photo ; les dessins ne portent que des prénoms, avec accord.", Line: "1.5 Matériels", Budget: 120_000_00, Cost: 98_400_00,
		}, state: activity.Done, word: "Onze dessins et trois histoires."},
		{code: "forum", days: -6, hours: []int{16}, length: 1, who: slices.Concat(numbers(1, 12), numbers(16, 25), numbers(67, 74)), plan: activity.Plan{
			Kind: activity.Forum, Title: lang.Text{lang.French: "Forum public : vivre ensemble à Bassikounou", lang.Arabic: "منتدى عام: العيش معا في باسكنو", lang.English: "Public forum: living together in Bassikounou"},
			Place: communityPlace("MR01106"), Spot: "Salle de la mairie", Audience: "habitants, réfugiés, autorités", Expected: 80, Trainers: trainers, Team: team,
			Risks: "Tensions sur l’eau et le bois.", NoHarm: "Deux médiateurs ; chacun parle trois minutes.", Line: "1.4 Forums", Budget: 60_000_00, Cost: 57_300_00, Public: true,
		}, state: activity.Done, word: "Un comité de l’eau commun sera créé."},
		{code: "police", days: -4, hours: []int{9, 15}, length: 2, who: slices.Concat(numbers(31, 36), numbers(75, 88)), plan: activity.Plan{
			Kind: activity.Training, Title: lang.Text{lang.French: "Police : le financement des groupes violents", lang.Arabic: "الشرطة: تمويل الجماعات العنيفة", lang.English: "Police: the financing of violent groups"},
			Place: communityPlace("MR014"), Spot: "Direction régionale de la sûreté, Néma", Audience: "20 policières et policiers", Expected: 20, Trainers: trainers,
			Risks: "Amalgames entre communautés et suspects.", NoHarm: "On parle d’actes, jamais d’origine.", Line: "2.1 Formation de la police", Budget: 300_000_00, Cost: 288_000_00,
		}, state: activity.Done, word: "Test final réussi par 19 sur 20."},
	}
}

// coming is what is planned, some of it not to its end.
func (p *program) coming() []planned {
	trainers, team := p.trainers(), team()
	return []planned{
		{code: "refresh", days: 9, hours: []int{9}, length: 1, plan: activity.Plan{
			Kind: activity.Training, Title: lang.Text{lang.French: "Premiers secours, rappel", lang.Arabic: "الإسعافات الأولية، دورة تذكير", lang.English: "First aid, refresher"},
			Place: communityPlace("MR01106"), Spot: "Maison des jeunes de Bassikounou", Audience: "celles et ceux des deux sessions", Expected: 30, Trainers: trainers, Team: team,
			Risks: "Chaleur.", NoHarm: "Eau et ombre.", Line: "1.2 Premiers secours", Budget: 45_000_00, Public: true,
		}, who: numbers(1, 30), state: activity.Confirmed},
		{code: "fassala", days: 16, hours: []int{16}, length: 1, plan: activity.Plan{
			Kind: activity.Forum, Title: lang.Text{lang.French: "Forum public à Fassala", lang.Arabic: "منتدى عام في فصالة", lang.English: "Public forum at Fassala"}, Place: communityPlace("MR01108"), Team: team, Line: "1.4 Forums", Budget: 60_000_00,
		}, state: activity.Draft},
		{code: "children", days: 23, hours: []int{9}, length: 1, plan: activity.Plan{
			Kind: activity.Materials, Title: lang.Text{lang.French: "Histoires du soir au camp de Mbera", lang.Arabic: "حكايات المساء في مخيم امبره", lang.English: "Evening stories at Mbera camp"}, Place: communityPlace("MR01106"), Spot: "Camp de Mbera", Children: true,
			Risks: "Nuit.", NoHarm: "Les parents accompagnent.", Trainers: trainers[:1],
		}, state: activity.Draft},
	}
}
