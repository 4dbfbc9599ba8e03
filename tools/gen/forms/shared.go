package main

import (
	"fmt"

	"wasl/internal/network/mauritania"
)

// What stands in several forms, under the same name and with the same meaning:
// the wasl columns of demo/forms/README.md.

var none T

func urgency() Question {
	return ask("select_one urgency", "urgency",
		T{"هل الأرواح في خطر؟", "Des vies sont-elles en danger ?", "Are lives in danger?"},
		T{"إذا كان الخطر قائما الآن فاتصل أيضا بأقرب مركز للأمن أو الصحة.", "Si le danger est immédiat, appelez aussi le poste de sécurité ou de santé le plus proche.", "If the danger is now, also call the nearest security or health post."})
}

func sourceKind() Question {
	return ask("select_one source_kind", "source_kind",
		T{"كيف عرفت بذلك؟", "Comment le savez-vous ?", "How do you know?"},
		T{"لا تكتب اسم من أخبرك.", "N'écrivez pas le nom de la personne qui vous l'a dit.", "Do not write the name of whoever told you."})
}

func whenAsked(kind string, label T) Question {
	now := "now()"
	if kind == "date" {
		now = "today()"
	}
	return ask(kind, "when", label,
		T{"إن لم تعرف الوقت بدقة فاختر أقرب وقت تظنه.", "Si vous ne savez pas exactement, choisissez le moment le plus probable.", "If you are not sure, choose the likeliest time."}).
		check(". <= "+now, T{"لا يمكن أن يكون هذا التاريخ في المستقبل.", "Cette date ne peut pas être dans l'avenir.", "This date cannot be in the future."})
}

func wilaya() Question {
	return ask("select_one wilayas", "wilaya", T{"الولاية", "Wilaya", "Wilaya (region)"}, none).as("minimal")
}

func moughataa() Question {
	return ask("select_one moughataas", "where_place", T{"المقاطعة", "Moughataa", "Moughataa (district)"}, none).
		only("wilaya=${wilaya}").when("${wilaya} != 'outside'").as("minimal")
}

func whereDetail(label T) Question {
	return may("text", "where_detail", label,
		T{"قرية أو بئر أو سوق أو معلم معروف. لا تذكر بيت شخص بعينه.", "Village, puits, marché ou repère connu. Pas le domicile d'une personne.", "A village, well, market or known landmark. Not a person's home."}).
		check("string-length(.) <= 120", T{"اكتب 120 حرفا على الأكثر.", "120 caractères au plus.", "120 characters at most."})
}

func gps() Question {
	return may("geopoint", "gps",
		T{"النقطة على الخريطة (اختيارية)", "Point sur la carte (facultatif)", "Point on the map (optional)"},
		T{
			"تدل النقطة على مكانك بدقة أمتار. إن كان ذلك يعرضك للخطر فاتركها: اسم المكان يكفي. لا يُنشر أي مكان بأدق من 5 كم.",
			"Le point montre votre position à quelques mètres près. S'il peut vous exposer, laissez-le vide : le nom du lieu suffit. Aucun lieu n'est publié à moins de 5 km près.",
			"The point shows where you stand to a few metres. If that could expose you, leave it out: the name of the place is enough. No place is published more exactly than 5 km.",
		})
}

func summary(label T) Question {
	return ask("text", "summary", label,
		T{"جملة قصيرة بلا أسماء أشخاص.", "Une phrase courte, sans nom de personne.", "One short sentence, no names of people."}).
		check("string-length(normalize-space(.)) >= 5 and string-length(.) <= 160",
			T{"اكتب من 5 إلى 160 حرفا.", "Écrivez de 5 à 160 caractères.", "Write 5 to 160 characters."})
}

func details() Question {
	return may("text", "details", T{"التفاصيل", "Détails", "Details"},
		T{"ما رأيت أو سمعت، بالترتيب. لا أسماء ولا أرقام هواتف.", "Ce que vous avez vu ou entendu, dans l'ordre. Ni noms ni numéros de téléphone.", "What you saw or heard, in order. No names, no phone numbers."}).
		as("multiline")
}

func photo() Question {
	return may("image", "photo", T{"صورة (اختيارية)", "Photo (facultatif)", "Photo (optional)"},
		T{"فقط إذا كان التصوير آمنا، وبلا وجوه.", "Seulement si c'est sans danger, et sans visage.", "Only if it is safe to take, and without faces."})
}

func voice() Question {
	return may("audio", "voice", T{"رسالة صوتية (اختيارية)", "Message vocal (facultatif)", "Voice message (optional)"},
		T{"بأي لغة تريد. لا تذكر أسماء.", "Dans la langue de votre choix. Ne citez pas de nom.", "In any language. Say no names."})
}

// people is a count of persons: unknown is left empty, never guessed as 0.
func people(name string, label T) Question {
	return may("integer", name, label,
		T{"اتركه فارغا إن لم تعرف.", "Laissez vide si vous ne savez pas.", "Leave empty if you do not know."}).
		check(". >= 0 and . <= 5000", T{"اكتب عددا من 0 إلى 5000.", "Écrivez un nombre de 0 à 5000.", "Write a number from 0 to 5000."})
}

func urgencies() List {
	return List{"urgency", []Choice{
		{"now", T{"نعم، الآن", "Oui, maintenant", "Yes, now"}, nil},
		{"soon", T{"ربما خلال أيام", "Peut-être dans les jours qui viennent", "Perhaps within days"}, nil},
		{"info", T{"لا، للعلم فقط", "Non, pour information", "No, for information"}, nil},
	}}
}

func sources() List {
	return List{"source_kind", []Choice{
		{"seen", T{"رأيته بنفسي", "Je l'ai vu moi-même", "I saw it myself"}, nil},
		{"told_one", T{"أخبرني به شخص واحد", "Une personne me l'a dit", "One person told me"}, nil},
		{"told_several", T{"أخبرني به عدة أشخاص", "Plusieurs personnes me l'ont dit", "Several people told me"}, nil},
		{"media", T{"من الإذاعة أو وسائل التواصل", "Radio ou réseaux sociaux", "Radio or social media"}, nil},
	}}
}

func yesNo() List {
	return List{"yes_no", []Choice{
		{"yes", T{"نعم", "Oui", "Yes"}, nil},
		{"no", T{"لا", "Non", "No"}, nil},
		{"unknown", T{"لا أعرف", "Je ne sais pas", "I do not know"}, nil},
	}}
}

// placeLists gives the wilayas and the moughataas of each, under their codes
// of the list of 2024, and "outside" for what lies abroad or at sea.
func placeLists() []List {
	wilayas, moughataas := List{Name: "wilayas"}, List{Name: "moughataas"}
	for _, p := range places() {
		c := Choice{Name: p.Code, Label: T{p.NameAr, p.NameFr, p.NameFr}}
		switch p.Level {
		case mauritania.Wilaya:
			wilayas.Choices = append(wilayas.Choices, c)
		case mauritania.Moughataa:
			c.Extra = map[string]string{"wilaya": p.Parent}
			moughataas.Choices = append(moughataas.Choices, c)
		default: // a form asks for no country and no commune
		}
	}
	wilayas.Choices = append(wilayas.Choices, Choice{Name: "outside", Label: T{"خارج موريتانيا أو في البحر", "Hors de Mauritanie ou en mer", "Outside Mauritania or at sea"}})
	return []List{wilayas, moughataas}
}

// places are the shipped ones; the table is embedded and tested, so a fault in
// it is a fault of this program.
func places() []mauritania.Place {
	ps, err := mauritania.Places()
	if err != nil {
		panic(fmt.Sprintf("the shipped places: %v", err))
	}
	return ps
}
