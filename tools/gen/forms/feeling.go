package main

import "slices"

// surveys are the forms that a programme asks communities with, before and after.
func surveys() []Form { return []Form{feeling(), content()} }

// feeling asks how safe people feel, and whom they trust. It asks nobody who they are:
// sex, age band and community alone, each of which may be left unsaid. One question a
// page, no name, no place; whoever does not want to answer is thanked.
func feeling() Form {
	agreed := "${agree} = 'yes'"
	scale := func(name string, label T) Question {
		return ask("select_one trust", name, label, none).when(agreed)
	}
	return Form{
		ID:    "feeling-safe",
		Title: T{"الأمان والثقة", "Sécurité et confiance", "Safety and trust"},
		Questions: []Question{
			ask("select_one agreeing", "agree", T{
				"نسأل الناس هنا هل يشعرون بالأمان. لا نسأل عن اسمك، ولا يعود أي جواب إليك. يمكنك ألا تجيب، أو أن تتوقف متى شئت، ولن يفوتك شيء بسبب ذلك. هل تقبل؟",
				"Nous demandons aux gens d'ici s'ils se sentent en sécurité. Nous ne demandons pas votre nom, et aucune réponse ne mène à vous. Vous pouvez refuser, ou arrêter à tout moment : cela ne vous fera rien perdre. Êtes-vous d'accord ?",
				"We ask people here whether they feel safe. We do not ask your name, and no answer leads to you. You may say no, or stop at any time: you lose nothing by it. Do you agree?",
			}, none),
			ask("select_one safety", "safe_day", T{"حين تمشي وحدك في النهار حيث تسكن، هل تشعر بالأمان؟", "Quand vous marchez seul(e) de jour là où vous vivez, vous sentez-vous en sécurité ?", "When you walk alone by day where you live, do you feel safe?"}, none).when(agreed),
			ask("select_one safety", "safe_night", T{"وفي الليل؟", "Et la nuit ?", "And at night?"}, none).when(agreed),
			scale("trust_others", T{"هل يثق أهل المنطقة واللاجئون بعضهم ببعض؟", "Les habitants et les réfugiés se font-ils confiance ?", "Do the people from here and the refugees trust each other?"}),
			scale("trust_police", T{"هل تثق بالشرطة والدرك هنا؟", "Faites-vous confiance à la police et à la gendarmerie d'ici ?", "Do you trust the police and the gendarmerie here?"}),
			ask("select_one doing", "tell_police", T{"لو حدث لك مكروه، هل تخبرهم؟", "S'il vous arrivait quelque chose, le leur diriez-vous ?", "If something happened to you, would you tell them?"}, none).when(agreed),
			scale("trust_leaders", T{"هل يأخذ أصحاب القرار هنا كلام أمثالك على محمل الجد؟", "Ceux qui décident ici prennent-ils au sérieux ce que disent les gens comme vous ?", "Do those who decide here take seriously what people like you say?"}),
			ask("select_one doing", "know_help", T{"هل تعرف من تقصد إن احتجت إلى عون أو حماية؟", "Savez-vous à qui vous adresser si vous avez besoin d'aide ou de protection ?", "Do you know whom to turn to if you need help or protection?"}, none).when(agreed),
			ask("select_one doing", "dare_complain", T{"هل تجرؤ على الشكوى ممن يعملون معنا؟", "Oseriez-vous vous plaindre de quelqu'un qui travaille avec nous ?", "Would you dare to complain of somebody who works with us?"}, none).when(agreed),
			aboutYou(agreed),
			thanks(),
		},
		Lists: feelings(),
	}
}

// content asks whoever took part in an activity how content they are with it: the answer
// that counts as the indicator satisfaction (docs/numbers.md), and what may be behind it.
func content() Form {
	agreed := "${agree} = 'yes'"
	return Form{
		ID:    "satisfaction",
		Title: T{"الرضا عن النشاط", "Satisfaction de l'action", "Satisfaction with the activity"},
		Questions: []Question{
			ask("select_one agreeing", "agree", T{
				"نسأل من شارك هل هو راض. لا نسأل عن اسمك، ولا يعود أي جواب إليك. يمكنك ألا تجيب، ولن يفوتك شيء بسبب ذلك. هل تقبل؟",
				"Nous demandons à qui a participé s'il est content. Nous ne demandons pas votre nom, et aucune réponse ne mène à vous. Vous pouvez refuser : cela ne vous fera rien perdre. Êtes-vous d'accord ?",
				"We ask those who took part whether they are content. We do not ask your name, and no answer leads to you. You may say no: you lose nothing by it. Do you agree?",
			}, none),
			ask("select_one contents", "satisfaction", T{"هل أنت راض عن هذا النشاط؟", "Êtes-vous content(e) de cette action ?", "Are you content with this activity?"}, none).when(agreed),
			ask("select_one doing", "useful", T{"هل ينفعك ما تعلمته أو سمعته؟", "Ce que vous avez appris ou entendu vous sert-il ?", "Is what you learned or heard of use to you?"}, none).when(agreed),
			ask("select_one doing", "understood", T{"هل كان الكلام بلغة تفهمها جيدا؟", "A-t-on parlé une langue que vous comprenez bien ?", "Was it said in a language that you understand well?"}, none).when(agreed),
			ask("select_one doing", "respected", T{"هل عوملت باحترام؟", "Vous a-t-on traité(e) avec respect ?", "Were you treated with respect?"}, none).when(agreed),
			aboutYou(agreed),
			thanks(),
		},
		Lists: append([]List{{"contents", []Choice{
			{"very_content", T{"راض جدا", "Très content(e)", "Very content"}, nil},
			{"content", T{"راض", "Content(e)", "Content"}, nil},
			{"discontent", T{"غير راض", "Pas content(e)", "Not content"}, nil},
			{"very_discontent", T{"غير راض إطلاقا", "Pas content(e) du tout", "Not content at all"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}}}, only(feelings(), "agreeing", "doing", "sexes", "bands", "communities")...),
	}
}

// aboutYou asks what results tell groups apart by.
func aboutYou(agreed string) Question {
	return group("about", T{"عنك أنت", "Sur vous", "About you"},
		ask("select_one sexes", "sex", T{"أنت…", "Vous êtes…", "You are…"}, none),
		ask("select_one bands", "band", T{"كم عمرك؟", "Quel âge avez-vous ?", "How old are you?"}, none),
		ask("select_one communities", "community", T{"أنت هنا…", "Ici, vous êtes…", "Here you are…"}, none),
	).when(agreed)
}

func thanks() Question {
	return may("note", "thanks", T{"شكرا. لن يُسأل عن شيء آخر.", "Merci. Rien d'autre ne sera demandé.", "Thank you. Nothing else will be asked."}, none)
}

// only gives the lists of those names.
func only(all []List, names ...string) (some []List) {
	for _, l := range all {
		if slices.Contains(names, l.Name) {
			some = append(some, l)
		}
	}
	return some
}

// feelings are the answers to choose. Each may be left unsaid.
func feelings() []List {
	return []List{
		{"agreeing", []Choice{
			{"yes", T{"نعم، أقبل", "Oui, d'accord", "Yes, I agree"}, nil},
			{"no", T{"لا", "Non", "No"}, nil},
		}},
		{"safety", []Choice{
			{"very_safe", T{"في أمان تام", "Tout à fait en sécurité", "Very safe"}, nil},
			{"safe", T{"في أمان إلى حد ما", "Plutôt en sécurité", "Rather safe"}, nil},
			{"unsafe", T{"غير آمن إلى حد ما", "Plutôt en danger", "Rather unsafe"}, nil},
			{"very_unsafe", T{"غير آمن إطلاقا", "Tout à fait en danger", "Very unsafe"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
		{"trust", []Choice{
			{"fully", T{"نعم، تماما", "Oui, tout à fait", "Yes, fully"}, nil},
			{"rather", T{"نعم، إلى حد ما", "Plutôt oui", "Rather yes"}, nil},
			{"rather_not", T{"لا، إلى حد ما", "Plutôt non", "Rather not"}, nil},
			{"not_at_all", T{"لا، إطلاقا", "Pas du tout", "Not at all"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
		{"doing", []Choice{
			{"yes", T{"نعم", "Oui", "Yes"}, nil},
			{"maybe", T{"ربما", "Peut-être", "Perhaps"}, nil},
			{"no", T{"لا", "Non", "No"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
		{"sexes", []Choice{
			{"female", T{"امرأة", "Une femme", "A woman"}, nil},
			{"male", T{"رجل", "Un homme", "A man"}, nil},
			{"other", T{"غير ذلك", "Autre", "Other"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
		{"bands", []Choice{
			{"18-24", T{"من 18 إلى 24 سنة", "De 18 à 24 ans", "18 to 24"}, nil},
			{"25-34", T{"من 25 إلى 34 سنة", "De 25 à 34 ans", "25 to 34"}, nil},
			{"35-59", T{"من 35 إلى 59 سنة", "De 35 à 59 ans", "35 to 59"}, nil},
			{"60+", T{"60 سنة فأكثر", "60 ans et plus", "60 and over"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
		{"communities", []Choice{
			{"host", T{"من أهل المنطقة", "D'ici", "From here"}, nil},
			{"refugee", T{"لاجئ", "Réfugié(e)", "A refugee"}, nil},
			{"displaced", T{"نازح", "Déplacé(e)", "Displaced"}, nil},
			{"other", T{"غير ذلك", "Autre", "Other"}, nil},
			{"unsaid", T{"لا أريد أن أقول", "Je préfère ne pas le dire", "I would rather not say"}, nil},
		}},
	}
}
