package main

// communityTension asks for no point on the map: a tension lives in a village,
// and a point in a village is somebody's home.
func communityTension() Form {
	return Form{
		ID:    "community-tension",
		Title: T{"توتر في المجتمع", "Tension communautaire", "Community tension"},
		Questions: []Question{
			ask("select_one kinds", "kind", T{"ما موضوع التوتر؟", "Quel est l'objet de la tension ?", "What is the tension about?"}, none),
			urgency(),
			whenAsked("date", T{"متى بدأ أو اشتد؟", "Quand a-t-elle commencé ou empiré ?", "When did it begin or worsen?"}),
			group("place", T{"أين؟", "Où ?", "Where?"}, wilaya(), moughataa(), whereDetail(T{"القرية أو الحي", "Village ou quartier", "Village or quarter"}).must("${wilaya} = 'outside'")),
			ask("select_multiple sides", "sides", T{"من هم الأطراف؟", "Qui est concerné ?", "Who is involved?"},
				T{"حسب النشاط أو الوضع فقط: لا نسجل قبيلة ولا عرقا ولا لونا.", "Selon l'activité ou la situation seulement : ni tribu, ni ethnie, ni couleur.", "By occupation or situation only: no tribe, ethnicity or colour is recorded."}),
			ask("select_one trends", "trend", T{"كيف يتطور؟", "Comment évolue-t-elle ?", "How is it developing?"}, none),
			ask("select_one yes_no", "violence", T{"هل وقع عنف أو تهديد به؟", "Y a-t-il eu violence ou menace de violence ?", "Has there been violence or a threat of it?"}, none),
			people("people_injured", T{"الجرحى", "Blessés", "Injured"}).when("${violence} = 'yes'"),
			may("select_multiple calming", "calming", T{"من يسعى إلى التهدئة؟", "Qui cherche à apaiser ?", "Who is trying to calm things?"}, none).
				check("not(selected(., 'nobody')) or count-selected(.) = 1",
					T{"اختر «لا أحد» وحدها أو غيرها.", "Choisissez « Personne » seul, ou d'autres réponses.", "Choose “Nobody” alone, or other answers."}),
			summary(T{"التوتر في جملة واحدة", "La tension en une phrase", "The tension in one sentence"}),
			details(),
			may("text", "wish", T{"ما الذي قد يساعد؟", "Qu'est-ce qui pourrait aider ?", "What could help?"}, none).as("multiline"),
			sourceKind(), voice(),
		},
		Lists: tensionLists(),
	}
}

func tensionLists() []List {
	return append([]List{
		{"kinds", []Choice{
			{"water", T{"بئر أو نقطة مياه", "Puits ou point d'eau", "Well or water point"}, nil},
			{"land", T{"أرض أو حدود حقول", "Terres ou limites de champs", "Land or field boundaries"}, nil},
			{"grazing", T{"مرعى أو عبور قطعان", "Pâturage ou passage de troupeaux", "Grazing or passing herds"}, nil},
			{"hosts_refugees", T{"بين السكان واللاجئين", "Entre habitants et réfugiés", "Between residents and refugees"}, nil},
			{"aid", T{"توزيع المساعدات", "Distribution d'aide", "Distribution of aid"}, nil},
			{"market", T{"الأسعار أو السوق", "Prix ou marché", "Prices or the market"}, nil},
			{"youth", T{"شباب ومدرسة وبطالة", "Jeunes, école, chômage", "Youth, school, unemployment"}, nil},
			{"rumour", T{"شائعة", "Rumeur", "Rumour"}, nil},
			{"incitement", T{"تحريض على الكراهية أو العنف", "Incitation à la haine ou à la violence", "Incitement to hatred or violence"}, nil},
			{"recruitment", T{"محاولة استقطاب", "Tentative de recrutement", "Attempt to recruit"}, nil},
			{"services", T{"ماء أو كهرباء أو صحة", "Eau, électricité ou santé", "Water, power or health services"}, nil},
			{"other", T{"أمر آخر", "Autre", "Something else"}, nil},
		}},
		{"sides", []Choice{
			{"herders", T{"منمون", "Éleveurs", "Herders"}, nil},
			{"farmers", T{"مزارعون", "Agriculteurs", "Farmers"}, nil},
			{"fishers", T{"صيادون", "Pêcheurs", "Fishers"}, nil},
			{"traders", T{"تجار", "Commerçants", "Traders"}, nil},
			{"residents", T{"سكان محليون", "Habitants", "Residents"}, nil},
			{"refugees", T{"لاجئون", "Réfugiés", "Refugees"}, nil},
			{"migrants", T{"مهاجرون", "Migrants", "Migrants"}, nil},
			{"youth", T{"شباب", "Jeunes", "Young people"}, nil},
			{"workers", T{"عمال أو منقبون", "Ouvriers ou orpailleurs", "Workers or gold miners"}, nil},
			{"authorities", T{"سلطات", "Autorités", "Authorities"}, nil},
			{"ngo", T{"منظمات", "ONG", "NGOs"}, nil},
		}},
		{"trends", []Choice{
			{"worse", T{"يزداد سوءا", "Elle s'aggrave", "Getting worse"}, nil},
			{"same", T{"كما هو", "Stable", "The same"}, nil},
			{"better", T{"يهدأ", "Elle s'apaise", "Calming down"}, nil},
		}},
		{"calming", []Choice{
			{"elders", T{"الوجهاء والشيوخ", "Notables et anciens", "Elders and notables"}, nil},
			{"imam", T{"الإمام", "Imam", "Imam"}, nil},
			{"women", T{"تعاونية نسائية", "Coopérative de femmes", "Women's cooperative"}, nil},
			{"youth", T{"جمعية شبابية", "Association de jeunes", "Youth association"}, nil},
			{"mayor", T{"العمدة أو الحاكم", "Maire ou hakem", "Mayor or hakem (prefect)"}, nil},
			{"police", T{"الشرطة أو الدرك", "Police ou gendarmerie", "Police or gendarmerie"}, nil},
			{"ngo", T{"منظمة", "ONG", "NGO"}, nil},
			{"nobody", T{"لا أحد", "Personne", "Nobody"}, nil},
		}},
		urgencies(), sources(), yesNo(),
	}, placeLists()...)
}
