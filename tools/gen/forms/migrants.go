package main

// migrants is for people on the move who are missing or in distress. It counts
// people and names none, and takes no picture: who flees must not be found by
// it.
func migrants() Form {
	return Form{
		ID:    "missing-or-distressed-migrants",
		Title: T{"مهاجرون مفقودون أو في خطر", "Migrants disparus ou en détresse", "Missing or distressed migrants"},
		Questions: []Question{
			ask("select_one kinds", "kind", T{"ما الوضع؟", "Quelle est la situation ?", "What is the situation?"}, none),
			urgency(),
			whenAsked("dateTime", T{"متى حدث أو عُلم به؟", "Quand est-ce arrivé, ou quand l'a-t-on su ?", "When did it happen or become known?"}),
			group("place", T{"أين؟", "Où ?", "Where?"},
				ask("text", "where_place", T{"المكان أو المسار", "Lieu ou itinéraire", "Place or route"},
					T{"مثلا: عرض البحر قبالة نواذيبو، أو الطريق بين الشامي وبنشاب.", "Par exemple : au large de Nouadhibou, ou piste entre Chami et Bénichab.", "For example: off Nouadhibou, or the track between Chami and Bénichab."}).
					check("string-length(.) <= 120", T{"اكتب 120 حرفا على الأكثر.", "120 caractères au plus.", "120 characters at most."}),
				gps()),
			may("select_one transport", "transport", T{"كيف كانوا يسافرون؟", "Comment voyageaient-ils ?", "How were they travelling?"}, none).as("minimal"),
			group("people", T{"كم عددهم؟", "Combien sont-ils ?", "How many are they?"},
				people("people_affected", T{"أحياء في خطر أو ناجون", "Vivants, en détresse ou rescapés", "Alive, in distress or survivors"}),
				people("people_missing", T{"المفقودون", "Disparus", "Missing"}),
				people("people_dead", T{"الموتى", "Morts", "Dead"}),
				people("people_injured", T{"الجرحى أو المرضى", "Blessés ou malades", "Injured or sick"})),
			ask("select_one yes_no", "groups_known", T{"هل تعرف كم منهم رجال ونساء وأطفال؟", "Savez-vous combien d'hommes, de femmes, d'enfants ?", "Do you know how many men, women, children?"}, none),
			{Type: "repeat", Name: "groups", Label: T{"مجموعة", "Groupe", "Group"}, Relevant: "${groups_known} = 'yes'", Within: []Question{
				ask("select_one group_kinds", "group_kind", T{"من؟", "Qui ?", "Who?"}, none),
				ask("integer", "group_count", T{"العدد", "Nombre", "How many"}, none).
					check(". >= 1 and . <= 1000", T{"اكتب عددا من 1 إلى 1000.", "Écrivez un nombre de 1 à 1000.", "Write a number from 1 to 1000."}),
			}},
			{Type: "calculate", Name: "groups_total", Calc: "sum(${group_count})"},
			may("note", "groups_note", T{"المجموع: ${groups_total}", "Total : ${groups_total}", "Total: ${groups_total}"}, none).when("${groups_total} > 0"),
			may("select_multiple needs", "needs", T{"ما الذي يحتاجونه؟", "De quoi ont-ils besoin ?", "What do they need?"}, none),
			summary(T{"الوضع في جملة واحدة", "La situation en une phrase", "The situation in one sentence"}),
			sourceKind(), details(), voice(),
		},
		Lists: migrantsLists(),
	}
}

func migrantsLists() []List {
	return []List{
		{"kinds", []Choice{
			{"shipwreck", T{"زورق في خطر أو غرق", "Embarcation en détresse ou naufrage", "Boat in distress or shipwreck"}, nil},
			{"desert", T{"تائهون أو عالقون في الصحراء", "Perdus ou bloqués dans le désert", "Lost or stranded in the desert"}, nil},
			{"missing", T{"انقطعت أخبارهم", "Sans nouvelles", "No news of them"}, nil},
			{"bodies", T{"العثور على جثامين", "Corps retrouvés", "Bodies found"}, nil},
			{"abandoned", T{"تركهم المهربون", "Abandonnés par des passeurs", "Abandoned by smugglers"}, nil},
			{"road", T{"حادث سير", "Accident de la route", "Road accident"}, nil},
			{"violence", T{"عنف أو احتجاز أو ابتزاز", "Violence, séquestration ou extorsion", "Violence, captivity or extortion"}, nil},
			{"illness", T{"مرض أو إعياء", "Maladie ou épuisement", "Illness or exhaustion"}, nil},
			{"child", T{"طفل بلا مرافق", "Enfant non accompagné", "Unaccompanied child"}, nil},
			{"other", T{"أمر آخر", "Autre", "Something else"}, nil},
		}},
		{"transport", []Choice{
			{"pirogue", T{"زورق", "Pirogue", "Wooden boat"}, nil},
			{"inflatable", T{"قارب مطاطي", "Canot pneumatique", "Inflatable boat"}, nil},
			{"pickup", T{"سيارة رباعية الدفع", "Pick-up ou 4x4", "Pick-up or 4x4"}, nil},
			{"truck", T{"شاحنة", "Camion", "Truck"}, nil},
			{"train", T{"قطار المعادن", "Train minéralier", "Ore train"}, nil},
			{"foot", T{"سيرا على الأقدام", "À pied", "On foot"}, nil},
			{"unknown", T{"لا أعرف", "Je ne sais pas", "I do not know"}, nil},
		}},
		{"group_kinds", []Choice{
			{"men", T{"رجال", "Hommes", "Men"}, nil},
			{"women", T{"نساء", "Femmes", "Women"}, nil},
			{"boys", T{"أولاد", "Garçons", "Boys"}, nil},
			{"girls", T{"بنات", "Filles", "Girls"}, nil},
			{"unknown", T{"غير معروف", "Inconnu", "Not known"}, nil},
		}},
		{"needs", needs()},
		urgencies(), sources(), yesNo(),
	}
}
