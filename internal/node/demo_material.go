package node

import (
	"bytes"
	"context"
	"fmt"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
)

// made is what the workshop with children and parents of the demo made, and how far it
// came: a story and a poster that everybody reads, a radio spot that waits for whoever
// looks after children, a lesson sheet that somebody is at.
func (p *program) made(ctx context.Context) []step {
	organiser := p.d.organiser()
	write := func(code string, kind material.Kind, texts map[lang.Language]material.Words) func() error {
		return func() error {
			_, err := p.d.Materials.Write(ctx, organiser, material.New{ID: materialID(code), Kind: kind, Texts: texts})
			return err
		}
	}
	return []step{
		{p.at(-7, 9), write("well", material.Story, wellStory)},
		{p.at(-7, 10), write("poster", material.Poster, wellPoster)},
		{p.at(-7, 11), func() error { return p.poster(ctx) }},
		{p.at(-6, 9), func() error { return p.published(ctx, "well") }},
		{p.at(-6, 10), func() error { return p.published(ctx, "poster") }},
		{p.at(-6, 20), func() error {
			return p.d.Materials.Used(ctx, organiser, material.Use{
				ID: record.IDOf("demo/use/forum"), Material: materialID("poster"), Language: lang.French, Activity: record.IDOf("demo/activity/forum"),
				Spot: "Salle de la mairie de Bassikounou", Day: p.at(-6, 0), Printed: 40, People: 80, Said: "On veut l’afficher au puits du marché.",
			})
		}},
		{p.at(-2, 15), write("radio", material.Spot, wellSpot)},
		{p.at(-2, 16), func() error { return p.handedIn(ctx, "radio") }},
		{p.at(-1, 10), write("lesson", material.Lesson, wellLesson)},
	}
}

func materialID(code string) record.ID { return record.IDOf("demo/material/" + code) }

// poster puts the picture on the poster, and names two of those who drew it, who agreed
// with their parents.
func (p *program) poster(ctx context.Context) error {
	var b bytes.Buffer
	if err := demo.Poster(&b); err != nil {
		return err
	}
	sending, sent := context.WithCancel(ctx)
	defer sent() // until then the bytes are kept for whoever sends them
	id, organiser := materialID("poster"), p.d.organiser()
	if _, err := p.d.Materials.Attach(sending, organiser, id, material.File{
		ID: id.Derive("file"), Name: "Affiche, A3", Alt: "Quatre enfants autour d’un puits, entre une maison et une tente, sous le soleil du soir.",
	}, &b); err != nil {
		return err
	}
	for _, n := range []int{57, 60} {
		if err := p.d.People.Agree(ctx, organiser, personID(n), person.Consent{
			ID: record.IDOf(fmt.Sprintf("demo/consent/material/%d", n)), Scope: person.Material, Language: "ar", How: "spoken", Guardian: true, Assent: true,
		}); err != nil {
			return err
		}
		if _, err := p.d.Materials.Credit(ctx, organiser, id, personID(n), ""); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) handedIn(ctx context.Context, code string) error {
	m, err := p.d.Materials.Get(ctx, p.d.organiser(), materialID(code))
	if err == nil {
		_, err = p.d.Materials.HandIn(ctx, p.d.organiser(), m.ID, m.Revision)
	}
	return err
}

// published takes a draft all the way: read by somebody who did not write it, then
// given to everybody.
func (p *program) published(ctx context.Context, code string) error {
	if err := p.handedIn(ctx, code); err != nil {
		return err
	}
	guardian := p.d.member(policy.Safeguarding, "MR01-DESK")
	m, err := p.d.Materials.Get(ctx, guardian, materialID(code))
	if err != nil {
		return err
	}
	m, err = p.d.Materials.Approve(ctx, guardian, m.ID, material.Decision{Sum: m.Sum(), Checks: material.Checks()})
	if err == nil {
		_, err = p.d.Materials.Publish(ctx, p.d.organiser(), m.ID, m.Revision)
	}
	return err
}

// What they say, in the words of the workshop.
var (
	wellStory = map[lang.Language]material.Words{
		lang.French: {
			Title: "Le puits partagé", Summary: "Deux villages se disputent un puits, jusqu’à ce que les enfants comptent les seaux.",
			Body: "Il y avait un seul puits entre le village et les tentes. Chacun disait : « Il est à nous. »\n\nUn matin, la poulie se cassa. Ceux du village avaient la corde ; ceux des tentes avaient le bois. Personne n’eut d’eau ce jour-là.\n\nLe soir, les enfants s’assirent en rond et comptèrent : un seau par famille, deux pour les bêtes, et il en restait. Ils le dirent à leurs mères, et les mères le dirent au chef.\n\nDepuis, on tire l’eau à tour de rôle, le matin ceux d’ici, le soir ceux de là. Et la poulie ? On l’a réparée ensemble.",
		},
		lang.Arabic: {
			Title: "البئر المشتركة", Summary: "قريتان تتنازعان بئرا، حتى عدّ الأطفال الدلاء.",
			Body: "كانت بين القرية والخيام بئر واحدة، وكان كل فريق يقول: «هي لنا».\n\nوفي صباح يوم انكسرت البكرة. كان الحبل عند أهل القرية، والخشب عند أهل الخيام، فلم يشرب أحد في ذلك اليوم.\n\nفي المساء جلس الأطفال في حلقة وعدّوا: دلو لكل أسرة، ودلوان للماشية، وبقي ماء. فأخبروا أمهاتهم، وأخبرت الأمهات الشيخ.\n\nومنذ ذلك اليوم يستقي الناس بالتناوب: أهل القرية صباحا، وأهل الخيام مساء. والبكرة؟ أصلحوها معا.",
		},
		lang.English: {
			Title: "The shared well", Summary: "Two villages quarrel over a well, until the children count the buckets.",
			Body: "There was one well between the village and the tents. Each side said: “It is ours.”\n\nOne morning the pulley broke. The village had the rope; the tents had the wood. Nobody had water that day.\n\nIn the evening the children sat in a ring and counted: one bucket for each family, two for the animals, and some was left. They told their mothers, and the mothers told the chief.\n\nSince then they draw water in turns, the village in the morning, the tents in the evening. And the pulley? They mended it together.",
		},
	}
	wellPoster = map[lang.Language]material.Words{
		lang.French:  {Title: "Un puits, deux familles, assez d’eau", Summary: "Affiche dessinée par douze enfants de Bassikounou et de Mbera."},
		lang.Arabic:  {Title: "بئر واحدة، عائلتان، وماء يكفي", Summary: "ملصق رسمه اثنا عشر طفلا من باسكنو وامبره."},
		lang.English: {Title: "One well, two families, enough water", Summary: "A poster drawn by twelve children of Bassikounou and Mbera."},
	}
	wellSpot = map[lang.Language]material.Words{
		lang.French: {
			Title: "Radio : demande d’abord", Summary: "Trente secondes sur les querelles du puits, pour la radio rurale.",
			Body: "(Bruit d’une poulie.)\n– Tu étais là avant moi ?\n– Non, viens, il y en a pour nous deux.\nVoix : Au puits, demande d’abord. La paix commence par un seau.",
		},
		lang.Arabic: {
			Title: "للإذاعة: اسأل أولا", Summary: "ثلاثون ثانية عن خصومات البئر، للإذاعة الريفية.",
			Body: "(صوت بكرة.)\n– هل كنت هنا قبلي؟\n– لا، تعال، الماء يكفينا معا.\nصوت: عند البئر، اسأل أولا. السلام يبدأ بدلو.",
		},
	}
	wellLesson = map[lang.Language]material.Words{
		lang.French: {
			Title: "Fiche : se disputer sans se battre", Summary: "Une heure avec des enfants de 8 à 12 ans.",
			Body: "1. Lire l’histoire du puits, à deux voix.\n2. Demander : que voulait chacun ? de quoi avait-il peur ?\n3. Rejouer la dispute ; celui qui écoute répète avec ses mots.\n4. Dessiner la fin que l’on préfère.",
		},
	}
)
