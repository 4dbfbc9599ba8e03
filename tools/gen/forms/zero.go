package main

// zeroReport says that somebody looked and saw nothing. Without it, silence and
// calm look the same.
func zeroReport() Form {
	return Form{
		ID:    "zero-report",
		Title: T{"لا جديد", "Rien à signaler", "Nothing to report"},
		Questions: []Question{
			ask("select_one kinds", "kind", T{"كيف الحال في منطقتك؟", "Comment va votre zone ?", "How is your area?"}, none),
			whenAsked("date", T{"عن أي يوم؟", "Pour quel jour ?", "For which day?"}).from("today()"),
			group("place", T{"أين؟", "Où ?", "Where?"}, wilaya(), moughataa(), whereDetail(T{"القرية أو المركز", "Village ou poste", "Village or post"}).must("${wilaya} = 'outside'")),
			may("select_multiple checked", "checked", T{"ما الذي تفقدته؟", "Qu'avez-vous vérifié ?", "What did you check?"}, none),
			may("text", "summary", T{"ما الذي ينبغي الانتباه له؟", "Que faut-il surveiller ?", "What should be watched?"},
				T{"جملة قصيرة بلا أسماء أشخاص.", "Une phrase courte, sans nom de personne.", "One short sentence, no names of people."}).
				when("${kind} != 'nothing'").check("string-length(.) <= 160", T{"اكتب 160 حرفا على الأكثر.", "160 caractères au plus.", "160 characters at most."}),
			ask("select_one reasons", "reason", T{"لماذا لم تتمكن من التفقد؟", "Pourquoi n'avez-vous pas pu vérifier ?", "Why could you not check?"}, none).when("${kind} = 'not_checked'"),
			sourceKind(),
			{Type: "calculate", Name: "urgency", Calc: "if(${kind} = 'watch', 'soon', 'info')"},
		},
		Lists: append([]List{
			{"kinds", []Choice{
				{"nothing", T{"هادئة، لا جديد", "Calme, rien à signaler", "Calm, nothing to report"}, nil},
				{"watch", T{"هادئة، لكن هناك ما ينبغي متابعته", "Calme, mais quelque chose à surveiller", "Calm, but something to watch"}, nil},
				{"not_checked", T{"لم أتمكن من التفقد", "Je n'ai pas pu vérifier", "I could not check"}, nil},
			}},
			{"checked", []Choice{
				{"market", T{"السوق", "Marché", "Market"}, nil},
				{"road", T{"الطريق", "Route", "Road"}, nil},
				{"wells", T{"الآبار", "Puits", "Wells"}, nil},
				{"crossing", T{"المعبر", "Point de passage", "Crossing"}, nil},
				{"health", T{"النقطة الصحية", "Poste de santé", "Health post"}, nil},
				{"school", T{"المدرسة", "École", "School"}, nil},
				{"camp", T{"المخيم", "Camp", "Camp"}, nil},
				{"shore", T{"الشاطئ أو الضفة", "Plage ou berge", "Beach or river bank"}, nil},
			}},
			{"reasons", []Choice{
				{"road", T{"الطريق مقطوع", "Route coupée", "Road cut"}, nil},
				{"network", T{"لا شبكة", "Pas de réseau", "No network"}, nil},
				{"danger", T{"خطر", "Danger", "Danger"}, nil},
				{"fuel", T{"لا وقود أو مركبة", "Ni carburant ni véhicule", "No fuel or vehicle"}, nil},
				{"ill", T{"مرض أو غياب", "Maladie ou absence", "Illness or absence"}, nil},
			}},
			sources(),
		}, placeLists()...),
	}
}
